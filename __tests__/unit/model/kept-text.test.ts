import { describe, expect, it } from "@jest/globals";
import { createCommandKeeper, isCut } from "../../../src/model/kept-text.ts";

describe("commands of a build", () => {
	it("stay whole while the long ones are few", () => {
		const keep = createCommandKeeper();
		const long = `RUN ${"pip install -r a.txt && ".repeat(2000)}true`;
		expect(keep(long)).toBe(long);
	});

	it("are cut when there are many long ones; short ones never", () => {
		const keep = createCommandKeeper();
		const kept = Array.from({ length: 100 }, () => keep("x".repeat(30_000)));
		expect(kept.filter((command) => !isCut(command))).toHaveLength(6);
		expect(kept.at(-1)).toBe(`${"x".repeat(1999)}…`);
		expect(keep("y".repeat(2000))).toBe("y".repeat(2000));
	});
});
