import type { DeletedTorch, Distribution, ReplacedTorch, TorchFacts } from "../model/facts.ts";
import { classifySite, type EnvironmentMarks, rankEnvironment } from "./environments.ts";
import type { TorchVersionFile } from "./python-files.ts";

/** A torch seen in one folder of one layer, hidden or not; the layer is unknown in a merged view. */
export interface TorchCopy {
	/** Folder that holds `torch/`, relative to the image's root. */
	readonly site: string;
	readonly layer: number | undefined;
	readonly visible: boolean;
	/** The layer that hides it. */
	readonly hiddenBy?: number;
	readonly file?: TorchVersionFile;
	/** METADATA's version. */
	readonly metadata?: string;
}

/** A torch that is in a folder, but whose version nothing there tells. */
export interface UnreadTorch {
	readonly site: string;
	readonly why: string;
}

/** A requirement on torch itself that holds without an extra: `torch>=2.8`, `torch (==2.0) ; python_version…`. */
const REQUIRES_TORCH = /^torch\s*(?:$|[[(;@<>=!~])/i;
const ONLY_WITH_EXTRA = /;.*\bextra\s*==/;

/** All visible copies of torch, the one the image's own interpreter finds first; steps are joined later. */
export function listTorch(
	copies: readonly TorchCopy[],
	distributions: readonly Distribution[],
	marks: EnvironmentMarks,
	path: string,
): TorchFacts[] {
	const sites = [...new Set(copies.filter(({ visible }) => visible).map(({ site }) => site))];
	return sites
		.flatMap((site) => describeTorch(site, copies, distributions) ?? [])
		.map((facts) => ({ facts, rank: rankOf(facts, marks, path) }))
		.sort((a, b) => a.rank - b.rank || (a.facts.site < b.facts.site ? -1 : 1))
		.map(({ facts }) => facts);
}

function rankOf({ site }: TorchFacts, marks: EnvironmentMarks, path: string): number {
	const { kind, prefix } = classifySite(site.slice(1), marks);
	return rankEnvironment(kind, `/${prefix}`, path);
}

function describeTorch(
	site: string,
	copies: readonly TorchCopy[],
	distributions: readonly Distribution[],
): TorchFacts | undefined {
	const here = copies.filter((copy) => copy.site === site);
	const seen = here.filter(({ visible }) => visible);
	const withFile = seen.find(({ file }) => file);
	const withMetadata = seen.find(({ metadata }) => metadata !== undefined);
	const metadata = withMetadata?.metadata;
	const version = withFile?.file?.version ?? metadata;
	if (version === undefined) return undefined;
	const layer = (withFile ?? withMetadata)?.layer;
	return {
		version,
		source: withFile ? "torch/version.py" : "METADATA",
		...(metadata !== undefined && metadata !== version && { metadataVersion: metadata }),
		...(withFile?.file?.cuda !== undefined && { cuda: withFile.file.cuda }),
		...(withFile?.file?.hip !== undefined && { hip: withFile.file.hip }),
		site: `/${site}`,
		...(layer !== undefined && { layer }),
		replaced: listReplaced(here),
		requiredBy: listRequiring(`/${site}`, distributions),
	};
}

/** The highest hidden copy of each folder in which nothing of torch is left; steps are joined later. */
export function listDeleted(copies: readonly TorchCopy[], unread: readonly UnreadTorch[]): DeletedTorch[] {
	const left = new Set(
		[...copies.filter(({ visible }) => visible), ...unread].map(({ site }) => site.replace(/^\//, "")),
	);
	return [...Map.groupBy(copies, ({ site }) => site)].flatMap(([site, here]) => {
		const [highest] = left.has(site) ? [] : listReplaced(here);
		const by = here.find(({ layer }) => layer === highest?.layer)?.hiddenBy;
		return highest ? [{ ...highest, site: `/${site}`, ...(by !== undefined && { deletedIn: by }) }] : [];
	});
}

/** One per layer: version.py first, METADATA where there is none. */
function listReplaced(here: readonly TorchCopy[]): ReplacedTorch[] {
	const versions = new Map<number, string>();
	for (const { layer, visible, file, metadata } of here) {
		if (visible || layer === undefined) continue;
		const version = file?.version ?? (versions.has(layer) ? undefined : metadata);
		if (version !== undefined) versions.set(layer, version);
	}
	return [...versions].map(([layer, version]) => ({ version, layer })).sort((a, b) => b.layer - a.layer);
}

function listRequiring(site: string, distributions: readonly Distribution[]): TorchFacts["requiredBy"] {
	const prefix = distributions.find((one) => one.site === site)?.prefix;
	return distributions
		.filter((one) => one.site === site || one.prefix === prefix)
		.flatMap(({ name, version, requires }) =>
			requires
				.filter((text) => REQUIRES_TORCH.test(text) && !ONLY_WITH_EXTRA.test(text))
				.map((requirement) => ({ name, version, requirement })),
		);
}
