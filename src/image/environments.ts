import type { EnvironmentKind } from "../model/facts.ts";
import type { PathSet } from "./path-table.ts";

/** Folders that were seen to be the root of an environment, relative to the image's root. */
export interface EnvironmentMarks {
	/** Holding a pyvenv.cfg. */
	readonly venvs: Pick<PathSet, "has">;
	/** Holding a conda-meta folder. */
	readonly condas: Pick<PathSet, "has">;
	/** Links near the root: a folder of PATH that lies behind one may be any other. */
	readonly links: Pick<PathSet, "has">;
}

export interface Environment {
	readonly kind: EnvironmentKind;
	/** Relative to the image's root. */
	readonly prefix: string;
}

/** `lib/python3.12/site-packages`, Debian's `lib/python3/dist-packages`, and conda's records. */
const BELOW_PREFIX = /(?:^|\/)(?:lib(?:32|64)?\/(?:python|pypy)[^/]*\/(?:site|dist)-packages|conda-meta)$/;
const SYSTEM = new Set(["usr", "usr/local", ""]);

/** The environment that a folder of distributions belongs to. */
export function classifySite(site: string, marks: EnvironmentMarks): Environment {
	const match = BELOW_PREFIX.exec(site);
	if (!match) return { kind: "other", prefix: site };
	const prefix = site.slice(0, match.index);
	if (marks.venvs.has(prefix)) return { kind: "venv", prefix };
	if (marks.condas.has(prefix)) return { kind: "conda", prefix };
	return { kind: SYSTEM.has(prefix) ? "system" : "other", prefix };
}

const KINDS: Readonly<Record<EnvironmentKind, number>> = { venv: 0, conda: 1, system: 2, other: 3 };

/** Order in which the image's own interpreter is looked for: by the place of its `bin` in PATH, then by kind. */
export function rankEnvironment(kind: EnvironmentKind, prefix: string, path: string): number {
	const folders = foldersOf(path);
	const place = folders.indexOf(prefix === "/" ? "/bin" : `${prefix}/bin`);
	return (place < 0 ? folders.length : place) * 10 + KINDS[kind];
}

/** The environment's `bin` is certainly none of PATH's folders, under no name. */
export function isOffPath(prefix: string, path: string, { links }: EnvironmentMarks): boolean {
	return foldersOf(path).every((folder) => {
		if (folder === `/${prefix}/bin` || folder.includes("$")) return false;
		const parts = folder.split("/").slice(1);
		return SYSTEM_BIN.test(folder) || !parts.some((_, index) => links.has(parts.slice(0, index + 1).join("/")));
	});
}

/** `/bin` and `/sbin` are links to those of `/usr` on most systems. */
const SYSTEM_BIN = /^(?:\/usr)?\/s?bin$/;

function foldersOf(path: string): readonly string[] {
	return path.split(":").map((folder) => folder.replace(/\/+$/, ""));
}
