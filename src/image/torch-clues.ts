import type { UnreadReason } from "../model/facts.ts";
import type { EntryKind } from "../model/scan.ts";
import type { PackageCaches } from "./package-caches.ts";
import { isSiteFolder, isVendored } from "./site-place.ts";
import type { ExplainedTorch, TorchCopy } from "./torch.ts";
import { tooMany } from "./torch-copies.ts";

/** Notes where a torch must be, whether it can be read or not: what cannot be read is not "no torch". */
export interface TorchClues {
	/** A visible entry. */
	see(path: string, kind: EntryKind): void;
	/** The text of that visible file was read. */
	read(path: string): void;
	/** torch's METADATA is in that folder, readable or not. */
	hasMetadata(site: string): boolean;
	/** The folders where torch is, and no copy with a version. */
	unread(copies: readonly TorchCopy[]): ExplainedTorch[];
}

interface Clue {
	readonly path: string;
	readonly site: string;
	readonly what: "version.py" | "METADATA" | "folder";
	readonly kind: EntryKind;
}

const VERSION = /^(?:(.*)\/)?torch\/version\.py$/s;
const METADATA = /^(?:(.*)\/)?torch-[^/]+\.dist-info\/METADATA$/is;
const FOLDER = /^(?:(.*)\/)?torch$/s;

/** Folders and files in which torch must be. */
const MOST = 5000;

export function createTorchClues(caches: Pick<PackageCaches, "has">): TorchClues {
	/** The first of each kind in a folder says as much as all of them. */
	const firsts = new Map<string, Clue>();
	const texts = new Set<string>();
	let crowded = false;
	const hasMetadata = (site: string) => firsts.has(idOf({ site, what: "METADATA" }));
	return {
		see(path, kind) {
			const clue = clueOf(path, kind);
			if (!clue || isVendored(clue.site) || firsts.has(idOf(clue))) return;
			if (firsts.size < MOST) firsts.set(idOf(clue), clue);
			else crowded = true;
		},
		read(path) {
			const clue = clueOf(path, "file");
			if (clue && firsts.get(idOf(clue))?.path === path) texts.add(path);
		},
		hasMetadata,
		unread(copies) {
			if (crowded) return [tooMany(MOST)];
			const visible = copies.filter((copy) => copy.visible);
			const known = new Set(visible.map(({ site }) => site));
			const open = [...firsts.values()]
				.filter(({ site }) => !known.has(site) && !caches.has(site))
				.filter((clue) => counts(clue, hasMetadata, visible));
			return [...Map.groupBy(open, ({ site }) => site)].flatMap(([site, clues]) => {
				const clue = best(clues);
				return clue ? [{ site: `/${site}`, ...explain(clue, texts) }] : [];
			});
		},
	};
}

function idOf({ site, what }: Pick<Clue, "site" | "what">): string {
	return `${what} ${site}`;
}

function clueOf(path: string, kind: EntryKind): Clue | undefined {
	if (kind !== "file" && kind !== "link" && kind !== "other") return undefined;
	if (path.endsWith("torch/version.py")) return found(VERSION, "version.py");
	if (path.endsWith(".dist-info/METADATA")) return found(METADATA, "METADATA");
	// A plain file of that name is no package.
	return kind === "link" && path.endsWith("torch") ? found(FOLDER, "folder") : undefined;

	function found(pattern: RegExp, what: Clue["what"]): Clue | undefined {
		const match = pattern.exec(path);
		return match ? { path, site: match[1] ?? "", what, kind } : undefined;
	}
}

/**
 * Outside site-packages only METADATA makes it a torch. A linked folder is another name of a folder that is told where it
 * really is, when it is in the image.
 */
function counts({ site, what }: Clue, hasMetadata: (site: string) => boolean, visible: readonly TorchCopy[]): boolean {
	if (what === "folder") return isSiteFolder(site) && visible.length === 0;
	if (what === "METADATA" || isSiteFolder(site)) return true;
	return hasMetadata(site);
}

/** version.py says most. */
function best(clues: readonly Clue[]): Clue | undefined {
	return clues.find(({ what }) => what === "version.py") ?? clues[0];
}

const BECAUSE: Readonly<Record<Exclude<UnreadReason, "too many">, string>> = {
	link: "is a link",
	"no regular file": "is no regular file",
	unreadable: "cannot be read",
	"no version": "names no version",
};

function explain(clue: Clue, texts: ReadonlySet<string>): Pick<ExplainedTorch, "reason" | "why"> {
	const reason = reasonOf(clue, texts);
	return { reason, why: `torch is there (/${clue.path}), but its ${clue.what} ${BECAUSE[reason]}` };
}

function reasonOf({ path, kind }: Clue, texts: ReadonlySet<string>): keyof typeof BECAUSE {
	if (kind === "link") return "link";
	if (kind !== "file") return "no regular file";
	return texts.has(path) ? "no version" : "unreadable";
}
