// src/model/command.ts
const PLAIN = /^[A-Za-z0-9_@%+=:,./-]+$/;
/** The command as text that can be pasted into a POSIX shell. */
function printCommand(argv) {
	return argv.map((word) => PLAIN.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`).join(" ");
}
export { printCommand as t };
