// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of Dockerfiles and of bake
import { describe, expect, it } from "@jest/globals";
import { mapDockerfile } from "../../../src/build/dockerfile.ts";
import { historySteps } from "../../../src/build/history.ts";

const TEXT = [
	"# syntax=docker/dockerfile:1", // 1
	"ARG BASE=python:3.12",
	"FROM --platform=$BUILDPLATFORM ${BASE} AS Deps", // 3
	"ARG INDEX=https://x",
	"RUN --mount=type=cache,target=/c pip install \\", // 5
	"    # torch first",
	"    --index-url ${INDEX} torch",
	"COPY <<EOF /etc/pip.conf", // 8
	"FROM nothing",
	"EOF",
	"ENV A=b", // 11
	"FROM deps", // 12
	"WORKDIR /app",
	"ONBUILD RUN never",
	"COPY . .", // 15
	'RUN ["python", "-m", "app"]', // 16
	'CMD ["x"]', // 17
].join("\n");
const MAP = mapDockerfile(TEXT, "docker/Dockerfile");

describe("the line behind a step's name", () => {
	it.each([
		["[deps 1/3] FROM docker.io/library/python:3.12@sha256:abc", 3],
		["[deps 2/3] RUN --mount=type=cache,target=/c pip install     --index-url https://x torch", 5],
		["[linux/amd64 deps 3/3] COPY <<EOF /etc/pip.conf", 8],
		["[stage-1 1/3] WORKDIR /app", 13],
		["[linux/arm64->linux/amd64 stage-1 2/3] COPY . .", 15],
		['[stage-1 3/3] RUN ["python", "-m", "app"]', 16],
		["[deps 1/3] RUN --mount=type=cache,target=/c pip install --index-url https://y torch", 5],
		["[deps 3/4] RUN pip install torch", undefined],
		["[stage-1 1/3] COPY . .", undefined],
		["[deps 2/3] RUN pip install jax", undefined],
		["[other 1/3] WORKDIR /app", undefined],
		["[internal] load build definition from Dockerfile", undefined],
		["exporting to image", undefined],
	])("%s", (name, line) => {
		expect(MAP.resolve(name)?.line).toBe(line);
	});

	it("is told with the file, BuildKit's name and the instruction in one line", () => {
		expect(MAP.resolve("[deps 2/3] RUN --mount=type=cache,target=/c pip install --index-url https://x torch")).toEqual({
			text: "RUN --mount=type=cache,target=/c pip install --index-url ${INDEX} torch",
			file: "docker/Dockerfile",
			line: 5,
			name: "[deps 2/3]",
		});
	});

	it.each([
		[7, 5],
		[9, 8],
		[15, 15],
		[1, undefined],
	])("line %d belongs to the instruction that begins at %s", (line, expected) => {
		expect(MAP.at(line)?.line).toBe(expected);
	});

	it.each(["", "FROM", "RUN", "\u0000", "FROM x\nRUN <<EOF\nnever closed"])("survives %j", (text) => {
		expect(mapDockerfile(text, "f").resolve("[2/2] RUN a")).toBeUndefined();
	});

	it("knows another escape character", () => {
		expect(mapDockerfile("# escape=`\nFROM x\nRUN a `\n b", "f").resolve("[2/2] RUN a  b")).toMatchObject({
			text: "RUN a b",
			line: 3,
		});
	});

	it("counts right where a named context took the base's place", () => {
		const map = mapDockerfile("FROM ml AS app\nRUN one\nRUN two", "f");
		expect([map.resolve("[1/3] RUN one")?.line, map.resolve("[2/3] RUN two")?.line]).toEqual([2, 3]);
	});
});

const HISTORY = [
	"/bin/sh -c #(nop) ADD file:abc in /",
	"ARG INDEX=https://x",
	"RUN |1 INDEX=https://x /bin/sh -c pip install     --index-url ${INDEX} torch # buildkit",
	"COPY <<EOF /etc/pip.conf # buildkit",
	"ENV A=b",
	"WORKDIR /app",
	"COPY . . # buildkit",
	"RUN |1 INDEX=https://x python -m app # buildkit",
	'CMD ["x"]',
];
const entries = (texts: readonly string[]) => texts.map((created_by) => ({ created_by }));

describe("the line behind an image's history", () => {
	it("goes through the chain of stages and leaves the base alone", () => {
		const lines = historySteps(MAP, "", entries(HISTORY)).steps.map((step) => step?.line);
		expect(lines).toEqual([undefined, 4, 5, 8, 11, 13, 15, 16, 17]);
	});

	it.each([
		["deps", 4],
		["DEPS", 4],
		["0", 4],
	])("begins at the target %s", (target, first) => {
		const lines = historySteps(MAP, target, entries(HISTORY.slice(0, 5))).steps.map((step) => step?.line);
		expect(lines).toEqual([undefined, first, 5, 8, 11]);
	});

	it("stops at the first entry that does not fit, rather than be wrong", () => {
		const other = HISTORY.with(7, "RUN |1 INDEX=https://x python -m other # buildkit");
		expect(historySteps(MAP, "", entries(other)).steps.map((step) => step?.line)).toEqual([
			...Array(8).fill(undefined),
			17,
		]);
	});

	it("knows nothing of a target that is not there", () => {
		expect(historySteps(MAP, "nowhere", entries(HISTORY))).toEqual({ steps: HISTORY.map(() => undefined), base: 0 });
	});

	it.each<[string, string, readonly string[], number]>([
		["all instructions found", TEXT, HISTORY, 1],
		["the top instruction changed", TEXT, HISTORY.with(8, "CMD"), 0],
		["one in the middle changed", TEXT, HISTORY.with(4, "LABEL a=b"), 0],
		["the base's entry missing, and one of ours", TEXT, HISTORY.slice(2), 0],
		["a Dockerfile of one FROM", "FROM python", ["ADD rootfs", "ENV A=1"], 2],
		["nothing below the first instruction", "FROM scratch\nCOPY a /a", ["COPY a /a # buildkit"], 0],
		["a target that is not there", "", HISTORY, 0],
	])("counts the base's entries only when that is certain: %s", (_name, text, history, base) => {
		expect(historySteps(mapDockerfile(text, "f"), "", entries(history)).base).toBe(base);
	});
});
