import type { Bytes } from "../model/bytes.ts";
import type { LimitsReport } from "../model/limits.ts";
import type { Probed } from "./step-probe.ts";

/** A page is the least the kernel counts, at most 64 KiB. */
const PAGE = 65_536;

/** Whether a step of ours saw the limit of single steps: older BuildKits take `--resource` and do nothing with it, so nothing else tells. */
export function stepLimitSeen(
	probed: Probed,
	memory: Bytes,
): NonNullable<LimitsReport["step"]> | { readonly why: string } {
	if ("why" in probed) return { why: `a step of our own could not be run under it (${probed.why})` };
	const seen = probed.printed;
	if (/^\d+$/.test(seen) && Math.abs(Number(seen) - memory) < PAGE)
		return { memory: Number(seen), method: "read by a RUN step of our own" };
	const told = seen === "max" || Number(seen) > 2 ** 62 ? "no limit" : seen === "" ? "nothing" : `${seen} bytes`;
	return {
		why: `this builder takes a limit for single steps and does nothing with it (a RUN step of our own saw ${told})`,
	};
}
