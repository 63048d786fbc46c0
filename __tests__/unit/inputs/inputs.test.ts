import { describe, expect, it } from "@jest/globals";
import { createReader } from "../../../src/inputs/create-reader.ts";
import type { InputContext } from "../../../src/inputs/git-context.ts";
import { readInputs } from "../../../src/inputs/inputs.ts";
import type { Reader } from "../../../src/inputs/reader.ts";
import { printProblem } from "../../../src/model/errors.ts";

const CONTEXT: InputContext = { cli: true, env: {} };

/** An assertion as the judge has them, kept small. */
function arm(reader: Reader): readonly { readonly id: string; readonly limit: number }[] {
	const limit = reader.bytes("max-image-size");
	return limit === undefined ? [] : [{ id: "max-image-size", limit }];
}

function read(values: Readonly<Record<string, string>>, context = CONTEXT) {
	const reader = createReader((name) => values[name]);
	const inputs = readInputs(reader, context, arm);
	return { inputs, reader, problems: reader.problems().map(printProblem) };
}

describe("our own inputs", () => {
	it("have harmless defaults", () => {
		const { inputs, problems } = read({});
		expect(problems).toEqual([]);
		expect(inputs).toMatchObject({
			driver: "auto",
			driverOpts: [],
			gate: "before-push",
			compression: "",
			summary: true,
			logAnnotations: true,
			checksAnnotations: true,
			name: "",
			dryRun: false,
			armed: [],
		});
	});

	it.each([
		["driver", "docker-container", { driver: "docker-container" }],
		["driver-opts", 'network=host\n"env.no_proxy=a,b"', { driverOpts: ["network=host", '"env.no_proxy=a,b"'] }],
		["gate", "off", { gate: "off" }],
		["compression", "estargz", { compression: "estargz" }],
		["summary", "false", { summary: false }],
		["log-annotations", "false", { logAnnotations: false }],
		["name", "trainer", { name: "trainer" }],
		["dry-run", "true", { dryRun: true }],
		["max-image-size", "6GB", { armed: [{ id: "max-image-size", limit: 6e9 }] }],
	])("%s: %j", (name, value, expected) => {
		const { inputs, problems } = read({ [name]: value });
		expect(problems).toEqual([]);
		expect(inputs).toMatchObject(expected);
	});

	it("leave the image's own annotations alone", () => {
		const { inputs } = read({ annotations: "org.opencontainers.image.title=trainer" });
		expect(inputs.build.annotations).toEqual(["org.opencontainers.image.title=trainer"]);
		expect(inputs.logAnnotations).toBe(true);
	});
});

describe("variables of docker/build-push-action", () => {
	const within = (env: InputContext["env"], values: Readonly<Record<string, string>> = {}) =>
		read({ context: ".", ...values }, { cli: false, env });

	it.each([
		["", true],
		["true", true],
		["1", true],
		["false", false],
		["0", false],
		["F", false],
	])("DOCKER_BUILD_CHECKS_ANNOTATIONS=%s", (value, wanted) => {
		const { inputs, reader } = within({ DOCKER_BUILD_CHECKS_ANNOTATIONS: value });
		expect([inputs.checksAnnotations, inputs.logAnnotations]).toEqual([wanted, true]);
		expect(reader.notes()).toEqual([]);
	});

	it("one that is neither true nor false is told", () => {
		const { inputs, reader } = within({ DOCKER_BUILD_CHECKS_ANNOTATIONS: "no" });
		expect(inputs.checksAnnotations).toBe(true);
		expect(reader.notes()).toEqual([expect.stringContaining("DOCKER_BUILD_CHECKS_ANNOTATIONS")]);
	});

	it("DOCKER_BUILD_SUMMARY=false means our summary where the input does not say, and that is told", () => {
		const env = { DOCKER_BUILD_SUMMARY: "false" };
		const { inputs, reader } = within(env);
		expect(inputs.summary).toBe(false);
		expect(reader.notes()).toEqual([expect.stringContaining("summary: true")]);
		const given = within(env, { summary: "true" });
		expect([given.inputs.summary, given.reader.notes()]).toEqual([true, []]);
		expect(read({}, { cli: true, env }).inputs.summary).toBe(true);
	});
});

describe("contradictions of ours", () => {
	it.each<[Readonly<Record<string, string>>, string]>([
		[
			{ driver: "docker", "driver-opts": "network=host" },
			'driver-opts: "network=host" cannot stand beside driver: docker, which takes no options; write driver: docker-container, or leave them out',
		],
		[
			{ builder: "mine", "driver-opts": "network=host" },
			'driver-opts: "network=host" cannot change the builder "mine", which is used as it is; give them where that builder is made, or leave out builder',
		],
		[
			{ compression: "zstd", outputs: "type=image,compression=gzip" },
			'compression: "zstd" differs from compression=gzip in outputs; name the compression in one place',
		],
		[
			{ "max-image-size": "6GB", call: "check" },
			"max-image-size: there is no image to check, because call: check builds none; leave out max-image-size, or build an image",
		],
		[
			{ "max-image-size": "6GB", outputs: "type=local,dest=a\nb" },
			"max-image-size: there is no image to check, because outputs has only type=local; leave out max-image-size, or build an image",
		],
	])("%j", (values, problem) => {
		expect(read(values).problems).toEqual([problem]);
	});

	it.each<[Readonly<Record<string, string>>]>([
		[{ "max-image-size": "6GB", outputs: "type=local,dest=a\ntype=registry", tags: "a/b" }],
		[{ "max-image-size": "6GB", outputs: "type=local,dest=a", load: "true" }],
		[{ compression: "zstd", outputs: "type=image,compression=zstd" }],
	])("are not %j", (values) => {
		expect(read(values).problems).toEqual([]);
	});
});

it.each(["podman", "Buildah"])("driver: %s is told that Docker builds, and that the runner has it", (driver) => {
	expect(read({ driver }).problems).toEqual([
		`driver: "${driver}" is not one of its values; this action builds with Docker, which hosted runners have: write one of auto, docker, docker-container`,
	]);
});

it("all problems are collected, each with a remedy", () => {
	const { reader } = read({
		driver: "podman",
		gate: "maybe",
		"max-image-size": "10 GBB",
		push: "perhaps",
		tags: "A",
	});
	const problems = reader.problems();
	expect(problems.map(({ input }) => input)).toEqual(["push", "tags", "driver", "gate", "max-image-size"]);
	expect(problems.every(({ remedy }) => remedy !== "")).toBe(true);
	expect(read({ tags: "user/app:1" }).reader.problems()).toEqual([]);
});
