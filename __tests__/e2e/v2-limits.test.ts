import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { CGROUP_DRIVERS, type CgroupDriver } from "../../scripts/machine/versions.ts";
import type { ReportJson } from "../support/action.ts";
import {
	GUEST_BASE_IMAGE,
	GUEST_BASE_TAR,
	hookLimit,
	type MachineCase,
	type MachineRun,
	runInMachine,
} from "./support/machine.ts";
import { schemaErrors } from "./support/schema.ts";

const MIB = 2 ** 20;
const LIMIT = "--memory 200m --memory-swap 200m";

/** A build on the engine's own BuildKit, or on one of a container; its report comes back, and what is left of cgroups of ours. */
const build = (from: string, lines: readonly string[], flags: string) => `
cat > Dockerfile <<'END'
${from}
${lines.join("\n")}
END
${from.includes("ADD") ? `cp ${GUEST_BASE_TAR} base.tar` : ""}
mlbuild build . ${flags} --report-file $OUT/report.json; echo $? > $OUT/code
ls -d /sys/fs/cgroup/mlbuild* > $OUT/left 2>/dev/null; true`;
const engine = (lines: readonly string[], flags = LIMIT) =>
	build(`FROM ${GUEST_BASE_IMAGE}`, lines, `--driver docker ${flags}`);
const container = (lines: readonly string[], flags = LIMIT) =>
	build("FROM scratch AS base\nADD base.tar /", lines, `--driver docker-container ${flags}`);
/**
 * Somebody else has taken all but 600 MiB of the machine, and there is no swap. The kernel is to kill at once when the programs that run do not
 * fit any more (https://docs.kernel.org/admin-guide/mm/multigen_lru.html, thrashing prevention), and not to read them again and again.
 */
const short = (script: string) => `
swapoff -a
echo 1000 > /sys/kernel/mm/lru_gen/min_ttl_ms
echo $(( ($(awk '/MemAvailable/ { print int($2 / 1024) }' /proc/meminfo) - 600) / 2 )) > /proc/sys/vm/nr_hugepages
${script}
echo 0 > /proc/sys/vm/nr_hugepages`;
/** Does it in the middle of the build, once the step says so. */
const meanwhile = (act: string, script: string) => `
(for n in $(seq 240); do sleep 0.5; [ -n "$(ls -d /sys/fs/cgroup/mlbuild/buildkit/*/ /sys/fs/cgroup/*/docker*/buildkit/*/ /sys/fs/cgroup/docker/buildx/*/buildkit/*/ 2>/dev/null)" ] && break; done; sleep 2; ${act}) </dev/null >$OUT/meanwhile 2>&1 &
${script}
wait`;

const RELOAD = "systemctl daemon-reload && echo was-reloaded";

/** What hangs on who makes cgroups: on both. */
const BOTH: Readonly<Record<string, MachineCase>> = {
	green: { script: engine(["RUN hog 120 6"]) },
	killed: { script: engine(["RUN true", "RUN hog 300"]) },
	swapped: { script: engine(["RUN hog 300 6"], "--memory 200m --memory-swap 600m") },
	"one-cpu": { script: engine(["RUN true"], "--cpus 0.5 --memory 100m") },
	runner: { user: "runner", script: engine(["RUN hog 300"]) },
	"container-killed": { script: container(["RUN hog 60 2", "RUN hog 300"]) },
	"container-shared": {
		script: container(
			[
				"FROM base AS one",
				"RUN echo one; hog 120 120",
				"FROM base AS two",
				"RUN echo two; hog 120 120",
				"FROM base",
				"COPY --from=one /tmp /1",
				"COPY --from=two /tmp /2",
			],
			`${LIMIT} --max-parallelism 4`,
		),
	},
	"container-step": { script: container(["RUN hog 60", "RUN hog 500"], "--step-memory 200m") },
	"container-plain": { user: "plain", script: container(["RUN hog 300"]) },
};

