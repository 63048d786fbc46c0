import { printCommand } from "../../model/command.ts";
import { heldBy } from "../../model/process.ts";
import type { World } from "../../model/world.ts";
import { isDead, printWhere } from "./holders.ts";
import {
	type ContainerLease,
	type Failed,
	listLeases,
	makeLease,
	printValues,
	removeLease,
	type UpdateValues,
} from "./lease-volumes.ts";

/** Why a container was not taken. `untaken`: it is certain that no lease of this holder is left. */
interface Refused {
	readonly why: string;
	readonly held: boolean;
	readonly untaken: boolean;
}

/** Reads what the run is going to change as it is now, over what is `known` of the time before; or why it must not be changed. */
type ReadWas = (known: UpdateValues) => Promise<UpdateValues | Failed>;

const TRIES = 3;
const isFailed = (read: UpdateValues | Failed): read is Failed => "why" in read;

/**
 * Takes the right to limit a container. Of a run that is proven dead the lease is taken over with the values that this one had found.
 * Nothing of the container is changed. Who is refused leaves no lease behind, also not one that was made though no answer came.
 */
export async function takeContainer(
	world: World,
	container: string,
	holder: string,
	readWas: ReadWas,
): Promise<ContainerLease | Refused> {
	let sent = false;
	const refuse = async (why: string, held: boolean): Promise<Refused> => {
		const untaken = !sent || (await removeOwn(world, container, holder));
		return { why, held, untaken };
	};
	for (let tried = 0; tried < TRIES; tried += 1) {
		const seen = await listLeases(world, container);
		if ("why" in seen) return refuse(seen.why, false);
		const top = seen.at(-1);
		if (top?.holder === holder) {
			// Of an earlier try that nobody could look over.
			await removeOwn(world, container, holder);
			continue;
		}
		if (top && !isDead(world, top.holder)) return refuse(whoHas(container, top), true);
		const was = await readWas(top?.was ?? {});
		if (isFailed(was)) return refuse(was.why, false);
		const turn = (top?.turn ?? 0) + 1;
		sent = true;
		const failed = await makeLease(world, container, { turn, holder, was });
		if (failed !== undefined) return refuse(failed, false);
		const mine = await settle(world, container, holder, seen, readWas);
		if (mine) return mine;
	}
	return refuse("another run takes this builder in this very moment", true);
}

/** Ours counts only above the very leases that were found dead, and with values that still stand there. */
async function settle(
	world: World,
	container: string,
	holder: string,
	seen: readonly ContainerLease[],
	readWas: ReadWas,
): Promise<ContainerLease | undefined> {
	const now = await listLeases(world, container);
	if ("why" in now) return undefined;
	const top = now.at(-1);
	const below = now.slice(0, -1).map(printLease);
	const alone = JSON.stringify(below) === JSON.stringify(seen.map(printLease));
	if (top?.holder === holder && alone) {
		// Between reading and taking another run may have given the builder back.
		const fresh = seen.length > 0 || printValues(await readWas({})) === printValues(top.was);
		if (fresh) {
			for (const dead of seen) await removeLease(world, dead);
			return top;
		}
	}
	for (const own of now.filter((lease) => lease.holder === holder)) await removeLease(world, own);
	return undefined;
}

const printLease = ({ volume, holder }: ContainerLease) => `${volume} ${holder}`;

/** Whether it is certain that this holder has no lease any more. */
async function removeOwn(world: World, container: string, holder: string): Promise<boolean> {
	const leases = await listLeases(world, container);
	if ("why" in leases) return false;
	let certain = true;
	for (const own of leases.filter((lease) => lease.holder === holder))
		certain = (await removeLease(world, own)) === undefined && certain;
	return certain;
}

/** Who limits this container as a whole, and is not proven dead; nothing when nobody does, or nobody can tell. */
export async function limitsContainer(world: World, container: string): Promise<string | undefined> {
	const leases = await listLeases(world, container);
	const top = "why" in leases ? undefined : leases.at(-1);
	return top === undefined || isDead(world, top.holder) ? undefined : whoHas(container, top);
}

/** The lease of a holder, while it is the one that counts; or why that cannot be told. */
export async function leaseOf(
	world: World,
	container: string,
	holder: string,
): Promise<ContainerLease | Failed | undefined> {
	const leases = await listLeases(world, container);
	if ("why" in leases) return leases;
	const top = leases.at(-1);
	return top?.holder === holder ? top : undefined;
}

/** And how to free it, if it is known to be over. */
function whoHas(container: string, { holder, volume, was }: ContainerLease): string {
	const remove = printCommand(["docker", "volume", "rm", volume]);
	// The engine refuses an update of nothing.
	const update = Object.keys(was).length === 0 ? [] : [printCommand(updateArgv(container.slice(0, 12), was))];
	return `${heldBy(holder)}; if it is known to be over${printWhere(holder)}: ${[...update, remove].join(" && ")}`;
}

/** https://docs.docker.com/reference/cli/docker/container/update/ */
export function updateArgv(container: string, values: UpdateValues): readonly string[] {
	const flags = Object.entries(values).map(([name, value]) => `--${name}=${value}`);
	return ["docker", "container", "update", ...flags, container];
}
