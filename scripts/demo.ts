import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { ensureEngine } from "./engine/ensure.ts";
import type { EngineEnv } from "./engine/facts.ts";
import { describeFailure } from "./engine/failure.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const TAG = "ml-image-build/demo:latest";
const REPORT = ".cache/demo/report.json";
const SUMMARY = ".cache/demo/summary.md";

/** What the demo asks of `examples/gpu-service`: torch as its constraints file holds it, within a budget it keeps. */
const CHECKS = ["--torch-version", ">=2.6,<2.8", "--cuda-version", "12.4", "--max-image-size", "6.5GB"] as const;

/** The command line of the demo. A private engine cannot pull: there the base is the one the engine came with. */
export function demoArgs(engine: Pick<EngineEnv, "mode" | "baseImage">, extra: readonly string[]): readonly string[] {
	const base = engine.mode === "private" ? ["--build-args", `BASE=${engine.baseImage}`] : [];
	return [
		"build",
		"examples/gpu-service",
		...CHECKS,
		"--tags",
		TAG,
		"--name",
		"gpu-service",
		"--report-file",
		REPORT,
		"--summary-file",
		SUMMARY,
		...base,
		...extra,
	];
}

/** Builds on that engine with our own Node and gives the exit code. */
function build(engine: EngineEnv, args: readonly string[]): Promise<number> {
	console.log(`$ ml-image-build ${args.join(" ")}\n`);
	const child = spawn(process.execPath, ["dist/cli.js", ...args], {
		cwd: ROOT,
		env: { ...process.env, ...engine.env },
		stdio: "inherit",
	});
	return new Promise((resolve, reject) => {
		child.once("error", reject);
		child.once("exit", (code) => resolve(code ?? 1));
	});
}

if (import.meta.main) {
	try {
		console.log(
			"A real image with torch 2.6.0 and its CUDA libraries: about 3 GB are downloaded, 10 GB of disk are needed.",
		);
		const engine = await ensureEngine();
		process.exitCode = await build(engine, demoArgs(engine, process.argv.slice(2)));
		console.log(`\nreport ${REPORT}, job summary ${SUMMARY}`);
	} catch (error) {
		console.error(describeFailure(error));
		process.exitCode = 1;
	}
}
