import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const V1 = "/sys/fs/cgroup/memory";
const ROOT = existsSync(`${V1}/memory.limit_in_bytes`) ? V1 : "/sys/fs/cgroup";

/** Cgroups of ours on this machine that no living run holds. Their leases are folders `<pid>-<start time>`. */
export function deadSlots(): readonly string[] {
	return list(ROOT)
		.filter((name) => /^mlbuild(-\d+)?$/.test(name))
		.filter((name) => !list(path.join(ROOT, name, "lease")).some(lives));
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
