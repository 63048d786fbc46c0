import type { Asked } from "./asked.ts";
import { isElsewhere } from "./build/session.ts";
import type { RoomOptions } from "./build/watch/options.ts";
import { keepReserves, reservePlaces } from "./build/watch/reserve.ts";
import type { RoomTried } from "./model/diagnosis.ts";
import { UserError } from "./model/errors.ts";
import type { Builder, Disk, Host } from "./model/host.ts";
import type { World } from "./model/world.ts";
import { stopProblem, writtenRoles } from "./plan-room.ts";
import type { Decided } from "./run-decided.ts";
import type { Story } from "./run-story.ts";
import type { Journal } from "./teardown.ts";

/** The machine with the disk that a builder's state is put on, where it gets one of its own. */
export function withStore(host: Host, disk: Disk | undefined): Host {
	return disk ? { ...host, disks: [...host.disks, disk] } : host;
}

/**
 * The machine with the disk that fills as that of the engine's data: what the engine's own builder makes lies with the images, the state of
 * other builders in the engine's volumes.
 */
export function withEngineData(host: Host, inEngine: boolean): Host {
	const images = host.disks.find(({ role }) => role === "engine images");
	if (!images || !inEngine) return host;
	const roles: Readonly<Record<string, string>> = { "engine images": "engine data", "engine data": "engine volumes" };
	return { ...host, disks: host.disks.map((disk) => ({ ...disk, role: roles[disk.role] ?? disk.role })) };
}

/** The build must not begin below the mark that would end it. Looks at the disks as they are now: something may have freed them. */
export async function refuseFullDisks(world: World, asked: Asked, host: Host): Promise<void> {
	const { stopBelow } = asked;
	if (stopBelow === undefined) return;
	const builder = host.builder;
	const elsewhere = isElsewhere({ host, ...(builder && { builder }) });
	const disks = await Promise.all(
		host.disks.map(async (disk): Promise<Disk> => {
			const free = (await world.files.free(disk.path))?.bytes ?? disk.free;
			return { ...disk, ...(free !== undefined && { free }) };
		}),
	);
	const problem = stopProblem(stopBelow, disks, writtenRoles(asked, elsewhere, disks));
	if (problem) throw new UserError("input", [problem]);
}

/** Keeps room back for as long as it is built, and says when the build has to end. `release` it, whatever happens. */
export async function keepRoom(
	world: World,
	journal: Journal,
	folder: string,
	{ asked, host }: { readonly asked: Asked; readonly host: Host },
	builder: Builder | undefined,
	hurry: () => void,
): Promise<RoomOptions> {
	const places = reservePlaces(host.disks, folder, world.env["RUNNER_WORKSPACE"]);
	const reserves = await keepReserves(world, journal, places, `.${folder.slice(folder.lastIndexOf("/") + 1)}-reserve`);
	const roles = writtenRoles(asked, isElsewhere({ host, ...(builder && { builder }) }), host.disks);
	const { stopBelow } = asked;
	return { reserves, hurry, ...(stopBelow !== undefined && { stop: { below: stopBelow, roles } }) };
}

/** How this run could make room, and whether it did: for the remedies. */
export function roomTried({ space }: Story, { asked, host: { runner } }: Decided): RoomTried {
	const { allowSelfHosted, remove } = asked.space;
	const allowed = runner === "github-hosted" || (allowSelfHosted && remove.length > 0);
	return {
		runner,
		asked: asked.space,
		...(space?.items.some(({ bytes }) => bytes > 0) && { made: true }),
		// What is refused all the same, no input allows.
		...(allowed && space?.refused !== undefined && { never: true }),
	};
}
