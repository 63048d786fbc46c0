import { getEventListeners } from "node:events";
import { describe, expect, it } from "@jest/globals";
import { orAborted } from "../../../../src/build/watch/or-aborted.ts";

const never = new Promise<never>(() => {});

describe("what is waited for until a signal fires", () => {
	it("ends with the signal's reason, also when it has fired before", async () => {
		const cancel = new AbortController();
		const waiting = orAborted(never, cancel.signal);
		cancel.abort(new Error("enough"));
		await expect(waiting).rejects.toThrow("enough");
		await expect(orAborted(never, cancel.signal)).rejects.toThrow("enough");
	});

	it("leaves no listener at a signal that lasts for longer", async () => {
		const { signal } = new AbortController();
		expect(await orAborted(Promise.resolve(7), signal)).toBe(7);
		await expect(orAborted(Promise.reject(new Error("bad")), signal)).rejects.toThrow("bad");
		await new Promise((resolve) => setImmediate(resolve));
		expect(getEventListeners(signal, "abort")).toEqual([]);
	});
});
