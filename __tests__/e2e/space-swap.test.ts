import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from "@jest/globals";
import { parseSwaps } from "../../src/model/swap.ts";
import type { StepOptions } from "../support/action.ts";
import { commandLine, makePlace } from "./support/command-line.ts";
import { folderWith } from "./support/docker.ts";
import { BASE, BASE_ARG } from "./support/dockerfiles.ts";
import { hog } from "./support/hogs.ts";
import { schemaErrors } from "./support/schema.ts";
import { hear, OR_WOKEN, sleepingRun } from "./support/sleepers.ts";
import { buildIn } from "./support/steps.ts";

jest.setTimeout(300_000);

const MIB = 2 ** 20;
/** A machine that is thrown away, as hosted runners are. */
const HOSTED = { GITHUB_ACTIONS: "true", RUNNER_ENVIRONMENT: "github-hosted" };
const areas = () => parseSwaps(readFileSync("/proc/swaps", "utf8"));
const swappiness = () => readFileSync("/proc/sys/vm/swappiness", "utf8").trim();
const filesOfOurs = () => readdirSync("/").filter((name) => /^\.ml-image-build.*\.swap$/.test(name));

const build = (lines: string, inputs: Readonly<Record<string, string>>, more: Partial<StepOptions> = {}) =>
	buildIn(
		folderWith({ Dockerfile: `${BASE}${lines}\n` }),
		{ driver: "docker", "no-cache": "true", ...inputs },
		{
			env: HOSTED,
			...more,
		},
	);

/** Looks while a step sleeps. */
async function buildAsleep<T>(inputs: Readonly<Record<string, string>>, look: () => T) {
	const { ended, there, wake } = beginAsleep(inputs);
	await there;
	const during = look();
	await wake();
	return { result: await ended, during };
}

/** A build with a step that sleeps until it is woken. */
function beginAsleep(inputs: Readonly<Record<string, string>>) {
	const { line, says, wake } = sleepingRun();
	const { heard, onLog } = hear(says);
	const ended = build(`${line} ${OR_WOKEN}`, inputs, { onLog });
	return { ended, there: Promise.race([heard, ended]), wake };
}

let before: ReturnType<typeof areas>;
beforeEach(() => {
	before = areas();
});
/** What there was is as it was; how much of it is used is the machine's own affair. */
afterEach(() => {
	const sizes = (all: ReturnType<typeof areas>) => all.map(({ used: _, ...area }) => area);
	expect(sizes(areas())).toEqual(sizes(before));
	expect(filesOfOurs()).toEqual([]);
});

describe("a build that needs more than its memory", () => {
	const limits = { memory: "200m", "memory-swap": "600m" };

	it("passes with swap made for it, whose peak is told, and which is gone afterwards", async () => {
		const result = await build(hog(300, 3), limits);
		expect(result.code).toBe(0);
		const { swap } = result.report;
		const existing = before.reduce((sum, { bytes }) => sum + bytes, 0);
		expect(swap).toMatchObject({ existing, wanted: 400 * MIB, made: 400 * MIB - existing });
		expect(swap.path).toMatch(/^(\/mnt)?\/\.ml-image-build-\d+-\d+\.swap$/);
		expect(swap.peak).toBeGreaterThan(80 * MIB);
		expect(swap.peak).toBeLessThanOrEqual(400 * MIB);
		expect(result.outputs["swap-bytes"]).toBe(String(swap.made));
		const said = /Swap: 400 MiB made at \/\S+\.swap, peak \d+(\.\d)? MiB/;
		expect(result.log).toMatch(said);
		expect(result.summary.replaceAll("\\", "")).toMatch(said);
		expect(schemaErrors(result.report)).toBeNull();
		expect(result.postLog).toBe("");
	});

	it("fails without: killed where swap is off, and refused before the build where it is required", async () => {
		const killed = await build(hog(300, 3), { ...limits, swap: "off", limits: "best-effort" });
		expect(killed.outputs).toMatchObject({ "failure-kind": "out-of-memory", "swap-bytes": "0" });
		const refused = await build(hog(300, 3), { ...limits, swap: "off" });
		expect(refused.outputs["failure-kind"]).toBe("input");
		expect(refused.log).toMatch(/memory-swap: "600m" asks for 400 MiB of swap.*swap is off; leave out "swap: off"/);
		expect(refused.log).not.toContain("$ docker buildx build");
	});

	it("is refused on a machine that is not thrown away, with the input that allows it, or told", async () => {
		const own = { env: { ...HOSTED, RUNNER_ENVIRONMENT: "self-hosted" } };
		const refused = await build("RUN true", limits, own);
		expect(refused.outputs["failure-kind"]).toBe("input");
		expect(refused.log).toMatch(
			/this runner is self-hosted, and it is not changed unasked; write "allow-self-hosted: true"/,
		);
		const told = await build("RUN true", { ...limits, limits: "best-effort" }, own);
		expect(told.code).toBe(0);
		expect(told.summary).toMatch(/this runner is self-hosted/);
		expect(told.report.swap).toMatchObject({ made: 0, refused: expect.stringContaining("self-hosted") });
	});
});

