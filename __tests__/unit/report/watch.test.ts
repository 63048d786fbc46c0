import { describe, expect, it } from "@jest/globals";
import type { Diagnosis } from "../../../src/model/diagnosis.ts";
import type { Engine } from "../../../src/model/host.ts";
import type { LimitsReport } from "../../../src/model/limits.ts";
import type { Watch } from "../../../src/model/watch.ts";
import { compose } from "../../../src/report/compose.ts";
import { renderOutputs } from "../../../src/report/outputs.ts";
import { pageLink, pagesAddress } from "../../../src/report/pages.ts";
import { diskTable } from "../../../src/report/summary/disks.ts";
import { renderSummary } from "../../../src/report/summary.ts";
import { limitSentences } from "../../../src/report/watch-text.ts";
import { failedRun } from "./failures.ts";
import { report } from "./parts.ts";
import { HOST } from "./runs.ts";
import { ENGINE_DISK, GIB, HELD, idOf, LIMITS, series, TEMP_DISK, WATCH } from "./watched.ts";

const summary = (watch: Watch, limits?: LimitsReport) =>
	renderSummary(report({ watch, ...(limits && { limits }) }), { maxBytes: 1e6 });
const outputs = (more: Parameters<typeof report>[0]) => renderOutputs(report(more), { metadata: "", reportJson: "" });
const [MEMORY] = [WATCH.memory];
if (MEMORY === undefined) throw new Error("the sample watches memory");
const { held: _, atEnd: _end, maxParallelism: _steps, ...UNHELD } = LIMITS;

describe("limits in words", () => {
	it.each<[string, LimitsReport, readonly string[]]>([
		[
			"held, by what, and read back",
			LIMITS,
			[
				"Memory limit 12 GiB + 8 GiB swap for all RUN steps together, enforced by /sys/fs/cgroup/mlbuild (read back)",
				"One step runs at once at most",
				"3 RUN steps were seen under it",
			],
		],
		[
			"not held, and why",
			{ ...UNHELD, problems: ["this user is not root, and sudo asks for a password"], seenInside: 0 },
			[
				"Memory limit 12 GiB + 8 GiB swap for all RUN steps together: not enforced",
				"this user is not root, and sudo asks for a password",
			],
		],
		[
			"changed on the way",
			{ ...UNHELD, held: HELD, atEnd: { ...HELD, memorySwap: "unlimited" }, seenInside: 0 },
			[
				"Memory limit 12 GiB + 8 GiB swap for all RUN steps together, enforced by /sys/fs/cgroup/mlbuild (read back)",
				"Memory limit 12 GiB + unlimited swap at the end: something changed it during the build",
			],
		],
		[
			"without swap, with processors, steps, a backstop and one that got away",
			{
				...UNHELD,
				held: { ...HELD, memorySwap: 12 * GIB, cpus: 2 },
				step: { memory: 4 * GIB, method: "memory.max in a RUN step" },
				backstop: { ...HELD, way: "builder-container", where: "builder mlbuild-1", memory: 14 * GIB },
				seenOutside: ["[main 3/5] RUN x"],
			},
			[
				"Memory limit 12 GiB without swap and 2 CPUs for all RUN steps together, written to /sys/fs/cgroup/mlbuild and read back, but not all RUN steps ran there",
				"Memory limit 4 GiB for each RUN step, enforced (memory.max in a RUN step)",
				"Memory limit 14 GiB + 6 GiB swap for the whole builder as a backstop, by builder mlbuild-1",
				"Seen outside of the limit: [main 3/5] RUN x",
			],
		],
	])("%s", (_name, limits, expected) => {
		expect(limitSentences(limits)).toEqual(expected);
	});

	it.each([
		["of the machine that was watched", { watch: { ...WATCH, machine: { swap: 0 } } }, true],
		["of the machine that was watched, with swap", { watch: { ...WATCH, machine: { swap: GIB } } }, false],
		[
			"of an engine elsewhere nobody knows",
			{ host: { ...HOST, swap: 0, engine: { ...HOST.engine, local: false } as Engine } },
			false,
		],
		["by the survey", { host: { ...HOST, swap: 0 } }, true],
	])("say that swap is allowed and not there: %s", (_name, more, none) => {
		const { machine: _machine, ...bare } = WATCH;
		const text = renderSummary(report({ watch: bare, limits: LIMITS, ...more }), { maxBytes: 1e6 });
		expect(text.includes("12 GiB + 8 GiB swap (the machine has none) for all RUN steps")).toBe(none);
	});

	it("of processors alone", () => {
		const asked = { cpus: 1, swapGiven: false, policy: "require" } as const;
		expect(limitSentences({ asked, problems: [], seenInside: 0, seenOutside: [] })).toEqual([
			"Limit 1 CPU for all RUN steps together: not enforced",
		]);
	});
});

