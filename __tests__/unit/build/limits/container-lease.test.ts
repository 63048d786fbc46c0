import { describe, expect, it } from "@jest/globals";
import { holdLimits } from "../../../../src/build/limit-guard.ts";
import { restoreLimits } from "../../../../src/build/limit-restore.ts";
import type { LimitSite } from "../../../../src/build/limits/way.ts";
import type { Engine, Host } from "../../../../src/model/host.ts";
import type { LimitsAsked } from "../../../../src/model/limits.ts";
import type { Undo } from "../../../../src/model/plan.ts";
import { type Life, printHolder } from "../../../../src/model/process.ts";
import { fakeWorld, SELF } from "../../../support/fake-world.ts";

const GIB = 2 ** 30;
const ID = "f".repeat(64);
const GROUP = `/sys/fs/cgroup/system.slice/docker-${ID}.scope`;
const engine = {
	endpoint: "unix:///var/run/docker.sock",
	version: "28.5.2",
	dataRoot: "/var/lib/docker",
	cgroupVersion: "2",
	local: true,
} as Engine;
/** No root on this machine, and no shell in the builder: only the whole container can be limited. */
const site: LimitSite = {
	host: { cgroup: { version: "2" }, sudo: "no", engine } as Host,
	ours: false,
	builder: { name: "b", driver: "docker-container", nodes: ["b0"] },
};
const ask = (memory: number, more: Partial<LimitsAsked> = {}): LimitsAsked => ({
	memory,
	memorySwap: memory,
	swapGiven: true,
	policy: "require",
	...more,
});
const holderOf = (pid: number) => printHolder({ ...SELF, pid, boot: "c".repeat(32) }, 1_795_742_000_000);

interface Volume {
	readonly name: string;
	readonly labels: readonly string[];
}

