import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { connect, createServer } from "node:net";
import path from "node:path";
import { afterAll } from "@jest/globals";
import { folderWith } from "./docker.ts";

/** A Git server on this machine with one repository. */
export interface GitServer {
	/** `git://127.0.0.1:PORT`, as GITHUB_SERVER_URL. */
	readonly url: string;
	/** `octo/trainer`, as GITHUB_REPOSITORY. */
	readonly repository: string;
	/** Commit of the branch main. */
	readonly sha: string;
	/** The bare repository it serves. */
	readonly folder: string;
}

const running: ChildProcess[] = [];
afterAll(() => {
	for (const child of running) child.kill();
});

/** Serves these files as the commit of the branch main, by `git daemon`, until the tests of this file are over. */
export async function serveGit(files: Readonly<Record<string, string>>): Promise<GitServer> {
	const root = folderWith({});
	const work = folderWith(files);
	const repository = "octo/trainer";
	const bare = path.join(root, `${repository}.git`);
	const env = { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_SYSTEM: "/dev/null" };
	const who = ["-c", "user.name=e2e", "-c", "user.email=e2e@example.org", "-c", "init.defaultBranch=main"];
	const git = (...argv: readonly string[]) =>
		execFileSync("git", [...who, ...argv], { cwd: work, env, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
	git("init", "--quiet");
	git("add", ".");
	git("commit", "--quiet", "--message", "all");
	git("clone", "--quiet", "--bare", ".", bare);
	const port = await freePort();
	const child = spawn(
		path.join(git("--exec-path").trim(), "git-daemon"),
		["--export-all", "--listen=127.0.0.1", `--port=${port}`, `--base-path=${root}`, root],
		{ env, stdio: "ignore" },
	);
	running.push(child);
	await answers(port);
	return { url: `git://127.0.0.1:${port}`, repository, sha: git("rev-parse", "HEAD").trim(), folder: bare };
}

async function freePort(): Promise<number> {
	const server = createServer().listen(0, "127.0.0.1");
	await once(server, "listening");
	const address = server.address();
	server.close();
	await once(server, "close");
	return typeof address === "object" && address ? address.port : 0;
}

async function answers(port: number): Promise<void> {
	for (let tries = 0; tries < 100; tries += 1) {
		const open = await new Promise<boolean>((resolve) => {
			const socket = connect(port, "127.0.0.1");
			socket.on("connect", () => resolve(true)).on("error", () => resolve(false));
			socket.on("connect", () => socket.destroy());
		});
		if (open) return;
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
	throw new Error(`git daemon does not answer on port ${port}`);
}
