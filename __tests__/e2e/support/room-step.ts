import { chownSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { RUNNER } from "../../../scripts/replica/fill.ts";
import { ENVIRONMENT } from "../../../scripts/replica/trees.ts";
import { readPairs } from "../../support/action.ts";
import { DIST, NODE, type Room, type Who } from "./replica.ts";

const TEMP = "/home/runner/work/_temp";
const FILES = {
	GITHUB_OUTPUT: "output",
	GITHUB_STATE: "state",
	GITHUB_STEP_SUMMARY: "summary",
	GITHUB_ENV: "env",
} as const;

export interface RoomStep {
	readonly code: number | null;
	readonly log: string;
	readonly outputs: Readonly<Record<string, string>>;
	readonly summary: string;
}

/** Variables of a step on a hosted machine: those of the image, and those that the runner sets. */
export function stepEnv(room: Room, inputs: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
	const folder = path.join(room.root, TEMP, "_runner_file_commands");
	mkdirSync(folder, { recursive: true });
	for (const name of Object.values(FILES)) {
		if (existsSync(path.join(folder, name))) continue;
		writeFileSync(path.join(folder, name), "");
		chownSync(path.join(folder, name), RUNNER.uid, RUNNER.gid);
	}
	const files = Object.entries(FILES).map(([name, file]) => [name, `${TEMP}/_runner_file_commands/${file}`]);
	const asked = Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]);
	const state = Object.entries(readPairs(path.join(folder, FILES.GITHUB_STATE))).map(([name, value]) => [
		`STATE_${name}`,
		value,
	]);
	return {
		...ENVIRONMENT,
		GITHUB_ACTIONS: "true",
		RUNNER_ENVIRONMENT: "github-hosted",
		RUNNER_OS: "Linux",
		RUNNER_TEMP: TEMP,
		GITHUB_WORKSPACE: "/home/runner/work/repo/repo",
		GITHUB_REPOSITORY: "octo/trainer",
		GITHUB_RUN_ID: "7",
		GITHUB_RUN_ATTEMPT: "1",
		...Object.fromEntries([...files, ...asked, ...state]),
	};
}

/** Runs an entry of the bundle as a runner would. `post.js` finds what `main.js` saved. */
export function runStepIn(
	room: Room,
	who: Who,
	entry: string,
	inputs: Readonly<Record<string, string>> = {},
): RoomStep {
	const { code, stdout, stderr } = room.run(who, [NODE, `${DIST}/${entry}`], "", stepEnv(room, inputs));
	const folder = path.join(room.root, TEMP, "_runner_file_commands");
	return {
		code,
		log: stdout + stderr,
		outputs: readPairs(path.join(folder, FILES.GITHUB_OUTPUT)),
		summary: readFileSync(path.join(folder, FILES.GITHUB_STEP_SUMMARY), "utf8"),
	};
}
