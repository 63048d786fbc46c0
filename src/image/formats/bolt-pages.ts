/** Pages of a bolt database, by number. */
export interface Pages {
	/** Bytes of one page. */
	readonly size: number;
	/** Nothing when the database has no such page, or when it was not kept. */
	at(id: number): Uint8Array | undefined;
}

export const PAGE_HEADER = 16;
export const BOLT_MAGIC = 0xed0cdaed;
export const BRANCH_PAGE = 0x01;
export const LEAF_PAGE = 0x02;
export const META_PAGE = 0x04;

const KINDS: ReadonlySet<number> = new Set([BRANCH_PAGE, LEAF_PAGE, META_PAGE]);
const USUAL_SIZE = 4096;
const LARGEST_SIZE = 1 << 16;
/** Of the pages that continue another one, so many are kept: longer runs hold big values. */
const MOST_MORE = 64;

/** All pages of a copy. */
export function pagesOf(bytes: Uint8Array): Pages {
	const size = sizeOf(bytes);
	return {
		size,
		at: (id) => ((id + 1) * size <= bytes.length ? bytes.subarray(id * size, (id + 1) * size) : undefined),
	};
}

/**
 * Reads a database as it comes and keeps the pages that its structure may be made of. The rest can be hundreds of MB: BuildKit
 * puts the digests of all files that a step copies from into big values. Throws when it would keep more than `most` bytes.
 */
export async function readPages(stream: AsyncIterable<Uint8Array>, most: number): Promise<Pages> {
	const kept = new Map<number, Uint8Array>();
	let page = new Uint8Array(USUAL_SIZE);
	let filled = 0;
	let size: number | undefined;
	let number = 0;
	/** Pages below this number continue one that was kept. */
	let until = 0;

	function close(): void {
		size ??= sizeOf(page);
		if (size > page.length) {
			const larger = new Uint8Array(size);
			larger.set(page);
			page = larger;
			return;
		}
		const more = pagesBehind(page, number);
		if (more !== undefined) until = Math.max(until, number + 1 + Math.min(more, MOST_MORE));
		if (number < until) {
			if ((kept.size + 1) * size > most) throw new Error(`longer than ${most} bytes`);
			kept.set(number, page);
			page = new Uint8Array(size);
		}
		number++;
		filled = 0;
	}

	for await (const piece of stream) {
		for (let at = 0; at < piece.length; ) {
			const part = piece.subarray(at, at + page.length - filled);
			page.set(part, filled);
			filled += part.length;
			at += part.length;
			if (filled === page.length) close();
		}
	}
	return { size: size ?? USUAL_SIZE, at: (id) => kept.get(id) };
}

/** What the first page says; that it is sound is checked when the database is opened. */
function sizeOf(bytes: Uint8Array): number {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	if (bytes.length < USUAL_SIZE || view.getUint32(PAGE_HEADER, true) !== BOLT_MAGIC) return USUAL_SIZE;
	const size = view.getUint32(PAGE_HEADER + 8, true);
	return size >= USUAL_SIZE && size <= LARGEST_SIZE ? size : USUAL_SIZE;
}

/** How many pages continue this one; nothing when it cannot be the first page of a node. A free page may look like one. */
function pagesBehind(page: Uint8Array, number: number): number | undefined {
	const view = new DataView(page.buffer, page.byteOffset, page.byteLength);
	const isNode = view.getBigUint64(0, true) === BigInt(number) && KINDS.has(view.getUint16(8, true));
	return isNode ? view.getUint32(12, true) : undefined;
}
