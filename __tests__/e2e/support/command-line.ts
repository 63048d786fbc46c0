import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync } from "node:fs";
import path from "node:path";
import { ROOT } from "../../support/action.ts";
import { folderWith } from "./docker.ts";

/** A user's place on a machine: home, state and temporary files of their own, nothing of GitHub's. */
export interface Place {
	readonly cwd: string;
	readonly temp: string;
	readonly env: NodeJS.ProcessEnv;
	/** Undo journals of runs that have not ended well. */
	journals(): readonly string[];
	/** What is in the temporary folder besides reports. */
	left(): readonly string[];
}

export function makePlace(files: Readonly<Record<string, string>>): Place {
	const cwd = folderWith(files);
	const home = folderWith({});
	const temp = path.join(home, "tmp");
	const state = path.join(home, "state");
	mkdirSync(temp);
	const ours = Object.entries(process.env).filter(([name]) => !/^(GITHUB|RUNNER|INPUT)_/.test(name));
	const list = (folder: string) => (existsSync(folder) ? readdirSync(folder) : []);
	return {
		cwd,
		temp,
		env: { ...Object.fromEntries(ours), TMPDIR: temp, XDG_STATE_HOME: state },
		journals: () => list(path.join(state, "ml-image-build")),
		left: () => list(temp).filter((name) => !name.startsWith("ml-image-build-report-")),
	};
}

/** How a command ended. */
export interface CommandEnd {
	readonly code: number | null;
	readonly stdout: string;
	readonly stderr: string;
}

/** `node dist/cli.js …` without a terminal; killed when its log shows `killWhen`. */
export function commandLine(place: Place, argv: readonly string[], killWhen?: RegExp): Promise<CommandEnd> {
	const child = spawn(process.execPath, [path.join(ROOT, "dist", "cli.js"), ...argv], {
		cwd: place.cwd,
		env: place.env,
	});
	let stdout = "";
	let stderr = "";
	child.stdout.on("data", (chunk) => {
		stdout += String(chunk);
	});
	child.stderr.on("data", (chunk) => {
		stderr += String(chunk);
		if (killWhen?.test(stderr)) child.kill("SIGKILL");
	});
	return new Promise((resolve) => child.on("close", (code) => resolve({ code, stdout, stderr })));
}
