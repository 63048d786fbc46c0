import type { Bytes } from "../model/bytes.ts";
import type { Disk } from "../model/host.ts";
import type { DiskNeed, SpaceNeed } from "../model/space.ts";
import { FLOOR } from "./estimate.ts";

/** A role of `Host.disks`: that of the engine's data holds builds, builders' state and images. */
const BUILD_ROLE = "engine data";

/**
 * What each disk must have free: all of the need where the build happens, and enough for the runner where only it writes. A target given
 * by hand counts on every disk. A disk whose free bytes are not known is left out.
 */
export function diskNeeds(disks: readonly Disk[], need: SpaceNeed): readonly DiskNeed[] {
	const known = disks.flatMap(({ free, total, device, ...disk }) =>
		free === undefined || total === undefined || device === undefined ? [] : [{ ...disk, free, total, device }],
	);
	const byDevice = Map.groupBy(known, ({ device }) => device);
	return [...byDevice.values()].flatMap((places) => {
		const [first] = places;
		if (!first) return [];
		const roles = [...new Set(places.map(({ role }) => role))];
		const place = places.find(({ role }) => role === BUILD_ROLE) ?? first;
		const whole = need.from === "min-free" || roles.includes(BUILD_ROLE);
		return [
			{
				roles,
				path: place.path,
				device: place.device,
				free: Math.min(...places.map(({ free }) => free)),
				total: place.total,
				needed: whole ? need.bytes : Math.min(FLOOR, need.bytes),
			},
		];
	});
}

/** What is missing on a disk; 0 when it has enough. */
export function deficitOf({ free, needed }: Pick<DiskNeed, "free" | "needed">): Bytes {
	return Math.max(0, needed - free);
}
