import { n as tlsContextOf, t as dropBuilder } from "./drop-builder.js";
import "./process.js";
import { n as cut } from "./kept-text.js";
// src/report/escape.ts
/**
* Makes text from Dockerfiles, logs, images and pull requests safe to show. Everything that reaches Markdown goes through
* {@link prose}, {@link quote}, {@link code}, {@link cell} or {@link fence}; nothing else may.
*/
const ANSI = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-Z\\-_])/g;
/** Controls (C0, C1, DEL), format characters (bidi overrides, zero width, BOM, tags), private use, line separators. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Co}\u2028\u2029]/gu;
/** As {@link cut}, but the end stays too: BuildKit says after the command how it ended. */
function cutMiddle(text, max) {
	if (text.length <= max) return text;
	const half = Math.floor(max / 2);
	const tail = text.slice(half - max);
	return `${cut(text, half)}${tail.isWellFormed() ? tail : tail.slice(1)}`;
}
/** Without ANSI codes, controls and bidi characters, in one line, cut at `max` characters. */
function oneLine(text, max = 300) {
	const flat = text.replace(ANSI, "").replace(/[\r\n\t\v\f\u0085\u2028\u2029]+/g, " ").replace(INVISIBLE, "");
	return cut(flat.toWellFormed().replace(/ {2,}/g, " ").trim(), max);
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
const CODE = /`[^`]+`|[^\s`("']*\$\{\{[^}`]*\}\}/.source;
function isPlain(word, first) {
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
* Where code or one of `whole` stands as words of its own, and the punctuation after it. Nothing but a space, a bracket or quotation mark
* after one, or an end may touch it: code spans that touch could end each other.
*/
function standing(whole) {
	const texts = whole.toSorted((one, other) => other.length - one.length).map((text) => text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"));
	return new RegExp(`(?<=(?:^| )["'(]?)(${[...texts, CODE].join("|")})([),.;:"']*)(?= |$)`);
}
const CODE_ALONE = standing([]);
/**
* Plain text as Markdown that shows just that text: words with a character that could mean something (`@`, `<`, `*`, `#`,
* `_`, a URL) become code spans, as do words between a pair of backticks, and each of `whole` (instructions that may be in it); the rest
* stays as it is. Always one line.
*/
function prose(text, max = 600, whole = []) {
	return oneLine(text, max).split(whole.length === 0 ? CODE_ALONE : standing(whole)).map((part, index) => {
		if (index % 3 === 0) return proseWords(part, index === 0);
		return index % 3 === 2 ? part : code(whole.includes(part) ? part : part.replace(/^`|`$/g, ""), max);
	}).join("");
}
/** What another program said: as text where nothing in it could mean something, else all of it as one code span, never a word here and there. */
function quote(text, max = 600) {
	const flat = oneLine(text, max);
	return flat !== "" && flat.split(" ").every((word, index) => isPlain(word, index === 0)) ? flat : code(flat, max);
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
// src/teardown.ts
/**
* Opens a journal of this run. It names the process whose end makes it anybody's to sweep: this one, unless what it notes has to last for
* longer.
*/
function openJournal(world, folder, owner = world.machine.process) {
	const path = `${folder}/run-${world.machine.process.pid}-${world.now()}.journal`;
	let entries = [];
	let named = owner;
	const save = (next) => next.length === 0 ? world.files.remove(path) : world.files.write(path, [named, ...next].map((line) => JSON.stringify(line)).join("\n"));
	const keep = async (next) => {
		entries = next;
		try {
			await save(next);
		} catch (error) {
			world.log.warning(`the journal ${path} could not be brought up to date: ${error.message}`);
		}
	};
	let turn = Promise.resolve();
	/** Programs that run side by side are noted side by side: of two writings at once the later one would lack what the other wrote. */
	const inTurn = (act) => {
		const done = turn.then(act);
		turn = done.catch(() => {});
		return done;
	};
	return {
		path,
		note: (undo) => inTurn(async () => {
			await save([...entries, undo]);
			entries = [...entries, undo];
		}),
		exchange: (undo, known) => inTurn(() => keep(entries.map((entry) => isSame(entry, undo) ? known : entry))),
		forget: (undo) => inTurn(() => keep(entries.filter((entry) => !isSame(entry, undo)))),
		async undo(later = () => false, heir) {
			await turn;
			const tried = entries.filter((undo) => !later(undo));
			const left = await undoAll(world, tried);
			if (heir && tried.length < entries.length && world.lives(heir) === "alive") named = heir;
			await inTurn(() => keep(entries.filter((undo) => !tried.includes(undo) || left.includes(undo))));
		}
	};
}
function isSame(one, other) {
	return JSON.stringify(one) === JSON.stringify(other);
}
/**
* Reads a journal backwards and undoes what it says. Only warns. The journal is removed when all is undone. It says what to remove, so only
* one that nobody but us could have written is believed.
*/
async function teardown(world, path) {
	const text = await world.files.readOwn(path);
	if (text === void 0) return;
	const [, ...lines] = parseJournal(text);
	const entries = lines.filter(isEntry);
	if (entries.length < lines.length) world.log.warning(`the journal ${path} holds a line that is no entry: it is left out`);
	if ((await undoAll(world, entries)).length === 0) await world.files.remove(path);
}
function isEntry(line) {
	return typeof line === "object" && line !== null && "kind" in line && typeof line.kind === "string";
}
/** Undoes the entries, last first; gives those that could not be undone. */
async function undoAll(world, entries) {
	const left = [];
	for (const undo of entries.toReversed()) {
		if (isNeeded(undo, left)) {
			left.unshift(undo);
			continue;
		}
		try {
			await undoOne(world, undo);
		} catch (error) {
			left.unshift(undo);
			world.log.warning(logLine(`could not undo "${undo.kind}": ${error.message}`, 1e3));
		}
	}
	return left;
}
/** Without its context buildx cannot remove a builder that is still there. */
function isNeeded(undo, left) {
	if (undo.kind !== "remove-context") return false;
	return left.some((other) => other.kind === "remove-builder" && tlsContextOf(other.name) === undo.name);
}
/** A journal that could not be undone for so long (its engine is gone) is given up. */
const GIVE_UP_MS = 6048e5;
/** Sweeps the journals of runs that are proven to be no more. */
async function sweep(world, folder) {
	let swept = 0;
	for (const name of await journalsIn(world, folder)) {
		const path = `${folder}/${name}`;
		const text = await world.files.readOwn(path);
		if (text === void 0) continue;
		const [owner] = parseJournal(text);
		if (!owner || world.lives(owner) !== "dead") continue;
		await teardown(world, path);
		const born = Number(/-(\d+)\.journal$/.exec(name)?.[1] ?? world.now());
		if (world.now() - born > GIVE_UP_MS) await world.files.remove(path);
		swept += 1;
	}
	return swept;
}
/** Names of the journals in a folder. */
async function journalsIn({ files }, folder) {
	return (await files.list(folder)).filter((name) => name.endsWith(".journal"));
}
/** The owner, and what it has noted; lines that are no JSON are left out. */
function parseJournal(text) {
	return text.split("\n").flatMap((line) => {
		try {
			return line.trim() === "" ? [] : [JSON.parse(line)];
		} catch {
			return [];
		}
	});
}
async function undoOne(world, undo) {
	if (undo.kind === "remove-path") return world.files.remove(undo.path);
	if (undo.kind === "end-process") return endMarked(world, undo);
	if (undo.kind === "finish-reclaim") return finishReclaim(world, undo);
	if (undo.kind === "remove-second-disk") {
		const { leaveSecondDisk } = await import("./second-disk-use.js");
		return leaveSecondDisk(world, undo.folder);
	}
	if (undo.kind === "remove-context") {
		const { dropTlsContext } = await import("./tls-context.js");
		const why = await dropTlsContext(world, undo.name);
		if (why !== void 0) throw new Error(why);
		return;
	}
	if (undo.kind === "remove-swap" || undo.kind === "restore-swappiness") {
		const { undoSwap } = await import("./swap-undo.js");
		return undoSwap(world, undo);
	}
	if (undo.kind !== "remove-builder") {
		const { restoreLimits } = await import("./limit-restore.js");
		return restoreLimits(world, undo);
	}
	const why = await dropBuilder(world, undo.name);
	if (why !== void 0) throw new Error(why);
}
/** Ends what runs with that mark in that session, each with its process group. Of others nobody but root may read the environment. */
async function endMarked(world, { mark, session }) {
	const groups = /* @__PURE__ */ new Set();
	for (const name of await world.files.list("/proc")) {
		if (!/^\d+$/.test(name)) continue;
		if (!(await readProcess(world, `${name}/environ`)).split("\0").includes(`ML_IMAGE_BUILD_PROCESS=${mark}`)) continue;
		const stat = await readProcess(world, `${name}/stat`);
		const [, , group, itsSession] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
		if (session === void 0 || Number(itsSession) === session) groups.add(Number(group ?? 0));
	}
	for (const group of groups) if (group > 1) await world.endProcess(group);
}
/** Empty for one that is over, or not ours to see. */
async function readProcess({ files }, path) {
	try {
		return await files.read(`/proc/${path}`) ?? "";
	} catch {
		return "";
	}
}
async function finishReclaim(world, { run, near }) {
	const finished = await world.finishReclaim({
		finish: run,
		near
	});
	if (!finished.ok) throw new Error(finished.why);
}
export { row as _, sweep as a, code as c, logLine as d, mermaidLabel as f, rawLine as g, quote as h, parseJournal as i, cutMiddle as l, prose as m, journalsIn as n, teardown as o, oneLine as p, openJournal as r, block as s, isEntry as t, fence as u, utf8Bytes as v };
