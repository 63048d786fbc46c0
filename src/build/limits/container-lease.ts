import { printCommand } from "../../model/command.ts";
import { heldBy } from "../../model/process.ts";
import type { World } from "../../model/world.ts";
import { isDead, printWhere } from "./holders.ts";

/** Options of `docker container update` and their values. */
export type UpdateValues = Readonly<Record<string, string>>;

const BUILDER = "ml-image-build.builder";
const HOLDER = "ml-image-build.holder";
const WAS = "ml-image-build.was";

/**
 * A run's right to limit the whole container of a builder: an empty volume of the engine, which all its users see, from whatever machine. What
 * the engine limits outlives a restart of the container, so the mark must too, and no shell is needed in there. A volume's labels never
 * change, and of two who make one of the same name the second gets that of the first.
 */
export interface ContainerLease {
	readonly volume: string;
	/** Counts those who had the container one after the other, each from a dead one. The highest has it. */
	readonly turn: number;
	readonly holder: string;
	/** What the container was limited to before the first of them. */
	readonly was: UpdateValues;
}

type Why = { readonly why: string; readonly held: boolean };

const TRIES = 3;

/**
 * Takes the right to limit a container. `readNow` reads what it is limited to now. Of a run that is proven dead the lease is taken over with
 * the values that this one had found. Nothing of the container is changed.
 */
export async function takeContainer(
	world: World,
	container: string,
	holder: string,
	readNow: () => Promise<UpdateValues | Failed>,
): Promise<ContainerLease | Why> {
	for (let tried = 0; tried < TRIES; tried += 1) {
		const seen = await listLeases(world, container);
		if ("why" in seen) return { why: seen.why, held: false };
		const top = seen.at(-1);
		if (top?.holder === holder) return top;
		if (top && !isDead(world, top.holder))
			return { why: `${heldBy(top.holder)}; ${remedy(container, top)}`, held: true };
		const was = top?.was ?? (await readNow());
		if (isFailed(was)) return { why: was.why, held: false };
		const turn = (top?.turn ?? 0) + 1;
		const failed = await makeLease(world, container, { turn, holder, was });
		if (failed !== undefined) return { why: failed, held: false };
		const mine = await settle(world, container, holder, seen, readNow);
		if (mine) return mine;
	}
	return { why: "another run takes this builder in this very moment", held: true };
}

/** A reading that failed. No option of the engine is called `why`. */
type Failed = { readonly why: string };

const isFailed = (read: UpdateValues | Failed): read is Failed => "why" in read;

/** Ours counts only above the very leases that were found dead, and with values that still stand there. */
async function settle(
	world: World,
	container: string,
	holder: string,
	seen: readonly ContainerLease[],
	readNow: () => Promise<UpdateValues | Failed>,
): Promise<ContainerLease | undefined> {
	const now = await listLeases(world, container);
	if ("why" in now) return undefined;
	const top = now.at(-1);
	const below = now.slice(0, -1).map(printLease);
	const alone = JSON.stringify(below) === JSON.stringify(seen.map(printLease));
	if (top?.holder === holder && alone) {
		// Between reading and taking another run may have given the builder back.
		const fresh = seen.length > 0 || printValues(await readNow()) === printValues(top.was);
		if (fresh) {
			for (const dead of seen) await removeVolume(world, dead.volume);
			return top;
		}
	}
	for (const own of now.filter((lease) => lease.holder === holder)) await removeVolume(world, own.volume);
	return undefined;
}

/** Who limits this container as a whole, and is not proven dead; nothing when nobody does, or nobody can tell. */
export async function limitsContainer(world: World, container: string): Promise<string | undefined> {
	const leases = await listLeases(world, container);
	const top = "why" in leases ? undefined : leases.at(-1);
	return top === undefined || isDead(world, top.holder)
		? undefined
		: `${heldBy(top.holder)}; ${remedy(container, top)}`;
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

/** Gives why it failed. */
export async function giveContainer(world: World, { volume }: ContainerLease): Promise<string | undefined> {
	return removeVolume(world, volume);
}

/** All leases of a container, the one that counts last. */
async function listLeases(world: World, container: string): Promise<readonly ContainerLease[] | Failed> {
	const filter = `label=${BUILDER}=${container}`;
	const argv = ["docker", "volume", "ls", "--filter", filter, "--format", "{{.Name}} {{.Labels}}"];
	const { code, stdout, stderr, error } = await world.run({ argv, timeoutMs: TIMEOUT_MS });
	if (code !== 0) return { why: `its leases cannot be listed (${error ?? stderr.trim().slice(-300)})` };
	const leases = stdout.split("\n").flatMap((line) => readLease(line) ?? []);
	return leases.toSorted((one, other) => one.turn - other.turn);
}

const TIMEOUT_MS = 20_000;

/** `name label=value,label=value`. None of the values has a comma. */
function readLease(line: string): ContainerLease | undefined {
	const [volume = "", ...rest] = line.trim().split(" ");
	const turn = Number(/^mlbuild-lease-[0-9a-f]+-(\d{1,9})$/.exec(volume)?.[1] ?? Number.NaN);
	if (Number.isNaN(turn)) return undefined;
	const labels = rest.join(" ").split(",");
	const value = (name: string) => labels.find((label) => label.startsWith(`${name}=`))?.slice(name.length + 1) ?? "";
	return { volume, turn, holder: value(HOLDER), was: readUpdateValues(value(WAS)) };
}

/** What else stands in a label is not given to the engine. */
function readUpdateValues(text: string): UpdateValues {
	const pairs = [...text.matchAll(/(?:^| )(memory|memory-swap|cpus)=(-1|\d{1,19}(?:\.\d{1,9})?)(?= |$)/g)];
	return Object.fromEntries(pairs.map(([, name = "", value = ""]) => [name, value]));
}

const printValues = (values: UpdateValues | Failed) =>
	Object.entries(values)
		.map(([name, value]) => `${name}=${value}`)
		.join(" ");

const printLease = ({ volume, holder }: ContainerLease) => `${volume} ${holder}`;

async function makeLease(
	world: World,
	container: string,
	{ turn, holder, was }: Omit<ContainerLease, "volume">,
): Promise<string | undefined> {
	const labels = [`${BUILDER}=${container}`, `${HOLDER}=${holder}`, `${WAS}=${printValues(was)}`];
	const flags = labels.flatMap((label) => ["--label", label]);
	const name = `mlbuild-lease-${container.slice(0, 12)}-${turn}`;
	const argv = ["docker", "volume", "create", ...flags, name];
	const { code, stderr, error } = await world.run({ argv, timeoutMs: TIMEOUT_MS });
	return code === 0 ? undefined : `no lease of it could be made (${error ?? stderr.trim().slice(-300)})`;
}

async function removeVolume(world: World, volume: string): Promise<string | undefined> {
	const { code, stderr, error } = await world.run({ argv: ["docker", "volume", "rm", volume], timeoutMs: TIMEOUT_MS });
	if (code === 0 || /no such volume/i.test(stderr)) return undefined;
	return error ?? stderr.trim().slice(-300);
}

function remedy(container: string, { holder, volume, was }: ContainerLease): string {
	const update = printCommand(updateArgv(container.slice(0, 12), was));
	return `if it is known to be over${printWhere(holder)}: ${update} && ${printCommand(["docker", "volume", "rm", volume])}`;
}

/** https://docs.docker.com/reference/cli/docker/container/update/ */
export function updateArgv(container: string, values: UpdateValues): readonly string[] {
	const flags = Object.entries(values).map(([name, value]) => `--${name}=${value}`);
	return ["docker", "container", "update", ...flags, container];
}
