import prettyBytes from "pretty-bytes";
import { type Bytes, MEMORY_FORMAT } from "../model/bytes.ts";
import type { Ceiling } from "../model/limits.ts";

export const GIB = 2 ** 30;
const MIB = 2 ** 20;

/** `15.6 GiB`: as memory is printed everywhere. */
export function printMemory(bytes: Bytes): string {
	return prettyBytes(bytes, MEMORY_FORMAT);
}

/** `12.0 of 12 GiB`, `200 of 200 MiB`; without a limit `12 GiB`. */
export function printUse(used: Bytes, limit: Ceiling | undefined): string {
	if (typeof limit !== "number" || limit === 0) return printMemory(used);
	const [unit, name, digits] = limit >= GIB ? ([GIB, "GiB", 1] as const) : ([MIB, "MiB", 0] as const);
	return `${(used / unit).toFixed(digits)} of ${Number((limit / unit).toFixed(1))} ${name}`;
}

/** As the memory inputs take it, in whole MiB and never more than `bytes`: `12g`, `1536m`. */
export function inputMemory(bytes: Bytes): string {
	return bytes % GIB === 0 ? `${bytes / GIB}g` : `${Math.floor(bytes / MIB)}m`;
}

/** The same for people, so that what they make of it is no less: `12 GiB`, `1536 MiB`. */
export function printExact(bytes: Bytes): string {
	return bytes % GIB === 0 ? `${bytes / GIB} GiB` : `${Math.floor(bytes / MIB)} MiB`;
}

/** Whole GiB, of less 64 MiB, of very little MiB: numbers that people write. */
export function roundMemory(bytes: Bytes, round: (ratio: number) => number): Bytes {
	const unit = bytes >= 2 * GIB ? GIB : bytes >= 512 * MIB ? 64 * MIB : MIB;
	return Math.max(0, round(bytes / unit) * unit);
}
