import type { EntryKind, ScanSink } from "../model/scan.ts";
import type { FilesPort, World } from "../model/world.ts";

/** What base layers hold, remembered by the digest of their blob: it cannot change. */
export interface LayerCache {
	/** Tells the sink a remembered layer; false when it is not remembered. */
	replay(digest: string, sink: ScanSink): Promise<boolean>;
	/** A sink that passes on and notes what it is told; `keep` writes the notes when the layer was read whole. */
	record(sink: ScanSink): { readonly sink: ScanSink; keep(digest: string): Promise<void> };
}

/** One line of a remembered layer. */
type Line = readonly ["e", string, EntryKind, number, string?] | readonly ["f", string, string, true?];

const FORMAT = "ml-image-build layer 3";
const MOST_LAYERS = 64;
/** Larger layers are read anew: their notes would not fit into little memory. */
const MOST_CHARACTERS = 6 * 2 ** 20;
const KINDS: ReadonlySet<unknown> = new Set<EntryKind>([
	"file",
	"folder",
	"opaque-folder",
	"whiteout",
	"link",
	"other",
]);

/** Below `$XDG_CACHE_HOME` or `~/.cache`. A cache that cannot be read or written is no failure. */
export function createLayerCache({ env, files }: Pick<World, "env" | "files">): LayerCache {
	const folder = `${env["XDG_CACHE_HOME"] || `${files.home}/.cache`}/ml-image-build/layers`;
	const fileOf = (digest: string) => `${folder}/${digest.replace(/[^0-9a-z]/g, "-")}`;
	return {
		async replay(digest, sink) {
			const text = await quietly(() => files.read(fileOf(digest)));
			if (text === undefined || !isWhole(text, digest)) return false;
			for (const row of rowsOf(text)) {
				const line = JSON.parse(row) as Line;
				if (line[0] === "e") sink.entry(line[1], line[2], line[3], line[4]);
				else sink.file(line[1], line[2], line[3]);
			}
			return true;
		},
		record(sink) {
			let notes: string[] | undefined = [];
			let length = 0;
			function note(line: Line): void {
				const text = JSON.stringify(line);
				length += text.length + 1;
				if (length > MOST_CHARACTERS) notes = undefined;
				notes?.push(text);
			}
			return {
				sink: {
					...sink,
					entry(path, kind, bytes, link) {
						sink.entry(path, kind, bytes, link);
						note(link === undefined ? ["e", path, kind, bytes] : ["e", path, kind, bytes, link]);
					},
					file(path, text, rest) {
						sink.file(path, text, rest);
						note(rest ? ["f", path, text, true] : ["f", path, text]);
					},
				},
				async keep(digest) {
					if (!notes) return;
					const text = [JSON.stringify([FORMAT, digest, notes.length]), ...notes, ""].join("\n");
					await quietly(() => files.write(fileOf(digest), text));
					await quietly(() => trim(files, folder, fileOf(digest)));
				},
			};
		},
	};
}

async function quietly<T>(act: () => Promise<T>): Promise<T | undefined> {
	try {
		return await act();
	} catch {
		return undefined;
	}
}

/** All lines of a remembered layer are checked before one is used. Not kept: they would take ten times the text's memory. */
function isWhole(text: string, digest: string): boolean {
	try {
		const [format, of, count] = JSON.parse(text.slice(0, text.indexOf("\n"))) as unknown[];
		if (format !== FORMAT || of !== digest || !text.endsWith("\n")) return false;
		let found = 0;
		for (const row of rowsOf(text)) {
			if (!isLine(JSON.parse(row))) return false;
			found++;
		}
		return count === found;
	} catch {
		return false;
	}
}

/** The rows behind the first one. */
function* rowsOf(text: string): Generator<string> {
	for (let at = text.indexOf("\n") + 1; at > 0 && at < text.length; ) {
		const end = text.indexOf("\n", at);
		if (end < 0) return;
		yield text.slice(at, end);
		at = end + 1;
	}
}

function isLine(line: unknown): line is Line {
	if (!Array.isArray(line) || typeof line[1] !== "string") return false;
	if (line[0] === "f") return typeof line[2] === "string" && (line[3] === undefined || line[3] === true);
	return (
		line[0] === "e" &&
		KINDS.has(line[2]) &&
		Number.isSafeInteger(line[3]) &&
		/^(string|undefined)$/.test(typeof line[4])
	);
}

async function trim(files: FilesPort, folder: string, fresh: string): Promise<void> {
	const all = (await files.list(folder)).map((name) => `${folder}/${name}`).filter((file) => file !== fresh);
	for (const file of all.slice(0, Math.max(0, all.length + 1 - MOST_LAYERS))) await files.remove(file);
}
