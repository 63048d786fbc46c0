import { parseArgs } from "node:util";
import { ensureEngine, lookAtEngine, makeContext } from "./engine/ensure.ts";
import { exportLines, statusBlock } from "./engine/facts.ts";
import { describeFailure } from "./engine/failure.ts";
import { stopPrivate } from "./engine/stop.ts";

const USAGE = `node scripts/engine.ts start [--with containerd] | stop | status | env

start   an engine to test on: the machine's own when one answers, else a private one (Debian, root)
stop    stops the private engines and the registry; images and built programs stay
status  what runs; exit code 3 when nothing does
env     lines for eval "$(node scripts/engine.ts env)"; exit code 3 when nothing runs

MLBUILD_ENGINE_DIR   folder of the private engine (default: ml-image-build/engine in the cache folder)
MLBUILD_ENGINE_MODE  "private" passes the machine's own engine by
MLBUILD_REGISTRY     a registry to push to, when the machine's own engine is used`;

const NOT_UP = 3;

const start = async (withContainerd: boolean): Promise<number> => {
	console.log(statusBlock(await ensureEngine({ containerd: withContainerd })));
	return 0;
};

const stop = async (): Promise<number> => {
	console.log(
		(await stopPrivate(makeContext({}))) ? "the private engine is stopped" : "the private engine was not running",
	);
	return 0;
};

const show = async (
	lines: (engine: NonNullable<Awaited<ReturnType<typeof lookAtEngine>>>) => string,
): Promise<number> => {
	const engine = await lookAtEngine();
	if (engine) console.log(lines(engine));
	else console.error("no engine: `node scripts/engine.ts start` gets one");
	return engine ? 0 : NOT_UP;
};

const main = async (): Promise<number> => {
	const { values, positionals } = parseArgs({ allowPositionals: true, options: { with: { type: "string" } } });
	const wanted = values.with;
	if (wanted !== undefined && wanted !== "containerd")
		throw new TypeError(`--with ${wanted}: only "containerd" can be added`);
	switch (positionals.join(" ")) {
		case "start":
			return start(wanted === "containerd");
		case "stop":
			return stop();
		case "status":
			return show(statusBlock);
		case "env":
			return show((engine) => exportLines(engine).join("\n"));
		default:
			console.error(USAGE);
			return 2;
	}
};

try {
	process.exitCode = await main();
} catch (error) {
	console.error(error instanceof TypeError ? error.message : describeFailure(error));
	process.exitCode = error instanceof TypeError ? 2 : 1;
}
