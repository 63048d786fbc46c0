import type { FoundDistribution } from "./distributions.ts";
import type { EnvironmentMarks } from "./environments.ts";
import { normaliseName, readCondaName, readCoreMetadata, readRecordGroups, readTorchVersion } from "./python-files.ts";
import { isPackageCache, isSiteFolder } from "./site-place.ts";
import type { TorchCopy } from "./torch.ts";

/** What the small files said, reduced while they come. */
export interface Found {
	readonly distributions: readonly FoundDistribution[];
	readonly claims: ReadonlyMap<string, ReadonlySet<string>>;
	readonly marks: EnvironmentMarks;
	readonly torch: readonly TorchCopy[];
}

export interface FoundFiles {
	/** A visible file: its name alone can mark an environment or a conda package. */
	mark(path: string, layer: number | undefined): void;
	/** The text of a small file. Of hidden files only torch's are kept. */
	text(path: string, text: string, layer: number | undefined, visible: boolean): void;
	collect(): Found;
}

export function createFoundFiles(): FoundFiles {
	const distributions: FoundDistribution[] = [];
	const claims = new Map<string, ReadonlySet<string>>();
	const venvs = new Set<string>();
	const condas = new Set<string>();
	const torch: TorchCopy[] = [];

	function metadata(path: string, text: string, layer: number | undefined, visible: boolean): void {
		const info = path.endsWith(".egg-info") ? path : parentOf(path);
		const site = parentOf(info);
		const core = isVendored(site) ? undefined : readCoreMetadata(text);
		if (!core) return;
		const isTorch = normaliseName(core.name) === "torch";
		if (isTorch) torch.push({ site, layer, visible, metadata: core.version });
		const source = info.endsWith(".dist-info") ? "dist-info" : "egg-info";
		if (visible) distributions.push({ ...core, site, info, layer, source });
	}

	function torchVersion(path: string, text: string, layer: number | undefined, visible: boolean): void {
		const site = parentOf(parentOf(path));
		const file = isVendored(site) ? undefined : readTorchVersion(text);
		if (file) torch.push({ site, layer, visible, file });
	}

	function mark(path: string, layer: number | undefined): void {
		if (path.endsWith("/pyvenv.cfg")) venvs.add(parentOf(path));
		if (!path.endsWith(".json")) return;
		const folder = parentOf(path);
		if (!/(?:^|\/)conda-meta$/.test(folder) || isPackageCache(folder)) return;
		condas.add(parentOf(folder));
		const conda = readCondaName(path);
		if (conda) distributions.push({ ...conda, requires: [], site: folder, info: path, layer, source: "conda" });
	}

	return {
		mark,
		text(path, text, layer, visible) {
			if (isPackageCache(path)) return;
			if (path.endsWith("torch/version.py")) torchVersion(path, text, layer, visible);
			else if (!path.endsWith("/RECORD")) metadata(path, text, layer, visible);
			else if (visible) claims.set(parentOf(path), readRecordGroups(text));
		},
		collect: () => ({
			distributions,
			claims,
			marks: { venvs, condas },
			torch: torch.filter((copy) => isInstalled(copy, torch)),
		}),
	};
}

/** Inside another distribution's folder, as setuptools carries its own dependencies. */
function isVendored(site: string): boolean {
	return /(?:^|\/)(?:site|dist)-packages\//.test(site);
}

/** Somebody's own `torch/version.py` elsewhere counts only beside torch's METADATA (`pip install --target`, a checkout). */
function isInstalled(copy: TorchCopy, all: readonly TorchCopy[]): boolean {
	return isSiteFolder(copy.site) || all.some(({ site, metadata }) => site === copy.site && metadata !== undefined);
}

function parentOf(path: string): string {
	const cut = path.lastIndexOf("/");
	return cut < 0 ? "" : path.slice(0, cut);
}
