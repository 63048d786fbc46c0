import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { median, print, ratios } from "./numbers.ts";

/**
 * The sub-action where there is room enough, as a runner starts it, against a Node that does nothing. An engine stands by that tells when
 * it is asked; there is no program on the PATH. On this machine itself: a megabyte is asked for, so that nothing is removed.
 */
export async function measureZeroWork(program: string, rounds: number): Promise<void> {
	const folder = mkdtempSync(path.join(tmpdir(), "mlbuild-bench-"));
	const file = (name: string) => path.join(folder, name);
	const nothing = file("nothing.mjs");
	writeFileSync(nothing, "");
	let calls = 0;
	const engine = createServer((_request, response) => {
		calls += 1;
		response.end("{}");
	});
	engine.listen(file("docker.sock"));
	await once(engine, "listening");
	const env = {
		PATH: file("bin"),
		HOME: folder,
		GITHUB_ACTIONS: "true",
		RUNNER_ENVIRONMENT: "github-hosted",
		RUNNER_TEMP: folder,
		DOCKER_HOST: `unix://${file("docker.sock")}`,
		"INPUT_MIN-FREE": "1MB",
		...Object.fromEntries(["OUTPUT", "STATE", "STEP_SUMMARY"].map((name) => [`GITHUB_${name}`, file(name)])),
	};
	const run = async (script: string) => {
		for (const name of ["OUTPUT", "STATE", "STEP_SUMMARY"]) writeFileSync(file(name), "");
		const started = performance.now();
		const child = spawn(process.execPath, [script], { env, cwd: folder, stdio: ["ignore", "ignore", "inherit"] });
		const [code] = await once(child, "close");
		if (code !== 0) throw new Error(`${script} ended with ${code}`);
		return performance.now() - started;
	};
	try {
		const took: Record<"ours" | "nothing", number[]> = { ours: [], nothing: [] };
		for (let round = 0; round < rounds; round += 1) {
			took.nothing.push(await run(nothing));
			took.ours.push(await run(program));
		}
		print(
			`enough is free: median ${median(took.ours).toFixed(0)} ms, a Node that does nothing ${median(took.nothing).toFixed(0)} ms; ${calls} calls of the engine`,
		);
		print(`  of an empty Node: ${ratios(took.ours, took.nothing)}`);
	} finally {
		engine.close();
		rmSync(folder, { recursive: true, force: true });
	}
}
