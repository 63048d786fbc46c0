import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import path from "node:path";
import { ensureEngine } from "./engine/ensure.ts";
import { describeFailure } from "./engine/failure.ts";
import { ensureMachine } from "./machine/image.ts";
import { placesFor } from "./machine/places.ts";
import { jestWords, wantsMachine } from "./selection.ts";

/** End-to-end tests through dist/ on a real engine: the machine's Docker, or the private one of `npm run engine`. */
const root = path.resolve(import.meta.dirname, "..");
try {
	const chosen = jestWords(process.argv.slice(2));
	const files = readdirSync(path.join(root, "__tests__/e2e"));
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
		...(wantsMachine(chosen, files) && (await machineFacts())),
	};
	const jest = ["--experimental-vm-modules", "--disable-warning=ExperimentalWarning", "node_modules/jest/bin/jest.js"];
	const { status } = spawnSync(process.execPath, [...jest, "--runInBand", ...chosen], {
		cwd: root,
		env,
		stdio: "inherit",
	});
	process.exitCode = status ?? 1;
} catch (error) {
	process.stderr.write(`${describeFailure(error)}\n`);
	process.exitCode = 1;
}

/** Where there can be no machine its tests fail with the reason, and the others run. */
async function machineFacts(): Promise<Readonly<Record<string, string>>> {
	try {
		return { MLBUILD_MACHINE_IMAGE: await ensureMachine(placesFor()) };
	} catch (error) {
		return { MLBUILD_MACHINE_WHY_NOT: describeFailure(error, "machine") };
	}
}
