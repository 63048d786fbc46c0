import prettyBytes from "pretty-bytes";
import type { Asked } from "../asked.ts";
import { type Bytes, SIZE_FORMAT } from "../model/bytes.ts";
import type { Host } from "../model/host.ts";
import type { Plan } from "../model/plan.ts";
import type { DiskNeed, SpaceNeed, SpacePlan } from "../model/space.ts";
import type { FoundPath, World } from "../model/world.ts";
import type { BaseImages } from "./base-images.ts";
import { readBaseSizes } from "./base-sizes.ts";
import { buildShape } from "./build-shape.ts";
import { COMPONENTS, saidOf } from "./components/index.ts";
import { deficitOf, diskNeeds } from "./disk-needs.ts";
import { readStock } from "./engine-images.ts";
import { estimateNeed, type NeedFacts, PLENTY } from "./estimate.ts";
import { parseImageName } from "./image-names.ts";
import { lookAtPlace, lookAtUse, lookForComponents, lookForLinks, readIf, readWorkflows } from "./look.ts";
import { planSpace } from "./plan.ts";
import { protect } from "./protect.ts";
import { whyNothing } from "./refusals.ts";
import { hostsOf, requestedImages } from "./registries.ts";
import { chooseSecond, relieved, SECOND_DISK, wantsSecond } from "./second-disk.ts";
import { chooseImages, type ImageChoice } from "./used-images.ts";

/** What is decided about room: the plan, and the links that it may leave dangling. */
export interface SpaceDecision {
	readonly plan: SpacePlan;
	readonly links: readonly FoundPath[];
}

/** What is to be built, and where. */
export interface SpaceRequest {
	readonly asked: Pick<Asked, "space" | "build" | "armed">;
	readonly host: Host;
	/** Absent: nothing is built, room is made for later steps. */
	readonly built?: Pick<Plan, "driver" | "delivery">;
	/** Most bytes that the last build of this image took on the disk. */
	readonly lastBuild?: Bytes;
	/** Swap that will be made besides, and where: it takes disk from the build. */
	readonly swap?: { readonly folder: string; readonly bytes: Bytes };
	/** Name of this run: letters, digits and hyphens. */
	readonly run: string;
}

/**
 * Decides how much room is needed, whether it is there, and what goes where it is not. Changes nothing. Where enough is free nothing is looked
 * at; where the answer could hang on the base images' sizes their registries are asked, for three seconds at most.
 */
export async function decideSpace(world: World, request: SpaceRequest): Promise<SpaceDecision> {
	const { asked, host, run } = request;
	const { images: known, facts } = await needFacts(world, request);
	const { need, disks } = await besideSwap(world, host, estimateNeed(facts), request.swap);
	const base = { asked: asked.space, host, need, disks, place: "machine" as const, present: [], used: [] };
	const enough = disks.every((disk) => deficitOf(disk) === 0);
	if (enough || whyNothing(base) !== undefined) return { plan: planSpace(base), links: [] };
	const place = await lookAtPlace(world);
	if (whyNothing({ ...base, place }) !== undefined) return { plan: planSpace({ ...base, place }), links: [] };

	const images = known ?? (await readDockerfileImages(world, request));
	const mentioned = [...requestedImages(asked.build), ...(images?.names ?? [])];
	const [stock, seen, workflow] = await Promise.all([
		lookForComponents(world),
		lookAtUse(world, host, { registries: hostsOf(mentioned) }, localFolders(request)),
		readWorkflows(world),
	]);
	const ours = request.built?.driver.kind === "docker-container" && !request.built.delivery.load;
	const disk = ours && wantsSecond(disks, need) ? await world.files.disk(SECOND_DISK) : undefined;
	const second = chooseSecond({ mounts: seen.mountList, disk, disks, need, run });
	const byComponent = Map.groupBy(stock.present, ({ component }) => component);
	const used = COMPONENTS.flatMap((component) => {
		const paths = byComponent.get(component.id)?.map(({ path }) => path) ?? [];
		return paths.length === 0 ? [] : (protect({ component, paths }, seen) ?? []);
	});
	const use = {
		names: mentioned,
		...(workflow !== undefined && { workflow }),
		...((images === undefined || images.unsure !== undefined) && {
			unsure: images?.unsure ?? "the Dockerfile is not on this machine",
		}),
	};
	const engine = await lookAtEngine(world, request, use);
	const plan = planSpace({
		...base,
		place,
		disks: second ? relieved(disks, need) : disks,
		present: stock.present,
		used: [...stock.aside, ...used],
		...(engine && { engine }),
		...(second && { second }),
	});
	const ids = [...plan.items, ...plan.spare].map(({ component }) => component);
	return { plan, links: await lookForLinks(world, ids) };
}

/** The disk that takes the swap file must have that much more. */
async function besideSwap(
	world: World,
	host: Host,
	need: SpaceNeed,
	swap: SpaceRequest["swap"],
): Promise<{ readonly need: SpaceNeed; readonly disks: readonly DiskNeed[] }> {
	const disks = diskNeeds(host.disks, need);
	const device = swap && (await world.files.disk(swap.folder))?.device;
	if (!swap || !disks.some((disk) => disk.device === device)) return { need, disks };
	return {
		need: { ...need, how: `${need.how}, and ${prettyBytes(swap.bytes, SIZE_FORMAT)} for swap` },
		disks: disks.map((disk) => (disk.device === device ? { ...disk, needed: disk.needed + swap.bytes } : disk)),
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
	if (names.length === 0) return { images, facts };
	const platform = asked.build.platforms[0] ?? ("missing" in host.engine ? "linux/amd64" : host.engine.platform);
	return { images, facts: { ...facts, bases: await readBaseSizes(world, names, platform) } };
}

async function readDockerfileImages(world: World, { asked: { build } }: SpaceRequest): Promise<BaseImages | undefined> {
	if (build.gitContext || /^[a-z]+:\/\//i.test(build.context)) return undefined;
	const text = await readIf(world, build.file || `${build.context.replace(/\/+$/, "")}/Dockerfile`);
	if (text === undefined) return undefined;
	// The parser is large, and most runs have room enough.
	const { baseImages } = await import("./base-images.ts");
	return baseImages(text, build.buildArgs, build.buildContexts);
}

function localFolders({ asked: { build } }: SpaceRequest): readonly string[] {
	return [build.context, ...build.buildContexts.map((item) => item.slice(item.indexOf("=") + 1))].filter((path) =>
		path.startsWith("/"),
	);
}

/** What of the engine's store may go; nothing for an engine that is elsewhere or does not answer. */
async function lookAtEngine(
	world: World,
	{ asked: { space }, host }: SpaceRequest,
	use: Omit<Parameters<typeof chooseImages>[1], "containers">,
): Promise<{ readonly device: string; readonly images: ImageChoice } | undefined> {
	const device = host.disks.find(({ role }) => role === "engine data")?.device;
	if ("missing" in host.engine || !host.engine.local || device === undefined) return undefined;
	const stock = await readStock(world);
	if (!stock) return undefined;
	const component = COMPONENTS.find(({ engine }) => engine === "images");
	const all = component !== undefined && saidOf(component, space)?.say === "remove";
	return { device, images: chooseImages(stock.images, { ...use, containers: stock.containers }, all) };
}
