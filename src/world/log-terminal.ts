import { styleText } from "node:util";
import type { Log } from "../model/world.ts";
import { createMask } from "./mask.ts";

/** Where a terminal log goes to: standard output or a recorder. */
export interface Terminal {
	write(text: string): void;
	/** Colours and the status line only on a terminal. */
	readonly tty: boolean;
	readonly columns: number;
}

/** The log of the command line. Results belong to standard output, so everything here should go to standard error. */
export function createTerminalLog(terminal: Terminal): Log {
	const mask = createMask();
	let status = "";
	const paint = (format: Parameters<typeof styleText>[0], text: string) =>
		terminal.tty ? styleText(format, text, { validateStream: false }) : text;
	const clear = () => (status === "" ? "" : "\r\u001b[2K");
	const print = (text: string) => terminal.write(`${clear()}${text}\n${status}`);
	return {
		color: terminal.tty,
		info: (text) => print(mask.apply(text)),
		data: (lines) => print(mask.apply(lines.map((line) => `  ${line}`).join("\n"))),
		open: (title) => print(paint("bold", mask.apply(title))),
		close() {},
		warning: (text) => print(`${paint("yellow", "warning:")} ${mask.apply(text)}`),
		error: (text) => print(`${paint("red", "error:")} ${mask.apply(text)}`),
		// A terminal has no lines of code beside which to show them, and the report has told it all.
		annotate() {},
		status(text) {
			if (!terminal.tty) return;
			const line = mask.apply(text).slice(0, Math.max(0, terminal.columns - 1));
			terminal.write(`${clear()}${line}`);
			status = line;
		},
		secret: mask.add,
		mask: mask.apply,
	};
}
