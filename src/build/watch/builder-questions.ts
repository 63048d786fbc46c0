import type { ContainerLife } from "../../model/host.ts";
import { cut } from "../../model/kept-text.ts";
import type { BuilderFate } from "../../model/watch.ts";
import type { World } from "../../model/world.ts";
import { cleanLine } from "../progress/clean.ts";
import { type ContainerState, readContainer, readDeath, readLogFrames } from "./container-state.ts";

/*
 * What the engine is asked about a builder: by its socket, else by the command line.
 */

const LOG_LINES = 20;
const LOG_BYTES = 256 * 1024;
const LOG_MS = 3000;

interface Inspected {
	readonly missing: boolean;
	readonly found?: ContainerState;
	/** The engine's words, cleaned. */
	readonly detail: string;
}

export async function inspect(
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

export async function ping({ engine }: Pick<World, "engine">, timeoutMs: number): Promise<Reached> {
	const { status, text } = await engine.call({ path: "/_ping", timeoutMs });
	return { ok: status === 200, detail: cut(cleanLine(status === 0 ? text : `${status}: ${text}`), 500) };
}

export async function version({ run }: Pick<World, "run">, timeoutMs: number): Promise<Reached> {
	const { code, stderr, error } = await run({
		argv: ["docker", "version", "--format", "{{.Server.Version}}"],
		timeoutMs,
	});
	return { ok: code === 0, detail: cut(cleanLine(error ?? stderr.trim()), 500) };
}

/** From the start of one life to that of the next, seconds by the engine's own clock, as it takes them. */
interface Life {
	readonly since: string;
	readonly until: string;
}

export function lifeBetween(first: ContainerLife, next: ContainerLife): Life | undefined {
	const [since, until] = [first, next].map(({ startedAt }) => Date.parse(startedAt) / 1000);
	return Number.isFinite(since) && Number.isFinite(until) ? { since: String(since), until: String(until) } : undefined;
}

/** How a container that lives again had died: its state has forgotten that, the engine's events have not. */
export async function lastDeath(
	{ engine, run }: Pick<World, "engine" | "run">,
	container: string,
	{ since, until }: Life,
): Promise<Pick<BuilderFate, "exitCode" | "oomKilled">> {
	if (!engine.direct) {
		const filters = [`container=${container}`, "event=die", "event=oom"].flatMap((filter) => ["--filter", filter]);
		const times = ["--since", since, "--until", until];
		const argv = ["docker", "events", ...times, ...filters, "--format", "{{json .}}"];
		return readDeath((await run({ argv, timeoutMs: LOG_MS })).stdout);
	}
	const filters = encodeURIComponent(JSON.stringify({ container: [container], event: ["die", "oom"] }));
	const path = `/events?since=${since}&until=${until}&filters=${filters}`;
	const { status, text } = await engine.call({ path, timeoutMs: LOG_MS });
	return status === 200 ? readDeath(text) : {};
}

/** `until`: what a later life printed is left out. */
export async function lastLines(
	{ engine, run, log }: Pick<World, "engine" | "run" | "log">,
	container: string,
	until: string | undefined,
): Promise<readonly string[]> {
	const clean = (line: string) => cut(log.mask(cleanLine(line)), 500);
	if (!engine.direct) {
		const argv = ["docker", "logs", "--tail", String(LOG_LINES), ...(until === undefined ? [] : ["--until", until])];
		const { stdout, stderr } = await run({ argv: [...argv, container], timeoutMs: LOG_MS });
		return `${stdout}\n${stderr}`
			.split("\n")
			.map(clean)
			.filter((line) => line !== "")
			.slice(-LOG_LINES);
	}
	const chunks: Uint8Array[] = [];
	let size = 0;
	try {
		const path = `/containers/${encodeURIComponent(container)}/logs?stdout=1&stderr=1&tail=${LOG_LINES}${until === undefined ? "" : `&until=${until}`}`;
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
