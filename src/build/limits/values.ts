import prettyBytes from "pretty-bytes";
import { MEMORY_FORMAT } from "../../model/bytes.ts";
import type { CgroupValues, CgroupVersion } from "../../model/cgroup.ts";
import type { Ceiling, HeldLimit, LimitsAsked } from "../../model/limits.ts";

/** Microseconds over which the kernel counts processor time; its own default. */
const CPU_PERIOD = 100_000;

/**
 * The limits as the kernel takes them. Both memory values are always written, for a bare cgroup and BuildKit mean "unlimited" where
 * Docker means "twice the memory". Files: https://docs.kernel.org/admin-guide/cgroup-v2.html and …/cgroup-v1/memory.html
 */
export function cgroupValues(version: CgroupVersion, asked: LimitsAsked, countsSwap: boolean): CgroupValues {
	const { memory, memorySwap = "unlimited", cpus } = asked;
	const quota = cpus === undefined ? undefined : String(Math.max(1000, Math.round(cpus * CPU_PERIOD)));
	if (version === "1") {
		return {
			...(memory !== undefined && { "memory.limit_in_bytes": String(memory) }),
			...(memory !== undefined &&
				countsSwap && { "memory.memsw.limit_in_bytes": memorySwap === "unlimited" ? "-1" : String(memorySwap) }),
			...(quota !== undefined && { "cpu.cfs_quota_us": quota }),
		};
	}
	return {
		...(memory !== undefined && { "memory.max": String(memory) }),
		...(memory !== undefined &&
			countsSwap && { "memory.swap.max": memorySwap === "unlimited" ? "max" : String(memorySwap - memory) }),
		...(quota !== undefined && { "cpu.max": `${quota} ${CPU_PERIOD}` }),
	};
}

/** Where a value stands below the cgroup root; on v1 each controller has a hierarchy of its own. */
export function valueFile(version: CgroupVersion, cgroup: string, file: string): string {
	const controller = file.split(".")[0] ?? "";
	return `${version === "1" ? `/${controller}` : ""}${cgroup}/${file}`;
}

/** v1 says "no limit" as the largest number of whole pages; no machine has so much. */
const V1_UNLIMITED = 2 ** 62;

function ceiling(text: string | undefined): Ceiling | undefined {
	const value = text?.trim() ?? "";
	if (value === "max" || value === "-1") return "unlimited";
	if (!/^\d+$/.test(value)) return undefined;
	return Number(value) >= V1_UNLIMITED ? "unlimited" : Number(value);
}

/** What the files say, as memory and memory plus swap. Absent: the file is not there or not to be read. */
export function readValues(
	version: CgroupVersion,
	texts: Readonly<Record<string, string | undefined>>,
): Pick<HeldLimit, "memory" | "memorySwap" | "cpus"> {
	const memory = ceiling(texts[version === "2" ? "memory.max" : "memory.limit_in_bytes"]);
	const memorySwap =
		version === "1"
			? ceiling(texts["memory.memsw.limit_in_bytes"])
			: withSwap(memory, ceiling(texts["memory.swap.max"]));
	const cpus = version === "1" ? v1Cpus(texts) : v2Cpus(texts["cpu.max"]);
	return {
		...(memory !== undefined && { memory }),
		...(memorySwap !== undefined && { memorySwap }),
		...(cpus !== undefined && { cpus }),
	};
}

function withSwap(memory: Ceiling | undefined, swap: Ceiling | undefined): Ceiling | undefined {
	if (memory === undefined || swap === undefined) return undefined;
	return memory === "unlimited" || swap === "unlimited" ? "unlimited" : memory + swap;
}

function v1Cpus(texts: Readonly<Record<string, string | undefined>>): HeldLimit["cpus"] {
	const quota = Number(texts["cpu.cfs_quota_us"]?.trim() || Number.NaN);
	if (Number.isNaN(quota)) return undefined;
	const period = Number(texts["cpu.cfs_period_us"]?.trim() || CPU_PERIOD);
	return quota < 0 ? "unlimited" : quota / period;
}

function v2Cpus(text: string | undefined): HeldLimit["cpus"] {
	const [quota, period] = text?.trim().split(" ") ?? [];
	if (quota === undefined || quota === "") return undefined;
	return quota === "max" ? "unlimited" : Number(quota) / Number(period ?? CPU_PERIOD);
}

/**
 * What the user should know about limits that stood on a builder when its mark was taken over from a run that is dead; nothing where no
 * limit stood. Whether the user or the dead run has set them nothing can tell, so they are put back.
 */
export function printLeftOver({
	memory,
	memorySwap,
	cpus,
}: Pick<HeldLimit, "memory" | "memorySwap" | "cpus">): string | undefined {
	const limits = [
		...(typeof memory === "number" ? [`memory ${prettyBytes(memory, MEMORY_FORMAT)}`] : []),
		...(typeof memorySwap === "number" ? [`memory plus swap ${prettyBytes(memorySwap, MEMORY_FORMAT)}`] : []),
		...(typeof cpus === "number" ? [`cpus ${Number(cpus.toFixed(3))}`] : []),
	];
	if (limits.length === 0) return undefined;
	return `a run that died had limits on this builder, and these still stood there: ${limits.join(", ")}. They are put back when this run ends; restart the builder to clear them`;
}

/** A kernel keeps limits in whole pages, the largest of which is 64 KiB. */
const PAGE = 65_536;

/** In what the limit that was read back falls short of what was asked; empty when it holds. */
export function shortfall(asked: LimitsAsked, held: HeldLimit, countsSwap: boolean): readonly string[] {
	const found: string[] = [];
	const check = (name: string, want: Ceiling | undefined, have: Ceiling | undefined) => {
		if (want === undefined || have === want) return;
		const near = typeof want === "number" && typeof have === "number" && Math.abs(want - have) < PAGE;
		if (!near) found.push(`${name} is ${have ?? "not to be read"} where ${want} was written`);
	};
	check("memory", asked.memory, held.memory);
	if (countsSwap) check("memory plus swap", asked.memorySwap, held.memorySwap);
	if (asked.cpus !== undefined && (typeof held.cpus !== "number" || Math.abs(held.cpus - asked.cpus) > 0.011))
		found.push(`cpus is ${held.cpus ?? "not to be read"} where ${asked.cpus} was written`);
	return found;
}
