import { expect, it } from "@jest/globals";
import { renderAnnotations } from "../../../src/report/annotations.ts";
import { failedRun } from "./failures.ts";

it("what the build checks found is left out where it is not wanted, and nothing else", () => {
	const found = new Set(failedRun.timeline?.warnings.map(({ message }) => message));
	const all = renderAnnotations(failedRun);
	const rest = renderAnnotations(failedRun, { checksAnnotations: false });
	expect(found.size).toBeGreaterThan(0);
	expect(all.filter(({ title }) => found.has(title)).length).toBe(found.size);
	expect(rest).toEqual(all.filter(({ title }) => !found.has(title)));
	expect(rest.length).toBeGreaterThan(0);
});
