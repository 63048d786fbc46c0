import { describe, expect, it } from "@jest/globals";
import { renderAnnotations } from "../../../src/report/annotations.ts";
import { renderSummary } from "../../../src/report/summary.ts";
import { firstError, fromFirstError, lastWithError, tellingLines } from "../../../src/report/telling.ts";
import { renderTerminal } from "../../../src/report/terminal.ts";
import { conflict, failedRun } from "./failures.ts";

/** The line that is taken for the first error, or nothing. */
function told(...tail: string[]): string | undefined {
	const { lines, error } = tellingLines(tail);
	return error === undefined ? undefined : lines[error];
}

describe("a line of a log", () => {
	it.each([
		["pip", "ERROR: Could not find a version that satisfies the requirement torch==9 (from versions: 2.6.0)"],
		["pip's subprocess", "  error: subprocess-exited-with-error"],
		["uv", "  × No solution found when resolving dependencies:"],
		["uv's download", "error: Failed to fetch: `https://pypi.example/simple/torch/`"],
		["apt", "E: Unable to locate package libcudnn9"],
		["git", "fatal: unable to access 'https://git.example/x/': Could not resolve host"],
		["gcc", "src/a.c:10:5: error: unknown type name 'foo'"],
		["gcc's missing header", "csrc/ops.cpp:3:10: fatal error: cuda_runtime.h: No such file or directory"],
		["a killed compiler", "c++: fatal error: Killed signal terminated program cc1plus"],
		["nvcc", 'csrc/k.cu(12): error: identifier "half2" is undefined'],
		["nvcc's architecture", "nvcc fatal   : Unsupported gpu architecture 'compute_120'"],
		["ld", "/usr/bin/ld: cannot find -lcudart: No such file or directory"],
		["a symbol", "main.c:(.text+0x9): undefined reference to `cudaMalloc'"],
		["cmake", "CMake Error at CMakeLists.txt:12 (find_package):"],
		["make", "make[2]: *** No rule to make target 'all'.  Stop."],
		["make's end", "make: *** [Makefile:7: all] Error 1"],
		["ninja", "ninja: error: loading 'build.ninja': No such file or directory"],
		["cargo", "error[E0432]: unresolved import `tokenizers::x`"],
		["cargo's linker", "error: linker `cc` not found"],
		["npm", "npm ERR! code ERESOLVE"],
		["npm of today", "npm error code ERESOLVE"],
		["conda", "PackagesNotFoundError: The following packages are not available from current channels:"],
		["mamba", "error    libmamba Could not solve for environment specs"],
		["an exception", "ModuleNotFoundError: No module named 'torch'"],
		["an exception of a module", "torch.OutOfMemoryError: CUDA out of memory."],
		["an exception without words", "AssertionError"],
		["pytest", "E       assert 1 == 2"],
		["node", "Error: Cannot find module 'x'"],
		["argparse", "train.py: error: the following arguments are required: --data"],
		["a logger", "[ERROR] no weights at /models"],
		["a command that is not there", "/bin/sh: 1: nvcc: not found"],
		["the same in bash", "bash: line 3: nvcc: command not found"],
		["the same in busybox", "/bin/sh: nvcc: not found"],
		["cp", "cp: cannot stat 'weights.bin': No such file or directory"],
		["curl", "curl: (22) The requested URL returned error: 404"],
		["wget", "2026-11-22 17:25:03 ERROR 404: Not Found."],
	])("of %s is an error: %s", (_, line) => {
		expect(told("before", line, "after")).toBe(line);
	});

	it.each([
		"0 errors, 3 warnings",
		"Found 0 errors",
		"errors: 0",
		"error: 0",
		"error: 0.0137",
		"ERROR: 0",
		"error handling: on",
		"errors.py                 100%",
		"Compiling error v0.1.0",
		"Installing collected packages: exceptiongroup, pure-eval",
		"loss: 0.1 - error: 0.2",
		"Selecting previously unselected package liberror-perl.",
		"checking for strerror... yes",
		"-Werror: on",
		"WARNING: Error parsing dependencies of x",
		"W: Some index files failed to download",
		"Exporting: done",
		"E",
		"",
	])("is no error: %s", (line) => {
		expect(told("before", line, "after")).toBeUndefined();
	});
});

describe("of several errors", () => {
	it("the first is told, not its echo", () => {
		expect(told("a.c:1:1: error: first", "a.c:2:2: error: second", "make: *** [Makefile:2: a.o] Error 1")).toBe(
			"a.c:1:1: error: first",
		);
	});

	it("one that only says that there was one is told when there is no other", () => {
		const made = "make: *** [Makefile:2: a.o] Error 1";
		expect(told("building", made)).toBe(made);
		expect(told(made, "ninja: error: no build.ninja")).toBe("ninja: error: no build.ninja");
	});

	it("what pip goes on after is not the reason", () => {
		const resolver =
			"ERROR: pip's dependency resolver does not currently take into account all the packages that are installed.";
		expect(told(resolver, "Successfully installed torch-2.6.0", "/bin/sh: 1: nvcc: not found")).toBe(
			"/bin/sh: 1: nvcc: not found",
		);
	});

	it("a traceback is told by its last line, also within what pip quotes", () => {
		expect(
			told(
				"  error: subprocess-exited-with-error",
				"  ",
				"  × Getting requirements to build wheel did not run successfully.",
				"  │ exit code: 1",
				"  ╰─> [4 lines of output]",
				"      Traceback (most recent call last):",
				'        File "<string>", line 22, in <module>',
				"          raise ImportError: x",
				"      ModuleNotFoundError: No module named 'torch'",
				"      [end of output]",
				"  ",
				"  note: This error originates from a subprocess, and is likely not a problem with pip.",
				"ERROR: Failed to build 'flash-attn' when getting requirements to build wheel",
			),
		).toBe("      ModuleNotFoundError: No module named 'torch'");
		expect(told("Traceback (most recent call last):", '  File "a.py", line 1, in <module>', "my.Trouble: x")).toBe(
			"my.Trouble: x",
		);
	});

	it("a chain of tracebacks is told by the last one's", () => {
		expect(
			told(
				"Traceback (most recent call last):",
				'  File "a.py", line 1, in <module>',
				"KeyError: 'x'",
				"",
				"During handling of the above exception, another exception occurred:",
				"",
				"Traceback (most recent call last):",
				'  File "a.py", line 3, in <module>',
				"RuntimeError: no weights",
				"done",
			),
		).toBe("RuntimeError: no weights");
	});
});

