import { describe, expect, it } from "@jest/globals";
import type { SwapReport } from "../../../src/model/space.ts";
import { renderOutputs } from "../../../src/report/outputs.ts";
import { renderSummary } from "../../../src/report/summary.ts";
import { swapSentences } from "../../../src/report/swap-text.ts";
import { report } from "./parts.ts";
import { GIB, LIMITS } from "./watched.ts";

const path = "/.ml-image-build-1-2.swap";

describe("swap in words", () => {
	it.each<[title: string, swap: SwapReport, said: readonly string[]]>([
		[
			"made, nothing there before",
			{ existing: 0, wanted: 4 * GIB, made: 4 * GIB, path, peak: 1.25 * GIB },
			[`Swap: 4 GiB made at ${path}, peak 1.2 GiB`],
		],
		[
			"enough, and none of it used",
			{ existing: 4 * GIB, wanted: 4 * GIB, made: 0, peak: 0 },
			["Swap: 4 GiB there already, peak 0 B"],
		],
		["before anything was built", { existing: 4 * GIB, wanted: 4 * GIB, made: 0 }, ["Swap: 4 GiB there already"]],
		[
			"refused",
			{ existing: 0, wanted: 4 * GIB, made: 0, refused: "/ is overlay, which holds no swap file" },
			["Swap: none; not all of 4 GiB could be made: / is overlay, which holds no swap file"],
		],
		[
			"less than wanted",
			{ existing: GIB, wanted: 8 * GIB, made: 3 * GIB, path, refused: "/ has 10 GB free" },
			[`Swap: 3 GiB made at ${path} beside 1 GiB there already; not all of 8 GiB could be made: / has 10 GB free`],
		],
		[
			"swappiness alone",
			{ existing: 4 * GIB, wanted: 4 * GIB, made: 0, swappiness: { from: 60, to: 10 } },
			["Swap: 4 GiB there already", "vm.swappiness was 10 during the run, 60 before and after it"],
		],
		[
			"swappiness that stays",
			{ existing: 0, wanted: 0, made: 0, swappiness: { why: "this runner is self-hosted" } },
			["Swap: none", "vm.swappiness is left alone: this runner is self-hosted"],
		],
	])("%s", (_title, swap, said) => {
		expect(swapSentences(swap)).toEqual(said);
	});

	it("is in the summary and in an output", () => {
		const swap: SwapReport = { existing: 0, wanted: 4 * GIB, made: 4 * GIB, path };
		const made = report({ swap });
		expect(renderSummary(made, { maxBytes: 1e6 })).toContain(`- Swap: 4 GiB made at ${path}`);
		expect(renderOutputs(made, { metadata: "", reportJson: "" })["swap-bytes"]).toBe(String(4 * GIB));
		expect(renderOutputs(report({}), { metadata: "", reportJson: "" })["swap-bytes"]).toBe("0");
	});

	it("a machine without swap is none any more when some was made", () => {
		const { host } = report({});
		if (!host || "missing" in host.engine) throw new Error("the sample has an engine");
		const swapless = { limits: LIMITS, host: { ...host, swap: 0, engine: { ...host.engine, local: true } } };
		const summary = (swap?: SwapReport) =>
			renderSummary(report({ ...swapless, ...(swap && { swap }) }), { maxBytes: 1e6 });
		expect(summary()).toContain("8 GiB swap (the machine has none)");
		expect(summary({ existing: 0, wanted: 8 * GIB, made: 8 * GIB, path })).not.toContain("the machine has none");
	});
});
