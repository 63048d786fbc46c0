import { t as readMemory } from "./memory-size.js";
import { n as COMPONENT_NAMES, t as COMPONENTS } from "./components.js";
// src/inputs/nearest.ts
/**
* The candidate that was most likely meant: the one that takes the fewest insertions, deletions, replacements and swaps of
* neighbours, if those are at most a third of the longer word (and never more than three). Case does not count, and `_` is
* read as `-`. Words of one or two characters are near to everything that is short: of them only the case may differ.
*/
function nearest(word, candidates) {
	const given = fold(word);
	let best;
	for (const name of candidates) {
		const distance = editDistance(given, fold(name));
		const third = Math.floor(Math.max(given.length, name.length) / 3);
		if (distance <= (given.length < 3 ? 0 : Math.min(3, Math.max(1, third))) && (best === void 0 || distance < best.distance)) best = {
			name,
			distance
		};
	}
	return best?.name;
}
function fold(word) {
	return word.trim().toLowerCase().replaceAll("_", "-");
}
/** Insertions, deletions, replacements and swaps of neighbours that turn `a` into `b`, one row at a time. */
function editDistance(a, b) {
	let before = [];
	let above = Array.from({ length: b.length + 1 }, (_, column) => column);
	for (let row = 1; row <= a.length; row++) {
		const current = [row];
		for (let column = 1; column <= b.length; column++) {
			const same = a[row - 1] === b[column - 1];
			const swapped = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
			current.push(Math.min((above[column - 1] ?? 0) + (same ? 0 : 1), (above[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1, swapped ? (before[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY));
		}
		[before, above] = [above, current];
	}
	return above[b.length] ?? 0;
}
// src/inputs/space.ts
/** Reads the inputs about room on the disk, with the switch that the whole action has. */
function readSpace(reader) {
	const freeDisk = reader.choice("free-disk", ["auto", "off"]);
	const room = readRoom(reader);
	if (freeDisk === "off") refuseBesideOff(reader, room);
	return {
		freeDisk,
		...room
	};
}
/** Reads what the sub-action takes too. */
function readRoom(reader) {
	const minFree = reader.bytes("min-free");
	const keep = readNames(reader, "keep");
	const remove = readNames(reader, "remove");
	for (const id of keep.filter((name) => remove.includes(name))) reader.problem({
		input: "keep",
		value: id,
		message: "stands in remove too",
		remedy: "name it in one of the two"
	});
	return {
		...minFree !== void 0 && { minFree },
		keep,
		remove,
		allowSelfHosted: reader.flag("allow-self-hosted")
	};
}
/** Names of components and groups, each once. What is none is refused: a typing error must not remove less or more than was meant. */
function readNames(reader, input) {
	const names = [...new Set(reader.list(input))];
	for (const name of names) {
		if (COMPONENT_NAMES.includes(name)) continue;
		const near = nearest(name, COMPONENT_NAMES) ?? partOf(name);
		const hint = near === void 0 ? "" : `did you mean "${near}"? `;
		reader.problem({
			input,
			value: name,
			message: name.includes("/") ? "is a path, and only components can be named" : "is no component that is known",
			remedy: `${hint}${hint === "" ? "the" : "The"} list is in docs/components.md`
		});
	}
	return names.filter((name) => COMPONENT_NAMES.includes(name));
}
/** What is written for a longer id (`aws`, `gcloud`), or for one of its paths. */
function partOf(name) {
	const word = name.toLowerCase().replaceAll("_", "-");
	if (word.length < 3) return void 0;
	if (word.startsWith("/")) {
		const holds = (path) => path.split("*")[0] === word || word.startsWith(`${path}/`) || path.startsWith(`${word}/`);
		return COMPONENTS.find(({ paths }) => paths.some(holds))?.id;
	}
	return COMPONENTS.find(({ id, title, links }) => id.split("-").includes(word) || title.toLowerCase().split(/\W+/).includes(word) || links.some((link) => link.endsWith(`/${word}`)))?.id;
}
function refuseBesideOff(reader, { minFree, remove }) {
	const refuse = (input, value) => reader.problem({
		input,
		value,
		message: "asks for room, and free-disk: off makes none",
		remedy: `leave out ${input}, or free-disk: off`
	});
	if (minFree !== void 0) refuse("min-free", reader.text("min-free"));
	if (remove.length > 0) refuse("remove", remove.join(", "));
}
// src/inputs/swap.ts
/** The kernel takes up to 200 since Linux 5.8 (https://docs.kernel.org/admin-guide/sysctl/vm.html#swappiness), 100 before that. */
const MOST_SWAPPINESS = 200;
/** Reads the inputs about swap. */
function readSwapAsked(reader) {
	const swap = readSwapSize(reader);
	const swappiness = readSwappiness(reader);
	return {
		swap,
		...swappiness !== void 0 && { swappiness }
	};
}
/** How much swap there should be. */
function readSwapSize(reader) {
	const value = reader.text("swap");
	if (value === "" || value === "auto") return "auto";
	if (value === "off") return "off";
	const bytes = /^0[a-z]*$/i.test(value) ? NOTHING : readMemory("swap", value);
	if (typeof bytes === "number") return bytes;
	reader.problem({
		...bytes,
		input: "swap",
		value,
		remedy: `${bytes.remedy}, or "auto" or "off"`
	});
	return "auto";
}
const NOTHING = {
	message: "is no swap at all, and swap that is there is never switched off",
	remedy: "write for example \"8g\""
};
function readSwappiness(reader) {
	const value = reader.text("swappiness");
	if (value === "") return void 0;
	const number = /^\d{1,3}$/.test(value) ? Number(value) : NaN;
	if (number <= MOST_SWAPPINESS) return number;
	reader.problem({
		input: "swappiness",
		value,
		message: "is no value of vm.swappiness",
		remedy: "write a whole number from 0 (swap last) to 200, or leave it empty"
	});
}
export { nearest as a, readSpace as i, readSwapSize as n, readRoom as r, readSwapAsked as t };
