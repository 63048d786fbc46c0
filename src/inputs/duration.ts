import type { Problem } from "../model/errors.ts";

const UNITS: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1000 };
const DURATION = /^(?:(\d+(?:\.\d+)?)h)?\s*(?:(\d+(?:\.\d+)?)m)?\s*(?:(\d+(?:\.\d+)?)s)?$/;

/** Node's timers count in 31 bits; longer than this is no limit anyway. */
const LONGEST_MS = 24 * 24 * 3_600_000;

/** Reads `90m`, `1h30m` or `45s` as milliseconds; `0` is 0, no limit. */
export function readDuration(input: string, value: string): number | Problem {
	if (/^0[hms]?$/.test(value)) return 0;
	const match = DURATION.exec(value);
	const parts = match?.slice(1) ?? [];
	const ms = ["h", "m", "s"].reduce((sum, unit, index) => sum + Number(parts[index] ?? 0) * (UNITS[unit] ?? 0), 0);
	const problem = (message: string): Problem => {
		const number = /^\d+(\.\d+)?$/.test(value) ? value : "90";
		return { input, value, message, remedy: `write for example "${number}m" or "1h30m"` };
	};
	if (/^\d+(\.\d+)?$/.test(value)) return problem("is a number without a unit");
	if (!match || parts.every((part) => part === undefined)) return problem("is no duration");
	if (ms < 1000) return problem("is less than a second");
	return Math.min(Math.round(ms), LONGEST_MS);
}
