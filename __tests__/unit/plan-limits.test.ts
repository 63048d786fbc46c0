import { describe, expect, it } from "@jest/globals";
import type { Asked } from "../../src/asked.ts";
import { printProblem } from "../../src/model/errors.ts";
import type { Builder, Engine, Host } from "../../src/model/host.ts";
import type { LimitsAsked } from "../../src/model/limits.ts";
import type { SwapPlan } from "../../src/model/swap.ts";
import { makePlan } from "../../src/plan.ts";
import { buildRequest } from "../support/build-request.ts";

const GIB = 2 ** 30;
const engine: Engine = {
	endpoint: "unix:///var/run/docker.sock",
	version: "28.0.4",
	id: "one",
	dataRoot: "/var/lib/docker",
	store: "overlay2",
	storageDriver: "overlay2",
	cgroupVersion: "2",
	cgroupDriver: "systemd",
	rootless: false,
	platform: "linux/amd64",
	local: true,
	rootProven: true,
};
/** A hosted runner: 16 GB by name, 15.6 GiB in truth, 4 GiB of swap. */
const runner: Host = {
	runner: "github-hosted",
	os: "Ubuntu 24.04",
	arch: "x64",
	cpus: 4,
	memory: 15.63 * GIB,
	swap: 4 * GIB,
	cgroup: { version: "2" },
	root: false,
	sudo: "passwordless",
	disks: [],
	engine,
	buildx: { version: "0.36.1" },
};
const builder = (driver: string, nodes = ["ml0"]): Builder => ({ name: "ml", driver, nodes, from: "input builder" });

function plan(limits: Partial<LimitsAsked>, host: Host = runner, more: Partial<Asked> = {}, swap?: SwapPlan) {
	const { memory } = limits;
	const asked: Asked = {
		build: buildRequest({}),
		driver: "auto",
		driverOpts: [],
		gate: "before-push",
		compression: "",
		summary: true,
		logAnnotations: true,
		checksAnnotations: true,
		name: "",
		dryRun: false,
		armed: [],
		limits: {
			swapGiven: false,
			policy: "require",
			...(memory !== undefined && { memorySwap: 2 * memory }),
			...limits,
		},
		deadlines: {},
		space: { freeDisk: "auto", keep: [], remove: [], allowSelfHosted: false },
		retryBuilder: 1,
		swap: { swap: "auto" },
		...more,
	};
	const planned = makePlan(asked, host, swap);
	return planned.ok
		? {
				driver: planned.plan.driver.kind,
				parallelism: planned.plan.parallelism,
				notes: planned.notes,
				problems: [],
				steps: planned.plan.steps.map(({ title }) => title),
			}
		: { problems: planned.problems.map(printProblem), notes: [] };
}

const memory = 12 * GIB;
const withEngine = (change: Partial<Engine>, more: Partial<Host> = {}): Host => ({
	...runner,
	engine: { ...engine, ...change },
	...more,
});

