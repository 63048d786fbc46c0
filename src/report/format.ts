import prettyBytes from "pretty-bytes";
import { type Bytes, MEMORY_FORMAT, SIZE_FORMAT } from "../model/bytes.ts";

/** `6.42 GB`, `528 kB`: GB is 10⁹. */
export function size(bytes: Bytes): string {
	return prettyBytes(bytes, SIZE_FORMAT);
}

/** `15.6 GiB`: memory as Docker counts it. */
export function memory(bytes: Bytes): string {
	return prettyBytes(bytes, MEMORY_FORMAT);
}

/** `+350 MB`, `-2 kB`, `±0 B`. */
export function delta(bytes: number): string {
	if (bytes === 0) return "±0 B";
	return prettyBytes(bytes, { ...SIZE_FORMAT, signed: true });
}

/** Milliseconds for people: `45 ms`, `0.8 s`, `12 s`, `20 min 26 s`, `2 h 5 min`. */
export function duration(ms: number): string {
	const safe = Math.max(0, ms);
	if (safe < 100) return `${Math.round(safe)} ms`;
	if (safe < 9950) return `${(safe / 1000).toFixed(1)} s`;
	const seconds = Math.round(safe / 1000);
	if (seconds < 60) return `${seconds} s`;
	if (seconds < 3600) return pair(Math.floor(seconds / 60), "min", seconds % 60, "s");
	const minutes = Math.round(seconds / 60);
	return pair(Math.floor(minutes / 60), "h", minutes % 60, "min");
}

function pair(big: number, bigUnit: string, small: number, smallUnit: string): string {
	return small === 0 ? `${big} ${bigUnit}` : `${big} ${bigUnit} ${small} ${smallUnit}`;
}

/** `1 step`, `7 steps`, `5,000 packages`. */
export function count(number: number, noun: string, plural = `${noun}s`): string {
	return `${thousands(number)} ${number === 1 ? noun : plural}`;
}

/** `28,992`. */
export function thousands(number: number): string {
	return String(number).replace(/\B(?=(\d{3})+(?!\d))/g, ",");
}