describe("what is shown of a log", () => {
	const flood = (count: number) => Array.from({ length: count }, (_, index) => `line ${index}`);

	it("leaves out what pip says about itself and the blank end", () => {
		expect(tellingLines(["a", "", "[notice] A new release of pip", "[notice] To update, run", " "]).lines).toEqual([
			"a",
		]);
		expect(tellingLines([])).toEqual({ lines: [] });
	});

	it("without an error: its last lines", () => {
		expect(fromFirstError(flood(20), 8, 5)).toEqual(flood(20).slice(-5));
		expect(lastWithError(flood(20), 30, 15)).toEqual(flood(20).slice(-15));
		expect(firstError(flood(20))).toBeUndefined();
	});

	it("beside code: from the error on, and how it ended", () => {
		expect(fromFirstError([...flood(9), "E: no", "a", "", "b"], 8, 5)).toEqual(["E: no", "a", "b"]);
		expect(fromFirstError(["E: no", ...flood(20)], 8, 5)).toEqual(["E: no", ...flood(5), "…", "line 19"]);
	});

	it("on a terminal: never less than before, more where the error is near, else the error above", () => {
		expect(lastWithError([...flood(20), "E: no"], 30, 15)).toHaveLength(15);
		expect(lastWithError(["x", "E: no", ...flood(20)], 30, 15)).toEqual(["E: no", ...flood(20)]);
		expect(lastWithError(["E: no", ...flood(40)], 30, 15)).toEqual(["E: no", "…", ...flood(40).slice(-15)]);
	});

	it("in one line: with the next one after a colon", () => {
		expect(firstError(["CMake Error at CMakeLists.txt:3 (find_package):", "", "  Could not find CUDA."])).toBe(
			"CMake Error at CMakeLists.txt:3 (find_package): Could not find CUDA.",
		);
		expect(
			firstError(["  × No solution found when resolving dependencies:", "  ╰─▶ Because torch==9 is not there"]),
		).toBe("× No solution found when resolving dependencies: Because torch==9 is not there");
		expect(firstError(["  E: no", "next"])).toBe("E: no");
	});

	it("takes no time over lines without an end", () => {
		const began = performance.now();
		firstError([`sh: ${": ".repeat(2e6)}`, `${"│ ".repeat(2e6)}x`, `${"A".repeat(4e6)}:`, `Error: ${"x".repeat(4e6)}`]);
		// By the square of their length it would be hours.
		expect(performance.now() - began).toBeLessThan(20_000);
	});
});

describe("a pip that finds no versions", () => {
	const error = "ERROR: Cannot install accelerate==1.10.1 and chatterbox-tts";
	const [annotation] = renderAnnotations(conflict);

	it("says so beside the code, on a terminal and above BuildKit's sentence", () => {
		expect(annotation?.message).toContain(`${error} because`);
		expect(annotation?.message).toContain("The user requested accelerate==1.10.1");
		expect(annotation?.message).not.toContain("[notice]");
		expect(renderTerminal(conflict, { color: false })).toContain(error);
		const summary = renderSummary(conflict, { maxBytes: 1e6 });
		expect(summary.indexOf(`**\`${error}`)).toBeGreaterThan(0);
		expect(summary.indexOf(`**\`${error}`)).toBeLessThan(summary.indexOf('process "/bin/sh'));
	});

	it("is still heard when its command fills pages, and so is how it ended", () => {
		const run = `process "/bin/sh -c ${"pip install x && ".repeat(200)}" did not complete successfully: exit code: 1`;
		const [failure] = renderAnnotations({
			...conflict,
			failure: { ...conflict.failure, kind: "build", problems: [], message: run },
		});
		expect(failure?.message).toContain(error);
		expect(failure?.message).toContain("did not complete successfully: exit code: 1");
	});
});

it("a log without an error is quoted as before, and nothing stands in bold for it", () => {
	const build = failedRun.failure?.build;
	if (failedRun.failure === undefined || build?.run === undefined) throw new Error("the sample has failed");
	const silent = {
		...failedRun,
		failure: { ...failedRun.failure, build: { ...build, run: { ...build.run, tail: ["one", "two"] } } },
	};
	expect(renderSummary(silent, { maxBytes: 1e6 }).split("\n")[2]).toMatch(/^process "\/bin\/sh/);
	expect(renderAnnotations(silent)[0]?.message).toMatch(/exit code: 1\none\ntwo$/);
});
