import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import {
	makeUser,
	makeUserPlace,
	openSocket,
	removeUser,
	USER,
	type UserPlace,
} from "../__tests__/e2e/support/users.ts";
import { ensureEngine } from "../scripts/engine/ensure.ts";

/**
 * What it costs to know an image, against what people do today, in one run on one machine: a real torch image on a
 * docker-container builder against `--load`, and in the engine against `docker save`. Judges nothing.
 *
 *   node bench/facts.ts [--full]     --full: torch with its CUDA wheels (5.9 GB) for the engine, else torch alone (1.8 GB)
 */
const root = path.resolve(import.meta.dirname, "..");
const full = process.argv.includes("--full");
const engine = await ensureEngine({});
const folder = mkdtempSync(path.join(tmpdir(), "mlbuild-bench-"));
const registry = engine.registry ?? "127.0.0.1:5000";
const base = `${registry}/bench/base:1`;
Object.assign(process.env, engine.env, engine.buildxPlugin && { MLBUILD_BUILDX_PLUGIN: engine.buildxPlugin });
const { env } = process;

const dockerfile = (image: string, deps: boolean) =>
	`FROM ${image}\nRUN pip install --no-cache-dir ${deps ? "" : "--no-deps "}torch==2.6.0\n`;

function docker(...args: string[]): number {
	const started = process.hrtime.bigint();
	const { status, stderr } = spawnSync("docker", args, { cwd: folder, env, encoding: "utf8", maxBuffer: 1 << 28 });
	if (status !== 0) throw new Error(`docker ${args.join(" ")} ended with ${status}\n${stderr}`);
	return Number(process.hrtime.bigint() - started) / 1e9;
}

interface Facts {
	readonly phase: number;
	readonly gigabytes: number;
	/** Of the layers that the build made. */
	readonly own: number;
	readonly methods: string;
}

/** Runs the action and takes the seconds of its facts phase and of each fact from its report. */
function facts(inputs: Record<string, string>, place?: UserPlace): Facts {
	const user = place && { uid: USER.uid, gid: USER.gid };
	const home = mkdtempSync(path.join(tmpdir(), "mlbuild-bench-step-"));
	const temp = path.join(home, "temp");
	mkdirSync(temp);
	for (const name of ["output", "state", "summary"]) writeFileSync(path.join(home, name), "");
	if (user) spawnSync("chown", ["-R", `${user.uid}:${user.gid}`, home]);
	const step: NodeJS.ProcessEnv = {
		...env,
		GITHUB_ACTIONS: "true",
		RUNNER_TEMP: temp,
		GITHUB_OUTPUT: path.join(home, "output"),
		GITHUB_STATE: path.join(home, "state"),
		GITHUB_STEP_SUMMARY: path.join(home, "summary"),
		...Object.fromEntries(Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])),
		...place?.env,
	};
	const { node, dist } = place?.program ?? { node: process.execPath, dist: path.join(root, "dist") };
	const { status, stdout } = spawnSync(node, [path.join(dist, "main.js")], {
		cwd: folder,
		env: step,
		encoding: "utf8",
		maxBuffer: 1 << 28,
		...user,
	});
	const output = readFileSync(path.join(home, "output"), "utf8");
	const report = JSON.parse(readFileSync(/report-json<<(\S+)\n(.*)\n\1/.exec(output)?.[2] ?? "", "utf8"));
	rmSync(home, { recursive: true, force: true });
	if (status !== 0) throw new Error(stdout);
	const phase = report.phases.find((one: { id: string }) => one.id === "facts");
	const [image] = report.images;
	const part = (name: string) => `${name} ${image[name].method ?? "unknown"} ${image[name].seconds ?? ""} s`;
	return {
		phase: (phase.completed - phase.started) / 1000,
		gigabytes: (image.unpackedBytes.value ?? Number.NaN) / 1e9,
		own: ownBytes(image.layers.value ?? []) / 1e9,
		methods: ["torch", "unpackedBytes", "compressedBytes"].map(part).join(", "),
	};
}

function ownBytes(layers: readonly { readonly base: boolean; readonly unpackedBytes?: number }[]): number {
	return layers.reduce((sum, { base, unpackedBytes = Number.NaN }) => sum + (base ? 0 : unpackedBytes), 0);
}

function tell(title: string, ours: Facts, other: string, seconds: number): void {
	const ratio = (seconds / ours.phase).toFixed(0);
	process.stdout.write(
		`${title} (${ours.gigabytes.toFixed(2)} GB): ours ${ours.phase.toFixed(2)} s, ${(ours.phase / ours.own).toFixed(2)} s per GB of its own layers; ${other} ${seconds.toFixed(1)} s, ${ratio} times as long\n  ${ours.methods}\n`,
	);
}

const builder = `bench-facts-${process.pid}`;
let closeSocket = () => {};
const userRoot = mkdtempSync(path.join(tmpdir(), "mlbuild-bench-user-"));
try {
	docker("tag", engine.baseImage, base);
	docker("push", "--quiet", base);
	docker(
		"buildx",
		"create",
		"--name",
		builder,
		"--driver",
		"docker-container",
		"--driver-opt",
		"network=host",
		"--bootstrap",
	);
	writeFileSync(path.join(folder, "Dockerfile"), dockerfile(base, false));
	const inputs = { context: ".", builder, "torch-version": ">=2", "max-image-size": "90GB" };
	facts(inputs);
	const container = facts(inputs);
	const load = docker("buildx", "build", "--builder", builder, "--load", "--tag", "bench/load:1", ".");
	tell("docker-container, as root", container, "docker buildx build --load", load);

	if (process.getuid?.() === 0) {
		makeUser();
		const place = makeUserPlace(userRoot);
		closeSocket = openSocket();
		spawnSync("chmod", ["-R", "a+rX", folder]);
		const made = {
			context: ".",
			driver: "docker-container",
			"driver-opts": "network=host",
			"torch-version": ">=2",
			"max-image-size": "90GB",
		};
		tell("docker-container, ordinary user without sudo", facts(made, place), "docker buildx build --load", load);
	}

	writeFileSync(path.join(folder, "Dockerfile"), dockerfile(engine.baseImage, full));
	const inEngine = { context: ".", tags: "bench/engine:1", "torch-version": ">=2", "max-image-size": "90GB" };
	facts(inEngine);
	const warm = facts(inEngine);
	const saved = docker("save", "--output", path.join(folder, "saved.tar"), "bench/engine:1");
	tell("docker driver, overlay2", warm, "docker save to a file", saved);
} finally {
	closeSocket();
	removeUser();
	spawnSync("docker", ["buildx", "rm", "--force", builder], { env });
	spawnSync("docker", ["rmi", "--force", "bench/engine:1", "bench/load:1", base], { env });
	for (const place of [folder, userRoot]) rmSync(place, { recursive: true, force: true });
}
