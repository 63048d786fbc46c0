import { t as readIf } from "./read-if.js";
import { t as dockerFolder } from "./docker-env.js";
import { n as isTrue } from "./go-bool.js";
import { s as workspaceOf } from "./paths.js";
import { t as listPids } from "./pids.js";
import { n as ownContainerd } from "./host.js";
import { t as sudoWorks } from "./sudo.js";
// src/model/versions.ts
/** `v0.22.1` is older than 0.23. What is no version (`unknown`, a commit) is taken for a new one. */
function isOlder(version, [major, minor]) {
	const [, first, second] = /^v?(\d+)\.(\d+)/.exec(version) ?? [];
	if (first === void 0) return false;
	return Number(first) < major || Number(first) === major && Number(second) < minor;
}
// src/host/buildx.ts
/** Where Docker looks for its plugins: https://github.com/docker/cli, cli-plugins/manager (unix), best first. */
const SYSTEM_FOLDERS = [
	"/usr/local/lib/docker/cli-plugins",
	"/usr/local/libexec/docker/cli-plugins",
	"/usr/lib/docker/cli-plugins",
	"/usr/libexec/docker/cli-plugins"
];
const PLUGIN = "docker-buildx";
/** The first buildx that by itself, too, heeds DOCKER_TLS_VERIFY and the like (github.com/docker/buildx, commit 7b8bf9f80). */
const FIRST_ALONE = [0, 23];
/**
* The version of buildx, and its plugin. The plugin itself is asked, with the word by which Docker asks every plugin: that takes 0.02 s where
* `docker buildx version` takes 0.1 s and more. Where the plugin is not found, or is none, Docker is asked: it goes no further than to the first.
*/
async function surveyBuildx(world) {
	for (const folder of await pluginFolders(world)) {
		const beside = await listFolder(world, folder);
		if (!beside.includes(PLUGIN)) continue;
		const plugin = `${folder}/${PLUGIN}`;
		const [version, plain] = await Promise.all([askPlugin(world, plugin), arePlain(world, plugin, beside)]);
		if (version === void 0) break;
		return {
			version,
			...plain && !isOlder(version, FIRST_ALONE) && { plugin }
		};
	}
	return askDocker(world);
}
/**
* A world in which `docker buildx …` is the plugin itself: Docker's command line would start it twice, which takes 0.06 s each time, and hand
* everything on as it is (https://docs.docker.com/reference/cli/docker/buildx/, buildx as a program of its own).
*/
function callPlugin(world, buildx) {
	const plugin = "plugin" in buildx ? buildx.plugin : void 0;
	if (plugin === void 0) return world;
	const direct = (command) => {
		const [program, word, ...rest] = command.argv;
		return program === "docker" && word === "buildx" ? {
			...command,
			argv: [plugin, ...rest]
		} : command;
	};
	return {
		...world,
		run: (command) => world.run(direct(command)),
		stream: (command, on) => world.stream(direct(command), on)
	};
}
/**
* Are both the programs that their names say? A script called docker, a link to something else, a wrapper of the plugin may do more, and who
* put it there means it.
*/
async function arePlain(world, plugin, beside) {
	if (world.env["DOCKER_CLI_PLUGIN_ORIGINAL_CLI_COMMAND"]) return false;
	if (beside.includes(`original-${PLUGIN}`)) return false;
	const docker = await findDocker(world);
	return docker !== void 0 && await isProgram(world, docker) && await isProgram(world, plugin);
}
/** The first one on PATH; nothing when that may be one below the working folder, whatever that is when it is started. */
async function findDocker({ env, files }) {
	for (const folder of (env["PATH"] ?? "").split(":")) {
		if (!folder.startsWith("/")) return void 0;
		if (await files.kind(`${folder}/docker`) === "file") return `${folder}/docker`;
	}
}
/** What a program of Linux begins with (elf(5)). */
const ELF = "ELF";
/** No script, and of that name when links are followed. */
async function isProgram({ files }, path) {
	const real = await files.resolve(path);
	const name = (whole) => whole.slice(whole.lastIndexOf("/"));
	return name(real) === name(path) && await files.head(real, 4) === ELF;
}
/** As Docker looks: folders that the configuration names, the configuration's own, the system's. */
async function pluginFolders(world) {
	const { env, files } = world;
	if (!env["DOCKER_CONFIG"] && files.home === files.temp) return SYSTEM_FOLDERS;
	const own = dockerFolder(env, files.home);
	return [
		...await namedFolders(world, own),
		`${own}/cli-plugins`,
		...SYSTEM_FOLDERS
	];
}
async function namedFolders(world, folder) {
	try {
		const text = await world.files.read(`${folder}/config.json`);
		const { cliPluginsExtraDirs: named } = JSON.parse(text ?? "{}");
		return Array.isArray(named) ? named.filter((name) => typeof name === "string") : [];
	} catch {
		return [];
	}
}
async function listFolder(world, folder) {
	try {
		return await world.files.list(folder);
	} catch {
		return [];
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
	const { code, stdout, stderr, error } = await world.run({
		argv: [
			"docker",
			"buildx",
			"version"
		],
		timeoutMs: 3e4
	});
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
// src/host/docker-context.ts
/** A context by its name, used or not; nothing when there is none. `default` is none that is kept. */
async function findContext(world, name) {
	const folder = `${dockerFolder(world.env, world.files.home)}/contexts/meta`;
	for (const id of await world.files.list(folder).catch(() => [])) {
		const meta = await readJson(world, `${folder}/${id}/meta.json`);
		if (meta?.Name === name) return meta;
	}
}
/** Where it leads to: docker/setup-buildx-action makes one for an engine behind TLS. */
function hostOf(context) {
	return context?.Endpoints?.docker?.Host;
}
async function readJson(world, path) {
	try {
		const text = await world.files.read(path);
		return text === void 0 ? void 0 : JSON.parse(text);
	} catch {
		return;
	}
}
// src/host/builder.ts
/**
* The builder that buildx would use, if it is not the engine's own: named by the input, by BUILDX_BUILDER, or made current
* (`docker buildx use`, `docker/setup-buildx-action`). Read from buildx's own files, since asking buildx costs a tenth of
* a second: `current` and `instances/<name>` (github.com/docker/buildx, package store).
*/
async function findBuilder(world, asked) {
	const { env } = world;
	const folder = env["BUILDX_CONFIG"] || `${dockerFolder(env, world.files.home)}/buildx`;
	const named = asked || env["BUILDX_BUILDER"] || "";
	const from = asked ? "input builder" : named ? "BUILDX_BUILDER" : "current builder";
	const { context } = world.engine;
	const name = named || await currentName(world, folder) || context;
	if (name === "default") return void 0;
	const file = `${folder}/instances/${name.toLowerCase()}`;
	const instance = /^[\w.-]+$/.test(name) ? await readJson(world, file) : void 0;
	if (!instance) return named && name !== context ? askBuildx(world, name, from) : void 0;
	const nodes = (instance.Nodes ?? []).flatMap((node) => node.Name ? [node.Name] : []);
	const elsewhere = await findElsewhere(world, instance);
	return {
		name,
		driver: instance.Driver || "docker",
		nodes,
		from,
		...elsewhere !== void 0 && { elsewhere },
		...loadsByDefault(world, instance.Nodes ?? []) && { defaultLoad: true }
	};
}
/** https://docs.docker.com/build/building/variables/#buildx_no_default_load */
function loadsByDefault({ env }, nodes) {
	if (isTrue(env["BUILDX_NO_DEFAULT_LOAD"])) return false;
	return nodes.length > 0 && nodes.every(({ DriverOpts }) => isTrue(DriverOpts?.["default-load"]));
}
/** The first of its nodes that is not on this run's engine. An endpoint is a socket, or the name of a Docker context. */
async function findElsewhere(world, { Nodes: nodes = [] }) {
	const { endpoint: socket, context } = world.engine;
	for (const { Endpoint: endpoint = "" } of nodes) {
		if ([
			"",
			socket,
			context
		].includes(endpoint)) continue;
		if (hostOf(await findContext(world, endpoint)) !== socket) return endpoint;
	}
}
async function currentName(world, folder) {
	const current = await readJson(world, `${folder}/current`);
	if (!current?.Name) return "";
	const { endpoint, context } = world.engine;
	return current.Global || current.Key === (context === "default" ? endpoint : context) ? current.Name : "";
}
/** A name without a file: a Docker context, or nothing that exists. */
async function askBuildx(world, name, from) {
	if (name.startsWith("-")) return {
		name,
		driver: "",
		nodes: [],
		from,
		missing: "the name of none begins with a dash"
	};
	const { code, stdout, stderr, error } = await world.run({
		argv: [
			"docker",
			"buildx",
			"inspect",
			name
		],
		timeoutMs: 6e4
	});
	const driver = /^Driver:\s+(\S+)/m.exec(stdout)?.[1];
	const idle = `"${name}" is a Docker context that is not in use: set DOCKER_CONTEXT=${name} to build there`;
	if (code === 0 && driver === "docker") return {
		name,
		driver,
		nodes: [],
		from,
		missing: idle
	};
	if (code === 0 && driver) return {
		name,
		driver,
		nodes: [],
		from
	};
	const silent = code === 0 ? "docker buildx inspect tells no driver of it" : `docker buildx inspect ended with ${code}`;
	return {
		name,
		driver: "",
		nodes: [],
		from,
		missing: (error ?? stderr.trim()) || silent
	};
}
// src/host/data-root.ts
/** https://docs.docker.com/engine/daemon/#configure-the-docker-daemon */
const CONFIGURATION = "/etc/docker/daemon.json";
/** https://docs.docker.com/engine/daemon/#daemon-data-directory */
const USUAL = "/var/lib/docker";
/** Reads one small file. Never throws: a file that is not there, or that no engine could start with, says nothing. */
async function readDataRoot({ files }) {
	try {
		if (await files.kind(CONFIGURATION) !== "file") return { path: USUAL };
		const path = JSON.parse(await files.read(CONFIGURATION) ?? "{}")["data-root"];
		if (typeof path === "string" && path.startsWith("/")) return {
			path,
			from: CONFIGURATION
		};
	} catch {}
	return { path: USUAL };
}
// src/host/programs.ts
/** Programs of that name, as far as this user may see them. */
async function findPrograms(world, name) {
	const pids = await listPids(world);
	const names = await Promise.all(pids.map((pid) => readIf(world, `/proc/${pid}/comm`)));
	const found = pids.filter((_pid, index) => names[index]?.trim() === name);
	return Promise.all(found.map(async (pid) => ({
		pid,
		words: (await readIf(world, `/proc/${pid}/cmdline`) ?? "").split("\0")
	})));
}
// src/host/disks.ts
/**
* The file systems that matter. What is `written` besides, the engine's own temporary folder, and its images where they are not in its data
* root, only when they lie on another one.
*/
async function surveyDisks(world, engine, written) {
	const { cwd, temp } = world.files;
	const here = engine?.local ? engine : void 0;
	const [disks, more] = await Promise.all([look(world, [
		...here ? [{
			role: "engine data",
			path: here.dataRoot
		}] : [],
		{
			role: "workspace",
			path: workspaceOf(world.env, cwd)
		},
		{
			role: "temp",
			path: temp
		}
	]), look(world, [
		...here?.containerd ? [{
			role: "engine images",
			path: here.containerd.root
		}] : [],
		...here ? [{
			role: "engine temp",
			path: await engineTemp(world, here)
		}] : [],
		...written.map(({ role, path }) => ({
			role,
			path: path.startsWith("/") ? path : `${cwd}/${path}`
		}))
	])]);
	const known = new Set(disks.map(({ device }) => device));
	return [...disks, ...more.filter(({ device }) => device !== void 0 && !known.has(device))];
}
function look({ files }, places) {
	return Promise.all(places.map(async ({ role, path }) => ({
		role,
		path,
		...await files.disk(path)
	})));
}
/**
* Where the engine puts what it loads and what it is sent: DOCKER_TMPDIR of its own environment, which root may read, else `tmp` in its data
* root (github.com/moby/moby, daemon `prepareTempDir`).
*/
async function engineTemp(world, { dataRoot, rootProven }) {
	const usual = `${dataRoot}/tmp`;
	if (world.machine.uid !== 0 || rootProven !== true) return usual;
	const daemons = await findPrograms(world, "dockerd");
	const named = daemons.filter(({ words }) => words.includes(dataRoot) || words.includes(`--data-root=${dataRoot}`));
	const [daemon, ...others] = named.length > 0 ? named : daemons;
	if (!daemon || others.length > 0) return usual;
	return (await readIf(world, `/proc/${daemon.pid}/environ`) ?? "").split("\0").find((pair) => pair.startsWith("DOCKER_TMPDIR="))?.slice(14) || usual;
}
// src/host/containerd.ts
/** containerd as packages install it: https://github.com/containerd/containerd/blob/main/docs/man/containerd-config.toml.5.md */
const SERVICE = {
	address: "/run/containerd/containerd.sock",
	root: "/var/lib/containerd",
	configuration: "/etc/containerd/config.toml"
};
/**
* The folder in which the containerd of an engine keeps images. dockerd starts one of its own, with its folder in the data root, unless it is
* given the address of another (github.com/moby/moby, `libcontainerd/supervisor`): Docker's packages give it the service's.
*/
async function findContainerdRoot(world, { address, dataRoot }) {
	const own = ownContainerd(dataRoot);
	if (address === void 0) return own;
	const asked = inRun(address);
	for (const { words } of await findPrograms(world, "containerd")) {
		const file = flag(words, "--config", "-c");
		if (file !== void 0 && file === `${address.slice(0, address.lastIndexOf("/"))}/containerd.toml`) return own;
		const configuration = parse(await readIf(world, file ?? SERVICE.configuration));
		if (inRun(flag(words, "--address", "-a") ?? configuration.address ?? SERVICE.address) !== asked) continue;
		return flag(words, "--root") ?? configuration.root ?? SERVICE.root;
	}
	if (asked !== SERVICE.address) return own;
	return parse(await readIf(world, SERVICE.configuration)).root ?? SERVICE.root;
}
/** /var/run is another name of /run. */
function inRun(path) {
	return path.replace(/^\/var\/run\//, "/run/");
}
/** `--name value` or `--name=value`. */
function flag(words, ...names) {
	for (const [index, word] of words.entries()) {
		if (names.includes(word)) return words[index + 1];
		const name = names.find((each) => word.startsWith(`${each}=`));
		if (name !== void 0) return word.slice(name.length + 1);
	}
}
/** The two settings of containerd's TOML that matter: `root` before all tables, `address` in the table `grpc`. */
function parse(toml = "") {
	const [top = "", ...tables] = toml.split(/^\s*(?=\[)/m);
	const grpc = tables.find((table) => /^\[grpc\]/.test(table)) ?? "";
	return {
		root: setting(top, "root"),
		address: setting(grpc, "address")
	};
}
function setting(text, name) {
	return new RegExp(`^[ \\t]*${name}[ \\t]*=[ \\t]*(["'])(.+?)\\1`, "m").exec(text)?.[2];
}
// src/host/engine.ts
const ARCHITECTURES = {
	x86_64: "amd64",
	aarch64: "arm64",
	armv7l: "arm/v7"
};
/** Asks the engine who it is: through its socket, or by the command line where the endpoint is not a plain one. */
async function surveyEngine(world) {
	const { endpoint, context } = world.engine;
	if (context !== "default" && await findContext(world, context) === void 0) return { missing: `Docker's context "${context}" (${world.env["DOCKER_CONTEXT"] ? "DOCKER_CONTEXT" : "the current one"}) is not there; "docker context ls" lists them` };
	const answer = await askInfo(world);
	if ("missing" in answer) return { missing: `${endpoint}: ${answer.missing}` };
	const { info } = answer;
	const cgroup = info.CgroupVersion;
	const [store, local] = [imageStore(info), endpoint.startsWith("unix://")];
	const dataRoot = info.DockerRootDir ?? "";
	const containerd = store === "containerd" && local ? await findContainerd(world, dataRoot, info) : void 0;
	return {
		endpoint,
		version: info.ServerVersion ?? "",
		id: info.ID ?? "",
		dataRoot,
		store,
		storageDriver: info.Driver ?? "",
		cgroupVersion: cgroup === "1" || cgroup === "2" ? cgroup : "unknown",
		cgroupDriver: info.CgroupDriver ?? "",
		rootless: info.SecurityOptions?.some((option) => option.includes("rootless")) ?? false,
		platform: `${info.OSType ?? "linux"}/${ARCHITECTURES[info.Architecture ?? ""] ?? info.Architecture ?? "amd64"}`,
		local,
		...containerd && { containerd }
	};
}
async function findContainerd(world, dataRoot, { Containerd }) {
	const root = await findContainerdRoot(world, {
		address: Containerd?.Address,
		dataRoot
	});
	if (root.startsWith(`${dataRoot}/`)) return { root };
	return {
		root,
		here: await world.files.kind(root) === "folder"
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
		disks: await surveyDisks(world, "missing" in engine ? void 0 : engine, asked.writes ?? []),
		engine,
		buildx,
		...builder && { builder }
	};
}
/**
* What can be seen without a program and without the engine, in a millisecond: whose machine this is, and its disks. Where images lie is
* what the engine's configuration says.
*/
async function surveyDisksOnly(world) {
	const { machine } = world;
	const root = machine.uid === 0;
	const [disks, dataRoot] = await Promise.all([surveyDisks(world, void 0, []), readDataRoot(world)]);
	const data = {
		role: "engine data",
		path: dataRoot.path,
		...await world.files.disk(dataRoot.path)
	};
	return {
		host: {
			runner: runnerKind(world.env),
			os: machine.os,
			arch: machine.arch,
			cpus: machine.cpus,
			cgroup: { version: "unknown" },
			root,
			sudo: root ? "not-needed" : "untested",
			disks: [data, ...disks],
			engine: { missing: "it was not asked" },
			buildx: { missing: "it was not asked" }
		},
		dataRoot
	};
}
/** https://docs.github.com/actions/reference/variables-reference#default-environment-variables */
function runnerKind(env) {
	if (env["GITHUB_ACTIONS"] !== "true") return "none";
	return env["RUNNER_ENVIRONMENT"] === "github-hosted" ? "github-hosted" : "self-hosted";
}
async function osName(world) {
	const text = await readIf(world, "/etc/os-release");
	return /^PRETTY_NAME="?([^"\n]+)/m.exec(text ?? "")?.[1] ?? world.machine.os;
}
async function surveyMemory(world) {
	const text = await readIf(world, "/proc/meminfo");
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
	const [own, controllers] = await Promise.all([readIf(world, "/proc/self/cgroup"), readIf(world, "/sys/fs/cgroup/cgroup.controllers")]);
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
		sudo: root ? "not-needed" : await sudoWorks(world) ? "passwordless" : "no"
	};
	const file = `${engine.dataRoot}/engine-id`;
	if (root) return {
		engine: proven(engine, await readIf(world, file)),
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
	return await sudoWorks(world) ? {
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
export { isOlder as a, surveyBuildkit as i, surveyDisksOnly as n, callPlugin as r, survey as t };
