/**
 * The candidate that was most likely meant: the one that takes the fewest insertions, deletions, replacements and swaps of
 * neighbours, if those are at most a third of the longer word (and never more than three). Case does not count, and `_` is
 * read as `-`. Words of one or two characters are near to everything that is short: of them only the case may differ.
 */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
	const given = fold(word);
	let best: { readonly name: string; readonly distance: number } | undefined;
	for (const name of candidates) {
		const distance = editDistance(given, fold(name));
		const third = Math.floor(Math.max(given.length, name.length) / 3);
		const allowed = given.length < 3 ? 0 : Math.min(3, Math.max(1, third));
		if (distance <= allowed && (best === undefined || distance < best.distance)) best = { name, distance };
	}
	return best?.name;
}

function fold(word: string): string {
	return word.trim().toLowerCase().replaceAll("_", "-");
}

/** Insertions, deletions, replacements and swaps of neighbours that turn `a` into `b`, one row at a time. */
function editDistance(a: string, b: string): number {
	let before: readonly number[] = [];
	let above: readonly number[] = Array.from({ length: b.length + 1 }, (_, column) => column);
	for (let row = 1; row <= a.length; row++) {
		const current = [row];
		for (let column = 1; column <= b.length; column++) {
			const same = a[row - 1] === b[column - 1];
			const swapped = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
			current.push(
				Math.min(
					(above[column - 1] ?? 0) + (same ? 0 : 1),
					(above[column] ?? 0) + 1,
					(current[column - 1] ?? 0) + 1,
					swapped ? (before[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
				),
			);
		}
		[before, above] = [above, current];
	}
	return above[b.length] ?? 0;
}
