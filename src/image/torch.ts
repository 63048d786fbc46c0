import type { DeletedTorch, ReplacedTorch, TorchFacts, UnreadTorch } from "../model/facts.ts";
import { classifySite, type EnvironmentMarks, isOffPath, rankEnvironment } from "./environments.ts";
import type { Kept } from "./kept-distributions.ts";
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

/** What is told of it besides. */
export interface ExplainedTorch extends UnreadTorch {
	readonly why: string;
}

/** Who requires torch. */
export type Requiring = Pick<Kept, "requirers" | "requirersLeftOut">;

const DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** All visible copies of torch, the one the image's own interpreter finds first; steps are joined later. */
export function listTorch(
	copies: readonly TorchCopy[],
	requiring: Requiring,
	marks: EnvironmentMarks,
	path: string | undefined,
): TorchFacts[] {
	const sites = [...new Set(copies.filter(({ visible }) => visible).map(({ site }) => site))];
	return sites
		.flatMap((site) => describeTorch(site, copies, requiring, marks) ?? [])
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
	requiring: Requiring,
	marks: EnvironmentMarks,
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
		requiredBy: listRequiring(site, requiring, marks),
		...(requiring.requirersLeftOut > 0 && { requiredByLeftOut: requiring.requirersLeftOut }),
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

/** The requirers in the same folder or environment. */
function listRequiring(site: string, { requirers }: Requiring, marks: EnvironmentMarks): TorchFacts["requiredBy"] {
	const { prefix } = classifySite(site, marks);
	return requirers
		.filter((one) => one.site === site || classifySite(one.site, marks).prefix === prefix)
		.map(({ name, version, requirement }) => ({ name, version, requirement }));
}
