import { createAnalysis } from "../../../src/image/analysis.ts";
import type { EntryKind, ScanSink } from "../../../src/model/scan.ts";

/** A sink that writes down what it is told. */
export function createNotes() {
	const entries: { path: string; kind: EntryKind; bytes: number; link?: string }[] = [];
	const files = new Map<string, string>();
	const pieces: string[] = [];
	const layers: number[] = [];
	const folders: [path: string, lowest: number][] = [];
	const doubts: string[] = [];
	const sink: ScanSink = {
		layer: (index) => void layers.push(index),
		folder: (path, lowest) => void folders.push([path, lowest]),
		entry: (path, kind, bytes, link) => void entries.push({ path, kind, bytes, ...(link !== undefined && { link }) }),
		file(path, text, rest) {
			files.set(path, (rest ? files.get(path) : "") + text);
			pieces.push(text);
		},
		unsure: (why) => void doubts.push(why),
	};
	return { sink, entries, files, pieces, layers, folders, doubts };
}

/** The bytes in pieces of that length. Each piece is memory of its own, as a socket gives it. */
export async function* inPieces(bytes: Uint8Array, length: number): AsyncGenerator<Uint8Array> {
	for (let at = 0; at < bytes.length; at += length) yield new Uint8Array(bytes.subarray(at, at + length));
}

export async function collectAll(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
	const pieces: Uint8Array[] = [];
	for await (const piece of stream) pieces.push(Buffer.from(piece));
	return Buffer.concat(pieces);
}

export type Files = Readonly<Record<string, string | number>>;

/** Layers lowest first: text of small files, sizes of others, -1 for a whiteout, -2 for a link. */
export function analyse(layers: readonly Files[], path?: string) {
	const { sink, finish } = createAnalysis();
	for (const [index, files] of [...layers.entries()].reverse()) {
		sink.layer(index);
		for (const [name, content] of Object.entries(files)) {
			if (content === -1) sink.entry(name, "whiteout", 0);
			else if (content === -2) sink.entry(name, "link", 0);
			else sink.entry(name, "file", typeof content === "number" ? content : content.length);
			if (typeof content === "string") sink.file(name, content);
		}
	}
	return finish(path);
}

export const metadata = (name: string, version: string, ...requires: readonly string[]) =>
	[`Name: ${name}`, `Version: ${version}`, ...requires.map((one) => `Requires-Dist: ${one}`), ""].join("\n");
export const torchFile = (version: string, cuda = "12.4") =>
	`__version__ = '${version}'\ncuda: Optional[str] = '${cuda}'\n`;
export const VENV = "opt/venv/lib/python3.12/site-packages";
export const SYSTEM = "usr/local/lib/python3.12/site-packages";
