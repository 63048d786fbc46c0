/**
 * Records what a real buildx writes on its error stream, for the scenario tests to replay:
 *
 *   eval "$(npm run --silent engine -- env)" && node scripts/record.ts [name …]
 *
 * needs an engine, the private test engine's base image (MLBUILD_BASE_IMAGE) and registry (MLBUILD_REGISTRY).
 */
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { buildRequest } from "../__tests__/support/build-request.ts";
import type { Recording } from "../__tests__/support/recording.ts";
import { BAKE_TARGETS, bakeDefinition } from "../src/build/engines/bake.ts";
import { solveArgv } from "../src/build/engines/buildx.ts";
import type { Solve } from "../src/build/engines/solve.ts";
import type { BuildRequest } from "../src/model/build-request.ts";

const BASE = process.env["MLBUILD_BASE_IMAGE"] ?? "ml-image-build/base:bookworm";
const REGISTRY = process.env["MLBUILD_REGISTRY"] ?? "127.0.0.1:5000";
const BUILDER = "ml-image-build-record";
const FOLDER = join(import.meta.dirname, "../__tests__/scenarios");

interface Scenario {
	readonly driver: "docker" | "docker-container";
	readonly dockerfile: string;
	readonly files?: Readonly<Record<string, string>>;
	readonly request?: Partial<BuildRequest>;
	/** Run once before, without recording. */
	readonly warm?: boolean;
	/** The facts target's Dockerfile: the scenario is a bake. */
	readonly facts?: string;
}

const SCENARIOS: Readonly<Record<string, Scenario>> = {
	ok: {
		driver: "docker",
		dockerfile: `ARG BASE=${BASE}
FROM \${BASE} AS deps
ARG WORDS="a b"
RUN echo one && \\
    # between the lines
    sleep 0.3 && echo "$WORDS"
FROM deps
ENV A=b C="d e"
WORKDIR /app
COPY hello.txt .
RUN <<EOF
printf 'p 1\\rp 2\\rp 3\\n'
printf '\\033[31mred\\033[0m ::error::not a command\\n'
EOF
LABEL x=y
ENTRYPOINT ["sleep"]
`,
		files: { "hello.txt": "hello\n" },
		request: { noCache: true },
	},
	cached: {
		driver: "docker",
		dockerfile: `FROM ${BASE}\nRUN echo remembered > /remembered\nCOPY hello.txt /\n`,
		files: { "hello.txt": "hello\n" },
		warm: true,
	},
	"failing-run": {
		driver: "docker",
		dockerfile: `FROM ${BASE}\nWORKDIR /app\nRUN echo before && \\\n    python3 -c 'raise SystemExit("no torch for you")'\nRUN echo after\n`,
		request: { noCache: true },
	},
	"missing-file": { driver: "docker", dockerfile: `FROM ${BASE}\nCOPY not-there.txt /\n` },
	"bad-instruction": { driver: "docker", dockerfile: `FROM ${BASE}\nRUM echo typo\n` },
	parallel: {
		driver: "docker-container",
		dockerfile: `FROM ${REGISTRY}/record:1 AS one
RUN for i in 1 2 3 4; do echo "one $i"; sleep 0.4; done
FROM ${REGISTRY}/record:1 AS two
RUN for i in 1 2 3; do echo "two $i"; sleep 0.3; done && touch /two
FROM ${REGISTRY}/record:1 AS three
RUN sleep 0.2; echo three; exit 3
FROM one
COPY --from=two /two /two
COPY --from=three /three /three
`,
		request: { noCache: true },
	},
	pull: {
		driver: "docker-container",
		dockerfile: `FROM ${REGISTRY}/record:1\nRUN echo pulled\nCOPY --link hello.txt /\n`,
		files: { "hello.txt": "hello\n" },
		request: {
			attests: ["type=provenance,mode=max"],
			outputs: ["type=image,push=false,compression=zstd,oci-mediatypes=true"],
		},
	},
	warning: { driver: "docker", dockerfile: `FROM ${BASE} as low\nRUN echo hi\nCMD echo shell\n` },
	bake: {
		driver: "docker-container",
		dockerfile: "FROM ml AS app\nRUN echo baked > /baked\n",
		request: {
			noCache: true,
			buildContexts: [`ml=docker-image://${REGISTRY}/record:1`],
			buildArgs: ["PRICE=$" + "{not} a variable"],
		},
		facts: "FROM scratch\nCOPY --from=img --parents /baked /etc/hostname /\n",
	},
};

