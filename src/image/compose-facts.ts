import type { DeletedTorch, ImageFacts, LayerFacts, Measured, StepRef, TorchFacts } from "../model/facts.ts";
import type { AnalysisResult } from "./analysis.ts";
import type { Outline } from "./outline.ts";
import type { Way } from "./ways/way.ts";

/** What one way saw. */
export interface Seen {
	readonly way: Way;
	readonly result: AnalysisResult;
	readonly seconds: number;
}

export interface Composition {
	readonly id: string;
	readonly platform: string;
	readonly outline: Outline | undefined;
	/** How long the outline took, or why there is none. */
	readonly outlined: { readonly why: string; readonly seconds: number };
	readonly seen: readonly Seen[];
	/** Why ways did not work: `layer-blobs: …`. */
	readonly reasons: readonly string[];
}

/** One image's facts from what the ways saw. Pure. */
export function composeFacts(all: Composition): ImageFacts {
	const { id, platform, outline, seen, outlined } = all;
	const layered = seen.find(({ way, result }) => way.tells === "layers" && isWhole(result, outline));
	const layers = outline && addSums(outline.layers, layered?.result);
	const unknown = unknownBecause(all);
	return {
		id,
		platform,
		unpackedBytes: layered ? known(sum(layered.result), layered) : unknown("layers"),
		compressedBytes: compressed(outline, outlined),
		rootfsBytes:
			layered && layered.result.unsure.length === 0 ? known(layered.result.rootfsBytes, layered) : unknown("view"),
		layers: layers ? layersMeasured(layers, layered, outlined.seconds) : { known: false, why: outlined.why },
		...pythonFacts(seen, layers, unknown),
	};
}

/** Every layer was seen. */
function isWhole(result: AnalysisResult, outline: Outline | undefined): boolean {
	return outline?.diffIds.every((_, index) => result.layers[index] !== undefined) === true;
}

function known<T>(value: T, { way, seconds }: Seen): Measured<T> {
	return { known: true, value, method: way.id, seconds };
}

function sum({ layers }: AnalysisResult): number {
	return layers.reduce((all, layer) => all + (layer?.unpackedBytes ?? 0), 0);
}

/** The reason for what no way could see: `view`, also why a view that was seen is not trusted. */
function unknownBecause({
	seen,
	reasons,
	outline,
	outlined,
}: Composition): (what: "layers" | "view") => { known: false; why: string } {
	return (what) => {
		const doubts =
			what === "view" ? seen.flatMap(({ way, result }) => result.unsure.map((why) => `${way.id}: ${why}`)) : [];
		const blind = seen.filter(({ way }) => way.tells === "files").map(({ way }) => `${way.id}: sees no sizes`);
		const missing = outline ? [] : [outlined.why];
		const why = [...missing, ...doubts, ...reasons, ...(what === "layers" ? blind : [])].join("; ");
		return { known: false, why: why || "there is no way into this image" };
	};
}

function compressed(outline: Outline | undefined, outlined: Composition["outlined"]): Measured<number> {
	if (!outline) return { known: false, why: outlined.why };
	const { blobs, blobsMissing = "the engine's store keeps no compressed layers" } = outline;
	if (!blobs) return { known: false, why: blobsMissing };
	const value = blobs.reduce((all, { bytes }) => all + bytes, 0);
	return { known: true, value, method: "manifest", seconds: outlined.seconds };
}

function addSums(layers: readonly LayerFacts[], result: AnalysisResult | undefined): readonly LayerFacts[] {
	return layers.map((layer) => {
		const seen = result?.layers[layer.index];
		return seen ? { ...layer, unpackedBytes: seen.unpackedBytes, files: seen.files } : layer;
	});
}

function layersMeasured(
	layers: readonly LayerFacts[],
	layered: Seen | undefined,
	seconds: number,
): Measured<readonly LayerFacts[]> {
	return layered ? known(layers, layered) : { known: true, value: layers, method: "manifest", seconds };
}

/** Packages and torch from the most telling way; the time is that of the first which knew the same. */
function pythonFacts(
	seen: readonly Seen[],
	layers: readonly LayerFacts[] | undefined,
	unknown: (what: "view") => { known: false; why: string },
): Pick<ImageFacts, "distributions" | "distributionsLeftOut" | "torch" | "unreadTorch" | "deletedTorch"> {
	const sure = seen.filter(({ result }) => result.unsure.length === 0);
	const best = sure.find(({ way }) => way.tells === "layers") ?? sure[0];
	if (!best) return { distributions: unknown("view"), torch: unknown("view") };
	const when = sure.find(({ result }) => versionsOf(result) === versionsOf(best.result)) ?? best;
	const leftOut = best.result.distributionsLeftOut;
	const distributions = {
		distributions: knownSince(best.result.distributions, best, when),
		...(leftOut > 0 && { distributionsLeftOut: leftOut }),
	};
	if (best.result.unreadTorch.length > 0) return { ...distributions, ...torchElsewhere(best, sure) };
	const torch = best.result.torch.map((one) => joinSteps(one, layers));
	const deleted = best.result.deletedTorch.map((one) => joinDeletion(one, layers));
	return {
		...distributions,
		torch: knownSince(torch, best, when),
		...(deleted.length > 0 && { deletedTorch: deleted }),
	};
}

const TOLD_UNREAD = 5;

/** Torch from a way that read what the best one could not, in all those folders. */
function torchElsewhere({ way, result }: Seen, sure: readonly Seen[]): Pick<ImageFacts, "torch" | "unreadTorch"> {
	const reader = sure.find((other) => {
		const sites = new Set(other.result.torch.map(({ site }) => site));
		return (
			other.result.unreadTorch.length === 0 &&
			[...result.unreadTorch, ...result.torch].every(({ site }) => sites.has(site))
		);
	});
	if (reader) return { torch: known(reader.result.torch, reader) };
	const told = result.unreadTorch.slice(0, TOLD_UNREAD).map((one) => one.why);
	const more = result.unreadTorch.length - told.length;
	const why = `${way.id}: ${[...told, ...(more > 0 ? [`and ${more} more`] : [])].join("; ")}`;
	const unreadTorch = result.unreadTorch.map(({ site, reason }) => ({ site, reason }));
	return { torch: { known: false, why }, unreadTorch };
}

function versionsOf({ torch }: AnalysisResult): string {
	return torch.map(({ site, version }) => `${site} ${version}`).join("\n");
}

/** Found by the first way, completed by a later one. */
function knownSince<T>(value: T, by: Seen, when: Seen): Measured<T> {
	const method = by === when ? by.way.id : `${when.way.id}, ${by.way.id}`;
	return { known: true, value, method, seconds: when.seconds };
}

type Layers = readonly LayerFacts[] | undefined;

function stepAt(layers: Layers, layer: number | undefined): StepRef | undefined {
	return layer === undefined ? undefined : layers?.[layer]?.step;
}

function joinDeletion(torch: DeletedTorch, layers: Layers): DeletedTorch {
	const step = stepAt(layers, torch.layer);
	const deletedBy = stepAt(layers, torch.deletedIn);
	return { ...torch, ...(step && { step }), ...(deletedBy && { deletedBy }) };
}

function joinSteps(torch: TorchFacts, layers: Layers): TorchFacts {
	const step = stepAt(layers, torch.layer);
	return {
		...torch,
		...(step && { step }),
		replaced: torch.replaced.map((copy) => {
			const made = stepAt(layers, copy.layer);
			return made ? { ...copy, step: made } : copy;
		}),
	};
}
