import { describe, expect, it } from "@jest/globals";
import { utf8Bytes } from "../../../src/report/escape.ts";
import { renderSummary } from "../../../src/report/summary.ts";
import { failedRun } from "./failures.ts";
import { hostile } from "./hostile.ts";
import { distribution, IMAGE } from "./images.ts";
import { report } from "./parts.ts";
import { drift, green } from "./reports.ts";
import { step, TIMELINE } from "./runs.ts";

const LIMIT = 900 * 1024;
const many = Array.from({ length: 5000 }, (_, index) =>
	distribution(`${"🚀".repeat(80)}-${index}`, "1.0", index * 1000),
);
const big = report({
	images: [{ ...IMAGE, distributions: { known: true, value: many, method: "m", seconds: 1 } }],
	timeline: {
		...TIMELINE,
		steps: Array.from({ length: 3000 }, (_, index) =>
			step(`[main ${index}/3000] RUN echo ${"漢".repeat(300)}`, index / 10, index / 10 + 0.09),
		),
	},
});

describe("a summary under GitHub's limit", () => {
	it("of an image with 5,000 packages shows the largest and says how many more there are", () => {
		const summary = renderSummary(big, { maxBytes: LIMIT });
		expect(utf8Bytes(summary)).toBeLessThan(LIMIT);
		expect(summary).toContain("<b>Packages</b> (5,000)");
		expect(summary).toContain("… and 4,950 more packages, 12.24 GB together");
		expect(summary).toContain("… and 2,950 shorter steps");
		expect(summary).not.toContain("Left out");
	});

	it("draws at most 25 bars", () => {
		const chart = /```mermaid\ngantt[\s\S]*?```/.exec(renderSummary(big, { maxBytes: LIMIT }))?.[0] ?? "";
		expect(chart.match(/ : /g)?.length).toBeLessThanOrEqual(25);
	});

	it.each([30_000, 20_000, 10_000, 5_000, 3_000, 1_500, 1_200])(
		"keeps below %i bytes by leaving out whole sections from the bottom, and names them",
		(maxBytes) => {
			const summary = renderSummary(big, { maxBytes });
			expect(utf8Bytes(summary)).toBeLessThanOrEqual(maxBytes);
			expect(summary).toMatch(/^## ✅ trainer: /);
			expect(summary).toMatch(
				/Left out to stay below the size limit of a summary: .*plan and machine\. The report JSON has everything\./,
			);
			expect(summary.match(/<details/g)?.length ?? 0).toBe(summary.match(/<\/details>/g)?.length ?? 0);
			expect((summary.match(/^```/gm)?.length ?? 0) % 2).toBe(0);
		},
	);

	it.each([
		["a red check", drift, "**To fix:** pin flash-attn"],
		["a failed step", failedRun, "No matching distribution found"],
	])("keeps %s before everything else", (_, red, text) => {
		const whole = utf8Bytes(renderSummary(red, { maxBytes: LIMIT }));
		expect(renderSummary(red, { maxBytes: Math.round(whole / 3) })).toContain(text);
	});

	it("says at least the verdict, and nothing when not even that has room", () => {
		expect(renderSummary(green, { maxBytes: 120 })).toBe(
			"## ✅ trainer: 6.14 GB unpacked, torch 2.6.0+cu124, 3 checks passed\n",
		);
		expect(renderSummary(green, { maxBytes: 10 })).toBe("");
	});

	it("counts UTF-8 bytes, not characters", () => {
		for (const maxBytes of [80_000, 30_000, 9_000])
			expect(utf8Bytes(renderSummary(hostile, { maxBytes }))).toBeLessThanOrEqual(maxBytes);
	});
});
