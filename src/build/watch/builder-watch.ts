import type { ContainerLife } from "../../model/host.ts";
import type { BuilderFate } from "../../model/watch.ts";
import type { World } from "../../model/world.ts";
import { inspect, lastDeath, lastLines, lifeBetween, ping, version } from "./builder-questions.ts";
import { type ContainerState, isLost, judgeContainer } from "./container-state.ts";
import type { BuilderTarget } from "./options.ts";

/** The engine did not answer in so many tries, one right after the other: it is gone. */
const TRIES = 3;
/** A socket here answers slowly on a machine that swaps, and a program such as ssh has to log in first. */
const PATIENCE_MS = 10_000;
/** One on the network that is silent is cut off: nothing else tells. With the tries it is given up 8 to 10 s after the fact. */
const NETWORK_PATIENCE_MS = 2500;
/** So long after its connection broke a container may still be told to run, and one that ended to be removed or started again. */
const DYING_MS: Readonly<Partial<Record<Answer["state"], number>>> = { running: 2000, exited: 750 };
const DYING_STEP_MS = 250;
/** Where each answer takes its time, by a program such as ssh, the last one counts then. */
const DYING_MOST_MS = 4000;

/** Looks after the builder, or the engine that builds. */
export interface BuilderWatch {
	/** Milliseconds from one look to the next: the command line costs more than the socket. */
	readonly everyMs: number;
	/** One look. */
	look(): Promise<Look>;
	/**
	 * Looks once more, and at what it printed last. Nothing: it cannot be asked. `dying`: its end is to be expected, and the engine may need a
	 * moment to notice.
	 */
	fate(dying: boolean): Promise<BuilderFate | undefined>;
}

/** `unsure`: no answer, this time. */
export type Look = { readonly state: "well" | "unsure" } | { readonly state: "lost"; readonly fate: BuilderFate };

/** `not-yet`: a container that nobody has seen running. */
type Answer =
	| BuilderFate
	| { readonly state: "no-answer"; readonly detail: string }
	| { readonly state: "not-yet"; readonly detail: string };

export function createBuilderWatch(
	world: Pick<World, "engine" | "run" | "log" | "monotonic">,
	target: BuilderTarget,
): BuilderWatch {
	const { engine, monotonic } = world;
	const timeoutMs = engine.direct && !engine.endpoint.startsWith("unix://") ? NETWORK_PATIENCE_MS : PATIENCE_MS;
	let first: ContainerLife | undefined = target.kind === "container" ? target.life : undefined;
	let latest: ContainerState | undefined;
	let misses = 0;

	const ask = (asked: Exclude<BuilderTarget, { kind: "none" }>): Promise<Answer> =>
		asked.kind === "container" ? askContainer(asked) : askEngine(asked.what, engine.direct);
	const askContainer = async ({ what, container }: Extract<BuilderTarget, { kind: "container" }>): Promise<Answer> => {
		const { missing, found, detail } = await inspect(world, container, timeoutMs);
		// buildx starts a builder that does not run when it needs it: only one that ran can be lost.
		if (missing) return first ? { state: "gone", what, detail } : { state: "not-yet", detail };
		if (!found) return { state: "no-answer", detail };
		if (!first && found.state !== "running" && found.state !== "paused")
			return { state: "not-yet", detail: "it does not run yet" };
		first ??= found;
		latest = found;
		return judgeContainer(what, first, found);
	};
	const askEngine = async (what: string, direct: boolean): Promise<Answer> => {
		const { ok, detail } = direct ? await ping(world, timeoutMs) : await version(world, timeoutMs);
		return ok ? { state: "running", what } : { state: "no-answer", detail };
	};
	return {
		everyMs: engine.direct ? 2000 : 10_000,
		async look() {
			if (target.kind === "none") return { state: "well" };
			for (;;) {
				const began = monotonic();
				const answer = await ask(target);
				if (answer.state === "not-yet") return { state: "unsure" };
				misses = answer.state === "no-answer" ? misses + 1 : 0;
				if (answer.state !== "no-answer") return isLost(answer) ? { state: "lost", fate: answer } : { state: "well" };
				if (misses >= TRIES)
					return { state: "lost", fate: { state: "unreachable", what: target.what, detail: answer.detail } };
				// One that refuses at once may just be starting; one that is silent has been waited for already.
				if (monotonic() - began < timeoutMs / 2) return { state: "unsure" };
			}
		},
		async fate(dying) {
			if (target.kind === "none") return undefined;
			let answer = await ask(target);
			const began = monotonic();
			const late = () => monotonic() - began >= DYING_MOST_MS;
			for (let waited = 0; dying && waited < (DYING_MS[answer.state] ?? 0) && !late(); ) {
				await new Promise((resolve) => setTimeout(resolve, DYING_STEP_MS));
				const before = answer.state;
				answer = await ask(target);
				waited = answer.state === before ? waited + DYING_STEP_MS : 0;
			}
			if (answer.state === "not-yet") return undefined;
			if (answer.state === "no-answer") return { state: "unreachable", what: target.what, detail: answer.detail };
			if (target.kind !== "container" || answer.state === "gone") return answer;
			const life = answer.state === "restarted" && first && latest ? lifeBetween(first, latest) : undefined;
			const [tail, death] = await Promise.all([
				lastLines(world, target.container, life?.until),
				life ? lastDeath(world, target.container, life) : {},
			]);
			return { ...answer, ...death, ...(tail.length > 0 && { tail }) };
		},
	};
}