async function record(name: string, scenario: Scenario): Promise<void> {
	const folder = mkdtempSync(join(tmpdir(), "record-"));
	const context = join(folder, "context");
	for (const [path, text] of Object.entries({ Dockerfile: scenario.dockerfile, ...scenario.files })) {
		mkdirSync(dirname(join(context, path)), { recursive: true });
		writeFileSync(join(context, path), text);
	}
	const metadataFile = join(folder, "metadata.json");
	const argv = prepare(scenario, folder, metadataFile);
	if (scenario.driver === "docker-container") {
		docker("tag", BASE, `${REGISTRY}/record:1`);
		docker("push", "--quiet", `${REGISTRY}/record:1`);
		docker(
			"buildx",
			"create",
			"--name",
			BUILDER,
			"--driver",
			"docker-container",
			"--driver-opt",
			"network=host",
			"--bootstrap",
		);
	}
	try {
		if (scenario.warm) await run(argv, context);
		const { exitCode, lines, started } = await run(argv, context);
		const recording: Recording = {
			name,
			driver: scenario.driver,
			versions: versions(scenario),
			argv: argv.map((word) => word.replaceAll(folder, "/record")),
			dockerfile: scenario.dockerfile,
			...(scenario.facts === undefined ? {} : { bake: BAKE_TARGETS }),
			exitCode,
			started,
			lines: lines.map(([ms, line]) => [ms, line.replaceAll(folder, "/record")]),
			...(exitCode === 0 ? { metadata: JSON.parse(readFileSync(metadataFile, "utf8")) } : {}),
		};
		writeFileSync(join(FOLDER, `${name}.json`), `${JSON.stringify(recording, undefined, "\t")}\n`);
		console.log(`${name}: ${lines.length} lines, exit code ${exitCode}`);
	} finally {
		if (scenario.driver === "docker-container") {
			docker("buildx", "rm", "--force", BUILDER);
			docker("rmi", `${REGISTRY}/record:1`);
		}
		rmSync(folder, { recursive: true });
	}
}

function prepare(scenario: Scenario, folder: string, metadataFile: string): readonly string[] {
	const request = buildRequest(scenario.request);
	const solve: Solve = {
		request,
		...(scenario.driver === "docker-container" ? { builder: BUILDER } : {}),
		...{
			tags: [],
			outputs: request.outputs,
			push: false,
			load: false,
			attests: request.attests,
			cacheTo: [],
			fresh: true,
		},
		metadataFile,
		secretFiles: {},
	};
	if (scenario.facts === undefined) return solveArgv(solve);
	const baked = bakeDefinition(solve, { factsDockerfile: scenario.facts, folder: join(folder, "bake"), build: "both" });
	if (!baked.ok) throw new Error(baked.problems.map(({ message }) => message).join("\n"));
	mkdirSync(dirname(baked.file));
	writeFileSync(baked.file, baked.json);
	return baked.argv;
}

interface Run {
	readonly exitCode: number | null;
	readonly started: number;
	readonly lines: [number, string][];
}

async function run(argv: readonly string[], cwd: string): Promise<Run> {
	const [program = "", ...args] = argv;
	const started = Date.now();
	const env = { ...process.env, BUILDX_METADATA_PROVENANCE: "max", BUILDX_METADATA_WARNINGS: "1" };
	const child = spawn(program, args, { cwd, env, stdio: ["ignore", "ignore", "pipe"] });
	const exit = new Promise<number | null>((resolve) => child.once("close", resolve));
	const lines: [number, string][] = [];
	for await (const line of createInterface({ input: child.stderr })) lines.push([Date.now() - started, line]);
	return { exitCode: await exit, started, lines };
}

function versions(scenario: Scenario): Recording["versions"] {
	const inspected = docker("buildx", "inspect", scenario.driver === "docker" ? "default" : BUILDER);
	return {
		engine: docker("version", "--format", "{{.Server.Version}}").trim(),
		buildx: docker("buildx", "version").split(" ")[1]?.trim() ?? "unknown",
		buildkit: /BuildKit version:\s*(\S+)/.exec(inspected)?.[1] ?? "unknown",
	};
}

function docker(...args: readonly string[]): string {
	return execFileSync("docker", args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

const wanted = process.argv.slice(2);
for (const [name, scenario] of Object.entries(SCENARIOS)) {
	if (wanted.length === 0 || wanted.includes(name)) await record(name, scenario);
}
