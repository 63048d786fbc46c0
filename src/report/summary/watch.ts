import type { Report } from "../../model/report.ts";
import type { DiskWatch, MemoryWatch, ReserveWatch } from "../../model/watch.ts";
import { count, duration, size } from "../format.ts";
import { isDryRun } from "../headline.ts";
import { swapSentences } from "../swap-text.ts";
import { filledDisk, isSwapless, limitSentences, peakText, SCOPES } from "../watch-text.ts";
import { diskTable } from "./disks.ts";
import { type Say, sayOf } from "./say.ts";
import { diskChart, memoryChart } from "./xychart.ts";

/** Limits as they were read back, memory against its limit and free disk over the build: as charts, and in words. */
export function renderWatch(report: Report): string {
	if (isDryRun(report)) return "";
	const say = sayOf(report);
	const small = smallPrint(say);
	const limits = limitLines(report).map((text) => `- ${say(text)}`);
	const memory = report.watch?.memory;
	const parts = [
		...(limits.length === 0 ? [] : [limits.join("\n")]),
		...(memory === undefined ? [] : [memoryChart(memory), small(memoryWords(memory))]),
		small(thrashWords(report)),
		...shownDisks(report).map(diskChart),
		diskTable(report, report.space?.items.length ? report.space.disks : []),
		...(report.watch?.reserves ?? []).map((reserve) => small(reserveWords(reserve))),
	].filter((part) => part !== "");
	return parts.length === 0 ? "" : ["### Memory and disk", ...parts].join("\n\n");
}

function limitLines(report: Report): readonly string[] {
	const limits = report.limits === undefined ? [] : limitSentences(report.limits, isSwapless(report));
	return [...limits, ...(report.swap === undefined ? [] : swapSentences(report.swap))];
}

function smallPrint(say: Say): (text: string) => string {
	return (text) => (text === "" ? "" : `<sub>${say(text)}</sub>`);
}

/** The engine's disk, and another one that came near its end. */
function shownDisks({ watch }: Report): readonly DiskWatch[] {
	const main = filledDisk(watch);
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

/** Nothing, unless it was needed. */
function reserveWords({ path, bytes, givenBackAt, givenBackDuring = [] }: ReserveWatch): string {
	if (givenBackAt === undefined) return "";
	const during = givenBackDuring.length === 0 ? "" : ` while ${givenBackDuring.slice(0, 2).join(" and ")} ran`;
	return `${size(bytes)} were kept back at ${path} for the runner and this report, and given back when it was nearly full${during}`;
}

function thrashWords({ watch }: Report): string {
	const { thrash } = watch ?? {};
	if (thrash === undefined) return "";
	const during = thrash.during.length === 0 ? "" : ` in ${thrash.during.slice(0, 2).join(" and ")}`;
	const how =
		thrash.method === "pressure"
			? "nearly all the time everything waited for memory"
			: "swap was busy and the programs were not";
	return `It thrashed for ${duration(thrash.ms)}${during}: ${how}`;
}
