import { execFile } from "node:child_process";
// src/world/system-programs.ts
/** The programs of util-linux, or of busybox, lie here; an ordinary user's PATH may not have these folders. */
const FOLDERS = "/usr/sbin:/usr/bin:/sbin:/bin";
const TIMEOUT_MS = 6e5;
/** Runs one program of the system to its end; throws with the last line that it printed. */
function runProgram(argv) {
	const [program = "", ...args] = argv;
	const options = {
		env: {
			PATH: FOLDERS,
			LC_ALL: "C"
		},
		timeout: TIMEOUT_MS
	};
	return new Promise((resolve, reject) => {
		execFile(program, args, options, (error, _stdout, stderr) => {
			if (!error) return resolve();
			const said = stderr.trim().split("\n").at(-1) ?? "";
			const missing = error.code === "ENOENT" ? "it is not installed" : void 0;
			reject(/* @__PURE__ */ new Error(`${program} failed: ${missing ?? (said || error.message)}`));
		});
	});
}
export { runProgram as t };
