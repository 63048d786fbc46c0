import type { Bytes } from "../model/bytes.ts";
import type { Engine, Host, RunnerKind } from "../model/host.ts";
import { readIf } from "../model/read-if.ts";
import type { World } from "../model/world.ts";
import { findBuilder } from "./builder.ts";
import { surveyBuildx } from "./buildx.ts";
import { type DataRoot, readDataRoot } from "./data-root.ts";
import { surveyDisks, type Written } from "./disks.ts";
import { surveyEngine } from "./engine.ts";
import { sudoWorks } from "./sudo.ts";

/** Looks at the machine, all at once, without changing anything. Never throws: what cannot be learnt is absent. */
export async function survey(
	world: World,
	asked: { readonly builder: string; readonly writes?: readonly Written[] },
): Promise<Host> {
	const [{ engine, sudo }, buildx, builder, memory, cgroup] = await Promise.all([
		surveyEngineAndRights(world),
		surveyBuildx(world),
		findBuilder(world, asked.builder),
		surveyMemory(world),
		surveyCgroup(world),
	]);
	const { machine } = world;
	return {
		runner: runnerKind(world.env),
		os: await osName(world),
		arch: machine.arch,
		cpus: machine.cpus,
		...memory,
		cgroup,
		root: machine.uid === 0,
		sudo,
		disks: await surveyDisks(world, "missing" in engine ? undefined : engine, asked.writes ?? []),
		engine,
		buildx,
		...(builder && { builder }),
	};
}

/**
 * What can be seen without a program and without the engine, in a millisecond: whose machine this is, and its disks. Where images lie is
 * what the engine's configuration says.
 */
export async function surveyDisksOnly(world: World): Promise<{ readonly host: Host; readonly dataRoot: DataRoot }> {
	const { machine } = world;
	const root = machine.uid === 0;
	const [disks, dataRoot] = await Promise.all([surveyDisks(world, undefined, []), readDataRoot(world)]);
	const data = { role: "engine data", path: dataRoot.path, ...(await world.files.disk(dataRoot.path)) };
	const host: Host = {
		runner: runnerKind(world.env),
		os: machine.os,
		arch: machine.arch,
		cpus: machine.cpus,
		cgroup: { version: "unknown" },
		root,
		sudo: root ? "not-needed" : "untested",
		disks: [data, ...disks],
		engine: { missing: "it was not asked" },
		buildx: { missing: "it was not asked" },
	};
	return { host, dataRoot };
}

/** https://docs.github.com/actions/reference/variables-reference#default-environment-variables */
function runnerKind(env: World["env"]): RunnerKind {
	if (env["GITHUB_ACTIONS"] !== "true") return "none";
	return env["RUNNER_ENVIRONMENT"] === "github-hosted" ? "github-hosted" : "self-hosted";
}

async function osName(world: World): Promise<string> {
	const text = await readIf(world, "/etc/os-release");
	return /^PRETTY_NAME="?([^"\n]+)/m.exec(text ?? "")?.[1] ?? world.machine.os;
}

async function surveyMemory(world: World): Promise<{ memory?: Bytes; swap?: Bytes }> {
	const text = await readIf(world, "/proc/meminfo");
	const line = (name: string) => {
		const kib = new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(text ?? "")?.[1];
		return kib === undefined ? undefined : Number(kib) * 1024;
	};
	const [memory, swap] = [line("MemTotal"), line("SwapTotal")];
	return { ...(memory !== undefined && { memory }), ...(swap !== undefined && { swap }) };
}

async function surveyCgroup(world: World): Promise<Host["cgroup"]> {
	const [own, controllers] = await Promise.all([
		readIf(world, "/proc/self/cgroup"),
		readIf(world, "/sys/fs/cgroup/cgroup.controllers"),
	]);
	const v2 = /^0::(.*)$/m.exec(own ?? "")?.[1];
	if (controllers?.includes("memory")) return { version: "2", ...(v2 !== undefined && { path: v2 }) };
	const v1 = /^\d+:(?:[^:]*,)?memory(?:,[^:]*)?:(.*)$/m.exec(own ?? "")?.[1];
	return v1 === undefined ? { version: "unknown" } : { version: "1", path: v1 };
}

/**
 * The engine, what we may do on its disk, and the proof that the data root here is really its own: the file `engine-id`
 * (github.com/moby/moby, daemon/id.go) holds the ID that `docker info` says.
 */
async function surveyEngineAndRights(world: World): Promise<Pick<Host, "engine" | "sudo">> {
	const engine = await surveyEngine(world);
	const root = world.machine.uid === 0;
	if ("missing" in engine)
		return { engine, sudo: root ? "not-needed" : (await sudoWorks(world)) ? "passwordless" : "no" };
	const file = `${engine.dataRoot}/engine-id`;
	if (root) return { engine: proven(engine, await readIf(world, file)), sudo: "not-needed" };
	const { code, stdout } = await world.run({ argv: ["sudo", "-n", "--", "cat", file], timeoutMs: 5000 });
	if (code === 0) return { engine: proven(engine, stdout), sudo: "passwordless" };
	return (await sudoWorks(world))
		? { engine: proven(engine, undefined), sudo: "passwordless" }
		: { engine, sudo: "no" };
}

function proven(engine: Engine, id: string | undefined): Engine {
	return { ...engine, rootProven: id !== undefined && engine.id !== "" && id.trim() === engine.id };
}
