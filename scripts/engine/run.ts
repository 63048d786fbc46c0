import { spawn } from "node:child_process";
import { appendFile } from "node:fs/promises";
import { join } from "node:path";
import type { Context } from "./context.ts";
import { EngineFailure } from "./failure.ts";

export interface RunOptions {
	readonly env?: NodeJS.ProcessEnv;
	readonly cwd?: string;
	readonly remedy?: string;
}

/** What a finished program said; `code` is null when a signal ended it. */
export interface Outcome {
	readonly code: number | null;
	readonly stdout: string;
	readonly stderr: string;
}

/** Children die with us (util-linux setpriv), also when we are killed with SIGKILL: a half-built part must not go on writing. */
export const tied = (argv: readonly string[]): readonly string[] => ["setpriv", "--pdeathsig", "KILL", ...argv];

const collect = (argv: readonly string[], options: RunOptions, signal: AbortSignal): Promise<Outcome> =>
	new Promise((done, fail) => {
		const [file = "", ...args] = argv;
		const child = spawn(file, args, {
			env: options.env ?? process.env,
			...(options.cwd ? { cwd: options.cwd } : {}),
			stdio: ["ignore", "pipe", "pipe"],
			signal,
			killSignal: "SIGKILL",
		});
		const out: Buffer[] = [];
		const err: Buffer[] = [];
		child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
		child.stderr.on("data", (chunk: Buffer) => err.push(chunk));
		child.once("error", fail);
		child.once("close", (code) =>
			done({ code, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() }),
		);
	});

/** Runs a program to its end and returns what it said, whatever its exit code. */
export const attempt = (context: Context, argv: readonly string[], options: RunOptions = {}): Promise<Outcome> =>
	collect(tied(argv), options, context.signal);

/** The last lines of a text, for evidence in an error. */
export const tail = (text: string, lines = 12): string => text.trim().split("\n").slice(-lines).join("\n");

/** Runs a program; its output goes to `logs/<part>.log`. Throws {@link EngineFailure} with the log's tail when it fails. */
export const run = async (
	context: Context,
	part: string,
	argv: readonly string[],
	options: RunOptions = {},
): Promise<string> => {
	const log = join(context.layout.logs, `${part}.log`);
	const outcome = await attempt(context, argv, options);
	await appendFile(log, `$ ${argv.join(" ")}\n${outcome.stdout}${outcome.stderr}`);
	if (outcome.code !== 0) {
		const evidence = `${argv.join(" ")} ended with ${outcome.code ?? "a signal"}\n${tail(`${outcome.stdout}\n${outcome.stderr}`)}`;
		throw new EngineFailure(
			`${part} failed`,
			evidence,
			options.remedy ?? `read ${log}; starting again resumes with what is already built`,
		);
	}
	return outcome.stdout;
};
