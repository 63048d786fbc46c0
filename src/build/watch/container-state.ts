import type { ContainerLife } from "../../model/host.ts";
import { below, count, text } from "../../model/json.ts";
import type { BuilderFate, ContainerLimit } from "../../model/watch.ts";

/** A container as the engine describes it (https://docs.docker.com/reference/api/engine/, `GET /containers/{id}/json`). */
export interface ContainerState extends ContainerLife {
	readonly state: "running" | "paused" | "exited" | "removing";
	readonly exitCode: number;
	readonly oomKilled: boolean;
	/** The engine's own words when it could not start it. */
	readonly error: string;
	readonly limit?: ContainerLimit;
}

/** Reads the answer of the engine, or the list that `docker inspect` prints; nothing when it is neither. */
export function readContainer(answer: string): ContainerState | undefined {
	let parsed: unknown;
	try {
		parsed = JSON.parse(answer);
	} catch {
		return undefined;
	}
	const container = Array.isArray(parsed) ? parsed[0] : parsed;
	const state = below(container, "State");
	const status = text(state, "Status");
	if (status === "") return undefined;
	const limit = readLimit(below(container, "HostConfig"));
	return {
		state: toState(status),
		startedAt: text(state, "StartedAt"),
		restarts: count(below(container), "RestartCount"),
		exitCode: count(state, "ExitCode"),
		oomKilled: state["OOMKilled"] === true,
		error: text(state, "Error"),
		...(limit && { limit }),
	};
}

/** The engine says `removing` before it kills what it removes, and `dead` when it could not remove all of it. */
function toState(status: string): ContainerState["state"] {
	if (status === "running" || status === "paused") return status;
	return status === "removing" || status === "dead" ? "removing" : "exited";
}

/** 0 is no limit; `MemorySwap` is memory plus swap, -1 as much as there is, 0 not known. */
function readLimit(config: Readonly<Record<string, unknown>>): ContainerLimit | undefined {
	const [memory, both] = [count(config, "Memory"), count(config, "MemorySwap")];
	if (memory <= 0) return undefined;
	if (both === 0) return { memory };
	return { memory, swap: both < 0 ? "unlimited" : Math.max(0, both - memory) };
}

/** What became of it since it was seen first. */
export function judgeContainer(what: string, first: ContainerLife | undefined, now: ContainerState): BuilderFate {
	if (now.state === "removing")
		return { state: "gone", what, detail: "the engine is removing it, or could not remove all of it" };
	const again = first !== undefined && (now.startedAt !== first.startedAt || now.restarts > first.restarts);
	const state = again ? "restarted" : now.state;
	const dead = now.state === "exited";
	return {
		state,
		what,
		...(dead && { exitCode: now.exitCode, oomKilled: now.oomKilled }),
		...(now.error !== "" && { detail: now.error.slice(0, 500) }),
		...(now.limit && { limit: now.limit }),
	};
}

/** The engine's events of a container, one JSON object a line: the exit code of its last death, and whether the kernel killed for memory. */
export function readDeath(answer: string): Pick<BuilderFate, "exitCode" | "oomKilled"> {
	const events = answer.split("\n").flatMap((line): readonly unknown[] => {
		try {
			return line.trim() === "" ? [] : [JSON.parse(line)];
		} catch {
			return [];
		}
	});
	const action = (event: unknown) => text(below(event), "Action") || text(below(event), "status");
	const died = events.findLast((event) => action(event) === "die");
	const code = text(below(died, "Actor", "Attributes"), "exitCode");
	const oomKilled = events.some((event) => action(event) === "oom");
	return { ...(/^\d+$/.test(code) && { exitCode: Number(code) }), ...(died !== undefined && { oomKilled }) };
}

/** It builds no more what it was building. A paused one may go on. */
export function isLost({ state }: BuilderFate): boolean {
	return state === "exited" || state === "restarted" || state === "gone" || state === "unreachable";
}

/** The lines of a log in the engine's frames: 8 bytes of head, the last four of them the length. */
export function readLogFrames(bytes: Uint8Array, clean: (line: string) => string, most: number): readonly string[] {
	const parts: Uint8Array[] = [];
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	for (let at = 0; at + 8 <= bytes.length; ) {
		const framed = (bytes[at] ?? 9) <= 2 && bytes[at + 1] === 0 && bytes[at + 2] === 0 && bytes[at + 3] === 0;
		// A container with a terminal has no frames.
		if (!framed) return toLines(bytes, clean, most);
		const end = at + 8 + view.getUint32(at + 4);
		parts.push(bytes.subarray(at + 8, end));
		at = end;
	}
	return toLines(Buffer.concat(parts), clean, most);
}

function toLines(bytes: Uint8Array, clean: (line: string) => string, most: number): readonly string[] {
	const lines = new TextDecoder().decode(bytes).split("\n").map(clean);
	return lines.filter((line) => line !== "").slice(-most);
}
