import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { ensureEngine } from "../scripts/engine/ensure.ts";

/**
 * What the action costs over the bare command, in pairs in one run: docker driver, small image, everything cached; then a
 * docker-container builder made, used and removed. Prints medians, differences and ratios; judges nothing.
 */
const root = path.resolve(import.meta.dirname, "..");
const ROUNDS = Number(process.argv[2] ?? 9);
const engine = await ensureEngine({});
const folder = mkdtempSync(path.join(tmpdir(), "mlbuild-bench-"));
writeFileSync(
	path.join(folder, "Dockerfile"),
	`FROM ${engine.baseImage}\nRUN echo bench > /bench\nCOPY Dockerfile /x\n`,
);
writeFileSync(path.join(folder, "scratch.Dockerfile"), "FROM scratch\nCOPY Dockerfile /x\n");
const env: NodeJS.ProcessEnv = { ...process.env, ...engine.env, HOME: process.env["HOME"] };

interface Timed {
	readonly seconds: number;
	readonly code: number | null;
}

function time(argv: readonly string[], extra: NodeJS.ProcessEnv = {}): Timed {
	const started = process.hrtime.bigint();
	const [program = "", ...args] = argv;
	const { status, stderr, stdout } = spawnSync(program, args, {
		cwd: folder,
		env: { ...env, ...extra },
		encoding: "utf8",
	});
	const seconds = Number(process.hrtime.bigint() - started) / 1e9;
	if (status !== 0) throw new Error(`${argv.join(" ")} ended with ${status}\n${stdout}\n${stderr}`);
	return { seconds, code: status };
}

function stepEnv(inputs: Record<string, string>): NodeJS.ProcessEnv {
	const temp = path.join(folder, "temp");
	mkdirSync(temp, { recursive: true });
	const file = (name: string) => {
		const at = path.join(folder, name);
		writeFileSync(at, "");
		return at;
	};
	return {
		GITHUB_ACTIONS: "true",
		RUNNER_TEMP: temp,
		GITHUB_OUTPUT: file("output"),
		GITHUB_STATE: file("state"),
		GITHUB_STEP_SUMMARY: file("summary"),
		...Object.fromEntries(Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])),
	};
}

const median = (values: readonly number[]): number =>
	[...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** Runs both in turn and prints the pair. */
function compare(title: string, bare: () => number, ours: () => number, rounds = ROUNDS): void {
	bare();
	ours();
	const pairs = Array.from({ length: rounds }, () => [bare(), ours()] as const);
	const [b, o] = [median(pairs.map(([x]) => x)), median(pairs.map(([, x]) => x))];
	const more = median(pairs.map(([x, y]) => y - x));
	process.stdout.write(
		`${title}: bare ${b.toFixed(3)} s, ours ${o.toFixed(3)} s, difference ${more >= 0 ? "+" : ""}${more.toFixed(3)} s, ratio ${(o / b).toFixed(2)} (medians of ${rounds} pairs)\n`,
	);
}

const node = process.execPath;
const main = path.join(root, "dist", "main.js");
const post = path.join(root, "dist", "post.js");
const build = [
	"docker",
	"buildx",
	"build",
	"--iidfile",
	path.join(folder, "iid"),
	"--metadata-file",
	path.join(folder, "meta"),
	"--tag",
	"bench:1",
	".",
];
writeFileSync(path.join(folder, "empty.mjs"), "");
// All that main loads before its first own line.
const loaded = readFileSync(main, "utf8").matchAll(/^import .* from "(\.\/chunks\/[^"]+)"/gm);
const chunks = [...loaded].map(([, chunk = ""]) => path.join(root, "dist", chunk));
writeFileSync(path.join(folder, "load.mjs"), chunks.map((chunk) => `import ${JSON.stringify(chunk)};\n`).join(""));

compare(
	"loading the bundle against an empty script",
	() => time([node, path.join(folder, "empty.mjs")]).seconds,
	() => time([node, path.join(folder, "load.mjs")]).seconds,
);
compare(
	"main, docker driver, all cached",
	() => time(build).seconds,
	() => time([node, main], stepEnv({ context: ".", tags: "bench:1", load: "true" })).seconds,
);
compare(
	"main with a gate, docker driver, all cached",
	() => time(build).seconds,
	() => time([node, main], stepEnv({ context: ".", tags: "bench:1", load: "true", "max-image-size": "9GB" })).seconds,
);
compare(
	"main with limits against main without, docker driver, all cached",
	() => time([node, main], stepEnv({ context: ".", load: "true" })).seconds,
	() => time([node, main], stepEnv({ context: ".", load: "true", memory: "1g", cpus: "1" })).seconds,
);
compare(
	"post against nothing",
	() => 0,
	() => time([node, post], stepEnv({})).seconds,
);
compare(
	"main, docker-container made and removed",
	() => {
		const name = `bench-${process.pid}`;
		const create = time([
			"docker",
			"buildx",
			"create",
			"--name",
			name,
			"--driver",
			"docker-container",
			"--bootstrap",
		]).seconds;
		const run = time([
			"docker",
			"buildx",
			"build",
			"--builder",
			name,
			"--output",
			"type=image,push=false",
			"--build-context",
			`img=${folder}`,
			"-f",
			"scratch.Dockerfile",
			".",
		]).seconds;
		return create + run + time(["docker", "buildx", "rm", "--force", name]).seconds;
	},
	() =>
		time(
			[node, main],
			stepEnv({ context: ".", file: "scratch.Dockerfile", driver: "docker-container", "max-image-size": "9GB" }),
		).seconds,
	Math.min(5, ROUNDS),
);
rmSync(folder, { recursive: true, force: true });