describe("charts", () => {
	const charts = (text: string) => text.match(/xychart-beta[\s\S]*?```/g) ?? [];
	const points = (text: string) => [...text.matchAll(/line \[(.*)\]/g)].map(([, list = ""]) => list.split(", "));

	it("have at most 60 points, however long the build was, and keep the highest and the lowest", () => {
		const wave = Array.from({ length: 120 }, (_, index) => (index === 77 ? 11 : 1 + (index % 2)));
		const dip = wave.map((value) => 60 - value);
		const text = summary({
			...WATCH,
			memory: { ...MEMORY, series: series(0, 21_600, wave, GIB), swapSeries: series(0, 21_600, wave, GIB) },
			disks: [{ ...ENGINE_DISK, series: series(0, 21_600, dip, 1e9) }],
		});
		const [memory = "", disk = ""] = charts(text);
		for (const line of [...points(memory), ...points(disk)]) expect(line).toHaveLength(60);
		expect(points(memory)[0]).toContain("11");
		expect(points(disk)[0]).toContain("49");
		expect(memory).toContain('x-axis "minutes" 0 --> 360');
	});

	it.each([
		["a build too short for a look", []],
		["fewer than five looks", series(0, 90, [1, 9, 3, 5], GIB)],
		["a short build", series(0, 19, [1, 2, 3, 4, 5, 6], GIB)],
		["what hardly moved", series(0, 90, [1, 1.005, 1.002, 1.003, 1.009, 1], GIB)],
		["what did not move", series(0, 90, [0, 0, 0, 0, 0, 0], GIB)],
	])("are not drawn of %s, and the numbers stand there all the same", (_, points) => {
		const text = summary({
			...WATCH,
			memory: { ...MEMORY, series: points },
			disks: [{ ...ENGINE_DISK, series: points }],
		});
		expect(charts(text)).toEqual([]);
		expect(text).toContain("Peak memory of all RUN steps together 7.4 of 12 GiB, 0 OOM kills");
		expect(text).toMatch(/\/var\/lib\/docker` \| 77.85.GB \| 51.GB \| \*\*33.4.GB\*\* \|/);
	});

	it("are drawn of memory that stood at its limit while swap grew", () => {
		const swapSeries = series(0, 90, [0, 1, 2, 3, 4, 5], GIB);
		const memory = { ...MEMORY, series: series(0, 90, [12, 12, 12, 12, 12, 12], GIB), swapSeries };
		expect(charts(summary({ ...WATCH, memory, disks: [] }))).toHaveLength(1);
	});

	it("hold plain numbers only: mermaid reads no exponents", () => {
		const text = summary({
			...WATCH,
			memory: { ...MEMORY, peak: 3, limit: 4, series: series(0, 90, [1, 0, 3, 1, 0], 1) },
			disks: [
				{ ...ENGINE_DISK, series: series(0, 90, [0, 1, 0, 0, 1], 1) },
				{ ...TEMP_DISK, lowest: 1, series: series(0, 90, [14, 1, 1, 1, 14], 1) },
			],
		});
		expect(charts(text)).toHaveLength(3);
		expect(
			charts(text)
				.join("\n")
				.match(/\d+(?:\.\d+)?e[-+]?\d/gi),
		).toBeNull();
	});

	it("leave out a limit so high that the memory would be a line at the bottom", () => {
		expect(summary({ ...WATCH, memory: { ...MEMORY, limit: 1024 * GIB } })).not.toContain("limit red");
	});
});

