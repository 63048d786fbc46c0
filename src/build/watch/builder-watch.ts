import type { BuilderFate } from "../../model/watch.ts";
import type { World } from "../../model/world.ts";
import { cleanLine, cut } from "../progress/clean.ts";
import {
	type ContainerState,
	isLost,
	judgeContainer,
	readContainer,
	readDeath,
	readLogFrames,
} from "./container-state.ts";
import type { BuilderTarget } from "./options.ts";

/** The engine did not answer in so many tries, one right after the other: it is gone. */
const TRIES = 3;
/** A socket here answers slowly on a machine that swaps; one on the network that is silent is cut off. */
const SOCKET_PATIENCE_MS = 10_000;
const NETWORK_PATIENCE_MS = 2500;
/** So long after its connection broke a container may still be told to run, and one that ended to be removed or started again. */
const DYING_MS: Readonly<Partial<Record<Answer["state"], number>>> = { running: 2000, exited: 750 };
const DYING_STEP_MS = 250;
const LOG_LINES = 20;
const LOG_BYTES = 256 * 1024;
const LOG_MS = 3000;

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
	world: Pick<World, "engine" | "run" | "log" | "now">,
	target: BuilderTarget,
): BuilderWatch {
	const { engine } = world;
	const timeoutMs = engine.endpoint.startsWith("unix://") ? SOCKET_PATIENCE_MS : NETWORK_PATIENCE_MS;
	let first: ContainerState | undefined;
	let misses = 0;

	const ask = (asked: Exclude<BuilderTarget, { kind: "none" }>): Promise<Answer> =>
		asked.kind === "container" ? askContainer(asked) : askEngine(asked.what, engine.direct);
	const askContainer = async ({ what, container }: Extract<BuilderTarget, { kind: "container" }>): Promise<Answer> => {
		const { missing, found, detail } = await inspect(world, container, timeoutMs);
		// buildx starts a builder that does not run when it needs it: only one that ran can be lost.
		if (missing) return first ? { state: "gone", what, detail } : { state: "not-yet", detail };
		if (!found) return { state: "no-answer", detail };
		if (!first && found.state === "exited") return { state: "not-yet", detail: "it does not run yet" };
		first ??= found;
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
			const answer = await ask(target);
			if (answer.state === "not-yet") return { state: "unsure" };
			misses = answer.state === "no-answer" ? misses + 1 : 0;
			if (answer.state !== "no-answer") return isLost(answer) ? { state: "lost", fate: answer } : { state: "well" };
			if (misses < TRIES) return { state: "unsure" };
			return { state: "lost", fate: { state: "unreachable", what: target.what, detail: answer.detail } };
		},
		async fate(dying) {
			if (target.kind === "none") return undefined;
			let answer = await ask(target);
			for (let waited = 0; dying && waited < (DYING_MS[answer.state] ?? 0); waited += DYING_STEP_MS) {
				await new Promise((resolve) => setTimeout(resolve, DYING_STEP_MS));
				answer = await ask(target);
			}
			if (answer.state === "not-yet") return undefined;
			if (answer.state === "no-answer") return { state: "unreachable", what: target.what, detail: answer.detail };
			if (target.kind !== "container" || answer.state === "gone") return answer;
			const [tail, death] = await Promise.all([
				lastLines(world, target.container),
				answer.state === "restarted" && first ? lastDeath(world, target.container, first.startedAt) : {},
			]);
			return { ...answer, ...death, ...(tail.length > 0 && { tail }) };
		},
	};
}

interface Inspected {
	readonly missing: boolean;
	readonly found?: ContainerState;
	/** The engine's words, cleaned. */
	readonly detail: string;
}

async function inspect(
	{ engine, run, log }: Pick<World, "engine" | "run" | "log">,
	container: string,
	timeoutMs: number,
): Promise<Inspected> {
	const say = (text: string) => cut(log.mask(cleanLine(text.trim())), 500);
	if (engine.direct) {
		const { status, text } = await engine.call({
			path: `/containers/${encodeURIComponent(container)}/json`,
			timeoutMs,
		});
		if (status === 404) return { missing: true, detail: say(text) };
		const found = status === 200 ? readContainer(text) : undefined;
		return { missing: false, ...(found && { found }), detail: say(status === 0 ? text : `${status}: ${text}`) };
	}
	const { code, stdout, stderr, error } = await run({ argv: ["docker", "container", "inspect", container], timeoutMs });
	if (code !== 0 && /no such (?:container|object)/i.test(stderr)) return { missing: true, detail: say(stderr) };
	const found = code === 0 ? readContainer(stdout) : undefined;
	return { missing: false, ...(found && { found }), detail: say(error ?? stderr) };
}

type Reached = { readonly ok: boolean; readonly detail: string };

async function ping({ engine }: Pick<World, "engine">, timeoutMs: number): Promise<Reached> {
	const { status, text } = await engine.call({ path: "/_ping", timeoutMs });
	return { ok: status === 200, detail: cut(cleanLine(status === 0 ? text : `${status}: ${text}`), 500) };
}

async function version({ run }: Pick<World, "run">, timeoutMs: number): Promise<Reached> {
	const { code, stderr, error } = await run({
		argv: ["docker", "version", "--format", "{{.Server.Version}}"],
		timeoutMs,
	});
	return { ok: code === 0, detail: cut(cleanLine(error ?? stderr.trim()), 500) };
}

/** How a container that lives again had died: its state has forgotten that, the engine's events have not. */
async function lastDeath(
	{ engine, now }: Pick<World, "engine" | "now">,
	container: string,
	since: string,
): Promise<Pick<BuilderFate, "exitCode" | "oomKilled">> {
	if (!engine.direct) return {};
	const filters = encodeURIComponent(JSON.stringify({ container: [container], event: ["die", "oom"] }));
	const until = (now() / 1000).toFixed(3);
	const path = `/events?since=${encodeURIComponent(since)}&until=${until}&filters=${filters}`;
	const { status, text } = await engine.call({ path, timeoutMs: LOG_MS });
	return status === 200 ? readDeath(text) : {};
}

async function lastLines(
	{ engine, run, log }: Pick<World, "engine" | "run" | "log">,
	container: string,
): Promise<readonly string[]> {
	const clean = (line: string) => cut(log.mask(cleanLine(line)), 500);
	if (!engine.direct) {
		const argv = ["docker", "logs", "--tail", String(LOG_LINES), container];
		const { stdout, stderr } = await run({ argv, timeoutMs: LOG_MS });
		return `${stdout}\n${stderr}`
			.split("\n")
			.map(clean)
			.filter((line) => line !== "")
			.slice(-LOG_LINES);
	}
	const chunks: Uint8Array[] = [];
	let size = 0;
	try {
		const path = `/containers/${encodeURIComponent(container)}/logs?stdout=1&stderr=1&tail=${LOG_LINES}`;
		for await (const chunk of await engine.stream({ path, timeoutMs: LOG_MS })) {
			chunks.push(chunk);
			size += chunk.length;
			if (size > LOG_BYTES) break;
		}
	} catch {
		// What came until then is better than nothing.
	}
	return readLogFrames(Buffer.concat(chunks), clean, LOG_LINES);
}
