import { i as prettyBytes, n as SIZE_FORMAT, t as MEMORY_FORMAT } from "./bytes.js";
// src/report/format.ts
/** `6.42 GB`, `528 kB`: GB is 10⁹. */
function size(bytes) {
	return prettyBytes(bytes, SIZE_FORMAT);
}
/** `15.6 GiB`: memory as Docker counts it. */
function memory(bytes) {
	return prettyBytes(bytes, MEMORY_FORMAT);
}
/** `+350 MB`, `-2 kB`, `±0 B`. */
function delta(bytes) {
	if (bytes === 0) return "±0 B";
	return prettyBytes(bytes, {
		...SIZE_FORMAT,
		signed: true
	});
}
/** Milliseconds for people: `45 ms`, `0.8 s`, `12 s`, `20 min 26 s`, `2 h 5 min`. */
function duration(ms) {
	const safe = Math.max(0, ms);
	if (safe < 100) return `${Math.round(safe)} ms`;
	if (safe < 9950) return `${(safe / 1e3).toFixed(1)} s`;
	const seconds = Math.round(safe / 1e3);
	if (seconds < 60) return `${seconds} s`;
	if (seconds < 3600) return pair(Math.floor(seconds / 60), "min", seconds % 60, "s");
	const minutes = Math.round(seconds / 60);
	return pair(Math.floor(minutes / 60), "h", minutes % 60, "min");
}
function pair(big, bigUnit, small, smallUnit) {
	return small === 0 ? `${big} ${bigUnit}` : `${big} ${bigUnit} ${small} ${smallUnit}`;
}
/** `1 step`, `7 steps`, `5,000 packages`. */
function count(number, noun, plural = `${noun}s`) {
	return `${thousands(number)} ${number === 1 ? noun : plural}`;
}
/** `28,992`. */
function thousands(number) {
	return String(number).replace(/\B(?=(\d{3})+(?!\d))/g, ",");
}
export { size as a, memory as i, delta as n, thousands as o, duration as r, count as t };
