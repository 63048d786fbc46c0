import { existsSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import path from "node:path";

const V1 = "/sys/fs/cgroup/memory";
const ROOT = existsSync(`${V1}/memory.limit_in_bytes`) ? V1 : "/sys/fs/cgroup";

/** Cgroups of ours on this machine that no living run holds. Their leases are folders `<pid>-<start time>-…`. */
export function deadSlots(): readonly string[] {
	return list(ROOT)
		.filter((name) => /^mlbuild(-\d+)?$/.test(name))
		.filter((name) => !list(path.join(ROOT, name, "lease")).some(lives));
}

/** A process as a run of ours names itself when it holds something. */
export function holderOf(pid: number | "self", startTime?: string): string {
	const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
	const born = startTime ?? stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
	const inner = /^NSpid:.*?(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
	const namespace = /\[(\d+)\]/.exec(readlinkSync(`/proc/${pid}/ns/pid`))?.[1];
	const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim().replaceAll("-", "");
	return [inner, born, namespace, boot, Math.floor(Date.now() / 1000)].join("-");
}

function lives(holder: string): boolean {
	const [pid = "", born] = holder.split("-");
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
		return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] === born;
	} catch {
		return false;
	}
}

/** Folders in a folder; none when it is not there. */
function list(folder: string): readonly string[] {
	try {
		return readdirSync(folder, { withFileTypes: true })
			.filter((entry) => entry.isDirectory())
			.map(({ name }) => name);
	} catch {
		return [];
	}
}
