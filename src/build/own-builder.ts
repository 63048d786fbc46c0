import { BuilderLostError } from "../model/errors.ts";
import type { UsedBuilder } from "../model/host.ts";
import type { LimitsAsked } from "../model/limits.ts";
import type { SecondDisk } from "../model/space.ts";
import type { World } from "../model/world.ts";
import { builderDisk } from "../space/second-disk.ts";
import { secondDiskFolder, useSecondDisk } from "../space/second-disk-use.ts";
import type { Journal } from "../teardown.ts";
import { whyUnmade } from "./builder-unmade.ts";
import { dropBuilder } from "./drop-builder.ts";
import { containerOf } from "./limits/builder-place.ts";
import { runWatched } from "./run-watched.ts";
import { makeTlsContext } from "./tls-context.ts";
import { untilDone } from "./until-done.ts";
import { inspect } from "./watch/builder-questions.ts";
import { engineTarget } from "./watch/options.ts";

/**
 * BuildKit collects garbage one second after each solve once the disk is 80 % full, also between our build and our push:
 * then the push would have to build again. The builder lives for one run, so nothing is gained by collecting.
 */
function configuration(parallelism: number | undefined): string {
	const lines = ["gc = false", ...(parallelism === undefined ? [] : [`max-parallelism = ${parallelism}`])];
	return ["oci", "containerd"].map((worker) => [`[worker.${worker}]`, ...lines, ""].join("\n")).join("\n");
}

/** A first builder on a machine pulls its image: a cancelled run does not wait for that. */
const GRACE_MS = 2000;
const ANSWER_MS = 10_000;
const MADE_MS = 1000;
const MADE_STEP_MS = 100;

/** How a builder of our own is made. */
interface OwnBuilder {
	/** As the user gave them. */
	readonly driverOpts: readonly string[];
	/** What the build is allowed, as the user gave it. */
	readonly allow: readonly string[];
	/** Steps that may run at once. */
	readonly parallelism?: number;
	readonly limits: LimitsAsked;
	/** The user's `stall-timeout`. */
	readonly stallMs?: number | undefined;
	/** Its state lies on that disk and not beside the engine's data. */
	readonly second?: SecondDisk;
}

/** What BuildKit itself may take beside the RUN steps: 45 to 355 MiB were seen, and page cache. */
const BACKSTOP_ROOM = 2 ** 30;

/** The whole container gets the limit and a little more, in case a step is not where its limit is. */
function backstopOpts({ memory, memorySwap }: LimitsAsked): readonly string[] {
	if (memory === undefined) return [];
	const swap = typeof memorySwap === "number" ? String(memorySwap + BACKSTOP_ROOM) : "-1";
	return [`memory=${memory + BACKSTOP_ROOM}`, `memory-swap=${swap}`];
}

/** What BuildKit gives to nobody unless it was started so. */
const GUARDED: ReadonlySet<string> = new Set(["security.insecure", "device"]);

/** As docker/setup-buildx-action starts its builders, and only when it is asked for. Without flags buildx allows the host's network. */
function privileges(allow: readonly string[]): readonly string[] {
	const asked = allow.map((item) => item.split("=")[0] ?? "").filter((name) => GUARDED.has(name));
	if (asked.length === 0) return [];
	const flags = ["network.host", ...new Set(asked)].map((name) => `--allow-insecure-entitlement ${name}`);
	return ["--buildkitd-flags", flags.join(" ")];
}

/** Makes and starts a docker-container builder of our own. It is written into the journal first. */
export async function createBuilder(
	world: World,
	journal: Journal,
	folder: string,
	{ driverOpts, allow, parallelism, limits, stallMs, second }: OwnBuilder,
): Promise<UsedBuilder> {
	const name = `mlbuild-${world.machine.pid}-${world.now().toString(36)}`;
	const moved = second && (await moveState(world, journal, second, `${name}0`)) ? second : undefined;
	const context = await makeTlsContext(world, journal, name);
	await journal.note({ kind: "remove-builder", name });
	const config = `${folder}/buildkitd.toml`;
	await world.files.write(config, configuration(parallelism));
	const options = [...driverOpts, ...backstopOpts(limits)].flatMap((option) => ["--driver-opt", option]);
	const argv = [
		"docker",
		"buildx",
		"create",
		"--name",
		name,
		"--driver",
		"docker-container",
		"--buildkitd-config",
		config,
		...options,
		...privileges(allow),
		"--bootstrap",
		...(context === undefined ? [] : [context]),
	];
	const meanwhile = "the builder was made";
	const began = world.monotonic();
	const node = `${name}0`;
	const container = containerOf(node);
	const { code, stderr, error } = await runWatched(world, journal, {
		argv,
		graceMs: GRACE_MS,
		stallMs,
		// There is no builder yet: what can be lost is the engine.
		target: engineTarget(world.engine.endpoint),
		meanwhile,
	}).catch(async (reason: unknown) => {
		if (world.cancelled.aborted) await untilMade(world, container);
		throw reason;
	});
	if (code !== 0) {
		const why = await whyUnmade(world, { name, container, driverOpts, stderr, error, meanwhile, began });
		// Another one may be made in its place, with its state on the same disk.
		if (why instanceof BuilderLostError) await removeBuilder(world, journal, name);
		throw why;
	}
	const { found } = await inspect(world, container, ANSWER_MS);
	const life = found && { startedAt: found.startedAt, restarts: found.restarts };
	const store = moved && { disk: builderDisk(moved), temp: moved.temp };
	const made = { name, driver: "docker-container", nodes: [node], from: "made for this run" } as const;
	return { ...made, ...(life && { life }), ...(store && { store }) };
}

/** The engine may still be making what a call asked for that was broken off: removed before it is there, it would stay. Waits a second at most. */
function untilMade(world: World, container: string): Promise<void> {
	const rhythm = { everyMs: MADE_STEP_MS, mostMs: MADE_MS };
	return untilDone(world, rhythm, async () => !(await inspect(world, container, MADE_MS)).missing);
}

/** Before the builder: the journal is read backwards, and the folder goes when the builder is gone. True when it lies there. */
async function moveState(world: World, journal: Journal, second: SecondDisk, node: string): Promise<boolean> {
	const undo = { kind: "remove-second-disk", folder: secondDiskFolder(second) } as const;
	await journal.note(undo);
	const why = await useSecondDisk(world, second, node);
	if (why === undefined) world.log.info(`The builder's state is kept on the disk at ${second.path}`);
	else
		world.log.warning(
			`the disk at ${second.path} cannot take the builder's state (${why}): it is kept beside the engine's data`,
		);
	return why === undefined;
}

/** Removes it with its state. Only warns: the post step tries again. */
export async function removeBuilder(world: World, journal: Journal, name: string): Promise<void> {
	const why = await dropBuilder(world, name);
	if (why === undefined) await journal.forget({ kind: "remove-builder", name });
	else world.log.warning(`the builder ${name} could not be removed yet: ${why}`);
}
