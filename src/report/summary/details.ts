import { row } from "../escape.ts";
import { thousands } from "../format.ts";

/** Rows of a table in the summary. */
export const MAX_ROWS = 50;

/** A folded block. `title` is HTML: only texts of ours and escaped ones. */
export function details(title: string, body: readonly string[], open = false): string {
	return [`<details${open ? " open" : ""}><summary>${title}</summary>`, "", ...body, "", "</details>"].join("\n");
}

/** A column: its heading and where its values stand. */
interface Column {
	readonly title: string;
	readonly align?: "right" | "center";
}

/** A table of ready Markdown cells, at most {@link MAX_ROWS} rows; `more` says in words what is missing. Numbers do not wrap. */
export function table(
	columns: readonly Column[],
	rows: readonly (readonly string[])[],
	more?: (hidden: number) => string,
): readonly string[] {
	const rule = columns.map(({ align }) => (align === "right" ? "--:" : align === "center" ? ":-:" : "---"));
	const hidden = rows.length - MAX_ROWS;
	const rest = hidden > 0 ? ["", more?.(hidden) ?? `… and ${thousands(hidden)} more`] : [];
	const unbroken = (cells: readonly string[]) =>
		cells.map((text, index) => (columns[index]?.align === "right" ? text.replaceAll(" ", "\u00a0") : text));
	return [
		row(columns.map(({ title }) => title)),
		row(rule),
		...rows.slice(0, MAX_ROWS).map((cells) => row(unbroken(cells))),
		...rest,
	];
}

/** Text for HTML that Markdown does not touch, such as a `<summary>`. */
export function html(text: string): string {
	return text.replace(/[^\w ./()+-]/g, (character) => `&#${character.codePointAt(0)};`);
}
