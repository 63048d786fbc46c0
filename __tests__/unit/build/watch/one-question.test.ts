import { expect, it } from "@jest/globals";
import { oneQuestion } from "../../../../src/build/watch/one-question.ts";

it("a disk that does not answer is asked once, whoever asks and however often; others are not held up", async () => {
	let asked = 0;
	const free = oneQuestion(async (path) => {
		asked += 1;
		return path === "/nfs" ? new Promise(() => {}) : { bytes: asked };
	});
	for (let looks = 0; looks < 20; looks += 1) void free("/nfs");
	expect(asked).toBe(1);
	expect(await free("/data")).toEqual({ bytes: 2 });
	expect(await free("/data")).toEqual({ bytes: 3 });
});

it("a disk that could not be asked is asked again", async () => {
	let asked = 0;
	const free = oneQuestion(async () => {
		asked += 1;
		if (asked === 1) throw new Error("EIO");
		return { bytes: 1 };
	});
	await expect(free("/data")).rejects.toThrow("EIO");
	expect(await free("/data")).toEqual({ bytes: 1 });
});
