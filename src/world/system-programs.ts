import { execFile } from "node:child_process";

/** The programs of util-linux, or of busybox, lie here; an ordinary user's PATH may not have these folders. */
const FOLDERS = "/usr/sbin:/usr/bin:/sbin:/bin";
const TIMEOUT_MS = 10 * 60_000;

/** Runs one program of the system to its end; throws with the last line that it printed. */
export function runProgram(argv: readonly string[]): Promise<void> {
	const [program = "", ...args] = argv;
	const options = { env: { PATH: FOLDERS, LC_ALL: "C" }, timeout: TIMEOUT_MS };
	return new Promise((resolve, reject) => {
		execFile(program, args, options, (error, _stdout, stderr) => {
			if (!error) return resolve();
			const said = stderr.trim().split("\n").at(-1) ?? "";
			const missing = error.code === "ENOENT" ? "it is not installed" : undefined;
			reject(new Error(`${program} failed: ${missing ?? (said || error.message)}`));
		});
	});
}
