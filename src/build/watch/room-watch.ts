import prettyBytes from "pretty-bytes";
import { type Bytes, SIZE_FORMAT } from "../../model/bytes.ts";
import type { LowDisk, ReserveWatch } from "../../model/watch.ts";
import type { World } from "../../model/world.ts";
import type { RunningStep } from "../progress/index.ts";
import { groupDisks, namesOf } from "./disks.ts";
import { within } from "./exec-source.ts";
import type { RoomOptions, WatchOptions } from "./options.ts";
import { NO_RESERVES } from "./reserve.ts";
import { createRoom, type RoomDisk, type RoomEvent } from "./room.ts";
import type { FreeSpace } from "./tick.ts";

/** Looks after the room on the disks while buildx runs. */
export interface RoomWatch {
	/** A look of somebody else at all disks, in the order of {@link groupDisks}: it saves one of our own. */
	hear(free: readonly (FreeSpace | undefined)[]): void;
	/** One look more at all disks, which is seen and not heeded; nothing so soon after another one. */
	glance(): void;
	/** Ends the looking; gives back the rest of what was kept on disks that are nearly full now, so that what comes next can be written. */
	stop(): Promise<readonly ReserveWatch[]>;
}

/** Who asks, and who is told. */
export interface RoomEars {
	running(): readonly RunningStep[];
	/** Every look of our own, in the order of {@link groupDisks}. */
	seen(free: readonly (FreeSpace | undefined)[], running: readonly RunningStep[]): void;
	/** Too little is left: the build has to end. */
	stop(disk: LowDisk): void;
}

const STATFS_MS = 2000;
const ALL_MS = 950;
/** Somebody else looks once a second; when nothing was heard for so long we look. */
const UNHEARD_MS = 1500;
/** A log may speak of a full disk a million times. */
const GLANCE_MS = 100;

/** Heeds what is seen once a second, and looks itself when a disk is near to a mark, or when nobody else has. */
export function watchRoom(
	world: Pick<World, "files" | "log" | "now" | "monotonic">,
	{ disks, room: asked }: Pick<WatchOptions, "disks" | "room">,
	{ running, seen, stop }: RoomEars,
): RoomWatch {
	const { reserves, stop: mark, hurry }: RoomOptions = asked ?? { reserves: NO_RESERVES };
	const watched = groupDisks(disks).map((disk): RoomDisk => {
		const reserve = reserves.held(disk.path);
		const stops = mark !== undefined && disk.roles.some((role) => mark.roles.includes(role));
		return { ...disk, ...(stops && { stopBelow: mark.below }), ...(reserve > 0 && { reserve }) };
	});
	const room = createRoom(watched);
	const kept = new Map(
		watched.flatMap(({ path, reserve }) => (reserve === undefined ? [] : [[path, { path, bytes: reserve }]])),
	) as Map<string, ReserveWatch>;
	let timer: ReturnType<typeof setTimeout> | undefined;
	let over = false;
	let lookedAtAll = Number.NEGATIVE_INFINITY;
	let glanced = Number.NEGATIVE_INFINITY;

	const note = ({ path, reserve = 0 }: Pick<RoomDisk, "path" | "reserve">, during: readonly string[]): void => {
		kept.set(path, { path, bytes: reserve, givenBackAt: world.now(), givenBackDuring: during });
	};
	const act = async (event: RoomEvent, steps: readonly RunningStep[]): Promise<void> => {
		const disk = watched[event.disk];
		if (!disk) return;
		const during = namesOf({ running: steps, ended: [] });
		hurry?.();
		if (event.kind === "stop") stop({ path: disk.path, free: event.free, below: event.below });
		else if (event.kind === "give-back") {
			const bytes = await reserves.giveBack(disk.path, "half");
			if (bytes === 0) return;
			note(disk, during);
			world.log.warning(
				`${nameOf(disk)} is nearly full, ${size(event.free)} left${whileText(during)}: ${size(bytes)} that were kept back for the runner and the report are given back`,
			);
		} else world.log.warning(`${lowText(disk, event)}${whileText(during)}`);
	};
	const heed = async (free: readonly (FreeSpace | undefined)[], steps: readonly RunningStep[]): Promise<void> => {
		const events = room.take(
			world.monotonic(),
			free.map((found) => found?.bytes),
			steps,
		);
		for (const event of events) await act(event, steps);
	};
	const look = async (): Promise<void> => {
		// Once a second is enough for those that have room.
		const all = world.monotonic() - lookedAtAll >= ALL_MS;
		if (all) lookedAtAll = world.monotonic();
		const free = await Promise.all(
			watched.map(({ path }, index) => (all || room.isNear(index) ? world.files.free(path) : undefined)),
		);
		if (over) return;
		const steps = running();
		seen(free, steps);
		await heed(free, steps);
	};
	const glance = async (): Promise<void> => {
		if (world.monotonic() - glanced < GLANCE_MS) return;
		glanced = world.monotonic();
		const free = await Promise.all(watched.map(({ path }) => world.files.free(path)));
		if (!over) seen(free, running());
	};
	const next = (): void => {
		clearTimeout(timer);
		if (!over) timer = setTimeout(() => void round(look), room.nextMs() ?? UNHEARD_MS);
	};
	// Watching must never be what makes a build fail.
	const round = (one: () => Promise<void>): Promise<void> =>
		one()
			.catch(() => {})
			.finally(next);
	void round(look);
	return {
		glance: () => void glance().catch(() => {}),
		hear(free) {
			if (over) return;
			lookedAtAll = world.monotonic();
			void round(() => heed(free, running()));
		},
		async stop() {
			over = true;
			clearTimeout(timer);
			for (const { path, reserve = 0 } of watched) {
				if (reserve === 0) continue;
				const free = await within(world.files.free(path), STATFS_MS);
				if ((free?.bytes ?? 0) >= reserve || (await reserves.giveBack(path, "all")) === 0) continue;
				if (kept.get(path)?.givenBackAt === undefined) note({ path, reserve }, []);
			}
			return [...kept.values()];
		},
	};
}

function lowText(disk: RoomDisk, { free, fullInMs }: Extract<RoomEvent, { kind: "low" }>): string {
	const left = `${size(free)}${disk.total === undefined ? "" : ` of ${size(disk.total)}`} left`;
	return fullInMs === undefined
		? `little room on ${nameOf(disk)}: ${left}`
		: `${nameOf(disk)} will be full in about ${Math.max(1, Math.round(fullInMs / 1000))} s if it goes on like this: ${left}`;
}

function nameOf({ roles, path }: RoomDisk): string {
	return `the disk of ${path} (${roles.join(", ")})`;
}

function whileText(during: readonly string[]): string {
	const [first, ...more] = during.map((name) => (name.length > 120 ? `${name.slice(0, 119)}…` : name));
	if (first === undefined) return "";
	return `, while ${first}${more.length > 0 ? ` and ${more.length} more` : ""} ran`;
}

function size(bytes: Bytes): string {
	return prettyBytes(bytes, SIZE_FORMAT);
}
