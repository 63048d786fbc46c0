/*
 * pip, and uv, which takes pip's words for some of its own commands: `uv pip install` knows none of pip's options for caches.
 */

/** What a step runs. */
export const RUNS = {
	pip: /(?<!\buv (?:-\S+ )*)\bpip3? install\b/,
	uvPip: /\buv (?:-\S+ )*pip (?:install|sync)\b/,
	uvSync: /\buv (?:-\S+ )*(?:sync|add)\b/,
} as const;

/** `text` runs one of them, or another tool that installs as they do. */
export function installsPython(text: string): boolean {
	return /\b(?:pip3?|uv|poetry|pdm|pipenv|conda|mamba|micromamba)\b/.test(text);
}

/** The command by which whoever installs in this step takes a package as a wheel only. */
export function onlyWheel(text: string, name: string): string {
	if (RUNS.pip.test(text)) return `pip install --only-binary=${name}`;
	if (RUNS.uvSync.test(text)) return `uv sync --no-build-package=${name}`;
	return `${RUNS.uvPip.test(text) ? "uv " : ""}pip install --only-binary=${name}`;
}
