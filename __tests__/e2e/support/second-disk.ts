import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, writeFileSync } from "node:fs";

/** Where a hosted runner with a second disk has it mounted. */
export const MOUNT = "/mnt";

/**
 * Makes a root like this machine's with another disk at /mnt: as on a hosted runner, also where a test itself runs in a container (nothing of a
 * folder's name that begins with a dot is taken along). Software is read-only in it, so that no mistake can remove any. Constant
 * text; the disk is an argument.
 */
const OPEN = `
set -eu
disk=$1 root=${MOUNT}
mount -t tmpfs -o mode=755 tmpfs "$root"
for at in /*; do
	name=\${at#/}
	[ "/$name" = ${MOUNT} ] && continue
	if [ -L "$at" ]; then cp -P "$at" "$root/$name"
	elif [ -d "$at" ]; then
		mkdir "$root/$name" && mount --rbind "$at" "$root/$name"
		case $name in etc | home | opt | usr) mount -o remount,bind,ro "$root/$name" ;; esac
	fi
done
mkdir "$root/mnt" "$root/old" && mount --bind "$disk" "$root/mnt"
cd "$root" && pivot_root . old && umount -l /old && rmdir /old
echo ready
read -r _ || exit 0
`;

/** A mount namespace that is there until it is closed, or until we are no more. */
export interface Namespace {
	/** To be put in front of a program that is to run in it. */
	readonly enter: readonly string[];
	close(): void;
}

/** Opens a namespace with the file system of that folder at /mnt. Throws with the complaint where that does not work. */
export async function openNamespace(disk: string): Promise<Namespace> {
	const keeper = spawn("unshare", ["--mount", "--propagation", "private", "--", "sh", "-c", OPEN, "sh", disk]);
	await untilReady(keeper);
	return {
		enter: ["nsenter", `--mount=/proc/${keeper.pid}/ns/mnt`, "--"],
		close: () => keeper.kill("SIGKILL"),
	};
}

/** Writes a Node.js that runs in the namespace, in the folder that it was started in. Not by dash: it drops variables such as `INPUT_NO-CACHE`. */
export function writeNode(file: string, { enter }: Namespace): void {
	const [nsenter, ...options] = enter;
	const words = [nsenter, '--wdns="$PWD"', ...options, `'${process.execPath}'`];
	writeFileSync(file, `#!/bin/bash\nexec ${words.join(" ")} "$@"\n`);
	chmodSync(file, 0o755);
}

function untilReady(keeper: ChildProcess): Promise<void> {
	let said = "";
	return new Promise((resolve, reject) => {
		keeper.stderr?.on("data", (chunk) => {
			said += String(chunk);
		});
		keeper.stdout?.on("data", () => resolve());
		keeper.on("error", reject);
		keeper.on("close", (code) => reject(new Error(`no namespace with a second disk (${code}): ${said}`)));
	});
}
