import type { Bytes } from "../../model/bytes.ts";
import type { StepGroup } from "../../model/watch.ts";

/** What the cgroup of one RUN step said as long as it lived. */
export interface GroupRecord {
	readonly id: string;
	/** Steps that it may be; one: it is that step's. None: nobody knows. */
	readonly owners: ReadonlySet<string>;
	readonly peak: Bytes | undefined;
	readonly swapPeak: Bytes | undefined;
	readonly kills: number;
}

interface Entry {
	readonly id: string;
	readonly born: number;
	owners: Set<string>;
	gone: number | undefined;
	peak: Bytes | undefined;
	swapPeak: Bytes | undefined;
	kills: number;
}

/** BuildKit's events may come that much later than what they tell of, milliseconds. */
const LAG_MS = 3000;
const SETTLE_MS = 2 * LAG_MS;

/** Finds out which step a cgroup is of: BuildKit gives it a random name. */
export interface Ownership {
	/** Takes a look in; gives the kills that the cgroups counted since the last one. `steps`: the RUN steps at that moment, by their ids. */
	take(at: number, groups: readonly StepGroup[], running: readonly string[], ended: readonly string[]): number;
	/** The step's cgroup is known and alive. */
	holds(step: string): boolean;
	/** Records that will not change any more, once; at the end of the build all of them. */
	settled(all: boolean): readonly GroupRecord[];
}

/**
 * A cgroup is one of the steps that run when it is first seen and have none yet. Where several fit, those are ruled out that end while it lives
 * on, that live on when it is gone, and that turn out to be another cgroup's.
 */
export function createOwnership(): Ownership {
	const entries = new Map<string, Entry>();
	const taken = new Set<string>();
	let begun = false;

	const narrow = (entry: Entry, keep: (step: string) => boolean): void => {
		const left = [...entry.owners].filter(keep);
		if (left.length > 0) entry.owners = new Set(left);
	};
	const tellApart = (): void => {
		for (let changed = true; changed; ) {
			changed = false;
			for (const { owners } of entries.values()) {
				const [only] = owners;
				if (owners.size !== 1 || only === undefined || taken.has(only)) continue;
				taken.add(only);
				changed = true;
				for (const other of entries.values()) if (other.owners.size > 1) narrow(other, (step) => step !== only);
			}
		}
	};
	return {
		take(at, groups, running, ended) {
			let kills = 0;
			const now = new Set(running);
			for (const group of groups) {
				const known = entries.get(group.id);
				if (!known && !group.populated) continue;
				// What is there before any step of ours is somebody else's.
				const entry = known ?? open(group.id, begun || running.length > 0 ? at : Number.NEGATIVE_INFINITY);
				entries.set(group.id, entry);
				kills += read(entry, group);
				entry.gone = group.populated ? undefined : (entry.gone ?? at);
				if (entry.owners.size > 0) narrow(entry, (step) => !group.populated || now.has(step));
				else if (at - entry.born <= LAG_MS)
					entry.owners = new Set([...running, ...(known ? [] : ended)].filter((step) => !taken.has(step)));
			}
			const seen = new Set(groups.map(({ id }) => id));
			for (const entry of entries.values()) {
				if (!seen.has(entry.id)) entry.gone ??= at;
				if (entry.gone !== undefined && at - entry.gone >= LAG_MS) narrow(entry, (step) => !now.has(step));
			}
			tellApart();
			begun = true;
			return kills;
		},
		holds: (step) =>
			[...entries.values()].some(({ owners, gone }) => gone === undefined && owners.size === 1 && owners.has(step)),
		settled(all) {
			const at = Math.max(0, ...[...entries.values()].map(({ gone, born }) => gone ?? born));
			const done = [...entries.values()].filter(({ gone }) => all || (gone !== undefined && at - gone >= SETTLE_MS));
			for (const { id } of done) entries.delete(id);
			return done;
		},
	};
}

function open(id: string, born: number): Entry {
	return { id, born, owners: new Set(), gone: undefined, peak: undefined, swapPeak: undefined, kills: 0 };
}

/** Takes the counters in; gives the kills that are new. */
function read(entry: Entry, { counters }: StepGroup): number {
	entry.peak = higher(entry.peak, counters.peak ?? counters.current);
	entry.swapPeak = higher(higher(entry.swapPeak, counters.swapPeak), counters.swap);
	const before = entry.kills;
	entry.kills = Math.max(before, counters.oomKills ?? 0);
	return entry.kills - before;
}

export function higher(a: number | undefined, b: number | undefined): number | undefined {
	return a === undefined ? b : b === undefined ? a : Math.max(a, b);
}
