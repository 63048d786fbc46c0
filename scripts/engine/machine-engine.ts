import { spawn } from "node:child_process";
import type { Context } from "./context.ts";
import { type EngineEnv, machineEnv } from "./facts.ts";

/** Asks the engine a user would reach (DOCKER_HOST, context, default socket) by its own client; undefined when none answers. */
export const lookAtMachine = (context: Context): Promise<EngineEnv | undefined> => {
	const ours = Object.values(context.layout.daemons).map((daemon) => daemon.host);
	if (ours.includes(context.environment["DOCKER_HOST"] ?? "")) return Promise.resolve(undefined);
	return new Promise((done) => {
		const child = spawn("docker", ["info", "--format", "{{.ServerVersion}}"], {
			env: context.environment,
			stdio: ["ignore", "pipe", "ignore"],
			timeout: 10_000,
		});
		let out = "";
		child.stdout.on("data", (chunk: Buffer) => {
			out += chunk.toString();
		});
		child.once("error", () => done(undefined));
		child.once("close", (code) =>
			done(code === 0 && /^\d/.test(out.trim()) ? machineEnv(context.environment, out.trim()) : undefined),
		);
	});
};
