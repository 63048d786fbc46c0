import type { HeldLimit, LimitsAsked } from "../../model/limits.ts";
import { heldBy, readHolder } from "../../model/process.ts";
import type { World } from "../../model/world.ts";
import {
	type Container,
	containerObstacle,
	containerOf,
	engineCgroupVersion,
	findContainerCgroup,
	inspectContainer,
} from "./builder-place.ts";
import { takeContainer, updateArgv } from "./container-lease.ts";
import { BUILDER_MARK } from "./exec-lease.ts";
import { readHeld, shownPath } from "./files.ts";
import { isDead } from "./holders.ts";
import { readInside } from "./inside.ts";
import type { ContainerLease, Failed, UpdateValues } from "./lease-volumes.ts";
import { readValues } from "./values.ts";
import {
	type Hold,
	type HoldContext,
	type LimitSite,
	type LimitWay,
	limitedOtherwise,
	notTaken,
	type Refusal,
} from "./way.ts";

/**
 * The whole container of the builder, limited by the engine: the last way, for BuildKit itself and its page cache count too, and it
 * may be the one that is killed.
 */
export const builderContainer: LimitWay = {
	id: "builder-container",
	obstacle: containerObstacle,
	async hold(world, context) {
		const { site, asked } = context;
		const container = containerOf(site.builder?.nodes[0] ?? "");
		const version = engineCgroupVersion(site.host);
		if (version === undefined) return { why: "the cgroup version of the engine is not known" };
		const lease = site.ours ? undefined : await takeOfUser(world, context, container);
		if (lease && "why" in lease) return lease;
		// What a dead run has limited and this one does not ask for must not hold over its build.
		const values = { ...lease?.was, ...askedFlags(asked) };
		const failed = await updateContainer(world, container, values);
		if (failed !== undefined) return { why: `the engine did not limit the builder's container (${failed})` };
		return {
			way: "builder-container",
			counters: { by: "exec", version, container },
			countsSwap: true,
			readBack: () => readContainer(world, site, container),
			renew: async () => (await updateContainer(world, container, values)) === undefined,
		} satisfies Hold;
	},
};

/** Takes the container of a user's builder for this run; gives why not. */
async function takeOfUser(
	world: World,
	{ site, asked, note, holder }: HoldContext,
	name: string,
): Promise<ContainerLease | Refusal> {
	const container = await inspectContainer(world, name);
	if ("why" in container) return container;
	await note({ kind: "return-builder", container: container.id, holder });
	const lease = await takeContainer(world, container.id, holder, (known) => readWas(world, name, asked, known));
	if ("why" in lease) return notTaken(lease);
	// Without a shell in the builder, the mark of a run that limits its steps is seen from this machine alone.
	return limitedOtherwise(await marksSteps(world, site, container)) ?? lease;
}

/** What was asked is what will be changed, so nothing else is kept: the engine refuses `--cpus` for a container with a quota, even of the same worth. */
async function readWas(
	world: World,
	name: string,
	asked: LimitsAsked,
	known: UpdateValues,
): Promise<UpdateValues | Failed> {
	const found = await inspectContainer(world, name);
	if ("why" in found) return found;
	const { memory = 0, memorySwap = 0, nanoCpus = 0, cpuQuota = 0, cpuPeriod = 0 } = found.configured;
	// The engine takes no "unlimited" once a limit is set, so there would be no way back.
	const noWayBack = {
		memory: asked.memory !== undefined && memory <= 0,
		cpus: asked.cpus !== undefined && (nanoCpus <= 0 || cpuQuota !== 0 || cpuPeriod !== 0),
	};
	if (noWayBack.memory && known["memory"] === undefined) return { why: NO_WAY_BACK };
	if (noWayBack.cpus && known["cpus"] === undefined) return { why: NO_WAY_BACK };
	return {
		...(asked.memory !== undefined && { memory: String(memory), "memory-swap": String(memorySwap || 2 * memory) }),
		...(asked.cpus !== undefined && { cpus: String(nanoCpus / 1e9) }),
		...known,
	};
}

const NO_WAY_BACK = "the engine could not take a limit of the whole container back";

async function marksSteps(world: World, { host }: LimitSite, container: Container): Promise<string | undefined> {
	const place = await findContainerCgroup(world, host, container);
	if (!place) return undefined;
	const names = await world.files.list(`${shownPath(place.version, place.path)}/${BUILDER_MARK}`);
	const other = names.find((name) => readHolder(name) !== undefined && !isDead(world, name));
	return other === undefined ? undefined : heldBy(other);
}

/** The container's own limits: by its cgroup on this machine, else from inside of it. */
async function readContainer(
	world: World,
	site: HoldContext["site"],
	container: string,
): Promise<HeldLimit | { readonly why: string }> {
	const found = await inspectContainer(world, container);
	if ("why" in found) return found;
	const place = await findContainerCgroup(world, site.host, found);
	if (place) return readHeld(world, "builder-container", place.version, place.path);
	const version = engineCgroupVersion(site.host) ?? "2";
	const texts = await readInside(world, container, version, "");
	if ("why" in texts) return { why: texts["why"] ?? "" };
	const values = readValues(version, texts);
	if (values.memory === undefined) return { why: "its cgroup shows no limits" };
	return { way: "builder-container", where: `container ${container}`, ...values };
}

/** As {@link updateArgv} takes them; -1 is no limit. */
function askedFlags({ memory, memorySwap = "unlimited", cpus }: LimitsAsked): UpdateValues {
	return {
		...(memory !== undefined && {
			memory: String(memory),
			"memory-swap": memorySwap === "unlimited" ? "-1" : String(memorySwap),
		}),
		...(cpus !== undefined && { cpus: String(cpus) }),
	};
}

/** Gives why it failed. */
export async function updateContainer(
	world: World,
	container: string,
	values: UpdateValues,
): Promise<string | undefined> {
	const { code, stderr, error } = await world.run({ argv: updateArgv(container, values), timeoutMs: 20_000 });
	return code === 0 ? undefined : (error ?? stderr.trim().slice(-300));
}

/** What the container of our own builder is limited to by its driver options, read back. */
export async function readBackstop(world: World, site: HoldContext["site"]): Promise<HeldLimit | undefined> {
	const held = await readContainer(world, site, containerOf(site.builder?.nodes[0] ?? ""));
	return "why" in held ? undefined : held;
}
