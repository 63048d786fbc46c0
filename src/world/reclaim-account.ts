import { MOST_PROBLEMS, type Tally } from "./reclaim-unlink.ts";

/** What one item has freed so far. */
export interface Account {
	bytes: number;
	files: number;
	/** Jobs that are not done. */
	open: number;
	problems: string[];
	untold: number;
	readonly started: number;
}

export const newAccount = (started: number): Account => ({
	bytes: 0,
	files: 0,
	open: 0,
	problems: [],
	untold: 0,
	started,
});

/** The account's problems; what was left out is counted. */
export function tell({ problems, untold }: Pick<Account, "problems" | "untold">): readonly string[] {
	return untold > 0 ? [...problems, `and ${untold} more`] : problems;
}

/**
 * Adds up what threads have freed. A file with several names is freed with the last: it counts for the item of that one, and
 * not at all while a name is left outside. Threads can unlink two names at once, so that both have seen two; the names that
 * went are counted against the most that were ever seen.
 */
export function createBooks(): { add(device: number, account: Account, tally: Tally): void } {
	const names = new Map<string, { most: number; gone: number }>();
	return {
		add(device, account, tally) {
			account.bytes += tally.bytes;
			account.files += tally.files;
			const room = MOST_PROBLEMS - account.problems.length;
			account.problems.push(...tally.problems.slice(0, room));
			account.untold += tally.untold + Math.max(0, tally.problems.length - room);
			for (let at = 0; at < tally.links.length; at += 3) {
				const [inode = 0, links = 0, bytes = 0] = tally.links.slice(at, at + 3);
				const key = `${device}:${inode}`;
				const known = names.get(key) ?? { most: links, gone: 0 };
				known.gone += 1;
				known.most = Math.max(known.most, links);
				if (known.gone < known.most) names.set(key, known);
				else {
					names.delete(key);
					account.bytes += bytes;
				}
			}
		},
	};
}
