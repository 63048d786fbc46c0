import { existsSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import { readBuildRequest } from "../../src/inputs/build-request.ts";
import { createReader, knownInputs } from "../../src/inputs/create-reader.ts";
import { readFreeDisk } from "../../src/inputs/free-disk.ts";
import type { InputContext } from "../../src/inputs/git-context.ts";
import { readInputs } from "../../src/inputs/inputs.ts";
import type { RawInputs, Reader } from "../../src/inputs/reader.ts";
import { ASSERTIONS } from "../../src/judge/assertions/index.ts";
import { OUTPUTS } from "../../src/report/outputs.ts";
import { roomOutputs } from "../../src/report/room-outputs.ts";
import { ROOT, readAction } from "./project.ts";

const CONTEXT: InputContext = {
	cli: false,
	env: { GITHUB_REPOSITORY: "acme/trainer", GITHUB_SHA: "9f8e7d6c5b4a39281706f5e4d3c2b1a09f8e7d6c" },
};
const action = readAction();
const readAll = (reader: Reader) =>
	readInputs(reader, CONTEXT, (from) => ASSERTIONS.flatMap((assertion) => assertion.arm(from) ?? []));
/** The token's default is an expression that the runner evaluates. */
const evaluated = (value: string | undefined) => value?.replaceAll(/\$\{\{.*?\}\}/g, "");
const defaults: RawInputs = (name) => evaluated(action.inputs[name]?.default);
const sorted = (names: readonly string[]) => names.toSorted();

describe("action.yml and the code name the same", () => {
	it("inputs", () => {
		const asked = knownInputs(readAll).map(({ name }) => name);
		expect(sorted(asked)).toEqual(sorted(Object.keys(action.inputs)));
	});

	it("outputs, in the same order", () => {
		expect(Object.keys(action.outputs)).toEqual([...OUTPUTS]);
	});

	it("inputs of an assertion as it declares them", () => {
		for (const assertion of ASSERTIONS) {
			const asked = knownInputs((reader) => void assertion.arm(reader)).map(({ name }) => name);
			expect(sorted(asked)).toEqual(sorted(assertion.inputs));
		}
	});

	it("programs that were built", () => {
		const programs = Object.entries(action.runs).filter(([key]) => key !== "using");
		expect(programs.map(([key]) => key)).toEqual(["main", "post"]);
		expect(programs.filter(([, path]) => !existsSync(`${ROOT}/${path}`))).toEqual([]);
	});
});

describe("the sub-action free-disk", () => {
	const room = readAction("free-disk/action.yml");
	const read = (reader: Reader) => readFreeDisk(reader, false);

	it("asks for the inputs that the code reads", () => {
		expect(sorted(knownInputs(read).map(({ name }) => name))).toEqual(sorted(Object.keys(room.inputs)));
	});

	it("sets the outputs that it names", () => {
		expect(Object.keys(roomOutputs({}))).toEqual(Object.keys(room.outputs));
	});

	it("has defaults that mean what a command line means without flags, but for swap", () => {
		const reader = createReader((name) => room.inputs[name]?.default);
		const { swap, ...rest } = read(reader);
		const { swap: _none, ...plain } = readFreeDisk(
			createReader(() => undefined),
			true,
		);
		expect(reader.problems()).toEqual([]);
		expect(rest).toEqual(plain);
		expect(swap).toEqual({ swap: "auto" });
	});

	it("is described, and its programs are there", () => {
		const entries = Object.entries({ ...room.inputs, ...room.outputs });
		expect(entries.filter(([, { description }]) => !/[.)]$/.test(description?.trim() ?? ""))).toEqual([]);
		const { main = "", post = "" } = room.runs;
		expect([main, post].filter((path) => !existsSync(`${ROOT}/free-disk/${path}`))).toEqual([]);
	});
});

describe("defaults of action.yml", () => {
	it("are read without a problem", () => {
		const reader = createReader(defaults);
		readAll(reader);
		expect(reader.problems()).toEqual([]);
		expect(reader.notes()).toEqual([]);
	});

	it("mean what the command line does when nothing is given", () => {
		expect(readAll(createReader(defaults))).toEqual(readAll(createReader(() => undefined)));
	});
});

it("every input and output is described, and none is required", () => {
	const entries = Object.entries({ ...action.inputs, ...action.outputs });
	expect(entries.filter(([, { description }]) => !description || !/[.)]$/.test(description.trim()))).toEqual([]);
	expect(entries.filter(([, { required }]) => required === true)).toEqual([]);
});

it("all inputs of docker/build-push-action 7 are there", () => {
	const theirs =
		`add-hosts allow annotations attests build-args build-contexts builder cache-from cache-to call cgroup-parent context file
		labels load network no-cache no-cache-filters outputs platforms provenance pull push sbom secrets secret-envs secret-files shm-size ssh
		tags target ulimit github-token`.split(/\s+/);
	const ours = knownInputs((reader) => readBuildRequest(reader, CONTEXT)).map(({ name }) => name);
	expect(sorted(ours)).toEqual(sorted(theirs));
});
