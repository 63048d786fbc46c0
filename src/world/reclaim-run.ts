import type { FreeTarget, ReclaimEvent, ReclaimItem, ReclaimOrder, ReclaimRequest } from "../model/reclaim.ts";
import { type Account, createBooks, newAccount, tell } from "./reclaim-account.ts";
import { freeBytes, settle } from "./reclaim-disks.ts";
import type { Guard } from "./reclaim-guard.ts";
import type { LaneEars, Lanes } from "./reclaim-lanes.ts";
import { createMover } from "./reclaim-trash.ts";

/** How often the disks are asked, milliseconds. */
const LOOK_MS = 100;

/** Others write meanwhile: so much of what was unlinked is waited for. */
const GIVEN_BACK = 0.95;

/** What a run needs besides the request; tests replace it. */
export interface ReclaimMeans {
	readonly lanes: (ears: LaneEars) => Lanes;
	readonly refuse: Guard;
	/** Free bytes; nothing when the path is not reachable. */
	readonly free?: (path: string) => number | undefined;
	/** Makes a disk give back what is unlinked, where it does so late by itself; `least`: what it is to have free then. Never rejects. */
	readonly settle?: (path: string, least?: number) => Promise<void>;
}

export interface ReclaimRun {
	readonly done: Promise<void>;
	order(order: ReclaimOrder): void;
	/** Nobody listens any more: nothing more is moved, and the run ends when what was moved is gone. */
	leave(): void;
}

/**
 * Moves item after item out of the way and unlinks it, until the disks have enough. The next item is moved only when the one before is
 * gone and that was not enough, and only for a disk that it gives room to, so that never more goes than was needed. What is left of the last one then goes in pace.
 */
export function startReclaim(
	request: ReclaimRequest,
	on: (event: ReclaimEvent) => void,
	means: ReclaimMeans,
): ReclaimRun {
	const free = means.free ?? freeBytes;
	const giveBack = means.settle ?? settle;
	const mover = createMover(request.run);
	const books = createBooks();
	const accounts: Account[] = [];
	const whole = newAccount(0);
	let targets = request.until;
	/** Indexes of the items that are where they were. */
	const waiting = [...request.items.keys()];
	let current: number | undefined;
	/** What was freed before the current one. */
	let before = 0;
	/** What each disk had free then. */
	let had: ReadonlyMap<string, number> = new Map();
	let satisfied = false;
	let closing = false;
	/** What was moved is gone, and that was said. */
	let told = true;
	let settling = false;
	let ended = false;
	let over: () => void = () => {};
	const done = new Promise<void>((resolve) => {
		over = resolve;
	});
	const freeNow = () => targets.map(({ path }) => free(path) ?? 0);

	/** A disk that cannot be asked gets nothing more: nobody could say when it is enough. */
	const holds = (target: FreeTarget) => {
		const bytes = free(target.path);
		if (bytes !== undefined) return bytes >= target.free;
		const problem = `the free bytes of ${target.path} cannot be read: nothing is removed for it`;
		if (!whole.problems.includes(problem)) whole.problems.push(problem);
		return true;
	};

	const lanes = means.lanes({
		cut: ({ item }) => {
			(accounts[item] as Account).open += 1;
		},
		done({ item, trash }, tally) {
			const account = accounts[item] as Account;
			books.add(trash.device, account, tally);
			account.open -= 1;
			if (account.open === 0) step();
		},
		broken(why) {
			whole.problems.push(`a thread of the removal ended: ${why}`);
			sayEnd();
			end();
		},
	});

	const shortDisks = () => targets.filter((target) => !holds(target)).map(({ path }) => path);

	/** The next item that gives room to one of these disks. */
	const takeNext = (short: readonly string[]) => {
		const at = waiting.findIndex((index) => {
			const { frees = short } = request.items[index] as ReclaimItem;
			return short.some((path) => frees.includes(path));
		});
		return at < 0 ? undefined : waiting.splice(at, 1)[0];
	};

	/** Moves an item; it may be that nothing of it can be. */
	const move = (index: number) => {
		const item = request.items[index] as ReclaimItem;
		const account = newAccount(performance.now());
		accounts[index] = account;
		const jobs = item.paths.flatMap((path) => {
			const why = means.refuse(path, request.keep);
			const moved = why === undefined ? mover.move(path) : { why };
			if ("trash" in moved) return [{ trash: moved.trash, name: moved.name, shown: path, item: index }];
			on({ kind: "skipped", item: item.id, path, why: moved.why });
			return [];
		});
		if (jobs.length > 0) {
			told = false;
			current = index;
			before = lanes.freed();
			had = new Map(targets.map(({ path }) => [path, free(path) ?? 0]));
			account.open = jobs.length;
			on({ kind: "moved", item: item.id });
		}
		for (const {
			trash: { fd, mount, device },
			...job
		} of jobs)
			lanes.start({ ...job, trash: { fd, mount, device } });
	};

	const closeCurrent = (index: number) => {
		const { bytes, files, started, ...rest } = accounts[index] as Account;
		const problems = tell(rest);
		whole.problems.push(...problems);
		const seconds = (performance.now() - started) / 1000;
		on({ kind: "freed", item: request.items[index]?.id ?? "", bytes, files, seconds, problems });
		current = undefined;
	};

	const sayEnd = () => {
		const left = mover.clear().map(({ path }) => path);
		const problems = [...whole.problems, ...left.map((path) => `${path} is not empty`)];
		on({ kind: "end", free: freeNow(), problems, left });
		lanes.trim();
		told = true;
	};

	const beSatisfied = () => {
		satisfied = true;
		lanes.setPaced(true);
		if (current !== undefined)
			on({ kind: "part", item: request.items[current]?.id ?? "", bytes: Math.max(0, lanes.freed() - before) });
		on({ kind: "enough", free: freeNow() });
	};

	/** A disk that is asked too early has less than it is about to have, and one item more would go for nothing. */
	const settleFirst = (freed: number) => {
		settling = true;
		const least = (path: string) => (had.get(path) ?? 0) + freed * GIVEN_BACK;
		void Promise.all(shortDisks().map((path) => giveBack(path, least(path)))).then(() => {
			settling = false;
			step();
		});
	};

	const step = () => {
		if (ended || settling) return;
		if (current !== undefined && accounts[current]?.open === 0) {
			const { bytes } = accounts[current] as Account;
			closeCurrent(current);
			if (!satisfied && !closing) return settleFirst(bytes);
		}
		while (!satisfied && !closing) {
			// One look decides: between two a disk may get what it lacks, and would then be neither enough nor in need.
			const short = shortDisks();
			if (short.length === 0) beSatisfied();
			const next = satisfied || current !== undefined ? undefined : takeNext(short);
			if (next === undefined) break;
			move(next);
			if (current !== undefined) break;
		}
		if (current !== undefined) return;
		if (!told || !satisfied || whole.problems.length > 0) sayEnd();
		if (closing || waiting.length === 0) end();
	};
	const timer = setInterval(() => {
		if (current !== undefined && !satisfied) step();
	}, LOOK_MS);
	const end = () => {
		ended = true;
		clearInterval(timer);
		void lanes.close().then(over);
	};
	queueMicrotask(step);

	return {
		done,
		order(order) {
			lanes.setPaced(false);
			if (order.order === "finish") closing = true;
			else {
				targets = order.until ?? targets;
				satisfied = false;
			}
			step();
		},
		leave() {
			closing = true;
			step();
		},
	};
}