it("a dry run says what would be made, and makes nothing", async () => {
	const result = await build("RUN true", { swap: "64m", "dry-run": "true" });
	expect(result.log).toMatch(/make 64 MiB of swap at \//);
	expect(result.outputs["swap-bytes"]).toBe("0");
});

it("swappiness is set during the run and put back", async () => {
	const old = swappiness();
	const { result, during } = await buildAsleep({ swappiness: "17" }, swappiness);
	expect(result.code).toBe(0);
	expect(during).toBe("17");
	expect(result.summary).toContain(`vm.swappiness was 17 during the run, ${old} before and after it`);
	expect(swappiness()).toBe(old);
});

describe("swap that is there", () => {
	const theirs = "/mlbuild-e2e-theirs.swap";
	const their = () => areas().find(({ path }) => path === theirs);

	beforeAll(() => {
		execFileSync("fallocate", ["-l", String(64 * MIB + 4096), theirs]);
		execFileSync("chmod", ["600", theirs]);
		execFileSync("mkswap", [theirs]);
		execFileSync("swapon", ["-p", "7", theirs]);
	});
	afterAll(() => {
		execFileSync("swapoff", [theirs]);
		rmSync(theirs);
	});

	it("is added to with its own priority, and not touched", async () => {
		const inode = statSync(theirs).ino;
		const { result, during } = await buildAsleep({ swap: "192m" }, areas);
		expect(result.code).toBe(0);
		expect(result.report.swap).toMatchObject({ existing: 64 * MIB, wanted: 192 * MIB, made: 128 * MIB });
		expect(during.find(({ path }) => path === theirs)).toMatchObject({ bytes: 64 * MIB, priority: 7 });
		expect(during.find(({ path }) => path === result.report.swap.path)).toMatchObject({
			bytes: 128 * MIB,
			priority: 7,
		});
		expect(their()).toMatchObject({ bytes: 64 * MIB, priority: 7 });
		expect(statSync(theirs).ino).toBe(inode);
	});

	it("is enough: nothing is made, in no time", async () => {
		const result = await build("RUN true", { memory: "200m", "memory-swap": "264m" });
		expect(result.code).toBe(0);
		expect(result.report.swap).toMatchObject({ existing: 64 * MIB, wanted: 64 * MIB, made: 0 });
		expect(result.report.phases.map(({ id }: { id: string }) => id)).not.toContain("swap");
		expect(result.log).toMatch(/Swap: 64 MiB there already/);
	});
});

it("two runs side by side make a file each, and each removes its own", async () => {
	const [one, other] = [beginAsleep({ swap: "64m" }), beginAsleep({ swap: "64m" })];
	await Promise.all([one.there, other.there]);
	const both = filesOfOurs().length;
	await one.wake();
	const first = await one.ended;
	const left = filesOfOurs().length;
	await other.wake();
	const second = await other.ended;
	expect([first.code, second.code, both, left]).toEqual([0, 0, 2, 1]);
	expect(first.report.swap.path).not.toBe(second.report.swap.path);
	expect([first.report.swap.made, second.report.swap.made]).toEqual([64 * MIB, 64 * MIB]);
});

describe("a run that is killed", () => {
	const inputs = { swap: "128m", swappiness: "23" };

	it("in the middle of the build: its post step removes the swap", async () => {
		const old = swappiness();
		let during = 0;
		const killed = await build("RUN echo one moment && sleep 30", inputs, {
			signal: { name: "SIGKILL", when: /one moment/ },
			onLog: () => {
				during = Math.max(during, filesOfOurs().length);
			},
		});
		expect(during).toBe(1);
		expect(killed.postCode).toBe(0);
		expect(swappiness()).toBe(old);
	});

	it("or cancelled: it removes the swap itself", async () => {
		const old = swappiness();
		const cancelled = await build("RUN echo one moment && sleep 30", inputs, {
			signal: { name: "SIGINT", when: /one moment/ },
			noPost: true,
		});
		expect(cancelled.outputs["failure-kind"]).toBe("cancelled");
		expect(swappiness()).toBe(old);
	});

	it("on a command line: cleanup removes it, and a run that lives keeps its own", async () => {
		const old = swappiness();
		const place = makePlace({ Dockerfile: `${BASE}RUN echo one moment && sleep 30\n` });
		const env = { ...place.env, ...HOSTED };
		const flags = [
			"--driver",
			"docker",
			"--no-cache",
			"--build-args",
			BASE_ARG,
			"--swap",
			"128m",
			"--swappiness",
			"23",
		];
		const here = { ...place, env };
		const end = await commandLine(here, ["build", ".", ...flags], /one moment/);
		expect(end.code).toBeNull();
		expect(filesOfOurs()).toHaveLength(1);
		expect(areas()).toHaveLength(before.length + 1);
		expect(swappiness()).toBe("23");
		const cleaned = await commandLine(here, ["cleanup"]);
		expect(cleaned).toMatchObject({ code: 0, stdout: expect.stringContaining("1 left-over runs undone") });
		expect(filesOfOurs()).toEqual([]);
		expect(swappiness()).toBe(old);
		expect(place.journals()).toEqual([]);
	});

	it("at any moment while swap is made: nothing is left", async () => {
		for (const afterMs of [0, 15, 30, 60, 120]) {
			const killed = await build("RUN sleep 5", inputs, {
				signal: { name: "SIGKILL", when: /Machine and plan/, afterMs },
			});
			expect({ afterMs, post: killed.postCode }).toEqual({ afterMs, post: 0 });
			expect(filesOfOurs()).toEqual([]);
			expect(areas()).toHaveLength(before.length);
		}
	});
});

it("these tests have swap to make: the kernel of this machine takes it", () => {
	expect({ swaps: existsSync("/proc/swaps"), root: process.getuid?.() }).toEqual({ swaps: true, root: 0 });
});
