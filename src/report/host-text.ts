import type { Disk, Engine, Host } from "../model/host.ts";
import { logLine } from "./escape.ts";
import { memory, size } from "./format.ts";

/** The survey as one compact block of aligned lines, for log and terminal. */
export function renderHost(host: Host): readonly string[] {
	return hostRows(host).map(renderRow);
}

/** The disks alone. */
export function renderDisks(disks: readonly Disk[]): readonly string[] {
	return diskRows(disks).map(renderRow);
}

/** Where the engine's data was looked for when the engine itself did not say it. `from`: the file that does. */
export function renderDataRoot(
	why: "The engine was not asked" | "The engine does not answer",
	{ path, from }: { readonly path: string; readonly from?: string },
): string {
	return logLine(`${why}: its data is at ${path}, ${from === undefined ? "as is usual" : `as ${from} says`}`);
}

function renderRow([name, value]: readonly [name: string, value: string]): string {
	return logLine(`${name.padEnd(8)} ${value}`);
}

/** The survey as rows of name and value, plain text. */
export function hostRows(host: Host): readonly (readonly [name: string, value: string])[] {
	return [
		["Engine", engineText(host.engine)],
		["Builder", builderText(host)],
		["System", machineText(host)],
		["Memory", memoryText(host)],
		...diskRows(host.disks),
		["Allowed", allowedText(host)],
	];
}

function engineText(engine: Host["engine"]): string {
	if ("missing" in engine) return `none: ${engine.missing}`;
	const kind = [
		engine.store === "containerd" ? "containerd image store" : `${engine.storageDriver} image store`,
		...(engine.rootless ? ["rootless"] : []),
		...(engine.local ? [] : ["remote"]),
	];
	return [`Docker ${engine.version}`, ...kind, engine.platform, engine.endpoint].join(", ");
}

function builderText(host: Host): string {
	const buildx = "missing" in host.buildx ? `no buildx: ${host.buildx.missing}` : `buildx ${host.buildx.version}`;
	const buildkit = host.buildkit === undefined ? [] : [`BuildKit ${host.buildkit}`];
	const gone = host.builder?.missing === undefined ? "" : `: not there, ${host.builder.missing}`;
	const named =
		host.builder === undefined
			? []
			: [`${host.builder.name} (${host.builder.driver}, from ${host.builder.from})${gone}`];
	return [buildx, ...buildkit, ...named].join(", ");
}

const RUNNERS: Readonly<Record<Host["runner"], string>> = {
	"github-hosted": "GitHub-hosted runner",
	"self-hosted": "self-hosted runner",
	none: "no runner",
};

function machineText(host: Host): string {
	return `${host.os} ${host.arch}, ${host.cpus} CPUs, ${RUNNERS[host.runner]}`;
}

function memoryText(host: Host): string {
	const total = host.memory === undefined ? "unknown" : memory(host.memory);
	const swap = host.swap === undefined ? "swap unknown" : host.swap === 0 ? "no swap" : `${memory(host.swap)} swap`;
	return `${total}, ${swap}, ${cgroupText(host)}`;
}

function cgroupText(host: Host): string {
	const { version, path } = host.cgroup;
	const place = path === undefined ? "" : ` at ${path}`;
	const engine: Engine | undefined = "missing" in host.engine ? undefined : host.engine;
	const driver = engine === undefined || engine.cgroupDriver === "" ? "" : ` (engine: ${engine.cgroupDriver})`;
	return `${version === "unknown" ? "cgroup version unknown" : `cgroup v${version}`}${place}${driver}`;
}

/** One row a disk: roles that lie on the same device share one. */
function diskRows(disks: readonly Disk[]): readonly (readonly [string, string])[] {
	const groups = Map.groupBy(disks, (disk) => disk.device ?? `path ${disk.path}`);
	return [...groups.values()].map((group) => ["Disk", diskText(group)] as const);
}

function diskText(group: readonly Disk[]): string {
	const sized = group.find((disk) => disk.free !== undefined);
	const total = sized?.total === undefined ? "" : ` of ${size(sized.total)}`;
	const free = sized?.free === undefined ? "free space unknown" : `${size(sized.free)} free${total}`;
	return `${free}: ${group.map((disk) => `${disk.role} ${disk.path}`).join(", ")}`;
}

const SUDO: Readonly<Record<Host["sudo"], string>> = {
	"not-needed": "sudo not needed",
	passwordless: "sudo without password",
	no: "no sudo",
	untested: "sudo not tried",
};

function allowedText(host: Host): string {
	return host.root ? "root" : `ordinary user, ${SUDO[host.sudo]}`;
}