describe("the table of disks", () => {
	const headings = (text: string) => text.split("\n")[0];
	const rows = (text: string) => text.replaceAll("\u00a0", " ").split("\n").slice(2);

	it("tells before, lowest and when, in which step, and at the end", () => {
		const text = diskTable(report({ watch: WATCH }));
		expect(headings(text)).toBe("| Free disk of | Size | Before | Lowest | When, in which step | At the end |");
		expect(rows(text)[0]).toBe(
			"| engine data, workspace `/var/lib/docker` | 77.85 GB | 51 GB | **33.4 GB** | after 10 min 3 s, `[main 4/5] RUN pip install -r requirements.txt` | 35.1 GB |",
		);
	});

	it("has what was freed only when something was", () => {
		const freed = { roles: ["engine data"], path: "/var/lib/docker", free: 30e9, after: 51e9 };
		const text = diskTable(report({ watch: WATCH }), [freed]);
		expect(headings(text)).toContain("| Before | After freeing | Lowest |");
		expect(rows(text)[0]).toContain("| 77.85 GB | 30 GB | 51 GB | **33.4 GB** |");
		expect(rows(text)[1]).toContain("| 15.3 GB | 14.1 GB |  | **14.09 GB** |");
		expect(headings(diskTable(report({ watch: WATCH }), [{ ...freed, after: 30e9 }]))).not.toContain("After freeing");
	});

	it("is not there when no disk was seen", () => {
		expect(diskTable(report({ watch: { disks: [], steps: {} } }))).toBe("");
	});
});

describe("what else was seen", () => {
	it("a reserve is told of when it was needed, not else", () => {
		const reserve = { path: "/data", bytes: 138e6 };
		expect(summary({ ...WATCH, reserves: [reserve] })).not.toContain("kept back");
		expect(summary({ ...WATCH, reserves: [{ ...reserve, givenBackAt: 1, givenBackDuring: ["RUN x"] }] })).toContain(
			"138 MB were kept back at /data for the runner and this report, and given back when it was nearly full while RUN x ran",
		);
	});

	it("thrashing, how it is known and in which step", () => {
		const thrash = { method: "swap-traffic", at: 1, ms: 130_000, during: ["RUN x"] } as const;
		expect(summary({ ...WATCH, thrash })).toContain(
			"It thrashed for 2 min 10 s in RUN x: swap was busy and the programs were not",
		);
	});

	it("who took the space only after a build that ran out of it", () => {
		expect(summary(WATCH)).not.toContain("Who took the space");
		const [step = ""] = Object.keys(WATCH.steps);
		const text = summary({
			...WATCH,
			steps: { [step]: { shared: false, diskShared: true, diskBytes: 2e9, diskMost: 5e9 } },
			places: [{ kind: "temp", where: "/work/_temp", bytes: 3e9 }],
		}).replaceAll("\u00a0", " ");
		expect(text).toMatch(/\| `\[main 3\/5\] RUN pip install torch==2\.6\.0` \| .* \| ≤ 5 GB \| 2 GB \|/);
		expect(text).toContain("| Temporary files | `/work/_temp` | 3 GB |  |");
	});
});

describe("a limit that stands in its cgroup", () => {
	const said = (more: Partial<typeof LIMITS>) =>
		renderSummary(report({ limits: { ...LIMITS, ...more } }), { maxBytes: 900 * 1024 }).replaceAll("\u00a0", " ");

	it("is not called enforced when a step was seen elsewhere, or nobody knows where they ran", () => {
		expect(said({})).toContain("enforced by");
		for (const doubt of [{ seenOutside: ["RUN x"] }, { unproven: true, seenInside: 0 }] as const) {
			expect(said(doubt)).not.toContain("enforced by");
			expect(said(doubt)).toMatch(/read back, but/);
		}
		expect(said({ unproven: true, seenInside: 2 })).toContain("enforced by");
	});
});

