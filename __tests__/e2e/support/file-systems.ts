import { type ChildProcessWithoutNullStreams, execFileSync, spawn, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { ROOT } from "../../support/action.ts";

/** What makes a file system, and the Debian package that has it. */
const MAKERS = {
	ext4: { argv: ["mkfs.ext4", "-q"], from: "e2fsprogs" },
	ext3: { argv: ["mkfs.ext3", "-q"], from: "e2fsprogs" },
	xfs: { argv: ["mkfs.xfs", "-q"], from: "xfsprogs" },
	btrfs: { argv: ["mkfs.btrfs", "-q"], from: "btrfs-progs" },
	overlay: undefined,
	tmpfs: undefined,
} as const;
export type FileSystem = keyof typeof MAKERS;

/** A mount namespace of its own. */
export interface MountPlace {
	/** Runs a program in there. */
	run(argv: readonly string[], input?: string): { readonly status: number | null; readonly stdout: string };
	/** Starts a program in there. */
	start(argv: readonly string[]): ChildProcessWithoutNullStreams;
	/** Our root program with one request. */
	elevated(request: unknown): unknown;
	/** Hides a file of the machine behind another text, in there only. */
	pretend(file: string, text: string): void;
	/** Node in there, as a program. */
	readonly node: string;
	remove(): void;
}

/** A fresh file system. */
export interface Disk {
	readonly kind: FileSystem;
	/** Default: 700. */
	readonly mebibytes?: number;
}

/** With a fresh file system at /mnt. */
export async function makeMountPlace(disk: Disk): Promise<MountPlace> {
	const space = await makeSpace();
	mountDisk(space, disk, "/mnt");
	return placeIn(space, "/");
}

/** With a fresh file system as the root, on which all folders of this machine stand but /mnt; there another one, or an empty folder. */
export async function makeRootPlace(disk: Disk, second?: Disk): Promise<MountPlace> {
	const space = await makeSpace();
	const { home, must } = space;
	const root = path.join(home, "root");
	mkdirSync(root);
	mountDisk(space, disk, root);
	must(["mkdir", "--mode=755", `${root}/mnt`]);
	for (const entry of readdirSync("/", { withFileTypes: true })) {
		const at = `${root}/${entry.name}`;
		if (entry.isSymbolicLink()) must(["cp", "--no-dereference", `/${entry.name}`, at]);
		if (!entry.isDirectory() || ["mnt", "lost+found"].includes(entry.name)) continue;
		must(["mkdir", at]);
		must(["mount", "--rbind", `/${entry.name}`, at]);
	}
	if (second) mountDisk(space, second, `${root}/mnt`);
	return placeIn(space, root);
}

/** A process that holds the namespace, and a folder for what is needed. */
interface Space {
	readonly home: string;
	readonly pid: number;
	readonly must: (argv: readonly string[], input?: string) => string;
	readonly end: () => void;
}

async function makeSpace(): Promise<Space> {
	const home = mkdtempSync(path.join(tmpdir(), "mlbuild-fs-"));
	chmodSync(home, 0o755);
	const holder = spawn("unshare", ["--mount", "--propagation", "private", "sleep", "600"]);
	const pid = holder.pid ?? 0;
	await unshared(pid);
	return {
		home,
		pid,
		must: (argv, input) => must(runIn(pid, "/", argv, input), argv),
		end() {
			holder.kill("SIGKILL");
			rmSync(home, { recursive: true, force: true });
		},
	};
}

function entering(pid: number, root: string): readonly string[] {
	const space = ["nsenter", `--mount=/proc/${pid}/ns/mnt`];
	return root === "/" ? [...space, "--"] : [...space, `--root=/proc/${pid}/root${root}`, "--"];
}

function runIn(pid: number, root: string, argv: readonly string[], input = "") {
	const [program = "", ...args] = [...entering(pid, root), ...argv];
	const { status, stdout, stderr } = spawnSync(program, args, { encoding: "utf8", input });
	return { status, stdout: `${stdout}${stderr}` };
}

function must({ status, stdout }: ReturnType<typeof runIn>, argv: readonly string[]): string {
	if (status !== 0) throw new Error(`${argv.join(" ")}: ${stdout}`);
	return stdout;
}

function mountDisk({ home, must }: Space, { kind, mebibytes = 700 }: Disk, at: string): void {
	const maker = MAKERS[kind];
	const own = mkdtempSync(path.join(home, `${kind}-`));
	if (!maker) {
		for (const folder of ["lower", "upper", "work"]) mkdirSync(path.join(own, folder), { mode: 0o755 });
		const layers = `lowerdir=${own}/lower,upperdir=${own}/upper,workdir=${own}/work`;
		must(["mount", "-t", kind, "-o", kind === "overlay" ? layers : "mode=755", kind, at]);
		return;
	}
	install(maker.argv[0], maker.from);
	const image = path.join(own, "disk.img");
	execFileSync("truncate", ["-s", `${mebibytes}M`, image]);
	execFileSync(maker.argv[0], [...maker.argv.slice(1), image], { stdio: "pipe" });
	must(["mount", "-o", "loop", image, at]);
}

function placeIn(space: Space, root: string): MountPlace {
	const { home, pid } = space;
	const run: MountPlace["run"] = (argv, input) => runIn(pid, root, argv, input);
	const node = path.join(home, "node");
	const [enter = "", ...rest] = entering(pid, root).slice(0, -1);
	const folder = `--wd="/proc/${pid}/root${root === "/" ? "" : root}$PWD"`;
	// Not dash: it drops variables with a hyphen, and inputs have them.
	writeFileSync(node, `#!/bin/bash\nexec ${enter} ${rest.join(" ")} ${folder} -- ${process.execPath} "$@"\n`);
	chmodSync(node, 0o755);
	return {
		run,
		start(argv) {
			const [program = "", ...args] = [...entering(pid, root), ...argv];
			return spawn(program, args);
		},
		node,
		elevated(request) {
			const argv = [process.execPath, path.join(ROOT, "dist", "elevated.js")];
			return JSON.parse(must(run(argv, JSON.stringify(request)), argv));
		},
		pretend(file, text) {
			const other = path.join(home, path.basename(file));
			for (const argv of [
				["tee", other],
				["mount", "--bind", other, file],
			])
				must(run(argv, text), argv);
		},
		remove: space.end,
	};
}

/** Until `unshare` has left our namespace, `nsenter` would mount over this machine's own /mnt. */
async function unshared(pid: number): Promise<void> {
	const space = (of: string) => spawnSync("readlink", [`/proc/${of}/ns/mnt`], { encoding: "utf8" }).stdout.trim();
	for (let waited = 0; waited < 100; waited += 1) {
		const theirs = space(String(pid));
		if (theirs !== "" && theirs !== space("self")) return;
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
	throw new Error("no mount namespace of our own can be made: run these tests as root, with CAP_SYS_ADMIN");
}

/** Installs the package where the program is missing. */
function install(program: string, from: string): void {
	if (spawnSync(program, ["-V"]).error === undefined) return;
	const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
	const apt = (...args: string[]) => spawnSync("apt-get", args, { env, encoding: "utf8" });
	const get = () => apt("install", "--yes", "--no-install-recommends", from);
	if (get().status === 0) return;
	apt("update");
	const { status, stderr } = get();
	if (status !== 0) throw new Error(`${program} cannot be installed (package ${from}): ${stderr}`);
}
