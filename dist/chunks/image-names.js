import { n as CsvError, t as parse } from "./sync.js";
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
	return type === "registry" || type === "image" && isTrue(attributes.get("push"));
}
/** Pushed under its digest only: no tag moves. */
function isByDigest({ attributes }) {
	return isTrue(attributes.get("push-by-digest"));
}
/** An archive of the image on this machine. */
function isArchive({ type, attributes }) {
	return type === "oci" || type === "docker" && attributes.has("dest");
}
/** The names of an output itself, for example `name=a:1,b:1`. */
function namesOf({ attributes }) {
	return (attributes.get("name") ?? "").split(",").filter((name) => name !== "");
}
/** Folders on this machine to which buildx writes a cache or the result, as they were given. */
function foldersWritten({ cacheTo, outputs }) {
	const caches = cacheTo.flatMap((item) => item.startsWith("type=local,") ? destOf(item) : []);
	const results = outputs.flatMap(destOf);
	return [...caches.map((path) => ({
		role: "cache",
		path
	})), ...results.map((path) => ({
		role: "output",
		path
	}))];
}
function destOf(item) {
	const dest = parseOutput(item)?.attributes.get("dest") ?? "";
	return dest === "" || dest === "-" ? [] : [dest];
}
/** As Go reads truth (`strconv.ParseBool`). */
function isTrue(text) {
	return /^(1|t|true)$/i.test(text ?? "");
}
function splitField(field) {
	const at = field.indexOf("=");
	return [field.slice(0, at).trim().toLowerCase(), field.slice(at + 1)];
}
// src/space/image-names.ts
/** Takes `ghcr.io/me/app:1@sha256:…` apart; nothing when it is no name (empty, `<none>:<none>`, with a variable in it). */
function parseImageName(text) {
	const [name = "", digest] = text.trim().split("@");
	const colon = name.lastIndexOf(":");
	const tagged = colon > name.lastIndexOf("/");
	const path = tagged ? name.slice(0, colon) : name;
	if (!/^[a-z0-9][\w.-]*(?::\d+)?(?:\/[a-z0-9][\w.-]*)*$/i.test(path)) return void 0;
	const [first = "", ...rest] = path.split("/");
	const hosted = rest.length > 0 && (/[.:]/.test(first) || first === "localhost");
	const host = hosted ? first.replace(/^(?:index|registry-1)\.docker\.io$/, "docker.io") : "docker.io";
	const inside = hosted ? rest.join("/") : path;
	const full = host === "docker.io" && !inside.includes("/") ? `library/${inside}` : inside;
	return {
		host,
		repository: `${host}/${full}`,
		familiar: host === "docker.io" ? full.replace(/^library\//, "") : `${host}/${full}`,
		...tagged && { tag: name.slice(colon + 1) },
		...digest !== void 0 && { digest }
	};
}
export { isImage as a, parseOutput as c, isByDigest as i, splitFields as l, foldersWritten as n, isPushed as o, isArchive as r, namesOf as s, parseImageName as t, splitList as u };
