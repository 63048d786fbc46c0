import type { EntryKind } from "../model/scan.ts";
import { type Claims, createClaims, type TextPiece } from "./claims.ts";
import type { EnvironmentMarks } from "./environments.ts";
import { createKeptDistributions, type Kept } from "./kept-distributions.ts";
import { createPackageCaches } from "./package-caches.ts";
import type { PathNumbers } from "./path-numbers.ts";
import { createPathSet } from "./path-table.ts";
import { normaliseName, readCondaName, readCoreMetadata, readTorchVersion } from "./python-files.ts";
import { isVendored } from "./site-place.ts";
import type { ExplainedTorch, TorchCopy } from "./torch.ts";
import { createTorchClues } from "./torch-clues.ts";
import { createTorchCopies } from "./torch-copies.ts";

/** What the small files said, reduced while they come. */
export interface Found extends Kept {
	readonly claims: Claims;
	readonly marks: EnvironmentMarks;
	readonly torch: readonly TorchCopy[];
	readonly unreadTorch: readonly ExplainedTorch[];
}

/** Where a small file stands. */
interface FilePlace {
	/** Unknown in a merged view. */
	readonly layer: number | undefined;
	readonly visible: boolean;
	/** The layer that hides it. */
	readonly hiddenBy?: number;
}

export interface FoundFiles {
	/** A file, visible or not: its name alone can tell what is an environment and what a cache of packages. */
	pass(path: string): void;
	/** A visible entry that is no folder. */
	see(path: string, kind: EntryKind): void;
	/** A visible file: its name alone can mark an environment or a conda package. */
	mark(path: string, layer: number | undefined): void;
	/** A small file. Of hidden files only torch's are kept. */
	text(path: string, piece: TextPiece, place: FilePlace): void;
	collect(): Found;
}

/** Where a folder of PATH may be a link, but for the many of system folders. */
const NEAR_ROOT = /^(?!(?:etc|lib|lib64|proc|sys|usr\/(?:bin|lib|sbin|share))\/)[^/]+(?:\/[^/]+){0,3}$/;

export function createFoundFiles(groups: PathNumbers): FoundFiles {
	const kept = createKeptDistributions();
	const claims = createClaims(groups);
	const venvs = createPathSet();
	const condas = createPathSet();
	const links = createPathSet();
	const torch = createTorchCopies();
	const caches = createPackageCaches();
	const clues = createTorchClues(caches);

	function metadata(path: string, text: string, place: FilePlace): void {
		const info = path.endsWith(".egg-info") ? path : parentOf(path);
		const site = parentOf(info);
		const core = isVendored(site) ? undefined : readCoreMetadata(text);
		if (!core) return;
		const isTorch = normaliseName(core.name) === "torch";
		if (isTorch) torch.add({ ...place, site, metadata: core.version });
		const source = info.endsWith(".dist-info") ? "dist-info" : "egg-info";
		if (place.visible) kept.add({ ...core, site, info, layer: place.layer, source });
	}

	function torchVersion(path: string, text: string, place: FilePlace): void {
		const site = parentOf(parentOf(path));
		const file = isVendored(site) ? undefined : readTorchVersion(text);
		if (file) torch.add({ ...place, site, file });
	}

	function see(path: string, kind: EntryKind): void {
		if (kind === "link" && NEAR_ROOT.test(path)) links.add(path);
		clues.see(path, kind);
	}

	function mark(path: string, layer: number | undefined): void {
		if (path.endsWith("/pyvenv.cfg")) venvs.add(parentOf(path));
		if (!path.endsWith(".json")) return;
		const folder = parentOf(path);
		if (!/(?:^|\/)conda-meta$/.test(folder)) return;
		condas.add(parentOf(folder));
		const conda = readCondaName(path);
		if (conda) kept.add({ ...conda, ...NO_REQUIRES, site: folder, info: path, layer, source: "conda" });
	}

	function collect(): Found {
		const stored = ({ site }: { readonly site: string }) => caches.has(site);
		const installed = torch.installed((copy) => !stored(copy), clues.hasMetadata);
		const marks = { venvs, condas, links };
		const { distributions, ...more } = kept.collect(stored);
		return {
			...more,
			distributions: distributions.toSorted(byLayer),
			claims,
			marks,
			torch: installed.sort(byLayer),
			unreadTorch: torch.unread() ?? clues.unread(installed),
		};
	}

	return {
		pass: caches.see,
		see,
		mark,
		text(path, piece, place) {
			const { text, rest } = piece;
			if (place.visible) clues.read(path);
			if (path.endsWith("/RECORD")) {
				if (place.visible) claims.read(parentOf(path), piece);
			} else if (rest) return;
			else if (path.endsWith("torch/version.py")) torchVersion(path, text, place);
			else metadata(path, text, place);
		},
		collect,
	};
}

/** conda's records are not read: their names say it all. */
const NO_REQUIRES = { requires: [], requiresLeftOut: 0, torch: [], torchLeftOut: 0 } as const;

/** Highest first, whatever the order of the walk was. */
function byLayer(one: { layer: number | undefined }, two: { layer: number | undefined }): number {
	return (two.layer ?? 0) - (one.layer ?? 0);
}

function parentOf(path: string): string {
	const cut = path.lastIndexOf("/");
	return cut < 0 ? "" : path.slice(0, cut);
}
