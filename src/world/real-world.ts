import { spawn } from "node:child_process";
import { accessSync, constants, existsSync } from "node:fs";
import { appendFile, stat } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import * as core from "@actions/core";
import type { CgroupEdit, CgroupEdited } from "../model/cgroup.ts";
import { dockerFolder } from "../model/docker-env.ts";
import { UserError } from "../model/errors.ts";
import type { Outcome, ScanSink, TreeScan } from "../model/scan.ts";
import type { SwapEdit, SwapEdited } from "../model/swap.ts";
import type { World } from "../model/world.ts";
import { cancelOnSignals } from "./cancel.ts";
import { findEndpoint } from "./engine-endpoint.ts";
import { createEnginePort } from "./engine-socket.ts";
import { createFiles } from "./files.ts";
import { lookAtMemory, spareMemory } from "./little-memory.ts";
import { createActionsLog } from "./log-actions.ts";
import { createTerminalLog } from "./log-terminal.ts";
import { makeFolders } from "./make-folders.ts";
import { lifeOf, nameParent, nameSelf } from "./process-life.ts";
import { finishReclaim, reclaim } from "./reclaim-process.ts";
import { endProcess, runLong, runShort } from "./shell.ts";
import { piecesOf } from "./stream-pieces.ts";
import { unpack } from "./unpack.ts";

/** `action`: a workflow step with its files and commands. `cli`: a terminal, nothing of GitHub's is written. */
export type Kind = "action" | "cli";

/** The real world. The only place where the process's environment is read. */
export async function createRealWorld(kind: Kind): Promise<World> {
	const env = process.env;
	const temp = await temporaryFolder(kind, env);
	const home = homeFolder(temp);
	const self = nameSelf();
	const endpoint = await findEndpoint(env, dockerFolder(env, home));
	const uid = process.getuid?.() ?? -1;
	const summary = env["GITHUB_STEP_SUMMARY"];
	return {
		env,
		machine: {
			os: process.platform,
			arch: process.arch,
			cpus: os.availableParallelism(),
			uid,
			pid: process.pid,
			process: self,
			get parent() {
				return nameParent();
			},
			node: process.versions.node,
		},
		log: kind === "action" ? createActionsLog() : createTerminalLog(standardError()),
		engine: createEnginePort(endpoint),
		files: createFiles({ temp, home, cwd: process.cwd() }),
		now: Date.now,
		monotonic: () => performance.now(),
		cancelled: cancelOnSignals(),
		run: (command) => runShort(command, env),
		stream: (command, on) => runLong(command, env, on),
		lives: (who) => lifeOf(who, self),
		endProcess,
		spareMemory,
		scanTrees: (request, sink) => (uid === 0 ? scanHere : scanElevated)(request, sink).finally(lookAtMemory),
		reclaim,
		finishReclaim,
		editCgroup: (edit) => (uid === 0 ? editHere(edit) : askElevated({ cgroup: edit }, 20_000)),
		editSwap: (edit) => (uid === 0 ? editSwapHere(edit) : askElevated({ swap: edit }, SWAP_TIMEOUT_MS)),
		async reserve(file, bytes) {
			const { reserveFile } = await import("./reserve-file.ts");
			return reserveFile(file, bytes, (command) => runShort(command, env));
		},
		readKernelLog: () => readKernelLog(uid === 0),
		async readTree(folder, wanted, maxFileBytes, sink) {
			const { readSmallFiles } = await import("./small-files.ts");
			return readSmallFiles(folder, wanted, maxFileBytes, sink);
		},
		unpack,
		saveState: kind === "action" ? core.saveState : () => {},
		setOutput: kind === "action" ? core.setOutput : () => {},
		async appendSummary(markdown) {
			if (kind !== "action" || !summary) return false;
			await appendFile(summary, markdown);
			return true;
		},
		async summaryBytes() {
			if (kind !== "action" || !summary) return 0;
			return stat(summary).then(
				({ size }) => size,
				() => 0,
			);
		},
	};
}

