import { createPathSet } from "./path-table.ts";

/** Folders of files that are stored for later installs, not installed. What proves them may come before or after what is in them. */
export interface PackageCaches {
	/** A file of any layer, also one that is hidden. */
	see(path: string): void;
	/** Whether what stands in that folder of packages is stored only. To be asked when all files were seen. */
	has(site: string): boolean;
}

/** Known by their form alone, whatever is named `.cache` or `pkgs` besides: Poetry keeps its environments in `~/.cache/pypoetry`. */
const CACHES = [
	// uv's unpacked wheels, wherever its cache was moved to, and pixi's: https://docs.astral.sh/uv/concepts/cache/
	/^(?:.*\/)?archive-v\d+\/[^/]+\/$/,
	// Wheels, sources and answers; what it runs scripts in is an environment.
	/^(?:.*\/)?\.cache\/uv\/(?!environments-)[a-z-]+-v\d+\//,
	// The wheels with which virtualenv begins an environment.
	/^(?:.*\/)?virtualenv\/wheel\/[^/]+\/image\//,
];

/** Every unpacked package of conda, mamba and pixi carries it, no environment does: `pkgs/<name>-<version>-<build>/info/index.json`. */
const INDEX = "/info/index.json";
const CONDA_PACKAGE = /(?:^|\/)pkgs\/(?:.*\/)?[^/]+-[^/-]+-[^/-]+$/;
const VENV = "/pyvenv.cfg";

export function createPackageCaches(): PackageCaches {
	const venvs = createPathSet();
	const packages = createPathSet();

	/** The folder that is stored as a whole, with a slash at its end. */
	function storedAt(folder: string): string | undefined {
		for (const form of CACHES) {
			const match = form.exec(folder);
			if (match) return match[0];
		}
		return foldersAbove(folder).find((one) => packages.has(one));
	}

	return {
		see(path) {
			if (path.endsWith(VENV)) venvs.add(path.slice(0, 1 - VENV.length));
			if (!path.endsWith(INDEX)) return;
			const folder = path.slice(0, -INDEX.length);
			if (CONDA_PACKAGE.test(folder)) packages.add(`${folder}/`);
		},
		has(site) {
			const folder = `${site}/`;
			const stored = storedAt(folder);
			// uv keeps environments among its wheels: what has a pyvenv.cfg is run.
			return stored !== undefined && !foldersAbove(folder).some((one) => one.length >= stored.length && venvs.has(one));
		},
	};
}

/** `a/b/c/` and the folders that hold it: `a/`, `a/b/`, `a/b/c/`. */
function foldersAbove(folder: string): readonly string[] {
	return [...folder.matchAll(/\//g)].map(({ index }) => folder.slice(0, index + 1));
}
