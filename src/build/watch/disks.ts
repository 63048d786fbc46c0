import type { Bytes } from "../../model/bytes.ts";
import type { Disk } from "../../model/host.ts";
import type { DiskWatch } from "../../model/watch.ts";
import type { RunningStep } from "../progress/index.ts";
import { createSeries, type Series } from "./series.ts";
import type { FreeSpace, Tick } from "./tick.ts";

/** A file system that is watched, under all its roles. */
export interface WatchedDisk {
	readonly roles: readonly string[];
	readonly path: string;
	readonly total?: Bytes;
}

/** Places on one device are one disk. */
export function groupDisks(disks: readonly Disk[]): readonly WatchedDisk[] {
	const byDevice = Map.groupBy(disks, ({ device, path }) => device ?? path);
	return [...byDevice.values()].flatMap((places) => {
		const [first] = places;
		if (!first) return [];
		const roles = [...new Set(places.map(({ role }) => role))];
		return [{ roles, path: first.path, ...(first.total !== undefined && { total: first.total }) }];
	});
}

interface Account {
	readonly disk: WatchedDisk;
	readonly series: Series;
	readonly start: Bytes;
	end: Bytes;
	lowest: Bytes;
	lowestAt: number;
	lowestDuring: readonly string[];
	lowestInodes: number | undefined;
}

/** A step that runs, and what was free since it began. */
interface OpenStep {
	readonly step: RunningStep;
	readonly start: Bytes;
	lowest: Bytes;
}

/** What the disks had over the build, and what each step took of the one that it writes to. */
export interface DiskUses {
	take(tick: Tick): void;
	/** A look at nothing but the disks, between two ticks. */
	glance(glance: DiskGlance): void;
	disks(): readonly DiskWatch[];
	/** By vertex digest. `most`: what was taken since its beginning at the fullest moment. */
	steps(): ReadonlyMap<string, { readonly bytes: number; readonly most: Bytes; readonly shared: boolean }>;
}

/** What is free on each disk, and the steps that run. */
export type DiskGlance = Pick<Tick, "at" | "running" | "disks">;

/** `written`: index of the disk that the steps write to; negative when it cannot be seen. */
export function createDiskUses(watched: readonly WatchedDisk[], written: number): DiskUses {
	const accounts: (Account | undefined)[] = watched.map(() => undefined);
	const done = new Map<string, { bytes: number; most: Bytes; shared: boolean }>();
	const open = new Map<string, OpenStep>();
	/** Steps whose end a glance saw before the tick that tells of it. */
	const over = new Set<string>();
	let before: Bytes | undefined;

	const none = { bytes: 0, most: 0, shared: false };
	const note = (account: Account, { bytes, inodes }: FreeSpace, tick: DiskGlance & Partial<Tick>): void => {
		const { at } = tick;
		account.end = bytes;
		// Looks between two ticks come in crowds, and would leave the rest of a long build few points.
		if ("machine" in tick || bytes < account.lowest) account.series.add(at, bytes);
		if (inodes !== undefined) account.lowestInodes = Math.min(inodes, account.lowestInodes ?? inodes);
		if (bytes >= account.lowest && account.lowestAt !== 0) return;
		account.lowest = bytes;
		account.lowestAt = at;
		account.lowestDuring = namesOf({ ended: [], ...tick });
	};
	const close = (id: string, end: Bytes): void => {
		const step = open.get(id);
		if (!step) return;
		open.delete(id);
		const found = done.get(id) ?? none;
		const most = Math.max(found.most, step.start - Math.min(step.lowest, end));
		done.set(id, { ...found, bytes: found.bytes + step.start - end, most });
	};
	const lower = (free: Bytes): void => {
		for (const step of open.values()) step.lowest = Math.min(step.lowest, free);
	};
	const takeSteps = (running: readonly RunningStep[], ended: readonly RunningStep[], free: Bytes): void => {
		const fresh = [...running, ...ended].filter(({ id }) => !open.has(id));
		const left = ended.filter(({ id }) => open.has(id)).length > 0;
		// Where one step ended and another began, what was taken meanwhile is the first one's: nothing is counted twice.
		lower(free);
		for (const step of fresh) open.set(step.id, { step, start: left ? free : (before ?? free), lowest: free });
		for (const together of [running, fresh]) {
			const real = together.filter(({ internal }) => !internal);
			if (real.length > 1) for (const { id } of real) done.set(id, { ...none, ...done.get(id), shared: true });
		}
		const on = new Set(running.map(({ id }) => id));
		for (const { id } of ended) if (!on.has(id)) close(id, free);
		before = free;
	};
	const noteAll = (tick: DiskGlance & Partial<Tick>): Bytes | undefined => {
		for (const [index, disk] of watched.entries()) {
			const free = tick.disks[index];
			if (!free) continue;
			const account = accounts[index] ?? openAccount(disk, free.bytes);
			accounts[index] = account;
			note(account, free, tick);
		}
		return tick.disks[written]?.bytes;
	};
	return {
		take(tick) {
			const free = noteAll(tick);
			const ended = tick.ended.filter(({ id }) => !over.delete(id));
			// The tick began to look before the glance did.
			const running = tick.running.filter(({ id }) => !over.has(id));
			if (free !== undefined) takeSteps(running, ended, free);
		},
		glance(tick) {
			const on = new Set(tick.running.map(({ id }) => id));
			const ended = [...open.values()].flatMap(({ step }) => (on.has(step.id) ? [] : [step]));
			const free = noteAll({ ...tick, running: [...tick.running, ...ended] });
			if (free === undefined) return;
			for (const id of on) over.delete(id);
			for (const { id } of ended) over.add(id);
			takeSteps(tick.running, ended, free);
		},
		disks: () => accounts.flatMap((account) => (account ? [toWatch(account)] : [])),
		steps() {
			for (const id of [...open.keys()]) close(id, before ?? 0);
			return done;
		},
	};
}

function openAccount(disk: WatchedDisk, start: Bytes): Account {
	return {
		disk,
		series: createSeries("min"),
		start,
		end: start,
		lowest: start,
		lowestAt: 0,
		lowestDuring: [],
		lowestInodes: undefined,
	};
}

function toWatch({ disk, series, start, end, lowest, lowestAt, lowestDuring, lowestInodes }: Account): DiskWatch {
	const inodes = lowestInodes === undefined ? {} : { lowestInodes };
	return { ...disk, start, end, lowest, lowestAt, lowestDuring, ...inodes, series: series.points() };
}

/** The steps that ran, without bookkeeping unless there was nothing else. */
export function namesOf({ running, ended }: Pick<Tick, "running" | "ended">): readonly string[] {
	const steps = running.length > 0 ? running : ended;
	const real = steps.filter(({ internal }) => !internal);
	return [...new Set((real.length > 0 ? real : steps).map(({ name }) => name))];
}
