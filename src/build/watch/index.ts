import type { BuilderFate, Ended, GroupSample, LowDisk, Watch } from "../../model/watch.ts";
import type { World } from "../../model/world.ts";
import type { Journal } from "../../teardown.ts";
import type { RunningStep } from "../progress/index.ts";
import { lookCloser, type Running } from "./activity.ts";
import { createBuilderWatch } from "./builder-watch.ts";
import { createCgroupSource } from "./cgroup-source.ts";
import { isLost } from "./container-state.ts";
import { type Activity, besidesSwapping, createClock } from "./deadlines.ts";
import { namesOf } from "./disks.ts";
import { createExecSource, within } from "./exec-source.ts";
import { oneQuestion } from "./one-question.ts";
import type { WatchOptions } from "./options.ts";
import { watchRoom } from "./room-watch.ts";
import { every } from "./rounds.ts";
import { createSampler, type Steps } from "./sampler.ts";
import type { Sighted } from "./sighting.ts";
import { watchThrash } from "./thrash.ts";

export type { WatchOptions } from "./options.ts";

/** All that was seen of one call of buildx. */
export interface WatchEnd extends Sighted {
	readonly watch: Watch;
	/** We ended it. */
	readonly ended?: Ended;
	/** What became of the builder; asked when it was lost, or when the build failed. */
	readonly fate?: BuilderFate;
	/** Names of the steps of which buildx had not said how they end. */
	readonly unfinished: readonly string[];
	/** What the user should know of how it was watched. */
	readonly notes: readonly string[];
}

/** `failed`: a step did. `cut`: it ended badly and no step says why. After both the builder is asked what became of it. */
export type BuildEnding = "well" | "failed" | "cut";

/** A build that is being watched. */
export interface BuildWatch {
	/** Fires when the build has to be ended: the time is up, it stalls, a disk is nearly full, or its builder is lost. */
	readonly over: AbortSignal;
	/**
	 * There is trouble: looks at the disks before what did not fit is taken back, by BuildKit some 30 ms after buildx has ended, by pip before it
	 * ends itself.
	 */
	glance(): void;
	/** Once, when buildx has ended. Never throws, takes seconds at most. */
	stop(how: BuildEnding): Promise<WatchEnd>;
}

/** The build that is watched: its steps, and how many events it has told of. */
export interface Watched extends Steps {
	events(): number;
}

const SECOND = 1000;
const FATE_MS = 8000;
/** A builder that is asked so often in vain what it does cannot be measured. */
const UNANSWERED = 3;
const UNMEASURED =
	"stall-timeout rests on buildx's progress alone: neither the processor time nor the disk or network use of this builder can be seen from here";

/** Begins to watch, before buildx is started. */
export function startWatch(world: World, journal: Journal, options: WatchOptions, steps: Watched): BuildWatch {
	const source = createSource(world, journal, options);
	const thrash = watchThrash(world, options);
	const eyes = { ...world, files: { ...world.files, free: oneQuestion(world.files.free) } };
	const sampler = createSampler(eyes, options, steps, source, (tick) => {
		thrash.take(tick, steps.events());
		room.hear(tick.disks);
	});
	const builder = createBuilderWatch(world, options.builder);
	const began = world.monotonic();
	const clock = createClock(options.deadlines, began);
	const over = new AbortController();
	let ended: Ended | undefined;
	let lost: BuilderFate | undefined;
	/** It was quiet so long that what is dear to measure was asked for. */
	let looked = false;
	let unanswered = 0;
	let wellAt = world.monotonic();
	/** Names of the steps that ran when any did: a builder that dies takes them along. */
	let ran: readonly string[] = [];

	const end = (by: Ended["by"], afterMs: number, disk?: LowDisk): void => {
		if (ended) return;
		ended = { by, at: world.now(), afterMs: Math.round(afterMs), during: ran, ...(disk && { disk }) };
		over.abort();
	};
	const now = (): readonly RunningStep[] => {
		const running = steps.running();
		if (running.length > 0) ran = namesOf({ running, ended: [] });
		return running;
	};
	const work = (done: Activity): Activity => (thrash.thrashes() ? besidesSwapping(done) : done);
	const judge = async (): Promise<void> => {
		const at = world.monotonic();
		const running = now();
		const verdict = clock.judge(at, steps.events(), work(cheapActivity(sampler.latest())));
		if (verdict.kind === "over") end(verdict.by, verdict.afterMs);
		if (verdict.kind !== "look-closer") return;
		looked = true;
		const deep = await lookCloser(world, options.builder, atWork(running));
		unanswered = deep ? 0 : unanswered + 1;
		if (deep || unanswered >= UNANSWERED) clock.closer(at, work(deep ?? {}));
	};
	const atWork = (running: readonly RunningStep[]): Running => ({
		steps: running,
		counted: onlyRuns(running, sampler.latest()),
		...(options.group?.inside === undefined && options.group && { place: options.group.place }),
	});
	const visit = async (): Promise<void> => {
		const look = await builder.look();
		if (look.state === "well") wellAt = world.monotonic();
		if (look.state !== "lost") return;
		lost ??= look.fate;
		end("builder-lost", world.monotonic() - wellAt);
	};
	const room = watchRoom(eyes, options, {
		running: now,
		seen: sampler.glance,
		stop: (disk) => end("stop-below", world.monotonic() - began, disk),
	});
	// Apart from each other: a disk or an engine that hangs must not keep the clock from running out.
	const rounds = [
		every(SECOND, sampler.tick),
		every(SECOND, judge),
		...(options.builder.kind === "none" ? [] : [every(builder.everyMs, visit)]),
	];
	return {
		over: over.signal,
		glance: room.glance,
		async stop(how) {
			for (const stop of rounds) stop();
			const givenBack = room.stop();
			const asked =
				how !== "well" || lost ? within(builder.fate(how === "cut" || lost !== undefined), FATE_MS) : undefined;
			const [seen, fate, reserves] = await Promise.all([sampler.finish(lost !== undefined), asked, givenBack]);
			if (source?.stop) await within(source.stop(), SECOND * 2);
			const blind = looked && clock.measured().length === 0;
			const told = fate && isLost(fate) ? { ...lost, ...fate } : lost ? { ...fate, ...lost } : fate;
			const thrashed = thrash.result();
			return {
				...seen,
				watch: {
					...seen.watch,
					...(reserves.length > 0 && { reserves }),
					...(thrashed && { thrash: thrashed }),
				},
				...(ended && how !== "well" && { ended }),
				...(told && { fate: told }),
				unfinished: namesOf({ running: steps.running(), ended: [] }),
				notes: blind ? [UNMEASURED] : [],
			};
		},
	};
}

function createSource(world: World, journal: Journal, { group }: WatchOptions) {
	if (!group) return undefined;
	if (group.inside === undefined) return createCgroupSource(world, group.place);
	return createExecSource(world, journal, group.inside, group.place);
}

/** Nothing but RUN steps is at work, and their own cgroups tell of it: what else the engine does is for somebody else. */
function onlyRuns(running: readonly RunningStep[], sample: GroupSample | undefined): boolean {
	const real = running.filter(({ internal }) => !internal);
	const alive = sample?.steps.filter(({ populated }) => populated).length ?? 0;
	return sample?.cpuMs !== undefined && real.length > 0 && real.every(({ isRun }) => isRun) && alive >= real.length;
}

function cheapActivity(sample: GroupSample | undefined): Activity {
	return {
		...(sample?.cpuMs !== undefined && { cpuMs: sample.cpuMs }),
		...(sample?.ioBytes !== undefined && { ioBytes: sample.ioBytes }),
	};
}
