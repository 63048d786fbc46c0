import { execFileSync } from "node:child_process";
import {
	chmodSync,
	chownSync,
	closeSync,
	mkdirSync,
	openSync,
	readdirSync,
	rmSync,
	statfsSync,
	statSync,
	writeSync,
} from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeAll, describe, expect, it, jest } from "@jest/globals";
import { runStep, type StepOptions, type StepResult } from "../support/action.ts";
import { folderWith, HOST_NETWORK } from "./support/docker.ts";
import { HELD, heldStep } from "./support/held-step.ts";
import { schemaErrors } from "./support/schema.ts";
import { makeSpareEngine, type SpareEngine } from "./support/spare-engine.ts";
import { SMALL_BASE, SMALL_BASE_PUSHED } from "./support/spare-images.ts";
import { allowSudo, makeUser, makeUserPlace, openSocket, removeUser, USER } from "./support/users.ts";

jest.setTimeout(300_000);

const MB = 1e6;
const GB = 1e9;

/** Writes that many MiB of zeros, as fast as the disk takes them. */
const write = (mebibytes: number, file = "/big") => `dd if=/dev/zero of=${file} bs=1M count=${mebibytes}`;
/** 100 MiB at most once a second. */
const SLOWLY = "RUN i=0; while [ $i -lt 30 ]; do i=$((i+1)); dd if=/dev/zero of=/big-$i bs=1M count=100; sleep 1; done";
/** All there is, the last of it so that who looks several times a second sees it go, and sees it full. */
const FILL =
	"RUN dd if=/dev/zero of=/more bs=1M count=1200; while dd if=/dev/zero bs=1M count=80 >> /more; do sleep 0.2; done; sleep 2; exit 1";

let engine: SpareEngine;
/** The runner's temporary folder, on the engine's disk of 3 GB, as on a hosted runner. */
let temp: string;
const freeOf = (folder: string) => {
	const { bavail, bsize } = statfsSync(folder);
	return bavail * bsize;
};
/** Files of ours that are kept for others, with the bytes that they take. */
const reserves = () =>
	readdirSync(temp, { recursive: true })
		.map(String)
		.filter((name) => name.includes("-reserve-"))
		.map((name) => statSync(path.join(temp, name)).blocks * 512);

beforeAll(async () => {
	engine = await makeSpareEngine({ diskMiB: 3000, buildkit: true });
	temp = path.join(engine.disk, "temp");
	mkdirSync(temp);
});

/** What a cancelled step had written is still being unlinked when its run is over. */
async function untilFree(bytes: number): Promise<void> {
	const began = Date.now();
	while (freeOf(engine.disk) <= bytes && Date.now() - began < 60_000) await sleep(200);
	expect(freeOf(engine.disk)).toBeGreaterThan(bytes);
}

afterEach(async () => {
	execFileSync("docker", ["builder", "prune", "--force"], { env: { ...process.env, ...engine.env } });
	await untilFree(2 * GB);
});

function build(
	lines: readonly string[],
	inputs: Readonly<Record<string, string>> = {},
	more: Partial<StepOptions> = {},
) {
	const base = inputs["driver"] === "docker-container" ? SMALL_BASE_PUSHED : SMALL_BASE;
	const cwd = folderWith({ Dockerfile: `FROM ${base}\n${lines.join("\n")}\n` });
	if (more.user) {
		chownSync(cwd, more.user.uid, more.user.gid);
		chmodSync(cwd, 0o755);
	}
	return runStep({
		cwd,
		inputs: { context: ".", driver: "docker", network: "none", "no-cache": "true", ...inputs },
		...more,
		env: { ...engine.env, RUNNER_TEMP: temp, ...more.env },
	});
}

