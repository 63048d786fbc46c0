import { describe, expect, jest, test } from "@jest/globals";
import { runStep } from "../support/action.ts";
import { BASE, docker, folderWith, HOST_NETWORK, ownBuilder, tracesOf } from "./support/docker.ts";
import { heldStep } from "./support/held-step.ts";
import { processesWith, remaining } from "./support/processes.ts";
import { recordDocker } from "./support/recorder.ts";

jest.setTimeout(300_000);

/** A step that sleeps for a time which names it among all processes. */
function sleeper() {
	const marker = `sleep 3${Math.floor(Math.random() * 1e9)}`;
	return {
		marker,
		cwd: folderWith({ Dockerfile: `ARG BASE\nFROM \${BASE}\nRUN echo now-it-$((1))-sleeps && ${marker}\n` }),
	};
}

/** The private folder of the run, which stands in the command line of its buildx. */
function runFolder(log: string): string {
	const folder = /--iidfile (\S+)\/iid /.exec(log)?.[1];
	if (!folder) throw new Error(`no buildx in the log:\n${log}`);
	return folder;
}

const ASLEEP = /now-it-1-sleeps/;
const DRIVERS = {
	docker: { driver: "docker", "build-args": `BASE=${process.env["MLBUILD_BASE_IMAGE"] ?? ""}` },
	"docker-container": { driver: "docker-container", "driver-opts": HOST_NETWORK, "build-args": `BASE=${BASE}` },
};

describe.each(Object.entries(DRIVERS))("a run that is cancelled in the middle of a RUN, %s", (driver, on) => {
	test.each(["SIGINT", "SIGTERM", "SIGKILL"] as const)("%s: nothing is left after post", async (name) => {
		const { marker, cwd } = sleeper();
		const inputs = { context: ".", ...on, "max-image-size": "1GB", secrets: "token=very-secret" };
		const result = await runStep({ cwd, inputs, signal: { name, when: ASLEEP } });
		expect(result.log).toMatch(ASLEEP);
		expect(result.code).toBe(name === "SIGKILL" ? null : 1);
		if (name !== "SIGKILL") {
			expect(result.outputs["verdict"]).toBe("fail");
			expect(result.log).toMatch(/cancel/i);
			expect(result.summary).toMatch(/cancel/i);
		}
		expect(result.postCode).toBe(0);
		expect(await remaining(() => processesWith(marker))).toEqual([]);
		expect(await remaining(() => processesWith(runFolder(result.log)))).toEqual([]);
		expect(result.left).toEqual([]);
		if (driver === "docker-container") expect(tracesOf(ownBuilder(result.log))).toEqual([]);
		expect(Date.now() - (result.signalledAt ?? 0)).toBeLessThan(60_000);
	});
});

describe("a run that is cancelled while its builder is made", () => {
	test.each(["SIGINT", "SIGKILL"] as const)("%s: ends at once, and nothing is left after post", async (name) => {
		const recorder = recordDocker(name);
		const { cwd } = sleeper();
		const inputs = { context: ".", ...DRIVERS["docker-container"] };
		const result = await runStep({ cwd, inputs, env: recorder.env });
		expect(result.log).not.toMatch(ASLEEP);
		const create = recorder.calls().find((argv) => argv[1] === "create");
		const builder = create?.[create.indexOf("--name") + 1] ?? "none";
		expect(builder).toMatch(/^mlbuild-/);
		expect(result.left).toEqual([]);
		expect(result.code).toBe(name === "SIGKILL" ? null : 1);
		// GitHub ends a cancelled step by force after 10 s.
		expect(result.mainEndedAt - recorder.signalledAt()).toBeLessThan(10_000);
		expect(Date.now() - recorder.signalledAt()).toBeLessThan(60_000);
		await new Promise((resolve) => setTimeout(resolve, 2000));
		expect(tracesOf(builder)).toEqual([]);
	});
});

test("a run beside it is not touched", async () => {
	const held = heldStep();
	const other = folderWith({ Dockerfile: `FROM ${BASE}\n${held.line}\n` });
	const on = DRIVERS["docker-container"];
	const beside = runStep({ cwd: other, inputs: { context: ".", ...on, "build-args": "", "max-image-size": "1GB" } });
	await held.asleep(beside);
	const { cwd } = sleeper();
	const killed = await runStep({ cwd, inputs: { context: ".", ...on }, signal: { name: "SIGKILL", when: ASLEEP } });
	const running = docker("ps", "--format", "{{.Names}}").split("\n");
	expect(tracesOf(ownBuilder(killed.log))).toEqual([]);
	held.end();
	const result = await beside;
	expect(running).toContain(`buildx_buildkit_${ownBuilder(result.log)}0`);
	expect(result.code).toBe(0);
	expect(tracesOf(ownBuilder(result.log))).toEqual([]);
});
