import type { Bytes } from "../model/bytes.ts";
import type { DeletedTorch, Distribution, TorchFacts } from "../model/facts.ts";
import type { EntryKind, ScanSink } from "../model/scan.ts";
import { listDistributions } from "./distributions.ts";
import { createFolderView, type FolderView } from "./folder-view.ts";
import { createFoundFiles } from "./found-files.ts";
import { createLayerSums, type LayerSum } from "./layer-sums.ts";
import { createMergedView, type MergedView } from "./merged-view.ts";
import { createPathNumbers } from "./path-numbers.ts";
import { createSiteBytes } from "./site-bytes.ts";
import type { ExplainedTorch } from "./torch.ts";
import { listDeleted, listTorch } from "./torch.ts";

/** What a scan of an image's layers comes to. Layers without a `layer()` call (a merged view) have no sums. */
export interface AnalysisResult {
	/** By layer index. */
	readonly layers: readonly (LayerSum | undefined)[];
	readonly rootfsBytes: Bytes;
	readonly distributions: readonly Distribution[];
	/** Seen, and not kept. */
	readonly distributionsLeftOut: number;
	/** Without steps: they are joined by the image's history. */
	readonly torch: readonly TorchFacts[];
	/** Folders with a torch whose version could not be read. */
	readonly unreadTorch: readonly ExplainedTorch[];
	/** Without steps. */
	readonly deletedTorch: readonly DeletedTorch[];
	/** Why the merged view (all but the layers' sums) cannot be trusted. */
	readonly unsure: readonly string[];
}

export interface Analysis {
	readonly sink: ScanSink;
	/** `path` is the PATH of the image's environment, where it is known: it decides which torch the image's own interpreter finds. */
	finish(path?: string): AnalysisResult;
}

/**
 * Takes an image's entries and keeps sums instead of paths. Layer by layer it remembers about 16 bytes per entry of the upper
 * layers; folder by folder only what stands in the folders on the way to the current one, where several layers have them.
 * Without any `layer()` call the entries are taken as one merged view.
 */
export function createAnalysis(): Analysis {
	let folders: FolderView | undefined;
	let view: MergedView = createMergedView();
	const sums = createLayerSums();
	const groups = createPathNumbers();
	const siteBytes = createSiteBytes(groups);
	const found = createFoundFiles(groups);
	const doubts = new Set<string>();
	let current: number | undefined;

	function entry(path: string, kind: EntryKind, bytes: Bytes, link?: string): void {
		const visible = view.see(path, kind);
		if (visible) found.see(path, kind);
		if (kind !== "file") return;
		found.pass(path);
		sums.file(path, bytes, link, visible);
		if (!visible) return;
		const site = view.siteOf(path);
		if (site) siteBytes.add(site, path.slice(path.lastIndexOf("/") + 1), bytes);
		found.mark(path, current);
	}

	function file(path: string, text: string, rest = false): void {
		const visible = view.visible(path);
		const hiddenBy = visible ? undefined : view.hiderOf(path);
		found.text(path, { text, rest }, { layer: current, visible, ...(hiddenBy !== undefined && { hiddenBy }) });
	}

	return {
		sink: {
			layer(index) {
				current = index;
				view.layer(index);
				sums.layer(index, folders ? "inodes" : "paths");
			},
			folder(path, lowest) {
				folders ??= createFolderView();
				view = folders;
				folders.enter(path, lowest);
			},
			entry,
			file,
			unsure: (why) => void doubts.add(why),
		},
		finish(path) {
			const files = found.collect();
			const { distributions: all, claims, marks, torch, unreadTorch } = files;
			const distributions = listDistributions(all, { claims, groups, bytesOf: siteBytes.of }, marks);
			const doubt = sums.unsure();
			return {
				layers: sums.layers(),
				rootfsBytes: sums.rootfsBytes(),
				distributions,
				distributionsLeftOut: files.distributionsLeftOut,
				torch: listTorch(torch, files, marks, path),
				unreadTorch,
				deletedTorch: listDeleted(torch, unreadTorch),
				unsure: doubt === undefined ? [...doubts] : [...doubts, doubt],
			};
		},
	};
}