describe("who builds under a limit", () => {
	it.each<[title: string, host: Host, driver: string]>([
		["a hosted runner: the engine itself", runner, "docker"],
		["root on cgroup v1", { ...runner, root: true, sudo: "not-needed", cgroup: { version: "1" } }, "docker"],
		["no sudo", { ...runner, sudo: "no" }, "docker-container"],
		["an engine that ignores --cgroup-parent", withEngine({ version: "20.10.24" }), "docker-container"],
		["a rootless engine", withEngine({ rootless: true }), "docker-container"],
		["an engine elsewhere", withEngine({ local: false, endpoint: "ssh://me@far" }), "docker-container"],
		["an engine in a container", withEngine({ rootProven: false }), "docker-container"],
		["an unknown cgroup version", { ...runner, cgroup: { version: "unknown" } }, "docker-container"],
		["an engine without a version stamp", withEngine({ version: "dev" }), "docker"],
	])("%s", (_title, host, driver) => {
		expect(plan({ memory }, host).driver).toBe(driver);
		expect(plan({ cpus: 2 }, host).driver).toBe(driver);
	});

	it("a limit for single steps, or on steps at once, needs a builder of our own here", () => {
		expect(plan({ stepMemory: GIB }).driver).toBe("docker-container");
		expect(plan({ maxParallelism: 2 })).toMatchObject({ driver: "docker-container", parallelism: 2 });
		expect(plan({ stepMemory: GIB }, withEngine({ version: "29.6.0" })).driver).toBe("docker");
	});

	it.each<[title: string, limits: Partial<LimitsAsked>, host: Host, problem: RegExp]>([
		[
			"docker, old",
			{ memory },
			withEngine({ version: "20.10.24" }),
			/memory: "12 GiB" cannot be done by the docker driver here: Docker Engine 20.10.24 ignores --cgroup-parent.*driver: auto/,
		],
		["docker, no sudo", { memory }, { ...runner, sudo: "no" }, /needs root, and sudo without a password does not work/],
		["docker, steps at once", { maxParallelism: 1 }, runner, /max-parallelism: "1" cannot be done/],
		[
			"docker, single steps",
			{ stepMemory: GIB },
			runner,
			/step-memory: "1 GiB".*28\.0\.4 takes a limit for a single step and does nothing/,
		],
	])("an explicit driver that cannot is refused: %s", (_title, limits, host, problem) => {
		expect(plan(limits, host, { driver: "docker" }).problems).toEqual([expect.stringMatching(problem)]);
		const allowed = plan({ ...limits, policy: "best-effort" }, host, { driver: "docker" });
		expect(allowed.problems).toEqual([]);
		expect(allowed.notes).toContainEqual(expect.stringMatching(/is not enforced: /));
	});

	describe("a rootless engine without cgroups can hold none on any driver", () => {
		const host = withEngine({ rootless: true, cgroupDriver: "none" });
		it.each([["auto"], ["docker"], ["docker-container"]] as const)("driver: %s", (driver) => {
			expect(plan({ memory }, host, { driver }).problems).toEqual([
				expect.stringMatching(
					/memory: "12 GiB" cannot be enforced on this engine: the engine is rootless .*best-effort/,
				),
			]);
			const allowed = plan({ memory, policy: "best-effort" }, host, { driver });
			expect(allowed).toMatchObject({ problems: [], driver: driver === "auto" ? "docker" : driver });
			expect(allowed.notes).toContainEqual(expect.stringMatching(/memory is not enforced: the engine is rootless/));
		});

		it("makes a builder for what else needs one, and tells of the limit", () => {
			const told = plan({ memory, policy: "best-effort" }, host, { driverOpts: ["network=host"] });
			expect(told).toMatchObject({ driver: "docker-container", problems: [] });
			expect(told.notes).toContainEqual(expect.stringMatching(/memory is not enforced: /));
		});
	});

	it.each<[driver: string, problem: RegExp]>([
		[
			"kubernetes",
			/memory: "12 GiB" cannot be enforced on the builder "ml" \(kubernetes\): .*whoever runs it.*best-effort/,
		],
		["remote", /\(remote\)/],
	])("a builder elsewhere (%s) is refused under require, told under best-effort", (driver, problem) => {
		const host = { ...runner, builder: builder(driver) };
		expect(plan({ memory }, host).problems).toEqual([expect.stringMatching(problem)]);
		expect(plan({ memory, policy: "best-effort" }, host)).toMatchObject({
			problems: [],
			notes: [expect.stringMatching(/memory is not enforced/)],
		});
	});

	it("the user's own container builder is limited as it is, unless it has several nodes", () => {
		const host = { ...runner, builder: builder("docker-container") };
		expect(plan({ memory }, host)).toMatchObject({ driver: "builder", problems: [] });
		const two = { ...runner, builder: builder("docker-container", ["a0", "a1"]) };
		expect(plan({ memory }, two).problems).toEqual([expect.stringMatching(/has 2 nodes/)]);
	});
});

