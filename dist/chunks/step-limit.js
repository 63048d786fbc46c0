// src/build/step-limit.ts
/** A page is the least the kernel counts, at most 64 KiB. */
const PAGE = 65536;
/** Whether a step of ours saw the limit of single steps: older BuildKits take `--resource` and do nothing with it, so nothing else tells. */
function stepLimitSeen(probed, memory) {
	if ("why" in probed) return { why: `a step of our own could not be run under it (${probed.why})` };
	const seen = probed.printed;
	if (/^\d+$/.test(seen) && Math.abs(Number(seen) - memory) < PAGE) return {
		memory: Number(seen),
		method: "read by a RUN step of our own"
	};
	return { why: `this builder takes a limit for single steps and does nothing with it (a RUN step of our own saw ${seen === "max" || Number(seen) > 2 ** 62 ? "no limit" : seen === "" ? "nothing" : `${seen} bytes`})` };
}
export { stepLimitSeen };
