import { describe, expect, it } from "@jest/globals";
import { diagnose } from "../../../../src/judge/diagnoses/index.ts";
import type { StepRun } from "../../../../src/model/timeline.ts";
import type { MachineWatch, MemoryWatch } from "../../../../src/model/watch.ts";
import { aftermath, failure, GIB, MACHINE, MIB, memory, run } from "./aftermaths.ts";

interface Case {
	readonly text?: string;
	readonly tail?: readonly string[];
	readonly memory?: Partial<MemoryWatch>;
	readonly machine?: Partial<MachineWatch>;
	readonly beside?: readonly StepRun[];
	readonly cpus?: number;
}

/** What is advised when that step was killed at 12 GiB. */
function advice({ text = "RUN python train.py", tail = [], beside = [], cpus = 4, ...more }: Case): string {
	const step = run(4, text, 90, 900, { tail });
	const scene = aftermath({
		steps: [step, ...beside],
		failure: failure(step, "cannot allocate memory", 102),
		memory: memory({ peak: 12 * GIB, oomKills: 1, ...more.memory }),
		machine: { ...MACHINE, oomKills: 1, ...more.machine },
		cpus,
	});
	return diagnose(scene)[0]?.remedies.join("\n") ?? "";
}

const NVCC = ["[37/73] /usr/local/cuda/bin/nvcc -c flash_bwd.cu"];

