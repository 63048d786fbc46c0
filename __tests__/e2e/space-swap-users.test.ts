import { chmodSync, chownSync, readdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { runStep, type StepOptions } from "../support/action.ts";
import { folderWith } from "./support/docker.ts";
import { BASE, BASE_ARG } from "./support/dockerfiles.ts";
import { hog } from "./support/hogs.ts";
import {
	allowSudo,
	CAN_MAKE_USERS,
	makeUser,
	makeUserPlace,
	openSocket,
	removeUser,
	USER,
	type UserPlace,
} from "./support/users.ts";

jest.setTimeout(300_000);

const MIB = 2 ** 20;
const swaps = () => readFileSync("/proc/swaps", "utf8");
const swappiness = () => readFileSync("/proc/sys/vm/swappiness", "utf8").trim();
const filesOfOurs = () => readdirSync("/").filter((name) => /^\.ml-image-build.*\.swap$/.test(name));

describe("swap asked for by an ordinary user", () => {
	let place: UserPlace;
	let closeSocket = () => {};
	const before = swaps();
	const old = swappiness();

	beforeAll(() => {
		if (!CAN_MAKE_USERS)
			throw new Error("making users and sudo rules takes root on a Debian: run the e2e tests as root");
		makeUser();
		place = makeUserPlace(folderWith({}));
		closeSocket = openSocket();
	});
	afterAll(() => {
		closeSocket();
		removeUser();
	});

	const run = (lines: string, inputs: Record<string, string>, more: Partial<StepOptions> = {}) => {
		const cwd = folderWith({ Dockerfile: `${BASE}${lines}\n` });
		chownSync(cwd, USER.uid, USER.gid);
		chmodSync(cwd, 0o755);
		return runStep({
			cwd,
			inputs: { context: ".", "no-cache": "true", driver: "docker", "build-args": BASE_ARG, ...inputs },
			user: { uid: USER.uid, gid: USER.gid },
			...place,
			env: { ...place.env, RUNNER_ENVIRONMENT: "github-hosted" },
			...more,
		});
	};
	const limits = { memory: "200m", "memory-swap": "600m" };

	describe("with passwordless sudo, as on hosted runners", () => {
		beforeEach(() => allowSudo(true));

		test("is made, used and removed", async () => {
			const result = await run(hog(300, 2), { ...limits, swappiness: "17" });
			expect(result.code).toBe(0);
			expect(result.report.swap).toMatchObject({ made: 400 * MIB, swappiness: { from: Number(old), to: 17 } });
			expect(result.report.swap.peak).toBeGreaterThan(80 * MIB);
			expect([swaps(), swappiness(), filesOfOurs()]).toEqual([before, old, []]);
		});

		test("is removed by the post step of a killed run", async () => {
			const killed = await run(
				"RUN echo one moment && sleep 30",
				{ swap: "64m" },
				{
					signal: { name: "SIGKILL", when: /one moment/ },
				},
			);
			expect(killed.log).toMatch(/Swap: 64 MiB made at/);
			expect(killed.postCode).toBe(0);
			expect([swaps(), filesOfOurs()]).toEqual([before, []]);
		});
	});

	describe("without sudo", () => {
		beforeEach(() => allowSudo(false));
		const builder = { driver: "auto" };

		test("is refused before the build, with what to do", async () => {
			const refused = await run(hog(20), { ...limits, ...builder });
			expect(refused.outputs["failure-kind"]).toBe("input");
			expect(refused.log).toMatch(
				/no more is made: that needs root, and sudo without a password does not work; allow this user sudo/,
			);
			expect(refused.log).not.toContain("$ docker buildx");
		});

		test("is told and left out where nothing depends on it", async () => {
			const told = await run("RUN true", { swap: "64m" });
			expect(told.code).toBe(0);
			expect(told.summary).toMatch(/Swap: none; not all of 64 MiB could be made: that needs root/);
			expect(swaps()).toBe(before);
		});
	});
});
