import type { Report } from "../model/report.ts";
import { oneLine, prose, utf8Bytes } from "./escape.ts";
import { headline, headlineIcon, isDryRun } from "./headline.ts";
import { renderChecks } from "./summary/checks.ts";
import { renderDelivered } from "./summary/delivered.ts";
import { renderSurvived } from "./summary/diagnosis.ts";
import { renderFacts } from "./summary/facts-line.ts";
import { renderFailure } from "./summary/failure.ts";
import { renderFooter } from "./summary/footer.ts";
import { renderGantt } from "./summary/gantt.ts";
import { renderLayers } from "./summary/layers.ts";
import { renderMachine } from "./summary/machine.ts";
import { renderNotes } from "./summary/notes.ts";
import { renderPackages } from "./summary/packages.ts";
import { renderPies } from "./summary/pie.ts";
import { sayOf } from "./summary/say.ts";
import { renderSpace } from "./summary/space.ts";
import { renderSteps } from "./summary/steps.ts";
import { renderTakers } from "./summary/takers.ts";
import { renderWarnings } from "./summary/warnings.ts";
import { renderWatch } from "./summary/watch.ts";

interface SummaryOptions {
	/** UTF-8 bytes that may still be written to the step's summary file. */
	readonly maxBytes: number;
}

/** A part of the summary that is kept or dropped as a whole. `title` is its name in the sentence about what was dropped. */
interface Section {
	readonly title: string;
	readonly markdown: string;
}

/**
 * The job summary as GitHub Markdown: verdict first, failures before successes, every chart repeated in words or a table.
 * Longer than `maxBytes`, whole sections are left out from the bottom and named; texts are never cut for it.
 */
export function renderSummary(report: Report, options: SummaryOptions): string {
	const title = `## ${headlineIcon(report)} ${prose(oneLine(report.name, 100))}: ${sayOf(report)(headline(report), 300)}`;
	const sections = sectionsOf(report).filter((section) => section.markdown !== "");
	const footer = renderFooter(report);
	for (let kept = sections.length; kept >= 0; kept--) {
		const markdown = assemble(title, sections.slice(0, kept), sections.slice(kept), footer);
		if (utf8Bytes(markdown) <= options.maxBytes) return markdown;
	}
	const bare = `${title}\n`;
	return utf8Bytes(bare) <= options.maxBytes ? bare : "";
}

function sectionsOf(report: Report): readonly Section[] {
	return [
		{ title: "failure", markdown: renderFailure(report) },
		{ title: "who took the space", markdown: renderTakers(report) },
		{ title: "checks", markdown: renderChecks(report) },
		{ title: "what the build survived", markdown: renderSurvived(report) },
		{ title: "delivery", markdown: renderDelivered(report) },
		{ title: "facts", markdown: renderFacts(report) },
		{ title: "plan", markdown: isDryRun(report) ? renderMachine(report, true) : "" },
		{ title: "notes", markdown: renderNotes(report) },
		{ title: "time chart", markdown: renderGantt(report) },
		{ title: "room", markdown: renderSpace(report) },
		{ title: "memory and disk", markdown: renderWatch(report) },
		{ title: "size chart", markdown: renderPies(report) },
		{ title: "build steps", markdown: renderSteps(report) },
		{ title: "layers", markdown: renderLayers(report) },
		{ title: "packages", markdown: renderPackages(report) },
		{ title: "build warnings", markdown: renderWarnings(report) },
		{ title: "plan and machine", markdown: isDryRun(report) ? "" : renderMachine(report, false) },
	];
}

function assemble(title: string, kept: readonly Section[], dropped: readonly Section[], footer: string): string {
	const names = dropped.map((section) => section.title).join(", ");
	const notice =
		dropped.length === 0
			? []
			: [`_Left out to stay below the size limit of a summary: ${names}. The report JSON has everything._`];
	return `${[title, ...kept.map((section) => section.markdown), ...notice, footer].join("\n\n")}\n`;
}
