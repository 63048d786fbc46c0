import type { EnvironmentKind } from "../model/facts.ts";

/** Folders that were seen to be the root of an environment, relative to the image's root. */
export interface EnvironmentMarks {
	/** Holding a pyvenv.cfg. */
	readonly venvs: ReadonlySet<string>;
	/** Holding a conda-meta folder. */
	readonly condas: ReadonlySet<string>;
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
	const folders = path.split(":").map((folder) => folder.replace(/\/+$/, ""));
	const place = folders.indexOf(prefix === "/" ? "/bin" : `${prefix}/bin`);
	return (place < 0 ? folders.length : place) * 10 + KINDS[kind];
}
