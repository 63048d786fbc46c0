import prettyBytes from "pretty-bytes";
import { type Bytes, SIZE_FORMAT } from "../model/bytes.ts";

/** `6.42 GB`: as sizes are printed everywhere. */
export function printSize(bytes: Bytes): string {
	return prettyBytes(bytes, SIZE_FORMAT);
}

/** How a size stands to its budget: `420 MB over (107 % of budget)`, or `95 % of budget`. */
export function compareWithBudget(bytes: Bytes, budget: Bytes): string {
	const percent = (bytes * 100) / budget;
	// Rounded down, so that only a budget that is used up reads 100 %.
	if (bytes <= budget) return `${Math.floor(percent)} % of budget`;
	const share = Math.round(percent) > 100 ? `${Math.round(percent)} %` : "just over 100 %";
	return `${printSize(bytes - budget)} over (${share} of budget)`;
}
