import { describe, expect, it } from "@jest/globals";
import type { StepRun } from "../../../src/model/timeline.ts";
import { compose } from "../../../src/report/compose.ts";
import { renderOutputs } from "../../../src/report/outputs.ts";
import { ownersOf } from "../../../src/report/owners.ts";
import { renderSummary } from "../../../src/report/summary.ts";
import { renderTerminal } from "../../../src/report/terminal.ts";
import { badInputs, failedRun } from "./failures.ts";
import { distribution, IMAGE, TORCH } from "./images.ts";
import { report } from "./parts.ts";
import { drift, green, REPORTS, unmeasured } from "./reports.ts";
import { PLAN, step, TIMELINE } from "./runs.ts";

const extra = { metadata: "", reportJson: "r.json" };
const known = <T>(value: T) => ({ known: true, value, method: "m", seconds: 0 }) as const;

describe("the conclusion", () => {
	const [verdict] = green.verdicts;
	if (verdict === undefined) throw new Error("the sample has verdicts");
	it.each([
		["pass", "pass", ""],
		["warn", "warn", ""],
		["fail", "fail", "assertion"],
		["unknown", "fail", "assertion"],
	] as const)("of a verdict %s is %s", (status, conclusion, kind) => {
		const composed = compose({ ...green, verdicts: [{ ...verdict, status }] });
		expect([composed.conclusion, composed.failure?.kind ?? ""]).toEqual([conclusion, kind]);
	});

	it("of an image without torch names what is missing, not a version called no torch", () => {
		const absent = { actual: "no torch", expected: "none", title: "CUDA of torch", status: "fail" } as const;
		const detail = "no torch in the image (layer-blobs looked through all its Python environments)";
		const { failure } = compose({ ...green, verdicts: [{ ...verdict, ...absent, detail }] });
		expect(failure?.message).toBe("CUDA of torch: no torch in the image, expected none");
	});

	it("is fail when something failed, whatever the verdicts say", () => {
		expect(failedRun.conclusion).toBe("fail");
		expect(badInputs.conclusion).toBe("fail");
	});
});

describe("outputs", () => {
	it("name the step and line that failed, also for a red verdict", () => {
		expect(renderOutputs(failedRun, extra)).toMatchObject({
			verdict: "fail",
			"failure-kind": "build",
			"failure-step": "[main 4/5] RUN pip install -r requirements.txt",
			"failure-line": "12",
			"unpacked-bytes": "",
		});
		expect(renderOutputs(drift, extra)).toMatchObject({
			"failure-kind": "assertion",
			"failure-step": "[main 4/5] RUN pip install -r requirements.txt",
			"failure-line": "12",
			"torch-version": "2.8.0+cu128",
			"cuda-version": "12.8",
		});
	});

	it("are empty where nothing is known", () => {
		expect(renderOutputs(unmeasured, extra)).toMatchObject({ "unpacked-bytes": "", "compressed-bytes": "" });
		expect(renderOutputs(green, extra)).toMatchObject({
			"failure-kind": "",
			"failure-line": "",
			"unpacked-bytes": "6145374061",
			"duration-seconds": "1226.3",
		});
	});

	it.each([
		["12.4", "12.4"],
		[null, "none"],
		[undefined, ""],
	])("tell CUDA %s as %j", (cuda, text) => {
		const { cuda: _, ...torch } = TORCH;
		const image = { ...IMAGE, torch: known([cuda === undefined ? torch : { ...torch, cuda }]) };
		expect(renderOutputs(report({ images: [image] }), extra)["cuda-version"]).toBe(text);
	});

	it("tell no version when there is no torch", () => {
		expect(renderOutputs(report({ images: [{ ...IMAGE, torch: known([]) }] }), extra)).toMatchObject({
			"torch-version": "",
			"cuda-version": "",
		});
	});
});

