import type { MachineSample } from "../../model/watch.ts";
import type { World } from "../../model/world.ts";
import { defined, field, fullPressure } from "./counters.ts";

/** What the kernel says of the whole machine. */
export interface MachineTexts {
	readonly meminfo?: string | undefined;
	readonly vmstat?: string | undefined;
	readonly pressure?: string | undefined;
}

/** Pages are counted; they are of 4 KiB, or larger on some arm machines. */
const PAGE = 4096;

function swapTraffic(vmstat: string | undefined): number | undefined {
	const [come, gone] = [field(vmstat, "pswpin"), field(vmstat, "pswpout")];
	return come === undefined || gone === undefined ? undefined : (come + gone) * PAGE;
}

/** Reads `/proc/meminfo`, `/proc/vmstat` (`oom_kill` since Linux 4.13) and `/proc/pressure/memory`. */
export function parseMachine({ meminfo, vmstat, pressure }: MachineTexts): MachineSample {
	const line = (name: string) => {
		const kib = new RegExp(`^${name}:\\s+(\\d+) kB$`, "m").exec(meminfo ?? "")?.[1];
		return kib === undefined ? undefined : Number(kib) * 1024;
	};
	return defined<MachineSample>({
		memory: line("MemTotal"),
		swap: line("SwapTotal"),
		available: line("MemAvailable"),
		swapFree: line("SwapFree"),
		oomKills: field(vmstat, "oom_kill"),
		pressureUs: fullPressure(pressure),
		swapBytes: swapTraffic(vmstat),
	});
}

/** `all`: also what only its change over the build matters of, and what costs the kernel more. */
export async function readMachine({ files }: Pick<World, "files">, all: boolean): Promise<MachineSample> {
	const read = (path: string) => files.read(path).catch(() => undefined);
	const [meminfo, vmstat, pressure] = await Promise.all([
		read("/proc/meminfo"),
		all ? read("/proc/vmstat") : undefined,
		all ? read("/proc/pressure/memory") : undefined,
	]);
	return parseMachine({ meminfo, vmstat, pressure });
}
