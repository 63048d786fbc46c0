import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { ensureEngine, makeContext } from "./engine/ensure.ts";
import { describeFailure } from "./engine/failure.ts";
import { makeSpareImages } from "./engine/spare-images.ts";
import { addUp, type JestResults } from "./jest-results.ts";
import { ensureMachine } from "./machine/image.ts";
import { placesFor } from "./machine/places.ts";
import { type Lane, lanesOf, selectTests, takeOutput } from "./selection.ts";

/** End-to-end tests through dist/ on a real engine: the machine's Docker, or the private one of `npm run engine`. */
const root = path.resolve(import.meta.dirname, "..");
const JEST = [
	...[process.execPath, "--experimental-vm-modules", "--disable-warning=ExperimentalWarning"],
	"node_modules/jest/bin/jest.js",
];
/** The emulated machine computes all the time, and takes what the others leave: some of them measure seconds. */
const IN_LEISURE = ["nice", "-n", "15"];

try {
	const { files, flags } = selectTests(process.argv.slice(2), readdirSync(path.join(root, "__tests__/e2e")));
	if (files.length === 0) throw new Error(`no test file is named like ${process.argv.slice(2).join(" ")}`);
	const engine = await ensureEngine({ containerd: true });
	const env = {
		...process.env,
		...engine.env,
		MLBUILD_E2E: "1",
		MLBUILD_MODE: engine.mode,
		MLBUILD_BASE_IMAGE: engine.baseImage,
		MLBUILD_SPARE_IMAGES: await makeSpareImages(makeContext({}), engine),
		...(engine.registry && { MLBUILD_REGISTRY: engine.registry }),
		...(engine.containerdHost && { MLBUILD_CONTAINERD_HOST: engine.containerdHost }),
		...(engine.buildxPlugin && { MLBUILD_BUILDX_PLUGIN: engine.buildxPlugin }),
	};
	process.exitCode = await runLanes(lanesOf(files), flags, env);
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

/** Each lane by a Jest of its own, all at once but for the one that is alone; one `--outputFile` for all. Gives the exit code. */
async function runLanes(lanes: readonly Lane[], flags: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
	const { output, others } = takeOutput(flags);
	const folder = mkdtempSync(path.join(tmpdir(), "mlbuild-e2e-lanes-"));
	const fileOf = ({ name }: Lane) => path.join(folder, `${name}.json`);
	const run = async (lane: Lane): Promise<number> => {
		const machine = lane.name === "machine";
		const words = output === undefined ? others : [...others, "--outputFile", fileOf(lane)];
		const argv = [...(machine ? IN_LEISURE : []), ...JEST, "--runInBand", ...words, "--runTestsByPath", ...lane.files];
		// The others do not wait for the machine's disk.
		return runJest(argv, { ...env, ...(machine && (await machineFacts())) }, lanes.length > 1 ? `${lane.name}| ` : "");
	};
	const all = (which: (lane: Lane) => boolean) => Promise.all(lanes.filter(which).map(run));
	try {
		const [machine, network] = await Promise.all([
			all(({ name }) => name === "machine"),
			all(({ name }) => name === "main" || name === "beside").then(async (codes) => [
				...codes,
				...(await all(({ name }) => name === "alone")),
			]),
		]);
		if (output !== undefined)
			writeFileSync(output, JSON.stringify(addUp(lanes.map((lane) => readResults(fileOf(lane))))));
		return [...machine, ...network].every((code) => code === 0) ? 0 : 1;
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

/** A lane that is alone has the terminal; else its lines are marked. */
async function runJest(argv: readonly string[], env: NodeJS.ProcessEnv, mark: string): Promise<number> {
	const [program = "", ...words] = argv;
	const child = spawn(program, words, {
		cwd: root,
		env,
		stdio: mark === "" ? "inherit" : ["ignore", "pipe", "pipe"],
	});
	for (const stream of [child.stdout, child.stderr])
		if (stream) createInterface({ input: stream }).on("line", (line) => process.stderr.write(`${mark}${line}\n`));
	const [code] = await once(child, "close");
	return code ?? 1;
}

function readResults(file: string): JestResults | undefined {
	try {
		return JSON.parse(readFileSync(file, "utf8"));
	} catch {
		return undefined;
	}
}
