import type { World } from "../../model/world.ts";
import { below, count, isJson, rows, text } from "../json.ts";
import { cgroupFolder } from "./cgroup-source.ts";
import { DIALECTS, defined } from "./counters.ts";
import type { Activity } from "./deadlines.ts";
import type { BuilderTarget } from "./options.ts";

/** A closer look at what the builder does, too dear for every second. `onlyRuns`: the RUN steps' own processor time is known. Never throws. */
export async function lookCloser(
	world: Pick<World, "engine" | "files">,
	target: BuilderTarget,
	onlyRuns: boolean,
): Promise<Activity> {
	if (target.kind === "container") return containerActivity(world, target.container);
	if (target.kind === "none") return {};
	const [engine, runs, net] = await Promise.all([
		onlyRuns ? {} : engineProcesses(world),
		onlyRuns ? {} : engineRuns(world),
		bridgeTraffic(world),
	]);
	return { ...engine, ...runs, ...net, ...addCpu(engine, runs) };
}

function addCpu({ cpuMs: one }: Activity, { cpuMs: other }: Activity): Activity {
	return one === undefined && other === undefined ? {} : { cpuMs: (one ?? 0) + (other ?? 0) };
}

async function containerActivity({ engine }: Pick<World, "engine">, container: string): Promise<Activity> {
	if (!engine.direct) return {};
	const path = `/containers/${encodeURIComponent(container)}/stats?stream=false&one-shot=true`;
	const { status, text: answer } = await engine.call({ path, timeoutMs: 5000 });
	return status === 200 ? readStats(answer) : {};
}

/** What a container used, by `GET /containers/{id}/stats`. With the host's network it has none of its own. */
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
	const pids = (await files.list("/proc").catch(() => [])).filter((name) => /^\d+$/.test(name));
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

/** The bridge of the engine's default network, on which its RUN steps are. */
async function bridgeTraffic({ files }: Pick<World, "files">): Promise<Activity> {
	const folder = "/sys/class/net/docker0/statistics";
	const texts = await Promise.all(
		["rx_bytes", "tx_bytes"].map((name) => files.read(`${folder}/${name}`).catch(() => undefined)),
	);
	const bytes = texts.flatMap((text) => (text === undefined ? [] : [Number(text)]));
	return bytes.length === 2 ? { netBytes: sum(bytes) } : {};
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
