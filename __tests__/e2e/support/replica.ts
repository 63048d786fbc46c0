import { type ChildProcessWithoutNullStreams, execFileSync, spawn, spawnSync } from "node:child_process";
import {
	mkdtempSync,
	readdirSync,
	readFileSync,
	readlinkSync,
	rmSync,
	statfsSync,
	statSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll } from "@jest/globals";
import { RUNNER } from "../../../scripts/replica/fill.ts";
import { ensureImage } from "../../../scripts/replica/image.ts";
import { ROOT } from "../../support/action.ts";

/** Some ten thousand files and 0.9 GB: made in seconds, copied in tenths of one. */
const SCALE = 0.01;

/** Inside: our own Node, and the bundle under test. */
export const NODE = "/home/runner/externals/node";
export const DIST = "/home/runner/action/dist";

type Env = Readonly<Record<string, string>>;

/** Who runs something inside. */
export type Who = "root" | "runner";

export interface Ended {
	readonly code: number | null;
	readonly stdout: string;
	readonly stderr: string;
}

/** A hosted runner's disk, mounted in namespaces of its own. What is started in it dies with it. */
export interface Room {
	/** Its file system as this process sees it: for plain looks and changes by the test. */
	readonly root: string;
	/** Runs a program inside to its end. */
	run(who: Who, argv: readonly string[], input?: string, env?: Env): Ended;
	/** Starts a program inside. Its pid there is not the child's: signals go to what `pidOf` names. */
	start(who: Who, argv: readonly string[], env?: Env): ChildProcessWithoutNullStreams;
	/** Passwordless sudo for the runner, as on hosted machines, or none. */
	allowSudo(allowed: boolean): void;
	/** Pids (ours, outside) of processes inside whose command line matches. */
	pidsOf(pattern: RegExp): readonly number[];
	/** Free bytes of its file system. */
	free(): number;
	/** All that is on its own file system: kind, rights, owner, size or link, by path. */
	list(): ReadonlyMap<string, string>;
	/** Trash folders of removals that are there. */
	trashes(): readonly string[];
	close(): void;
}

const rooms: Room[] = [];
afterAll(() => {
	for (const room of rooms) room.close();
});

/** Copies the image (made when it is not there) and opens it. Throws with the reason where that is not possible. */
export async function openRoom(scale = SCALE): Promise<Room> {
	const image = await ensureImage(scale);
	const place = mkdtempSync(path.join(tmpdir(), "mlbuild-replica-"));
	const copy = path.join(place, "disk.img");
	const [outside, empty] = [path.join(place, "node"), path.join(place, "root")];
	execFileSync("cp", ["--sparse=always", image, copy]);
	execFileSync("mkdir", [outside, empty]);
	execFileSync("cp", [process.execPath, path.join(outside, "node")]);
	const script = path.join(ROOT, "scripts/replica/room.sh");
	const argv = [
		"--mount",
		"--pid",
		"--fork",
		"--kill-child",
		"--",
		"bash",
		script,
		copy,
		empty,
		outside,
		path.join(ROOT, "dist"),
	];
	const keeper = spawn("unshare", argv, { stdio: ["pipe", "pipe", "pipe"] });
	await untilReady(keeper);
	const first = Number(readFileSync(`/proc/${keeper.pid}/task/${keeper.pid}/children`, "utf8").trim().split(" ")[0]);
	const root = `/proc/${first}/root`;
	if (statSync(root).dev === statSync("/").dev) throw new Error("the replica's room has this machine's own root");
	const enter = (who: Who) => [
		"--target",
		String(first),
		"--mount",
		"--pid",
		"--root",
		"--wd",
		...(who === "root" ? [] : [`--setuid=${RUNNER.uid}`, `--setgid=${RUNNER.gid}`]),
		"--",
	];
	const envOf = (who: Who) => ({
		PATH: "/usr/local/bin:/usr/bin:/usr/sbin",
		HOME: who === "root" ? "/root" : "/home/runner",
		LANG: "C.UTF-8",
	});
	const room: Room = {
		root,
		run(who, argv, input = "", env = {}) {
			const { status, stdout, stderr } = spawnSync("nsenter", [...enter(who), ...argv], {
				env: { ...envOf(who), ...env },
				input,
				encoding: "latin1",
				maxBuffer: 1 << 28,
			});
			return { code: status, stdout, stderr };
		},
		start: (who, argv, env) => spawn("nsenter", [...enter(who), ...argv], { env: { ...envOf(who), ...env } }),
		allowSudo(allowed) {
			const rule = path.join(root, "etc/sudoers.d/runner");
			rmSync(rule, { force: true });
			if (allowed) writeFileSync(rule, "runner ALL=(ALL) NOPASSWD:ALL\n", { mode: 0o440 });
		},
		pidsOf: (pattern) => pidsBelow(root).filter((pid) => pattern.test(commandOf(pid))),
		free() {
			const { bavail, bsize } = statfsSync(root);
			return bavail * bsize;
		},
		list() {
			const { code, stdout, stderr } = room.run("root", [
				"find",
				"/",
				"-xdev",
				"-printf",
				"%p\\0%y %m %U:%G %l\\0%s\\0",
			]);
			if (code !== 0) throw new Error(`find ended with ${code}: ${stderr}`);
			const parts = stdout.split("\0");
			const found = new Map<string, string>();
			for (let at = 0; at + 2 < parts.length; at += 3) {
				const [name = "", what = "", size = ""] = parts.slice(at, at + 3);
				// A folder's size is its history.
				found.set(name, what.startsWith("d") ? what : `${what} ${size}`);
			}
			return found;
		},
		trashes: () => readdirSync(root).filter((name) => name.startsWith(".ml-image-build-trash-")),
		close() {
			keeper.kill("SIGKILL");
			keeper.stdin.destroy();
			rmSync(place, { recursive: true, force: true });
		},
	};
	rooms.push(room);
	return room;
}

function untilReady(keeper: ChildProcessWithoutNullStreams): Promise<void> {
	let said = "";
	return new Promise((resolve, reject) => {
		keeper.stderr.on("data", (chunk) => {
			said += String(chunk);
		});
		keeper.stdout.on("data", () => resolve());
		keeper.on("close", (code) => reject(new Error(`the replica's room cannot be opened (${code}): ${said}`)));
	});
}

/** Processes whose root folder is that one. */
function pidsBelow(root: string): readonly number[] {
	const namespace = linkOf(path.join(path.dirname(root), "ns/pid"));
	return readdirSync("/proc")
		.filter((name) => /^\d+$/.test(name) && linkOf(`/proc/${name}/ns/pid`) === namespace)
		.map(Number);
}

function linkOf(at: string): string {
	try {
		return readlinkSync(at);
	} catch {
		return "";
	}
}

function commandOf(pid: number): string {
	try {
		return readFileSync(`/proc/${pid}/cmdline`, "latin1").replaceAll("\0", " ");
	} catch {
		return "";
	}
}
