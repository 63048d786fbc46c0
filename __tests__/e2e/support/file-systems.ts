import { execFileSync, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { ROOT } from "../../support/action.ts";

/** What makes a file system, and the Debian package that has it. */
const MAKERS = {
	ext4: { argv: ["mkfs.ext4", "-q"], from: "e2fsprogs" },
	ext3: { argv: ["mkfs.ext3", "-q"], from: "e2fsprogs" },
	xfs: { argv: ["mkfs.xfs", "-q"], from: "xfsprogs" },
	btrfs: { argv: ["mkfs.btrfs", "-q"], from: "btrfs-progs" },
	tmpfs: undefined,
} as const;
export type FileSystem = keyof typeof MAKERS;

/** A mount namespace of its own with a fresh file system at /mnt. */
export interface MountPlace {
	/** Runs a program in there. */
	run(argv: readonly string[], input?: string): { readonly status: number | null; readonly stdout: string };
	/** Our root program with one request. */
	elevated(request: unknown): unknown;
	/** Hides a file of the machine behind another text, in there only. */
	pretend(file: string, text: string): void;
	remove(): void;
}

export async function makeMountPlace(kind: FileSystem, mebibytes = 700): Promise<MountPlace> {
	const home = mkdtempSync(path.join(tmpdir(), "mlbuild-fs-"));
	const image = path.join(home, "disk.img");
	const maker = MAKERS[kind];
	if (maker) {
		execFileSync("truncate", ["-s", `${mebibytes}M`, image]);
		install(maker.argv[0], maker.from);
		execFileSync(maker.argv[0], [...maker.argv.slice(1), image], { stdio: "pipe" });
	}
	const holder = spawn("unshare", ["--mount", "--propagation", "private", "sleep", "600"]);
	const inside = ["nsenter", `--mount=/proc/${holder.pid}/ns/mnt`, "--"];
	const run: MountPlace["run"] = (argv, input) => {
		const { status, stdout, stderr } = spawnSync(inside[0] ?? "", [...inside.slice(1), ...argv], {
			encoding: "utf8",
			input: input ?? "",
		});
		return { status, stdout: `${stdout}${stderr}` };
	};
	const must = (argv: readonly string[], input?: string) => {
		const { status, stdout } = run(argv, input);
		if (status !== 0) throw new Error(`${argv.join(" ")}: ${stdout}`);
		return stdout;
	};
	await unshared(holder.pid ?? 0);
	must(maker ? ["mount", "-o", "loop", image, "/mnt"] : ["mount", "-t", "tmpfs", "-o", "mode=755", "tmpfs", "/mnt"]);
	return {
		run,
		elevated: (request) =>
			JSON.parse(must([process.execPath, path.join(ROOT, "dist", "elevated.js")], JSON.stringify(request))),
		pretend(file, text) {
			const other = path.join(home, path.basename(file));
			must(["tee", other], text);
			must(["mount", "--bind", other, file]);
		},
		remove() {
			holder.kill("SIGKILL");
			rmSync(home, { recursive: true, force: true });
		},
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
