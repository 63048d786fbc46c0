import type { Bytes } from "../model/bytes.ts";
import { createNumberList } from "./number-list.ts";
import { createPathNumbers, type PathNumbers } from "./path-numbers.ts";
import { readRecord } from "./python-files.ts";

/** The groups of files that each `*.dist-info` folder's RECORD claims, by their numbers, and the bytes it says they have. */
export interface Claims {
	/** Tells the claims of that folder, each group once: none when it has no RECORD, or more is claimed than can be remembered. */
	each(info: string, tell: (group: number, bytes: Bytes) => void): void;
}

/** Text of a small file: its beginning, or what follows. */
export interface TextPiece {
	readonly text: string;
	/** Another piece of the same file came right before. */
	readonly rest: boolean;
}

export interface ClaimsReader extends Claims {
	/** The RECORD of that folder. */
	read(info: string, piece: TextPiece): void;
}

/** A large image's RECORDs claim some ten thousand groups. */
const MOST_CLAIMS = 100_000;

/** Remembers all that is claimed or nothing, since what some do not claim would count for the others. */
export function createClaims(groups: PathNumbers): ClaimsReader {
	/** The claims of a folder stand one after another. */
	const folders = createPathNumbers();
	const starts = createNumberList();
	const ends = createNumberList();
	const claimed = createNumberList();
	const sums = createNumberList();
	/** The last claim of each group, plus one. */
	const latest = createNumberList();
	let count = 0;

	function claim(from: number, group: number, bytes: Bytes): void {
		const known = latest.at(group) - 1;
		if (known >= from) {
			sums.set(known, sums.at(known) + bytes);
			return;
		}
		claimed.set(count, group);
		sums.set(count, bytes);
		latest.set(group, ++count);
	}

	return {
		read(info, { text, rest }) {
			const [site, name] = splitPath(info);
			const folder = folders.number(site, name);
			if (folder === undefined) return;
			if (!rest) starts.set(folder, count);
			readRecord(text, (files, bytes) => {
				const group = count > MOST_CLAIMS ? undefined : groups.number(site, files);
				if (group !== undefined) claim(starts.at(folder), group, bytes);
			});
			ends.set(folder, count);
		},
		each(info, tell) {
			const folder = folders.find(...splitPath(info));
			if (folder === undefined || count > MOST_CLAIMS || folders.isFull()) return;
			for (let at = starts.at(folder); at < ends.at(folder); at++) tell(claimed.at(at), sums.at(at));
		},
	};
}

function splitPath(path: string): [folder: string, name: string] {
	const cut = path.lastIndexOf("/");
	return cut < 0 ? ["", path] : [path.slice(0, cut), path.slice(cut + 1)];
}
