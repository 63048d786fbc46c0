// src/model/process.ts
/** Variable that programs which must not outlive a run are started with, and pass on to their children. */
const PROCESS_MARK = "ML_IMAGE_BUILD_PROCESS";
const NO_BOOT = "0".repeat(32);
/** Who holds a limit, as the name of a cgroup: process, and since when (epoch seconds). */
function printHolder({ pid, startTime, pidNamespace, boot }, now) {
	return [
		pid,
		startTime || 0,
		pidNamespace || 0,
		boot || NO_BOOT,
		Math.floor(now / 1e3)
	].join("-");
}
/** The same for people. A name that is not understood may come from anybody, and is not repeated. */
function heldBy(holder) {
	const named = readHolder(holder);
	return `${named === void 0 ? "an unknown run" : `another run (process ${named.process.pid}, since ${named.since.toISOString().slice(0, 19)}Z)`} has limits on this builder, which hold for all that is built there`;
}
const HOLDER = /^(\d{1,10})-(\d{1,20})-(\d{1,20})-([0-9a-f]{32})-(\d{1,12})$/;
/** Nothing for what is no holder of ours. */
function readHolder(text) {
	const [, pid = "", startTime = "", pidNamespace = "", boot = "", seconds = ""] = HOLDER.exec(text) ?? [];
	if (pid === "") return void 0;
	return {
		process: {
			pid: Number(pid),
			startTime,
			pidNamespace,
			boot,
			machine: ""
		},
		since: /* @__PURE__ */ new Date(Number(seconds) * 1e3)
	};
}
export { readHolder as i, heldBy as n, printHolder as r, PROCESS_MARK as t };
