import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { ReportJson } from "../support/action.ts";
import { GUEST_BASE_IMAGE, hookLimit, type MachineCase, type MachineRun, runInMachine } from "./support/machine.ts";
import { schemaErrors } from "./support/schema.ts";

const MIB = 2 ** 20;

/** As a step on a hosted runner: a machine that is thrown away, and no swap on it. */
const build = (flags: string) => `
printf 'FROM ${GUEST_BASE_IMAGE}\\nRUN hog 300 6\\n' > Dockerfile
GITHUB_ACTIONS=true RUNNER_ENVIRONMENT=github-hosted \\
	mlbuild build . --driver docker --no-cache --memory 200m --memory-swap 600m ${flags} --report-file $OUT/report.json
echo $? > $OUT/code
cat /proc/swaps > $OUT/swaps; cat /proc/sys/vm/swappiness > $OUT/swappiness; ls -A / > $OUT/files`;

const CASES: Readonly<Record<string, MachineCase>> = {
	made: { script: build("") },
	runner: { user: "runner", script: build("--swappiness 100") },
	without: { script: build("--swap off --limits best-effort") },
};

describe("swap made for a build on cgroup v2", () => {
	let machine: MachineRun;

	beforeAll(async () => {
		machine = await runInMachine({ cgroupDriver: "systemd", swapMiB: 0, cases: CASES });
	}, hookLimit(CASES));
	afterAll(() => machine?.remove());

	const reportOf = (name: string): ReportJson => JSON.parse(machine.end(name).read("report.json"));

	test.each(["made", "runner"])("%s: a build that needs more than its memory passes", (name) => {
		const report = reportOf(name);
		expect(machine.end(name).read("code").trim()).toBe("0");
		expect(report.conclusion).toBe("pass");
		expect(report.swap).toMatchObject({ existing: 0, wanted: 400 * MIB, made: 400 * MIB });
		expect(report.swap.peak).toBeGreaterThan(80 * MIB);
		expect(report.limits.atEnd).toMatchObject({ memory: 200 * MIB, memorySwap: 600 * MIB });
		expect(schemaErrors(report)).toBeNull();
	});

	test("without: it is killed", () => {
		expect(reportOf("without")).toMatchObject({ failure: { kind: "out-of-memory" } });
		expect(reportOf("without").swap).toBeUndefined();
	});

	test.each(Object.keys(CASES))("%s: nothing of it is left", (name) => {
		const end = machine.end(name);
		expect(end.read("swaps").trim().split("\n")).toHaveLength(1);
		expect(end.read("swappiness").trim()).toBe("60");
		expect(end.read("files")).not.toContain(".swap");
	});
});
