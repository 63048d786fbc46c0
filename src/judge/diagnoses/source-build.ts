import type { StepRun } from "../../model/timeline.ts";
import { installsPython } from "./installers.ts";

/** What a step compiles. */
export interface SourceBuild {
	/** The Python package that is built from source. */
	readonly name?: string;
	/** The variable that limits the jobs of its compiler. */
	readonly variable?: string;
	/** An extension of torch: there may be no wheel for this torch and CUDA, and `MAX_JOBS` is read. */
	readonly torch: boolean;
}

/** torch's own way to build extensions, and what is built that way. */
const TORCH =
	/\b(?:nvcc|cicc|ptxas|cudafe\+\+|torch\.utils\.cpp_extension|TORCH_EXTENSION_NAME|flash[-_]attn|xformers|vllm|apex|causal[-_]conv1d|mamba[-_]ssm|detectron2|pytorch3d|torch[-_](?:scatter|sparse|cluster)|MAX_JOBS)\b/;

/**
 * What compiles, and the variable that says how many of it run at once; the first one that fits counts. Meson's ninja reads none, and neither
 * does a `setup.py` without torch: numpy, scipy, pandas and scikit-learn are built by these.
 */
const COMPILERS: readonly (readonly [pattern: RegExp, variable: string | undefined])[] = [
	[TORCH, "MAX_JOBS"],
	[/\b(?:rustc|cargo)\b/, "CARGO_BUILD_JOBS"],
	[/\bcmake\b|\bCMakeFiles\b/, "CMAKE_BUILD_PARALLEL_LEVEL"],
	[/\b[Mm]eson\b|\bmesonpy\b|\bCompiling (?:C|C\+\+|Cython|Fortran) (?:object|source)\b/, undefined],
	[/\bninja\b/, "MAX_JOBS"],
	[/\b(?:cc1plus|cc1|c\+\+|g\+\+|gcc|clang\+?\+?|make(?:\[\d+\])?)(?=[\s:]|$)/, "MAKEFLAGS"],
];

/** What this step compiled when it ended. Where the package is known, its own lines tell of its compiler, and not the other words of the step. */
export function sourceBuild({ tail, step, name: title }: StepRun): SourceBuild {
	const said = [step?.text ?? "", title];
	const name = builtPackage(tail, said.join("\n"));
	const lines = name === undefined || said.join().includes("MAX_JOBS") ? [...tail, ...said] : tail;
	const [pattern, variable] = COMPILERS.find(([one]) => lines.some((line) => one.test(line))) ?? [];
	return { ...(name !== undefined && { name }), ...(variable && { variable }), torch: pattern === TORCH };
}

const NAME = "([A-Za-z0-9](?:[\\w.-]{0,60}\\w)?)";

/** pip and uv say so, and nobody else. */
const BUILDS: readonly RegExp[] = [
	new RegExp(`\\bBuilding wheel for ${NAME}`),
	new RegExp(`\\b(?:Failed building wheel|Could not build wheels) for ${NAME}`),
	new RegExp(`^\\s*Building ${NAME}(?:==| @ )`),
];

/** Others may say so too. */
const MAY_BUILD: readonly RegExp[] = [
	new RegExp(`\\bFailed to build installable wheels for .{0,80}\\(${NAME}`),
	new RegExp(`\\bFailed to build ['"\`]?(?!installable\\b)${NAME}`),
	new RegExp(`^\\s*(?:Downloading|Using cached) (?:\\S*/)?${NAME}-\\d[^-\\s]*\\.(?:tar\\.gz|zip)\\b`),
];

const DONE: readonly RegExp[] = [
	new RegExp(`\\bBuilding wheel for ${NAME}.*\\bfinished with status 'done'`),
	new RegExp(`^\\s*Created wheel for ${NAME}:`),
	new RegExp(`^\\s*Built ${NAME}(?:==| @ )`),
];

/** After such a line nothing of what stands before it is being built any more. */
const WENT_ON =
	/^\s*(?:Collecting |Installing collected packages|Successfully (?:built|installed) |(?:Prepared|Installed) \d+ package|(?:Downloading|Using cached) \S+\.whl\b)/;

/** The package that pip or uv built from source when the step ended, by what it printed last. */
function builtPackage(tail: readonly string[], text: string): string | undefined {
	const signs = installsPython(text) ? [...BUILDS, ...MAY_BUILD] : BUILDS;
	const done = new Set<string>();
	for (const line of tail.toReversed()) {
		if (WENT_ON.test(line)) return undefined;
		const ready = found(DONE, line);
		if (ready !== undefined) done.add(ready);
		const name = found(signs, line);
		if (name !== undefined && !done.has(name)) return name;
	}
	return undefined;
}

function found(patterns: readonly RegExp[], line: string): string | undefined {
	return patterns.map((pattern) => pattern.exec(line)?.[1]).find((name) => name !== undefined);
}
