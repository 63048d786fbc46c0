import { t as splitTag } from "./tag.js";
import { l as isArchive, m as readOutput, p as printOutput } from "./outputs.js";
import { f as undelivered, h as whileAlive, i as solveOnce, p as unlessCancelled, r as read, u as UndeliveredError } from "./session.js";
import { a as rows, o as text, r as isJson, t as below } from "./json.js";
import { t as lastError } from "./last-error.js";
import { r as engineTarget } from "./options.js";
// src/build/archive.ts
/**
* Layers of the images in an archive that BuildKit wrote (`type=oci` and `type=docker` alike hold an OCI layout), attestations left
* out. Three small files are read by `tar`, which skips the rest. https://github.com/opencontainers/image-spec/blob/main/image-layout.md
*/
async function archiveLayers(world, file) {
	const found = [];
	const visit = async (manifest) => {
		for (const entry of rows(manifest, "manifests")) {
			if (text(below(entry, "annotations"), "vnd.docker.reference.type") !== "") continue;
			await visit(await member(world, file, blobPath(text(entry, "digest"))));
		}
		const config = text(below(manifest, "config"), "digest");
		if (config === "") return;
		const ids = below(await member(world, file, blobPath(config)), "rootfs")["diff_ids"];
		found.push(Array.isArray(ids) ? ids.map(String) : []);
	};
	await visit(await member(world, file, "index.json"));
	return found;
}
function blobPath(digest) {
	if (!/^[a-z0-9]+:[0-9a-f]+$/.test(digest)) throw new Error(`the archive names a blob "${digest.slice(0, 80)}"`);
	return `blobs/${digest.replace(":", "/")}`;
}
async function member(world, file, name) {
	const { code, stdout, stderr, error } = await world.run({ argv: [
		"tar",
		"-xOf",
		file,
		name
	] });
	if (code !== 0) throw new Error(`${name} could not be read from the archive: ${error ?? lastError(stderr)}`);
	const value = JSON.parse(stdout);
	if (!isJson(value)) throw new Error(`${name} of the archive is no object`);
	return value;
}
// src/build/judged.ts
const NOT_REPEATABLE = "the build is not repeatable from its cache: look for a builder that is shared or collects garbage during the build";
/** Holds images to those that were judged, by their layers; throws when one differs, is missing or cannot be read. */
async function holdToJudged(what, judged, read, all) {
	const wanted = judged.map(({ layers }) => {
		if (layers.known) return layers.value.map(({ diffId }) => diffId).join(" ");
		throw undelivered(`what was ${what} cannot be compared with what was judged: the judged layers are unknown (${layers.why})`, "mend what kept them from being read, or give \"gate: off\"");
	});
	const found = (await reading(what, read)).map((ids) => ids.join(" "));
	const same = found.every((ids) => wanted.includes(ids)) && (!all || wanted.every((ids) => found.includes(ids)));
	if (found.length > 0 && same) return;
	throw undelivered(`what was ${what} is not what was judged (layers judged: ${wanted.join(" | ")}; ${what}: ${found.join(" | ") || "none"})`, NOT_REPEATABLE);
}
async function reading(what, read) {
	try {
		return await read();
	} catch (error) {
		throw undelivered(`what was ${what} could not be compared with what was judged: ${error.message}`, "mend what the message says; until then no name is given");
	}
}
// src/build/push-remedy.ts
/** Who pushes what a session builds. */
function pusherOf({ plan, asked }) {
	return {
		driver: plan.driver,
		driverOpts: asked.driverOpts
	};
}
/** What to do about a registry that did not take the image. */
function pushRemedy(why, pusher) {
	if (/connection refused|no such host|i\/o timeout|timeout|unreachable|connection reset|EOF/i.test(why)) return `${reachIt(why, pusher)}, then run again: ${secondRun(pusher.driver)}`;
	if (/certificate|x509|HTTP response to HTTPS/i.test(why)) return "make the engine trust the registry's certificate, or list it among its insecure registries";
	return "log in to the registry before this step (docker/login-action) and check the permission packages: write";
}
const LOOPBACK = /(?<=\bdial tcp |\/\/)(?:127(?:\.\d{1,3}){3}|localhost|\[::1\])(?=[:/])/;
function reachIt(why, { driver, driverOpts }) {
	const [address] = LOOPBACK.exec(why) ?? [];
	const own = driver.kind === "docker-container";
	const contained = own || driver.builder?.driver === "docker-container";
	if (address === void 0 || !contained || driverOpts.includes("network=host")) return "check the registry's address and that it can be reached from this runner";
	return `the builder is a container, and ${address} is the builder's own there: ${own ? "give it this machine's network with driver-opts: network=host" : "make it with this machine's network (`docker buildx create --driver-opt network=host`)"}`;
}
function secondRun({ kind }) {
	if (kind === "docker-container") return "it builds anew, the builder of this run is removed at its end";
	return kind === "builder" ? "it comes from its cache" : "everything is cached";
}
// src/build/solve-again.ts
/** Does the judged build once more, from its cache, to bring it somewhere. Gives buildx's metadata. */
async function solveAgain(session, solve, env, what) {
	session.world.log.open(`${what} what was judged`);
	const end = await solveOnce(session, solve, true, env);
	session.world.log.close();
	if (end.failure) throw new UndeliveredError(`${what.toLowerCase()} failed after the checks were green: ${end.failure.message}`, pushRemedy(end.failure.message, pusherOf(session)), end);
	return await read(session, solve.metadataFile) ?? "";
}
// src/build/deliver-files.ts
/** Writes what was asked for as files: folders and tars as they are, archives of the image only when they hold what was judged. */
async function writeFiles(session, whole, env, judged) {
	const outputs = whole.outputs.map(readOutput);
	const plain = outputs.filter(({ type }) => type === "local" || type === "tar");
	const drafts = await Promise.all(outputs.filter(isArchive).map((output) => draft(session, output)));
	if (plain.length + drafts.length === 0) return void 0;
	const { world, journal } = session;
	const undo = ({ path }) => ({
		kind: "remove-path",
		path
	});
	const discard = async () => {
		for (const one of drafts) {
			await world.files.remove(one.path);
			await journal.forget(undo(one));
		}
	};
	for (const one of drafts) await journal.note(undo(one));
	try {
		const written = drafts.map(({ output, path }) => ({
			...output,
			attrs: {
				...output.attrs,
				dest: path
			}
		}));
		const metadata = await solveAgain(session, {
			...whole,
			push: false,
			load: false,
			outputs: [...plain, ...written].map(printOutput)
		}, await env(), "Write");
		for (const { path } of drafts) await holdToJudged("written", judged, () => archiveLayers(world, path), true);
		return {
			metadata,
			finish: () => move(session, drafts),
			discard
		};
	} catch (error) {
		await discard();
		throw error;
	}
}
async function draft({ world }, output) {
	const given = output.attrs["dest"] ?? "";
	const whole = given.startsWith("/") ? given : `${world.files.cwd}/${given}`;
	const dest = await world.files.resolve(whole).catch(() => whole);
	return {
		output,
		dest,
		path: `${dest}.unjudged-${world.machine.pid}`
	};
}
async function move({ world }, drafts) {
	for (const { path, dest } of drafts) {
		unlessCancelled(world);
		const { code, stderr, error } = await world.run({ argv: [
			"mv",
			"-f",
			"--",
			path,
			dest
		] });
		if (code !== 0) throw undelivered(`${dest} could not be written: ${error ?? lastError(stderr)}`, "make that path writable");
	}
}
// src/build/engine-names.ts
/** It only looks into the engine's own lists. */
const ANSWER_MS = 6e4;
/** Gives an image of the engine a name. https://docs.docker.com/reference/api/engine/version/v1.51/#tag/Image/operation/ImageTag */
async function tagImage({ world }, id, tag) {
	unlessCancelled(world);
	const target = engineTarget(world.engine.endpoint);
	await whileAlive(world, {
		target,
		meanwhile: `${tag} was given`
	}, (alive) => giveTag(alive, id, tag));
}
async function giveTag(world, id, tag) {
	const { repo, tag: given } = splitTag(tag);
	const name = given || "latest";
	if (world.engine.direct) {
		const path = `/images/${encodeURIComponent(id)}/tag?repo=${encodeURIComponent(repo)}&tag=${encodeURIComponent(name)}`;
		const { status, text } = await world.engine.call({
			method: "POST",
			path
		});
		if (status === 201) return;
		throw undelivered(`the engine refused the tag ${tag} (${status}: ${text.slice(0, 200)})`, "correct the input tags");
	}
	const { code, stderr, error } = await world.run({
		argv: [
			"docker",
			"tag",
			id,
			tag
		],
		timeoutMs: ANSWER_MS
	});
	if (code !== 0) throw undelivered(`the tag ${tag} was refused: ${error ?? lastError(stderr)}`, "correct the input tags");
}
/** What the engine says of an image: `GET /images/{id}/json`. Throws an Error with the engine's answer. */
async function engineImage({ world }, id) {
	if (world.engine.direct) {
		const { status, text } = await world.engine.call({ path: `/images/${encodeURIComponent(id)}/json` });
		if (status !== 200) throw new Error(`the engine does not know ${id} (${status}: ${text.slice(0, 200)})`);
		return asImage(JSON.parse(text));
	}
	const { code, stdout, stderr, error } = await world.run({
		argv: [
			"docker",
			"image",
			"inspect",
			id
		],
		timeoutMs: ANSWER_MS
	});
	if (code !== 0) throw new Error(`the engine does not know ${id}: ${error ?? lastError(stderr)}`);
	return asImage(JSON.parse(stdout)[0]);
}
function asImage(value) {
	if (isJson(value)) return value;
	throw new Error("the engine's answer is no image");
}
export { pushRemedy as a, holdToJudged as c, solveAgain as i, tagImage as n, pusherOf as o, writeFiles as r, NOT_REPEATABLE as s, engineImage as t };
