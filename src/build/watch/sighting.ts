import type { World } from "../../model/world.ts";
import type { RunningStep } from "../progress/index.ts";
import { cgroupFolder, STEP_ID } from "./cgroup-source.ts";
import { DIALECTS } from "./counters.ts";
import type { Tick } from "./tick.ts";

/** Where RUN steps were seen to run. */
export interface Sighted {
	/** Steps seen under the limit. */
	readonly seenInside: number;
	/** Names of steps seen outside of it. */
	readonly seenOutside: readonly string[];
}

/** Looks whether the RUN steps run where their limit is. */
export interface Sighting {
	take(tick: Tick, holds: (step: string) => boolean): Promise<void>;
	result(): Sighted;
}

/** A step that runs for so long has its cgroup, also when it prints nothing. */
const SETTLED_MS = 3000;
/** A RUN step's cgroup is made at its start: one that appears later is somebody else's. */
const NEAR_MS = 2500;
const TWICE = 2;

interface Seen {
	readonly since: number;
	inside: boolean;
	suspect: string | undefined;
	times: number;
}

/** A cgroup elsewhere, and when it appeared; minus infinity: before we looked. */
export type Strangers = ReadonlyMap<string, number>;

/** `elsewhere`: folders in which the cgroups of this builder's RUN steps lie when they are not where they should be. */
export function createSighting(
	world: Pick<World, "files">,
	version: "1" | "2",
	elsewhere: readonly string[],
): Sighting {
	const seen = new Map<string, Seen>();
	const outside = new Set<string>();
	let strangers: Strangers = new Map();
	let looked = Number.NEGATIVE_INFINITY;
	let inside = 0;
	return {
		async take(tick, holds) {
			const { at, running, group } = tick;
			if (!group) return;
			const runs = running.filter(({ isRun }) => isRun);
			const on = new Set(runs.map(({ id }) => id));
			for (const id of seen.keys()) if (!on.has(id)) seen.delete(id);
			const alive = group.steps.filter(({ populated }) => populated).length;
			for (const { id } of runs) {
				const step = seen.get(id) ?? { since: at, inside: false, suspect: undefined, times: 0 };
				seen.set(id, step);
				if (step.inside || !(holds(id) || alive >= runs.length)) continue;
				step.inside = true;
				inside += 1;
			}
			if (elsewhere.length === 0 || (runs.length > 0 && runs.every(({ id }) => seen.get(id)?.inside))) return;
			const found = await listStrangers(world, version, elsewhere);
			strangers = keepBirths(strangers, found, at, at - looked <= NEAR_MS);
			looked = at;
			if (alive > 0) return;
			for (const step of runs) {
				const state = seen.get(step.id);
				if (!state || state.inside || !isSettled(step, state, at)) continue;
				const suspect = await populatedNear(world, version, strangers, state.since);
				state.times = suspect !== undefined && suspect === state.suspect ? state.times + 1 : 1;
				state.suspect = suspect;
				if (suspect !== undefined && state.times >= TWICE) outside.add(step.name);
			}
		},
		result: () => ({ seenInside: inside, seenOutside: [...outside] }),
	};
}

function isSettled({ printed }: RunningStep, { since }: Seen, at: number): boolean {
	return printed || at - since >= SETTLED_MS;
}

/** When each of them appeared; `unbroken`: we looked just before, so a new one is really new. */
function keepBirths(before: Strangers, found: readonly string[], at: number, unbroken: boolean): Strangers {
	const birth = unbroken ? at : Number.NEGATIVE_INFINITY;
	return new Map(found.map((path) => [path, before.get(path) ?? birth]));
}

/** Names that the engine gives the cgroups of its own BuildKit under the systemd driver. */
const SYSTEMD_NAME = /^system\.slice:docker:[0-9a-z]{25}$/;

async function listStrangers(
	{ files }: Pick<World, "files">,
	version: "1" | "2",
	elsewhere: readonly string[],
): Promise<readonly string[]> {
	const lists = await Promise.all(
		elsewhere.map(async (path) => {
			const folder = cgroupFolder(version, "memory", path);
			const names = await files.list(folder).catch(() => []);
			return names.filter((name) => STEP_ID.test(name) || SYSTEMD_NAME.test(name)).map((name) => `${folder}/${name}`);
		}),
	);
	return lists.flat();
}

/** One that appeared when the step started and has processes. Two of them: nobody knows whose they are. */
async function populatedNear(
	{ files }: Pick<World, "files">,
	version: "1" | "2",
	strangers: Strangers,
	since: number,
): Promise<string | undefined> {
	const near = [...strangers].filter(([, born]) => Math.abs(born - since) <= NEAR_MS).map(([path]) => path);
	const [only] = near;
	if (near.length !== 1 || only === undefined) return undefined;
	const name = version === "2" ? "cgroup.events" : "cgroup.procs";
	const text = await files.read(`${only}/${name}`).catch(() => undefined);
	return DIALECTS[version].populated({ [name]: text }) ? only : undefined;
}
