import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** The repository. */
export const ROOT = path.resolve(import.meta.dirname, "../..");

/** A step of a workflow, run as a runner would: `node dist/main.js` with `INPUT_*` and the files of GitHub, then its post. */
export interface StepOptions {
	readonly inputs: Readonly<Record<string, string>>;
	readonly env?: Readonly<Record<string, string | undefined>>;
	readonly cwd: string;
	/** Sent that many milliseconds after the log showed `when` (or after the start). */
	readonly signal?: { readonly name: NodeJS.Signals; readonly when?: RegExp; readonly afterMs?: number };
	/** Sent to post, that many milliseconds after its start. */
	readonly postSignal?: { readonly name: NodeJS.Signals; readonly afterMs: number };
	/** `sudo -u USER` in front, with that user's own folders. */
	readonly user?: { readonly uid: number; readonly gid: number };
	/** Node and the bundle from elsewhere: a user may not be able to read this repository. */
	readonly program?: { readonly node: string; readonly dist: string };
	/** Without the post step. */
	readonly noPost?: boolean;
	/** Told of all of main's log so far, whenever there is more. */
	readonly onLog?: (log: string) => void;
}

export interface StepResult {
	readonly code: number | null;
	readonly log: string;
	/** When the signal was sent to main, epoch milliseconds; absent: it was not. */
	readonly signalledAt: number | undefined;
	/** When main had ended. */
	readonly mainEndedAt: number;
	readonly outputs: Readonly<Record<string, string>>;
	readonly summary: string;
	readonly report: ReportJson;
	readonly postCode: number | null;
	readonly postLog: string;
	/** What is left in RUNNER_TEMP after post, and in the state folder. */
	readonly left: readonly string[];
}

// biome-ignore lint/suspicious/noExplicitAny: a test looks into the JSON as a user's script would
export type ReportJson = any;

/** Runs main and post in a runner's environment of their own. */
export async function runStep(options: StepOptions): Promise<StepResult> {
	const home = mkdtempSync(path.join(tmpdir(), "mlbuild-step-"));
	const temp = path.join(home, "temp");
	const stateHome = path.join(home, "state-home");
	mkdirSync(temp);
	const file = (name: string) => {
		const at = path.join(home, name);
		writeFileSync(at, "");
		return at;
	};
	const files = {
		output: file("output"),
		state: file("state"),
		summary: file("summary"),
		env: file("env"),
		path: file("path"),
	};
	if (options.user) await own(home, options.user);
	const env = {
		...process.env,
		...(options.user && { HOME: home }),
		GITHUB_ACTIONS: "true",
		RUNNER_TEMP: temp,
		XDG_STATE_HOME: stateHome,
		GITHUB_OUTPUT: files.output,
		GITHUB_STATE: files.state,
		GITHUB_STEP_SUMMARY: files.summary,
		GITHUB_ENV: files.env,
		GITHUB_PATH: files.path,
		GITHUB_WORKSPACE: options.cwd,
		GITHUB_SERVER_URL: "https://github.com",
		GITHUB_REPOSITORY: "octo/trainer",
		GITHUB_REF: "refs/heads/main",
		GITHUB_SHA: "0123456789abcdef0123456789abcdef01234567",
		GITHUB_RUN_ID: "7",
		GITHUB_RUN_ATTEMPT: "1",
		...Object.fromEntries(
			Object.entries(options.inputs).map(([name, value]) => [
				`INPUT_${name.toUpperCase().replaceAll(" ", "_")}`,
				value,
			]),
		),
		...options.env,
	};
	const main = await runNode("main.js", env, options);
	const mainEndedAt = Date.now();
	const state = Object.fromEntries(
		Object.entries(readPairs(files.state)).map(([name, value]) => [`STATE_${name}`, value]),
	);
	const post = options.noPost
		? { code: null, log: "" }
		: await runNode("post.js", { ...env, ...state }, { ...options, signal: options.postSignal, onLog: undefined });
	const outputs = readPairs(files.output);
	const reportPath = outputs["report-json"];
	const report = reportPath && existsSync(reportPath) ? JSON.parse(readFileSync(reportPath, "utf8")) : undefined;
	const result = {
		code: main.code,
		log: main.log,
		signalledAt: main.signalledAt,
		mainEndedAt,
		outputs,
		summary: readFileSync(files.summary, "utf8"),
		report,
		postCode: post.code,
		postLog: post.log,
		left: [temp, stateHome]
			.filter(existsSync)
			.flatMap((folder) => readdirSync(folder, { recursive: true }).map(String))
			.filter((name) => !/^ml-image-build(\/report-[^/]*\.json)?$/.test(name)),
	};
	rmSync(home, { recursive: true, force: true });
	return result;
}

async function own(folder: string, user: { readonly uid: number; readonly gid: number }): Promise<void> {
	const { chownSync } = await import("node:fs");
	chownSync(folder, user.uid, user.gid);
	for (const name of readdirSync(folder, { recursive: true }))
		chownSync(path.join(folder, String(name)), user.uid, user.gid);
}

function runNode(
	entry: string,
	env: Readonly<Record<string, string | undefined>>,
	options: Omit<StepOptions, "signal" | "onLog"> & {
		readonly signal?: StepOptions["signal"] | undefined;
		readonly onLog?: StepOptions["onLog"] | undefined;
	},
): Promise<{ code: number | null; log: string; signalledAt: number | undefined }> {
	const { node, dist } = options.program ?? { node: process.execPath, dist: path.join(ROOT, "dist") };
	const child = spawn(node, [path.join(dist, entry)], {
		cwd: options.cwd,
		env: env as NodeJS.ProcessEnv,
		...options.user,
	});
	let log = "";
	let sent = false;
	let signalledAt: number | undefined;
	const { signal } = options;
	const send = () => {
		if (sent || !signal) return;
		sent = true;
		setTimeout(() => {
			if (child.kill(signal.name)) signalledAt = Date.now();
		}, signal.afterMs ?? 0);
	};
	const hear = (chunk: Buffer) => {
		log += chunk.toString("utf8");
		if (signal?.when?.test(log)) send();
		options.onLog?.(log);
	};
	if (signal && !signal.when) send();
	child.stdout.on("data", hear);
	child.stderr.on("data", hear);
	return new Promise((resolve) => child.on("close", (code) => resolve({ code, log, signalledAt })));
}

/** `name<<delimiter` blocks as @actions/core writes them. */
export function readPairs(path: string): Record<string, string> {
	const pairs: Record<string, string> = {};
	const lines = readFileSync(path, "utf8").split("\n");
	for (let at = 0; at < lines.length; at += 1) {
		const [, name, delimiter] = /^([^<]+)<<(.+)$/.exec(lines[at] ?? "") ?? [];
		if (!name || !delimiter) continue;
		const end = lines.indexOf(delimiter, at + 1);
		pairs[name] = lines.slice(at + 1, end).join("\n");
		at = end;
	}
	return pairs;
}
