import { describe, expect, it } from "@jest/globals";
import { conclude, judgeImages } from "../../../src/judge/judge.ts";
import type { Verdict, VerdictStatus } from "../../../src/model/verdict.ts";
import { arm } from "../../support/arm.ts";
import { imageFacts, known } from "../../support/facts.ts";

const EVERYTHING = {
	"max-image-size": "6GB",
	"max-compressed-size": "3GB",
	"max-layer-size": "5GB",
	"torch-version": ">=2.6,<2.8",
	"cuda-version": "12.4",
};

function verdicts(...statuses: readonly VerdictStatus[]): readonly Verdict[] {
	return statuses.map((status, index) => ({ id: `${index}`, title: "", status, expected: "", actual: "" }));
}

describe("judging", () => {
	it("one image: a verdict per assertion, no platform", () => {
		const judged = judgeImages(arm(EVERYTHING).armed, [imageFacts()]);
		expect(judged.map(({ id, status, platform }) => [id, status, platform])).toEqual([
			["max-image-size", "pass", undefined],
			["max-compressed-size", "pass", undefined],
			["max-layer-size", "pass", undefined],
			["torch-version", "pass", undefined],
			["cuda-version", "pass", undefined],
		]);
	});

	it("several platforms: every verdict says of which it is", () => {
		const images = [imageFacts(), imageFacts({ platform: "linux/arm64", unpackedBytes: known(7_000_000_000) })];
		const judged = judgeImages(arm({ "max-image-size": "6GB" }).armed, images);
		expect(judged.map(({ status, platform }) => [status, platform])).toEqual([
			["pass", "linux/amd64"],
			["fail", "linux/arm64"],
		]);
	});

	it("no image: everything that was asked is unknown, which is red", () => {
		const judged = judgeImages(arm(EVERYTHING).armed, []);
		expect(judged).toHaveLength(5);
		for (const verdict of judged) {
			expect(verdict).toMatchObject({ status: "unknown", detail: expect.stringContaining("made no image") });
			expect(verdict.remedy).toBeTruthy();
		}
		expect(conclude(judged)).toBe("fail");
	});

	it("nothing asked: no verdicts, and green", () => {
		expect(conclude(judgeImages([], [imageFacts()]))).toBe("pass");
		expect(judgeImages([], [])).toEqual([]);
	});
});

describe("the run's conclusion", () => {
	it.each<[statuses: readonly VerdictStatus[], conclusion: string]>([
		[[], "pass"],
		[["pass", "pass"], "pass"],
		[["pass", "warn"], "warn"],
		[["warn", "pass", "unknown"], "fail"],
		[["warn", "fail", "unknown"], "fail"],
	])("%j: %s", (statuses, conclusion) => {
		expect(conclude(verdicts(...statuses))).toBe(conclusion);
	});
});
