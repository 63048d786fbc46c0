import { i as prettyBytes, n as SIZE_FORMAT } from "./bytes.js";
import { t as listPids } from "./pids.js";
import { t as buildDisk } from "./host.js";
import { r as UserError } from "./errors.js";
import { a as rows, n as count, o as text, r as isJson, t as below } from "./json.js";
import { t as printCommand } from "./command.js";
import { t as PROCESS_MARK } from "./process.js";
import { n as cut, t as createCommandKeeper } from "./kept-text.js";
import { a as judgeContainer, c as readLogFrames, i as isLost, o as readContainer, s as readDeath } from "./options.js";
import { a as toStep, c as field, i as toSample, l as fullPressure, n as cgroupFolder, o as DIALECTS, r as createCgroupSource, s as defined, t as STEP_ID } from "./cgroup-source.js";
// src/build/progress/clean.ts
/** CSI, OSC (with its text), and the short escape sequences of terminals. */
const ANSI = /\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[PX^_][^\x1b]*(?:\x1b\\)?|[ -/]*[0-~])/g;
/** Other control characters, line separators, and marks that turn the direction of writing or hide text. */
const CONTROLS = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;
/** The text as one line without terminal codes; of a line that was overwritten with carriage returns the last state. */
function cleanLine(text) {
	return lastState((text.includes("\x1B") ? text.replace(ANSI, "") : text).replace(/\n/g, " ")).replace(CONTROLS, "").trimEnd();
}
function lastState(text) {
	if (!text.includes("\r")) return text;
	return text.split("\r").findLast((part) => part.trim() !== "") ?? "";
}
// src/build/watch/builder-questions.ts
const LOG_LINES = 20;
const LOG_BYTES = 262144;
const LOG_MS = 3e3;
async function inspect({ engine, run, log }, container, timeoutMs) {
	const say = (text) => cut(log.mask(cleanLine(text.trim())), 500);
	if (engine.direct) {
		const { status, text } = await engine.call({
			path: `/containers/${encodeURIComponent(container)}/json`,
			timeoutMs
		});
		if (status === 404) return {
			missing: true,
			detail: say(text)
		};
		const found = status === 200 ? readContainer(text) : void 0;
		return {
			missing: false,
			...found && { found },
			detail: say(status === 0 ? text : `${status}: ${text}`)
		};
	}
	const { code, stdout, stderr, error } = await run({
		argv: [
			"docker",
			"container",
			"inspect",
			container
		],
		timeoutMs
	});
	if (code !== 0 && /no such (?:container|object)/i.test(stderr)) return {
		missing: true,
		detail: say(stderr)
	};
	const found = code === 0 ? readContainer(stdout) : void 0;
	return {
		missing: false,
		...found && { found },
		detail: say(error ?? stderr)
	};
}
async function ping({ engine }, timeoutMs) {
	const { status, text } = await engine.call({
		path: "/_ping",
		timeoutMs
	});
	return {
		ok: status === 200,
		detail: cut(cleanLine(status === 0 ? text : `${status}: ${text}`), 500)
	};
}
async function version({ run }, timeoutMs) {
	const { code, stderr, error } = await run({
		argv: [
			"docker",
			"version",
			"--format",
			"{{.Server.Version}}"
		],
		timeoutMs
	});
	return {
		ok: code === 0,
		detail: cut(cleanLine(error ?? stderr.trim()), 500)
	};
}
function lifeBetween(first, next) {
	const [since, until] = [first, next].map(({ startedAt }) => Date.parse(startedAt) / 1e3);
	return Number.isFinite(since) && Number.isFinite(until) ? {
		since: String(since),
		until: String(until)
	} : void 0;
}
/** How a container that lives again had died: its state has forgotten that, the engine's events have not. */
async function lastDeath({ engine, run }, container, { since, until }) {
	if (!engine.direct) {
		const filters = [
			`container=${container}`,
			"event=die",
			"event=oom"
		].flatMap((filter) => ["--filter", filter]);
		const argv = [
			"docker",
			"events",
			...[
				"--since",
				since,
				"--until",
				until
			],
			...filters,
			"--format",
			"{{json .}}"
		];
		return readDeath((await run({
			argv,
			timeoutMs: LOG_MS
		})).stdout);
	}
	const path = `/events?since=${since}&until=${until}&filters=${encodeURIComponent(JSON.stringify({
		container: [container],
		event: ["die", "oom"]
	}))}`;
	const { status, text } = await engine.call({
		path,
		timeoutMs: LOG_MS
	});
	return status === 200 ? readDeath(text) : {};
}
/** `until`: what a later life printed is left out. */
async function lastLines({ engine, run, log }, container, until) {
	const clean = (line) => cut(log.mask(cleanLine(line)), 500);
	if (!engine.direct) {
		const { stdout, stderr } = await run({
			argv: [...[
				"docker",
				"logs",
				"--tail",
				String(LOG_LINES),
				...until === void 0 ? [] : ["--until", until]
			], container],
			timeoutMs: LOG_MS
		});
		return `${stdout}\n${stderr}`.split("\n").map(clean).filter((line) => line !== "").slice(-20);
	}
	const chunks = [];
	let size = 0;
	try {
		const path = `/containers/${encodeURIComponent(container)}/logs?stdout=1&stderr=1&tail=${LOG_LINES}${until === void 0 ? "" : `&until=${until}`}`;
		for await (const chunk of await engine.stream({
			path,
			timeoutMs: LOG_MS
		})) {
			chunks.push(chunk);
			size += chunk.length;
			if (size > LOG_BYTES) break;
		}
	} catch {}
	return readLogFrames(Buffer.concat(chunks), clean, LOG_LINES);
}
// src/build/tracked.ts
/** A program that is ended because nothing more can come of it (its builder is gone, its time is up) may not even hear the interrupt. */
const ENOUGH_MS = 1500;
/**
* Runs a program that must not outlive the run: ended when the run is cancelled or cannot go on, and written into the journal before it
* starts, so that the post step of a run that was killed ends it. Throws what cancelled the run. `enough` ends it too, and is no error.
*/
async function followTracked(world, journal, command, on, graceMs, enough) {
	const mark = crypto.randomUUID();
	const undo = {
		kind: "end-process",
		mark
	};
	await journal.note(undo);
	let named = undo;
	try {
		if (world.cancelled.aborted) throw world.cancelled.reason;
		const marked = {
			...command,
			env: {
				...command.env,
				[PROCESS_MARK]: mark
			}
		};
		const child = world.stream(marked, on);
		if (child.pid !== void 0) {
			named = {
				...undo,
				session: child.pid
			};
			journal.exchange(undo, named);
		}
		return await follow$1(world, child, graceMs, enough);
	} finally {
		await journal.forget(named);
	}
}
/** Waits for its end, and sees to it when it is wanted earlier. */
async function follow$1(world, child, graceMs, enough) {
	const stop = () => child.end(graceMs);
	world.cancelled.addEventListener("abort", stop);
	const finish = () => child.end(Math.min(graceMs, ENOUGH_MS));
	enough?.addEventListener("abort", finish);
	if (enough?.aborted) finish();
	try {
		const end = await child.done;
		if (world.cancelled.aborted) throw world.cancelled.reason;
		return end;
	} finally {
		world.cancelled.removeEventListener("abort", stop);
		enough?.removeEventListener("abort", finish);
	}
}
/** The same for a program of which only the end matters; keeps what it printed. */
async function runTracked(world, journal, argv, graceMs, attention) {
	const out = [];
	const err = [];
	const keep = (lines) => (line) => {
		lines.push(line);
		attention?.heard();
	};
	return {
		...await followTracked(world, journal, { argv }, {
			stdout: keep(out),
			stderr: keep(err)
		}, graceMs, attention?.enough),
		stdout: out.join("\n"),
		stderr: err.join("\n")
	};
}
// src/build/watch/network.ts
/** A step that brings something from a server by BuildKit itself, which tells nothing of how it gets on: `ADD https://…`. */
const FETCHES = /\bhttps?:\/\//;
/** The first process of every RUN step there is. */
async function firstProcesses({ files }, folders) {
	return (await Promise.all(folders.map(async ({ version, path, only = STEP_ID }) => {
		const top = cgroupFolder(version, "memory", path);
		const texts = (await files.list(top).catch(() => [])).filter((name) => only.test(name)).map((name) => files.read(`${top}/${name}/cgroup.procs`).catch(() => void 0));
		return (await Promise.all(texts)).flatMap((text) => text?.split("\n")[0] || []);
	}))).flat();
}
/**
* Bytes that went to and from the running steps since any moment. A RUN step mostly has a network of its own; where it has the machine's, or
* BuildKit itself fetches, all that the machine sent and got is counted. Nothing: no step that runs could have used it unseen.
*/
async function networkBytes(world, running, folders) {
	const read = (path) => world.files.read(path).catch(() => void 0);
	const [machine, pids] = await Promise.all([read("/proc/net/dev").then(parseDevices), running.some(({ isRun }) => isRun) ? firstProcesses(world, folders) : []]);
	const devices = await Promise.all(pids.map((pid) => read(`/proc/${pid}/net/dev`).then(parseDevices)));
	const own = devices.filter(({ names }) => names !== "" && names !== machine.names);
	const shared = devices.some(({ names }) => names === machine.names);
	const fetched = running.some(({ isRun, name }) => !isRun && FETCHES.test(name));
	if (shared || fetched) return machine.names === "" ? void 0 : machine.bytes;
	return own.length === 0 ? void 0 : own.reduce((sum, { bytes }) => sum + bytes, 0);
}
/** `/proc/net/dev`: a line for each device, its 1st number is bytes received, its 9th bytes sent. */
function parseDevices(text) {
	const lines = [...(text ?? "").matchAll(/^\s*(\S+):\s*(\d+)(?:\s+\d+){7}\s+(\d+)/gm)];
	return {
		names: lines.map(([, name]) => name).join(" "),
		bytes: lines.reduce((sum, [, , received, sent]) => sum + Number(received) + Number(sent), 0)
	};
}
// src/build/watch/activity.ts
/** A closer look at what the builder does, too dear for every second; nothing when it did not answer this time. Never throws. */
async function lookCloser(world, target, running) {
	if (target.kind === "container") return containerActivity(world, target.container, running);
	if (target.kind === "none") return {};
	const { counted } = running;
	const [engine, runs, netBytes] = await Promise.all([
		counted ? {} : engineProcesses(world),
		counted ? {} : engineRuns(world),
		isHere(world) ? engineTraffic(world, running) : void 0
	]);
	return defined({
		...engine,
		...runs,
		netBytes,
		...addCpu(engine, runs)
	});
}
function isHere({ engine }) {
	return engine.endpoint.startsWith("unix://");
}
function addCpu({ cpuMs: one }, { cpuMs: other }) {
	return one === void 0 && other === void 0 ? {} : { cpuMs: (one ?? 0) + (other ?? 0) };
}
async function containerActivity(world, container, { steps, place }) {
	const { engine } = world;
	if (!engine.direct) return {};
	const path = `/containers/${encodeURIComponent(container)}/stats?stream=false&one-shot=true`;
	const { status, text: answer } = await engine.call({
		path,
		timeoutMs: 5e3
	});
	if (status !== 200) return void 0;
	const stats = readStats(answer);
	if (stats.netBytes !== void 0 || !isHere(world)) return stats;
	const folders = place ? [{
		version: place.version,
		path: place.steps
	}] : [];
	return defined({
		...stats,
		netBytes: await networkBytes(world, steps, folders)
	});
}
/** RUN steps of this build where its limit is, else those of all builds. */
async function engineTraffic(world, { steps, place }) {
	if (place) return networkBytes(world, steps, [{
		version: place.version,
		path: place.steps
	}]);
	return networkBytes(world, steps, [
		{
			version: "1",
			path: RUNS
		},
		{
			version: "2",
			path: RUNS
		},
		{
			version: "2",
			path: SLICE,
			only: SLICE_RUN
		}
	]);
}
/** What a container used, by `GET /containers/{id}/stats`. */
function readStats(answer) {
	let stats;
	try {
		stats = JSON.parse(answer);
	} catch {
		return {};
	}
	const usage = below(stats, "cpu_stats", "cpu_usage")["total_usage"];
	const networks = below(stats)["networks"];
	const transfers = rows(below(stats, "blkio_stats"), "io_service_bytes_recursive").filter((row) => /^(?:read|write)$/i.test(text(row, "op")));
	return defined({
		cpuMs: typeof usage === "number" ? usage / 1e6 : void 0,
		ioBytes: transfers.length === 0 ? void 0 : sum(transfers.map((row) => count(row, "value"))),
		netBytes: isJson(networks) ? sum(Object.values(networks).map((net) => count(below(net), "rx_bytes") + count(below(net), "tx_bytes"))) : void 0
	});
}
/** Clock ticks of `/proc/<pid>/stat`: USER_HZ is 100 on all that Docker runs on. */
const TICK_MS$1 = 10;
const ENGINE_PROGRAMS = /* @__PURE__ */ new Set(["dockerd", "containerd"]);
/** All engines of this machine: which of them is ours cannot be told without root. */
async function engineProcesses({ files }) {
	const read = (path) => files.read(path).catch(() => void 0);
	const pids = await listPids({ files });
	const names = await Promise.all(pids.map((pid) => read(`/proc/${pid}/comm`)));
	const engines = pids.filter((_pid, index) => ENGINE_PROGRAMS.has(names[index]?.trim() ?? ""));
	const used = (await Promise.all(engines.map((pid) => read(`/proc/${pid}/stat`)))).flatMap((stat) => processMs(stat) ?? []);
	return used.length === 0 ? {} : { cpuMs: sum(used) };
}
/** Where the engine's own BuildKit puts RUN steps that are not told where: cgroupfs driver; systemd driver, one by one. */
const RUNS = "/docker/buildkit";
const SLICE = "/system.slice";
const SLICE_RUN = /^system\.slice:docker:/;
/** RUN steps of all builds of this machine's engines. They are no children of the engine's processes, and not of any cgroup of ours without a limit. */
async function engineRuns({ files }) {
	const inSlice = (await files.list(cgroupFolder("2", "cpuacct", SLICE)).catch(() => [])).filter((name) => SLICE_RUN.test(name)).map((name) => `${SLICE}/${name}`);
	const used = await Promise.all([readUse({ files }, "1", RUNS), ...[RUNS, ...inSlice].map((path) => readUse({ files }, "2", path))]);
	const cpu = used.flatMap(({ cpuMs }) => cpuMs ?? []);
	const io = used.flatMap(({ ioBytes }) => ioBytes ?? []);
	return {
		...cpu.length > 0 && { cpuMs: sum(cpu) },
		...io.length > 0 && { ioBytes: sum(io) }
	};
}
async function readUse({ files }, version, path) {
	const dialect = DIALECTS[version];
	const read = (controller, name) => files.read(`${cgroupFolder(version, controller, path)}/${name}`).catch(() => void 0);
	const [cpu, ...io] = await Promise.all([read("cpuacct", dialect.cpu), ...dialect.io.map((name) => read("blkio", name))]);
	const bytes = io.find((text) => text !== void 0);
	return defined({
		cpuMs: cpu === void 0 ? void 0 : dialect.cpuMs(cpu),
		ioBytes: bytes === void 0 ? void 0 : dialect.ioBytes(bytes)
	});
}
/** Processor time of a process, user and system: fields 14 and 15, counted behind its name, which may hold anything. */
function processMs(stat) {
	const fields = stat?.slice(stat.lastIndexOf(")") + 2).split(" ") ?? [];
	const [user, system] = [Number(fields[11]), Number(fields[12])];
	return Number.isFinite(user) && Number.isFinite(system) ? (user + system) * TICK_MS$1 : void 0;
}
function sum(values) {
	return values.reduce((total, value) => total + value, 0);
}
// src/build/watch/deadlines.ts
/** What counts of it for a build that thrashes: the kernel's work of moving pages is nobody's, and so are the reads and writes of it. */
function besidesSwapping({ netBytes }) {
	return netBytes === void 0 ? {} : { netBytes };
}
/** Processor time below that share of the window is nobody's work. */
const IDLE_SHARE$1 = .01;
/** A network carries that much in a window without anybody's doing (address look-ups, announcements, what is asked again and again). */
const CHATTER_BYTES = 65536;
/** In a long window more: a download that is slower than 4 KiB a second takes three days for a GB, and is as good as held. */
const CHATTER_A_SECOND = 4096;
/** We are asked every second: after such a gap we were stopped ourselves, and so know nothing. */
const ASLEEP_MS = 3e4;
/**
* A build stalls when for the whole window no event came and the builder used less than 1 % of a processor, read or wrote nothing and
* sent or got next to nothing. What is dear to measure is asked for twice in a window: when half of it was quiet, and before the build is ended.
*/
function createClock({ buildMs, spentMs = 0, stallMs }, start) {
	const measured = /* @__PURE__ */ new Set();
	let quiet = {
		since: start,
		events: 0,
		cheap: {},
		deep: void 0,
		looked: start
	};
	let judged = start;
	const note = (activity) => {
		for (const key of [
			"cpuMs",
			"ioBytes",
			"netBytes"
		]) if (activity[key] !== void 0) measured.add(key);
	};
	const wake = (at, events, cheap) => {
		quiet = {
			since: at,
			events,
			cheap,
			deep: void 0,
			looked: at
		};
	};
	return {
		judge(at, events, cheap) {
			if (buildMs !== void 0 && spentMs + at - start >= buildMs) return {
				kind: "over",
				by: "build-timeout",
				afterMs: buildMs
			};
			if (stallMs === void 0) return { kind: "go-on" };
			note(cheap);
			const asleep = at - judged > ASLEEP_MS;
			judged = at;
			if (asleep || events !== quiet.events || isActive(quiet.cheap, cheap, stallMs)) wake(at, events, cheap);
			else quiet = {
				...quiet,
				cheap: {
					...cheap,
					...quiet.cheap
				}
			};
			const silence = at - quiet.since;
			if (silence < stallMs / 2) return { kind: "go-on" };
			if (!quiet.deep || silence >= stallMs && quiet.looked - quiet.since < stallMs) return { kind: "look-closer" };
			return silence < stallMs ? { kind: "go-on" } : {
				kind: "over",
				by: "stall-timeout",
				afterMs: stallMs
			};
		},
		closer(at, deep) {
			note(deep);
			if (stallMs === void 0) return;
			if (quiet.deep && isActive(quiet.deep, deep, stallMs / 2)) wake(at, quiet.events, quiet.cheap);
			else {
				const since = quiet.deep && isFresh(quiet.deep, deep) ? at - stallMs / 2 : quiet.since;
				quiet = {
					...quiet,
					since,
					deep: {
						...deep,
						...quiet.deep
					},
					looked: at
				};
			}
		},
		measured: () => [...measured]
	};
}
/** Something is known now that was not known before. */
function isFresh(before, now) {
	return [
		"cpuMs",
		"ioBytes",
		"netBytes"
	].some((key) => before[key] === void 0 && now[key] !== void 0);
}
/** Whether somebody worked between the two within a window of that length. A counter that began anew is work. */
function isActive(before, now, windowMs) {
	const worked = (key, least) => {
		const [from, to] = [before[key], now[key]];
		return from !== void 0 && to !== void 0 && (to < from || to - from > least);
	};
	const chatter = Math.max(CHATTER_BYTES, windowMs / 1e3 * CHATTER_A_SECOND);
	return worked("cpuMs", windowMs * IDLE_SHARE$1) || worked("ioBytes", 0) || worked("netBytes", chatter);
}
// src/build/watch/rounds.ts
/** Does it now (or first after `ms`) and again and again, never twice at a time; gives what stops it. A look that fails is followed by the next one. */
function every(ms, act, first = "now") {
	let busy = false;
	const round = async () => {
		if (busy) return;
		busy = true;
		try {
			await act();
		} catch {} finally {
			busy = false;
		}
	};
	if (first === "now") round();
	const timer = setInterval(() => void round(), ms);
	return () => clearInterval(timer);
}
// src/build/watch/builder-watch.ts
/** The engine did not answer in so many tries, one right after the other: it is gone. */
const TRIES = 3;
/** A socket here answers slowly on a machine that swaps, and a program such as ssh has to log in first. */
const PATIENCE_MS$3 = 1e4;
/** One on the network that is silent is cut off: nothing else tells. With the tries it is given up 8 to 10 s after the fact. */
const NETWORK_PATIENCE_MS = 2500;
/** So long after its connection broke a container may still be told to run, and one that ended to be removed or started again. */
const DYING_MS = {
	running: 2e3,
	exited: 750
};
const DYING_STEP_MS = 250;
/** Where each answer takes its time, by a program such as ssh, the last one counts then. */
const DYING_MOST_MS = 4e3;
function createBuilderWatch(world, target) {
	const { engine, monotonic } = world;
	const timeoutMs = engine.direct && !engine.endpoint.startsWith("unix://") ? NETWORK_PATIENCE_MS : PATIENCE_MS$3;
	let first = target.kind === "container" ? target.life : void 0;
	let latest;
	let misses = 0;
	const ask = (asked) => asked.kind === "container" ? askContainer(asked) : askEngine(asked.what, engine.direct);
	const askContainer = async ({ what, container }) => {
		const { missing, found, detail } = await inspect(world, container, timeoutMs);
		if (missing) return first ? {
			state: "gone",
			what,
			detail
		} : {
			state: "not-yet",
			detail
		};
		if (!found) return {
			state: "no-answer",
			detail
		};
		if (!first && found.state !== "running" && found.state !== "paused") return {
			state: "not-yet",
			detail: "it does not run yet"
		};
		first ??= found;
		latest = found;
		return judgeContainer(what, first, found);
	};
	const askEngine = async (what, direct) => {
		const { ok, detail } = direct ? await ping(world, timeoutMs) : await version(world, timeoutMs);
		return ok ? {
			state: "running",
			what
		} : {
			state: "no-answer",
			detail
		};
	};
	return {
		everyMs: engine.direct ? 2e3 : 1e4,
		async look() {
			if (target.kind === "none") return { state: "well" };
			for (;;) {
				const began = monotonic();
				const answer = await ask(target);
				if (answer.state === "not-yet") return { state: "unsure" };
				misses = answer.state === "no-answer" ? misses + 1 : 0;
				if (answer.state !== "no-answer") return isLost(answer) ? {
					state: "lost",
					fate: answer
				} : { state: "well" };
				if (misses >= TRIES) return {
					state: "lost",
					fate: {
						state: "unreachable",
						what: target.what,
						detail: answer.detail
					}
				};
				if (monotonic() - began < timeoutMs / 2) return { state: "unsure" };
			}
		},
		async fate(dying) {
			if (target.kind === "none") return void 0;
			let answer = await ask(target);
			const began = monotonic();
			const late = () => monotonic() - began >= DYING_MOST_MS;
			for (let waited = 0; dying && waited < (DYING_MS[answer.state] ?? 0) && !late();) {
				await new Promise((resolve) => setTimeout(resolve, DYING_STEP_MS));
				const before = answer.state;
				answer = await ask(target);
				waited = answer.state === before ? waited + DYING_STEP_MS : 0;
			}
			if (answer.state === "not-yet") return void 0;
			if (answer.state === "no-answer") return {
				state: "unreachable",
				what: target.what,
				detail: answer.detail
			};
			if (target.kind !== "container" || answer.state === "gone") return answer;
			const life = answer.state === "restarted" && first && latest ? lifeBetween(first, latest) : void 0;
			const [tail, death] = await Promise.all([lastLines(world, target.container, life?.until), life ? lastDeath(world, target.container, life) : {}]);
			return {
				...answer,
				...death,
				...tail.length > 0 && { tail }
			};
		}
	};
}
// src/build/watch/exec-source.ts
/**
* Prints the files once a second, each line behind its file's name, and a line with a dot. Its standard input never says anything: its end
* is ours or that of the connection, and ends the loop. The first argument is a list of patterns, split and expanded by the shell.
*/
const SCRIPT = `steps=$1; shift
( while :; do grep -H "" "$@" $steps 2>/dev/null; echo .; sleep 1; done ) & loop=$!
cat >/dev/null; kill $loop`;
/** A sample whose container has been silent for so long says nothing about now. */
const STALE_MS = 5e3;
/** For the first sample. */
const PATIENCE_MS$2 = 3e3;
/** For the last one: the container prints once a second, on a busy machine or far away a little later. */
const LAST_MS$1 = 5e3;
const MAX_LINES = 5e3;
const GRACE_MS$1 = 1e3;
/** The command that reads the counters inside a builder's container; `place` as it is seen in there. */
function execArgv(container, place) {
	const dialect = DIALECTS[place.version];
	const folder = (controller) => cgroupFolder(place.version, controller, place.path);
	const steps = cgroupFolder(place.version, "memory", place.steps);
	const patterns = dialect.step.map((name) => `${steps}/*/${name}`).join(" ");
	const files = [
		...[...dialect.use, ...dialect.limits].map((name) => `${folder("memory")}/${name}`),
		...[.../* @__PURE__ */ new Set([dialect.cpu, dialect.user])].map((name) => `${folder("cpuacct")}/${name}`),
		...dialect.io.map((name) => `${folder("blkio")}/${name}`)
	];
	return [
		"docker",
		"exec",
		"-i",
		container,
		"sh",
		"-c",
		SCRIPT,
		"mlbuild-counters",
		patterns,
		...files
	];
}
/** Reads the counters of a builder whose cgroup is not on this machine, by one long `docker exec`. */
function createExecSource(world, journal, container, place) {
	const dialect = DIALECTS[place.version];
	const steps = cgroupFolder(place.version, "memory", place.steps);
	const enough = new AbortController();
	let lines = [];
	let latest;
	let tell = () => {};
	/** Fires at the next sample. */
	const next = () => new Promise((resolve) => {
		const before = tell;
		tell = () => {
			before();
			resolve();
		};
	});
	const first = next();
	const take = (line) => {
		if (line !== ".") {
			if (lines.length < MAX_LINES) lines.push(line);
			return;
		}
		latest = {
			at: world.monotonic(),
			sample: parsePrinted(dialect, steps, lines)
		};
		lines = [];
		tell();
		tell = () => {};
	};
	const command = {
		argv: execArgv(container, place),
		holdInput: true
	};
	let over = false;
	const ended = () => {
		over = true;
		tell();
	};
	const done = followTracked(world, journal, command, { stdout: take }, GRACE_MS$1, enough.signal).then(ended, ended);
	return {
		async sample(last) {
			if (!latest) await within(first, PATIENCE_MS$2);
			else if (last && !over) await within(next(), LAST_MS$1);
			return latest && world.monotonic() - latest.at < STALE_MS ? latest.sample : void 0;
		},
		async stop() {
			enough.abort();
			await done;
		}
	};
}
/** One printed sample: lines `<path>:<line of the file>`. Nothing when the cgroup was not there. */
function parsePrinted(dialect, steps, lines) {
	const own = {};
	const groups = /* @__PURE__ */ new Map();
	for (const line of lines) {
		const colon = line.indexOf(":");
		const path = line.slice(0, colon);
		const name = path.slice(path.lastIndexOf("/") + 1);
		const folder = path.slice(0, Math.max(0, path.lastIndexOf("/")));
		const id = folder.slice(folder.lastIndexOf("/") + 1);
		const step = STEP_ID.test(id) && folder === `${steps}/${id}`;
		const files = step ? groups.get(id) ?? {} : own;
		if (step) groups.set(id, files);
		files[name] = `${files[name] ?? ""}${line.slice(colon + 1)}\n`;
	}
	if (own[dialect.use[0] ?? ""] === void 0) return void 0;
	return toSample(dialect, own, [...groups].map(([id, files]) => toStep(dialect, id, files)));
}
/** Waits for it, but not longer. */
function within(promise, ms) {
	let timer;
	const late = new Promise((resolve) => {
		timer = setTimeout(() => resolve(void 0), ms);
	});
	return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
// src/build/watch/or-aborted.ts
/** Waits for it until the signal fires, and throws its reason then; the signal may be one that lasts for the whole run. */
function orAborted(acting, signal) {
	return new Promise((resolve, reject) => {
		const give = () => reject(signal.reason);
		if (signal.aborted) give();
		signal.addEventListener("abort", give, { once: true });
		acting.then(resolve, reject).finally(() => signal.removeEventListener("abort", give));
	});
}
// src/build/progress/events.ts
/** Reads one line; nothing when it is not such an event (plain text of buildx). */
function readEvents(line) {
	if (!line.startsWith("{")) return void 0;
	let value;
	try {
		value = JSON.parse(withoutSources(line));
	} catch {
		return;
	}
	if (!isJson(value)) return void 0;
	return {
		vertexes: rows(value, "vertexes").map(vertex),
		statuses: rows(value, "statuses").map(status),
		logs: rows(value, "logs").map(chunk),
		warnings: rows(value, "warnings").map(warning)
	};
}
const LONG_LINE = 1e6;
/** With every warning comes the whole Dockerfile, in base64. */
function withoutSources(line) {
	return line.length < LONG_LINE ? line : line.replace(/("sourceInfo":\{[^{}]*?"data":")[^"]*/g, "$1");
}
function vertex(row) {
	return {
		digest: text(row, "digest"),
		name: text(row, "name"),
		...span(row),
		cached: row["cached"] === true,
		error: text(row, "error")
	};
}
function status(row) {
	return {
		id: text(row, "id"),
		vertex: text(row, "vertex"),
		current: count(row, "current"),
		total: count(row, "total"),
		...span(row)
	};
}
function chunk(row) {
	const at = time(row, "timestamp");
	return {
		vertex: text(row, "vertex"),
		stream: count(row, "stream"),
		data: Buffer.from(text(row, "data"), "base64"),
		...at === void 0 ? {} : { at }
	};
}
function warning(row) {
	const details = Array.isArray(row["detail"]) ? row["detail"] : [];
	const source = isJson(row["sourceInfo"]) ? row["sourceInfo"] : {};
	const first = rows(row, "range")[0];
	const start = first && isJson(first["start"]) ? count(first["start"], "line") : 0;
	return {
		short: decode(row["short"]),
		detail: details.map(decode),
		url: text(row, "url"),
		file: text(source, "filename"),
		...start > 0 ? { line: start } : {}
	};
}
function span(row) {
	const started = time(row, "started");
	const completed = time(row, "completed");
	return {
		...started === void 0 ? {} : { started },
		...completed === void 0 ? {} : { completed }
	};
}
function time(row, key) {
	const [, seconds, fraction = ""] = /^(.*:\d\d)(\.\d+)?(?:Z|[+-]\d\d:\d\d)$/.exec(text(row, key)) ?? [];
	if (seconds === void 0) return void 0;
	const zone = text(row, key).slice(seconds.length + fraction.length);
	const ms = Date.parse(seconds + zone);
	return Number.isNaN(ms) ? void 0 : ms + Number(`0${fraction}`) * 1e3;
}
function decode(value) {
	return typeof value === "string" ? Buffer.from(value, "base64").toString("utf8") : "";
}
// src/build/progress/amounts.ts
/** `12.3 s`, `4 min 05 s`, `1 h 02 min`. */
function formatTime(ms) {
	const seconds = Math.max(0, ms) / 1e3;
	if (seconds < 99.95) return `${seconds.toFixed(1)} s`;
	const whole = Math.round(seconds);
	const minutes = Math.floor(whole / 60);
	if (minutes < 60) return `${minutes} min ${pad(whole % 60)} s`;
	return `${Math.floor(minutes / 60)} h ${pad(minutes % 60)} min`;
}
/** `1.2 GB`. */
function formatBytes(bytes) {
	return prettyBytes(bytes, SIZE_FORMAT);
}
/** `1.2 of 3.4 GB` when both have the same unit, else `900 MB of 3.4 GB`. */
function formatPart(part, whole) {
	const [number = "", unit = ""] = formatBytes(part).split(/\s/);
	const total = formatBytes(whole);
	return total.endsWith(` ${unit}`) || total.split(/\s/)[1] === unit ? `${number} of ${total}` : `${number} ${unit} of ${total}`;
}
function pad(value) {
	return String(value).padStart(2, "0");
}
// src/build/progress/output.ts
/** Longest piece of a line that is kept in memory before it is handed over. */
const MAX_PARTIAL = 65536;
/** What stays back of it: GitHub's secrets have up to 48 KB, and one that has begun must not be parted. */
const MAX_SECRET = 49152;
/** A line that is overwritten again and again (a progress bar) is shown at most that often, milliseconds. */
const REDRAW_MS = 5e3;
/**
* Bytes → lines: joins characters and lines split over chunks, keeps the last state of overwritten lines, bounded memory. `mask` hides
* secrets here, while lines are whole: whoever cuts one later could cut a secret in two, which nobody would know again.
*/
function readLines(mask) {
	const decoder = new TextDecoder("utf-8");
	let partial = "";
	let drawn = 0;
	const toLine = (text) => mask(cleanLine(text));
	const redraw = (at) => {
		if (!partial.includes("\r")) return [];
		partial = partial.slice(lastDrawing(partial));
		const line = toLine(partial);
		if (line === "" || at - drawn < REDRAW_MS) return [];
		drawn = at;
		return [line];
	};
	return {
		push(data, at) {
			const parts = (partial + decoder.decode(data, { stream: true })).split("\n");
			partial = parts.pop() ?? "";
			const lines = parts.map(toLine);
			const drawing = redraw(at);
			if (partial.length <= MAX_PARTIAL) return [...lines, ...drawing];
			const long = toLine(partial);
			partial = long.slice(-49152);
			return long.length > MAX_SECRET ? [...lines, long.slice(0, -49152)] : lines;
		},
		rest() {
			const line = toLine(partial + decoder.decode());
			partial = "";
			return line === "" ? [] : [line];
		}
	};
}
/** Where the last state of an overwritten line begins; a final carriage return does not begin a new one. */
function lastDrawing(text) {
	const body = text.replace(/\r+$/, "");
	return Math.max(0, body.lastIndexOf("\r") + 1);
}
// src/build/progress/transfers.ts
/** How often progress of one step is printed at most, milliseconds. */
const EVERY_MS = 5e3;
/** Parts of a step (`exporting layers`) that took less are not worth a line, milliseconds. */
const WORTH_MS = 500;
/** Follows one step's status events. */
function followTransfers() {
	const layers = /* @__PURE__ */ new Map();
	const extracting = /* @__PURE__ */ new Set();
	const told = /* @__PURE__ */ new Set();
	/** What goes to the builder (`transferring context:`) or comes from it (`sending tarball`). */
	let moving;
	let sent = 0;
	let last;
	const sum = () => {
		let current = 0;
		let total = 0;
		for (const part of layers.values()) {
			current += part.current;
			total += Math.max(part.total, part.current);
		}
		return {
			current,
			total
		};
	};
	const describe = (rate) => {
		const { current, total } = sum();
		const speed = rate > 0 ? `, ${formatBytes(rate)}/s` : "";
		if (current < total) return `downloading ${formatPart(current, total)}${speed}`;
		if (extracting.size > 0) return `extracting ${extracting.size} of ${layers.size || extracting.size} layers`;
		return moving === void 0 ? "" : `sending ${formatBytes(moving.current)}${speed}`;
	};
	const moved = () => sum().current + (moving?.current ?? 0);
	return {
		update(event, at) {
			if (event.id.startsWith("sha256:")) {
				const known = layers.get(event.id);
				layers.set(event.id, {
					current: Math.max(known?.current ?? 0, event.current),
					total: Math.max(known?.total ?? 0, event.total)
				});
			} else if (event.id.startsWith("extracting ")) {
				if (event.completed === void 0) extracting.add(event.id);
				else extracting.delete(event.id);
			} else if (/^(transferring|sending) /.test(event.id)) {
				moving = {
					current: Math.max(moving?.current ?? 0, event.current),
					total: event.total
				};
				if (event.id.startsWith("transferring ")) sent = Math.max(sent, event.current);
			} else if (event.completed !== void 0 && event.started !== void 0 && !told.has(event.id)) {
				const ms = event.completed - event.started;
				told.add(event.id);
				return ms < WORTH_MS ? [] : [`${event.id}: ${formatTime(ms)}`];
			}
			last ??= {
				at,
				bytes: moved()
			};
			return [];
		},
		report(at) {
			if (last === void 0 || at - last.at < EVERY_MS) return [];
			const bytes = moved();
			const line = describe((bytes - last.bytes) * 1e3 / (at - last.at));
			last = {
				at,
				bytes
			};
			return line === "" ? [] : [line];
		},
		pulled: () => sum().current,
		sent: () => sent,
		now: () => describe(0)
	};
}
// src/build/progress/steps.ts
const TAIL_LINES = 50;
const TAIL_CHARACTERS = 500;
/** Bookkeeping that nobody asked for. */
const INTERNAL = /^\[(?:\S+ )*(?:internal|auth)\]|^resolving provenance for metadata file|^\[(?:\S+ )*context \S+\] load metadata/;
/** A new step, its name without the bake target. */
function openStep(event, naming) {
	return {
		id: event.digest,
		...identify(event, naming),
		spans: [],
		running: void 0,
		seen: 0,
		printed: false,
		cached: false,
		error: void 0,
		readers: /* @__PURE__ */ new Map(),
		transfers: followTransfers(),
		tail: []
	};
}
/** A step that both targets share comes under either name: the user's is the one that counts. */
function renameStep(state, event, naming) {
	if (!state.ours) return;
	const found = identify(event, naming);
	if (!found.ours) Object.assign(state, found);
}
function identify(event, { map, bake, keep }) {
	const given = cleanLine(event.name);
	const ours = bake !== void 0 && prefixed(given, bake.ours);
	const name = bake === void 0 ? given : withoutTarget(given, bake.user);
	const step = ours ? void 0 : map?.resolve(name);
	return {
		name: keep(name),
		step,
		internal: ours || INTERNAL.test(name),
		ours
	};
}
/** Takes an event in. A step may run several times (a look-up first, then the work): each run is one span. */
function updateStep(state, event) {
	if (event.error !== "") state.error = event.error;
	if (event.started === void 0) return "none";
	if (event.completed === void 0) {
		if (state.running !== void 0 || known(state, event.started)) return "none";
		state.running = event.started;
		return "started";
	}
	if (event.cached) state.cached = true;
	if (state.running !== void 0 && state.running <= event.started) state.running = void 0;
	if (known(state, event.started)) {
		const span = state.spans.at(-1);
		if (!span || span.end >= event.completed) return "none";
		span.end = event.completed;
		return "completed";
	}
	state.spans.push({
		start: event.started,
		end: Math.max(event.started, event.completed)
	});
	return "completed";
}
/** Takes lines into the step's tail. */
function keepTail(state, lines) {
	for (const line of lines) state.tail.push(cut(line, TAIL_CHARACTERS));
	if (state.tail.length > TAIL_LINES) state.tail.splice(0, state.tail.length - TAIL_LINES);
}
/** The reader of one of the step's streams. */
function reader(state, stream, mask) {
	const found = state.readers.get(stream);
	if (found) return found;
	const made = readLines(mask);
	state.readers.set(stream, made);
	return made;
}
/** Milliseconds in which the step was busy, up to `at` when it still runs. */
function busy(state, at) {
	let ms = state.running === void 0 ? 0 : Math.max(0, at - state.running);
	let until = Number.NEGATIVE_INFINITY;
	for (const { start, end } of [...state.spans].sort((a, b) => a.start - b.start)) {
		ms += Math.max(0, end - Math.max(start, until));
		until = Math.max(until, end);
	}
	return ms;
}
/** First start, or nothing when it never started. */
function firstStart(state) {
	const starts = state.spans.map((span) => span.start);
	if (state.running !== void 0) starts.push(state.running);
	return starts.length === 0 ? void 0 : Math.min(...starts);
}
/** The step as plain data; nothing when it never started. `at`: the end of a step that still runs. */
function toRun(state, at) {
	const started = firstStart(state);
	if (started === void 0) return void 0;
	const sent = state.transfers.sent();
	return {
		id: state.id,
		name: state.name,
		...state.step ? { step: state.step } : {},
		started: Math.round(started),
		completed: Math.round(state.running === void 0 ? Math.max(...state.spans.map((span) => span.end)) : Math.max(at, started)),
		ms: Math.round(busy(state, at)),
		cached: state.cached,
		...state.error === void 0 ? {} : { error: state.error },
		pulledBytes: state.transfers.pulled(),
		...sent > 0 && { sentBytes: sent },
		internal: state.internal,
		tail: [...state.tail]
	};
}
function known(state, started) {
	return state.spans.some((span) => span.start === started);
}
function prefixed(name, target) {
	return name.startsWith(`[${target} `) || name.startsWith(`[${target}]`);
}
function withoutTarget(name, target) {
	if (name.startsWith(`[${target}] `)) return name.slice(target.length + 3);
	return name.startsWith(`[${target} `) ? `[${name.slice(target.length + 2)}` : name;
}
// src/build/progress/live.ts
/** A step that prints nothing gets its group after that time, milliseconds; internal steps are shown from then on. */
const PATIENCE_MS$1 = 2e3;
/** Lines of a step kept while another one is in the foreground. */
const HELD_LINES = 400;
/** Characters kept for all waiting steps together; beyond it each keeps only its last {@link LEAST_LINES}. */
const HELD_CHARACTERS = 2e6;
const LEAST_LINES = 20;
/** A step that ends again is shown again when it worked that much longer, milliseconds. */
const AGAIN_MS = 1e3;
const MAX_TITLE = 140;
const MAX_LINE = 2e3;
/** One foldable group per step that has something to show, one line for the others; nothing for quick internal ones. */
function showLive(emit) {
	const waiting = /* @__PURE__ */ new Map();
	const ended = [];
	/** One-line results that are taken back when the step runs again (a look-up before the work). */
	const results = /* @__PURE__ */ new Map();
	/** How long a step had worked when its result was shown: both targets of a bake report the steps they share. */
	const told = /* @__PURE__ */ new Map();
	/** Errors that were shown: BuildKit tries some sources again, and they fail again. */
	const failed = /* @__PURE__ */ new Map();
	let front;
	let held = 0;
	const data = (lines) => ({
		kind: "data",
		lines
	});
	const settle = () => {
		if (front) return;
		if (results.size > 0) emit(data([...results.values()]));
		results.clear();
		for (const events of ended.splice(0)) for (const event of events) emit(event);
	};
	const hold = (entry, lines) => {
		for (const line of lines) {
			entry.lines.push(line);
			held += line.length;
		}
		while (entry.lines.length > HELD_LINES || held > HELD_CHARACTERS && entry.lines.length > LEAST_LINES) {
			held -= entry.lines.shift()?.length ?? 0;
			entry.dropped += 1;
		}
	};
	const release = (entry) => {
		const { lines, dropped } = entry;
		for (const line of lines) held -= line.length;
		entry.lines = [];
		entry.dropped = 0;
		return [...dropped === 0 ? [] : [{
			kind: "info",
			text: `(${dropped} earlier lines left out)`
		}], ...lines.length === 0 ? [] : [data(lines)]];
	};
	const bring = (entry) => {
		results.delete(entry.state.id);
		settle();
		front = entry;
		emit({
			kind: "open",
			title: title(entry.state)
		});
		for (const event of release(entry)) emit(event);
	};
	const openLate = (state) => {
		const entry = {
			state,
			lines: [],
			dropped: 0,
			late: { more: true }
		};
		waiting.set(state.id, entry);
		return entry;
	};
	/** Nobody says that a step which has ended has nothing more to show. */
	const closeLate = () => {
		if (!front?.late) return;
		if (!front.late.more) leave(front);
		else front.late.more = false;
	};
	const leave = (entry) => {
		emit({ kind: "close" });
		if (waiting.get(entry.state.id) === entry) waiting.delete(entry.state.id);
		front = void 0;
		settle();
	};
	return {
		started(state) {
			waiting.set(state.id, {
				state,
				lines: [],
				dropped: 0
			});
		},
		lines(state, lines) {
			if (lines.length === 0) return;
			const entry = waiting.get(state.id) ?? openLate(state);
			if (entry.late) entry.late.more = true;
			if (entry.late && !front) bring(entry);
			const shown = lines.map((line) => cut(line, MAX_LINE));
			if (front === entry) emit(data(shown));
			else hold(entry, shown);
		},
		completed(state, at) {
			const entry = waiting.get(state.id);
			waiting.delete(state.id);
			const ending = end(state, at);
			const worked = busy(state, at);
			const repeats = state.error !== void 0 && failed.get(state.id) === state.error;
			if (state.error !== void 0) failed.set(state.id, state.error);
			const again = worked - (told.get(state.id) ?? Number.NEGATIVE_INFINITY) < AGAIN_MS;
			if (entry !== void 0 && front === entry) {
				for (const event of ending) emit(event);
				emit({ kind: "close" });
				front = void 0;
				told.set(state.id, worked);
				settle();
			} else if (repeats && (entry?.lines.length ?? 0) === 0) results.delete(state.id);
			else if (state.error !== void 0 || entry && entry.lines.length > 0 && shownInternal(state, at)) {
				results.delete(state.id);
				const body = entry ? release(entry) : [];
				ended.push([
					{
						kind: "open",
						title: title(state)
					},
					...body,
					...ending,
					{ kind: "close" }
				]);
			} else if (shownInternal(state, at) && (!again || results.has(state.id))) {
				told.set(state.id, worked);
				results.set(state.id, `${title(state)}: ${state.cached ? "cached" : `done ${formatTime(busy(state, at))}`}`);
			}
			if (!front && ended.length > 0) settle();
		},
		turn(at) {
			closeLate();
			if (front) return;
			const next = [...waiting.values()].find(({ state, lines }) => {
				return at - (state.running ?? at) > PATIENCE_MS$1 || lines.length > 0 && !state.internal;
			});
			if (next) bring(next);
		},
		say(lines) {
			if (front) emit(data(lines));
			else {
				settle();
				emit(data(lines));
			}
		},
		finish(at) {
			if (front) {
				for (const event of front.late ? [] : end(front.state, at)) emit(event);
				leave(front);
			}
			settle();
			for (const entry of waiting.values()) {
				if (entry.lines.length === 0 && !shownInternal(entry.state, at)) continue;
				emit({
					kind: "open",
					title: title(entry.state)
				});
				for (const event of [...release(entry), ...entry.late ? [] : end(entry.state, at)]) emit(event);
				emit({ kind: "close" });
			}
			waiting.clear();
		}
	};
}
/** The step's name and where it stands: `[2/5] RUN pip install torch · Dockerfile:7`. */
function title(state) {
	const { step } = state;
	const place = step?.line === void 0 ? "" : ` · ${step.file ?? "Dockerfile"}:${step.line}`;
	return `${cut(state.name, MAX_TITLE)}${place}`;
}
function shownInternal(state, at) {
	return !state.internal || state.error !== void 0 || busy(state, at) > PATIENCE_MS$1;
}
function end(state, at) {
	const time = formatTime(busy(state, at));
	if (state.error !== void 0) {
		const cancelled = isCancelled(state.error);
		const said = {
			kind: "info",
			text: cancelled ? `cancelled after ${time}` : `failed after ${time}`
		};
		return cancelled ? [said] : [{
			kind: "data",
			lines: [cut(state.error, MAX_LINE)]
		}, said];
	}
	if (state.running !== void 0) return [{
		kind: "info",
		text: `not finished after ${time}`
	}];
	if (firstStart(state) === void 0) return [];
	return [{
		kind: "info",
		text: state.cached ? "cached" : `done ${time}`
	}];
}
/** The step was ended because another one failed or the run was cancelled. */
function isCancelled(error) {
	return /context canceled\s*$/i.test(error);
}
// src/build/progress/failure.ts
const MAX_MESSAGE = 2e3;
/** Words that every failure begins with and that say nothing. */
const PREFIX = /^(?:failed to build: |failed to solve: |rpc error: code = Unknown desc = )+/;
/** Why the build failed, from buildx's plain text and the steps' errors. `plain` holds its last lines that are no events. */
function readFailure(plain, steps, exitCode, map) {
	const said = readEpilogue(plain);
	const run = failedStep(steps, said.message);
	const raw = said.message ?? run?.error ?? noReason(exitCode);
	const step = run?.step ?? excerptStep(said, map);
	return {
		message: cut(raw.replace(PREFIX, ""), MAX_MESSAGE),
		exitCode,
		...run ? { run } : {},
		excerpt: said.excerpt,
		...step ? { step } : {}
	};
}
function noReason(exitCode) {
	return `buildx ended with ${exitCode === null ? "no exit code" : `exit code ${exitCode}`} and gave no reason`;
}
/** buildx ended with this code by itself and said nothing about it: so it hands on what an answer of the frontend says (`printResult`). */
function endedSilently({ message, exitCode }) {
	return exitCode !== null && message === noReason(exitCode);
}
function failedStep(steps, message) {
	const failed = steps.filter((step) => step.error !== void 0 && !isCancelled(step.error));
	return failed.find((step) => message?.includes(step.error ?? "")) ?? failed[0];
}
function readEpilogue(plain) {
	const at = plain.findLastIndex((line) => line.startsWith("ERROR: "));
	const head = plain.findLastIndex((line, index) => /^\S.*:\d+$/.test(line) && /^-{8,}$/.test(plain[index + 1] ?? ""));
	const told = plain.slice(Math.max(at, 0), head > at ? head : void 0);
	const message = at < 0 ? void 0 : told.join(" ").slice(7).trim();
	if (head < 0) return {
		message,
		excerpt: [],
		file: void 0,
		line: void 0
	};
	const after = plain.slice(head + 2);
	const end = after.findIndex((line) => /^-{8,}$/.test(line));
	const [, file, line] = /^(.*):(\d+)$/.exec(plain[head] ?? "") ?? [];
	return {
		message,
		excerpt: end < 0 ? after : after.slice(0, end),
		file,
		line: Number(line)
	};
}
function excerptStep(said, map) {
	if (said.line === void 0) return void 0;
	const known = map?.at(said.line);
	if (known) return known;
	const marked = said.excerpt.map((row) => /^\s*\d+ \| >>> ?(.*)$/.exec(row)?.[1]?.trim()).find((text) => text !== void 0);
	return {
		text: cut(marked ?? "", 200),
		...(map?.file ?? said.file) === void 0 ? {} : { file: map?.file ?? said.file ?? "" },
		line: said.line
	};
}
// src/build/progress/running.ts
const RUN = /^\[[^\]]+\] RUN\b/;
function toRunning(state, started) {
	const { id, name, printed, internal } = state;
	return {
		id,
		name,
		started,
		printed,
		isRun: RUN.test(name),
		internal
	};
}
// src/build/progress/render.ts
/** Prints events on a log. Text of the build only ever goes through `data` and group titles. */
function renderTo(log) {
	return (events) => {
		for (const event of events) render(log, event);
	};
}
function render(log, event) {
	switch (event.kind) {
		case "open":
			log.open(event.title);
			break;
		case "close":
			log.close();
			break;
		case "data":
			log.data(event.lines);
			break;
		case "info":
			log.info(event.text);
			break;
		case "status": log.status(event.text);
	}
}
// src/build/progress/index.ts
/** Plain lines of buildx that are kept: its excerpt and error come last. */
const PLAIN_LINES = 200;
const STATUS_MS = 200;
const MAX_WARNINGS = 100;
/** As the kernel's words for ENOSPC are printed, with and without a capital. */
const FULL = "o space left on device";
/** Ended steps that wait to be taken. */
const MAX_ENDED = 1e3;
/** Turns `--progress=rawjson` of buildx into a live log and a timeline. Memory stays bounded however much the build prints. */
function createProgress(options) {
	const steps = /* @__PURE__ */ new Map();
	const warnings = /* @__PURE__ */ new Map();
	const plain = [];
	const ended = [];
	const out = [];
	const live = showLive((event) => out.push(event));
	const mask = options.mask ?? ((text) => text);
	const naming = {
		map: options.dockerfile,
		bake: options.bake,
		keep: createCommandKeeper()
	};
	let last = 0;
	let lastStatus = 0;
	let lines = 0;
	let troubles = 0;
	const takeVertex = (event) => {
		const state = steps.get(event.digest) ?? openStep(event, naming);
		steps.set(event.digest, state);
		renameStep(state, event, naming);
		const change = updateStep(state, {
			...event,
			error: mask(event.error)
		});
		if (event.error !== "") troubles += 1;
		if (change === "started") {
			state.seen = last;
			live.started(state);
		}
		if (change !== "completed") return;
		if (!state.cached && ended.length < MAX_ENDED) ended.push(toRunning(state, state.seen === 0 ? last : state.seen));
		showRest(state);
		live.completed(state, last);
	};
	const showRest = (state) => {
		const rest = [...state.readers.values()].flatMap((lines) => lines.rest());
		state.readers.clear();
		show(state, rest, last);
	};
	const show = (state, lines, at) => {
		if (lines.length === 0) return;
		state.printed = true;
		if (lines.some((line) => line.includes(FULL))) troubles += 1;
		keepTail(state, lines);
		const stamp = elapsed(state, at);
		live.lines(state, lines.map((line) => stamp + line));
	};
	const tellTransfers = (state, lines) => {
		const stamp = elapsed(state, last);
		live.lines(state, lines.map((line) => stamp + cleanLine(line)));
	};
	const takeStatus = (event) => {
		const state = steps.get(event.vertex);
		if (!state) return;
		tellTransfers(state, [...state.transfers.update(event, last), ...state.transfers.report(last)]);
	};
	const takeLog = (chunk) => {
		const state = steps.get(chunk.vertex);
		if (state) show(state, reader(state, chunk.stream, mask).push(chunk.data, last), chunk.at ?? last);
	};
	const takeWarning = (event) => {
		const warning = toWarning(event, options.dockerfile?.file);
		const key = `${warning.file}:${warning.line}:${warning.message}`;
		if (warnings.has(key) || warnings.size >= MAX_WARNINGS) return;
		warnings.set(key, warning);
		const place = warning.line === void 0 ? "" : ` (${warning.file ?? "Dockerfile"}:${warning.line})`;
		live.say([`WARNING: ${warning.message.replace(/ \(line \d+\)$/, "")}${place}`]);
	};
	const takePlain = (text) => {
		const line = mask(cleanLine(text));
		plain.push(cut(line, 4e3));
		if (plain.length > PLAIN_LINES) plain.shift();
		if (/^WARN/i.test(line)) live.say([line]);
	};
	const take = (events) => {
		const lastOf = new Map(events.vertexes.map((event) => [event.digest, event]));
		const ends = (event) => event.completed !== void 0 && lastOf.get(event.digest) === event;
		for (const event of events.vertexes) if (!ends(event)) takeVertex(event);
		for (const event of events.statuses) takeStatus(event);
		for (const chunk of events.logs) takeLog(chunk);
		for (const event of events.warnings) takeWarning(event);
		for (const event of events.vertexes) if (ends(event)) takeVertex(event);
	};
	const drain = () => {
		if (last - lastStatus >= STATUS_MS) {
			lastStatus = last;
			const text = statusText([...steps.values()], last);
			if (text !== "") out.push({
				kind: "status",
				text
			});
		}
		return out.splice(0);
	};
	const runs = (states) => states.flatMap((state) => toRun(state, last) ?? []).sort((a, b) => a.started - b.started);
	return {
		line(text, at) {
			last = at;
			lines += 1;
			const events = readEvents(text);
			if (events) take(events);
			else if (text.trim() !== "" || plain.length > 0) takePlain(text);
			live.turn(at);
			return drain();
		},
		tick(at) {
			last = at;
			for (const state of steps.values()) if (state.running !== void 0) tellTransfers(state, state.transfers.report(at));
			live.turn(at);
			return drain();
		},
		finish(at) {
			last = at;
			for (const state of steps.values()) showRest(state);
			live.finish(at);
			return out.splice(0);
		},
		events: () => lines,
		troubles: () => troubles,
		running: () => [...steps.values()].flatMap((state) => state.running === void 0 ? [] : [toRunning(state, state.seen)]),
		takeEnded: () => ended.splice(0),
		timeline() {
			const all = runs([...steps.values()]);
			return {
				started: Math.min(...all.map((run) => run.started), all.length === 0 ? last : Number.POSITIVE_INFINITY),
				completed: Math.max(...all.map((run) => run.completed), all.length === 0 ? last : 0),
				steps: all,
				warnings: [...warnings.values()]
			};
		},
		failure: (exitCode) => exitCode === 0 ? void 0 : readFailure(plain, runs([...steps.values()]), exitCode, options.dockerfile)
	};
}
/** Seconds since the step's start, as a column in front of its lines. */
function elapsed(state, at) {
	return `${(Math.max(0, at - (firstStart(state) ?? at)) / 1e3).toFixed(1).padStart(6)} `;
}
/** BuildKit names the file by its base name; `file` is its path as the user gave it. */
function toWarning(event, file) {
	return {
		message: cut(cleanLine(event.short), 500),
		detail: event.detail.map((line) => cut(cleanLine(line), 500)),
		...event.url === "" ? {} : { url: event.url },
		...(file ?? event.file) === "" ? {} : { file: file ?? event.file },
		...event.line === void 0 ? {} : { line: event.line }
	};
}
/** `2 running, 5 of 9 done: [2/5] RUN pip install torch · Dockerfile:7 (12 s)`. */
function statusText(states, at) {
	const running = states.filter((state) => state.running !== void 0 && !state.internal);
	const first = running[0];
	if (!first) return "";
	const done = states.filter((state) => state.running === void 0 && state.spans.length > 0).length;
	const seconds = Math.round((at - (first.running ?? at)) / 1e3);
	const moving = first.transfers.now();
	return `${running.length} running, ${done} of ${states.length} done: ${title(first)} (${moving === "" ? "" : `${moving}, `}${Math.max(0, seconds)} s)`;
}
// src/build/watch/series.ts
const MAX_POINTS = 120;
/**
* Keeps of each stretch of samples the one that matters: the highest (`max`), or the lowest (`min`), at its own moment. When there are too
* many stretches, neighbours become one.
*/
function createSeries(keep) {
	let points = [];
	/** Samples that one point stands for. */
	let stride = 1;
	/** Samples in the last point. */
	let filled = 0;
	const better = (a, b) => (keep === "max" ? b.value > a.value : b.value < a.value) ? b : a;
	return {
		add(at, value) {
			const point = {
				at,
				value
			};
			const last = points.at(-1);
			if (last && filled < stride) {
				points[points.length - 1] = better(last, point);
				filled += 1;
				return;
			}
			if (points.length === MAX_POINTS) {
				points = points.flatMap((left, index) => {
					const right = points[index + 1];
					return index % 2 === 1 ? [] : [right ? better(left, right) : left];
				});
				stride *= 2;
			}
			points.push(point);
			filled = 1;
		},
		points: () => [...points]
	};
}
// src/build/watch/disks.ts
/** Places on one device are one disk. */
function groupDisks(disks) {
	return [...Map.groupBy(disks, ({ device, path }) => device ?? path).values()].flatMap((places) => {
		const [first] = places;
		if (!first) return [];
		return [{
			roles: [...new Set(places.map(({ role }) => role))],
			path: first.path,
			...first.total !== void 0 && { total: first.total }
		}];
	});
}
/** `written`: index of the disk that the steps write to; negative when it cannot be seen. */
function createDiskUses(watched, written) {
	const accounts = watched.map(() => void 0);
	const done = /* @__PURE__ */ new Map();
	const open = /* @__PURE__ */ new Map();
	/** Steps whose end a glance saw before the tick that tells of it. */
	const over = /* @__PURE__ */ new Set();
	let before;
	const none = {
		bytes: 0,
		most: 0,
		shared: false
	};
	const note = (account, { bytes, inodes }, tick) => {
		const { at } = tick;
		account.end = bytes;
		if ("machine" in tick || bytes < account.lowest) account.series.add(at, bytes);
		if (inodes !== void 0) account.lowestInodes = Math.min(inodes, account.lowestInodes ?? inodes);
		if (bytes >= account.lowest && account.lowestAt !== 0) return;
		account.lowest = bytes;
		account.lowestAt = at;
		account.lowestDuring = namesOf({
			ended: [],
			...tick
		});
	};
	const close = (id, end) => {
		const step = open.get(id);
		if (!step) return;
		open.delete(id);
		const found = done.get(id) ?? none;
		const most = Math.max(found.most, step.start - Math.min(step.lowest, end));
		done.set(id, {
			...found,
			bytes: found.bytes + step.start - end,
			most
		});
	};
	const lower = (free) => {
		for (const step of open.values()) step.lowest = Math.min(step.lowest, free);
	};
	const takeSteps = (running, ended, free) => {
		const fresh = [...running, ...ended].filter(({ id }) => !open.has(id));
		const left = ended.filter(({ id }) => open.has(id)).length > 0;
		lower(free);
		for (const step of fresh) open.set(step.id, {
			step,
			start: left ? free : before ?? free,
			lowest: free
		});
		for (const together of [running, fresh]) {
			const real = together.filter(({ internal }) => !internal);
			if (real.length > 1) for (const { id } of real) done.set(id, {
				...none,
				...done.get(id),
				shared: true
			});
		}
		const on = new Set(running.map(({ id }) => id));
		for (const { id } of ended) if (!on.has(id)) close(id, free);
		before = free;
	};
	const noteAll = (tick) => {
		for (const [index, disk] of watched.entries()) {
			const free = tick.disks[index];
			if (!free) continue;
			const account = accounts[index] ?? openAccount$1(disk, free.bytes);
			accounts[index] = account;
			note(account, free, tick);
		}
		return tick.disks[written]?.bytes;
	};
	return {
		take(tick) {
			const free = noteAll(tick);
			const ended = tick.ended.filter(({ id }) => !over.delete(id));
			const running = tick.running.filter(({ id }) => !over.has(id));
			if (free !== void 0) takeSteps(running, ended, free);
		},
		glance(tick) {
			const on = new Set(tick.running.map(({ id }) => id));
			const ended = [...open.values()].flatMap(({ step }) => on.has(step.id) ? [] : [step]);
			const free = noteAll({
				...tick,
				running: [...tick.running, ...ended]
			});
			if (free === void 0) return;
			for (const id of on) over.delete(id);
			for (const { id } of ended) over.add(id);
			takeSteps(tick.running, ended, free);
		},
		disks: () => accounts.flatMap((account) => account ? [toWatch(account)] : []),
		steps() {
			for (const id of [...open.keys()]) close(id, before ?? 0);
			return done;
		}
	};
}
function openAccount$1(disk, start) {
	return {
		disk,
		series: createSeries("min"),
		start,
		end: start,
		lowest: start,
		lowestAt: 0,
		lowestDuring: [],
		lowestInodes: void 0
	};
}
function toWatch({ disk, series, start, end, lowest, lowestAt, lowestDuring, lowestInodes }) {
	const inodes = lowestInodes === void 0 ? {} : { lowestInodes };
	return {
		...disk,
		start,
		end,
		lowest,
		lowestAt,
		lowestDuring,
		...inodes,
		series: series.points()
	};
}
/** The steps that ran, without bookkeeping unless there was nothing else. */
function namesOf({ running, ended }) {
	const steps = running.length > 0 ? running : ended;
	const real = steps.filter(({ internal }) => !internal);
	return [...new Set((real.length > 0 ? real : steps).map(({ name }) => name))];
}
// src/build/watch/one-question.ts
/**
* What a disk has left, asked once at a time: who asks while an answer is still to come waits for that one. A disk that never answers (a file
* system of a network) holds one of the few threads that read and write files, and not all of them.
*/
function oneQuestion(free) {
	const asked = /* @__PURE__ */ new Map();
	return (path) => {
		const under = asked.get(path);
		if (under) return under;
		const answer = free(path).finally(() => asked.delete(path));
		asked.set(path, answer);
		return answer;
	};
}
// src/build/watch/reserve.ts
const NO_RESERVES = {
	held: () => 0,
	giveBack: async () => 0,
	release: async () => {}
};
const MOST = 256 * 2 ** 20;
const SHARE = .01;
const LEAST = 4 * 2 ** 20;
/** With less free than that a reserve would be missed. */
const LEAST_FREE = 64 * 2 ** 20;
/** What is kept back of a disk with that much free: 1 %, from 4 to 256 MiB; 0 where even that would hurt. */
function reserveSize(free) {
	if (free < LEAST_FREE) return 0;
	return Math.floor(Math.min(MOST, Math.max(LEAST, free * SHARE)));
}
/**
* Where something is kept back: on the disk of our temporary folder `own`, which is the runner's too, and on that of the workspace when it
* is another one, beside the checkout so that it is in no build context (`RUNNER_WORKSPACE`).
*/
function reservePlaces(disks, own, besideCheckout) {
	const watched = groupDisks(disks);
	const temp = watched.find(({ roles }) => roles.includes("temp"));
	const workspace = watched.find(({ roles }) => roles.includes("workspace"));
	return [...temp ? [{
		path: temp.path,
		folder: own
	}] : [], ...workspace && workspace !== temp && besideCheckout ? [{
		path: workspace.path,
		folder: besideCheckout
	}] : []];
}
/** Makes the reserves, each noted in the journal before. Never throws: without one it is built as well. */
async function keepReserves(world, journal, places, name) {
	const kept = /* @__PURE__ */ new Map();
	for (const { path, folder } of places) {
		const free = await world.files.free(folder);
		const half = Math.floor(reserveSize(free?.bytes ?? 0) / 2);
		const parts = half === 0 ? [] : [1, 2];
		const files = await Promise.all(parts.map((part) => keepFile(world, journal, `${folder}/${name}-${part}`, half)));
		kept.set(path, files.filter((file) => file !== void 0));
	}
	const sum = (path) => (kept.get(path) ?? []).reduce((total, { bytes }) => total + bytes, 0);
	const giveBack = async (path, how) => {
		const files = kept.get(path) ?? [];
		const going = how === "half" ? files.slice(0, Math.max(0, files.length - 1)) : files;
		kept.set(path, files.slice(going.length));
		for (const { file } of going) await world.files.remove(file).catch(() => {});
		return going.reduce((total, { bytes }) => total + bytes, 0);
	};
	return {
		held: sum,
		giveBack,
		async release() {
			const files = [...kept.values()].flat().map(({ file }) => file);
			for (const path of kept.keys()) await giveBack(path, "all");
			for (const path of files) await journal.forget({
				kind: "remove-path",
				path
			});
		}
	};
}
async function keepFile(world, journal, file, most) {
	try {
		await journal.note({
			kind: "remove-path",
			path: file
		});
		const bytes = await world.reserve(file, most);
		if (bytes > 0) return {
			file,
			bytes
		};
		await journal.forget({
			kind: "remove-path",
			path: file
		});
	} catch {}
}
// src/build/watch/room.ts
const LOW_SHARE = .05;
const LOW_MOST = 2e9;
/** A disk that will be full so soon is told of, whatever is left. */
const SOON_MS = 3e4;
/** Filling counts when it goes on for so long: a layer that is unpacked takes gigabytes in seconds, and is over. */
const TREND_MS = 1e4;
/** A step that took no more than that from a disk that was low before is not told of. */
const NOTHING = 16 * 2 ** 20;
const MOST_WARNINGS = 10;
/** A fast disk takes a gigabyte in a second: with that much left above a mark the next look may wait. */
const FAR = 4e9;
const NEAR_MS$1 = 250;
/** Little is left of a disk below this: 5 % of it, of a large one 2 GB. */
function lowMark(total) {
	return Math.min(LOW_MOST, (total ?? Number.POSITIVE_INFINITY) * LOW_SHARE);
}
function createRoom(disks) {
	const accounts = disks.map(openAccount);
	const isNear = (index) => {
		const { stopBelow = 0, reserve = 0 } = disks[index] ?? {};
		return (accounts[index]?.free ?? Number.POSITIVE_INFINITY) - Math.max(stopBelow, reserve) < FAR;
	};
	return {
		take(at, free, steps) {
			return disks.flatMap((disk, index) => {
				const [left, account] = [free[index], accounts[index]];
				if (left === void 0 || account === void 0) return [];
				account.free = left;
				return [...marks(disk, account, index), ...warnings(disk, account, index, at, steps)];
			});
		},
		isNear,
		nextMs: () => disks.some((_disk, index) => isNear(index)) ? NEAR_MS$1 : void 0
	};
}
function openAccount() {
	return {
		looks: [],
		begun: /* @__PURE__ */ new Map(),
		told: /* @__PURE__ */ new Set(),
		warnings: 0,
		wasLow: false,
		stopped: false,
		givenBack: false,
		free: Number.POSITIVE_INFINITY
	};
}
function marks({ stopBelow, reserve = 0 }, account, disk) {
	const { free } = account;
	const events = [];
	if (stopBelow !== void 0 && free < stopBelow && !account.stopped) {
		account.stopped = true;
		events.push({
			kind: "stop",
			disk,
			free,
			below: stopBelow
		});
	}
	if (free < reserve && !account.givenBack) {
		account.givenBack = true;
		events.push({
			kind: "give-back",
			disk,
			free
		});
	}
	return events;
}
function warnings({ total }, account, disk, at, steps) {
	const { free } = account;
	const real = steps.filter(({ internal }) => !internal);
	for (const { id } of real) if (!account.begun.has(id)) account.begun.set(id, free);
	const fullInMs = trend(account, at);
	const low = free < lowMark(total);
	const crossed = low && !account.wasLow;
	account.wasLow = low;
	const soon = fullInMs !== void 0 && fullInMs < SOON_MS;
	if (!low && !soon) return [];
	const took = (id) => (account.begun.get(id) ?? free) - free > NOTHING;
	if (real.filter(({ id }) => !account.told.has(id) && (crossed || soon || took(id))).length === 0 && !(crossed && real.length === 0) || account.warnings >= MOST_WARNINGS) return [];
	account.warnings += 1;
	for (const { id } of real) account.told.add(id);
	return [{
		kind: "low",
		disk,
		free,
		...soon && { fullInMs }
	}];
}
/** When it is full if it goes on as in the last seconds; nothing when it does not fill, or was not seen for so long. */
function trend(account, at) {
	const { looks, free } = account;
	looks.push({
		at,
		free
	});
	while (looks[1] !== void 0 && at - looks[1].at >= TREND_MS) looks.shift();
	const first = looks[0];
	if (first === void 0 || at - first.at < TREND_MS || first.free <= free) return void 0;
	return free * (at - first.at) / (first.free - free);
}
// src/build/watch/room-watch.ts
const STATFS_MS = 2e3;
const ALL_MS = 950;
/** Somebody else looks once a second; when nothing was heard for so long we look. */
const UNHEARD_MS = 1500;
/** A log may speak of a full disk a million times. */
const GLANCE_MS = 100;
/** Heeds what is seen once a second, and looks itself when a disk is near to a mark, or when nobody else has. */
function watchRoom(world, { disks, room: asked }, { running, seen, stop }) {
	const { reserves, stop: mark, hurry } = asked ?? { reserves: NO_RESERVES };
	const watched = groupDisks(disks).map((disk) => {
		const reserve = reserves.held(disk.path);
		const stops = mark !== void 0 && disk.roles.some((role) => mark.roles.includes(role));
		return {
			...disk,
			...stops && { stopBelow: mark.below },
			...reserve > 0 && { reserve }
		};
	});
	const room = createRoom(watched);
	const kept = new Map(watched.flatMap(({ path, reserve }) => reserve === void 0 ? [] : [[path, {
		path,
		bytes: reserve
	}]]));
	let timer;
	let over = false;
	let lookedAtAll = Number.NEGATIVE_INFINITY;
	let glanced = Number.NEGATIVE_INFINITY;
	const note = ({ path, reserve = 0 }, during) => {
		kept.set(path, {
			path,
			bytes: reserve,
			givenBackAt: world.now(),
			givenBackDuring: during
		});
	};
	const act = async (event, steps) => {
		const disk = watched[event.disk];
		if (!disk) return;
		const during = namesOf({
			running: steps,
			ended: []
		});
		hurry?.();
		if (event.kind === "stop") stop({
			path: disk.path,
			free: event.free,
			below: event.below
		});
		else if (event.kind === "give-back") {
			const bytes = await reserves.giveBack(disk.path, "half");
			if (bytes === 0) return;
			note(disk, during);
			world.log.warning(`${nameOf(disk)} is nearly full, ${size(event.free)} left${whileText(during)}: ${size(bytes)} that were kept back for the runner and the report are given back`);
		} else world.log.warning(`${lowText(disk, event)}${whileText(during)}`);
	};
	const heed = async (free, steps) => {
		const events = room.take(world.monotonic(), free.map((found) => found?.bytes), steps);
		for (const event of events) await act(event, steps);
	};
	const look = async () => {
		const all = world.monotonic() - lookedAtAll >= ALL_MS;
		if (all) lookedAtAll = world.monotonic();
		const free = await Promise.all(watched.map(({ path }, index) => all || room.isNear(index) ? world.files.free(path) : void 0));
		if (over) return;
		const steps = running();
		seen(free, steps);
		await heed(free, steps);
	};
	const glance = async () => {
		if (world.monotonic() - glanced < GLANCE_MS) return;
		glanced = world.monotonic();
		const free = await Promise.all(watched.map(({ path }) => world.files.free(path)));
		if (!over) seen(free, running());
	};
	const next = () => {
		clearTimeout(timer);
		if (!over) timer = setTimeout(() => void round(look), room.nextMs() ?? UNHEARD_MS);
	};
	const round = (one) => one().catch(() => {}).finally(next);
	round(look);
	return {
		glance: () => void glance().catch(() => {}),
		hear(free) {
			if (over) return;
			lookedAtAll = world.monotonic();
			round(() => heed(free, running()));
		},
		async stop() {
			over = true;
			clearTimeout(timer);
			for (const { path, reserve = 0 } of watched) {
				if (reserve === 0) continue;
				if (((await within(world.files.free(path), STATFS_MS))?.bytes ?? 0) >= reserve || await reserves.giveBack(path, "all") === 0) continue;
				if (kept.get(path)?.givenBackAt === void 0) note({
					path,
					reserve
				}, []);
			}
			return [...kept.values()];
		}
	};
}
function lowText(disk, { free, fullInMs }) {
	const left = `${size(free)}${disk.total === void 0 ? "" : ` of ${size(disk.total)}`} left`;
	return fullInMs === void 0 ? `little room on ${nameOf(disk)}: ${left}` : `${nameOf(disk)} will be full in about ${Math.max(1, Math.round(fullInMs / 1e3))} s if it goes on like this: ${left}`;
}
function nameOf({ roles, path }) {
	return `the disk of ${path} (${roles.join(", ")})`;
}
function whileText(during) {
	const [first, ...more] = during.map((name) => name.length > 120 ? `${name.slice(0, 119)}…` : name);
	if (first === void 0) return "";
	return `, while ${first}${more.length > 0 ? ` and ${more.length} more` : ""} ran`;
}
function size(bytes) {
	return prettyBytes(bytes, SIZE_FORMAT);
}
// src/build/watch/ownership.ts
/** BuildKit's events may come that much later than what they tell of, milliseconds. */
const LAG_MS = 3e3;
const SETTLE_MS = 2 * LAG_MS;
/**
* A cgroup is one of the steps that run when it is first seen and have none yet. Where several fit, those are ruled out that end while it lives
* on, that live on when it is gone, and that turn out to be another cgroup's.
*/
function createOwnership() {
	const entries = /* @__PURE__ */ new Map();
	const taken = /* @__PURE__ */ new Set();
	let begun = false;
	const narrow = (entry, keep) => {
		const left = [...entry.owners].filter(keep);
		if (left.length > 0) entry.owners = new Set(left);
	};
	const tellApart = () => {
		for (let changed = true; changed;) {
			changed = false;
			for (const { owners } of entries.values()) {
				const [only] = owners;
				if (owners.size !== 1 || only === void 0 || taken.has(only)) continue;
				taken.add(only);
				changed = true;
				for (const other of entries.values()) if (other.owners.size > 1) narrow(other, (step) => step !== only);
			}
		}
	};
	return {
		take(at, groups, running, ended) {
			let kills = 0;
			const now = new Set(running);
			for (const group of groups) {
				const known = entries.get(group.id);
				if (!known && !group.populated) continue;
				const entry = known ?? open(group.id, begun || running.length > 0 ? at : Number.NEGATIVE_INFINITY);
				entries.set(group.id, entry);
				kills += read(entry, group);
				entry.gone = group.populated ? void 0 : entry.gone ?? at;
				if (entry.owners.size > 0) narrow(entry, (step) => !group.populated || now.has(step));
				else if (at - entry.born <= LAG_MS) entry.owners = new Set([...running, ...known ? [] : ended].filter((step) => !taken.has(step)));
			}
			const seen = new Set(groups.map(({ id }) => id));
			for (const entry of entries.values()) {
				if (!seen.has(entry.id)) entry.gone ??= at;
				if (entry.gone !== void 0 && at - entry.gone >= LAG_MS) narrow(entry, (step) => !now.has(step));
			}
			tellApart();
			begun = true;
			return kills;
		},
		holds: (step) => [...entries.values()].some(({ owners, gone }) => gone === void 0 && owners.size === 1 && owners.has(step)),
		settled(all) {
			const at = Math.max(0, ...[...entries.values()].map(({ gone, born }) => gone ?? born));
			const done = [...entries.values()].filter(({ gone }) => all || gone !== void 0 && at - gone >= SETTLE_MS);
			for (const { id } of done) entries.delete(id);
			return done;
		}
	};
}
function open(id, born) {
	return {
		id,
		born,
		owners: /* @__PURE__ */ new Set(),
		gone: void 0,
		peak: void 0,
		swapPeak: void 0,
		kills: 0
	};
}
/** Takes the counters in; gives the kills that are new. */
function read(entry, { counters }) {
	entry.peak = higher(entry.peak, counters.peak ?? counters.current);
	entry.swapPeak = higher(higher(entry.swapPeak, counters.swapPeak), counters.swap);
	const before = entry.kills;
	entry.kills = Math.max(before, counters.oomKills ?? 0);
	return entry.kills - before;
}
function higher(a, b) {
	return a === void 0 ? b : b === void 0 ? a : Math.max(a, b);
}
// src/build/watch/tick.ts
/** How far a counter has gone on. One that is lower than before was begun anew, by a new cgroup. */
function advance(from, to) {
	return to >= from ? to - from : to;
}
// src/build/watch/step-use.ts
/** A peak that near to the limit has pushed out what earlier steps left in the page cache. */
const NEAR = .99;
/**
* Joins the counters to the steps. Each step's own cgroup is the best witness, as last read; what happens between two looks is known from the
* sum of all: its peak has risen, or it counts a kill that no cgroup alive does. `killsAddUp`: the sum counts the kills of its children (v2).
*/
function createStepUses(killsAddUp) {
	const accounts = /* @__PURE__ */ new Map();
	const ownership = createOwnership();
	let last;
	/** RUN steps of the last look. */
	let before = /* @__PURE__ */ new Set();
	/** In the sum but of no step alive: what ended ones left in the page cache. */
	let idle = 0;
	let seen = false;
	/** Kills of the sum, and those of them that were given to a step. */
	const kills = {
		all: 0,
		given: 0
	};
	/** A rise that no step had begun for yet. */
	let waiting = {};
	const account = (id) => {
		const found = accounts.get(id) ?? {
			peak: {
				own: void 0,
				shared: void 0
			},
			swap: {
				own: void 0,
				shared: void 0
			},
			ownKills: 0,
			sharedKills: 0
		};
		accounts.set(id, found);
		return found;
	};
	const settle = ({ owners, peak, swapPeak, kills: counted }) => {
		const kind = owners.size === 1 ? "own" : "shared";
		for (const id of owners) {
			const to = account(id);
			to.peak[kind] = higher(to.peak[kind], peak);
			to.swap[kind] = higher(to.swap[kind], swapPeak);
			to[`${kind}Kills`] += counted;
		}
	};
	/** `steps` ran; those of them whose cgroup lives have what is theirs in it. */
	const takeRises = (total, steps, ended) => {
		const risen = (now, before) => now !== void 0 && now > (before ?? 0) && last !== void 0 ? now : void 0;
		waiting = {
			peak: atLimit(total, last) ?? risen(total.peak, last?.peak) ?? waiting.peak,
			swap: risen(total.swapPeak, last?.swapPeak) ?? waiting.swap
		};
		if (steps.length === 0) return;
		const full = typeof total.limit === "number" && (waiting.peak ?? 0) >= total.limit * NEAR;
		const peak = waiting.peak === void 0 || full ? waiting.peak : Math.max(0, waiting.peak - idle);
		const kind = steps.length === 1 ? "own" : "shared";
		for (const id of steps.filter((step) => ended.includes(step) || !ownership.holds(step))) {
			const to = account(id);
			to.peak[kind] = higher(to.peak[kind], peak);
			to.swap[kind] = higher(to.swap[kind], waiting.swap);
		}
		waiting = {};
	};
	const takeKills = (total, counted, steps) => {
		kills.all += last === void 0 ? 0 : advance(last.oomKills ?? 0, total.oomKills ?? 0);
		kills.given += counted;
		const rest = kills.all - kills.given;
		if (!killsAddUp || rest <= 0 || steps.length === 0) return;
		kills.given += rest;
		for (const id of steps) account(id)[steps.length === 1 ? "ownKills" : "sharedKills"] += rest;
	};
	return {
		take({ at, running, ended, group }) {
			const runs = running.filter(({ isRun }) => isRun).map(({ id }) => id);
			const over = ended.filter(({ isRun }) => isRun).map(({ id }) => id);
			for (const id of [...runs, ...over]) account(id);
			if (!group) {
				last ??= {};
				return;
			}
			seen = true;
			const counted = ownership.take(at, group.steps, runs, over);
			const older = [.../* @__PURE__ */ new Set([...runs.filter((id) => before.has(id)), ...over])];
			const steps = older.length > 0 ? older : runs;
			before = new Set(runs);
			takeRises(group.total, steps, over);
			takeKills(group.total, counted, steps);
			if (group.steps.every(({ counters }) => counters.current !== void 0)) {
				const theirs = group.steps.reduce((sum, { counters }) => sum + (counters.current ?? 0), 0);
				idle = Math.max(0, (group.total.current ?? 0) - theirs);
			}
			last = group.total;
			for (const record of ownership.settled(false)) settle(record);
		},
		holds: ownership.holds,
		result() {
			for (const record of ownership.settled(true)) settle(record);
			return Object.fromEntries([...accounts].map(([id, found]) => [id, toUse(found, killsAddUp && seen)]));
		}
	};
}
/** The limit, when it was hit since: that is the peak, whatever an older one hides. */
function atLimit(now, before) {
	return before?.limitHits !== void 0 && (now.limitHits ?? 0) > before.limitHits && typeof now.limit === "number" ? now.limit : void 0;
}
function toUse({ peak, swap, ownKills, sharedKills }, countsAll) {
	const peakMemory = peak.own ?? peak.shared;
	const peakSwap = swap.own ?? swap.shared;
	const oomKills = ownKills + sharedKills;
	const shared = peak.own === void 0 && peak.shared !== void 0 || sharedKills > 0;
	return {
		...peakMemory !== void 0 && { peakMemory },
		...peakSwap !== void 0 && { peakSwap },
		...(countsAll || oomKills > 0) && { oomKills },
		shared
	};
}
// src/build/watch/totals.ts
/** Counters that only rise, added up from look to look. */
function createRun() {
	let last;
	let total;
	return {
		take(value) {
			if (value === void 0) return;
			total = (total ?? 0) + (last === void 0 ? 0 : advance(last, value));
			last = value;
		},
		sum: () => total
	};
}
/** `scope`: what the source counts. Without any sample of it the machine is what is told of. */
function createTotals(scope, killsAddUp) {
	const group = createGroupTotals(killsAddUp);
	const machine = createMachineTotals();
	return {
		take(tick) {
			if (tick.group || !group.seen()) group.take(tick);
			machine.take(tick);
		},
		memory: () => group.seen() ? {
			scope,
			...group.result()
		} : machine.memory(),
		machine: machine.result
	};
}
function createGroupTotals(killsAddUp) {
	const [series, swapSeries] = [createSeries("max"), createSeries("max")];
	const [kills, pressure] = [createRun(), createRun()];
	/** Kills of steps by their own counters, where the sum does not know them (v1). */
	const own = /* @__PURE__ */ new Map();
	let ownGone = 0;
	let fresh = false;
	let first;
	let last = {};
	let from = 0;
	let to = 0;
	let peak;
	let swapPeak;
	let swapped = false;
	const takeOwn = (steps) => {
		for (const { id, counters } of steps) if (counters.oomKills) own.set(id, counters.oomKills);
		const alive = new Set(steps.map(({ id }) => id));
		for (const [id, count] of [...own]) {
			if (alive.has(id)) continue;
			ownGone += count;
			own.delete(id);
		}
	};
	/** A peak that is older than the build is not the build's; the highest that was seen is. */
	const ofBuild = (now, old, seen) => now !== void 0 && (fresh || now > (old ?? 0)) ? higher(now, seen) : seen;
	return {
		seen: () => first !== void 0,
		take({ at, group }) {
			if (!group) {
				fresh = true;
				kills.take(0);
				pressure.take(0);
				return;
			}
			const { total } = group;
			if (!first) from = at;
			first ??= total;
			to = at;
			peak = higher(peak, atLimit(total, last));
			last = {
				...last,
				...total
			};
			kills.take(total.oomKills);
			pressure.take(total.pressureUs);
			takeOwn(group.steps);
			peak = higher(peak, total.current);
			swapPeak = higher(swapPeak, total.swap);
			if (total.current !== void 0) series.add(at, total.current);
			if (total.swap !== void 0) swapSeries.add(at, total.swap);
			swapped ||= (total.swap ?? 0) > 0;
		},
		result() {
			const counted = killsAddUp ? kills.sum() : ownGone + [...own.values()].reduce((sum, count) => sum + count, 0);
			return {
				...defined({
					limit: last.limit,
					swapLimit: last.swapLimit,
					peak: ofBuild(last.peak, first?.peak, peak),
					swapPeak: ofBuild(last.swapPeak, first?.swapPeak, swapPeak),
					oomKills: killsAddUp || counted ? counted : void 0,
					pressure: share(last.pressureUs === void 0 ? void 0 : pressure.sum(), to - from)
				}),
				series: series.points(),
				swapSeries: swapped ? swapSeries.points() : []
			};
		}
	};
}
function createMachineTotals() {
	const [series, swapSeries] = [createSeries("max"), createSeries("max")];
	const [kills, pressure] = [createRun(), createRun()];
	let first;
	let lowestAvailable;
	let from = 0;
	let to = 0;
	let peak;
	let swapPeak;
	return {
		take({ at, machine }) {
			if (!first) from = at;
			first ??= machine;
			to = at;
			kills.take(machine.oomKills);
			pressure.take(machine.pressureUs);
			const { available, swapFree } = machine;
			if (available !== void 0) {
				lowestAvailable = Math.min(available, lowestAvailable ?? available);
				const used = Math.max(0, (machine.memory ?? available) - available);
				peak = higher(peak, used);
				series.add(at, used);
			}
			if (swapFree === void 0 || !machine.swap) return;
			const used = Math.max(0, machine.swap - swapFree);
			swapPeak = higher(swapPeak, used);
			swapSeries.add(at, used);
		},
		memory() {
			if (peak === void 0) return void 0;
			const numbers = {
				peak,
				swapPeak,
				oomKills: kills.sum(),
				pressure: share(pressure.sum(), to - from)
			};
			const swaps = (swapPeak ?? 0) > 0 ? swapSeries.points() : [];
			return {
				scope: "machine",
				...defined(numbers),
				series: series.points(),
				swapSeries: swaps
			};
		},
		result: () => defined({
			memory: first?.memory,
			swap: first?.swap,
			startAvailable: first?.available,
			lowestAvailable,
			swapPeak,
			oomKills: kills.sum()
		})
	};
}
function share(waitedUs, ms) {
	return waitedUs === void 0 || ms <= 0 ? void 0 : Math.min(1, waitedUs / 1e3 / ms);
}
// src/build/watch/join.ts
function createJoin({ scope, killsAddUp, disks, written }) {
	const totals = createTotals(scope, killsAddUp);
	const memory = createStepUses(killsAddUp);
	const space = createDiskUses(disks, written);
	return {
		take(tick) {
			totals.take(tick);
			memory.take(tick);
			space.take(tick);
		},
		glance: space.glance,
		holds: memory.holds,
		result() {
			const found = totals.memory();
			return {
				...found && { memory: found },
				machine: totals.machine(),
				disks: space.disks(),
				steps: joinSteps(memory.result(), space.steps())
			};
		}
	};
}
/** What file systems move about by themselves. */
const NOISE = 1e6;
function joinSteps(memory, space) {
	const steps = {};
	for (const id of /* @__PURE__ */ new Set([...Object.keys(memory), ...space.keys()])) {
		const disk = space.get(id);
		steps[id] = {
			shared: false,
			...memory[id],
			...disk && { diskBytes: disk.bytes },
			...disk && disk.most - Math.max(0, disk.bytes) >= NOISE && { diskMost: disk.most },
			...disk?.shared && { diskShared: true }
		};
	}
	return steps;
}
// src/build/watch/machine.ts
/** Pages are counted; they are of 4 KiB, or larger on some arm machines. */
const PAGE = 4096;
function swapTraffic(vmstat) {
	const [come, gone] = [field(vmstat, "pswpin"), field(vmstat, "pswpout")];
	return come === void 0 || gone === void 0 ? void 0 : (come + gone) * PAGE;
}
/** Reads `/proc/meminfo`, `/proc/vmstat` (`oom_kill` since Linux 4.13) and `/proc/pressure/memory`. */
function parseMachine({ meminfo, vmstat, pressure }) {
	const line = (name) => {
		const kib = new RegExp(`^${name}:\\s+(\\d+) kB$`, "m").exec(meminfo ?? "")?.[1];
		return kib === void 0 ? void 0 : Number(kib) * 1024;
	};
	return defined({
		memory: line("MemTotal"),
		swap: line("SwapTotal"),
		available: line("MemAvailable"),
		swapFree: line("SwapFree"),
		oomKills: field(vmstat, "oom_kill"),
		pressureUs: fullPressure(pressure),
		swapBytes: swapTraffic(vmstat)
	});
}
/** `all`: also what only its change over the build matters of, and what costs the kernel more. */
async function readMachine({ files }, all) {
	const read = (path) => files.read(path).catch(() => void 0);
	const [meminfo, vmstat, pressure] = await Promise.all([
		read("/proc/meminfo"),
		all ? read("/proc/vmstat") : void 0,
		all ? read("/proc/pressure/memory") : void 0
	]);
	return parseMachine({
		meminfo,
		vmstat,
		pressure
	});
}
// src/build/watch/sighting.ts
/** A step that runs for so long has its cgroup, also when it prints nothing. */
const SETTLED_MS = 3e3;
/** A RUN step's cgroup is made at its start: one that appears later is somebody else's. */
const NEAR_MS = 2500;
const TWICE = 2;
/** `elsewhere`: folders in which the cgroups of this builder's RUN steps lie when they are not where they should be. */
function createSighting(world, version, elsewhere) {
	const seen = /* @__PURE__ */ new Map();
	const outside = /* @__PURE__ */ new Set();
	let strangers = /* @__PURE__ */ new Map();
	let looked = Number.NEGATIVE_INFINITY;
	let inside = 0;
	return {
		async take(tick, holds) {
			const { at, running, group } = tick;
			if (!group) return;
			const runs = running.filter(({ isRun }) => isRun);
			const on = new Set(runs.map(({ id }) => id));
			for (const id of seen.keys()) if (!on.has(id)) seen.delete(id);
			const alive = group.steps.filter(({ populated }) => populated).length;
			for (const { id } of runs) {
				const step = seen.get(id) ?? {
					since: at,
					inside: false,
					suspect: void 0,
					times: 0
				};
				seen.set(id, step);
				if (step.inside || !(holds(id) || alive >= runs.length)) continue;
				step.inside = true;
				inside += 1;
			}
			if (elsewhere.length === 0 || runs.length > 0 && runs.every(({ id }) => seen.get(id)?.inside)) return;
			const found = await listStrangers(world, version, elsewhere);
			strangers = keepBirths(strangers, found, at, at - looked <= NEAR_MS);
			looked = at;
			if (alive > 0) return;
			for (const step of runs) {
				const state = seen.get(step.id);
				if (!state || state.inside || !isSettled(step, state, at)) continue;
				const suspect = await populatedNear(world, version, strangers, state.since);
				state.times = suspect !== void 0 && suspect === state.suspect ? state.times + 1 : 1;
				state.suspect = suspect;
				if (suspect !== void 0 && state.times >= TWICE) outside.add(step.name);
			}
		},
		result: () => ({
			seenInside: inside,
			seenOutside: [...outside]
		})
	};
}
function isSettled({ printed }, { since }, at) {
	return printed || at - since >= SETTLED_MS;
}
/** When each of them appeared; `unbroken`: we looked just before, so a new one is really new. */
function keepBirths(before, found, at, unbroken) {
	const birth = unbroken ? at : Number.NEGATIVE_INFINITY;
	return new Map(found.map((path) => [path, before.get(path) ?? birth]));
}
/** Names that the engine gives the cgroups of its own BuildKit under the systemd driver. */
const SYSTEMD_NAME = /^system\.slice:docker:[0-9a-z]{25}$/;
async function listStrangers({ files }, version, elsewhere) {
	return (await Promise.all(elsewhere.map(async (path) => {
		const folder = cgroupFolder(version, "memory", path);
		return (await files.list(folder).catch(() => [])).filter((name) => STEP_ID.test(name) || SYSTEMD_NAME.test(name)).map((name) => `${folder}/${name}`);
	}))).flat();
}
/** One that appeared when the step started and has processes. Two of them: nobody knows whose they are. */
async function populatedNear({ files }, version, strangers, since) {
	const near = [...strangers].filter(([, born]) => Math.abs(born - since) <= NEAR_MS).map(([path]) => path);
	const [only] = near;
	if (near.length !== 1 || only === void 0) return void 0;
	const name = version === "2" ? "cgroup.events" : "cgroup.procs";
	const text = await files.read(`${only}/${name}`).catch(() => void 0);
	return DIALECTS[version].populated({ [name]: text }) ? only : void 0;
}
// src/build/watch/sampler.ts
/** The machine's slow counters are read every so many looks. */
const ALL_EVERY = 10;
/** For a look that hangs, milliseconds: one under way, the last one with its wait for a builder far away, the disks in it. */
const PATIENCE_MS = 2e3;
const LAST_MS = 6e3;
const DISK_MS = 2e3;
function createSampler(world, options, steps, source, heed = () => {}) {
	const { disks, group } = options;
	const watched = groupDisks(disks);
	const filled = buildDisk(watched);
	const join = createJoin({
		scope: group?.scope ?? "steps",
		killsAddUp: group?.place.version === "2",
		disks: watched,
		written: filled ? watched.indexOf(filled) : -1
	});
	const sighting = createSighting(world, group?.place.version ?? "2", group?.elsewhere ?? []);
	const began = world.now() - world.monotonic();
	let count = 0;
	let busy;
	let latest;
	const look = async (all, last) => {
		const running = steps.running();
		const ended = steps.takeEnded();
		const [sample, machine, free] = await Promise.all([
			source?.sample(last),
			options.remote ? {} : readMachine(world, all),
			Promise.all(watched.map(({ path }) => within(world.files.free(path), DISK_MS)))
		]);
		const tick = {
			at: Math.round(began + world.monotonic()),
			running,
			ended,
			machine,
			disks: free,
			...sample && { group: sample }
		};
		latest = sample;
		heed(tick);
		join.take(tick);
		await sighting.take(tick, join.holds);
	};
	const start = (all, last = false) => {
		busy = look(all, last).finally(() => {
			busy = void 0;
		});
		return busy;
	};
	return {
		async tick() {
			if (busy) return;
			count += 1;
			await start(count % ALL_EVERY === 1);
		},
		async finish(lost) {
			const idle = lost || world.cancelled.aborted;
			const look = async () => {
				if (busy) await within(busy, PATIENCE_MS);
				if (!busy) await within(start(true, !idle), LAST_MS);
			};
			await (idle ? look() : orAborted(look(), world.cancelled).catch(() => {}));
			return {
				watch: join.result(),
				...sighting.result()
			};
		},
		glance: (free, running) => join.glance({
			at: Math.round(began + world.monotonic()),
			running,
			disks: free
		}),
		latest: () => latest
	};
}
// src/build/watch/thrash.ts
/** All tasks wait for memory so much of the time: a fifth or less is left for work. */
const PRESSURE_SHARE = .8;
/** Bytes a second in both directions. A disk of 250 random reads a second moves as much. */
const SWAP_RATE = 2 ** 20;
/** Share of one processor below which the programs get on with nothing. */
const IDLE_SHARE = .2;
const WINDOW_MS = 12e4;
const SHORTEST_MS = 1e4;
/** As long as it must go on before it is told: two minutes, less when a stall would end the build before. */
function thrashWindow(stallMs) {
	return Math.min(WINDOW_MS, Math.max(SHORTEST_MS, (stallMs ?? Number.POSITIVE_INFINITY) / 2));
}
/** Over the last `windowMs`: by PSI where the kernel has it, else by busy swap beside programs that do not compute and a build that says nothing. */
function createThrash(windowMs) {
	let looks = [];
	const change = (key) => {
		const [from, to] = [looks[0]?.[key], looks.at(-1)?.[key]];
		return from === void 0 || to === void 0 ? void 0 : advance(from, to);
	};
	return {
		take(look) {
			if (looks.at(-1)?.scope !== look.scope) looks = [];
			const start = looks.findLastIndex(({ at }) => look.at - at >= windowMs);
			looks = [...looks.slice(Math.max(0, start)), look];
		},
		now() {
			const [first, last] = [looks[0], looks.at(-1)];
			const ms = first && last ? last.at - first.at : 0;
			if (!first || !last || ms < windowMs) return void 0;
			const pressure = change("pressureUs");
			if (pressure !== void 0) return pressure / 1e3 / ms > PRESSURE_SHARE ? "pressure" : void 0;
			const swapped = change("swapBytes");
			const busy = (change("userMs") ?? 0) / ms >= IDLE_SHARE;
			if (swapped === void 0 || busy || first.events !== last.events) return void 0;
			return swapped * 1e3 / ms > SWAP_RATE ? "swap-traffic" : void 0;
		}
	};
}
/** Tells of it once for each step, and remembers it. */
function watchThrash(world, { deadlines, remote }) {
	const windowMs = thrashWindow(deadlines.stallMs);
	const thrash = createThrash(windowMs);
	const told = /* @__PURE__ */ new Set();
	let found;
	let last;
	return {
		take(tick, events) {
			const look = toLook(tick, events, remote === true);
			if (!look) return;
			const before = last;
			last = look.at;
			thrash.take(look);
			const method = thrash.now();
			if (method === void 0) return;
			const during = namesOf({
				running: tick.running,
				ended: []
			});
			found = found ? {
				...found,
				ms: found.ms + look.at - (before ?? look.at)
			} : {
				method,
				at: look.at,
				ms: windowMs,
				during
			};
			const fresh = during.filter((name) => !told.has(name));
			for (const name of fresh) told.add(name);
			if (fresh[0] !== void 0) world.log.warning(thrashText(method, windowMs, fresh[0]));
		},
		thrashes: () => thrash.now() !== void 0,
		result: () => found
	};
}
/** Without a cgroup of the steps the machine's own pressure counts, unless it is built elsewhere. */
function toLook({ at, group, machine }, events, remote) {
	const pressureUs = group?.total.pressureUs ?? (remote ? void 0 : machine.pressureUs);
	const { swapBytes } = machine;
	if (pressureUs === void 0 && swapBytes === void 0) return void 0;
	return {
		at,
		scope: group?.total.pressureUs === void 0 ? "machine" : "steps",
		events,
		...pressureUs !== void 0 && { pressureUs },
		...swapBytes !== void 0 && { swapBytes },
		...group?.userMs !== void 0 && { userMs: group.userMs }
	};
}
function thrashText(method, windowMs, step) {
	const name = step.length > 120 ? `${step.slice(0, 119)}…` : step;
	const seconds = Math.round(windowMs / 1e3);
	return `the build thrashes while ${name} runs: ${method === "pressure" ? `everything has waited for memory more than ${PRESSURE_SHARE * 100} % of the last ${seconds} s` : `swap has been busy for ${seconds} s and the programs have not`}; it needs more memory, or fewer jobs at once`;
}
// src/build/watch/index.ts
const SECOND = 1e3;
const FATE_MS = 8e3;
/** A builder that is asked so often in vain what it does cannot be measured. */
const UNANSWERED = 3;
const UNMEASURED = "stall-timeout rests on buildx's progress alone: neither the processor time nor the disk or network use of this builder can be seen from here";
/** Begins to watch, before buildx is started. */
function startWatch(world, journal, options, steps) {
	const source = createSource(world, journal, options);
	const thrash = watchThrash(world, options);
	const eyes = {
		...world,
		files: {
			...world.files,
			free: oneQuestion(world.files.free)
		}
	};
	const sampler = createSampler(eyes, options, steps, source, (tick) => {
		thrash.take(tick, steps.events());
		room.hear(tick.disks);
	});
	const builder = createBuilderWatch(world, options.builder);
	const began = world.monotonic();
	const clock = createClock(options.deadlines, began);
	const over = new AbortController();
	let ended;
	let lost;
	/** It was quiet so long that what is dear to measure was asked for. */
	let looked = false;
	let unanswered = 0;
	let wellAt = world.monotonic();
	/** Names of the steps that ran when any did: a builder that dies takes them along. */
	let ran = [];
	const end = (by, afterMs, disk) => {
		if (ended) return;
		ended = {
			by,
			at: world.now(),
			afterMs: Math.round(afterMs),
			during: ran,
			...disk && { disk }
		};
		over.abort();
	};
	const now = () => {
		const running = steps.running();
		if (running.length > 0) ran = namesOf({
			running,
			ended: []
		});
		return running;
	};
	const work = (done) => thrash.thrashes() ? besidesSwapping(done) : done;
	const judge = async () => {
		const at = world.monotonic();
		const running = now();
		const verdict = clock.judge(at, steps.events(), work(cheapActivity(sampler.latest())));
		if (verdict.kind === "over") end(verdict.by, verdict.afterMs);
		if (verdict.kind !== "look-closer") return;
		looked = true;
		const deep = await lookCloser(world, options.builder, atWork(running));
		unanswered = deep ? 0 : unanswered + 1;
		if (deep || unanswered >= UNANSWERED) clock.closer(at, work(deep ?? {}));
	};
	const atWork = (running) => ({
		steps: running,
		counted: onlyRuns(running, sampler.latest()),
		...options.group?.inside === void 0 && options.group && { place: options.group.place }
	});
	const visit = async () => {
		const look = await builder.look();
		if (look.state === "well") wellAt = world.monotonic();
		if (look.state !== "lost") return;
		lost ??= look.fate;
		end("builder-lost", world.monotonic() - wellAt);
	};
	const room = watchRoom(eyes, options, {
		running: now,
		seen: sampler.glance,
		stop: (disk) => end("stop-below", world.monotonic() - began, disk)
	});
	const rounds = [
		every(SECOND, sampler.tick),
		every(SECOND, judge),
		...options.builder.kind === "none" ? [] : [every(builder.everyMs, visit)]
	];
	return {
		over: over.signal,
		glance: room.glance,
		async stop(how) {
			for (const stop of rounds) stop();
			const givenBack = room.stop();
			const asked = how !== "well" || lost ? within(builder.fate(how === "cut" || lost !== void 0), FATE_MS) : void 0;
			const [seen, fate, reserves] = await Promise.all([
				sampler.finish(lost !== void 0),
				asked,
				givenBack
			]);
			if (source?.stop) await within(source.stop(), SECOND * 2);
			const blind = looked && clock.measured().length === 0;
			const told = fate && isLost(fate) ? {
				...lost,
				...fate
			} : lost ? {
				...fate,
				...lost
			} : fate;
			const thrashed = thrash.result();
			return {
				...seen,
				watch: {
					...seen.watch,
					...reserves.length > 0 && { reserves },
					...thrashed && { thrash: thrashed }
				},
				...ended && how !== "well" && { ended },
				...told && { fate: told },
				unfinished: namesOf({
					running: steps.running(),
					ended: []
				}),
				notes: blind ? [UNMEASURED] : []
			};
		}
	};
}
function createSource(world, journal, { group }) {
	if (!group) return void 0;
	if (group.inside === void 0) return createCgroupSource(world, group.place);
	return createExecSource(world, journal, group.inside, group.place);
}
/** Nothing but RUN steps is at work, and their own cgroups tell of it: what else the engine does is for somebody else. */
function onlyRuns(running, sample) {
	const real = running.filter(({ internal }) => !internal);
	const alive = sample?.steps.filter(({ populated }) => populated).length ?? 0;
	return sample?.cpuMs !== void 0 && real.length > 0 && real.every(({ isRun }) => isRun) && alive >= real.length;
}
function cheapActivity(sample) {
	return {
		...sample?.cpuMs !== void 0 && { cpuMs: sample.cpuMs },
		...sample?.ioBytes !== void 0 && { ioBytes: sample.ioBytes }
	};
}
// src/build/run-solve.ts
const TICK_MS = 500;
/** The runner kills 10 s after the first signal; the rest is for undoing. */
const GRACE_MS = 4e3;
/** Runs buildx, shows what it does, and ends it when the run is cancelled or the watch says so. */
async function runSolve(world, journal, solve) {
	const progress = createProgress({
		...solve.dockerfile && { dockerfile: solve.dockerfile },
		...solve.bake && { bake: solve.bake },
		mask: world.log.mask
	});
	if (solve.live) world.log.info(`$ ${printCommand(solve.argv)}`);
	const watch = startWatch(world, journal, solve.watch, progress);
	let code = null;
	try {
		const end = await follow(world, journal, solve, progress, watch);
		code = watch.over.aborted && end.code !== 0 ? null : end.code;
		const failure = progress.failure(code);
		const seen = await watch.stop(!failure ? "well" : failure.run ? "failed" : "cut");
		return {
			timeline: withDisk(progress.timeline(), seen.watch),
			...failure && { failure },
			ms: end.ms,
			seen
		};
	} catch (error) {
		await watch.stop("well");
		throw error;
	}
}
async function follow(world, journal, solve, progress, watch) {
	const show = solve.live ? renderTo(world.log) : () => {};
	const stdout = [];
	const take = (line) => {
		const before = progress.troubles();
		show(progress.line(line, world.now()));
		if (progress.troubles() > before) watch.glance();
	};
	const ticker = setInterval(() => show(progress.tick(world.now())), TICK_MS);
	try {
		const { code, error, ms } = await followTracked(world, journal, {
			argv: solve.argv,
			env: solve.env
		}, {
			stderr: take,
			stdout: (line) => void (stdout.length < 1e3 && stdout.push(line))
		}, GRACE_MS, watch.over);
		show(progress.finish(world.now()));
		if (solve.live && stdout.length > 0) world.log.data(stdout);
		if (error !== void 0) throw notStarted(error);
		return {
			code,
			ms
		};
	} finally {
		clearInterval(ticker);
	}
}
/** The steps with what each took of the disk. */
function withDisk(timeline, watch) {
	const steps = timeline.steps.map((step) => {
		const diskBytes = watch.steps[step.id]?.diskBytes;
		return diskBytes === void 0 ? step : {
			...step,
			diskBytes
		};
	});
	return {
		...timeline,
		steps
	};
}
function notStarted(error) {
	return new UserError("engine", [{
		message: `docker could not be started: ${error}`,
		remedy: "install the Docker command line (package docker-ce-cli or docker.io) on this runner"
	}]);
}
export { orAborted as a, every as c, parseDevices as d, runTracked as f, endedSilently as i, createClock as l, cleanLine as m, keepReserves as n, within as o, inspect as p, reservePlaces as r, createBuilderWatch as s, runSolve as t, lookCloser as u };