describe("the table of steps", () => {
	it("marks numbers of steps side by side, and steps that lost a process", () => {
		const id = idOf("[main 3/5] RUN pip install torch==2.6.0");
		const steps = {
			[id]: { peakMemory: 7 * GIB, peakSwap: GIB, oomKills: 1, diskBytes: 6e9, shared: true, diskShared: true },
		};
		const text = summary({ ...WATCH, steps });
		expect(text).toMatch(
			/⚠️ `\[main 3\/5\] RUN pip.*\| ≤\u00a07\u00a0GiB \| ≤\u00a01\u00a0GiB \| ≤\u00a0\+6\u00a0GB \|/,
		);
		expect(text).toContain("≤: steps ran side by side");
	});

	it("explains no mark that it does not have", () => {
		const steps = { [idOf("[main 3/5] RUN pip install torch==2.6.0")]: { shared: true, diskShared: true } };
		expect(summary({ ...WATCH, steps })).not.toContain("≤:");
	});

	it("has no column for what nobody saw", () => {
		expect(summary({ ...WATCH, steps: {} })).toContain("| Step | Line | Time | Pulled | Disk |");
	});
});

describe("outputs", () => {
	it.each<[string, Parameters<typeof report>[0], readonly string[]]>([
		["of a watched build", { watch: WATCH, limits: LIMITS }, ["7945689498", "12884901888", "33400120000"]],
		[
			"of the limit as it was at the end",
			{ limits: { ...LIMITS, atEnd: { ...HELD, memory: "unlimited" } } },
			["", "unlimited", ""],
		],
		["of a limit that is not enforced", { limits: UNHELD }, ["", "", ""]],
		["of a limit that a step has left", { limits: { ...LIMITS, seenOutside: ["RUN x"] } }, ["", "", ""]],
		[
			"of a limit of which nobody knows whether steps lie under it",
			{ limits: { ...LIMITS, unproven: true, seenInside: 0 } },
			["", "", ""],
		],
		[
			"of a limit that was not proven before, and under which steps were seen",
			{ limits: { ...LIMITS, unproven: true, seenInside: 1 } },
			["", "12884901888", ""],
		],
		[
			"of the fullest disk, without the engine's",
			{ watch: { disks: [TEMP_DISK, { ...TEMP_DISK, lowest: 5 }], steps: {} } },
			["", "", "5"],
		],
	])("%s", (_name, more, expected) => {
		const found = outputs(more);
		expect([found["peak-memory-bytes"], found["memory-limit"], found["lowest-free-bytes"]]).toEqual(expected);
	});
});

describe("a diagnosis", () => {
	const why: Diagnosis = {
		id: "out-of-memory",
		shape: "child-killed",
		level: "failure",
		certainty: "certain",
		message: "step 4/5 ran out of memory (Dockerfile:9): peak 12.0 of 12 GiB",
		evidence: [],
		remedies: ["x"],
		step: { text: "RUN x", file: "Dockerfile", line: 9 },
	};
	const kind = (more: Partial<Parameters<typeof compose>[0]>) => {
		const { failure, conclusion } = compose({ ...failedRun, ...more });
		return [failure?.kind, failure?.step?.line, conclusion];
	};

	it("gives a failed build its kind and line", () => {
		expect(kind({ diagnoses: [why] })).toEqual(["out-of-memory", 9, "fail"]);
		expect(kind({ diagnoses: [] })).toEqual(["build", 12, "fail"]);
		expect(kind({ diagnoses: [{ ...why, level: "warning" }] })).toEqual(["build", 12, "fail"]);
	});

	it("leaves other failures as they are", () => {
		const failure = { kind: "cancelled", message: "cancelled by SIGTERM", problems: [] } as const;
		expect(kind({ failure, diagnoses: [why] })).toEqual(["cancelled", undefined, "fail"]);
	});

	it("makes a build that we ended fail, also when BuildKit had nothing to say", () => {
		const { failure: _failure, ...silent } = report();
		expect(compose({ ...silent, diagnoses: [why] }).failure).toMatchObject({
			kind: "out-of-memory",
			message: why.message,
		});
	});

	it("of level warning makes a green run warn", () => {
		expect(report({ diagnoses: [{ ...why, level: "warning" }] }).conclusion).toBe("warn");
	});
});

describe("links to the project's pages", () => {
	const env = {
		GITHUB_SERVER_URL: "https://github.com",
		GITHUB_ACTION_REPOSITORY: "acme/ml-image-build",
		GITHUB_ACTION_REF: "v1",
	};

	it("point to the version that ran", () => {
		const pages = pagesAddress(env);
		expect(pageLink("Help", "timeout", "stall-timeout", pages)).toBe(
			"[Help](https://github.com/acme/ml-image-build/blob/v1/docs/diagnoses/timeout.md#stall-timeout)",
		);
	});

	it.each([
		["on the command line", {}],
		["of an action in the workflow's own repository", { ...env, GITHUB_ACTION_REPOSITORY: "" }],
		["with a name that is none", { ...env, GITHUB_ACTION_REF: "v1) [x](y" }],
	])("are paths %s", (_name, given) => {
		expect(pageLink("Help", "timeout", undefined, pagesAddress(given))).toBe(
			"Help: `docs/diagnoses/timeout.md` of ml-image-build",
		);
	});
});
