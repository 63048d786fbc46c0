import type { World } from "../model/world.ts";
import type { BaseImages } from "./base-images.ts";
import { COMPONENTS, saidOf } from "./components/index.ts";
import { readDockerfileImages } from "./dockerfile-images.ts";
import { readStock } from "./engine-images.ts";
import { lookAtPlace, lookAtUse, lookForComponents, lookForLinks, readWorkflows } from "./look.ts";
import type { Targets } from "./out-of-reach.ts";
import { planSpace } from "./plan.ts";
import { protect } from "./protect.ts";
import { whyNothing } from "./refusals.ts";
import { hostsOf, requestedImages } from "./registries.ts";
import type { SpaceDecision, SpaceRequest } from "./request.ts";
import { chooseSecond, relieved, SECOND_DISK, wantsSecond } from "./second-disk.ts";
import { chooseImages, type ImageChoice } from "./used-images.ts";

/** What is known when a disk is short. */
interface Short {
	readonly targets: Targets;
	/** Images of the Dockerfile, when it was read already. */
	readonly images: BaseImages | undefined;
}

/** Decides what goes where a disk is short: looks at what is there, and at what uses it. */
export async function decideShort(
	world: World,
	request: SpaceRequest,
	{ targets, images: known }: Short,
): Promise<SpaceDecision> {
	const { asked, host, run } = request;
	const { need, disks } = targets;
	const base = { ...targets, asked: asked.space, host, place: "machine" as const, present: [], used: [] };
	if (whyNothing(base) !== undefined) return { plan: planSpace(base), links: [] };
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
	const disk = ours && wantsSecond(disks, need) ? await besideSwap(world, request.swap) : undefined;
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

/** The second disk without what swap will take of it. */
async function besideSwap({ files }: World, swap: SpaceRequest["swap"]): ReturnType<World["files"]["disk"]> {
	const [disk, other] = await Promise.all([files.disk(SECOND_DISK), swap && files.disk(swap.folder)]);
	return disk && swap && other?.device === disk.device ? { ...disk, free: disk.free - swap.bytes } : disk;
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
