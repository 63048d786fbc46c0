import { O as parse, S as gitTokenSecretId, T as asksForAttestations, _ as parseSize, a as lastError, b as withCommands, g as SIZE_FORMAT, h as MEMORY_FORMAT, k as CsvError, n as publicMetadata, s as runTracked, t as buildImage, v as prettyBytes, y as usesEngine } from "./session.js";
import { n as startTime, o as CancelledError, r as sweep, s as UserError, t as openJournal } from "./teardown.js";
import { a as __commonJSMin, i as waysFor, n as inspectBuilt, r as mapDockerfile } from "./inspect-built.js";
// src/host/buildx.ts
/** Where Docker looks for its plugins: https://github.com/docker/cli, cli-plugins/manager (unix), best first. */
const SYSTEM_FOLDERS = [
	"/usr/local/lib/docker/cli-plugins",
	"/usr/local/libexec/docker/cli-plugins",
	"/usr/lib/docker/cli-plugins",
	"/usr/libexec/docker/cli-plugins"
];
/**
* The version of buildx. The plugin itself is asked, with the word by which Docker asks every plugin: that takes 0.02 s where
* `docker buildx version` takes 0.1 s and more. Where the plugin is not found, Docker is asked.
*/
async function surveyBuildx(world) {
	for (const folder of [`${configFolder(world)}/cli-plugins`, ...SYSTEM_FOLDERS]) {
		if (!await has(world, folder)) continue;
		const version = await askPlugin(world, `${folder}/docker-buildx`);
		if (version !== void 0) return { version };
	}
	return askDocker(world);
}
/** The folder of Docker's own configuration. */
function configFolder({ env, files }) {
	return env["DOCKER_CONFIG"] || `${files.home}/.docker`;
}
async function has(world, folder) {
	try {
		return (await world.files.list(folder)).includes("docker-buildx");
	} catch {
		return false;
	}
}
async function askPlugin(world, plugin) {
	const { code, stdout } = await world.run({ argv: [plugin, "docker-cli-plugin-metadata"] });
	if (code !== 0) return void 0;
	try {
		const { Version } = JSON.parse(stdout);
		return Version?.replace(/^v/, "");
	} catch {
		return;
	}
}
/** What `docker buildx version` prints: `github.com/docker/buildx v0.29.1 28cb…`. */
async function askDocker(world) {
	const { code, stdout, stderr, error } = await world.run({ argv: [
		"docker",
		"buildx",
		"version"
	] });
	const version = /\sv?(\d\S*)/.exec(stdout)?.[1];
	if (code === 0 && version !== void 0) return { version };
	return { missing: (error ?? stderr.trim().split("\n").at(-1)) || "docker buildx does not answer" };
}
/**
* The version of the BuildKit behind a builder; of the engine's own when none is named. Asking takes 0.15 s, so a run asks beside its
* build and not before it; a builder that does not answer is waited for 20 s by buildx, so the question ends with `enough`. Nothing when
* it is not told: distributions build engines without a stamp (`v0.0.0+unknown`).
*/
async function surveyBuildkit(world, builder, enough) {
	let version;
	const stdout = (line) => {
		version ??= /^BuildKit version:\s+v?(\S+)/.exec(line)?.[1];
	};
	const child = world.stream({ argv: [
		"docker",
		"buildx",
		"inspect",
		builder
	] }, { stdout });
	const stop = () => child.end(1e3);
	enough.addEventListener("abort", stop);
	const { code } = await child.done;
	enough.removeEventListener("abort", stop);
	return code !== 0 || version?.startsWith("0.0.0") ? void 0 : version;
}
// src/host/builder.ts
/**
* The builder that buildx would use, if it is not the engine's own: named by the input, by BUILDX_BUILDER, or made current
* (`docker buildx use`, `docker/setup-buildx-action`). Read from buildx's own files, since asking buildx costs a tenth of
* a second: `current` and `instances/<name>` (github.com/docker/buildx, package store).
*/
async function findBuilder(world, asked) {
	const { env } = world;
	const folder = world.env["BUILDX_CONFIG"] || `${configFolder(world)}/buildx`;
	const named = asked || env["BUILDX_BUILDER"] || "";
	const from = asked ? "input builder" : named ? "BUILDX_BUILDER" : "current builder";
	const name = named || await currentName(world, folder);
	if (!name || name === "default") return void 0;
	const instance = /^[\w.-]+$/.test(name) ? await readJson(world, `${folder}/instances/${name}`) : void 0;
	if (!instance) return named ? askBuildx(world, name, from) : void 0;
	const nodes = (instance.Nodes ?? []).flatMap((node) => node.Name ? [node.Name] : []);
	return {
		name,
		driver: instance.Driver || "docker",
		nodes,
		from
	};
}
async function currentName(world, folder) {
	const current = await readJson(world, `${folder}/current`);
	if (!current?.Name) return "";
	return current.Global || current.Key === world.engine.endpoint || current.Key === world.env["DOCKER_CONTEXT"] ? current.Name : "";
}
/** A name without a file: a Docker context, or nothing that exists. */
async function askBuildx(world, name, from) {
	const { code, stdout, stderr, error } = await world.run({ argv: [
		"docker",
		"buildx",
		"inspect",
		name
	] });
	const driver = /^Driver:\s+(\S+)/m.exec(stdout)?.[1];
	if (code === 0 && driver) return {
		name,
		driver,
		nodes: [],
		from
	};
	return {
		name,
		driver: "",
		nodes: [],
		from,
		missing: (error ?? stderr.trim()) || `docker buildx inspect ended with ${code}`
	};
}
async function readJson(world, path) {
	try {
		const text = await world.files.read(path);
		return text === void 0 ? void 0 : JSON.parse(text);
	} catch {
		return;
	}
}
// src/host/engine.ts
const ARCHITECTURES = {
	x86_64: "amd64",
	aarch64: "arm64",
	armv7l: "arm/v7"
};
/** Asks the engine who it is: through its socket, or by the command line where the endpoint is not a plain one. */
async function surveyEngine(world) {
	const { endpoint } = world.engine;
	const answer = await askInfo(world);
	if ("missing" in answer) return { missing: `${endpoint}: ${answer.missing}` };
	const { info } = answer;
	const cgroup = info.CgroupVersion;
	return {
		endpoint,
		version: info.ServerVersion ?? "",
		id: info.ID ?? "",
		dataRoot: info.DockerRootDir ?? "",
		store: imageStore(info),
		storageDriver: info.Driver ?? "",
		cgroupVersion: cgroup === "1" || cgroup === "2" ? cgroup : "unknown",
		cgroupDriver: info.CgroupDriver ?? "",
		rootless: info.SecurityOptions?.some((option) => option.includes("rootless")) ?? false,
		platform: `${info.OSType ?? "linux"}/${ARCHITECTURES[info.Architecture ?? ""] ?? info.Architecture ?? "amd64"}`,
		local: endpoint.startsWith("unix://")
	};
}
async function askInfo(world) {
	const reply = world.engine.direct ? await world.engine.call({ path: "/info" }) : await askByCommand(world);
	if (reply.status !== 200) return { missing: reply.text.trim().slice(0, 300) || `status ${reply.status}` };
	try {
		const info = JSON.parse(reply.text);
		if (!info.ServerVersion) return { missing: info.ServerErrors?.join("; ") || "no Docker Engine answers there" };
		return { info };
	} catch {
		return { missing: "the answer to /info is not JSON: is that a Docker Engine?" };
	}
}
async function askByCommand(world) {
	const { code, stdout, stderr, error } = await world.run({
		argv: [
			"docker",
			"info",
			"--format",
			"{{json .}}"
		],
		timeoutMs: 3e4
	});
	return code === 0 ? {
		status: 200,
		text: stdout
	} : {
		status: 0,
		text: error ?? stderr
	};
}
/** buildx itself tells the containerd store by this driver status. */
function imageStore(info) {
	if (info.DriverStatus?.some(([, value]) => value.includes("io.containerd.snapshotter.v1"))) return "containerd";
	return info.Driver === "overlay2" ? "overlay2" : "other";
}
// src/host/survey.ts
/** Looks at the machine, all at once, without changing anything. Never throws: what cannot be learnt is absent. */
async function survey(world, asked) {
	const [{ engine, sudo }, buildx, builder, memory, cgroup] = await Promise.all([
		surveyEngineAndRights(world),
		surveyBuildx(world),
		findBuilder(world, asked.builder),
		surveyMemory(world),
		surveyCgroup(world)
	]);
	const { machine } = world;
	return {
		runner: runnerKind(world.env),
		os: await osName(world),
		arch: machine.arch,
		cpus: machine.cpus,
		...memory,
		cgroup,
		root: machine.uid === 0,
		sudo,
		disks: await surveyDisks(world, "missing" in engine ? void 0 : engine),
		engine,
		buildx,
		...builder && { builder }
	};
}
/** https://docs.github.com/actions/reference/variables-reference#default-environment-variables */
function runnerKind(env) {
	if (env["GITHUB_ACTIONS"] !== "true") return "none";
	return env["RUNNER_ENVIRONMENT"] === "github-hosted" ? "github-hosted" : "self-hosted";
}
async function osName(world) {
	const text = await read(world, "/etc/os-release");
	return /^PRETTY_NAME="?([^"\n]+)/m.exec(text ?? "")?.[1] ?? world.machine.os;
}
async function read(world, path) {
	try {
		return await world.files.read(path);
	} catch {
		return;
	}
}
async function surveyMemory(world) {
	const text = await read(world, "/proc/meminfo");
	const line = (name) => {
		const kib = new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(text ?? "")?.[1];
		return kib === void 0 ? void 0 : Number(kib) * 1024;
	};
	const [memory, swap] = [line("MemTotal"), line("SwapTotal")];
	return {
		...memory !== void 0 && { memory },
		...swap !== void 0 && { swap }
	};
}
async function surveyCgroup(world) {
	const [own, controllers] = await Promise.all([read(world, "/proc/self/cgroup"), read(world, "/sys/fs/cgroup/cgroup.controllers")]);
	const v2 = /^0::(.*)$/m.exec(own ?? "")?.[1];
	if (controllers?.includes("memory")) return {
		version: "2",
		...v2 !== void 0 && { path: v2 }
	};
	const v1 = /^\d+:(?:[^:]*,)?memory(?:,[^:]*)?:(.*)$/m.exec(own ?? "")?.[1];
	return v1 === void 0 ? { version: "unknown" } : {
		version: "1",
		path: v1
	};
}
/**
* The engine, what we may do on its disk, and the proof that the data root here is really its own: the file `engine-id`
* (github.com/moby/moby, daemon/id.go) holds the ID that `docker info` says.
*/
async function surveyEngineAndRights(world) {
	const engine = await surveyEngine(world);
	const root = world.machine.uid === 0;
	if ("missing" in engine) return {
		engine,
		sudo: root ? "not-needed" : "untested"
	};
	const file = `${engine.dataRoot}/engine-id`;
	if (root) return {
		engine: proven(engine, await read(world, file)),
		sudo: "not-needed"
	};
	const { code, stdout } = await world.run({
		argv: [
			"sudo",
			"-n",
			"--",
			"cat",
			file
		],
		timeoutMs: 5e3
	});
	if (code === 0) return {
		engine: proven(engine, stdout),
		sudo: "passwordless"
	};
	return (await world.run({
		argv: [
			"sudo",
			"-n",
			"true"
		],
		timeoutMs: 5e3
	})).code === 0 ? {
		engine: proven(engine, void 0),
		sudo: "passwordless"
	} : {
		engine,
		sudo: "no"
	};
}
function proven(engine, id) {
	return {
		...engine,
		rootProven: id !== void 0 && engine.id !== "" && id.trim() === engine.id
	};
}
async function surveyDisks(world, engine) {
	const places = [["workspace", world.env["GITHUB_WORKSPACE"] || world.files.cwd], ["temp", world.files.temp]];
	if (engine?.local) places.unshift(["engine data", engine.dataRoot]);
	return Promise.all(places.map(async ([role, path]) => {
		return {
			role,
			path,
			...await world.files.disk(path)
		};
	}));
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
/** The fields of one CSV line as buildx reads an output or an attestation; nothing when it is not one line of CSV. */
function splitFields(line) {
	try {
		const [fields, ...more] = readRecords(line, void 0);
		return more.length === 0 ? fields : void 0;
	} catch (error) {
		if (error instanceof CsvError) return void 0;
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
// src/inputs/outputs.ts
/** Reads an item of `outputs`; nothing when buildx would refuse it (`buildflags.ExportEntry` in docker/buildx 0.36). */
function parseOutput(item) {
	const fields = splitFields(item) ?? [];
	const [only] = fields;
	if (fields.length === 1 && only === item && !item.startsWith("type=")) return {
		type: item === "-" ? "tar" : "local",
		attributes: /* @__PURE__ */ new Map([["dest", item]])
	};
	if (fields.some((field) => !field.includes("="))) return void 0;
	const attributes = new Map(fields.map(splitField));
	const type = attributes.get("type");
	return type ? {
		type,
		attributes
	} : void 0;
}
/** Output types that are an image: in the builder, in a registry, in the engine or in an archive. */
function isImage({ type }) {
	return [
		"image",
		"registry",
		"docker",
		"oci"
	].includes(type);
}
/** Outputs that go to a registry under a name of their own or under the tags. */
function isPushed({ type, attributes }) {
	return type === "registry" || type === "image" && /^(1|t|true)$/i.test(attributes.get("push") ?? "");
}
function splitField(field) {
	const at = field.indexOf("=");
	return [field.slice(0, at).trim().toLowerCase(), field.slice(at + 1)];
}
// src/plan-driver.ts
const OWN_BUILDER = "made and removed by this action";
/** `driver: auto` by capability: a builder that is there, else the engine's own, else one made by us. */
function choosePlanDriver(asked, host, outputs) {
	const { builder, engine } = host;
	if (builder) return useBuilder(asked, host, builder);
	if ("missing" in engine) return { problems: [] };
	const obstacles = engineObstacles(asked, host, engine, outputs);
	if (asked.driver === "docker") return {
		driver: {
			kind: "docker",
			why: "as asked"
		},
		problems: obstacles.map(refuseDocker)
	};
	if (asked.driver === "docker-container") return {
		driver: {
			kind: "docker-container",
			why: `as asked, ${OWN_BUILDER}`
		},
		problems: []
	};
	const [first, ...more] = obstacles;
	if (!first) return {
		driver: {
			kind: "docker",
			why: `the engine's own BuildKit can do what was asked (${engine.store} image store)`
		},
		problems: []
	};
	const rest = more.length > 0 ? ` (and ${more.map(({ input }) => input).join(", ")})` : "";
	return {
		driver: {
			kind: "docker-container",
			why: `${OWN_BUILDER}, because ${first.input}${rest}: ${first.what}`
		},
		problems: []
	};
}
function useBuilder(asked, host, builder) {
	const problems = [];
	if (asked.driver !== "auto" && asked.driver !== builder.driver) problems.push({
		input: "driver",
		value: asked.driver,
		message: `contradicts the builder "${builder.name}" (${builder.from}), whose driver is ${builder.driver}`,
		remedy: "leave driver empty, or give \"builder: default\" to build with the engine itself"
	});
	if (asked.driverOpts.length > 0) problems.push({
		input: "driver-opts",
		value: asked.driverOpts.join(","),
		message: `cannot change the builder "${builder.name}" (${builder.from}), which is used as it is`,
		remedy: "give the options where that builder is made"
	});
	if (builder.driver === "docker" && !("missing" in host.engine)) problems.push(...engineObstacles(asked, host, host.engine, []).map(refuseDocker));
	return {
		driver: {
			kind: "builder",
			builder,
			why: `used as it is (${builder.from})`
		},
		problems
	};
}
function refuseDocker({ input, value, what }) {
	return {
		input,
		value,
		message: `cannot be done by the docker driver here: ${what}`,
		remedy: "use \"driver: auto\" or \"driver: docker-container\""
	};
}
/** Everything asked for explicitly that the engine's own BuildKit cannot do. Default attestations are never among it. */
function engineObstacles(asked, host, engine, outputs) {
	const found = [];
	const obstacle = (input, value, what) => void found.push({
		input,
		value,
		what
	});
	if (asked.driverOpts.length > 0) obstacle("driver-opts", asked.driverOpts.join(","), "the engine's own BuildKit takes no driver options");
	if (engine.store !== "containerd") addStoreObstacles(asked, engine, outputs, obstacle);
	const blind = layersUnreadable(host, engine);
	if (blind) for (const { id } of asked.armed) obstacle(id, "", `the image's layers cannot be read: ${blind}`);
	return found;
}
function addStoreObstacles(asked, engine, outputs, add) {
	const { build } = asked;
	const needs = `needs the containerd image store, and this engine has ${engine.storageDriver}`;
	if (asksForAttestations(build)) {
		const [input, value] = build.attests.length > 0 ? ["attests", build.attests.join(" ")] : attestationInput(build);
		add(input, value, `an attestation ${needs}`);
	}
	const caches = build.cacheTo.filter((cache) => !/(^|,)type=inline(,|$)/.test(cache));
	if (caches.length > 0) add("cache-to", caches.join(" "), `cache export ${needs}`);
	if (build.platforms.length > 1) add("platforms", build.platforms.join(","), `an image of several platforms ${needs}`);
	for (const { type, attributes } of outputs) if (type === "oci" || type === "docker" && attributes.has("dest")) add("outputs", `type=${type}`, `an archive of the image ${needs}`);
	if (asked.compression !== "") add("compression", asked.compression, `choosing the compression ${needs}`);
	for (const { id, needs: facts } of asked.armed) if (facts.includes("compressed")) add(id, "", `this engine (${engine.storageDriver}) does not compress before it pushes, so there is nothing to measure`);
}
function attestationInput(build) {
	return /^(|0|f|false)$/i.test(build.provenance) ? ["sbom", build.sbom] : ["provenance", build.provenance];
}
/** Why the layers of the engine's images cannot be read from here, or nothing. */
function layersUnreadable(host, engine) {
	if (!engine.local) return `the engine is not on this machine (${engine.endpoint})`;
	if (engine.rootless) return "the engine is rootless";
	if (engine.store === "other") return `the storage driver is ${engine.storageDriver}`;
	if (host.sudo === "no") return "that needs root, and sudo without a password does not work";
	if (engine.rootProven === false) return `its data root ${engine.dataRoot} is not the one on this machine (engine in a container?)`;
}
// src/plan.ts
/** Decides which builder builds, whether there is a gate, and in which order things are done. Pure. */
function makePlan(asked, host) {
	const missing = missingTools(host);
	if (missing.length > 0) return {
		ok: false,
		kind: "engine",
		problems: missing
	};
	const outputs = asked.build.outputs.flatMap((item) => parseOutput(item) ?? []);
	const choice = choosePlanDriver(asked, host, outputs);
	const problems = [...choice.problems, ...publishProblems(asked, outputs)];
	if (!choice.driver || problems.length > 0) return {
		ok: false,
		kind: "input",
		problems
	};
	const { driver } = choice;
	const delivery = planDelivery(asked, outputs);
	const { gated, whyGate } = planGate(asked, outputs);
	const ways = makesImage(asked, outputs) ? planWays(driver, host) : [];
	return {
		ok: true,
		plan: {
			driver,
			gated,
			whyGate,
			delivery,
			ways,
			steps: planSteps$1(asked, driver, gated, delivery, ways)
		}
	};
}
function missingTools(host) {
	const problems = [];
	const { engine, buildx, builder } = host;
	const elsewhere = builder !== void 0 && [
		"kubernetes",
		"remote",
		"cloud"
	].includes(builder.driver);
	if ("missing" in engine && !elsewhere) problems.push({
		message: `no Docker Engine answers (${engine.missing})`,
		remedy: "start Docker on this runner, or point DOCKER_HOST to an engine that this user may reach"
	});
	if ("missing" in buildx) problems.push({
		message: `docker buildx is not installed or does not work (${buildx.missing})`,
		remedy: "install the docker-buildx-plugin package, or run docker/setup-buildx-action before this step"
	});
	if (builder?.missing !== void 0) problems.push({
		input: "builder",
		value: builder.name,
		message: `is not a builder of this machine (${builder.missing})`,
		remedy: "create it before this step (\"docker buildx create --name …\"), or leave the input empty"
	});
	return problems;
}
/** Something to measure comes out: an image in the engine, the builder, a registry or a file. */
function makesImage(asked, outputs) {
	if (asked.build.call && asked.build.call !== "build") return false;
	return outputs.length === 0 || outputs.some(isImage);
}
function publishProblems(asked, outputs) {
	const pushes = asked.build.push || outputs.some(isPushed);
	const named = asked.build.tags.length > 0 || outputs.some(({ attributes }) => attributes.get("name"));
	if (!pushes || named) return [];
	return [{
		input: "tags",
		message: "is empty, but push needs a name to push to",
		remedy: "add for example \"tags: ghcr.io/me/app:latest\""
	}];
}
function planDelivery(asked, outputs) {
	const { push, load, tags } = asked.build;
	const names = outputs.flatMap(({ attributes }) => (attributes.get("name") ?? "").split(",")).filter((name) => name !== "");
	return {
		push: push || outputs.some(isPushed),
		load: load || outputs.some(isLoad),
		tags: [.../* @__PURE__ */ new Set([...tags, ...names])]
	};
}
function planGate(asked, outputs) {
	if (!makesImage(asked, outputs)) return {
		gated: false,
		whyGate: "the outputs are no image"
	};
	if (asked.gate === "off") return {
		gated: false,
		whyGate: "gate is off; one solve, checks follow"
	};
	if (asked.armed.length === 0) return {
		gated: false,
		whyGate: "nothing is asserted; one solve, as docker/build-push-action does it"
	};
	return {
		gated: true,
		whyGate: asked.armed.map(({ id }) => id).join(", ")
	};
}
/** Ways into the image's file system, best first. */
function planWays(driver, host) {
	const store = "missing" in host.engine ? "other" : host.engine.store;
	const own = driver.kind === "docker" || driver.builder?.driver === "docker";
	return waysFor({
		kind: own ? "engine-image" : "builder-image",
		engine: { store }
	});
}
function planSteps$1(asked, driver, gated, to, ways) {
	const steps = [];
	const add = (id, title, commands = []) => steps.push({
		id,
		title,
		commands
	});
	if (driver.kind === "docker-container") add("builder", "make a builder of our own (removed again at the end)");
	add("build", `build ${asked.build.context}${gated ? " without tags, not pushed, not loaded" : ""}`);
	if (ways.length > 0) add("facts", `measure the image without running, saving or loading it (${ways.join(", then ")})`);
	for (const { id } of asked.armed) add(`judge-${id}`, `judge ${id}`);
	if (gated) add("gate", "stop here when a verdict is red");
	const names = to.tags.length > 0 ? ` ${to.tags.join(", ")}` : "";
	if (gated && to.load) add("load", `load into the engine as${names}`);
	if (gated && to.push) add("push", `push what was judged, then move the tags:${names}`);
	if (gated && !to.push && !to.load && driver.kind === "docker" && names) add("tag", `tag${names}`);
	if (asked.build.cacheTo.length > 0) add("cache", "export the build cache (also when a verdict is red)");
	add("report", "job summary, annotations, outputs, JSON");
	return steps;
}
/** Loads into the engine: a docker output without a file. */
function isLoad({ type, attributes }) {
	return type === "docker" && !attributes.has("dest");
}
// src/report/escape.ts
/**
* Makes text from Dockerfiles, logs, images and pull requests safe to show. Everything that reaches Markdown goes through
* {@link prose}, {@link code}, {@link cell} or {@link fence}; nothing else may.
*/
const ANSI = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-Z\\-_])/g;
/** Controls (C0, C1, DEL), format characters (bidi overrides, zero width, BOM, tags), private use, line separators. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Co}\u2028\u2029]/gu;
/** The text cut at `max` characters (never within a surrogate pair), with `…` where something is missing. */
function cut(text, max) {
	if (text.length <= max) return text;
	const head = text.slice(0, max - 1);
	return `${head.isWellFormed() ? head : head.slice(0, -1)}…`;
}
/** Without ANSI codes, controls and bidi characters, in one line, cut at `max` characters. */
function oneLine(text, max = 300) {
	return cut(text.replace(ANSI, "").replace(/[\r\n\t\v\f\u0085\u2028\u2029]+/g, " ").replace(INVISIBLE, "").toWellFormed().replace(/ {2,}/g, " ").trim(), max);
}
/** One line as {@link oneLine}, but with its indentation and inner spaces: for logs and source. */
function rawLine(text, max = 300) {
	return cut(text.replace(ANSI, "").replace(/\t/g, "    ").replace(INVISIBLE, "").toWellFormed(), max).trimEnd();
}
/** Text of several lines without ANSI codes and control characters other than newline and tab. */
function block(text) {
	return text.replace(ANSI, "").replace(/\r\n?/g, "\n").replace(INVISIBLE, (character) => character === "\n" || character === "	" ? character : "").toWellFormed();
}
function longestRun(text) {
	return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}
/** A code span that its content cannot end: delimited by a longer run of backticks. Empty text becomes `–`. */
function code(text, max = 160) {
	const flat = oneLine(text, max);
	if (flat === "") return "–";
	const ticks = "`".repeat(longestRun(flat) + 1);
	const padding = /^`|`$/.test(flat) ? " " : "";
	return `${ticks}${padding}${flat}${padding}${ticks}`;
}
/** Words that no Markdown, HTML, mention, emoji or link syntax can be made of. */
const HARMLESS = /^[\p{L}\p{N}\p{M}.,;()'"“”‘’„«»%+/?…–—·≤≥×→±°-]+$/u;
/** A first word that would start a list, a rule or a heading's underline. */
const STARTS_BLOCK = /^(?:[-+]+|\d+[.)])$/;
const PUNCTUATION = /^([("'“„«]*)(.*?)([)"'”“»,.;:…]*)$/su;
function harmless(word, first) {
	if (first && STARTS_BLOCK.test(word)) return false;
	return HARMLESS.test(word) && !word.includes("//") && !/^\W*www\./i.test(word);
}
/** Words between a pair of backticks; a workflow expression with what it is attached to. */
const CODE = /((?<!`)`[^`]+`(?!`)|[^\s`("']*\$\{\{[^}`]*\}\})/;
function isPlain(word, first) {
	const bare = word.endsWith(":") && !word.startsWith(":") ? word.slice(0, -1) : word;
	return word === "" || bare !== "" && harmless(bare, first);
}
/** One code span, the punctuation around it left outside. */
function codeWords(words) {
	const [, before = "", core = "", after = ""] = PUNCTUATION.exec(words) ?? [];
	return core === "" ? code(words) : `${before}${code(core)}${after}`;
}
/** Neighbours that need it share one code span, as long as no punctuation parts them. */
function proseWords(text, first) {
	const parts = [];
	for (const [index, word] of text.split(" ").entries()) {
		const plain = isPlain(word, first && index === 0);
		const last = parts.at(-1);
		if (last !== void 0 && last.plain === plain && (plain || /[^)"'”’».,;:…]$/u.test(last.text) && !/^[("'“‘«]/u.test(word))) last.text += ` ${word}`;
		else parts.push({
			text: word,
			plain
		});
	}
	return parts.map((part) => part.plain ? part.text : codeWords(part.text)).join(" ");
}
/**
* Plain text as Markdown that shows just that text: words with a character that could mean something (`@`, `<`, `*`, `#`,
* `_`, a URL) become code spans, as do words between a pair of backticks; the rest stays as it is. Always one line.
*/
function prose(text, max = 600) {
	return oneLine(text, max).split(CODE).map((part, index) => index % 2 === 1 ? code(part.replace(/^`|`$/g, "")) : proseWords(part, index === 0)).join("");
}
/** Markdown made by {@link prose} or {@link code} for a table cell: pipes cannot end the cell. */
function cell(markdown) {
	return markdown.replace(/(\\*)\|/g, (_, backslashes) => backslashes === "" ? "\\|" : `${backslashes}¦`);
}
/** A table row of ready Markdown cells. */
function row(cells) {
	return `| ${cells.map(cell).join(" | ")} |`;
}
/** A fenced block that its lines cannot end. */
function fence(lines, language = "text") {
	const clean = lines.map((line) => rawLine(line));
	const ticks = "`".repeat(Math.max(3, longestRun(clean.join("\n")) + 1));
	return `${ticks}${language}\n${clean.join("\n")}\n${ticks}`;
}
/** Words that start a statement in mermaid's gantt and pie grammars. */
const MERMAID_WORD = /^(?:title|section|gantt|dateformat|axisformat|tickinterval|includes|excludes|todaymarker|week\w*|click|inclusive\w*|topaxis|acc\w*|displaymode|done|active|crit|milestone|vert|pie|showdata|end)\b/i;
/** A label for mermaid diagrams: only `[A-Za-z0-9 ._/+-]`, at most `max` characters, never a statement of the grammar. */
function mermaidLabel(text, max = 60) {
	const flat = oneLine(text.replace(/@sha256:[0-9a-f]+/g, ""), 400).replace(/[^A-Za-z0-9 ._/+-]+/g, " ").replace(/ {2,}/g, " ").trim();
	const label = flat.length > max ? flat.slice(0, max).trim() : flat;
	return MERMAID_WORD.test(label) ? `step ${label}`.slice(0, max) : label || "step";
}
/** Text for a workflow log or a terminal: one line that cannot be read as a workflow command. */
function logLine(text, max = 300) {
	return rawLine(text.replace(/[\r\n]+/g, " "), max).replaceAll("##[", "# #[").replace(/^(\s*)::/, "$1: :");
}
/** The text's length as GitHub counts it. */
function utf8Bytes(text) {
	return new TextEncoder().encode(text).length;
}
// src/report/format.ts
/** `6.42 GB`, `528 kB`: GB is 10⁹. */
function size(bytes) {
	return prettyBytes(bytes, SIZE_FORMAT);
}
/** `15.6 GiB`: memory as Docker counts it. */
function memory(bytes) {
	return prettyBytes(bytes, MEMORY_FORMAT);
}
/** `+350 MB`, `-2 kB`, `±0 B`. */
function delta(bytes) {
	if (bytes === 0) return "±0 B";
	return prettyBytes(bytes, {
		...SIZE_FORMAT,
		signed: true
	});
}
/** Milliseconds for people: `45 ms`, `0.8 s`, `12 s`, `20 min 26 s`, `2 h 5 min`. */
function duration(ms) {
	const safe = Math.max(0, ms);
	if (safe < 100) return `${Math.round(safe)} ms`;
	if (safe < 9950) return `${(safe / 1e3).toFixed(1)} s`;
	const seconds = Math.round(safe / 1e3);
	if (seconds < 60) return `${seconds} s`;
	if (seconds < 3600) return pair(Math.floor(seconds / 60), "min", seconds % 60, "s");
	const minutes = Math.round(seconds / 60);
	return pair(Math.floor(minutes / 60), "h", minutes % 60, "min");
}
function pair(big, bigUnit, small, smallUnit) {
	return small === 0 ? `${big} ${bigUnit}` : `${big} ${bigUnit} ${small} ${smallUnit}`;
}
/** `1 step`, `7 steps`, `5,000 packages`. */
function count(number, noun, plural = `${noun}s`) {
	return `${thousands(number)} ${number === 1 ? noun : plural}`;
}
/** `28,992`. */
function thousands(number) {
	return String(number).replace(/\B(?=(\d{3})+(?!\d))/g, ",");
}
// src/report/host-text.ts
/** The survey as one compact block of aligned lines, for log and terminal. */
function renderHost(host) {
	return hostRows(host).map(([name, value]) => logLine(`${name.padEnd(8)} ${value}`));
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
// src/report/plan-text.ts
/** The plan for log and terminal: decisions with their reasons, then numbered steps with their commands. */
function renderPlan(plan) {
	return [...planRows(plan).map(([name, value]) => logLine(`${name.padEnd(8)} ${value}`, 600)), ...planSteps(plan)];
}
/** The decisions as rows of name and value, plain text. */
function planRows(plan) {
	return [
		["Driver", `${driverName(plan)}: ${plan.driver.why}`],
		["Gate", `${plan.gated ? "judge before tag and push" : "off"}: ${plan.whyGate}`],
		["Delivery", deliveryText(plan)],
		["Look by", plan.ways.length === 0 ? "there will be no image to look at" : plan.ways.join(", then ")]
	];
}
/** The steps as numbered lines, each followed by its commands, ready to be pasted into a shell. */
function planSteps(plan) {
	return plan.steps.flatMap((step, index) => [logLine(`${index + 1}. ${step.title}`), ...step.commands.map((command) => logLine(`   $ ${shellLine(command)}`, 4e3))]);
}
function driverName(plan) {
	const { kind, builder } = plan.driver;
	return kind === "builder" && builder !== void 0 ? `builder ${builder.name} (${builder.driver})` : kind;
}
function deliveryText(plan) {
	const { push, load, tags } = plan.delivery;
	const verbs = [...push ? ["push"] : [], ...load ? ["load into the engine"] : []];
	const what = verbs.length === 0 ? tags.length === 0 ? nowhere(plan) : "tag" : verbs.join(" and ");
	return tags.length === 0 ? what : `${what}: ${tags.join(", ")}`;
}
function nowhere({ driver }) {
	return driver.kind === "docker" ? "an image without a name in the engine" : "stays in the builder";
}
/** An argv list as a line for a POSIX shell: for reading and pasting, never for running. */
function shellLine(command) {
	return command.map((word) => /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`).join(" ");
}
// src/build/deliver.ts
/** Gives the judged image its names, and pushes or loads it: nothing else than what was judged (ids of the judged images). */
async function deliver(session, built, judged) {
	if (usesEngine(session)) {
		const { deliverFromEngine } = await import("./deliver-engine2.js");
		return deliverFromEngine(session, built);
	}
	const { deliverFromBuilder } = await import("./deliver-builder.js");
	return deliverFromBuilder(session, built, judged);
}
// src/build/own-builder.ts
/**
* BuildKit collects garbage one second after each solve once the disk is 80 % full, also between our build and our push:
* then the push would have to build again. The builder lives for one run, so nothing is gained by collecting.
*/
const CONFIG = "[worker.oci]\n  gc = false\n\n[worker.containerd]\n  gc = false\n";
/** A first builder on a machine pulls its image: a cancelled run does not wait for that. */
const GRACE_MS = 2e3;
/** Makes and starts a docker-container builder of our own. It is written into the journal first. */
async function createBuilder(world, journal, folder, driverOpts) {
	const name = `mlbuild-${world.machine.pid}-${world.now().toString(36)}`;
	await journal.note({
		kind: "remove-builder",
		name
	});
	const config = `${folder}/buildkitd.toml`;
	await world.files.write(config, CONFIG);
	const argv = [
		"docker",
		"buildx",
		"create",
		"--name",
		name,
		"--driver",
		"docker-container",
		"--buildkitd-config",
		config,
		...driverOpts.flatMap((option) => ["--driver-opt", option]),
		"--bootstrap"
	];
	const { code, stderr, error } = await runTracked(world, journal, argv, GRACE_MS);
	if (code !== 0) throw new UserError("engine", [{
		...driverOpts.length > 0 && {
			input: "driver-opts",
			value: driverOpts.join(",")
		},
		message: `the docker-container builder could not be made: ${error ?? lastError(stderr)}`,
		remedy: "check driver-opts, and that the engine can pull and start moby/buildkit:buildx-stable-1"
	}]);
	return {
		name,
		driver: "docker-container",
		nodes: [`${name}0`],
		from: "made for this run"
	};
}
/** Removes it with its state. Only warns: the post step tries again. */
async function removeBuilder(world, journal, name) {
	const { code, stderr, error } = await world.run({
		argv: [
			"docker",
			"buildx",
			"rm",
			"--force",
			name
		],
		timeoutMs: 6e4
	});
	if (code === 0) await journal.forget({
		kind: "remove-builder",
		name
	});
	else world.log.warning(`the builder ${name} could not be removed yet: ${error ?? lastError(stderr)}`);
}
// src/build/prepare.ts
/** Writes secrets into private files, so that they are in no argv, masks them in the log, and reads the Dockerfile. */
async function prepareBuild(world, request, folder) {
	const secrets = await presentSecrets(world, request);
	const secretFiles = {};
	for (const [index, secret] of secrets.entries()) {
		world.log.secret(await secretValue(world, secret));
		if (secret.kind !== "value") continue;
		const path = `${folder}/secret-${index}`;
		await world.files.write(path, secret.value);
		secretFiles[secret.id] = path;
	}
	const gitToken = await writeGitToken(world, request, folder);
	const dockerfile = await readDockerfile(world, request);
	return {
		request: {
			...request,
			secrets
		},
		secretFiles,
		...gitToken && { gitToken },
		...dockerfile && { dockerfile }
	};
}
async function secretValue(world, secret) {
	if (secret.kind === "value") return secret.value;
	if (secret.kind === "env") return world.env[secret.variable] ?? "";
	return await world.files.read(secret.path) ?? "";
}
async function writeGitToken(world, request, folder) {
	const id = gitTokenSecretId(request, world.env);
	if (id === void 0) return void 0;
	world.log.secret(request.githubToken);
	const path = `${folder}/git-token`;
	await world.files.write(path, request.githubToken);
	return {
		id,
		path
	};
}
/** A secret file that is not there is left out with a warning, as docker/build-push-action does. */
async function presentSecrets(world, request) {
	const present = [];
	for (const secret of request.secrets) if (secret.kind !== "file" || await isReadable(world, secret.path)) present.push(secret);
	else world.log.warning(`secret-files: the file "${secret.path}" of the secret "${secret.id}" is not there or cannot be read; the secret is left out`);
	return present;
}
async function isReadable(world, path) {
	try {
		return await world.files.read(path) !== void 0;
	} catch {
		return false;
	}
}
/** A context on this machine is a plain path; `file` is then relative to where we are, as for `docker build`. */
async function readDockerfile(world, request) {
	if (request.gitContext || request.context === "-" || /^[a-z]+:\/\//i.test(request.context)) return void 0;
	const named = request.file || `${request.context.replace(/\/+$/, "")}/Dockerfile`;
	const path = named.replace(/^\.\//, "");
	try {
		const text = await world.files.read(named);
		return text === void 0 ? void 0 : mapDockerfile(text, path);
	} catch {
		return;
	}
}
// src/judge/judge.ts
/** All verdicts, image by image in the order of the assertions. Asked for and no image: every verdict is `unknown`. */
function judgeImages(armed, images) {
	return (images.length > 0 ? images : [noImage("the build made no image that could be looked at")]).flatMap((facts) => armed.map((assertion) => {
		const verdict = assertion.judge(facts);
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
// src/run-build.ts
/** Carries the plan out: builder, build, facts, verdicts, gate, delivery. Everything made is undone at the end. */
async function carryOut(world, request, story, decided) {
	await sweep(world, request.journals);
	const { pid } = world.machine;
	const journal = openJournal(world, request.journals, {
		pid,
		startTime: await startTime(world, pid) ?? ""
	});
	world.saveState("journal", journal.path);
	try {
		const folder = await world.files.temporary("ml-image-build", (path) => journal.note({
			kind: "remove-path",
			path
		}));
		await withBuilder(world, story, journal, folder, decided, async (builder) => {
			const prepared = await prepareBuild(world, decided.asked.build, folder);
			const shared = {
				...decided,
				world,
				journal,
				folder,
				prepared
			};
			const built = new AbortController();
			const noted = builder && noteBuildkit(world, story, builder, built.signal);
			try {
				await buildAndJudge(story, {
					...shared,
					...builder && { builder }
				});
			} finally {
				built.abort();
				await noted;
			}
		});
	} finally {
		await journal.undo();
	}
}
/** The user's builder, none for the engine's own BuildKit, or one of ours that is removed again. */
async function withBuilder(world, story, journal, folder, { asked, plan }, act) {
	if (plan.driver.kind !== "docker-container") return act(plan.driver.builder);
	const builder = await story.phase("builder", "Make the builder", () => createBuilder(world, journal, folder, asked.driverOpts));
	try {
		await act(builder);
	} finally {
		await story.phase("cleanup", "Remove the builder", () => removeBuilder(world, journal, builder.name));
	}
}
async function buildAndJudge(story, session) {
	const { asked, plan } = session;
	const built = await story.phase("build", "Build", () => buildImage(session));
	story.timeline = built.timeline;
	story.metadata = built.metadata;
	story.delivered = built.delivered;
	if (built.failure) {
		story.failure = buildFailed(built.failure);
		return;
	}
	if (plan.ways.length > 0) story.images = await story.phase("facts", "Measure the image", () => orCancelled(session.world, inspectBuilt(session, built)));
	if (asked.armed.length > 0) story.verdicts = judgeImages(asked.armed, story.images);
	if (!plan.gated || story.verdicts.some(isRed)) return;
	const judged = story.images.map(({ id }) => id);
	const title = plan.delivery.push ? "Push" : "Deliver";
	const done = await story.phase("deliver", title, () => deliver(session, built, judged));
	story.delivered = done.delivered;
	story.metadata = done.metadata;
}
/** Looking changes nothing, so a cancelled run need not wait for its end. */
function orCancelled({ cancelled }, looking) {
	return new Promise((resolve, reject) => {
		if (cancelled.aborted) reject(cancelled.reason);
		cancelled.addEventListener("abort", () => reject(cancelled.reason), { once: true });
		looking.then(resolve, reject);
	});
}
function buildFailed(build) {
	return {
		kind: "build",
		message: build.message,
		problems: [],
		build,
		...build.step && { step: build.step }
	};
}
/** Asked beside the build, so that it costs no time. The engine's own BuildKit is known by the engine's version. */
async function noteBuildkit(world, story, builder, enough) {
	const buildkit = await surveyBuildkit(world, builder.name, enough);
	if (story.host && buildkit !== void 0) story.host = {
		...story.host,
		buildkit
	};
}
// src/run-event.ts
/** Reads the event. Without one, or when it cannot be read, the repository counts as private: its provenance then says less. */
async function readEvent(world) {
	const path = world.env["GITHUB_EVENT_PATH"];
	if (!path) return { repositoryPrivate: true };
	try {
		const { pull_request, repository } = JSON.parse(await world.files.read(path) ?? "{}");
		const sha = pull_request?.head?.sha;
		return {
			...sha && { pullRequestHead: sha },
			repositoryPrivate: repository?.private ?? true
		};
	} catch {
		return { repositoryPrivate: true };
	}
}
// src/inputs/nearest.ts
/**
* The candidate that was most likely meant: the one that takes the fewest insertions, deletions, replacements and swaps of
* neighbours, if those are at most a third of the longer word (and never more than three). Case does not count, and `_` is
* read as `-`.
*/
function nearest(word, candidates) {
	const given = fold(word);
	let best;
	for (const name of candidates) {
		const distance = editDistance(given, fold(name));
		if (distance <= Math.min(3, Math.max(1, Math.floor(Math.max(given.length, name.length) / 3))) && (best === void 0 || distance < best.distance)) best = {
			name,
			distance
		};
	}
	return best?.name;
}
function fold(word) {
	return word.trim().toLowerCase().replaceAll("_", "-");
}
/** Insertions, deletions, replacements and swaps of neighbours that turn `a` into `b`, one row at a time. */
function editDistance(a, b) {
	let before = [];
	let above = Array.from({ length: b.length + 1 }, (_, column) => column);
	for (let row = 1; row <= a.length; row++) {
		const current = [row];
		for (let column = 1; column <= b.length; column++) {
			const same = a[row - 1] === b[column - 1];
			const swapped = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
			current.push(Math.min((above[column - 1] ?? 0) + (same ? 0 : 1), (above[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1, swapped ? (before[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY));
		}
		[before, above] = [above, current];
	}
	return above[b.length] ?? 0;
}
// src/inputs/read-size.ts
const REMEDY = "write for example \"9.5GB\" or \"9GiB\"";
/** Reads a size; what is none is a problem of that input. Zero is refused: an error, not a size. */
function readSize$1(input, value) {
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
			const size = readSize$1(name, value);
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
	const line = value.replaceAll(/\s+/g, " ");
	return line.length <= 120 ? line : `${line.slice(0, 119)}…`;
}
// src/inputs/contradictions.ts
/** Reports what buildx 0.36 refuses whatever the machine and the Dockerfile are: told here, before anything is done, all at once. */
function refuseContradictions(reader, request) {
	refuseCacheFilters(reader, request);
	refuseTags(reader, request);
	refuseOutputs(reader, request);
	refuseNamedContexts(reader, request);
	refuseHosts(reader, request);
	refuseShm(reader, request);
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
/** Grammar of github.com/distribution/reference, `ReferenceRegexp`. */
const REFERENCE = new RegExp(String.raw`^(?:${DOMAIN}/)?${PART}(?:/${PART})*(?::\w[\w.-]{0,127})?(?:@${`[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}`})?$`);
function refuseTags(reader, { tags }) {
	for (const tag of tags) {
		if (REFERENCE.test(tag)) continue;
		reader.problem({
			input: "tags",
			value: tag,
			message: "is not an image name",
			remedy: tagRemedy(tag)
		});
	}
}
function tagRemedy(tag) {
	const lower = tag.toLowerCase();
	if (tag !== lower && REFERENCE.test(lower)) return `names are written in lower case: "${lower}"`;
	if (/:$/.test(tag)) return "nothing follows the \":\", so a variable may be empty; write for example \"user/app:1.2\"";
	return "write for example \"user/app:1.2\" or \"ghcr.io/user/app:1.2\"";
}
/** buildx: "type is required for output", "tag is needed when pushing to registry". */
function refuseOutputs(reader, request) {
	if (pushesNameless(request, request.outputs.flatMap((item) => {
		const output = parseOutput(item);
		if (output === void 0) reader.problem({
			input: "outputs",
			value: item,
			message: "is not an output: it is no list of key=value with a type",
			remedy: "write for example \"type=local,dest=out\""
		});
		return output ?? [];
	}))) {
		const input = request.push ? "push" : "outputs";
		reader.problem({
			input,
			message: "an image is to be pushed, but it has no name",
			remedy: "give tags, for example \"user/app:1.2\""
		});
	}
}
function pushesNameless({ push, tags, call }, outputs) {
	if (tags.length > 0 || call !== "" && call !== "build") return false;
	const images = outputs.filter(({ type }) => type === "image" || type === "registry");
	if (push && images.length === 0) return true;
	return images.some((output) => (push || isPushed(output)) && !output.attributes.get("name"));
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
	const url = `${env["GITHUB_SERVER_URL"] || "https://github.com"}/${repository}.git`;
	return isTrue(env["BUILDX_SEND_GIT_QUERY_AS_INPUT"]) && context.gitQuery === true ? `${url}?ref=${ref}` : `${url}#${ref}`;
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
/** True values as Go's `strconv.ParseBool` reads them. */
function isTrue(value) {
	return value !== void 0 && [
		"1",
		"t",
		"T",
		"true",
		"TRUE",
		"True"
	].includes(value);
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
/** Whether the user brings a token for Git contexts on that host, so that ours must stay away. */
function bringsGitToken(secrets, host) {
	return secrets.some(({ kind, id }) => kind === "value" && (id === "GIT_AUTH_TOKEN" || id === `GIT_AUTH_TOKEN.${host}`));
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
		githubToken: gitToken(reader.text("github-token"), where, secrets),
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
/** The token is for the default context only, and a token the user brings goes first: as `docker/build-push-action` does it. */
function gitToken(token, { main, base }, secrets) {
	if (!isGitContext(base) || !main.startsWith(base)) return "";
	return bringsGitToken(secrets, /^https?:\/\/([^/]+)/.exec(base)?.[1] ?? "") ? "" : token;
}
// src/inputs/inputs.ts
/**
* Reads everything that was asked. `arm` reads the inputs of the assertions and gives those that were asked for. What is wrong
* is collected in the reader: call {@link refuse} before anything is done.
*/
function readInputs(reader, context, arm) {
	const inputs = {
		build: readBuildRequest(reader, context),
		driver: reader.choice("driver", [
			"auto",
			"docker",
			"docker-container"
		]),
		driverOpts: reader.list("driver-opts", {
			ignoreComma: true,
			quote: false
		}),
		gate: reader.choice("gate", ["before-push", "off"]),
		compression: reader.choice("compression", [
			"",
			"gzip",
			"zstd",
			"estargz",
			"uncompressed"
		]),
		summary: reader.flag("summary", true),
		logAnnotations: reader.flag("log-annotations", true),
		name: reader.text("name"),
		dryRun: reader.flag("dry-run"),
		armed: arm(reader)
	};
	refuseDriverOpts(reader, inputs);
	refuseCompression(reader, inputs);
	refuseAssertions(reader, inputs);
	return inputs;
}
/** Throws all problems at once; nothing when there are none. */
function refuse$1(reader) {
	const problems = reader.problems();
	if (problems.length > 0) throw new UserError("input", problems);
}
function refuseDriverOpts(reader, { driver, driverOpts, build }) {
	if (driverOpts.length === 0) return;
	const value = driverOpts.join(", ");
	if (driver === "docker") reader.problem({
		input: "driver-opts",
		value,
		message: "cannot stand beside driver: docker, which takes no options",
		remedy: "write driver: docker-container, or leave them out"
	});
	if (build.builder !== "") {
		const message = `cannot change the builder "${build.builder}", which is used as it is`;
		reader.problem({
			input: "driver-opts",
			value,
			message,
			remedy: "give them where that builder is made, or leave out builder"
		});
	}
}
function refuseCompression(reader, { compression, build }) {
	for (const item of build.outputs) {
		const other = parseOutput(item)?.attributes.get("compression");
		if (compression === "" || other === void 0 || other === compression) continue;
		const message = `differs from compression=${other} in outputs`;
		reader.problem({
			input: "compression",
			value: compression,
			message,
			remedy: "name the compression in one place"
		});
	}
}
/** An assertion needs an image to look at; one that could never be measured is refused before the build. */
function refuseAssertions(reader, { armed, build }) {
	const why = whyNoImage(build);
	if (why === void 0) return;
	for (const { id } of armed) reader.problem({
		input: id,
		message: `there is no image to check, because ${why}`,
		remedy: `leave out ${id}, or build an image`
	});
}
function whyNoImage({ call, outputs, push, load }) {
	if (call !== "" && call !== "build") return `call: ${call} builds none`;
	const parsed = outputs.flatMap((item) => parseOutput(item) ?? []);
	if (push || load || parsed.length === 0 || parsed.some(isImage)) return void 0;
	return `outputs has only ${[...new Set(parsed.map(({ type }) => `type=${type}`))].join(", ")}`;
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
// node_modules/@renovatebot/pep440/lib/version.js
var require_version = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const VERSION_PATTERN = [
		"v?",
		"(?:",
		"(?:(?<epoch>[0-9]+)!)?",
		"(?<release>[0-9]+(?:\\.[0-9]+)*)",
		"(?<pre>",
		"[-_\\.]?",
		"(?<pre_l>(a|b|c|rc|alpha|beta|pre|preview))",
		"[-_\\.]?",
		"(?<pre_n>[0-9]+)?",
		")?",
		"(?<post>",
		"(?:-(?<post_n1>[0-9]+))",
		"|",
		"(?:",
		"[-_\\.]?",
		"(?<post_l>post|rev|r)",
		"[-_\\.]?",
		"(?<post_n2>[0-9]+)?",
		")",
		")?",
		"(?<dev>",
		"[-_\\.]?",
		"(?<dev_l>dev)",
		"[-_\\.]?",
		"(?<dev_n>[0-9]+)?",
		")?",
		")",
		"(?:\\+(?<local>[a-z0-9]+(?:[-_\\.][a-z0-9]+)*))?"
	].join("");
	module.exports = {
		VERSION_PATTERN,
		valid,
		clean,
		explain,
		parse,
		stringify
	};
	const validRegex = new RegExp("^" + VERSION_PATTERN + "$", "i");
	function valid(version) {
		return validRegex.test(version) ? version : null;
	}
	const cleanRegex = new RegExp("^\\s*" + VERSION_PATTERN + "\\s*$", "i");
	function clean(version) {
		return stringify(parse(version, cleanRegex));
	}
	function parse(version, regex) {
		const { groups } = (regex || validRegex).exec(version) || {};
		if (!groups) return null;
		return {
			epoch: Number(groups.epoch ? groups.epoch : 0),
			release: groups.release.split(".").map(Number),
			pre: normalize_letter_version(groups.pre_l, groups.pre_n),
			post: normalize_letter_version(groups.post_l, groups.post_n1 || groups.post_n2),
			dev: normalize_letter_version(groups.dev_l, groups.dev_n),
			local: parse_local_version(groups.local)
		};
	}
	function stringify(parsed) {
		if (!parsed) return null;
		const { epoch, release, pre, post, dev, local } = parsed;
		const parts = [];
		if (epoch !== 0) parts.push(`${epoch}!`);
		parts.push(release.join("."));
		if (pre) parts.push(pre.join(""));
		if (post) parts.push("." + post.join(""));
		if (dev) parts.push("." + dev.join(""));
		if (local) parts.push(`+${local}`);
		return parts.join("");
	}
	function normalize_letter_version(letterIn, numberIn) {
		let letter = letterIn;
		let number = numberIn;
		if (letter) {
			if (!number) number = 0;
			letter = letter.toLowerCase();
			if (letter === "alpha") letter = "a";
			else if (letter === "beta") letter = "b";
			else if ([
				"c",
				"pre",
				"preview"
			].includes(letter)) letter = "rc";
			else if (["rev", "r"].includes(letter)) letter = "post";
			return [letter, Number(number)];
		}
		if (!letter && number) {
			letter = "post";
			return [letter, Number(number)];
		}
		return null;
	}
	function parse_local_version(local) {
		if (local) return local.split(/[._-]/).map((part) => Number.isNaN(Number(part)) ? part.toLowerCase() : Number(part));
		return null;
	}
	function explain(version) {
		const parsed = parse(version);
		if (!parsed) return parsed;
		const { epoch, release, pre, post, dev, local } = parsed;
		let base_version = "";
		if (epoch !== 0) base_version += epoch + "!";
		base_version += release.join(".");
		const is_prerelease = Boolean(dev || pre);
		const is_devrelease = Boolean(dev);
		const is_postrelease = Boolean(post);
		return {
			epoch,
			release,
			pre,
			post: post ? post[1] : post,
			dev: dev ? dev[1] : dev,
			local: local ? local.join(".") : local,
			public: stringify(parsed).split("+", 1)[0],
			base_version,
			is_prerelease,
			is_devrelease,
			is_postrelease
		};
	}
}));
// node_modules/@renovatebot/pep440/lib/operator.js
var require_operator = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const { parse } = require_version();
	module.exports = {
		compare,
		rcompare,
		lt,
		le,
		eq,
		ne,
		ge,
		gt,
		"<": lt,
		"<=": le,
		"==": eq,
		"!=": ne,
		">=": ge,
		">": gt,
		"===": arbitrary
	};
	function lt(version, other) {
		return compare(version, other) < 0;
	}
	function le(version, other) {
		return compare(version, other) <= 0;
	}
	function eq(version, other) {
		return compare(version, other) === 0;
	}
	function ne(version, other) {
		return compare(version, other) !== 0;
	}
	function ge(version, other) {
		return compare(version, other) >= 0;
	}
	function gt(version, other) {
		return compare(version, other) > 0;
	}
	function arbitrary(version, other) {
		return version.toLowerCase() === other.toLowerCase();
	}
	function compare(version, other) {
		const parsedVersion = parse(version);
		const parsedOther = parse(other);
		return pyCompare(calculateKey(parsedVersion), calculateKey(parsedOther));
	}
	function rcompare(version, other) {
		return -compare(version, other);
	}
	function pyCompare(elemIn, otherIn) {
		let elem = elemIn;
		let other = otherIn;
		if (elem === other) return 0;
		if (Array.isArray(elem) !== Array.isArray(other)) {
			elem = Array.isArray(elem) ? elem : [elem];
			other = Array.isArray(other) ? other : [other];
		}
		if (Array.isArray(elem)) {
			const len = Math.min(elem.length, other.length);
			for (let i = 0; i < len; i += 1) {
				const res = pyCompare(elem[i], other[i]);
				if (res !== 0) return res;
			}
			return elem.length - other.length;
		}
		if (elem === -Infinity || other === Infinity) return -1;
		if (elem === Infinity || other === -Infinity) return 1;
		return elem < other ? -1 : 1;
	}
	function calculateKey(input) {
		const { epoch } = input;
		let { release, pre, post, local, dev } = input;
		release = release.concat();
		release.reverse();
		while (release.length && release[0] === 0) release.shift();
		release.reverse();
		if (!pre && !post && dev) pre = -Infinity;
		else if (!pre) pre = Infinity;
		if (!post) post = -Infinity;
		if (!dev) dev = Infinity;
		if (!local) local = -Infinity;
		else local = local.map((i) => Number.isNaN(Number(i)) ? [-Infinity, i] : [Number(i), ""]);
		return [
			epoch,
			release,
			pre,
			post,
			dev,
			local
		];
	}
}));
// node_modules/@renovatebot/pep440/lib/specifier.js
var require_specifier = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const { VERSION_PATTERN, explain: explainVersion } = require_version();
	const Operator = require_operator();
	const RANGE_PATTERN = [
		"(?<operator>(===|~=|==|!=|<=|>=|<|>))",
		"\\s*",
		"(",
		"(?<version>(?:" + VERSION_PATTERN.replace(/\?<\w+>/g, "?:") + "))",
		"(?<prefix>\\.\\*)?",
		"|",
		"(?<legacy>[^,;\\s)]+)",
		")"
	].join("");
	module.exports = {
		RANGE_PATTERN,
		parse,
		satisfies,
		filter,
		validRange,
		maxSatisfying,
		minSatisfying
	};
	const isEqualityOperator = (op) => [
		"==",
		"!=",
		"==="
	].includes(op);
	const rangeRegex = new RegExp("^" + RANGE_PATTERN + "$", "i");
	function parse(ranges) {
		if (!ranges.trim()) return [];
		const specifiers = ranges.split(",").map((range) => rangeRegex.exec(range.trim()) || {}).map(({ groups }) => {
			if (!groups) return null;
			let { ...spec } = groups;
			const { operator, version, prefix, legacy } = groups;
			if (version) {
				spec = {
					...spec,
					...explainVersion(version)
				};
				if (operator === "~=") {
					if (spec.release.length < 2) return null;
				}
				if (!isEqualityOperator(operator) && spec.local) return null;
				if (prefix) {
					if (!isEqualityOperator(operator) || spec.dev || spec.local) return null;
				}
			}
			if (legacy && operator !== "===") return null;
			return spec;
		});
		if (specifiers.filter(Boolean).length !== specifiers.length) return null;
		return specifiers;
	}
	function filter(versions, specifier, options = {}) {
		const filtered = pick(versions, specifier, options);
		if (filtered.length === 0 && options.prereleases === void 0) return pick(versions, specifier, { prereleases: true });
		return filtered;
	}
	function maxSatisfying(versions, range, options) {
		const found = filter(versions, range, options).sort(Operator.compare);
		return found.length === 0 ? null : found[found.length - 1];
	}
	function minSatisfying(versions, range, options) {
		const found = filter(versions, range, options).sort(Operator.compare);
		return found.length === 0 ? null : found[0];
	}
	function pick(versions, specifier, options) {
		const parsed = parse(specifier);
		if (!parsed) return [];
		return versions.filter((version) => {
			const explained = explainVersion(version);
			if (!parsed.length) return explained && !(explained.is_prerelease && !options.prereleases);
			return parsed.reduce((pass, spec) => {
				if (!pass) return false;
				return contains({
					...spec,
					...options
				}, {
					version,
					explained
				});
			}, true);
		});
	}
	function satisfies(version, specifier, options = {}) {
		return pick([version], specifier, options).length === 1;
	}
	function arrayStartsWith(array, prefix) {
		if (prefix.length > array.length) return false;
		for (let i = 0; i < prefix.length; i += 1) if (prefix[i] !== array[i]) return false;
		return true;
	}
	function contains(specifier, input) {
		const { explained } = input;
		let { version } = input;
		const { ...spec } = specifier;
		if (spec.prereleases === void 0) spec.prereleases = spec.is_prerelease;
		if (explained && explained.is_prerelease && !spec.prereleases) return false;
		if (spec.operator === "~=") {
			let compatiblePrefix = spec.release.slice(0, -1).concat("*").join(".");
			if (spec.epoch) compatiblePrefix = spec.epoch + "!" + compatiblePrefix;
			return satisfies(version, `>=${spec.version}, ==${compatiblePrefix}`, { prereleases: spec.prereleases });
		}
		if (spec.prefix) {
			const isMatching = explained.epoch === spec.epoch && arrayStartsWith(explained.release, spec.release);
			return spec.operator !== "!=" ? isMatching : !isMatching;
		}
		if (explained) {
			if (explained.local && spec.version) {
				version = explained.public;
				spec.version = explainVersion(spec.version).public;
			}
		}
		if (spec.operator === "<" || spec.operator === ">") {
			if (Operator.eq(spec.release.join("."), explained.release.join("."))) return false;
		}
		const op = Operator[spec.operator];
		return op(version, spec.version || spec.legacy);
	}
	function validRange(specifier) {
		return Boolean(parse(specifier));
	}
}));
// node_modules/@renovatebot/pep440/lib/semantic.js
var require_semantic = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const { explain, parse, stringify } = require_version();
	module.exports = {
		major,
		minor,
		patch,
		inc
	};
	function major(input) {
		const version = explain(input);
		if (!version) throw new TypeError("Invalid Version: " + input);
		return version.release[0];
	}
	function minor(input) {
		const version = explain(input);
		if (!version) throw new TypeError("Invalid Version: " + input);
		if (version.release.length < 2) return 0;
		return version.release[1];
	}
	function patch(input) {
		const version = explain(input);
		if (!version) throw new TypeError("Invalid Version: " + input);
		if (version.release.length < 3) return 0;
		return version.release[2];
	}
	function inc(input, release, preReleaseIdentifier) {
		let identifier = preReleaseIdentifier || `a`;
		const version = parse(input);
		if (!version) return null;
		if (![
			"a",
			"b",
			"c",
			"rc",
			"alpha",
			"beta",
			"pre",
			"preview"
		].includes(identifier)) return null;
		switch (release) {
			case "premajor":
				{
					const [majorVersion] = version.release;
					version.release.fill(0);
					version.release[0] = majorVersion + 1;
				}
				version.pre = [identifier, 0];
				delete version.post;
				delete version.dev;
				delete version.local;
				break;
			case "preminor":
				{
					const [majorVersion, minorVersion = 0] = version.release;
					version.release.fill(0);
					version.release[0] = majorVersion;
					version.release[1] = minorVersion + 1;
				}
				version.pre = [identifier, 0];
				delete version.post;
				delete version.dev;
				delete version.local;
				break;
			case "prepatch":
				{
					const [majorVersion, minorVersion = 0, patchVersion = 0] = version.release;
					version.release.fill(0);
					version.release[0] = majorVersion;
					version.release[1] = minorVersion;
					version.release[2] = patchVersion + 1;
				}
				version.pre = [identifier, 0];
				delete version.post;
				delete version.dev;
				delete version.local;
				break;
			case "prerelease":
				if (version.pre === null) {
					const [majorVersion, minorVersion = 0, patchVersion = 0] = version.release;
					version.release.fill(0);
					version.release[0] = majorVersion;
					version.release[1] = minorVersion;
					version.release[2] = patchVersion + 1;
					version.pre = [identifier, 0];
				} else {
					if (preReleaseIdentifier === void 0 && version.pre !== null) [identifier] = version.pre;
					const [letter, number] = version.pre;
					if (letter === identifier) version.pre = [letter, number + 1];
					else version.pre = [identifier, 0];
				}
				delete version.post;
				delete version.dev;
				delete version.local;
				break;
			case "major":
				if (version.release.slice(1).some((value) => value !== 0) || version.pre === null) {
					const [majorVersion] = version.release;
					version.release.fill(0);
					version.release[0] = majorVersion + 1;
				}
				delete version.pre;
				delete version.post;
				delete version.dev;
				delete version.local;
				break;
			case "minor":
				if (version.release.slice(2).some((value) => value !== 0) || version.pre === null) {
					const [majorVersion, minorVersion = 0] = version.release;
					version.release.fill(0);
					version.release[0] = majorVersion;
					version.release[1] = minorVersion + 1;
				}
				delete version.pre;
				delete version.post;
				delete version.dev;
				delete version.local;
				break;
			case "patch":
				if (version.release.slice(3).some((value) => value !== 0) || version.pre === null) {
					const [majorVersion, minorVersion = 0, patchVersion = 0] = version.release;
					version.release.fill(0);
					version.release[0] = majorVersion;
					version.release[1] = minorVersion;
					version.release[2] = patchVersion + 1;
				}
				delete version.pre;
				delete version.post;
				delete version.dev;
				delete version.local;
				break;
			default: return null;
		}
		return stringify(version);
	}
}));
// src/judge/version.ts
var import_pep440 = (/* @__PURE__ */ __commonJSMin(((exports, module) => {
	const { valid, clean, explain, parse } = require_version();
	const { lt, le, eq, ne, ge, gt, compare, rcompare } = require_operator();
	const { filter, maxSatisfying, minSatisfying, RANGE_PATTERN, satisfies, validRange } = require_specifier();
	const { major, minor, patch, inc } = require_semantic();
	module.exports = {
		valid,
		clean,
		explain,
		parse,
		lt,
		le,
		lte: le,
		eq,
		ne,
		neq: ne,
		ge,
		gte: ge,
		gt,
		compare,
		rcompare,
		filter,
		maxSatisfying,
		minSatisfying,
		RANGE_PATTERN,
		satisfies,
		validRange,
		major,
		minor,
		patch,
		inc
	};
})))();
/** Reads a version; nothing when the text is none (`unknown`, `2.6.x`). */
function readVersion(text) {
	const trimmed = text.trim();
	const parts = (0, import_pep440.explain)(trimmed);
	if (!parts) return void 0;
	const pre = parts.pre;
	return {
		epoch: parts.epoch,
		release: parts.release,
		public: parts.public,
		base: parts.base_version,
		withoutPost: `${parts.base_version}${pre?.join("") ?? ""}`,
		local: normalizeLocal(trimmed),
		prerelease: parts.is_prerelease,
		postrelease: parts.is_postrelease
	};
}
/** Order of two public versions (local parts left out): negative, 0 or positive. */
function comparePublic(one, other) {
	return (0, import_pep440.compare)(one, other);
}
/** The library reads a segment such as `1e5` as a number, so local parts are normalised here. */
function normalizeLocal(text) {
	const plus = text.indexOf("+");
	if (plus < 0) return void 0;
	return text.slice(plus + 1).toLowerCase().split(/[-_.]/).map((segment) => /^\d+$/.test(segment) ? segment.replace(/^0+(?=\d)/, "") : segment).join(".");
}
// src/judge/pep440-repairs.ts
const NOT$1 = "is not a PEP 440 specifier:";
/** Writing habits from elsewhere, the more telling first. */
const HABITS = [
	{
		pattern: /^(?<quote>["'])(?<inner>.*)\k<quote>$/s,
		why: `${NOT$1} it has quotes inside the value`,
		fix: ({ inner }) => inner
	},
	{
		pattern: /;/,
		why: `${NOT$1} it has a marker (after ";"), which belongs into requirements`
	},
	{
		pattern: /\||\bor\b/i,
		why: `${NOT$1} there is no "or"; all conditions must hold`
	},
	{
		pattern: /^[a-z][\w.-]*(\[[^\]]*\])?\s*(?=[<>=!~^(])(?<rest>.*)$/is,
		why: "names the package, but only its version is asked here",
		fix: ({ rest }) => rest
	},
	{
		pattern: /^(?:\((?<inner>[^()]*)\)?|(?<tail>[^()]*)\))$/,
		why: `${NOT$1} it is in parentheses`,
		fix: ({ inner, tail }) => inner ?? tail
	},
	{
		pattern: /[≤≥≠]/,
		why: `${NOT$1} it has a mathematical sign`,
		fix: ({ all }) => all?.replace("≤", "<=").replace("≥", ">=").replace("≠", "!=")
	},
	{
		pattern: /^\^\s*(?<version>\d+(\.\d+)*)$/,
		why: `${NOT$1} "^" is npm and Poetry syntax`,
		fix: ({ version }) => caret(version)
	},
	{
		pattern: /^~\s*(?<version>\d+(\.\d+)*)$/,
		why: `${NOT$1} "~" is npm and Poetry syntax`,
		fix: ({ version }) => tilde(version)
	},
	{
		pattern: /^=(?<sign>[<>])(?<rest>.*)$/s,
		why: `${NOT$1} the operator is written the wrong way round`,
		fix: ({ rest, sign }) => `${sign}=${rest}`
	},
	{
		pattern: /^=(?<rest>[^=].*)$/s,
		why: `${NOT$1} equality is written with two "="`,
		fix: ({ rest }) => `==${rest?.trim()}`
	},
	{
		pattern: /^(?<first>[<>=!~]{1,3}\s*[\w.*+!-]*[\w*])\s*(?<second>[<>=!~^].*)$/s,
		why: `${NOT$1} a comma is missing between its conditions`,
		fix: ({ first, second }) => `${first},${second}`
	},
	{
		pattern: /^[<>=!~]{1,3}$/,
		why: `${NOT$1} the operator has no version`
	},
	{
		pattern: /^(?<head>.*\d)(\.x)+$/is,
		why: `${NOT$1} "any number" is written "*"`,
		fix: ({ head }) => `${head}.*`
	},
	{
		pattern: /^(?<version>v?\d+(\.\d+)*)\.\*$/,
		why: `${NOT$1} the operator is missing`,
		fix: ({ version }) => `==${version}.*`
	},
	{
		pattern: /^(?<head>[=!]=\s*v?\d+(\.\d+)*\.\*)\+[\w.]+$/,
		why: `${NOT$1} a local part (after "+") cannot follow ".*"`,
		fix: ({ head }) => head
	},
	{
		pattern: /^~=\s*(?<version>\d+(\.\d+)*)(\.\*)$/,
		why: `${NOT$1} only == and != allow ".*"`,
		fix: ({ version }) => `==${version}.*`
	},
	{
		pattern: /^(?<operator>[<>]=?)\s*(?<version>\d+(\.\d+)*)(\.\*)+$/,
		why: `${NOT$1} only == and != allow ".*"`,
		fix: ({ operator, version }) => plainBound(operator, version)
	},
	{
		pattern: /^~=\s*(?<version>v?\d+)$/,
		why: `${NOT$1} "~=" needs at least two components`,
		fix: ({ version }) => `==${version}.*`
	},
	{
		pattern: /^(?<head>(?:~=|[<>]=?)\s*[^+]+)\+.+$/,
		why: `${NOT$1} a local part (after "+") can be asked only with ==, != or ===`,
		fix: ({ head }) => head
	}
];
/** The first habit that explains a clause; nothing when none does. */
function repair(clause) {
	for (const { pattern, why, fix } of HABITS) {
		const match = pattern.exec(clause);
		if (!match) continue;
		const fixed = fix?.({
			...match.groups,
			all: clause
		})?.trim();
		return fixed === void 0 || fixed === "" ? { why } : {
			why,
			fixed
		};
	}
	return bare(clause);
}
/** `2.6` means any 2.6, `2.6.0` just that one. */
function bare(clause) {
	const version = readVersion(clause);
	if (version === void 0) return void 0;
	return {
		why: "is a version without an operator",
		fixed: version.release.length < 3 && version.local === void 0 && version.public === version.base ? `==${clause}.*` : `==${clause}`
	};
}
function caret(version = "") {
	const components = version.split(".").map(Number);
	const first = Math.max(0, components.findIndex((component) => component !== 0));
	return `>=${version},<${bump(components.slice(0, first + 1))}`;
}
function tilde(version = "") {
	return version.split(".").length < 3 ? `==${version}.*` : `~=${version}`;
}
/** `<=2.6.*` is `<2.7`, `>2.6.*` is `>=2.7`; the other two just lose the star. */
function plainBound(operator = "", version = "") {
	const next = bump(version.split(".").map(Number));
	return {
		"<=": `<${next}`,
		">": `>=${next}`
	}[operator] ?? `${operator}${version}`;
}
function bump(components) {
	return [...components.slice(0, -1), (components.at(-1) ?? 0) + 1].join(".");
}
// src/judge/pep440.ts
const CLAUSE = /^(===|~=|==|!=|<=|>=|<|>)\s*(.*)$/s;
const EXAMPLES$1 = "write for example \">=2.6,<2.8\", \"==2.6.*\" or \"==2.6.0+cu124\"";
const MOST_REPAIRS = 6;
/** Reads a specifier set. What is refused comes with what to write instead, where that can be guessed. */
function parseSpecifier(text) {
	const items = split(text);
	const bad = firstBad(items);
	if (bad === void 0) return {
		ok: true,
		spec: {
			text: text.trim(),
			clauses: items.flatMap((item) => readClause(item) ?? [])
		}
	};
	const why = repair(bad)?.why ?? "is not a PEP 440 specifier";
	const better = suggest(text);
	return {
		ok: false,
		why,
		remedy: better === void 0 ? EXAMPLES$1 : `write "${better}"`
	};
}
/**
* Whether a version fulfils the set, pre-releases included: exactly one version is installed, so nothing can be preferred to it.
* `invalid` says why when the version is none in PEP 440's sense and a clause needs it to be one.
*/
function matches(version, spec) {
	const candidate = readVersion(version);
	if (candidate === void 0 && spec.clauses.some((clause) => clause.operator !== "===")) return { invalid: `"${version}" is not a PEP 440 version` };
	return spec.clauses.every((clause) => fulfils(version, candidate, clause));
}
/** Whether some version can fulfil both sets. Tried at and just beside every version that the sets name. */
function overlap(one, other) {
	return ["0", ...[...one.clauses, ...other.clauses].flatMap(neighbours)].some((candidate) => matches(candidate, one) === true && matches(candidate, other) === true);
}
function split(text) {
	return text.split(",").map((item) => item.trim()).filter((item) => item !== "");
}
function firstBad(items) {
	return items.find((item) => readClause(item) === void 0);
}
function readClause(item) {
	const [, operator = "", rest = ""] = CLAUSE.exec(item) ?? [];
	if (operator === "") return void 0;
	if (operator === "===") return /^[^\s;)]+$/.test(rest) ? {
		operator,
		text: rest
	} : void 0;
	const wildcard = rest.endsWith(".*");
	const version = readVersion(wildcard ? rest.slice(0, -2) : rest);
	if (version === void 0 || !allowed(operator, version, wildcard)) return void 0;
	return {
		operator,
		version,
		wildcard
	};
}
/** What PEP 440 allows after an operator: local parts and `.*` only for equality, and for `~=` at least two components. */
function allowed(operator, version, wildcard) {
	const equality = operator === "==" || operator === "!=";
	if (wildcard && (!equality || version.public !== version.base || version.local !== void 0)) return false;
	if (version.local !== void 0 && !equality) return false;
	return operator !== "~=" || version.release.length >= 2;
}
function suggest(text) {
	let better = text.trim();
	for (let round = 0; round < MOST_REPAIRS; round++) {
		const bad = firstBad(split(better));
		if (bad === void 0) return better;
		const fixed = repair(bad)?.fixed;
		if (fixed === void 0) return void 0;
		better = better.replace(bad, () => fixed);
	}
}
function fulfils(text, candidate, clause) {
	if (clause.operator === "===") return text.toLowerCase() === clause.text.toLowerCase();
	if (candidate === void 0) return false;
	if (clause.wildcard) return hasPrefix(candidate, clause.version.epoch, clause.version.release) === (clause.operator === "==");
	return COMPARISONS[clause.operator](candidate, clause.version);
}
const COMPARISONS = {
	"==": equals,
	"!=": (candidate, wanted) => !equals(candidate, wanted),
	">=": (candidate, wanted) => comparePublic(candidate.public, wanted.public) >= 0,
	"<=": (candidate, wanted) => comparePublic(candidate.public, wanted.public) <= 0,
	"<": isBelow,
	">": isAbove,
	"~=": (candidate, wanted) => comparePublic(candidate.public, wanted.public) >= 0 && hasPrefix(candidate, wanted.epoch, wanted.release.slice(0, -1))
};
function equals(candidate, wanted) {
	if (comparePublic(candidate.public, wanted.public) !== 0) return false;
	return wanted.local === void 0 || wanted.local === candidate.local;
}
/** `<2.8` leaves out the pre-releases of 2.8, unless a pre-release was named. */
function isBelow(candidate, wanted) {
	if (comparePublic(candidate.public, wanted.public) >= 0) return false;
	if (wanted.prerelease || !candidate.prerelease) return true;
	return comparePublic(candidate.public, `${wanted.public}.dev0`) < 0;
}
/** `>2.6` leaves out the post-releases of 2.6, unless a post-release was named. */
function isAbove(candidate, wanted) {
	if (comparePublic(candidate.public, wanted.public) <= 0) return false;
	if (wanted.postrelease || !candidate.postrelease) return true;
	return comparePublic(candidate.withoutPost, wanted.public) !== 0;
}
function hasPrefix(candidate, epoch, prefix) {
	return candidate.epoch === epoch && prefix.every((component, index) => (candidate.release[index] ?? 0) === component);
}
/** The version itself, one just above it, and the first that no longer begins with it. */
function neighbours(clause) {
	if (clause.operator === "===") return [clause.text];
	const { version } = clause;
	const local = version.local === void 0 ? [] : [`${version.public}+${version.local}`];
	return [
		version.public,
		...local,
		`${version.base}.0.0.1`,
		nextPrefix(version)
	];
}
function nextPrefix({ epoch, release }) {
	return `${epoch}!${[...release.slice(0, -1), (release.at(-1) ?? 0) + 1].join(".")}`;
}
// src/judge/cuda.ts
const NOT = "is not a CUDA version:";
const EXAMPLES = "write for example \"12.4\", \"12.*\", \">=12.4,<13\" or \"none\"";
/** Reads the input `cuda-version`: `12.4`, `12`, `12.*`, `>=12.4,<13`, `cu124`, `none` or `cpu`. */
function parseCuda(text) {
	const wish = text.trim();
	const lower = wish.toLowerCase();
	if (lower === "none" || lower === "cpu") return {
		ok: true,
		wish: {
			kind: "none",
			text: "none"
		}
	};
	const plain = readPlain(lower);
	if (plain !== void 0) return {
		ok: true,
		wish: {
			kind: "prefix",
			text: plain,
			components: plain.split(".").map(Number)
		}
	};
	if (/^[<>=!~]/.test(wish)) return readRange(wish);
	return {
		ok: false,
		...refuse(lower)
	};
}
/** Whether the `cuda` of torch/version.py is what was wanted; `invalid` when it is no version at all. */
function matchesCuda(cuda, wish) {
	if (wish.kind === "none") return false;
	if (wish.kind === "range") return matches(cuda, wish.spec);
	if (!/^\d+(\.\d+)*$/.test(cuda)) return { invalid: `"${cuda}" is not a CUDA version` };
	const components = cuda.split(".").map(Number);
	return wish.components.every((component, index) => components[index] === component);
}
/** PyTorch's name of that CUDA in indexes and local versions: `cu124`; `cpu` for none; nothing when the wish leaves it open. */
function indexName(wish) {
	if (wish.kind === "none") return "cpu";
	if (wish.kind !== "prefix" || wish.components.length < 2) return void 0;
	return `cu${wish.components[0]}${wish.components[1]}`;
}
/** `12.4`, `12`, `12.*` and `cu124` as components with dots; nothing for all else. */
function readPlain(text) {
	const short = /^cu(\d{2,3})$/.exec(text)?.[1];
	if (short !== void 0) return fromShort(short);
	return (/^(\d{1,2}(?:\.\d+){0,2})(?:\.\*)?$/.exec(text)?.[1])?.split(".").map((component) => String(Number(component))).join(".");
}
/** `124` is 12.4 and `92` is 9.2, but `12` (of `cu12`) is any 12. */
function fromShort(digits) {
	if (digits.length === 2 && Number(digits) < 50) return digits;
	return `${digits.slice(0, -1)}.${digits.slice(-1)}`;
}
function readRange(text) {
	const parsed = parseSpecifier(text);
	if (parsed.ok) return {
		ok: true,
		wish: {
			kind: "range",
			text,
			spec: parsed.spec
		}
	};
	const remedy = parsed.remedy.startsWith("write for example") ? EXAMPLES : parsed.remedy;
	return {
		ok: false,
		why: parsed.why.replace("PEP 440 specifier", "CUDA version"),
		remedy
	};
}
function refuse(text) {
	const toolkit = /^(?:cuda|v)[\s:=-]*(\d+(?:\.\d+)*)$/.exec(text)?.[1];
	if (toolkit !== void 0) return {
		why: `${NOT} only the number is asked`,
		remedy: `write "${toolkit}"`
	};
	const any = /^(\d+(?:\.\d+)*)(?:\.x)+$/.exec(text)?.[1];
	if (any !== void 0) return {
		why: `${NOT} "any number" is written "*"`,
		remedy: `write "${any}.*"`
	};
	const comma = /^(\d+),(\d+)$/.exec(text);
	if (comma) return {
		why: `${NOT} it has a comma for a point`,
		remedy: `write "${comma[1]}.${comma[2]}"`
	};
	const digits = /^\d{3}$/.exec(text)?.[0];
	if (digits !== void 0) return {
		why: `${NOT} the point is missing`,
		remedy: `write "${fromShort(digits)}"`
	};
	if (/^(rocm|xpu|hip)/.test(text)) return {
		why: `${NOT} only CUDA is checked here`,
		remedy: "ask for such a build with torch-version, for example \"==2.6.0+rocm6.2.4\""
	};
	if (/^[~^]/.test(text)) return {
		why: `${NOT} "${text[0]}" is npm and Poetry syntax`,
		remedy: EXAMPLES
	};
	return {
		why: "is not a CUDA version",
		remedy: EXAMPLES
	};
}
// src/judge/places.ts
/** `Dockerfile:9`; BuildKit's own name of the step where there is no line. */
function printPlace(step) {
	return step.line === void 0 ? step.name : `${step.file ?? "Dockerfile"}:${step.line}`;
}
/** `RUN pip install torch (Dockerfile:9)`. */
function printStep(step) {
	const place = printPlace(step);
	return place === void 0 ? step.text : `${step.text} (${place})`;
}
/** Who made a layer: its step, or `the base image: …`, or the command of the image's history. */
function printOrigin(layer) {
	if (layer.step) return printStep(layer.step);
	const command = layer.createdBy.trim().slice(0, 200);
	if (layer.base) return command === "" ? "the base image" : `the base image: ${command}`;
	return command === "" ? "an unnamed step" : command;
}
// src/judge/sizes.ts
/** `6.42 GB`: as sizes are printed everywhere. */
function printSize(bytes) {
	return prettyBytes(bytes, SIZE_FORMAT);
}
/** How a size stands to its budget: `420 MB over (107 % of budget)`, or `95 % of budget`. */
function compareWithBudget(bytes, budget) {
	const percent = bytes * 100 / budget;
	if (bytes <= budget) return `${Math.floor(percent)} % of budget`;
	const share = Math.round(percent) > 100 ? `${Math.round(percent)} %` : "just over 100 %";
	return `${printSize(bytes - budget)} over (${share} of budget)`;
}
// src/judge/requirement.ts
/** `torch (>=2.0) ; python_version >= "3.9"` → specifier and marker; a URL requirement has no specifier. */
const REQUIREMENT = /^\s*[\w.-]+\s*(?:\[[^\]]*\])?\s*\(?(?<spec>[^;@()]*)\)?\s*(?:;(?<marker>.*))?$/s;
const ELSEWHERE = /\b(?:sys_platform|platform_system|os_name)\s*==\s*["'](?:darwin|win32|windows|nt)["']/i;
const EXTRA = /\bextra\s*==\s*["']([\w.-]+)["']/;
/** The requirers that count on Linux; first those that rule out what was asked, those behind an extra after the others. */
function weighRequirers(requirers, asked) {
	return requirers.filter(({ requirement }) => countsOnLinux(requirement)).map((requirer) => weigh(requirer, asked)).sort((one, other) => rank$1(one) - rank$1(other));
}
function countsOnLinux(requirement) {
	const { marker = "" } = REQUIREMENT.exec(requirement)?.groups ?? {};
	return !ELSEWHERE.test(marker) || /\bor\b/.test(marker);
}
function weigh(requirer, asked) {
	const { spec = "", marker = "" } = REQUIREMENT.exec(requirer.requirement)?.groups ?? {};
	const parsed = parseSpecifier(spec);
	const excludes = asked !== void 0 && parsed.ok && !overlap(asked, parsed.spec);
	const extra = EXTRA.exec(marker)?.[1];
	return {
		...requirer,
		excludes,
		...extra === void 0 ? {} : { extra }
	};
}
function rank$1({ excludes, extra }) {
	return (excludes ? 0 : 2) + (extra === void 0 ? 0 : 1);
}
// src/judge/torch.ts
const SHOWN_REQUIRERS = 8;
/** Judges every visible copy of torch: all must be what was asked. */
function judgeTorch(question, facts) {
	const { id, title, expected } = question;
	const blank = {
		id,
		title,
		expected
	};
	if (!facts.torch.known) {
		const remedy = `make the image's files readable (the log has the ways that were tried), or leave ${id} out`;
		return {
			...blank,
			status: "unknown",
			actual: "unknown",
			detail: `could not be read: ${facts.torch.why}`,
			remedy
		};
	}
	const copies = facts.torch.value;
	if (copies.length === 0) {
		const remedy = `install torch in the stage that is built, or leave ${id} out`;
		return {
			...blank,
			status: "fail",
			actual: "no torch",
			detail: `no torch in the image (${facts.torch.method} looked through all its Python environments)`,
			remedy
		};
	}
	return judgeCopies(question, facts, copies);
}
function judgeCopies(question, facts, copies) {
	const { id, title, expected } = question;
	const actual = [...new Set(copies.map(question.actual))].join(" and ");
	const judged = copies.map((torch) => ({
		torch,
		judgement: question.judge(torch)
	}));
	const red = judged.find(({ judgement }) => judgement.status === "fail") ?? judged.find(({ judgement }) => judgement.status === "unknown");
	if (!red || red.judgement.status === "pass") {
		const evidence = copies.flatMap((torch) => [...copies.length > 1 ? [`${question.actual(torch)} in ${torch.site}`] : [], ...question.notes(torch)]);
		return {
			id,
			title,
			expected,
			actual,
			status: "pass",
			...evidence.length > 0 ? { evidence } : {}
		};
	}
	const { torch, judgement } = red;
	const requirers = weighRequirers(torch.requiredBy, question.asked);
	const which = copies.length > 1 ? ` (in ${torch.site})` : "";
	return {
		id,
		title,
		expected,
		actual,
		status: judgement.status,
		detail: `${judgement.detail}${which}`,
		evidence: [
			...copies.flatMap((copy) => whereabouts(question, facts, copy)),
			...question.notes(torch),
			...describeRequirers(requirers, expected)
		],
		remedy: question.remedy(torch, requirers, isBase(facts, torch.layer)),
		...torch.step ? { step: torch.step } : {}
	};
}
/** Where a copy is, who put it there, and what it replaced. */
function whereabouts(question, facts, torch) {
	const origin = torch.step ? printStep(torch.step) : isBase(facts, torch.layer) ? "the base image" : void 0;
	const place = `torch ${torch.version} is in ${torch.site}`;
	const actual = question.actual(torch);
	const what = actual === torch.version ? place : `${place} (${actual})`;
	return [origin === void 0 ? what : `${what}, from ${origin}`, ...torch.replaced.map((copy) => `replaced ${copy.version} of ${replacedOrigin(facts, copy)}`)];
}
function replacedOrigin(facts, { step, layer }) {
	if (step) return printPlace(step) ?? step.text;
	return isBase(facts, layer) ? "the base image" : `layer ${layer + 1}`;
}
function isBase(facts, index) {
	return facts.layers.known && facts.layers.value.some((layer) => layer.index === index && layer.base);
}
function describeRequirers(requirers, expected) {
	const lines = requirers.slice(0, SHOWN_REQUIRERS).map(({ name, version, requirement, excludes, extra }) => {
		return `${name} ${version} requires ${requirement}${excludes ? `, which rules out ${expected}` : ""}${extra === void 0 ? "" : ` (only when it was asked for as ${name}[${extra}])`}`;
	});
	const more = requirers.length - lines.length;
	return more > 0 ? [...lines, `and ${more} more require torch`] : lines;
}
// src/judge/assertions/cuda-version.ts
const ID$4 = "cuda-version";
const TITLE$4 = "CUDA of torch";
const SHOWN_DISTRIBUTIONS = 8;
/** For which CUDA the image's torch was built: `cuda` of torch/version.py. */
const cudaVersion = {
	id: ID$4,
	inputs: [ID$4],
	title: TITLE$4,
	arm(reader) {
		const text = reader.text(ID$4);
		if (text === "") return void 0;
		const parsed = parseCuda(text);
		if (!parsed.ok) {
			reader.problem({
				input: ID$4,
				value: text,
				message: parsed.why,
				remedy: parsed.remedy
			});
			return;
		}
		return {
			id: ID$4,
			needs: ["torch"],
			judge: (facts) => judge(parsed.wish, facts)
		};
	}
};
function judge(wish, facts) {
	const verdict = judgeTorch(ask$1(wish), facts);
	return wish.kind === "none" ? withLibraries(verdict, facts) : verdict;
}
function ask$1(wish) {
	return {
		id: ID$4,
		title: TITLE$4,
		expected: wish.text,
		actual: printBuild,
		judge: (torch) => judgeBuild(torch, wish),
		notes: () => [],
		remedy: (torch, _requirers, fromBase) => advise$1(torch, wish, fromBase)
	};
}
/** `CUDA 12.4`, `ROCm 6.2`, `CPU build`. */
function printBuild({ cuda, hip }) {
	if (cuda) return `CUDA ${cuda}`;
	if (hip) return `ROCm ${hip}`;
	return cuda === void 0 ? "unknown" : "CPU build";
}
function judgeBuild(torch, wish) {
	const build = printBuild(torch);
	if (build === "unknown") return {
		status: "unknown",
		detail: `torch/version.py could not be read in ${torch.site}, and only it says for which CUDA torch was built`
	};
	if (wish.kind === "none") return build === "CPU build" ? { status: "pass" } : {
		status: "fail",
		detail: `torch ${torch.version} is built for ${build}`
	};
	if (!torch.cuda) return {
		status: "fail",
		detail: `torch ${torch.version} is a ${torch.hip ? "ROCm" : "CPU"} build`
	};
	const result = matchesCuda(torch.cuda, wish);
	if (result === true) return { status: "pass" };
	return result === false ? {
		status: "fail",
		detail: `torch ${torch.version} is built for ${build}`
	} : {
		status: "unknown",
		detail: `cannot be judged: ${result.invalid}`
	};
}
function advise$1(torch, wish, fromBase) {
	if (torch.cuda === void 0 && !torch.hip) return `install torch as a wheel, whose torch/version.py is a plain file, or leave ${ID$4} out`;
	const place = torch.step ? printPlace(torch.step) : void 0;
	const where = place === void 0 ? "" : ` in ${place}`;
	const index = indexName(wish);
	const change = `or change ${ID$4}`;
	if (fromBase) return `torch comes with the base image: take a base image with ${wish.kind === "none" ? "a CPU build of torch" : `torch for CUDA ${wish.text}`}, ${change}`;
	if (index === void 0) return `install a torch that is built for CUDA ${wish.text}${where} (pip install --index-url https://download.pytorch.org/whl/cu…), ${change}`;
	return `install torch from PyTorch's own index for it${where}: pip install --index-url https://download.pytorch.org/whl/${index} torch, in a version that is there, ${change}`;
}
/** For `none`: the nvidia wheels in the image are evidence, and beside a CPU build of torch a warning. */
function withLibraries(verdict, facts) {
	const installed = facts.distributions.known ? facts.distributions.value.filter(({ key }) => key.startsWith("nvidia-")) : [];
	if (installed.length === 0 || verdict.status === "unknown") return verdict;
	const evidence = [...verdict.evidence ?? [], ...describeLibraries(installed)];
	if (verdict.status !== "pass") return {
		...verdict,
		evidence
	};
	return {
		...verdict,
		status: "warn",
		detail: `torch is a CPU build, but ${installed.length} nvidia distributions are installed${total(installed)}`,
		evidence,
		remedy: "uninstalling in a later step saves nothing: find who requires them and keep them out of the step that installs them"
	};
}
function describeLibraries(installed) {
	const sorted = [...installed].sort((one, other) => (other.bytes ?? 0) - (one.bytes ?? 0));
	const lines = sorted.slice(0, SHOWN_DISTRIBUTIONS).map(({ name, version, bytes }) => `${name} ${version}${bytes === void 0 ? "" : `: ${printSize(bytes)}`}`);
	const rest = sorted.slice(SHOWN_DISTRIBUTIONS);
	return rest.length > 0 ? [...lines, `and ${rest.length} more nvidia distributions${total(rest)}`] : lines;
}
function total(distributions) {
	const bytes = distributions.reduce((sum, distribution) => sum + (distribution.bytes ?? 0), 0);
	return bytes > 0 ? ` (${printSize(bytes)})` : "";
}
// src/judge/budget.ts
const SHOWN_LAYERS = 3;
/** A size that is missing, or 0, which no image has. */
function readSize(size) {
	if (!size.known) return { why: size.why };
	if (size.value > 0) return { bytes: size.value };
	return { why: `${size.method} measured ${size.value} B; a size of 0 is an error, not a size` };
}
/** The verdict on a size that could not be had. */
function unknownSize({ id, title, limit }, why, remedy) {
	return {
		id,
		title,
		status: "unknown",
		expected: `≤ ${printSize(limit)}`,
		actual: "unknown",
		detail: `could not be measured: ${why}`,
		remedy
	};
}
/** The verdict on a known size. Over budget it is joined by the layers that weigh most. */
function judgeSize(budget, bytes, blame) {
	const { id, title, limit } = budget;
	const verdict = {
		id,
		title,
		expected: `≤ ${printSize(limit)}`,
		actual: printSize(bytes),
		detail: compareWithBudget(bytes, limit)
	};
	if (bytes <= limit) return {
		...verdict,
		status: "pass"
	};
	const { evidence, remedy, step } = blame();
	return {
		...verdict,
		status: "fail",
		evidence,
		remedy,
		...step ? { step } : {}
	};
}
/** The heaviest layers as evidence; the heaviest that this build made is the one to work on. */
function blameLayers(facts, measure, input) {
	const layers = facts.layers.known ? heaviest(facts.layers.value, measure) : [];
	const own = layers.find((layer) => layer.step !== void 0);
	const work = own ? `make ${printOrigin(own)} smaller (it adds ${printSize(own[measure] ?? 0)})` : "take a smaller base image or install less";
	return {
		evidence: layers.slice(0, SHOWN_LAYERS).map((layer) => describeLayer(layer, measure, layers.length)),
		remedy: `${work}, or raise ${input}`,
		...own?.step ? { step: own.step } : {}
	};
}
/** `layer 3 of 9: 3.1 GB, RUN pip install torch (Dockerfile:9)`. Layers are counted from 1, the lowest first. */
function describeLayer(layer, measure, count) {
	return `layer ${layer.index + 1} of ${count}: ${printSize(layer[measure] ?? 0)}, ${printOrigin(layer)}`;
}
/** Layers by size, the heaviest first; those of unknown size last. */
function heaviest(layers, measure) {
	return [...layers].sort((one, other) => (other[measure] ?? -1) - (one[measure] ?? -1));
}
// src/judge/assertions/max-compressed-size.ts
const ID$3 = "max-compressed-size";
const TITLE$3 = "Compressed size";
/** Budget of what a machine downloads: the manifest's layer blobs of one platform. */
const maxCompressedSize = {
	id: ID$3,
	inputs: [ID$3],
	title: TITLE$3,
	arm(reader) {
		const limit = reader.bytes(ID$3);
		if (limit === void 0) return void 0;
		const budget = {
			id: ID$3,
			title: TITLE$3,
			limit
		};
		return {
			id: ID$3,
			needs: ["compressed"],
			judge(facts) {
				const size = readSize(facts.compressedBytes);
				if ("why" in size) return unknownSize(budget, size.why, `build with driver: docker-container, which compresses before the push, or leave ${ID$3} out`);
				return judgeSize(budget, size.bytes, () => blameLayers(facts, "compressedBytes", ID$3));
			}
		};
	}
};
// src/judge/assertions/max-image-size.ts
const ID$2 = "max-image-size";
const TITLE$2 = "Unpacked size";
/** Budget of the image's unpacked bytes: all layers' regular files, each layer's hard links once. */
const maxImageSize = {
	id: ID$2,
	inputs: [ID$2],
	title: TITLE$2,
	arm(reader) {
		const limit = reader.bytes(ID$2);
		if (limit === void 0) return void 0;
		const budget = {
			id: ID$2,
			title: TITLE$2,
			limit
		};
		return {
			id: ID$2,
			needs: ["unpacked"],
			judge(facts) {
				const size = readSize(facts.unpackedBytes);
				if ("why" in size) return unknownSize(budget, size.why, `make the image's layers readable (the log has the ways that were tried), or leave ${ID$2} out`);
				return judgeSize(budget, size.bytes, () => blame$1(facts, size.bytes));
			}
		};
	}
};
/** The layers, and what later layers replaced or deleted: those bytes are in the image all the same. */
function blame$1(facts, unpacked) {
	const layers = blameLayers(facts, "unpackedBytes", ID$2);
	const wasted = facts.rootfsBytes.known && facts.rootfsBytes.value > 0 ? unpacked - facts.rootfsBytes.value : 0;
	if (wasted < unpacked / 100) return layers;
	const line = `${printSize(wasted)} of it are files that a later layer replaces or deletes`;
	return {
		...layers,
		evidence: [...layers.evidence, line]
	};
}
// src/judge/assertions/max-layer-size.ts
const ID$1 = "max-layer-size";
const TITLE$1 = "Largest layer";
/** Budget of every single layer's unpacked bytes: a layer is downloaded, unpacked and cached as a whole. */
const maxLayerSize = {
	id: ID$1,
	inputs: [ID$1],
	title: TITLE$1,
	arm(reader) {
		const limit = reader.bytes(ID$1);
		if (limit === void 0) return void 0;
		const budget = {
			id: ID$1,
			title: TITLE$1,
			limit
		};
		return {
			id: ID$1,
			needs: ["layers"],
			judge: (facts) => judgeLayers(budget, facts)
		};
	}
};
function judgeLayers(budget, facts) {
	if (!facts.layers.known) return unknown(budget, facts.layers.why);
	const layers = heaviest(facts.layers.value, "unpackedBytes");
	const largest = layers[0];
	const bytes = largest?.unpackedBytes ?? 0;
	const blind = layers.find((layer) => layer.unpackedBytes === void 0);
	if (blind && bytes <= budget.limit) return unknown(budget, `the size of layer ${blind.index + 1} (${printOrigin(blind)}) is not known`);
	if (!largest || bytes === 0) return unknown(budget, `${facts.layers.method} found no layer with files in it; a size of 0 is an error, not a size`);
	return judgeSize(budget, bytes, () => blame(largest, layers, budget.limit));
}
function blame(largest, layers, limit) {
	const over = layers.filter((layer) => (layer.unpackedBytes ?? 0) > limit);
	const split = largest.step ? `split ${printOrigin(largest)} into several steps, or install less in it` : `that layer is made by ${printOrigin(largest)}: take another base image`;
	return {
		evidence: over.map((layer) => describeLayer(layer, "unpackedBytes", layers.length)),
		remedy: `${split}; or raise ${ID$1} above ${printSize(largest.unpackedBytes ?? 0)}`,
		...largest.step ? { step: largest.step } : {}
	};
}
function unknown(budget, why) {
	return unknownSize(budget, why, `make the image's layers readable (the log has the ways that were tried), or leave ${ID$1} out`);
}
// src/judge/assertions/torch-version.ts
const ID = "torch-version";
const TITLE = "torch version";
/** Which torch is in the image: a PEP 440 specifier, held against `__version__` of torch/version.py. */
const torchVersion = {
	id: ID,
	inputs: [ID],
	title: TITLE,
	arm(reader) {
		const text = reader.text(ID);
		if (text === "") return void 0;
		const parsed = parseSpecifier(text);
		if (parsed.ok && parsed.spec.clauses.length > 0) {
			const question = ask(parsed.spec);
			return {
				id: ID,
				needs: ["torch"],
				judge: (facts) => judgeTorch(question, facts)
			};
		}
		const refused = parsed.ok ? {
			why: "asks nothing",
			remedy: "write for example \">=2.6,<2.8\", or leave the input out"
		} : parsed;
		reader.problem({
			input: ID,
			value: text,
			message: refused.why,
			remedy: refused.remedy
		});
	}
};
function ask(asked) {
	return {
		id: ID,
		title: TITLE,
		expected: asked.text,
		asked,
		actual: ({ version }) => version,
		judge: (torch) => judgeVersion(torch.version, asked),
		notes: ({ version, source, metadataVersion }) => metadataVersion === void 0 || metadataVersion === version ? [] : [`${source} says ${version}, METADATA says ${metadataVersion}`],
		remedy: (torch, requirers, fromBase) => advise(torch, requirers, asked, fromBase)
	};
}
function judgeVersion(text, asked) {
	const result = matches(text, asked);
	if (result === true) return { status: "pass" };
	if (result !== false) return {
		status: "unknown",
		detail: `cannot be judged: ${result.invalid}`
	};
	return {
		status: "fail",
		detail: explainMiss(text, asked)
	};
}
/** Says what surprises people: a version that looks right and is a pre-release, a post-release or another build. */
function explainMiss(text, asked) {
	const version = readVersion(text);
	const miss = `${text} is not ${asked.text}`;
	if (!version) return miss;
	if (version.local !== void 0 && onlyLocalDiffers(text, asked)) return `${miss}: the local part +${version.local} differs`;
	if (version.local === void 0 && onlyLocalDiffers(text, asked)) return `${miss}: it has no local part`;
	if (matches(version.base, asked) !== true) return miss;
	if (version.prerelease) return `${miss}: it is a pre-release, which sorts before ${version.base}`;
	return version.postrelease ? `${miss}: it is a post-release, which sorts after ${version.base}` : miss;
}
/** The same set without local parts would have matched. */
function onlyLocalDiffers(text, asked) {
	return localOf(asked) !== void 0 && matches(text, withoutLocals(asked)) === true;
}
function withoutLocals(asked) {
	const clauses = asked.clauses.flatMap((clause) => {
		if (clause.operator === "===" || clause.version.local === void 0) return [clause];
		return clause.operator === "==" ? [{
			...clause,
			version: {
				...clause.version,
				local: void 0
			}
		}] : [];
	});
	return {
		text: asked.text,
		clauses
	};
}
function localOf(asked) {
	return asked.clauses.flatMap((clause) => clause.operator === "==" ? [clause.version.local] : []).find((local) => local !== void 0);
}
function advise(torch, requirers, asked, fromBase) {
	const version = readVersion(torch.version);
	const local = localOf(asked);
	if (local !== void 0 && /^(cu\d+|cpu|rocm[\d.]+|xpu)$/.test(local) && onlyLocalDiffers(torch.version, asked)) return `install that build from PyTorch's own index${at$1(torch)}: pip install --index-url https://download.pytorch.org/whl/${local} torch==${version?.public ?? ""}`;
	if (version?.prerelease && matches(version.base, asked) === true) return `if this build is meant, name it: ${ID}: "==${version.public}"; else install the final ${version.base}${at$1(torch)}`;
	if (version?.postrelease && matches(version.base, asked) === true) return `if this build is meant, write ${ID}: "==${version.base}.*"; else install the plain ${version.base}${at$1(torch)}`;
	if (fromBase) return `torch comes with the base image: take a base image with torch ${asked.text}, or change ${ID}`;
	const culprit = requirers.find(({ excludes }) => excludes);
	const constrain = `write "torch${asked.text}" into constraints.txt and install with pip install -c constraints.txt …${at$1(torch)}`;
	if (!culprit) return `${constrain}, so that pip keeps to it or says what stands against it`;
	return `pin ${culprit.name} to a release that accepts torch ${asked.text} (${culprit.name} ${culprit.version} requires ${culprit.requirement}); to have pip find it, ${constrain}`;
}
function at$1(torch) {
	const place = torch.step ? printPlace(torch.step) : void 0;
	return place === void 0 ? "" : ` in ${place}`;
}
// src/judge/assertions/index.ts
/** Every assertion, in the order in which verdicts are shown. */
const ASSERTIONS = [
	maxImageSize,
	maxCompressedSize,
	maxLayerSize,
	torchVersion,
	cudaVersion
];
// src/run-inputs.ts
/** Reads all inputs, or throws everything that is wrong with them. */
async function readAsked(world, request, story) {
	const reader = createReader(request.raw);
	const { pullRequestHead } = await readEvent(world);
	const asked = readInputs(reader, {
		env: world.env,
		cli: request.cli,
		...pullRequestHead !== void 0 && { pullRequestHead }
	}, armAll);
	story.asked = asked;
	story.notes.push(...reader.notes());
	warnUnknown(request, reader.asked(), story);
	if (request.problems.length > 0) throw new UserError("input", [...request.problems, ...reader.problems()]);
	refuse$1(reader);
	return asked;
}
/** Arms what was asked for, in the catalog's order. */
function armAll(reader) {
	return ASSERTIONS.flatMap((assertion) => assertion.arm(reader) ?? []);
}
function warnUnknown(request, known, story) {
	for (const { name, nearest } of unknownInputs(request.given, known)) {
		const hint = nearest === void 0 ? "" : `; did you mean ${nearest}?`;
		story.notes.push(`Unexpected input "${name}" is ignored${hint}`);
	}
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
/** `fail` when something failed or a verdict is red, `warn` when one warns, else `pass`. */
function concludeRun(failure, verdicts) {
	return failure === void 0 ? conclude(verdicts) : "fail";
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
	const repeats = detail.includes(verdict.actual) && detail.includes(verdict.expected);
	const more = detail === "" || repeats || detail.length > 80 ? "" : `: ${detail}`;
	return `${subject} is ${verdict.actual}, expected ${verdict.expected}${more}`;
}
/** `Unpacked size` → `unpacked size`; names such as `CUDA` stay. */
function lowerFirst(title) {
	return /^[A-Z][a-z]/.test(title) ? title.charAt(0).toLowerCase() + title.slice(1) : title;
}
/** Makes the report: the conclusion from failure and verdicts, and a failure of kind `assertion` when verdicts are red. */
function compose(parts) {
	const failure = parts.failure ?? assertionFailure(parts.verdicts);
	return {
		...parts,
		...failure && { failure },
		schema: 1,
		conclusion: concludeRun(failure, parts.verdicts)
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
/** True when a red run kept back what should have been pushed or tagged. */
function isUndelivered(report) {
	const delivery = report.plan?.delivery;
	const { tags, pushed } = report.delivered;
	return report.conclusion === "fail" && delivery !== void 0 && (delivery.push || delivery.tags.length > 0) && tags.length === 0 && !pushed;
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
		case "engine": return failure.problems.length === 1 ? failure.problems[0]?.message ?? failure.message : failure.message;
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
	const outcome = warnings > 0 ? `${count(warnings, "warning")} in ${count(checks, "check")}` : checks > 0 ? `${count(checks, "check")} passed` : "built";
	return [...sizes(report.images), outcome].join(", ");
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
// src/report/annotations.ts
/** GitHub shows ten annotations of each level for a step. */
const PER_LEVEL = 10;
const MESSAGE = 2e3;
/**
* Lines beside code: the failed step on its Dockerfile line, red and warning verdicts on the line of their step, build
* warnings on theirs. At most ten of a level; texts are plain.
*/
function renderAnnotations(report) {
	const all = [
		...failure(report),
		...redFirst(report.verdicts).flatMap(verdict),
		...(report.timeline?.warnings ?? []).map(warning)
	];
	return [
		"error",
		"warning",
		"notice"
	].flatMap((level) => all.filter((annotation) => annotation.level === level).slice(0, PER_LEVEL));
}
function at(place) {
	if (place?.file === void 0) return {};
	return {
		file: oneLine(place.file),
		...place.line !== void 0 && { line: place.line }
	};
}
function lines(texts) {
	return cut(block(texts.filter((text) => text !== void 0 && text !== "").join("\n")), MESSAGE);
}
function failure(report) {
	const failed = report.failure;
	if (failed === void 0 || failed.kind === "assertion") return [];
	const title = oneLine(`${report.name}: ${headline(report)}`, 200);
	const problems = failed.problems.map((problem) => `${problem.input ?? ""}${problem.input === void 0 ? "" : ": "}${problem.message}; ${problem.remedy}`);
	const tail = failed.build?.run?.tail.slice(-5) ?? [];
	return [{
		level: "error",
		title,
		message: lines([
			failed.message,
			...failed.problems.length > 1 ? problems : [],
			...tail
		]),
		...at(failed.step ?? failed.build?.step)
	}];
}
function verdict(found) {
	if (found.status === "pass") return [];
	const message = lines([
		`${verdictSentence(found)}.`,
		...found.evidence ?? [],
		found.remedy
	]);
	return [{
		level: isRed(found) ? "error" : "warning",
		title: oneLine(found.title, 200),
		message,
		...at(found.step)
	}];
}
function warning(found) {
	const message = lines([...found.detail, found.url]);
	return {
		level: "warning",
		title: oneLine(found.message, 200),
		message: message || oneLine(found.message),
		...at(found)
	};
}
// src/report/image-name.ts
/**
* What a run is called in headlines: the input `name`, else the last part of the first tag's repository
* (`ghcr.io/acme/trainer:1.2` → `trainer`), else the last folder of the context, else `image`.
*/
function imageName(name, tags, context) {
	if (name.trim() !== "") return name.trim();
	return fromTag(tags[0] ?? "") || fromContext(context) || "image";
}
function fromTag(tag) {
	return ((tag.split("@")[0] ?? "").split("/").at(-1) ?? "").split(":")[0] ?? "";
}
function fromContext(context) {
	const [address = "", fragment = ""] = context.split("#");
	const bare = ((fragment.split(":")[1] || address).replace(/\/+$/, "").split(/[/\\]/).at(-1) ?? "").replace(/\.git$/, "");
	return /^[.-]*$/.test(bare) ? "" : bare;
}
// src/report/json.ts
/**
* The report as JSON, indented, described by docs/report-v1.schema.json: the model as it is, its texts without ANSI codes and
* control characters. Secrets never get into a report: commands in a plan hold names of secrets only.
*/
function renderJson(report) {
	return `${JSON.stringify(report, (_, value) => typeof value === "string" ? block(value) : value, "	")}\n`;
}
// src/report/outputs.ts
/** The action's outputs, in the order of action.yml. */
const OUTPUTS = [
	"imageid",
	"digest",
	"metadata",
	"verdict",
	"failure-kind",
	"failure-step",
	"failure-line",
	"unpacked-bytes",
	"compressed-bytes",
	"torch-version",
	"cuda-version",
	"duration-seconds",
	"report-json"
];
/**
* The outputs of a run; empty where unknown. Sizes and versions are those of the first platform. Values are one line each,
* except `metadata`, which is passed on as buildx wrote it.
*/
function renderOutputs(report, extra) {
	const image = report.images[0];
	const step = report.failure?.step ?? report.failure?.build?.step;
	return {
		imageid: oneLine(report.delivered.imageId ?? ""),
		digest: oneLine(report.delivered.digest ?? ""),
		metadata: extra.metadata,
		verdict: isDryRun(report) ? "" : report.conclusion,
		"failure-kind": report.failure?.kind ?? "",
		"failure-step": oneLine(failureStep(report)),
		"failure-line": step?.line === void 0 ? "" : String(step.line),
		"unpacked-bytes": bytes(image?.unpackedBytes),
		"compressed-bytes": bytes(image?.compressedBytes),
		"torch-version": oneLine(torch(image)?.version ?? ""),
		"cuda-version": oneLine(cuda(image)),
		"duration-seconds": ((report.completed - report.started) / 1e3).toFixed(1),
		"report-json": extra.reportJson
	};
}
/** BuildKit's name of the step that failed, else its instruction as written. */
function failureStep(report) {
	const failure = report.failure;
	const step = failure?.step ?? failure?.build?.step;
	if (failure?.build?.run !== void 0) return failure.build.run.name;
	if (step === void 0) return "";
	return step.name === void 0 ? step.text : `${step.name} ${step.text}`;
}
function bytes(measured) {
	return measured?.known ? String(measured.value) : "";
}
function torch(image) {
	return image === void 0 ? void 0 : known(image.torch)?.[0];
}
/** `12.4`; `none` for a build without CUDA; empty when there is no torch or its build is unknown. */
function cuda(image) {
	const found = torch(image)?.cuda;
	return found === null ? "none" : found ?? "";
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
// src/report/summary/checks.ts
/** Evidence lines shown of one verdict. */
const MAX_EVIDENCE = 12;
/** The table of all checks, red ones first, then for each that did not pass its evidence and what to do. */
function renderChecks(report) {
	const verdicts = redFirst(report.verdicts);
	if (verdicts.length === 0) return "";
	const columns = [
		{
			title: " ",
			align: "center"
		},
		{ title: "Check" },
		{ title: "Expected" },
		{ title: "Actual" },
		{ title: " " }
	];
	const rows = verdicts.map((verdict) => [
		STATUS[verdict.status].icon,
		name(verdict),
		prose(verdict.expected, 200),
		actual(verdict),
		prose(verdict.detail ?? "", 300)
	]);
	const explained = verdicts.filter((verdict) => verdict.status !== "pass").map((verdict) => explain$1(verdict, report.source));
	return [table(columns, rows).join("\n"), ...explained.filter((text) => text !== "")].join("\n\n");
}
function name(verdict) {
	return verdict.platform === void 0 ? prose(verdict.title) : `${prose(verdict.title)} (${prose(verdict.platform)})`;
}
function actual(verdict) {
	const text = prose(verdict.actual, 200);
	return verdict.status === "pass" || text.includes("*") ? text : `**${text}**`;
}
function explain$1(verdict, source) {
	const lines = [
		...step(verdict, source),
		...(verdict.evidence ?? []).slice(0, MAX_EVIDENCE).map((text) => `- ${prose(text)}`),
		...verdict.remedy === void 0 ? [] : [`- **To fix:** ${prose(verdict.remedy, 1e3)}`]
	];
	return lines.length === 0 ? "" : [
		`**${name(verdict)}: ${STATUS[verdict.status].word}**`,
		"",
		...lines
	].join("\n");
}
function step(verdict, source) {
	if (verdict.step === void 0) return [];
	const place = placeLink(verdict.step, source);
	return [`- Step ${code(verdict.step.text)}${place === "" ? "" : ` at ${place}`}`];
}
// src/report/summary/delivered.ts
const MAX_TAGS = 10;
/** Where the image went; after a red run, that it went nowhere. */
function renderDelivered(report) {
	const { tags, pushed, loaded, digest } = report.delivered;
	if (isDryRun(report) || report.failure?.kind === "input") return "";
	const digestText = digest === void 0 ? "" : ` · digest ${code(digest)}`;
	if (tags.length > 0) return `**${pushed ? "Pushed" : loaded ? "Loaded" : "Tagged"}** ${tagList(tags)}${digestText}`;
	if (pushed) return `**Pushed** by digest${digestText}`;
	return isUndelivered(report) ? "**Nothing was pushed and no tag was moved.**" : "";
}
function tagList(tags) {
	const shown = tags.slice(0, MAX_TAGS).map((tag) => code(tag)).join(", ");
	return tags.length <= MAX_TAGS ? shown : `${shown} and ${count(tags.length - MAX_TAGS, "more tag")}`;
}
// src/report/summary/steps.ts
/** The steps people wrote or wait for: without BuildKit's bookkeeping. */
function buildSteps(report) {
	return (report.timeline?.steps ?? []).filter((step) => !step.internal);
}
/** All build steps in order; of very many the longest. */
function renderSteps(report) {
	const steps = buildSteps(report);
	if (steps.length === 0) return "";
	const cached = steps.filter((step) => step.cached).length;
	const longest = new Set(steps.toSorted((one, other) => other.ms - one.ms).slice(0, 50));
	const rows = steps.filter((step) => longest.has(step)).map((step) => cells$1(step, report.source));
	const columns = [
		{ title: "Step" },
		{ title: "Line" },
		{
			title: "Time",
			align: "right"
		},
		{
			title: "Pulled",
			align: "right"
		},
		{
			title: "Disk",
			align: "right"
		}
	];
	const hidden = steps.length - rows.length;
	const more = hidden > 0 ? ["", `… and ${count(hidden, "shorter step")}`] : [];
	return details(`<b>Build steps</b> (${steps.length}, ${cached} cached)`, [...table(columns, rows), ...more]);
}
function cells$1(step, source) {
	return [
		`${step.error === void 0 ? "" : "❌ "}${code(shortDigests(step.name), 120)}`,
		placeLink(step.step, source),
		step.cached ? "cached" : duration(step.ms),
		step.pulledBytes > 0 ? size(step.pulledBytes) : "",
		step.diskBytes === void 0 || Math.abs(step.diskBytes) < 1e5 ? "" : delta(step.diskBytes)
	];
}
/** `python:3.12@sha256:5dc6f84b5e97…`: a whole digest would hide the rest of the line. */
function shortDigests(text) {
	return text.replace(/(@sha256:[0-9a-f]{12})[0-9a-f]+/g, "$1…");
}
// src/report/summary/facts-line.ts
/** One line of facts: time, sizes, torch, cache, disk; and one that says which driver built and why. */
function renderFacts(report) {
	if (isDryRun(report) || report.failure?.kind === "input") return "";
	const several = report.images.length > 1;
	const shared = [
		`**Time** ${duration(report.completed - report.started)}`,
		...cache(report),
		...disk(report)
	];
	return [...several ? [shared.join(" · "), ...report.images.map((image) => `${code(image.platform)} · ${imageParts(image).join(" · ")}`)] : [[
		shared[0] ?? "",
		...report.images.flatMap(imageParts),
		...shared.slice(1)
	].join(" · ")], ...driver(report)].join("<br>\n");
}
function imageParts(image) {
	const unpacked = known(image.unpackedBytes);
	const compressed = known(image.compressedBytes);
	const torches = known(image.torch);
	return [
		`**unpacked** ${unpacked === void 0 ? "unknown" : size(unpacked)}`,
		...compressed === void 0 ? [] : [`**compressed** ${size(compressed)}`],
		...torches === void 0 ? ["**torch** unknown"] : torches.length === 0 ? [] : [`**torch** ${torches.slice(0, 3).map(torchText).join(", ")}`]
	];
}
function torchText(torch) {
	const hip = typeof torch.hip === "string" ? `, ROCm ${prose(torch.hip, 40)}` : "";
	const cuda = torch.cuda === void 0 ? "" : torch.cuda === null ? hip === "" ? ", no CUDA" : "" : `, CUDA ${prose(torch.cuda, 40)}`;
	return `${prose(torch.version, 60)}${cuda}${hip}`;
}
function cache(report) {
	const steps = buildSteps(report).filter((step) => step.name.startsWith("["));
	if (steps.length === 0) return [];
	return [`**cache** ${steps.filter((step) => step.cached).length} of ${steps.length} steps`];
}
/** The engine's disk as the survey saw it, and the step that took most of it. */
function disk(report) {
	const data = report.host?.disks.find((one) => one.role === "engine data" && one.free !== void 0);
	const most = Math.max(0, ...buildSteps(report).map((step) => step.diskBytes ?? 0));
	return [...data?.free === void 0 ? [] : [`**free disk** ${size(data.free)} at the start`], ...most < 1e6 ? [] : [`**largest step on disk** ${size(most)}`]];
}
function driver(report) {
	const choice = report.plan?.driver;
	if (choice === void 0) return [];
	return [`**Driver** ${choice.kind === "builder" ? `builder ${code(choice.builder?.name ?? "")}` : choice.kind}: ${prose(choice.why)}`];
}
// src/report/summary/failure.ts
const EXCERPT_LINES = 30;
const STACK_LINES = 40;
/** What went wrong and what to do; red verdicts are told by the checks, not here. */
function renderFailure(report) {
	const failure = report.failure;
	if (failure === void 0 || failure.kind === "assertion") return "";
	return [
		...failure.kind === "input" || failure.kind === "engine" ? [] : [prose(failure.message, 1e3)],
		...problems(failure),
		...build(failure, report.source),
		...bug(failure)
	].filter((part) => part !== "").join("\n\n");
}
function problems(failure) {
	if (failure.problems.length === 0) return failure.kind === "input" || failure.kind === "engine" ? [prose(failure.message, 1e3)] : [];
	const inputs = failure.problems.some((problem) => problem.input !== void 0);
	return [table([
		...inputs ? [{ title: "Input" }, { title: "Value" }] : [],
		{ title: "Problem" },
		{ title: "What to do" }
	], failure.problems.map((problem) => [
		...inputs ? inputCells(problem) : [],
		prose(problem.message),
		prose(problem.remedy)
	])).join("\n")];
}
function inputCells(problem) {
	return [problem.input === void 0 ? "" : code(problem.input), problem.value === void 0 ? "" : problem.value === "" ? "(empty)" : code(problem.value, 80)];
}
function build(failure, source) {
	const broken = failure.build;
	if (broken === void 0) return [];
	const tail = broken.run?.tail.slice(-30) ?? [];
	const excerpt = broken.excerpt.slice(0, EXCERPT_LINES);
	return [
		stepLine(failure, source),
		excerpt.length === 0 ? "" : fence(excerpt, "dockerfile"),
		tail.length === 0 ? "" : details(`<b>Last ${tail.length === 1 ? "line" : `${tail.length} lines`} of the step</b>`, [fence(tail)], true)
	];
}
function stepLine(failure, source) {
	const step = failure.step ?? failure.build?.step;
	const run = failure.build?.run;
	const name = run?.name ?? step?.text;
	const place = placeLink(step, source);
	return [
		...name === void 0 ? [] : [`**Step** ${code(name)}`],
		...place === "" ? [] : [`at ${place}`],
		...run === void 0 ? [] : [`after ${duration(run.ms)}`]
	].join(" ");
}
function bug(failure) {
	if (failure.kind !== "internal") return [];
	return ["This is a bug in ml-image-build, not in your build. Please report it in the issues of its repository, with the lines below and the report JSON.", ...failure.stack === void 0 ? [] : [fence(failure.stack.split("\n").slice(0, STACK_LINES))]];
}
// src/report/summary/footer.ts
const METRICS = {
	unpackedBytes: "unpacked",
	compressedBytes: "compressed",
	rootfsBytes: "root filesystem",
	layers: "layers",
	distributions: "packages",
	torch: "torch"
};
/** What the numbers mean, how they were measured and which could not be, in small print. */
function renderFooter(report) {
	const image = report.images[0];
	return `<sub>${[
		...image === void 0 ? [] : [
			...definitions(image),
			...methods(image),
			...missing(image)
		],
		...run$1(report),
		"ml-image-build"
	].join(" · ")}</sub>`;
}
function definitions(image) {
	return [
		...image.unpackedBytes.known ? ["unpacked: bytes of the regular files of all layers, hard links once"] : [],
		...image.compressedBytes.known ? ["compressed: layer blobs of the manifest"] : [],
		"GB = 10⁹ bytes"
	];
}
/** `measured by overlay2 layer folders (unpacked, layers; 0.3 s), …`: one entry a method, the longest time of its metrics. */
function methods(image) {
	const found = metrics(image).flatMap(([name, measured]) => measured.known ? [{
		name,
		method: measured.method,
		seconds: measured.seconds
	}] : []);
	const texts = [...Map.groupBy(found, (one) => one.method)].map(([method, ones]) => `${prose(method, 120)} (${ones.map((one) => one.name).join(", ")}; ${duration(Math.max(...ones.map((one) => one.seconds)) * 1e3)})`);
	return texts.length === 0 ? [] : [`measured by ${texts.join(", ")}`];
}
function missing(image) {
	return metrics(image).flatMap(([name, measured]) => measured.known ? [] : [`${name} not measured: ${prose(measured.why, 300)}`]);
}
function metrics(image) {
	return Object.keys(METRICS).map((metric) => [METRICS[metric], image[metric]]);
}
function run$1(report) {
	const address = report.source?.runUrl;
	return address !== void 0 && /^https:\/\/[\w./:-]+$/.test(address) ? [`[this run](${address})`] : [];
}
// src/report/summary/gantt.ts
const MAX_BARS = 25;
/** Runs and bars shorter than that say nothing as a chart. */
const SHORTEST_RUN = 3e3;
const SHORTEST_SHARE = .004;
/** Phases of the run and the longest build steps on a time axis (mermaid), with the times in the labels. */
function renderGantt(report) {
	const total = report.completed - report.started;
	if (isDryRun(report) || total < SHORTEST_RUN) return "";
	const shortest = Math.max(50, total * SHORTEST_SHARE);
	const steps = buildSteps(report);
	const phases = report.phases.filter((phase) => (phase.id !== "build" || steps.length === 0) && phase.completed - phase.started >= shortest);
	const shown = longest(steps, MAX_BARS - phases.length, shortest);
	const begin = report.phases.find((phase) => phase.id === "build")?.started ?? steps[0]?.started ?? Number.POSITIVE_INFINITY;
	const sections = [
		section("Prepare", phases.filter((phase) => phase.started < begin).map(phaseBar)),
		section("Build", stepBars(shown)),
		section("After", phases.filter((phase) => phase.started >= begin).map(phaseBar))
	].flat();
	if (sections.length === 0) return "";
	return [
		"```mermaid",
		"gantt",
		`  title Where ${duration(total)} went`,
		"  dateFormat x",
		...axis(total),
		...sections,
		"```",
		...others$1(steps, shown)
	].join("\n");
}
function section(title, bars) {
	if (bars.length === 0) return [];
	return [`  section ${title}`, ...bars.map(({ label, tag, started, completed }) => `  ${label} : ${tag}${Math.round(started)}, ${Math.round(Math.max(completed, started + 1))}`)];
}
function phaseBar(phase) {
	return {
		label: mermaidLabel(`${phase.title} ${duration(phase.completed - phase.started)}`),
		tag: "",
		started: phase.started,
		completed: phase.completed
	};
}
/** The longest steps in order of their start; a failed one is always among them. */
function longest(steps, number, shortest) {
	const chosen = steps.toSorted((one, other) => rank(other) - rank(one)).filter((step) => step.error !== void 0 || step.ms >= shortest);
	const kept = new Set(chosen.slice(0, number));
	return steps.filter((step) => kept.has(step));
}
function rank(step) {
	return step.error === void 0 ? step.ms : Number.POSITIVE_INFINITY;
}
function stepBars(steps) {
	const most = Math.max(...steps.map((step) => step.ms));
	return steps.map((step) => {
		const tag = step.error !== void 0 ? "crit, " : step.cached ? "done, " : step.ms === most ? "active, " : "";
		return {
			label: stepLabel(step),
			tag,
			started: step.started,
			completed: step.completed
		};
	});
}
/** `4/9 RUN pip install torch 10 min 31 s`: at most 60 characters, the time always whole. */
function stepLabel(step) {
	const match = /^\[(?:[^\]]*\s)?(\d+\/\d+)\]\s*(.*)$/s.exec(step.name);
	const time = duration(step.ms);
	return `${mermaidLabel(match === null ? step.name : `${match[1]} ${match[2]}`, 58 - time.length)} ${time}`;
}
/** Clock times of the axis: seconds are shown only where minutes would repeat. */
function axis(total) {
	const seconds = total / 1e3;
	const interval = [
		[10, "1second"],
		[60, "10second"],
		[180, "30second"],
		[600, "1minute"],
		[2400, "5minute"],
		[7200, "15minute"],
		[21600, "60minute"]
	].find(([limit]) => seconds <= limit)?.[1] ?? "120minute";
	return [`  axisFormat ${interval.endsWith("second") ? "%H:%M:%S" : "%H:%M"}`, `  tickInterval ${interval}`];
}
function others$1(steps, shown) {
	const rest = steps.filter((step) => !shown.includes(step));
	if (rest.length === 0) return [];
	const time = rest.reduce((sum, step) => sum + step.ms, 0);
	const together = time < 1 ? "" : `, ${duration(time)} together`;
	return ["", `<sub>Not drawn: ${count(rest.length, rest.every((step) => step.cached) ? "cached step" : "shorter step")}${together}. Clock times are in your time zone.</sub>`];
}
// src/report/summary/layers.ts
/** The layers of each image, largest first, with the step that made them or the base image they came with. */
function renderLayers(report) {
	const several = report.images.length > 1;
	return report.images.map((image) => layers(image, several, report.source)).filter((text) => text !== "").join("\n");
}
function layers(image, several, source) {
	const all = known(image.layers) ?? [];
	if (all.length === 0) return "";
	const number = { align: "right" };
	const columns = [
		{ title: "Made by" },
		{ title: "Line" },
		{
			title: "Unpacked",
			...number
		},
		{
			title: "Compressed",
			...number
		},
		{
			title: "Files",
			...number
		}
	];
	const base = all.filter((layer) => layer.base).length;
	const rows = all.toSorted((one, other) => weight(other) - weight(one)).map((layer) => cells(layer, source));
	const place = several ? ` of ${html(image.platform)}` : "";
	const origin = base === 0 ? "" : `, ${base} from the base image`;
	return details(`<b>Layers</b>${place} (${all.length}${origin})`, table(columns, rows, (hidden) => `… and ${count(hidden, "smaller layer")}`));
}
function weight(layer) {
	return layer.unpackedBytes ?? layer.compressedBytes ?? 0;
}
function cells(layer, source) {
	return [
		layer.base ? layer.createdBy === "" ? "base image" : `base image: ${code(createdBy(layer.createdBy), 100)}` : code(layer.step?.text ?? createdBy(layer.createdBy), 120),
		placeLink(layer.step, source),
		layer.unpackedBytes === void 0 ? "" : size(layer.unpackedBytes),
		layer.compressedBytes === void 0 ? "" : size(layer.compressedBytes),
		layer.files === void 0 ? "" : thousands(layer.files)
	];
}
/** The history's text without what the builders wrap around it. */
function createdBy(text) {
	const bare = text.replace(/^\/bin\/sh -c (?:#\(nop\)\s*)?/, "").replace(/\s*# buildkit$/, "");
	return bare === "" ? "unknown" : bare;
}
// src/report/summary/machine.ts
function rows(title, all) {
	return table([{ title }, { title: " " }], all.map(([name, value]) => [`**${name}**`, prose(value)])).join("\n");
}
function commands(report) {
	const lines = report.plan === void 0 ? [] : planSteps(report.plan);
	return lines.length === 0 ? [] : [fence(lines)];
}
/** Survey and plan: where it ran and what was decided. Open, it is all there is to say after a dry run; else folded. */
function renderMachine(report, open) {
	const plan = report.plan === void 0 ? [] : [rows("Plan", planRows(report.plan)), ...commands(report)];
	const host = report.host === void 0 ? [] : [rows("Machine", hostRows(report.host))];
	const body = [...plan, ...host].join("\n\n");
	if (body === "") return "";
	return open ? body : details("<b>Plan and machine</b>", [body]);
}
// src/report/summary/notes.ts
const MAX_NOTES = 10;
/** Things worth a line that are no failure. */
function renderNotes(report) {
	const lines = report.notes.slice(0, MAX_NOTES).map((note) => `> ${prose(note)}`);
	const hidden = report.notes.length - MAX_NOTES;
	const more = hidden > 0 ? [`> … and ${count(hidden, "more note")}`] : [];
	return lines.length === 0 ? "" : ["> [!NOTE]", [...lines, ...more].join("\\\n")].join("\n");
}
// src/report/summary/packages.ts
/** The Python distributions of each image, largest first. */
function renderPackages(report) {
	const several = report.images.length > 1;
	return report.images.map((image) => packages(image, several)).filter((text) => text !== "").join("\n");
}
function packages(image, several) {
	const all = known(image.distributions) ?? [];
	if (all.length === 0) return "";
	const sorted = all.toSorted((one, other) => (other.bytes ?? 0) - (one.bytes ?? 0) || (one.key < other.key ? -1 : 1));
	const columns = [
		{ title: "Package" },
		{ title: "Version" },
		{ title: "Environment" },
		{
			title: "Size",
			align: "right"
		}
	];
	const rows = sorted.map((one) => [
		code(one.name, 80),
		code(one.version, 60),
		`${one.environment} ${code(one.prefix, 80)}`,
		one.bytes === void 0 ? "" : size(one.bytes)
	]);
	return details(`<b>Packages</b>${several ? ` of ${html(image.platform)}` : ""} (${thousands(all.length)})`, table(columns, rows, () => rest(sorted.slice(50))));
}
function rest(hidden) {
	const bytes = hidden.reduce((sum, one) => sum + (one.bytes ?? 0), 0);
	return `… and ${count(hidden.length, "more package")}${bytes === 0 ? "" : `, ${size(bytes)} together`}`;
}
// src/report/owners.ts
function ownerOf(distribution) {
	if (distribution.key.startsWith("nvidia-")) return "nvidia wheels";
	if (distribution.key === "torch") return "torch";
	return /^(?:pytorch-)?triton/.test(distribution.key) ? "triton" : "other Python";
}
/**
* The unpacked size split by owner, largest first: Python distributions by their visible files, the layers of the base
* image, what later layers replaced or deleted (it is pulled all the same), and all other files. Nothing when sizes are unknown or contradict each other.
*/
function ownersOf(image) {
	const unpacked = known(image.unpackedBytes);
	const distributions = known(image.distributions)?.filter((one) => one.bytes !== void 0);
	if (unpacked === void 0 || distributions === void 0 || distributions.length === 0) return void 0;
	const owners = [...Map.groupBy(distributions, ownerOf)].map(([name, ones]) => ({
		name,
		bytes: sum(ones)
	}));
	const hidden = Math.max(0, unpacked - (known(image.rootfsBytes) ?? unpacked));
	const rest = unpacked - hidden - sum(distributions);
	if (rest < 0) return void 0;
	return [
		...owners,
		{
			name: "hidden by later layers",
			bytes: hidden
		},
		...others(image, distributions, rest)
	].filter((owner) => owner.bytes > 0).toSorted((one, other) => other.bytes - one.bytes);
}
function sum(distributions) {
	return distributions.reduce((total, one) => total + (one.bytes ?? 0), 0);
}
/** What is no Python distribution: the base image's part, where its layers are known, and the rest. */
function others(image, distributions, rest) {
	const base = known(image.layers)?.filter((layer) => layer.base) ?? [];
	if (base.length === 0 || base.some((layer) => layer.unpackedBytes === void 0)) return [{
		name: "OS and other files",
		bytes: rest
	}];
	const indexes = new Set(base.map((layer) => layer.index));
	const inBase = sum(distributions.filter((one) => one.layer !== void 0 && indexes.has(one.layer)));
	const own = base.reduce((total, layer) => total + (layer.unpackedBytes ?? 0), 0) - inBase;
	if (own < 0 || own > rest) return [{
		name: "OS and other files",
		bytes: rest
	}];
	return [{
		name: "OS and base",
		bytes: own
	}, {
		name: "other files",
		bytes: rest - own
	}];
}
// src/report/summary/pie.ts
/** A colour an owner, so that the pies of several platforms can be compared; all read on white and on black. */
const COLORS$1 = {
	"nvidia wheels": "#2da44e",
	torch: "#bc4c00",
	triton: "#8250df",
	"other Python": "#2f81f7",
	"OS and base": "#6e7781",
	"OS and other files": "#6e7781",
	"other files": "#1b7c83",
	"hidden by later layers": "#cf222e"
};
/** A pie of the unpacked size by owner for each image, repeated in words; nothing where sizes are unknown. */
function renderPies(report) {
	const several = report.images.length > 1;
	return report.images.slice(0, 3).map((image) => pie(image, several ? `, ${image.platform}` : "")).filter((text) => text !== "").join("\n\n");
}
function pie(image, place) {
	const owners = ownersOf(image)?.filter((owner) => owner.bytes >= 1e6) ?? [];
	if (owners.length < 2) return "";
	return [
		"```mermaid",
		theme(owners),
		"pie showData",
		`  title ${mermaidLabel(`MB unpacked by owner${place}`)}`,
		...owners.map(slice),
		"```",
		"",
		words(owners)
	].join("\n");
}
const SIZES = {
	pieTitleTextSize: "16px",
	pieLegendTextSize: "14px",
	pieSectionTextSize: "13px",
	pieOpacity: "1",
	pieSectionTextColor: "#ffffff",
	pieStrokeWidth: "1px",
	pieOuterStrokeWidth: "1px"
};
function theme(owners) {
	const colors = Object.fromEntries(owners.map((owner, index) => [`pie${index + 1}`, COLORS$1[owner.name]]));
	return `%%{init: ${JSON.stringify({ themeVariables: {
		...colors,
		...SIZES
	} })}}%%`;
}
function slice(owner) {
	return `  "${mermaidLabel(owner.name)}" : ${Math.max(1, Math.round(owner.bytes / 1e6))}`;
}
function words(owners) {
	return `<sub>By owner: ${owners.map((owner) => `${owner.name} ${size(owner.bytes)}`).join(", ")}.</sub>`;
}
// src/report/summary/warnings.ts
/** What the Dockerfile frontend warned about. */
function renderWarnings(report) {
	const warnings = report.timeline?.warnings ?? [];
	if (warnings.length === 0) return "";
	const rows = warnings.map((warning) => [
		message(warning),
		placeLink(warning, report.source),
		reference(warning)
	]);
	return details(`<b>Build warnings</b> (${warnings.length})`, table([
		{ title: "Warning" },
		{ title: "Line" },
		{ title: "More" }
	], rows));
}
function message(warning) {
	const detail = warning.detail.filter((line) => line.trim() !== "").join(" ");
	return detail === "" ? prose(warning.message) : `${prose(warning.message)} – ${prose(detail, 300)}`;
}
/** A link to Docker's own page of the rule; any other address is shown, not linked. */
function reference(warning) {
	const url = warning.url ?? "";
	const rule = /^https:\/\/docs\.docker\.com\/go\/dockerfile\/rule\/([a-z-]+)\/?$/.exec(url)?.[1];
	if (rule !== void 0) return `[${rule}](${url})`;
	return url === "" ? "" : code(url);
}
// src/report/summary.ts
/**
* The job summary as GitHub Markdown: verdict first, failures before successes, every chart repeated in words or a table.
* Longer than `maxBytes`, whole sections are left out from the bottom and named; texts are never cut for it.
*/
function renderSummary(report, options) {
	const title = `## ${headlineIcon(report)} ${prose(oneLine(report.name, 100))}: ${prose(headline(report), 300)}`;
	const sections = sectionsOf(report).filter((section) => section.markdown !== "");
	const footer = renderFooter(report);
	for (let kept = sections.length; kept >= 0; kept--) {
		const markdown = assemble(title, sections.slice(0, kept), sections.slice(kept), footer);
		if (utf8Bytes(markdown) <= options.maxBytes) return markdown;
	}
	const bare = `${title}\n`;
	return utf8Bytes(bare) <= options.maxBytes ? bare : "";
}
function sectionsOf(report) {
	return [
		{
			title: "failure",
			markdown: renderFailure(report)
		},
		{
			title: "checks",
			markdown: renderChecks(report)
		},
		{
			title: "delivery",
			markdown: renderDelivered(report)
		},
		{
			title: "facts",
			markdown: renderFacts(report)
		},
		{
			title: "plan",
			markdown: isDryRun(report) ? renderMachine(report, true) : ""
		},
		{
			title: "notes",
			markdown: renderNotes(report)
		},
		{
			title: "time chart",
			markdown: renderGantt(report)
		},
		{
			title: "size chart",
			markdown: renderPies(report)
		},
		{
			title: "build steps",
			markdown: renderSteps(report)
		},
		{
			title: "layers",
			markdown: renderLayers(report)
		},
		{
			title: "packages",
			markdown: renderPackages(report)
		},
		{
			title: "build warnings",
			markdown: renderWarnings(report)
		},
		{
			title: "plan and machine",
			markdown: isDryRun(report) ? "" : renderMachine(report, false)
		}
	];
}
function assemble(title, kept, dropped, footer) {
	const names = dropped.map((section) => section.title).join(", ");
	const notice = dropped.length === 0 ? [] : [`_Left out to stay below the size limit of a summary: ${names}. The report JSON has everything._`];
	return `${[
		title,
		...kept.map((section) => section.markdown),
		...notice,
		footer
	].join("\n\n")}\n`;
}
// src/report/terminal.ts
const STYLES = {
	bold: 1,
	dim: 2,
	red: 31,
	green: 32,
	yellow: 33
};
const COLORS = {
	pass: "green",
	warn: "yellow",
	fail: "red",
	unknown: "red"
};
/** The report for a log or a terminal: verdict first, no line can become a workflow command. Ends with a newline. */
function renderTerminal(report, options) {
	const paint = (text, style) => options.color ? `\u001b[${STYLES[style]}m${text}\u001b[0m` : text;
	return `${[
		title(report, paint),
		...verdicts(report.verdicts, paint),
		...report.failure === void 0 ? [] : failureLines(report.failure, paint),
		...isDryRun(report) ? dryRun(report) : facts(report),
		...report.notes.map((note) => `  ${paint("note", "dim")}  ${logLine(note, 600)}`),
		...options.reportPath === void 0 ? [] : [`  ${paint("report", "dim")}  ${logLine(options.reportPath, 1e3)}`]
	].join("\n")}\n`;
}
function title(report, paint) {
	return paint(paint(`${isDryRun(report) ? "-" : STATUS[report.conclusion].mark} ${logLine(`${report.name}: ${headline(report)}`)}`, COLORS[report.conclusion]), "bold");
}
function verdicts(all, paint) {
	const widths = [width(all.map(checkName)), width(all.map((verdict) => logLine(verdict.actual)))];
	return redFirst(all).flatMap((verdict) => verdictLines(verdict, widths, paint));
}
function width(texts) {
	return Math.min(40, Math.max(0, ...texts.map((text) => text.length)));
}
function checkName(verdict) {
	return logLine(verdict.platform === void 0 ? verdict.title : `${verdict.title} (${verdict.platform})`);
}
function verdictLines(verdict, widths, paint) {
	const mark = paint(STATUS[verdict.status].mark, COLORS[verdict.status]);
	const expected = `expected ${logLine(verdict.expected)}`;
	const detail = verdict.detail === void 0 ? "" : ` · ${logLine(verdict.detail)}`;
	const first = `  ${mark} ${checkName(verdict).padEnd(widths[0])}  ${logLine(verdict.actual).padEnd(widths[1])}  ${expected}${detail}`;
	if (verdict.status === "pass") return [first];
	const place = placeOf(verdict.step);
	return [
		first,
		...[...verdict.step === void 0 ? [] : [`${place === "" ? "step" : place}: ${verdict.step.text}`], ...verdict.evidence ?? []].slice(0, 20).map((text) => `      ${logLine(text)}`),
		...verdict.remedy === void 0 ? [] : [`      ${paint("fix:", "bold")} ${logLine(verdict.remedy, 600)}`]
	];
}
function failureLines(failure, paint) {
	if (failure.kind === "assertion") return [];
	const problems = failure.problems.flatMap((problem) => {
		const value = problem.value === void 0 ? "" : ` "${problem.value}"`;
		return [`  ${paint("✖", "red")} ${logLine(`${problem.input === void 0 ? "" : `${problem.input}:${value} `}${problem.message}`, 600)}`, `      ${paint("fix:", "bold")} ${logLine(problem.remedy, 600)}`];
	});
	return [
		...problems.length === 0 ? [`  ${logLine(failure.message, 600)}`] : problems,
		...buildLines(failure, paint),
		...stackLines(failure)
	];
}
function buildLines(failure, paint) {
	const step = failure.step ?? failure.build?.step;
	const run = failure.build?.run;
	const name = run?.name ?? step?.text;
	const place = placeOf(step);
	const where = name === void 0 ? [] : [`  ${paint("step", "dim")}  ${logLine(`${name}${place === "" ? "" : ` (${place})`}`)}`];
	const excerpt = (failure.build?.excerpt ?? []).slice(0, 20).map((line) => `  ${logLine(line)}`);
	const tail = (run?.tail ?? []).slice(-15).map((line) => `  ${paint("|", "red")} ${logLine(line)}`);
	return [
		...where,
		...excerpt,
		...tail.length === 0 ? [] : ["  last lines of the step:", ...tail]
	];
}
function stackLines(failure) {
	if (failure.stack === void 0) return [];
	return ["  Please report it with these lines:", ...failure.stack.split("\n").slice(0, 20).map((line) => `  | ${logLine(line)}`)];
}
function facts(report) {
	const took = `time ${duration(report.completed - report.started)}`;
	const images = report.images.map((image) => imageText(image, report.images.length > 1));
	const steps = (report.timeline?.steps ?? []).filter((step) => !step.internal);
	const line = [took, ...steps.length === 0 ? [] : [`${steps.filter((step) => step.cached).length} of ${count(steps.length, "step")} cached`]].join(" · ");
	return [
		...images.map((text) => `  ${text}`),
		`  ${line}`,
		...delivered(report)
	];
}
function imageText(image, several) {
	const unpacked = known(image.unpackedBytes);
	const compressed = known(image.compressedBytes);
	const torch = known(image.torch)?.[0];
	const cuda = torch?.cuda === null ? " without CUDA" : torch?.cuda === void 0 ? "" : ` (CUDA ${torch.cuda})`;
	return logLine([
		...several ? [image.platform] : [],
		unpacked === void 0 ? "unpacked size unknown" : `${size(unpacked)} unpacked`,
		...compressed === void 0 ? [] : [`${size(compressed)} compressed`],
		...torch === void 0 ? [] : [`torch ${torch.version}${cuda}`]
	].join(" · "));
}
function delivered(report) {
	const { tags, pushed, loaded, digest } = report.delivered;
	const verb = pushed ? "pushed" : loaded ? "loaded" : "tagged";
	const names = tags.length === 0 ? [] : [`  ${logLine(`${verb} ${tags.join(", ")}`, 1e3)}`];
	if (isUndelivered(report)) return ["  nothing was pushed and no tag was moved"];
	return [...names, ...digest === void 0 ? [] : [`  digest ${logLine(digest)}`]];
}
function dryRun(report) {
	const rows = [...report.host === void 0 ? [] : hostRows(report.host), ...report.plan === void 0 ? [] : planRows(report.plan)];
	const steps = report.plan === void 0 ? [] : planSteps(report.plan);
	return [...rows.map(([name, value]) => `  ${logLine(`${name.padEnd(8)} ${value}`, 600)}`), ...steps.map((line) => `  ${line}`)];
}
// src/run-publish.ts
/** GitHub takes 1 MiB of summary from a step and drops all of it beyond; a little room is left for others. */
const SUMMARY_BYTES = 921600;
/** Tells the world how the run went: log, annotations, summary, outputs, JSON. A part that fails does not stop the others. */
async function publish(world, request, story) {
	const told = composeStory(world, story);
	const report = maskReport(world, told);
	const { asked } = story;
	await attempt(world, "the report's JSON", () => world.files.write(request.reportFile, renderJson(report), 420));
	await attempt(world, "the log", async () => tellLog(world, request, report));
	if (asked?.logAnnotations !== false) await attempt(world, "annotations", async () => {
		for (const annotation of renderAnnotations(report)) world.log.annotate(annotation);
	});
	if (asked?.summary !== false) await attempt(world, "the job summary", () => writeSummary(world, request, report));
	const outputs = renderOutputs(report, {
		metadata: world.log.mask(publicMetadata(story.metadata, world.env["BUILDX_METADATA_PROVENANCE"] ?? "")),
		reportJson: request.reportFile
	});
	for (const name of OUTPUTS) await attempt(world, `output ${name}`, async () => world.setOutput(name, outputs[name]));
	return exitCode(told, request);
}
/** 0 green, 1 red; on a command line 2 when it was not understood, as people expect there. */
function exitCode({ conclusion, failure }, { cli }) {
	if (conclusion !== "fail") return 0;
	return cli && failure?.kind === "input" ? 2 : 1;
}
function composeStory(world, story) {
	const { asked, host, plan, timeline, failure } = story;
	const { env } = world;
	const server = env["GITHUB_SERVER_URL"];
	const repository = env["GITHUB_REPOSITORY"];
	const sha = env["GITHUB_SHA"];
	const source = server && repository && sha && { source: {
		server,
		repository,
		sha,
		runUrl: `${server}/${repository}/actions/runs/${env["GITHUB_RUN_ID"] ?? ""}`
	} };
	return compose({
		name: imageName(asked?.name ?? "", asked?.build.tags ?? [], asked?.build.context ?? ""),
		started: story.started,
		completed: world.now(),
		...failure && { failure },
		...host && { host },
		...plan && { plan },
		...timeline && { timeline },
		phases: story.phases,
		images: story.images,
		verdicts: story.verdicts,
		delivered: story.delivered,
		notes: story.notes,
		...source
	});
}
/** Words of ours and digests: a secret that happens to be `fail` or `docker` must not change what the report means. */
const NEVER_MASKED = /* @__PURE__ */ new Set([...[
	"conclusion",
	"kind",
	"status",
	"level",
	"id",
	"method",
	"store",
	"driver",
	"runner",
	"sudo",
	"version"
], ...[
	"digest",
	"diffId",
	"imageId",
	"platform",
	"environment",
	"key",
	"source",
	"cgroupVersion",
	"started",
	"completed"
]]);
/** No secret may stand in anything that is written: every free text of the report is masked once, here. */
function maskReport(world, report) {
	return JSON.parse(JSON.stringify(report), (key, value) => typeof value === "string" && !NEVER_MASKED.has(key) ? world.log.mask(value) : value);
}
function tellLog(world, request, report) {
	world.log.close();
	world.log.status("");
	world.log.data(renderTerminal(report, {
		color: world.log.color,
		reportPath: request.reportFile
	}).trimEnd().split("\n"));
}
async function writeSummary(world, request, report) {
	if (request.summaryFile !== void 0) await world.files.write(request.summaryFile, renderSummary(report, { maxBytes: SUMMARY_BYTES }), 420);
	const used = await world.summaryBytes();
	await world.appendSummary(renderSummary(report, { maxBytes: Math.max(0, SUMMARY_BYTES - used) }));
}
async function attempt(world, what, act) {
	try {
		await act();
	} catch (error) {
		world.log.warning(`${what} could not be written: ${error.message}`);
	}
}
// src/run-story.ts
function openStory(world) {
	const phases = [];
	return {
		started: world.now(),
		phases,
		notes: [],
		images: [],
		verdicts: [],
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
// src/run.ts
/** One run, top to bottom. Whatever happens, what was made is undone and the report is written. Gives the exit code. */
async function run(world, request) {
	const story = openStory(world);
	try {
		await tell(world, request, story);
	} catch (error) {
		story.failure = explain(error);
	}
	return publish(world, request, story);
}
async function tell(world, request, story) {
	const asked = await readAsked(world, request, story);
	const host = await story.phase("survey", "Survey", () => survey(world, { builder: asked.build.builder }));
	story.host = host;
	const planned = makePlan(asked, host);
	if (!planned.ok) throw new UserError(planned.kind, planned.problems);
	const { repositoryPrivate } = await readEvent(world);
	const builder = planned.plan.driver.builder;
	const plan = withCommands({
		asked,
		host,
		plan: planned.plan,
		env: world.env,
		repositoryPrivate,
		...builder && { builder }
	});
	story.plan = plan;
	if (asked.dryRun) {
		const buildkit = await surveyBuildkit(world, host.builder?.name ?? "default", world.cancelled);
		if (buildkit !== void 0) story.host = {
			...host,
			buildkit
		};
		return;
	}
	world.log.open("Machine and plan");
	world.log.data([...renderHost(host), ...renderPlan(plan)]);
	world.log.close();
	await carryOut(world, request, story, {
		asked,
		host,
		plan,
		repositoryPrivate
	});
}
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
	if (disk) return explain(disk);
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
const FILE_ERRORS = {
	ENOSPC: "free disk space there, for example by removing what earlier steps left",
	EDQUOT: "free disk space there: the quota is used up",
	EROFS: "the file system is read-only: point RUNNER_TEMP or TMPDIR, HOME or XDG_STATE_HOME to one that is not",
	EACCES: "give this user the right to write there, or point RUNNER_TEMP or TMPDIR, HOME or XDG_STATE_HOME elsewhere",
	EPERM: "give this user the right to write there",
	ENOTDIR: "a file stands where a folder is needed: correct HOME, XDG_STATE_HOME, TMPDIR or RUNNER_TEMP"
};
/** Files of ours that the machine does not let us write are the machine's trouble, no bug of ours. */
function ownFiles(error) {
	const { code, path, message } = error;
	const remedy = FILE_ERRORS[code ?? ""];
	if (remedy === void 0 || path === void 0) return void 0;
	return new UserError("engine", [{
		message: `a file of this run could not be written (${message})`,
		remedy
	}], { cause: error });
}
export { nearest as a, knownInputs as i, armAll as n, readInputs as r, run as t };
