import { spawnSync } from "node:child_process";
import path from "node:path";
import { ensureEngine } from "./engine/ensure.ts";
import { describeFailure } from "./engine/failure.ts";

/** End-to-end tests through dist/ on a real engine: the machine's Docker, or the private one of `npm run engine`. */
const root = path.resolve(import.meta.dirname, "..");
try {
	const engine = await ensureEngine({ containerd: true });
	const env = {
		...process.env,
		...engine.env,
		MLBUILD_E2E: "1",
		MLBUILD_MODE: engine.mode,
		MLBUILD_BASE_IMAGE: engine.baseImage,
		...(engine.registry && { MLBUILD_REGISTRY: engine.registry }),
		...(engine.containerdHost && { MLBUILD_CONTAINERD_HOST: engine.containerdHost }),
		...(engine.buildxPlugin && { MLBUILD_BUILDX_PLUGIN: engine.buildxPlugin }),
	};
	const jest = ["--experimental-vm-modules", "--disable-warning=ExperimentalWarning", "node_modules/jest/bin/jest.js"];
	const { status } = spawnSync(process.execPath, [...jest, "--runInBand", ...only(process.argv.slice(2))], {
		cwd: root,
		env,
		stdio: "inherit",
	});
	process.exitCode = status ?? 1;
} catch (error) {
	process.stderr.write(`${describeFailure(error)}\n`);
	process.exitCode = 1;
}

/** Words before the first flag name test files (`docker-` or `container-gate`), flags go to jest as they are. */
function only(given: readonly string[]): readonly string[] {
	const flags = given.findIndex((word) => word.startsWith("-"));
	const names = flags < 0 ? given : given.slice(0, flags);
	const patterns = names.length > 0 ? names.map((name) => `__tests__/e2e/.*${name}`) : ["__tests__/e2e/"];
	return ["--testPathPatterns", ...patterns, ...given.slice(names.length)];
}
