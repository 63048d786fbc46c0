import type { DeletedTorch, Distribution, ReplacedTorch, TorchFacts } from "../model/facts.ts";
import { classifySite, type EnvironmentMarks, isOffPath, rankEnvironment } from "./environments.ts";
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

const DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** All visible copies of torch, the one the image's own interpreter finds first; steps are joined later. */
export function listTorch(
	copies: readonly TorchCopy[],
	distributions: readonly Distribution[],
	marks: EnvironmentMarks,
	path: string | undefined,
): TorchFacts[] {
	const sites = [...new Set(copies.filter(({ visible }) => visible).map(({ site }) => site))];
	return sites
		.flatMap((site) => describeTorch(site, copies, distributions) ?? [])
		.map((facts) => place(facts, marks, path))
		.sort((a, b) => a.rank - b.rank || (a.facts.site < b.facts.site ? -1 : 1))
		.map(({ facts }) => facts);
}

/** Where the image's own interpreter finds it, or that the image's PATH does not lead to its environment. */
function place(
	facts: TorchFacts,
	marks: EnvironmentMarks,
	path: string | undefined,
): { readonly facts: TorchFacts; readonly rank: number } {
	const { kind, prefix } = classifySite(facts.site.slice(1), marks);
	const rank = rankEnvironment(kind, `/${prefix}`, path ?? DEFAULT_PATH);
	const off = path !== undefined && (kind === "venv" || kind === "conda") && isOffPath(prefix, path, marks);
	return { facts: off ? { ...facts, offPath: `/${prefix}` } : facts, rank };
}

function describeTorch(
	site: string,
	copies: readonly TorchCopy[],
	distributions: readonly Distribution[],
): TorchFacts | undefined {
	const here = copies.filter((copy) => copy.site === site);
	const seen = here.filter(({ visible }) => visible);
	const withFile = seen.find(({ file }) => file);
	const withMetadata = ownMetadata(withFile?.file?.version, seen);
	const metadata = withMetadata?.metadata;
	const version = withFile?.file?.version ?? metadata;
	if (version === undefined) return undefined;
	const layer = (withFile ?? withMetadata)?.layer;
	const beside = seen.flatMap((copy) => (copy.metadata === metadata ? [] : (copy.metadata ?? [])));
	return {
		version,
		source: withFile ? "torch/version.py" : "METADATA",
		...(metadata !== undefined && metadata !== version && { metadataVersion: metadata }),
		...(withFile?.file?.cuda !== undefined && { cuda: withFile.file.cuda }),
		...(withFile?.file?.hip !== undefined && { hip: withFile.file.hip }),
		site: `/${site}`,
		...(layer !== undefined && { layer }),
		...(beside.length > 0 && { leftBeside: [...new Set(beside)] }),
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
		if (!highest) return [];
		const { version, layer } = highest;
		const by = here.find((copy) => copy.layer === layer)?.hiddenBy;
		return [{ version, layer, site: `/${site}`, ...(by !== undefined && { deletedIn: by }) }];
	});
}

/** The copy whose METADATA belongs to that version.py: where pip has uninstalled nothing, several lie in one folder. */
function ownMetadata(version: string | undefined, seen: readonly TorchCopy[]): TorchCopy | undefined {
	const told = seen.filter(({ metadata }) => metadata !== undefined);
	const release = version?.split("+")[0];
	return (
		told.find(({ metadata }) => metadata === version) ??
		told.find(({ metadata }) => metadata?.split("+")[0] === release) ??
		told[0]
	);
}

/** One per layer: version.py first, METADATA where there is none. METADATA may be visible: pip does not always uninstall. */
function listReplaced(here: readonly TorchCopy[]): ReplacedTorch[] {
	const replaced = [...Map.groupBy(here, ({ layer }) => layer)].flatMap(([layer, copies]): ReplacedTorch[] => {
		const hidden = copies.filter(({ visible }) => !visible);
		const version = hidden.find(({ file }) => file)?.file?.version ?? ownMetadata(undefined, hidden)?.metadata;
		if (layer === undefined || version === undefined) return [];
		const metadata = ownMetadata(version, copies)?.metadata;
		return [{ version, ...(metadata !== undefined && metadata !== version && { metadataVersion: metadata }), layer }];
	});
	return replaced.sort((a, b) => b.layer - a.layer);
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
