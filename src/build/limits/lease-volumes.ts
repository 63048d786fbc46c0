import type { World } from "../../model/world.ts";

/** Options of `docker container update` and their values. */
export type UpdateValues = Readonly<Record<string, string>>;

/**
 * A run's right to limit the whole container of a builder: an empty volume of the engine, which all its users see, from whatever machine. What
 * the engine limits outlives a restart of the container, so the mark must too, and no shell is needed in there. A volume's labels never
 * change, and of two who make one of the same name the second gets that of the first.
 */
export interface ContainerLease {
	readonly volume: string;
	/** Counts those who had the container one after the other, each from a dead one. The highest has it. */
	readonly turn: number;
	/** As `printHolder` writes it, unless somebody else has made the volume. */
	readonly holder: string;
	/** What the container was limited to before the first of them: of what they have changed, and nothing else. */
	readonly was: UpdateValues;
}

/** What failed. No option of the engine is called `why`. */
export type Failed = { readonly why: string };

const BUILDER = "ml-image-build.builder";
const HOLDER = "ml-image-build.holder";
const WAS = "ml-image-build.was";
const TIMEOUT_MS = 20_000;

/** All leases of a container, the one that counts last. */
export async function listLeases(world: World, container: string): Promise<readonly ContainerLease[] | Failed> {
	const filter = `label=${BUILDER}=${container}`;
	const argv = ["docker", "volume", "ls", "--filter", filter, "--format", "{{.Name}} {{.Labels}}"];
	const { code, stdout, stderr, error } = await world.run({ argv, timeoutMs: TIMEOUT_MS });
	if (code !== 0) return { why: `its leases cannot be listed (${error ?? stderr.trim().slice(-300)})` };
	const leases = stdout.split("\n").flatMap((line) => readLease(line) ?? []);
	return leases.toSorted((one, other) => one.turn - other.turn);
}

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

/** As it stands in a lease. */
export const printValues = (values: UpdateValues | Failed) =>
	Object.entries(values)
		.map(([name, value]) => `${name}=${value}`)
		.join(" ");

/** Gives why it failed. */
export async function makeLease(
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

/** Gives why it failed. One that is gone already is no failure. */
export async function removeLease(world: World, { volume }: ContainerLease): Promise<string | undefined> {
	const { code, stderr, error } = await world.run({ argv: ["docker", "volume", "rm", volume], timeoutMs: TIMEOUT_MS });
	if (code === 0 || /no such volume/i.test(stderr)) return undefined;
	return error ?? stderr.trim().slice(-300);
}
