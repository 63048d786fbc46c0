import fs from "node:fs";
import type { ReclaimFinish, ReclaimFinished } from "../model/reclaim.ts";
import { fromText, toText } from "./byte-paths.ts";
import { createBooks, newAccount, tell } from "./reclaim-account.ts";
import { closeAll, openAsFar } from "./reclaim-folders.ts";
import type { LaneEars, Lanes } from "./reclaim-lanes.ts";
import { codeOf, openTrash, removeTrash, type Trash } from "./reclaim-trash.ts";

/** Times that a trash is looked through: a removal that still ends itself may add to it. */
const ROUNDS = 3;

/**
 * Unlinks what is in the trash of a run, at full speed. A removal of that run that is still at it loses nothing by that: both unlink,
 * what one finds gone the other has unlinked.
 */
export async function finishTrash(
	{ finish: run, near }: ReclaimFinish,
	lanes: (ears: LaneEars) => Lanes,
): Promise<ReclaimFinished> {
	const account = newAccount(0);
	const books = createBooks();
	const problems: string[] = [];
	// One that cannot be emptied, or is not ours, holds up none of the others.
	for (const trash of findTrashes(run, near, problems)) {
		try {
			let left = !removeTrash(trash);
			for (let round = 0; left && round < ROUNDS; round += 1) {
				account.problems = [];
				await empty(trash, lanes, account, books);
				left = !removeTrash(trash);
			}
			if (left) problems.push(`${trash.path} is not empty`);
		} catch (error) {
			account.problems.push((error as Error).message);
		}
		problems.push(...tell(account));
		account.problems = [];
		account.untold = 0;
	}
	const { bytes, files } = account;
	return problems.length === 0 ? { ok: true, bytes, files } : { ok: false, why: problems.join("; ") };
}

function findTrashes(run: string, near: readonly string[], problems: string[]): readonly Trash[] {
	const found = new Map<string, Trash | undefined>();
	for (const path of near) {
		const names = fromText(path).slice(1).split("/").slice(0, -1);
		const chain = openAsFar(names);
		try {
			for (const [level, { fd }] of chain.entries()) {
				const { dev, ino } = fs.fstatSync(fd);
				const key = `${dev}:${ino}`;
				if (!found.has(key))
					found.set(
						key,
						tryOpen(() => openTrash(fd, run, names.slice(0, level)), problems),
					);
			}
		} finally {
			closeAll(chain);
		}
	}
	return [...found.values()].filter((trash) => trash !== undefined);
}

function tryOpen(open: () => Trash, problems: string[]): Trash | undefined {
	try {
		return open();
	} catch (error) {
		if (codeOf(error) !== "ENOENT") problems.push((error as Error).message);
		return undefined;
	}
}

function empty(
	trash: Trash,
	lanes: (ears: LaneEars) => Lanes,
	account: ReturnType<typeof newAccount>,
	books: ReturnType<typeof createBooks>,
): Promise<void> {
	const names = fs.readdirSync(`/proc/self/fd/${trash.fd}`, "latin1");
	const { fd, mount, device, path } = trash;
	return new Promise((resolve, reject) => {
		const all = lanes({
			cut: () => {
				account.open += 1;
			},
			done(_job, tally) {
				books.add(device, account, tally);
				account.open -= 1;
				if (account.open === 0) void all.close().then(resolve);
			},
			broken: (why) => void all.close().then(() => reject(new Error(why))),
		});
		account.open = names.length;
		if (names.length === 0) void all.close().then(resolve);
		for (const name of names)
			all.start({ trash: { fd, mount, device }, name, shown: `${path}/${toText(name)}`, item: 0 });
	});
}