/** The rest on one of them, as all take their time: on systemd, as hosted runners have it, and what can be reloaded only there. */
const CASES: Readonly<Record<CgroupDriver, Readonly<Record<string, MachineCase>>>> = {
	cgroupfs: { ...BOTH, "machine-short": { script: short(engine(["RUN true", "RUN hog 1500"], "")) } },
	systemd: {
		...BOTH,
		child: { script: engine(["RUN hog 300; exit 3"]) },
		hidden: { script: engine(["RUN hog 300; true"]) },
		"clock-back": { script: meanwhile('date -s "-1 hour" && echo was-set-back', engine(["RUN hog 61 12"])) },
		reload: { script: meanwhile(RELOAD, engine(["RUN hog 60 12", "RUN hog 300"])) },
		"container-reload": { script: meanwhile(RELOAD, container(["RUN hog 60 12"])) },
		"builder-killed": {
			script: container(
				["RUN true", `RUN --mount=type=tmpfs,target=/t head -c ${600 * MIB} /dev/zero > /t/x`],
				"--driver-opts memory=200m --driver-opts memory-swap=200m",
			),
		},
	},
};

const machines = new Map<CgroupDriver, MachineRun>();

// One after the other: each computes all the time, and other tests run beside.
beforeAll(
	async () => {
		for (const cgroupDriver of CGROUP_DRIVERS)
			machines.set(cgroupDriver, await runInMachine({ cgroupDriver, swapMiB: 512, cases: CASES[cgroupDriver] }));
	},
	hookLimit(CASES.cgroupfs, CASES.systemd),
);
afterAll(() => {
	for (const machine of machines.values()) machine.remove();
});

