import { CsvError, parse } from "csv-parse/sync";
import type { ListOptions } from "./reader.ts";

/** The items of a list, or why it cannot be split (without its text: it may be a secret). */
export type SplitList = { readonly items: readonly string[] } | { readonly unclosed: true };

/**
 * Splits a list input as `docker/build-push-action` 7 does: the text is CSV, a record per line. A quoted field may hold
 * commas, newlines and, doubled, quotes. A quote inside of a field is plain text. An empty item is left out.
 * Source of the rules: `Util.getList` in docker/actions-toolkit 0.92 and its tests.
 */
export function splitList(text: string, options: ListOptions = {}): SplitList {
	const input = options.trim === false ? text : text.trim();
	if (input.trim() === "") return { items: [] };
	try {
		const records = readRecords(input, options.quote);
		const items = records.flatMap((record) => (options.ignoreComma ? [record.join(",")] : splitRecord(record)));
		const trimmed = options.trim === false ? items : items.map((item) => item.trim());
		return { items: trimmed.filter((item) => item.trim() !== "") };
	} catch (error) {
		if (error instanceof CsvError) return { unclosed: true };
		throw error;
	}
}

function readRecords(input: string, quote: false | undefined): readonly (readonly string[])[] {
	return parse(input, {
		columns: false,
		relax_quotes: true,
		relax_column_count: true,
		skip_empty_lines: true,
		...(quote === false && { quote: false }),
	});
}

/** A line that is one quoted field is split at its commas all the same; in a line of several fields quotes protect them. */
function splitRecord(record: readonly string[]): readonly string[] {
	const [only] = record;
	return record.length === 1 && only !== undefined ? only.split(",") : record;
}
