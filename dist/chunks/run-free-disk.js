import { n as surveyDisksOnly } from "./survey.js";
import { A as closeRoom, C as readBuildRequest, F as untouched, L as decideSpace, M as openRoom, N as placesInUse, P as spaceSteps, R as shortestDisk, S as unknownInputs, U as renderDataRoot, W as renderDisks, X as usableFolder, i as spaceParts, k as explain, n as openStory, t as attempt, w as createReader, x as printUnknown, z as spaceSentences } from "./run-story.js";
import { t as readFreeDisk } from "./free-disk2.js";
import { r as UserError } from "./errors.js";
import { a as sweep, d as logLine, m as prose, p as oneLine, r as openJournal, u as fence } from "./teardown.js";
import { a as size } from "./format.js";
import { s as swapTitle, t as swapSentences } from "./swap-text.js";
import { s as readLimits } from "./tag.js";
import { t as deficitOf } from "./disk-needs.js";
// src/report/room-summary.ts
/** The job summary: what is free now, what was removed for it, what stays. */
function renderRoomSummary(report) {
	const { space, swap, failure, notes } = report;
	const icon = failure ? "❌" : report.dryRun ? "📋" : "✅";
	const problems = failure?.problems ?? [];
	return `${[
		`## ${icon} Room on the disk: ${prose(headline(report), 300)}`,
		...isTold(report) ? [] : [prose(failure?.message ?? "", 600)],
		problems.map(({ input, message, remedy }) => `- ${prose(`${input ? `${input} ` : ""}${message}`, 600)}. **To fix:** ${prose(remedy, 600)}`).join("\n"),
		...report.dryRun && report.steps.length > 0 ? [fence(planLines(report.steps))] : [],
		...space && !report.dryRun && !(failure && space.items.length === 0) ? spaceParts(space) : [],
		...swap ? [swapSentences(swap).map((text) => `- ${prose(text, 600)}`).join("\n")] : [],
		notes.map((note) => `- ${prose(note, 600)}`).join("\n")
	].filter((part) => part !== "").join("\n\n")}\n`;
}
/** The end of the log. */
function renderRoomLog(report) {
	const { failure, swap, space, notes } = report;
	const mark = failure ? "✖" : report.dryRun ? "-" : "✔";
	const problems = (failure?.problems ?? []).flatMap(({ input, value, message, remedy }) => [`  ✖ ${input ? `${input}: ` : ""}${value === void 0 ? "" : `"${value}" `}${message}`, `      fix: ${remedy}`]);
	return [
		`${mark} Room on the disk: ${headline(report)}`,
		...isTold(report) ? problems : [`  ${failure?.message}`],
		...failure?.stack ? failure.stack.split("\n").slice(0, 20).map((line) => `  | ${line}`) : [],
		...space && space.items.length > 0 && failure?.kind !== "disk-full" ? spaceSentences(space).map((text) => `  ${text}`) : [],
		...swap ? swapSentences(swap).map((text) => `  ${text}`) : [],
		...notes.map((note) => `  note  ${note}`)
	].map((line) => logLine(line, 1e3));
}
/** The plan as numbered lines. */
function planLines(steps) {
	return steps.map(({ title }, index) => logLine(`${index + 1}. ${title}`, 600));
}
/** The headline or the problems say all that the failure does. */
function isTold(report) {
	const { failure } = report;
	return failure === void 0 || failure.problems.length > 0 || failure.message === headline(report);
}
/** Ends where the reasons begin: they stand below it. */
function firstPart(message) {
	return message.split(/[:;] /, 1)[0] ?? message;
}
function headline({ failure, dryRun, space, steps }) {
	if (failure?.kind === "internal") return "a bug in ml-image-build ended the run";
	if (failure) {
		const [first, ...more] = failure.problems;
		if (!first) return oneLine(failure.message, 200);
		return more.length > 0 ? `${more.length + 1} problems in the inputs` : `${first.input ?? ""} ${firstPart(first.message)}`.trim();
	}
	const disk = shortestDisk(space);
	if (!disk) return "not looked at";
	if (dryRun) return steps.length === 0 ? `${size(disk.free)} free, nothing would be removed` : "dry run, nothing was removed";
	const removed = (space?.items.length ?? 0) > 0 && disk.after > disk.free;
	return `${size(disk.after)} free${removed ? ` (${size(disk.free)} before)` : ""}`;
}
// src/report/room-outputs.ts
/** The outputs of the sub-action for disk space; empty where nothing was looked at. */
function roomOutputs({ space, swap }) {
	const disk = shortestDisk(space);
	return {
		"freed-bytes": space ? String(space.freedBytes) : "",
		"free-bytes": disk ? String(disk.after) : "",
		"lowest-free-bytes": disk ? String(Math.min(disk.free, disk.after)) : "",
		"swap-bytes": String(swap?.made ?? 0)
	};
}
// src/run-free-disk-publish.ts
/** Tells the world how the sub-action went: log, summary, outputs. A part that fails does not stop the others. Gives the exit code. */
async function publishRoom(world, { cli }, story, { asked, steps }) {
	const { notes, failure, space, swap } = story;
	const report = {
		dryRun: asked?.dryRun === true && failure === void 0,
		steps,
		notes,
		...failure && { failure },
		...space && { space },
		...swap && { swap }
	};
	world.log.close();
	world.log.data(renderRoomLog(report));
	if (asked?.summary !== false) await attempt(world, "the job summary", () => world.appendSummary(world.log.mask(renderRoomSummary(report))));
	for (const [name, value] of Object.entries(roomOutputs(report))) await attempt(world, `output ${name}`, async () => world.setOutput(name, value));
	if (!failure) return 0;
	return cli && failure.kind === "input" ? 2 : 1;
}
// src/run-free-disk-swap.ts
/** What a build would ask that says nothing. */
const NOTHING = {
	build: readBuildRequest(createReader(() => void 0), {
		cli: true,
		env: {}
	}),
	limits: readLimits(createReader(() => void 0)).limits,
	armed: []
};
/** Swap of the size that was asked for. `roomFirst`: before room is made. After that there is what there is. */
async function decideSwapHere(world, journals, { swap, space }, host, roomFirst) {
	if (typeof swap.swap === "string") return void 0;
	const { decideSwap } = await import("./run-swap2.js");
	const terms = {
		consent: space.allowSelfHosted,
		journals,
		freeAfter: space.minFree ?? 0,
		here: true
	};
	const mayGo = host.runner === "github-hosted" || space.allowSelfHosted && space.remove.length > 0;
	return decideSwap(world, {
		...NOTHING,
		swap
	}, host, {
		...terms,
		roomFirst: roomFirst && mayGo
	});
}
/** What the plan says of it. */
function swapSteps(plan) {
	const title = plan && swapTitle(plan);
	return title === void 0 ? [] : [{
		id: "swap",
		title,
		commands: []
	}];
}
/** Less swap than was asked for is a failure: it was asked for by its size. */
async function addSwap(world, story, journal, host, swap) {
	const { makeSwap } = await import("./run-swap2.js");
	await makeSwap(world, story, journal, {
		asked: NOTHING,
		host,
		plan: { ...swap && { swap } }
	});
	const { refused } = story.swap ?? {};
	if (refused === void 0) return;
	const remedy = swap?.short?.remedy ?? "ask for less, or leave swap out";
	throw new UserError("engine", [{
		input: "swap",
		message: `could not be made as asked: ${refused}`,
		remedy
	}]);
}
// src/run-free-disk.ts
/** Makes room, and swap, for later steps. What is to be undone is left to the post step. Gives the exit code. */
async function freeDisk(world, request) {
	const story = openStory(world);
	const told = { steps: [] };
	try {
		const reader = createReader(request.raw);
		const asked = readFreeDisk(reader, request.cli);
		told.asked = asked;
		story.notes.push(...unknownInputs(request.given, reader.asked()).map(printUnknown));
		const problems = [...request.problems, ...reader.problems()];
		if (problems.length > 0) throw new UserError("input", problems);
		await tell(world, request, story, asked, (steps) => {
			told.steps = steps;
		});
	} catch (error) {
		story.failure = explain(error);
	}
	return publishRoom(world, request, story, told);
}
async function tell(world, request, story, asked, onPlan) {
	const { host, decision, swap } = await decide(world, request, story, asked);
	const steps = [...spaceSteps(decision.plan), ...decision.plan.beyond ? [] : swapSteps(swap)];
	onPlan(steps);
	if (steps.length > 0) {
		world.log.open("Plan");
		world.log.data(planLines(steps));
		world.log.close();
	}
	if (asked.dryRun) {
		story.space = untouched(decision.plan);
		return;
	}
	for (const folder of request.journals) await sweep(world, folder);
	const owner = request.cli ? world.machine.process : world.machine.parent;
	const journal = openJournal(world, await usableFolder(world, request), owner);
	world.saveState("journal", journal.path);
	const { minFree } = asked.space;
	let room;
	try {
		room = await openRoom(world, story, journal, {
			run: story.id,
			decision,
			strict: minFree !== void 0,
			keep: placesInUse(world),
			journals: request.journals
		});
		if (swap) await addSwap(world, story, journal, host, swap.make !== void 0 && minFree === void 0 ? await decideSwapHere(world, request.journals, asked, host, false) : swap);
	} finally {
		await closeRoom(world, story, room, request.cli ? "wait" : "leave");
		await lookAgain(world, story, swap);
	}
}
/** The disks as the step leaves them: swap is made by now and needs no more room. */
async function lookAgain(world, story, planned) {
	const { space, swap } = story;
	if (!space) return;
	const made = (swap?.made ?? 0) > 0 ? planned?.make : void 0;
	const device = made && (await world.files.disk(made.folder))?.device;
	const disks = await Promise.all(space.disks.map(async (disk) => ({
		...disk,
		needed: disk.device === device ? disk.needed - (made?.bytes ?? 0) : disk.needed,
		after: (await world.files.free(disk.path))?.bytes ?? disk.after
	})));
	story.space = {
		...space,
		disks
	};
}
/** Room and swap together: swap takes disk. The engine is asked only when something has to go. */
async function decide(world, { journals }, story, asked) {
	const look = async (host) => {
		const swap = await decideSwapHere(world, journals, asked, host, true);
		return {
			host,
			decision: await decideSpace(world, {
				asked: {
					...NOTHING,
					space: asked.space
				},
				host,
				run: story.id,
				...swap?.make && { swap: {
					...swap.make,
					asked: swap.wanted
				} }
			}),
			...swap && { swap }
		};
	};
	const { host, dataRoot } = await surveyDisksOnly(world);
	const quick = await look(host);
	if (quick.decision.plan.disks.every((disk) => deficitOf(disk) === 0) || await isForbidden(world, asked.space, host)) {
		world.log.data([...renderDisks(host.disks), renderDataRoot("The engine was not asked", dataRoot)]);
		return quick;
	}
	const { survey } = await import("./survey2.js");
	const whole = await survey(world, { builder: "" });
	if ("missing" in whole.engine) {
		world.log.data([...renderDisks(host.disks), renderDataRoot("The engine does not answer", dataRoot)]);
		return look({
			...whole,
			disks: host.disks
		});
	}
	world.log.data(renderDisks(whole.disks));
	return look(whole);
}
/** Nothing may go here, whatever the engine would say. */
async function isForbidden(world, asked, host) {
	const [{ whyNothing }, { lookAtPlace }] = await Promise.all([import("./refusals.js"), import("./look2.js")]);
	return whyNothing({
		asked,
		host,
		place: await lookAtPlace(world)
	}) !== void 0;
}
export { freeDisk as t };
