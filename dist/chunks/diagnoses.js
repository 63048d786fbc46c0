import { S as roundMemory, _ as GIB, a as isRun, b as printMemory, c as quoted, f as shorten, g as printSize, i as inputDuration, l as realSteps, m as stepText, n as count, o as lastWords$1, p as stepName, r as inPlace, s as printDuration, t as besides, u as runAtEnd, v as inputMemory, x as printUse, y as printExact } from "./words.js";
import { t as buildDisk } from "./host.js";
// src/judge/diagnoses/log.ts
/** The lines the failed step printed last. */
function tailOf({ failure }) {
	return failure?.run?.tail ?? [];
}
/** The command that failed, as BuildKit, the legacy builder and Buildah quote it: the user's text, and none of it was said. */
const COMMAND = /\bprocess ".*"(?= did not complete)|\bThe command '.*'(?= returned a)|\bbuilding at STEP ".*"(?=:)/s;
/** BuildKit's own sentences about the failure, without the log and without the command. */
function saidBy(failure) {
	return [failure?.run?.error, failure?.message].filter((text) => text !== void 0).map((text) => text.replace(COMMAND, "the command"));
}
const EXIT_CODE = /(?:exit code: |exit status |non-zero code: )(\d+)\s*$/;
/** The exit code of the RUN step's process, as BuildKit, the legacy builder, Podman and Buildah write it. */
function exitCodeOf(failure) {
	const code = saidBy(failure).map((text) => EXIT_CODE.exec(text)?.[1]).find((found) => found !== void 0);
	return code === void 0 ? void 0 : Number(code);
}
/** `Disk quota exceeded` is no full disk by statfs, but needs the same remedies. */
const NO_SPACE = /no space left on device|disk quota exceeded|\bENOSPC\b|not enough (?:free )?(?:disk )?space|\[Errno 28\]/i;
/**
* BuildKit (0.16 and later, on cgroup v2) counted an OOM kill in the step's own cgroup. buildx then ends with 102 (ResourceExhausted), which
* it does for too large messages and full disks as well. https://github.com/moby/buildkit/blob/master/executor/runcexecutor/executor_linux.go
*/
function buildkitCounted(failure) {
	const said = saidBy(failure);
	if (said.some((text) => /did not complete successfully: cannot allocate memory\s*$/.test(text))) return true;
	return failure?.exitCode === 102 && !said.some((text) => /larger than max/.test(text) || NO_SPACE.test(text));
}
const KILLED$1 = [
	/(?:^|[\s:])Killed\s*$/,
	/: line \d+:\s+\d+ Killed\b/,
	/Killed signal terminated program/,
	/non-zero exit status -?9\b/,
	/(?:exit(?:ed)?|status|code)\b.{0,20}\b137\b/,
	/SIGKILL|signal: 9|exited on killed/,
	/\bMemoryError\b|Memoryview is too large/,
	/std::bad_alloc|virtual memory exhausted|[Cc]annot allocate memory/
];
/** The line by which a program tells that it, or its child, was killed or got no memory. */
function killedLine(lines) {
	return lines.findLast((line) => KILLED$1.some((pattern) => pattern.test(line)))?.trim();
}
/** The last of these lines that speaks of a full disk. */
function fullDiskIn(lines) {
	return lines.findLast((line) => NO_SPACE.test(line));
}
/**
* The sentence or line that says that a disk is full: BuildKit's own first, then the step's log. Of vertices that fail together the one that
* buildx names may be the other end of a pipe.
*/
function noSpaceLine({ failure, timeline }) {
	const beside = failure === void 0 ? [] : timeline.steps.flatMap(({ error }) => error ?? []);
	const own = [...saidBy(failure), ...beside].find((text) => NO_SPACE.test(text));
	if (own !== void 0) return {
		line: own.trim(),
		own: true
	};
	const line = fullDiskIn(failure?.run?.tail ?? []);
	return line === void 0 ? void 0 : {
		line: line.trim(),
		own: false
	};
}
const LOST = [
	/error reading from server: (?:EOF|read )/,
	/transport is closing|closing transport due to/,
	/received prior goaway/,
	/code = Unavailable/,
	/error during connect/,
	/(?:failed to (?:dial|list workers|get status|receive status)|docker\.sock|buildkitd?\b|dial unix).{0,200}(?:connection refused|connection reset by peer|broken pipe|EOF|no such file)/,
	/Cannot connect to the Docker daemon/,
	/no such container|container \S+ is not running/i,
	/graceful_stop/,
	/no active session for \S+: context deadline exceeded/
];
/** BuildKit's own sentence that says that the builder is gone. Logs of steps are not asked: they talk to servers of their own. */
function lostLine(failure) {
	if (failure?.run !== void 0 && exitCodeOf(failure) !== void 0) return void 0;
	return saidBy(failure).find((text) => LOST.some((pattern) => pattern.test(text)));
}
// src/judge/diagnoses/builder-lost.ts
/** The builder or the engine went away below the build: by its state, else by BuildKit's own sentence. */
const builderLost = {
	id: "builder-lost",
	shapes: [
		"restarted",
		"exited",
		"gone",
		"paused",
		"unreachable",
		"connection"
	],
	diagnose(aftermath) {
		const shape = shapeOf$1(aftermath);
		return shape === void 0 ? [] : [explain$2(aftermath, shape)];
	}
};
function shapeOf$1({ builder, failure, ended }) {
	if (ended !== void 0 && ended.by !== "builder-lost") return void 0;
	const line = lostLine(failure);
	const state = builder?.state ?? "running";
	if (state === "paused" && ended === void 0) return line === void 0 ? void 0 : "connection";
	if (state !== "running" && (ended !== void 0 || line !== void 0 || failure?.run === void 0)) return failure === void 0 && ended === void 0 && state !== "restarted" ? void 0 : state;
	return line !== void 0 || ended !== void 0 ? "connection" : void 0;
}
function explain$2(aftermath, shape) {
	const { builder, failure, ended } = aftermath;
	const run = runAtEnd(aftermath);
	const step = failure?.step ?? run?.step;
	const meanwhile = aftermath.meanwhile === void 0 ? "" : ` while ${aftermath.meanwhile}`;
	const during = run === void 0 ? meanwhile : ` while ${stepName(aftermath.timeline, run, step)} ran${inPlace(step)}`;
	const line = lostLine(failure);
	const cause = causeOf(builder, shape);
	return {
		id: "builder-lost",
		shape,
		level: failure === void 0 && ended === void 0 ? "warning" : "failure",
		certainty: shape === "connection" ? "likely" : "certain",
		message: `${builder?.what ?? "the builder"} ${WHAT$1[shape]}${during}${cause === "" ? "" : `: ${cause}`}`,
		evidence: [
			...fate(builder),
			...ended === void 0 || ended.afterMs < 1e3 ? [] : [`seen after ${printDuration(ended.afterMs)}, then buildx was ended`],
			...line === void 0 ? [] : [`BuildKit says: ${quoted(line)}`],
			...lastWords$1(builder, 5)
		],
		remedies: remedies(aftermath, shape, run),
		...step && { step },
		...run && { stepId: run.id }
	};
}
const WHAT$1 = {
	restarted: "was restarted",
	exited: "died",
	gone: "was removed",
	paused: "was paused",
	unreachable: "could no longer be reached",
	connection: "broke off the connection"
};
function fate(builder) {
	if (builder === void 0) return [];
	const code = builder.exitCode === void 0 ? "" : `, exit code ${builder.exitCode}`;
	const oom = builder.oomKilled === void 0 ? "" : builder.oomKilled ? ", OOMKilled" : ", not OOMKilled";
	const detail = builder.detail === void 0 ? "" : `: ${quoted(builder.detail)}`;
	return [`${builder.what}: ${builder.state}${code}${oom}${detail}`];
}
/** Why it went, by its last words and its exit code; empty when neither tells. */
function causeOf(builder, shape) {
	const tail = builder?.tail ?? [];
	if (fullDiskIn(tail) !== void 0) return "its disk was full";
	if (tail.some((line) => /^(?:panic:|fatal error:|SIGSEGV)/.test(line.trim()))) return "it crashed";
	if (builder?.oomKilled === true) return "the kernel killed it for want of memory";
	if (shape === "gone") return "somebody removed its container";
	const code = shape === "restarted" || shape === "exited" ? builder?.exitCode : void 0;
	if (code === 137) return "killed from outside (SIGKILL), not for want of memory as far as the counters tell";
	if (code === 143 || code === 0) return "told to stop from outside";
	return code === void 0 ? "" : `it ended with exit code ${code}`;
}
function remedies(aftermath, shape, run) {
	const { builder } = aftermath;
	const own = OWN$1[shape];
	const tail = builder?.tail ?? [];
	const full = fullDiskIn(tail) !== void 0;
	const crashed = tail.some((line) => /^(?:panic:|fatal error:|SIGSEGV)/.test(line.trim()));
	return [
		...full ? ["free space on the engine's disk before the build: its last words say that it was full"] : [],
		...crashed ? ["take another version of BuildKit, driver-opts: image=moby/buildkit:v0.…, and report its last words to moby/buildkit"] : [],
		...own,
		...run === void 0 ? [] : ["run it again: steps that had ended are in the cache when the builder kept its volume, or with cache-from"]
	];
}
const LOOK = "look into the engine's log (`journalctl -u docker`) for the same minute";
const OWN$1 = {
	restarted: [`find what restarted it: an update of Docker (unattended-upgrades), a \`systemctl restart docker\` in another job; ${LOOK}`],
	exited: [`find what ended it; ${LOOK}`],
	gone: ["find what removed it: a `docker rm`, `docker system prune` or `docker buildx rm` in another job of this machine; builders of this action have names of their own and should be left out"],
	paused: ["unpause it (`docker unpause`) and find what paused it: somebody, or a snapshot of the machine"],
	unreachable: [`look whether the engine runs and its socket is there (\`docker info\`); ${LOOK}`, "for a builder on another machine: look at the network between, and at idle time-outs of a proxy or load balancer"],
	connection: [`look whether the engine or builder was restarted; ${LOOK}`, "for a builder on another machine: look at the network between, and at idle time-outs of a proxy or load balancer"]
};
// src/judge/diagnoses/disk-facts.ts
const MIB = 2 ** 20;
/** Nothing more could be written to it. */
function isFull(disk) {
	return disk.lowest < fullBelow(disk);
}
/** A share of the disk; of a very large one no share is small. */
function fullBelow(disk) {
	return Math.min(Math.max(64 * MIB, Math.min((disk.total ?? 0) * .005, 1e9)), smallShare(disk));
}
/** A disk of a few hundred MB has never more than that free, and is not full all the time. */
function smallShare({ total = 0 }) {
	return total > 0 ? total * .1 : Number.POSITIVE_INFINITY;
}
/** With `no space left` in the words, a disk that the last look, up to a second before, found this low. */
function isNearlyFull(disk) {
	const low = Math.max(512 * MIB, Math.min((disk.total ?? 0) * .02, 2e9));
	return disk.lowest < Math.min(low, smallShare(disk));
}
function isOutOfInodes(disk, said) {
	return disk.lowestInodes !== void 0 && disk.lowestInodes <= (said ? 1e3 : 0);
}
/** It had room when the build began, and none while this step ran. */
function filledDuring(disk, run) {
	const room = disk.start > 4 * fullBelow(disk);
	if (run === void 0) return room;
	const then = disk.lowestAt >= run.started - 2e3 && disk.lowestAt <= run.completed + 5e3;
	return room && (then || disk.lowestDuring.includes(run.name));
}
/** The disk that was full: out of inodes, else the one with the fewest free bytes. `said`: the words speak of a full disk. */
function fullDisk({ watch: { disks }, failure }, said) {
	const run = failure?.run;
	return disks.filter((disk) => isOutOfInodes(disk, said) || (said ? isNearlyFull(disk) : isFull(disk) && filledDuring(disk, run))).toSorted((one, other) => weight(one, said) - weight(other, said))[0];
}
function weight(disk, said) {
	return isOutOfInodes(disk, said) ? -1 : disk.lowest;
}
/** Where it happened, by the vertex that failed and the paths in its words. `elsewhere`: on no disk that we look at. */
function shapeOf(aftermath, line, disk) {
	const { failure } = aftermath;
	const run = failure?.run;
	if (disk !== void 0 && isOutOfInodes(disk, line !== "") && disk.lowest > 64 * MIB) return "inodes";
	const name = run?.name ?? "";
	const text = [
		name,
		...saidBy(failure),
		line
	].join("\n");
	if (/^(?:exporting|writing|preparing build) cache|cache export|^exporting content cache/im.test(name)) return "cache-export";
	if (disk?.roles.includes("output") && /^exporting|sending tarball|copying files/i.test(name)) return "output";
	const unseen = disk === void 0 && aftermath.watch.disks.length > 0;
	const away = unseen && !mayHaveBeenFull(ownDisk(aftermath));
	if (run !== void 0 && isRun(run)) return unseen ? "elsewhere" : "run";
	if (/\]\s*(?:COPY|ADD|WORKDIR)\b/.test(name)) return away ? "elsewhere" : "run";
	if (/sending tarball|importing to docker|exporting to (?:docker|oci) image format|docker load|loading layer/i.test(text)) return "load";
	if (away) return "elsewhere";
	if (/^exporting|exporting (?:to image|layers)|unpacking to/i.test(text)) return "export";
	if (/load build context|transferring context|load \.dockerignore|\[[^\]]*context /i.test(name)) return "context";
	if (/\]\s*FROM\b|^\[auth\]|register layer|ApplyLayer|extracting|GetImageBlob/i.test(text)) return "pull";
	if (unseen) return "elsewhere";
	if (/\/(?:docker|buildkit|containerd)\/(?:\S*\/)?(?:tmp|tmpmounts|ingest)\b/.test(text)) return "engine-temp";
	if (disk?.roles.every((role) => role === "temp") || /(?:write|create|open|mkdir) \/(?:tmp|var\/tmp)\//.test(text)) return "temp";
	return "engine-temp";
}
/** Where the builder itself writes, if that is looked at. */
function ownDisk({ elsewhere, watch: { disks } }) {
	return elsewhere ? void 0 : buildDisk(disks);
}
/** No disk loses and gets back so much between two looks. */
const UNSEEN_MOST = 4e9;
function mayHaveBeenFull(disk) {
	return disk !== void 0 && disk.lowest < UNSEEN_MOST;
}
const STORED = /* @__PURE__ */ new Set([
	"run",
	"pull",
	"export",
	"context"
]);
/**
* The builder's own disk, when no look saw a full one: BuildKit takes back what did not fit some 30 ms after it failed, and 85 MB were written
* and gone within a second.
*/
function fullBetweenLooks(aftermath, shape) {
	const own = ownDisk(aftermath);
	return STORED.has(shape) && mayHaveBeenFull(own) ? own : void 0;
}
/** The steps that took most; by the watch, else by the timeline. */
function takers({ timeline, watch }) {
	return realSteps(timeline).map((run) => {
		const use = watch.steps[run.id];
		return {
			run,
			bytes: Math.max(use?.diskBytes ?? run.diskBytes ?? 0, use?.diskMost ?? 0),
			shared: use?.diskShared === true
		};
	}).filter(({ bytes }) => bytes >= 1e6).toSorted((one, other) => other.bytes - one.bytes).slice(0, 5);
}
/** Each disk over the build, a line. */
function diskLines({ watch: { disks } }) {
	return disks.map((disk) => {
		const total = disk.total === void 0 ? "" : ` of ${printSize(disk.total)}`;
		const inodes = disk.lowestInodes === void 0 ? "" : `, fewest free inodes ${disk.lowestInodes}`;
		return `${disk.roles.join(", ")} at ${disk.path}: ${printSize(disk.start)} free at the start, ${printSize(disk.lowest)}${total} at the lowest, ${printSize(disk.end)} at the end${inodes}`;
	});
}
/** The steps that took most, a line each. */
function takerLines(aftermath) {
	return takers(aftermath).map(({ run, bytes, shared }) => `${shared ? "at most " : ""}${printSize(bytes)} taken while ${stepText(run)} ran`);
}
/**
* Somebody spoke of a full disk at the end: BuildKit, the builder's last words, or the step that ran. It proves nothing where every look found
* room, as a disk may fill and empty between two; but the same build would fill it once more.
*/
function saidDiskFull(aftermath) {
	const last = [...aftermath.builder?.tail ?? [], ...runAtEnd(aftermath)?.tail ?? []];
	return noSpaceLine(aftermath) !== void 0 || fullDiskIn(last) !== void 0;
}
// src/judge/diagnoses/room-inputs.ts
/** Two digits. */
function roundUp(bytes) {
	const unit = 10 ** Math.max(6, Math.floor(Math.log10(Math.max(1, bytes))) - 1);
	return Math.ceil(bytes / unit) * unit;
}
/** As the size inputs take it: `12GB`, `500MB`. */
function inputSize(bytes) {
	return printSize(roundUp(bytes)).replace(" ", "");
}
/** More than `least` bytes are needed at `path`, and by which inputs of ours that can be had. */
function haveMore(aftermath, path, least, disk) {
	const how = roomInputs(aftermath, least, disk);
	return `have more than ${printSize(roundUp(least))} free at ${path} before the build${how === void 0 ? "" : `: ${how}`}`;
}
/** Of the disks on which a runner's software may lie. */
const ROLES = ["engine data", "workspace"];
/** The inputs that make more than `least` bytes of room on this disk. Nothing where they cannot. */
function roomInputs({ elsewhere, room }, least, disk) {
	const { runner, asked, made, never } = room;
	const number = roundUp(Math.max(least, asked.minFree ?? 0) * 1.2);
	const fits = disk?.total === void 0 || number < disk.total;
	if (elsewhere || never || !fits || !(disk?.roles ?? ROLES).some((role) => ROLES.includes(role))) return void 0;
	const before = asked.minFree === void 0 ? "" : ` instead of ${inputSize(asked.minFree)}`;
	const minFree = `min-free: ${inputSize(number)}${before}`;
	const on = asked.freeDisk === "off" ? "leave out free-disk: off, and " : "";
	if (runner !== "github-hosted") return `${on}${asked.allowSelfHosted ? "" : "allow-self-hosted: true with "}${minFree} removes what remove names, and nothing else goes on this machine`;
	if (made) return "what may go by itself is gone already, remove: names what else may go";
	return `${on}${minFree} frees ${before === "" ? "" : "more "}software of the runner that the job does not use, remove: names what else may go`;
}
// src/judge/diagnoses/installers.ts
/** What a step runs. */
const RUNS = {
	pip: /(?<!\buv (?:-\S+ )*)\bpip3? install\b/,
	uvPip: /\buv (?:-\S+ )*pip (?:install|sync)\b/,
	uvSync: /\buv (?:-\S+ )*(?:sync|add)\b/
};
/** `text` runs one of them, or another tool that installs as they do. */
function installsPython(text) {
	return /\b(?:pip3?|uv|poetry|pdm|pipenv|conda|mamba|micromamba)\b/.test(text);
}
/** The command by which whoever installs in this step takes a package as a wheel only. */
function onlyWheel(text, name) {
	if (RUNS.pip.test(text)) return `pip install --only-binary=${name}`;
	if (RUNS.uvSync.test(text)) return `uv sync --no-build-package=${name}`;
	return `${RUNS.uvPip.test(text) ? "uv " : ""}pip install --only-binary=${name}`;
}
// src/judge/diagnoses/tidy.ts
const PIP_CACHE = /\.cache(?:\/pip\b|\/?\*?$)/;
const UV = {
	unless: /--no-cache\b|\bUV_NO_CACHE\b|\buv cache clean\b/,
	cache: /\.cache(?:\/uv\b|\/?\*?$)/
};
const UV_KEEPS = "UV_NO_CACHE=1: else what it downloads and builds stays in its cache";
const HABITS = [
	{
		does: RUNS.pip,
		unless: /--no-cache-dir|\bPIP_NO_CACHE_DIR\b|\bpip3? cache purge\b/,
		cache: PIP_CACHE,
		remedy: "`pip install --no-cache-dir`: else every wheel is kept a second time"
	},
	{
		...UV,
		does: RUNS.uvPip,
		remedy: `\`uv pip install --no-cache\`, or ${UV_KEEPS}`
	},
	{
		...UV,
		does: RUNS.uvSync,
		remedy: `uv with --no-cache, or ${UV_KEEPS}`
	},
	{
		does: /\b(?:conda|mamba|micromamba) (?:install|create|env)\b/,
		unless: /clean -/,
		cache: /\/pkgs\b/,
		remedy: "`conda clean -afy` at the end of the same RUN: else every package is kept a second time"
	},
	{
		does: /\bapt(?:-get)? install\b/,
		unless: /rm -rf \/var\/lib\/apt/,
		cache: /\/(?:lib|cache)\/apt\b/,
		remedy: "`rm -rf /var/lib/apt/lists/*` and --no-install-recommends in the same RUN"
	},
	{
		does: /\b(?:wget|curl|aria2c|huggingface-cli|hf download|git clone)\b/,
		unless: /\brm -/,
		remedy: "delete in the same RUN what was downloaded only to be unpacked; a later RUN frees nothing"
	}
];
/** How a step keeps less on the disk, as far as it does not do so already. */
function tidyStep(run) {
	if (run === void 0) return [];
	const text = `${run.name}\n${run.step?.text ?? ""}`;
	const removed = [...text.matchAll(/\brm (?:-\S+ )+([^;&|\n]+)/g)].flatMap(([, paths = ""]) => paths.trim().split(/\s+/));
	const mounted = [...text.matchAll(/--mount=(\S*\btype=cache\b\S*)/g)].flatMap(([, mount = ""]) => /\b(?:target|dst|destination)=([^,\s]+)/.exec(mount)?.[1] ?? []);
	return HABITS.filter(({ does, unless, cache }) => {
		if (!does.test(text) || unless.test(text)) return false;
		if (cache === void 0) return true;
		return !removed.some((path) => cache.test(path)) && !mounted.some((path) => cache.test(path) || isNobodys(path));
	}).map(({ remedy }) => remedy);
}
/** A folder whose name tells nothing may be anybody's cache, by a variable such as PIP_CACHE_DIR. */
function isNobodys(path) {
	return !HABITS.some(({ cache }) => cache?.test(path));
}
// src/judge/diagnoses/disk-remedies.ts
/** What to do about a full disk, best first. How much more it would have needed nobody knows: what it took is said instead. */
function diskRemedies(aftermath, shape, seen, line) {
	const unseen = fullBetweenLooks(aftermath, shape);
	const disk = seen ?? (unseen && {
		...unseen,
		lowest: 0
	});
	if (disk === void 0 && shape === "elsewhere") return elsewhere(aftermath, line);
	const general = [...roomier(aftermath, disk), ...disk ? freeBefore(aftermath, shape, disk) : freeSomewhere(aftermath, shape)];
	return [...OWN[shape](aftermath, disk), ...general];
}
/** What to do when we ended the build before the disk was full. `taken`: what it had taken by then, which was not enough. */
function stoppedRemedies(aftermath, low, disk, run) {
	const taken = Math.max(0, (disk?.start ?? low.free) - low.free);
	const least = roundUp(taken + low.below);
	return [
		...tidyStep(run),
		...largest(aftermath),
		haveMore(aftermath, low.path, least, disk),
		...roomier(aftermath, disk),
		`take a runner with a larger disk: the build took ${printSize(taken)} and was not done`,
		`let it go on for longer with stop-below: ${inputSize(low.below / 2)}, or without it: then a full disk ends the build`
	];
}
const OWN = {
	run: (aftermath) => [...tidyStep(aftermath.failure?.run), ...largest(aftermath)],
	pull: (aftermath) => ["take a smaller base image: it lies on the disk compressed and unpacked while it is pulled", ...largest(aftermath)],
	export: (aftermath) => ["build with the engine's own builder, driver: docker, which keeps the layers where they are instead of writing them a second time", ...largest(aftermath)],
	load: () => ["do not load: push instead (push: true, load: false), or build with driver: docker; a load writes the image as one tar file and unpacks it again, about three times its size"],
	output: () => ["write the result to a folder on a disk with more room (dest=… in outputs), or push it instead (push: true), which writes nothing here"],
	"cache-export": () => ["export the cache to a registry instead of a folder, cache-to: type=registry,ref=…, or leave intermediate stages out of it with mode=min"],
	"engine-temp": (aftermath) => largest(aftermath),
	context: () => ["send less: name data, weights, virtual environments and .git in .dockerignore; the whole context is copied to the builder first"],
	temp: () => ["point RUNNER_TEMP or TMPDIR to a folder on a disk with more room"],
	inodes: (aftermath) => [
		"write fewer files: delete package caches and sources in the same RUN that makes them (`pip install --no-cache-dir`, `conda clean -afy`, `npm cache clean --force`)",
		"put the engine's data root on a file system with more inodes (mkfs.ext4 -N, or xfs, which makes them as needed)",
		...largest(aftermath)
	],
	elsewhere: () => []
};
/** No step that took less filled a disk. */
const WORTH = 1e8;
function largest(aftermath) {
	const [most] = takers(aftermath);
	if (most === void 0 || most.bytes < WORTH) return [];
	const took = `${most.shared ? "up to " : ""}${printSize(most.bytes)}`;
	return [`make the largest step smaller: ${stepText(most.run)} took ${took}`];
}
/** Another disk of this machine that has more left than the whole of the full one had at the start. */
function roomier({ watch: { disks } }, full) {
	if (full === void 0) return [];
	const [most] = disks.filter((disk) => disk !== full && disk.lowest > Math.max(full.start * 1.5, 5e9)).toSorted((one, other) => other.lowest - one.lowest);
	if (most === void 0) return [];
	return [`move ${full.roles.includes("engine data") ? "the engine's data root (data-root in /etc/docker/daemon.json)" : `what lies at ${full.path}`} to the disk of ${most.path}, which always had ${printSize(most.lowest)} free`];
}
function freeBefore(aftermath, shape, full) {
	const taken = full.start - full.lowest;
	const took = taken > 1e6 ? `, the ${printSize(taken)} that this build could take were not enough` : "";
	const ours = shape === "inodes" || took === "" ? void 0 : roomInputs(aftermath, full.start, full);
	const software = ours === void 0 ? ", old images (`docker system prune -af`) and software of the runner that the job does not use" : " and old images (`docker system prune -af`)";
	return [...ours === void 0 ? [] : [haveMore(aftermath, full.path, full.start, full)], `free space at ${full.path} before the build: remove what earlier steps left${software}${took}; or take a runner with a larger disk`];
}
/** It filled up and was emptied again between two looks, or it is not looked at. */
function freeSomewhere({ watch: { disks } }, shape) {
	const temp = disks.find(({ roles }) => roles.includes("engine temp"));
	if (temp && (shape === "load" || shape === "engine-temp")) return [`free space at ${temp.path}, the engine's temporary folder, which had ${printSize(temp.start)} free when the build began and takes all that is loaded; or point DOCKER_TMPDIR of the engine's service to a larger disk`];
	return ["free space where it was written, which is none of the disks looked at: the engine's own temporary folder (DOCKER_TMPDIR of its service), the folder of the cache (dest=…), or another machine"];
}
/** The words speak of a full disk, and the disks that we look at have room. */
function elsewhere({ elsewhere: remote }, line) {
	return [
		...remote ? ["look at the disk of the machine where the builder runs: it is not this one"] : [],
		.../\/dev\/shm|shm_open|shared memory/i.test(line) ? ["give the RUN steps more shared memory, for example shm-size: 2g (Docker's default is 64 MB)"] : [],
		.../quota/i.test(line) ? ["raise the quota of the user or project, or delete what fills it: the disk itself has room"] : [],
		"look whether the step writes to a tmpfs: /dev/shm (shm-size), or a --mount=type=tmpfs with a size; those live in memory",
		"look whether a single file was larger than what was free: then it fails at once, and the free bytes never go down",
		...remote ? [] : ["look at the disk of the builder when it runs on another machine or in a container with a size of its own"]
	];
}
// src/judge/diagnoses/disk-stopped.ts
/** We ended the build because less was free than `stop-below` asks for. Nothing when we did not. */
function stoppedBelow(aftermath) {
	const { ended, watch } = aftermath;
	const low = ended?.disk;
	if (ended?.by !== "stop-below" || low === void 0) return void 0;
	const run = runAtEnd(aftermath);
	const disk = watch.disks.find(({ path }) => path === low.path);
	return {
		id: "disk-full",
		shape: "stopped-below",
		level: "failure",
		certainty: "certain",
		message: `the build was ended before the disk was full${run === void 0 ? "" : ` while ${stepName(aftermath.timeline, run)} ran${inPlace(run.step)}`}: ${printSize(low.free)} left at ${low.path}, stop-below is ${printSize(low.below)}`,
		evidence: [
			...endLines(ended, low, disk, run, aftermath),
			...diskLines(aftermath),
			...takerLines(aftermath)
		],
		remedies: stoppedRemedies(aftermath, low, disk, run),
		...run?.step && { step: run.step },
		...run && { stepId: run.id }
	};
}
function endLines(ended, low, disk, run, { watch }) {
	const taken = disk === void 0 ? 0 : disk.start - low.free;
	const use = run && watch.steps[run.id];
	const bytes = Math.max(use?.diskMost ?? 0, use?.diskBytes ?? 0);
	const most = use?.diskShared ? "at most " : "";
	return [`stop-below: ${printSize(low.below)} was reached ${printDuration(ended.afterMs)} after the build began${taken > 0 ? `, which had taken ${printSize(taken)} by then` : ""}`, ...run === void 0 || bytes < 1e6 ? [] : [`${stepText(run)} had taken ${most}${printSize(bytes)} in ${printDuration(ended.at - run.started)}`]];
}
// src/judge/diagnoses/disk-full.ts
/** A file system ran full: by its free bytes and inodes; words without such a disk are only likely. */
const diskFull = {
	id: "disk-full",
	shapes: [
		"run",
		"pull",
		"export",
		"load",
		"output",
		"cache-export",
		"engine-temp",
		"context",
		"temp",
		"inodes",
		"elsewhere",
		"stopped-below"
	],
	diagnose(aftermath) {
		const stopped = stoppedBelow(aftermath);
		if (stopped) return [stopped];
		if (aftermath.failure === void 0) return [];
		const said = noSpaceLine(aftermath);
		const disk = fullDisk(aftermath, said !== void 0);
		if (said === void 0 && disk === void 0) return [];
		const found = explain$1(aftermath, said?.line ?? "", disk);
		return [found.shape === "elsewhere" && exitCodeOf(aftermath.failure) !== void 0 ? hint(aftermath, found) : found];
	}
};
/** The step ended by itself and all disks had room: its log may speak of a full disk for many reasons. */
function hint(aftermath, found) {
	const who = `${stepName(aftermath.timeline, aftermath.failure?.run, found.step)} speaks of a full disk`;
	const room = `, and every disk looked at had room${inPlace(found.step)}`;
	return {
		...found,
		level: "warning",
		message: `${who}${room}${figures(aftermath, void 0, "elsewhere")}`
	};
}
function explain$1(aftermath, line, disk) {
	const { failure } = aftermath;
	const run = failure?.run;
	const step = failure?.step ?? run?.step;
	const shape = shapeOf(aftermath, line, disk);
	return {
		id: "disk-full",
		shape,
		level: "failure",
		certainty: certaintyOf(aftermath, line, disk, shape),
		message: `${stepName(aftermath.timeline, run, step)} ${WHAT[shape]}${inPlace(step)}${figures(aftermath, disk, shape)}`,
		evidence: [
			...diskLines(aftermath),
			...line === "" ? [] : [`it says: ${quoted(line)}`],
			...takerLines(aftermath)
		],
		remedies: diskRemedies(aftermath, shape, disk, line),
		...step && { step },
		...run && { stepId: run.id }
	};
}
/** Words and free bytes together prove it; one of them alone does not. */
function certaintyOf({ failure }, line, disk, shape) {
	if (shape === "output" && disk !== void 0 && isFull(disk)) return "certain";
	if (line === "" || disk === void 0) return "likely";
	return isFull(disk) || isOutOfInodes(disk, false) || filledDuring(disk, failure?.run) ? "certain" : "likely";
}
const WHAT = {
	run: "ran out of disk",
	pull: "ran out of disk while a base image was unpacked",
	export: "ran out of disk while layers were exported",
	load: "ran out of disk while the image was loaded into the engine",
	output: "ran out of disk where its result is written to",
	"cache-export": "ran out of disk while the cache was exported",
	"engine-temp": "ran out of disk in the engine's own files",
	context: "ran out of disk while the build context was transferred",
	temp: "ran out of disk in the temporary folder",
	inodes: "ran out of inodes: too many files, not too many bytes",
	elsewhere: "ran out of space in a place that is on none of the disks looked at"
};
function figures(aftermath, disk, shape) {
	if (disk === void 0) return unseenFigures(aftermath, shape);
	const total = disk.total === void 0 ? "" : ` of ${printSize(disk.total)}`;
	const inodes = shape === "inodes" ? `, ${disk.lowestInodes ?? 0} free inodes` : "";
	return `: ${printSize(disk.lowest)}${total} left at ${disk.path}, ${printSize(disk.start)} at the start${inodes}`;
}
function unseenFigures(aftermath, shape) {
	const own = fullBetweenLooks(aftermath, shape);
	if (own) return `: ${own.path}, ${printSize(own.start)} free at the start, was not full at any look (${printSize(own.lowest)} left), and what did not fit is taken back at once`;
	const least = aftermath.watch.disks.toSorted((one, other) => one.lowest - other.lowest)[0];
	return least === void 0 ? "" : `: the fullest, ${least.path}, had ${printSize(least.lowest)} left at its lowest`;
}
// src/judge/diagnoses/memory-facts.ts
/** Kills in the scope that we watch, when that is not the whole machine. Absent: not to be had here. */
function scopeKills({ watch }) {
	return watch.memory === void 0 || watch.memory.scope === "machine" ? void 0 : watch.memory.oomKills;
}
/** Kills by the kernel's log that the limit of a cgroup of ours, or of our builder, brought about. */
function ourKernelKills(aftermath) {
	const mine = ourGroups(aftermath);
	return (aftermath.kernel ?? []).filter(({ cgroup }) => mine.some((path) => cgroup === path || cgroup?.startsWith(`${path}/`)));
}
/** Our cgroups as the kernel's log names them. Empty: nobody knows, as when the limit is held inside of a builder. */
function ourGroups({ held, groups }) {
	return [...groups ?? [], ...held === void 0 ? [] : [held.where]].flatMap((where) => {
		const path = where.replace(/^\/sys\/fs\/cgroup(?:\/memory(?=\/))?/, "");
		return /^\/[^ ]+$/.test(path) ? [path] : [];
	});
}
/** The kernel's log tells of all kills that were counted, and each was at the limit of somebody else's cgroup. */
function isLogClean(aftermath) {
	const { kernel, watch } = aftermath;
	if (kernel === void 0 || kernel.length < (watch.machine?.oomKills ?? 0)) return false;
	return kernel.every(({ cgroup }) => cgroup !== void 0 && cgroup !== "") && ourGroups(aftermath).length > 0 && ourKernelKills(aftermath).length === 0;
}
/** Kills by the kernel's log because the whole machine was short. */
function globalKills({ kernel }) {
	return (kernel ?? []).filter(({ cgroup }) => cgroup === void 0);
}
function useOf({ watch }, run) {
	return run === void 0 ? void 0 : watch.steps[run.id];
}
/** Steps other than `run` in which kills were counted. */
function stepsWithKills(aftermath, run) {
	return realSteps(aftermath.timeline).filter((step) => step.id !== run?.id && (useOf(aftermath, step)?.oomKills ?? 0) > 0);
}
/** Kills that were counted in `run`: its own, or those of all RUN steps that no other step has counted for itself. */
function killsIn(aftermath, run) {
	const own = useOf(aftermath, run)?.oomKills ?? 0;
	return Math.max(own, unclaimedKills(aftermath, run));
}
/** Kills in all RUN steps together without those that steps other than `run` have counted for themselves. */
function unclaimedKills(aftermath, run) {
	const claimed = stepsWithKills(aftermath, run).map((step) => useOf(aftermath, step)?.oomKills ?? 0);
	const sum = stepsWithKills(aftermath, run).some((step) => useOf(aftermath, step)?.shared) ? Math.max(...claimed) : claimed.reduce((total, kills) => total + kills, 0);
	return Math.max(0, (scopeKills(aftermath) ?? 0) - sum);
}
/** Kills on the machine: its counter is read every ten seconds and at the end; where that look was given up, the log may know of a later one. */
function machineKills(aftermath) {
	return Math.max(aftermath.watch.machine?.oomKills ?? 0, globalKills(aftermath).length);
}
/** True when the counters or the kernel's log say that nothing of ours was killed. A parent counts its children on cgroup v2 only. */
function isProvenClean(aftermath) {
	if (aftermath.cgroup === "2" && scopeKills(aftermath) === 0) return true;
	return aftermath.watch.machine?.oomKills === 0 && (aftermath.kernel ?? []).length === 0 || isLogClean(aftermath);
}
/** What a step used of what it was allowed; without a step, what all RUN steps used together. */
function memoryUse(aftermath, run) {
	const { watch, held, asked } = aftermath;
	const own = useOf(aftermath, run);
	const scope = watch.memory?.scope === "machine" ? void 0 : watch.memory;
	const peak = own?.peakMemory ?? scope?.peak;
	const swapPeak = own?.peakSwap ?? scope?.swapPeak;
	const used = {
		...peak !== void 0 && { peak },
		...swapPeak !== void 0 && { swapPeak }
	};
	const limit = scope?.limit ?? held?.memory;
	const { stepMemory } = asked;
	const single = own?.peakMemory;
	if (stepMemory !== void 0 && single !== void 0 && isNear(single, stepMemory) && !(limit !== void 0 && limit !== "unlimited" && limit <= stepMemory)) return {
		peak: single,
		...own?.peakSwap !== void 0 && { swapPeak: own.peakSwap },
		limit: stepMemory,
		swapLimit: isSwapless(aftermath, own?.peakSwap) ? 0 : stepMemory,
		holder: "step"
	};
	if (limit === void 0 || limit === "unlimited") return {
		...used,
		holder: "none"
	};
	const swapLimit = isSwapless(aftermath, swapPeak) ? 0 : scope?.swapLimit ?? swapOf(held);
	return {
		...used,
		limit,
		...swapLimit !== void 0 && { swapLimit },
		holder: held?.memory === void 0 ? "builder" : "steps"
	};
}
/** The machine has no swap, whatever is allowed: Docker allows the same again by default. */
function isSwapless({ watch: { machine } }, peak) {
	return machine?.swap === 0 && (peak ?? 0) === 0;
}
function swapOf(held) {
	if (typeof held?.memorySwap !== "number" || typeof held.memory !== "number") return held?.memorySwap;
	return Math.max(0, held.memorySwap - held.memory);
}
/** The kernel kills at the limit; a sampler that looks once a second may see a little less. */
function isNear(peak, limit) {
	return peak >= limit * .995;
}
/** The peak reached the limit. Page cache does that too, so alone it proves nothing. */
function isAtLimit({ peak, limit }) {
	return peak !== void 0 && typeof limit === "number" && isNear(peak, limit);
}
/** The machine had next to nothing left. */
function isMachineEmpty({ watch: { machine } }) {
	if (machine?.lowestAvailable === void 0) return false;
	return machine.lowestAvailable < Math.max(128 * 2 ** 20, (machine.memory ?? 0) * .02);
}
/** Nothing of ours could end the build before the machine did. */
function isUnbounded({ watch: { machine } }, { limit }) {
	return typeof limit !== "number" || machine?.memory !== void 0 && limit > machine.memory;
}
// src/judge/diagnoses/source-build.ts
/** torch's own way to build extensions, and what is built that way. */
const TORCH = /\b(?:nvcc|cicc|ptxas|cudafe\+\+|torch\.utils\.cpp_extension|TORCH_EXTENSION_NAME|flash[-_]attn|xformers|vllm|apex|causal[-_]conv1d|mamba[-_]ssm|detectron2|pytorch3d|torch[-_](?:scatter|sparse|cluster)|MAX_JOBS)\b/;
/**
* What compiles, and the variable that says how many of it run at once; the first one that fits counts. Meson's ninja reads none, and neither
* does a `setup.py` without torch: numpy, scipy, pandas and scikit-learn are built by these.
*/
const COMPILERS = [
	[TORCH, "MAX_JOBS"],
	[/\b(?:rustc|cargo)\b/, "CARGO_BUILD_JOBS"],
	[/\bcmake\b|\bCMakeFiles\b/, "CMAKE_BUILD_PARALLEL_LEVEL"],
	[/\b[Mm]eson\b|\bmesonpy\b|\bCompiling (?:C|C\+\+|Cython|Fortran) (?:object|source)\b/, void 0],
	[/\bninja\b/, "MAX_JOBS"],
	[/\b(?:cc1plus|cc1|c\+\+|g\+\+|gcc|clang\+?\+?|make(?:\[\d+\])?)(?=[\s:]|$)/, "MAKEFLAGS"]
];
/** What this step compiled when it ended. Where the package is known, its own lines tell of its compiler, and not the other words of the step. */
function sourceBuild({ tail, step, name: title }) {
	const said = [step?.text ?? "", title];
	const name = builtPackage(tail, said.join("\n"));
	const lines = name === void 0 || said.join().includes("MAX_JOBS") ? [...tail, ...said] : tail;
	const [pattern, variable] = COMPILERS.find(([one]) => lines.some((line) => one.test(line))) ?? [];
	return {
		...name !== void 0 && { name },
		...variable && { variable },
		torch: pattern === TORCH
	};
}
const NAME = "([A-Za-z0-9](?:[\\w.-]{0,60}\\w)?)";
/** pip and uv say so, and nobody else. */
const BUILDS = [
	new RegExp(`\\bBuilding wheel for ${NAME}`),
	new RegExp(`\\b(?:Failed building wheel|Could not build wheels) for ${NAME}`),
	new RegExp(`^\\s*Building ${NAME}(?:==| @ )`)
];
/** Others may say so too. */
const MAY_BUILD = [
	new RegExp(`\\bFailed to build installable wheels for .{0,80}\\(${NAME}`),
	new RegExp(`\\bFailed to build ['"\`]?(?!installable\\b)${NAME}`),
	new RegExp(`^\\s*(?:Downloading|Using cached) (?:\\S*/)?${NAME}-\\d[^-\\s]*\\.(?:tar\\.gz|zip)\\b`)
];
const DONE = [
	new RegExp(`\\bBuilding wheel for ${NAME}.*\\bfinished with status 'done'`),
	new RegExp(`^\\s*Created wheel for ${NAME}:`),
	new RegExp(`^\\s*Built ${NAME}(?:==| @ )`)
];
/** After such a line nothing of what stands before it is being built any more. */
const WENT_ON = /^\s*(?:Collecting |Installing collected packages|Successfully (?:built|installed) |(?:Prepared|Installed) \d+ package|(?:Downloading|Using cached) \S+\.whl\b)/;
/** The package that pip or uv built from source when the step ended, by what it printed last. */
function builtPackage(tail, text) {
	const signs = installsPython(text) ? [...BUILDS, ...MAY_BUILD] : BUILDS;
	const done = /* @__PURE__ */ new Set();
	for (const line of tail.toReversed()) {
		if (WENT_ON.test(line)) return void 0;
		const ready = found(DONE, line);
		if (ready !== void 0) done.add(ready);
		const name = found(signs, line);
		if (name !== void 0 && !done.has(name)) return name;
	}
}
function found(patterns, line) {
	return patterns.map((pattern) => pattern.exec(line)?.[1]).find((name) => name !== void 0);
}
// src/judge/diagnoses/memory-remedies.ts
/** What one job of a C++ or CUDA compiler takes at its worst. */
const PER_JOB = 4 * GIB;
/** What to do about a step that had too little memory, best first: need less, then give more. Nothing that cannot help here. */
function memoryRemedies(aftermath, run, use) {
	return [
		...needLess(aftermath, run, use),
		...isUnbounded(aftermath, use) ? holdIt(aftermath, use) : moreMemory(aftermath, use),
		...moreSwap(aftermath, use),
		...hasPlenty(aftermath, use) ? [] : [largerRunner(aftermath, use)]
	];
}
/** The machine could give twice the limit: no other one is needed. */
function hasPlenty({ watch: { machine } }, { limit }) {
	return typeof limit === "number" && (spare(machine) ?? 0) >= 2 * limit;
}
/** BuildKit itself died: besides the usual, a limit on the steps that is hit before the builder's own. */
function builderRemedies(aftermath, run, use) {
	return [...limitSteps(aftermath, use), ...memoryRemedies(aftermath, run, use)];
}
function limitSteps({ held, shared, watch }, { limit, holder }) {
	if (held !== void 0) return [];
	if (holder === "builder" && typeof limit === "number" && shared !== true) return [`limit the RUN steps and not the whole builder, memory: ${inputMemory(limit)} instead of memory=… in driver-opts: BuildKit then has room of its own, and a step that wants more is ended and named`];
	const bound = typeof limit === "number" ? limit : watch.machine?.memory;
	if (bound === void 0 || bound <= 2 * GIB) return [];
	return [`limit the RUN steps below it, memory: ${inputMemory(roundMemory(bound - GIB, Math.floor))}, so that a step is ended and named instead of the builder`];
}
/** Somebody else on the machine, or all together, took the memory. */
function machineRemedies(aftermath) {
	const use = { holder: "none" };
	return [
		...holdIt(aftermath, use),
		...moreSwap(aftermath, use),
		largerRunner(aftermath, use)
	];
}
function needLess(aftermath, run, use) {
	if (run === void 0) return [];
	const others = besides(run, aftermath.timeline);
	const text = `${run.name}\n${run.step?.text ?? ""}`;
	const own = aftermath.held?.way === "engine-cgroup" ? " with driver: docker-container" : "";
	const alone = others.length > 0 && aftermath.asked.maxParallelism !== 1 && use.holder !== "step" ? [`run one step at a time, max-parallelism: 1${own}: ${others.length + 1} RUN steps shared the memory`] : [];
	const built = sourceBuild(run);
	const pip = RUNS.pip.test(text) && !text.includes("--no-cache-dir") && !built.name && !built.variable;
	const fewer = jobs(aftermath, run, use, built);
	const wheel = takeWheel(built, text);
	return [
		...built.torch ? [...fewer, ...wheel] : [...wheel, ...fewer],
		...alone,
		.../\btype=tmpfs\b|\/dev\/shm\b/.test(text) ? ["write to the disk instead: what it writes to a tmpfs (--mount=type=tmpfs, /dev/shm) is memory, and no process's own"] : [],
		...pip ? ["`pip install --no-cache-dir`: pip then does not hold and copy the large wheels for its cache"] : []
	];
}
/** Fewer jobs at once: by what a job takes, and less than it was. */
function jobs({ cpus, elsewhere, watch }, run, use, { variable }) {
	const total = typeof use.limit === "number" ? Math.min(use.limit, watch.machine?.memory ?? use.limit) : watch.machine?.memory;
	if (variable === void 0 || total === void 0) return [];
	const written = /\b(?:MAX_JOBS|CMAKE_BUILD_PARALLEL_LEVEL|CARGO_BUILD_JOBS)=(\d{1,3})\b|-j ?(\d{1,3})\b/.exec(run.step?.text ?? run.name)?.slice(1).find(Boolean);
	const set = written === void 0 ? elsewhere ? void 0 : cpus : Number(written);
	const number = Math.max(1, Math.min(Math.floor(total / PER_JOB), Math.ceil((set ?? Infinity) / 2)));
	if (set !== void 0 && number >= set) return [];
	const value = variable === "MAKEFLAGS" ? `-j${number}` : String(number);
	const before = inPlace(run.step) === "" ? "before that step" : `before ${inPlace(run.step).slice(2, -1)}`;
	return [`compile with fewer jobs at once, ${variable}=${value}${set === void 0 ? "" : ` instead of ${set}`} (a job takes up to ${printMemory(PER_JOB)}, there are ${printMemory(total)}): ENV ${variable}=${value} ${before}, or ARG ${variable} there and build-args: ${variable}=${value}`];
}
function takeWheel({ name }, text) {
	if (name === void 0) return [];
	return [`install ${name} as a wheel instead of building it from source: take a version that has one for this Python and platform, and \`${onlyWheel(text, name)}\` says at once when there is none`];
}
/** What a machine can give away: all but what the engine and the runner need, and what others held when the build began. */
function spare(machine) {
	if (machine?.memory === void 0) return void 0;
	const { memory, startAvailable = memory } = machine;
	return roundMemory(Math.min(memory - Math.max(GIB, memory * .1), startAvailable), Math.floor);
}
/** `the machine has 15.6 GiB`, and what of it was free when that is what counts. */
function machineHas({ memory = 0, startAvailable = memory }) {
	const has = `the machine has ${printMemory(memory)}`;
	if (startAvailable >= memory - Math.max(GIB, memory * .1)) return has;
	return `${has}, ${printMemory(startAvailable)} of it were free when the build began`;
}
function moreMemory({ watch: { machine }, asked, shared }, use) {
	const { limit, holder } = use;
	if (typeof limit !== "number") return [];
	if (holder === "builder") return [`the limit of ${printMemory(limit)} is the builder's own: make it larger ${shared === true ? "where the builder is made" : "in driver-opts"}`];
	const most = spare(machine) ?? Number.POSITIVE_INFINITY;
	const room = holder === "step" && asked.memory !== void 0 ? Math.min(most, asked.memory) : most;
	const wanted = roundMemory(Math.min(2 * limit, room), Math.floor);
	if (wanted < limit * 1.1) return [];
	const name = holder === "step" ? "step-memory" : "memory";
	const pair = holder === "steps" && asked.swapGiven && typeof asked.memorySwap === "number" ? ` and memory-swap: ${inputMemory(asked.memorySwap + wanted - limit)}` : "";
	const has = machine?.memory === void 0 ? ", where the machine that builds has that much" : ` (${machineHas(machine)})`;
	return [`raise the limit, ${name}: ${inputMemory(wanted)}${pair}${has}`];
}
/** No limit below the machine's memory: then the kernel picks the victim, which may be the engine or the runner. */
function holdIt({ watch: { machine }, held }, use) {
	const most = spare(machine);
	if (machine?.memory === void 0 || most === void 0 || machine.memory < 2 * GIB) return [];
	if (typeof held?.memory === "number" && held.memory <= machine.memory) return [];
	const why = typeof use.limit === "number" ? `the limit of ${printMemory(use.limit)} is above the machine's ${printMemory(machine.memory)}` : machineHas(machine);
	return [`set memory: ${inputMemory(most)}, so that a step that wants more is ended and named, and not the runner (${why})`];
}
function moreSwap({ watch: { machine }, held }, use) {
	if (use.holder === "step" || use.holder === "builder" || machine?.swap === void 0) return [];
	const limit = typeof use.limit === "number" ? use.limit : void 0;
	const base = limit ?? machine.memory;
	if (base === void 0) return [];
	const wish = Math.max(4 * GIB, Math.min(16 * GIB, Math.ceil(base / GIB / 2) * GIB));
	const small = base < 2 * GIB ? roundMemory(base, Math.ceil) : wish;
	const make = (swap) => limit === void 0 || held === void 0 ? `swap: ${inputMemory(swap)}` : `memory-swap: ${inputMemory(limit + swap)}, for ${printExact(swap)} in all`;
	if (machine.swap === 0) return [`make swap, the machine has none: ${make(small)}`];
	const allowed = typeof use.swapLimit === "number" ? use.swapLimit : machine.swap;
	if (limit !== void 0 && held !== void 0 && allowed < machine.swap * .9) return [`let it use the machine's ${printMemory(machine.swap)} of swap, memory-swap: ${inputMemory(limit + machine.swap)} (memory plus swap; it is slow, but it ends)`];
	const more = roundMemory(machine.swap + small, Math.ceil);
	return use.swapPeak === void 0 || use.swapPeak >= Math.min(allowed, machine.swap) * .9 ? [`make more swap, the machine's ${printMemory(machine.swap)} were used up: ${make(more)}`] : [];
}
function largerRunner({ watch: { machine }, elsewhere }, use) {
	if (elsewhere) return "give the machine that builds more memory, or take another one";
	const known = [machine?.memory, typeof use.limit === "number" ? use.limit : void 0].filter((bytes) => bytes !== void 0);
	if (known.length === 0) return "take a runner with more memory";
	return `take a runner with more memory, for example ${Math.max(2, Math.ceil(Math.max(...known) / GIB)) * 2} GiB`;
}
// src/judge/diagnoses/memory-words.ts
/** `peak 12.0 of 12 GiB + 8.0 of 8 GiB swap, 3 OOM kills`; what is unknown is left out. */
function numbers(use, kills) {
	const memory = use.peak === void 0 ? [] : [`peak ${printUse(use.peak, use.limit)}${swapNumbers(use)}`];
	const unlimited = use.holder === "none" && use.peak !== void 0 ? ["no limit"] : [];
	return [
		...memory,
		...unlimited,
		...kills > 0 ? [count(kills, "OOM kill")] : []
	].join(", ");
}
function swapNumbers({ swapPeak, swapLimit }) {
	if (swapLimit === 0) return ", no swap";
	if (swapPeak === void 0 || swapPeak === 0 && swapLimit === void 0) return "";
	return ` + ${printUse(swapPeak, swapLimit)} swap`;
}
/** `: ` and the numbers, or nothing. */
function withNumbers(use, kills) {
	const text = numbers(use, kills);
	return text === "" ? "" : `: ${text}`;
}
/** What it rests on, a line each: counters first, words last. `failed`: it is about a step that failed, and how sure that is. */
function memoryEvidence(aftermath, run, failed) {
	return [
		...counters(aftermath, run, failed !== false),
		...kernelLines(aftermath),
		...ends(aftermath, failed),
		...neighbours(aftermath, run),
		...pressure(aftermath),
		...machine(aftermath)
	];
}
function counters(aftermath, run, failed) {
	const own = useOf(aftermath, run)?.oomKills ?? 0;
	const all = scopeKills(aftermath) ?? 0;
	const where = aftermath.held === void 0 ? "" : ` under ${aftermath.held.where}`;
	const counted = failed && own + all === 0;
	const machine = counted ? aftermath.watch.machine?.oomKills ?? 0 : 0;
	const logged = counted && machine === 0 ? machineKills(aftermath) : 0;
	const what = aftermath.watch.memory?.scope === "builder" ? "the whole builder" : "all RUN steps together";
	return [
		...own > 0 ? [`${count(own, "OOM kill")} counted by the step's own cgroup`] : [],
		...all > 0 ? [`${count(all, "OOM kill")} counted for ${what}${where}`] : [],
		...machine > 0 ? [`${count(machine, "OOM kill")} on the whole machine (/proc/vmstat)`] : [],
		...logged > 0 ? [`${count(logged, "OOM kill")} on the whole machine, by the kernel's log`] : []
	];
}
function kernelLines(aftermath) {
	return ourKernelKills(aftermath).slice(-3).map(({ program, cgroup, bytes }) => {
		const held = bytes === void 0 ? "" : `, which held ${printMemory(bytes)}`;
		return `the kernel's log: killed ${shorten(program, 20)}${held}, at the limit of ${cgroup ?? ""}`;
	});
}
const KILLED = {
	certain: " (SIGKILL)",
	likely: ": killed by signal 9; the counters of this machine do not say by whom"
};
function ends(aftermath, failed) {
	if (failed === false) return [];
	const { failure } = aftermath;
	const code = exitCodeOf(failure);
	const line = killedLine(tailOf(aftermath));
	return [
		...failure?.exitCode === 102 ? ["buildx ended with 102: BuildKit counted an OOM kill in the step's cgroup"] : [],
		...code === void 0 ? [] : [`the step ended with exit code ${code}${code === 137 ? KILLED[failed] : ""}`],
		...line === void 0 ? [] : [`its log: ${quoted(line)}`]
	];
}
function neighbours(aftermath, run) {
	return (run === void 0 ? [] : besides(run, aftermath.timeline)).slice(0, 3).map((other) => `at the same time ran ${stepText(other)}`);
}
function pressure({ watch }) {
	const share = watch.memory?.pressure ?? 0;
	return share < .05 ? [] : [`${Math.round(share * 100)} % of the build's time everything waited for memory`];
}
function machine({ watch: { machine: seen } }) {
	if (seen?.lowestAvailable === void 0 || seen.memory === void 0) return [];
	const swap = seen.swap === void 0 ? "" : seen.swap === 0 ? ", no swap" : `, ${printMemory(seen.swap)} swap`;
	return [`the machine: ${printMemory(seen.lowestAvailable)} of ${printMemory(seen.memory)} left at the lowest${swap}`];
}
// src/judge/diagnoses/memory-wide.ts
/** The kernel killed BuildKit itself. The engine's `OOMKilled` of a container that still runs tells of a step, not of it. */
function builderKilled(aftermath) {
	const { builder, failure, ended } = aftermath;
	if (builder === void 0 || ![
		"exited",
		"restarted",
		"gone"
	].includes(builder.state)) return void 0;
	const killed = builder.exitCode === 137 && killsAround(aftermath) > 0;
	if (builder.oomKilled !== true && !killed) return void 0;
	const run = runAtEnd(aftermath);
	const step = failure?.step ?? run?.step;
	const use = builderUse(aftermath, builder);
	const code = builder.exitCode === void 0 ? "" : `, exit code ${builder.exitCode}`;
	const meanwhile = aftermath.meanwhile === void 0 ? "" : ` while ${aftermath.meanwhile}`;
	const during = run === void 0 ? meanwhile : ` while ${stepName(aftermath.timeline, run, step)} ran${inPlace(step)}`;
	return {
		id: "out-of-memory",
		shape: "builder-killed",
		level: failure === void 0 && ended === void 0 ? "warning" : "failure",
		certainty: "certain",
		message: `the kernel killed the builder for want of memory${during}${containerText(builder, use) ?? withNumbers(use, scopeKills(aftermath) ?? 0)}`,
		evidence: [
			`${builder.what}: ${builder.state}${code}${builder.oomKilled === true ? ", the engine says OOMKilled" : ""}`,
			...memoryEvidence(aftermath, void 0, false),
			...lastWords$1(builder, 3)
		],
		remedies: builderRemedies(aftermath, run, use),
		...step && { step },
		...run && { stepId: run.id }
	};
}
/** What killed it: the limit of its whole container, unless the machine has less. */
function builderUse(aftermath, { limit }) {
	const seen = memoryUse(aftermath, void 0);
	const machine = aftermath.watch.machine?.memory ?? Number.POSITIVE_INFINITY;
	if (limit === void 0 || limit.memory > machine || typeof seen.limit === "number") return seen;
	return {
		limit: limit.memory,
		...limit.swap !== void 0 && { swapLimit: limit.swap },
		holder: "builder"
	};
}
/** What counts steps says nothing of the whole container, which holds BuildKit as well. */
function containerText({ limit }, use) {
	if (limit === void 0 || use.holder !== "builder" || use.peak !== void 0) return void 0;
	const swap = limit.swap === void 0 ? "" : limit.swap === 0 ? ", no swap" : ` + ${printCeiling(limit.swap)} of swap`;
	return `: its container is limited to ${printMemory(limit.memory)}${swap}`;
}
function printCeiling(bytes) {
	return bytes === "unlimited" ? "any amount" : printMemory(bytes);
}
/** Kills that can have hit a builder: of its own scope, or by the kernel's log. */
function killsAround(aftermath) {
	return (aftermath.watch.memory?.scope === "builder" ? aftermath.watch.memory.oomKills ?? 0 : 0) + (aftermath.kernel ?? []).filter(({ program }) => /^(?:buildkitd|dockerd)$/.test(program)).length;
}
/** The kernel killed on this machine, and not by a limit of ours. `told`: a failure is explained by memory already. */
function machineShort(aftermath, told) {
	const { watch, failure, ended, builder } = aftermath;
	const counted = watch.machine?.oomKills ?? 0;
	const all = machineKills(aftermath);
	const ours = ourKills(aftermath);
	const global = globalKills(aftermath);
	const blind = scopeKills(aftermath) === void 0 || aftermath.cgroup !== "2" && aftermath.kernel === void 0;
	const lost = builder?.exitCode === 137 && builder.state !== "running" && (failure !== void 0 || ended?.by === "builder-lost");
	const short = isMachineEmpty(aftermath) || global.length > 0;
	const use = memoryUse(aftermath, void 0);
	const others = !blind || isLogClean(aftermath) || typeof use.limit === "number" && !isAtLimit(use);
	if (all <= ours || !short && !lost && others || told && (blind || isMachineEmpty(aftermath))) return void 0;
	const what = short ? "the machine ran short of memory: the kernel killed" : "the kernel killed for want of memory:";
	const where = blind ? "on this machine during the build" : "outside of the build's RUN steps";
	const names = [...new Set(global.map(({ program }) => program))].join(", ");
	const who = names === "" ? "" : ` (${shorten(names, 100)})`;
	return {
		id: "out-of-memory",
		shape: "machine-short",
		level: lost ? "failure" : "warning",
		certainty: blind && names === "" ? "likely" : "certain",
		message: `${what} ${count(all - ours, "process", "processes")} ${where}${who}${leftText(aftermath)}`,
		evidence: [
			`${count(all, "OOM kill")} on the whole machine (${counted < all ? "the kernel's log" : "/proc/vmstat"}), ${blind ? "those of the build cannot be told apart here" : `${ours} of them in the build's RUN steps`}`,
			...lost ? [`${builder.what}: ${builder.state}, exit code 137`] : [],
			...memoryEvidence(aftermath, void 0, false)
		],
		remedies: isAtLimit(use) ? memoryRemedies(aftermath, void 0, use) : machineRemedies(aftermath)
	};
}
function ourKills(aftermath) {
	const steps = Object.values(aftermath.watch.steps).reduce((sum, use) => sum + (use.oomKills ?? 0), 0);
	return Math.max(scopeKills(aftermath) ?? 0, ourKernelKills(aftermath).length, steps);
}
/** `: 0 B of 15.6 GiB left at the lowest, 1 OOM kill`, or what is known of it. */
function leftOfMachine(aftermath) {
	const kills = machineKills(aftermath);
	const parts = [...leftWords(aftermath.watch.machine), ...kills > 0 ? [count(kills, "OOM kill")] : []];
	return parts.length === 0 ? "" : `: ${parts.join(", ")}`;
}
function leftText({ watch: { machine } }) {
	return leftWords(machine).map((text) => `, ${text}`).join("");
}
function leftWords(machine) {
	if (machine?.lowestAvailable === void 0 || machine.memory === void 0) return [];
	return [`${printMemory(machine.lowestAvailable)} of ${printMemory(machine.memory)} left at the lowest`];
}
// src/judge/diagnoses/out-of-memory.ts
/** The kernel killed for want of memory: named by counters, on machines that have none by the peak together with how it ended. */
const outOfMemory = {
	id: "out-of-memory",
	shapes: [
		"step-killed",
		"child-killed",
		"hidden",
		"builder-killed",
		"machine-short"
	],
	diagnose(aftermath) {
		const builder = builderKilled(aftermath);
		const step = builder === void 0 ? failedStep(aftermath) : void 0;
		const blamed = step === void 0 ? void 0 : aftermath.failure?.run;
		const told = builder !== void 0 || step !== void 0;
		return [
			builder,
			step,
			...hidden(aftermath, blamed, told),
			machineShort(aftermath, told)
		].filter((found) => found !== void 0);
	}
};
/** The step that failed, when it was memory that it failed of. A build that we ended ourselves has none. */
function failedStep(aftermath) {
	const { failure, ended } = aftermath;
	if (failure === void 0 || ended !== void 0) return void 0;
	const { run } = failure;
	const proof = prove(aftermath, run);
	if (proof === void 0) return void 0;
	const use = memoryUse(aftermath, run);
	const step = failure.step ?? run?.step;
	const machine = isUnbounded(aftermath, use) && (isMachineEmpty(aftermath) || isOfMachine(aftermath));
	const whole = buildkitCounted(failure) || exitCodeOf(failure) === 137;
	const shape = machine ? "machine-short" : whole ? "step-killed" : "child-killed";
	const likely = proof.certainty === "likely" ? " likely" : "";
	const what = `${stepName(aftermath.timeline, run, step)}${likely} ran out of memory${machine ? " of the whole machine" : ""}${inPlace(step)}`;
	const numbers = machine && use.peak === void 0 ? leftOfMachine(aftermath) : withNumbers(use, proof.kills);
	const child = shape === "child-killed" ? childText(exitCodeOf(failure)) : "";
	return {
		id: "out-of-memory",
		shape,
		level: "failure",
		certainty: proof.certainty,
		message: `${what}${numbers}${child}`,
		evidence: memoryEvidence(aftermath, run, proof.certainty),
		remedies: memoryRemedies(aftermath, run, use),
		...step && { step },
		...run && { stepId: run.id }
	};
}
function childText(code) {
	return code === void 0 ? "" : `; the step itself ended with exit code ${code}`;
}
/** Counters, then the kernel's log, then the peak together with how it ended. Nothing when the counters speak against it. */
function prove(aftermath, run) {
	const { failure } = aftermath;
	if (buildkitCounted(failure)) return {
		kills: run === void 0 ? unclaimedKills(aftermath) : killsIn(aftermath, run),
		certainty: "certain"
	};
	if (run === void 0 || !isRun(run)) return void 0;
	const killed = exitCodeOf(failure) === 137 || killedLine(tailOf(aftermath)) !== void 0;
	return byCounters(aftermath, run, killed) ?? bySigns(aftermath, run, killed);
}
/** Kills that were counted for the step, or for all RUN steps together when nothing says that it was another one. */
function byCounters(aftermath, run, killed) {
	const kills = killsIn(aftermath, run);
	const own = useOf(aftermath, run);
	const use = memoryUse(aftermath, run);
	const others = besides(run, aftermath.timeline);
	if ((own?.oomKills ?? 0) > 0 && (killed || own?.shared !== true || others.length === 0)) return {
		kills,
		certainty: "certain"
	};
	const modest = own?.peakMemory !== void 0 && typeof use.limit === "number" && own.peakMemory < use.limit * .9;
	if (kills > 0 && (killed || !modest)) {
		const only = realSteps(aftermath.timeline).filter(isRun).length === 1;
		return {
			kills,
			certainty: killed || aftermath.shared !== true && (only || isAtLimit(use)) ? "certain" : "likely"
		};
	}
	const logged = ourKernelKills(aftermath).length;
	return logged > 0 && (killed || isAtLimit(use)) ? {
		kills: logged,
		certainty: "certain"
	} : void 0;
}
/** How it ended, and how high the memory stood: likely, where the counters do not speak against it. */
function bySigns(aftermath, run, killed) {
	if (isProvenClean(aftermath)) return void 0;
	const use = memoryUse(aftermath, run);
	const counted = machineKills(aftermath) > 0;
	if (isAtLimit(use) && (killed || counted)) return {
		kills: 0,
		certainty: "likely"
	};
	if (!killed || !isUnbounded(aftermath, use)) return void 0;
	const empty = isMachineEmpty(aftermath);
	if (isOfMachine(aftermath)) {
		const kills = machineKills(aftermath);
		return {
			kills,
			certainty: empty || kills > 0 && globalKills(aftermath).length > 0 ? "certain" : "likely"
		};
	}
	return empty ? {
		kills: 0,
		certainty: "likely"
	} : void 0;
}
/** The machine counted kills, and nobody can say that they were of another cgroup. */
function isOfMachine(aftermath) {
	return (scopeKills(aftermath) === void 0 || aftermath.cgroup !== "2") && machineKills(aftermath) > 0;
}
/** RUN steps that ended green with a child of theirs killed; kills that no step could be found for come last. */
function hidden(aftermath, blamed, told) {
	const steps = stepsWithKills(aftermath, blamed).filter((step) => !(blamed && isSameCount(aftermath, step, blamed)));
	const counted = unclaimedKills(aftermath, blamed);
	const rest = Math.max(counted, steps.length === 0 ? ourKernelKills(aftermath).length : 0);
	return [...steps.slice(0, 5).map((step) => survived(aftermath, step, useOf(aftermath, step)?.oomKills ?? 0)), ...rest > 0 && !told ? [survived(aftermath, void 0, rest)] : []];
}
/** Steps side by side whose counters could not be told apart: the kills are told once, with the step that failed of them. */
function isSameCount(aftermath, step, blamed) {
	return step.started < blamed.completed && blamed.started < step.completed && useOf(aftermath, step)?.shared === true && useOf(aftermath, blamed)?.shared === true;
}
function survived(aftermath, run, kills) {
	const use = memoryUse(aftermath, run);
	const step = run?.step;
	const lost = `lost ${count(kills, "process", "processes")} to the kernel for want of memory`;
	const { failure, ended } = aftermath;
	const finished = run === void 0 ? failure === void 0 && ended === void 0 : run.error === void 0 && !ended?.during.includes(run.name);
	const any = aftermath.shared ? "builds on this builder, perhaps not this one," : "RUN steps";
	const green = finished && !(run === void 0 && aftermath.shared) ? " and ended green" : "";
	const who = `${run === void 0 ? any : stepName(aftermath.timeline, run, step)} ${lost}${green}`;
	return {
		id: "out-of-memory",
		shape: "hidden",
		level: "warning",
		certainty: aftermath.shared ? "likely" : "certain",
		message: `${who}${inPlace(step)}${withNumbers(use, kills)}`,
		evidence: memoryEvidence(aftermath, run, false),
		remedies: memoryRemedies(aftermath, run, use),
		...step && { step },
		...run && { stepId: run.id }
	};
}
// src/judge/diagnoses/timeout.ts
/** We ended the build because its time was up, or because nothing moved. */
const timeout = {
	id: "timeout",
	shapes: ["build-timeout", "stall-timeout"],
	diagnose(aftermath) {
		const { ended } = aftermath;
		return ended?.by === "build-timeout" || ended?.by === "stall-timeout" ? [explain(aftermath, ended, ended.by)] : [];
	}
};
function explain(aftermath, ended, shape) {
	const running = runningSteps(aftermath, ended);
	const [first] = running;
	const during = first === void 0 ? "" : ` while ${stepName(aftermath.timeline, first)} ran${inPlace(first.step)}`;
	const more = running.length > 1 ? ` and ${running.length - 1} more` : "";
	const limit = printDuration(ended.afterMs);
	return {
		id: "timeout",
		shape,
		level: "failure",
		certainty: "certain",
		message: shape === "build-timeout" ? `the build was ended after ${limit}${during}${more}` : `the build was ended because nothing had moved for ${limit}${during}${more}`,
		evidence: [
			`${shape}: ${inputDuration(ended.afterMs)} ran out`,
			...running.slice(0, 5).map((run) => `${stepText(run)} had run for ${printDuration(ended.at - run.started)}${lastWords(run)}`),
			...otherEvidence(aftermath)
		],
		remedies: shape === "build-timeout" ? buildRemedies(aftermath, ended) : stallRemedies(aftermath, ended, running),
		...first?.step && { step: first.step },
		...first && { stepId: first.id }
	};
}
/** Steps that ran when it was ended, the one that ran longest first. */
function runningSteps({ timeline }, ended) {
	return timeline.steps.filter(({ name, cached }) => !cached && ended.during.includes(name)).toSorted((one, other) => one.started - other.started);
}
function lastWords({ tail }) {
	const line = tail.findLast((text) => text.trim() !== "");
	return line === void 0 ? ", without a word" : `; its last line: ${quoted(line)}`;
}
const THRASHED = {
	pressure: "nearly all the time everything waited for memory",
	"swap-traffic": "swap was busy and the programs were not"
};
function otherEvidence({ watch, builder }) {
	const share = watch.memory?.pressure ?? 0;
	const { thrash } = watch;
	return [
		...thrash === void 0 ? [] : [`it thrashed for ${printDuration(thrash.ms)}: ${THRASHED[thrash.method]}, which counts as no work`],
		...share >= .05 ? [`${Math.round(share * 100)} % of the build's time everything waited for memory`] : [],
		...builder === void 0 || builder.state === "running" ? [] : [`${builder.what}: ${builder.state}`]
	];
}
function buildRemedies(aftermath, ended) {
	const longest = realSteps(aftermath.timeline).toSorted((one, other) => other.ms - one.ms)[0];
	const long = longest === void 0 ? [] : [`make the longest step shorter: ${stepText(longest)} took ${printDuration(longest.ms)}; a wheel instead of a source build, or a base image that has it already`];
	return [
		...thrashing(aftermath),
		`give it more time, build-timeout: ${inputDuration(ended.afterMs * 1.5)}, when it was still getting on`,
		...long,
		"keep what was built: cache-to and cache-from with a registry let the next run begin where this one was"
	];
}
const ASKS = /\[[Yy]\/[Nn]\]|\(yes\/no\)|Geographic area|Please select|[Pp]assword(?: for .*)?:\s*$|Username for|Press (?:ENTER|any key)|Do you want to continue/;
const LOADS = /\b(?:Downloading|Collecting|Resolving|Fetching|Cloning|Receiving objects|Pulling|Get:\d+)\b|\bdownload\b/i;
function stallRemedies(aftermath, ended, running) {
	const lines = running.flatMap(({ tail }) => tail.slice(-5));
	return [
		...aftermath.builder?.state === "paused" ? [`unpause the builder (\`docker unpause\`): ${aftermath.builder?.what ?? ""} was paused from outside`] : [],
		...lines.some((line) => ASKS.test(line)) ? ["answer its question beforehand: nobody can type in a build; ARG DEBIAN_FRONTEND=noninteractive for apt, -y for apt and conda, a secret for a password"] : [],
		...lines.some((line) => LOADS.test(line)) ? ["let downloads give up and try again: `pip install --timeout 60 --retries 10`, UV_HTTP_TIMEOUT=300, `curl --retry 5 --speed-time 60 --speed-limit 1000`"] : [],
		...thrashing(aftermath),
		`when the step may be silent and idle that long, stall-timeout: ${inputDuration(ended.afterMs * 2)}`
	];
}
/** It swapped more than it worked. */
function thrashing({ watch }) {
	const share = watch.memory?.pressure ?? 0;
	if (share < .3 && watch.thrash === void 0) return [];
	return [`need less memory or give more: ${share < .3 ? "it moved memory instead of working" : `${Math.round(share * 100)} % of the time everything waited for it`}; fewer jobs at once (MAX_JOBS), max-parallelism: 1, or a higher memory`];
}
// src/judge/diagnoses/index.ts
/** Every diagnosis of a build, in no order that matters: {@link rank} decides which one counts. */
const DIAGNOSES = [
	timeout,
	outOfMemory,
	diskFull,
	builderLost
];
/**
* Why the build failed and what it survived, worst first. At most one is of level `failure`. What is proved besides it is kept as a warning,
* what is only likely besides it is not told.
*/
function diagnose(aftermath) {
	const known = aftermath.elsewhere ? withoutMachine(aftermath) : aftermath;
	const found = DIAGNOSES.flatMap((diagnoser) => diagnoser.diagnose(known));
	const killed = found.some(({ shape, level }) => shape === "builder-killed" || shape === "machine-short" && level === "failure");
	const all = found.filter(({ id }) => !killed || id !== "builder-lost");
	const [first, ...losers] = all.filter(({ level }) => level === "failure").toSorted((one, other) => rank(one) - rank(other));
	const beside = losers.filter(({ id, certainty }) => certainty === "certain" && id !== first?.id).map((loser) => ({
		...loser,
		level: "warning"
	}));
	const warnings = all.filter(({ level, id }) => level === "warning" && (first === void 0 || id !== "disk-full"));
	return [
		...first === void 0 ? [] : [first],
		...beside,
		...warnings
	];
}
/** This machine did not build: what it counted and its kernel logged is of others. */
function withoutMachine({ kernel: _kernel, watch, ...rest }) {
	const { machine: _machine, memory, ...seen } = watch;
	return {
		...rest,
		watch: {
			...seen,
			...memory && memory.scope !== "machine" && { memory }
		}
	};
}
/** What the run failed of. `build`: nothing here explains it, the user's build failed by itself. */
function failureKind(diagnoses) {
	return diagnoses.find(({ level }) => level === "failure")?.id ?? "build";
}
/** We ended it, then counters, then free bytes, then words. */
function rank({ id, shape, certainty }) {
	if (id === "timeout" || shape === "stopped-below") return 0;
	if (id === "out-of-memory" && shape === "builder-killed") return 1;
	if (id === "builder-lost") return shape === "connection" ? 7 : 2;
	return (id === "out-of-memory" ? 3 : 4) + (certainty === "likely" ? 2 : 0);
}
export { DIAGNOSES, diagnose, failureKind, saidDiskFull };
