import type { CgroupVersion } from "../../model/cgroup.ts";
import type { Host } from "../../model/host.ts";
import type { World } from "../../model/world.ts";
import { CGROUP_ROOT } from "./files.ts";
import type { LimitSite } from "./way.ts";

/** The container of a builder's node (github.com/docker/buildx, driver/docker-container). */
export function containerOf(node: string): string {
	return `buildx_buildkit_${node}`;
}

/** Why there is no container of a builder to limit, or nothing. */
export function containerObstacle({ host, builder }: LimitSite): string | undefined {
	if (!builder) return "the engine's own BuildKit builds";
	if (builder.driver !== "docker-container")
		return `the builder "${builder.name}" (${builder.driver}) is limited by whoever runs it`;
	if ("missing" in host.engine) return "there is no Docker Engine";
	if (host.engine.cgroupDriver === "none")
		return "the engine is rootless and has no cgroups (Cgroup Driver: none): it cannot limit anything";
	if (builder.elsewhere !== undefined)
		return `the builder "${builder.name}" is on another engine (${builder.elsewhere})`;
	if (builder.nodes.length > 1)
		return `the builder "${builder.name}" has ${builder.nodes.length} nodes, and only one can be limited`;
	return builder.nodes.length === 0 ? `the nodes of the builder "${builder.name}" are not known` : undefined;
}

export interface Container {
	readonly id: string;
	readonly pid: number;
	readonly configured: Configured;
}

/** What the engine was told to limit a container to; 0 is no limit, absent is not known. https://docs.docker.com/reference/api/engine/ */
export interface Configured {
	/** Bytes. */
	readonly memory?: number;
	/** Bytes of memory and swap; -1 is no limit, 0 twice the memory. */
	readonly memorySwap?: number;
	/** Billionths of a processor: `--cpus`. */
	readonly nanoCpus?: number;
	/** Microseconds. The engine takes no `--cpus` where one of these is set. */
	readonly cpuQuota?: number;
	readonly cpuPeriod?: number;
}

/** The container, as the engine knows it; or why it cannot be told. */
export async function inspectContainer(world: World, name: string): Promise<Container | { readonly why: string }> {
	const text = await inspectText(world, name);
	if (typeof text !== "string") return text;
	try {
		const found = JSON.parse(text) as {
			Id?: string;
			State?: { Pid?: number };
			HostConfig?: Record<string, unknown>;
		};
		if (found.Id && found.State?.Pid)
			return { id: found.Id, pid: found.State.Pid, configured: readConfigured(found.HostConfig ?? {}) };
	} catch {
		// Not what an engine answers.
	}
	return { why: `the container ${name} does not run` };
}

/** Beyond the safe integers a number is no longer the one that the engine has. */
function readConfigured(config: Readonly<Record<string, unknown>>): Configured {
	const number = (name: string) => (Number.isSafeInteger(config[name]) ? (config[name] as number) : undefined);
	const [memory, memorySwap, nanoCpus] = [number("Memory"), number("MemorySwap"), number("NanoCpus")];
	const [cpuQuota, cpuPeriod] = [number("CpuQuota"), number("CpuPeriod")];
	return {
		...(memory !== undefined && { memory }),
		...(memorySwap !== undefined && { memorySwap }),
		...(nanoCpus !== undefined && { nanoCpus }),
		...(cpuQuota !== undefined && { cpuQuota }),
		...(cpuPeriod !== undefined && { cpuPeriod }),
	};
}

async function inspectText(world: World, name: string): Promise<string | { readonly why: string }> {
	if (world.engine.direct) {
		const { status, text } = await world.engine.call({ path: `/containers/${encodeURIComponent(name)}/json` });
		return status === 200 ? text : { why: `the engine knows no container ${name} (${status})` };
	}
	const argv = ["docker", "container", "inspect", "--format", "{{json .}}", name];
	const { code, stdout, stderr, error } = await world.run({ argv, timeoutMs: 20_000 });
	return code === 0 ? stdout : { why: error ?? stderr.trim() };
}

/**
 * The cgroup of the container on this machine, below the cgroup root: from the engine's process id, and believed only when the
 * container's own id stands in the path. BuildKit moves itself into `init` on v2.
 */
export async function findContainerCgroup(
	world: World,
	host: Host,
	container: Container,
): Promise<{ readonly version: CgroupVersion; readonly path: string } | undefined> {
	const { version } = host.cgroup;
	if (version === "unknown" || "missing" in host.engine || !host.engine.local) return undefined;
	const text = await world.files.read(`/proc/${container.pid}/cgroup`).catch(() => undefined);
	const pattern = version === "2" ? /^0::(.*)$/m : /^\d+:(?:[^:]*,)?memory(?:,[^:]*)?:(.*)$/m;
	const found = pattern.exec(text ?? "")?.[1] ?? "";
	const end = found.indexOf(container.id);
	if (end < 0 || found.split("/").includes("..")) return undefined;
	const path =
		found.slice(0, end + container.id.length) +
		(/^\.scope/.test(found.slice(end + container.id.length)) ? ".scope" : "");
	const there = await world.files.kind(`${CGROUP_ROOT}${version === "1" ? "/memory" : ""}${path}`);
	return there === "folder" ? { version, path } : undefined;
}

/** The cgroup version inside of the engine's containers. */
export function engineCgroupVersion({ engine }: Host): CgroupVersion | undefined {
	return "missing" in engine || engine.cgroupVersion === "unknown" ? undefined : engine.cgroupVersion;
}
