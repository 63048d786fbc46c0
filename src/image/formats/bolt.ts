import { BOLT_MAGIC, BRANCH_PAGE, LEAF_PAGE, META_PAGE, PAGE_HEADER, type Pages } from "./bolt-pages.ts";

/** A bucket of a bolt database: a sorted map from byte strings (as latin1) to values or buckets. */
export interface Bucket {
	/** The value of a key, nothing when it is absent or a bucket. */
	value(key: string): Uint8Array | undefined;
	bucket(key: string): Bucket | undefined;
	/** Keys of nested buckets. */
	buckets(): Iterable<string>;
}

export class BoltError extends Error {
	constructor(message: string) {
		super(message);
		this.name = "BoltError";
	}
}

const FORMAT = 2;
const ELEMENT = 16;
const BUCKET_FLAG = 0x01;
const BUCKET_HEADER = 16;
/** A tree deeper than that holds more than any disk: a loop. */
const DEEPEST = 24;

interface Element {
	readonly key: string;
	readonly bucket: boolean;
	readonly value: Uint8Array;
}

/** Loads the elements of a page or of a bucket that is stored inline. */
interface Node {
	readonly leaf: boolean;
	readonly elements: readonly Element[];
	/** Page numbers, of a branch. */
	readonly children: readonly number[];
}

/**
 * Opens a bolt database, read only. Everything is checked against the pages that are there, so a damaged or torn copy
 * is a {@link BoltError}. Format: https://github.com/etcd-io/bbolt/blob/main/internal/common/page.go
 */
export function openBolt(pages: Pages): Bucket {
	const root = newestRoot(pages);

	function page(id: number): Node {
		const first = pages.at(id);
		if (!first || number64(viewOf(first), 0) !== id) throw new BoltError(`page ${id} is not there`);
		const overflow = viewOf(first).getUint32(12, true);
		const all = [first];
		while (all.length <= overflow) {
			const next = pages.at(id + all.length);
			if (!next) throw new BoltError(`page ${id} is cut`);
			all.push(next);
		}
		return readNode(overflow === 0 ? first : joined(all));
	}

	function open(load: () => Node): Bucket {
		function* elements(node: Node, depth: number): Generator<Element> {
			if (depth > DEEPEST) throw new BoltError("the pages form a loop");
			if (node.leaf) yield* node.elements;
			else for (const child of node.children) yield* elements(page(child), depth + 1);
		}
		function find(key: string): Element | undefined {
			let node = load();
			for (let depth = 0; !node.leaf; depth++) {
				if (depth > DEEPEST) throw new BoltError("the pages form a loop");
				const index = Math.max(0, lastAtMost(node.elements, key));
				node = page(node.children[index] ?? -1);
			}
			const found = node.elements[lastAtMost(node.elements, key)];
			return found?.key === key ? found : undefined;
		}
		return {
			value(key) {
				const found = find(key);
				return found && !found.bucket ? found.value : undefined;
			},
			bucket(key) {
				const found = find(key);
				return found?.bucket ? nested(found.value) : undefined;
			},
			*buckets() {
				for (const element of elements(load(), 0)) if (element.bucket) yield element.key;
			},
		};
	}

	/** A bucket's value: its root page, or (page 0) the page itself behind the header. */
	function nested(value: Uint8Array): Bucket {
		if (value.length < BUCKET_HEADER) throw new BoltError("a bucket is cut");
		const id = number64(viewOf(value), 0);
		return open(id === 0 ? () => readNode(value.subarray(BUCKET_HEADER)) : () => page(id));
	}

	return open(() => page(root));
}

/** Page of the root that the newer of the two meta pages names whose checksum is right. */
function newestRoot(pages: Pages): number {
	const [first, second] = [readMeta(pages, 0), readMeta(pages, 1)];
	const newest = first && second ? (first.transaction > second.transaction ? first : second) : (first ?? second);
	if (!newest) throw new BoltError("it is no bolt database");
	return newest.root;
}

function readMeta(pages: Pages, id: number): { root: number; transaction: number } | undefined {
	const page = pages.at(id);
	if (!page) return undefined;
	const view = viewOf(page);
	const at = PAGE_HEADER;
	if ((view.getUint16(8, true) & META_PAGE) === 0) return undefined;
	if (view.getUint32(at, true) !== BOLT_MAGIC || view.getUint32(at + 4, true) !== FORMAT) return undefined;
	if (view.getUint32(at + 8, true) !== pages.size || fnv64(view, at, 56) !== view.getBigUint64(at + 56, true))
		return undefined;
	return { root: number64(view, at + 16), transaction: number64(view, at + 48) };
}

function fnv64(view: DataView, at: number, length: number): bigint {
	let hash = 0xcbf29ce484222325n;
	for (let i = at; i < at + length; i++)
		hash = ((hash ^ BigInt(view.getUint8(i))) * 0x100000001b3n) & 0xffffffffffffffffn;
	return hash;
}

function viewOf(bytes: Uint8Array): DataView {
	return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function joined(pages: readonly Uint8Array[]): Uint8Array {
	const all = new Uint8Array(pages.reduce((sum, { length }) => sum + length, 0));
	let at = 0;
	for (const page of pages) {
		all.set(page, at);
		at += page.length;
	}
	return all;
}

function readNode(bytes: Uint8Array): Node {
	const view = viewOf(bytes);
	if (bytes.length < PAGE_HEADER) throw new BoltError("a page is cut");
	const flags = view.getUint16(8, true);
	const count = view.getUint16(10, true);
	if (PAGE_HEADER + count * ELEMENT > bytes.length) throw new BoltError("a page is cut");
	if ((flags & (LEAF_PAGE | BRANCH_PAGE)) === 0) throw new BoltError("a page of an unknown kind");
	const leaf = (flags & LEAF_PAGE) !== 0;
	const elements: Element[] = [];
	const children: number[] = [];
	for (let i = 0; i < count; i++) {
		const at = PAGE_HEADER + i * ELEMENT;
		const position = at + view.getUint32(at + (leaf ? 4 : 0), true);
		const keySize = view.getUint32(at + (leaf ? 8 : 4), true);
		const valueSize = leaf ? view.getUint32(at + 12, true) : 0;
		if (position + keySize + valueSize > bytes.length) throw new BoltError("an element is cut");
		const key = latin1(bytes.subarray(position, position + keySize));
		const value = bytes.subarray(position + keySize, position + keySize + valueSize);
		elements.push({ key, value, bucket: leaf && (view.getUint32(at, true) & BUCKET_FLAG) !== 0 });
		if (!leaf) children.push(number64(view, at + 8));
	}
	return { leaf, elements, children };
}

/** Index of the last element whose key is not greater, or -1. */
function lastAtMost(elements: readonly Element[], key: string): number {
	let low = 0;
	let high = elements.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((elements[middle]?.key ?? "") <= key) low = middle + 1;
		else high = middle;
	}
	return low - 1;
}

function number64(view: DataView, at: number): number {
	const value = view.getBigUint64(at, true);
	if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new BoltError("a number is out of range");
	return Number(value);
}

function latin1(bytes: Uint8Array): string {
	let text = "";
	for (let i = 0; i < bytes.length; i += 4096) text += String.fromCharCode(...bytes.subarray(i, i + 4096));
	return text;
}
