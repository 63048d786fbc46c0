import { execFileSync } from "node:child_process";
import { chmodSync, chownSync, existsSync, readdirSync } from "node:fs";
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { runStep, type StepOptions } from "../support/action.ts";
import {
	docker,
	folderWith,
	HOST_NETWORK,
	ownBuilder,
	BASE as REGISTRY_BASE,
	tracesOf,
	unique,
} from "./support/docker.ts";
import { BASE, BASE_ARG } from "./support/dockerfiles.ts";
import { hog } from "./support/hogs.ts";
import { hear, sleepingHog } from "./support/sleepers.ts";
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
		makeUser();
		place = makeUserPlace(folderWith({}));
		closeSocket = openSocket();
	});
	afterAll(() => {
		closeSocket();
		removeUser();
	});

	const run = (
		lines: string,
		inputs: Record<string, string>,
		onLog?: (log: string) => void,
		more: Partial<StepOptions> = {},
	) => {
		const cwd = folderWith({ Dockerfile: `${BASE}${lines}\n` });
		chownSync(cwd, USER.uid, USER.gid);
		chmodSync(cwd, 0o755);
		return runStep({
			cwd,
			inputs: { context: ".", "no-cache": "true", ...inputs },
			user: { uid: USER.uid, gid: USER.gid },
			...place,
			...(onLog && { onLog }),
			...more,
		});
	};
	const limits = { memory: "200m", "memory-swap": "200m" };
	const container = { driver: "docker-container", "driver-opts": HOST_NETWORK, "build-args": `BASE=${REGISTRY_BASE}` };

	describe("with passwordless sudo, as on hosted runners", () => {
		beforeEach(() => allowSudo(true));

		test("the engine's own BuildKit is limited, and nothing is left", async () => {
			const green = await run(hog(60, 6), { ...limits, "build-args": BASE_ARG });
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

		describe("on a builder of the user's that has a limit and no shell, so that only the engine can change it", () => {
			const name = unique("user");
			const container = `buildx_buildkit_${name}0`;
			const asUser = (...args: string[]) =>
				execFileSync("docker", args, { env: { ...process.env, ...place.env }, uid: USER.uid, gid: USER.gid });
			const on = { builder: name, "build-args": `BASE=${REGISTRY_BASE}` };
			const limited = (memory: string) => ({ ...on, memory, "memory-swap": memory });
			const left = () => ({
				memory: docker("inspect", "--format", "{{.HostConfig.Memory}} {{.HostConfig.MemorySwap}}", container),
				leases: docker("volume", "ls", "--quiet", "--filter", "name=mlbuild-lease-"),
			});
			const untouched = { memory: `${2 ** 30} ${2 ** 30}`, leases: "" };

			beforeAll(() => {
				const options = [HOST_NETWORK, "memory=1g", "memory-swap=1g"].flatMap((option) => ["--driver-opt", option]);
				asUser("buildx", "create", "--name", name, "--driver", "docker-container", ...options, "--bootstrap");
				docker("exec", container, "sh", "-c", 'rm "$(command -v sh)"');
			});
			afterAll(() => void asUser("buildx", "rm", "--force", name));

			test("one run at a time has a limit there, and the builder gets its own back", async () => {
				const holds = sleepingHog(60);
				const { heard, onLog } = hear(holds.says);
				const first = run(holds.line, limited("600m"), onLog);
				await Promise.race([heard, first]);
				const refused = await run("RUN true", limited("900m"));
				await holds.wake();
				expect((await first).report.limits).toMatchObject({
					held: { way: "builder-container", memory: 600 * MIB },
					atEnd: { memory: 600 * MIB },
				});
				expect(refused.outputs["failure-kind"]).toBe("engine");
				expect(refused.log).toMatch(/another run \(process \d+, since \S+\) has limits on this builder/);
				expect(refused.log).toContain('leave builder empty and write "driver: docker-container"');
				expect(left()).toEqual(untouched);
			});

			test("a killed run's limit goes with its post step, or with the next run that takes one", async () => {
				const signal = { name: "SIGKILL", when: /held 60 MiB/ } as const;
				const killed = await run(hog(60, 6), limited("600m"), undefined, { signal });
				expect(killed.postCode).toBe(0);
				expect(left()).toEqual(untouched);
				await run(hog(60, 6), limited("600m"), undefined, { signal, noPost: true });
				expect(left()).toEqual({ memory: `${600 * MIB} ${600 * MIB}`, leases: expect.stringMatching(/\S/) });
				// Its journal lies in another state folder, so nobody has swept it.
				const next = await run("RUN true", limited("700m"));
				expect(next.report.limits.held).toMatchObject({ way: "builder-container", memory: 700 * MIB });
				expect(left()).toEqual(untouched);
			});
		});
	});
});
