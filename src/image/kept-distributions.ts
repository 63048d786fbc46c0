import { type FoundDistribution, listedOrder } from "./distributions.ts";
import { type CoreMetadata, normaliseName } from "./python-files.ts";

/** A distribution that requires torch itself, without an extra. */
export interface TorchRequirer {
	readonly name: string;
	readonly version: string;
	readonly requirement: string;
	/** Relative to the image's root. */
	readonly site: string;
}

/** What was kept, and how many were seen that were not. */
export interface Kept {
	readonly distributions: readonly FoundDistribution[];
	readonly distributionsLeftOut: number;
	readonly requirers: readonly TorchRequirer[];
	readonly requirersLeftOut: number;
}

/** A visible METADATA with its place. */
type Read = Omit<FoundDistribution, "requires" | "requiresLeftOut"> & CoreMetadata;

export interface KeptDistributions {
	add(one: Read): void;
	/** Without those in a stored folder. To be asked when all files were seen. */
	collect(isStored: (one: { readonly site: string }) => boolean): Kept;
}

/** An ordinary image has a few hundred. An image may carry any number, and a run must do with little memory. */
const MOST_DISTRIBUTIONS = 1000;
/** What assertions ask for may have as many places again. */
const ASKED_FOR = /^(?:torch|nvidia-.*)$/;
/** Letters of all Requires-Dist lines together; only the report has them. */
const MOST_LETTERS = 500_000;
/** What a line costs in the report besides. */
const LINE = 20;
const MOST_REQUIRERS = 500;
/** Folders in which is counted what was left out; what is left out elsewhere is taken for installed. */
const MOST_FOLDERS = 1000;
const OTHERS = "";

export function createKeptDistributions(): KeptDistributions {
	const distributions: FoundDistribution[] = [];
	const requirers: TorchRequirer[] = [];
	/** How many were not kept in each folder. */
	const left = new Map<string, { distributions: number; requirers: number }>();
	let letters = 0;

	function leftIn(site: string): { distributions: number; requirers: number } {
		const folder = left.size < MOST_FOLDERS || left.has(site) ? site : OTHERS;
		const counts = left.get(folder) ?? { distributions: 0, requirers: 0 };
		left.set(folder, counts);
		return counts;
	}

	function addRequirers({ name, version, site, torch, torchLeftOut }: Read): void {
		const room = torch.slice(0, MOST_REQUIRERS - requirers.length);
		requirers.push(...room.map((requirement) => ({ name, version, requirement, site })));
		const more = torch.length - room.length + torchLeftOut;
		if (more > 0) leftIn(site).requirers += more;
	}

	function addDistribution({ torch: _, torchLeftOut: __, requires, requiresLeftOut, ...one }: Read): void {
		const most = ASKED_FOR.test(normaliseName(one.name)) ? 2 * MOST_DISTRIBUTIONS : MOST_DISTRIBUTIONS;
		if (distributions.length >= most) {
			leftIn(one.site).distributions++;
			return;
		}
		const long = letters + requires.reduce((sum, line) => sum + line.length + LINE, 0);
		if (long <= MOST_LETTERS) letters = long;
		const all = { kept: requires, leftOut: requiresLeftOut };
		const { kept, leftOut } = long <= MOST_LETTERS ? all : { kept: [], leftOut: requiresLeftOut + requires.length };
		distributions.push({ ...one, requires: kept, requiresLeftOut: leftOut });
	}

	return {
		add(one) {
			addRequirers(one);
			addDistribution(one);
		},
		collect(isStored) {
			const installed = [...left].filter(([site]) => !isStored({ site })).map(([, counts]) => counts);
			return {
				distributions: distributions.filter((one) => !isStored(one)),
				distributionsLeftOut: installed.reduce((sum, counts) => sum + counts.distributions, 0),
				requirers: requirers.filter((one) => !isStored(one)).sort(listedOrder),
				requirersLeftOut: installed.reduce((sum, counts) => sum + counts.requirers, 0),
			};
		},
	};
}
