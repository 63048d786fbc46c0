import { readPax } from "./pax.ts";
import { BLOCK, readHeader, TarError, type TarHeader } from "./tar-header.ts";

/** Receives the pieces of one entry's content as they come; they are valid only during the call. */
export type ContentSink = (piece: Uint8Array) => void;

/** An entry with the PAX and GNU records applied. */
export type TarEntry = Omit<TarHeader, "flag">;

/** Called for every entry; returns where its content goes, or nothing to skip it without copying. */
export type TarVisitor = (entry: TarEntry) => ContentSink | undefined;

/** Reads an archive that comes in pieces of any length. Both calls throw a {@link TarError}. */
export interface TarReader {
	push(piece: Uint8Array): void;
	/** The archive has ended: complete, or an error. */
	end(): void;
}

/** Names and PAX records longer than that are hostile. */
const LONGEST_META = 2 ** 20;

interface Overrides {
	name?: string;
	linkName?: string;
	size?: number;
}

export function createTarReader(visit: TarVisitor): TarReader {
	const block = new Uint8Array(BLOCK);
	let filled = 0;
	/** Content bytes of the current entry still to come, then its padding. */
	let content = 0;
	let padding = 0;
	let sink: ContentSink | undefined;
	let closeMeta: (() => void) | undefined;
	let overrides: Overrides = {};
	let zeros = 0;

	function header(bytes: Uint8Array): void {
		const read = readHeader(bytes);
		if (!read) {
			zeros++;
			return;
		}
		if (zeros > 0) throw new TarError("an entry follows a block of zeros");
		if (read.kind === "meta") meta(read);
		else entry(read);
	}

	function entry({ flag: _flag, ...read }: TarHeader): void {
		const full = { ...read, ...overrides };
		overrides = {};
		if (read.kind !== "file") full.size = read.size;
		sink = visit(full);
		expect(full.size);
	}

	function expect(size: number): void {
		content = size;
		padding = (BLOCK - (size % BLOCK)) % BLOCK;
	}

	/** Collects the records that describe the next entry. */
	function meta(read: TarHeader): void {
		if (read.size > LONGEST_META) throw new TarError(`a name or attribute of ${read.size} bytes`);
		const text = new Uint8Array(read.size);
		let at = 0;
		sink = (piece) => {
			text.set(piece, at);
			at += piece.length;
		};
		closeMeta = () => applyMeta(read.flag, text);
		expect(read.size);
		if (read.size === 0) closeEntry();
	}

	function applyMeta(flag: string, bytes: Uint8Array): void {
		if (flag === "L") overrides.name = untilZero(bytes);
		else if (flag === "K") overrides.linkName = untilZero(bytes);
		else if (flag === "x") Object.assign(overrides, readPax(bytes));
	}

	function closeEntry(): void {
		sink = undefined;
		closeMeta?.();
		closeMeta = undefined;
	}

	/** Takes as much of the piece as belongs to the current entry; returns the new position. */
	function takeContent(piece: Uint8Array, at: number): number {
		if (content > 0) {
			const end = Math.min(piece.length, at + content);
			sink?.(piece.subarray(at, end));
			content -= end - at;
			if (content === 0) closeEntry();
			return end;
		}
		const end = Math.min(piece.length, at + padding);
		padding -= end - at;
		return end;
	}

	function takeHeader(piece: Uint8Array, at: number): number {
		if (filled === 0 && piece.length - at >= BLOCK) {
			header(piece.subarray(at, at + BLOCK));
			return at + BLOCK;
		}
		const end = Math.min(piece.length, at + BLOCK - filled);
		block.set(piece.subarray(at, end), filled);
		filled += end - at;
		if (filled === BLOCK) {
			filled = 0;
			header(block);
		}
		return end;
	}

	return {
		push(piece) {
			let at = 0;
			while (at < piece.length && zeros < 2)
				at = content + padding > 0 ? takeContent(piece, at) : takeHeader(piece, at);
		},
		end() {
			if (zeros >= 2) return;
			if (content > 0 || padding > 0 || filled > 0 || closeMeta)
				throw new TarError("the archive ends in the middle of an entry");
			if (Object.keys(overrides).length > 0) throw new TarError("the archive ends before an announced entry");
		},
	};
}

function untilZero(bytes: Uint8Array): string {
	const end = bytes.indexOf(0);
	return new TextDecoder().decode(end < 0 ? bytes : bytes.subarray(0, end));
}
