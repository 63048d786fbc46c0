import { publicMetadata } from "./build/metadata-env.ts";
import type { Report } from "./model/report.ts";
import type { World } from "./model/world.ts";
import { renderAnnotations } from "./report/annotations.ts";
import { compose } from "./report/compose.ts";
import { imageName } from "./report/image-name.ts";
import { renderJson } from "./report/json.ts";
import { maskTexts } from "./report/masked.ts";
import { OUTPUTS, renderOutputs } from "./report/outputs.ts";
import { pagesAddress } from "./report/pages.ts";
import { renderSummary } from "./report/summary.ts";
import { renderTerminal } from "./report/terminal.ts";
import type { RunRequest } from "./run-inputs.ts";
import { attempt, type Story } from "./run-story.ts";

/** GitHub takes 1 MiB of summary from a step and drops all of it beyond; a little room is left for others. */
const SUMMARY_BYTES = 900 * 1024;

/** Tells the world how the run went: log, annotations, summary, outputs, JSON. A part that fails does not stop the others. */
export async function publish(world: World, request: RunRequest, story: Story): Promise<number> {
	const told = composeStory(world, story);
	const report = maskTexts(told, world.log.mask);
	const { asked } = story;
	const written = await attempt(world, "the report's JSON", () =>
		world.files.write(request.reportFile, renderJson(report), 0o644),
	);
	const reportJson = written ? request.reportFile : "";
	await attempt(world, "the log", async () => tellLog(world, reportJson, report));
	if (asked?.logAnnotations !== false) {
		await attempt(world, "annotations", async () => {
			for (const annotation of renderAnnotations(report, asked)) world.log.annotate(annotation);
		});
	}
	if (asked?.summary !== false) await attempt(world, "the job summary", () => writeSummary(world, request, report));
	const outputs = renderOutputs(report, {
		metadata: world.log.mask(publicMetadata(story.metadata, world.env)),
		reportJson,
	});
	for (const name of OUTPUTS) await attempt(world, `output ${name}`, async () => world.setOutput(name, outputs[name]));
	return exitCode(told, request);
}

/** 0 green, 1 red; on a command line 2 when it was not understood, as people expect there. */
function exitCode({ conclusion, failure }: Report, { cli }: RunRequest): number {
	if (conclusion !== "fail") return 0;
	return cli && failure?.kind === "input" ? 2 : 1;
}

function composeStory(world: World, story: Story): Report {
	const { asked, host, plan, timeline, failure } = story;
	const { env } = world;
	const server = env["GITHUB_SERVER_URL"];
	const repository = env["GITHUB_REPOSITORY"];
	const sha = env["GITHUB_SHA"];
	const source = server &&
		repository &&
		sha && {
			source: { server, repository, sha, runUrl: `${server}/${repository}/actions/runs/${env["GITHUB_RUN_ID"] ?? ""}` },
		};
	const pages = pagesAddress(env);
	return compose({
		name: imageName(asked?.name ?? "", asked?.build.tags ?? [], asked?.build.context ?? ""),
		started: story.started,
		completed: world.now(),
		...(failure && { failure }),
		...(host && { host }),
		...(plan && { plan }),
		...(timeline && { timeline }),
		phases: story.phases,
		images: story.images,
		verdicts: story.verdicts,
		delivered: story.delivered,
		notes: story.notes,
		diagnoses: story.diagnoses,
		...(story.watch && { watch: story.watch }),
		...(story.limits && { limits: story.limits }),
		...(story.space && { space: story.space }),
		...(story.swap && { swap: story.swap }),
		...(pages !== undefined && { pages }),
		...source,
	});
}

function tellLog(world: World, reportPath: string, report: Report): void {
	world.log.close();
	world.log.status("");
	world.log.data(
		renderTerminal(report, { color: world.log.color, ...(reportPath !== "" && { reportPath }) })
			.trimEnd()
			.split("\n"),
	);
}

async function writeSummary(world: World, request: RunRequest, report: Report): Promise<void> {
	if (request.summaryFile !== undefined) {
		await world.files.write(request.summaryFile, renderSummary(report, { maxBytes: SUMMARY_BYTES }), 0o644);
	}
	const used = await world.summaryBytes();
	await world.appendSummary(renderSummary(report, { maxBytes: Math.max(0, SUMMARY_BYTES - used) }));
}
