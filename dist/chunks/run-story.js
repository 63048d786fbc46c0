import { i as prettyBytes, n as SIZE_FORMAT, r as parseSize } from "./bytes.js";
import { n as CsvError, o as readMemory, t as parse } from "./sync.js";
import { c as CancelledError, l as UserError } from "./teardown.js";
import { a as unescapePath } from "./swap.js";
import { i as duration, n as count, o as size, s as thousands } from "./swap-text.js";
import { a as wantsSecond, c as PLENTY, l as estimateNeed, n as chooseSecond, o as deficitOf, r as relieved, s as diskNeeds, t as SECOND_DISK } from "./second-disk.js";
// src/journal-folder.ts
/**
* Where a user's undo journals lie on this machine, for the action and the command line alike: a runner empties its own temporary folder before
* each job, and with it what a killed run left to be undone. https://specifications.freedesktop.org/basedir-spec/latest/
*/
function journalFolder({ env, files }) {
	const given = env["XDG_STATE_HOME"] ?? "";
	return `${given.startsWith("/") ? given : `${files.home}/.local/state`}/ml-image-build`;
}
/** The first of the folders that can be a private one; the last one is not asked: what cannot be written there fails with its reason. */
async function usableFolder({ files }, folders) {
	for (const folder of folders.slice(0, -1)) if (await files.makePrivate(folder)) return folder;
	return folders.at(-1) ?? files.temp;
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
	return type === "registry" || type === "image" && isTrue$1(attributes.get("push"));
}
/** Pushed under its digest only: no tag moves. */
function isByDigest({ attributes }) {
	return isTrue$1(attributes.get("push-by-digest"));
}
/** An archive of the image on this machine. */
function isArchive({ type, attributes }) {
	return type === "oci" || type === "docker" && attributes.has("dest");
}
/** The names of an output itself, for example `name=a:1,b:1`. */
function namesOf$1({ attributes }) {
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
function isTrue$1(text) {
	return /^(1|t|true)$/i.test(text ?? "");
}
function splitField(field) {
	const at = field.indexOf("=");
	return [field.slice(0, at).trim().toLowerCase(), field.slice(at + 1)];
}
// src/report/escape.ts
/**
* Makes text from Dockerfiles, logs, images and pull requests safe to show. Everything that reaches Markdown goes through
* {@link prose}, {@link quote}, {@link code}, {@link cell} or {@link fence}; nothing else may.
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
function isPlain$1(word, first) {
	const bare = word.endsWith(":") && !word.startsWith(":") ? word.slice(0, -1) : word;
	return word === "" || word === "=" && !first || bare !== "" && harmless(bare, first);
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
		const plain = isPlain$1(word, first && index === 0);
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
	return oneLine(text, max).split(CODE).map((part, index) => index % 2 === 1 ? code(part.replace(/^`|`$/g, ""), max) : proseWords(part, index === 0)).join("");
}
/** What another program said: as text where nothing in it could mean something, else all of it as one code span, never a word here and there. */
function quote(text, max = 600) {
	const flat = oneLine(text, max);
	return flat !== "" && flat.split(" ").every((word, index) => isPlain$1(word, index === 0)) ? flat : code(flat, max);
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
// src/report/space-text.ts
/** The disk that had least to spare before room was made. */
function shortestDisk(space) {
	return space?.disks.toSorted((one, other) => spare(one) - spare(other))[0];
}
function spare({ free, needed }) {
	return free - needed;
}
/** Room in plain sentences: what was needed, what was done for it, what is left to know. Empty when it was not looked at. */
function spaceSentences(space) {
	const disk = shortestDisk(space);
	if (space === void 0 || disk === void 0) return [];
	return [
		[needed(space, disk), done(space, disk)].join(": "),
		...space.refused === void 0 ? [] : [`Nothing was removed: ${space.refused}`],
		...failures(space.items)
	];
}
function needed({ need, disks }, disk) {
	const where = disks.length > 1 ? ` at ${disk.path}` : "";
	return `About ${size(disk.needed)} of disk${where} are needed (${need.how})`;
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
	return [...failed.slice(0, MOST_FAILURES).map(({ title, why }) => `${title} stayed: ${why ?? "no reason"}`), ...more > 0 ? [`${count(more, "more component")} stayed`] : []];
}
// src/space/job-env.ts
/**
* Reads `/etc/environment` as PAM does (https://man7.org/linux/man-pages/man8/pam_env.8.html): `NAME=value` lines, quotes around values
* taken away. Runner images leave `$HOME` in some values until the first start.
*/
function parseEnvironment(text, home) {
	const values = {};
	for (const line of text.split("\n")) {
		const [, name = "", value = ""] = /^\s*(?:export\s+)?([A-Za-z_]\w*)=(.*)$/.exec(line) ?? [];
		if (name === "") continue;
		values[name] = (/^(["'])(.*)\1\s*$/.exec(value)?.[2] ?? value.trim()).replaceAll(/\$HOME\b|\$\{HOME\}/g, home);
	}
	return values;
}
/**
* Paths in the job's environment that the image's own does not have: what a step or the workflow set up. Of PATH, entries that were added,
* also once more; of any other variable, all paths in a value that differs.
*/
function namedPaths(env, image) {
	const named = [];
	for (const [name, value] of Object.entries(env)) {
		if (value === void 0 || value === image[name]) continue;
		const paths = name === "PATH" ? addedEntries(value, image[name] ?? "") : pathsIn(value);
		for (const path of new Set(paths)) named.push({
			name,
			path
		});
	}
	return named;
}
function addedEntries(value, image) {
	const left = /* @__PURE__ */ new Map();
	for (const entry of image.split(":").map(tidy)) left.set(entry, (left.get(entry) ?? 0) + 1);
	return value.split(":").map(tidy).filter((entry) => {
		const count = left.get(entry) ?? 0;
		left.set(entry, count - 1);
		return count <= 0 && entry.startsWith("/");
	});
}
/** Words that are absolute paths: `-L/usr/lib/llvm-18/lib`, `--home=/opt/az`, lists with `:`, `;` or `,`. */
function pathsIn(value) {
	return value.split(/[\s:;,="'|]+/).map((word) => tidy(word.replace(/^-[A-Za-z]+(?=\/)/, ""))).filter((word) => word.startsWith("/") && word.length > 1);
}
function tidy(path) {
	return path.length > 1 ? path.replace(/\/+$/, "") : path;
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
// src/space/registries.ts
const HOSTS = [
	["aws", /^(?:public\.ecr\.aws|ecr-public\.aws\.com|\d+\.dkr[.-]ecr(?:-fips)?\.[\w-]+\.(?:amazonaws\.com(?:\.cn)?|on\.aws))$/],
	["azure", /\.azurecr\.(?:io|cn|us)$/],
	["google", /(?:^|\.)gcr\.io$|\.pkg\.dev$/]
];
/** The cloud whose command line logs in to this registry. */
function cloudOf(host) {
	return HOSTS.find(([, pattern]) => pattern.test(host.toLowerCase()))?.[0];
}
/** Names of images that a build request itself holds: tags, outputs, caches, named contexts. */
function requestedImages({ tags, outputs, cacheFrom, cacheTo, buildContexts }) {
	const caches = [...cacheFrom, ...cacheTo].flatMap(cacheReference);
	const contexts = buildContexts.flatMap((item) => /=docker-image:\/\/(.+)$/.exec(item)?.[1] ?? []);
	const named = outputs.flatMap((item) => {
		const output = parseOutput(item);
		return output ? namesOf$1(output) : [];
	});
	return [
		...tags,
		...named,
		...caches,
		...contexts
	];
}
/** `type=registry,ref=user/app:cache`, or a lone reference (buildx, `ParseCacheEntry`). */
function cacheReference(item) {
	const fields = splitFields(item) ?? [];
	if (fields.length === 1 && !item.includes("=")) return [item];
	return fields.flatMap((field) => /^ref=/i.test(field) ? [field.slice(4)] : []);
}
/** What the Docker configuration says of logins: its registries and credential helpers. A text that is no JSON says nothing. */
function readDockerConfig(text) {
	try {
		const { auths, credHelpers, credsStore } = JSON.parse(text);
		return {
			registries: [...Object.keys(auths ?? {}), ...Object.keys(credHelpers ?? {})].map((key) => key.replace(/^https?:\/\//, "").replace(/\/.*$/, "")),
			helpers: [...Object.values(credHelpers ?? {}), ...credsStore ? [credsStore] : []]
		};
	} catch {
		return {
			registries: [],
			helpers: []
		};
	}
}
/** Hosts of these images, each once. */
function hostsOf(images) {
	return [...new Set(images.flatMap((image) => parseImageName(image)?.host ?? []))];
}
// src/space/protect.ts
/** Rules in the order of their weight: the first that finds something is told. */
const RULES = [
	usedPlace,
	mountInside,
	running,
	credentialHelper,
	setUp,
	installed,
	cloudRegistry
];
/** Why this component stays, from what the job is seen to use; nothing when nothing speaks for it. */
function protect(target, evidence) {
	for (const rule of RULES) {
		const found = rule(target, evidence);
		if (found) return {
			component: target.component.id,
			...found
		};
	}
}
/** The same path, or one below it. */
function isWithin(path, folder) {
	return path === folder || path.startsWith(folder === "/" ? "/" : `${folder}/`);
}
function usedPlace({ paths }, { places }) {
	for (const { path, what } of places) {
		if (paths.some((root) => isWithin(path, root))) return {
			why: `${what} lies in it (${path})`,
			firm: true
		};
		if (path !== "/" && paths.some((root) => isWithin(root, path))) return {
			why: `it lies in ${what} (${path})`,
			firm: true
		};
	}
}
function mountInside({ paths }, { mounts }) {
	const mount = mounts.find((path) => paths.some((root) => isWithin(path, root)));
	return mount === void 0 ? void 0 : {
		why: `a file system is mounted at ${mount}`,
		firm: true
	};
}
function running({ paths }, { programs }) {
	const program = programs.find(({ path }) => paths.some((root) => isWithin(path, root)));
	if (!program) return void 0;
	const { name, pid, how, path } = program;
	return {
		why: `${name} (process ${pid}) ${how} ${path}`,
		firm: true
	};
}
/** `gcloud` as a helper is a program inside of the component; those of the other clouds are programs of their own. */
function credentialHelper({ component }, { helpers }) {
	if (component.id !== "google-cloud-cli" || !helpers.includes("gcloud")) return void 0;
	return {
		why: "the Docker configuration logs in with docker-credential-gcloud",
		firm: true
	};
}
function setUp({ paths }, { named }) {
	for (const { name, path, real = path } of named) {
		if (!paths.some((root) => isWithin(path, root) || isWithin(real, root))) continue;
		return { why: name === "PATH" ? `the PATH of this job has ${path}` : `this job sets ${name} to ${path}` };
	}
}
/** A tool that `actions/setup-*` put into the tool cache during this job; which files the image brought is told by their time. */
function installed({ component, paths }, { marks, jobStartedMs }) {
	const inside = marks.filter(({ path }) => paths.some((root) => isWithin(path, root)));
	if (inside.length === 0) return void 0;
	if (jobStartedMs === void 0) return { why: "it is not known when this job began, so an earlier step may have installed into it" };
	const fresh = inside.find(({ modifiedMs }) => modifiedMs >= jobStartedMs);
	if (!fresh) return void 0;
	const [tool = component.id, version = ""] = fresh.path.split("/").slice(-3);
	return { why: `an earlier step installed ${tool} ${version} into it` };
}
const CLOUDS$1 = {
	"aws-cli": "aws",
	"azure-cli": "azure",
	"google-cloud-cli": "google"
};
const CLOUD_HELPERS = {
	"aws-cli": ["ecr-login"],
	"azure-cli": [
		"acr",
		"acr-env",
		"acr-linux",
		"acr-login"
	],
	"google-cloud-cli": ["gcr"]
};
/** Logins to a cloud's registry are made with its command line, and may have to be renewed by a later step. */
function cloudRegistry({ component }, { registries, helpers }) {
	const cloud = CLOUDS$1[component.id];
	if (cloud === void 0) return void 0;
	const registry = registries.find((host) => cloudOf(host) === cloud);
	if (registry !== void 0) return { why: `this job uses the registry ${registry}` };
	const helper = helpers.find((name) => CLOUD_HELPERS[component.id]?.includes(name));
	return helper === void 0 ? void 0 : { why: `the Docker configuration names the credential helper ${helper}` };
}
// src/space/dangling.ts
/**
* Links and variables that pointed into what was removed, for the log: `/usr/bin/julia (to /usr/local/julia1.12.7/bin/julia)`,
* `ANDROID_HOME=/usr/local/lib/android/sdk`. `links` as they were found before.
*/
function danglingAfter(removed, links, env) {
	const gone = (path) => removed.some((root) => isWithin(path, root));
	const dead = links.flatMap(({ path, target }) => target !== void 0 && gone(target) && !gone(path) ? [`${path} (to ${target})`] : []);
	const variables = namedPaths(env, {}).flatMap(({ name, path }) => {
		if (name.startsWith("INPUT_") || !gone(path)) return [];
		return [name === "PATH" ? `${path} in PATH` : `${name}=${path}`];
	});
	return [.../* @__PURE__ */ new Set([...dead, ...variables])];
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
		localCaches: build.cacheTo.filter((item) => splitFields(item)?.includes("type=local")).length
	};
}
// src/space/components/row.ts
const SCRIPTS = "https://github.com/actions/runner-images/blob/main/images/ubuntu/scripts/build";
const X64 = ["x64"];
/** Makes a component of its row. */
function component({ gb, seconds, script, paths, links, variables, images, architectures, ...row }) {
	return {
		...row,
		paths: paths ?? [],
		links: links ?? [],
		variables: variables ?? [],
		images: images ?? [
			"ubuntu22",
			"ubuntu24",
			"ubuntu26"
		],
		architectures: architectures ?? ["x64", "arm64"],
		expected: {
			bytes: Math.round(gb * 1e9),
			seconds
		},
		source: `${SCRIPTS}/${script}`
	};
}
// src/space/components/android.ts
const SDK = "/usr/local/lib/android/sdk";
/** The NDKs are few large files and most of the bytes, the rest is hundreds of thousands of small ones. */
const ANDROID = [component({
	id: "android-ndk",
	group: "android",
	title: "Android NDKs",
	paths: [`${SDK}/ndk`],
	variables: [
		"ANDROID_NDK",
		"ANDROID_NDK_HOME",
		"ANDROID_NDK_ROOT",
		"ANDROID_NDK_LATEST_HOME"
	],
	architectures: X64,
	breaks: "native Android builds",
	gb: 6.5,
	seconds: 12,
	script: "install-android-sdk.sh"
}), component({
	id: "android",
	title: "Android SDK",
	paths: [
		"add-ons",
		"build-tools",
		"cmake",
		"cmdline-tools",
		"extras",
		"platform-tools",
		"platforms",
		"sources"
	].map((name) => `${SDK}/${name}`),
	variables: ["ANDROID_HOME", "ANDROID_SDK_ROOT"],
	architectures: X64,
	breaks: "Android builds",
	gb: 4.4,
	seconds: 38,
	script: "install-android-sdk.sh"
})];
// src/space/components/binaries.ts
/** Tools that are one file or a few. */
const BINARIES = [
	component({
		id: "pulumi",
		title: "Pulumi",
		paths: ["/usr/local/bin/pulumi*"],
		images: ["ubuntu22", "ubuntu24"],
		breaks: "pulumi",
		gb: .4,
		seconds: .2,
		script: "install-pulumi.sh"
	}),
	component({
		id: "kubernetes-tools",
		title: "minikube, kind, kustomize, helm",
		paths: [
			"/usr/local/bin/minikube",
			"/usr/local/bin/kind",
			"/usr/local/bin/kustomize",
			"/usr/local/bin/helm"
		],
		breaks: "clusters on the runner, helm and kustomize (kubectl stays)",
		gb: .23,
		seconds: .2,
		script: "install-kubernetes-tools.sh"
	}),
	component({
		id: "packer",
		title: "Packer",
		paths: ["/usr/local/bin/packer"],
		breaks: "packer",
		gb: .06,
		seconds: .1,
		script: "install-packer.sh"
	}),
	component({
		id: "terraform",
		title: "Terraform",
		paths: ["/usr/local/bin/terraform"],
		images: ["ubuntu22"],
		breaks: "terraform",
		gb: .09,
		seconds: .1,
		script: "install-terraform.sh"
	}),
	component({
		id: "bicep",
		title: "Bicep",
		paths: ["/usr/local/bin/bicep"],
		breaks: "bicep",
		gb: .1,
		seconds: .1,
		script: "install-bicep.sh"
	}),
	component({
		id: "azcopy",
		title: "AzCopy",
		paths: ["/usr/local/bin/azcopy"],
		links: ["/usr/local/bin/azcopy10"],
		breaks: "azcopy",
		gb: .05,
		seconds: .1,
		script: "install-azcopy.sh"
	}),
	component({
		id: "openshift-cli",
		title: "OpenShift command line",
		paths: ["/usr/local/bin/oc"],
		images: ["ubuntu22"],
		breaks: "oc",
		gb: .12,
		seconds: .1,
		script: "install-oc-cli.sh"
	}),
	component({
		id: "sqlpackage",
		title: "SqlPackage",
		paths: ["/usr/local/sqlpackage"],
		links: ["/usr/local/bin/sqlpackage"],
		images: ["ubuntu22"],
		breaks: "sqlpackage",
		gb: .15,
		seconds: .5,
		script: "install-sqlpackage.sh"
	})
];
// src/space/components/browsers.ts
const browser = (row) => component({
	...row,
	group: "browsers"
});
const BROWSERS = [
	browser({
		id: "chrome",
		title: "Google Chrome",
		paths: ["/opt/google/chrome"],
		links: ["/usr/bin/google-chrome*"],
		variables: ["CHROME_BIN"],
		architectures: X64,
		breaks: "tests in Chrome",
		gb: .39,
		seconds: .6,
		script: "install-google-chrome.sh"
	}),
	browser({
		id: "chromium",
		title: "Chromium",
		paths: ["/usr/local/share/chromium"],
		links: ["/usr/bin/chromium", "/usr/bin/chromium-browser"],
		architectures: X64,
		breaks: "tests in Chromium",
		gb: .59,
		seconds: 3,
		script: "install-google-chrome.sh"
	}),
	browser({
		id: "edge",
		title: "Microsoft Edge",
		paths: ["/opt/microsoft/msedge"],
		links: ["/usr/bin/microsoft-edge*"],
		architectures: X64,
		breaks: "tests in Edge",
		gb: .62,
		seconds: 1,
		script: "install-microsoft-edge.sh"
	}),
	browser({
		id: "firefox",
		title: "Firefox",
		paths: ["/usr/lib/firefox"],
		links: ["/usr/bin/firefox"],
		breaks: "tests in Firefox",
		gb: .27,
		seconds: .5,
		script: "install-firefox.sh"
	}),
	browser({
		id: "browser-drivers",
		title: "Browser drivers",
		paths: [
			"/usr/local/share/chromedriver-linux64",
			"/usr/local/share/edge_driver",
			"/usr/local/share/gecko_driver"
		],
		links: [
			"/usr/bin/chromedriver",
			"/usr/bin/msedgedriver",
			"/usr/bin/geckodriver"
		],
		variables: [
			"CHROMEWEBDRIVER",
			"EDGEWEBDRIVER",
			"GECKOWEBDRIVER"
		],
		breaks: "Selenium tests",
		gb: .05,
		seconds: .2,
		script: "install-google-chrome.sh"
	})
];
// src/space/components/clouds.ts
/** Logins and pushes to a cloud's registry go through these, often in a later step: never without being asked. */
const cloud = (row) => component({
	...row,
	group: "cloud-clis",
	onlyAsked: true
});
const CLOUDS = [
	cloud({
		id: "aws-cli",
		title: "AWS command line",
		paths: ["/usr/local/aws-cli"],
		links: ["/usr/local/bin/aws", "/usr/local/bin/aws_completer"],
		breaks: "aws, and with it logins to ECR",
		gb: .25,
		seconds: 7,
		script: "install-aws-tools.sh"
	}),
	cloud({
		id: "aws-sam-cli",
		title: "AWS SAM command line",
		paths: ["/usr/local/aws-sam-cli"],
		links: ["/usr/local/bin/sam"],
		breaks: "sam",
		gb: .2,
		seconds: 16,
		script: "install-aws-tools.sh"
	}),
	cloud({
		id: "azure-cli",
		title: "Azure command line",
		paths: ["/opt/az"],
		variables: ["AZURE_EXTENSION_DIR"],
		breaks: "az, azure/login, and with them logins to Azure's registries",
		gb: .58,
		seconds: 12,
		script: "install-azure-cli.sh"
	}),
	cloud({
		id: "google-cloud-cli",
		title: "Google Cloud command line",
		paths: ["/usr/lib/google-cloud-sdk", "/opt/google-cloud-sdk"],
		links: [
			"/usr/bin/gcloud",
			"/usr/bin/gsutil",
			"/usr/bin/bq",
			"/usr/bin/docker-credential-gcloud"
		],
		breaks: "gcloud, gsutil, and docker-credential-gcloud, which pushes to Google's registries use",
		gb: .7,
		seconds: 15,
		script: "install-google-cloud-cli.sh"
	})
];
// src/space/components/databases.ts
/** Their services are stopped when a job starts. */
const DATABASES = [
	component({
		id: "mysql",
		title: "Data of MySQL",
		paths: ["/var/lib/mysql"],
		breaks: "the mysql service, should a later step start it",
		onlyAsked: true,
		gb: .2,
		seconds: .3,
		script: "install-mysql.sh"
	}),
	component({
		id: "postgresql",
		title: "PostgreSQL",
		paths: ["/usr/lib/postgresql", "/var/lib/postgresql"],
		links: ["/usr/bin/pg_config"],
		breaks: "the postgresql service, should a later step start it, and psql",
		onlyAsked: true,
		gb: .1,
		seconds: 1,
		script: "install-postgresql.sh"
	}),
	component({
		id: "php",
		title: "PHP extensions",
		paths: ["/usr/lib/php"],
		breaks: "php with extensions",
		onlyAsked: true,
		gb: .1,
		seconds: .5,
		script: "install-php.sh"
	})
];
// src/space/components/engine.ts
/** What lies in the engine's own store. It goes through the engine, never by unlinking its files. */
const ENGINE$1 = [component({
	id: "docker-images",
	title: "Docker images",
	engine: "images",
	images: ["ubuntu24", "ubuntu26"],
	breaks: "what uses these images pulls them again",
	gb: 2,
	seconds: 20,
	script: "install-docker.sh"
}), component({
	id: "build-cache",
	title: "Build cache of the engine",
	engine: "build-cache",
	breaks: "nothing: builds after this one start without it",
	onlyAsked: true,
	gb: 2,
	seconds: 20,
	script: "install-docker.sh"
})];
/** Images that a runner comes with. All others were brought by the job itself. */
const PREINSTALLED_IMAGES = [
	"ghcr.io/dependabot/dependabot-updater-core",
	"ghcr.io/github/gh-aw-mcpg",
	"ghcr.io/github/gh-aw-firewall/agent",
	"ghcr.io/github/gh-aw-firewall/api-proxy",
	"ghcr.io/github/gh-aw-firewall/squid",
	"ghcr.io/github/github-mcp-server"
];
// src/space/components/java.ts
/** JDKs and what is built with them. */
const JAVA = [
	component({
		id: "jdk",
		title: "JDKs (Temurin)",
		paths: ["/usr/lib/jvm/temurin-*"],
		links: [
			"/usr/bin/java",
			"/usr/bin/javac",
			"/opt/hostedtoolcache/Java_*/*/*"
		],
		variables: ["JAVA_HOME", "JAVA_HOME_*"],
		breaks: "java, and with it Maven, Gradle, Ant and sbt",
		gb: 1.7,
		seconds: 2,
		script: "install-java-tools.sh"
	}),
	component({
		id: "gradle",
		group: "java-tools",
		title: "Gradle",
		paths: ["/usr/share/gradle-*"],
		links: ["/usr/bin/gradle"],
		variables: ["GRADLE_HOME"],
		breaks: "gradle (a project's own gradlew is not touched)",
		gb: .14,
		seconds: 1,
		script: "install-java-tools.sh"
	}),
	component({
		id: "maven",
		group: "java-tools",
		title: "Maven",
		paths: ["/usr/share/apache-maven-*"],
		links: ["/usr/bin/mvn"],
		breaks: "mvn",
		gb: .01,
		seconds: .1,
		script: "install-java-tools.sh"
	}),
	component({
		id: "kotlin",
		group: "java-tools",
		title: "Kotlin compiler",
		paths: ["/usr/share/kotlinc"],
		links: ["/usr/bin/kotlin*"],
		breaks: "kotlinc",
		gb: .1,
		seconds: .3,
		script: "install-kotlin.sh"
	}),
	component({
		id: "sbt",
		group: "java-tools",
		title: "sbt",
		paths: ["/usr/share/sbt"],
		links: ["/usr/bin/sbt"],
		images: ["ubuntu22"],
		breaks: "sbt",
		gb: .06,
		seconds: .3,
		script: "install-sbt.sh"
	})
];
// src/space/components/languages.ts
/** Compilers and runtimes outside of the tool cache. */
const LANGUAGES = [
	component({
		id: "haskell",
		title: "Haskell (GHCup, GHC, Cabal)",
		paths: ["/usr/local/.ghcup"],
		links: ["/etc/skel/.ghcup", "~/.ghcup"],
		variables: ["GHCUP_INSTALL_BASE_PREFIX"],
		architectures: X64,
		breaks: "ghc, ghcup and cabal",
		gb: 3.7,
		seconds: 1,
		script: "install-haskell.sh"
	}),
	component({
		id: "swift",
		title: "Swift",
		paths: ["/usr/share/swift"],
		links: [
			"/usr/local/bin/swift",
			"/usr/local/bin/swiftc",
			"/usr/local/lib/libsourcekitdInProc.so"
		],
		variables: ["SWIFT_PATH"],
		images: ["ubuntu22", "ubuntu24"],
		breaks: "swift and swiftc",
		gb: 3.4,
		seconds: 1,
		script: "install-swift.sh"
	}),
	component({
		id: "dotnet",
		title: ".NET SDKs",
		paths: ["/usr/share/dotnet"],
		links: ["/usr/bin/dotnet"],
		variables: ["DOTNET_ROOT"],
		breaks: "dotnet, and actions that start .NET programs (the runner brings its own)",
		gb: 5.3,
		seconds: 7,
		script: "install-dotnetcore-sdk.sh"
	}),
	component({
		id: "julia",
		title: "Julia",
		paths: ["/usr/local/julia*"],
		links: ["/usr/bin/julia"],
		images: ["ubuntu22", "ubuntu24"],
		architectures: X64,
		breaks: "julia",
		gb: 1,
		seconds: 4,
		script: "install-julia.sh"
	}),
	component({
		id: "miniconda",
		title: "Miniconda",
		paths: ["/usr/share/miniconda"],
		links: ["/usr/bin/conda"],
		variables: ["CONDA"],
		images: ["ubuntu22", "ubuntu24"],
		architectures: X64,
		breaks: "conda, and setup-miniconda where it uses the bundled one",
		gb: .97,
		seconds: 8,
		script: "install-miniconda.sh"
	}),
	component({
		id: "rust-skel",
		title: "Rust, the copy for new users",
		paths: ["/etc/skel/.rustup", "/etc/skel/.cargo"],
		breaks: "Rust of users that are made later with a home of their own",
		gb: .6,
		seconds: 2,
		script: "install-rust.sh"
	}),
	component({
		id: "rust",
		title: "Rust (rustup, cargo)",
		paths: ["~/.rustup", "~/.cargo"],
		variables: ["CARGO_HOME", "RUSTUP_HOME"],
		breaks: "rustc, cargo and rustup",
		gb: .6,
		seconds: 2,
		script: "install-rust.sh"
	}),
	component({
		id: "llvm",
		title: "Clang and LLVM",
		paths: ["/usr/lib/llvm-*"],
		links: [
			"/usr/bin/clang*",
			"/usr/bin/lld*",
			"/usr/bin/lldb*",
			"/usr/bin/llvm-*"
		],
		breaks: "clang, lldb and lld on the runner",
		gb: .9,
		seconds: 1.2,
		script: "install-clang.sh"
	}),
	component({
		id: "mono",
		title: "Mono",
		paths: ["/usr/lib/mono"],
		images: ["ubuntu22"],
		breaks: "mono and msbuild",
		gb: .4,
		seconds: 2,
		script: "install-mono.sh"
	}),
	component({
		id: "r",
		title: "R",
		paths: ["/usr/lib/R"],
		links: ["/usr/bin/R", "/usr/bin/Rscript"],
		images: ["ubuntu22"],
		architectures: X64,
		breaks: "R and Rscript",
		gb: .1,
		seconds: 1,
		script: "install-rlang.sh"
	})
];
// src/space/components/packages.ts
/** Package managers and what they installed for everybody. */
const PACKAGES = [
	component({
		id: "node-modules",
		title: "Global Node.js modules (npm is one of them)",
		paths: ["/usr/local/lib/node_modules", "/usr/local/n"],
		links: ["/usr/local/bin/*"],
		breaks: "npm, npx and yarn (actions bring a Node.js of their own)",
		onlyAsked: true,
		gb: .46,
		seconds: 18,
		script: "install-nodejs.sh"
	}),
	component({
		id: "vcpkg",
		title: "vcpkg",
		paths: ["/usr/local/share/vcpkg"],
		links: ["/usr/local/bin/vcpkg"],
		variables: ["VCPKG_INSTALLATION_ROOT"],
		breaks: "C++ builds with vcpkg",
		gb: .15,
		seconds: 3,
		script: "install-vcpkg.sh"
	}),
	component({
		id: "homebrew",
		title: "Homebrew",
		paths: ["/home/linuxbrew/.linuxbrew"],
		breaks: "brew and what it installed",
		gb: .3,
		seconds: 5,
		script: "install-homebrew.sh"
	}),
	component({
		id: "pipx",
		title: "pipx packages (ansible-core, yamllint)",
		paths: ["/opt/pipx"],
		links: ["/opt/pipx_bin/*"],
		variables: ["PIPX_HOME", "PIPX_BIN_DIR"],
		breaks: "ansible and yamllint",
		gb: .1,
		seconds: 2,
		script: "install-pipx-packages.sh"
	}),
	component({
		id: "apt-lists",
		title: "Package lists of apt",
		paths: ["/var/lib/apt/lists/*_*"],
		breaks: "apt-get install, until apt-get update ran",
		onlyAsked: true,
		gb: .25,
		seconds: .2,
		script: "configure-apt.sh"
	}),
	component({
		id: "apt-cache",
		title: "Package files of apt",
		paths: ["/var/cache/apt/*.bin", "/var/cache/apt/archives/*.deb"],
		breaks: "nothing: apt makes and downloads them again",
		gb: .15,
		seconds: .1,
		script: "configure-apt.sh"
	}),
	component({
		id: "action-archives",
		title: "Archives of well-known actions",
		paths: ["/opt/actionarchivecache"],
		variables: ["ACTIONS_RUNNER_ACTION_ARCHIVE_CACHE"],
		breaks: "nothing in a job that runs: they are read when a job is set up",
		gb: .8,
		seconds: 1,
		script: "install-actions-cache.sh"
	})
];
// src/space/components/powershell.ts
const POWERSHELL = [
	component({
		id: "powershell-modules",
		title: "PowerShell modules (Microsoft.Graph, Pester)",
		paths: ["/usr/local/share/powershell"],
		variables: ["PSModulePath"],
		breaks: "pwsh steps that use these modules (pwsh itself stays)",
		gb: 1.3,
		seconds: .7,
		script: "Install-PowerShellModules.ps1"
	}),
	component({
		id: "az-modules",
		title: "PowerShell modules for Azure",
		paths: ["/usr/share/az_*"],
		variables: ["PSModulePath"],
		breaks: "the azure/powershell action",
		gb: .5,
		seconds: 6,
		script: "Install-PowerShellAzModules.ps1"
	}),
	component({
		id: "powershell",
		title: "PowerShell",
		paths: ["/opt/microsoft/powershell"],
		links: ["/usr/bin/pwsh"],
		breaks: "every step with shell: pwsh, and actions that use it",
		onlyAsked: true,
		gb: .2,
		seconds: .5,
		script: "install-powershell.sh"
	})
];
// src/space/components/tool-cache.ts
const FOLDER = "/opt/hostedtoolcache";
/** One tool of the tool cache. */
const tool = (folder, row) => component({
	...row,
	group: "tool-cache",
	paths: [`${FOLDER}/${folder}`]
});
/** What `actions/setup-*` finds without downloading it. The tools are cut apart, so that those in use can stay. */
const TOOL_CACHE = [
	tool("CodeQL", {
		id: "codeql",
		title: "CodeQL bundle",
		architectures: X64,
		breaks: "nothing: codeql-action downloads it instead",
		gb: 1.7,
		seconds: 5,
		script: "install-codeql-bundle.sh"
	}),
	tool("PyPy", {
		id: "tool-cache-pypy",
		title: "PyPy in the tool cache",
		architectures: X64,
		breaks: "nothing: setup-python downloads it instead",
		gb: .6,
		seconds: 9,
		script: "install-pypy.sh"
	}),
	tool("go", {
		id: "tool-cache-go",
		title: "Go in the tool cache",
		links: ["/usr/bin/go", "/usr/bin/gofmt"],
		variables: ["GOROOT_*"],
		breaks: "the go command, which is a link into it; setup-go downloads it instead",
		gb: .8,
		seconds: 12,
		script: "Configure-Toolset.ps1"
	}),
	tool("Ruby", {
		id: "tool-cache-ruby",
		title: "Ruby in the tool cache",
		breaks: "nothing: setup-ruby downloads it instead",
		gb: .6,
		seconds: 12,
		script: "install-ruby.sh"
	}),
	tool("Java_*", {
		id: "tool-cache-java",
		title: "Java in the tool cache (links to the JDKs)",
		breaks: "nothing: setup-java downloads it instead",
		onlyAsked: true,
		gb: 0,
		seconds: 0,
		script: "install-java-tools.sh"
	}),
	tool("Python", {
		id: "tool-cache-python",
		title: "Python in the tool cache",
		breaks: "setup-python downloads it instead; what an earlier step installed there is gone",
		onlyAsked: true,
		gb: 1.3,
		seconds: 25,
		script: "Install-Toolset.ps1"
	}),
	tool("node", {
		id: "tool-cache-node",
		title: "Node.js in the tool cache",
		breaks: "setup-node downloads it instead",
		onlyAsked: true,
		gb: .4,
		seconds: 9,
		script: "Install-Toolset.ps1"
	}),
	tool("copilot-cli", {
		id: "tool-cache-copilot",
		title: "Copilot command line in the tool cache",
		breaks: "agentic workflows, which look for it there",
		onlyAsked: true,
		gb: .3,
		seconds: 1,
		script: "install-copilot-cli.sh"
	})
];
// src/space/components/index.ts
/** Every component that may be removed, in no order that matters. */
const COMPONENTS = [
	...LANGUAGES,
	...ANDROID,
	...TOOL_CACHE,
	...JAVA,
	...BROWSERS,
	...CLOUDS,
	...POWERSHELL,
	...PACKAGES,
	...BINARIES,
	...DATABASES,
	...ENGINE$1
];
/** Names that `keep` and `remove` take: ids and groups, each once. */
const COMPONENT_NAMES = [...new Set(COMPONENTS.flatMap(({ id, group }) => group === void 0 ? [id] : [id, group]))];
/** What `keep` and `remove` say of a component. Its own id beats the name of its group. */
function saidOf({ id, group = "" }, { keep, remove }) {
	if (keep.includes(id)) return {
		say: "keep",
		by: "id"
	};
	if (remove.includes(id)) return {
		say: "remove",
		by: "id"
	};
	if (keep.includes(group)) return {
		say: "keep",
		by: "group"
	};
	return remove.includes(group) ? {
		say: "remove",
		by: "group"
	} : void 0;
}
/** A path or pattern of the catalog with `~` replaced by the runner's home. */
function atHome(path, home) {
	return path.startsWith("~/") ? `${home}${path.slice(1)}` : path;
}
// src/space/engine-images.ts
/** Removing an image of many layers takes seconds, pruning a cache takes as long as its files take to unlink. */
const IMAGE_TIMEOUT_MS = 12e4;
const PRUNE_TIMEOUT_MS = 6e5;
/** Asks the engine for its images and containers, two calls at once; nothing when it does not say. */
async function readStock(world) {
	const [images, containers] = await Promise.all([rowsAt(world, "/images/json"), rowsAt(world, "/containers/json?all=1")]);
	if (!images || !containers) return void 0;
	return {
		images: images.map((row) => ({
			id: text(row["Id"]),
			names: namesOf(row)
		})),
		containers: containers.map((row) => ({
			name: (texts(row["Names"])[0] ?? text(row["Id"]).slice(0, 12)).replace(/^\//, ""),
			image: text(row["ImageID"])
		}))
	};
}
/**
* Removes images one by one, by id, without force: the engine refuses one that a container is made of. `path` lies on the disk where the
* engine keeps them. Stops between two images when the run is cancelled.
*/
async function removeImages(world, path, images) {
	const removed = [];
	const problems = [];
	return {
		...await measure(world, path, async () => {
			for (const image of images) {
				if (world.cancelled.aborted) break;
				const why = await removeImage(world, image.id);
				if (why === void 0) removed.push(image);
				else problems.push(`the image ${image.name} stays: ${why}`);
			}
		}),
		removed,
		problems
	};
}
/** Empties the build cache by the engine's own means, and waits for it. */
async function pruneBuildCache(world, path) {
	const problems = [];
	return {
		...await measure(world, path, async () => {
			const reply = await world.engine.call({
				method: "POST",
				path: "/build/prune?all=true",
				timeoutMs: PRUNE_TIMEOUT_MS
			});
			if (reply.status !== 200) problems.push(`the build cache stays: ${said(reply)}`);
		}),
		removed: [],
		problems
	};
}
async function measure(world, path, act) {
	const before = await world.files.free(path);
	const started = world.monotonic();
	await act();
	const seconds = (world.monotonic() - started) / 1e3;
	const after = await world.files.free(path);
	return {
		bytes: before && after ? Math.max(0, after.bytes - before.bytes) : 0,
		seconds
	};
}
/** Nothing when it is gone, also when it was gone already. An image with names in several repositories is removed name by name. */
async function removeImage(world, id) {
	const reply = await remove(world, id);
	if (isGone(reply)) return void 0;
	if (reply.status !== 409 || !/multiple|repositor|reference/i.test(reply.text)) return said(reply);
	const image = await world.engine.call({ path: `/images/${encodeURIComponent(id)}/json` });
	const names = image.status === 200 ? namesOf(asRow(image.text)) : [];
	for (const name of names) {
		const now = await world.engine.call({ path: `/images/${encodeURIComponent(name)}/json` });
		if (now.status !== 200 || text(asRow(now.text)["Id"]) !== id) continue;
		const untagged = await remove(world, name);
		if (!isGone(untagged)) return said(untagged);
	}
	return (await world.engine.call({ path: `/images/${encodeURIComponent(id)}/json` })).status === 404 ? void 0 : said(reply);
}
/** https://docs.docker.com/reference/api/engine/version/v1.51/#tag/Image/operation/ImageDelete */
function remove(world, reference) {
	const path = `/images/${encodeURIComponent(reference)}?force=false&noprune=false`;
	return world.engine.call({
		method: "DELETE",
		path,
		timeoutMs: IMAGE_TIMEOUT_MS
	});
}
function isGone({ status }) {
	return status === 200 || status === 404;
}
function said({ status, text: body }) {
	const message = text(asRow(body)["message"]) || body.trim();
	return `the engine answered ${status === 0 ? "nothing" : status}${message === "" ? "" : ` (${message.slice(0, 200)})`}`;
}
async function rowsAt(world, path) {
	const { status, text: body } = await world.engine.call({ path });
	if (status !== 200) return void 0;
	try {
		const rows = JSON.parse(body);
		return Array.isArray(rows) ? rows.filter(isRow) : void 0;
	} catch {
		return;
	}
}
function namesOf(row) {
	const tags = texts(row["RepoTags"]).filter((name) => name !== "<none>:<none>");
	if (tags.length > 0) return tags;
	return texts(row["RepoDigests"]).filter((name) => !name.startsWith("<none>"));
}
function isRow(value) {
	return typeof value === "object" && value !== null;
}
function asRow(body) {
	try {
		const row = JSON.parse(body);
		return isRow(row) ? row : {};
	} catch {
		return {};
	}
}
function text(value) {
	return typeof value === "string" ? value : "";
}
function texts(value) {
	return Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];
}
// src/space/job-place.ts
/**
* Where the job runs. The runner mounts the workspace of a container job at `/__w` (github.com/actions/runner, `ContainerInfo`); the image
* ubuntu-slim is started as a container and says `Linux` where others name their Ubuntu.
*/
function jobPlace({ env, marked, cgroup }) {
	const inside = marked || /\b(?:docker|kubepods|containerd|libpod|lxc)\b/.test(cgroup);
	if ((env["GITHUB_WORKSPACE"] ?? "").startsWith("/__w/")) return "container-job";
	if (!inside) return "machine";
	return env["RUNNER_ENVIRONMENT"] === "github-hosted" ? "slim" : "container";
}
// src/space/mounts.ts
/** Reads `/proc/self/mountinfo` (https://man7.org/linux/man-pages/man5/proc_pid_mountinfo.5.html). */
function parseMounts(text) {
	return text.split("\n").flatMap((line) => {
		const [left = "", right = ""] = line.split(" - ");
		const [, , , root, path] = left.split(" ");
		const [type] = right.split(" ");
		if (root === void 0 || path === void 0 || !type) return [];
		return [{
			path: unescapePath(path),
			root: unescapePath(root),
			type
		}];
	});
}
// src/space/never.ts
const SYSTEM = "it is part of the system";
const RUNNER = "the runner lives there";
const ENGINE = "the engine lives there";
const HOLDS = "it holds more than one thing";
/**
* What is never removed, whatever the catalog or an input says: a second look at every path, so that a mistake in the catalog or an odd
* machine cannot take the system, the runner or the engine along.
*/
const NEVER = [
	...[
		"/bin",
		"/boot",
		"/dev",
		"/lib",
		"/lib32",
		"/lib64",
		"/libx32",
		"/proc",
		"/run",
		"/sbin",
		"/sys"
	].map(system),
	...[
		"/usr/bin",
		"/usr/sbin",
		"/usr/include",
		"/usr/libexec",
		"/usr/src"
	].map(system),
	...[
		"/usr/lib/*-linux-gnu*",
		"/usr/lib/python3*",
		"/usr/lib/git-core",
		"/usr/lib/systemd"
	].map(system),
	...[
		"/usr/lib/sudo",
		"/usr/lib/apt",
		"/usr/lib/dpkg",
		"/usr/lib/modules",
		"/usr/lib/firmware"
	].map(system),
	...[
		"/usr/share/man",
		"/usr/share/keyrings",
		"/usr/share/ca-certificates",
		"/usr/share/zoneinfo"
	].map(system),
	...[
		"/usr/share/locale",
		"/usr/share/dpkg",
		"/usr/share/perl*",
		"/usr/share/python3*"
	].map(system),
	...[
		"/var/log",
		"/var/run",
		"/var/lib/dpkg",
		"/var/lib/systemd",
		"/var/lib/cloud",
		"/var/lib/waagent"
	].map(system),
	...[
		"/usr",
		"/usr/lib",
		"/usr/share",
		"/usr/local",
		"/usr/local/bin",
		"/usr/local/lib",
		"/usr/local/share"
	].map(holder),
	...[
		"/opt",
		"/opt/google",
		"/opt/microsoft",
		"/opt/hostedtoolcache",
		"/var",
		"/var/lib",
		"/var/cache"
	].map(holder),
	...[
		"/var/lib/apt",
		"/var/lib/apt/lists",
		"/var/cache/apt",
		"/var/cache/apt/archives",
		"/home",
		"/srv",
		"/tmp"
	].map(holder),
	...[
		"/etc",
		"/etc/skel",
		"/var/tmp",
		"/mnt",
		"/media"
	].map(holder),
	{
		path: "/home/runner",
		inside: "may-go",
		why: RUNNER
	},
	...[
		"/home/runner/work",
		"/home/runner/runners",
		"/home/runner/actions-runner",
		"/home/runner/_diag"
	].map(runner),
	...[
		"/home/runner/externals",
		"/home/runner/.docker",
		"/home/runner/.ssh",
		"/home/runner/.config"
	].map(runner),
	...[
		"/opt/runner*",
		"/opt/post-generation",
		"/opt/actions-runner",
		"/actions-runner",
		"/__w",
		"/__e"
	].map(runner),
	...[
		"/usr/local/bin/node",
		"/usr/bin/node",
		"/usr/bin/git",
		"/usr/bin/sudo"
	].map(runner),
	...[
		"/var/lib/docker",
		"/var/lib/containerd",
		"/var/lib/buildkit",
		"/var/lib/containers",
		"/opt/containerd"
	].map(engine),
	...[
		"/opt/cni",
		"/etc/docker",
		"/etc/containerd",
		"/usr/libexec/docker",
		"/usr/local/bin/docker*"
	].map(engine),
	...[
		"/usr/local/bin/containerd*",
		"/usr/local/bin/buildx*",
		"/usr/local/bin/buildkit*",
		"/usr/local/bin/runc"
	].map(engine),
	...[
		"/usr/local/bin/crun",
		"/usr/local/bin/podman",
		"/usr/local/lib/docker"
	].map(engine)
];
function system(path) {
	return {
		path,
		why: SYSTEM
	};
}
function holder(path) {
	return {
		path,
		inside: "may-go",
		why: HOLDS
	};
}
function runner(path) {
	return {
		path,
		why: RUNNER
	};
}
function engine(path) {
	return {
		path,
		why: ENGINE
	};
}
/** Folders of a home that the catalog may name; everything else of it belongs to its user. */
const HOME_FOLDERS = /* @__PURE__ */ new Set([
	".rustup",
	".cargo",
	".ghcup",
	".dotnet",
	".nvm",
	".sdkman"
]);
/** The same of /etc/skel, of which new homes are copied. */
const SKELETON = "/etc/skel";
/**
* Why a path must not be removed, as a short clause, or nothing when it may be. `path` is a real path, not a pattern; `homes` are the
* homes of this machine's users as far as they matter.
*/
function whyNever(path, homes = []) {
	if (!isPlain(path)) return "it is no plain absolute path";
	const names = path.split("/").slice(1);
	if (names.length < 2) return "it is a folder at the top of the file system";
	for (const never of NEVER) {
		const fits = matchNames(never.path.split("/").slice(1), names);
		if (fits === "above") return HOLDS;
		if (fits === "same" || fits === "below" && never.inside !== "may-go") return never.why;
	}
	return [
		...homes,
		"/root",
		SKELETON
	].map((home) => whyNotInHome(path, home)).find((why) => why !== void 0);
}
function whyNotInHome(path, home) {
	if (path === home || home.startsWith(`${path}/`)) return "it holds a home";
	if (!path.startsWith(`${home}/`)) return void 0;
	const [first = ""] = path.slice(home.length + 1).split("/");
	return HOME_FOLDERS.has(first) ? void 0 : "it is in a home, and not one of the tools' own folders there";
}
/** Absolute, without `.`, `..`, empty names, and without characters that no path of the catalog has. */
function isPlain(path) {
	if (!path.startsWith("/") || /[\0\n\r*?[\]\\]/.test(path)) return false;
	return path.slice(1).split("/").every((name) => name !== "" && name !== "." && name !== "..");
}
/** Where `names` lies as seen from the pattern: the same, above it (so that it holds it), below it, or elsewhere. */
function matchNames(pattern, names) {
	const shared = Math.min(pattern.length, names.length);
	for (let index = 0; index < shared; index++) if (!matchName(pattern[index] ?? "", names[index] ?? "")) return void 0;
	if (pattern.length === names.length) return "same";
	return names.length < pattern.length ? "above" : "below";
}
/** `temurin-*` fits `temurin-17-jdk-amd64`: `*` is any characters of one name. */
function matchName(pattern, name) {
	const [first = "", ...rest] = pattern.split("*");
	if (rest.length === 0) return pattern === name;
	const last = rest.pop() ?? "";
	if (name.length < first.length + last.length || !name.startsWith(first) || !name.endsWith(last)) return false;
	let at = first.length;
	for (const part of rest) {
		const found = name.indexOf(part, at);
		if (found < 0) return false;
		at = found + part.length;
	}
	return at <= name.length - last.length;
}
// src/space/look.ts
/** Reads a file; one that cannot be read is like none. */
async function readIf(world, path) {
	return world.files.read(path).catch(() => void 0);
}
/** What the job runs in. */
async function lookAtPlace(world) {
	const [found, cgroup] = await Promise.all([world.files.findPaths(["/.dockerenv", "/run/.containerenv"]), readIf(world, "/proc/1/cgroup")]);
	return jobPlace({
		env: world.env,
		marked: found.length > 0,
		cgroup: cgroup ?? ""
	});
}
/** Looks for the whole catalog in one call. */
async function lookForComponents(world) {
	const { home } = world.files;
	const owners = new Map(COMPONENTS.flatMap(({ id, paths }) => paths.map((path) => [atHome(path, home), id])));
	const found = await world.files.findPaths([...owners.keys()]);
	const present = [];
	const aside = [];
	for (const each of found) {
		const component = owners.get(each.pattern) ?? "";
		const why = whyAside(each, home);
		if (why !== void 0) aside.push({
			component,
			why,
			firm: true
		});
		else present.push({
			component,
			path: each.path,
			device: each.device,
			own: each.uid === world.machine.uid
		});
	}
	return {
		present,
		aside
	};
}
/** A link in the place of a component leads to somebody's own folder; what is never removed is not removed here either. */
function whyAside({ path, kind, real }, home) {
	if (kind === "link") return `${path} is a link`;
	if (real !== path) return `a folder on the way to ${path} is a link`;
	const never = whyNever(path, [home]);
	return never === void 0 ? void 0 : `${path} is never removed: ${never}`;
}
/** Links that point into components of these ids, as they are before anything is removed. */
function lookForLinks(world, ids) {
	const links = COMPONENTS.filter(({ id }) => ids.includes(id)).flatMap((component) => component.links);
	return world.files.findPaths([...new Set(links.map((link) => atHome(link, world.files.home)))]);
}
/** What is seen of how this job uses the machine. `contexts`: folders of the build. */
async function lookAtUse(world, host, images, contexts) {
	const { env, files } = world;
	const cache = env["RUNNER_TOOL_CACHE"] || "/opt/hostedtoolcache";
	const event = env["GITHUB_EVENT_PATH"];
	const [image, config, mountText, programs, found, places] = await Promise.all([
		readIf(world, "/etc/environment"),
		readIf(world, `${env["DOCKER_CONFIG"] || `${files.home}/.docker`}/config.json`),
		readIf(world, "/proc/self/mountinfo"),
		lookAtPrograms(world),
		files.findPaths([`${cache}/*/*/*.complete`, ...event ? [event] : []]),
		findPlaces(world, host, contexts)
	]);
	const mountList = parseMounts(mountText ?? "");
	const docker = readDockerConfig(config ?? "");
	const named = namedPaths(env, parseEnvironment(image ?? "", files.home));
	const started = found.find(({ path }) => path === event)?.modifiedMs;
	return {
		named: await Promise.all(named.map(async (each) => ({
			...each,
			...await realPath(world, each.path)
		}))),
		programs,
		marks: found.filter(({ path }) => path.endsWith(".complete")),
		...started !== void 0 && { jobStartedMs: started },
		places,
		mounts: mountList.map(({ path }) => path),
		registries: [.../* @__PURE__ */ new Set([...images.registries, ...docker.registries])],
		helpers: docker.helpers,
		mountList
	};
}
async function realPath(world, path) {
	return world.files.resolve(path).then((real) => real === path ? {} : { real }, () => ({}));
}
async function findPlaces(world, { engine }, contexts) {
	const { env, files } = world;
	const known = [
		["the workspace", env["GITHUB_WORKSPACE"] || files.cwd],
		["the folder for temporary files", files.temp],
		["the Node.js that runs this", "/proc/self/exe"],
		["this action", env["GITHUB_ACTION_PATH"]],
		["the engine's data", "missing" in engine ? void 0 : engine.dataRoot],
		...contexts.map((path) => ["the build context", path])
	].flatMap(([what, path]) => path ? [{
		what,
		path
	}] : []);
	const real = await Promise.all(known.map(({ path }) => realPath(world, path)));
	return known.flatMap(({ what, path }, index) => {
		const leads = real[index]?.real;
		return (leads === void 0 ? [path] : [path, leads]).filter((each) => each.startsWith("/") && !each.startsWith("/proc/")).map((each) => ({
			what,
			path: each
		}));
	});
}
/** Programs that run, as far as we may see: on a hosted runner all of the job's own. */
async function lookAtPrograms(world) {
	const { files } = world;
	const pids = (await files.list("/proc").catch(() => [])).filter((name) => /^\d+$/.test(name));
	return (await Promise.all(pids.map(async (pid) => {
		const [exe, cwd] = await Promise.all(["exe", "cwd"].map((link) => files.resolve(`/proc/${pid}/${link}`).catch(() => void 0)));
		const name = exe?.split("/").at(-1) ?? "a program";
		const use = (path, how) => path === void 0 || path.startsWith("/proc/") ? [] : [{
			pid: Number(pid),
			name,
			path,
			how
		}];
		return [...use(exe, "runs from"), ...use(cwd, "works in")];
	}))).flat();
}
/**
* Text of the workflow files beside the one that this job is of (GITHUB_WORKFLOW_REF: `owner/repo/.github/workflows/ci.yml@refs/heads/main`),
* also those that it may call; nothing when that one is not in the workspace.
*/
async function readWorkflows(world) {
	const path = /^[^/]+\/[^/]+\/(.+\.ya?ml)@/.exec(world.env["GITHUB_WORKFLOW_REF"] ?? "")?.[1];
	const workspace = world.env["GITHUB_WORKSPACE"];
	if (path === void 0 || !workspace || path.split("/").includes("..")) return void 0;
	const own = await readIf(world, `${workspace}/${path}`);
	if (own === void 0) return void 0;
	const folder = `${workspace}/${path.slice(0, path.lastIndexOf("/"))}`;
	const names = (await world.files.list(folder).catch(() => [])).filter((name) => /\.ya?ml$/.test(name));
	return [own, ...(await Promise.all(names.slice(0, 100).map((name) => readIf(world, `${folder}/${name}`)))).map((text) => text ?? "")].join("\n");
}
// src/space/refusals.ts
/** Why nothing is removed, whatever is there: one sentence, with what to do; nothing when removing is allowed. */
function whyNothing({ asked, host, place }) {
	if (asked.freeDisk === "off") return "free-disk is off";
	if (place === "container-job") return "this job runs in a container, where the runner's own software is not to be seen: make room in a job without container";
	if (place === "slim") return "this is ubuntu-slim, a container without software to remove: use ubuntu-latest, which also has an engine";
	if (place === "container") return "this runner is a container itself, so nothing of a hosted runner is there to remove";
	if (host.runner === "github-hosted") return void 0;
	const machine = host.runner === "none" ? "this is no runner of GitHub's" : "this machine is not one of GitHub's own";
	if (!asked.allowSelfHosted) return `${machine}, and it is not changed unasked: give allow-self-hosted: true and name in remove what may go`;
	return asked.remove.length > 0 ? void 0 : `${machine}, where only what remove names may go, and it names nothing`;
}
// src/space/plan.ts
/** Planned a little larger than what is missing: the catalog's sizes are those of another day. */
const MARGIN = 1.1;
/** Every component costs something to be missed: small ones are not taken for the sake of a few bytes. Seconds. */
const FIXED_SECONDS = .3;
/** Decides what goes, in which order, and what stays. Pure. */
function planSpace(facts) {
	const { need, disks, second } = facts;
	const base = {
		need,
		disks,
		...second && { second }
	};
	const short = disks.filter((disk) => deficitOf(disk) > 0);
	const nothing = {
		...base,
		items: [],
		spare: [],
		lacking: []
	};
	if (short.length === 0) return {
		...nothing,
		kept: []
	};
	const lacking = (gained) => short.flatMap((disk) => {
		const bytes = deficitOf(disk) - (gained.get(disk.device) ?? 0);
		return bytes > 0 ? [{
			path: disk.path,
			bytes
		}] : [];
	});
	const refused = whyNothing(facts);
	if (refused !== void 0) return {
		...nothing,
		kept: [],
		refused,
		lacking: lacking(/* @__PURE__ */ new Map())
	};
	const devices = new Set(short.map(({ device }) => device));
	const looked = COMPONENTS.map((component) => consider(component, facts, devices));
	const kept = looked.flatMap((each) => each.kept ?? []);
	const candidates = looked.flatMap((each) => each.candidate ?? []).toSorted(inOrder);
	const { items, spare, gained } = take(candidates, short);
	const none = candidates.length === 0 ? { refused: whyNoCandidate(kept) } : {};
	return {
		...base,
		items,
		spare,
		kept,
		lacking: lacking(gained),
		...none
	};
}
function consider(component, facts, devices) {
	const there = component.engine === void 0 ? onPaths(component, facts) : inEngine(component, facts);
	const gains = new Map([...there.gains].filter(([device]) => devices.has(device)));
	const used = facts.used.find((each) => each.component === component.id);
	if (gains.size === 0 && !used) return {};
	const said = saidOf(component, facts.asked);
	const why = whyKept(component, said, used, facts);
	if (why !== void 0) return { kept: {
		component: component.id,
		...why
	} };
	if (gains.size === 0) return {};
	if (facts.host.runner !== "github-hosted" && said?.say !== "remove") return {};
	const paths = there.paths.filter(({ device }) => devices.has(device));
	const mine = mayRemove(facts.host) ? paths : paths.filter(({ own }) => own);
	if (component.engine === void 0 && mine.length === 0) return { kept: {
		component: component.id,
		why: "removing it needs root, and sudo without a password does not work"
	} };
	const { id, title, expected, breaks } = component;
	return { candidate: {
		item: {
			component: id,
			title,
			paths: mine.map(({ path }) => path),
			devices: there.engine ? [...gains.keys()] : [...new Set(mine.map(({ device }) => device))],
			...there.engine && { engine: there.engine },
			expected,
			breaks
		},
		first: said?.say === "remove",
		cost: (expected.seconds + FIXED_SECONDS) / Math.max(1, expected.bytes),
		gains
	} };
}
function onPaths({ id, expected }, { present }) {
	const paths = present.filter(({ component }) => component === id);
	const share = expected.bytes / Math.max(1, paths.length);
	const gains = /* @__PURE__ */ new Map();
	for (const { device } of paths) gains.set(device, (gains.get(device) ?? 0) + share);
	return {
		paths,
		gains
	};
}
function inEngine({ engine: kind, expected }, { engine }) {
	if (!engine || kind === void 0) return {
		paths: [],
		gains: /* @__PURE__ */ new Map()
	};
	const gains = /* @__PURE__ */ new Map([[engine.device, expected.bytes]]);
	if (kind === "build-cache") return {
		paths: [],
		gains,
		engine: { kind }
	};
	const { removable, kept } = engine.images;
	if (removable.length > 0) return {
		paths: [],
		gains,
		engine: {
			kind,
			images: removable
		}
	};
	return {
		paths: [],
		gains: kept.length > 0 ? gains : /* @__PURE__ */ new Map(),
		engine: {
			kind,
			images: []
		}
	};
}
/** An own id in `remove` beats what is only likely, never what is certain. */
function whyKept(component, said, used, { engine }) {
	if (said?.say === "keep") return { why: "keep names it" };
	const named = said?.say === "remove" && said.by === "id";
	if (used && (used.firm || !named)) return {
		why: used.why,
		...used.firm && { firm: true }
	};
	if (component.onlyAsked && said?.say !== "remove") return { why: "it goes only when remove names it" };
	if (component.engine === "images" && engine && engine.images.removable.length === 0) {
		const [first] = engine.images.kept;
		if (first) return { why: `every image is in use or not the runner's own, for example ${first.name}: ${first.why}` };
	}
}
/** Root, or sudo that may work. */
function mayRemove({ root, sudo }) {
	return root || sudo !== "no";
}
/** What was asked for first, then the cheapest bytes; by name where they are equal, so that a plan is the same each time. */
function inOrder(one, other) {
	if (one.first !== other.first) return one.first ? -1 : 1;
	return one.cost - other.cost || one.item.component.localeCompare(other.item.component);
}
function take(candidates, short) {
	const wanted = new Map(short.map((disk) => [disk.device, deficitOf(disk) * MARGIN]));
	const gained = /* @__PURE__ */ new Map();
	const items = [];
	const spare = [];
	for (const { item, gains } of candidates) {
		const helps = [...gains.keys()].some((device) => (gained.get(device) ?? 0) < (wanted.get(device) ?? 0));
		(helps ? items : spare).push(item);
		if (helps) for (const [device, bytes] of gains) gained.set(device, (gained.get(device) ?? 0) + bytes);
	}
	return {
		items,
		spare,
		gained
	};
}
function whyNoCandidate(kept) {
	if (kept.length === 0) return "nothing of the list of components lies on the disk that is short";
	return `all that is there of the list of components stays (${kept.length}: ${kept.map(({ component }) => component).join(", ")})`;
}
// src/space/used-images.ts
/**
* Chooses among the engine's images. By itself (`all` false) only those go that the runner came with: every other one was brought by this
* job. An image that is used stays in any case.
*/
function chooseImages(images, use, all) {
	const removable = [];
	const kept = [];
	for (const image of images) {
		const name = image.names[0] ?? shortId(image.id);
		const why = whyUsed(image, use) ?? whyNotOurs(image, use, all);
		if (why === void 0) removable.push({
			id: image.id,
			name
		});
		else kept.push({
			name,
			why
		});
	}
	return {
		removable,
		kept
	};
}
function whyNotOurs({ names }, { unsure, workflow }, all) {
	if (names.length > 0 && names.every((name) => PREINSTALLED_IMAGES.includes(parseImageName(name)?.repository ?? ""))) return void 0;
	if (!all) return "the runner did not come with it, so this job brought it";
	if (unsure !== void 0) return `it may be used: ${unsure}`;
	return workflow === void 0 ? "it may be used: the workflow's file is not in the workspace" : void 0;
}
/** The runner builds Docker actions under names of its own (github.com/actions/runner, `DockerCommandManager.DockerInstanceLabel`). */
const ACTION_IMAGE = /^[0-9a-f]{6}:[0-9a-f]{32}$/;
function whyUsed({ id, names }, { names: used, workflow = "", containers }) {
	const container = containers.find(({ image }) => image === id);
	if (container) return `the container ${container.name} is made of it`;
	if (names.some((name) => ACTION_IMAGE.test(name))) return "an action of this job was built as this image";
	const parsed = names.flatMap((name) => parseImageName(name) ?? []);
	if (parsed.some(({ repository }) => repository === "docker.io/moby/buildkit")) return "builders are made of it";
	const repositories = new Set(used.flatMap((name) => parseImageName(name)?.repository ?? []));
	const named = parsed.find(({ repository }) => repositories.has(repository));
	if (named) return `the build names ${named.familiar}`;
	const mentioned = parsed.find(({ familiar }) => mentions(workflow, familiar));
	return mentioned && `the workflow names ${mentioned.familiar}`;
}
/**
* The name stands in the text as a word of its own. Wider than the values of `image:` and `docker://` on purpose: an image may come from a
* matrix, a variable or a `docker run`.
*/
function mentions(text, name) {
	for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
		const before = text[at - 1] ?? " ";
		const after = text[at + name.length] ?? " ";
		if (!(before === "/" && !/(?:docker:\/\/|(?:index\.)?docker\.io\/(?:library\/)?)$/.test(text.slice(Math.max(0, at - 40), at))) && !/[\w.-]/.test(before) && !/[\w/-]/.test(after)) return true;
	}
	return false;
}
function shortId(id) {
	return id.replace(/^sha256:/, "").slice(0, 12);
}
// src/space/decide.ts
/**
* Decides how much room is needed, whether it is there, and what goes where it is not. Changes nothing. Where enough is free nothing is looked
* at; where the answer could hang on the base images' sizes their registries are asked, for three seconds at most.
*/
async function decideSpace(world, request) {
	const { asked, host, run } = request;
	const { images: known, facts } = await needFacts(world, request);
	const { need, disks } = await besideSwap(world, host, estimateNeed(facts), request.swap);
	const base = {
		asked: asked.space,
		host,
		need,
		disks,
		place: "machine",
		present: [],
		used: []
	};
	if (disks.every((disk) => deficitOf(disk) === 0) || whyNothing(base) !== void 0) return {
		plan: planSpace(base),
		links: []
	};
	const place = await lookAtPlace(world);
	if (whyNothing({
		...base,
		place
	}) !== void 0) return {
		plan: planSpace({
			...base,
			place
		}),
		links: []
	};
	const images = known ?? await readDockerfileImages(world, request);
	const mentioned = [...requestedImages(asked.build), ...images?.names ?? []];
	const [stock, seen, workflow] = await Promise.all([
		lookForComponents(world),
		lookAtUse(world, host, { registries: hostsOf(mentioned) }, localFolders(request)),
		readWorkflows(world)
	]);
	const disk = request.built?.driver.kind === "docker-container" && !request.built.delivery.load && wantsSecond(disks, need) ? await world.files.disk(SECOND_DISK) : void 0;
	const second = chooseSecond({
		mounts: seen.mountList,
		disk,
		disks,
		need,
		run
	});
	const byComponent = Map.groupBy(stock.present, ({ component }) => component);
	const used = COMPONENTS.flatMap((component) => {
		const paths = byComponent.get(component.id)?.map(({ path }) => path) ?? [];
		return paths.length === 0 ? [] : protect({
			component,
			paths
		}, seen) ?? [];
	});
	const engine = await lookAtEngine(world, request, {
		names: mentioned,
		...workflow !== void 0 && { workflow },
		...(images === void 0 || images.unsure !== void 0) && { unsure: images?.unsure ?? "the Dockerfile is not on this machine" }
	});
	const plan = planSpace({
		...base,
		place,
		disks: second ? relieved(disks, need) : disks,
		present: stock.present,
		used: [...stock.aside, ...used],
		...engine && { engine },
		...second && { second }
	});
	return {
		plan,
		links: await lookForLinks(world, [...plan.items, ...plan.spare].map(({ component }) => component))
	};
}
/** The disk that takes the swap file must have that much more. */
async function besideSwap(world, host, need, swap) {
	const disks = diskNeeds(host.disks, need);
	const device = swap && (await world.files.disk(swap.folder))?.device;
	if (!swap || !disks.some((disk) => disk.device === device)) return {
		need,
		disks
	};
	return {
		need: {
			...need,
			how: `${need.how}, and ${prettyBytes(swap.bytes, SIZE_FORMAT)} for swap`
		},
		disks: disks.map((disk) => disk.device === device ? {
			...disk,
			needed: disk.needed + swap.bytes
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
		facts
	};
	const platform = asked.build.platforms[0] ?? ("missing" in host.engine ? "linux/amd64" : host.engine.platform);
	return {
		images,
		facts: {
			...facts,
			bases: await readBaseSizes(world, names, platform)
		}
	};
}
async function readDockerfileImages(world, { asked: { build } }) {
	if (build.gitContext || /^[a-z]+:\/\//i.test(build.context)) return void 0;
	const text = await readIf(world, build.file || `${build.context.replace(/\/+$/, "")}/Dockerfile`);
	if (text === void 0) return void 0;
	const { baseImages } = await import("./base-images.js");
	return baseImages(text, build.buildArgs, build.buildContexts);
}
function localFolders({ asked: { build } }) {
	return [build.context, ...build.buildContexts.map((item) => item.slice(item.indexOf("=") + 1))].filter((path) => path.startsWith("/"));
}
/** What of the engine's store may go; nothing for an engine that is elsewhere or does not answer. */
async function lookAtEngine(world, { asked: { space }, host }, use) {
	const device = host.disks.find(({ role }) => role === "engine data")?.device;
	if ("missing" in host.engine || !host.engine.local || device === void 0) return void 0;
	const stock = await readStock(world);
	if (!stock) return void 0;
	const component = COMPONENTS.find(({ engine }) => engine === "images");
	const all = component !== void 0 && saidOf(component, space)?.say === "remove";
	return {
		device,
		images: chooseImages(stock.images, {
			...use,
			containers: stock.containers
		}, all)
	};
}
// src/space/tally.ts
/** Of these components, in their order. */
function createTally(planned) {
	const entries = new Map(planned.map((item) => [item.component, {
		item,
		moved: false,
		freed: void 0,
		why: []
	}]));
	let later = false;
	return {
		take(event) {
			if (!("item" in event)) return;
			const entry = entries.get(event.item);
			if (!entry) return;
			if (event.kind === "moved") entry.moved = true;
			if (event.kind === "skipped") entry.why.push(`${event.path}: ${event.why}`);
			if (event.kind === "part") entry.freed = {
				bytes: event.bytes,
				files: 0,
				seconds: 0,
				later: true
			};
			if (event.kind !== "freed") return;
			const { bytes, files, seconds, problems } = event;
			entry.freed = {
				bytes,
				files,
				seconds,
				later
			};
			entry.why.push(...problems);
		},
		engine(component, bytes, seconds, why) {
			const entry = entries.get(component);
			if (!entry) return;
			entry.moved = why === void 0 || bytes > 0;
			entry.freed = {
				bytes,
				files: 0,
				seconds,
				later: false
			};
			if (why !== void 0) entry.why.push(why);
		},
		enough() {
			later = true;
		},
		isGone: (component) => entries.get(component)?.moved === true,
		items: () => [...entries.values()].flatMap((entry) => {
			return !entry.moved && entry.why.length === 0 && entry.freed === void 0 ? [] : [itemOf(entry)];
		})
	};
}
const MOST_REASONS = 3;
function itemOf({ item: { component, title }, moved, freed, why }) {
	const { bytes = 0, files = 0, seconds = 0, later = true } = freed ?? {};
	const state = !moved ? "failed" : later ? "later" : "freed";
	const reasons = why.slice(0, MOST_REASONS).join("; ");
	return {
		component,
		title,
		state,
		bytes,
		files,
		seconds,
		...reasons !== "" && { why: reasons }
	};
}
// src/space/make-room.ts
/** What a disk that is about to fill gets back at least, as far as the plan has it: enough to go on with, and not all there is. */
const BREATH = 5e9;
/**
* Removes one component after the other until the disks have what they need, and waits no longer than that. What is out of the way by
* then is unlinked slowly while the build runs. What is to be finished is in the journal before anything is moved.
*/
async function makeRoom(world, notes, plan, request) {
	const began = world.monotonic();
	const tally = createTally([...plan.items, ...plan.spare]);
	const all = [...plan.items, ...plan.spare];
	const firstPath = all.findIndex((item) => item.engine === void 0);
	const early = firstPath < 0 ? all : all.slice(0, firstPath);
	const late = firstPath < 0 ? [] : all.slice(firstPath).filter((item) => item.engine !== void 0);
	const trees = all.filter((item) => item.engine === void 0);
	await removeInEngine(world, request, tally, plan.disks, early);
	const removal = await isEnough(world, plan.disks) ? void 0 : await removeTrees(world, notes, request, tally, plan.disks, trees);
	await removeInEngine(world, request, tally, plan.disks, late);
	const blockedMs = Math.round(world.monotonic() - began);
	tally.enough();
	const disks = await freeNow(world, plan.disks);
	const gone = trees.filter(({ component }) => tally.isGone(component)).flatMap(({ paths }) => paths);
	const dangling = gone.length === 0 ? [] : await request.dangling(gone);
	return {
		report: () => ({
			need: plan.need,
			disks,
			items: tally.items(),
			kept: plan.kept,
			...plan.refused !== void 0 && { refused: plan.refused },
			freedBytes: tally.items().reduce((sum, { bytes }) => sum + bytes, 0),
			blockedMs,
			dangling
		}),
		hurry: () => removal?.hurry(),
		settle: async (how) => await removal?.settle(how) ?? []
	};
}
async function removeTrees(world, notes, { run, keep }, tally, disks, trees) {
	if (trees.length === 0) return void 0;
	const undo = {
		kind: "finish-reclaim",
		run,
		near: trees.flatMap(({ paths }) => paths)
	};
	await notes.note(undo);
	const items = trees.map((item) => ({
		id: item.component,
		paths: item.paths,
		frees: disksOf(item, disks).map(({ path }) => path)
	}));
	const until = disks.map(({ path, needed }) => ({
		path,
		free: needed
	}));
	const reclaiming = world.reclaim({
		run,
		items,
		until,
		keep
	}, tally.take);
	await Promise.race([reclaiming.enough, whenCancelled(world)]);
	let ended;
	reclaiming.done.then(({ problems }) => {
		ended = problems;
	});
	return {
		hurry: () => reclaiming.hurry(disks.map(({ path }) => ({
			path,
			free: BREATH
		}))),
		async settle(how) {
			if (how !== "leave") reclaiming.finish();
			await (how === "wait" ? reclaiming.done : Promise.race([reclaiming.done, how === "leave" ? void 0 : soon()]));
			if (ended === void 0) {
				reclaiming.leave();
				return [];
			}
			await notes.forget(undo);
			return ended;
		}
	};
}
/** A program that has nothing left to unlink ends at once. */
const SOON_MS = 300;
function soon() {
	return new Promise((resolve) => setTimeout(resolve, SOON_MS));
}
function whenCancelled({ cancelled }) {
	return new Promise((resolve) => {
		if (cancelled.aborted) resolve();
		cancelled.addEventListener("abort", () => resolve(), { once: true });
	});
}
/** Those that it gives room to. */
function disksOf({ devices }, disks) {
	return disks.filter(({ device }) => devices.includes(device));
}
/** One by one, and only as long as a disk is short that this gives room to. The engine's own sizes are not believed: statfs is asked before and after. */
async function removeInEngine(world, request, tally, disks, items) {
	for (const item of items) {
		if (world.cancelled.aborted) return;
		if (await isEnough(world, disksOf(item, disks))) continue;
		const began = world.monotonic();
		const before = await freeSum(world, disks);
		const why = await request.removeFromEngine(item);
		const bytes = Math.max(0, await freeSum(world, disks) - before);
		tally.engine(item.component, bytes, (world.monotonic() - began) / 1e3, why);
	}
}
async function freeSum(world, disks) {
	return (await freeNow(world, disks)).reduce((sum, { after }) => sum + after, 0);
}
async function freeNow(world, disks) {
	return Promise.all(disks.map(async (disk) => ({
		...disk,
		after: (await world.files.free(disk.path))?.bytes ?? disk.free
	})));
}
async function isEnough(world, disks) {
	return (await freeNow(world, disks)).every(({ after, needed }) => after >= needed);
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
		...second ? [step("second-disk", `keep the builder's state on the disk at ${second.path}`)] : []
	];
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
	return [
		world.env["GITHUB_WORKSPACE"] || world.files.cwd,
		world.files.temp,
		...more
	].filter((path) => path.startsWith("/") && path !== "/");
}
/** Makes the room that was planned and tells what came of it. Throws when less is free than was asked for by hand. */
async function openRoom(world, story, journal, terms) {
	const { decision, run, keep } = terms;
	if (!decision) return void 0;
	const { plan, links } = decision;
	const engineDisk = plan.disks.find(({ roles }) => roles.includes("engine data"))?.path ?? "/";
	const make = () => makeRoom(world, journal, plan, {
		run,
		keep,
		removeFromEngine: (item) => removeFromEngine(world, engineDisk, item),
		dangling: async (paths) => danglingAfter(paths, links, world.env)
	});
	const room = plan.items.length === 0 ? await make() : await story.phase("space", "Make room", make);
	story.space = room.report();
	try {
		tellRoom(world, story.space, terms.strict);
	} catch (error) {
		await closeRoom(world, story, room, "finish");
		throw error;
	}
	return room;
}
/** Throws when there is less than was asked for by hand, or nobody wants it any more. */
function tellRoom(world, report, strict) {
	if (world.cancelled.aborted) throw world.cancelled.reason;
	for (const text of spaceSentences(report)) world.log.info(text);
	if (report.dangling.length > 0) world.log.info(`Leads nowhere now: ${report.dangling.join(", ")}`);
	const [short] = report.disks.filter(({ after, needed }) => after < needed);
	if (!short) return;
	if (strict) throw shortOf(short, report);
	world.log.warning(`${short.path} may run full: ${size(short.after)} are free, and the build needs about ${size(short.needed)}`);
}
async function removeFromEngine(world, path, { engine }) {
	if (!engine) return void 0;
	const { problems, removed } = engine.kind === "images" ? await removeImages(world, path, engine.images) : await pruneBuildCache(world, path);
	return problems.length > 0 && removed.length === 0 ? problems[0] : void 0;
}
/** The target given by hand is not reached. */
function shortOf({ path, after, needed }, { need, items, refused, kept }) {
	const gone = items.filter(({ state }) => state !== "failed").map(({ component }) => component);
	const done = gone.length > 0 ? `after ${gone.join(", ")} were removed` : refused ?? "and nothing more may be removed";
	const stays = kept.slice(0, 5).map(({ component }) => component);
	const more = stays.length === 0 ? "" : `name more in remove (kept: ${stays.join(", ")}), `;
	const beside = needed > need.bytes ? ` beside ${size(needed - need.bytes)} of swap` : "";
	return new UserError("disk-full", [{
		input: "min-free",
		value: size(need.bytes),
		message: `cannot be had at ${path}${beside}: ${size(after)} are free there, ${done}`,
		remedy: `${more}ask for less, or take a runner with a larger disk`
	}]);
}
/** No more room is needed: what is still being unlinked goes on, and what it came to is told. */
async function closeRoom(world, story, room, how) {
	if (!room) return;
	const problems = await room.settle(how === "wait" && world.cancelled.aborted ? "finish" : how);
	story.space = room.report();
	story.notes.push(...problems.slice(0, 5).map((problem) => `not removed: ${problem}`));
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
const FILE_ERRORS = {
	ENOSPC: "free disk space there, for example by removing what earlier steps left",
	EDQUOT: "free disk space there: the quota is used up",
	EROFS: "the file system is read-only: point RUNNER_TEMP or TMPDIR, HOME or XDG_STATE_HOME to one that is not",
	EACCES: "give this user the right to write there, or point RUNNER_TEMP or TMPDIR, HOME or XDG_STATE_HOME elsewhere",
	EPERM: "give this user the right to write there",
	ENOTDIR: "a file stands where a folder is needed: correct HOME, XDG_STATE_HOME, TMPDIR or RUNNER_TEMP"
};
function isFull(error) {
	return /^(?:ENOSPC|EDQUOT)$/.test(error.code ?? "");
}
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
	const line = value.replaceAll(/\s+/g, " ");
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
// src/inputs/space.ts
/** Reads the inputs about room on the disk, with the switch that the whole action has. */
function readSpace(reader) {
	const freeDisk = reader.choice("free-disk", ["auto", "off"]);
	const room = readRoom(reader);
	if (freeDisk === "off") refuseBesideOff(reader, room);
	return {
		freeDisk,
		...room
	};
}
/** Reads what the sub-action takes too. */
function readRoom(reader) {
	const minFree = reader.bytes("min-free");
	const keep = readNames(reader, "keep");
	const remove = readNames(reader, "remove");
	for (const id of keep.filter((name) => remove.includes(name))) reader.problem({
		input: "keep",
		value: id,
		message: "stands in remove too",
		remedy: "name it in one of the two"
	});
	return {
		...minFree !== void 0 && { minFree },
		keep,
		remove,
		allowSelfHosted: reader.flag("allow-self-hosted")
	};
}
/** Names of components and groups, each once. What is none is refused: a typing error must not remove less or more than was meant. */
function readNames(reader, input) {
	const names = [...new Set(reader.list(input))];
	for (const name of names) {
		if (COMPONENT_NAMES.includes(name)) continue;
		const near = nearest(name, COMPONENT_NAMES) ?? partOf(name);
		const hint = near === void 0 ? "" : `did you mean "${near}"? `;
		reader.problem({
			input,
			value: name,
			message: name.includes("/") ? "is a path, and only components can be named" : "is no component that is known",
			remedy: `${hint}${hint === "" ? "the" : "The"} list is in docs/components.md`
		});
	}
	return names.filter((name) => COMPONENT_NAMES.includes(name));
}
/** What is written for a longer id (`aws`, `gcloud`), or for one of its paths. */
function partOf(name) {
	const word = name.toLowerCase().replaceAll("_", "-");
	if (word.length < 3) return void 0;
	if (word.startsWith("/")) {
		const holds = (path) => path.split("*")[0] === word || word.startsWith(`${path}/`) || path.startsWith(`${word}/`);
		return COMPONENTS.find(({ paths }) => paths.some(holds))?.id;
	}
	return COMPONENTS.find(({ id, title, links }) => id.split("-").includes(word) || title.toLowerCase().split(/\W+/).includes(word) || links.some((link) => link.endsWith(`/${word}`)))?.id;
}
function refuseBesideOff(reader, { minFree, remove }) {
	const refuse = (input, value) => reader.problem({
		input,
		value,
		message: "asks for room, and free-disk: off makes none",
		remedy: `leave out ${input}, or free-disk: off`
	});
	if (minFree !== void 0) refuse("min-free", reader.text("min-free"));
	if (remove.length > 0) refuse("remove", remove.join(", "));
}
// src/inputs/swap.ts
/** The kernel takes up to 200 since Linux 5.8 (https://docs.kernel.org/admin-guide/sysctl/vm.html#swappiness), 100 before that. */
const MOST_SWAPPINESS = 200;
/** Reads the inputs about swap. */
function readSwapAsked(reader) {
	const swap = readSwapSize(reader);
	const swappiness = readSwappiness(reader);
	return {
		swap,
		...swappiness !== void 0 && { swappiness }
	};
}
/** How much swap there should be. */
function readSwapSize(reader) {
	const value = reader.text("swap");
	if (value === "" || value === "auto") return "auto";
	if (value === "off") return "off";
	const bytes = /^0[a-z]*$/i.test(value) ? NOTHING : readMemory("swap", value);
	if (typeof bytes === "number") return bytes;
	reader.problem({
		...bytes,
		input: "swap",
		value,
		remedy: `${bytes.remedy}, or "auto" or "off"`
	});
	return "auto";
}
const NOTHING = {
	message: "is no swap at all, and swap that is there is never switched off",
	remedy: "write for example \"8g\""
};
function readSwappiness(reader) {
	const value = reader.text("swappiness");
	if (value === "") return void 0;
	const number = /^\d{1,3}$/.test(value) ? Number(value) : NaN;
	if (number <= MOST_SWAPPINESS) return number;
	reader.problem({
		input: "swappiness",
		value,
		message: "is no value of vm.swappiness",
		remedy: "write a whole number from 0 (swap last) to 200, or leave it empty"
	});
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
	return [
		...sizes(report.images),
		outcome,
		...survived(report)
	].join(", ");
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
function isIdle({ items, refused, disks }) {
	return items.length === 0 && refused === void 0 && disks.every(({ free, needed }) => free >= needed);
}
const STATES = {
	freed: "removed",
	later: "removed in the background",
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
		id: `${world.machine.pid}-${world.now().toString(36)}`,
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
export { foldersWritten as $, nearest as A, spaceSentences as B, readSwapAsked as C, readBuildRequest as D, readSpace as E, placesInUse as F, cut as G, judgeImages as H, spaceSteps as I, mermaidLabel as J, fence as K, withSpace as L, closeRoom as M, decideRoom as N, createReader as O, openRoom as P, utf8Bytes as Q, decideSpace as R, unknownInputs as S, readRoom as T, block as U, isRed as V, code as W, prose as X, oneLine as Y, quote as Z, placeOf as _, details as a, parseOutput as at, verdictSentence as b, STATUS as c, isDryRun as d, isArchive as et, isUncertain as f, placeLink as g, whereabouts as h, spaceParts as i, namesOf$1 as it, explain as j, knownInputs as k, headline as l, known as m, openStory as n, isImage as nt, html as o, journalFolder as ot, isUndelivered as p, logLine as q, renderSpace as r, isPushed as rt, table as s, usableFolder as st, attempt as t, isByDigest as tt, headlineIcon as u, compose as v, readSwapSize as w, printUnknown as x, redFirst as y, shortestDisk as z };
