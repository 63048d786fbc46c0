import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { type CommandEnd, commandLine, makePlace, type Place } from "./support/command-line.ts";
import { BASE, docker, HOST_NETWORK, ownBuilder, tracesOf, tryDocker, unique } from "./support/docker.ts";
import { heldStep } from "./support/held-step.ts";
import { processesWith, remaining } from "./support/processes.ts";

jest.setTimeout(300_000);

const ENGINE_BASE = process.env["MLBUILD_BASE_IMAGE"] ?? "";
/** A torch of two small files: all that is looked at. */
const FAKE_TORCH = `ARG BASE=${ENGINE_BASE}
FROM \${BASE}
WORKDIR /usr/lib/python3/dist-packages
RUN mkdir torch torch-2.6.0.dist-info
RUN printf "__version__ = '2.6.0+cu124'\\ncuda = '12.4'\\nhip = None\\n" > torch/version.py
RUN printf 'Metadata-Version: 2.1\\nName: torch\\nVersion: 2.6.0\\n' > torch-2.6.0.dist-info/METADATA
`;

describe("ml-image-build build", () => {
	const tag = `cli-${unique("app")}:1`;
	let place: Place;
	let green: CommandEnd;

	beforeAll(async () => {
		place = makePlace({ "app/Dockerfile": FAKE_TORCH });
		const files = ["--summary-file", "out/summary.md", "--report-file", "out/report.json"];
		green = await commandLine(place, [
			"build",
			"app",
			"--tags",
			tag,
			"--torch-version",
			">=2.6,<2.8",
			"--max-image-size",
			"400MB",
			...files,
		]);
	});
	afterAll(() => void tryDocker("rmi", tag));

	test("is green: exit code 0, the image is tagged", () => {
		expect(green.stderr).toContain("2.6.0+cu124");
		expect(green.code).toBe(0);
		expect(docker("image", "inspect", "--format", "{{.Id}}", tag)).toMatch(/^sha256:/);
	});

	test("speaks to people: verdict, size, no colours without a terminal, no workflow commands", () => {
		const all = green.stdout + green.stderr;
		expect(all).toMatch(/✔ .*2 checks passed/);
		expect(all).toContain("unpacked");
		expect(all).not.toContain("\u001b");
		expect(all).not.toMatch(/^(::|##\[)/m);
	});

	test("writes the summary as Markdown and the report as JSON where asked", () => {
		expect(readFileSync(path.join(place.cwd, "out/summary.md"), "utf8")).toMatch(/^#+ .*/m);
		const report = JSON.parse(readFileSync(path.join(place.cwd, "out/report.json"), "utf8"));
		expect(report).toMatchObject({ schema: 1, conclusion: "pass" });
	});

	test("leaves nothing in the temporary folder", () => {
		expect(place.left()).toEqual([]);
		expect(place.journals()).toEqual([]);
	});

	test.each([
		[["--torch-version", "==2.8.*"], 1, "2.6.0+cu124"],
		[["--max-image-size", "1MB"], 1, "MB over"],
		[["--max-image-size", "10 GBB", "--torch-version", "newest"], 2, '"10 GBB"'],
		[["--max-image-size=400MB", "--dry-run"], 0, "judge max-image-size"],
	])("%j ends with exit code %d", async (flags, code, text) => {
		const end = await commandLine(place, ["build", "app", ...flags]);
		expect(end.stderr + end.stdout).toContain(text);
		expect(end.code).toBe(code);
		expect(place.left()).toEqual([]);
	});

	test("without an engine it says so, with the remedy", async () => {
		const away = { ...place, env: { ...place.env, DOCKER_HOST: "unix:///nowhere/docker.sock" } };
		const end = await commandLine(away, ["build", "app"]);
		expect(end.code).toBe(1);
		expect(end.stderr).toContain("no Docker Engine answers");
		expect(end.stderr).toContain("start Docker");
	});
});

describe("a run that was killed", () => {
	const place = makePlace({});
	const marker = () => `sleep 3${Math.floor(Math.random() * 1e9)}`;

	const kill = async (on: readonly string[], base: string) => {
		const sleep = marker();
		const there = makePlace({
			Dockerfile: `FROM ${base}\nRUN echo now-it-$((1))-sleeps && ${sleep}\n`,
			"next/Dockerfile": "FROM scratch\nCOPY Dockerfile /x\n",
		});
		const end = await commandLine(there, ["build", ...on, "--max-image-size", "400MB"], /now-it-1-sleeps/);
		expect(end.code).toBeNull();
		expect(there.journals()).toHaveLength(1);
		return { there, sleep, end };
	};
	const gone = async ({ there, sleep }: { there: Place; sleep: string }) => {
		expect(await remaining(() => processesWith(sleep))).toEqual([]);
		expect(await remaining(() => processesWith(there.temp))).toEqual([]);
		expect(there.journals()).toEqual([]);
		expect(there.left()).toEqual([]);
	};

	test("is swept by cleanup, docker driver", async () => {
		const killed = await kill(["--driver", "docker"], ENGINE_BASE);
		const end = await commandLine(killed.there, ["cleanup"]);
		expect(end).toMatchObject({ code: 0, stdout: expect.stringContaining("1 left-over run") });
		await gone(killed);
	});

	test("is swept by cleanup, docker-container driver: its builder is gone too", async () => {
		const killed = await kill(["--driver", "docker-container", "--driver-opts", HOST_NETWORK], BASE);
		const builder = ownBuilder(killed.end.stderr);
		expect(tracesOf(builder)).not.toEqual([]);
		expect((await commandLine(killed.there, ["cleanup"])).code).toBe(0);
		expect(tracesOf(builder)).toEqual([]);
		await gone(killed);
	});

	test("is swept by the next run", async () => {
		const killed = await kill(["--driver", "docker"], ENGINE_BASE);
		expect((await commandLine(killed.there, ["build", "next"])).code).toBe(0);
		await gone(killed);
	});

	test("cleanup leaves a run alone that still lives", async () => {
		const held = heldStep();
		const there = makePlace({ Dockerfile: `FROM ${ENGINE_BASE}\n${held.line}\n` });
		const living = commandLine(there, ["build", "--driver", "docker", "--max-image-size", "400MB"]);
		await held.asleep(living);
		expect(there.journals()).toHaveLength(1);
		expect((await commandLine(there, ["cleanup"])).code).toBe(0);
		expect(there.journals()).toHaveLength(1);
		held.end();
		expect((await living).code).toBe(0);
		expect(there.journals()).toEqual([]);
	});

	test("cleanup has nothing to do where nothing was killed", async () => {
		expect(await commandLine(place, ["cleanup"])).toMatchObject({
			code: 0,
			stdout: expect.stringContaining("0 left-over"),
		});
	});
});
