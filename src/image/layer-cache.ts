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
type Line = readonly ["e", string, EntryKind, number, string?] | readonly ["f", string, string];

const FORMAT = "ml-image-build layer 2";
const MOST_LAYERS = 64;
/** Larger layers are read anew: their notes would not fit into little memory. */
const MOST_CHARACTERS = 16 * 2 ** 20;
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
			const lines = parse(await quietly(() => files.read(fileOf(digest))), digest);
			for (const line of lines ?? []) {
				if (line[0] === "e") sink.entry(line[1], line[2], line[3], line[4]);
				else sink.file(line[1], line[2]);
			}
			return lines !== undefined;
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
					file(path, text) {
						sink.file(path, text);
						note(["f", path, text]);
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

/** The lines of a remembered layer, all checked before one is used; nothing when it is not whole. */
function parse(text: string | undefined, digest: string): readonly Line[] | undefined {
	if (text === undefined) return undefined;
	const rows = text.split("\n");
	try {
		const [format, of, count] = JSON.parse(rows[0] ?? "") as unknown[];
		if (format !== FORMAT || of !== digest || count !== rows.length - 2) return undefined;
		const lines = rows.slice(1, -1).map((row) => JSON.parse(row) as unknown);
		return lines.every(isLine) ? lines : undefined;
	} catch {
		return undefined;
	}
}

function isLine(line: unknown): line is Line {
	if (!Array.isArray(line) || typeof line[1] !== "string") return false;
	if (line[0] === "f") return typeof line[2] === "string";
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
