import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** A file of the project as text. */
export const readProject = (path: string): string => readFileSync(`${ROOT}/${path}`, "utf8");

/** All files below a folder of the project, as paths from the root. */
export const filesBelow = (folder: string): readonly string[] =>
	readdirSync(`${ROOT}/${folder}`, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => `${entry.parentPath}/${entry.name}`.slice(ROOT.length).replace(/^\//, ""));

interface Entry {
	readonly description?: string;
	readonly default?: string;
	readonly required?: boolean;
}

interface Action {
	readonly inputs: Readonly<Record<string, Entry>>;
	readonly outputs: Readonly<Record<string, Entry>>;
	readonly runs: Readonly<Record<string, string>>;
}

/** An action.yml as a runner reads it; that of the whole action by default. */
export const readAction = (path = "action.yml"): Action => parse(readProject(path)) as Action;
