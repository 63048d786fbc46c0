import type { Report } from "../model/report.ts";
import { block } from "./escape.ts";

/**
 * The report as JSON, indented, described by docs/report-v1.schema.json: the model as it is, its texts without ANSI codes and
 * control characters. Secrets were masked before.
 */
export function renderJson(report: Report): string {
	return `${JSON.stringify(report, (_, value: unknown) => (typeof value === "string" ? block(value) : value), "\t")}\n`;
}