describe.each(CGROUP_DRIVERS)("limits on cgroup v2, cgroup driver %s", (cgroupDriver) => {
	const machine = {
		end: (name: string) => {
			const run = machines.get(cgroupDriver);
			if (!run) throw new Error(`the machine with ${cgroupDriver} did not start`);
			return run.end(name);
		},
	};

	const reportOf = (name: string): ReportJson => {
		const end = machine.end(name);
		try {
			return JSON.parse(end.read("report.json"));
		} catch {
			throw new Error(`${name} wrote no report:\n${end.stderr}`);
		}
	};
	const cause = (name: string) => reportOf(name).diagnoses[0] ?? {};

	test("the engine's own BuildKit: held, read back, seen, and given back", () => {
		const report = reportOf("green");
		const held = { way: "engine-cgroup", where: "/sys/fs/cgroup/mlbuild", memory: 200 * MIB, memorySwap: 200 * MIB };
		expect(report).toMatchObject({ conclusion: "pass", limits: { held, atEnd: held, problems: [], seenOutside: [] } });
		expect(report.limits.seenInside).toBe(1);
		expect(report.watch.memory).toMatchObject({ scope: "steps", oomKills: 0, swapPeak: 0 });
		expect(report.watch.memory.peak).toBeGreaterThan(120 * MIB);
		expect(report.watch.memory.peak).toBeLessThan(150 * MIB);
		expect(schemaErrors(report)).toBeNull();
	});

	const expectKilled = (name: string, step: string) => {
		const report = reportOf(name);
		expect(report.failure).toMatchObject({ kind: "out-of-memory", step: { text: step } });
		expect(cause(name)).toMatchObject({ id: "out-of-memory", shape: "step-killed", certainty: "certain" });
		expect(cause(name).message).toMatch(/200 of 200 MiB.*1 OOM kill/);
		expect(machine.end(name).read("code").trim()).toBe("1");
	};

	test.each([
		["killed", "RUN hog 300"],
		["runner", "RUN hog 300"],
		["container-killed", "RUN hog 300"],
		["container-plain", "RUN hog 300"],
		["container-step", "RUN hog 500"],
	])("%s: out of memory, by the counters", expectKilled);

	test("what fails without swap passes with it, and the swap is counted", () => {
		const report = reportOf("swapped");
		expect(report.conclusion).toBe("pass");
		expect(report.limits.held).toMatchObject({ memory: 200 * MIB, memorySwap: 600 * MIB });
		expect(report.watch.memory.swapPeak).toBeGreaterThan(80 * MIB);
	});

	test("processors", () => {
		expect(reportOf("one-cpu").limits.held).toMatchObject({ cpus: 0.5, memory: 100 * MIB });
	});

	test("where the limits are held", () => {
		expect(reportOf("runner").limits.held.way).toBe("engine-cgroup");
		expect(reportOf("container-killed").limits.held.way).toBe("builder-cgroup");
		expect(reportOf("container-plain").limits.held).toMatchObject({ way: "builder-exec", memory: 200 * MIB });
		expect(reportOf("container-step").limits.step).toMatchObject({ memory: 200 * MIB });
		expect(reportOf("container-killed").limits.backstop).toMatchObject({ memory: 200 * MIB + 2 ** 30 });
	});

	test("two steps that run at once share the limit", () => {
		expect(reportOf("container-shared").failure.kind).toBe("out-of-memory");
		expect(reportOf("container-shared").limits.maxParallelism).toBe(4);
	});

	if (cgroupDriver === "cgroupfs")
		test("without a limit a step takes the whole machine, and the report says which limit it may have", () => {
			const report = reportOf("machine-short");
			expect(report.failure).toMatchObject({ kind: "out-of-memory", step: { text: "RUN hog 1500" } });
			expect(cause("machine-short")).toMatchObject({ shape: "machine-short", certainty: "certain" });
			expect(cause("machine-short").message).toMatch(
				/out of memory of the whole machine.*of 3\.8 GiB left.*1 OOM kill/,
			);
			expect(report.watch.machine.oomKills).toBe(1);
			const [, advised] =
				/set memory: (\d+)m, .*were free when the build began/.exec(cause("machine-short").remedies[0]) ?? [];
			expect(Number(advised)).toBeGreaterThan(400);
			expect(Number(advised)).toBeLessThan(700);
		});

	if (cgroupDriver === "systemd") {
		test("a step that ends by itself after the kill: BuildKit looks at the counters and hides its exit code", () => {
			expectKilled("child", "RUN hog 300; exit 3");
		});

		test("a kill that the step hides is a warning with counters", () => {
			expect(reportOf("hidden").failure).toBeUndefined();
			expect(reportOf("hidden").conclusion).toBe("warn");
			expect(cause("hidden")).toMatchObject({ id: "out-of-memory", shape: "hidden", level: "warning" });
			expect(reportOf("hidden").watch.memory.oomKills).toBe(1);
		});

		test.each(["reload", "container-reload"])("a daemon-reload in the middle takes no limit away: %s", (name) => {
			expect(machine.end(name).read("meanwhile")).toContain("was-reloaded");
			expect(reportOf(name).limits).toMatchObject({
				atEnd: { memory: 200 * MIB, memorySwap: 200 * MIB },
				problems: [],
			});
		});

		test("a daemon-reload in the middle: what needs more is killed after it as before", () => {
			expect(reportOf("reload").failure).toMatchObject({ kind: "out-of-memory", step: { text: "RUN hog 300" } });
			expect(reportOf("container-reload").conclusion).toBe("pass");
		});

		test("a clock that is set back does no harm", () => {
			const report = reportOf("clock-back");
			expect(machine.end("clock-back").read("meanwhile")).toContain("was-set-back");
			expect(machine.end("clock-back").read("code").trim()).toBe("0");
			expect(report.watch.memory.peak).toBeGreaterThan(60 * MIB);
			const step = report.timeline.steps.find(({ name }: { name: string }) => name.includes("hog"));
			// Its times are BuildKit's own, which follow the clock: never negative, never an hour.
			expect(step.ms).toBeLessThan(120_000);
			expect(step.ms).toBeGreaterThanOrEqual(0);
		});

		test("BuildKit itself is killed at the limit of its container", () => {
			const report = reportOf("builder-killed");
			expect(report.failure).toMatchObject({ kind: "out-of-memory", step: { text: expect.stringContaining("tmpfs") } });
			expect(cause("builder-killed")).toMatchObject({ shape: "builder-killed", certainty: "certain" });
			expect(cause("builder-killed").message).toMatch(/its container is limited to 200 MiB, no swap$/);
		});
	}

	test("nothing of it is left", () => {
		for (const name of Object.keys(CASES[cgroupDriver]))
			expect({ name, left: machine.end(name).read("left") }).toEqual({ name, left: "" });
	});
});
