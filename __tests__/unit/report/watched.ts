import type { HeldLimit, LimitsReport } from "../../../src/model/limits.ts";
import type { SpaceReport, SwapReport } from "../../../src/model/space.ts";
import type { DiskWatch, SeriesPoint, Watch } from "../../../src/model/watch.ts";
import { START } from "./runs.ts";

export const GIB = 2 ** 30;
const at = (seconds: number) => START + Math.round(seconds * 1000);

/** Points at equal distances from `from` to `to` seconds. */
export function series(from: number, to: number, values: readonly number[], unit: number): readonly SeriesPoint[] {
	const width = (to - from) / Math.max(1, values.length - 1);
	return values.map((value, index) => ({ at: at(from + index * width), value: Math.round(value * unit) }));
}

export const HELD: HeldLimit = {
	way: "engine-cgroup",
	where: "/sys/fs/cgroup/mlbuild",
	memory: 12 * GIB,
	memorySwap: 20 * GIB,
};

export const LIMITS: LimitsReport = {
	asked: { memory: 12 * GIB, memorySwap: 20 * GIB, swapGiven: true, policy: "require" },
	held: HELD,
	atEnd: HELD,
	maxParallelism: 1,
	problems: [],
	seenInside: 3,
	seenOutside: [],
};

/** Half of the swap was there already, and the build never came to need it. */
export const SWAP: SwapReport = {
	existing: 4 * GIB,
	wanted: 8 * GIB,
	made: 4 * GIB,
	path: "/mnt/.ml-image-build-1874-1700000000000.swap",
	peak: 1_310_720,
};

export const ENGINE_DISK: DiskWatch = {
	roles: ["engine data", "workspace"],
	path: "/var/lib/docker",
	total: 77_851_254_784,
	start: 51_002_433_536,
	end: 35_100_000_000,
	lowest: 33_400_120_000,
	lowestAt: at(612),
	lowestDuring: ["[main 4/5] RUN pip install -r requirements.txt"],
	series: series(9, 700, [51, 50.8, 50.1, 48, 45.5, 44.2, 43.8, 43.7, 40.2, 37.9, 33.4, 34.8, 35.1], 1e9),
};

export const TEMP_DISK: DiskWatch = {
	roles: ["temp"],
	path: "/mnt/tmp",
	total: 15_300_000_000,
	start: 14_100_000_000,
	end: 14_100_000_000,
	lowest: 14_090_000_000,
	lowestAt: at(300),
	lowestDuring: [],
	series: series(9, 700, [14.1, 14.09, 14.1], 1e9),
};

/** A build that stayed within its limits. Steps are keyed by vertex digest, which the samples make from the length of their names. */
export const WATCH: Watch = {
	memory: {
		scope: "steps",
		limit: 12 * GIB,
		swapLimit: 8 * GIB,
		peak: Math.round(7.4 * GIB),
		swapPeak: 0,
		oomKills: 0,
		series: series(9, 700, [0.1, 0.6, 1.4, 2.2, 3.1, 4.8, 7.4, 7.1, 2.2, 1.1, 0.9, 0.3], GIB),
		swapSeries: [],
	},
	machine: {
		memory: 16_757_342_208,
		swap: 8 * GIB,
		lowestAvailable: 6_100_000_000,
		oomKills: 0,
	},
	disks: [ENGINE_DISK, TEMP_DISK],
	steps: {
		[idOf("[main 3/5] RUN pip install torch==2.6.0")]: {
			peakMemory: Math.round(7.4 * GIB),
			peakSwap: 0,
			oomKills: 0,
			diskBytes: 5_912_000_000,
			shared: false,
		},
		[idOf("[main 4/5] RUN pip install -r requirements.txt")]: {
			peakMemory: Math.round(1.1 * GIB),
			diskBytes: 431_000_000,
			shared: false,
		},
	},
};

/** As `step` in runs.ts makes it. */
export function idOf(name: string): string {
	return `sha256:${name.length}`;
}

/** A private repository's runner with its small disk: two components had to go, a third was still being unlinked when the build began. */
export const SPACE: SpaceReport = {
	need: {
		bytes: 31_500_000_000,
		how: "base image of 3.1 GB compressed, about 7.4 GB unpacked, room for as much again, and 2 GB for the runner",
		from: "base-image",
	},
	disks: [
		{
			roles: ["engine data", "workspace", "temp"],
			path: "/var/lib/docker",
			device: "2049",
			free: 17_204_111_360,
			total: 77_851_254_784,
			needed: 31_500_000_000,
			after: 32_020_000_768,
		},
	],
	items: [
		{ component: "haskell", title: "Haskell", state: "freed", bytes: 6_120_004_608, files: 11_204, seconds: 1.1 },
		{ component: "swift", title: "Swift", state: "freed", bytes: 3_400_118_272, files: 9310, seconds: 0.8 },
		{ component: "dotnet", title: ".NET SDKs", state: "later", bytes: 5_301_229_056, files: 60_122, seconds: 7.4 },
		{
			component: "miniconda",
			title: "Miniconda",
			state: "failed",
			bytes: 0,
			files: 0,
			seconds: 0,
			why: "/usr/share/miniconda is a mount point",
		},
	],
	kept: [
		{
			component: "tool-cache-python",
			why: "an earlier step set Python up: /opt/hostedtoolcache/Python/3.12.4/x64 is on PATH",
		},
		{ component: "aws-cli", why: "the image is pushed to 1234.dkr.ecr.eu-central-1.amazonaws.com" },
	],
	freedBytes: 14_821_351_936,
	blockedMs: 2340,
	dangling: ["/usr/local/bin/swift", "/usr/local/bin/swiftc", "$SWIFT_PATH", "$DOTNET_ROOT"],
};
