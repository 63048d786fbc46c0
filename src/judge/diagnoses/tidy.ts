import type { StepRun } from "../../model/timeline.ts";
import { RUNS } from "./installers.ts";

interface Habit {
	readonly does: RegExp;
	/** It leaves nothing behind. */
	readonly unless: RegExp;
	/** A folder that it keeps things in: removed in the same step, or mounted as a cache, it is not in the layer. */
	readonly cache?: RegExp;
	readonly remedy: string;
}

const PIP_CACHE = /\.cache(?:\/pip\b|\/?\*?$)/;
const UV = { unless: /--no-cache\b|\bUV_NO_CACHE\b|\buv cache clean\b/, cache: /\.cache(?:\/uv\b|\/?\*?$)/ };
// uv links from its cache where it can, so that a wheel need not lie on the disk twice.
const UV_KEEPS = "UV_NO_CACHE=1: else what it downloads and builds stays in its cache";

const HABITS: readonly Habit[] = [
	{
		does: RUNS.pip,
		unless: /--no-cache-dir|\bPIP_NO_CACHE_DIR\b|\bpip3? cache purge\b/,
		cache: PIP_CACHE,
		remedy: "`pip install --no-cache-dir`: else every wheel is kept a second time",
	},
	{ ...UV, does: RUNS.uvPip, remedy: `\`uv pip install --no-cache\`, or ${UV_KEEPS}` },
	{ ...UV, does: RUNS.uvSync, remedy: `uv with --no-cache, or ${UV_KEEPS}` },
	{
		does: /\b(?:conda|mamba|micromamba) (?:install|create|env)\b/,
		unless: /clean -/,
		cache: /\/pkgs\b/,
		remedy: "`conda clean -afy` at the end of the same RUN: else every package is kept a second time",
	},
	{
		does: /\bapt(?:-get)? install\b/,
		unless: /rm -rf \/var\/lib\/apt/,
		cache: /\/(?:lib|cache)\/apt\b/,
		remedy: "`rm -rf /var/lib/apt/lists/*` and --no-install-recommends in the same RUN",
	},
	{
		does: /\b(?:wget|curl|aria2c|huggingface-cli|hf download|git clone)\b/,
		unless: /\brm -/,
		remedy: "delete in the same RUN what was downloaded only to be unpacked; a later RUN frees nothing",
	},
];

/** How a step keeps less on the disk, as far as it does not do so already. */
export function tidyStep(run: StepRun | undefined): readonly string[] {
	if (run === undefined) return [];
	const text = `${run.name}\n${run.step?.text ?? ""}`;
	const removed = [...text.matchAll(/\brm (?:-\S+ )+([^;&|\n]+)/g)].flatMap(([, paths = ""]) =>
		paths.trim().split(/\s+/),
	);
	const mounted = [...text.matchAll(/--mount=(\S*\btype=cache\b\S*)/g)].flatMap(
		([, mount = ""]) => /\b(?:target|dst|destination)=([^,\s]+)/.exec(mount)?.[1] ?? [],
	);
	return HABITS.filter(({ does, unless, cache }) => {
		if (!does.test(text) || unless.test(text)) return false;
		if (cache === undefined) return true;
		return !removed.some((path) => cache.test(path)) && !mounted.some((path) => cache.test(path) || isNobodys(path));
	}).map(({ remedy }) => remedy);
}

/** A folder whose name tells nothing may be anybody's cache, by a variable such as PIP_CACHE_DIR. */
function isNobodys(path: string): boolean {
	return !HABITS.some(({ cache }) => cache?.test(path));
}
