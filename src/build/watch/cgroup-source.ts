import type { GroupSample, MemoryCounters, StepGroup } from "../../model/watch.ts";
import type { World } from "../../model/world.ts";
import { type CgroupDialect, type CgroupFiles, DIALECTS } from "./counters.ts";

/** Where the counters of the RUN steps come from. */
export interface CounterSource {
	/** One look; nothing while there is no such cgroup, or when it cannot be seen. `last`: one that begins after the call. Never throws. */
	sample(last?: boolean): Promise<GroupSample | undefined>;
	/** Ends what it started. */
	stop?(): Promise<void>;
}

/** A cgroup on this machine. */
export interface CgroupPlace {
	readonly version: "1" | "2";
	/** Below the hierarchy's root: `/mlbuild`, `/docker/buildx/<id>/buildkit`. */
	readonly path: string;
	/** Where the RUN steps' own cgroups lie: `${path}/buildkit` under `--cgroup-parent`, `path` itself in a builder of its own. */
	readonly steps: string;
}

export const CGROUP_ROOT = "/sys/fs/cgroup";

/** Steps looked at in one sample. */
const MAX_STEPS = 64;
/** Limits are read every so many samples: somebody may change them. */
const LIMITS_EVERY = 10;

/** A cgroup's folder in one of the hierarchies; v2 has a single one. */
export function cgroupFolder(version: "1" | "2", controller: "memory" | "cpuacct" | "blkio", path: string): string {
	return version === "2" ? `${CGROUP_ROOT}${path}` : `${CGROUP_ROOT}/${controller}${path}`;
}

/** Counters read from files that everybody may read. */
export function createCgroupSource(world: Pick<World, "files">, place: CgroupPlace): CounterSource {
	const dialect = DIALECTS[place.version];
	const folder = (controller: "memory" | "cpuacct" | "blkio", path = place.path) =>
		cgroupFolder(place.version, controller, path);
	const total = createReader(world, dialect.use);
	const limits = createReader(world, dialect.limits);
	const step = createReader(world, dialect.step);
	const cpu = createReader(world, [...new Set([dialect.cpu, dialect.user])]);
	const io = createReader(world, dialect.io);
	let count = 0;
	let ceilings: CgroupFiles = {};
	return {
		async sample() {
			if (count % LIMITS_EVERY === 0) ceilings = await limits(folder("memory"));
			count += 1;
			// The sum first: a kill that a step counts and the sum does not is then one of the next sample.
			const [names, files, cpuText, ioText] = await Promise.all([
				world.files.list(folder("memory", place.steps)).catch(() => []),
				total(folder("memory")),
				cpu(folder("cpuacct")),
				io(folder("blkio")),
			]);
			if (Object.keys(files).length === 0) {
				count = 0;
				return undefined;
			}
			const ids = names.filter((name) => STEP_ID.test(name)).slice(0, MAX_STEPS);
			const steps = await Promise.all(
				ids.map(async (id) => toStep(dialect, id, await step(folder("memory", `${place.steps}/${id}`)))),
			);
			return toSample(dialect, { ...files, ...ceilings, ...cpuText, ...ioText }, steps);
		},
	};
}

/** BuildKit's names of its cgroups (`identity.NewID`): 25 characters of base 36. */
export const STEP_ID = /^[0-9a-z]{25}$/;

export function toStep(dialect: CgroupDialect, id: string, files: CgroupFiles): StepGroup {
	const { limit: _limit, swapLimit: _swap, ...counters } = dialect.memory(files);
	return { id, counters: counters as MemoryCounters, populated: dialect.populated(files) };
}

export function toSample(dialect: CgroupDialect, files: CgroupFiles, steps: readonly StepGroup[]): GroupSample {
	const cpuText = files[dialect.cpu];
	const userText = files[dialect.user];
	const ioText = dialect.io.map((name) => files[name]).find((text) => text !== undefined);
	const cpuMs = cpuText === undefined ? undefined : dialect.cpuMs(cpuText);
	const userMs = userText === undefined ? undefined : dialect.userMs(userText);
	const ioBytes = ioText === undefined ? undefined : dialect.ioBytes(ioText);
	return {
		total: dialect.memory(files),
		steps,
		...(cpuMs !== undefined && { cpuMs }),
		...(userMs !== undefined && { userMs }),
		...(ioBytes !== undefined && { ioBytes }),
	};
}

/**
 * Reads the same files of one folder or another, all at once. A file that is missing where its neighbours are is one that this kernel does
 * not have: it is not asked for again.
 */
function createReader({ files }: Pick<World, "files">, wanted: readonly string[]) {
	let names = wanted;
	return async (folder: string): Promise<CgroupFiles> => {
		const texts = await Promise.all(names.map((name) => files.read(`${folder}/${name}`).catch(() => undefined)));
		const found = names.flatMap((name, index) => (texts[index] === undefined ? [] : [[name, texts[index]] as const]));
		// Without its first file a controller may still be switched on later; a folder that is gone was removed while it was read.
		const on = names[0]?.startsWith("memory.") ? texts[0] !== undefined : found.length > 0;
		if (on && found.length < names.length && (await files.kind(folder)) === "folder") {
			names = found.map(([name]) => name);
		}
		return Object.fromEntries(found);
	};
}
