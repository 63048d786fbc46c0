import type { Aftermath, Diagnosis } from "../../model/diagnosis.ts";
import type { StepRun } from "../../model/timeline.ts";
import type { DiskWatch, Ended, LowDisk } from "../../model/watch.ts";
import { printSize } from "../sizes.ts";
import { diskLines, takerLines } from "./disk-facts.ts";
import { stoppedRemedies } from "./disk-remedies.ts";
import { inPlace, printDuration, runAtEnd, stepName, stepText } from "./words.ts";

/** We ended the build because less was free than `stop-below` asks for. Nothing when we did not. */
export function stoppedBelow(aftermath: Aftermath): Diagnosis | undefined {
	const { ended, watch } = aftermath;
	const low = ended?.disk;
	if (ended?.by !== "stop-below" || low === undefined) return undefined;
	const run = runAtEnd(aftermath);
	const disk = watch.disks.find(({ path }) => path === low.path);
	const during = run === undefined ? "" : ` while ${stepName(aftermath.timeline, run)} ran${inPlace(run.step)}`;
	return {
		id: "disk-full",
		shape: "stopped-below",
		level: "failure",
		certainty: "certain",
		message: `the build was ended before the disk was full${during}: ${printSize(low.free)} left at ${low.path}, stop-below is ${printSize(low.below)}`,
		evidence: [...endLines(ended, low, disk, run, aftermath), ...diskLines(aftermath), ...takerLines(aftermath)],
		remedies: stoppedRemedies(aftermath, low, disk, run),
		...(run?.step && { step: run.step }),
		...(run && { stepId: run.id }),
	};
}

function endLines(
	ended: Ended,
	low: LowDisk,
	disk: DiskWatch | undefined,
	run: StepRun | undefined,
	{ watch }: Aftermath,
): readonly string[] {
	const taken = disk === undefined ? 0 : disk.start - low.free;
	const use = run && watch.steps[run.id];
	const bytes = Math.max(use?.diskMost ?? 0, use?.diskBytes ?? 0);
	const most = use?.diskShared ? "at most " : "";
	return [
		`stop-below: ${printSize(low.below)} was reached ${printDuration(ended.afterMs)} after the build began${taken > 0 ? `, which had taken ${printSize(taken)} by then` : ""}`,
		...(run === undefined || bytes < 1e6
			? []
			: [`${stepText(run)} had taken ${most}${printSize(bytes)} in ${printDuration(ended.at - run.started)}`]),
	];
}
