import prettyBytes from "pretty-bytes";
import { SIZE_FORMAT } from "../model/bytes.ts";
import type { Host } from "../model/host.ts";
import type { SpaceNeed } from "../model/space.ts";
import type { World } from "../model/world.ts";
import type { BaseImages } from "./base-images.ts";
import { readBaseSizes } from "./base-sizes.ts";
import { buildShape } from "./build-shape.ts";
import { deficitOf, diskNeeds } from "./disk-needs.ts";
import { readDockerfileImages } from "./dockerfile-images.ts";
import { readEngineBases } from "./engine-bases.ts";
import { estimateNeed, type NeedFacts, PLENTY } from "./estimate.ts";
import { parseImageName } from "./image-names.ts";
import type { Targets } from "./out-of-reach.ts";
import type { SpaceDecision, SpaceRequest } from "./request.ts";

/**
 * Decides how much room is needed, whether it is there, and what goes where it is not. Changes nothing. Where enough is free nothing is looked
 * at; where the answer could hang on the base images' sizes the engine is asked for those that it has, and for the others their registries, for
 * three seconds at most.
 */
export async function decideSpace(world: World, request: SpaceRequest): Promise<SpaceDecision> {
	const { images, facts } = await needFacts(world, request);
	const targets = await besideSwap(world, request.host, estimateNeed(facts), request.swap);
	const { need, disks } = targets;
	if (disks.every((disk) => deficitOf(disk) === 0))
		return { plan: { need, disks, items: [], spare: [], kept: [], lacking: [] }, links: [] };
	// The list of what may go, and all that is looked at for it: most runs have room enough.
	const { decideShort } = await import("./decide-short.ts");
	return decideShort(world, request, { targets, images });
}

/** The disk that takes the swap file must have that much more. */
async function besideSwap(world: World, host: Host, need: SpaceNeed, swap: SpaceRequest["swap"]): Promise<Targets> {
	const disks = diskNeeds(host.disks, need);
	const device = swap && (await world.files.disk(swap.folder))?.device;
	if (!swap || device === undefined || !disks.some((disk) => disk.device === device)) return { need, disks };
	const { bytes, asked } = swap;
	return {
		...(asked !== undefined && { swap: { device, bytes, asked } }),
		need: { ...need, how: `${need.how}, and ${prettyBytes(bytes, SIZE_FORMAT)} for swap` },
		disks: disks.map((disk) => (disk.device === device ? { ...disk, needed: disk.needed + bytes } : disk)),
	};
}

interface KnownNeed {
	/** Images of the Dockerfile; absent: it was not read yet, or is not on this machine. */
	readonly images: BaseImages | undefined;
	readonly facts: NeedFacts;
}

/** Registries are asked only when their answer could change anything. */
async function needFacts(world: World, request: SpaceRequest): Promise<KnownNeed> {
	const { asked, host, lastBuild, built } = request;
	const sizeLimit = asked.armed.find(({ id }) => id === "max-image-size")?.limit;
	const { minFree } = asked.space;
	const facts: NeedFacts = {
		...(minFree !== undefined && { minFree }),
		...(lastBuild !== undefined && { lastBuild }),
		...(sizeLimit !== undefined && { sizeLimit }),
		bases: [],
		shape: buildShape(asked.build, host, built),
	};
	const known = minFree !== undefined || lastBuild !== undefined || facts.shape.builds === "elsewhere";
	const disks = diskNeeds(host.disks, estimateNeed(facts));
	const plenty = disks.every(({ free, needed }) => free >= Math.max(PLENTY, needed));
	if (known || plenty || asked.space.freeDisk === "off") return { images: undefined, facts };
	const images = await readDockerfileImages(world, request);
	const names = (images?.names ?? []).filter((name) => parseImageName(name) !== undefined);
	if (names.length === 0) return { images, facts: { ...facts, ...(images?.scratch && { scratch: true }) } };
	const platform = asked.build.platforms[0] ?? ("missing" in host.engine ? "linux/amd64" : host.engine.platform);
	const usual = names.filter((name) => !images?.otherPlatform.includes(name));
	const there = await readEngineBases(world, usual, { shape: facts.shape, platform, pull: asked.build.pull });
	const others = names.filter((name) => !there.some((base) => base.name === name));
	const bases = [...there, ...(await readBaseSizes(world, others, platform))];
	return { images, facts: { ...facts, bases, moreBases: bases.length < names.length || images?.unsure !== undefined } };
}
