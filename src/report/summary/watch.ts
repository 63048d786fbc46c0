import type { Report } from "../../model/report.ts";
import type { DiskWatch, MemoryWatch } from "../../model/watch.ts";
import { prose } from "../escape.ts";
import { count, duration, size } from "../format.ts";
import { isDryRun } from "../headline.ts";
import { swapSentences } from "../swap-text.ts";
import { engineDisk, isSwapless, limitSentences, peakText, SCOPES } from "../watch-text.ts";
import { diskChart, memoryChart } from "./xychart.ts";

/** Limits as they were read back, memory against its limit and free disk over the build: as charts, and in words. */
export function renderWatch(report: Report): string {
	if (isDryRun(report)) return "";
	const limits = limitLines(report).map((text) => `- ${prose(text)}`);
	const memory = report.watch?.memory;
	const disks = shownDisks(report);
	const parts = [
		...(limits.length === 0 ? [] : [limits.join("\n")]),
		...(memory === undefined ? [] : [memoryChart(memory), words(memoryWords(memory))]),
		...disks.flatMap((disk) => [diskChart(disk), words(diskWords(disk, report))]),
	].filter((part) => part !== "");
	return parts.length === 0 ? "" : ["### Memory and disk", ...parts].join("\n\n");
}

function limitLines(report: Report): readonly string[] {
	const limits = report.limits === undefined ? [] : limitSentences(report.limits, isSwapless(report));
	return [...limits, ...(report.swap === undefined ? [] : swapSentences(report.swap))];
}

function words(text: string): string {
	return text === "" ? "" : `<sub>${prose(text)}</sub>`;
}

/** The engine's disk, and another one that came near its end. */
function shownDisks({ watch }: Report): readonly DiskWatch[] {
	const main = engineDisk(watch);
	const others = (watch?.disks ?? []).filter((disk) => disk !== main && disk.lowest < (disk.total ?? 0) * 0.1);
	return [...(main === undefined ? [] : [main]), ...others.slice(0, 1)];
}

function memoryWords(memory: MemoryWatch): string {
	const peak = peakText(memory);
	const kills = memory.oomKills === undefined ? [] : [count(memory.oomKills, "OOM kill")];
	const share = memory.pressure ?? 0;
	const waited = share < 0.01 ? [] : [`${Math.round(share * 100)} % of the time waiting for memory`];
	if (peak === undefined) return "";
	return [`Peak memory of ${SCOPES[memory.scope]} ${peak}`, ...kills, ...waited].join(", ");
}

function diskWords(disk: DiskWatch, { timeline }: Report): string {
	const total = disk.total === undefined ? "" : ` of ${size(disk.total)}`;
	const after = timeline === undefined ? "" : ` after ${duration(disk.lowestAt - timeline.started)}`;
	const during = disk.lowestDuring.length === 0 ? "" : ` in ${disk.lowestDuring.slice(0, 2).join(" and ")}`;
	return `Free disk of ${disk.roles.join(", ")} at ${disk.path}: ${size(disk.start)} at the start, lowest ${size(disk.lowest)}${total}${after}${during}, ${size(disk.end)} at the end`;
}
