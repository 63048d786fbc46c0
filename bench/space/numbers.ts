/** Ascending; the share 0.99 of ten is the largest. */
export function quantile(all: readonly number[], share: number): number {
	return all.toSorted((a, b) => a - b)[Math.floor(all.length * share)] ?? Number.NaN;
}

/** Of an even number the mean of the two in the middle. */
export function median(all: readonly number[]): number {
	const sorted = all.toSorted((a, b) => a - b);
	const half = sorted.length / 2;
	const [low, high] = [sorted[Math.ceil(half) - 1], sorted[Math.floor(half)]];
	return low === undefined || high === undefined ? Number.NaN : (low + high) / 2;
}

/** The median of the pairs' ratios, and each: `1.82 (1.80, 1.82, 1.97)`. Pairs of which one was not measured are left out. */
export function ratios(all: readonly number[], base: readonly number[]): string {
	const each = all.map((one, round) => one / (base[round] ?? Number.NaN)).filter(Number.isFinite);
	if (each.length === 0) return "not measured";
	return `${median(each).toFixed(2)} (${each.map((ratio) => ratio.toFixed(2)).join(", ")})`;
}

export const print = (text: string) => process.stdout.write(`${text}\n`);

export const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
