import { i as builderId, o as limitsSteps, r as attestations } from "./tag.js";
import { _ as writeAttributes, h as attribute, m as readOutput, o as makesImage, p as printOutput, u as isImage } from "./outputs.js";
import { n as isTrue } from "./go-bool.js";
import { t as stepResources } from "./resources2.js";
import { r as UserError, t as BuilderLostError } from "./errors.js";
import { a as rows, o as text$1, r as isJson, t as below } from "./json.js";
import { a as orAborted, c as every, d as parseDevices, f as runTracked, l as createClock, o as within, s as createBuilderWatch, t as runSolve, u as lookCloser } from "./run-solve.js";
import { i as isLost, n as builderTarget } from "./options.js";
// src/build/engines/buildx.ts
/**
* The command that does this solve: flags in the order in which docker/build-push-action 7 gives them, and
* `--progress=rawjson`. Values of secrets are never in it.
*/
function solveArgv(solve) {
	return [
		"docker",
		"buildx",
		"build",
		...buildFlags(solve),
		...commonFlags(solve),
		"--progress=rawjson",
		solve.request.context
	];
}
/** The values of `--secret` in their order: variables, texts (by their private files), files, the token for Git contexts. */
function secretFlags(solve) {
	const { secrets } = solve.request;
	const of = (kind) => secrets.filter((secret) => secret.kind === kind).map((secret) => secretFlag(secret, solve.secretFiles));
	const token = solve.gitToken;
	return {
		environment: of("env"),
		files: [
			...of("value"),
			...of("file"),
			...token ? [fileSecret(token.id, token.path)] : []
		]
	};
}
function buildFlags(solve) {
	const { request, fresh } = solve;
	const secrets = secretFlags(solve);
	return [
		...each("--add-host", request.addHosts),
		...each("--allow", request.allow),
		...each("--annotation", request.annotations),
		...each("--build-arg", request.buildArgs),
		...each("--build-context", request.buildContexts),
		...each("--cache-from", request.cacheFrom),
		...each("--cache-to", solve.cacheTo),
		...text("--call", request.call),
		...text("--cgroup-parent", request.cgroupParent),
		...each("--secret", secrets.environment),
		...text("--file", request.file),
		...text("--iidfile", solve.iidFile),
		...each("--label", request.labels),
		...each("--no-cache-filter", fresh ? request.noCacheFilters : []),
		...each("--output", solve.outputs),
		...text("--platform", request.platforms.join(",")),
		...each("--resource", solve.resources ?? []),
		...each("--attest", solve.attests),
		...each("--secret", secrets.files),
		...text("--shm-size", request.shmSize),
		...each("--ssh", request.ssh),
		...each("--tag", solve.tags),
		...text("--target", request.target),
		...each("--ulimit", request.ulimit)
	];
}
function commonFlags(solve) {
	const { request, fresh } = solve;
	return [
		...text("--builder", solve.builder),
		...flag("--load", solve.load),
		...text("--metadata-file", solve.metadataFile),
		...text("--network", request.network),
		...flag("--no-cache", fresh && request.noCache),
		...flag("--pull", fresh && request.pull),
		...flag("--push", solve.push)
	];
}
function secretFlag(secret, files) {
	if (secret.kind === "env") return writeAttributes([{
		key: "id",
		value: secret.id
	}, {
		key: "env",
		value: secret.variable
	}]);
	const path = secret.kind === "file" ? secret.path : files[secret.id];
	if (path === void 0) throw new Error(`the secret "${secret.id}" has no file to be read from`);
	return fileSecret(secret.id, path);
}
function fileSecret(id, path) {
	return writeAttributes([{
		key: "id",
		value: id
	}, {
		key: "src",
		value: path
	}]);
}
function each(name, values) {
	return values.flatMap((value) => [name, value]);
}
function text(name, value) {
	return value === void 0 || value === "" ? [] : [name, value];
}
function flag(name, on) {
	return on ? [name] : [];
}
// src/build/engines/solves.ts
/** Attributes of an output that would publish the image or name it. */
const PUBLISHING = /* @__PURE__ */ new Set([
	"name",
	"push",
	"push-by-digest",
	"name-canonical",
	"dangling-name-prefix",
	"dest",
	"tar",
	"unpack"
]);
/** Everything as asked, in one go: what docker/build-push-action would run. */
function askedSolve(request, setup) {
	const plain = request.outputs.map(readOutput).some(({ type }) => type === "local" || type === "tar");
	const { iidFile, ...rest } = common(request, setup);
	return {
		...rest,
		...iidFile === void 0 || plain ? {} : { iidFile },
		tags: request.tags,
		outputs: compressedOutputs(request, setup.compression),
		push: request.push,
		load: request.load,
		cacheTo: request.cacheTo,
		fresh: true
	};
}
/** Builds into the builder's own store: nothing gets a name, nothing leaves it. The cache is exported. */
function heldSolve(request, setup) {
	const wanted = withoutNames(judgedOutput(request));
	const implicit = setup.ownEngine && setup.compression === "" && request.outputs.length === 0;
	const output = printOutput(compressed({
		...wanted,
		attrs: withoutPush(wanted, setup)
	}, setup.compression));
	return {
		...common(request, setup),
		tags: [],
		outputs: implicit ? [] : [output],
		push: false,
		load: false,
		cacheTo: request.cacheTo,
		fresh: true
	};
}
/** The output whose form the judged image has: one that is pushed, as buildx reads it, else one in the store, else any image. */
function judgedOutput(request) {
	const images = request.outputs.map(readOutput).filter(isImage);
	const stored = images.filter(({ type }) => type === "image");
	const pushed = stored.find(({ attrs }) => request.push || isTrue(attrs["push"]));
	const implicit = request.push ? {
		type: "image",
		attrs: {}
	} : images[0];
	return pushed ?? stored[0] ?? implicit ?? {
		type: "image",
		attrs: {}
	};
}
/**
* Delivers what {@link heldSolve} built: as asked, but nothing that could make BuildKit build again, and no second export of the cache
* (an inline cache lives in the image and stays).
*/
function deliverySolve(request, setup) {
	const inline = request.cacheTo.filter((cache) => cache.trim() === "inline" || attribute(cache, "type") === "inline");
	return {
		...askedSolve(request, setup),
		cacheTo: inline,
		fresh: false
	};
}
function common(request, setup) {
	const { builder, attests, secretFiles, gitToken, iidFile, metadataFile, resources } = setup;
	return {
		request,
		attests,
		secretFiles,
		...builder === void 0 ? {} : { builder },
		...resources === void 0 ? {} : { resources },
		...gitToken === void 0 ? {} : { gitToken },
		...iidFile === void 0 ? {} : { iidFile },
		...metadataFile === void 0 ? {} : { metadataFile }
	};
}
/** Outputs as given; with a compression that was asked for, said in each image output, and in one of our own where `push` would add a bare one. */
function compressedOutputs({ outputs, push, load }, compression) {
	if (compression === "") return outputs;
	const given = outputs.map(readOutput);
	const said = given.map((output, index) => isImage(output) ? printOutput(compressed(output, compression)) : outputs[index] ?? "");
	return (outputs.length === 0 ? push || !load : push && !given.some(({ type }) => type === "image")) ? [...said, printOutput(compressed({
		type: "image",
		attrs: {}
	}, compression))] : said;
}
/** zstd and estargz exist in OCI manifests only. */
function compressed(output, compression) {
	if (compression === "" || output.attrs["compression"] !== void 0) return output;
	const oci = compression === "zstd" || compression === "estargz" ? { "oci-mediatypes": "true" } : {};
	return {
		...output,
		attrs: {
			...output.attrs,
			compression,
			...oci
		}
	};
}
function withoutNames(output) {
	return {
		type: "image",
		attrs: Object.fromEntries(Object.entries(output.attrs).filter(([key]) => !PUBLISHING.has(key)))
	};
}
function withoutPush(output, setup) {
	return setup.ownEngine ? output.attrs : {
		push: "false",
		...output.attrs
	};
}
// src/build/setup.ts
/** The cgroup that limits the engine's own BuildKit, unless another run has it. */
const ENGINE_CGROUP = "mlbuild";
/** The engine's own BuildKit builds. */
function usesEngine({ plan }) {
	return plan.driver.kind === "docker" || plan.driver.builder?.driver === "docker";
}
function solveSetup(parts) {
	const { asked, env, folder, builder } = parts;
	const place = {
		serverUrl: env["GITHUB_SERVER_URL"] ?? "",
		repository: env["GITHUB_REPOSITORY"] ?? "",
		runId: env["GITHUB_RUN_ID"] ?? "",
		attempt: env["GITHUB_RUN_ATTEMPT"] ?? ""
	};
	const noDefault = env["BUILDX_NO_DEFAULT_ATTESTATIONS"];
	return {
		builder: builder?.name ?? parts.context,
		compression: asked.compression,
		ownEngine: usesEngine(parts),
		secretFiles: parts.secretFiles,
		...parts.gitToken && { gitToken: parts.gitToken },
		...parts.limitsStep !== false && { resources: stepResources(asked.limits) },
		attests: attestations(asked.build, {
			repositoryPrivate: parts.repositoryPrivate,
			builderSupports: canAttest(parts),
			...noDefault !== void 0 && { noDefault },
			...place.repository !== "" && { builderId: builderId(place) }
		}),
		iidFile: `${folder}/iid`,
		metadataFile: `${folder}/metadata.json`
	};
}
function canAttest(parts) {
	const { engine } = parts.host;
	return !usesEngine(parts) || !("missing" in engine) && engine.store === "containerd";
}
/** The first solve: into the builder's own store when something is judged before it may leave, else everything in one go. */
function firstSolve(asked, plan, request, setup) {
	const { push, load } = plan.delivery;
	const apart = !setup.ownEngine && asked.armed.length > 0 && !push && !load && asked.build.outputs.length === 0;
	return plan.gated || apart ? heldSolve(request, setup) : askedSolve(request, setup);
}
/** The plan with the command of the build in it, as it will be run; names of private files stand for their contents. */
function withCommands(parts) {
	const { asked, plan } = parts;
	const folder = "PRIVATE_FOLDER";
	const secretFiles = Object.fromEntries(asked.build.secrets.map(({ id }, index) => [id, `${folder}/secret-${index}`]));
	const solve = firstSolve(asked, plan, usesEngine(parts) && limitsSteps(asked.limits) ? {
		...asked.build,
		cgroupParent: ENGINE_CGROUP
	} : asked.build, solveSetup({
		...parts,
		folder,
		secretFiles
	}));
	const { builder: _ours, ...made } = solve;
	const argv = solveArgv(plan.driver.kind === "docker-container" ? {
		...made,
		builder: "OUR_BUILDER"
	} : solve);
	return {
		...plan,
		steps: plan.steps.map((step) => step.id === "build" ? {
			...step,
			commands: [argv]
		} : step)
	};
}
// src/build/watch/quiet.ts
/** Nothing at all moves for so long: a registry that holds the line. */
const QUIET_MS = 6e5;
/** The same where only what the command prints tells of work: one line for each layer, however large it is. */
const UNSEEN_MS = 36e5;
/**
* Ends a command that prints nothing while the engine computes next to nothing and the network is idle. `stallMs`: the user's own
* `stall-timeout`; an engine that is not to be seen from here gets an hour, unless that is longer.
*/
function watchQuiet(world, stallMs = QUIET_MS) {
	const over = new AbortController();
	const began = world.monotonic();
	let events = 0;
	let clock;
	let afterMs = stallMs;
	const stop = every(1e3, async () => {
		if (!clock) {
			afterMs = (await activity(world)).cpuMs === void 0 ? Math.max(stallMs, UNSEEN_MS) : stallMs;
			clock = createClock({ stallMs: afterMs }, began);
		}
		const at = world.monotonic();
		const { kind } = clock.judge(at, events, {});
		if (kind === "over") over.abort();
		if (kind === "look-closer") clock.closer(at, await activity(world));
	});
	return {
		over: over.signal,
		heard: () => {
			events += 1;
		},
		why: () => `nothing had moved for ${Math.round(afterMs / 1e3)} s`,
		stop
	};
}
/** What the engine of this machine does. All that the machine sends and gets counts: an engine has no network of its own. */
async function activity(world) {
	if (!world.engine.endpoint.startsWith("unix://")) return {};
	const [engine, devices] = await Promise.all([lookCloser(world, {
		kind: "engine",
		what: ""
	}, {
		steps: [],
		counted: false
	}), world.files.read("/proc/net/dev").catch(() => void 0)]);
	return {
		...engine,
		...devices !== void 0 && { netBytes: parseDevices(devices).bytes }
	};
}
// src/build/watch/while-alive.ts
/** So long a command that is ended may take to go, and what was begun to be cleaned up. */
const SETTLE_MS = 3e3;
const FATE_MS = 8e3;
/**
* Does something that needs the builder or the engine, and throws a {@link BuilderLostError} as soon as that is lost, whatever hangs on it.
* The world that `act` gets ends with it: its commands and their children are ended, its requests broken off. An error, or a result that is
* `doubtful`, is held to be the builder's end when it turns out to be away.
*/
async function whileAlive(world, { target, meanwhile }, act, doubtful = () => false) {
	if (target.kind === "none") return act(world);
	const builder = createBuilderWatch(world, target);
	const over = new AbortController();
	let wellAt = world.monotonic();
	const lost = (fate, cause) => new BuilderLostError({
		fate,
		meanwhile,
		at: world.now(),
		afterMs: Math.round(world.monotonic() - wellAt)
	}, { cause });
	let done = false;
	const visit = async () => {
		const look = await builder.look();
		if (done) return;
		if (look.state === "well") wellAt = world.monotonic();
		if (look.state === "lost") over.abort(lost(look.fate));
	};
	const stop = every(builder.everyMs, visit, world.engine.direct ? "now" : "later");
	const acting = act(worldUntil(world, over.signal));
	try {
		const result = await orAborted(acting, over.signal);
		if (!doubtful(result)) return result;
		const fate = await awayFate(builder, target);
		if (fate === void 0) return result;
		throw lost(fate);
	} catch (error) {
		if (over.signal.aborted) {
			await within(acting.catch(() => {}), SETTLE_MS);
			throw await withLastWords(builder, over.signal.reason);
		}
		if (world.cancelled.aborted || error instanceof BuilderLostError || !isEngines(error)) throw error;
		const fate = await awayFate(builder, target);
		throw fate === void 0 ? error : lost(fate, error);
	} finally {
		done = true;
		stop();
	}
}
/** The same world as long as the signal is quiet. */
function worldUntil(world, over) {
	const { engine } = world;
	const enough = (own) => own ? AbortSignal.any([own, over]) : over;
	return {
		...world,
		cancelled: AbortSignal.any([world.cancelled, over]),
		run: (command) => world.run({
			...command,
			enough: enough(command.enough)
		}),
		engine: {
			...engine,
			call: (request) => engine.call({
				...request,
				enough: enough(request.enough)
			}),
			stream: (request) => engine.stream({
				...request,
				enough: enough(request.enough)
			})
		}
	};
}
/** What was asked wrongly is wrong with every builder. */
function isEngines(error) {
	return !(error instanceof UserError) || error.kind === "engine";
}
/** What became of it, when it is not there to answer. A container may need a moment to be known to have ended. */
async function awayFate(builder, target) {
	const fate = await within(builder.fate(target.kind === "container"), FATE_MS);
	return fate && (isLost(fate) || fate.state === "paused") ? fate : void 0;
}
/** One that cannot be reached has none to tell. */
async function withLastWords(builder, error) {
	const { loss } = error;
	if (loss.fate.state === "unreachable") return error;
	const told = await within(builder.fate(true), FATE_MS);
	return told && isLost(told) ? new BuilderLostError({
		...loss,
		fate: {
			...loss.fate,
			...told
		}
	}) : error;
}
// src/build/run-watched.ts
/**
* Runs it to its end. Ended, children too, when nothing moves any more, which is told as its `error`; when the builder or the engine is lost
* it throws a `BuilderLostError`.
*/
function runWatched(world, journal, command) {
	const { argv, graceMs, stallMs, timeoutMs } = command;
	const run = async (alive) => {
		const quiet = watchQuiet(alive, stallMs);
		const late = timeoutMs === void 0 ? void 0 : AbortSignal.timeout(timeoutMs);
		const enough = late ? AbortSignal.any([quiet.over, late]) : quiet.over;
		try {
			const end = await runTracked(alive, journal, argv, graceMs, {
				enough,
				heard: quiet.heard
			});
			if (end.code === 0 || !enough.aborted) return end;
			return {
				...end,
				code: null,
				error: quiet.over.aborted ? quiet.why() : `not done within ${(timeoutMs ?? 0) / 1e3} s`
			};
		} finally {
			quiet.stop();
		}
	};
	return whileAlive(world, command, run, ({ code }) => code !== 0);
}
// src/build/delivery.ts
/** Opens a ledger; `tell` hears every change. */
function openLedger(start, tell) {
	let now = {
		...start,
		pushedTags: start.pushedTags ?? []
	};
	const change = (more) => {
		now = {
			...now,
			...more
		};
		tell(now);
	};
	const withNames = (names) => [.../* @__PURE__ */ new Set([...now.tags, ...names])];
	return {
		delivered: () => now,
		tagged: (name) => change({ tags: withNames([name]) }),
		pushed: (names) => change({
			tags: withNames(names),
			pushed: true,
			pushedTags: [...now.pushedTags ?? [], ...names]
		}),
		note: change
	};
}
/** The image could not be delivered: nothing of the user's image is wrong, so it is a failure of engine or registry. */
function undelivered(message, remedy) {
	return new UserError("engine", [{
		message,
		remedy
	}]);
}
/** The same build once more, to bring it somewhere, ended badly: what was seen of it may say why. */
var UndeliveredError = class extends UserError {
	end;
	constructor(message, remedy, end) {
		super("engine", [{
			message,
			remedy
		}]);
		this.end = end;
	}
};
/** A cancelled run moves nothing any more. */
function unlessCancelled({ cancelled }) {
	if (cancelled.aborted) throw cancelled.reason;
}
// src/build/metadata.ts
/** Reads a metadata file's text; `target` picks one of a bake. Nothing when it is no such file. */
function readMetadata(content, target) {
	let value;
	try {
		value = JSON.parse(content);
	} catch {
		return;
	}
	if (!isJson(value)) return void 0;
	const raw = target === void 0 ? value : below(value, target);
	const ref = text$1(raw, "buildx.build.ref");
	return {
		raw,
		...given("configDigest", text$1(raw, "containerimage.config.digest")),
		...given("digest", text$1(raw, "containerimage.digest")),
		...given("mediaType", text$1(below(raw, "containerimage.descriptor"), "mediaType")),
		...given("ref", ref),
		...given("record", ref.split("/").at(-1) ?? ""),
		provenances: Object.entries(raw).filter(([key]) => key === "buildx.build.provenance" || key.startsWith("buildx.build.provenance/")).flatMap(([, item]) => isJson(item) ? [item] : [])
	};
}
/** The metadata with the image's names, and its digest when it got another one: what a build delivered in one go would have written. */
function withNames(metadata, tags, digest) {
	const raw = readMetadata(metadata)?.raw;
	if (raw === void 0) return metadata;
	const named = {
		...raw,
		...tags.length > 0 && { "image.name": tags.join(",") },
		...digest && { "containerimage.digest": digest }
	};
	return JSON.stringify(named, void 0, 2);
}
/** The Dockerfile as BuildKit read it, also out of a Git context. Needs BUILDX_METADATA_PROVENANCE=max. */
function dockerfileFromMetadata(content, target) {
	for (const provenance of readMetadata(content, target)?.provenances ?? []) {
		const source = below(provenance, "metadata", "https://mobyproject.org/buildkit@v1#metadata", "source");
		const [info] = rows(source, "infos");
		if (info) return {
			text: Buffer.from(text$1(info, "data"), "base64").toString("utf8"),
			file: text$1(info, "filename")
		};
	}
}
function given(key, value) {
	return value === "" ? {} : { [key]: value };
}
// src/build/pins.ts
/**
* Pins every source of a build to what its provenance says it used: images to their digest, Git references to their commit, downloads to
* their checksum (a download that has changed since then fails instead of being built). Sources that are pinned already get no rule.
*/
function pinsFromProvenance(provenances) {
	const rules = /* @__PURE__ */ new Map();
	const pins = [];
	for (const provenance of provenances) {
		const identifiers = gitIdentifiers(provenance);
		for (const material of rows(provenance, "materials")) {
			const rule = pinMaterial(material, identifiers);
			if (!rule || rules.has(rule.selector.identifier)) continue;
			rules.set(rule.selector.identifier, rule);
			pins.push({
				source: rule.selector.identifier,
				used: used(material)
			});
		}
	}
	return rules.size === 0 ? { pins } : {
		pins,
		policy: JSON.stringify({ rules: [...rules.values()] })
	};
}
function used(material) {
	const digest = below(material, "digest");
	const checksum = text$1(digest, "sha256");
	return checksum === "" ? text$1(digest, "sha1") : `sha256:${checksum}`;
}
function pinMaterial(material, identifiers) {
	const uri = text$1(material, "uri");
	const checksum = text$1(below(material, "digest"), "sha256");
	const commit = text$1(below(material, "digest"), "sha1");
	if (commit !== "") return pinGit(uri, commit, identifiers);
	if (checksum === "") return void 0;
	if (/^https?:\/\//.test(uri)) return rule(uri, { attrs: { "http.checksum": `sha256:${checksum}` } });
	const image = imageIdentifier(uri);
	return image === void 0 ? void 0 : rule(image, { identifier: `${image}@sha256:${checksum}` });
}
function rule(identifier, updates) {
	return {
		action: "CONVERT",
		selector: {
			identifier,
			matchType: "EXACT"
		},
		updates
	};
}
/** `pkg:docker/base/name@tag?platform=…` → `docker-image://docker.io/base/name:tag`; nothing for one named by its digest. */
function imageIdentifier(uri) {
	const match = /^pkg:docker\/([^@?]+)(?:@([^?]+))?/.exec(uri);
	if (!match || /[?&]digest=/.test(uri)) return void 0;
	const name = decodeURIComponent(match[1] ?? "");
	const tag = decodeURIComponent(match[2] ?? "latest");
	const first = name.split("/")[0] ?? "";
	return `docker-image://${name.includes("/") && (/[.:]/.test(first) || first === "localhost") ? name : `docker.io/${name.includes("/") ? name : `library/${name}`}`}:${tag}`;
}
/** `https://host/repo.git#ref:folder` → the same at the commit, folder kept. */
function pinGit(uri, commit, identifiers) {
	const source = identifiers.get(uri) ?? uri.replace(/^[a-z]+:\/\/(?:[^@/]*@)?/, "git://");
	const [address = "", fragment = ""] = splitOnce(source, "#");
	const [reference = "", folder] = splitOnce(fragment, ":");
	if (reference === commit) return void 0;
	return rule(source, { identifier: `${address}#${commit}${folder === void 0 ? "" : `:${folder}`}` });
}
/** Identifiers of Git sources by the address that the materials show. */
function gitIdentifiers(provenance) {
	const infos = rows(below(provenance, "metadata", "https://mobyproject.org/buildkit@v1#metadata", "source"), "infos");
	const definitions = [below(provenance, "buildConfig"), ...infos].flatMap((item) => rows(item, "llbDefinition"));
	const found = /* @__PURE__ */ new Map();
	for (const definition of definitions) {
		const source = below(definition, "op", "Op", "source");
		const identifier = text$1(source, "identifier");
		if (!identifier.startsWith("git://")) continue;
		const address = text$1(below(source, "attrs"), "git.fullurl");
		const [, fragment] = splitOnce(identifier, "#");
		if (address !== "") found.set(fragment === void 0 ? address : `${address}#${fragment}`, identifier);
	}
	return found;
}
function splitOnce(value, separator) {
	const at = value.indexOf(separator);
	return at < 0 ? [value] : [value.slice(0, at), value.slice(at + 1)];
}
// src/build/pinned.ts
const IMAGE = "docker-image://";
const VARIABLE = "EXPERIMENTAL_BUILDKIT_SOURCE_POLICY";
/**
* A source policy that pins images, Git commits and URLs to what the first solve used, so that a tag or a branch that moves
* between judging and pushing changes nothing: https://docs.docker.com/build/building/variables/#experimental_buildkit_source_policy
*/
async function sourcePolicy(session, built) {
	const { world, folder } = session;
	const { policy } = pinsFromProvenance(readMetadata(built.metadata)?.provenances ?? []);
	if (policy === void 0) return {};
	const rules = await pinnable(session, JSON.parse(policy).rules);
	if (rules.length === 0) return {};
	const before = await ownRules(session);
	const path = `${folder}/source-policy.json`;
	await world.files.write(path, JSON.stringify({
		version: 1,
		rules: [...before, ...rules]
	}));
	return { [VARIABLE]: path };
}
/**
* An engine on overlay2 takes a base image that it has under that name as it is, without asking a registry, and says a digest of it
* that no registry knows: such an image cannot be pinned, and it does not move either.
*/
async function pinnable(session, rules) {
	const { world, host, prepared } = session;
	if (!(usesEngine(session) && !("missing" in host.engine) && host.engine.store !== "containerd") || prepared.request.pull) return rules;
	const isLocal = async ({ selector: { identifier } }) => {
		if (!identifier.startsWith(IMAGE)) return false;
		const argv = [
			"docker",
			"image",
			"inspect",
			"--format",
			"{{.Id}}",
			identifier.slice(15)
		];
		return (await world.run({
			argv,
			timeoutMs: 6e4
		})).code === 0;
	};
	const local = await Promise.all(rules.map(isLocal));
	return rules.filter((_, index) => local[index] === false);
}
/** The rules of a policy of the user's own, which stay in force. */
async function ownRules({ world }) {
	const own = world.env[VARIABLE];
	if (!own) return [];
	try {
		return JSON.parse(await world.files.read(own) ?? "").rules ?? [];
	} catch (error) {
		const message = `${VARIABLE} names "${own}", which is no source policy (${error.message})`;
		throw new UserError("input", [{
			message,
			remedy: "correct that JSON file, or unset the variable"
		}]);
	}
}
// src/build/metadata-env.ts
const PROVENANCE = "BUILDX_METADATA_PROVENANCE";
/** As docker/build-push-action sets it: the output `metadata` tells what the build checks found. */
const WARNINGS = "BUILDX_METADATA_WARNINGS";
const OFF = /^(disabled|0|f|false)$/i;
/**
* What buildx is to write into its metadata file (https://docs.docker.com/reference/cli/docker/buildx/build/#metadata-file), beyond what the
* user's own variables say. `dockerfile`: absent when it is not on this machine.
*/
function metadataEnv(env, dockerfile, gated) {
	return {
		...env[WARNINGS] === void 0 && !dockerfile?.large && { [WARNINGS]: "true" },
		...provenance(env, dockerfile !== void 0, gated)
	};
}
/** The lines of a Dockerfile that is not here stand in the full provenance only, the sources in any. */
function provenance(env, here, gated) {
	if (!here) return { [PROVENANCE]: "max" };
	return gated && OFF.test(env[PROVENANCE] ?? "") ? { [PROVENANCE]: "min" } : {};
}
/** The metadata file as it would be had we not asked for more provenance than the user. */
function publicMetadata(text, env) {
	const given = env[PROVENANCE] ?? "";
	const raw = readMetadata(text)?.raw;
	if (raw === void 0 || given === "max") return text;
	const fields = Object.entries(raw).flatMap(([key, value]) => {
		if (!key.startsWith("buildx.build.provenance")) return [[key, value]];
		if (OFF.test(given)) return [];
		const { buildConfig: _config, metadata: _metadata, ...rest } = value;
		return [[key, rest]];
	});
	return JSON.stringify(Object.fromEntries(fields), void 0, 2);
}
// src/build/session.ts
/** The first solve: into the builder's own store when there is a gate, else everything in one go. */
async function buildImage(session) {
	const { asked, plan, prepared, world } = session;
	const setup = solveSetup({
		...session,
		env: world.env,
		context: world.engine.context,
		secretFiles: prepared.secretFiles,
		...prepared.gitToken && { gitToken: prepared.gitToken }
	});
	const solve = firstSolve(asked, plan, prepared.request, setup);
	const end = await solveOnce(session, solve, true, {}, asked.deadlines);
	const metadata = end.failure ? "" : await read(session, setup.metadataFile) ?? "";
	const imageId = end.failure ? void 0 : (await read(session, solve.iidFile))?.trim();
	const digest = readMetadata(metadata)?.digest;
	const went = !plan.gated && !end.failure;
	const { push, load, tags, pushTags } = plan.delivery;
	const loaded = load || usesEngine(session) && !push && makesImage(asked.build);
	return {
		timeline: end.timeline,
		...end.failure && { failure: end.failure },
		...end.seen && { seen: end.seen },
		metadata,
		...imageId && { imageId },
		...digest && { digest },
		delivered: {
			tags: went ? tags : [],
			pushed: went && push,
			...went && push && { pushedTags: pushTags },
			loaded: went && loaded,
			...imageId && { imageId },
			...digest && { digest }
		},
		setup
	};
}
/** Runs one `docker buildx build`. Whatever it is for, a stall and a disk that fills end it; the time for the build is that of the first solve alone. */
function solveOnce(session, solve, live, env = {}, deadlines = stallOnly(session)) {
	const { world, journal, host, plan, prepared, builder, group, room } = session;
	return runSolve(world, journal, {
		argv: solveArgv(solve),
		env: {
			...metadataEnv(world.env, prepared.dockerfile, plan.gated),
			...builder?.store && { TMPDIR: builder.store.temp },
			...env
		},
		...prepared.dockerfile && { dockerfile: prepared.dockerfile },
		watch: {
			...isElsewhere(session) && { remote: true },
			disks: host.disks,
			builder: builderTarget(builder, world.engine.endpoint),
			deadlines,
			...group && { group },
			...room && { room }
		},
		live
	});
}
/** It is built on another machine. */
function isElsewhere({ host, builder }) {
	return "missing" in host.engine || !host.engine.local || (builder?.elsewhere ?? "") !== "";
}
function stallOnly({ asked }) {
	const { stallMs } = asked.deadlines;
	return stallMs === void 0 ? {} : { stallMs };
}
async function read({ world }, path) {
	return path === void 0 ? void 0 : world.files.read(path);
}
export { usesEngine as _, publicMetadata as a, heldSolve as b, readMetadata as c, openLedger as d, undelivered as f, worldUntil as g, whileAlive as h, solveOnce as i, withNames as l, runWatched as m, isElsewhere as n, sourcePolicy as o, unlessCancelled as p, read as r, dockerfileFromMetadata as s, buildImage as t, UndeliveredError as u, withCommands as v, secretFlags as x, deliverySolve as y };