describe("remedies for a step that ran out of memory", () => {
	it.each<[string, Case, string]>([
		["CUDA sources: jobs by what one takes", { tail: NVCC, cpus: 16 }, "MAX_JOBS=3 instead of 16"],
		["never more jobs than half of what was", { tail: NVCC }, "MAX_JOBS=2 instead of 4"],
		[
			"jobs that the step sets itself",
			{ text: "RUN MAX_JOBS=8 pip install vllm", tail: NVCC },
			"MAX_JOBS=3 instead of 8",
		],
		[
			"jobs that the step sets for a package that is not known",
			{ text: "RUN MAX_JOBS=8 pip install ./kernels", tail: ["Building wheel for kernels (setup.py): started"] },
			"MAX_JOBS=3 instead of 8",
		],
		["ninja of a torch extension", { tail: ["ninja: build stopped: subcommand failed."] }, "MAX_JOBS=2 instead of 4"],
		["where to write it", { tail: NVCC }, "ENV MAX_JOBS=2 before Dockerfile:23"],
		[
			"Rust",
			{ tail: ["   Compiling tokenizers v0.20.0", "error: could not compile; rustc was killed"] },
			"CARGO_BUILD_JOBS=2",
		],
		[
			"plain make",
			{ text: "RUN make -j8", tail: ["make: *** [Makefile:12: a.o] Killed"] },
			"MAKEFLAGS=-j3 instead of 8",
		],
		[
			"a source build",
			{ tail: ["Building wheel for flash-attn (setup.py): started"] },
			"`pip install --only-binary=flash-attn`",
		],
		["steps side by side", { beside: [run(5, "RUN make data", 80, 900)] }, "max-parallelism: 1"],
		["pip that caches", { text: "RUN pip install torch" }, "pip install --no-cache-dir"],
		[
			"a machine with much more",
			{ machine: { memory: 64 * GIB } },
			"memory: 24g and memory-swap: 24g (the machine has 64 GiB)",
		],
		["a machine with a little more", {}, "memory: 14g"],
		[
			"no more than others have left",
			{ machine: { memory: 64 * GIB, startAvailable: 15.5 * GIB } },
			"memory: 15g and memory-swap: 15g (the machine has 64 GiB, 15.5 GiB of it were free when the build began)",
		],
		["no swap", {}, "make swap, the machine has none: memory-swap: 18g, for 6 GiB in all"],
		[
			"swap that is not allowed",
			{ machine: { swap: 8 * GIB } },
			"let it use the machine's 8 GiB of swap, memory-swap: 20g",
		],
		[
			"swap that was used up",
			{ machine: { swap: 8 * GIB }, memory: { swapLimit: 8 * GIB, swapPeak: 8 * GIB } },
			"make more swap",
		],
		["at last a larger runner", {}, "a runner with more memory, for example 32 GiB"],
		[
			"swap by the number that is to be made",
			{ memory: { limit: 13.5 * GIB, peak: 13.5 * GIB } },
			"memory-swap: 20992m, for 7 GiB in all",
		],
		[
			"swap of a small limit",
			{ memory: { limit: 200 * MIB, peak: 200 * MIB } },
			"memory-swap: 400m, for 200 MiB in all",
		],
		[
			"no more swap than there is",
			{ machine: { swap: 3.2 * GIB } },
			"let it use the machine's 3.2 GiB of swap, memory-swap: 15564m",
		],
		[
			"more swap, as a round number",
			{ machine: { swap: 3.2 * GIB }, memory: { swapLimit: 3.2 * GIB, swapPeak: 3.2 * GIB } },
			"memory-swap: 22g, for 10 GiB in all",
		],
	])("%s", (_name, scene, expected) => {
		expect(advice(scene)).toContain(expected);
	});

	it.each<[string, Case, string]>([
		["fewer jobs, where there is one only", { text: "RUN MAX_JOBS=1 pip install flash-attn", tail: NVCC }, "MAX_JOBS="],
		["fewer jobs, where nothing compiles", {}, "jobs at once"],
		["--no-cache-dir, where it stands", { text: "RUN pip install --no-cache-dir torch" }, "--no-cache-dir"],
		["one step at a time, where one ran", { beside: [run(3, "RUN early", 1, 80)] }, "max-parallelism"],
		["a limit above the machine", { machine: { memory: 12.5 * GIB } }, "raise the limit"],
		["to allow swap that is not there", {}, "let it use"],
		[
			"more swap, where there is some left",
			{ machine: { swap: 8 * GIB }, memory: { swapLimit: 8 * GIB, swapPeak: GIB } },
			"more swap",
		],
	])("never advise %s", (_name, scene, never) => {
		expect(advice(scene)).not.toContain(never);
	});

	const WHEEL = "install pandas as a wheel instead of building it from source";
	it.each<[string, Case, string]>([
		[
			"pip, when it downloads the sources",
			{ tail: ["Collecting pandas==2.0.3", "  Downloading pandas-2.0.3.tar.gz (5.3 MB)", "Killed"] },
			"and `pip install --only-binary=pandas` says",
		],
		[
			"pip, when it builds",
			{ tail: ["Building wheel for pandas (pyproject.toml): started", "Killed"] },
			"and `pip install --only-binary=pandas` says",
		],
		[
			"pip, at its end",
			{
				tail: [
					"Failed to build pandas",
					"ERROR: Failed to build installable wheels for some pyproject.toml based projects (pandas)",
				],
			},
			"and `pip install --only-binary=pandas` says",
		],
		[
			"uv pip, when it builds",
			{ text: "RUN uv pip install pandas", tail: ["   Building pandas==2.0.3", "Killed"] },
			"and `uv pip install --only-binary=pandas` says",
		],
		[
			"uv sync, at its end",
			{ text: "RUN uv sync --locked", tail: ["  × Failed to build `pandas==2.0.3`"] },
			"and `uv sync --no-build-package=pandas` says",
		],
		[
			"Meson's ninja",
			{
				tail: [
					"[3/151] Compiling C object pandas/_libs/algos.so.p/meson-generated_algos.c.o",
					"ninja: build stopped: subcommand failed.",
					"ERROR: Failed building wheel for pandas",
				],
			},
			WHEEL,
		],
		[
			"beside packages of torch in the same step",
			{ text: "RUN pip install vllm pandas", tail: ["Building wheel for pandas (pyproject.toml): started"] },
			WHEEL,
		],
	])("a source build that no variable limits: the wheel is first, %s", (_name, scene, expected) => {
		const [first = "", ...rest] = advice({ text: "RUN pip install pandas", ...scene }).split("\n");
		expect(first).toContain(WHEEL);
		expect(first).toContain(expected);
		expect(rest.join("\n")).not.toMatch(/MAX_JOBS|--no-cache/);
	});

	it("an extension of torch: fewer jobs are first, as there may be no wheel", () => {
		const tail = ["Downloading flash_attn-2.7.4.tar.gz (3.1 MB)", ...NVCC];
		const [first, second] = advice({ text: "RUN pip install flash-attn", tail }).split("\n");
		expect(first).toContain("MAX_JOBS=2 instead of 4");
		expect(second).toContain("install flash_attn as a wheel");
	});

	it.each<[string, Case]>([
		[
			"was built before",
			{
				tail: [
					"  Building wheel for pandas (pyproject.toml): finished with status 'done'",
					"Installing collected packages: pandas, torch",
					"Killed",
				],
			},
		],
		[
			"was built by uv before",
			{ text: "RUN uv pip install pandas", tail: ["   Building pandas==2.0.3", "      Built pandas==2.0.3", "Killed"] },
		],
		[
			"was only looked at before the next one",
			{
				tail: [
					"  Downloading pandas-2.0.3.tar.gz (5.3 MB)",
					"Collecting torch",
					"  Downloading torch-2.6.0-cp312-cp312-manylinux1_x86_64.whl (766 MB)",
					"Killed",
				],
			},
		],
		[
			"is an archive of something else",
			{ text: "RUN python fetch.py", tail: ["Downloading pandas-2.0.3.tar.gz", "Killed"] },
		],
	])("name no wheel for what %s", (_name, scene) => {
		expect(advice({ text: "RUN pip install pandas", ...scene })).not.toContain("as a wheel");
	});

	it("have no option of pip's for uv", () => {
		for (const text of ["RUN uv pip install torch", "RUN uv --quiet pip install torch"])
			expect(advice({ text })).not.toContain("--no-cache-dir");
	});

	it("are those of a machine that is not this one, without its numbers", () => {
		const step = run(4, "RUN python setup.py install", 90, 900, { tail: NVCC });
		const scene = aftermath({
			steps: [step],
			failure: failure(step, "cannot allocate memory", 102),
			memory: memory({ peak: 12 * GIB, oomKills: 1 }),
			elsewhere: true,
		});
		const text = diagnose(scene)[0]?.remedies.join("\n") ?? "";
		expect(text).toContain("fewer jobs at once, MAX_JOBS=3 (a job");
		expect(text).toContain(
			"raise the limit, memory: 24g and memory-swap: 24g, where the machine that builds has that much",
		);
		expect(text).toContain("give the machine that builds more memory");
		expect(text).not.toMatch(/the machine has|runner|make swap/);
	});

	it("say that a limit not set by us is the builder's own", () => {
		const step = run(4, "RUN python train.py", 90, 900);
		const { held: _, ...scene } = aftermath({
			steps: [step],
			failure: failure(step, "cannot allocate memory", 102),
			memory: memory({ scope: "builder", peak: 12 * GIB, oomKills: 1 }),
			asked: { swapGiven: false, policy: "require" },
		});
		expect(diagnose(scene)[0]?.remedies).toContain(
			"the limit of 12 GiB is the builder's own: make it larger in driver-opts",
		);
	});
});