describe("numbers that will not do what was hoped", () => {
	it.each([
		[16, /16 GiB is more than this machine has \(15\.6 GiB\).*"memory: 14g"/],
		[15.5, /nearly all that this machine has.*"memory: 14g"/],
	])("memory: %p GiB of 15.6 is enforced, with the number that would help", (gib, note) => {
		const planned = plan({ memory: gib * GIB });
		expect(planned.problems).toEqual([]);
		expect(planned.notes).toEqual([expect.stringMatching(note)]);
	});

	it("says nothing where there is room, or on an engine elsewhere", () => {
		expect(plan({ memory }).notes).toEqual([]);
		expect(plan({ memory: 64 * GIB }, withEngine({ local: false })).notes).toEqual([]);
	});

	it.each<[cpus: number, host: Host, notes: readonly unknown[]]>([
		[100, runner, [expect.stringMatching(/cpus: 100 is more than this machine has \(4\), so it limits nothing/)]],
		[4, runner, []],
		[100, withEngine({ local: false }), []],
	])("cpus: %p", (cpus, host, notes) => {
		expect(plan({ cpus }, host)).toMatchObject({ problems: [], notes });
	});

	it("refuses swap that was asked for by hand and is not there, with what to do", () => {
		const limits = { memory, memorySwap: 20 * GIB, swapGiven: true };
		const problem =
			/memory-swap: "20g" asks for 8 GiB of swap beside 12 GiB of memory, and this machine has only 4 GiB; write "swap: auto", make 4 GiB of swap.*"memory-swap: 16g" for what there is/;
		expect(plan(limits).problems).toEqual([expect.stringMatching(problem)]);
		expect(plan(limits, { ...runner, swap: 0 }).problems).toEqual([
			expect.stringMatching(/this machine has none; .*"memory-swap: 12g" for no swap/),
		]);
		expect(plan({ ...limits, policy: "best-effort" })).toMatchObject({
			problems: [],
			notes: [expect.stringMatching(/memory-swap asks for 8 GiB of swap/)],
		});
	});

	describe("swap that this run makes", () => {
		const asked = { memory, memorySwap: 20 * GIB, swapGiven: true };
		const there = { existing: 4 * GIB, wanted: 8 * GIB };

		it("is as good as swap that is there, and stands in the plan", () => {
			const planned = plan(asked, runner, {}, { ...there, make: { folder: "/mnt", bytes: 4 * GIB } });
			expect(planned).toMatchObject({ problems: [], notes: [] });
			expect(planned.steps).toContain("make 4 GiB of swap at /mnt (removed again at the end)");
		});

		it("and cannot be made: the reason and its remedy come first", () => {
			const short = { why: "this runner is self-hosted", remedy: 'write "allow-self-hosted: true"' };
			expect(plan(asked, runner, {}, { ...there, short }).problems).toEqual([
				expect.stringMatching(
					/has only 4 GiB; no more is made: this runner is self-hosted; write "allow-self-hosted: true", make 4 GiB of swap before/,
				),
			]);
			expect(plan({ ...asked, policy: "best-effort" }, runner, {}, { ...there, short })).toMatchObject({
				problems: [],
				notes: [expect.stringMatching(/no more is made: this runner is self-hosted/)],
			});
		});

		it("and is less than asked: what would be there is named", () => {
			const short = { why: "/ has 6 GB free", remedy: "free disk space before this step" };
			const less = { ...there, short, make: { folder: "/", bytes: GIB } as const };
			expect(plan(asked, runner, {}, less).problems).toEqual([
				expect.stringMatching(
					/only 1 GiB more can be made: \/ has 6 GB free; free disk.*"memory-swap: 17g" for what there is/,
				),
			]);
			expect(plan({ ...asked, memorySwap: 17 * GIB }, runner, {}, less).problems).toEqual([]);
		});

		it("is off: that stands first", () => {
			expect(plan(asked, runner, { swap: { swap: "off" } }).problems).toEqual([
				expect.stringMatching(/has only 4 GiB, and swap is off; leave out "swap: off", make 4 GiB/),
			]);
		});

		it("-1 allows what there is, so none is made, and on a machine without any that is told", () => {
			const open = { memory, memorySwap: "unlimited", swapGiven: true } as const;
			expect(plan(open, { ...runner, swap: 0 }).notes).toEqual([
				expect.stringMatching(/this machine has none.*"swap: 8g"/),
			]);
			const made = { existing: 0, wanted: 8 * GIB, make: { folder: "/", bytes: 8 * GIB } as const };
			expect(plan(open, { ...runner, swap: 0 }, { swap: { swap: 8 * GIB } }, made).notes).toEqual([]);
		});
	});

	it("names numbers that are accepted when they are done as they are printed", () => {
		const there = 3.33 * GIB;
		const asked = { memory, memorySwap: 20 * GIB, swapGiven: true };
		const [text = ""] = plan(asked, { ...runner, swap: there }).problems;
		const [, more, total] = /make (\d+) MiB of swap.*"memory-swap: (\d+)m"/.exec(text) ?? [];
		const made = there + Number(more) * 2 ** 20;
		expect(plan(asked, { ...runner, swap: made }).problems).toEqual([]);
		const less = { ...asked, memorySwap: Number(total) * 2 ** 20 };
		expect(plan(less, { ...runner, swap: there }).problems).toEqual([]);
	});

	it.each<[title: string, limits: Partial<LimitsAsked>]>([
		["Docker's default of twice the memory", { memory, memorySwap: 24 * GIB, swapGiven: false }],
		["no swap", { memory, memorySwap: 12 * GIB, swapGiven: true }],
		["as much as there is", { memory, memorySwap: 16 * GIB, swapGiven: true }],
	])("never refuses %s", (_title, limits) => {
		expect(plan(limits)).toMatchObject({ problems: [], notes: [] });
	});

	it("needs a buildx that knows --resource", () => {
		const old = { ...runner, buildx: { version: "v0.29.1" } };
		expect(plan({ stepMemory: GIB }, old).problems).toEqual([
			expect.stringMatching(/step-memory: "1 GiB" needs buildx 0\.35 or newer, and this is v0\.29\.1/),
		]);
	});
});

describe("steps that run at once in a builder of ours", () => {
	it.each<[limits: Partial<LimitsAsked>, steps: number | undefined]>([
		[{}, undefined],
		[{ memory: 16 * GIB }, 4],
		[{ memory: 3 * GIB }, 1],
		[{ memory: 16 * GIB, stepMemory: 2 * GIB }, 8],
		[{ memory: 16 * GIB, maxParallelism: 3 }, 3],
	])("%j: %p", (limits, steps) => {
		expect(plan(limits, { ...runner, memory: 64 * GIB }, { driver: "docker-container" }).parallelism).toBe(steps);
	});
});
