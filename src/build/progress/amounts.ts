import prettyBytes from "pretty-bytes";
import { type Bytes, SIZE_FORMAT } from "../../model/bytes.ts";

/** `12.3 s`, `4 min 05 s`, `1 h 02 min`. */
export function formatTime(ms: number): string {
	const seconds = Math.max(0, ms) / 1000;
	if (seconds < 99.95) return `${seconds.toFixed(1)} s`;
	const whole = Math.round(seconds);
	const minutes = Math.floor(whole / 60);
	if (minutes < 60) return `${minutes} min ${pad(whole % 60)} s`;
	return `${Math.floor(minutes / 60)} h ${pad(minutes % 60)} min`;
}

/** `1.2 GB`. */
export function formatBytes(bytes: Bytes): string {
	return prettyBytes(bytes, SIZE_FORMAT);
}

/** `1.2 of 3.4 GB` when both have the same unit, else `900 MB of 3.4 GB`. */
export function formatPart(part: Bytes, whole: Bytes): string {
	const [number = "", unit = ""] = formatBytes(part).split(/\s/);
	const total = formatBytes(whole);
	return total.endsWith(` ${unit}`) || total.split(/\s/)[1] === unit
		? `${number} of ${total}`
		: `${number} ${unit} of ${total}`;
}

function pad(value: number): string {
	return String(value).padStart(2, "0");
}
