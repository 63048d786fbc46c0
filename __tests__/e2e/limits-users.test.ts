import { chmodSync, chownSync, existsSync, readdirSync } from "node:fs";
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { runStep } from "../support/action.ts";
import { folderWith, HOST_NETWORK, ownBuilder, pushBase, BASE as REGISTRY_BASE, tracesOf } from "./support/docker.ts";
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
const ROOT = existsSync("/sys/fs/cgroup/memory") ? "/sys/fs/cgroup/memory" : "/sys/fs/cgroup";
const slots = () => readdirSync(ROOT).filter((name) => name.startsWith("mlbuild"));

describe("limits asked for by an ordinary user", () => {
	let place: UserPlace;
	let closeSocket = () => {};

	beforeAll(() => {
		if (!CAN_MAKE_USERS)
			throw new Error("making users and sudo rules takes root on a Debian: run the e2e tests as root");
		pushBase();
		makeUser();
		place = makeUserPlace(folderWith({}));
		closeSocket = openSocket();
	});
	afterAll(() => {
		closeSocket();
		removeUser();
	});

	const run = (lines: string, inputs: Record<string, string>) => {
		const cwd = folderWith({ Dockerfile: `${BASE}${lines}\n` });
		chownSync(cwd, USER.uid, USER.gid);
		chmodSync(cwd, 0o755);
		return runStep({
			cwd,
			inputs: { context: ".", "no-cache": "true", ...inputs },
			user: { uid: USER.uid, gid: USER.gid },
			...place,
		});
	};
	const limits = { memory: "200m", "memory-swap": "200m" };
	const container = { driver: "docker-container", "driver-opts": HOST_NETWORK, "build-args": `BASE=${REGISTRY_BASE}` };

	describe("with passwordless sudo, as on hosted runners", () => {
		beforeEach(() => allowSudo(true));

		test("the engine's own BuildKit is limited, and nothing is left", async () => {
			const green = await run(hog(60, 2), { ...limits, "build-args": BASE_ARG });
			expect(green.code).toBe(0);
			expect(green.report.limits.held).toMatchObject({ way: "engine-cgroup", memory: 200 * MIB });
			expect(green.report.limits.seenInside).toBeGreaterThan(0);
			const red = await run(hog(400), { ...limits, "build-args": BASE_ARG });
			expect(red.outputs["failure-kind"]).toBe("out-of-memory");
			expect(slots()).toEqual([]);
		});

		test("a builder of our own is limited from outside", async () => {
			const red = await run(hog(400), { ...limits, ...container });
			expect(red.report.limits.held).toMatchObject({ way: "builder-cgroup", memory: 200 * MIB });
			expect(red.outputs["failure-kind"]).toBe("out-of-memory");
			expect(tracesOf(ownBuilder(red.log))).toEqual([]);
		});
	});

	describe("without sudo", () => {
		beforeEach(() => allowSudo(false));

		test("a builder of our own is limited from inside, and that holds", async () => {
			const green = await run(hog(60, 2), { ...limits, ...container });
			expect(green.code).toBe(0);
			expect(green.report.limits.held).toMatchObject({ way: "builder-exec", memory: 200 * MIB, memorySwap: 200 * MIB });
			const red = await run(hog(400), { ...limits, ...container });
			expect(red.outputs["failure-kind"]).toBe("out-of-memory");
			expect(tracesOf(ownBuilder(red.log))).toEqual([]);
		});

		test("an explicit driver: docker is refused before the build, or told under best-effort", async () => {
			const refused = await run(hog(20), { ...limits, driver: "docker", "build-args": BASE_ARG });
			expect(refused.code).toBe(1);
			expect(refused.outputs["failure-kind"]).toBe("input");
			expect(refused.log).toMatch(/needs root, and sudo without a password does not work/);
			expect(refused.log).not.toContain("$ docker buildx build");
			const told = await run(hog(20), { ...limits, driver: "docker", limits: "best-effort", "build-args": BASE_ARG });
			expect(told.code).toBe(0);
			expect(told.summary).toMatch(/not enforced/);
			expect(told.outputs["memory-limit"]).toBe("");
		});
	});
});
