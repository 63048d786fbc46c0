import { i as prettyBytes, n as SIZE_FORMAT, r as parseSize } from "./bytes.js";
import { n as CsvError, o as readMemory, t as parse } from "./sync.js";
import { n as UserError, t as CancelledError } from "./errors.js";
import { a as unescapePath } from "./swap.js";
import { i as duration, n as count, o as size, s as thousands } from "./swap-text.js";
import { a as wantsSecond, c as PLENTY, l as estimateNeed, n as chooseSecond, o as deficitOf, r as relieved, s as diskNeeds, t as SECOND_DISK } from "./second-disk.js";
// \0rolldown/runtime.js
var __defProp = Object.defineProperty;
var __getOwnPropDesc = Object.getOwnPropertyDescriptor;
var __getOwnPropNames = Object.getOwnPropertyNames;
var __hasOwnProp = Object.prototype.hasOwnProperty;
var __esmMin = (fn, res, err) => () => {
	if (err) throw err[0];
	try {
		return fn && (res = fn(fn = 0)), res;
	} catch (e) {
		throw err = [e], e;
	}
};
var __commonJSMin = (cb, mod) => () => (mod || (cb((mod = { exports: {} }).exports, mod, mod.exports), cb = null), mod.exports);
var __exportAll = (all, no_symbols) => {
	let target = {};
	for (var name in all) __defProp(target, name, {
		get: all[name],
		enumerable: true
	});
	if (!no_symbols) __defProp(target, Symbol.toStringTag, { value: "Module" });
	return target;
};
var __copyProps = (to, from, except, desc) => {
	if (from && typeof from === "object" || typeof from === "function") for (var keys = __getOwnPropNames(from), i = 0, n = keys.length, key; i < n; i++) {
		key = keys[i];
		if (!__hasOwnProp.call(to, key) && key !== except) __defProp(to, key, {
			get: ((k) => from[k]).bind(null, key),
			enumerable: !(desc = __getOwnPropDesc(from, key)) || desc.enumerable
		});
	}
	return to;
};
var __toCommonJS = (mod) => __hasOwnProp.call(mod, "module.exports") ? mod["module.exports"] : __copyProps(__defProp({}, "__esModule", { value: true }), mod);
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
// node_modules/dockerfile-ast/lib/argument.js
var require_argument = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.Argument = void 0;
	var Argument = class {
		constructor(value, range) {
			this.value = value;
			this.range = range;
		}
		toString() {
			return this.value;
		}
		getRange() {
			return this.range;
		}
		getValue() {
			return this.value;
		}
		isAfter(position) {
			if (this.range.end.line < position.line) return false;
			return this.range.start.line > position.line ? true : this.range.start.character > position.character;
		}
		isBefore(position) {
			if (this.range.start.line < position.line) return true;
			return this.range.end.line > position.line ? false : this.range.end.character < position.character;
		}
	};
	exports.Argument = Argument;
}));
// node_modules/dockerfile-ast/lib/jsonArgument.js
var require_jsonArgument = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.JSONArgument = void 0;
	const argument_1 = require_argument();
	var JSONArgument = class extends argument_1.Argument {
		constructor(value, range, jsonRange) {
			super(value, range);
			this.jsonRange = jsonRange;
		}
		getJSONRange() {
			return this.jsonRange;
		}
		getJSONValue() {
			let value = super.getValue();
			value = value.substring(1, value.length - 1);
			return value;
		}
	};
	exports.JSONArgument = JSONArgument;
}));
// node_modules/vscode-languageserver-types/lib/esm/main.js
var main_exports$1 = /* @__PURE__ */ __exportAll({
	AnnotatedTextEdit: () => AnnotatedTextEdit,
	ApplyKind: () => ApplyKind,
	ChangeAnnotation: () => ChangeAnnotation,
	ChangeAnnotationIdentifier: () => ChangeAnnotationIdentifier,
	CodeAction: () => CodeAction,
	CodeActionContext: () => CodeActionContext,
	CodeActionKind: () => CodeActionKind,
	CodeActionTag: () => CodeActionTag,
	CodeActionTriggerKind: () => CodeActionTriggerKind,
	CodeDescription: () => CodeDescription,
	CodeLens: () => CodeLens,
	Color: () => Color,
	ColorInformation: () => ColorInformation,
	ColorPresentation: () => ColorPresentation,
	Command: () => Command,
	CompletionItem: () => CompletionItem,
	CompletionItemKind: () => CompletionItemKind,
	CompletionItemLabelDetails: () => CompletionItemLabelDetails,
	CompletionItemTag: () => CompletionItemTag,
	CompletionList: () => CompletionList,
	CreateFile: () => CreateFile,
	DeleteFile: () => DeleteFile,
	Diagnostic: () => Diagnostic,
	DiagnosticRelatedInformation: () => DiagnosticRelatedInformation,
	DiagnosticSeverity: () => DiagnosticSeverity,
	DiagnosticTag: () => DiagnosticTag,
	DocumentHighlight: () => DocumentHighlight,
	DocumentHighlightKind: () => DocumentHighlightKind,
	DocumentLink: () => DocumentLink,
	DocumentSymbol: () => DocumentSymbol,
	DocumentUri: () => DocumentUri,
	EOL: () => EOL,
	FoldingRange: () => FoldingRange,
	FoldingRangeKind: () => FoldingRangeKind,
	FormattingOptions: () => FormattingOptions,
	Hover: () => Hover,
	InlayHint: () => InlayHint,
	InlayHintKind: () => InlayHintKind,
	InlayHintLabelPart: () => InlayHintLabelPart,
	InlineCompletionContext: () => InlineCompletionContext,
	InlineCompletionItem: () => InlineCompletionItem,
	InlineCompletionList: () => InlineCompletionList,
	InlineCompletionTriggerKind: () => InlineCompletionTriggerKind,
	InlineValueContext: () => InlineValueContext,
	InlineValueEvaluatableExpression: () => InlineValueEvaluatableExpression,
	InlineValueText: () => InlineValueText,
	InlineValueVariableLookup: () => InlineValueVariableLookup,
	InsertReplaceEdit: () => InsertReplaceEdit,
	InsertTextFormat: () => InsertTextFormat,
	InsertTextMode: () => InsertTextMode,
	LanguageKind: () => LanguageKind,
	Location: () => Location,
	LocationLink: () => LocationLink,
	MarkedString: () => MarkedString,
	MarkupContent: () => MarkupContent,
	MarkupKind: () => MarkupKind,
	OptionalVersionedTextDocumentIdentifier: () => OptionalVersionedTextDocumentIdentifier,
	ParameterInformation: () => ParameterInformation,
	Position: () => Position,
	Range: () => Range,
	RenameFile: () => RenameFile,
	SelectedCompletionInfo: () => SelectedCompletionInfo,
	SelectionRange: () => SelectionRange,
	SemanticTokenModifiers: () => SemanticTokenModifiers,
	SemanticTokenTypes: () => SemanticTokenTypes,
	SemanticTokens: () => SemanticTokens,
	SignatureInformation: () => SignatureInformation,
	SnippetTextEdit: () => SnippetTextEdit,
	StringValue: () => StringValue,
	SymbolInformation: () => SymbolInformation,
	SymbolKind: () => SymbolKind,
	SymbolTag: () => SymbolTag,
	TextDocument: () => TextDocument$1,
	TextDocumentEdit: () => TextDocumentEdit,
	TextDocumentIdentifier: () => TextDocumentIdentifier,
	TextDocumentItem: () => TextDocumentItem,
	TextEdit: () => TextEdit,
	URI: () => URI,
	VersionedTextDocumentIdentifier: () => VersionedTextDocumentIdentifier,
	WorkspaceChange: () => WorkspaceChange,
	WorkspaceEdit: () => WorkspaceEdit,
	WorkspaceFolder: () => WorkspaceFolder,
	WorkspaceSymbol: () => WorkspaceSymbol,
	integer: () => integer,
	uinteger: () => uinteger
});
var DocumentUri, URI, integer, uinteger, Position, Range, Location, LocationLink, Color, ColorInformation, ColorPresentation, FoldingRangeKind, FoldingRange, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag, CodeDescription, Diagnostic, Command, TextEdit, ChangeAnnotation, ChangeAnnotationIdentifier, AnnotatedTextEdit, TextDocumentEdit, CreateFile, RenameFile, DeleteFile, WorkspaceEdit, TextEditChangeImpl, SnippetTextEdit, ChangeAnnotations, WorkspaceChange, TextDocumentIdentifier, VersionedTextDocumentIdentifier, OptionalVersionedTextDocumentIdentifier, LanguageKind, TextDocumentItem, MarkupKind, MarkupContent, CompletionItemKind, InsertTextFormat, CompletionItemTag, InsertReplaceEdit, InsertTextMode, ApplyKind, CompletionItemLabelDetails, CompletionItem, CompletionList, MarkedString, Hover, ParameterInformation, SignatureInformation, DocumentHighlightKind, DocumentHighlight, SymbolKind, SymbolTag, SymbolInformation, WorkspaceSymbol, DocumentSymbol, CodeActionKind, CodeActionTriggerKind, CodeActionContext, CodeActionTag, CodeAction, CodeLens, FormattingOptions, DocumentLink, SelectionRange, SemanticTokenTypes, SemanticTokenModifiers, SemanticTokens, InlineValueText, InlineValueVariableLookup, InlineValueEvaluatableExpression, InlineValueContext, InlayHintKind, InlayHintLabelPart, InlayHint, StringValue, InlineCompletionItem, InlineCompletionList, InlineCompletionTriggerKind, SelectedCompletionInfo, InlineCompletionContext, WorkspaceFolder, EOL, TextDocument$1, FullTextDocument$1, Is;
var init_main$1 = __esmMin((() => {
	(function(DocumentUri) {
		function is(value) {
			return typeof value === "string";
		}
		DocumentUri.is = is;
	})(DocumentUri || (DocumentUri = {}));
	(function(URI) {
		function is(value) {
			return typeof value === "string";
		}
		URI.is = is;
	})(URI || (URI = {}));
	(function(integer) {
		integer.MIN_VALUE = -2147483648;
		integer.MAX_VALUE = 2147483647;
		function is(value) {
			return typeof value === "number" && integer.MIN_VALUE <= value && value <= integer.MAX_VALUE;
		}
		integer.is = is;
	})(integer || (integer = {}));
	(function(uinteger) {
		uinteger.MIN_VALUE = 0;
		uinteger.MAX_VALUE = 2147483647;
		function is(value) {
			return typeof value === "number" && uinteger.MIN_VALUE <= value && value <= uinteger.MAX_VALUE;
		}
		uinteger.is = is;
	})(uinteger || (uinteger = {}));
	(function(Position) {
		/**
		* Creates a new Position literal from the given line and character.
		* @param line The position's line.
		* @param character The position's character.
		*/
		function create(line, character) {
			if (line === Number.MAX_VALUE) line = uinteger.MAX_VALUE;
			if (character === Number.MAX_VALUE) character = uinteger.MAX_VALUE;
			return {
				line,
				character
			};
		}
		Position.create = create;
		/**
		* Checks whether the given literal conforms to the {@link Position} interface.
		*/
		function is(value) {
			const candidate = value;
			return Is.objectLiteral(candidate) && Is.uinteger(candidate.line) && Is.uinteger(candidate.character);
		}
		Position.is = is;
	})(Position || (Position = {}));
	(function(Range) {
		function create(one, two, three, four) {
			if (Is.uinteger(one) && Is.uinteger(two) && Is.uinteger(three) && Is.uinteger(four)) return {
				start: Position.create(one, two),
				end: Position.create(three, four)
			};
			else if (Position.is(one) && Position.is(two)) return {
				start: one,
				end: two
			};
			else throw new Error(`Range#create called with invalid arguments[${one}, ${two}, ${three}, ${four}]`);
		}
		Range.create = create;
		/**
		* Checks whether the given literal conforms to the {@link Range} interface.
		*/
		function is(value) {
			const candidate = value;
			return Is.objectLiteral(candidate) && Position.is(candidate.start) && Position.is(candidate.end);
		}
		Range.is = is;
	})(Range || (Range = {}));
	(function(Location) {
		/**
		* Creates a Location literal.
		* @param uri The location's uri.
		* @param range The location's range.
		*/
		function create(uri, range) {
			return {
				uri,
				range
			};
		}
		Location.create = create;
		/**
		* Checks whether the given literal conforms to the {@link Location} interface.
		*/
		function is(value) {
			const candidate = value;
			return Is.objectLiteral(candidate) && Range.is(candidate.range) && (Is.string(candidate.uri) || Is.undefined(candidate.uri));
		}
		Location.is = is;
	})(Location || (Location = {}));
	(function(LocationLink) {
		/**
		* Creates a LocationLink literal.
		* @param targetUri The definition's uri.
		* @param targetRange The full range of the definition.
		* @param targetSelectionRange The span of the symbol definition at the target.
		* @param originSelectionRange The span of the symbol being defined in the originating source file.
		*/
		function create(targetUri, targetRange, targetSelectionRange, originSelectionRange) {
			return {
				targetUri,
				targetRange,
				targetSelectionRange,
				originSelectionRange
			};
		}
		LocationLink.create = create;
		/**
		* Checks whether the given literal conforms to the {@link LocationLink} interface.
		*/
		function is(value) {
			const candidate = value;
			return Is.objectLiteral(candidate) && Range.is(candidate.targetRange) && Is.string(candidate.targetUri) && Range.is(candidate.targetSelectionRange) && (Range.is(candidate.originSelectionRange) || Is.undefined(candidate.originSelectionRange));
		}
		LocationLink.is = is;
	})(LocationLink || (LocationLink = {}));
	(function(Color) {
		/**
		* Creates a new Color literal.
		*/
		function create(red, green, blue, alpha) {
			return {
				red,
				green,
				blue,
				alpha
			};
		}
		Color.create = create;
		/**
		* Checks whether the given literal conforms to the {@link Color} interface.
		*/
		function is(value) {
			const candidate = value;
			return Is.objectLiteral(candidate) && Is.numberRange(candidate.red, 0, 1) && Is.numberRange(candidate.green, 0, 1) && Is.numberRange(candidate.blue, 0, 1) && Is.numberRange(candidate.alpha, 0, 1);
		}
		Color.is = is;
	})(Color || (Color = {}));
	(function(ColorInformation) {
		/**
		* Creates a new ColorInformation literal.
		*/
		function create(range, color) {
			return {
				range,
				color
			};
		}
		ColorInformation.create = create;
		/**
		* Checks whether the given literal conforms to the {@link ColorInformation} interface.
		*/
		function is(value) {
			const candidate = value;
			return Is.objectLiteral(candidate) && Range.is(candidate.range) && Color.is(candidate.color);
		}
		ColorInformation.is = is;
	})(ColorInformation || (ColorInformation = {}));
	(function(ColorPresentation) {
		/**
		* Creates a new ColorInformation literal.
		*/
		function create(label, textEdit, additionalTextEdits) {
			return {
				label,
				textEdit,
				additionalTextEdits
			};
		}
		ColorPresentation.create = create;
		/**
		* Checks whether the given literal conforms to the {@link ColorInformation} interface.
		*/
		function is(value) {
			const candidate = value;
			return Is.objectLiteral(candidate) && Is.string(candidate.label) && (Is.undefined(candidate.textEdit) || TextEdit.is(candidate.textEdit)) && (Is.undefined(candidate.additionalTextEdits) || Is.typedArray(candidate.additionalTextEdits, TextEdit.is));
		}
		ColorPresentation.is = is;
	})(ColorPresentation || (ColorPresentation = {}));
	(function(FoldingRangeKind) {
		/**
		* Folding range for a comment
		*/
		FoldingRangeKind.Comment = "comment";
		/**
		* Folding range for an import or include
		*/
		FoldingRangeKind.Imports = "imports";
		/**
		* Folding range for a region (e.g. `#region`)
		*/
		FoldingRangeKind.Region = "region";
	})(FoldingRangeKind || (FoldingRangeKind = {}));
	(function(FoldingRange) {
		/**
		* Creates a new FoldingRange literal.
		*/
		function create(startLine, endLine, startCharacter, endCharacter, kind, collapsedText) {
			const result = {
				startLine,
				endLine
			};
			if (Is.defined(startCharacter)) result.startCharacter = startCharacter;
			if (Is.defined(endCharacter)) result.endCharacter = endCharacter;
			if (Is.defined(kind)) result.kind = kind;
			if (Is.defined(collapsedText)) result.collapsedText = collapsedText;
			return result;
		}
		FoldingRange.create = create;
		/**
		* Checks whether the given literal conforms to the {@link FoldingRange} interface.
		*/
		function is(value) {
			const candidate = value;
			return Is.objectLiteral(candidate) && Is.uinteger(candidate.startLine) && Is.uinteger(candidate.endLine) && (Is.undefined(candidate.startCharacter) || Is.uinteger(candidate.startCharacter)) && (Is.undefined(candidate.endCharacter) || Is.uinteger(candidate.endCharacter)) && (Is.undefined(candidate.kind) || Is.string(candidate.kind));
		}
		FoldingRange.is = is;
	})(FoldingRange || (FoldingRange = {}));
	(function(DiagnosticRelatedInformation) {
		/**
		* Creates a new DiagnosticRelatedInformation literal.
		*/
		function create(location, message) {
			return {
				location,
				message
			};
		}
		DiagnosticRelatedInformation.create = create;
		/**
		* Checks whether the given literal conforms to the {@link DiagnosticRelatedInformation} interface.
		*/
		function is(value) {
			const candidate = value;
			return Is.defined(candidate) && Location.is(candidate.location) && Is.string(candidate.message);
		}
		DiagnosticRelatedInformation.is = is;
	})(DiagnosticRelatedInformation || (DiagnosticRelatedInformation = {}));
	(function(DiagnosticSeverity) {
		/**
		* Reports an error.
		*/
		DiagnosticSeverity.Error = 1;
		/**
		* Reports a warning.
		*/
		DiagnosticSeverity.Warning = 2;
		/**
		* Reports an information.
		*/
		DiagnosticSeverity.Information = 3;
		/**
		* Reports a hint.
		*/
		DiagnosticSeverity.Hint = 4;
	})(DiagnosticSeverity || (DiagnosticSeverity = {}));
	(function(DiagnosticTag) {
		/**
		* Unused or unnecessary code.
		*
		* Clients are allowed to render diagnostics with this tag faded out instead of having
		* an error squiggle.
		*/
		DiagnosticTag.Unnecessary = 1;
		/**
		* Deprecated or obsolete code.
		*
		* Clients are allowed to rendered diagnostics with this tag strike through.
		*/
		DiagnosticTag.Deprecated = 2;
	})(DiagnosticTag || (DiagnosticTag = {}));
	(function(CodeDescription) {
		function is(value) {
			const candidate = value;
			return Is.objectLiteral(candidate) && Is.string(candidate.href);
		}
		CodeDescription.is = is;
	})(CodeDescription || (CodeDescription = {}));
	(function(Diagnostic) {
		/**
		* Creates a new Diagnostic literal.
		*/
		function create(range, message, severity, code, source, relatedInformation) {
			const result = {
				range,
				message
			};
			if (Is.defined(severity)) result.severity = severity;
			if (Is.defined(code)) result.code = code;
			if (Is.defined(source)) result.source = source;
			if (Is.defined(relatedInformation)) result.relatedInformation = relatedInformation;
			return result;
		}
		Diagnostic.create = create;
		/**
		* Checks whether the given literal conforms to the {@link Diagnostic} interface.
		*/
		function is(value) {
			var _a;
			const candidate = value;
			return Is.defined(candidate) && Range.is(candidate.range) && (Is.string(candidate.message) || MarkupContent.is(candidate.message)) && (Is.number(candidate.severity) || Is.undefined(candidate.severity)) && (Is.integer(candidate.code) || Is.string(candidate.code) || Is.undefined(candidate.code)) && (Is.undefined(candidate.codeDescription) || Is.string((_a = candidate.codeDescription) === null || _a === void 0 ? void 0 : _a.href)) && (Is.string(candidate.source) || Is.undefined(candidate.source)) && (Is.undefined(candidate.relatedInformation) || Is.typedArray(candidate.relatedInformation, DiagnosticRelatedInformation.is));
		}
		Diagnostic.is = is;
		/**
		* Checks whether the given diagnostic's message conforms to the 3.17.0
		* version of the protocol where the message is a string.
		*
		* @param value the diagnostic
		* @returns true if the diagnostic's message is a string, false otherwise.
		*/
		function is3_17(value) {
			return Is.string(value.message);
		}
		Diagnostic.is3_17 = is3_17;
		/**
		* Gets the message string of a diagnostic. If the message is already a
		* string, it is returned as is. If the message is a MarkupContent,
		* the value of the MarkupContent is returned. Otherwise an error is thrown.
		*
		* @param diagnostic the diagnostic to get the message string from.
		* @returns the message string of the given diagnostic.
		*/
		function getMessageString(diagnostic) {
			if (Is.string(diagnostic.message)) return diagnostic.message;
			else if (MarkupContent.is(diagnostic.message)) return diagnostic.message.value;
			else throw new Error(`Unknown message type ${typeof diagnostic.message}`);
		}
		Diagnostic.getMessageString = getMessageString;
	})(Diagnostic || (Diagnostic = {}));
	(function(Command) {
		/**
		* Creates a new Command literal.
		*/
		function create(title, command, ...args) {
			const result = {
				title,
				command
			};
			if (Is.defined(args) && args.length > 0) result.arguments = args;
			return result;
		}
		Command.create = create;
		/**
		* Checks whether the given literal conforms to the {@link Command} interface.
		*/
		function is(value) {
			const candidate = value;
			return Is.defined(candidate) && Is.string(candidate.title) && (candidate.tooltip === void 0 || Is.string(candidate.tooltip)) && Is.string(candidate.command);
		}
		Command.is = is;
	})(Command || (Command = {}));
	(function(TextEdit) {
		/**
		* Creates a replace text edit.
		* @param range The range of text to be replaced.
		* @param newText The new text.
		*/
		function replace(range, newText) {
			return {
				range,
				newText
			};
		}
		TextEdit.replace = replace;
		/**
		* Creates an insert text edit.
		* @param position The position to insert the text at.
		* @param newText The text to be inserted.
		*/
		function insert(position, newText) {
			return {
				range: {
					start: position,
					end: position
				},
				newText
			};
		}
		TextEdit.insert = insert;
		/**
		* Creates a delete text edit.
		* @param range The range of text to be deleted.
		*/
		function del(range) {
			return {
				range,
				newText: ""
			};
		}
		TextEdit.del = del;
		function is(value) {
			const candidate = value;
			return Is.objectLiteral(candidate) && Is.string(candidate.newText) && Range.is(candidate.range);
		}
		TextEdit.is = is;
	})(TextEdit || (TextEdit = {}));
	(function(ChangeAnnotation) {
		function create(label, needsConfirmation, description) {
			const result = { label };
			if (needsConfirmation !== void 0) result.needsConfirmation = needsConfirmation;
			if (description !== void 0) result.description = description;
			return result;
		}
		ChangeAnnotation.create = create;
		function is(value) {
			const candidate = value;
			return Is.objectLiteral(candidate) && Is.string(candidate.label) && (Is.boolean(candidate.needsConfirmation) || candidate.needsConfirmation === void 0) && (Is.string(candidate.description) || candidate.description === void 0);
		}
		ChangeAnnotation.is = is;
	})(ChangeAnnotation || (ChangeAnnotation = {}));
	(function(ChangeAnnotationIdentifier) {
		function is(value) {
			const candidate = value;
			return Is.string(candidate);
		}
		ChangeAnnotationIdentifier.is = is;
	})(ChangeAnnotationIdentifier || (ChangeAnnotationIdentifier = {}));
	(function(AnnotatedTextEdit) {
		/**
		* Creates an annotated replace text edit.
		*
		* @param range The range of text to be replaced.
		* @param newText The new text.
		* @param annotation The annotation.
		*/
		function replace(range, newText, annotation) {
			return {
				range,
				newText,
				annotationId: annotation
			};
		}
		AnnotatedTextEdit.replace = replace;
		/**
		* Creates an annotated insert text edit.
		*
		* @param position The position to insert the text at.
		* @param newText The text to be inserted.
		* @param annotation The annotation.
		*/
		function insert(position, newText, annotation) {
			return {
				range: {
					start: position,
					end: position
				},
				newText,
				annotationId: annotation
			};
		}
		AnnotatedTextEdit.insert = insert;
		/**
		* Creates an annotated delete text edit.
		*
		* @param range The range of text to be deleted.
		* @param annotation The annotation.
		*/
		function del(range, annotation) {
			return {
				range,
				newText: "",
				annotationId: annotation
			};
		}
		AnnotatedTextEdit.del = del;
		function is(value) {
			const candidate = value;
			return TextEdit.is(candidate) && (ChangeAnnotation.is(candidate.annotationId) || ChangeAnnotationIdentifier.is(candidate.annotationId));
		}
		AnnotatedTextEdit.is = is;
	})(AnnotatedTextEdit || (AnnotatedTextEdit = {}));
	(function(TextDocumentEdit) {
		/**
		* Creates a new `TextDocumentEdit`
		*/
		function create(textDocument, edits) {
			return {
				textDocument,
				edits
			};
		}
		TextDocumentEdit.create = create;
		function is(value) {
			const candidate = value;
			return Is.defined(candidate) && OptionalVersionedTextDocumentIdentifier.is(candidate.textDocument) && Array.isArray(candidate.edits);
		}
		TextDocumentEdit.is = is;
	})(TextDocumentEdit || (TextDocumentEdit = {}));
	(function(CreateFile) {
		function create(uri, options, annotation) {
			const result = {
				kind: "create",
				uri
			};
			if (options !== void 0 && (options.overwrite !== void 0 || options.ignoreIfExists !== void 0)) result.options = options;
			if (annotation !== void 0) result.annotationId = annotation;
			return result;
		}
		CreateFile.create = create;
		function is(value) {
			const candidate = value;
			return candidate && candidate.kind === "create" && Is.string(candidate.uri) && (candidate.options === void 0 || (candidate.options.overwrite === void 0 || Is.boolean(candidate.options.overwrite)) && (candidate.options.ignoreIfExists === void 0 || Is.boolean(candidate.options.ignoreIfExists))) && (candidate.annotationId === void 0 || ChangeAnnotationIdentifier.is(candidate.annotationId));
		}
		CreateFile.is = is;
	})(CreateFile || (CreateFile = {}));
	(function(RenameFile) {
		function create(oldUri, newUri, options, annotation) {
			const result = {
				kind: "rename",
				oldUri,
				newUri
			};
			if (options !== void 0 && (options.overwrite !== void 0 || options.ignoreIfExists !== void 0)) result.options = options;
			if (annotation !== void 0) result.annotationId = annotation;
			return result;
		}
		RenameFile.create = create;
		function is(value) {
			const candidate = value;
			return candidate && candidate.kind === "rename" && Is.string(candidate.oldUri) && Is.string(candidate.newUri) && (candidate.options === void 0 || (candidate.options.overwrite === void 0 || Is.boolean(candidate.options.overwrite)) && (candidate.options.ignoreIfExists === void 0 || Is.boolean(candidate.options.ignoreIfExists))) && (candidate.annotationId === void 0 || ChangeAnnotationIdentifier.is(candidate.annotationId));
		}
		RenameFile.is = is;
	})(RenameFile || (RenameFile = {}));
	(function(DeleteFile) {
		function create(uri, options, annotation) {
			const result = {
				kind: "delete",
				uri
			};
			if (options !== void 0 && (options.recursive !== void 0 || options.ignoreIfNotExists !== void 0)) result.options = options;
			if (annotation !== void 0) result.annotationId = annotation;
			return result;
		}
		DeleteFile.create = create;
		function is(value) {
			const candidate = value;
			return candidate && candidate.kind === "delete" && Is.string(candidate.uri) && (candidate.options === void 0 || (candidate.options.recursive === void 0 || Is.boolean(candidate.options.recursive)) && (candidate.options.ignoreIfNotExists === void 0 || Is.boolean(candidate.options.ignoreIfNotExists))) && (candidate.annotationId === void 0 || ChangeAnnotationIdentifier.is(candidate.annotationId));
		}
		DeleteFile.is = is;
	})(DeleteFile || (DeleteFile = {}));
	(function(WorkspaceEdit) {
		function is(value) {
			const candidate = value;
			return candidate && (candidate.changes !== void 0 || candidate.documentChanges !== void 0) && (candidate.documentChanges === void 0 || candidate.documentChanges.every((change) => {
				if (Is.string(change.kind)) return CreateFile.is(change) || RenameFile.is(change) || DeleteFile.is(change);
				else return TextDocumentEdit.is(change);
			}));
		}
		WorkspaceEdit.is = is;
	})(WorkspaceEdit || (WorkspaceEdit = {}));
	TextEditChangeImpl = class {
		constructor(edits, changeAnnotations) {
			this.edits = edits;
			this.changeAnnotations = changeAnnotations;
		}
		insert(position, newText, annotation) {
			let edit;
			let id;
			if (annotation === void 0) edit = TextEdit.insert(position, newText);
			else if (ChangeAnnotationIdentifier.is(annotation)) {
				id = annotation;
				edit = AnnotatedTextEdit.insert(position, newText, annotation);
			} else {
				this.assertChangeAnnotations(this.changeAnnotations);
				id = this.changeAnnotations.manage(annotation);
				edit = AnnotatedTextEdit.insert(position, newText, id);
			}
			this.edits.push(edit);
			if (id !== void 0) return id;
		}
		replace(range, newText, annotation) {
			let edit;
			let id;
			if (annotation === void 0) edit = TextEdit.replace(range, newText);
			else if (ChangeAnnotationIdentifier.is(annotation)) {
				id = annotation;
				edit = AnnotatedTextEdit.replace(range, newText, annotation);
			} else {
				this.assertChangeAnnotations(this.changeAnnotations);
				id = this.changeAnnotations.manage(annotation);
				edit = AnnotatedTextEdit.replace(range, newText, id);
			}
			this.edits.push(edit);
			if (id !== void 0) return id;
		}
		delete(range, annotation) {
			let edit;
			let id;
			if (annotation === void 0) edit = TextEdit.del(range);
			else if (ChangeAnnotationIdentifier.is(annotation)) {
				id = annotation;
				edit = AnnotatedTextEdit.del(range, annotation);
			} else {
				this.assertChangeAnnotations(this.changeAnnotations);
				id = this.changeAnnotations.manage(annotation);
				edit = AnnotatedTextEdit.del(range, id);
			}
			this.edits.push(edit);
			if (id !== void 0) return id;
		}
		add(edit) {
			this.edits.push(edit);
		}
		all() {
			return this.edits;
		}
		clear() {
			this.edits.splice(0, this.edits.length);
		}
		assertChangeAnnotations(value) {
			if (value === void 0) throw new Error(`Text edit change is not configured to manage change annotations.`);
		}
	};
	(function(SnippetTextEdit) {
		function is(value) {
			const candidate = value;
			return Is.objectLiteral(candidate) && Range.is(candidate.range) && StringValue.isSnippet(candidate.snippet) && (candidate.annotationId === void 0 || ChangeAnnotation.is(candidate.annotationId) || ChangeAnnotationIdentifier.is(candidate.annotationId));
		}
		SnippetTextEdit.is = is;
	})(SnippetTextEdit || (SnippetTextEdit = {}));
	ChangeAnnotations = class {
		constructor(annotations) {
			this._annotations = annotations === void 0 ? Object.create(null) : annotations;
			this._counter = 0;
			this._size = 0;
		}
		all() {
			return this._annotations;
		}
		get size() {
			return this._size;
		}
		manage(idOrAnnotation, annotation) {
			let id;
			if (ChangeAnnotationIdentifier.is(idOrAnnotation)) id = idOrAnnotation;
			else {
				id = this.nextId();
				annotation = idOrAnnotation;
			}
			if (this._annotations[id] !== void 0) throw new Error(`Id ${id} is already in use.`);
			if (annotation === void 0) throw new Error(`No annotation provided for id ${id}`);
			this._annotations[id] = annotation;
			this._size++;
			return id;
		}
		nextId() {
			this._counter++;
			return this._counter.toString();
		}
	};
	WorkspaceChange = class {
		constructor(workspaceEdit) {
			this._textEditChanges = Object.create(null);
			if (workspaceEdit !== void 0) {
				this._workspaceEdit = workspaceEdit;
				if (workspaceEdit.documentChanges) {
					this._changeAnnotations = new ChangeAnnotations(workspaceEdit.changeAnnotations);
					workspaceEdit.changeAnnotations = this._changeAnnotations.all();
					workspaceEdit.documentChanges.forEach((change) => {
						if (TextDocumentEdit.is(change)) {
							const textEditChange = new TextEditChangeImpl(change.edits, this._changeAnnotations);
							this._textEditChanges[change.textDocument.uri] = textEditChange;
						}
					});
				} else if (workspaceEdit.changes) Object.keys(workspaceEdit.changes).forEach((key) => {
					const textEditChange = new TextEditChangeImpl(workspaceEdit.changes[key]);
					this._textEditChanges[key] = textEditChange;
				});
			} else this._workspaceEdit = {};
		}
		/**
		* Returns the underlying {@link WorkspaceEdit} literal
		* use to be returned from a workspace edit operation like rename.
		*/
		get edit() {
			this.initDocumentChanges();
			if (this._changeAnnotations !== void 0) {
				if (this._changeAnnotations.size === 0) this._workspaceEdit.changeAnnotations = void 0;
				else this._workspaceEdit.changeAnnotations = this._changeAnnotations.all();
			}
			return this._workspaceEdit;
		}
		getTextEditChange(key) {
			if (OptionalVersionedTextDocumentIdentifier.is(key)) {
				this.initDocumentChanges();
				if (this._workspaceEdit.documentChanges === void 0) throw new Error("Workspace edit is not configured for document changes.");
				const textDocument = {
					uri: key.uri,
					version: key.version
				};
				let result = this._textEditChanges[textDocument.uri];
				if (!result) {
					const edits = [];
					const textDocumentEdit = {
						textDocument,
						edits
					};
					this._workspaceEdit.documentChanges.push(textDocumentEdit);
					result = new TextEditChangeImpl(edits, this._changeAnnotations);
					this._textEditChanges[textDocument.uri] = result;
				}
				return result;
			} else {
				this.initChanges();
				if (this._workspaceEdit.changes === void 0) throw new Error("Workspace edit is not configured for normal text edit changes.");
				let result = this._textEditChanges[key];
				if (!result) {
					const edits = [];
					this._workspaceEdit.changes[key] = edits;
					result = new TextEditChangeImpl(edits);
					this._textEditChanges[key] = result;
				}
				return result;
			}
		}
		initDocumentChanges() {
			if (this._workspaceEdit.documentChanges === void 0 && this._workspaceEdit.changes === void 0) {
				this._changeAnnotations = new ChangeAnnotations();
				this._workspaceEdit.documentChanges = [];
				this._workspaceEdit.changeAnnotations = this._changeAnnotations.all();
			}
		}
		initChanges() {
			if (this._workspaceEdit.documentChanges === void 0 && this._workspaceEdit.changes === void 0) this._workspaceEdit.changes = Object.create(null);
		}
		createFile(uri, optionsOrAnnotation, options) {
			this.initDocumentChanges();
			if (this._workspaceEdit.documentChanges === void 0) throw new Error("Workspace edit is not configured for document changes.");
			let annotation;
			if (ChangeAnnotation.is(optionsOrAnnotation) || ChangeAnnotationIdentifier.is(optionsOrAnnotation)) annotation = optionsOrAnnotation;
			else options = optionsOrAnnotation;
			let operation;
			let id;
			if (annotation === void 0) operation = CreateFile.create(uri, options);
			else {
				id = ChangeAnnotationIdentifier.is(annotation) ? annotation : this._changeAnnotations.manage(annotation);
				operation = CreateFile.create(uri, options, id);
			}
			this._workspaceEdit.documentChanges.push(operation);
			if (id !== void 0) return id;
		}
		renameFile(oldUri, newUri, optionsOrAnnotation, options) {
			this.initDocumentChanges();
			if (this._workspaceEdit.documentChanges === void 0) throw new Error("Workspace edit is not configured for document changes.");
			let annotation;
			if (ChangeAnnotation.is(optionsOrAnnotation) || ChangeAnnotationIdentifier.is(optionsOrAnnotation)) annotation = optionsOrAnnotation;
			else options = optionsOrAnnotation;
			let operation;
			let id;
			if (annotation === void 0) operation = RenameFile.create(oldUri, newUri, options);
			else {
				id = ChangeAnnotationIdentifier.is(annotation) ? annotation : this._changeAnnotations.manage(annotation);
				operation = RenameFile.create(oldUri, newUri, options, id);
			}
			this._workspaceEdit.documentChanges.push(operation);
			if (id !== void 0) return id;
		}
		deleteFile(uri, optionsOrAnnotation, options) {
			this.initDocumentChanges();
			if (this._workspaceEdit.documentChanges === void 0) throw new Error("Workspace edit is not configured for document changes.");
			let annotation;
			if (ChangeAnnotation.is(optionsOrAnnotation) || ChangeAnnotationIdentifier.is(optionsOrAnnotation)) annotation = optionsOrAnnotation;
			else options = optionsOrAnnotation;
			let operation;
			let id;
			if (annotation === void 0) operation = DeleteFile.create(uri, options);
			else {
				id = ChangeAnnotationIdentifier.is(annotation) ? annotation : this._changeAnnotations.manage(annotation);
				operation = DeleteFile.create(uri, options, id);
			}
			this._workspaceEdit.documentChanges.push(operation);
			if (id !== void 0) return id;
		}
	};
	(function(TextDocumentIdentifier) {
		/**
		* Creates a new TextDocumentIdentifier literal.
		* @param uri The document's uri.
		*/
		function create(uri) {
			return { uri };
		}
		TextDocumentIdentifier.create = create;
		/**
		* Checks whether the given literal conforms to the {@link TextDocumentIdentifier} interface.
		*/
		function is(value) {
			const candidate = value;
			return Is.defined(candidate) && Is.string(candidate.uri);
		}
		TextDocumentIdentifier.is = is;
	})(TextDocumentIdentifier || (TextDocumentIdentifier = {}));
	(function(VersionedTextDocumentIdentifier) {
		/**
		* Creates a new VersionedTextDocumentIdentifier literal.
		* @param uri The document's uri.
		* @param version The document's version.
		*/
		function create(uri, version) {
			return {
				uri,
				version
			};
		}
		VersionedTextDocumentIdentifier.create = create;
		/**
		* Checks whether the given literal conforms to the {@link VersionedTextDocumentIdentifier} interface.
		*/
		function is(value) {
			const candidate = value;
			return Is.defined(candidate) && Is.string(candidate.uri) && Is.integer(candidate.version);
		}
		VersionedTextDocumentIdentifier.is = is;
	})(VersionedTextDocumentIdentifier || (VersionedTextDocumentIdentifier = {}));
	(function(OptionalVersionedTextDocumentIdentifier) {
		/**
		* Creates a new OptionalVersionedTextDocumentIdentifier literal.
		* @param uri The document's uri.
		* @param version The document's version.
		*/
		function create(uri, version) {
			return {
				uri,
				version
			};
		}
		OptionalVersionedTextDocumentIdentifier.create = create;
		/**
		* Checks whether the given literal conforms to the {@link OptionalVersionedTextDocumentIdentifier} interface.
		*/
		function is(value) {
			const candidate = value;
			return Is.defined(candidate) && Is.string(candidate.uri) && (candidate.version === null || Is.integer(candidate.version));
		}
		OptionalVersionedTextDocumentIdentifier.is = is;
	})(OptionalVersionedTextDocumentIdentifier || (OptionalVersionedTextDocumentIdentifier = {}));
	(function(LanguageKind) {
		LanguageKind.ABAP = "abap";
		LanguageKind.WindowsBat = "bat";
		LanguageKind.BibTeX = "bibtex";
		LanguageKind.Clojure = "clojure";
		LanguageKind.Coffeescript = "coffeescript";
		LanguageKind.C = "c";
		LanguageKind.CPP = "cpp";
		LanguageKind.CSharp = "csharp";
		LanguageKind.CSS = "css";
		/**
		* @since 3.18.0
		*/
		LanguageKind.D = "d";
		/**
		* @since 3.18.0
		*/
		LanguageKind.Delphi = "pascal";
		LanguageKind.Diff = "diff";
		LanguageKind.Dart = "dart";
		LanguageKind.Dockerfile = "dockerfile";
		LanguageKind.Elixir = "elixir";
		LanguageKind.Erlang = "erlang";
		LanguageKind.FSharp = "fsharp";
		LanguageKind.GitCommit = "git-commit";
		LanguageKind.GitRebase = "git-rebase";
		LanguageKind.Go = "go";
		LanguageKind.Groovy = "groovy";
		LanguageKind.Handlebars = "handlebars";
		LanguageKind.Haskell = "haskell";
		LanguageKind.HTML = "html";
		LanguageKind.Ini = "ini";
		LanguageKind.Java = "java";
		LanguageKind.JavaScript = "javascript";
		LanguageKind.JavaScriptReact = "javascriptreact";
		LanguageKind.JSON = "json";
		LanguageKind.LaTeX = "latex";
		LanguageKind.Less = "less";
		LanguageKind.Lua = "lua";
		LanguageKind.Makefile = "makefile";
		LanguageKind.Markdown = "markdown";
		LanguageKind.ObjectiveC = "objective-c";
		LanguageKind.ObjectiveCPP = "objective-cpp";
		/**
		* @since 3.18.0
		*/
		LanguageKind.Pascal = "pascal";
		LanguageKind.Perl = "perl";
		LanguageKind.Perl6 = "perl6";
		LanguageKind.PHP = "php";
		LanguageKind.Plaintext = "plaintext";
		LanguageKind.Powershell = "powershell";
		LanguageKind.Pug = "jade";
		LanguageKind.Python = "python";
		LanguageKind.R = "r";
		LanguageKind.Razor = "razor";
		LanguageKind.Ruby = "ruby";
		LanguageKind.Rust = "rust";
		LanguageKind.SCSS = "scss";
		LanguageKind.SASS = "sass";
		LanguageKind.Scala = "scala";
		LanguageKind.ShaderLab = "shaderlab";
		LanguageKind.ShellScript = "shellscript";
		LanguageKind.SQL = "sql";
		LanguageKind.Swift = "swift";
		LanguageKind.TypeScript = "typescript";
		LanguageKind.TypeScriptReact = "typescriptreact";
		LanguageKind.TeX = "tex";
		LanguageKind.VisualBasic = "vb";
		LanguageKind.XML = "xml";
		LanguageKind.XSL = "xsl";
		LanguageKind.YAML = "yaml";
	})(LanguageKind || (LanguageKind = {}));
	(function(TextDocumentItem) {
		/**
		* Creates a new TextDocumentItem literal.
		* @param uri The document's uri.
		* @param languageId The document's language identifier.
		* @param version The document's version number.
		* @param text The document's text.
		*/
		function create(uri, languageId, version, text) {
			return {
				uri,
				languageId,
				version,
				text
			};
		}
		TextDocumentItem.create = create;
		/**
		* Checks whether the given literal conforms to the {@link TextDocumentItem} interface.
		*/
		function is(value) {
			const candidate = value;
			return Is.defined(candidate) && Is.string(candidate.uri) && Is.string(candidate.languageId) && Is.integer(candidate.version) && Is.string(candidate.text);
		}
		TextDocumentItem.is = is;
	})(TextDocumentItem || (TextDocumentItem = {}));
	(function(MarkupKind) {
		/**
		* Plain text is supported as a content format
		*/
		MarkupKind.PlainText = "plaintext";
		/**
		* Markdown is supported as a content format
		*/
		MarkupKind.Markdown = "markdown";
		/**
		* Checks whether the given value is a value of the {@link MarkupKind} type.
		*/
		function is(value) {
			const candidate = value;
			return candidate === MarkupKind.PlainText || candidate === MarkupKind.Markdown;
		}
		MarkupKind.is = is;
	})(MarkupKind || (MarkupKind = {}));
	(function(MarkupContent) {
		/**
		* Checks whether the given value conforms to the {@link MarkupContent} interface.
		*/
		function is(value) {
			const candidate = value;
			return Is.objectLiteral(value) && MarkupKind.is(candidate.kind) && Is.string(candidate.value);
		}
		MarkupContent.is = is;
	})(MarkupContent || (MarkupContent = {}));
	(function(CompletionItemKind) {
		CompletionItemKind.Text = 1;
		CompletionItemKind.Method = 2;
		CompletionItemKind.Function = 3;
		CompletionItemKind.Constructor = 4;
		CompletionItemKind.Field = 5;
		CompletionItemKind.Variable = 6;
		CompletionItemKind.Class = 7;
		CompletionItemKind.Interface = 8;
		CompletionItemKind.Module = 9;
		CompletionItemKind.Property = 10;
		CompletionItemKind.Unit = 11;
		CompletionItemKind.Value = 12;
		CompletionItemKind.Enum = 13;
		CompletionItemKind.Keyword = 14;
		CompletionItemKind.Snippet = 15;
		CompletionItemKind.Color = 16;
		CompletionItemKind.File = 17;
		CompletionItemKind.Reference = 18;
		CompletionItemKind.Folder = 19;
		CompletionItemKind.EnumMember = 20;
		CompletionItemKind.Constant = 21;
		CompletionItemKind.Struct = 22;
		CompletionItemKind.Event = 23;
		CompletionItemKind.Operator = 24;
		CompletionItemKind.TypeParameter = 25;
	})(CompletionItemKind || (CompletionItemKind = {}));
	(function(InsertTextFormat) {
		/**
		* The primary text to be inserted is treated as a plain string.
		*/
		InsertTextFormat.PlainText = 1;
		/**
		* The primary text to be inserted is treated as a snippet.
		*
		* A snippet can define tab stops and placeholders with `$1`, `$2`
		* and `${3:foo}`. `$0` defines the final tab stop, it defaults to
		* the end of the snippet. Placeholders with equal identifiers are linked,
		* that is typing in one will update others too.
		*
		* See also: https://microsoft.github.io/language-server-protocol/specifications/specification-current/#snippet_syntax
		*/
		InsertTextFormat.Snippet = 2;
	})(InsertTextFormat || (InsertTextFormat = {}));
	(function(CompletionItemTag) {
		/**
		* Render a completion as obsolete, usually using a strike-out.
		*/
		CompletionItemTag.Deprecated = 1;
	})(CompletionItemTag || (CompletionItemTag = {}));
	(function(InsertReplaceEdit) {
		/**
		* Creates a new insert / replace edit
		*/
		function create(newText, insert, replace) {
			return {
				newText,
				insert,
				replace
			};
		}
		InsertReplaceEdit.create = create;
		/**
		* Checks whether the given literal conforms to the {@link InsertReplaceEdit} interface.
		*/
		function is(value) {
			const candidate = value;
			return candidate && Is.string(candidate.newText) && Range.is(candidate.insert) && Range.is(candidate.replace);
		}
		InsertReplaceEdit.is = is;
	})(InsertReplaceEdit || (InsertReplaceEdit = {}));
	(function(InsertTextMode) {
		/**
		* The insertion or replace strings is taken as it is. If the
		* value is multi line the lines below the cursor will be
		* inserted using the indentation defined in the string value.
		* The client will not apply any kind of adjustments to the
		* string.
		*/
		InsertTextMode.asIs = 1;
		/**
		* The editor adjusts leading whitespace of new lines so that
		* they match the indentation up to the cursor of the line for
		* which the item is accepted.
		*
		* Consider a line like this: <2tabs><cursor><3tabs>foo. Accepting a
		* multi line completion item is indented using 2 tabs and all
		* following lines inserted will be indented using 2 tabs as well.
		*/
		InsertTextMode.adjustIndentation = 2;
	})(InsertTextMode || (InsertTextMode = {}));
	(function(ApplyKind) {
		/**
		* The value from the individual item (if provided and not `null`) will be
		* used instead of the default.
		*/
		ApplyKind.Replace = 1;
		/**
		* The value from the item will be merged with the default.
		*
		* The specific rules for mergeing values are defined against each field
		* that supports merging.
		*/
		ApplyKind.Merge = 2;
	})(ApplyKind || (ApplyKind = {}));
	(function(CompletionItemLabelDetails) {
		function is(value) {
			const candidate = value;
			return candidate && (Is.string(candidate.detail) || candidate.detail === void 0) && (Is.string(candidate.description) || candidate.description === void 0);
		}
		CompletionItemLabelDetails.is = is;
	})(CompletionItemLabelDetails || (CompletionItemLabelDetails = {}));
	(function(CompletionItem) {
		/**
		* Create a completion item and seed it with a label.
		* @param label The completion item's label
		*/
		function create(label) {
			return { label };
		}
		CompletionItem.create = create;
	})(CompletionItem || (CompletionItem = {}));
	(function(CompletionList) {
		/**
		* Creates a new completion list.
		*
		* @param items The completion items.
		* @param isIncomplete The list is not complete.
		*/
		function create(items, isIncomplete) {
			return {
				items: items ? items : [],
				isIncomplete: !!isIncomplete
			};
		}
		CompletionList.create = create;
	})(CompletionList || (CompletionList = {}));
	(function(MarkedString) {
		/**
		* Creates a marked string from plain text.
		*
		* @param plainText The plain text.
		*/
		function fromPlainText(plainText) {
			return plainText.replace(/[\\`*_{}[\]()#+\-.!]/g, "\\$&");
		}
		MarkedString.fromPlainText = fromPlainText;
		/**
		* Checks whether the given value conforms to the {@link MarkedString} type.
		*/
		function is(value) {
			const candidate = value;
			return Is.string(candidate) || Is.objectLiteral(candidate) && Is.string(candidate.language) && Is.string(candidate.value);
		}
		MarkedString.is = is;
	})(MarkedString || (MarkedString = {}));
	(function(Hover) {
		/**
		* Checks whether the given value conforms to the {@link Hover} interface.
		*/
		function is(value) {
			const candidate = value;
			return !!candidate && Is.objectLiteral(candidate) && (MarkupContent.is(candidate.contents) || MarkedString.is(candidate.contents) || Is.typedArray(candidate.contents, MarkedString.is)) && (value.range === void 0 || Range.is(value.range));
		}
		Hover.is = is;
	})(Hover || (Hover = {}));
	(function(ParameterInformation) {
		/**
		* Creates a new parameter information literal.
		*
		* @param label A label string.
		* @param documentation A doc string.
		*/
		function create(label, documentation) {
			return documentation ? {
				label,
				documentation
			} : { label };
		}
		ParameterInformation.create = create;
	})(ParameterInformation || (ParameterInformation = {}));
	(function(SignatureInformation) {
		function create(label, documentation, ...parameters) {
			const result = { label };
			if (Is.defined(documentation)) result.documentation = documentation;
			if (Is.defined(parameters)) result.parameters = parameters;
			else result.parameters = [];
			return result;
		}
		SignatureInformation.create = create;
	})(SignatureInformation || (SignatureInformation = {}));
	(function(DocumentHighlightKind) {
		/**
		* A textual occurrence.
		*/
		DocumentHighlightKind.Text = 1;
		/**
		* Read-access of a symbol, like reading a variable.
		*/
		DocumentHighlightKind.Read = 2;
		/**
		* Write-access of a symbol, like writing to a variable.
		*/
		DocumentHighlightKind.Write = 3;
	})(DocumentHighlightKind || (DocumentHighlightKind = {}));
	(function(DocumentHighlight) {
		/**
		* Create a DocumentHighlight object.
		* @param range The range the highlight applies to.
		* @param kind The highlight kind
		*/
		function create(range, kind) {
			const result = { range };
			if (Is.number(kind)) result.kind = kind;
			return result;
		}
		DocumentHighlight.create = create;
	})(DocumentHighlight || (DocumentHighlight = {}));
	(function(SymbolKind) {
		SymbolKind.File = 1;
		SymbolKind.Module = 2;
		SymbolKind.Namespace = 3;
		SymbolKind.Package = 4;
		SymbolKind.Class = 5;
		SymbolKind.Method = 6;
		SymbolKind.Property = 7;
		SymbolKind.Field = 8;
		SymbolKind.Constructor = 9;
		SymbolKind.Enum = 10;
		SymbolKind.Interface = 11;
		SymbolKind.Function = 12;
		SymbolKind.Variable = 13;
		SymbolKind.Constant = 14;
		SymbolKind.String = 15;
		SymbolKind.Number = 16;
		SymbolKind.Boolean = 17;
		SymbolKind.Array = 18;
		SymbolKind.Object = 19;
		SymbolKind.Key = 20;
		SymbolKind.Null = 21;
		SymbolKind.EnumMember = 22;
		SymbolKind.Struct = 23;
		SymbolKind.Event = 24;
		SymbolKind.Operator = 25;
		SymbolKind.TypeParameter = 26;
	})(SymbolKind || (SymbolKind = {}));
	(function(SymbolTag) {
		/**
		* Render a symbol as obsolete, usually using a strike-out.
		*/
		SymbolTag.Deprecated = 1;
	})(SymbolTag || (SymbolTag = {}));
	(function(SymbolInformation) {
		/**
		* Creates a new symbol information literal.
		*
		* @param name The name of the symbol.
		* @param kind The kind of the symbol.
		* @param range The range of the location of the symbol.
		* @param uri The resource of the location of symbol.
		* @param containerName The name of the symbol containing the symbol.
		*/
		function create(name, kind, range, uri, containerName) {
			const result = {
				name,
				kind,
				location: {
					uri,
					range
				}
			};
			if (containerName) result.containerName = containerName;
			return result;
		}
		SymbolInformation.create = create;
	})(SymbolInformation || (SymbolInformation = {}));
	(function(WorkspaceSymbol) {
		/**
		* Create a new workspace symbol.
		*
		* @param name The name of the symbol.
		* @param kind The kind of the symbol.
		* @param uri The resource of the location of the symbol.
		* @param range An options range of the location.
		* @returns A WorkspaceSymbol.
		*/
		function create(name, kind, uri, range) {
			return range !== void 0 ? {
				name,
				kind,
				location: {
					uri,
					range
				}
			} : {
				name,
				kind,
				location: { uri }
			};
		}
		WorkspaceSymbol.create = create;
	})(WorkspaceSymbol || (WorkspaceSymbol = {}));
	(function(DocumentSymbol) {
		/**
		* Creates a new symbol information literal.
		*
		* @param name The name of the symbol.
		* @param detail The detail of the symbol.
		* @param kind The kind of the symbol.
		* @param range The range of the symbol.
		* @param selectionRange The selectionRange of the symbol.
		* @param children Children of the symbol.
		*/
		function create(name, detail, kind, range, selectionRange, children) {
			const result = {
				name,
				detail,
				kind,
				range,
				selectionRange
			};
			if (children !== void 0) result.children = children;
			return result;
		}
		DocumentSymbol.create = create;
		/**
		* Checks whether the given literal conforms to the {@link DocumentSymbol} interface.
		*/
		function is(value) {
			const candidate = value;
			return candidate && Is.string(candidate.name) && Is.number(candidate.kind) && Range.is(candidate.range) && Range.is(candidate.selectionRange) && (candidate.detail === void 0 || Is.string(candidate.detail)) && (candidate.deprecated === void 0 || Is.boolean(candidate.deprecated)) && (candidate.children === void 0 || Array.isArray(candidate.children)) && (candidate.tags === void 0 || Array.isArray(candidate.tags));
		}
		DocumentSymbol.is = is;
	})(DocumentSymbol || (DocumentSymbol = {}));
	(function(CodeActionKind) {
		/**
		* Empty kind.
		*/
		CodeActionKind.Empty = "";
		/**
		* Base kind for quickfix actions: 'quickfix'
		*/
		CodeActionKind.QuickFix = "quickfix";
		/**
		* Base kind for refactoring actions: 'refactor'
		*/
		CodeActionKind.Refactor = "refactor";
		/**
		* Base kind for refactoring extraction actions: 'refactor.extract'
		*
		* Example extract actions:
		*
		* - Extract method
		* - Extract function
		* - Extract variable
		* - Extract interface from class
		* - ...
		*/
		CodeActionKind.RefactorExtract = "refactor.extract";
		/**
		* Base kind for refactoring inline actions: 'refactor.inline'
		*
		* Example inline actions:
		*
		* - Inline function
		* - Inline variable
		* - Inline constant
		* - ...
		*/
		CodeActionKind.RefactorInline = "refactor.inline";
		/**
		* Base kind for refactoring move actions: `refactor.move`
		*
		* Example move actions:
		*
		* - Move a function to a new file
		* - Move a property between classes
		* - Move method to base class
		* - ...
		*
		* @since 3.18.0
		*/
		CodeActionKind.RefactorMove = "refactor.move";
		/**
		* Base kind for refactoring rewrite actions: 'refactor.rewrite'
		*
		* Example rewrite actions:
		*
		* - Convert JavaScript function to class
		* - Add or remove parameter
		* - Encapsulate field
		* - Make method static
		* - Move method to base class
		* - ...
		*/
		CodeActionKind.RefactorRewrite = "refactor.rewrite";
		/**
		* Base kind for source actions: `source`
		*
		* Source code actions apply to the entire file.
		*/
		CodeActionKind.Source = "source";
		/**
		* Base kind for an organize imports source action: `source.organizeImports`
		*/
		CodeActionKind.SourceOrganizeImports = "source.organizeImports";
		/**
		* Base kind for auto-fix source actions: `source.fixAll`.
		*
		* Fix all actions automatically fix errors that have a clear fix that do not require user input.
		* They should not suppress errors or perform unsafe fixes such as generating new types or classes.
		*
		* @since 3.15.0
		*/
		CodeActionKind.SourceFixAll = "source.fixAll";
		/**
		* Base kind for all code actions applying to the entire notebook's scope. CodeActionKinds using
		* this should always begin with `notebook.`
		*
		* @since 3.18.0
		*/
		CodeActionKind.Notebook = "notebook";
	})(CodeActionKind || (CodeActionKind = {}));
	(function(CodeActionTriggerKind) {
		/**
		* Code actions were explicitly requested by the user or by an extension.
		*/
		CodeActionTriggerKind.Invoked = 1;
		/**
		* Code actions were requested automatically.
		*
		* This typically happens when current selection in a file changes, but can
		* also be triggered when file content changes.
		*/
		CodeActionTriggerKind.Automatic = 2;
	})(CodeActionTriggerKind || (CodeActionTriggerKind = {}));
	(function(CodeActionContext) {
		/**
		* Creates a new CodeActionContext literal.
		*/
		function create(diagnostics, only, triggerKind) {
			const result = { diagnostics };
			if (only !== void 0 && only !== null) result.only = only;
			if (triggerKind !== void 0 && triggerKind !== null) result.triggerKind = triggerKind;
			return result;
		}
		CodeActionContext.create = create;
		/**
		* Checks whether the given literal conforms to the {@link CodeActionContext} interface.
		*/
		function is(value) {
			const candidate = value;
			return Is.defined(candidate) && Is.typedArray(candidate.diagnostics, Diagnostic.is) && (candidate.only === void 0 || Is.typedArray(candidate.only, Is.string)) && (candidate.triggerKind === void 0 || candidate.triggerKind === CodeActionTriggerKind.Invoked || candidate.triggerKind === CodeActionTriggerKind.Automatic);
		}
		CodeActionContext.is = is;
	})(CodeActionContext || (CodeActionContext = {}));
	(function(CodeActionTag) {
		/**
		* Marks the code action as LLM-generated.
		*/
		CodeActionTag.LLMGenerated = 1;
		/**
		* Checks whether the given literal conforms to the {@link CodeActionTag} interface.
		*/
		function is(value) {
			return Is.defined(value) && value === CodeActionTag.LLMGenerated;
		}
		CodeActionTag.is = is;
	})(CodeActionTag || (CodeActionTag = {}));
	(function(CodeAction) {
		function create(title, kindOrCommandOrEdit, kind) {
			const result = { title };
			let checkKind = true;
			if (typeof kindOrCommandOrEdit === "string") {
				checkKind = false;
				result.kind = kindOrCommandOrEdit;
			} else if (Command.is(kindOrCommandOrEdit)) result.command = kindOrCommandOrEdit;
			else result.edit = kindOrCommandOrEdit;
			if (checkKind && kind !== void 0) result.kind = kind;
			return result;
		}
		CodeAction.create = create;
		function is(value) {
			const candidate = value;
			return candidate && Is.string(candidate.title) && (candidate.diagnostics === void 0 || Is.typedArray(candidate.diagnostics, Diagnostic.is)) && (candidate.kind === void 0 || Is.string(candidate.kind)) && (candidate.edit !== void 0 || candidate.command !== void 0) && (candidate.command === void 0 || Command.is(candidate.command)) && (candidate.isPreferred === void 0 || Is.boolean(candidate.isPreferred)) && (candidate.edit === void 0 || WorkspaceEdit.is(candidate.edit)) && (candidate.tags === void 0 || Is.typedArray(candidate.tags, CodeActionTag.is));
		}
		CodeAction.is = is;
	})(CodeAction || (CodeAction = {}));
	(function(CodeLens) {
		/**
		* Creates a new CodeLens literal.
		*/
		function create(range, data) {
			const result = { range };
			if (Is.defined(data)) result.data = data;
			return result;
		}
		CodeLens.create = create;
		/**
		* Checks whether the given literal conforms to the {@link CodeLens} interface.
		*/
		function is(value) {
			const candidate = value;
			return Is.defined(candidate) && Range.is(candidate.range) && (Is.undefined(candidate.command) || Command.is(candidate.command));
		}
		CodeLens.is = is;
	})(CodeLens || (CodeLens = {}));
	(function(FormattingOptions) {
		/**
		* Creates a new FormattingOptions literal.
		*/
		function create(tabSize, insertSpaces) {
			return {
				tabSize,
				insertSpaces
			};
		}
		FormattingOptions.create = create;
		/**
		* Checks whether the given literal conforms to the {@link FormattingOptions} interface.
		*/
		function is(value) {
			const candidate = value;
			return Is.defined(candidate) && Is.uinteger(candidate.tabSize) && Is.boolean(candidate.insertSpaces);
		}
		FormattingOptions.is = is;
	})(FormattingOptions || (FormattingOptions = {}));
	(function(DocumentLink) {
		/**
		* Creates a new DocumentLink literal.
		*/
		function create(range, target, data) {
			return {
				range,
				target,
				data
			};
		}
		DocumentLink.create = create;
		/**
		* Checks whether the given literal conforms to the {@link DocumentLink} interface.
		*/
		function is(value) {
			const candidate = value;
			return Is.defined(candidate) && Range.is(candidate.range) && (Is.undefined(candidate.target) || Is.string(candidate.target));
		}
		DocumentLink.is = is;
	})(DocumentLink || (DocumentLink = {}));
	(function(SelectionRange) {
		/**
		* Creates a new SelectionRange
		* @param range the range.
		* @param parent an optional parent.
		*/
		function create(range, parent) {
			return {
				range,
				parent
			};
		}
		SelectionRange.create = create;
		function is(value) {
			const candidate = value;
			return Is.objectLiteral(candidate) && Range.is(candidate.range) && (candidate.parent === void 0 || SelectionRange.is(candidate.parent));
		}
		SelectionRange.is = is;
	})(SelectionRange || (SelectionRange = {}));
	(function(SemanticTokenTypes) {
		SemanticTokenTypes["namespace"] = "namespace";
		/**
		* Represents a generic type. Acts as a fallback for types which can't be mapped to
		* a specific type like class or enum.
		*/
		SemanticTokenTypes["type"] = "type";
		SemanticTokenTypes["class"] = "class";
		SemanticTokenTypes["enum"] = "enum";
		SemanticTokenTypes["interface"] = "interface";
		SemanticTokenTypes["struct"] = "struct";
		SemanticTokenTypes["typeParameter"] = "typeParameter";
		SemanticTokenTypes["parameter"] = "parameter";
		SemanticTokenTypes["variable"] = "variable";
		SemanticTokenTypes["property"] = "property";
		SemanticTokenTypes["enumMember"] = "enumMember";
		SemanticTokenTypes["event"] = "event";
		SemanticTokenTypes["function"] = "function";
		SemanticTokenTypes["method"] = "method";
		SemanticTokenTypes["macro"] = "macro";
		SemanticTokenTypes["keyword"] = "keyword";
		SemanticTokenTypes["modifier"] = "modifier";
		SemanticTokenTypes["comment"] = "comment";
		SemanticTokenTypes["string"] = "string";
		SemanticTokenTypes["number"] = "number";
		SemanticTokenTypes["regexp"] = "regexp";
		SemanticTokenTypes["operator"] = "operator";
		/**
		* @since 3.17.0
		*/
		SemanticTokenTypes["decorator"] = "decorator";
		/**
		* @since 3.18.0
		*/
		SemanticTokenTypes["label"] = "label";
	})(SemanticTokenTypes || (SemanticTokenTypes = {}));
	(function(SemanticTokenModifiers) {
		SemanticTokenModifiers["declaration"] = "declaration";
		SemanticTokenModifiers["definition"] = "definition";
		SemanticTokenModifiers["readonly"] = "readonly";
		SemanticTokenModifiers["static"] = "static";
		SemanticTokenModifiers["deprecated"] = "deprecated";
		SemanticTokenModifiers["abstract"] = "abstract";
		SemanticTokenModifiers["async"] = "async";
		SemanticTokenModifiers["modification"] = "modification";
		SemanticTokenModifiers["documentation"] = "documentation";
		SemanticTokenModifiers["defaultLibrary"] = "defaultLibrary";
	})(SemanticTokenModifiers || (SemanticTokenModifiers = {}));
	(function(SemanticTokens) {
		function is(value) {
			const candidate = value;
			return Is.objectLiteral(candidate) && (candidate.resultId === void 0 || typeof candidate.resultId === "string") && Array.isArray(candidate.data) && (candidate.data.length === 0 || typeof candidate.data[0] === "number");
		}
		SemanticTokens.is = is;
	})(SemanticTokens || (SemanticTokens = {}));
	(function(InlineValueText) {
		/**
		* Creates a new InlineValueText literal.
		*/
		function create(range, text) {
			return {
				range,
				text
			};
		}
		InlineValueText.create = create;
		function is(value) {
			const candidate = value;
			return candidate !== void 0 && candidate !== null && Range.is(candidate.range) && Is.string(candidate.text);
		}
		InlineValueText.is = is;
	})(InlineValueText || (InlineValueText = {}));
	(function(InlineValueVariableLookup) {
		/**
		* Creates a new InlineValueText literal.
		*/
		function create(range, variableName, caseSensitiveLookup) {
			return {
				range,
				variableName,
				caseSensitiveLookup
			};
		}
		InlineValueVariableLookup.create = create;
		function is(value) {
			const candidate = value;
			return candidate !== void 0 && candidate !== null && Range.is(candidate.range) && Is.boolean(candidate.caseSensitiveLookup) && (Is.string(candidate.variableName) || candidate.variableName === void 0);
		}
		InlineValueVariableLookup.is = is;
	})(InlineValueVariableLookup || (InlineValueVariableLookup = {}));
	(function(InlineValueEvaluatableExpression) {
		/**
		* Creates a new InlineValueEvaluatableExpression literal.
		*/
		function create(range, expression) {
			return {
				range,
				expression
			};
		}
		InlineValueEvaluatableExpression.create = create;
		function is(value) {
			const candidate = value;
			return candidate !== void 0 && candidate !== null && Range.is(candidate.range) && (Is.string(candidate.expression) || candidate.expression === void 0);
		}
		InlineValueEvaluatableExpression.is = is;
	})(InlineValueEvaluatableExpression || (InlineValueEvaluatableExpression = {}));
	(function(InlineValueContext) {
		/**
		* Creates a new InlineValueContext literal.
		*/
		function create(frameId, stoppedLocation) {
			return {
				frameId,
				stoppedLocation
			};
		}
		InlineValueContext.create = create;
		/**
		* Checks whether the given literal conforms to the {@link InlineValueContext} interface.
		*/
		function is(value) {
			const candidate = value;
			return Is.defined(candidate) && Range.is(value.stoppedLocation);
		}
		InlineValueContext.is = is;
	})(InlineValueContext || (InlineValueContext = {}));
	(function(InlayHintKind) {
		/**
		* An inlay hint that for a type annotation.
		*/
		InlayHintKind.Type = 1;
		/**
		* An inlay hint that is for a parameter.
		*/
		InlayHintKind.Parameter = 2;
		function is(value) {
			return value === 1 || value === 2;
		}
		InlayHintKind.is = is;
	})(InlayHintKind || (InlayHintKind = {}));
	(function(InlayHintLabelPart) {
		function create(value) {
			return { value };
		}
		InlayHintLabelPart.create = create;
		function is(value) {
			const candidate = value;
			return Is.objectLiteral(candidate) && (candidate.tooltip === void 0 || Is.string(candidate.tooltip) || MarkupContent.is(candidate.tooltip)) && (candidate.location === void 0 || Location.is(candidate.location)) && (candidate.command === void 0 || Command.is(candidate.command));
		}
		InlayHintLabelPart.is = is;
	})(InlayHintLabelPart || (InlayHintLabelPart = {}));
	(function(InlayHint) {
		function create(position, label, kind) {
			const result = {
				position,
				label
			};
			if (kind !== void 0) result.kind = kind;
			return result;
		}
		InlayHint.create = create;
		function is(value) {
			const candidate = value;
			return Is.objectLiteral(candidate) && Position.is(candidate.position) && (Is.string(candidate.label) || Is.typedArray(candidate.label, InlayHintLabelPart.is)) && (candidate.kind === void 0 || InlayHintKind.is(candidate.kind)) && candidate.textEdits === void 0 || Is.typedArray(candidate.textEdits, TextEdit.is) && (candidate.tooltip === void 0 || Is.string(candidate.tooltip) || MarkupContent.is(candidate.tooltip)) && (candidate.paddingLeft === void 0 || Is.boolean(candidate.paddingLeft)) && (candidate.paddingRight === void 0 || Is.boolean(candidate.paddingRight));
		}
		InlayHint.is = is;
	})(InlayHint || (InlayHint = {}));
	(function(StringValue) {
		function createSnippet(value) {
			return {
				kind: "snippet",
				value
			};
		}
		StringValue.createSnippet = createSnippet;
		function isSnippet(value) {
			const candidate = value;
			return Is.objectLiteral(candidate) && candidate.kind === "snippet" && Is.string(candidate.value);
		}
		StringValue.isSnippet = isSnippet;
	})(StringValue || (StringValue = {}));
	(function(InlineCompletionItem) {
		function create(insertText, filterText, range, command) {
			return {
				insertText,
				filterText,
				range,
				command
			};
		}
		InlineCompletionItem.create = create;
	})(InlineCompletionItem || (InlineCompletionItem = {}));
	(function(InlineCompletionList) {
		function create(items) {
			return { items };
		}
		InlineCompletionList.create = create;
	})(InlineCompletionList || (InlineCompletionList = {}));
	(function(InlineCompletionTriggerKind) {
		/**
		* Completion was triggered explicitly by a user gesture.
		*/
		InlineCompletionTriggerKind.Invoked = 1;
		/**
		* Completion was triggered automatically while editing.
		*/
		InlineCompletionTriggerKind.Automatic = 2;
	})(InlineCompletionTriggerKind || (InlineCompletionTriggerKind = {}));
	(function(SelectedCompletionInfo) {
		function create(range, text) {
			return {
				range,
				text
			};
		}
		SelectedCompletionInfo.create = create;
	})(SelectedCompletionInfo || (SelectedCompletionInfo = {}));
	(function(InlineCompletionContext) {
		function create(triggerKind, selectedCompletionInfo) {
			return {
				triggerKind,
				selectedCompletionInfo
			};
		}
		InlineCompletionContext.create = create;
	})(InlineCompletionContext || (InlineCompletionContext = {}));
	(function(WorkspaceFolder) {
		function is(value) {
			const candidate = value;
			return Is.objectLiteral(candidate) && URI.is(candidate.uri) && Is.string(candidate.name);
		}
		WorkspaceFolder.is = is;
	})(WorkspaceFolder || (WorkspaceFolder = {}));
	EOL = [
		"\n",
		"\r\n",
		"\r"
	];
	(function(TextDocument) {
		/**
		* Creates a new ITextDocument literal from the given uri and content.
		* @param uri The document's uri.
		* @param languageId The document's language Id.
		* @param version The document's version.
		* @param content The document's content.
		*/
		function create(uri, languageId, version, content) {
			return new FullTextDocument$1(uri, languageId, version, content);
		}
		TextDocument.create = create;
		/**
		* Checks whether the given literal conforms to the {@link ITextDocument} interface.
		*/
		function is(value) {
			const candidate = value;
			return Is.defined(candidate) && Is.string(candidate.uri) && (Is.undefined(candidate.languageId) || Is.string(candidate.languageId)) && Is.uinteger(candidate.lineCount) && Is.func(candidate.getText) && Is.func(candidate.positionAt) && Is.func(candidate.offsetAt) ? true : false;
		}
		TextDocument.is = is;
		function applyEdits(document, edits) {
			let text = document.getText();
			const sortedEdits = mergeSort(edits, (a, b) => {
				const diff = a.range.start.line - b.range.start.line;
				if (diff === 0) return a.range.start.character - b.range.start.character;
				return diff;
			});
			let lastModifiedOffset = text.length;
			for (let i = sortedEdits.length - 1; i >= 0; i--) {
				const e = sortedEdits[i];
				const startOffset = document.offsetAt(e.range.start);
				const endOffset = document.offsetAt(e.range.end);
				if (endOffset <= lastModifiedOffset) text = text.substring(0, startOffset) + e.newText + text.substring(endOffset, text.length);
				else throw new Error("Overlapping edit");
				lastModifiedOffset = startOffset;
			}
			return text;
		}
		TextDocument.applyEdits = applyEdits;
		function mergeSort(data, compare) {
			if (data.length <= 1) return data;
			const p = data.length / 2 | 0;
			const left = data.slice(0, p);
			const right = data.slice(p);
			mergeSort(left, compare);
			mergeSort(right, compare);
			let leftIdx = 0;
			let rightIdx = 0;
			let i = 0;
			while (leftIdx < left.length && rightIdx < right.length) if (compare(left[leftIdx], right[rightIdx]) <= 0) data[i++] = left[leftIdx++];
			else data[i++] = right[rightIdx++];
			while (leftIdx < left.length) data[i++] = left[leftIdx++];
			while (rightIdx < right.length) data[i++] = right[rightIdx++];
			return data;
		}
	})(TextDocument$1 || (TextDocument$1 = {}));
	FullTextDocument$1 = class {
		constructor(uri, languageId, version, content) {
			this._uri = uri;
			this._languageId = languageId;
			this._version = version;
			this._content = content;
			this._lineOffsets = void 0;
		}
		get uri() {
			return this._uri;
		}
		get languageId() {
			return this._languageId;
		}
		get version() {
			return this._version;
		}
		getText(range) {
			if (range) {
				const start = this.offsetAt(range.start);
				const end = this.offsetAt(range.end);
				return this._content.substring(start, end);
			}
			return this._content;
		}
		update(event, version) {
			this._content = event.text;
			this._version = version;
			this._lineOffsets = void 0;
		}
		getLineOffsets() {
			if (this._lineOffsets === void 0) {
				const lineOffsets = [];
				const text = this._content;
				let isLineStart = true;
				for (let i = 0; i < text.length; i++) {
					if (isLineStart) {
						lineOffsets.push(i);
						isLineStart = false;
					}
					const ch = text.charAt(i);
					isLineStart = ch === "\r" || ch === "\n";
					if (ch === "\r" && i + 1 < text.length && text.charAt(i + 1) === "\n") i++;
				}
				if (isLineStart && text.length > 0) lineOffsets.push(text.length);
				this._lineOffsets = lineOffsets;
			}
			return this._lineOffsets;
		}
		positionAt(offset) {
			offset = Math.max(Math.min(offset, this._content.length), 0);
			const lineOffsets = this.getLineOffsets();
			let low = 0, high = lineOffsets.length;
			if (high === 0) return Position.create(0, offset);
			while (low < high) {
				const mid = Math.floor((low + high) / 2);
				if (lineOffsets[mid] > offset) high = mid;
				else low = mid + 1;
			}
			const line = low - 1;
			return Position.create(line, offset - lineOffsets[line]);
		}
		offsetAt(position) {
			const lineOffsets = this.getLineOffsets();
			if (position.line >= lineOffsets.length) return this._content.length;
			else if (position.line < 0) return 0;
			const lineOffset = lineOffsets[position.line];
			const nextLineOffset = position.line + 1 < lineOffsets.length ? lineOffsets[position.line + 1] : this._content.length;
			return Math.max(Math.min(lineOffset + position.character, nextLineOffset), lineOffset);
		}
		get lineCount() {
			return this.getLineOffsets().length;
		}
	};
	(function(Is) {
		const toString = Object.prototype.toString;
		function defined(value) {
			return typeof value !== "undefined";
		}
		Is.defined = defined;
		function undefined(value) {
			return typeof value === "undefined";
		}
		Is.undefined = undefined;
		function boolean(value) {
			return value === true || value === false;
		}
		Is.boolean = boolean;
		function string(value) {
			return toString.call(value) === "[object String]";
		}
		Is.string = string;
		function number(value) {
			return toString.call(value) === "[object Number]";
		}
		Is.number = number;
		function numberRange(value, min, max) {
			return toString.call(value) === "[object Number]" && min <= value && value <= max;
		}
		Is.numberRange = numberRange;
		function integer(value) {
			return toString.call(value) === "[object Number]" && -2147483648 <= value && value <= 2147483647;
		}
		Is.integer = integer;
		function uinteger(value) {
			return toString.call(value) === "[object Number]" && 0 <= value && value <= 2147483647;
		}
		Is.uinteger = uinteger;
		function func(value) {
			return toString.call(value) === "[object Function]";
		}
		Is.func = func;
		function objectLiteral(value) {
			return value !== null && typeof value === "object";
		}
		Is.objectLiteral = objectLiteral;
		function typedArray(value, check) {
			return Array.isArray(value) && value.every(check);
		}
		Is.typedArray = typedArray;
	})(Is || (Is = {}));
}));
// node_modules/dockerfile-ast/lib/line.js
var require_line = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.Line = void 0;
	var Line = class {
		constructor(document, range) {
			this.document = document;
			this.range = range;
		}
		getRange() {
			return this.range;
		}
		getTextContent() {
			return this.document.getText().substring(this.document.offsetAt(this.range.start), this.document.offsetAt(this.range.end));
		}
		isAfter(line) {
			return this.range.start.line > line.range.start.line;
		}
		isBefore(line) {
			return this.range.start.line < line;
		}
	};
	exports.Line = Line;
}));
// node_modules/dockerfile-ast/lib/util.js
var require_util = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.Util = void 0;
	exports.Util = class Util {
		static isUTF8BOM(char) {
			const uintArray = Uint8Array.from(Buffer.from(char, "UTF-8"));
			return uintArray[0] === 239 && uintArray[1] == 187 && uintArray[2] == 191;
		}
		static isWhitespace(char) {
			return char === " " || char === "	" || Util.isNewline(char);
		}
		static isNewline(char) {
			return char === "\r" || char === "\n";
		}
		static findLeadingNonWhitespace(content, escapeChar) {
			whitespaceCheck: for (let i = 0; i < content.length; i++) switch (content.charAt(i)) {
				case " ":
				case "	": continue;
				case escapeChar:
					escapeCheck: for (let j = i + 1; j < content.length; j++) switch (content.charAt(j)) {
						case " ":
						case "	": continue;
						case "\r":
							i = j + 1;
							continue whitespaceCheck;
						case "\n":
							i = j;
							continue whitespaceCheck;
						default: break escapeCheck;
					}
					return -1;
				default: return i;
			}
			return -1;
		}
		/**
		* Determines if the given position is contained within the given range.
		*
		* @param position the position to check
		* @param range the range to see if the position is inside of
		*/
		static isInsideRange(position, range) {
			if (range.start.line === range.end.line) return range.start.line === position.line && range.start.character <= position.character && position.character <= range.end.character;
			else if (range.start.line === position.line) return range.start.character <= position.character;
			else if (range.end.line === position.line) return position.character <= range.end.character;
			return range.start.line < position.line && position.line < range.end.line;
		}
		static parseHeredocName(value) {
			value = value.substring(2);
			if (value.charAt(0) === "-") value = value.substring(1);
			if (value.charAt(0) === "\"") {
				if (value.charAt(value.length - 1) !== "\"") return null;
				value = value.substring(1, value.length - 1);
			}
			if (value.charAt(0) === "'") {
				if (value.charAt(value.length - 1) !== "'") return null;
				value = value.substring(1, value.length - 1);
			}
			if (value.charAt(0) === "<") return null;
			return value;
		}
	};
}));
// node_modules/dockerfile-ast/lib/comment.js
var require_comment = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.Comment = void 0;
	const vscode_languageserver_types_1 = (init_main$1(), __toCommonJS(main_exports$1));
	const line_1 = require_line();
	const util_1 = require_util();
	var Comment = class extends line_1.Line {
		constructor(document, range) {
			super(document, range);
		}
		toString() {
			const content = this.getContent();
			if (content) return "# " + content;
			return "#";
		}
		/**
		* Returns the content of this comment. This excludes leading and
		* trailing whitespace as well as the # symbol. If the comment only
		* consists of whitespace, the empty string will be returned.
		*/
		getContent() {
			let range = this.getContentRange();
			if (range === null) return "";
			return this.document.getText().substring(this.document.offsetAt(range.start), this.document.offsetAt(range.end));
		}
		/**
		* Returns a range that includes the content of the comment
		* excluding any leading and trailing whitespace as well as the #
		* symbol. May return null if the comment only consists of whitespace
		* characters.
		*/
		getContentRange() {
			let range = this.getRange();
			const startOffset = this.document.offsetAt(range.start);
			let raw = this.document.getText().substring(startOffset, this.document.offsetAt(range.end));
			let start = -1;
			let end = -1;
			for (let i = 1; i < raw.length; i++) if (!util_1.Util.isWhitespace(raw.charAt(i))) {
				start = i;
				break;
			}
			if (start === -1) return null;
			for (let i = raw.length - 1; i >= 1; i--) if (!util_1.Util.isWhitespace(raw.charAt(i))) {
				end = i + 1;
				break;
			}
			return vscode_languageserver_types_1.Range.create(this.document.positionAt(startOffset + start), this.document.positionAt(startOffset + end));
		}
	};
	exports.Comment = Comment;
}));
// node_modules/vscode-languageserver-textdocument/lib/esm/main.js
var main_exports = /* @__PURE__ */ __exportAll({ TextDocument: () => TextDocument });
function mergeSort(data, compare) {
	if (data.length <= 1) return data;
	const p = data.length / 2 | 0;
	const left = data.slice(0, p);
	const right = data.slice(p);
	mergeSort(left, compare);
	mergeSort(right, compare);
	let leftIdx = 0;
	let rightIdx = 0;
	let i = 0;
	while (leftIdx < left.length && rightIdx < right.length) if (compare(left[leftIdx], right[rightIdx]) <= 0) data[i++] = left[leftIdx++];
	else data[i++] = right[rightIdx++];
	while (leftIdx < left.length) data[i++] = left[leftIdx++];
	while (rightIdx < right.length) data[i++] = right[rightIdx++];
	return data;
}
function computeLineOffsets(text, isAtLineStart, textOffset = 0) {
	const result = isAtLineStart ? [textOffset] : [];
	for (let i = 0; i < text.length; i++) {
		const ch = text.charCodeAt(i);
		if (isEOL(ch)) {
			if (ch === 13 && i + 1 < text.length && text.charCodeAt(i + 1) === 10) i++;
			result.push(textOffset + i + 1);
		}
	}
	return result;
}
function isEOL(char) {
	return char === 13 || char === 10;
}
function getWellformedRange(range) {
	const start = range.start;
	const end = range.end;
	if (start.line > end.line || start.line === end.line && start.character > end.character) return {
		start: end,
		end: start
	};
	return range;
}
function getWellformedEdit(textEdit) {
	const range = getWellformedRange(textEdit.range);
	if (range !== textEdit.range) return {
		newText: textEdit.newText,
		range
	};
	return textEdit;
}
var FullTextDocument, TextDocument;
var init_main = __esmMin((() => {
	FullTextDocument = class FullTextDocument {
		constructor(uri, languageId, version, content) {
			this._uri = uri;
			this._languageId = languageId;
			this._version = version;
			this._content = content;
			this._lineOffsets = void 0;
		}
		get uri() {
			return this._uri;
		}
		get languageId() {
			return this._languageId;
		}
		get version() {
			return this._version;
		}
		getText(range) {
			if (range) {
				const start = this.offsetAt(range.start);
				const end = this.offsetAt(range.end);
				return this._content.substring(start, end);
			}
			return this._content;
		}
		update(changes, version) {
			for (const change of changes) if (FullTextDocument.isIncremental(change)) {
				const range = getWellformedRange(change.range);
				const startOffset = this.offsetAt(range.start);
				const endOffset = this.offsetAt(range.end);
				this._content = this._content.substring(0, startOffset) + change.text + this._content.substring(endOffset, this._content.length);
				const insertedEndOffset = startOffset + change.text.length;
				const crlfAtStart = this._content.charCodeAt(startOffset - 1) === 13 && this._content.charCodeAt(startOffset) === 10;
				const crlfAtEnd = this._content.charCodeAt(insertedEndOffset - 1) === 13 && this._content.charCodeAt(insertedEndOffset) === 10;
				if (crlfAtStart || crlfAtEnd) {
					this._lineOffsets = void 0;
					continue;
				}
				const startLine = Math.max(range.start.line, 0);
				const endLine = Math.max(range.end.line, 0);
				let lineOffsets = this._lineOffsets;
				const addedLineOffsets = computeLineOffsets(change.text, false, startOffset);
				if (endLine - startLine === addedLineOffsets.length) for (let i = 0, len = addedLineOffsets.length; i < len; i++) lineOffsets[i + startLine + 1] = addedLineOffsets[i];
				else if (addedLineOffsets.length < 1e4) lineOffsets.splice(startLine + 1, endLine - startLine, ...addedLineOffsets);
				else this._lineOffsets = lineOffsets = lineOffsets.slice(0, startLine + 1).concat(addedLineOffsets, lineOffsets.slice(endLine + 1));
				const diff = change.text.length - (endOffset - startOffset);
				if (diff !== 0) for (let i = startLine + 1 + addedLineOffsets.length, len = lineOffsets.length; i < len; i++) lineOffsets[i] = lineOffsets[i] + diff;
			} else if (FullTextDocument.isFull(change)) {
				this._content = change.text;
				this._lineOffsets = void 0;
			} else throw new Error("Unknown change event received");
			this._version = version;
		}
		getLineOffsets() {
			if (this._lineOffsets === void 0) this._lineOffsets = computeLineOffsets(this._content, true);
			return this._lineOffsets;
		}
		positionAt(offset) {
			offset = Math.max(Math.min(offset, this._content.length), 0);
			const lineOffsets = this.getLineOffsets();
			let low = 0, high = lineOffsets.length;
			if (high === 0) return {
				line: 0,
				character: offset
			};
			while (low < high) {
				const mid = Math.floor((low + high) / 2);
				if (lineOffsets[mid] > offset) high = mid;
				else low = mid + 1;
			}
			const line = low - 1;
			offset = this.ensureBeforeEOL(offset, lineOffsets[line]);
			return {
				line,
				character: offset - lineOffsets[line]
			};
		}
		offsetAt(position) {
			const lineOffsets = this.getLineOffsets();
			if (position.line >= lineOffsets.length) return this._content.length;
			else if (position.line < 0) return 0;
			const lineOffset = lineOffsets[position.line];
			if (position.character <= 0) return lineOffset;
			const nextLineOffset = position.line + 1 < lineOffsets.length ? lineOffsets[position.line + 1] : this._content.length;
			const offset = Math.min(lineOffset + position.character, nextLineOffset);
			return this.ensureBeforeEOL(offset, lineOffset);
		}
		getLineRange(line) {
			const lineOffsets = this.getLineOffsets();
			if (line >= lineOffsets.length) {
				const lastLine = lineOffsets.length - 1;
				return {
					start: {
						line: lastLine,
						character: 0
					},
					end: {
						line: lastLine,
						character: this._content.length - lineOffsets[lastLine]
					}
				};
			} else if (line < 0) return {
				start: {
					line: 0,
					character: 0
				},
				end: {
					line: 0,
					character: 0
				}
			};
			const startOffset = lineOffsets[line];
			const nextLineOffset = line + 1 < lineOffsets.length ? lineOffsets[line + 1] : this._content.length;
			const endOffset = this.ensureBeforeEOL(nextLineOffset, startOffset);
			return {
				start: {
					line,
					character: 0
				},
				end: {
					line,
					character: endOffset - startOffset
				}
			};
		}
		getEOLCharacters(line) {
			const lineOffsets = this.getLineOffsets();
			if (line >= lineOffsets.length) return "";
			else if (line < 0) return "";
			const nextLineOffset = line + 1 < lineOffsets.length ? lineOffsets[line + 1] : this._content.length;
			const eolOffset = this.ensureBeforeEOL(nextLineOffset, lineOffsets[line]);
			return this._content.substring(eolOffset, nextLineOffset);
		}
		ensureBeforeEOL(offset, lineOffset) {
			while (offset > lineOffset && isEOL(this._content.charCodeAt(offset - 1))) offset--;
			return offset;
		}
		get lineCount() {
			return this.getLineOffsets().length;
		}
		static isIncremental(event) {
			const candidate = event;
			return candidate !== void 0 && candidate !== null && typeof candidate.text === "string" && candidate.range !== void 0 && (candidate.rangeLength === void 0 || typeof candidate.rangeLength === "number");
		}
		static isFull(event) {
			const candidate = event;
			return candidate !== void 0 && candidate !== null && typeof candidate.text === "string" && candidate.range === void 0 && candidate.rangeLength === void 0;
		}
	};
	(function(TextDocument) {
		/**
		* Creates a new text document.
		*
		* @param uri The document's uri.
		* @param languageId  The document's language Id.
		* @param version The document's initial version number.
		* @param content The document's content.
		*/
		function create(uri, languageId, version, content) {
			return new FullTextDocument(uri, languageId, version, content);
		}
		TextDocument.create = create;
		/**
		* Updates a TextDocument by modifying its content.
		*
		* @param document the document to update. Only documents created by TextDocument.create are valid inputs.
		* @param changes the changes to apply to the document.
		* @param version the changes version for the document.
		* @returns The updated TextDocument. Note: That's the same document instance passed in as first parameter.
		*
		*/
		function update(document, changes, version) {
			if (document instanceof FullTextDocument) {
				document.update(changes, version);
				return document;
			} else throw new Error("TextDocument.update: document must be created by TextDocument.create");
		}
		TextDocument.update = update;
		function applyEdits(document, edits) {
			const text = document.getText();
			const sortedEdits = mergeSort(edits.map(getWellformedEdit), (a, b) => {
				const diff = a.range.start.line - b.range.start.line;
				if (diff === 0) return a.range.start.character - b.range.start.character;
				return diff;
			});
			let lastModifiedOffset = 0;
			const spans = [];
			for (const e of sortedEdits) {
				const startOffset = document.offsetAt(e.range.start);
				if (startOffset < lastModifiedOffset) throw new Error("Overlapping edit");
				else if (startOffset > lastModifiedOffset) spans.push(text.substring(lastModifiedOffset, startOffset));
				if (e.newText.length) spans.push(e.newText);
				lastModifiedOffset = document.offsetAt(e.range.end);
			}
			spans.push(text.substr(lastModifiedOffset));
			return spans.join("");
		}
		TextDocument.applyEdits = applyEdits;
	})(TextDocument || (TextDocument = {}));
}));
// node_modules/dockerfile-ast/lib/parserDirective.js
var require_parserDirective = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.ParserDirective = void 0;
	const main_1 = require_main();
	const line_1 = require_line();
	var ParserDirective = class extends line_1.Line {
		constructor(document, range, nameRange, valueRange) {
			super(document, range);
			this.nameRange = nameRange;
			this.valueRange = valueRange;
		}
		toString() {
			return "# " + this.getName() + "=" + this.getValue();
		}
		getNameRange() {
			return this.nameRange;
		}
		getValueRange() {
			return this.valueRange;
		}
		getName() {
			return this.document.getText().substring(this.document.offsetAt(this.nameRange.start), this.document.offsetAt(this.nameRange.end));
		}
		getValue() {
			return this.document.getText().substring(this.document.offsetAt(this.valueRange.start), this.document.offsetAt(this.valueRange.end));
		}
		getDirective() {
			const directive = main_1.Directive[this.getName().toLowerCase()];
			return directive === void 0 ? null : directive;
		}
	};
	exports.ParserDirective = ParserDirective;
}));
// node_modules/dockerfile-ast/lib/heredoc.js
var require_heredoc = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.Heredoc = void 0;
	/**
	* Heredoc represents a here-document that has been embedded in a
	* Dockerfile.
	*
	* This API is experimental and subject to change.
	*/
	var Heredoc = class {
		constructor(startRange, name, nameRange, contentRange, endRange) {
			this.startRange = startRange;
			this.name = name;
			this.nameRange = nameRange;
			this.contentRange = contentRange;
			this.endRange = endRange;
		}
		/**
		* Returns the name of the here-document.
		*
		* This API is experimental and subject to change.
		*/
		getName() {
			return this.name;
		}
		/**
		* Returns the range of the start operator and the name. If the
		* here-document is initialized with <<EOT then the start range would
		* encompass all five characters.
		*
		* This API is experimental and subject to change.
		*/
		getStartRange() {
			return this.startRange;
		}
		/**
		* Returns the range of this here-document's name that is declared at
		* the beginning of the here-document with the operator. If the
		* here-document is initialized with <<EOT then the name range would
		* encompass the latter three "EOT" characters.
		*
		* This API is experimental and subject to change.
		*/
		getNameRange() {
			return this.nameRange;
		}
		/**
		* Returns the range of the content of this here-document. This may
		* be null if the here-document has no content because:
		* - the start range is the only thing that was declared
		* - the end range was declared immediately and there is no content
		*
		* This API is experimental and subject to change.
		*/
		getContentRange() {
			return this.contentRange;
		}
		/**
		* Returns the range of the here-document's name on a line that
		* represents the end of the here-document.
		*
		* This API is experimental and subject to change.
		*/
		getDelimiterRange() {
			return this.endRange;
		}
	};
	exports.Heredoc = Heredoc;
}));
// node_modules/dockerfile-ast/lib/variable.js
var require_variable = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.Variable = void 0;
	var Variable = class {
		constructor(name, nameRange, range, modifier, modifierRange, substitutionParameter, substitutionRange, defined, buildVariable, stringValue) {
			this.name = name;
			this.nameRange = nameRange;
			this.range = range;
			this.modifier = modifier;
			this.modifierRange = modifierRange;
			this.substitutionParameter = substitutionParameter;
			this.substitutionRange = substitutionRange;
			this.defined = defined;
			this.buildVariable = buildVariable;
			this.stringValue = stringValue;
		}
		toString() {
			return this.stringValue;
		}
		getName() {
			return this.name;
		}
		getNameRange() {
			return this.nameRange;
		}
		/**
		* Returns the range of the entire variable. This includes the symbols for
		* the declaration of the variable such as the $, {, and } symbols.
		*
		* @return the range in the document that this variable encompasses in its
		*         entirety
		*/
		getRange() {
			return this.range;
		}
		/**
		* Returns the modifier character that has been set for
		* specifying how this variable should be expanded and resolved.
		* If this variable is ${variable:+value} then the modifier
		* character is '+'. Will be the empty string if the variable is
		* declared as ${variable:}. Otherwise, will be null if this
		* variable will not use variable substitution at all (such as
		* ${variable} or $variable).
		*
		* @return this variable's modifier character, or the empty
		*         string if it does not have one, or null if this
		*         variable will not use variable substitution
		*/
		getModifier() {
			return this.modifier;
		}
		getModifierRange() {
			return this.modifierRange;
		}
		/**
		* Returns the parameter that will be used for substitution if
		* this variable uses modifiers to define how its value should be
		* resolved. If this variable is ${variable:+value} then the
		* substitution value will be 'value'. Will be the empty string
		* if the variable is declared as ${variable:+} or some other
		* variant where the only thing that follows the modifier
		* character (excluding considerations of escape characters and
		* so on) is the variable's closing bracket. May be null if this
		* variable does not have a modifier character defined (such as
		* ${variable} or $variable).
		*
		* @return this variable's substitution parameter, or the empty
		*         string if it does not have one, or null if there is
		*         not one defined
		*/
		getSubstitutionParameter() {
			return this.substitutionParameter;
		}
		getSubstitutionRange() {
			return this.substitutionRange;
		}
		/**
		* Returns whether this variable has been defined or not.
		*
		* @return true if this variable has been defined, false otherwise
		*/
		isDefined() {
			return this.defined;
		}
		isBuildVariable() {
			return this.buildVariable === true;
		}
		isEnvironmentVariable() {
			return this.buildVariable === false;
		}
	};
	exports.Variable = Variable;
}));
// node_modules/dockerfile-ast/lib/instruction.js
var require_instruction = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.Instruction = void 0;
	const vscode_languageserver_types_1 = (init_main$1(), __toCommonJS(main_exports$1));
	const util_1 = require_util();
	const line_1 = require_line();
	const argument_1 = require_argument();
	const heredoc_1 = require_heredoc();
	const variable_1 = require_variable();
	const main_1 = require_main();
	var Instruction = class extends line_1.Line {
		constructor(document, range, dockerfile, escapeChar, instruction, instructionRange) {
			super(document, range);
			this.dockerfile = dockerfile;
			this.escapeChar = escapeChar;
			this.instruction = instruction;
			this.instructionRange = instructionRange;
		}
		toString() {
			let value = this.getKeyword();
			for (let arg of this.getRawArguments()) {
				value += " ";
				value += arg.getValue();
			}
			return value;
		}
		getRangeContent(range) {
			if (range === null) return null;
			return this.document.getText().substring(this.document.offsetAt(range.start), this.document.offsetAt(range.end));
		}
		getInstructionRange() {
			return this.instructionRange;
		}
		getInstruction() {
			return this.instruction;
		}
		getKeyword() {
			return this.getInstruction().toUpperCase();
		}
		getArgumentsRange() {
			let args = this.getArguments();
			if (args.length === 0) return null;
			return vscode_languageserver_types_1.Range.create(args[0].getRange().start, args[args.length - 1].getRange().end);
		}
		getArgumentsRanges() {
			let args = this.getArguments();
			if (args.length === 0) return [];
			if (args[0].getRange().start.line === args[args.length - 1].getRange().end.line) return [vscode_languageserver_types_1.Range.create(args[0].getRange().start, args[args.length - 1].getRange().end)];
			let ranges = [];
			let end = -1;
			let startPosition = args[0].getRange().start;
			let range = this.getInstructionRange();
			let extra = this.document.offsetAt(startPosition) - this.document.offsetAt(range.start);
			let fullArgs = this.getTextContent().substring(extra, this.document.offsetAt(args[args.length - 1].getRange().end) - this.document.offsetAt(range.start));
			let offset = this.document.offsetAt(range.start) + extra;
			let comment = false;
			for (let i = 0; i < fullArgs.length; i++) {
				let char = fullArgs.charAt(i);
				if (char === this.escapeChar) {
					let next = fullArgs.charAt(i + 1);
					if (next === " " || next === "	") whitespaceCheck: for (let j = i + 2; j < fullArgs.length; j++) switch (fullArgs.charAt(j)) {
						case " ":
						case "	": continue;
						case "\r": j++;
						case "\n":
							if (startPosition !== null) ranges.push(vscode_languageserver_types_1.Range.create(startPosition, this.document.positionAt(offset + end + 1)));
							startPosition = null;
							comment = false;
							i = j;
							break whitespaceCheck;
						default: break whitespaceCheck;
					}
					else if (next === "\r") {
						if (startPosition !== null) {
							ranges.push(vscode_languageserver_types_1.Range.create(startPosition, this.document.positionAt(offset + end + 1)));
							startPosition = null;
						}
						comment = false;
						i += 2;
					} else if (next === "\n") {
						if (startPosition !== null) ranges.push(vscode_languageserver_types_1.Range.create(startPosition, this.document.positionAt(offset + end + 1)));
						startPosition = null;
						comment = false;
						i++;
					} else i++;
				} else if (util_1.Util.isNewline(char)) {
					if (comment) {
						startPosition = null;
						comment = false;
					}
				} else if (!comment) {
					if (startPosition === null) {
						if (char === "#") {
							comment = true;
							continue;
						}
						let position = this.document.positionAt(offset + i);
						if (position.character !== 0) startPosition = vscode_languageserver_types_1.Position.create(position.line, 0);
					}
					end = i;
				}
			}
			if (startPosition === null) ranges.push(vscode_languageserver_types_1.Range.create(this.document.positionAt(offset + end), this.document.positionAt(offset + end + 1)));
			else ranges.push(vscode_languageserver_types_1.Range.create(startPosition, this.document.positionAt(offset + end + 1)));
			return ranges;
		}
		getRawArgumentsContent() {
			let args = this.getArguments();
			if (args.length === 0) return null;
			return this.getRangeContent(vscode_languageserver_types_1.Range.create(args[0].getRange().start, args[args.length - 1].getRange().end));
		}
		getArgumentsContent() {
			if (this.getArguments().length === 0) return null;
			let content = "";
			let ranges = this.getArgumentsRanges();
			let documentText = this.document.getText();
			for (let range of ranges) content += documentText.substring(this.document.offsetAt(range.start), this.document.offsetAt(range.end));
			return content;
		}
		getArguments() {
			return this.getRawArguments();
		}
		getRawArguments() {
			let args = [];
			let range = this.getInstructionRange();
			let extra = this.document.offsetAt(range.end) - this.document.offsetAt(range.start);
			let fullArgs = this.getTextContent().substring(extra);
			let offset = this.document.offsetAt(range.start) + extra;
			let start = false;
			let comment = false;
			let found = -1;
			let escapedWhitespaceDetected = false;
			let escaping = false;
			let escapeMarker = -1;
			let escapedArg = "";
			for (let i = 0; i < fullArgs.length; i++) {
				let char = fullArgs.charAt(i);
				if (util_1.Util.isWhitespace(char)) {
					if (escaping) {
						escapedWhitespaceDetected = true;
						if (util_1.Util.isNewline(char)) {
							escapedWhitespaceDetected = false;
							if (comment) {
								comment = false;
								start = true;
							}
						}
						continue;
					} else if (found !== -1) {
						if (escapeMarker === -1) args.push(new argument_1.Argument(escapedArg, vscode_languageserver_types_1.Range.create(this.document.positionAt(offset + found), this.document.positionAt(offset + i))));
						else args.push(new argument_1.Argument(escapedArg, vscode_languageserver_types_1.Range.create(this.document.positionAt(offset + found), this.document.positionAt(offset + escapeMarker))));
						escapeMarker = -1;
						escapedArg = "";
						found = -1;
					}
				} else if (char === this.escapeChar) {
					let next = fullArgs.charAt(i + 1);
					if (next === " " || next === "	") whitespaceCheck: for (let j = i + 2; j < fullArgs.length; j++) switch (fullArgs.charAt(j)) {
						case " ":
						case "	": continue;
						case "\r": j++;
						case "\n":
							comment = false;
							escaping = true;
							start = true;
							if (found !== -1) escapeMarker = i;
							i = j;
							break whitespaceCheck;
						default:
							escapeMarker = i;
							if (found === -1) i = j - 1;
							break whitespaceCheck;
					}
					else if (next === "\r") {
						comment = false;
						escaping = true;
						start = true;
						if (found !== -1 && escapeMarker === -1) escapeMarker = i;
						i += 2;
					} else if (next === "\n") {
						comment = false;
						escaping = true;
						start = true;
						if (found !== -1 && escapeMarker === -1) escapeMarker = i;
						i++;
					} else {
						if (escapedWhitespaceDetected && escapeMarker !== -1) {
							args.push(new argument_1.Argument(escapedArg, vscode_languageserver_types_1.Range.create(this.document.positionAt(offset + found), this.document.positionAt(offset + escapeMarker))));
							escapedArg = "";
							found = -1;
						}
						escapeMarker = -1;
						escapedWhitespaceDetected = false;
						escaping = false;
						if (next === "$") escapedArg = escapedArg + char + next;
						else if (next === "") break;
						else escapedArg = escapedArg + next;
						if (found === -1) found = i;
						i++;
					}
				} else if (!comment) {
					if (start && char === "#") comment = true;
					else {
						if (escapedWhitespaceDetected && escapeMarker !== -1) {
							args.push(new argument_1.Argument(escapedArg, vscode_languageserver_types_1.Range.create(this.document.positionAt(offset + found), this.document.positionAt(offset + escapeMarker))));
							escapedArg = "";
							found = -1;
						}
						escapedWhitespaceDetected = false;
						escaping = false;
						escapeMarker = -1;
						escapedArg = escapedArg + char;
						if (found === -1) found = i;
					}
					start = false;
				}
			}
			if (found !== -1) {
				if (escapeMarker === -1) args.push(new argument_1.Argument(escapedArg, vscode_languageserver_types_1.Range.create(this.document.positionAt(offset + found), this.document.positionAt(offset + fullArgs.length))));
				else args.push(new argument_1.Argument(escapedArg, vscode_languageserver_types_1.Range.create(this.document.positionAt(offset + found), this.document.positionAt(offset + escapeMarker))));
			}
			return args;
		}
		getExpandedArguments() {
			let args = this.getArguments();
			for (let i = 0; i < args.length; i++) {
				const argRange = args[i].getRange();
				let offset = this.document.offsetAt(argRange.start);
				const variables = this.parseVariables(offset, args[i].getValue());
				const swaps = [];
				let requiresExpansion = false;
				for (let variable of variables) {
					const value = this.dockerfile.resolveVariable(variable.getName(), variable.getNameRange().start.line);
					swaps.push(value);
					requiresExpansion = requiresExpansion || value !== void 0;
				}
				if (requiresExpansion) {
					let expanded = "";
					for (let j = 0; j < swaps.length; j++) {
						const variableRange = variables[j].getRange();
						const start = this.document.offsetAt(variableRange.start);
						const end = this.document.offsetAt(variableRange.end);
						if (swaps[j]) {
							expanded += this.document.getText().substring(offset, start);
							expanded += swaps[j];
							offset = end;
						} else {
							expanded += this.document.getText().substring(offset, end);
							offset = end;
						}
					}
					const argEnd = this.document.offsetAt(argRange.end);
					if (argEnd !== offset) expanded += this.document.getText().substring(offset, argEnd);
					args[i] = new argument_1.Argument(expanded, argRange);
				}
			}
			return args;
		}
		getVariables() {
			const variables = [];
			const args = this.getRawArguments();
			for (const arg of args) {
				let range = arg.getRange();
				let rawValue = this.document.getText().substring(this.document.offsetAt(range.start), this.document.offsetAt(range.end));
				const parsedVariables = this.parseVariables(this.document.offsetAt(arg.getRange().start), rawValue);
				for (const parsedVariable of parsedVariables) variables.push(parsedVariable);
			}
			return variables;
		}
		parseVariables(offset, arg) {
			let variables = [];
			variableLoop: for (let i = 0; i < arg.length; i++) switch (arg.charAt(i)) {
				case this.escapeChar:
					if (arg.charAt(i + 1) === "$") i++;
					break;
				case "$":
					if (arg.charAt(i + 1) === "{") {
						let escapedString = "${";
						let escapedName = "";
						let nameEnd = -1;
						let escapedSubstitutionParameter = "";
						let substitutionStart = -1;
						let substitutionEnd = -1;
						let modifierRead = -1;
						nameLoop: for (let j = i + 2; j < arg.length; j++) {
							let char = arg.charAt(j);
							switch (char) {
								case this.escapeChar:
									for (let k = j + 1; k < arg.length; k++) switch (arg.charAt(k)) {
										case " ":
										case "	":
										case "\r": continue;
										case "\n":
											j = k;
											continue nameLoop;
									}
									break;
								case "}":
									escapedString += "}";
									let modifier = null;
									let modifierRange = null;
									let substitutionParameter = modifierRead !== -1 ? escapedSubstitutionParameter : null;
									let substitutionRange = null;
									if (nameEnd === -1) nameEnd = j;
									else if (nameEnd + 1 === j) {
										modifier = "";
										modifierRange = vscode_languageserver_types_1.Range.create(this.document.positionAt(offset + nameEnd + 1), this.document.positionAt(offset + nameEnd + 1));
									} else {
										if (substitutionStart === -1) {
											substitutionStart = modifierRead + 1;
											substitutionEnd = modifierRead + 1;
										} else substitutionEnd = substitutionEnd + 1;
										modifier = arg.substring(modifierRead, modifierRead + 1);
										modifierRange = vscode_languageserver_types_1.Range.create(this.document.positionAt(offset + modifierRead), this.document.positionAt(offset + modifierRead + 1));
										substitutionRange = vscode_languageserver_types_1.Range.create(this.document.positionAt(offset + substitutionStart), this.document.positionAt(offset + substitutionEnd));
									}
									let start = this.document.positionAt(offset + i);
									variables.push(new variable_1.Variable(escapedName, vscode_languageserver_types_1.Range.create(this.document.positionAt(offset + i + 2), this.document.positionAt(offset + nameEnd)), vscode_languageserver_types_1.Range.create(start, this.document.positionAt(offset + j + 1)), modifier, modifierRange, substitutionParameter, substitutionRange, this.dockerfile.resolveVariable(escapedName, start.line) !== void 0, this.isBuildVariable(escapedName, start.line), escapedString));
									i = j;
									continue variableLoop;
								case ":":
									if (nameEnd === -1) nameEnd = j;
									else if (modifierRead !== -1) {
										if (substitutionStart === -1) {
											substitutionStart = j;
											substitutionEnd = j;
										} else substitutionEnd = j;
										escapedSubstitutionParameter += ":";
									} else modifierRead = j;
									escapedString += ":";
									break;
								case "\n":
								case "\r":
								case " ":
								case "	": break;
								default:
									if (nameEnd === -1) escapedName += char;
									else if (modifierRead !== -1) {
										if (substitutionStart === -1) {
											substitutionStart = j;
											substitutionEnd = j;
										} else substitutionEnd = j;
										escapedSubstitutionParameter += char;
									} else modifierRead = j;
									escapedString += char;
							}
						}
						break variableLoop;
					} else if (util_1.Util.isWhitespace(arg.charAt(i + 1)) || i === arg.length - 1) continue;
					else {
						let escapedName = "";
						nameLoop: for (let j = i + 1; j < arg.length; j++) {
							let char = arg.charAt(j);
							switch (char) {
								case "\r":
								case "\n":
								case " ":
								case "	": continue;
								case "$":
								case "'":
								case "\"":
									let varStart = this.document.positionAt(offset + i);
									variables.push(new variable_1.Variable(escapedName, vscode_languageserver_types_1.Range.create(this.document.positionAt(offset + i + 1), this.document.positionAt(offset + j)), vscode_languageserver_types_1.Range.create(varStart, this.document.positionAt(offset + j)), null, null, null, null, this.dockerfile.resolveVariable(escapedName, varStart.line) !== void 0, this.isBuildVariable(escapedName, varStart.line), "$" + escapedName));
									i = j - 1;
									continue variableLoop;
								case this.escapeChar:
									for (let k = j + 1; k < arg.length; k++) switch (arg.charAt(k)) {
										case " ":
										case "	":
										case "\r": continue;
										case "\n":
											j = k;
											continue nameLoop;
									}
									let start = this.document.positionAt(offset + i);
									variables.push(new variable_1.Variable(escapedName, vscode_languageserver_types_1.Range.create(this.document.positionAt(offset + i + 1), this.document.positionAt(offset + j)), vscode_languageserver_types_1.Range.create(start, this.document.positionAt(offset + j)), null, null, null, null, this.dockerfile.resolveVariable(escapedName, start.line) !== void 0, this.isBuildVariable(escapedName, start.line), "$" + escapedName));
									break variableLoop;
							}
							if (char.match(/^[a-z0-9_]+$/i) === null) {
								let varStart = this.document.positionAt(offset + i);
								variables.push(new variable_1.Variable(escapedName, vscode_languageserver_types_1.Range.create(this.document.positionAt(offset + i + 1), this.document.positionAt(offset + j)), vscode_languageserver_types_1.Range.create(varStart, this.document.positionAt(offset + j)), null, null, null, null, this.dockerfile.resolveVariable(escapedName, varStart.line) !== void 0, this.isBuildVariable(escapedName, varStart.line), "$" + escapedName));
								i = j - 1;
								continue variableLoop;
							}
							escapedName += char;
						}
						let start = this.document.positionAt(offset + i);
						variables.push(new variable_1.Variable(escapedName, vscode_languageserver_types_1.Range.create(this.document.positionAt(offset + i + 1), this.document.positionAt(offset + arg.length)), vscode_languageserver_types_1.Range.create(start, this.document.positionAt(offset + arg.length)), null, null, null, null, this.dockerfile.resolveVariable(escapedName, start.line) !== void 0, this.isBuildVariable(escapedName, start.line), "$" + escapedName));
					}
					break variableLoop;
			}
			return variables;
		}
		isBuildVariable(variable, line) {
			if (this.getKeyword() === main_1.Keyword.FROM) {
				for (const initialArg of this.dockerfile.getInitialARGs()) {
					const property = initialArg.getProperty();
					if (property && variable === property.getName()) return true;
				}
				return;
			}
			let image = this.dockerfile.getContainingImage(vscode_languageserver_types_1.Position.create(line, 0));
			let envs = image.getENVs();
			for (let i = envs.length - 1; i >= 0; i--) if (envs[i].isBefore(line)) {
				for (let property of envs[i].getProperties()) if (property.getName() === variable) return false;
			}
			let args = image.getARGs();
			for (let i = args.length - 1; i >= 0; i--) if (args[i].isBefore(line)) {
				let property = args[i].getProperty();
				if (property && property.getName() === variable) return true;
			}
		}
		createSingleLineHeredocs(args) {
			const heredocs = [];
			for (const arg of args) {
				const value = arg.getValue();
				if (value.startsWith("<<") && util_1.Util.parseHeredocName(value) !== null) {
					const startRange = arg.getRange();
					const nameRange = this.getNameRange(startRange);
					const name = this.getName(nameRange);
					heredocs.push(new heredoc_1.Heredoc(startRange, name, nameRange, null, null));
				}
			}
			return heredocs;
		}
		getName(nameRange) {
			const content = this.document.getText(nameRange);
			let escaping = false;
			let name = "";
			nameLoop: for (let i = 0; i < content.length; i++) {
				const ch = content.charAt(i);
				switch (ch) {
					case this.escapeChar:
						escaping = true;
						for (let j = i + 1; j < content.length; j++) switch (content.charAt(j)) {
							case " ":
							case "	": break;
							case "\r":
								i = j + 1;
								continue nameLoop;
							case "\n":
								i = j;
								continue nameLoop;
							default:
								name += content.charAt(j);
								i = j;
								continue nameLoop;
						}
						break;
					case "#": if (escaping) for (let j = i + 1; j < content.length; j++) switch (content.charAt(j)) {
						case "\n":
							i = j;
							continue nameLoop;
					}
					case " ":
					case "	":
					case "\r":
					case "\n": if (escaping) break;
					default: name += ch;
				}
			}
			return name;
		}
		getNameRange(startRange) {
			const content = this.document.getText(startRange);
			let endFound = false;
			let searchHyphen = false;
			let start = -1;
			let end = -1;
			let escaping = false;
			let quote = null;
			contentLoop: for (let i = 0; i < content.length; i++) {
				const ch = content.charAt(i);
				switch (ch) {
					case "\"":
					case "'":
						if (quote === ch) break contentLoop;
						quote = ch;
						continue;
					case this.escapeChar:
						for (let j = i + 1; j < content.length; j++) switch (content.charAt(j)) {
							case "\n":
								escaping = true;
								j = i;
								continue contentLoop;
						}
						break;
					case " ":
					case "	":
					case "\r":
					case "\n": break;
					case "<":
						if (endFound) searchHyphen = true;
						else endFound = true;
						break;
					case "-": if (searchHyphen) {
						searchHyphen = false;
						break;
					}
					case "#": if (escaping) for (let j = i + 1; j < content.length; j++) switch (content.charAt(j)) {
						case "\n":
							i = j;
							continue contentLoop;
					}
					default:
						if (start === -1) start = i;
						if (quote !== null) {
							end = i + 1;
							break;
						}
						break contentLoop;
				}
			}
			if (start === -1) return vscode_languageserver_types_1.Range.create(startRange.end, startRange.end);
			const nameStart = this.document.positionAt(this.document.offsetAt(startRange.start) + start);
			const nameEnd = quote !== null ? this.document.positionAt(this.document.offsetAt(startRange.start) + end) : startRange.end;
			return vscode_languageserver_types_1.Range.create(nameStart, nameEnd);
		}
		getHeredocs() {
			const args = this.getArguments();
			if (args.length === 0) return [];
			const heredocs = [];
			const range = this.getRange();
			if (range.start.line === range.end.line) return this.createSingleLineHeredocs(args);
			const heredocDefinitions = [];
			let heredocsProcessed = false;
			let escaping = false;
			let contentStart = -1;
			let contentEnd = -1;
			let lineStart = -1;
			let currentHeredoc = 0;
			const startOffset = this.document.offsetAt(args[0].getRange().start);
			const content = this.getRangeContent(vscode_languageserver_types_1.Range.create(args[0].getRange().start, this.getRange().end));
			contentLoop: for (let i = 0; i < content.length; i++) switch (content.charAt(i)) {
				case this.escapeChar:
					escaping = true;
					for (let j = i + 1; j < content.length; j++) switch (content.charAt(j)) {
						case " ":
						case "	": break;
						case "\r": j++;
						case "\n":
							i = j;
							continue contentLoop;
						default:
							i = j;
							continue contentLoop;
					}
					break;
				case "\r": break;
				case "\n":
					if (escaping) break;
					if (heredocsProcessed) {
						if (contentStart === -1) contentStart = i;
						contentEnd = i;
						const arg = heredocDefinitions[currentHeredoc];
						const startRange = arg.getRange();
						const nameRange = this.getNameRange(startRange);
						const name = this.getName(nameRange);
						const delimiterRange = this.getDelimiterRange(arg, name, vscode_languageserver_types_1.Range.create(this.document.positionAt(startOffset + lineStart), this.document.positionAt(startOffset + i)));
						if (delimiterRange !== null) {
							const contentRange = vscode_languageserver_types_1.Range.create(this.document.positionAt(startOffset + contentStart), this.document.positionAt(startOffset + lineStart - 1));
							heredocs.push(new heredoc_1.Heredoc(startRange, name, nameRange, contentRange, delimiterRange));
							contentStart = -1;
							currentHeredoc++;
						}
						lineStart = -1;
					} else {
						const offsetLimit = startOffset + i;
						for (const arg of args) if (this.document.offsetAt(arg.getRange().start) < offsetLimit) {
							if (arg.getValue().startsWith("<<")) heredocDefinitions.push(arg);
						} else break;
						heredocsProcessed = true;
						lineStart = -1;
						continue contentLoop;
					}
					break;
				case " ":
				case "	": if (escaping) break;
				case "#": if (escaping) for (let j = i + 1; j < content.length; j++) switch (content.charAt(j)) {
					case "\n":
						i = j;
						continue contentLoop;
				}
				default:
					if (escaping) escaping = false;
					if (heredocsProcessed) {
						if (contentStart === -1) contentStart = i;
						if (lineStart === -1) lineStart = i;
					}
			}
			if (heredocsProcessed) {
				const arg = heredocDefinitions[currentHeredoc];
				const startRange = arg.getRange();
				const nameRange = this.getNameRange(startRange);
				const name = this.getName(nameRange);
				let contentRange = null;
				const delimiterRange = this.getDelimiterRange(arg, name, vscode_languageserver_types_1.Range.create(this.document.positionAt(startOffset + lineStart), range.end));
				if (delimiterRange === null) contentRange = vscode_languageserver_types_1.Range.create(this.document.positionAt(startOffset + contentStart), range.end);
				else if (contentEnd !== -1) contentRange = vscode_languageserver_types_1.Range.create(this.document.positionAt(startOffset + contentStart), this.document.positionAt(startOffset + contentEnd));
				heredocs.push(new heredoc_1.Heredoc(startRange, name, nameRange, contentRange, delimiterRange));
				currentHeredoc++;
				for (let i = currentHeredoc; i < heredocDefinitions.length; i++) {
					const startRange = heredocDefinitions[currentHeredoc].getRange();
					const nameRange = this.getNameRange(startRange);
					const name = this.getName(nameRange);
					heredocs.push(new heredoc_1.Heredoc(startRange, name, nameRange, null, null));
					currentHeredoc++;
				}
			} else return this.createSingleLineHeredocs(args);
			return heredocs;
		}
		getDelimiterRange(startArg, name, candidateRange) {
			const text = this.document.getText(candidateRange);
			if (startArg.getValue().startsWith("<<-")) {
				let index = 0;
				while (text.charAt(index) === "	") index++;
				if (text.substring(index) === name) return vscode_languageserver_types_1.Range.create(vscode_languageserver_types_1.Position.create(candidateRange.start.line, index), candidateRange.end);
				return null;
			}
			return text === name ? candidateRange : null;
		}
	};
	exports.Instruction = Instruction;
}));
// node_modules/dockerfile-ast/lib/flagOption.js
var require_flagOption = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.FlagOption = void 0;
	var FlagOption = class {
		constructor(range, name, nameRange, value, valueRange) {
			this.range = range;
			this.name = name;
			this.nameRange = nameRange;
			this.value = value;
			this.valueRange = valueRange;
		}
		toString() {
			if (this.valueRange !== null) return this.name + "=" + this.value;
			return this.name;
		}
		getRange() {
			return this.range;
		}
		getName() {
			return this.name;
		}
		getNameRange() {
			return this.nameRange;
		}
		getValue() {
			return this.value;
		}
		getValueRange() {
			return this.valueRange;
		}
	};
	exports.FlagOption = FlagOption;
}));
// node_modules/dockerfile-ast/lib/flag.js
var require_flag = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.Flag = void 0;
	const vscode_languageserver_types_1 = (init_main$1(), __toCommonJS(main_exports$1));
	const flagOption_1 = require_flagOption();
	var Flag = class {
		constructor(document, range, name, nameRange, value, valueRange) {
			this.options = [];
			this.range = range;
			this.name = name;
			this.nameRange = nameRange;
			this.value = value;
			this.valueRange = valueRange;
			if (this.value !== null) {
				let offset = document.offsetAt(valueRange.start);
				let nameStart = -1;
				let valueStart = -1;
				let hasOptions = false;
				for (let i = 0; i < value.length; i++) switch (value.charAt(i)) {
					case "=":
						hasOptions = true;
						if (valueStart === -1) {
							valueStart = i + 1;
							break;
						}
						break;
					case ",":
						this.options.push(this.createFlagOption(document, value, offset, nameStart, valueStart, i));
						nameStart = -1;
						valueStart = -1;
						break;
					default: if (nameStart === -1) nameStart = i;
				}
				if (hasOptions && nameStart !== -1) this.options.push(this.createFlagOption(document, value, offset, nameStart, valueStart, value.length));
			}
		}
		createFlagOption(document, content, documentOffset, nameStart, valueStart, valueEnd) {
			const optionRange = vscode_languageserver_types_1.Range.create(document.positionAt(documentOffset + nameStart), document.positionAt(documentOffset + valueEnd));
			if (valueStart === -1) return new flagOption_1.FlagOption(optionRange, content.substring(nameStart, valueEnd), optionRange, null, null);
			return new flagOption_1.FlagOption(optionRange, content.substring(nameStart, valueStart - 1), vscode_languageserver_types_1.Range.create(document.positionAt(documentOffset + nameStart), document.positionAt(documentOffset + valueStart - 1)), content.substring(valueStart, valueEnd), vscode_languageserver_types_1.Range.create(document.positionAt(documentOffset + valueStart), document.positionAt(documentOffset + valueEnd)));
		}
		toString() {
			if (this.valueRange) return "--" + this.name + "=" + this.value;
			return "--" + this.name;
		}
		/**
		* Returns the range that encompasses this entire flag. This includes the
		* -- prefix in the beginning to the last character of the flag's value (if
		* it has been defined).
		*
		* @return the entire range of this flag
		*/
		getRange() {
			return this.range;
		}
		/**
		* Returns the name of this flag. The name does not include the -- prefix.
		* Thus, for HEALTHCHECK's --interval flag, interval is the flag's name and
		* not --interval.
		*
		* @return this flag's name
		*/
		getName() {
			return this.name;
		}
		/**
		* Returns the range that encompasses the flag's name
		*
		* @return the range containing the flag's name
		*/
		getNameRange() {
			return this.nameRange;
		}
		/**
		* Returns the value that has been set to this flag. May be null if the
		* flag is invalid and has no value set like a --start-period. If the flag
		* is instead a --start-period= with an equals sign then the flag's value
		* is the empty string.
		*
		* @return this flag's value if it has been defined, null otherwise
		*/
		getValue() {
			return this.value;
		}
		/**
		* Returns the range that encompasses this flag's value. If no value has
		* been set then null will be returned.
		*
		* @return the range containing this flag's value, or null if the flag
		*         has no value defined
		*/
		getValueRange() {
			return this.valueRange;
		}
		getOption(name) {
			for (const option of this.options) if (option.getName() === name) return option;
			return null;
		}
		getOptions() {
			return this.options;
		}
		hasOptions() {
			return this.options.length > 0;
		}
	};
	exports.Flag = Flag;
}));
// node_modules/dockerfile-ast/lib/modifiableInstruction.js
var require_modifiableInstruction = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.ModifiableInstruction = void 0;
	const vscode_languageserver_types_1 = (init_main$1(), __toCommonJS(main_exports$1));
	const flag_1 = require_flag();
	const instruction_1 = require_instruction();
	var ModifiableInstruction = class extends instruction_1.Instruction {
		constructor(document, range, dockerfile, escapeChar, instruction, instructionRange) {
			super(document, range, dockerfile, escapeChar, instruction, instructionRange);
		}
		getFlags() {
			if (!this.flags) {
				this.flags = [];
				for (let arg of this.getArguments()) {
					let value = arg.getValue();
					if (this.stopSearchingForFlags(value)) return this.flags;
					else if (value.indexOf("--") === 0) {
						let range = arg.getRange();
						let rawValue = this.document.getText().substring(this.document.offsetAt(range.start), this.document.offsetAt(range.end));
						let nameIndex = value.indexOf("=");
						let index = rawValue.indexOf("=");
						let firstMatch = false;
						let secondMatch = false;
						let startIndex = -1;
						nameSearchLoop: for (let i = 0; i < rawValue.length; i++) switch (rawValue.charAt(i)) {
							case "\\":
							case " ":
							case "	":
							case "\r":
							case "\n": break;
							case "-":
								if (secondMatch) {
									startIndex = i;
									break nameSearchLoop;
								} else if (firstMatch) secondMatch = true;
								else firstMatch = true;
								break;
							default:
								startIndex = i;
								break nameSearchLoop;
						}
						let nameStart = this.document.positionAt(this.document.offsetAt(range.start) + startIndex);
						if (index === -1) this.flags.push(new flag_1.Flag(this.document, range, value.substring(2), vscode_languageserver_types_1.Range.create(nameStart, range.end), null, null));
						else if (index === value.length - 1) {
							let nameEnd = this.document.positionAt(this.document.offsetAt(range.start) + index);
							this.flags.push(new flag_1.Flag(this.document, range, value.substring(2, index), vscode_languageserver_types_1.Range.create(nameStart, nameEnd), "", vscode_languageserver_types_1.Range.create(range.end, range.end)));
						} else {
							let nameEnd = this.document.positionAt(this.document.offsetAt(range.start) + index);
							this.flags.push(new flag_1.Flag(this.document, range, value.substring(2, nameIndex), vscode_languageserver_types_1.Range.create(nameStart, nameEnd), value.substring(nameIndex + 1), vscode_languageserver_types_1.Range.create(this.document.positionAt(this.document.offsetAt(range.start) + index + 1), range.end)));
						}
					}
				}
			}
			return this.flags;
		}
		getArguments() {
			const args = super.getArguments();
			const flags = this.getFlags();
			if (flags.length === 0) return args;
			for (let i = 0; i < flags.length; i++) args.shift();
			return args;
		}
	};
	exports.ModifiableInstruction = ModifiableInstruction;
}));
// node_modules/dockerfile-ast/lib/jsonInstruction.js
var require_jsonInstruction = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.JSONInstruction = void 0;
	const vscode_languageserver_types_1 = (init_main$1(), __toCommonJS(main_exports$1));
	const argument_1 = require_argument();
	const jsonArgument_1 = require_jsonArgument();
	const modifiableInstruction_1 = require_modifiableInstruction();
	var JSONInstruction = class extends modifiableInstruction_1.ModifiableInstruction {
		constructor(document, range, dockerfile, escapeChar, instruction, instructionRange) {
			super(document, range, dockerfile, escapeChar, instruction, instructionRange);
			this.openingBracket = null;
			this.closingBracket = null;
			this.jsonStrings = [];
			const argsContent = this.getRawArgumentsContent();
			if (argsContent === null) return;
			const args = this.getArguments();
			if (args.length === 1 && args[0].getValue() === "[]") {
				let argRange = args[0].getRange();
				this.openingBracket = new argument_1.Argument("[", vscode_languageserver_types_1.Range.create(argRange.start.line, argRange.start.character, argRange.start.line, argRange.start.character + 1));
				this.closingBracket = new argument_1.Argument("]", vscode_languageserver_types_1.Range.create(argRange.start.line, argRange.start.character + 1, argRange.end.line, argRange.end.character));
				return;
			} else if (args.length === 2 && args[0].getValue() === "[" && args[1].getValue() === "]") {
				this.openingBracket = args[0];
				this.closingBracket = args[1];
				return;
			}
			const argsOffset = document.offsetAt(this.getArgumentsRange().start);
			let start = -1;
			let last = "";
			let quoted = false;
			let escapedArg = "";
			argsCheck: for (let i = 0; i < argsContent.length; i++) {
				let char = argsContent.charAt(i);
				switch (char) {
					case "[":
						if (last === "") {
							this.openingBracket = new argument_1.Argument("[", vscode_languageserver_types_1.Range.create(document.positionAt(argsOffset + i), document.positionAt(argsOffset + i + 1)));
							last = "[";
						} else if (quoted) escapedArg = escapedArg + char;
						else break argsCheck;
						break;
					case "\"":
						if (last === "[" || last === ",") {
							start = i;
							quoted = true;
							last = "\"";
							escapedArg = escapedArg + char;
							continue;
						} else if (last === "\"") {
							if (quoted) {
								escapedArg = escapedArg + char;
								quoted = false;
								this.jsonStrings.push(new jsonArgument_1.JSONArgument(escapedArg, vscode_languageserver_types_1.Range.create(document.positionAt(argsOffset + start), document.positionAt(argsOffset + i + 1)), vscode_languageserver_types_1.Range.create(document.positionAt(argsOffset + start + 1), document.positionAt(argsOffset + i))));
								escapedArg = "";
							} else break argsCheck;
						} else break argsCheck;
						break;
					case ",":
						if (quoted) escapedArg = escapedArg + char;
						else if (last === "\"") last = ",";
						else break argsCheck;
						break;
					case "]":
						if (quoted) escapedArg = escapedArg + char;
						else if (last !== "") {
							this.closingBracket = new argument_1.Argument("]", vscode_languageserver_types_1.Range.create(document.positionAt(argsOffset + i), document.positionAt(argsOffset + i + 1)));
							break argsCheck;
						}
						break;
					case " ":
					case "	": break;
					case "\\":
						if (quoted) switch (argsContent.charAt(i + 1)) {
							case "\"":
							case "\\":
								escapedArg = escapedArg + argsContent.charAt(i + 1);
								i++;
								continue;
							case " ":
							case "	":
								escapeCheck: for (let j = i + 2; j < argsContent.length; j++) switch (argsContent.charAt(j)) {
									case "\r": j++;
									case "\n":
										i = j;
										continue argsCheck;
									case " ":
									case "	": break;
									default: break escapeCheck;
								}
								break;
							case "\r": i++;
							default:
								i++;
								continue;
						}
						else escapeCheck: for (let j = i + 1; j < argsContent.length; j++) switch (argsContent.charAt(j)) {
							case "\r": j++;
							case "\n":
								i = j;
								continue argsCheck;
							case " ":
							case "	": break;
							default: break escapeCheck;
						}
						break argsCheck;
					default:
						if (!quoted) break argsCheck;
						escapedArg = escapedArg + char;
				}
			}
		}
		stopSearchingForFlags(_value) {
			return true;
		}
		getOpeningBracket() {
			return this.openingBracket;
		}
		getJSONStrings() {
			return this.jsonStrings;
		}
		getClosingBracket() {
			return this.closingBracket;
		}
	};
	exports.JSONInstruction = JSONInstruction;
}));
// node_modules/dockerfile-ast/lib/instructions/add.js
var require_add = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.Add = void 0;
	const jsonInstruction_1 = require_jsonInstruction();
	var Add = class extends jsonInstruction_1.JSONInstruction {
		constructor(document, range, dockerfile, escapeChar, instruction, instructionRange) {
			super(document, range, dockerfile, escapeChar, instruction, instructionRange);
		}
		stopSearchingForFlags(argument) {
			return argument.indexOf("--") === -1;
		}
	};
	exports.Add = Add;
}));
// node_modules/dockerfile-ast/lib/property.js
var require_property = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.Property = void 0;
	const vscode_languageserver_types_1 = (init_main$1(), __toCommonJS(main_exports$1));
	const util_1 = require_util();
	exports.Property = class Property {
		constructor(document, escapeChar, arg, arg2) {
			this.assignmentOperatorRange = null;
			this.assignmentOperator = null;
			this.valueRange = null;
			this.value = null;
			this.document = document;
			this.escapeChar = escapeChar;
			this.nameRange = Property.getNameRange(document, arg);
			let value = document.getText().substring(document.offsetAt(this.nameRange.start), document.offsetAt(this.nameRange.end));
			this.name = Property.getValue(value, escapeChar);
			if (arg2) {
				this.valueRange = arg2.getRange();
				value = document.getText().substring(document.offsetAt(this.valueRange.start), document.offsetAt(this.valueRange.end));
				this.value = Property.getValue(value, escapeChar);
				this.range = vscode_languageserver_types_1.Range.create(this.nameRange.start, this.valueRange.end);
			} else {
				let argRange = arg.getRange();
				if (this.nameRange.start.line === argRange.start.line && this.nameRange.start.character === argRange.start.character && this.nameRange.end.line === argRange.end.line && this.nameRange.end.character === argRange.end.character) {} else {
					this.valueRange = Property.getValueRange(document, arg);
					value = document.getText().substring(document.offsetAt(this.valueRange.start), document.offsetAt(this.valueRange.end));
					this.value = Property.getValue(value, escapeChar);
					this.assignmentOperatorRange = vscode_languageserver_types_1.Range.create(this.nameRange.end, this.valueRange.start);
					this.assignmentOperator = "=";
				}
				this.range = argRange;
			}
		}
		getRange() {
			return this.range;
		}
		getName() {
			return this.name;
		}
		getNameRange() {
			return this.nameRange;
		}
		getValue() {
			return this.value;
		}
		getValueRange() {
			return this.valueRange;
		}
		/**
		* Retrieves the operator used for delimiting between the name and
		* value of this property. This will either be the "=" character
		* or null if a character was not used or if this property has no
		* value defined.
		*/
		getAssignmentOperator() {
			return this.assignmentOperator;
		}
		getAssignmentOperatorRange() {
			return this.assignmentOperatorRange;
		}
		/**
		* Returns the value of this property including any enclosing
		* single or double quotes and relevant escape characters.
		* Escaped newlines and its associated contiguous whitespace
		* characters however will not be returned as they are deemed to
		* be uninteresting to clients trying to return a Dockerfile.
		*
		* @return the unescaped value of this property or null if this
		*         property has no associated value
		*/
		getUnescapedValue() {
			if (this.valueRange === null) return null;
			let escaped = false;
			let rawValue = "";
			let value = this.document.getText().substring(this.document.offsetAt(this.valueRange.start), this.document.offsetAt(this.valueRange.end));
			rawLoop: for (let i = 0; i < value.length; i++) {
				let char = value.charAt(i);
				switch (char) {
					case this.escapeChar:
						for (let j = i + 1; j < value.length; j++) switch (value.charAt(j)) {
							case "\r": j++;
							case "\n":
								escaped = true;
								i = j;
								continue rawLoop;
							case " ":
							case "	": break;
							default:
								rawValue = rawValue + char;
								continue rawLoop;
						}
						rawValue = rawValue + char;
						break;
					case "\r":
					case "\n": break;
					case " ":
					case "	":
						if (!escaped) rawValue = rawValue + char;
						break;
					case "#":
						if (escaped) for (let j = i + 1; j < value.length; j++) switch (value.charAt(j)) {
							case "\r": j++;
							case "\n":
								i = j;
								continue rawLoop;
						}
						else rawValue = rawValue + char;
						break;
					default:
						rawValue = rawValue + char;
						escaped = false;
				}
			}
			return rawValue;
		}
		static getNameRange(document, arg) {
			let value = arg.getValue();
			let index = value.indexOf("=");
			if (index !== -1) {
				let initial = value.charAt(0);
				let before = value.charAt(index - 1);
				if (initial === "\"" && before === "\"" || initial === "'" && before === "'" || initial !== "\"" && initial !== "'") return vscode_languageserver_types_1.Range.create(arg.getRange().start, document.positionAt(document.offsetAt(arg.getRange().start) + index));
			}
			return arg.getRange();
		}
		static getValueRange(document, arg) {
			return vscode_languageserver_types_1.Range.create(document.positionAt(document.offsetAt(arg.getRange().start) + arg.getValue().indexOf("=") + 1), document.positionAt(document.offsetAt(arg.getRange().end)));
		}
		/**
		* Returns the actual value of this key-value pair. The value will
		* have its escape characters removed if applicable. If the value
		* spans multiple lines and there are comments nested within the
		* lines, they too will be removed.
		*
		* @return the value that this key-value pair will actually be, may
		*         be null if no value is defined, may be the empty string
		*         if the value only consists of whitespace
		*/
		static getValue(value, escapeChar) {
			let escaped = false;
			const skip = util_1.Util.findLeadingNonWhitespace(value, escapeChar);
			if (skip !== 0 && value.charAt(skip) === "#") escaped = true;
			value = value.substring(skip);
			let first = value.charAt(0);
			let last = value.charAt(value.length - 1);
			let literal = first === "'" || first === "\"";
			let inSingle = first === "'" && last === "'";
			let inDouble = false;
			if (first === "\"") {
				for (let i = 1; i < value.length; i++) if (value.charAt(i) === escapeChar) i++;
				else if (value.charAt(i) === "\"" && i === value.length - 1) inDouble = true;
			}
			if (inSingle || inDouble) value = value.substring(1, value.length - 1);
			let commentCheck = -1;
			let escapedValue = "";
			parseValue: for (let i = 0; i < value.length; i++) {
				let char = value.charAt(i);
				switch (char) {
					case escapeChar:
						if (i + 1 === value.length) {
							escapedValue = escapedValue + escapeChar;
							break parseValue;
						}
						char = value.charAt(i + 1);
						if (char === " " || char === "	") whitespaceCheck: for (let j = i + 2; j < value.length; j++) {
							let char2 = value.charAt(j);
							switch (char2) {
								case " ":
								case "	": break;
								case "\r": j++;
								case "\n":
									escaped = true;
									i = j;
									continue parseValue;
								default:
									if (!inDouble && !inSingle && !literal) {
										if (char2 === escapeChar) {
											escapedValue = escapedValue + char;
											i = i + 1;
										} else {
											escapedValue = escapedValue + char + char2;
											i = j;
										}
										continue parseValue;
									}
									break whitespaceCheck;
							}
						}
						if (inDouble) {
							if (char === "\r") {
								escaped = true;
								i = i + 2;
							} else if (char === "\n") {
								escaped = true;
								i++;
							} else if (char !== "\"") {
								if (char === escapeChar) i++;
								escapedValue = escapedValue + escapeChar;
							}
							continue parseValue;
						} else if (inSingle || literal) {
							if (char === "\r") {
								escaped = true;
								i = i + 2;
							} else if (char === "\n") {
								escaped = true;
								i++;
							} else escapedValue = escapedValue + escapeChar;
							continue parseValue;
						} else if (char === escapeChar) {
							escapedValue = escapedValue + escapeChar;
							i++;
						} else if (char === "\r") {
							escaped = true;
							i = i + 2;
						} else if (char === "\n") {
							escaped = true;
							i++;
						} else {
							escapedValue = escapedValue + char;
							i++;
						}
						break;
					case " ":
					case "	":
						if (escaped && commentCheck === -1) commentCheck = i;
						escapedValue = escapedValue + char;
						break;
					case "\r": i++;
					case "\n":
						if (escaped && commentCheck !== -1) {
							escapedValue = escapedValue.substring(0, escapedValue.length - (i - commentCheck - 1));
							commentCheck = -1;
						}
						break;
					case "#": if (escaped) {
						if (commentCheck !== -1) {
							escapedValue = escapedValue.substring(0, escapedValue.length - (i - commentCheck));
							commentCheck = -1;
						}
						newlineCheck: for (let j = i + 1; j < value.length; j++) switch (value.charAt(j)) {
							case "\r": j++;
							case "\n":
								i = j;
								break newlineCheck;
						}
						continue parseValue;
					}
					default:
						if (escaped) {
							escaped = false;
							commentCheck = -1;
						}
						escapedValue = escapedValue + char;
				}
			}
			return escapedValue;
		}
	};
}));
// node_modules/dockerfile-ast/lib/propertyInstruction.js
var require_propertyInstruction = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.PropertyInstruction = void 0;
	const vscode_languageserver_types_1 = (init_main$1(), __toCommonJS(main_exports$1));
	const instruction_1 = require_instruction();
	const property_1 = require_property();
	const argument_1 = require_argument();
	const util_1 = require_util();
	var PropertyInstruction = class extends instruction_1.Instruction {
		constructor(document, range, dockerfile, escapeChar, instruction, instructionRange) {
			super(document, range, dockerfile, escapeChar, instruction, instructionRange);
			this.properties = void 0;
		}
		getProperties() {
			if (this.properties === void 0) {
				let args = this.getPropertyArguments();
				if (args.length === 0) this.properties = [];
				else if (args.length === 1) this.properties = [new property_1.Property(this.document, this.escapeChar, args[0])];
				else if (args.length === 2) {
					if (args[0].getValue().indexOf("=") === -1) this.properties = [new property_1.Property(this.document, this.escapeChar, args[0], args[1])];
					else this.properties = [new property_1.Property(this.document, this.escapeChar, args[0]), new property_1.Property(this.document, this.escapeChar, args[1])];
				} else if (args[0].getValue().indexOf("=") === -1) {
					let text = this.document.getText();
					let start = args[1].getRange().start;
					let end = args[args.length - 1].getRange().end;
					text = text.substring(this.document.offsetAt(start), this.document.offsetAt(end));
					this.properties = [new property_1.Property(this.document, this.escapeChar, args[0], new argument_1.Argument(text, vscode_languageserver_types_1.Range.create(args[1].getRange().start, args[args.length - 1].getRange().end)))];
				} else {
					this.properties = [];
					for (let i = 0; i < args.length; i++) this.properties.push(new property_1.Property(this.document, this.escapeChar, args[i]));
				}
			}
			return this.properties;
		}
		/**
		* Goes from the back of the string and returns the first
		* non-whitespace character that is found. If an escape character
		* is found with newline characters, the escape character will
		* not be considered a non-whitespace character and its index in
		* the string will not be returned.
		*
		* @param content the string to search through
		* @return the index in the string for the first non-whitespace
		*         character when searching from the end of the string
		*/
		findTrailingNonWhitespace(content) {
			let index = content.length;
			whitespaceCheck: for (let i = content.length - 1; i >= 0; i--) switch (content.charAt(i)) {
				case " ":
				case "	": continue;
				case "\n": if (content.charAt(i - 1) === "\r") i = i - 1;
				case "\r":
					newlineCheck: for (let j = i - 1; j >= 0; j--) switch (content.charAt(j)) {
						case " ":
						case "	":
						case "\r":
						case "\n":
						case this.escapeChar: continue;
						default:
							index = j;
							break newlineCheck;
					}
					break whitespaceCheck;
				default:
					index = i;
					break whitespaceCheck;
			}
			return index;
		}
		getPropertyArguments() {
			const args = [];
			let range = this.getInstructionRange();
			let instructionNameEndOffset = this.document.offsetAt(range.end);
			let extra = instructionNameEndOffset - this.document.offsetAt(range.start);
			let content = this.getTextContent();
			let fullArgs = content.substring(extra);
			let start = util_1.Util.findLeadingNonWhitespace(fullArgs, this.escapeChar);
			if (start === -1) return [];
			const startPosition = this.document.positionAt(instructionNameEndOffset + start);
			let escaped = range.start.line !== startPosition.line;
			let endingEscape = false;
			let mark = -1;
			let end = this.findTrailingNonWhitespace(fullArgs);
			content = fullArgs.substring(start, end + 1);
			let argStart = escaped ? -1 : 0;
			let spaced = false;
			argumentLoop: for (let i = 0; i < content.length; i++) {
				let char = content.charAt(i);
				switch (char) {
					case this.escapeChar:
						if (i + 1 === content.length) {
							endingEscape = true;
							break argumentLoop;
						}
						if (!escaped) mark = i;
						switch (content.charAt(i + 1)) {
							case " ":
							case "	":
								if (!util_1.Util.isWhitespace(content.charAt(i + 2))) {
									i = i + 1;
									continue argumentLoop;
								}
								whitespaceCheck: for (let j = i + 2; j < content.length; j++) switch (content.charAt(j)) {
									case "\r": j++;
									case "\n":
										escaped = true;
										i = j;
										continue argumentLoop;
									case " ":
									case "	": break;
									default:
										args.push(new argument_1.Argument(content.substring(argStart, i), vscode_languageserver_types_1.Range.create(this.document.positionAt(instructionNameEndOffset + start + argStart), this.document.positionAt(instructionNameEndOffset + start + i + 2))));
										argStart = j;
										break whitespaceCheck;
								}
								i = argStart - 1;
								continue argumentLoop;
							case "\r": i++;
							case "\n":
								escaped = true;
								i = i + 1;
								continue argumentLoop;
							case this.escapeChar:
								if (argStart === -1) argStart = i;
								i = i + 1;
								continue argumentLoop;
							default:
								if (argStart === -1) argStart = i;
								continue argumentLoop;
						}
					case "'":
					case "\"":
						if (spaced) {
							this.createSpacedArgument(argStart, args, content, mark, instructionNameEndOffset, start);
							argStart = i;
							spaced = false;
						}
						if (argStart === -1) argStart = i;
						for (let j = i + 1; j < content.length; j++) switch (content.charAt(j)) {
							case char:
								if (content.charAt(j + 1) !== " " && content.charAt(j + 1) !== "") {
									i = j;
									continue argumentLoop;
								}
								args.push(new argument_1.Argument(content.substring(argStart, j + 1), vscode_languageserver_types_1.Range.create(this.document.positionAt(instructionNameEndOffset + start + argStart), this.document.positionAt(instructionNameEndOffset + start + j + 1))));
								i = j;
								argStart = -1;
								continue argumentLoop;
							case this.escapeChar: j++;
						}
						break argumentLoop;
					case " ":
					case "	":
						if (escaped) {
							if (argStart !== -1) spaced = true;
						} else if (argStart !== -1) {
							args.push(new argument_1.Argument(content.substring(argStart, i), vscode_languageserver_types_1.Range.create(this.document.positionAt(instructionNameEndOffset + start + argStart), this.document.positionAt(instructionNameEndOffset + start + i))));
							argStart = -1;
						}
						break;
					case "\r": i++;
					case "\n":
						spaced = false;
						break;
					case "#":
						if (escaped) {
							for (let j = i + 1; j < content.length; j++) switch (content.charAt(j)) {
								case "\r": j++;
								case "\n":
									i = j;
									spaced = false;
									continue argumentLoop;
							}
							if (argStart !== -1) {
								let value = content.substring(argStart, mark);
								args.push(new argument_1.Argument(value, vscode_languageserver_types_1.Range.create(this.document.positionAt(instructionNameEndOffset + start + argStart), this.document.positionAt(instructionNameEndOffset + start + mark))));
								argStart = -1;
							}
							break argumentLoop;
						} else if (argStart === -1) argStart = i;
						break;
					default:
						if (spaced) {
							this.createSpacedArgument(argStart, args, content, mark, instructionNameEndOffset, start);
							argStart = i;
							spaced = false;
						}
						escaped = false;
						if (argStart === -1) argStart = i;
						if (char === "$" && content.charAt(i + 1) === "{") {
							let singleQuotes = false;
							let doubleQuotes = false;
							let escaped = false;
							for (let j = i + 1; j < content.length; j++) switch (content.charAt(j)) {
								case this.escapeChar:
									escaped = true;
									break;
								case "\r":
								case "\n": break;
								case "'":
									singleQuotes = !singleQuotes;
									escaped = false;
									break;
								case "\"":
									doubleQuotes = !doubleQuotes;
									escaped = false;
									break;
								case " ":
								case "	":
									if (escaped || singleQuotes || doubleQuotes) break;
									i = j - 1;
									continue argumentLoop;
								case "}":
									i = j;
									continue argumentLoop;
								default: escaped = false;
							}
							break argumentLoop;
						}
				}
			}
			if (argStart !== -1 && argStart !== content.length) {
				let end = endingEscape ? content.length - 1 : content.length;
				let value = content.substring(argStart, end);
				args.push(new argument_1.Argument(value, vscode_languageserver_types_1.Range.create(this.document.positionAt(instructionNameEndOffset + start + argStart), this.document.positionAt(instructionNameEndOffset + start + end))));
			}
			return args;
		}
		createSpacedArgument(argStart, args, content, mark, instructionNameEndOffset, start) {
			if (argStart !== -1) args.push(new argument_1.Argument(content.substring(argStart, mark), vscode_languageserver_types_1.Range.create(this.document.positionAt(instructionNameEndOffset + start + argStart), this.document.positionAt(instructionNameEndOffset + start + mark))));
		}
	};
	exports.PropertyInstruction = PropertyInstruction;
}));
// node_modules/dockerfile-ast/lib/instructions/arg.js
var require_arg = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.Arg = void 0;
	const property_1 = require_property();
	const propertyInstruction_1 = require_propertyInstruction();
	var Arg = class extends propertyInstruction_1.PropertyInstruction {
		constructor(document, range, dockerfile, escapeChar, instruction, instructionRange) {
			super(document, range, dockerfile, escapeChar, instruction, instructionRange);
			this.property = null;
			const args = this.getPropertyArguments();
			if (args.length === 1) this.property = new property_1.Property(this.document, this.escapeChar, args[0]);
			else this.property = null;
		}
		/**
		* Returns the variable defined by this ARG. This may be null if
		* this ARG instruction is malformed and has no variable
		* declaration.
		*/
		getProperty() {
			return this.property;
		}
	};
	exports.Arg = Arg;
}));
// node_modules/dockerfile-ast/lib/instructions/cmd.js
var require_cmd = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.Cmd = void 0;
	const jsonInstruction_1 = require_jsonInstruction();
	var Cmd = class extends jsonInstruction_1.JSONInstruction {
		constructor(document, range, dockerfile, escapeChar, instruction, instructionRange) {
			super(document, range, dockerfile, escapeChar, instruction, instructionRange);
		}
	};
	exports.Cmd = Cmd;
}));
// node_modules/dockerfile-ast/lib/instructions/copy.js
var require_copy = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.Copy = void 0;
	const jsonInstruction_1 = require_jsonInstruction();
	var Copy = class extends jsonInstruction_1.JSONInstruction {
		constructor(document, range, dockerfile, escapeChar, instruction, instructionRange) {
			super(document, range, dockerfile, escapeChar, instruction, instructionRange);
		}
		stopSearchingForFlags(argument) {
			return argument.indexOf("--") === -1;
		}
		getFromFlag() {
			let flags = super.getFlags();
			return flags.length === 1 && flags[0].getName() === "from" ? flags[0] : null;
		}
		/**
		* Returns there here-documents that are defined in this RUN
		* instruction.
		*
		* This API is experimental and subject to change.
		*/
		getHeredocs() {
			return super.getHeredocs();
		}
	};
	exports.Copy = Copy;
}));
// node_modules/dockerfile-ast/lib/instructions/env.js
var require_env = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.Env = void 0;
	const propertyInstruction_1 = require_propertyInstruction();
	var Env = class extends propertyInstruction_1.PropertyInstruction {
		constructor(document, range, dockerfile, escapeChar, instruction, instructionRange) {
			super(document, range, dockerfile, escapeChar, instruction, instructionRange);
		}
		getProperties() {
			return super.getProperties();
		}
	};
	exports.Env = Env;
}));
// node_modules/dockerfile-ast/lib/instructions/entrypoint.js
var require_entrypoint = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.Entrypoint = void 0;
	const jsonInstruction_1 = require_jsonInstruction();
	var Entrypoint = class extends jsonInstruction_1.JSONInstruction {
		constructor(document, range, dockerfile, escapeChar, instruction, instructionRange) {
			super(document, range, dockerfile, escapeChar, instruction, instructionRange);
		}
	};
	exports.Entrypoint = Entrypoint;
}));
// node_modules/dockerfile-ast/lib/instructions/from.js
var require_from = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.From = void 0;
	const vscode_languageserver_types_1 = (init_main$1(), __toCommonJS(main_exports$1));
	const modifiableInstruction_1 = require_modifiableInstruction();
	var From = class extends modifiableInstruction_1.ModifiableInstruction {
		constructor(document, range, dockerfile, escapeChar, instruction, instructionRange) {
			super(document, range, dockerfile, escapeChar, instruction, instructionRange);
		}
		stopSearchingForFlags(argument) {
			return argument.indexOf("--") === -1;
		}
		getImage() {
			const args = this.getArguments();
			return args.length > 0 ? args[0].getValue() : null;
		}
		/**
		* Returns the name of the image that will be used as the base image.
		*
		* @return the base image's name, or null if unspecified
		*/
		getImageName() {
			const imageName = this.getRangeContent(this.getImageNameRange());
			if (imageName === null) return null;
			let commented = false;
			let escaped = false;
			let name = "";
			for (let i = 0; i < imageName.length; i++) {
				const ch = imageName.charAt(i);
				switch (ch) {
					case this.escapeChar:
						escaped = true;
						break;
					case "\r": continue;
					case "\n":
						commented = false;
						break;
					case " ":
					case "	": break;
					case "#":
						if (escaped) commented = true;
						else {
							name = name + ch;
							escaped = false;
						}
						break;
					default: if (!commented) {
						name = name + ch;
						escaped = false;
					}
				}
			}
			return name;
		}
		/**
		* Returns the range that covers the name of the image used by
		* this instruction.
		*
		* @return the range of the name of this instruction's argument,
		*         or null if no image has been specified
		*/
		getImageNameRange() {
			let range = this.getImageRange();
			if (range) {
				let registryRange = this.getRegistryRange();
				if (registryRange) range.start = this.document.positionAt(this.document.offsetAt(registryRange.end) + 1);
				let tagRange = this.getImageTagRange();
				let digestRange = this.getImageDigestRange();
				if (tagRange === null) {
					if (digestRange !== null) range.end = this.document.positionAt(this.document.offsetAt(digestRange.start) - 1);
				} else range.end = this.document.positionAt(this.document.offsetAt(tagRange.start) - 1);
				return range;
			}
			return null;
		}
		/**
		* Returns the range that covers the image argument of this
		* instruction. This includes the tag or digest of the image if
		* it has been specified by the instruction.
		*
		* @return the range of the image argument, or null if no image
		*         has been specified
		*/
		getImageRange() {
			let args = this.getArguments();
			return args.length !== 0 ? args[0].getRange() : null;
		}
		getImageTag() {
			return this.getRangeContent(this.getImageTagRange());
		}
		/**
		* Returns the range in the document that the tag of the base
		* image encompasses.
		*
		* @return the base image's tag's range in the document, or null
		*         if no tag has been specified
		*/
		getImageTagRange() {
			const range = this.getImageRange();
			if (range) {
				const rangeStartOffset = this.document.offsetAt(range.start);
				const content = this.getRangeContent(range);
				const atIndex = this.indexOf(rangeStartOffset, content, "@");
				const slashIndex = content.indexOf("/");
				if (atIndex === -1) {
					const colonIndex = this.lastIndexOf(rangeStartOffset, content, ":");
					if (colonIndex > slashIndex) return vscode_languageserver_types_1.Range.create(this.document.positionAt(rangeStartOffset + colonIndex + 1), range.end);
				}
				const subcontent = content.substring(0, atIndex);
				const subcolonIndex = subcontent.indexOf(":");
				if (subcolonIndex === -1) return null;
				if (slashIndex === -1) return vscode_languageserver_types_1.Range.create(this.document.positionAt(rangeStartOffset + subcolonIndex + 1), this.document.positionAt(rangeStartOffset + atIndex));
				if (subcolonIndex < slashIndex) return null;
				return vscode_languageserver_types_1.Range.create(this.document.positionAt(rangeStartOffset + subcolonIndex + 1), this.document.positionAt(rangeStartOffset + subcontent.length));
			}
			return null;
		}
		getImageDigest() {
			return this.getRangeContent(this.getImageDigestRange());
		}
		/**
		* Returns the range in the document that the digest of the base
		* image encompasses.
		*
		* @return the base image's digest's range in the document, or null
		*         if no digest has been specified
		*/
		getImageDigestRange() {
			let range = this.getImageRange();
			if (range) {
				let content = this.getRangeContent(range);
				let index = this.lastIndexOf(this.document.offsetAt(range.start), content, "@");
				if (index !== -1) return vscode_languageserver_types_1.Range.create(range.start.line, range.start.character + index + 1, range.end.line, range.end.character);
			}
			return null;
		}
		indexOf(documentOffset, content, searchString) {
			let index = content.indexOf(searchString);
			const variables = this.getVariables();
			for (let i = 0; i < variables.length; i++) {
				const position = documentOffset + index;
				const variableRange = variables[i].getRange();
				if (this.document.offsetAt(variableRange.start) < position && position < this.document.offsetAt(variableRange.end)) {
					const offset = this.document.offsetAt(variableRange.end) - documentOffset;
					const subIndex = content.substring(offset).indexOf(searchString);
					if (subIndex === -1) return -1;
					index = subIndex + offset;
					i = -1;
					continue;
				}
			}
			return index;
		}
		lastIndexOf(documentOffset, content, searchString) {
			let index = content.lastIndexOf(searchString);
			const variables = this.getVariables();
			for (let i = 0; i < variables.length; i++) {
				const position = documentOffset + index;
				const variableRange = variables[i].getRange();
				if (this.document.offsetAt(variableRange.start) < position && position < this.document.offsetAt(variableRange.end)) {
					index = content.substring(0, index).lastIndexOf(searchString);
					if (index === -1) return -1;
					i = -1;
					continue;
				}
			}
			return index;
		}
		getRegistry() {
			return this.getRangeContent(this.getRegistryRange());
		}
		getRegistryRange() {
			const range = this.getImageRange();
			if (range) {
				const tagRange = this.getImageTagRange();
				const digestRange = this.getImageDigestRange();
				if (tagRange === null) {
					if (digestRange !== null) range.end = this.document.positionAt(this.document.offsetAt(digestRange.start) - 1);
				} else range.end = this.document.positionAt(this.document.offsetAt(tagRange.start) - 1);
				const content = this.getRangeContent(range);
				const rangeStart = this.document.offsetAt(range.start);
				const startingSlashIndex = this.indexOf(rangeStart, content, "/");
				if (startingSlashIndex === -1) return null;
				const portIndex = this.indexOf(rangeStart, content, ":");
				const dotIndex = this.indexOf(rangeStart, content, ".");
				if (portIndex !== -1 || dotIndex !== -1) return vscode_languageserver_types_1.Range.create(range.start, this.document.positionAt(rangeStart + startingSlashIndex));
				if (content.substring(0, startingSlashIndex) === "localhost") return vscode_languageserver_types_1.Range.create(range.start, this.document.positionAt(rangeStart + startingSlashIndex));
			}
			return null;
		}
		getBuildStage() {
			let range = this.getBuildStageRange();
			return range === null ? null : this.getRangeContent(range);
		}
		getBuildStageRange() {
			let args = this.getArguments();
			if (args.length > 2 && args[1].getValue().toUpperCase() === "AS") return args[2].getRange();
			return null;
		}
		getPlatformFlag() {
			let flags = super.getFlags();
			return flags.length === 1 && flags[0].getName() === "platform" ? flags[0] : null;
		}
	};
	exports.From = From;
}));
// node_modules/dockerfile-ast/lib/instructions/healthcheck.js
var require_healthcheck = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.Healthcheck = void 0;
	const modifiableInstruction_1 = require_modifiableInstruction();
	var Healthcheck = class extends modifiableInstruction_1.ModifiableInstruction {
		constructor(document, range, dockerfile, escapeChar, instruction, instructionRange) {
			super(document, range, dockerfile, escapeChar, instruction, instructionRange);
		}
		stopSearchingForFlags(argument) {
			argument = argument.toUpperCase();
			return argument === "CMD" || argument === "NONE";
		}
		getSubcommand() {
			let args = this.getArguments();
			return args.length !== 0 ? args[0] : null;
		}
	};
	exports.Healthcheck = Healthcheck;
}));
// node_modules/dockerfile-ast/lib/instructions/label.js
var require_label = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.Label = void 0;
	const propertyInstruction_1 = require_propertyInstruction();
	const util_1 = require_util();
	var Label = class extends propertyInstruction_1.PropertyInstruction {
		constructor(document, range, dockerfile, escapeChar, instruction, instructionRange) {
			super(document, range, dockerfile, escapeChar, instruction, instructionRange);
		}
		getVariables() {
			const variables = super.getVariables();
			const properties = this.getProperties();
			for (const property of properties) {
				const value = property.getUnescapedValue();
				if (value !== null && value.length > 2 && value.charAt(0) === "'" && value.charAt(value.length - 1) === "'") {
					const range = property.getValueRange();
					for (let i = 0; i < variables.length; i++) if (util_1.Util.isInsideRange(variables[i].getRange().start, range)) {
						variables.splice(i, 1);
						i--;
					}
				}
			}
			return variables;
		}
		getProperties() {
			return super.getProperties();
		}
	};
	exports.Label = Label;
}));
// node_modules/dockerfile-ast/lib/instructions/onbuild.js
var require_onbuild = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.Onbuild = void 0;
	const vscode_languageserver_types_1 = (init_main$1(), __toCommonJS(main_exports$1));
	const parser_1 = require_parser();
	const instruction_1 = require_instruction();
	var Onbuild = class extends instruction_1.Instruction {
		constructor(document, range, dockerfile, escapeChar, instruction, instructionRange) {
			super(document, range, dockerfile, escapeChar, instruction, instructionRange);
		}
		getTrigger() {
			let trigger = this.getTriggerWord();
			return trigger === null ? null : trigger.toUpperCase();
		}
		getTriggerWord() {
			return this.getRangeContent(this.getTriggerRange());
		}
		getTriggerRange() {
			let args = this.getArguments();
			return args.length > 0 ? args[0].getRange() : null;
		}
		getTriggerInstruction() {
			let triggerRange = this.getTriggerRange();
			if (triggerRange === null) return null;
			let args = this.getArguments();
			return parser_1.Parser.createInstruction(this.document, this.dockerfile, this.escapeChar, vscode_languageserver_types_1.Range.create(args[0].getRange().start, this.getRange().end), this.getTriggerWord(), triggerRange);
		}
	};
	exports.Onbuild = Onbuild;
}));
// node_modules/dockerfile-ast/lib/instructions/run.js
var require_run = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.Run = void 0;
	const jsonInstruction_1 = require_jsonInstruction();
	var Run = class extends jsonInstruction_1.JSONInstruction {
		constructor(document, range, dockerfile, escapeChar, instruction, instructionRange) {
			super(document, range, dockerfile, escapeChar, instruction, instructionRange);
		}
		stopSearchingForFlags(argument) {
			return argument.indexOf("--") === -1;
		}
		/**
		* Returns there here-documents that are defined in this RUN
		* instruction.
		*
		* This API is experimental and subject to change.
		*/
		getHeredocs() {
			return super.getHeredocs();
		}
	};
	exports.Run = Run;
}));
// node_modules/dockerfile-ast/lib/instructions/shell.js
var require_shell = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.Shell = void 0;
	const jsonInstruction_1 = require_jsonInstruction();
	var Shell = class extends jsonInstruction_1.JSONInstruction {
		constructor(document, range, dockerfile, escapeChar, instruction, instructionRange) {
			super(document, range, dockerfile, escapeChar, instruction, instructionRange);
		}
	};
	exports.Shell = Shell;
}));
// node_modules/dockerfile-ast/lib/instructions/stopsignal.js
var require_stopsignal = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.Stopsignal = void 0;
	const instruction_1 = require_instruction();
	var Stopsignal = class extends instruction_1.Instruction {
		constructor(document, range, dockerfile, escapeChar, instruction, instructionRange) {
			super(document, range, dockerfile, escapeChar, instruction, instructionRange);
		}
	};
	exports.Stopsignal = Stopsignal;
}));
// node_modules/dockerfile-ast/lib/instructions/workdir.js
var require_workdir = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.Workdir = void 0;
	const instruction_1 = require_instruction();
	var Workdir = class extends instruction_1.Instruction {
		constructor(document, range, dockerfile, escapeChar, instruction, instructionRange) {
			super(document, range, dockerfile, escapeChar, instruction, instructionRange);
		}
		/**
		* Returns the path that has been defined. Note that this path may
		* be absolute or relative depending on what was written in the
		* instruction.
		*
		* @return the working directory's path, or null if this
		*         instruction has no arguments
		*/
		getPath() {
			return this.getArgumentsContent();
		}
		/**
		* Returns the absolute path that this instruction resolves to. The
		* function will inspect prior WORKDIR instructions in the current
		* image or another build stage in the Dockerfile to try to
		* determine this.
		*
		* @return the absolute path of the working directory, or null if
		*         this instruction has no arguments, or undefined if it
		*         cannot be determined because only relative paths could be
		*         found
		*/
		getAbsolutePath() {
			const path = this.getPath();
			if (path === null || path.startsWith("/")) return path;
			const startLine = this.getRange().start.line;
			const hierarchy = this.dockerfile.getStageHierarchy(startLine);
			for (let i = hierarchy.length - 1; i >= 0; i--) {
				const workdirs = hierarchy[i].getWORKDIRs();
				for (let j = workdirs.length - 1; j >= 0; j--) if (workdirs[j].getRange().start.line < startLine) {
					const parent = workdirs[j].getAbsolutePath();
					if (parent === void 0 || parent === null) return;
					return parent.endsWith("/") ? parent + path : parent + "/" + path;
				}
			}
		}
	};
	exports.Workdir = Workdir;
}));
// node_modules/dockerfile-ast/lib/instructions/user.js
var require_user = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.User = void 0;
	const instruction_1 = require_instruction();
	var User = class extends instruction_1.Instruction {
		constructor(document, range, dockerfile, escapeChar, instruction, instructionRange) {
			super(document, range, dockerfile, escapeChar, instruction, instructionRange);
		}
	};
	exports.User = User;
}));
// node_modules/dockerfile-ast/lib/instructions/volume.js
var require_volume = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.Volume = void 0;
	const jsonInstruction_1 = require_jsonInstruction();
	var Volume = class extends jsonInstruction_1.JSONInstruction {
		constructor(document, range, dockerfile, escapeChar, instruction, instructionRange) {
			super(document, range, dockerfile, escapeChar, instruction, instructionRange);
		}
	};
	exports.Volume = Volume;
}));
// node_modules/dockerfile-ast/lib/imageTemplate.js
var require_imageTemplate = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.ImageTemplate = void 0;
	const vscode_languageserver_types_1 = (init_main$1(), __toCommonJS(main_exports$1));
	const arg_1 = require_arg();
	const cmd_1 = require_cmd();
	const copy_1 = require_copy();
	const env_1 = require_env();
	const entrypoint_1 = require_entrypoint();
	const from_1 = require_from();
	const healthcheck_1 = require_healthcheck();
	const onbuild_1 = require_onbuild();
	const util_1 = require_util();
	const workdir_1 = require_workdir();
	var ImageTemplate = class {
		constructor() {
			this.comments = [];
			this.instructions = [];
		}
		addComment(comment) {
			this.comments.push(comment);
		}
		getComments() {
			return this.comments;
		}
		addInstruction(instruction) {
			this.instructions.push(instruction);
		}
		getInstructions() {
			return this.instructions;
		}
		getInstructionAt(line) {
			for (let instruction of this.instructions) if (util_1.Util.isInsideRange(vscode_languageserver_types_1.Position.create(line, 0), instruction.getRange())) return instruction;
			return null;
		}
		/**
		* Gets all the ARG instructions that are defined in this image.
		*/
		getARGs() {
			let args = [];
			for (let instruction of this.instructions) if (instruction instanceof arg_1.Arg) args.push(instruction);
			return args;
		}
		/**
		* Gets all the CMD instructions that are defined in this image.
		*/
		getCMDs() {
			let cmds = [];
			for (let instruction of this.instructions) if (instruction instanceof cmd_1.Cmd) cmds.push(instruction);
			return cmds;
		}
		/**
		* Gets all the COPY instructions that are defined in this image.
		*/
		getCOPYs() {
			let copies = [];
			for (let instruction of this.instructions) if (instruction instanceof copy_1.Copy) copies.push(instruction);
			return copies;
		}
		/**
		* Gets all the ENTRYPOINT instructions that are defined in this image.
		*/
		getENTRYPOINTs() {
			let froms = [];
			for (let instruction of this.instructions) if (instruction instanceof entrypoint_1.Entrypoint) froms.push(instruction);
			return froms;
		}
		/**
		* Gets all the ENV instructions that are defined in this image.
		*/
		getENVs() {
			let args = [];
			for (let instruction of this.instructions) if (instruction instanceof env_1.Env) args.push(instruction);
			return args;
		}
		getFROM() {
			for (const instruction of this.instructions) if (instruction instanceof from_1.From) return instruction;
			return null;
		}
		/**
		* Gets all the FROM instructions that are defined in this image.
		*/
		getFROMs() {
			let froms = [];
			for (let instruction of this.instructions) if (instruction instanceof from_1.From) froms.push(instruction);
			return froms;
		}
		/**
		* Gets all the HEALTHCHECK instructions that are defined in this image.
		*/
		getHEALTHCHECKs() {
			let froms = [];
			for (let instruction of this.instructions) if (instruction instanceof healthcheck_1.Healthcheck) froms.push(instruction);
			return froms;
		}
		getWORKDIRs() {
			const workdirs = [];
			for (const instruction of this.instructions) if (instruction instanceof workdir_1.Workdir) workdirs.push(instruction);
			return workdirs;
		}
		getOnbuildTriggers() {
			let triggers = [];
			for (let instruction of this.instructions) if (instruction instanceof onbuild_1.Onbuild) {
				let trigger = instruction.getTriggerInstruction();
				if (trigger) triggers.push(trigger);
			}
			return triggers;
		}
		getAvailableVariables(currentLine) {
			const variables = [];
			for (const arg of this.getARGs()) if (arg.isBefore(currentLine)) {
				const property = arg.getProperty();
				if (property) {
					const variable = property.getName();
					if (variables.indexOf(variable) === -1) variables.push(variable);
				}
			}
			for (const env of this.getENVs()) if (env.isBefore(currentLine)) for (const property of env.getProperties()) {
				const variable = property.getName();
				if (variables.indexOf(variable) === -1) variables.push(variable);
			}
			return variables;
		}
		/**
		* Resolves a variable with the given name at the specified line
		* to its value. If null is returned, then the variable has been
		* defined but no value was given. If undefined is returned, then
		* a variable with the given name has not been defined yet as of
		* the given line.
		*
		* @param variable the name of the variable to resolve
		* @param line the line number that the variable is on, zero-based
		* @return the value of the variable as defined by an ARG or ENV
		*         instruction, or null if no value has been specified, or
		*         undefined if a variable with the given name has not
		*         been defined
		*/
		resolveVariable(variable, line) {
			let envs = this.getENVs();
			for (let i = envs.length - 1; i >= 0; i--) if (envs[i].isBefore(line)) {
				for (let property of envs[i].getProperties()) if (property.getName() === variable) return property.getValue();
			}
			let args = this.getARGs();
			for (let i = args.length - 1; i >= 0; i--) if (args[i].isBefore(line)) {
				let property = args[i].getProperty();
				if (property && property.getName() === variable) return property.getValue();
			}
		}
		getRange() {
			const instructions = this.getInstructions();
			if (instructions.length === 0) return vscode_languageserver_types_1.Range.create(0, 0, 0, 0);
			const instructionStart = instructions[0].getRange().start;
			const instructionEnd = instructions[instructions.length - 1].getRange().end;
			return vscode_languageserver_types_1.Range.create(instructionStart, instructionEnd);
		}
		contains(position) {
			const range = this.getRange();
			if (range === null) return false;
			return util_1.Util.isInsideRange(position, range);
		}
	};
	exports.ImageTemplate = ImageTemplate;
}));
// node_modules/dockerfile-ast/lib/dockerfile.js
var require_dockerfile = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.Dockerfile = void 0;
	const vscode_languageserver_types_1 = (init_main$1(), __toCommonJS(main_exports$1));
	const ast = require_main();
	const imageTemplate_1 = require_imageTemplate();
	const from_1 = require_from();
	const util_1 = require_util();
	const main_1 = require_main();
	var Dockerfile = class extends imageTemplate_1.ImageTemplate {
		constructor(document) {
			super();
			this.initialInstructions = new imageTemplate_1.ImageTemplate();
			this.buildStages = [];
			this.directives = [];
			/**
			* Whether a FROM instruction has been added to this Dockerfile or not.
			*/
			this.foundFrom = false;
			this.document = document;
		}
		getEscapeCharacter() {
			for (const directive of this.directives) if (directive.getDirective() === ast.Directive.escape) {
				const value = directive.getValue();
				if (value === "\\" || value === "`") return value;
			}
			return "\\";
		}
		getInitialARGs() {
			return this.initialInstructions.getARGs();
		}
		getContainingImage(position) {
			let range = vscode_languageserver_types_1.Range.create(vscode_languageserver_types_1.Position.create(0, 0), this.document.positionAt(this.document.getText().length));
			if (!util_1.Util.isInsideRange(position, range)) return null;
			if (this.initialInstructions.getComments().length > 0 || this.initialInstructions.getInstructions().length > 0) {
				if (util_1.Util.isInsideRange(position, this.initialInstructions.getRange())) return this.initialInstructions;
			}
			for (const buildStage of this.buildStages) if (util_1.Util.isInsideRange(position, buildStage.getRange())) return buildStage;
			return this;
		}
		addInstruction(instruction) {
			if (instruction.getKeyword() === main_1.Keyword.FROM) {
				this.currentBuildStage = new imageTemplate_1.ImageTemplate();
				this.buildStages.push(this.currentBuildStage);
				this.foundFrom = true;
			} else if (!this.foundFrom) this.initialInstructions.addInstruction(instruction);
			if (this.foundFrom) this.currentBuildStage.addInstruction(instruction);
			super.addInstruction(instruction);
		}
		setDirectives(directives) {
			this.directives = directives;
		}
		getDirective() {
			return this.directives.length === 0 ? null : this.directives[0];
		}
		getDirectives() {
			return this.directives;
		}
		resolveVariable(variable, line) {
			for (let from of this.getFROMs()) {
				let range = from.getRange();
				if (range.start.line <= line && line <= range.end.line) {
					let initialARGs = new imageTemplate_1.ImageTemplate();
					for (let instruction of this.initialInstructions.getARGs()) initialARGs.addInstruction(instruction);
					return initialARGs.resolveVariable(variable, line);
				}
			}
			let image = this.getContainingImage(vscode_languageserver_types_1.Position.create(line, 0));
			if (image === null) return;
			let resolvedVariable = image.resolveVariable(variable, line);
			if (resolvedVariable === null) {
				let initialARGs = new imageTemplate_1.ImageTemplate();
				for (let instruction of this.initialInstructions.getARGs()) initialARGs.addInstruction(instruction);
				return initialARGs.resolveVariable(variable, line);
			}
			return resolvedVariable;
		}
		getAvailableVariables(currentLine) {
			if (this.getInstructionAt(currentLine) instanceof from_1.From) {
				let variables = [];
				for (let arg of this.getInitialARGs()) {
					let property = arg.getProperty();
					if (property) variables.push(property.getName());
				}
				return variables;
			}
			let image = this.getContainingImage(vscode_languageserver_types_1.Position.create(currentLine, 0));
			return image ? image.getAvailableVariables(currentLine) : [];
		}
		getParentStage(image) {
			const templateFrom = image.getFROM();
			const imageName = templateFrom === null ? null : templateFrom.getImageName();
			if (imageName === null) return null;
			for (const from of this.getFROMs()) if (from.getBuildStage() === imageName) {
				const range = from.getRange();
				if (range.start.line === templateFrom.getRange().start.line) return null;
				return this.getContainingImage(range.start);
			}
			return null;
		}
		getStageHierarchy(line) {
			const image = this.getContainingImage(vscode_languageserver_types_1.Position.create(line, 0));
			if (image === null) return [];
			const stages = [image];
			let stage = this.getParentStage(image);
			while (stage !== null) {
				stages.splice(0, 0, stage);
				stage = this.getParentStage(stage);
			}
			return stages;
		}
		getAvailableWorkingDirectories(line) {
			const availableDirectories = /* @__PURE__ */ new Set();
			for (const image of this.getStageHierarchy(line)) for (const workdir of image.getWORKDIRs()) if (workdir.getRange().end.line < line) {
				let directory = workdir.getAbsolutePath();
				if (directory !== void 0 && directory !== null) {
					if (!directory.endsWith("/")) directory += "/";
					availableDirectories.add(directory);
				}
			}
			return Array.from(availableDirectories);
		}
		/**
		* Internally reorganize the comments in the Dockerfile and allocate
		* them to the relevant build stages that they belong to.
		*/
		organizeComments() {
			const comments = this.getComments();
			for (let i = 0; i < comments.length; i++) if (util_1.Util.isInsideRange(comments[i].getRange().end, this.initialInstructions.getRange())) this.initialInstructions.addComment(comments[i]);
			else for (const buildStage of this.buildStages) if (util_1.Util.isInsideRange(comments[i].getRange().start, buildStage.getRange())) buildStage.addComment(comments[i]);
		}
		getRange() {
			const comments = this.getComments();
			const instructions = this.getInstructions();
			let range = null;
			if (comments.length === 0) {
				if (instructions.length > 0) range = vscode_languageserver_types_1.Range.create(instructions[0].getRange().start, instructions[instructions.length - 1].getRange().end);
			} else if (instructions.length === 0) range = vscode_languageserver_types_1.Range.create(comments[0].getRange().start, comments[comments.length - 1].getRange().end);
			else {
				const commentStart = comments[0].getRange().start;
				const commentEnd = comments[comments.length - 1].getRange().end;
				const instructionStart = instructions[0].getRange().start;
				const instructionEnd = instructions[instructions.length - 1].getRange().end;
				if (commentStart.line < instructionStart.line) {
					if (commentEnd.line < instructionEnd.line) range = vscode_languageserver_types_1.Range.create(commentStart, instructionEnd);
					range = vscode_languageserver_types_1.Range.create(commentStart, commentEnd);
				} else if (commentEnd.line < instructionEnd.line) range = vscode_languageserver_types_1.Range.create(instructionStart, instructionEnd);
				else range = vscode_languageserver_types_1.Range.create(instructionStart, commentEnd);
			}
			if (range === null) {
				if (this.directives.length === 0) return null;
				return this.directives[0].getRange();
			} else if (this.directives.length === 0) return range;
			return vscode_languageserver_types_1.Range.create(this.directives[0].getRange().start, range.end);
		}
	};
	exports.Dockerfile = Dockerfile;
}));
// node_modules/dockerfile-ast/lib/parser.js
var require_parser = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.Parser = void 0;
	const vscode_languageserver_textdocument_1 = (init_main(), __toCommonJS(main_exports));
	const vscode_languageserver_types_1 = (init_main$1(), __toCommonJS(main_exports$1));
	const comment_1 = require_comment();
	const parserDirective_1 = require_parserDirective();
	const instruction_1 = require_instruction();
	const add_1 = require_add();
	const arg_1 = require_arg();
	const cmd_1 = require_cmd();
	const copy_1 = require_copy();
	const env_1 = require_env();
	const entrypoint_1 = require_entrypoint();
	const from_1 = require_from();
	const healthcheck_1 = require_healthcheck();
	const label_1 = require_label();
	const onbuild_1 = require_onbuild();
	const run_1 = require_run();
	const shell_1 = require_shell();
	const stopsignal_1 = require_stopsignal();
	const workdir_1 = require_workdir();
	const user_1 = require_user();
	const volume_1 = require_volume();
	const dockerfile_1 = require_dockerfile();
	const util_1 = require_util();
	const main_1 = require_main();
	exports.Parser = class Parser {
		constructor() {
			this.escapeChar = null;
		}
		static createInstruction(document, dockerfile, escapeChar, lineRange, instruction, instructionRange) {
			switch (instruction.toUpperCase()) {
				case "ADD": return new add_1.Add(document, lineRange, dockerfile, escapeChar, instruction, instructionRange);
				case "ARG": return new arg_1.Arg(document, lineRange, dockerfile, escapeChar, instruction, instructionRange);
				case "CMD": return new cmd_1.Cmd(document, lineRange, dockerfile, escapeChar, instruction, instructionRange);
				case "COPY": return new copy_1.Copy(document, lineRange, dockerfile, escapeChar, instruction, instructionRange);
				case "ENTRYPOINT": return new entrypoint_1.Entrypoint(document, lineRange, dockerfile, escapeChar, instruction, instructionRange);
				case "ENV": return new env_1.Env(document, lineRange, dockerfile, escapeChar, instruction, instructionRange);
				case "FROM": return new from_1.From(document, lineRange, dockerfile, escapeChar, instruction, instructionRange);
				case "HEALTHCHECK": return new healthcheck_1.Healthcheck(document, lineRange, dockerfile, escapeChar, instruction, instructionRange);
				case "LABEL": return new label_1.Label(document, lineRange, dockerfile, escapeChar, instruction, instructionRange);
				case "ONBUILD": return new onbuild_1.Onbuild(document, lineRange, dockerfile, escapeChar, instruction, instructionRange);
				case "RUN": return new run_1.Run(document, lineRange, dockerfile, escapeChar, instruction, instructionRange);
				case "SHELL": return new shell_1.Shell(document, lineRange, dockerfile, escapeChar, instruction, instructionRange);
				case "STOPSIGNAL": return new stopsignal_1.Stopsignal(document, lineRange, dockerfile, escapeChar, instruction, instructionRange);
				case "WORKDIR": return new workdir_1.Workdir(document, lineRange, dockerfile, escapeChar, instruction, instructionRange);
				case "USER": return new user_1.User(document, lineRange, dockerfile, escapeChar, instruction, instructionRange);
				case "VOLUME": return new volume_1.Volume(document, lineRange, dockerfile, escapeChar, instruction, instructionRange);
			}
			return new instruction_1.Instruction(document, lineRange, dockerfile, escapeChar, instruction, instructionRange);
		}
		getParserDirectives(document, buffer) {
			const directives = [];
			this.escapeChar = "";
			const offset = util_1.Util.isUTF8BOM(buffer.substring(0, 1)) ? 1 : 0;
			directiveCheck: for (let i = offset; i < buffer.length; i++) switch (buffer.charAt(i)) {
				case " ":
				case "	": break;
				case "\r":
				case "\n": break directiveCheck;
				case "#":
					let directiveStart = -1;
					let directiveEnd = -1;
					for (let j = i + 1; j < buffer.length; j++) {
						let char = buffer.charAt(j);
						switch (char) {
							case " ":
							case "	":
								if (directiveStart !== -1 && directiveEnd === -1) directiveEnd = j;
								break;
							case "\r":
							case "\n": break directiveCheck;
							case "=":
								let valueStart = -1;
								let valueEnd = -1;
								if (directiveEnd === -1) directiveEnd = j;
								let lineEnd = buffer.length;
								directiveValue: for (let k = j + 1; k < buffer.length; k++) {
									char = buffer.charAt(k);
									switch (char) {
										case "\r":
										case "\n":
											if (valueStart !== -1 && valueEnd === -1) valueEnd = k;
											lineEnd = k;
											break directiveValue;
										case "	":
										case " ":
											if (valueStart !== -1 && valueEnd === -1) valueEnd = k;
											continue;
										default: if (valueStart === -1) valueStart = k;
									}
								}
								if (directiveStart === -1) break directiveCheck;
								if (valueStart === -1) {
									valueStart = j + 1;
									valueEnd = lineEnd;
								} else if (valueEnd === -1) valueEnd = buffer.length;
								const lineRange = vscode_languageserver_types_1.Range.create(document.positionAt(i), document.positionAt(lineEnd));
								const nameRange = vscode_languageserver_types_1.Range.create(document.positionAt(directiveStart), document.positionAt(directiveEnd));
								const valueRange = vscode_languageserver_types_1.Range.create(document.positionAt(valueStart), document.positionAt(valueEnd));
								directives.push(new parserDirective_1.ParserDirective(document, lineRange, nameRange, valueRange));
								directiveStart = -1;
								if (buffer.charAt(valueEnd) === "\r") i = valueEnd + 1;
								else i = valueEnd;
								continue directiveCheck;
							default: if (directiveStart === -1) directiveStart = j;
						}
					}
					break;
				default: break directiveCheck;
			}
			return directives;
		}
		parse(buffer) {
			this.document = vscode_languageserver_textdocument_1.TextDocument.create("", "", 0, buffer);
			this.buffer = buffer;
			let dockerfile = new dockerfile_1.Dockerfile(this.document);
			let directives = this.getParserDirectives(this.document, this.buffer);
			let offset = 0;
			this.escapeChar = "\\";
			if (directives.length > 0) {
				dockerfile.setDirectives(directives);
				this.escapeChar = dockerfile.getEscapeCharacter();
				offset = this.document.offsetAt(vscode_languageserver_types_1.Position.create(directives.length, 0));
			} else if (util_1.Util.isUTF8BOM(buffer.substring(0, 1))) offset = 1;
			for (let i = offset; i < this.buffer.length; i++) {
				const char = this.buffer.charAt(i);
				switch (char) {
					case " ":
					case "	":
					case "\r":
					case "\n": break;
					case "#":
						i = this.processComment(dockerfile, i);
						break;
					default: i = this.processInstruction(dockerfile, char, i);
				}
			}
			dockerfile.organizeComments();
			return dockerfile;
		}
		processInstruction(dockerfile, char, start) {
			let instruction = char;
			let instructionEnd = -1;
			let escapedInstruction = false;
			instructionCheck: for (let i = start + 1; i < this.buffer.length; i++) {
				char = this.buffer.charAt(i);
				switch (char) {
					case this.escapeChar:
						escapedInstruction = true;
						char = this.buffer.charAt(i + 1);
						if (char === "\r" || char === "\n") {
							if (instructionEnd === -1) instructionEnd = i;
							i++;
						} else if (char === " " || char === "	") {
							for (let j = i + 2; j < this.buffer.length; j++) switch (this.buffer.charAt(j)) {
								case " ":
								case "	": break;
								case "\r":
								case "\n":
									i = j;
									continue instructionCheck;
								default:
									instructionEnd = i + 1;
									instruction = instruction + this.escapeChar;
									i = j - 2;
									continue instructionCheck;
							}
							instructionEnd = i + 1;
							instruction = instruction + this.escapeChar;
							break instructionCheck;
						} else {
							instructionEnd = i + 1;
							instruction = instruction + this.escapeChar;
							escapedInstruction = false;
						}
						break;
					case " ":
					case "	":
						if (escapedInstruction) {
							escapeCheck: for (let j = i + 1; j < this.buffer.length; j++) switch (this.buffer.charAt(j)) {
								case " ":
								case "	": break;
								case "\r":
								case "\n":
									i = j;
									continue instructionCheck;
								default: break escapeCheck;
							}
							escapedInstruction = false;
						}
						if (instructionEnd === -1) instructionEnd = i;
						i = this.processArguments(dockerfile, instruction, instructionEnd, start, i);
						dockerfile.addInstruction(this.createInstruction(dockerfile, instruction, start, instructionEnd, i));
						return i;
					case "\r":
					case "\n":
						if (escapedInstruction) continue;
						if (instructionEnd === -1) instructionEnd = i;
						dockerfile.addInstruction(this.createInstruction(dockerfile, instruction, start, i, i));
						return i;
					case "#": if (escapedInstruction) continue;
					default:
						instructionEnd = i + 1;
						instruction = instruction + char;
						escapedInstruction = false;
				}
			}
			if (instructionEnd === -1) instructionEnd = this.buffer.length;
			dockerfile.addInstruction(this.createInstruction(dockerfile, instruction, start, instructionEnd, this.buffer.length));
			return this.buffer.length;
		}
		processHeredocs(instruction, offset) {
			let keyword = instruction.getKeyword();
			if (keyword === main_1.Keyword.ONBUILD) {
				instruction = instruction.getTriggerInstruction();
				if (instruction === null) return offset;
				keyword = instruction.getKeyword();
			}
			if (keyword !== main_1.Keyword.ADD && keyword !== main_1.Keyword.COPY && keyword !== main_1.Keyword.RUN) return offset;
			const heredocs = [];
			let tabbed = false;
			for (const arg of instruction.getArguments()) {
				const value = arg.getValue();
				if (value.startsWith("<<") && value.length > 2) {
					if (value.startsWith("<<-")) tabbed = true;
					const name = util_1.Util.parseHeredocName(value);
					if (name !== null) heredocs.push(name);
				}
			}
			if (heredocs.length > 0) for (const heredoc of heredocs) offset = this.parseHeredoc(heredoc, offset, tabbed);
			return offset;
		}
		processArguments(dockerfile, instruction, instructionEnd, start, offset) {
			let escaped = false;
			argumentsCheck: for (let i = offset + 1; i < this.buffer.length; i++) switch (this.buffer.charAt(i)) {
				case "\r":
				case "\n":
					if (escaped) continue;
					return this.processHeredocs(this.createInstruction(dockerfile, instruction, start, instructionEnd, i), i);
				case this.escapeChar:
					const next = this.buffer.charAt(i + 1);
					if (next === "\n" || next === "\r") {
						escaped = true;
						i++;
					} else if (next === " " || next === "	") {
						for (let j = i + 2; j < this.buffer.length; j++) switch (this.buffer.charAt(j)) {
							case " ":
							case "	": break;
							case "\r":
							case "\n": escaped = true;
							default:
								i = j;
								continue argumentsCheck;
						}
						return this.buffer.length;
					}
					continue;
				case "#":
					if (escaped) {
						i = this.processComment(dockerfile, i);
						continue argumentsCheck;
					}
					break;
				case " ":
				case "	": break;
				default: if (escaped) escaped = false;
			}
			return this.buffer.length;
		}
		processComment(dockerfile, start) {
			let end = this.buffer.length;
			commentLoop: for (let i = start + 1; i < this.buffer.length; i++) switch (this.buffer.charAt(i)) {
				case "\r":
				case "\n":
					end = i;
					break commentLoop;
			}
			const range = vscode_languageserver_types_1.Range.create(this.document.positionAt(start), this.document.positionAt(end));
			dockerfile.addComment(new comment_1.Comment(this.document, range));
			return end;
		}
		parseHeredoc(heredocName, offset, tabbed) {
			let startWord = -1;
			let lineStart = true;
			for (let i = offset; i < this.buffer.length; i++) switch (this.buffer.charAt(i)) {
				case " ":
					lineStart = false;
					break;
				case "	":
					if (!tabbed) lineStart = false;
					break;
				case "\r":
				case "\n":
					if (startWord !== -1 && heredocName === this.buffer.substring(startWord, i)) return i;
					startWord = -1;
					lineStart = true;
					break;
				default: if (lineStart) {
					startWord = i;
					lineStart = false;
				}
			}
			return this.buffer.length;
		}
		createInstruction(dockerfile, instruction, start, instructionEnd, end) {
			const startPosition = this.document.positionAt(start);
			const instructionRange = vscode_languageserver_types_1.Range.create(startPosition, this.document.positionAt(instructionEnd));
			const lineRange = vscode_languageserver_types_1.Range.create(startPosition, this.document.positionAt(end));
			return Parser.createInstruction(this.document, dockerfile, this.escapeChar, lineRange, instruction, instructionRange);
		}
	};
}));
// node_modules/dockerfile-ast/lib/main.js
var require_main = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.DockerfileParser = exports.DefaultVariables = exports.Directive = exports.Keyword = exports.Workdir = exports.Volume = exports.User = exports.Stopsignal = exports.Shell = exports.Run = exports.PropertyInstruction = exports.Onbuild = exports.ModifiableInstruction = exports.Label = exports.JSONInstruction = exports.Heredoc = exports.Healthcheck = exports.From = exports.Env = exports.Entrypoint = exports.Copy = exports.Cmd = exports.Arg = exports.Add = exports.Variable = exports.Property = exports.ParserDirective = exports.Line = exports.Instruction = exports.Flag = exports.Comment = exports.JSONArgument = exports.Argument = void 0;
	var argument_1 = require_argument();
	Object.defineProperty(exports, "Argument", {
		enumerable: true,
		get: function() {
			return argument_1.Argument;
		}
	});
	var jsonArgument_1 = require_jsonArgument();
	Object.defineProperty(exports, "JSONArgument", {
		enumerable: true,
		get: function() {
			return jsonArgument_1.JSONArgument;
		}
	});
	const comment_1 = require_comment();
	Object.defineProperty(exports, "Comment", {
		enumerable: true,
		get: function() {
			return comment_1.Comment;
		}
	});
	const parser_1 = require_parser();
	var flag_1 = require_flag();
	Object.defineProperty(exports, "Flag", {
		enumerable: true,
		get: function() {
			return flag_1.Flag;
		}
	});
	const instruction_1 = require_instruction();
	Object.defineProperty(exports, "Instruction", {
		enumerable: true,
		get: function() {
			return instruction_1.Instruction;
		}
	});
	var line_1 = require_line();
	Object.defineProperty(exports, "Line", {
		enumerable: true,
		get: function() {
			return line_1.Line;
		}
	});
	const parserDirective_1 = require_parserDirective();
	Object.defineProperty(exports, "ParserDirective", {
		enumerable: true,
		get: function() {
			return parserDirective_1.ParserDirective;
		}
	});
	var property_1 = require_property();
	Object.defineProperty(exports, "Property", {
		enumerable: true,
		get: function() {
			return property_1.Property;
		}
	});
	var variable_1 = require_variable();
	Object.defineProperty(exports, "Variable", {
		enumerable: true,
		get: function() {
			return variable_1.Variable;
		}
	});
	var add_1 = require_add();
	Object.defineProperty(exports, "Add", {
		enumerable: true,
		get: function() {
			return add_1.Add;
		}
	});
	const arg_1 = require_arg();
	Object.defineProperty(exports, "Arg", {
		enumerable: true,
		get: function() {
			return arg_1.Arg;
		}
	});
	const cmd_1 = require_cmd();
	Object.defineProperty(exports, "Cmd", {
		enumerable: true,
		get: function() {
			return cmd_1.Cmd;
		}
	});
	const copy_1 = require_copy();
	Object.defineProperty(exports, "Copy", {
		enumerable: true,
		get: function() {
			return copy_1.Copy;
		}
	});
	const entrypoint_1 = require_entrypoint();
	Object.defineProperty(exports, "Entrypoint", {
		enumerable: true,
		get: function() {
			return entrypoint_1.Entrypoint;
		}
	});
	const env_1 = require_env();
	Object.defineProperty(exports, "Env", {
		enumerable: true,
		get: function() {
			return env_1.Env;
		}
	});
	const from_1 = require_from();
	Object.defineProperty(exports, "From", {
		enumerable: true,
		get: function() {
			return from_1.From;
		}
	});
	const healthcheck_1 = require_healthcheck();
	Object.defineProperty(exports, "Healthcheck", {
		enumerable: true,
		get: function() {
			return healthcheck_1.Healthcheck;
		}
	});
	var heredoc_1 = require_heredoc();
	Object.defineProperty(exports, "Heredoc", {
		enumerable: true,
		get: function() {
			return heredoc_1.Heredoc;
		}
	});
	var jsonInstruction_1 = require_jsonInstruction();
	Object.defineProperty(exports, "JSONInstruction", {
		enumerable: true,
		get: function() {
			return jsonInstruction_1.JSONInstruction;
		}
	});
	var label_1 = require_label();
	Object.defineProperty(exports, "Label", {
		enumerable: true,
		get: function() {
			return label_1.Label;
		}
	});
	var modifiableInstruction_1 = require_modifiableInstruction();
	Object.defineProperty(exports, "ModifiableInstruction", {
		enumerable: true,
		get: function() {
			return modifiableInstruction_1.ModifiableInstruction;
		}
	});
	var onbuild_1 = require_onbuild();
	Object.defineProperty(exports, "Onbuild", {
		enumerable: true,
		get: function() {
			return onbuild_1.Onbuild;
		}
	});
	var propertyInstruction_1 = require_propertyInstruction();
	Object.defineProperty(exports, "PropertyInstruction", {
		enumerable: true,
		get: function() {
			return propertyInstruction_1.PropertyInstruction;
		}
	});
	var run_1 = require_run();
	Object.defineProperty(exports, "Run", {
		enumerable: true,
		get: function() {
			return run_1.Run;
		}
	});
	var shell_1 = require_shell();
	Object.defineProperty(exports, "Shell", {
		enumerable: true,
		get: function() {
			return shell_1.Shell;
		}
	});
	var stopsignal_1 = require_stopsignal();
	Object.defineProperty(exports, "Stopsignal", {
		enumerable: true,
		get: function() {
			return stopsignal_1.Stopsignal;
		}
	});
	var user_1 = require_user();
	Object.defineProperty(exports, "User", {
		enumerable: true,
		get: function() {
			return user_1.User;
		}
	});
	var volume_1 = require_volume();
	Object.defineProperty(exports, "Volume", {
		enumerable: true,
		get: function() {
			return volume_1.Volume;
		}
	});
	const workdir_1 = require_workdir();
	Object.defineProperty(exports, "Workdir", {
		enumerable: true,
		get: function() {
			return workdir_1.Workdir;
		}
	});
	var Keyword;
	(function(Keyword) {
		Keyword["ADD"] = "ADD";
		Keyword["ARG"] = "ARG";
		Keyword["CMD"] = "CMD";
		Keyword["COPY"] = "COPY";
		Keyword["ENTRYPOINT"] = "ENTRYPOINT";
		Keyword["ENV"] = "ENV";
		Keyword["EXPOSE"] = "EXPOSE";
		Keyword["FROM"] = "FROM";
		Keyword["HEALTHCHECK"] = "HEALTHCHECK";
		Keyword["LABEL"] = "LABEL";
		Keyword["MAINTAINER"] = "MAINTAINER";
		Keyword["ONBUILD"] = "ONBUILD";
		Keyword["RUN"] = "RUN";
		Keyword["SHELL"] = "SHELL";
		Keyword["STOPSIGNAL"] = "STOPSIGNAL";
		Keyword["USER"] = "USER";
		Keyword["VOLUME"] = "VOLUME";
		Keyword["WORKDIR"] = "WORKDIR";
	})(Keyword || (exports.Keyword = Keyword = {}));
	var Directive;
	(function(Directive) {
		Directive["escape"] = "escape";
		Directive["syntax"] = "syntax";
	})(Directive || (exports.Directive = Directive = {}));
	exports.DefaultVariables = [
		"ALL_PROXY",
		"all_proxy",
		"FTP_PROXY",
		"ftp_proxy",
		"HTTP_PROXY",
		"http_proxy",
		"HTTPS_PROXY",
		"https_proxy",
		"NO_PROXY",
		"no_proxy"
	];
	var DockerfileParser;
	(function(DockerfileParser) {
		function parse(content) {
			return new parser_1.Parser().parse(content);
		}
		DockerfileParser.parse = parse;
	})(DockerfileParser || (exports.DockerfileParser = DockerfileParser = {}));
}));
// src/judge/judge.ts
var import_main = require_main();
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
// src/space/base-images.ts
/** Variables that BuildKit sets itself (https://docs.docker.com/reference/dockerfile/#automatic-platform-args-in-the-global-scope). */
const PLATFORM_ARGS = /^(?:TARGET|BUILD)(?:PLATFORM|OS|ARCH|VARIANT)$/;
/**
* Reads which images a Dockerfile needs: `FROM`, `COPY --from` and `RUN --mount=…,from=` of images, not of stages. Values of `ARG` come
* from `buildArgs` (`NAME=value`), else from their defaults. `contexts` are named contexts (`name=docker-image://…`), which take an image's
* place.
*/
function baseImages(text, buildArgs, contexts) {
	const parsed = import_main.DockerfileParser.parse(text);
	const given = new Map(buildArgs.map(splitOnce));
	const args = /* @__PURE__ */ new Map();
	for (const arg of parsed.getInitialARGs()) {
		const property = arg.getProperty();
		const fallback = property?.getValue();
		const value = given.get(property?.getName() ?? "") ?? (fallback ? expand(fallback, args) : void 0);
		if (property && value !== void 0) args.set(property.getName(), value);
	}
	const replaced = new Map(contexts.map(splitOnce));
	const lines = text.split(/\r?\n/);
	const stages = /* @__PURE__ */ new Set();
	const names = /* @__PURE__ */ new Set();
	const unsure = [];
	const add = (written) => {
		const name = expand(written, args);
		if (name === void 0) {
			unsure.push(written);
			return;
		}
		if (name === "" || name === "scratch" || stages.has(name.toLowerCase()) || /^\d+$/.test(name)) return;
		const instead = replaced.get(name);
		if (instead === void 0) names.add(name);
		else if (instead.startsWith(IMAGE)) names.add(instead.slice(IMAGE.length));
	};
	for (const instruction of parsed.getInstructions()) {
		const keyword = instruction.getKeyword();
		if (keyword === "FROM") {
			add(instruction.getImage() ?? "");
			const stage = instruction.getBuildStage();
			if (stage) stages.add(stage.toLowerCase());
		} else if (keyword === "COPY") add(instruction.getFromFlag()?.getValue() ?? "");
		else if (keyword === "RUN") {
			const { start, end } = instruction.getRange();
			for (const from of mountSources(lines.slice(start.line, end.line + 1).join(" "))) add(from);
		}
	}
	if (unsure.length === 0) return { names: [...names] };
	return {
		names: [...names],
		unsure: `the Dockerfile names an image by a variable (${unsure[0]})`
	};
}
const IMAGE = "docker-image://";
function mountSources(text) {
	return [...text.matchAll(/--mount=\S*?\bfrom=([^,\s]+)/g)].map((match) => match[1] ?? "");
}
/** `$NAME`, `${NAME}`, `${NAME:-default}`; nothing when a variable has no value here. */
function expand(text, args) {
	let known = true;
	const expanded = text.replaceAll(/\$\{(\w+)(?:(:?[-+])([^}]*))?\}|\$(\w+)/g, (_, braced, operator, word, bare) => {
		const name = braced ?? bare;
		const value = args.get(name);
		if (operator?.endsWith("+")) return value ? word : "";
		if (value !== void 0 && value !== "") return value;
		if (operator?.endsWith("-")) return word;
		if (value === void 0 || PLATFORM_ARGS.test(name)) known = false;
		return value ?? "";
	});
	return known && !expanded.includes("$") ? expanded.trim() : void 0;
}
function splitOnce(item) {
	const at = item.indexOf("=");
	return at < 0 ? [item, ""] : [item.slice(0, at), item.slice(at + 1)];
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
	const { images, facts } = await needFacts(world, request);
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
	const images = await readDockerfileImages(world, request);
	const known = minFree !== void 0 || lastBuild !== void 0 || facts.shape.builds === "elsewhere";
	const plenty = diskNeeds(host.disks, estimateNeed(facts)).every(({ free, needed }) => free >= Math.max(PLENTY, needed));
	const names = (images?.names ?? []).filter((name) => parseImageName(name) !== void 0);
	if (known || plenty || names.length === 0 || asked.space.freeDisk === "off") return {
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
	return text === void 0 ? void 0 : baseImages(text, build.buildArgs, build.buildContexts);
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
export { utf8Bytes as $, nearest as A, spaceSentences as B, readSwapAsked as C, readBuildRequest as D, readSpace as E, placesInUse as F, code as G, judgeImages as H, spaceSteps as I, logLine as J, cut as K, withSpace as L, closeRoom as M, decideRoom as N, createReader as O, openRoom as P, quote as Q, decideSpace as R, unknownInputs as S, readRoom as T, require_main as U, isRed as V, block as W, oneLine as X, mermaidLabel as Y, prose as Z, placeOf as _, details as a, namesOf$1 as at, verdictSentence as b, STATUS as c, usableFolder as ct, isDryRun as d, foldersWritten as et, isUncertain as f, placeLink as g, whereabouts as h, spaceParts as i, isPushed as it, explain as j, knownInputs as k, headline as l, __commonJSMin as lt, known as m, openStory as n, isByDigest as nt, html as o, parseOutput as ot, isUndelivered as p, fence as q, renderSpace as r, isImage as rt, table as s, journalFolder as st, attempt as t, isArchive as tt, headlineIcon as u, compose as v, readSwapSize as w, printUnknown as x, redFirst as y, shortestDisk as z };