function expectFull(result: StepResult, shape: string, line: string): void {
	const { message, evidence = [] } = result.report?.diagnoses?.[0] ?? {};
	process.stdout.write(`${[message, ...evidence].join("\n  ")}\n`);
	if (result.outputs["failure-kind"] !== "disk-full") process.stdout.write(result.log);
	expect(result.code).toBe(1);
	expect(result.outputs).toMatchObject({ verdict: "fail", "failure-kind": "disk-full", "failure-line": line });
	expect(result.report.diagnoses[0]).toMatchObject({ id: "disk-full", shape, certainty: "certain" });
	expect(schemaErrors(result.report)).toBeNull();
	expect(result.summary).toContain("Who took the space");
	expect(result.summary).toContain("| Free disk of | Size | Before | Lowest |");
	expect(result.postCode).toBe(0);
	expect(reserves()).toEqual([]);
}

describe("engine, temporary files and report on one disk of 3 GB", () => {
	it("runs full: a clean end, the report is written, the machine's own disk has room", async () => {
		const result = await build(["RUN true", `RUN ${write(400)}`, FILL]);
		expectFull(result, "run", "4");
		const { steps, reserves: kept, places } = result.report.watch;
		const [most] = Object.values<{ diskMost?: number; diskBytes: number }>(steps)
			.map(({ diskMost, diskBytes }) => Math.max(diskMost ?? 0, diskBytes))
			.toSorted((one, other) => other - one);
		expect(most).toBeGreaterThan(1.8 * GB);
		expect(kept).toEqual([expect.objectContaining({ givenBackDuring: [expect.stringContaining("/more")] })]);
		expect(result.log.match(/kept back for the runner and the report are given back/g)).toHaveLength(1);
		expect(result.log).toMatch(/^::warning::.*(?:will be full in|little room on)/m);
		expect(places).toContainEqual(expect.objectContaining({ kind: "layers", newBytes: expect.any(Number) }));
		await untilFree(2 * GB);
		expect(result.report.diagnoses[0].message).toContain(engine.disk);
		const others = result.report.watch.disks.filter(({ path: at }: { path: string }) => !at.startsWith(engine.disk));
		expect(others).toHaveLength(1);
		expect(others[0].lowest).toBeGreaterThan(GB);
		expect(freeOf("/")).toBeGreaterThan(GB);
	});

	it.each<Readonly<Record<string, string>>>([
		{ driver: "docker" },
		{ driver: "docker-container", "driver-opts": HOST_NETWORK },
	])("stop-below ends the build before it is full, with the step that took it: %j", async (driver) => {
		const result = await build(["RUN true", SLOWLY], { "stop-below": "1GB", ...driver });
		expectFull(result, "stopped-below", "3");
		expect(result.log).not.toMatch(/no space left/i);
		// Five seconds of that step.
		expect(Number(result.outputs["lowest-free-bytes"])).toBeGreaterThan(0.5 * GB);
		expect(Number(result.outputs["lowest-free-bytes"])).toBeLessThan(GB);
		expect(result.report.diagnoses[0].evidence.join("\n")).toMatch(
			/RUN i=0.* had taken (?:at most )?[12]\.\d+ GB in \d+ s/,
		);
		expect(result.report.diagnoses[0].remedies.join("\n")).toMatch(/have more than [\d.]+ GB free at \S+ before/);
	});

	it("stop-below above what is free is refused before anything is built", async () => {
		const result = await build(["RUN echo begun-$((1))"], { "stop-below": "3GB" });
		expect(result.code).toBe(1);
		expect(result.outputs).toMatchObject({ "failure-kind": "input" });
		expect(result.log).not.toContain("begun-1");
		expect(result.summary).toMatch(/`3GB`.*is no less than what is free before the build/);
		expect(result.left).toEqual([]);
	});

	it("filled to the last byte by somebody who frees nothing: log, report, summary and outputs are written", async () => {
		const filler = path.join(engine.disk, "filler");
		const held = heldStep();
		const done = { filled: false, again: false };
		try {
			execFileSync("fallocate", ["-l", String(freeOf(engine.disk) - 500 * MB), `${filler}-before`]);
			const result = await build(
				[held.line],
				{},
				{
					onLog(log) {
						if (!done.filled && HELD.test(log)) {
							done.filled = true;
							fillUp(filler);
						}
						// What is given back is taken too; the rest that is kept is half of 5 MB.
						if (!done.again && log.includes("are given back")) {
							done.again = true;
							fillUp(`${filler}-again`);
							held.end();
						}
					},
				},
			);
			if (!result.report) process.stdout.write(result.log);
			expect(statSync(filler).size).toBeGreaterThan(300 * MB);
			expect(freeOf(engine.disk)).toBeLessThan(5 * MB);
			expect(result.summary).toMatch(/kept back at .* given back when it was nearly full/);
			expect(result.report.watch.disks[0].lowest).toBeLessThan(3 * MB);
			expect(schemaErrors(result.report)).toBeNull();
			expect(result.outputs["verdict"]).toMatch(/^(?:pass|fail)$/);
			expect(result.log).not.toMatch(/report's JSON could not be written/);
			expect(result.postCode).toBe(0);
		} finally {
			for (const more of ["", "-before", "-again"]) rmSync(`${filler}${more}`, { force: true });
		}
	});
});

describe("what is kept back", () => {
	/** Sizes of the reserve's files while the step runs. */
	async function during(more: Partial<StepOptions>) {
		const held = heldStep();
		let seen: readonly number[] | undefined;
		const onLog = (log: string) => {
			if (seen || !HELD.test(log)) return;
			seen = reserves();
			if (!more.signal) held.end();
		};
		const result = await build([held.line], {}, { onLog, ...more });
		return { result, seen: seen ?? [] };
	}

	it("is there while it is built, takes real room, and is gone after a green build", async () => {
		const { result, seen } = await during({});
		expect(result.code).toBe(0);
		expect(seen).toHaveLength(2);
		for (const bytes of seen) expect(bytes).toBeGreaterThan(10 * MB);
		expect(result.left).toEqual([]);
		expect(reserves()).toEqual([]);
		expect(result.report.watch.reserves).toEqual([
			{ path: expect.any(String), bytes: seen.reduce((sum, bytes) => sum + bytes, 0) },
		]);
	});

	it("is kept by an ordinary user too, and given back", async () => {
		makeUser();
		const closeSocket = openSocket(engine.host);
		try {
			allowSudo(false);
			chownSync(temp, USER.uid, USER.gid);
			const { env, program } = makeUserPlace(folderWith({}));
			const { result, seen } = await during({ user: USER, program, env });
			expect(result.log).toContain("ordinary user, no sudo");
			expect({ code: result.code, seen: seen.length }).toEqual({ code: 0, seen: 2 });
			for (const bytes of seen) expect(bytes).toBeGreaterThan(10 * MB);
			expect(reserves()).toEqual([]);
			expect(result.left).toEqual([]);
		} finally {
			chownSync(temp, 0, 0);
			closeSocket();
			removeUser();
		}
	});

	it.each(["SIGTERM", "SIGKILL"] as const)("is gone after %s and post", async (name) => {
		const { result, seen } = await during({ signal: { name, when: HELD, afterMs: 300 } });
		expect(seen).toHaveLength(2);
		expect(result.code).not.toBe(0);
		expect(result.postCode).toBe(0);
		expect(reserves()).toEqual([]);
		expect(result.left.filter((file) => !file.startsWith("ml-image-build/report"))).toEqual([]);
	});
});

/** Takes every byte that is free. */
function fillUp(file: string): void {
	let chunk = Buffer.alloc(4 * 2 ** 20);
	const to = openSync(file, "w");
	for (;;) {
		try {
			writeSync(to, chunk);
		} catch {
			if (chunk.length <= 4096) break;
			chunk = Buffer.alloc(chunk.length / 4);
		}
	}
	closeSync(to);
}
