import { cut } from "../model/kept-text.ts";

/**
 * Makes text from Dockerfiles, logs, images and pull requests safe to show. Everything that reaches Markdown goes through
 * {@link prose}, {@link quote}, {@link code}, {@link cell} or {@link fence}; nothing else may.
 */

const ANSI = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-Z\\-_])/g;
/** Controls (C0, C1, DEL), format characters (bidi overrides, zero width, BOM, tags), private use, line separators. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Co}\u2028\u2029]/gu;

/** As {@link cut}, but the end stays too: BuildKit says after the command how it ended. */
export function cutMiddle(text: string, max: number): string {
	if (text.length <= max) return text;
	const half = Math.floor(max / 2);
	const tail = text.slice(half - max);
	return `${cut(text, half)}${tail.isWellFormed() ? tail : tail.slice(1)}`;
}

/** Without ANSI codes, controls and bidi characters, in one line, cut at `max` characters. */
export function oneLine(text: string, max = 300): string {
	const flat = text
		.replace(ANSI, "")
		.replace(/[\r\n\t\v\f\u0085\u2028\u2029]+/g, " ")
		.replace(INVISIBLE, "");
	return cut(flat.toWellFormed().replace(/ {2,}/g, " ").trim(), max);
}

/** One line as {@link oneLine}, but with its indentation and inner spaces: for logs and source. */
export function rawLine(text: string, max = 300): string {
	return cut(text.replace(ANSI, "").replace(/\t/g, "    ").replace(INVISIBLE, "").toWellFormed(), max).trimEnd();
}

/** Text of several lines without ANSI codes and control characters other than newline and tab. */
export function block(text: string): string {
	return text
		.replace(ANSI, "")
		.replace(/\r\n?/g, "\n")
		.replace(INVISIBLE, (character) => (character === "\n" || character === "\t" ? character : ""))
		.toWellFormed();
}

function longestRun(text: string): number {
	return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}

/** A code span that its content cannot end: delimited by a longer run of backticks. Empty text becomes `–`. */
export function code(text: string, max = 160): string {
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

function harmless(word: string, first: boolean): boolean {
	if (first && STARTS_BLOCK.test(word)) return false;
	return HARMLESS.test(word) && !word.includes("//") && !/^\W*www\./i.test(word);
}

/** Words between a pair of backticks; a workflow expression with what it is attached to. */
const CODE = /`[^`]+`|[^\s`("']*\$\{\{[^}`]*\}\}/.source;

function isPlain(word: string, first: boolean): boolean {
	const bare = word.endsWith(":") && !word.startsWith(":") ? word.slice(0, -1) : word;
	// `code = Unavailable`: within a line nothing can be made of it.
	return word === "" || (word === "=" && !first) || (bare !== "" && harmless(bare, first));
}

/** One code span, the punctuation around it left outside. */
function codeWords(words: string): string {
	const [, before = "", core = "", after = ""] = PUNCTUATION.exec(words) ?? [];
	return core === "" ? code(words) : `${before}${code(core)}${after}`;
}

/** Neighbours that need it share one code span, as long as no punctuation parts them. */
function proseWords(text: string, first: boolean): string {
	const parts: { text: string; readonly plain: boolean }[] = [];
	for (const [index, word] of text.split(" ").entries()) {
		const plain = isPlain(word, first && index === 0);
		const last = parts.at(-1);
		const joins =
			last !== undefined &&
			last.plain === plain &&
			(plain || (/[^)"'”’».,;:…]$/u.test(last.text) && !/^[("'“‘«]/u.test(word)));
		if (joins) last.text += ` ${word}`;
		else parts.push({ text: word, plain });
	}
	return parts.map((part) => (part.plain ? part.text : codeWords(part.text))).join(" ");
}

/**
 * Where code or one of `whole` stands as words of its own, and the punctuation after it. Nothing but a space, a bracket or quotation mark
 * after one, or an end may touch it: code spans that touch could end each other.
 */
function standing(whole: readonly string[]): RegExp {
	const texts = whole
		.toSorted((one, other) => other.length - one.length)
		.map((text) => text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"));
	return new RegExp(`(?<=(?:^| )["'(]?)(${[...texts, CODE].join("|")})([),.;:"']*)(?= |$)`);
}

const CODE_ALONE = standing([]);

/**
 * Plain text as Markdown that shows just that text: words with a character that could mean something (`@`, `<`, `*`, `#`,
 * `_`, a URL) become code spans, as do words between a pair of backticks, and each of `whole` (instructions that may be in it); the rest
 * stays as it is. Always one line.
 */
export function prose(text: string, max = 600, whole: readonly string[] = []): string {
	// In threes: words, code, the punctuation after it.
	return oneLine(text, max)
		.split(whole.length === 0 ? CODE_ALONE : standing(whole))
		.map((part, index) => {
			if (index % 3 === 0) return proseWords(part, index === 0);
			return index % 3 === 2 ? part : code(whole.includes(part) ? part : part.replace(/^`|`$/g, ""), max);
		})
		.join("");
}

/** What another program said: as text where nothing in it could mean something, else all of it as one code span, never a word here and there. */
export function quote(text: string, max = 600): string {
	const flat = oneLine(text, max);
	return flat !== "" && flat.split(" ").every((word, index) => isPlain(word, index === 0)) ? flat : code(flat, max);
}

/** Markdown made by {@link prose} or {@link code} for a table cell: pipes cannot end the cell. */
export function cell(markdown: string): string {
	return markdown.replace(/(\\*)\|/g, (_, backslashes: string) => (backslashes === "" ? "\\|" : `${backslashes}¦`));
}

/** A table row of ready Markdown cells. */
export function row(cells: readonly string[]): string {
	return `| ${cells.map(cell).join(" | ")} |`;
}

/** A fenced block that its lines cannot end. */
export function fence(lines: readonly string[], language = "text"): string {
	const clean = lines.map((line) => rawLine(line));
	const ticks = "`".repeat(Math.max(3, longestRun(clean.join("\n")) + 1));
	return `${ticks}${language}\n${clean.join("\n")}\n${ticks}`;
}

/** Words that start a statement in mermaid's gantt and pie grammars. */
const MERMAID_WORD =
	/^(?:title|section|gantt|dateformat|axisformat|tickinterval|includes|excludes|todaymarker|week\w*|click|inclusive\w*|topaxis|acc\w*|displaymode|done|active|crit|milestone|vert|pie|showdata|end)\b/i;

/** A label for mermaid diagrams: only `[A-Za-z0-9 ._/+-]`, at most `max` characters, never a statement of the grammar. */
export function mermaidLabel(text: string, max = 60): string {
	const flat = oneLine(text.replace(/@sha256:[0-9a-f]+/g, ""), 400)
		.replace(/[^A-Za-z0-9 ._/+-]+/g, " ")
		.replace(/ {2,}/g, " ")
		.trim();
	const label = flat.length > max ? flat.slice(0, max).trim() : flat;
	return MERMAID_WORD.test(label) ? `step ${label}`.slice(0, max) : label || "step";
}

/** Text for a workflow log or a terminal: one line that cannot be read as a workflow command. */
export function logLine(text: string, max = 300): string {
	return rawLine(text.replace(/[\r\n]+/g, " "), max)
		.replaceAll("##[", "# #[")
		.replace(/^(\s*)::/, "$1: :");
}

/** The text's length as GitHub counts it. */
export function utf8Bytes(text: string): number {
	return new TextEncoder().encode(text).length;
}