/** An engine with one builder of the user's, limited to 8 GiB, which all runs of a test share. */
function sharedEngine() {
	const state = {
		memory: 8 * GIB,
		swap: 8 * GIB,
		nanoCpus: 0,
		quota: 0,
		period: 0,
		volumes: [] as Volume[],
		gone: false,
	};
	const updates: string[] = [];
	/** What another run does just before a command is carried out. */
	const before: { pattern: RegExp; act: () => void }[] = [];
	/** Commands that the engine carries out, and whose answer never comes; each pattern as often as it stands there. */
	const lost: RegExp[] = [];
	const answer = (line: string, argv: readonly string[]) => {
		const [, noun, verb] = argv;
		const name = argv.at(-1) ?? "";
		const due = before.findIndex(({ pattern }) => pattern.test(line));
		if (due >= 0) before.splice(due, 1)[0]?.act();
		if (noun === "exec") return { code: 126, stderr: "exec: sh: executable file not found" };
		if (noun === "container" && verb === "update") {
			if (state.gone) return { code: 1, stderr: `Error response from daemon: No such container: ${name}` };
			const given = (flag: string) => argv.find((arg) => arg.startsWith(`--${flag}=`))?.split("=")[1];
			if (given("cpus") !== undefined && (state.quota || state.period))
				return {
					code: 1,
					stderr: "Conflicting options: Nano CPUs cannot be updated as CPU Period has already been set",
				};
			updates.push(line);
			state.memory = Number(given("memory") ?? state.memory);
			state.swap = Number(given("memory-swap") ?? state.swap);
			// As the engine takes it, 0 is "as before".
			state.nanoCpus = Number(given("cpus") ?? 0) * 1e9 || state.nanoCpus;
			return { code: 0 };
		}
		if (noun === "volume" && verb === "ls") {
			const label = /label=(\S+)/.exec(line)?.[1] ?? "";
			const found = state.volumes.filter(({ labels }) => labels.includes(label));
			return { code: 0, stdout: found.map((volume) => `${volume.name} ${volume.labels.join(",")}\n`).join("") };
		}
		if (noun === "volume" && verb === "create") {
			const labels = argv.filter((_arg, at) => argv[at - 1] === "--label");
			if (!state.volumes.some((volume) => volume.name === name)) state.volumes.push({ name, labels });
			return { code: 0, stdout: name };
		}
		if (noun === "volume" && verb === "rm") {
			const at = state.volumes.findIndex((volume) => volume.name === name);
			if (at < 0) return { code: 1, stderr: `Error response from daemon: get ${name}: no such volume` };
			state.volumes.splice(at, 1);
			return { code: 0 };
		}
		return undefined;
	};
	const configured = () => ({
		Memory: state.memory,
		MemorySwap: state.swap,
		NanoCpus: state.nanoCpus,
		CpuQuota: state.quota,
		CpuPeriod: state.period,
	});
	const cpuMax = () => {
		if (state.nanoCpus > 0) return `${state.nanoCpus / 1e4} 100000\n`;
		return state.quota > 0 ? `${state.quota} ${state.period || 100_000}\n` : "max 100000\n";
	};
	const run = (pid: number, life: (pid: number) => Life = () => "unknown") => {
		const fake = fakeWorld({
			files: { "/proc/42/cgroup": `0::/system.slice/docker-${ID}.scope/init\n` },
			reply: () => ({ status: 200, text: JSON.stringify({ Id: ID, State: { Pid: 42 }, HostConfig: configured() }) }),
			run(line, { argv }) {
				const answered = answer(line, argv);
				const at = lost.findIndex((pattern) => pattern.test(line));
				if (at < 0) return answered;
				lost.splice(at, 1);
				return { code: null, error: "no answer within 20 s" };
			},
			lives: (who) => life(who.pid),
		});
		const files: typeof fake.world.files = {
			...fake.world.files,
			kind: async (path) => (path === GROUP ? "folder" : undefined),
			async read(path) {
				if (path === `${GROUP}/memory.max`) return state.memory === 0 ? "max\n" : `${state.memory}\n`;
				if (path === `${GROUP}/memory.swap.max`) return state.memory === 0 ? "max\n" : `${state.swap - state.memory}\n`;
				if (path === `${GROUP}/cpu.max`) return cpuMax();
				return fake.world.files.read(path);
			},
		};
		const world = { ...fake.world, files };
		const noted: Undo[] = [];
		const notes = {
			note: async (undo: Undo) => void noted.push(undo),
			async forget(undo: Undo) {
				noted.splice(noted.indexOf(undo), 1);
			},
		};
		const hold = (limits: LimitsAsked) => holdLimits(world, notes, holderOf(pid), site, limits);
		return { ...fake, world, noted, hold };
	};
	/** A run that limits the builder and is killed: nothing of it is undone. */
	const killed = async (pid: number, memory: number) => {
		const { hold, noted } = run(pid);
		await hold(ask(memory));
		return noted;
	};
	return { state, updates, before, lost, run, killed };
}

