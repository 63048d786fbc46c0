import { describe, expect, it } from "@jest/globals";
import { printCommand } from "../../../src/model/command.ts";
import { cut } from "../../../src/model/kept-text.ts";
import { code, fence, oneLine, prose, quote, row } from "../../../src/report/escape.ts";
import { count, delta, duration, memory, size } from "../../../src/report/format.ts";
import { imageName } from "../../../src/report/image-name.ts";
import { placeLink } from "../../../src/report/place.ts";
import { renderTerminal } from "../../../src/report/terminal.ts";
import { drift } from "./reports.ts";

it.each([
	[0, "0 ms"],
	[45, "45 ms"],
	[99.6, "100 ms"],
	[120, "0.1 s"],
	[812, "0.8 s"],
	[9_949, "9.9 s"],
	[9_950, "10 s"],
	[59_499, "59 s"],
	[59_600, "1 min"],
	[1_226_300, "20 min 26 s"],
	[3_599_700, "1 h"],
	[7_500_000, "2 h 5 min"],
	[-5, "0 ms"],
])("%d ms are %s", (ms, text) => {
	expect(duration(ms)).toBe(text);
});

it("prints sizes in powers of ten, memory in powers of two, changes with their sign", () => {
	expect([size(6_424_000_000), size(0), memory(16 * 2 ** 30), delta(350e6), delta(-2000), delta(0)]).toEqual([
		"6.42 GB",
		"0 B",
		"16 GiB",
		"+350 MB",
		"-2 kB",
		"±0 B",
	]);
	expect([count(1, "step"), count(28_992, "file"), count(2, "entry", "entries")]).toEqual([
		"1 step",
		"28,992 files",
		"2 entries",
	]);
});

describe("text as Markdown", () => {
	it.each([
		["plain words, numbers (107 %) and 6.42 GB stay", "plain words, numbers (107 %) and 6.42 GB stay"],
		["write torch==2.6.0, or not", "write `torch==2.6.0`, or not"],
		// biome-ignore lint/suspicious/noTemplateCurlyInString: what people write in workflows.
		["set (HF_TOKEN=${{ secrets.X }})", "set (`HF_TOKEN=${{ secrets.X }}`)"],
		["ask @everyone", "ask `@everyone`"],
		["see https://example.org/x.", "see `https://example.org/x`."],
		["run `docker info` first", "run `docker info` first"],
		["say `docker info`: it (`df -h`), or", "say `docker info`: it (`df -h`), or"],
		["a `b`x`@everyone", "a `` `b`x`@everyone ``"],
		["Driver docker: the engine can", "Driver docker: the engine can"],
		["1. no list", "`1`. no list"],
		["two\nlines", "two lines"],
		["rpc error: code = Unavailable desc = EOF", "rpc error: code = Unavailable desc = EOF"],
		["= no heading", "`=` no heading"],
	])("%s", (text, markdown) => {
		expect(prose(text)).toBe(markdown);
	});

	it.each([
		["exit code: 137, not OOMKilled", "exit code: 137, not OOMKilled"],
		["rpc error: code = Unknown desc = EOF", "rpc error: code = Unknown desc = EOF"],
		["pull of <x> by user_name failed: #403", "`pull of <x> by user_name failed: #403`"],
		["the tag `v1` is no tag", "``the tag `v1` is no tag``"],
	])("quotes %s as text or as one code span", (text, markdown) => {
		expect(quote(text)).toBe(markdown);
	});

	it.each([
		["layer 3: RUN a > '/x' ; b (Dockerfile:9)", "layer 3: `RUN a > '/x' ; b` (`Dockerfile:9`)"],
		["make RUN a > '/x' ; b, and RUN a, smaller", "make `RUN a > '/x' ; b`, and `RUN a`, smaller"],
		["(RUN a): done", "(`RUN a`): done"],
		["xRUN a RUN abc", "xRUN a RUN abc"],
		["run `RUN a` and #RUN a", "run `RUN a` and `#RUN` a"],
		["see @me(RUN a)", "see `@me(RUN` a)"],
		["RUN `x` | y @me", "``RUN `x` | y`` `@me`"],
	])("quotes instructions that are known to be in it as a whole: %s", (text, markdown) => {
		expect(prose(text, 600, ["RUN a", "RUN a > '/x' ; b", "RUN `x` | y"])).toBe(markdown);
	});

	it("puts code between longer runs of backticks", () => {
		expect([code("a`b"), code("``"), code(""), code("a  \n b")]).toEqual(["``a`b``", "``` `` ```", "–", "`a b`"]);
	});

	it("keeps pipes within their cell", () => {
		expect(row([code("cat a | sh"), code("a \\| b")])).toBe("| `cat a \\| sh` | `a \\¦ b` |");
	});

	it("fences with more backticks than its lines hold", () => {
		expect(fence(["````", "\u001b[1mx\u001b[0m"])).toBe("`````text\n````\nx\n`````");
	});

	it("cuts without breaking a character", () => {
		expect([cut("abcdef", 4), cut("🚀🚀🚀", 4), oneLine("a\tb\u0000c")]).toEqual(["abc…", "🚀…", "a bc"]);
	});
});

it.each([
	["trainer", [], ".", "trainer"],
	["", ["ghcr.io/acme/trainer:1.4"], ".", "trainer"],
	["", ["localhost:5000/server@sha256:1"], ".", "server"],
	["", ["plain"], ".", "plain"],
	["", [], "./images/gpu/", "gpu"],
	["", [], "https://github.com/acme/trainer.git#refs/heads/main", "trainer"],
	["", [], "https://github.com/acme/trainer.git#main:docker/gpu", "gpu"],
	["", [], ".", "image"],
])("an image with name %j, tags %j and context %s is called %s", (name, tags, context, called) => {
	expect(imageName(name, tags, context)).toBe(called);
});

const SOURCE = { server: "https://github.com", repository: "acme/trainer", sha: "9f8e7d6c", runUrl: "" };

it.each([
	["docker/Dockerfile", "[`docker/Dockerfile:3`](https://github.com/acme/trainer/blob/9f8e7d6c/docker/Dockerfile#L3)"],
	[
		"./a b/Docker(file)",
		"[`./a b/Docker(file):3`](https://github.com/acme/trainer/blob/9f8e7d6c/a%20b/Docker%28file%29#L3)",
	],
	["/tmp/Dockerfile", "`/tmp/Dockerfile:3`"],
	["../Dockerfile", "`../Dockerfile:3`"],
	["https://example.org/Dockerfile", "`https://example.org/Dockerfile:3`"],
])("line 3 of %s is a link only when it lies in the repository", (file, markdown) => {
	expect(placeLink({ file, line: 3 }, SOURCE)).toBe(markdown);
});

it("is no link on the command line or with a server that is none", () => {
	expect(placeLink({ file: "Dockerfile", line: 3 }, undefined)).toBe("`Dockerfile:3`");
	expect(placeLink({ file: "Dockerfile", line: 3 }, { ...SOURCE, server: "javascript:x" })).toBe("`Dockerfile:3`");
});

it("prints commands so that they can be pasted", () => {
	expect(printCommand(["docker", "build", "--build-arg", "A=it's $HOME", "", "."])).toBe(
		"docker build --build-arg 'A=it'\\''s $HOME' '' .",
	);
});

it("colours the terminal only when asked", () => {
	expect(renderTerminal(drift, { color: true })).toMatch(/^\u001b\[1m\u001b\[31m✖ trainer: /);
	expect(renderTerminal(drift, { color: false })).not.toContain("\u001b");
});
