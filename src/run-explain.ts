import type { UndeliveredError } from "./build/delivery.ts";
import { lastStamp, readKills } from "./build/kernel-log.ts";
import { endedSilently } from "./build/progress/failure.ts";
import { type Built, isElsewhere, type Session } from "./build/session.ts";
import { orAborted } from "./build/watch/or-aborted.ts";
import { isQuestion } from "./inputs/outputs.ts";
import type { Aftermath } from "./model/diagnosis.ts";
import type { SwapReport } from "./model/space.ts";
import type { BuildFailure } from "./model/timeline.ts";
import type { KernelKill, Watch } from "./model/watch.ts";
import type { World } from "./model/world.ts";
import { roomTried } from "./run-room.ts";
import type { Story } from "./run-story.ts";

/** Large, and needed only when the build is over. */
const loadDiagnoses = () => import("./judge/diagnoses/index.ts");

/** Puts what was seen of the build into the story: memory and disks, where the steps ran, and why it failed or what it survived. */
export async function explainBuild(story: Story, session: Session, built: Ending, began: LogMark): Promise<void> {
	const { seen } = built;
	if (!seen) return;
	story.watch = seen.watch;
	if (story.swap) story.swap = { ...story.swap, ...swapPeak(seen.watch) };
	story.notes.push(...seen.notes);
	if (story.limits) {
		const { seenInside, seenOutside } = seen;
		story.limits = { ...story.limits, seenInside, seenOutside };
	}
	const aftermath = await aftermathOf(story, session, built, began);
	const { diagnose, saidDiskFull } = await loadDiagnoses();
	story.diagnoses = diagnose(aftermath);
	story.saidDiskFull = saidDiskFull(aftermath);
	await tellPlaces(story, session, built);
}

/** The kernel's own highest value of the steps, or what was seen of the whole machine now and then: whichever is more. */
function swapPeak({ machine, memory }: Watch): Pick<SwapReport, "peak"> {
	const seen = [machine?.swapPeak, memory?.swapPeak].filter((bytes) => bytes !== undefined);
	return seen.length === 0 ? {} : { peak: Math.max(...seen) };
}

/** The delivery ended badly. False: nothing that was seen explains it, and the error says all. */
export async function explainDelivery(
	story: Story,
	session: Session,
	{ end, problems, message }: UndeliveredError,
	began: LogMark,
): Promise<boolean> {
	const aftermath = await aftermathOf(story, session, end, began);
	const { diagnose, saidDiskFull } = await loadDiagnoses();
	const found = diagnose(aftermath);
	story.saidDiskFull = saidDiskFull(aftermath);
	const cause = found.find(({ level }) => level === "failure");
	if (!cause) return false;
	story.diagnoses = [...found, ...story.diagnoses];
	await tellPlaces(story, session, end);
	const { step } = cause;
	story.failure = { kind: cause.id, message: `${cause.message} (${message})`, problems, ...(step && { step }) };
	return true;
}

/** Who took the space: asked only when it ran out, and before anything is cleaned up. */
async function tellPlaces(story: Story, session: Session, { timeline }: Ending): Promise<void> {
	const full = story.diagnoses.some(({ id, level }) => id === "disk-full" && level === "failure");
	if (!full || !story.watch || isElsewhere(session)) return;
	const { findPlaces } = await import("./build/places.ts");
	const { world, builder } = session;
	const [node] = builder && builder.driver !== "docker" ? builder.nodes : [];
	const workspace = world.env["GITHUB_WORKSPACE"];
	const asked = findPlaces(world, {
		since: timeline.started,
		...(node !== undefined && { stateVolume: `buildx_buildkit_${node}_state` }),
		folders: [
			{ kind: "temp", path: world.files.temp },
			...(workspace ? [{ kind: "workspace" as const, path: workspace }] : []),
		],
	});
	const places = await orAborted(asked, world.cancelled).catch(() => []);
	if (places.length > 0) story.watch = { ...story.watch, places };
}

/** How a call of buildx ended, and what was seen of it. */
type Ending = Pick<Built, "timeline" | "failure" | "seen">;

async function aftermathOf(story: Story, session: Session, built: Ending, began: LogMark): Promise<Aftermath> {
	const { asked, group, host, world } = session;
	const { seen } = built;
	const held = story.limits?.atEnd ?? story.limits?.held;
	const watch = seen?.watch ?? { disks: [], steps: {} };
	// On cgroup v1 a parent does not count the kills of its children, so the log is read when any kill was counted on the machine.
	const kernel =
		!isElsewhere(session) && (built.failure || (watch.machine?.oomKills ?? 0) > 0)
			? await kernelKills(world, await began)
			: undefined;
	return {
		timeline: built.timeline,
		watch,
		asked: asked.limits,
		cgroup: isElsewhere(session) ? engineCgroup(host) : host.cgroup.version,
		...(isElsewhere(session) && { elsewhere: true }),
		...(session.plan.driver.kind === "builder" && { shared: true }),
		cpus: host.cpus,
		room: roomTried(story, session),
		...(built.failure && { failure: built.failure }),
		...(held && { held }),
		...(group && !group.inside && { groups: [group.place.path, group.place.path.replace(/\/buildkit$/, "")] }),
		...(kernel && { kernel }),
		...(seen?.fate && { builder: seen.fate }),
		...(seen?.ended && { ended: seen.ended }),
		...(seen && { unfinished: seen.unfinished }),
	};
}

function engineCgroup({ engine }: Session["host"]): Aftermath["cgroup"] {
	return "missing" in engine ? "unknown" : engine.cgroupVersion;
}

async function kernelKills(world: World, began: number | undefined): Promise<readonly KernelKill[] | undefined> {
	const log = began === undefined ? undefined : await world.readKernelLog();
	return log === undefined || began === undefined ? undefined : readKills(log, began);
}

/** The last stamp in the kernel's log when a build began; nothing where the log cannot be read. */
type LogMark = Promise<number | undefined>;

/** Begins what the explanation needs: to load it, and to look how far the kernel's log is. The build need not wait: buildx takes longer to start. */
export async function beginExplanation(session: Session): LogMark {
	void loadDiagnoses();
	// Who has no sudo is not to be noted down for trying it in every build.
	if (isElsewhere(session) || session.host.sudo === "no") return undefined;
	const log = await session.world.readKernelLog();
	return log === undefined ? undefined : lastStamp(log);
}

/** The failed build in BuildKit's words; the report puts a diagnosis in front of them. */
export function buildFailed(build: BuildFailure, call: string): NonNullable<Story["failure"]> {
	const found = isQuestion(call) && build.run === undefined && endedSilently(build);
	const message = found ? `call: ${call} has findings: they are in the log` : build.message;
	return { kind: "build", message, problems: [], build, ...(build.step && { step: build.step }) };
}
