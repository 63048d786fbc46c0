import { readdirSync, readFileSync } from "node:fs";

/** Command lines of all processes of this machine that contain the text; those in containers are among them. */
export function processesWith(text: string): readonly string[] {
	return readdirSync("/proc")
		.filter((name) => /^\d+$/.test(name))
		.flatMap((pid) => {
			try {
				return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim();
			} catch {
				return [];
			}
		})
		.filter((line) => line.includes(text));
}

/** What is still there of it after some seconds: the engine takes a moment to end a step. */
export async function remaining(list: () => readonly string[], seconds = 15): Promise<readonly string[]> {
	const end = Date.now() + seconds * 1000;
	while (list().length > 0 && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 200));
	return list();
}
