import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { folderWith } from "./docker.ts";

/** Environment that makes each Node of a step write down its peak memory when it ends. */
export interface PeakMemory {
	readonly env: Readonly<Record<string, string>>;
	/** Bytes of the largest of them. */
	peak(): number;
}

export function recordPeakMemory(): PeakMemory {
	const folder = folderWith({
		"peak.mjs": `import { appendFileSync } from "node:fs";
process.on("exit", () => appendFileSync(new URL("peaks", import.meta.url), \`\${process.resourceUsage().maxRSS * 1024}\\n\`));
`,
	});
	const file = path.join(folder, "peaks");
	return {
		env: { NODE_OPTIONS: `--import ${path.join(folder, "peak.mjs")}` },
		peak: () => Math.max(...(existsSync(file) ? readFileSync(file, "utf8").trim().split("\n").map(Number) : [])),
	};
}
