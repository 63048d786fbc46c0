import { chmodSync, existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { folderWith } from "./docker.ts";

/** Environment that makes each Node of a step write down its peak memory when it ends. */
export interface PeakMemory {
	readonly env: Readonly<Record<string, string>>;
	/** Bytes of the largest of them. */
	peak(): number;
}

/** Not `process.resourceUsage()`: its maximum counts from before exec, when the child was still a copy of its parent. */
const WRITE_PEAK = String.raw`import { appendFileSync, readFileSync } from "node:fs";
process.on("exit", () => {
	const [, kib] = /VmHWM:\s+(\d+) kB/.exec(readFileSync("/proc/self/status", "utf8"));
	appendFileSync(new URL("peaks", import.meta.url), String(kib * 1024) + "\n");
});
`;

export function recordPeakMemory(): PeakMemory {
	const folder = folderWith({ "peak.mjs": WRITE_PEAK });
	// The process that writes may be another user's.
	chmodSync(folder, 0o777);
	const file = path.join(folder, "peaks");
	return {
		env: { NODE_OPTIONS: `--import ${path.join(folder, "peak.mjs")}` },
		peak: () => Math.max(...(existsSync(file) ? readFileSync(file, "utf8").trim().split("\n").map(Number) : [])),
	};
}
