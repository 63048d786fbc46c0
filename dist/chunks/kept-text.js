// src/model/kept-text.ts
/** Cuts a text at a number of characters, never inside a surrogate pair, and says that it was cut. */
function cut(text, max) {
	if (text.length <= max) return text;
	const end = /[\ud800-\udbff]/.test(text.charAt(max - 2)) ? max - 2 : max - 1;
	return `${text.slice(0, end)}…`;
}
/** It was cut: what is not in it may have been. */
function isCut(text) {
	return text.endsWith("…");
}
/** Copies of texts that were cut out of a large one: a cut keeps the whole of it in memory. */
function detach(texts) {
	return JSON.parse(JSON.stringify(texts));
}
const LONG_COMMAND = 2e3;
/** Letters of long commands that are kept whole, of one build or one image. */
const MOST_LETTERS = 2e5;
/**
* Keeps commands as they enter the model. A hundred layers may have been made by a hundred commands of any length: long ones are kept
* whole as long as they are few, since advice reads what they install, and cut after that.
*/
function createCommandKeeper() {
	let left = MOST_LETTERS;
	return (command) => {
		if (command.length <= LONG_COMMAND) return command;
		if (command.length > left) return detach([cut(command, LONG_COMMAND)])[0] ?? "";
		left -= command.length;
		return command;
	};
}
export { isCut as i, cut as n, detach as r, createCommandKeeper as t };
