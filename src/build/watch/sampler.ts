import { buildDisk } from "../../model/host.ts";
import type { GroupSample, Watch } from "../../model/watch.ts";
import type { World } from "../../model/world.ts";
import type { RunningStep } from "../progress/index.ts";
import type { CounterSource } from "./cgroup-source.ts";
import { groupDisks } from "./disks.ts";
import { within } from "./exec-source.ts";
import { createJoin } from "./join.ts";
import { readMachine } from "./machine.ts";
import type { WatchOptions } from "./options.ts";
import { orAborted } from "./or-aborted.ts";
import { createSighting, type Sighted } from "./sighting.ts";
import type { FreeSpace, Tick } from "./tick.ts";

/** The build as its progress shows it. */
export interface Steps {
	running(): readonly RunningStep[];
	takeEnded(): readonly RunningStep[];
}

/** Looks once a second. */
export interface Sampler {
	/** One look; nothing when the last one is not over yet. */
	tick(): Promise<void>;
	/** One last look, and all that was seen; a builder that is `lost` is not waited for. Takes seconds at most, also where a disk does not answer. */
	finish(lost: boolean): Promise<Sighted & { readonly watch: Watch }>;
	/** What somebody else saw of the disks between two looks, in the order of {@link groupDisks}. */
	glance(free: readonly (FreeSpace | undefined)[], running: readonly RunningStep[]): void;
	/** What the last look saw of the RUN steps' cgroup. */
	latest(): GroupSample | undefined;
}

/** The machine's slow counters are read every so many looks. */
const ALL_EVERY = 10;
/** For a look that hangs, milliseconds: one under way, the last one with its wait for a builder far away, the disks in it. */
const PATIENCE_MS = 2000;
const LAST_MS = 6000;
const DISK_MS = 2000;

export function createSampler(
	world: Pick<World, "files" | "now" | "monotonic" | "cancelled">,
	options: Pick<WatchOptions, "disks" | "group" | "remote">,
	steps: Steps,
	source?: CounterSource,
	/** Hears of every look. */
	heed: (tick: Tick) => void = () => {},
): Sampler {
	const { disks, group } = options;
	const watched = groupDisks(disks);
	const filled = buildDisk(watched);
	const join = createJoin({
		scope: group?.scope ?? "steps",
		killsAddUp: group?.place.version === "2",
		disks: watched,
		written: filled ? watched.indexOf(filled) : -1,
	});
	const sighting = createSighting(world, group?.place.version ?? "2", group?.elsewhere ?? []);
	const began = world.now() - world.monotonic();
	let count = 0;
	let busy: Promise<void> | undefined;
	let latest: GroupSample | undefined;

	const look = async (all: boolean, last: boolean): Promise<void> => {
		// The steps first: one that has ended by now has left its cgroup.
		const running = steps.running();
		const ended = steps.takeEnded();
		const [sample, machine, free] = await Promise.all([
			source?.sample(last),
			options.remote ? {} : readMachine(world, all),
			Promise.all(watched.map(({ path }) => within(world.files.free(path), DISK_MS))),
		]);
		const tick: Tick = {
			at: Math.round(began + world.monotonic()),
			running,
			ended,
			machine,
			disks: free,
			...(sample && { group: sample }),
		};
		latest = sample;
		heed(tick);
		join.take(tick);
		await sighting.take(tick, join.holds);
	};
	const start = (all: boolean, last = false): Promise<void> => {
		busy = look(all, last).finally(() => {
			busy = undefined;
		});
		return busy;
	};
	return {
		async tick() {
			if (busy) return;
			count += 1;
			await start(count % ALL_EVERY === 1);
		},
		async finish(lost) {
			const idle = lost || world.cancelled.aborted;
			const look = async (): Promise<void> => {
				if (busy) await within(busy, PATIENCE_MS);
				if (!busy) await within(start(true, !idle), LAST_MS);
			};
			// Of a run that is cancelled in the middle of it the rest is time for undoing.
			await (idle ? look() : orAborted(look(), world.cancelled).catch(() => {}));
			return { watch: join.result(), ...sighting.result() };
		},
		glance: (free, running) => join.glance({ at: Math.round(began + world.monotonic()), running, disks: free }),
		latest: () => latest,
	};
}
