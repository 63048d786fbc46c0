import type { World } from "../../model/world.ts";
import { below, count, isJson, rows, text } from "../json.ts";
import { defined } from "./counters.ts";
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
	const [cpu, net] = await Promise.all([onlyRuns ? {} : engineProcesses(world), bridgeTraffic(world)]);
	return { ...cpu, ...net };
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
