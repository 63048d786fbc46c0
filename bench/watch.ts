import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { ensureEngine } from "../scripts/engine/ensure.ts";

/**
 * What watching a long build costs: processor time and memory of the action over a build of some minutes (default 10), against the same over
 * one of a few seconds. Prints; judges nothing.
 */
const root = path.resolve(import.meta.dirname, "..");
const minutes = Number(process.argv[2] ?? 10);
const engine = await ensureEngine({});
const folder = mkdtempSync(path.join(tmpdir(), "mlbuild-bench-"));
const told = path.join(folder, "told.json");
writeFileSync(
	path.join(folder, "preload.mjs"),
	`import { readFileSync, writeFileSync } from "node:fs";
process.on("exit", () => {
	const peak = Number(/VmHWM:\\s+(\\d+)/.exec(readFileSync("/proc/self/status", "utf8"))[1]) * 1024;
	const { user, system } = process.cpuUsage();
	writeFileSync(${JSON.stringify(told)}, JSON.stringify({ peak, cpu: (user + system) / 1e6 }));
});
`,
);

interface Cost {
	/** Bytes. */
	readonly peak: number;
	/** Seconds. */
	readonly cpu: number;
}

function build(seconds: number): Cost {
	const context = path.join(folder, `context-${seconds}`);
	mkdirSync(context);
	writeFileSync(
		path.join(context, "Dockerfile"),
		`FROM ${engine.baseImage}\nRUN i=0; while [ $i -lt ${seconds} ]; do i=$((i+1)); sleep 1; done; echo ${Date.now()}\n`,
	);
	const env = { ...process.env, ...engine.env, NODE_OPTIONS: `--import ${path.join(folder, "preload.mjs")}` };
	const argv = [path.join(root, "dist", "cli.js"), "build", context, "--memory", "1g", "--driver", "docker"];
	const { status, stderr } = spawnSync(process.execPath, argv, { env, encoding: "utf8" });
	if (status !== 0) throw new Error(`the build ended with ${status}\n${stderr}`);
	return JSON.parse(readFileSync(told, "utf8")) as Cost;
}

const short = build(3);
const long = build(minutes * 60);
const share = (100 * (long.cpu - short.cpu)) / (minutes * 60 - 3);
process.stdout.write(
	`watching ${minutes} min: ${share.toFixed(2)} % of a core, peak memory ${(long.peak / 1e6).toFixed(1)} MB (after 3 s: ${(short.peak / 1e6).toFixed(1)} MB)\n`,
);
rmSync(folder, { recursive: true, force: true });
