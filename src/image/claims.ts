import type { Bytes } from "../model/bytes.ts";
import type { TextPiece } from "./found-files.ts";
import { createGroupNumbers, createNumbers, type GroupNumbers } from "./group-numbers.ts";
import { readRecord } from "./python-files.ts";

/** The groups of files that each `*.dist-info` folder's RECORD claims, by their numbers, and the bytes it says they have. */
export interface Claims {
	/** Tells the claims of that folder, each group once: none when it has no RECORD, or more is claimed than can be remembered. */
	each(info: string, tell: (group: number, bytes: Bytes) => void): void;
}

export interface ClaimsReader extends Claims {
	/** The RECORD of that folder. */
	read(info: string, piece: TextPiece): void;
}

/** A large image's RECORDs claim some ten thousand groups. */
const MOST_CLAIMS = 100_000;

/** Remembers all that is claimed or nothing, since what some do not claim would count for the others. */
export function createClaims(numbers: GroupNumbers): ClaimsReader {
	/** The claims of a folder stand one after another. */
	const folders = createGroupNumbers();
	const starts = createNumbers();
	const ends = createNumbers();
	const groups = createNumbers();
	const sums = createNumbers();
	/** The last claim of each group, plus one. */
	const latest = createNumbers();
	let count = 0;

	function claim(from: number, group: number, bytes: Bytes): void {
		const known = latest.at(group) - 1;
		if (known >= from) {
			sums.set(known, sums.at(known) + bytes);
			return;
		}
		groups.set(count, group);
		sums.set(count, bytes);
		latest.set(group, ++count);
	}

	return {
		read(info, { text, rest }) {
			const [site, name] = splitPath(info);
			const folder = folders.of(site, name);
			if (folder === undefined) return;
			if (!rest) starts.set(folder, count);
			readRecord(text, (files, bytes) => {
				const group = count > MOST_CLAIMS ? undefined : numbers.of(site, files);
				if (group !== undefined) claim(starts.at(folder), group, bytes);
			});
			ends.set(folder, count);
		},
		each(info, tell) {
			const folder = folders.of(...splitPath(info));
			if (folder === undefined || count > MOST_CLAIMS) return;
			for (let at = starts.at(folder); at < ends.at(folder); at++) tell(groups.at(at), sums.at(at));
		},
	};
}

function splitPath(path: string): [folder: string, name: string] {
	const cut = path.lastIndexOf("/");
	return cut < 0 ? ["", path] : [path.slice(0, cut), path.slice(cut + 1)];
}
