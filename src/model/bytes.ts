/** A number of bytes: a whole number, never negative. */
export type Bytes = number;

const POWERS: Readonly<Record<string, number>> = {
	b: 1,
	kb: 1e3,
	mb: 1e6,
	gb: 1e9,
	tb: 1e12,
	kib: 2 ** 10,
	mib: 2 ** 20,
	gib: 2 ** 30,
	tib: 2 ** 40,
};

const SIZE = /^(\d+(?:\.\d+)?)\s*([a-z]+)$/i;

/**
 * Reads a size such as `9.5GB` (10⁹) or `9GiB` (2³⁰), case-insensitively, with an optional space.
 * Returns whole bytes, or nothing when the text is not a size: bare numbers, `10 GBB`, bits (`Gb` written in just that
 * case), negatives and thousands separators are refused, because each of them has been read two ways by some tool.
 */
export function parseSize(text: string): Bytes | undefined {
	const match = SIZE.exec(text.trim());
	if (!match) return undefined;
	const [, digits = "", unit = ""] = match;
	if (/^[KMGT]i?b$/.test(unit)) return undefined;
	const power = POWERS[unit.toLowerCase()];
	if (power === undefined) return undefined;
	const bytes = Math.round(Number(digits) * power);
	return Number.isSafeInteger(bytes) ? bytes : undefined;
}

/** How sizes are printed everywhere (options of `pretty-bytes`): GB is 10⁹, at most two decimals. */
export const SIZE_FORMAT = { maximumFractionDigits: 2, space: true } as const;

/** How memory is printed everywhere (options of `pretty-bytes`): GiB is 2³⁰, as Docker counts memory. */
export const MEMORY_FORMAT = { binary: true, maximumFractionDigits: 1, space: true } as const;