describe("the size by owner", () => {
	it("adds up to the unpacked size", () => {
		expect(ownersOf(IMAGE)?.reduce((sum, owner) => sum + owner.bytes, 0)).toBe(6_145_374_061);
	});

	it("is not drawn from numbers that contradict each other or are not known", () => {
		expect(ownersOf({ ...IMAGE, unpackedBytes: known(10) })).toBeUndefined();
		expect(ownersOf({ ...IMAGE, unpackedBytes: { known: false, why: "x" } })).toBeUndefined();
		const { bytes: _, ...sizeless } = distribution("torch", "2.6.0", 1);
		expect(ownersOf({ ...IMAGE, distributions: known([sizeless]) })).toBeUndefined();
	});

	it("does not tell the base image from the rest when its layers are unknown", () => {
		expect(ownersOf({ ...IMAGE, layers: { known: false, why: "x" } })?.map((owner) => owner.name)).toContain(
			"OS and other files",
		);
	});
});

describe("the summary", () => {
	const text = (name: string) => renderSummary(REPORTS[name] as (typeof REPORTS)[string], { maxBytes: 900 * 1024 });

	it.each([
		["over-budget", "## ❌ trainer: unpacked size is 6.14 GB, expected ≤ 6 GB: 145.37 MB over (102 % of budget)"],
		["bad-inputs", "## ❌ trainer: 12 problems in the inputs, nothing was built"],
		["failed-run", "## ❌ trainer: the build failed at `docker/Dockerfile:12`"],
		[
			"multi-platform",
			"## ⚠️ trainer: 6.14 GB unpacked (linux/amd64), 3.2 GB unpacked (linux/arm64), 1 warning in 4 checks",
		],
		["dry-run", "## 📋 trainer: dry run, nothing was built"],
	])("of %s opens with %s", (name, headline) => {
		expect(text(name).split("\n")[0]).toBe(headline);
	});

	it("shows red checks above green ones", () => {
		expect(text("over-budget").indexOf("| ❌ |")).toBeLessThan(text("over-budget").indexOf("| ✅ |"));
	});

	const [first = "", second = ""] = green.delivered.tags;
	const engine = { kind: "engine", message: "denied", problems: [] } as const;
	const cancelled = { kind: "cancelled", message: "cancelled by SIGTERM", problems: [] } as const;
	it.each<[title: string, more: Parameters<typeof report>[0], says: string[], never: string[]]>([
		[
			"the second tag failed",
			{ failure: engine, delivered: { tags: [first, second], pushed: true, pushedTags: [first], loaded: true } },
			[`Pushed ${first}`, `not pushed ${second}`, `Loaded ${second}`],
			["Nothing was pushed"],
		],
		[
			"no tag moved, but the image is there under its digest",
			{ failure: engine, delivered: { tags: [], pushed: true, pushedTags: [], loaded: false } },
			["Pushed by digest", `not pushed ${first}, ${second}`],
			["Nothing was pushed"],
		],
		[
			"nothing was done",
			{ failure: engine, delivered: { tags: [], pushed: false, loaded: false } },
			["Nothing was pushed and no tag was moved"],
			["not pushed"],
		],
		[
			"one solve was cancelled while it may have pushed",
			{
				failure: cancelled,
				delivered: { tags: [], pushed: false, loaded: false },
				...(green.plan && { plan: { ...green.plan, gated: false } }),
			},
			["look into the registry"],
			["Nothing was pushed"],
		],
	])("says what really happened: %s", (_, more, says, never) => {
		const told = report(more);
		const summary = renderSummary(told, { maxBytes: 1e6 }).replaceAll(/[*`]/g, "");
		const log = renderTerminal(told, { color: false });
		for (const words of says) {
			expect(summary).toContain(words);
			expect(log.toLowerCase()).toContain(words.toLowerCase());
		}
		for (const words of never) {
			expect(summary).not.toContain(words);
			expect(log.toLowerCase()).not.toContain(words.toLowerCase());
		}
	});

	it("says after a red gate that nothing was pushed, and only then", () => {
		expect(text("drift")).toContain("Nothing was pushed and no tag was moved");
		expect(text("green")).not.toContain("Nothing was pushed");
	});

	it.each([
		[99_999_999, false],
		[100_000_000, true],
	])("speaks of a context of %d bytes: %p", (bytes, told) => {
		const [first, ...others] = green.timeline?.steps ?? [];
		if (first === undefined || green.timeline === undefined) throw new Error("the sample has steps");
		const sent = { ...green, timeline: { ...green.timeline, steps: [{ ...first, sentBytes: bytes }, ...others] } };
		expect(renderSummary(sent, { maxBytes: 1e6 }).includes("**context** 100 MB (less with a .dockerignore)")).toBe(
			told,
		);
		expect(renderTerminal(sent, { color: false }).includes(" · context 100 MB · ")).toBe(told);
	});

	it("counts cached steps everywhere alike: those of the Dockerfile", () => {
		const steps = green.timeline?.steps.filter(({ name, internal }) => !internal && /^\[.*\d\/\d\]/.test(name)) ?? [];
		const said = `1 of ${steps.length} steps`;
		const summary = renderSummary(green, { maxBytes: 1e6 });
		expect(renderTerminal(green, { color: false })).toContain(`${said} cached`);
		expect(summary).toContain(`**cache** ${said}`);
		expect(summary).toContain(`<b>Build steps</b> (${said} cached)`);
	});

	it("draws no pie where sizes are unknown and no time axis for a run of seconds", () => {
		expect(text("unmeasured")).not.toContain("pie showData");
		expect(text("cached")).not.toContain("gantt");
	});
});

describe("the table of build steps", () => {
	const names = (steps: readonly StepRun[]) => {
		const [, table = ""] =
			/Build steps(.*?)<\/details>/s.exec(
				renderSummary(report({ timeline: { ...TIMELINE, steps } }), { maxBytes: 1e6 }),
			) ?? [];
		return [...table.matchAll(/^\| `([^`]*)`/gm)].map(([, name]) => name);
	};

	it("is in the order of the Dockerfile where BuildKit looked it up from its end", () => {
		const looked = ["[1/10] FROM a", "[10/10] RUN j", "[9/10] RUN i", "[2/10] RUN b", "exporting to image"];
		expect(names(looked.map((name, index) => step(name, index / 1000, index / 1000, { cached: true })))).toEqual([
			"[1/10] FROM a",
			"[2/10] RUN b",
			"[9/10] RUN i",
			"[10/10] RUN j",
			"exporting to image",
		]);
	});

	it("goes through stages as they stand in the Dockerfile, and as they began where that is not known", () => {
		const at = (line: number) => ({ step: { text: "RUN x", line } });
		const stages = (lines: boolean) => [
			step("importing cache manifest from x", 0, 1),
			step("[main 2/3] RUN c", 2, 3, lines ? at(9) : {}),
			step("[builder 2/2] RUN a", 3, 4, lines ? at(2) : {}),
			step("[main 1/3] FROM y", 4, 5),
			step("exporting to image", 5, 6),
		];
		const [builder, main] = [["[builder 2/2] RUN a"], ["[main 1/3] FROM y", "[main 2/3] RUN c"]];
		const around = (middle: readonly string[]) => ["importing cache manifest from x", ...middle, "exporting to image"];
		expect(names(stages(true))).toEqual(around([...builder, ...main]));
		expect(names(stages(false))).toEqual(around([...main, ...builder]));
	});
});

it("rounds the sizes of the pie as those of the line below it", () => {
	const heavy = {
		...IMAGE,
		unpackedBytes: known(9_000_000_000),
		distributions: known([distribution("torch", "2.6.0", 3_087_000_000)]),
	};
	const text = renderSummary(report({ images: [heavy] }), { maxBytes: 1e6 });
	expect(text).toContain("title GB unpacked by owner");
	expect(text).toContain('"torch" : 3.08\n');
	expect(text).toContain("torch 3.08 GB");
});

it.each([
	[{ call: "outline" }, "call: outline done, nothing was built"],
	[{ outputs: ["type=local,dest=out"] }, "files written"],
	[{ outputs: ["type=cacheonly"] }, "built"],
])("a run without an image says what it did: %j", (instead, words) => {
	const plan = { ...PLAN, instead, ways: [] };
	expect(renderTerminal(report({ plan, images: [], verdicts: [] }), { color: false })).toContain(`trainer: ${words}\n`);
});
