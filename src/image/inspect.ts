import { BuilderLostError } from "../model/errors.ts";
import type { ImageFacts } from "../model/facts.ts";
import { normalPlatform } from "../model/platform.ts";
import type { World } from "../model/world.ts";
import { createAnalysis } from "./analysis.ts";
import { composeFacts, type Seen } from "./compose-facts.ts";
import { type Outline, readOutlines, type StepsOf } from "./outline.ts";
import type { Subject } from "./subject.ts";
import { WAYS, waysFor } from "./ways/index.ts";
import type { Look, Way, WayId } from "./ways/way.ts";

export interface InspectOptions {
	/** In this order; default: the best for the subject. */
	readonly ways?: readonly WayId[];
	readonly stepsOf: StepsOf;
}

/**
 * Measures an image where it lies, one result per platform. Ways are tried in order, each only for what is still
 * unknown; what stays unknown says why. Never throws for an image that cannot be read, only a `BuilderLostError`: the next way would have
 * buildx make another builder under the name of the lost one.
 */
export async function inspectImages(
	world: World,
	subject: Subject,
	options: InspectOptions,
): Promise<readonly ImageFacts[]> {
	const started = world.now();
	let outlines: readonly Outline[];
	let why = "the image's index names no platform";
	try {
		outlines = await readOutlines(world, subject, options.stepsOf);
	} catch (error) {
		outlines = [];
		why = (error as Error).message;
	}
	const seconds = (world.now() - started) / 1000;
	const all: ImageFacts[] = [];
	const found = outlines.map((outline) => ({ outline, platform: outline.platform }));
	for (const one of found.length > 0 ? found : askedPlatforms(subject)) {
		all.push(await inspectOne(world, subject, options, one, { why, seconds }));
	}
	return all;
}

/** One image of the subject: its outline, where it could be read. */
interface One {
	readonly outline: Outline | undefined;
	readonly platform: string;
}

/** Nothing is known of any of them: each is asked for, so each is told. */
function askedPlatforms({ platforms, engine }: Subject): readonly One[] {
	const asked = platforms.length > 0 ? platforms.map((one) => normalPlatform(one, engine.platform)) : [engine.platform];
	return [...new Set(asked)].map((platform) => ({ outline: undefined, platform }));
}

async function inspectOne(
	world: World,
	subject: Subject,
	options: InspectOptions,
	{ outline, platform }: One,
	outlined: { readonly why: string; readonly seconds: number },
): Promise<ImageFacts> {
	const own = outline?.layers.filter(({ base }) => !base) ?? [];
	const image = { world, subject, outline, platform, ownLayers: new Set(own.map(({ index }) => index)) };
	const seen: Seen[] = [];
	const reasons: string[] = [];
	for (const id of options.ways ?? waysFor(subject)) {
		const way = WAYS.find((one) => one.id === id);
		if (!way || isEnough(seen, way)) continue;
		const fits = way.fits(subject);
		const found = fits === true ? await tryWay(way, image) : fits;
		if (typeof found === "string") reasons.push(`${way.id}: ${found}`);
		else seen.push(found);
	}
	const id = outline?.id ?? (subject.kind === "engine-image" ? subject.id : subject.digest);
	return composeFacts({ id, platform, outline, outlined, seen, reasons });
}

/** Layers tell everything, unless the merged view is doubtful; small files are no help to sizes. */
function isEnough(seen: readonly Seen[], way: Way): boolean {
	const layers = seen.some(({ way: { tells } }) => tells === "layers");
	const files = seen.some(({ result }) => result.unsure.length === 0);
	return way.tells === "layers" ? layers : files;
}

async function tryWay(way: Way, image: Omit<Look, "sink">): Promise<Seen | string> {
	const { world, outline } = image;
	const started = world.now();
	const analysis = createAnalysis();
	try {
		const outcome = await way.look({ ...image, sink: world.spareMemory(analysis.sink) });
		if (!outcome.ok) return outcome.why;
		return { way, result: analysis.finish(outline?.path), seconds: (world.now() - started) / 1000 };
	} catch (error) {
		if (error instanceof BuilderLostError) throw error;
		return (error as Error).message;
	}
}