/** Throws a {@link UserError} when nothing can be written there. */
async function temporaryFolder(kind: Kind, env: World["env"]): Promise<string> {
	const given = kind === "action" ? env["RUNNER_TEMP"] : undefined;
	const temp = path.resolve(given || os.tmpdir());
	try {
		await makeFolders(temp);
		accessSync(temp, constants.W_OK | constants.X_OK);
		return temp;
	} catch (error) {
		const { code, message } = error as NodeJS.ErrnoException;
		throw new UserError("input", [
			{
				input: given ? "RUNNER_TEMP" : "TMPDIR",
				value: temp,
				message: `cannot be used for temporary files (${code ?? message})`,
				remedy: "name a folder that can be written",
			},
		]);
	}
}

/** Without HOME the system's list of users says it; a user who is not in it has none. */
function homeFolder(instead: string): string {
	try {
		return os.homedir() || instead;
	} catch {
		return instead;
	}
}

function standardError() {
	const { stderr } = process;
	return {
		write: (text: string) => void stderr.write(text),
		tty: stderr.isTTY === true,
		columns: stderr.columns ?? 80,
	};
}

async function scanHere(request: TreeScan, sink: ScanSink): Promise<Outcome> {
	const { scanTreesHere } = await import("./tree-scan.ts");
	return scanTreesHere(request, sink);
}

async function editHere(edit: CgroupEdit): Promise<CgroupEdited> {
	const { editCgroup } = await import("./cgroup-edit.ts");
	return editCgroup(edit);
}

async function editSwapHere(edit: SwapEdit): Promise<SwapEdited> {
	const { editSwap } = await import("./swap-edit.ts");
	return editSwap(edit);
}

/** Zeros may have to be written, and what lies in swap read back. */
const SWAP_TIMEOUT_MS = 15 * 60_000;

/** The same code as root. Its answer is one line of JSON. */
async function askElevated<T>(
	request: object,
	timeoutMs: number,
): Promise<T | { readonly ok: false; readonly why: string }> {
	const argv = ["sudo", "-n", "--", process.execPath, elevatedProgram()];
	const input = JSON.stringify(request);
	const { code, stdout, stderr, error } = await runShort({ argv, input, timeoutMs }, process.env);
	try {
		if (code === 0) return JSON.parse(stdout) as T;
	} catch {
		// Not our program's answer.
	}
	return { ok: false, why: error ?? `sudo -n ended with ${code}: ${stderr.trim().slice(-300)}` };
}

/** `dmesg` of util-linux or busybox; the log may be closed to ordinary users (kernel.dmesg_restrict). */
async function readKernelLog(root: boolean): Promise<string | undefined> {
	const argv = [...(root ? [] : ["sudo", "-n", "--"]), "dmesg"];
	const { code, stdout } = await runShort({ argv, timeoutMs: 5000 }, process.env);
	return code === 0 ? stdout : undefined;
}

/** Its bundle lies beside the entries, this code in one of them or in a chunk one folder below. */
function elevatedProgram(): string {
	const here = path.dirname(fileURLToPath(import.meta.url));
	const beside = path.join(here, "elevated.js");
	return existsSync(beside) ? beside : path.join(path.dirname(here), "elevated.js");
}

/** The same code as root: our own Node on one small file of ours, data in, data out. */
async function scanElevated(request: TreeScan, sink: ScanSink): Promise<Outcome> {
	const { decodeRecords } = await import("./tree-scan.ts");
	const program = elevatedProgram();
	const child = spawn("sudo", ["-n", "--", process.execPath, program], { stdio: ["pipe", "pipe", "pipe"] });
	let said = "";
	child.stderr.on("data", (chunk) => {
		said = (said + String(chunk)).slice(-2000);
	});
	child.stdin.on("error", () => {});
	child.stdin.end(JSON.stringify(request));
	const ended = new Promise<string | undefined>((resolve) => {
		child.on("error", (error) => resolve(`sudo cannot be started (${error.message})`));
		child.on("close", (code) => resolve(code === 0 ? undefined : `sudo -n ended with ${code}: ${said.trim()}`));
	});
	const outcome = await decodeRecords(piecesOf(child.stdout), sink);
	const why = await ended;
	return why === undefined ? outcome : { ok: false, why };
}
