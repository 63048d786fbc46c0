import { spawn } from "node:child_process";
import { StringDecoder } from "node:string_decoder";
import { getExecOutput } from "@actions/exec";
import type { Command, CommandResult } from "../model/command.ts";
import type { Streamed } from "../model/world.ts";
import { textCame } from "./little-memory.ts";

type Env = Readonly<Record<string, string | undefined>>;

function environment(base: Env, extra: Command["env"]): Record<string, string> {
	const merged: Record<string, string> = {};
	for (const [name, value] of Object.entries({ ...base, ...extra })) if (value !== undefined) merged[name] = value;
	return merged;
}

/** Runs a short program to its end with `@actions/exec` and keeps what it printed. */
export async function runShort(command: Command, env: Env): Promise<CommandResult> {
	const started = Date.now();
	if (command.timeoutMs !== undefined || command.enough) return runBounded(command, env);
	const [program = "", ...args] = command.argv;
	try {
		const { exitCode, stdout, stderr } = await getExecOutput(`"${program}"`, args, {
			silent: true,
			ignoreReturnCode: true,
			env: environment(env, command.env),
			...(command.cwd !== undefined && { cwd: command.cwd }),
			...(command.input !== undefined && { input: Buffer.from(command.input) }),
		});
		return { code: exitCode, stdout, stderr, ms: Date.now() - started };
	} catch (error) {
		return { code: null, error: String((error as Error).message), stdout: "", stderr: "", ms: Date.now() - started };
	}
}

const GRACE_MS = 1000;

/** `@actions/exec` cannot end a program, so one that may have to be ended goes the long way. */
async function runBounded(command: Command, env: Env): Promise<CommandResult> {
	const { timeoutMs, enough } = command;
	const out: string[] = [];
	const err: string[] = [];
	const child = runLong(command, env, { stdout: (line) => out.push(line), stderr: (line) => err.push(line) });
	const end = () => child.end(GRACE_MS);
	const timer = timeoutMs === undefined ? undefined : setTimeout(end, timeoutMs);
	enough?.addEventListener("abort", end);
	if (enough?.aborted) end();
	const result = await child.done;
	clearTimeout(timer);
	enough?.removeEventListener("abort", end);
	const why = result.code === 0 ? undefined : whyEnded(command, result.ms);
	return {
		...result,
		...(why !== undefined && { code: null, error: why }),
		stdout: out.join("\n"),
		stderr: err.join("\n"),
	};
}

function whyEnded({ timeoutMs, enough }: Command, ms: number): string | undefined {
	if (timeoutMs !== undefined && ms >= timeoutMs) return `no answer within ${timeoutMs / 1000} s`;
	return enough?.aborted ? "nobody can answer any more" : undefined;
}

/** Splits a byte stream into lines; a line without an end is handed over at the end. */
function lineSplitter(on: ((line: string) => void) | undefined) {
	const decoder = new StringDecoder("utf8");
	let rest = "";
	const take = (text: string) => {
		// Only what is new is looked at: a line of megabytes comes in a hundred parts.
		const lines = text.split("\n");
		const last = lines.pop() ?? "";
		for (const line of lines) {
			const whole = rest + line;
			rest = "";
			on?.(whole);
			textCame(whole);
		}
		rest += last;
	};
	return {
		chunk: (bytes: Buffer) => take(decoder.write(bytes)),
		end() {
			take(decoder.end());
			if (rest !== "") on?.(rest);
			rest = "";
		},
	};
}

/**
 * Starts a long program in a process group of its own, so that it can be ended together with its children. The runner
 * signals only us, never our children.
 */
export function runLong(
	command: Command,
	env: Env,
	on: { readonly stdout?: (line: string) => void; readonly stderr?: (line: string) => void },
): Streamed {
	const started = Date.now();
	const [program = "", ...args] = command.argv;
	const child = spawn(program, args, {
		detached: true,
		env: environment(env, command.env),
		cwd: command.cwd,
		stdio: ["pipe", "pipe", "pipe"],
	});
	child.stdin.on("error", () => {});
	if (command.holdInput) child.once("exit", () => child.stdin.destroy());
	else child.stdin.end(command.input ?? "");
	const out = lineSplitter(on.stdout);
	const err = lineSplitter(on.stderr);
	child.stdout.on("data", out.chunk);
	child.stderr.on("data", err.chunk);
	let timer: NodeJS.Timeout | undefined;
	let over = false;
	const signal = (name: NodeJS.Signals) => {
		try {
			if (child.pid !== undefined && !over) process.kill(-child.pid, name);
		} catch {
			// It has ended already.
		}
	};
	const done = new Promise<CommandResult>((resolve) => {
		const finish = (end: Partial<CommandResult>) => {
			over = true;
			clearTimeout(timer);
			out.end();
			err.end();
			resolve({ code: null, stdout: "", stderr: "", ms: Date.now() - started, ...end });
		};
		child.on("error", (error) => finish({ error: error.message }));
		child.on("close", (code, name) => finish({ code, ...(name && { signal: name }) }));
	});
	return {
		done,
		pid: child.pid,
		end(graceMs) {
			signal("SIGINT");
			if (!over) timer ??= setTimeout(() => signal("SIGKILL"), graceMs);
		},
	};
}

/** Ends a process group that an earlier run of ours left: interrupt, and kill it when it lives on for two seconds. */
export async function endProcess(pid: number): Promise<void> {
	const signal = (name: NodeJS.Signals | 0) => {
		try {
			return process.kill(-pid, name);
		} catch {
			return false;
		}
	};
	signal("SIGINT");
	for (let waited = 0; waited < 20 && signal(0); waited += 1) await new Promise((resolve) => setTimeout(resolve, 100));
	signal("SIGKILL");
}
