import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll } from "@jest/globals";
import { engineAnswers } from "../../../scripts/engine/api.ts";
import { requireDebianRoot } from "../../../scripts/engine/apt.ts";
import type { Context } from "../../../scripts/engine/context.ts";
import { makeContext } from "../../../scripts/engine/ensure.ts";
import { launch, type Service } from "../../../scripts/engine/launch.ts";
import type { DaemonLayout } from "../../../scripts/engine/layout.ts";
import { clearAfter } from "../../../scripts/engine/leftovers.ts";
import { daemonPath } from "../../../scripts/engine/packages.ts";
import { endStarted, findStarted } from "../../../scripts/engine/process-file.ts";
import { debianEngine } from "./debian-engine.ts";
import { type Namespace, openNamespace, writeNode } from "./second-disk.ts";
import { forgetBuilders } from "./spare-builders.ts";
import { importInto } from "./spare-images.ts";

/** A Docker Engine of one test file's own, which it may break. Its containers and RUN steps have the host's network or none. */
export interface SpareEngine {
	/** Its DOCKER_HOST. */
	readonly host: string;
	/** For the action. */
	readonly env: Readonly<Record<string, string>>;
	/** Where its data lies: with `diskMiB` a file system of that size. */
	readonly disk: string;
	/** Its temporary folder (DOCKER_TMPDIR). */
	readonly temp: string;
	/** With `secondMiB`: the second disk as we see it, and the Node.js that sees it at /mnt. */
	readonly second: { readonly disk: string; readonly node: string };
	/** Of its daemon. */
	pid(): Promise<number>;
	/** Sends its daemon a signal. */
	kill(signal: "SIGTERM" | "SIGKILL"): Promise<void>;
	/** Starts it again after that. */
	start(): Promise<void>;
	/** Ends it and removes all that it had. */
	stop(): Promise<void>;
}

interface SpareOptions {
	/** `debian`: the old one of this machine's own Debian, 20.10 in bookworm. */
	readonly release?: "private" | "debian";
	/** `service`: the containerd store, in a containerd that runs beside the engine and keeps its files beside the engine's data root. */
	readonly store?: "overlay2" | "containerd" | "service";
	/** Its data root on a file system of so many MiB. */
	readonly diskMiB?: number;
	/** Its temporary folder (DOCKER_TMPDIR) on a file system of so many MiB. */
	readonly tempMiB?: number;
	/** It runs where a second disk of so many MiB is mounted at /mnt. */
	readonly secondMiB?: number;
	/** Also the image of the docker-container driver. */
	readonly buildkit?: boolean;
}

/** Short, for a socket's path ends at 107 bytes; in the name stands whose it is, so that what a killed test left is found. */
const PLACE = "/var/tmp";
const OURS = /^mlbspare-(\d+)-\d+$/;
const BUILDS_IN = /^\/var\/tmp\/mlbspare-(\d+)-\d+\//;

const engines: SpareEngine[] = [];
const folders: string[] = [];
let count = 0;

/** Fails with the reason where there can be none: not Debian, or not root. */
export async function makeSpareEngine(options: SpareOptions = {}): Promise<SpareEngine> {
	await requireDebianRoot();
	const context = makeContext({ quiet: true });
	await sweepDead(context);
	count += 1;
	const folder = path.join(PLACE, `mlbspare-${process.pid}-${count}`);
	mkdirSync(path.join(folder, "run"), { recursive: true });
	const disk = placeOf(folder, "disk", options.diskMiB);
	const temp = placeOf(folder, "temp", options.tempMiB);
	const second = { disk: placeOf(folder, "second", options.secondMiB), node: path.join(folder, "node") };
	// When its disks are mounted: a namespace takes along what is there.
	const namespace = options.secondMiB === undefined ? undefined : await openNamespace(second.disk);
	if (namespace) writeNode(second.node, namespace);
	const daemon = layoutOf(folder, disk);
	const start = async () => {
		await endStarted(daemon.pidFile, daemon.dataRoot);
		await clearAfter(context, daemon);
		if (options.store === "service") await launch(context, containerdOf(context, daemon));
		await launch(context, await serviceOf(context, daemon, options, temp, namespace));
	};
	const pid = async () => {
		const record = await findStarted(daemon.pidFile, daemon.dataRoot);
		if (!record) throw new Error(`the spare engine ${daemon.host} does not run`);
		return record.pid;
	};
	const engine: SpareEngine = {
		host: daemon.host,
		env: { DOCKER_HOST: daemon.host },
		disk,
		temp,
		second,
		pid,
		async kill(signal) {
			process.kill(await pid(), signal);
		},
		start,
		async stop() {
			await endStarted(daemon.pidFile, daemon.dataRoot);
			namespace?.close();
			await remove(context, folder);
		},
	};
	engines.push(engine);
	await start();
	importInto(engine.host, "base");
	if (options.buildkit) importInto(engine.host, "buildkit");
	return engine;
}

/** A folder on a new file system of so many MiB, removed after the tests of this file. */
export function makeSmallDisk(mebibytes: number): string {
	count += 1;
	const folder = path.join(PLACE, `mlbspare-${process.pid}-${count}`);
	mkdirSync(folder);
	folders.push(folder);
	return placeOf(folder, "disk", mebibytes);
}