describe("a builder of the user's that can be limited as a whole only", () => {
	it("is limited, and put back with nothing left in the engine", async () => {
		const { state, run } = sharedEngine();
		const { hold, noted } = run(1);
		const guard = await hold(ask(2 * GIB));
		expect(guard.report.held).toMatchObject({ way: "builder-container", memory: 2 * GIB });
		expect(state).toMatchObject({ memory: 2 * GIB, volumes: [{ name: `mlbuild-lease-${"f".repeat(12)}-1` }] });
		await guard.release();
		expect(state).toMatchObject({ memory: 8 * GIB, swap: 8 * GIB, volumes: [] });
		expect(noted).toEqual([]);
	});

	it("is refused to a second run, which hears by whom, how to free it, and of a builder of its own", async () => {
		const { state, updates, run } = sharedEngine();
		const first = await run(1).hold(ask(2 * GIB));
		const second = run(2);
		const failed = await second.hold(ask(4 * GIB)).catch((error: Error) => error.message);
		expect(failed).toMatch(/another run \(process 1, since 2026-11-27T\S+\) has limits on this builder/);
		expect(failed).toContain(
			`docker container update --memory=${8 * GIB} --memory-swap=${8 * GIB} ffffffffffff && docker volume rm mlbuild-lease-ffffffffffff-1`,
		);
		expect(failed).toMatch(/leave builder empty and write "driver: docker-container"/);
		expect(second.noted).toEqual([]);
		expect(updates).toHaveLength(1);
		await first.release();
		expect(state).toMatchObject({ memory: 8 * GIB, volumes: [] });
	});

	it("is built on under the other run's limit with best-effort, which says so", async () => {
		const { updates, run } = sharedEngine();
		await run(1).hold(ask(2 * GIB));
		const guard = await run(2).hold(ask(4 * GIB, { policy: "best-effort" }));
		expect(guard.report.problems.join()).toMatch(/another run .* which hold for all that is built there/);
		await guard.release();
		expect(updates).toHaveLength(1);
	});

	it("is taken over from a run that is proven dead, and put back to what the user had given it", async () => {
		const { state, run, killed } = sharedEngine();
		await killed(1, 2 * GIB);
		const guard = await run(2, () => "dead").hold(ask(4 * GIB));
		expect(guard.report.held).toMatchObject({ memory: 4 * GIB });
		await guard.release();
		expect(state).toMatchObject({ memory: 8 * GIB, swap: 8 * GIB, volumes: [] });
	});

	it("keeps the user's limit in mind through any number of dead runs", async () => {
		const { state, run, killed } = sharedEngine();
		await killed(1, 2 * GIB);
		await run(2, () => "dead").hold(ask(3 * GIB));
		const guard = await run(3, () => "dead").hold(ask(4 * GIB));
		expect(state.volumes.map(({ name }) => name)).toEqual(["mlbuild-lease-ffffffffffff-3"]);
		await guard.release();
		expect(state).toMatchObject({ memory: 8 * GIB, volumes: [] });
	});

	it("is put back by whoever undoes the journal of a killed run", async () => {
		const { state, run, killed } = sharedEngine();
		const [undo] = await killed(1, 2 * GIB);
		expect(undo).toMatchObject({ kind: "return-builder", container: ID });
		await restoreLimits(run(9).world, undo as never);
		expect(state).toMatchObject({ memory: 8 * GIB, volumes: [] });
	});

	it("keeps the limit of the run that took it over when the dead one's journal is undone later", async () => {
		const { state, run, killed } = sharedEngine();
		const [undo] = await killed(1, 2 * GIB);
		await run(2, () => "dead").hold(ask(4 * GIB));
		await restoreLimits(run(9).world, undo as never);
		expect(state).toMatchObject({ memory: 4 * GIB, volumes: [{ name: "mlbuild-lease-ffffffffffff-2" }] });
	});

	it("is noted before its lease is taken, so that a run killed in between leaves none", async () => {
		const { state, before, run } = sharedEngine();
		const first = run(1);
		let atTaking: readonly Undo[] = [];
		before.push({
			pattern: /volume create/,
			act: () => {
				atTaking = [...first.noted];
			},
		});
		await first.hold(ask(2 * GIB));
		expect(atTaking).toEqual([{ kind: "return-builder", container: ID, holder: holderOf(1) }]);
		expect(state.volumes).toHaveLength(1);
	});

	it("does not take the limit of a run that is just giving it back for the user's own", async () => {
		const { state, before, run } = sharedEngine();
		// Read while the other run still had it; taken when that one had given it back.
		Object.assign(state, { memory: 2 * GIB, swap: 2 * GIB });
		before.push({
			pattern: /volume create/,
			act: () => Object.assign(state, { memory: 8 * GIB, swap: 8 * GIB }),
		});
		const guard = await run(1).hold(ask(4 * GIB));
		await guard.release();
		expect(state).toMatchObject({ memory: 8 * GIB, volumes: [] });
	});

	it.each([
		["of the two who find it free", false],
		["of the two who find a dead run there", true],
	])("goes to one alone %s at the same moment", async (_title, dead) => {
		const { state, before, run, killed } = sharedEngine();
		if (dead) await killed(1, 2 * GIB);
		const life = (pid: number): Life => (pid === 1 ? "dead" : "alive");
		let other: Promise<unknown> | undefined;
		before.push({
			pattern: /volume create/,
			act: () => {
				other = run(3, life)
					.hold(ask(5 * GIB))
					.then(
						(guard) => guard.report.held?.memory,
						() => "refused",
					);
			},
		});
		const one = await run(2, life)
			.hold(ask(4 * GIB))
			.then(
				(guard) => guard.report.held?.memory,
				() => "refused",
			);
		const results = [one, await other];
		expect(results.filter((result) => result !== "refused")).toEqual([state.memory]);
		expect(state.volumes).toHaveLength(1);
	});

	it("is not taken over by one who was slow to: the dead run's lease has long been another one's", async () => {
		const { state, updates, before, run, killed } = sharedEngine();
		await killed(1, 2 * GIB);
		const label = `ml-image-build.holder=${holderOf(5)}`;
		before.push({
			pattern: /volume create .*-2$/,
			act: () => {
				state.volumes = state.volumes.map(({ name, labels }) => ({ name, labels: [labels[0] ?? "", label] }));
			},
		});
		const slow = run(2, (pid) => (pid === 1 ? "dead" : "alive"));
		await expect(slow.hold(ask(4 * GIB))).rejects.toThrow(/another run \(process 5, /);
		expect(state.volumes.map(({ name }) => name)).toEqual(["mlbuild-lease-ffffffffffff-1"]);
		expect(updates).toHaveLength(1);
	});

	it("that is gone leaves no lease behind", async () => {
		const { state, run } = sharedEngine();
		const { hold, noted, warnings } = run(1);
		const guard = await hold(ask(2 * GIB));
		state.gone = true;
		await guard.release();
		expect({ volumes: state.volumes, noted, warnings }).toEqual({ volumes: [], noted: [], warnings: [] });
	});

	it("without any limit of its own is left alone: the engine could not take one back", async () => {
		const { state, updates, run } = sharedEngine();
		Object.assign(state, { memory: 0, swap: 0 });
		const { hold, noted } = run(1);
		await expect(hold(ask(2 * GIB))).rejects.toThrow(/could not take a limit of the whole container back/);
		expect({ volumes: state.volumes, updates, noted }).toEqual({ volumes: [], updates: [], noted: [] });
	});

	it("whose steps another run has limited from outside is refused too, and its lease given back", async () => {
		const { state, run } = sharedEngine();
		const { world, hold, noted } = run(1);
		await world.files.write(`${GROUP}/mlbuild-lease/${holderOf(5)}/cgroup.procs`, "");
		await expect(hold(ask(2 * GIB))).rejects.toThrow(/another run \(process 5, /);
		expect({ memory: state.memory, volumes: state.volumes, noted }).toEqual({
			memory: 8 * GIB,
			volumes: [],
			noted: [],
		});
	});

	it.each([
		[{ quota: 50_000, period: 50_000 }],
		[{ quota: 33_333, period: 70_000 }],
		[{ quota: 0, period: 50_000 }],
		[{ nanoCpus: 333_333_333 }],
	])("with %j gets its memory back, and its processors are not touched", async (cpus) => {
		const { state, updates, run } = sharedEngine();
		Object.assign(state, cpus);
		const { hold, noted, warnings } = run(1);
		const guard = await hold(ask(2 * GIB));
		expect(state).toMatchObject({ memory: 2 * GIB });
		await guard.release();
		expect(state).toMatchObject({ memory: 8 * GIB, swap: 8 * GIB, volumes: [], ...cpus });
		expect(updates.join()).not.toContain("--cpus");
		expect({ noted, warnings }).toEqual({ noted: [], warnings: [] });
	});

	it("gets its processors back as well when they were limited too", async () => {
		const { state, run } = sharedEngine();
		state.nanoCpus = 333_333_333;
		const guard = await run(1).hold(ask(2 * GIB, { cpus: 2 }));
		expect(guard.report.held).toMatchObject({ memory: 2 * GIB, cpus: 2 });
		await guard.release();
		expect(state).toMatchObject({ memory: 8 * GIB, nanoCpus: 333_333_333, volumes: [] });
	});

	it("without a limit of memory may have its processors limited", async () => {
		const { state, run } = sharedEngine();
		Object.assign(state, { memory: 0, swap: 0, nanoCpus: 4e9 });
		const guard = await run(1).hold({ cpus: 2, swapGiven: false, policy: "require" });
		expect(state).toMatchObject({ memory: 0, nanoCpus: 2e9 });
		await guard.release();
		expect(state).toMatchObject({ memory: 0, nanoCpus: 4e9, volumes: [] });
	});

	it.each([
		["a quota", { quota: 50_000 }],
		["a period", { period: 50_000 }],
		["no limit of its processors", {}],
	])("with %s has no way back from cpus, and is left alone", async (_title, cpus) => {
		const { state, updates, run } = sharedEngine();
		Object.assign(state, cpus);
		const { hold, noted } = run(1);
		await expect(hold(ask(2 * GIB, { cpus: 1 }))).rejects.toThrow(/could not take a limit of the whole container back/);
		expect({ volumes: state.volumes, updates, noted }).toEqual({ volumes: [], updates: [], noted: [] });
	});

	it("loses what a dead run had limited and this one does not ask for, while it builds too", async () => {
		const { state, run } = sharedEngine();
		state.nanoCpus = 4e9;
		await run(1).hold({ cpus: 1, swapGiven: false, policy: "require" });
		const guard = await run(2, () => "dead").hold(ask(2 * GIB));
		expect(state).toMatchObject({ memory: 2 * GIB, nanoCpus: 4e9 });
		await guard.release();
		expect(state).toMatchObject({ memory: 8 * GIB, nanoCpus: 4e9, volumes: [] });
	});

	it("whose lease was made though no answer came is not kept from others", async () => {
		const { state, lost, run } = sharedEngine();
		lost.push(/volume create/);
		const { hold, noted } = run(1);
		await expect(hold(ask(2 * GIB))).rejects.toThrow(/no lease of it could be made \(no answer within 20 s\)/);
		expect({ volumes: state.volumes, noted }).toEqual({ volumes: [], noted: [] });
	});

	it("stays in the journal while nobody can tell whether its lease was made", async () => {
		const { state, before, lost, run } = sharedEngine();
		before.push({
			pattern: /volume create/,
			act: () => void lost.push(/create/, ...Array.from({ length: 9 }, () => /volume ls/)),
		});
		const { world, hold, noted, warnings } = run(1);
		await expect(hold(ask(2 * GIB))).rejects.toThrow(/no lease of it could be made/);
		expect(noted).toEqual([{ kind: "return-builder", container: ID, holder: holderOf(1) }]);
		expect(warnings.join()).toMatch(/limits could not be taken back yet: its leases cannot be listed/);
		lost.length = 0;
		await restoreLimits(world, noted[0] as never);
		expect(state).toMatchObject({ memory: 8 * GIB, swap: 8 * GIB, volumes: [] });
	});

	it("is taken all the same when a list fails once after its lease was made", async () => {
		const { state, before, lost, run } = sharedEngine();
		before.push({ pattern: /volume create/, act: () => void lost.push(/volume ls/) });
		const guard = await run(1).hold(ask(2 * GIB));
		expect(state).toMatchObject({ memory: 2 * GIB, volumes: [{ name: "mlbuild-lease-ffffffffffff-1" }] });
		await guard.release();
		expect(state).toMatchObject({ memory: 8 * GIB, volumes: [] });
	});

	it("that another run gave back while a list failed is limited by what the user had given it", async () => {
		const { state, before, lost, run } = sharedEngine();
		Object.assign(state, { memory: 2 * GIB, swap: 2 * GIB });
		before.push({
			pattern: /volume create/,
			act: () => {
				Object.assign(state, { memory: 8 * GIB, swap: 8 * GIB });
				lost.push(/volume ls/);
			},
		});
		const guard = await run(1).hold(ask(4 * GIB));
		await guard.release();
		expect(state).toMatchObject({ memory: 8 * GIB, volumes: [] });
	});

	it("whose lease has labels of somebody else's is told without them, and without a command that cannot work", async () => {
		const { state, run } = sharedEngine();
		const labels = [`ml-image-build.builder=${ID}`, "ml-image-build.holder=\u001b[31m$(touch x)"];
		state.volumes.push({ name: "mlbuild-lease-ffffffffffff-1", labels });
		const failed = await run(1)
			.hold(ask(2 * GIB))
			.catch((error: Error) => error.message);
		expect(failed).toContain("an unknown run has limits on this builder");
		expect(failed).toContain("known to be over: docker volume rm mlbuild-lease-ffffffffffff-1");
		expect(failed).not.toMatch(/\u001b|touch|container update/);
	});
});
