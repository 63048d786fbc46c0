import type { Bytes } from "../../model/bytes.ts";
import type { Ceiling, HeldLimit, LimitsAsked } from "../../model/limits.ts";
import type { World } from "../../model/world.ts";
import {
	containerObstacle,
	containerOf,
	engineCgroupVersion,
	findContainerCgroup,
	inspectContainer,
} from "./builder-place.ts";
import { readHeld } from "./files.ts";
import { readInside } from "./inside.ts";
import { readValues } from "./values.ts";
import type { Hold, HoldContext, LimitWay } from "./way.ts";

/**
 * The whole container of the builder, limited by the engine: the last way, for BuildKit itself and its page cache count too, and it
 * may be the one that is killed.
 */
export const builderContainer: LimitWay = {
	id: "builder-container",
	obstacle: containerObstacle,
	async hold(world, context) {
		const container = containerOf(context.site.builder?.nodes[0] ?? "");
		const version = engineCgroupVersion(context.site.host);
		if (version === undefined) return { why: "the cgroup version of the engine is not known" };
		const before = await readContainer(world, context.site, container);
		if ("why" in before) return before;
		// The engine takes no "unlimited" once a limit is set, so there would be no way back.
		const unlimited =
			before.memory === "unlimited" || (context.asked.cpus !== undefined && before.cpus === "unlimited");
		if (!context.site.ours && unlimited)
			return { why: "the engine could not take a limit of the whole container back" };
		const old = updateFlags(before.memory, before.memorySwap, before.cpus);
		const undo = context.site.ours
			? undefined
			: ({ kind: "restore-limits", target: { by: "update", container }, values: old } as const);
		if (undo) await context.note(undo);
		const failed = await updateContainer(world, container, askedFlags(context.asked));
		if (failed !== undefined) return { why: `the engine did not limit the builder's container (${failed})` };
		return {
			way: "builder-container",
			counters: { by: "exec", version, container },
			countsSwap: true,
			readBack: () => readContainer(world, context.site, container),
			renew: async () => (await updateContainer(world, container, askedFlags(context.asked))) === undefined,
			...(undo && { undo }),
		} satisfies Hold;
	},
};

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

function askedFlags({ memory, memorySwap, cpus }: LimitsAsked): Readonly<Record<string, string>> {
	return updateFlags(memory, memory === undefined ? undefined : memorySwap, cpus);
}

/** As `docker update` takes them (https://docs.docker.com/reference/cli/docker/container/update/); -1 is no limit. */
function updateFlags(
	memory: Ceiling | undefined,
	memorySwap: Ceiling | undefined,
	cpus: number | "unlimited" | undefined,
): Readonly<Record<string, string>> {
	const bytes = (value: Bytes | "unlimited") => (value === "unlimited" ? "-1" : String(value));
	return {
		...(memory !== undefined && { memory: bytes(memory) }),
		...(memorySwap !== undefined && { "memory-swap": bytes(memorySwap) }),
		...(cpus !== undefined && { cpus: cpus === "unlimited" ? "0" : String(cpus) }),
	};
}

/** Gives why it failed. */
export async function updateContainer(
	world: World,
	container: string,
	values: Readonly<Record<string, string>>,
): Promise<string | undefined> {
	const flags = Object.entries(values).map(([name, value]) => `--${name}=${value}`);
	const argv = ["docker", "container", "update", ...flags, container];
	const { code, stderr, error } = await world.run({ argv, timeoutMs: 20_000 });
	return code === 0 ? undefined : (error ?? stderr.trim().slice(-300));
}

/** What the container of our own builder is limited to by its driver options, read back. */
export async function readBackstop(world: World, site: HoldContext["site"]): Promise<HeldLimit | undefined> {
	const held = await readContainer(world, site, containerOf(site.builder?.nodes[0] ?? ""));
	return "why" in held ? undefined : held;
}
