import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, openSync, rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Context } from "./context.ts";
import { EngineFailure } from "./failure.ts";
import { findStarted } from "./process-file.ts";
import { tail } from "./run.ts";

/**
 * Writes its own pid and start time before it becomes the program, so that there is no moment in which the program runs
 * without a record. Constant text; everything variable is an argument.
 */
const RECORD_AND_BECOME =
	'file=$1; shift; echo "$$ $(cut -d" " -f22 /proc/$$/stat)" > "$file.new" && mv "$file.new" "$file" && exec "$@"';

/** One long-running program: who it is, and how we know that it is ready. */
export interface Service {
	readonly name: string;
	readonly argv: readonly string[];
	readonly env: NodeJS.ProcessEnv;
	readonly pidFile: string;
	/** An argument that only this service has: a path of ours. */
	readonly mark: string;
	readonly log: string;
	readonly ready: () => Promise<boolean>;
	/** Milliseconds. */
	readonly patience: number;
}

const spawnDetached = (service: Service): ChildProcess => {
	mkdirSync(dirname(service.pidFile), { recursive: true, mode: 0o755 });
	mkdirSync(dirname(service.log), { recursive: true });
	rmSync(service.pidFile, { force: true });
	const log = openSync(service.log, "w");
	const argv = ["-c", RECORD_AND_BECOME, "sh", service.pidFile, ...service.argv];
	const child = spawn("/bin/sh", argv, { cwd: "/", env: service.env, detached: true, stdio: ["ignore", log, log] });
	child.unref();
	return child;
};

const hasEnded = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode !== null || signalCode !== null;

/** Starts a service unless ours already runs, and waits until it answers. True when it was started now. */
export const launch = async (context: Context, service: Service): Promise<boolean> => {
	const running = await findStarted(service.pidFile, service.mark);
	if (running && (await service.ready())) return false;
	const child = running ? undefined : spawnDetached(service);
	const until = performance.now() + service.patience;
	while (!(await service.ready())) {
		const dead = child ? hasEnded(child) : !(await findStarted(service.pidFile, service.mark));
		if (dead || performance.now() > until || context.signal.aborted) {
			const evidence = tail(await readFile(service.log, "utf8").catch(() => ""));
			const what = dead
				? `${service.name} ended at once`
				: `${service.name} did not answer within ${service.patience / 1000} s`;
			throw new EngineFailure(what, evidence || "it wrote nothing", `read ${service.log}; \`stop\` removes what runs`);
		}
		await sleep(40);
	}
	return true;
};
