import { printUse } from "../judge/memory-sizes.ts";
import type { Bytes } from "../model/bytes.ts";
import { buildDisk } from "../model/host.ts";
import type { Ceiling, HeldLimit, LimitsReport } from "../model/limits.ts";
import type { Report } from "../model/report.ts";
import type { DiskWatch, MemoryWatch, Watch } from "../model/watch.ts";
import { memory } from "./format.ts";

/** The disk that the build fills, else the one that had least left. */
export function filledDisk(watch: Watch | undefined): DiskWatch | undefined {
	const disks = watch?.disks ?? [];
	return buildDisk(disks) ?? disks.toSorted((one, other) => one.lowest - other.lowest)[0];
}

/** `11.2 of 12 GiB + 3.1 of 8 GiB swap`. */
export function peakText({ peak, swapPeak, limit, swapLimit }: MemoryWatch): string | undefined {
	if (peak === undefined) return undefined;
	return `${printUse(peak, limit)}${swapPeak ? ` + ${printUse(swapPeak, swapLimit)} swap` : ""}`;
}

/** As {@link peakText}, and whose it is, when not that of the RUN steps. */
export function peakOf(seen: MemoryWatch): string | undefined {
	const text = peakText(seen);
	return text === undefined || seen.scope === "steps" ? text : `${text} (${SCOPES[seen.scope]})`;
}

export const SCOPES: Readonly<Record<MemoryWatch["scope"], string>> = {
	steps: "all RUN steps together",
	builder: "the whole builder",
	machine: "the whole machine",
};

/**
 * The limits as plain sentences: what is enforced and by what, what is not and why, and what changed on the way. `swapless`: the machine has
 * no swap.
 */
export function limitSentences(limits: LimitsReport, swapless = false): readonly string[] {
	return [...enforced(limits, swapless), ...changed(limits), ...problems(limits), ...steps(limits)];
}

/** The machine that builds has no swap, whatever is allowed: Docker allows the same again by default. */
export function isSwapless({ host, watch, swap }: Report): boolean {
	const local = host !== undefined && !("missing" in host.engine) && host.engine.local;
	if (watch?.machine?.swap !== undefined) return watch.machine.swap === 0;
	return local && host.swap === 0 && !swap?.made;
}

/** Why what stands in the cgroup may be no limit of the RUN steps; nothing when it is one. */
export function doubtOf({ seenOutside, seenInside, unproven }: LimitsReport): string | undefined {
	if (seenOutside.length > 0) return "but not all RUN steps ran there";
	return unproven && seenInside === 0 ? "but nobody knows whether RUN steps ran there" : undefined;
}

function enforced(limits: LimitsReport, swapless: boolean): readonly string[] {
	const { asked, held, backstop, step, maxParallelism } = limits;
	const all = "for all RUN steps together";
	const wish = amounts({ ...asked }, swapless);
	const found = held === undefined ? "" : amounts(held, swapless);
	const doubt = doubtOf(limits);
	const how =
		doubt === undefined
			? `enforced by ${held?.where} (read back)`
			: `written to ${held?.where} and read back, ${doubt}`;
	return [
		...(found === "" ? [] : [`${found} ${all}, ${how}`]),
		...(held === undefined && wish !== "" ? [`${wish} ${all}: not enforced`] : []),
		...(step === undefined ? [] : [`Memory limit ${memory(step.memory)} for each RUN step, enforced (${step.method})`]),
		...(step === undefined && asked.stepMemory !== undefined
			? [`Memory limit ${memory(asked.stepMemory)} for each RUN step: not enforced`]
			: []),
		...(backstop === undefined
			? []
			: [`${amounts(backstop)} for the whole builder as a backstop, by ${backstop.where}`]),
		...(maxParallelism === undefined
			? []
			: [`${maxParallelism === 1 ? "One step runs" : `${maxParallelism} steps run`} at once at most`]),
	];
}

interface Amounts {
	readonly memory?: Ceiling;
	readonly memorySwap?: Ceiling;
	readonly cpus?: number | "unlimited";
}

/** `Memory limit 12 GiB + 8 GiB swap and 3 CPUs`; unlimited parts are said. Empty when nothing is limited. */
function amounts({ memory: bytes, memorySwap, cpus }: Amounts, swapless = false): string {
	const processors =
		cpus === undefined ? "" : cpus === "unlimited" ? "all CPUs" : `${cpus} ${cpus === 1 ? "CPU" : "CPUs"}`;
	if (bytes === undefined) return processors === "" ? "" : `Limit ${processors}`;
	const amount = bytes === "unlimited" ? "none" : `${memory(bytes)}${swapText(bytes, memorySwap, swapless)}`;
	return `Memory limit ${amount}${processors === "" ? "" : ` and ${processors}`}`;
}

function swapText(bytes: Bytes, both: Ceiling | undefined, swapless: boolean): string {
	if (both === undefined) return "";
	const none = swapless ? " (the machine has none)" : "";
	if (both === "unlimited") return ` + unlimited swap${none}`;
	return both <= bytes ? " without swap" : ` + ${memory(both - bytes)} swap${none}`;
}

/** Somebody wrote other values while it was built. */
function changed({ held, atEnd }: LimitsReport): readonly string[] {
	if (held === undefined || atEnd === undefined || same(held, atEnd)) return [];
	return [`${amounts(atEnd)} at the end: something changed it during the build`];
}

function same(one: HeldLimit, other: HeldLimit): boolean {
	return one.memory === other.memory && one.memorySwap === other.memorySwap && one.cpus === other.cpus;
}

function problems({ problems: all }: LimitsReport): readonly string[] {
	return all.slice(0, 10);
}

function steps({ seenInside, seenOutside, held }: LimitsReport): readonly string[] {
	if (seenOutside.length > 0) return [`Seen outside of the limit: ${seenOutside.slice(0, 5).join(", ")}`];
	if (held === undefined) return [];
	return seenInside > 0 ? [`${seenInside} RUN ${seenInside === 1 ? "step was" : "steps were"} seen under it`] : [];
}
