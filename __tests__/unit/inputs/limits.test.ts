import { describe, expect, it } from "@jest/globals";
import { createReader } from "../../../src/inputs/create-reader.ts";
import { readInputs } from "../../../src/inputs/inputs.ts";
import { printProblem } from "../../../src/model/errors.ts";

const GIB = 2 ** 30;

function read(values: Readonly<Record<string, string>>) {
	const reader = createReader((name) => values[name]);
	const { limits, deadlines, retryBuilder } = readInputs(reader, { cli: true, env: {} }, () => []);
	return { limits, deadlines, retryBuilder, problems: reader.problems().map(printProblem) };
}

describe("limits", () => {
	it("are none by default, and what is given is required", () => {
		expect(read({})).toEqual({
			limits: { swapGiven: false, policy: "require" },
			deadlines: {},
			retryBuilder: 1,
			problems: [],
		});
	});

	it.each([
		["16g", 16 * GIB],
		["16G", 16 * GIB],
		["16GiB", 16 * GIB],
		["512m", 512 * 2 ** 20],
		["1.5g", 1.5 * GIB],
		["7000000000", 7e9],
		["7000000000b", 7e9],
	])("memory: %s counts as Docker counts it", (memory, bytes) => {
		const { limits, problems } = read({ memory });
		expect(problems).toEqual([]);
		expect(limits.memory).toBe(bytes);
	});

	it.each([
		["16GB", /"16GB" can be read as 1000 or as 1024.*write "16g"/],
		["512MB", /write "512m"/],
		["16", /less than Docker's least.*did you mean "16g"/],
		["0", /less than Docker's least, 6 MiB; leave it empty for no limit/],
		["0g", /less than Docker's least, 6 MiB; leave it empty for no limit/],
		["4m", /less than Docker's least/],
		["lots", /no amount of memory/],
		["-2g", /no amount of memory/],
		["16 gig", /no amount of memory/],
		["99999999999999g", /more than any machine/],
	])("memory: %s is refused with what to write", (memory, text) => {
		expect(read({ memory }).problems).toEqual([expect.stringMatching(text)]);
	});

	it.each<[swap: string, total: number | "unlimited", given: boolean]>([
		["", 24 * GIB, false],
		["0", 24 * GIB, false],
		["12g", 12 * GIB, true],
		["20g", 20 * GIB, true],
		["-1", "unlimited", true],
	])("memory: 12g with memory-swap: %j is %p in all", (swap, total, given) => {
		const { limits, problems } = read({ memory: "12g", "memory-swap": swap });
		expect(problems).toEqual([]);
		expect(limits).toMatchObject({ memorySwap: total, swapGiven: given });
	});

	it.each<[values: Record<string, string>, problem: RegExp]>([
		[{ memory: "12g", "memory-swap": "8g" }, /memory-swap: "8g" is memory plus swap.*less than memory \(12g\).*"12g"/],
		[{ "memory-swap": "8g" }, /memory-swap: "8g" .*needs memory.*"memory: 6g" with 2 GiB of swap/],
		[{ "memory-swap": "5g" }, /"memory: 4g" with 1 GiB of swap/],
		[{ "memory-swap": "1g" }, /"memory: 819m" with 205 MiB of swap/],
		[{ "memory-swap": "-1" }, /"memory: 12g" with all the swap there is/],
		[{ "memory-swap": "5GB" }, /needs memory.*"memory: 12g"/],
		[{ memory: "12g", "memory-swap": "20GB" }, /memory-swap: "20GB".*write "20g"/],
		[{ memory: "12g", "step-memory": "16g" }, /step-memory: "16g" is more for one step/],
		[{ memory: "12g", "cgroup-parent": "mine" }, /cgroup-parent: "mine" would take the RUN steps out/],
		[{ memory: "12g", "driver-opts": "memory=8g" }, /driver-opts: "memory=8g" limits the whole builder.*one of both/],
		[{ cpus: "none" }, /cpus: "none" is no number of processors/],
		[{ cpus: "0" }, /cpus: "0"/],
		[{ "max-parallelism": "0" }, /max-parallelism: "0".*from 1 to/],
		[{ "max-parallelism": "1.5" }, /max-parallelism: "1.5"/],
		[{ "retry-builder": "9" }, /retry-builder: "9".*from 0 to 3/],
		[{ limits: "strict" }, /limits: "strict" is not one of its values.*require, best-effort/],
	])("%j is refused", (values, problem) => {
		expect(read(values).problems).toEqual([expect.stringMatching(problem)]);
	});

	it("tells everything that is wrong at once", () => {
		const { problems } = read({ memory: "16GB", "memory-swap": "x", cpus: "y", "build-timeout": "90", limits: "z" });
		expect(problems).toHaveLength(5);
	});
});

describe("time limits", () => {
	it.each([
		["90m", 5_400_000],
		["1h30m", 5_400_000],
		["1h", 3_600_000],
		["45s", 45_000],
		["1.5h", 5_400_000],
	])("build-timeout: %s", (text, ms) => {
		const { deadlines, problems } = read({ "build-timeout": text, "stall-timeout": text });
		expect(problems).toEqual([]);
		expect(deadlines).toEqual({ buildMs: ms, stallMs: ms });
	});

	it.each(["", "0", "0m"])("%j is none", (text) => {
		expect(read({ "build-timeout": text })).toMatchObject({ deadlines: {}, problems: [] });
	});

	it.each([
		["90", /number without a unit; write for example "90m"/],
		["soon", /is no duration/],
		["-5m", /is no duration/],
		["0.2s", /less than a second/],
	])("build-timeout: %s is refused", (text, problem) => {
		expect(read({ "build-timeout": text }).problems).toEqual([expect.stringMatching(problem)]);
	});
});
