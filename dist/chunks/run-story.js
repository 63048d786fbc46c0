import { i as prettyBytes, n as SIZE_FORMAT, r as parseSize } from "./bytes.js";
import { a as writtenAttests, t as splitTag } from "./tag.js";
import { a as isStored, c as pushedImages, f as parseOutput, g as readFields, i as isQuestion, l as isArchive, n as isByDigest, r as isPushed, s as namesOf, u as isImage, v as parse, y as CsvError } from "./outputs.js";
import { n as isTrue, t as isBool } from "./go-bool.js";
import { o as shortest, s as workspaceOf } from "./paths.js";
import { n as CancelledError, r as UserError } from "./errors.js";
import { a as nearest } from "./swap.js";
import { n as finishRemovals } from "./swap-text.js";
import { _ as row, c as code, d as logLine, m as prose } from "./teardown.js";
import { a as size, i as memory, o as thousands, r as duration, t as count } from "./format.js";
import { a as estimateNeed, i as PLENTY, n as diskNeeds, t as deficitOf } from "./disk-needs.js";
import { a as remedyOf, n as refuseBeyond, o as readDockerfileImages } from "./out-of-reach.js";
import { t as parseImageName } from "./image-names.js";
// src/journal-folder.ts
/**
* Where a user's undo journals lie on this machine, for the action and the command line alike: a runner empties its own temporary folder before
* each job, and with it what a killed run left to be undone. https://specifications.freedesktop.org/basedir-spec/latest/
*/
function journalFolder({ env, files }) {
	const given = env["XDG_STATE_HOME"] ?? "";
	return `${given.startsWith("/") ? given : `${files.home}/.local/state`}/ml-image-build`;
}
/** Those of a workflow step: its runner's temporary folder where the home takes none. */
function stepJournals(world) {
	return [journalFolder(world), `${world.files.temp}/ml-image-build`];
}
/** Those of the command line. A temporary folder there is everybody's: the name is the user's, so that the next run and `cleanup` find it. */
function terminalJournals(world) {
	return [journalFolder(world), `${world.files.temp}/ml-image-build-${world.machine.uid}`];
}
/**
* The first of the folders that can be a private one. The last one of a step is its runner's own and is not asked for it, for there are file
* systems on which nothing is; on the command line it throws why it cannot.
*/
async function usableFolder({ files }, { journals, cli }) {
	let why = /* @__PURE__ */ new Error("there is no folder for the journal");
	for (const folder of journals) {
		const not = await files.makePrivate(folder);
		if (not === void 0) return folder;
		why = not;
	}
	const last = journals.at(-1);
	if (cli || last === void 0) throw why;
	return last;
}
// src/inputs/ulimits.ts
/** github.com/docker/go-units, ulimit.go. */
const NAMES = [...[
	"core",
	"cpu",
	"data",
	"fsize",
	"locks",
	"memlock",
	"msgqueue",
	"nice"
], ...[
	"nofile",
	"nproc",
	"rss",
	"rtprio",
	"rttime",
	"sigpending",
	"stack"
]];
/** `name=soft[:hard]` as the docker command line reads it (`ParseUlimit` in github.com/docker/go-units); -1 is no limit. */
function refuseUlimits(reader, ulimits) {
	for (const value of ulimits) {
		const [, name = "", soft = "", hard = soft] = /^([^=]*)=([+-]?\d+)(?::([+-]?\d+))?$/.exec(value) ?? [];
		const problem = (message, remedy) => reader.problem({
			input: "ulimit",
			value,
			message,
			remedy
		});
		if (soft === "") problem("is not a limit", "write for example \"nofile=1024:4096\"");
		else if (!NAMES.includes(name)) problem("has no name of a limit", known$1(name));
		else if (amount(soft) > amount(hard)) problem("has a soft limit above the hard one", `write the lower one first: "${name}=${hard}:${soft}"`);
	}
}
function known$1(name) {
	const near = nearest(name, NAMES);
	return near === void 0 ? `there are ${NAMES.join(", ")}` : `did you mean "${near}"?`;
}
function amount(text) {
	return Number(text) === -1 ? Number.POSITIVE_INFINITY : Number(text);
}
// src/inputs/forms.ts
/** Reports values whose form buildx 0.36 refuses, whatever the machine and the Dockerfile are. What a newer one may come to know is left to it. */
function refuseForms(reader, request) {
	refuseUlimits(reader, request.ulimit);
	refuseNetwork(reader, request);
	refuseAnnotations(reader, request);
	refuseAttests(reader, request);
	refuseAllow(reader, request);
	refuseFolders(reader, request);
	refuseQuestion(reader, request);
}
/** buildx, `csvToMap` in builder/builder.go. Which keys there are is the driver's own matter. */
function refuseOptionForms(reader, driverOpts) {
	for (const value of driverOpts) {
		const bare = bareField(value);
		if (bare === void 0) continue;
		reader.problem({
			input: "driver-opts",
			value,
			message: `holds "${bare}", which is no key=value`,
			remedy: "write key=value, for example \"network=host\""
		});
	}
}
/** The first field of a CSV line that is no `key=value`. */
function bareField(line) {
	return readFields(line)?.find((field) => !field.includes("="));
}
/** Three words beside nothing: buildx, `toSolveOpt` in build/opt.go. */
function refuseNetwork(reader, { network }) {
	if ([
		"",
		"default",
		"none",
		"host"
	].includes(network)) return;
	const remedy = `write default, none or host; a network of the engine is given to a builder, as driver-opts: "network=${network}"`;
	reader.problem({
		input: "network",
		value: network,
		message: "is no network of a build",
		remedy
	});
}
/** BuildKit, exporter/containerimage/exptypes. */
const ANNOTATED = [
	"index",
	"index-descriptor",
	"manifest",
	"manifest-descriptor"
];
/** `[type[platform],…:]key=value`: buildx, `ParseAnnotations` in util/buildflags/export.go. */
function refuseAnnotations(reader, { annotations }) {
	for (const value of annotations) {
		const problem = (message, remedy) => reader.problem({
			input: "annotations",
			value,
			message,
			remedy
		});
		const [name = ""] = value.split("=", 1);
		if (name === value) {
			problem("has no value", "write key=value, for example \"org.opencontainers.image.title=app\"");
			continue;
		}
		const at = name.indexOf(":");
		const strange = (at < 0 ? [] : name.slice(0, at).split(",")).find((type) => !isAnnotated(type));
		if (strange === void 0) continue;
		problem(`has the unknown type "${strange}"`, hint(strange, ANNOTATED));
	}
}
function isAnnotated(text) {
	const [, type] = /^([a-z-]+)(?:\[[A-Za-z0-9_/-]+\])?$/.exec(text) ?? [];
	return ANNOTATED.some((known) => known === type);
}
/** The nearest of them, and all. */
function hint(word, known) {
	const near = nearest(word, known);
	const all = known.join(", ");
	return near === void 0 ? `there are ${all}` : `did you mean "${near}"? There are ${all}`;
}
/**
* buildx reads the form (`Attest.UnmarshalText` in util/buildflags/attests.go), BuildKit the types of what is not switched off, for all frontends
* (`attestations.Validate` in frontend/attestations/parse.go).
*/
function refuseAttests(reader, request) {
	for (const { input, value, text } of writtenAttests(request)) {
		const why = whyNoAttest(text);
		if (why === void 0) continue;
		const remedy = input === "attests" ? "write for example \"type=sbom\" or \"type=provenance,mode=max\"" : `write true, false, or for example "${input === "sbom" ? "generator=docker/buildkit-syft-scanner" : "mode=max"}"`;
		reader.problem({
			input,
			value,
			message: why,
			remedy
		});
	}
}
function whyNoAttest(text) {
	const fields = readFields(text);
	if (fields === void 0) return void 0;
	const bare = bareField(text);
	if (bare !== void 0) return `holds "${bare}", which is no key=value`;
	const last = (key) => fields.findLast((field) => keyOf(field).trim().toLowerCase() === key)?.replace(/^[^=]*=/, "");
	const off = last("disabled") ?? "false";
	if (!isBool(off)) return "is neither on nor off";
	const type = last("type") ?? "";
	if (type === "") return "has no type";
	return isTrue(off) || /^(?:sbom|provenance)$/i.test(type) ? void 0 : "is of an unknown type";
}
function keyOf(field) {
	return field.split("=", 1)[0] ?? "";
}
const ALLOWED = [
	"security.insecure",
	"network.host",
	"device",
	"buildx.local.delete"
];
/** buildx, `ParseEntitlements` in util/buildflags; BuildKit, util/entitlements: a device alone has a value, a name and perhaps `alias=…`. */
function refuseAllow(reader, { allow }) {
	for (const value of allow) {
		const key = keyOf(value);
		const known = ALLOWED.includes(key);
		if (known && (key === value || key === "device")) continue;
		const message = known ? "takes no value" : "is nothing that can be allowed";
		reader.problem({
			input: "allow",
			value,
			message,
			remedy: known ? `write "${key}"` : hint(value, ALLOWED)
		});
	}
}
/** buildx, `CreateExports` in build/opt.go: what is written as a folder has a place. */
function refuseFolders(reader, { outputs }) {
	for (const value of outputs) {
		const output = parseOutput(value);
		if (!output || !isFolder(output)) continue;
		const dest = output.attrs["dest"] ?? "";
		if (dest !== "" && dest !== "-") continue;
		const message = dest === "" ? "has no dest, the folder to write to" : "is a folder, which cannot go to the standard output";
		const rest = value.replace(/,dest=-?(?=,|$)/, "");
		const example = rest.startsWith("type=") ? `${rest},dest=out` : "type=local,dest=out";
		reader.problem({
			input: "outputs",
			value,
			message,
			remedy: `write for example "${example}"`
		});
	}
}
/** It is written as a folder, not as one file. */
function isFolder({ type, attrs }) {
	const tar = attrs["tar"] ?? "";
	return type === "local" || ["oci", "docker"].includes(type) && isBool(tar) && !isTrue(tar);
}
/** buildx, `ParseCallFunc` in util/buildflags: one name, `format=…`, `ignorestatus=…`. What a frontend answers is its own matter. */
function refuseQuestion(reader, { call }) {
	const fields = call === "" ? [] : readFields(call) ?? [];
	const names = fields.filter((field) => !field.includes("="));
	const strange = fields.some((field) => {
		const value = field.slice(keyOf(field).length + 1);
		return field.includes("=") && keyOf(field) !== "format" && !(keyOf(field) === "ignorestatus" && isBool(value));
	});
	if (names.length <= 1 && !strange) return;
	reader.problem({
		input: "call",
		value: call,
		message: "is not a question to the Dockerfile",
		remedy: "write for example \"check\", \"outline\" or \"targets\""
	});
}
// src/report/host-text.ts
/** The survey as one compact block of aligned lines, for log and terminal. */
function renderHost(host) {
	return hostRows(host).map(renderRow);
}
/** The disks alone. */
function renderDisks(disks) {
	return diskRows(disks).map(renderRow);
}
/** Where the engine's data was looked for when the engine itself did not say it. `from`: the file that does. */
function renderDataRoot(why, { path, from }) {
	return logLine(`${why}: its data is at ${path}, ${from === void 0 ? "as is usual" : `as ${from} says`}`);
}
function renderRow([name, value]) {
	return logLine(`${name.padEnd(8)} ${value}`);
}
/** The survey as rows of name and value, plain text. */
function hostRows(host) {
	return [
		["Engine", engineText(host.engine)],
		["Builder", builderText(host)],
		["System", machineText(host)],
		["Memory", memoryText(host)],
		...diskRows(host.disks),
		["Allowed", allowedText(host)]
	];
}
function engineText(engine) {
	if ("missing" in engine) return `none: ${engine.missing}`;
	const kind = [
		engine.store === "containerd" ? "containerd image store" : `${engine.storageDriver} image store`,
		...engine.rootless ? ["rootless"] : [],
		...engine.local ? [] : ["remote"]
	];
	return [
		`Docker ${engine.version}`,
		...kind,
		engine.platform,
		engine.endpoint
	].join(", ");
}
function builderText(host) {
	const buildx = "missing" in host.buildx ? `no buildx: ${host.buildx.missing}` : `buildx ${host.buildx.version}`;
	const buildkit = host.buildkit === void 0 ? [] : [`BuildKit ${host.buildkit}`];
	const gone = host.builder?.missing === void 0 ? "" : `: not there, ${host.builder.missing}`;
	const named = host.builder === void 0 ? [] : [`${host.builder.name} (${host.builder.driver}, from ${host.builder.from})${gone}`];
	return [
		buildx,
		...buildkit,
		...named
	].join(", ");
}
const RUNNERS = {
	"github-hosted": "GitHub-hosted runner",
	"self-hosted": "self-hosted runner",
	none: "no runner"
};
function machineText(host) {
	return `${host.os} ${host.arch}, ${host.cpus} CPUs, ${RUNNERS[host.runner]}`;
}
function memoryText(host) {
	return `${host.memory === void 0 ? "unknown" : memory(host.memory)}, ${host.swap === void 0 ? "swap unknown" : host.swap === 0 ? "no swap" : `${memory(host.swap)} swap`}, ${cgroupText(host)}`;
}
function cgroupText(host) {
	const { version, path } = host.cgroup;
	const place = path === void 0 ? "" : ` at ${path}`;
	const engine = "missing" in host.engine ? void 0 : host.engine;
	const driver = engine === void 0 || engine.cgroupDriver === "" ? "" : ` (engine: ${engine.cgroupDriver})`;
	return `${version === "unknown" ? "cgroup version unknown" : `cgroup v${version}`}${place}${driver}`;
}
/** One row a disk: roles that lie on the same device share one. */
function diskRows(disks) {
	return [...Map.groupBy(disks, (disk) => disk.device ?? `path ${disk.path}`).values()].map((group) => ["Disk", diskText(group)]);
}
function diskText(group) {
	const sized = group.find((disk) => disk.free !== void 0);
	const total = sized?.total === void 0 ? "" : ` of ${size(sized.total)}`;
	return `${sized?.free === void 0 ? "free space unknown" : `${size(sized.free)} free${total}`}: ${group.map((disk) => `${disk.role} ${disk.path}`).join(", ")}`;
}
const SUDO = {
	"not-needed": "sudo not needed",
	passwordless: "sudo without password",
	no: "no sudo",
	untested: "sudo not tried"
};
function allowedText(host) {
	return host.root ? "root" : `ordinary user, ${SUDO[host.sudo]}`;
}
// src/judge/judge.ts
/** All verdicts, image by image in the order of the assertions. Asked for and no image: every verdict is `unknown`. */
function judgeImages(armed, images) {
	const judged = images.length > 0 ? images : [noImage("the build made no image that could be looked at")];
	const cuda = armed.find((one) => one.cuda !== void 0)?.cuda;
	return judged.flatMap((facts) => armed.map((assertion) => {
		const verdict = assertion.judge(facts, cuda);
		return images.length > 1 ? {
			...verdict,
			platform: facts.platform
		} : verdict;
	}));
}
/** Red as soon as one verdict is: what was asked for and is unknown counts as failed. */
function conclude(verdicts) {
	if (verdicts.some(isRed)) return "fail";
	return verdicts.some(({ status }) => status === "warn") ? "warn" : "pass";
}
/** Fails the run. What was asked for and could not be measured is red too. */
function isRed({ status }) {
	return status === "fail" || status === "unknown";
}
/** An image of which nothing is known. */
function noImage(why) {
	const unknown = {
		known: false,
		why
	};
	return {
		id: "",
		platform: "",
		unpackedBytes: unknown,
		compressedBytes: unknown,
		rootfsBytes: unknown,
		layers: unknown,
		distributions: unknown,
		torch: unknown
	};
}
// src/report/space-text.ts
/** The disk that had least to spare before room was made. */
function shortestDisk(space) {
	return space?.disks.toSorted((one, other) => spare(one) - spare(other))[0];
}
function spare({ free, needed }) {
	return free - needed;
}
/** Begins the sentence on a removal that did not come to its work. */
const NOT_STARTED = "The program that removes could not do its work";
/** Room in plain sentences: what was needed, what was done for it, what is left to know. Empty when it was not looked at. */
function spaceSentences(space) {
	const disk = shortestDisk(space);
	if (space === void 0 || disk === void 0) return [];
	const { second, need } = space;
	const aside = second && `the builder's state is put on the disk at ${second.path}, where ${size(second.free)} were free`;
	const enough = disk.free >= disk.needed;
	return [
		...aside ? [`About ${size(need.bytes)} of disk are needed (${need.how}): ${aside}`] : [],
		...aside && enough ? [] : [[needed(space, disk), done(space, disk)].join(": ")],
		...space.refused === void 0 ? [] : [`Nothing was removed: ${space.refused}`],
		...space.notStarted === void 0 ? [] : [`${NOT_STARTED}: ${space.notStarted}`],
		...failures(space.items)
	];
}
function needed({ need, disks, second }, disk) {
	const where = disks.length > 1 ? ` at ${disk.path}` : "";
	return `About ${size(disk.needed)} of disk${where} are needed (${second ? "for the runner" : need.how})`;
}
function done({ items, freedBytes, blockedMs }, { free, needed: wanted, after }) {
	if (free >= wanted) return `${size(free)} were free, nothing had to be removed`;
	const gone = items.filter(({ state }) => state !== "failed").length;
	const now = after >= wanted ? `${size(after)} are free now` : `only ${size(after)} are free now`;
	if (gone === 0) return `only ${size(free)} are free`;
	return `${size(free)} were free, ${size(freedBytes)} of ${count(gone, "component")} were given back in ${duration(blockedMs)}, ${now}`;
}
const MOST_FAILURES = 5;
function failures(items) {
	const failed = items.filter(({ state }) => state === "failed");
	const more = failed.length - MOST_FAILURES;
	const partly = items.filter(({ state }) => state === "in-part");
	return [
		...failed.slice(0, MOST_FAILURES).map(({ title, why }) => `${title} stayed: ${why ?? "no reason"}`),
		...more > 0 ? [`${count(more, "more component")} stayed`] : [],
		...partly.slice(0, MOST_FAILURES).map(({ title, why }) => `${title} went only in part: ${why}`)
	];
}
// src/run-space-short.ts
const REPAIR = "see to it that the program can run: as root, or by sudo without a password, and with nothing that stops Node.js";
/** The target given by hand is not reached. */
function shortOf({ path, after, needed }, others, { need, items, refused, notStarted }, remedy) {
	const gone = items.filter(({ state }) => state !== "failed").map(({ component }) => component);
	const many = gone.length > 6 ? `${gone.slice(0, 5).join(", ")} and ${gone.length - 5} more` : gone.join(", ");
	const nothing = notStarted === void 0 ? "and nothing more may be removed" : `the removal could not start: ${notStarted}`;
	const done = gone.length > 0 ? `after ${many} were removed` : refused ?? nothing;
	const elsewhere = others.map((disk) => `, ${size(disk.after)} at ${disk.path}`).join("");
	const beside = needed > need.bytes ? ` beside ${size(needed - need.bytes)} of swap` : "";
	return new UserError("disk-full", [{
		input: "min-free",
		value: size(need.bytes),
		message: `cannot be had at ${path}${beside}: ${size(after)} are free there${elsewhere}, ${done}`,
		remedy: notStarted === void 0 ? remedy : REPAIR
	}]);
}
// src/space/base-sizes.ts
/** Longest that a run waits for registries: an estimate is worth no more. */
const REGISTRY_MS = 3e3;
const MOST_IMAGES = 6;
/**
* Asks the registries for the compressed sizes of these images, with the logins of the user (`docker buildx imagetools`), all at once and
* for three seconds in all. One that does not answer is left out.
*/
async function readBaseSizes(world, names, platform) {
	const until = world.monotonic() + REGISTRY_MS;
	return (await Promise.all(names.slice(0, MOST_IMAGES).map((name) => readSize$1(world, name, platform, until)))).flatMap((compressed, index) => {
		const name = names[index];
		return compressed === void 0 || name === void 0 ? [] : [{
			name,
			compressed
		}];
	});
}
async function readSize$1(world, name, platform, until) {
	const top = await readManifest(world, name, until);
	const chosen = top?.manifests && choosePlatform(top.manifests, platform);
	const repository = name.replace(/@.*$/, "").replace(/:[^:/]*$/, "");
	const manifest = chosen?.digest === void 0 ? top : await readManifest(world, `${repository}@${chosen.digest}`, until);
	return manifest && sumLayers(manifest);
}
/** The bytes of a manifest's layers; nothing for one without layers or sizes. */
function sumLayers({ layers }) {
	const sum = (layers ?? []).reduce((bytes, { size }) => bytes + (size ?? NaN), 0);
	return Number.isFinite(sum) && sum > 0 ? sum : void 0;
}
/** The entry of an index for `linux/amd64` or `linux/arm64/v8`; a variant counts only when both name one. */
function choosePlatform(manifests, platform) {
	const [os, architecture, variant] = platform.split("/");
	return manifests.find(({ platform: of }) => of?.os === os && of?.architecture === architecture && (!variant || !of?.variant || of.variant === variant));
}
async function readManifest(world, reference, until) {
	const timeoutMs = until - world.monotonic();
	if (timeoutMs <= 0) return void 0;
	const argv = [
		"docker",
		"buildx",
		"imagetools",
		"inspect",
		"--raw",
		reference
	];
	const { code, stdout } = await world.run({
		argv,
		timeoutMs
	});
	try {
		const manifest = code === 0 ? JSON.parse(stdout) : void 0;
		return typeof manifest === "object" && manifest !== null ? manifest : void 0;
	} catch {
		return;
	}
}
// src/space/build-shape.ts
/** How often the image will lie on this machine's disk, from what was asked and what was decided about builder and delivery. */
function buildShape(build, { engine }, built) {
	const outputs = build.outputs.flatMap((item) => parseOutput(item) ?? []);
	const kind = built?.driver.kind ?? "docker";
	const builder = built?.driver.builder;
	const away = builder !== void 0 && ([
		"kubernetes",
		"remote",
		"cloud"
	].includes(builder.driver) || builder.elsewhere);
	const local = built === void 0 || !("missing" in engine) && engine.local;
	const ownStore = kind === "docker-container" || builder?.driver === "docker-container";
	return {
		builds: away || !local ? "elsewhere" : ownStore ? "builder" : "engine",
		store: "missing" in engine ? "other" : engine.store,
		load: built?.delivery.load ?? build.load,
		push: built?.delivery.push ?? (build.push || outputs.some(isPushed)),
		archives: outputs.filter(isArchive).length,
		localCaches: build.cacheTo.filter((item) => readFields(item)?.includes("type=local")).length
	};
}
// src/space/engine-bases.ts
/** An engine on this machine answers at once; one that does not is no reason to wait with a build. */
const ANSWER_MS = 1e3;
/**
* Those of the images that the build takes from the engine as they are: on overlay2 the engine's own BuildKit asks no registry for an image
* that the engine has for this platform, unless `pull` is given. With the containerd store it does, and a builder has a store of its own.
*/
async function readEngineBases(world, names, build) {
	const { shape, platform, pull } = build;
	if (shape.builds !== "engine" || shape.store !== "overlay2" || pull || !world.engine.direct) return [];
	return (await Promise.all(names.map((name) => lookUp(world, name, platform)))).flatMap((base) => base ?? []);
}
async function lookUp(world, name, platform) {
	const path = `/images/${encodeURIComponent(name)}/json`;
	const { status, text } = await world.engine.call({
		path,
		timeoutMs: ANSWER_MS
	});
	if (status !== 200) return void 0;
	try {
		const { Os, Architecture, Variant, Size = 0 } = JSON.parse(text);
		const [os, architecture, variant] = platform.split("/");
		return Os === os && Architecture === architecture && (!variant || !Variant || Variant === variant) && Size > 0 ? {
			name,
			inEngine: Size
		} : void 0;
	} catch {
		return;
	}
}
// src/space/decide.ts
/**
* Decides how much room is needed, whether it is there, and what goes where it is not. Changes nothing. Where enough is free nothing is looked
* at; where the answer could hang on the base images' sizes the engine is asked for those that it has, and for the others their registries, for
* three seconds at most.
*/
async function decideSpace(world, request) {
	const { images, facts } = await needFacts(world, request);
	const targets = await besideSwap(world, request.host, estimateNeed(facts), request.swap);
	const { need, disks } = targets;
	if (disks.every((disk) => deficitOf(disk) === 0)) return {
		plan: {
			need,
			disks,
			items: [],
			spare: [],
			kept: [],
			lacking: []
		},
		links: []
	};
	const { decideShort } = await import("./decide-short.js");
	return decideShort(world, request, {
		targets,
		images
	});
}
/** The disk that takes the swap file must have that much more. */
async function besideSwap(world, host, need, swap) {
	const disks = diskNeeds(host.disks, need);
	const device = swap && (await world.files.disk(swap.folder))?.device;
	if (!swap || device === void 0 || !disks.some((disk) => disk.device === device)) return {
		need,
		disks
	};
	const { bytes, asked } = swap;
	return {
		...asked !== void 0 && { swap: {
			device,
			bytes,
			asked
		} },
		need: {
			...need,
			how: `${need.how}, and ${prettyBytes(bytes, SIZE_FORMAT)} for swap`
		},
		disks: disks.map((disk) => disk.device === device ? {
			...disk,
			needed: disk.needed + bytes
		} : disk)
	};
}
/** Registries are asked only when their answer could change anything. */
async function needFacts(world, request) {
	const { asked, host, lastBuild, built } = request;
	const sizeLimit = asked.armed.find(({ id }) => id === "max-image-size")?.limit;
	const { minFree } = asked.space;
	const facts = {
		...minFree !== void 0 && { minFree },
		...lastBuild !== void 0 && { lastBuild },
		...sizeLimit !== void 0 && { sizeLimit },
		bases: [],
		shape: buildShape(asked.build, host, built)
	};
	const known = minFree !== void 0 || lastBuild !== void 0 || facts.shape.builds === "elsewhere";
	const plenty = diskNeeds(host.disks, estimateNeed(facts)).every(({ free, needed }) => free >= Math.max(PLENTY, needed));
	if (known || plenty || asked.space.freeDisk === "off") return {
		images: void 0,
		facts
	};
	const images = await readDockerfileImages(world, request);
	const names = (images?.names ?? []).filter((name) => parseImageName(name) !== void 0);
	if (names.length === 0) return {
		images,
		facts: {
			...facts,
			...images?.scratch && { scratch: true }
		}
	};
	const platform = asked.build.platforms[0] ?? ("missing" in host.engine ? "linux/amd64" : host.engine.platform);
	const there = await readEngineBases(world, names.filter((name) => !images?.otherPlatform.includes(name)), {
		shape: facts.shape,
		platform,
		pull: asked.build.pull
	});
	const others = names.filter((name) => !there.some((base) => base.name === name));
	const bases = [...there, ...await readBaseSizes(world, others, platform)];
	return {
		images,
		facts: {
			...facts,
			bases,
			moreBases: bases.length < names.length || images?.unsure !== void 0
		}
	};
}
// src/run-space.ts
/** What the plan's steps begin with: what goes for room, before anything else is done. */
function withSpace(plan, space) {
	return space === void 0 ? plan : {
		...plan,
		steps: [...spaceSteps(space), ...plan.steps]
	};
}
/** Nothing where there is enough. */
function spaceSteps({ items, disks, need, refused, lacking, second }) {
	const short = disks.filter(({ free, needed }) => free < needed);
	if (short.length === 0 && second === void 0) return [];
	const step = (id, title) => ({
		id,
		title,
		commands: []
	});
	const head = `make room: ${short.map((disk) => `${size(disk.needed)} at ${disk.path}, where ${size(disk.free)} are free`).join(", and ")} (${need.how})`;
	return [
		...short.length === 0 ? [] : [step("space", refused === void 0 ? head : `${head}: not done, ${refused}`)],
		...items.map((item) => step(`remove-${item.component}`, removal(item))),
		...lacking.map(({ path, bytes }) => step("lacking", `${size(bytes)} will be missing at ${path} all the same`)),
		...second ? [step("second-disk", aside(second, need))] : []
	];
}
function aside({ path, free }, { bytes, how }) {
	return `keep the builder's state on the disk at ${path}, where ${size(free)} are free: the build needs about ${size(bytes)} (${how})`;
}
function removal({ title, component, expected, breaks }) {
	const seconds = expected.seconds < 1 ? "less than a second" : `${Math.round(expected.seconds)} s`;
	return `remove ${title} (${component}), about ${size(expected.bytes)} in ${seconds}, for good; without it: ${breaks}`;
}
/** Decides about room for a build; nothing where that is switched off. */
async function decideRoom(world, story, asked, host, built) {
	if (asked.space.freeDisk === "off") return void 0;
	const { make: swap } = built.swap ?? {};
	return decideSpace(world, {
		asked,
		host,
		built,
		run: story.id,
		...swap && { swap }
	});
}
/** Folders of this job that stay whatever is asked. One that holds everything says nothing: a step may be started in `/`. */
function placesInUse(world, more = []) {
	const { cwd, temp } = world.files;
	return [
		workspaceOf(world.env, cwd),
		temp,
		...more
	].filter((path) => path.startsWith("/")).map((path) => shortest(path)).filter((path) => path !== "/");
}
/** Makes the room that was planned and tells what came of it. Throws when less is free than was asked for by hand, before anything goes where that cannot be had. */
async function openRoom(world, story, journal, terms) {
	const { decision } = terms;
	if (!decision) return void 0;
	if (decision.plan.items.length === 0) {
		story.space = untouched(decision.plan);
		if (decision.plan.beyond) throw refuseBeyond(decision.plan.beyond, decision.plan.kept);
		tellRoom(world, decision.plan, story.space, terms.strict);
		return;
	}
	const room = await story.phase("space", "Make room", () => remove(world, journal, decision, terms));
	story.space = room.report();
	try {
		tellRoom(world, decision.plan, story.space, terms.strict);
	} catch (error) {
		await closeRoom(world, story, room, "finish");
		throw error;
	}
	return room;
}
/** The report of a plan that removes nothing. */
function untouched({ need, disks, kept, refused, second }) {
	const nothing = {
		items: [],
		freedBytes: 0,
		blockedMs: 0,
		dangling: []
	};
	const same = disks.map((disk) => ({
		...disk,
		after: disk.free
	}));
	const aside = second && { second: {
		path: second.path,
		free: second.free
	} };
	return {
		need,
		disks: same,
		kept,
		...refused !== void 0 && { refused },
		...nothing,
		...aside
	};
}
async function remove(world, journal, { plan, links }, { run, keep, journals }) {
	if (await finishRemovals(world, journals) > 0) world.log.info("What earlier steps of this job removed is unlinked first");
	const [{ makeRoom }, { danglingAfter }] = await Promise.all([import("./make-room.js"), import("./dangling.js")]);
	const engineDisk = plan.disks.find(({ roles }) => roles.includes("engine data"))?.path ?? "/";
	return makeRoom(world, journal, plan, {
		run,
		keep,
		removeFromEngine: (item) => removeFromEngine(world, engineDisk, item),
		dangling: async (paths) => danglingAfter(paths, links, world.env)
	});
}
/** Throws when there is less than was asked for by hand, or nobody wants it any more. */
function tellRoom(world, plan, report, strict) {
	if (world.cancelled.aborted) throw world.cancelled.reason;
	for (const text of spaceSentences(report)) world.log.info(logLine(text, 1e3));
	tellDangling(world, report.dangling);
	const [first, ...others] = report.disks.filter(({ after, needed }) => after < needed);
	if (!first) return;
	if (strict) throw shortOf(first, others, report, remedyOf(plan));
	for (const { path, after, needed } of [first, ...others]) {
		const text = `${path} may run full: ${size(after)} are free, and the build needs about ${size(needed)}`;
		world.log.warning(logLine(text, 1e3));
	}
}
function tellDangling(world, dangling) {
	if (dangling.length > 0) world.log.info(logLine(`Leads nowhere now: ${dangling.join(", ")}`, 4e3));
}
async function removeFromEngine(world, path, { engine }) {
	if (!engine) return {
		gone: false,
		problems: []
	};
	const { pruneBuildCache, removeImages } = await import("./engine-images.js");
	if (engine.kind === "images") {
		const { removed, problems } = await removeImages(world, path, engine.images);
		return {
			gone: removed.length > 0,
			problems
		};
	}
	const { bytes, problems } = await pruneBuildCache(world, path);
	return {
		gone: problems.length === 0 || bytes > 0,
		problems
	};
}
/** No more room is needed: what is still being unlinked goes on, and what it came to is told. */
async function closeRoom(world, story, room, how) {
	if (!room) return;
	const problems = await room.settle(how === "wait" && world.cancelled.aborted ? "finish" : how);
	const told = new Set(story.space?.dangling);
	const { second } = story.space ?? {};
	const { second: _planned, ...report } = room.report();
	story.space = {
		...report,
		...second && { second }
	};
	const { dangling, items, notStarted } = report;
	tellDangling(world, dangling.filter((name) => !told.has(name)));
	const fresh = problems.filter((problem) => problem !== notStarted && !items.some(({ why }) => why?.includes(problem)));
	story.notes.push(...fresh.slice(0, 5).map((problem) => `not removed: ${problem}`));
}
// src/run-failure.ts
/** Three kinds of failure kept apart: the user's input or machine (no stack), a cancelled run, and a bug of ours. */
function explain(error) {
	if (error instanceof UserError) {
		const { kind, problems } = error;
		return {
			kind,
			message: problems.length === 1 ? error.message : `${problems.length} problems, first: ${problems[0]?.message ?? ""}`,
			problems
		};
	}
	const disk = ownFiles(error);
	if (disk) return {
		...explain(disk),
		...isFull(error) && { kind: "disk-full" }
	};
	if (error instanceof CancelledError) return {
		kind: "cancelled",
		message: error.message,
		problems: []
	};
	const bug = error instanceof Error ? error : new Error(String(error));
	return {
		kind: "internal",
		message: bug.message,
		problems: [],
		...bug.stack && { stack: bug.stack }
	};
}
const ELSEWHERE = "point RUNNER_TEMP or TMPDIR, HOME or XDG_STATE_HOME";
const FILE_ERRORS = {
	ENOSPC: "free disk space there, for example by removing what earlier steps left",
	EDQUOT: "free disk space there: the quota is used up",
	EROFS: `the file system is read-only: ${ELSEWHERE} to one that is not`,
	EACCES: `give this user the right to write there, or ${ELSEWHERE} elsewhere`,
	EPERM: "give this user the right to write there",
	ENOTDIR: "a file stands where a folder is needed: correct HOME, XDG_STATE_HOME, TMPDIR or RUNNER_TEMP"
};
function isFull(error) {
	return /^(?:ENOSPC|EDQUOT)$/.test(error.code ?? "");
}
/** Files of ours that the machine does not let us write are the machine's trouble, no bug of ours. */
function ownFiles(error) {
	const { code, path, message, syscall } = error;
	const remedy = code === "ENOENT" && syscall === "mkdir" ? `no folder can be made there: ${ELSEWHERE} elsewhere` : FILE_ERRORS[code ?? ""];
	if (remedy === void 0 || path === void 0) return void 0;
	return new UserError("engine", [{
		message: `a file of this run could not be written (${message})`,
		remedy
	}], { cause: error });
}
// src/inputs/git-context.ts
/**
* The build context when none is given: this commit of this repository as a Git URL, `https://…/OWNER/NAME.git#SHA`, as
* `docker/build-push-action` 7 makes it (`Build.gitContext` in docker/actions-toolkit 0.92), or `.` on the command line.
* Nothing when the run does not belong to a repository.
*/
function defaultContext(context) {
	if (context.cli) return ".";
	const { env } = context;
	const repository = env["GITHUB_REPOSITORY"];
	const ref = pinnedRef(context);
	if (!repository || ref === void 0) return void 0;
	return `${`${env["GITHUB_SERVER_URL"] || "https://github.com"}/${repository}.git`}#${ref}`;
}
/** The commit of the event. Pull requests build the merge commit, or on wish the head of their branch. */
function pinnedRef({ env, pullRequestHead }) {
	const given = fullRef(env["GITHUB_REF"]);
	const isPullRequest = given?.startsWith("refs/pull/") === true;
	const wantsHead = isTrue(env["DOCKER_DEFAULT_GIT_CONTEXT_PR_HEAD_REF"]);
	const ref = isPullRequest && wantsHead ? given.replace(/\/merge$/, "/head") : given;
	if (isPullRequest && ref?.endsWith("/head")) return pullRequestHead || ref;
	return env["GITHUB_SHA"] || ref;
}
function fullRef(ref) {
	if (!ref) return void 0;
	return ref.startsWith("refs/") ? ref : `refs/heads/${ref}`;
}
const PLACEHOLDER = /\{\{\{?\s*defaultContext\s*\}?\}\}(?::([^\s&]+))?/g;
/**
* Replaces `{{defaultContext}}`, and `{{defaultContext}}:folder` by that folder of it in whichever form the context has. Unlike
* in `docker/build-push-action` nothing is HTML-escaped on the way.
*/
function expandContext(text, base) {
	return text.replaceAll(PLACEHOLDER, (_, folder) => folder === void 0 ? base : inFolder(base, folder));
}
function inFolder(base, folder) {
	if (!isGitContext(base)) return `${base}/${folder}`;
	return base.includes("?") ? `${base}&subdir=${folder}` : `${base}:${folder}`;
}
/** Whatever else is written as a placeholder: a misspelling, as there is but one. */
function strayPlaceholder(text) {
	return /\{\{[^{}]*\}\}/.exec(text)?.[0];
}
const GIT_FORMS = [
	/^(git|ssh):\/\//i,
	/^https?:\/\/[^?#]+\.git([?#]|$)/i,
	/^github\.com\//,
	/^[\w-]+@[a-zA-Z0-9.-]+:/
];
/** The context is a Git repository as BuildKit tells it apart (`dfgitutil.ParseGitRef`), not a path, a tarball's URL or `-`. */
function isGitContext(context) {
	return GIT_FORMS.some((form) => form.test(context));
}
// src/inputs/credentials.ts
/** What stands before the host of a URL. In the name of an image the colon is before a tag, and the `@` before a digest. */
const USERINFO = /(?<![a-z\d+.-])((?!(?:docker-image|oci-layout):)[a-z][a-z\d+.-]*:\/\/)([^\s/?#]*)@/gi;
/** A shorter name before a host is a user's; a longer one is a token that needs none (`https://ghp_…@github.com`). */
const TOKEN = 20;
/** Attributes of BuildKit's cache backends that are keys (cache/remotecache: s3, azblob, gha). */
const KEYS = /* @__PURE__ */ new Map([
	["s3", [
		"access_key_id",
		"secret_access_key",
		"session_token"
	]],
	["azblob", ["secret_access_key"]],
	["gha", ["token"]]
]);
/**
* Credentials that stand in inputs which are no secrets, in each way in which they may be printed: passwords in URLs, and keys of caches. Build
* arguments are left: they stand in the image's history for everybody.
*/
function credentialsIn({ build, driverOpts }) {
	const { context, file, buildContexts, cacheFrom, cacheTo, outputs } = build;
	const caches = [...cacheFrom, ...cacheTo];
	const found = [...[
		context,
		file,
		...buildContexts,
		...caches,
		...outputs,
		...driverOpts
	].flatMap(passwords), ...caches.flatMap(cacheKeys)];
	return [...new Set(found.filter((value) => value !== "").flatMap(spellings))];
}
/** The text without passwords, for what is told of it before they are known everywhere. */
function withoutPasswords(text) {
	return text.replace(USERINFO, (all, scheme, info) => {
		const at = info.indexOf(":");
		if (at >= 0) return `${scheme}${info.slice(0, at)}:***@`;
		return info.length < TOKEN ? all : `${scheme}***@`;
	});
}
function passwords(text) {
	return [...text.matchAll(USERINFO)].flatMap(([, , info = ""]) => {
		const at = info.indexOf(":");
		if (at < 0) return info.length < TOKEN ? [] : [info];
		const longest = info.slice(at + 1);
		return [longest, longest.split("@", 1)[0] ?? ""];
	});
}
function cacheKeys(item) {
	const fields = (readFields(item) ?? item.split(",")).map((field) => {
		const at = field.indexOf("=");
		return {
			key: field.slice(0, Math.max(at, 0)).trim().toLowerCase(),
			value: field.slice(at + 1)
		};
	});
	const type = fields.findLast(({ key }) => key === "type")?.value ?? "";
	const secret = KEYS.get(type) ?? [];
	return fields.filter(({ key }) => secret.includes(key)).map(({ value }) => value);
}
/** As it is, decoded, as a quoted field of a list, and in a command that can be pasted. */
function spellings(value) {
	return [
		value,
		decoded(value),
		value.replaceAll("\"", "\"\""),
		value.replaceAll("'", "'\\''")
	];
}
function decoded(text) {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}
// src/inputs/read-size.ts
const REMEDY = "write for example \"9.5GB\" or \"9GiB\"";
/** Reads a size; what is none is a problem of that input. Zero is refused: an error, not a size. */
function readSize(input, value) {
	const bytes = parseSize(value);
	if (bytes === void 0) return {
		input,
		value,
		message: whyNot$1(value),
		remedy: REMEDY
	};
	if (bytes === 0) return {
		input,
		value,
		message: "is a size of zero, which nothing can meet",
		remedy: `${REMEDY}, or leave it empty`
	};
	return bytes;
}
function whyNot$1(value) {
	if (/^\d+(\.\d+)?$/.test(value)) return "is a number without a unit";
	if (/^\d+(\.\d+)?\s*[KMGT]i?b$/.test(value)) return "is not a size: a small b means bits";
	if (/^\d+(\.\d+)?\s*[kmgt]$/i.test(value)) return "is not a size: its unit can be read as 1000 or as 1024";
	if (/^-/.test(value)) return "is not a size: it is negative";
	return "is not a size";
}
// src/inputs/split-list.ts
/**
* Splits a list input as `docker/build-push-action` 7 does: the text is CSV, a record per line. A quoted field may hold
* commas, newlines and, doubled, quotes. A quote inside of a field is plain text. An empty item is left out.
* Source of the rules: `Util.getList` in docker/actions-toolkit 0.92 and its tests.
*/
function splitList(text, options = {}) {
	const input = options.trim === false ? text : text.trim();
	if (input.trim() === "") return { items: [] };
	try {
		const items = readRecords(input, options.quote).flatMap((record) => options.ignoreComma ? [record.join(",")] : splitRecord(record));
		return { items: (options.trim === false ? items : items.map((item) => item.trim())).filter((item) => item.trim() !== "") };
	} catch (error) {
		if (error instanceof CsvError) return { unclosed: true };
		throw error;
	}
}
function readRecords(input, quote) {
	return parse(input, {
		columns: false,
		relax_quotes: true,
		relax_column_count: true,
		skip_empty_lines: true,
		...quote === false && { quote: false }
	});
}
/** A line that is one quoted field is split at its commas all the same; in a line of several fields quotes protect them. */
function splitRecord(record) {
	const [only] = record;
	return record.length === 1 && only !== void 0 ? only.split(",") : record;
}
// src/inputs/create-reader.ts
const TRUE = [
	"true",
	"True",
	"TRUE"
];
const FALSE = [
	"false",
	"False",
	"FALSE"
];
/** A reader of these raw values. */
function createReader(raw) {
	const kinds = /* @__PURE__ */ new Map();
	const problems = [];
	const notes = [];
	function ask(name, kind) {
		if (kind !== "text" || !kinds.has(name)) kinds.set(name, kind);
		return raw(name) ?? "";
	}
	const askTrimmed = (name, kind) => ask(name, kind).trim();
	return {
		text: (name) => askTrimmed(name, "text"),
		given: (name) => askTrimmed(name, "text") !== "",
		flag(name, fallback = false) {
			const value = askTrimmed(name, "flag");
			if (TRUE.includes(value)) return true;
			if (FALSE.includes(value)) return false;
			if (value !== "") problems.push(notAFlag(name, value));
			return fallback;
		},
		choice(name, choices) {
			const value = askTrimmed(name, "choice");
			const chosen = choices.find((choice) => choice === value);
			if (chosen === void 0 && value !== "") problems.push(notAChoice(name, value, choices));
			return chosen ?? choices[0];
		},
		bytes(name) {
			const value = askTrimmed(name, "bytes");
			if (value === "") return void 0;
			const size = readSize(name, value);
			if (typeof size === "number") return size;
			problems.push({
				...size,
				value: shorten(value)
			});
		},
		list(name, options) {
			const split = splitList(ask(name, "list"), options);
			if ("items" in split) return split.items;
			problems.push(notAList(name));
			return [];
		},
		problem: (problem) => void problems.push(problem.value === void 0 ? problem : {
			...problem,
			value: shorten(problem.value)
		}),
		note: (text) => void notes.push(text),
		problems: () => problems,
		notes: () => notes,
		asked: () => [...kinds.keys()],
		known: () => [...kinds].map(([name, kind]) => ({
			name,
			kind
		}))
	};
}
/** The inputs that `read` asks for, learned by letting it read from nothing. */
function knownInputs(read) {
	const reader = createReader(() => void 0);
	read(reader);
	return reader.known();
}
function notAFlag(input, value) {
	return {
		input,
		value: shorten(value),
		message: "is neither true nor false",
		remedy: "write \"true\" or \"false\""
	};
}
function notAChoice(input, value, choices) {
	const possible = choices.filter((choice) => choice !== "");
	const near = nearest(value, possible);
	const list = `write one of: ${possible.join(", ")}`;
	const remedy = near === void 0 ? list : `did you mean "${near}"? ${list}`;
	return {
		input,
		value: shorten(value),
		message: "is not one of its values",
		remedy
	};
}
/** Without the value: it may be a secret. */
function notAList(input) {
	return {
		input,
		message: "a quote is opened and not closed, so its items cannot be told apart",
		remedy: "close the quote at the end of the item, or write \"\" for a quote inside of a quoted item"
	};
}
/** A value for a message: one line, not longer than a line. */
function shorten(value) {
	const line = withoutPasswords(value.replaceAll(/\s+/g, " "));
	return line.length <= 120 ? line : `${line.slice(0, 119)}…`;
}
// src/inputs/contradictions.ts
/** Reports what buildx 0.36 refuses whatever the machine and the Dockerfile are: told here, before anything is done, all at once. */
function refuseContradictions(reader, request) {
	refuseContext(reader, request);
	refuseCacheFilters(reader, request);
	refuseTags(reader, request);
	refuseOutputs(reader, request);
	refuseNamedContexts(reader, request);
	refuseHosts(reader, request);
	refuseShm(reader, request);
	refuseForms(reader, request);
}
/** A word that begins with a dash is a flag to buildx; a lone dash is its standard input, which a step does not have. */
function refuseContext(reader, { context }) {
	if (!context.startsWith("-")) return;
	const message = context === "-" ? "is the standard input, and there is none to read" : "begins with a dash, as only flags do";
	reader.problem({
		input: "context",
		value: context,
		message,
		remedy: "give a folder such as \".\" or a URL"
	});
}
/** buildx, `RunBuild`: "--no-cache and --no-cache-filter cannot currently be used together". */
function refuseCacheFilters(reader, { noCache, noCacheFilters }) {
	if (!noCache || noCacheFilters.length === 0) return;
	reader.problem({
		input: "no-cache-filters",
		value: noCacheFilters.join(", "),
		message: "cannot stand beside no-cache: true, which covers all stages",
		remedy: "leave out one of the two"
	});
}
const HOST = `(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])`;
const DOMAIN = String.raw`(?:${HOST}(?:\.${HOST})*|\[[a-fA-F0-9:]+\])(?::[0-9]+)?`;
const PART = `[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*`;
/** Grammar of github.com/distribution/reference, `ReferenceRegexp`, without a digest: that is what an image is, not a name to give. */
const REFERENCE = new RegExp(String.raw`^(?:${DOMAIN}/)?${PART}(?:/${PART})*(?::\w[\w.-]{0,127})?$`);
function refuseTags(reader, { tags }) {
	for (const tag of tags) {
		if (REFERENCE.test(tag)) continue;
		reader.problem({
			input: "tags",
			value: tag,
			message: tag.includes("@") ? "holds a digest, which no image can be given" : "is not an image name",
			remedy: tagRemedy(tag)
		});
	}
}
function tagRemedy(tag) {
	const [name = ""] = tag.split("@");
	if (name !== tag && REFERENCE.test(name)) return `leave out the digest: "${name}"`;
	const lower = tag.toLowerCase();
	if (tag !== lower && REFERENCE.test(lower)) return `names are written in lower case: "${lower}"`;
	if (/:$/.test(tag)) return "nothing follows the \":\", so a variable may be empty; write for example \"user/app:1.2\"";
	return "write for example \"user/app:1.2\" or \"ghcr.io/user/app:1.2\"";
}
/** buildx: "type is required for output", "tag is needed when pushing to registry". */
function refuseOutputs(reader, request) {
	const outputs = request.outputs.flatMap((item) => {
		const output = parseOutput(item);
		if (output === void 0) reader.problem({
			input: "outputs",
			value: item,
			message: "is not an output: it is no list of key=value with a type",
			remedy: "write for example \"type=local,dest=out\""
		});
		return output ?? [];
	});
	refuseCall(reader, request, outputs);
	refuseTagsByDigest(reader, request, outputs);
	if (pushesNameless(request, outputs)) {
		const input = request.push ? "push" : "outputs";
		reader.problem({
			input,
			message: "an image is to be pushed, but it has no name",
			remedy: "give tags, for example \"user/app:1.2\""
		});
	}
}
function pushesNameless(request, outputs) {
	if (isQuestion(request.call) || request.tags.length > 0) return false;
	if (request.push && !outputs.some(isStored)) return true;
	return pushedImages(request, outputs).some((output) => !output.attrs["name"]);
}
/** BuildKit, `push.Push`: "can't push tagged ref … by digest". Where there are tags, they are the names of all outputs. */
function refuseTagsByDigest(reader, request, outputs) {
	const { tags } = request;
	const names = pushedImages(request, outputs).filter(isByDigest).flatMap((output) => tags.length > 0 ? tags : namesOf(output));
	for (const name of new Set(names)) {
		const { repo, tag } = splitTag(name);
		if (tag === "") continue;
		reader.problem({
			input: tags.length > 0 ? "tags" : "outputs",
			value: name,
			message: "has a tag, and what is pushed by its digest gets none",
			remedy: `write "${repo}", or leave out push-by-digest`
		});
	}
}
/** A question to the Dockerfile makes nothing, but buildx still does its outputs: an empty image would be pushed or loaded under the tags. */
function refuseCall(reader, { call, push, load }, outputs) {
	if (call === "" || call === "build") return;
	const given = {
		push,
		load,
		outputs: outputs.some(isImage)
	};
	for (const [name, on] of Object.entries(given)) {
		if (!on) continue;
		const message = `cannot stand beside ${name}: it builds nothing, so an empty image would be delivered`;
		reader.problem({
			input: "call",
			value: call,
			message,
			remedy: "leave out one of the two"
		});
	}
}
/** buildx: "invalid context value: …, expected key=value". */
function refuseNamedContexts(reader, { buildContexts }) {
	for (const item of buildContexts) {
		if (/^[^=]+=/.test(item)) continue;
		reader.problem({
			input: "build-contexts",
			value: item,
			message: "is not a named context",
			remedy: "write name=path, for example \"weights=./weights\""
		});
	}
}
/** buildx, `toBuildkitExtraHosts`: a host, `=` or `:`, an address. */
function refuseHosts(reader, { addHosts }) {
	for (const item of addHosts) {
		if (/^[^=:]+[=:]./.test(item)) continue;
		reader.problem({
			input: "add-hosts",
			value: item,
			message: "is not a host with its address",
			remedy: "write for example \"docker:10.180.0.1\""
		});
	}
}
/** Sizes of the docker command line (github.com/docker/go-units, `RAMInBytes`). */
function refuseShm(reader, { shmSize }) {
	if (shmSize === "" || /^\d+(\.\d+)? ?([kmgtp]i?)?b?$/i.test(shmSize)) return;
	reader.problem({
		input: "shm-size",
		value: shmSize,
		message: "is not a size of shared memory",
		remedy: "write for example \"2g\""
	});
}
// src/inputs/secrets.ts
/** All three kinds of secrets, checked. What is no secret is left out with a note, as `docker/build-push-action` does it. */
function readSecrets(reader, { env }) {
	const values = pairs(reader, "secrets", reader.list("secrets", {
		ignoreComma: true,
		trim: false
	}));
	const envs = pairs(reader, "secret-envs", reader.list("secret-envs"));
	const files = pairs(reader, "secret-files", reader.list("secret-files", { ignoreComma: true }));
	for (const { id, rest } of envs) if (env[rest] === void 0) reader.note(`secret-envs: the variable ${rest} is not set, so the secret "${id}" is empty`);
	return [
		...values.map(({ id, rest }) => ({
			kind: "value",
			id,
			value: rest
		})),
		...envs.map(({ id, rest }) => ({
			kind: "env",
			id,
			variable: rest
		})),
		...files.map(({ id, rest }) => ({
			kind: "file",
			id,
			path: rest
		}))
	];
}
function pairs(reader, input, items) {
	return items.flatMap((item, index) => {
		const place = items.length === 1 ? input : `${input}, item ${index + 1} of ${items.length}`;
		const pair = splitPair(item);
		if (pair !== void 0 && !/[\s,"]/.test(pair.id)) return [pair];
		reader.note(`${place}: ${whyNot(item)}, so it was left out`);
		return [];
	});
}
function splitPair(item) {
	const at = item.indexOf("=");
	const id = item.slice(0, Math.max(at, 0)).trimStart();
	const rest = item.slice(at + 1);
	return id === "" || rest === "" ? void 0 : {
		id,
		rest
	};
}
/** Never shows the item nor its id: a line of an unquoted key of several lines looks like an item of its own. */
function whyNot(item) {
	const at = item.indexOf("=");
	if (at < 0) return "it is not written as \"id=value\" (quote a value of several lines as a whole: \"id=line 1⏎line 2\")";
	if (item.slice(0, at).trim() === "") return "it has no id before \"=\"";
	if (item.slice(at + 1) === "") return "it is empty after \"=\" (a secret of the repository that this run may not see is empty)";
	return "its id holds a blank, a comma or a quote";
}
// src/inputs/build-request.ts
const LINES = { ignoreComma: true };
/**
* Reads all inputs of `docker/build-push-action` 7 under their own names and with its meanings (its `getInputs`), and reports
* what buildx would certainly refuse.
*/
function readBuildRequest(reader, context) {
	const secrets = readSecrets(reader, context);
	const where = readContext(reader, context);
	const gitToken = chooseGitToken(reader.text("github-token"), where, secrets);
	const request = {
		addHosts: reader.list("add-hosts"),
		allow: reader.list("allow"),
		annotations: reader.list("annotations", LINES),
		attests: reader.list("attests", LINES),
		buildArgs: reader.list("build-args", LINES),
		buildContexts: where.named,
		builder: reader.text("builder"),
		cacheFrom: reader.list("cache-from", LINES),
		cacheTo: reader.list("cache-to", LINES),
		call: reader.text("call"),
		cgroupParent: reader.text("cgroup-parent"),
		context: where.main,
		file: reader.text("file"),
		labels: reader.list("labels", LINES),
		load: reader.flag("load"),
		network: reader.text("network"),
		noCache: reader.flag("no-cache"),
		noCacheFilters: reader.list("no-cache-filters"),
		outputs: reader.list("outputs", {
			ignoreComma: true,
			quote: false
		}),
		platforms: reader.list("platforms"),
		provenance: reader.text("provenance"),
		pull: reader.flag("pull"),
		push: reader.flag("push"),
		sbom: reader.text("sbom"),
		secrets,
		shmSize: reader.text("shm-size"),
		ssh: reader.list("ssh"),
		tags: reader.list("tags"),
		target: reader.text("target"),
		ulimit: reader.list("ulimit", LINES),
		...gitToken && { gitToken },
		gitContext: isGitContext(where.main)
	};
	refuseContradictions(reader, request);
	return request;
}
function readContext(reader, context) {
	const given = reader.text("context");
	const named = reader.list("build-contexts", LINES);
	const base = defaultContext(context) ?? "";
	const expanded = (input, text) => {
		const result = expandContext(text, base);
		refusePlaceholders(reader, input, text, result, base);
		return result;
	};
	if (given === "" && base === "") refuseDefault(reader, void 0);
	return {
		main: expanded("context", given) || base,
		base,
		named: named.map((item) => expanded("build-contexts", item))
	};
}
function refusePlaceholders(reader, input, text, result, base) {
	if (result !== text && base === "") refuseDefault(reader, {
		input,
		value: text
	});
	const stray = strayPlaceholder(result);
	if (stray === void 0) return;
	const message = `has the placeholder ${stray}, which does not exist`;
	reader.problem({
		input,
		value: text,
		message,
		remedy: "the only one is {{defaultContext}}"
	});
}
function refuseDefault(reader, given) {
	reader.problem({
		...given ?? { input: "context" },
		message: "needs the default context, this repository's commit, but GITHUB_REPOSITORY and GITHUB_SHA are not set",
		remedy: "write a path, for example \".\""
	});
}
/** The token is for the default context only, as in `docker/build-push-action`; one that the user brings, as a secret of any kind, goes first. */
function chooseGitToken(value, { main, base }, secrets) {
	if (value === "" || !isGitContext(base) || !main.startsWith(base)) return void 0;
	const id = `GIT_AUTH_TOKEN.${/^https?:\/\/([^/]+)/.exec(base)?.[1] ?? ""}`;
	return secrets.some((secret) => secret.id === "GIT_AUTH_TOKEN" || secret.id === id) ? void 0 : {
		id,
		value
	};
}
// src/inputs/unknown.ts
/** The given names that are not known, each once. Letter case does not count: a runner hands names over in upper case. */
function unknownInputs(given, known) {
	const names = new Set(known.map((name) => name.toLowerCase()));
	return [...new Set(given.map((name) => name.toLowerCase()).filter((name) => !names.has(name)))].map((name) => {
		const near = nearest(name, known);
		return near === void 0 ? { name } : {
			name,
			nearest: near
		};
	});
}
/** The warning about it. It does not stop the run: a composite action around this one can leak its own inputs into ours. */
function printUnknown({ name, nearest: near }) {
	return `There is no input "${name}", so it was ignored${near === void 0 ? "" : `; did you mean "${near}"?`}`;
}
// src/report/compose.ts
const RANK = {
	fail: 0,
	unknown: 1,
	warn: 2,
	pass: 3
};
/** Failures before successes, each group in the order given. */
function redFirst(verdicts) {
	return verdicts.toSorted((one, other) => RANK[one.status] - RANK[other.status]);
}
/** `fail` when something failed or a verdict is red, `warn` when one warns or the build survived something, else `pass`. */
function concludeRun(failure, verdicts, diagnoses) {
	if (failure !== void 0) return "fail";
	const conclusion = conclude(verdicts);
	return conclusion === "pass" && diagnoses.length > 0 ? "warn" : conclusion;
}
/** A failed build is of the kind that its diagnosis names; so is one that we ended before BuildKit could say anything. */
function explained(failure, diagnoses) {
	const why = diagnoses.find(({ level }) => level === "failure");
	if (why === void 0 || failure !== void 0 && failure.kind !== "build") return failure;
	const step = why.step ?? failure?.step;
	return {
		problems: [],
		...failure,
		kind: why.id,
		message: why.message,
		...step && { step }
	};
}
/** A red verdict as a failure: the first red one that knows its step gives the step. */
function assertionFailure(verdicts) {
	const red = redFirst(verdicts).filter(isRed);
	if (red.length === 0) return void 0;
	const step = red.find((verdict) => verdict.step !== void 0)?.step;
	return {
		kind: "assertion",
		message: red.map((verdict) => verdictSentence(verdict)).join("; "),
		problems: [],
		...step && { step }
	};
}
/** The verdict in one line of plain text: `unpacked size is 6.42 GB, expected ≤ 6 GB: 420 MB over (107 % of budget)`. */
function verdictSentence(verdict) {
	const place = verdict.platform === void 0 ? "" : ` (${verdict.platform})`;
	const subject = `${lowerFirst(verdict.title)}${place}`;
	const detail = verdict.detail ?? "";
	if (verdict.status === "unknown") return `${subject} ${/^(?:could|can)/.test(detail) ? detail : `is unknown${detail && `: ${detail}`}`}`;
	if (/^no /.test(verdict.actual)) return `${subject}: ${verdict.actual} in the image, expected ${verdict.expected}`;
	const repeats = detail.includes(verdict.actual) && detail.includes(verdict.expected);
	const more = detail === "" || repeats || detail.length > 80 ? "" : `: ${detail}`;
	return `${subject} is ${verdict.actual}, expected ${verdict.expected}${more}`;
}
/** `Unpacked size` → `unpacked size`; names such as `CUDA` stay. */
function lowerFirst(title) {
	return /^[A-Z][a-z]/.test(title) ? title.charAt(0).toLowerCase() + title.slice(1) : title;
}
/**
* Makes the report: the conclusion from failure, verdicts and diagnoses; a failure of kind `build` gets kind, message and step of its
* diagnosis, and red verdicts become a failure of kind `assertion`.
*/
function compose(parts) {
	const diagnoses = parts.diagnoses ?? [];
	const failure = explained(parts.failure, diagnoses) ?? assertionFailure(parts.verdicts);
	return {
		...parts,
		diagnoses,
		...failure && { failure },
		schema: 1,
		conclusion: concludeRun(failure, parts.verdicts, diagnoses)
	};
}
// src/report/place.ts
/** `docker/Dockerfile:23` as plain text, `line 23` without a file, empty when nothing is known. */
function placeOf(step) {
	if (step?.line === void 0) return "";
	return step.file === void 0 ? `line ${step.line}` : `${step.file}:${step.line}`;
}
/** The place as Markdown: a link to the commit's line when the run has a source and the file lies in the repository. */
function placeLink(step, source) {
	const place = placeOf(step);
	if (place === "") return "";
	const address = lineUrl(step, source);
	return address === void 0 ? code(place) : `[${code(place)}](${address})`;
}
function lineUrl(step, source) {
	const path = repositoryPath(step?.file);
	if (source === void 0 || path === void 0 || step?.line === void 0) return void 0;
	if (!/^https:\/\/[\w.:-]+$/.test(source.server) || !/^[\w.-]+\/[\w.-]+$/.test(source.repository) || !/^[0-9a-f]{7,64}$/.test(source.sha)) return void 0;
	return `${source.server}/${source.repository}/blob/${source.sha}/${path}#L${step.line}`;
}
/** The path relative to the repository, percent-encoded; nothing when it is absolute, leaves the repository or is a URL. */
function repositoryPath(file) {
	if (file === void 0 || file.startsWith("/") || /^[a-z]+:/i.test(file)) return void 0;
	const parts = file.split("/").filter((part) => part !== "" && part !== ".");
	if (parts.length === 0 || parts.includes("..")) return void 0;
	return parts.map((part) => encodeURIComponent(part.toWellFormed()).replace(/[()'*!~]/g, percent)).join("/");
}
function percent(character) {
	return `%${character.charCodeAt(0).toString(16)}`;
}
// src/report/headline.ts
/** Icon and word of a status: never colour alone. */
const STATUS = {
	pass: {
		icon: "✅",
		word: "passed",
		mark: "✔"
	},
	warn: {
		icon: "⚠️",
		word: "warning",
		mark: "!"
	},
	fail: {
		icon: "❌",
		word: "failed",
		mark: "✖"
	},
	unknown: {
		icon: "❓",
		word: "unknown",
		mark: "?"
	}
};
/** True when the run printed its plan and did nothing. */
function isDryRun(report) {
	return report.plan !== void 0 && report.failure === void 0 && report.timeline === void 0 && report.images.length === 0;
}
/** True when a red run kept back all that should have been pushed, loaded or tagged. */
function isUndelivered(report) {
	const delivery = report.plan?.delivery;
	const { tags, pushed } = report.delivered;
	return report.conclusion === "fail" && delivery !== void 0 && (delivery.push || delivery.tags.length > 0) && tags.length === 0 && !pushed && !isUncertain(report);
}
/** True when one solve builds and publishes, and it ended while it may have been publishing: nobody told how far it came. */
function isUncertain({ plan, failure, phases }) {
	if (plan === void 0 || plan.gated || !plan.delivery.push || failure === void 0) return false;
	if (failure.kind === "cancelled" || failure.kind === "timeout" || failure.kind === "builder-lost") return phases.some(({ id }) => id === "build");
	return isBuildFailure(failure) && /^(?:exporting|pushing)\b/.test(failure.build?.run?.name ?? "");
}
/** True when the build did not come to its end, whatever it failed of. */
function isBuildFailure({ kind }) {
	return kind === "build" || kind in DIAGNOSED;
}
const DIAGNOSED = {
	"out-of-memory": true,
	"disk-full": true,
	timeout: true,
	"builder-lost": true
};
/** Names by where the image really went. */
function whereabouts({ delivered, conclusion, plan }) {
	const { tags, pushedTags } = delivered;
	const pushed = pushedTags ?? (delivered.pushed ? tags : []);
	const planned = conclusion === "fail" ? plan?.delivery : void 0;
	const notPushed = (planned?.pushTags ?? []).filter((tag) => !pushed.includes(tag));
	return {
		pushed,
		notPushed,
		local: tags.filter((tag) => !pushed.includes(tag)),
		notLocal: (planned?.engineTags ?? []).filter((tag) => !tags.includes(tag) && !notPushed.includes(tag))
	};
}
/** The icon that opens the headline. */
function headlineIcon(report) {
	return isDryRun(report) ? "📋" : STATUS[report.conclusion].icon;
}
/** The verdict in words and numbers, plain text, without the image's name: `unpacked size is 6.42 GB, expected ≤ 6 GB`. */
function headline(report) {
	if (report.failure !== void 0) return failed(report, report.failure);
	if (isDryRun(report)) return "dry run, nothing was built";
	return succeeded(report);
}
function failed(report, failure) {
	switch (failure.kind) {
		case "input": return `${inputProblems(failure)}, nothing was built`;
		case "build": return `the build failed${failedWhere(failure)}`;
		case "disk-full":
			if (failure.problems.length > 0) return `${inputProblems(failure)}, nothing was built`;
			return failure.message.replace(/: .*$/s, "");
		case "out-of-memory":
		case "timeout":
		case "builder-lost": return failure.message.replace(/: .*$/s, "");
		case "engine": return failure.problems.length === 1 ? inputProblems(failure) : failure.message;
		case "internal": return "a bug in ml-image-build ended the run";
		case "cancelled": return "cancelled";
		case "assertion": return redVerdicts(report) || failure.message;
	}
}
function inputProblems(failure) {
	const [first, ...others] = failure.problems;
	if (first === void 0) return failure.message;
	if (others.length > 0) return `${count(failure.problems.length, "problem")} in the inputs`;
	const value = first.value === void 0 ? "" : `"${first.value}" `;
	return first.input === void 0 ? first.message : `${first.input}: ${value}${first.message}`;
}
function failedWhere(failure) {
	const step = failure.step ?? failure.build?.step;
	const place = placeOf(step);
	if (place !== "") return ` at ${place}`;
	const name = failure.build?.run?.name ?? step?.text;
	return name === void 0 ? "" : ` in ${name}`;
}
function redVerdicts(report) {
	const [first, ...others] = redFirst(report.verdicts).filter(isRed);
	if (first === void 0) return "";
	const more = others.length === 0 ? "" : `; ${count(others.length, "more check")} failed`;
	return `${verdictSentence(first)}${more}`;
}
function succeeded(report) {
	const checks = report.verdicts.length;
	const warnings = report.verdicts.filter((verdict) => verdict.status === "warn").length;
	const outcome = warnings > 0 ? `${count(warnings, "warning")} in ${count(checks, "check")}` : checks > 0 ? `${count(checks, "check")} passed` : outcomeOf(report);
	return [
		...sizes(report.images),
		outcome,
		...survived(report)
	].join(", ");
}
/** What was done where nothing is checked. */
function outcomeOf({ plan }) {
	const { call, outputs = [] } = plan?.instead ?? {};
	if (call !== void 0) return `call: ${call} done, nothing was built`;
	return outputs.some((output) => !output.startsWith("type=cacheonly")) ? "files written" : "built";
}
/** What a green build got over. */
function survived({ diagnoses }) {
	const words = {
		"out-of-memory": "processes killed for want of memory",
		"disk-full": "a disk ran full",
		timeout: "a time limit was hit",
		"builder-lost": "the builder was lost once"
	};
	return [...new Set(diagnoses.map(({ id }) => words[id]))];
}
function sizes(images) {
	const [only, ...others] = images;
	if (only === void 0) return [];
	if (others.length === 0) return [...imageSize(only), ...torchOf(only)];
	return images.flatMap((image) => imageSize(image).map((text) => `${text} (${image.platform})`)).slice(0, 4);
}
function imageSize(image) {
	if (image.unpackedBytes.known) return [`${size(image.unpackedBytes.value)} unpacked`];
	return image.compressedBytes.known ? [`${size(image.compressedBytes.value)} compressed`] : [];
}
function torchOf(image) {
	const version = known(image.torch)?.[0]?.version;
	return version === void 0 ? [] : [`torch ${version}`];
}
/** The value when it is known. */
function known(measured) {
	return measured.known ? measured.value : void 0;
}
/** A folded block. `title` is HTML: only texts of ours and escaped ones. */
function details(title, body, open = false) {
	return [
		`<details${open ? " open" : ""}><summary>${title}</summary>`,
		"",
		...body,
		"",
		"</details>"
	].join("\n");
}
/** A table of ready Markdown cells, at most {@link MAX_ROWS} rows; `more` says in words what is missing. Numbers do not wrap. */
function table(columns, rows, more) {
	const rule = columns.map(({ align }) => align === "right" ? "--:" : align === "center" ? ":-:" : "---");
	const hidden = rows.length - 50;
	const rest = hidden > 0 ? ["", more?.(hidden) ?? `… and ${thousands(hidden)} more`] : [];
	const unbroken = (cells) => cells.map((text, index) => columns[index]?.align === "right" ? text.replaceAll(" ", "\xA0") : text);
	return [
		row(columns.map(({ title }) => title)),
		row(rule),
		...rows.slice(0, 50).map((cells) => row(unbroken(cells))),
		...rest
	];
}
/** Text for HTML that Markdown does not touch, such as a `<summary>`. */
function html(text) {
	return text.replace(/[^\w ./()+-]/g, (character) => `&#${character.codePointAt(0)};`);
}
// src/report/summary/space.ts
/** How room was made on the disk: in a sentence, and a row for each component. Nothing where there was enough. */
function renderSpace(report) {
	const { space } = report;
	if (space === void 0 || isDryRun(report) || isIdle(space)) return "";
	return ["### Room", ...spaceParts(space)].join("\n\n");
}
/** The parts of it, without a heading. */
function spaceParts(space) {
	return [
		spaceSentences(space).map((text) => `- ${prose(text, 600)}`).join("\n"),
		removed(space.items),
		stays(space),
		kept(space.kept)
	].filter((text) => text !== "");
}
/** There was enough, and nobody asked for anything. */
function isIdle({ items, refused, disks, second }) {
	const enough = disks.every(({ free, needed }) => free >= needed);
	return items.length === 0 && refused === void 0 && second === void 0 && enough;
}
const STATES = {
	freed: "removed",
	later: "removed in the background",
	"in-part": "removed in part",
	failed: "stayed"
};
function removed(items) {
	if (items.length === 0) return "";
	return table([
		{ title: "Removed" },
		{
			title: "Bytes",
			align: "right"
		},
		{
			title: "Files",
			align: "right"
		},
		{
			title: "Time",
			align: "right"
		},
		{ title: "" }
	], items.map(({ component, title, state, bytes, files, seconds }) => [
		`${prose(title, 80)} ${code(component, 40)}`,
		bytes === 0 ? "" : size(bytes),
		files === 0 ? "" : thousands(files),
		state === "failed" || seconds === 0 ? "" : duration(seconds * 1e3),
		STATES[state]
	])).join("\n");
}
/** What no longer leads anywhere. */
function stays({ dangling }) {
	if (dangling.length === 0) return "";
	const shown = dangling.slice(0, 10).map((name) => code(name, 120));
	const more = dangling.length > shown.length ? ` and ${thousands(dangling.length - shown.length)} more` : "";
	return `<sub>Leads nowhere now: ${shown.join(", ")}${more}</sub>`;
}
function kept(all) {
	if (all.length === 0) return "";
	const rows = all.map(({ component, why }) => [code(component, 40), prose(why, 200)]);
	return details(`<b>Kept</b> (${html(count(all.length, "component"))})`, table([{ title: "Component" }, { title: "Why" }], rows));
}
// src/run-story.ts
function openStory(world) {
	const phases = [];
	return {
		started: world.now(),
		id: `${world.machine.pid}-${world.now().toString(36)}-${crypto.randomUUID().slice(0, 8)}`,
		phases,
		notes: [],
		images: [],
		verdicts: [],
		diagnoses: [],
		delivered: {
			tags: [],
			pushed: false,
			loaded: false
		},
		metadata: "",
		async phase(id, title, act) {
			if (world.cancelled.aborted && id !== "cleanup") throw world.cancelled.reason;
			const started = world.now();
			try {
				return await act();
			} finally {
				phases.push({
					id,
					title,
					started,
					completed: world.now()
				});
			}
		}
	};
}
/** Tells one part of the report; a part that fails does not stop the others. True when it worked. */
async function attempt(world, what, act) {
	try {
		await act();
		return true;
	} catch (error) {
		world.log.warning(`${what} could not be written: ${error.message}`);
		return false;
	}
}
export { closeRoom as A, isRed as B, readBuildRequest as C, withoutPasswords as D, credentialsIn as E, untouched as F, renderHost as G, hostRows as H, withSpace as I, stepJournals as J, isFolder as K, decideSpace as L, openRoom as M, placesInUse as N, isGitContext as O, spaceSteps as P, shortestDisk as R, unknownInputs as S, knownInputs as T, renderDataRoot as U, judgeImages as V, renderDisks as W, usableFolder as X, terminalJournals as Y, placeOf as _, details as a, verdictSentence as b, STATUS as c, isDryRun as d, isUncertain as f, placeLink as g, whereabouts as h, spaceParts as i, decideRoom as j, explain as k, headline as l, known as m, openStory as n, html as o, isUndelivered as p, refuseOptionForms as q, renderSpace as r, table as s, attempt as t, headlineIcon as u, compose as v, createReader as w, printUnknown as x, redFirst as y, spaceSentences as z };
