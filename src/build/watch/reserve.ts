import type { Bytes } from "../../model/bytes.ts";
import type { Disk } from "../../model/host.ts";
import type { World } from "../../model/world.ts";
import type { Journal } from "../../teardown.ts";
import { groupDisks } from "./disks.ts";

/**
 * Files of ours that take a little room as long as it is built, and give it back when the disk is about to fill: a runner that cannot write
 * its log dies without a word, and so would our report.
 */
export interface Reserves {
	/** Bytes that are kept on the disk with that path now. */
	held(path: string): Bytes;
	/**
	 * Gives back what is kept there; gives the bytes. `half`: the build still runs, and whatever fills the disk may take all of it at once, so
	 * the rest stays for the report.
	 */
	giveBack(path: string, how: "half" | "all"): Promise<Bytes>;
	/** Gives everything back. Never throws. */
	release(): Promise<void>;
}

export const NO_RESERVES: Reserves = { held: () => 0, giveBack: async () => 0, release: async () => {} };

const MOST = 256 * 2 ** 20;
const SHARE = 0.01;
const LEAST = 4 * 2 ** 20;
/** With less free than that a reserve would be missed. */
const LEAST_FREE = 64 * 2 ** 20;

/** What is kept back of a disk with that much free: 1 %, from 4 to 256 MiB; 0 where even that would hurt. */
export function reserveSize(free: Bytes): Bytes {
	if (free < LEAST_FREE) return 0;
	return Math.floor(Math.min(MOST, Math.max(LEAST, free * SHARE)));
}

/** A disk of the runner's, and the folder on it in which a file of ours may lie. */
export interface ReservePlace {
	/** The disk, as it is watched. */
	readonly path: string;
	readonly folder: string;
}

/**
 * Where something is kept back: on the disk of our temporary folder `own`, which is the runner's too, and on that of the workspace when it
 * is another one, beside the checkout so that it is in no build context (`RUNNER_WORKSPACE`).
 */
export function reservePlaces(disks: readonly Disk[], own: string, besideCheckout: string | undefined): ReservePlace[] {
	const watched = groupDisks(disks);
	const temp = watched.find(({ roles }) => roles.includes("temp"));
	const workspace = watched.find(({ roles }) => roles.includes("workspace"));
	return [
		...(temp ? [{ path: temp.path, folder: own }] : []),
		...(workspace && workspace !== temp && besideCheckout ? [{ path: workspace.path, folder: besideCheckout }] : []),
	];
}

/** Makes the reserves, each noted in the journal before. Never throws: without one it is built as well. */
export async function keepReserves(
	world: Pick<World, "files" | "reserve">,
	journal: Journal,
	places: readonly ReservePlace[],
	name: string,
): Promise<Reserves> {
	const kept = new Map<string, readonly KeptFile[]>();
	for (const { path, folder } of places) {
		const free = await world.files.free(folder);
		const half = Math.floor(reserveSize(free?.bytes ?? 0) / 2);
		const parts = half === 0 ? [] : [1, 2];
		// At once: each takes a process of its own.
		const files = await Promise.all(parts.map((part) => keepFile(world, journal, `${folder}/${name}-${part}`, half)));
		kept.set(
			path,
			files.filter((file) => file !== undefined),
		);
	}
	const sum = (path: string) => (kept.get(path) ?? []).reduce((total, { bytes }) => total + bytes, 0);
	const giveBack = async (path: string, how: "half" | "all"): Promise<Bytes> => {
		const files = kept.get(path) ?? [];
		const going = how === "half" ? files.slice(0, Math.max(0, files.length - 1)) : files;
		kept.set(path, files.slice(going.length));
		for (const { file } of going) await world.files.remove(file).catch(() => {});
		return going.reduce((total, { bytes }) => total + bytes, 0);
	};
	return {
		held: sum,
		giveBack,
		async release() {
			const files = [...kept.values()].flat().map(({ file }) => file);
			for (const path of kept.keys()) await giveBack(path, "all");
			for (const path of files) await journal.forget({ kind: "remove-path", path });
		},
	};
}

interface KeptFile {
	readonly file: string;
	readonly bytes: Bytes;
}

async function keepFile(
	world: Pick<World, "reserve">,
	journal: Journal,
	file: string,
	most: Bytes,
): Promise<KeptFile | undefined> {
	try {
		await journal.note({ kind: "remove-path", path: file });
		const bytes = await world.reserve(file, most);
		if (bytes > 0) return { file, bytes };
		await journal.forget({ kind: "remove-path", path: file });
	} catch {
		// Read-only, or full already: nothing can be kept back here.
	}
	return undefined;
}
