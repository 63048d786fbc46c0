import { below, count, isJson, rows, text } from "../../model/json.ts";
import { listPids } from "../../model/pids.ts";
import type { World } from "../../model/world.ts";
import type { RunningStep } from "../progress/index.ts";
import { type CgroupPlace, cgroupFolder } from "./cgroup-source.ts";
import { DIALECTS, defined } from "./counters.ts";
import type { Activity } from "./deadlines.ts";
import { networkBytes } from "./network.ts";
import type { BuilderTarget } from "./options.ts";

/** What is running, as far as it decides where to look. */
export interface Running {
	readonly steps: readonly RunningStep[];
	/** Where the cgroups of the RUN steps lie on this machine; absent: they are not known, or not here. */
	readonly place?: CgroupPlace;
	/** The RUN steps' own processor time is known, and nothing but RUN steps is at work. */
	readonly counted: boolean;
}

/** A closer look at what the builder does, too dear for every second; nothing when it did not answer this time. Never throws. */
export async function lookCloser(
	world: Pick<World, "engine" | "files">,
	target: BuilderTarget,
	running: Running,
): Promise<Activity | undefined> {
	if (target.kind === "container") return containerActivity(world, target.container, running);
	if (target.kind === "none") return {};
	const { counted } = running;
	const [engine, runs, netBytes] = await Promise.all([
		counted ? {} : engineProcesses(world),
		counted ? {} : engineRuns(world),
		isHere(world) ? engineTraffic(world, running) : undefined,
	]);
	return defined<Activity>({ ...engine, ...runs, netBytes, ...addCpu(engine, runs) });
}

function isHere({ engine }: Pick<World, "engine">): boolean {
	return engine.endpoint.startsWith("unix://");
}

function addCpu({ cpuMs: one }: Activity, { cpuMs: other }: Activity): Activity {
	return one === undefined && other === undefined ? {} : { cpuMs: (one ?? 0) + (other ?? 0) };
}

async function containerActivity(
	world: Pick<World, "engine" | "files">,
	container: string,
	{ steps, place }: Running,
): Promise<Activity | undefined> {
	const { engine } = world;
	if (!engine.direct) return {};
	const path = `/containers/${encodeURIComponent(container)}/stats?stream=false&one-shot=true`;
	const { status, text: answer } = await engine.call({ path, timeoutMs: 5000 });
	if (status !== 200) return undefined;
	const stats = readStats(answer);
	// With the host's network it has none of its own.
	if (stats.netBytes !== undefined || !isHere(world)) return stats;
	const folders = place ? [{ version: place.version, path: place.steps }] : [];
	return defined<Activity>({ ...stats, netBytes: await networkBytes(world, steps, folders) });
}

/** RUN steps of this build where its limit is, else those of all builds. */
async function engineTraffic(world: Pick<World, "files">, { steps, place }: Running): Promise<number | undefined> {
	if (place) return networkBytes(world, steps, [{ version: place.version, path: place.steps }]);
	const all = [
		{ version: "1", path: RUNS },
		{ version: "2", path: RUNS },
		{ version: "2", path: SLICE, only: SLICE_RUN },
	] as const;
	return networkBytes(world, steps, all);
}

/** What a container used, by `GET /containers/{id}/stats`. */
export function readStats(answer: string): Activity {
	let stats: unknown;
	try {
		stats = JSON.parse(answer);
	} catch {
		return {};
	}
	const usage = below(stats, "cpu_stats", "cpu_usage")["total_usage"];
	const networks = below(stats)["networks"];
	const transfers = rows(below(stats, "blkio_stats"), "io_service_bytes_recursive").filter((row) =>
		/^(?:read|write)$/i.test(text(row, "op")),
	);
	return defined<Activity>({
		cpuMs: typeof usage === "number" ? usage / 1e6 : undefined,
		ioBytes: transfers.length === 0 ? undefined : sum(transfers.map((row) => count(row, "value"))),
		netBytes: isJson(networks)
			? sum(Object.values(networks).map((net) => count(below(net), "rx_bytes") + count(below(net), "tx_bytes")))
			: undefined,
	});
}

/** Clock ticks of `/proc/<pid>/stat`: USER_HZ is 100 on all that Docker runs on. */
const TICK_MS = 10;
const ENGINE_PROGRAMS = new Set(["dockerd", "containerd"]);

/** All engines of this machine: which of them is ours cannot be told without root. */
async function engineProcesses({ files }: Pick<World, "files">): Promise<Activity> {
	const read = (path: string) => files.read(path).catch(() => undefined);
	const pids = await listPids({ files });
	const names = await Promise.all(pids.map((pid) => read(`/proc/${pid}/comm`)));
	const engines = pids.filter((_pid, index) => ENGINE_PROGRAMS.has(names[index]?.trim() ?? ""));
	const stats = await Promise.all(engines.map((pid) => read(`/proc/${pid}/stat`)));
	const used = stats.flatMap((stat) => processMs(stat) ?? []);
	return used.length === 0 ? {} : { cpuMs: sum(used) };
}

/** Where the engine's own BuildKit puts RUN steps that are not told where: cgroupfs driver; systemd driver, one by one. */
const RUNS = "/docker/buildkit";
const SLICE = "/system.slice";
const SLICE_RUN = /^system\.slice:docker:/;

/** RUN steps of all builds of this machine's engines. They are no children of the engine's processes, and not of any cgroup of ours without a limit. */
async function engineRuns({ files }: Pick<World, "files">): Promise<Activity> {
	const slice = await files.list(cgroupFolder("2", "cpuacct", SLICE)).catch(() => []);
	const inSlice = slice.filter((name) => SLICE_RUN.test(name)).map((name) => `${SLICE}/${name}`);
	const used = await Promise.all([
		readUse({ files }, "1", RUNS),
		...[RUNS, ...inSlice].map((path) => readUse({ files }, "2", path)),
	]);
	const cpu = used.flatMap(({ cpuMs }) => cpuMs ?? []);
	const io = used.flatMap(({ ioBytes }) => ioBytes ?? []);
	return { ...(cpu.length > 0 && { cpuMs: sum(cpu) }), ...(io.length > 0 && { ioBytes: sum(io) }) };
}

async function readUse({ files }: Pick<World, "files">, version: "1" | "2", path: string): Promise<Activity> {
	const dialect = DIALECTS[version];
	const read = (controller: "cpuacct" | "blkio", name: string) =>
		files.read(`${cgroupFolder(version, controller, path)}/${name}`).catch(() => undefined);
	const [cpu, ...io] = await Promise.all([
		read("cpuacct", dialect.cpu),
		...dialect.io.map((name) => read("blkio", name)),
	]);
	const bytes = io.find((text) => text !== undefined);
	return defined<Activity>({
		cpuMs: cpu === undefined ? undefined : dialect.cpuMs(cpu),
		ioBytes: bytes === undefined ? undefined : dialect.ioBytes(bytes),
	});
}

/** Processor time of a process, user and system: fields 14 and 15, counted behind its name, which may hold anything. */
export function processMs(stat: string | undefined): number | undefined {
	const fields = stat?.slice(stat.lastIndexOf(")") + 2).split(" ") ?? [];
	const [user, system] = [Number(fields[11]), Number(fields[12])];
	return Number.isFinite(user) && Number.isFinite(system) ? (user + system) * TICK_MS : undefined;
}

function sum(values: readonly number[]): number {
	return values.reduce((total, value) => total + value, 0);
}