function mountSmall(folder: string, mebibytes: number): void {
	const image = `${folder}.ext4`;
	writeFileSync(image, "");
	truncateSync(image, mebibytes * 2 ** 20);
	must("mkfs.ext4", "-q", "-F", "-m", "0", image);
	must("mount", "-o", "loop", image, folder);
}

function placeOf(folder: string, name: string, mebibytes: number | undefined): string {
	const place = path.join(folder, name);
	mkdirSync(place);
	if (mebibytes !== undefined) mountSmall(place, mebibytes);
	return place;
}

function layoutOf(folder: string, disk: string): DaemonLayout {
	const run = (name: string) => path.join(folder, "run", name);
	const socket = run("s");
	return {
		name: "main",
		dataRoot: path.join(disk, "data"),
		configFile: run("daemon.json"),
		log: path.join(folder, "log"),
		execRoot: run("x"),
		pidFile: run("started"),
		ownPidFile: run("pid"),
		socket,
		host: `unix://${socket}`,
		bridge: "none",
		gateway: "",
		subnet: "",
	};
}

async function serviceOf(
	context: Context,
	daemon: DaemonLayout,
	{ release, store }: SpareOptions,
	temp: string,
	namespace: Namespace | undefined,
) {
	const old = release === "debian" ? await debianEngine(context) : undefined;
	const features = { "containerd-snapshotter": store === "containerd" || store === "service" };
	const config = old ? { "storage-driver": "overlay2" } : { features };
	writeFileSync(daemon.configFile, JSON.stringify(config));
	return {
		name: "spare Docker Engine",
		argv: [
			...(namespace?.enter ?? []),
			old?.dockerd ?? path.join(context.layout.packages, "engine/usr/sbin/dockerd"),
			...["--config-file", daemon.configFile, "--data-root", daemon.dataRoot, "--exec-root", daemon.execRoot],
			...["--pidfile", daemon.ownPidFile, "--host", daemon.host, "--group", "root"],
			...["--bridge", "none", "--iptables=false", "--ip6tables=false"],
			...(store === "service" ? ["--containerd", containerdSocket(daemon)] : []),
		],
		env: {
			...context.environment,
			PATH: [...(old?.path ?? []), daemonPath(context)].join(":"),
			DOCKER_HOST: undefined,
			DOCKER_TMPDIR: temp,
		},
		pidFile: daemon.pidFile,
		mark: daemon.dataRoot,
		log: daemon.log,
		ready: () => engineAnswers(daemon.socket),
		patience: 60_000,
	};
}

/** In the engine's folder for what runs: what is left of it is ended by that. */
function containerdSocket({ execRoot }: DaemonLayout): string {
	return path.join(execRoot, "c");
}

/** As Docker's packages have it: a service of its own, of which the engine knows the address only. Its state's place among its words has it ended. */
function containerdOf(context: Context, daemon: DaemonLayout): Service {
	const [address, file] = [containerdSocket(daemon), path.join(path.dirname(daemon.configFile), "service.toml")];
	const root = path.join(path.dirname(daemon.dataRoot), "images");
	mkdirSync(daemon.execRoot, { recursive: true });
	const settings = [
		"version = 2",
		`root = ${JSON.stringify(root)}`,
		'disabled_plugins = ["io.containerd.grpc.v1.cri"]',
		"[grpc]",
		`  address = ${JSON.stringify(address)}`,
	];
	writeFileSync(file, settings.join("\n"));
	return {
		name: "spare containerd",
		argv: ["containerd", "--config", file, "--state", path.join(daemon.execRoot, "state")],
		env: { ...context.environment, PATH: daemonPath(context) },
		pidFile: path.join(daemon.execRoot, "started"),
		mark: file,
		log: `${daemon.log}-containerd`,
		ready: async () => existsSync(address),
		patience: 30_000,
	};
}

/** What tests that were killed have left. */
async function sweepDead(context: Context): Promise<void> {
	for (const name of readdirSync(PLACE)) {
		const owner = OURS.exec(name)?.[1];
		if (owner !== undefined && isDead(owner)) await remove(context, path.join(PLACE, name));
	}
	forgetBuilders(context.layout.dockerConfig, (socket) => isDead(BUILDS_IN.exec(socket)?.[1]));
}

function isDead(owner: string | undefined): boolean {
	return owner !== undefined && !existsSync(`/proc/${owner}`);
}

async function remove(context: Context, folder: string): Promise<void> {
	await clearAfter(context, layoutOf(folder, path.join(folder, "disk")));
	for (const name of ["disk", "temp", "second"]) unmount(path.join(folder, name));
	rmSync(folder, { recursive: true, force: true });
	forgetBuilders(context.layout.dockerConfig, (socket) => socket.startsWith(`${folder}/`));
}

/** The loop device goes with its mount. */
function unmount(folder: string): void {
	const works = (program: string, ...argv: readonly string[]) => spawnSync(program, argv).status === 0;
	for (let tries = 0; tries < 20 && works("mountpoint", "-q", folder); tries += 1) {
		if (!works("umount", folder)) works("sleep", "0.25");
	}
}

function must(program: string, ...argv: readonly string[]): void {
	const { status, stderr, error } = spawnSync(program, argv, { encoding: "utf8" });
	if (status !== 0) throw new Error(`${program} ${argv.join(" ")}: ${error?.message ?? stderr}`);
}

afterAll(async () => {
	for (const engine of engines) await engine.stop();
	for (const folder of folders) await remove(makeContext({ quiet: true }), folder);
}, 60_000);
