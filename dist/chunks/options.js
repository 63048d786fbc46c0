import { n as count, o as text, t as below } from "./json.js";
// src/build/watch/container-state.ts
/** Reads the answer of the engine, or the list that `docker inspect` prints; nothing when it is neither. */
function readContainer(answer) {
	let parsed;
	try {
		parsed = JSON.parse(answer);
	} catch {
		return;
	}
	const container = Array.isArray(parsed) ? parsed[0] : parsed;
	const state = below(container, "State");
	const status = text(state, "Status");
	if (status === "") return void 0;
	const limit = readLimit(below(container, "HostConfig"));
	return {
		state: toState(status),
		startedAt: text(state, "StartedAt"),
		restarts: count(below(container), "RestartCount"),
		exitCode: count(state, "ExitCode"),
		oomKilled: state["OOMKilled"] === true,
		error: text(state, "Error"),
		...limit && { limit }
	};
}
/** The engine says `removing` before it kills what it removes, and `dead` when it could not remove all of it. */
function toState(status) {
	if (status === "running" || status === "paused") return status;
	return status === "removing" || status === "dead" ? "removing" : "exited";
}
/** 0 is no limit; `MemorySwap` is memory plus swap, -1 as much as there is, 0 not known. */
function readLimit(config) {
	const [memory, both] = [count(config, "Memory"), count(config, "MemorySwap")];
	if (memory <= 0) return void 0;
	if (both === 0) return { memory };
	return {
		memory,
		swap: both < 0 ? "unlimited" : Math.max(0, both - memory)
	};
}
/** What became of it since it was seen first. */
function judgeContainer(what, first, now) {
	if (now.state === "removing") return {
		state: "gone",
		what,
		detail: "the engine is removing it, or could not remove all of it"
	};
	return {
		state: first !== void 0 && (now.startedAt !== first.startedAt || now.restarts > first.restarts) ? "restarted" : now.state,
		what,
		...now.state === "exited" && {
			exitCode: now.exitCode,
			oomKilled: now.oomKilled
		},
		...now.error !== "" && { detail: now.error.slice(0, 500) },
		...now.limit && { limit: now.limit }
	};
}
/** The engine's events of a container, one JSON object a line: the exit code of its last death, and whether the kernel killed for memory. */
function readDeath(answer) {
	const events = answer.split("\n").flatMap((line) => {
		try {
			return line.trim() === "" ? [] : [JSON.parse(line)];
		} catch {
			return [];
		}
	});
	const action = (event) => text(below(event), "Action") || text(below(event), "status");
	const died = events.findLast((event) => action(event) === "die");
	const code = text(below(died, "Actor", "Attributes"), "exitCode");
	const oomKilled = events.some((event) => action(event) === "oom");
	return {
		.../^\d+$/.test(code) && { exitCode: Number(code) },
		...died !== void 0 && { oomKilled }
	};
}
/** It builds no more what it was building. A paused one may go on. */
function isLost({ state }) {
	return state === "exited" || state === "restarted" || state === "gone" || state === "unreachable";
}
/** The lines of a log in the engine's frames: 8 bytes of head, the last four of them the length. */
function readLogFrames(bytes, clean, most) {
	const parts = [];
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	for (let at = 0; at + 8 <= bytes.length;) {
		if (!((bytes[at] ?? 9) <= 2 && bytes[at + 1] === 0 && bytes[at + 2] === 0 && bytes[at + 3] === 0)) return toLines(bytes, clean, most);
		const end = at + 8 + view.getUint32(at + 4);
		parts.push(bytes.subarray(at + 8, end));
		at = end;
	}
	return toLines(Buffer.concat(parts), clean, most);
}
function toLines(bytes, clean, most) {
	return new TextDecoder().decode(bytes).split("\n").map(clean).filter((line) => line !== "").slice(-most);
}
// src/build/watch/options.ts
/** Where the engine's own BuildKit puts RUN steps without `--cgroup-parent`: cgroupfs and systemd driver. */
const ENGINE_ELSEWHERE = [
	"/docker/buildkit",
	"/buildkit",
	"/system.slice"
];
/** The engine itself: for what needs no builder, or none yet. */
function engineTarget(endpoint) {
	return {
		kind: "engine",
		what: `Docker Engine at ${endpoint}`
	};
}
/** How a builder is looked after; none: the engine's own BuildKit. Several nodes cannot be told apart: they are not looked after. */
function builderTarget(builder, endpoint) {
	if (!builder || builder.driver === "docker") return engineTarget(endpoint);
	const [node, ...more] = builder.nodes;
	if (builder.driver !== "docker-container" || builder.elsewhere !== void 0 || node === void 0 || more.length > 0) return { kind: "none" };
	const container = `buildx_buildkit_${node}`;
	return {
		kind: "container",
		what: `builder ${builder.name}`,
		container,
		...builder.life && { life: builder.life }
	};
}
export { judgeContainer as a, readLogFrames as c, isLost as i, builderTarget as n, readContainer as o, engineTarget as r, readDeath as s, ENGINE_ELSEWHERE as t };
