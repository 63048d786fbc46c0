import { l as UserError, n as startTime, s as printCommand } from "./teardown.js";
// node_modules/pretty-bytes/index.js
const UNIT_SETS = [
	[
		"B",
		"kB",
		"MB",
		"GB",
		"TB",
		"PB",
		"EB",
		"ZB",
		"YB"
	],
	[
		"B",
		"KiB",
		"MiB",
		"GiB",
		"TiB",
		"PiB",
		"EiB",
		"ZiB",
		"YiB"
	],
	[
		"b",
		"kbit",
		"Mbit",
		"Gbit",
		"Tbit",
		"Pbit",
		"Ebit",
		"Zbit",
		"Ybit"
	],
	[
		"b",
		"kibit",
		"Mibit",
		"Gibit",
		"Tibit",
		"Pibit",
		"Eibit",
		"Zibit",
		"Yibit"
	]
];
const toDecimalString = (number) => {
	if (number >= 1e-6 && number < 1e21) return String(number);
	const [mantissa, exponentString] = number.toExponential().split("e");
	const digits = mantissa.replace(".", "");
	const pointPosition = Number(exponentString) + 1;
	const isPositive = pointPosition > 0;
	const padded = isPositive ? digits.padEnd(pointPosition, "0") : "0".repeat(1 - pointPosition) + digits;
	const integerPart = padded.slice(0, isPositive ? pointPosition : 1);
	const fractionPart = padded.slice(isPositive ? pointPosition : 1).replace(/0+$/, "");
	return fractionPart ? `${integerPart}.${fractionPart}` : integerPart;
};
const toLocaleString = (number, locale, options) => {
	if (typeof locale === "string" || Array.isArray(locale) || locale === true) {
		const locales = locale === true ? void 0 : locale;
		if (options !== void 0) return number.toLocaleString(locales, options);
		const text = toDecimalString(number);
		const pointIndex = text.indexOf(".");
		const maximumFractionDigits = pointIndex === -1 ? 0 : text.length - pointIndex - 1;
		if (maximumFractionDigits > 100) return text;
		return number.toLocaleString(locales, { maximumFractionDigits });
	}
	if (options === void 0) return toDecimalString(number);
	return number.toLocaleString("en-US", {
		...options,
		useGrouping: false
	});
};
const log10 = (numberOrBigInt) => {
	if (typeof numberOrBigInt === "number") return Math.log10(numberOrBigInt);
	const string = numberOrBigInt.toString(10);
	return string.length + Math.log10(`0.${string.slice(0, 15)}`);
};
const log = (numberOrBigInt) => {
	if (typeof numberOrBigInt === "number") return Math.log(numberOrBigInt);
	return log10(numberOrBigInt) * Math.log(10);
};
const divide = (numberOrBigInt, base, exponent) => {
	const divisor = base ** exponent;
	if (typeof numberOrBigInt === "number" || numberOrBigInt <= Number.MAX_SAFE_INTEGER) return Number(numberOrBigInt) / divisor;
	const bigintDivisor = BigInt(base) ** BigInt(exponent);
	const integerPart = numberOrBigInt / bigintDivisor;
	const remainder = numberOrBigInt % bigintDivisor;
	return Number(integerPart) + Number(remainder) / divisor;
};
const toUnrepresentableString = (number, base, exponent, localeOptions) => {
	const scale = BigInt(base) ** BigInt(exponent);
	const whole = number / scale;
	if (localeOptions === void 0) return whole.toString();
	const minimumFractionDigits = localeOptions.minimumFractionDigits ?? 0;
	const maximumFractionDigits = Math.max(localeOptions.maximumFractionDigits ?? 3, minimumFractionDigits);
	const fraction = (number % scale * 10n ** BigInt(maximumFractionDigits) / scale).toString().padStart(maximumFractionDigits, "0").replace(/0+$/, "").padEnd(minimumFractionDigits, "0");
	return fraction ? `${whole}.${fraction}` : whole.toString();
};
const signOf = (number, signed) => {
	if (number < 0) return "-";
	if (!signed) return "";
	return number === 0 || number === 0n ? " " : "+";
};
const assertFixedWidth = (fixedWidth) => {
	if (fixedWidth !== void 0 && (typeof fixedWidth !== "number" || !Number.isSafeInteger(fixedWidth) || fixedWidth < 0)) throw new TypeError(`Expected fixedWidth to be a non-negative integer, got ${typeof fixedWidth}: ${fixedWidth}`);
};
const assertFractionDigits = (name, value) => {
	if (value !== void 0 && (typeof value !== "number" || !Number.isInteger(value) || value < 0 || value > 100)) throw new TypeError(`Expected ${name} to be an integer between 0 and 100, got ${typeof value}: ${value}`);
};
const buildLocaleOptions = (options) => {
	const { minimumFractionDigits, maximumFractionDigits } = options;
	if (minimumFractionDigits === void 0 && maximumFractionDigits === void 0) return;
	assertFractionDigits("minimumFractionDigits", minimumFractionDigits);
	assertFractionDigits("maximumFractionDigits", maximumFractionDigits);
	if (minimumFractionDigits > maximumFractionDigits) throw new RangeError(`Expected minimumFractionDigits (${minimumFractionDigits}) to not be greater than maximumFractionDigits (${maximumFractionDigits})`);
	return {
		...minimumFractionDigits !== void 0 && { minimumFractionDigits },
		...maximumFractionDigits !== void 0 && { maximumFractionDigits },
		roundingMode: "trunc"
	};
};
function prettyBytes(number, options) {
	if (typeof number !== "bigint" && !Number.isFinite(number)) throw new TypeError(`Expected a finite number, got ${typeof number}: ${number}`);
	options = {
		bits: false,
		binary: false,
		space: true,
		nonBreakingSpace: false,
		...options
	};
	assertFixedWidth(options.fixedWidth);
	const localeOptions = buildLocaleOptions(options);
	const UNITS = UNIT_SETS[(options.bits ? 2 : 0) + (options.binary ? 1 : 0)];
	const separator = options.space ? options.nonBreakingSpace ? "\xA0" : " " : "";
	if (Object.is(number, -0)) number = 0;
	const prefix = signOf(number, options.signed);
	if (number < 0) number = -number;
	const base = options.binary ? 1024 : 1e3;
	let exponent = 0;
	if (number >= 1) exponent = Math.min(Math.floor(options.binary ? log(number) / Math.log(base) : log10(number) / 3), UNITS.length - 1);
	const scaled = divide(number, base, exponent);
	let numberString;
	if (Number.isFinite(scaled)) {
		number = scaled;
		if (number < 1 && exponent > 0) {
			number *= base;
			exponent -= 1;
		}
		if (!localeOptions) {
			const minimumPrecision = Math.max(3, Math.floor(number).toString().length);
			number = Number(number.toPrecision(minimumPrecision));
			if (number >= base && exponent < UNITS.length - 1) {
				number /= base;
				exponent += 1;
			}
		}
		numberString = toLocaleString(number, options.locale, localeOptions);
	} else numberString = toUnrepresentableString(number, base, exponent, localeOptions);
	return (prefix + numberString + separator + UNITS[exponent]).padStart(options.fixedWidth ?? 0);
}
// src/model/bytes.ts
const POWERS = {
	b: 1,
	kb: 1e3,
	mb: 1e6,
	gb: 1e9,
	tb: 0xe8d4a51000,
	kib: 1024,
	mib: 2 ** 20,
	gib: 2 ** 30,
	tib: 2 ** 40
};
const SIZE = /^(\d+(?:\.\d+)?)\s*([a-z]+)$/i;
/**
* Reads a size such as `9.5GB` (10⁹) or `9GiB` (2³⁰), case-insensitively, with an optional space.
* Returns whole bytes, or nothing when the text is not a size: bare numbers, `10 GBB`, bits (`Gb` written in just that
* case), negatives and thousands separators are refused, because each of them has been read two ways by some tool.
*/
function parseSize(text) {
	const match = SIZE.exec(text.trim());
	if (!match) return void 0;
	const [, digits = "", unit = ""] = match;
	if (/^[KMGT]i?b$/.test(unit)) return void 0;
	const power = POWERS[unit.toLowerCase()];
	if (power === void 0) return void 0;
	const bytes = Math.round(Number(digits) * power);
	return Number.isSafeInteger(bytes) ? bytes : void 0;
}
/** How sizes are printed everywhere (options of `pretty-bytes`): GB is 10⁹, at most two decimals. */
const SIZE_FORMAT = {
	maximumFractionDigits: 2,
	space: true
};
/** How memory is printed everywhere (options of `pretty-bytes`): GiB is 2³⁰, as Docker counts memory. */
const MEMORY_FORMAT = {
	binary: true,
	maximumFractionDigits: 1,
	space: true
};
// src/build/engines/resources.ts
/**
* Values of `--resource` (buildx 0.35, BuildKit 0.31): memory of each RUN step, and the same again of swap, for memory alone would
* leave swap unlimited.
*/
function stepResources({ stepMemory }) {
	return stepMemory === void 0 ? [] : [`memory=${stepMemory}`, `memory-swap=${2 * stepMemory}`];
}
// src/build/progress/clean.ts
/** CSI, OSC (with its text), and the short escape sequences of terminals. */
const ANSI = /\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[PX^_][^\x1b]*(?:\x1b\\)?|[ -/]*[0-~])/g;
/** Other control characters, line separators, and marks that turn the direction of writing or hide text. */
const CONTROLS = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;
/** The text as one line without terminal codes; of a line that was overwritten with carriage returns the last state. */
function cleanLine(text) {
	return lastState((text.includes("\x1B") ? text.replace(ANSI, "") : text).replace(/\n/g, " ")).replace(CONTROLS, "").trimEnd();
}
/** Cuts a text at a number of characters, never inside a surrogate pair, and says that it was cut. */
function cut(text, max) {
	if (text.length <= max) return text;
	const end = /[\ud800-\udbff]/.test(text.charAt(max - 2)) ? max - 2 : max - 1;
	return `${text.slice(0, end)}…`;
}
function lastState(text) {
	if (!text.includes("\r")) return text;
	return text.split("\r").findLast((part) => part.trim() !== "") ?? "";
}
// src/build/json.ts
function isJson(value) {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
/** The object below those keys; an empty one where there is none. */
function below(value, ...keys) {
	let at = value;
	for (const key of keys) at = isJson(at) ? at[key] : void 0;
	return isJson(at) ? at : {};
}
/** The objects of a list. */
function rows(value, key) {
	const list = value[key];
	return Array.isArray(list) ? list.filter(isJson) : [];
}
/** A text, empty where there is none. */
function text(value, key) {
	const found = value[key];
	return typeof found === "string" ? found : "";
}
/** A number, 0 where there is none. */
function count(value, key) {
	const found = value[key];
	return typeof found === "number" && Number.isFinite(found) ? found : 0;
}
// src/build/progress/events.ts
/** Reads one line; nothing when it is not such an event (plain text of buildx). */
function readEvents(line) {
	if (!line.startsWith("{")) return void 0;
	let value;
	try {
		value = JSON.parse(line);
	} catch {
		return;
	}
	if (!isJson(value)) return void 0;
	return {
		vertexes: rows(value, "vertexes").map(vertex),
		statuses: rows(value, "statuses").map(status),
		logs: rows(value, "logs").map(chunk),
		warnings: rows(value, "warnings").map(warning)
	};
}
function vertex(row) {
	return {
		digest: text(row, "digest"),
		name: text(row, "name"),
		...span(row),
		cached: row["cached"] === true,
		error: text(row, "error")
	};
}
function status(row) {
	return {
		id: text(row, "id"),
		vertex: text(row, "vertex"),
		current: count(row, "current"),
		total: count(row, "total"),
		...span(row)
	};
}
function chunk(row) {
	const at = time(row, "timestamp");
	return {
		vertex: text(row, "vertex"),
		stream: count(row, "stream"),
		data: Buffer.from(text(row, "data"), "base64"),
		...at === void 0 ? {} : { at }
	};
}
function warning(row) {
	const details = Array.isArray(row["detail"]) ? row["detail"] : [];
	const source = isJson(row["sourceInfo"]) ? row["sourceInfo"] : {};
	const first = rows(row, "range")[0];
	const start = first && isJson(first["start"]) ? count(first["start"], "line") : 0;
	return {
		short: decode(row["short"]),
		detail: details.map(decode),
		url: text(row, "url"),
		file: text(source, "filename"),
		...start > 0 ? { line: start } : {}
	};
}
function span(row) {
	const started = time(row, "started");
	const completed = time(row, "completed");
	return {
		...started === void 0 ? {} : { started },
		...completed === void 0 ? {} : { completed }
	};
}
function time(row, key) {
	const [, seconds, fraction = ""] = /^(.*:\d\d)(\.\d+)?(?:Z|[+-]\d\d:\d\d)$/.exec(text(row, key)) ?? [];
	if (seconds === void 0) return void 0;
	const zone = text(row, key).slice(seconds.length + fraction.length);
	const ms = Date.parse(seconds + zone);
	return Number.isNaN(ms) ? void 0 : ms + Number(`0${fraction}`) * 1e3;
}
function decode(value) {
	return typeof value === "string" ? Buffer.from(value, "base64").toString("utf8") : "";
}
// src/build/progress/amounts.ts
/** `12.3 s`, `4 min 05 s`, `1 h 02 min`. */
function formatTime(ms) {
	const seconds = Math.max(0, ms) / 1e3;
	if (seconds < 99.95) return `${seconds.toFixed(1)} s`;
	const whole = Math.round(seconds);
	const minutes = Math.floor(whole / 60);
	if (minutes < 60) return `${minutes} min ${pad(whole % 60)} s`;
	return `${Math.floor(minutes / 60)} h ${pad(minutes % 60)} min`;
}
/** `1.2 GB`. */
function formatBytes(bytes) {
	return prettyBytes(bytes, SIZE_FORMAT);
}
/** `1.2 of 3.4 GB` when both have the same unit, else `900 MB of 3.4 GB`. */
function formatPart(part, whole) {
	const [number = "", unit = ""] = formatBytes(part).split(/\s/);
	const total = formatBytes(whole);
	return total.endsWith(` ${unit}`) || total.split(/\s/)[1] === unit ? `${number} of ${total}` : `${number} ${unit} of ${total}`;
}
function pad(value) {
	return String(value).padStart(2, "0");
}
// src/build/progress/output.ts
/** Longest piece of a line that is kept in memory before it is handed over. */
const MAX_PARTIAL = 65536;
/** What stays back of it: GitHub's secrets have up to 48 KB, and one that has begun must not be parted. */
const MAX_SECRET = 49152;
/** A line that is overwritten again and again (a progress bar) is shown at most that often, milliseconds. */
const REDRAW_MS = 5e3;
/**
* Bytes → lines: joins characters and lines split over chunks, keeps the last state of overwritten lines, bounded memory. `mask` hides
* secrets here, while lines are whole: whoever cuts one later could cut a secret in two, which nobody would know again.
*/
function readLines(mask) {
	const decoder = new TextDecoder("utf-8");
	let partial = "";
	let drawn = 0;
	const toLine = (text) => mask(cleanLine(text));
	const redraw = (at) => {
		if (!partial.includes("\r")) return [];
		partial = partial.slice(lastDrawing(partial));
		const line = toLine(partial);
		if (line === "" || at - drawn < REDRAW_MS) return [];
		drawn = at;
		return [line];
	};
	return {
		push(data, at) {
			const parts = (partial + decoder.decode(data, { stream: true })).split("\n");
			partial = parts.pop() ?? "";
			const lines = parts.map(toLine);
			const drawing = redraw(at);
			if (partial.length <= MAX_PARTIAL) return [...lines, ...drawing];
			const long = toLine(partial);
			partial = long.slice(-49152);
			return long.length > MAX_SECRET ? [...lines, long.slice(0, -49152)] : lines;
		},
		rest() {
			const line = toLine(partial + decoder.decode());
			partial = "";
			return line === "" ? [] : [line];
		}
	};
}
/** Where the last state of an overwritten line begins; a final carriage return does not begin a new one. */
function lastDrawing(text) {
	const body = text.replace(/\r+$/, "");
	return Math.max(0, body.lastIndexOf("\r") + 1);
}
// src/build/progress/transfers.ts
/** How often progress of one step is printed at most, milliseconds. */
const EVERY_MS = 5e3;
/** Parts of a step (`exporting layers`) that took less are not worth a line, milliseconds. */
const WORTH_MS = 500;
/** Follows one step's status events. */
function followTransfers() {
	const layers = /* @__PURE__ */ new Map();
	const extracting = /* @__PURE__ */ new Set();
	const told = /* @__PURE__ */ new Set();
	let sent;
	let last;
	const sum = () => {
		let current = 0;
		let total = 0;
		for (const part of layers.values()) {
			current += part.current;
			total += Math.max(part.total, part.current);
		}
		return {
			current,
			total
		};
	};
	const describe = (rate) => {
		const { current, total } = sum();
		const speed = rate > 0 ? `, ${formatBytes(rate)}/s` : "";
		if (current < total) return `downloading ${formatPart(current, total)}${speed}`;
		if (extracting.size > 0) return `extracting ${extracting.size} of ${layers.size || extracting.size} layers`;
		return sent === void 0 ? "" : `sending ${formatBytes(sent.current)}${speed}`;
	};
	const moved = () => sum().current + (sent?.current ?? 0);
	return {
		update(event, at) {
			if (event.id.startsWith("sha256:")) {
				const known = layers.get(event.id);
				layers.set(event.id, {
					current: Math.max(known?.current ?? 0, event.current),
					total: Math.max(known?.total ?? 0, event.total)
				});
			} else if (event.id.startsWith("extracting ")) {
				if (event.completed === void 0) extracting.add(event.id);
				else extracting.delete(event.id);
			} else if (/^(transferring|sending) /.test(event.id)) sent = {
				current: Math.max(sent?.current ?? 0, event.current),
				total: event.total
			};
			else if (event.completed !== void 0 && event.started !== void 0 && !told.has(event.id)) {
				const ms = event.completed - event.started;
				told.add(event.id);
				return ms < WORTH_MS ? [] : [`${event.id}: ${formatTime(ms)}`];
			}
			last ??= {
				at,
				bytes: moved()
			};
			return [];
		},
		report(at) {
			if (last === void 0 || at - last.at < EVERY_MS) return [];
			const bytes = moved();
			const line = describe((bytes - last.bytes) * 1e3 / (at - last.at));
			last = {
				at,
				bytes
			};
			return line === "" ? [] : [line];
		},
		pulled: () => sum().current,
		now: () => describe(0)
	};
}
// src/build/progress/steps.ts
const TAIL_LINES = 50;
const TAIL_CHARACTERS = 500;
/** Bookkeeping that nobody asked for. */
const INTERNAL = /^\[(?:\S+ )*(?:internal|auth)\]|^resolving provenance for metadata file|^\[(?:\S+ )*context \S+\] load metadata/;
/** A new step, its name without the bake target. */
function openStep(event, map, bake) {
	return {
		id: event.digest,
		...identify(event, map, bake),
		spans: [],
		running: void 0,
		seen: 0,
		printed: false,
		cached: false,
		error: void 0,
		readers: /* @__PURE__ */ new Map(),
		transfers: followTransfers(),
		tail: []
	};
}
/** A step that both targets share comes under either name: the user's is the one that counts. */
function renameStep(state, event, map, bake) {
	if (!state.ours) return;
	const found = identify(event, map, bake);
	if (!found.ours) Object.assign(state, found);
}
function identify(event, map, bake) {
	const given = cleanLine(event.name);
	const ours = bake !== void 0 && prefixed(given, bake.ours);
	const name = bake === void 0 ? given : withoutTarget(given, bake.user);
	return {
		name,
		step: ours ? void 0 : map?.resolve(name),
		internal: ours || INTERNAL.test(name),
		ours
	};
}
/** Takes an event in. A step may run several times (a look-up first, then the work): each run is one span. */
function updateStep(state, event) {
	if (event.error !== "") state.error = event.error;
	if (event.started === void 0) return "none";
	if (event.completed === void 0) {
		if (state.running !== void 0 || known(state, event.started)) return "none";
		state.running = event.started;
		return "started";
	}
	if (event.cached) state.cached = true;
	if (state.running !== void 0 && state.running <= event.started) state.running = void 0;
	if (known(state, event.started)) {
		const span = state.spans.at(-1);
		if (!span || span.end >= event.completed) return "none";
		span.end = event.completed;
		return "completed";
	}
	state.spans.push({
		start: event.started,
		end: Math.max(event.started, event.completed)
	});
	return "completed";
}
/** Takes lines into the step's tail. */
function keepTail(state, lines) {
	for (const line of lines) state.tail.push(cut(line, TAIL_CHARACTERS));
	if (state.tail.length > TAIL_LINES) state.tail.splice(0, state.tail.length - TAIL_LINES);
}
/** The reader of one of the step's streams. */
function reader(state, stream, mask) {
	const found = state.readers.get(stream);
	if (found) return found;
	const made = readLines(mask);
	state.readers.set(stream, made);
	return made;
}
/** Milliseconds in which the step was busy, up to `at` when it still runs. */
function busy(state, at) {
	let ms = state.running === void 0 ? 0 : Math.max(0, at - state.running);
	let until = Number.NEGATIVE_INFINITY;
	for (const { start, end } of [...state.spans].sort((a, b) => a.start - b.start)) {
		ms += Math.max(0, end - Math.max(start, until));
		until = Math.max(until, end);
	}
	return ms;
}
/** First start, or nothing when it never started. */
function firstStart(state) {
	const starts = state.spans.map((span) => span.start);
	if (state.running !== void 0) starts.push(state.running);
	return starts.length === 0 ? void 0 : Math.min(...starts);
}
/** The step as plain data; nothing when it never started. `at`: the end of a step that still runs. */
function toRun(state, at) {
	const started = firstStart(state);
	if (started === void 0) return void 0;
	return {
		id: state.id,
		name: state.name,
		...state.step ? { step: state.step } : {},
		started: Math.round(started),
		completed: Math.round(state.running === void 0 ? Math.max(...state.spans.map((span) => span.end)) : Math.max(at, started)),
		ms: Math.round(busy(state, at)),
		cached: state.cached,
		...state.error === void 0 ? {} : { error: state.error },
		pulledBytes: state.transfers.pulled(),
		internal: state.internal,
		tail: [...state.tail]
	};
}
function known(state, started) {
	return state.spans.some((span) => span.start === started);
}
function prefixed(name, target) {
	return name.startsWith(`[${target} `) || name.startsWith(`[${target}]`);
}
function withoutTarget(name, target) {
	if (name.startsWith(`[${target}] `)) return name.slice(target.length + 3);
	return name.startsWith(`[${target} `) ? `[${name.slice(target.length + 2)}` : name;
}
// src/build/progress/live.ts
/** A step that prints nothing gets its group after that time, milliseconds; internal steps are shown from then on. */
const PATIENCE_MS$2 = 2e3;
/** Lines of a step kept while another one is in the foreground. */
const HELD_LINES = 400;
/** Characters kept for all waiting steps together; beyond it each keeps only its last {@link LEAST_LINES}. */
const HELD_CHARACTERS = 2e6;
const LEAST_LINES = 20;
/** A step that ends again is shown again when it worked that much longer, milliseconds. */
const AGAIN_MS = 1e3;
const MAX_TITLE = 140;
const MAX_LINE = 2e3;
/** One foldable group per step that has something to show, one line for the others; nothing for quick internal ones. */
function showLive(emit) {
	const waiting = /* @__PURE__ */ new Map();
	const ended = [];
	/** One-line results that are taken back when the step runs again (a look-up before the work). */
	const results = /* @__PURE__ */ new Map();
	/** How long a step had worked when its result was shown: both targets of a bake report the steps they share. */
	const told = /* @__PURE__ */ new Map();
	let front;
	let held = 0;
	const data = (lines) => ({
		kind: "data",
		lines
	});
	const settle = () => {
		if (front) return;
		if (results.size > 0) emit(data([...results.values()]));
		results.clear();
		for (const events of ended.splice(0)) for (const event of events) emit(event);
	};
	const hold = (entry, lines) => {
		for (const line of lines) {
			entry.lines.push(line);
			held += line.length;
		}
		while (entry.lines.length > HELD_LINES || held > HELD_CHARACTERS && entry.lines.length > LEAST_LINES) {
			held -= entry.lines.shift()?.length ?? 0;
			entry.dropped += 1;
		}
	};
	const release = (entry) => {
		const { lines, dropped } = entry;
		for (const line of lines) held -= line.length;
		entry.lines = [];
		entry.dropped = 0;
		return [...dropped === 0 ? [] : [{
			kind: "info",
			text: `(${dropped} earlier lines left out)`
		}], ...lines.length === 0 ? [] : [data(lines)]];
	};
	const bring = (entry) => {
		results.delete(entry.state.id);
		settle();
		front = entry;
		emit({
			kind: "open",
			title: title(entry.state)
		});
		for (const event of release(entry)) emit(event);
	};
	const openLate = (state) => {
		const entry = {
			state,
			lines: [],
			dropped: 0,
			late: { more: true }
		};
		waiting.set(state.id, entry);
		return entry;
	};
	/** Nobody says that a step which has ended has nothing more to show. */
	const closeLate = () => {
		if (!front?.late) return;
		if (!front.late.more) leave(front);
		else front.late.more = false;
	};
	const leave = (entry) => {
		emit({ kind: "close" });
		if (waiting.get(entry.state.id) === entry) waiting.delete(entry.state.id);
		front = void 0;
		settle();
	};
	return {
		started(state) {
			waiting.set(state.id, {
				state,
				lines: [],
				dropped: 0
			});
		},
		lines(state, lines) {
			if (lines.length === 0) return;
			const entry = waiting.get(state.id) ?? openLate(state);
			if (entry.late) entry.late.more = true;
			if (entry.late && !front) bring(entry);
			const shown = lines.map((line) => cut(line, MAX_LINE));
			if (front === entry) emit(data(shown));
			else hold(entry, shown);
		},
		completed(state, at) {
			const entry = waiting.get(state.id);
			waiting.delete(state.id);
			const ending = end(state, at);
			const worked = busy(state, at);
			const again = worked - (told.get(state.id) ?? Number.NEGATIVE_INFINITY) < AGAIN_MS;
			if (entry !== void 0 && front === entry) {
				for (const event of ending) emit(event);
				emit({ kind: "close" });
				front = void 0;
				told.set(state.id, worked);
				settle();
			} else if (state.error !== void 0 || entry && entry.lines.length > 0 && shownInternal(state, at)) {
				results.delete(state.id);
				const body = entry ? release(entry) : [];
				ended.push([
					{
						kind: "open",
						title: title(state)
					},
					...body,
					...ending,
					{ kind: "close" }
				]);
			} else if (shownInternal(state, at) && (!again || results.has(state.id))) {
				told.set(state.id, worked);
				results.set(state.id, `${title(state)}: ${state.cached ? "cached" : `done ${formatTime(busy(state, at))}`}`);
			}
			if (!front && ended.length > 0) settle();
		},
		turn(at) {
			closeLate();
			if (front) return;
			const next = [...waiting.values()].find(({ state, lines }) => {
				return at - (state.running ?? at) > PATIENCE_MS$2 || lines.length > 0 && !state.internal;
			});
			if (next) bring(next);
		},
		say(lines) {
			if (front) emit(data(lines));
			else {
				settle();
				emit(data(lines));
			}
		},
		finish(at) {
			if (front) {
				for (const event of front.late ? [] : end(front.state, at)) emit(event);
				leave(front);
			}
			settle();
			for (const entry of waiting.values()) {
				if (entry.lines.length === 0 && !shownInternal(entry.state, at)) continue;
				emit({
					kind: "open",
					title: title(entry.state)
				});
				for (const event of [...release(entry), ...entry.late ? [] : end(entry.state, at)]) emit(event);
				emit({ kind: "close" });
			}
			waiting.clear();
		}
	};
}
/** The step's name and where it stands: `[2/5] RUN pip install torch · Dockerfile:7`. */
function title(state) {
	const { step } = state;
	const place = step?.line === void 0 ? "" : ` · ${step.file ?? "Dockerfile"}:${step.line}`;
	return `${cut(state.name, MAX_TITLE)}${place}`;
}
function shownInternal(state, at) {
	return !state.internal || state.error !== void 0 || busy(state, at) > PATIENCE_MS$2;
}
function end(state, at) {
	const time = formatTime(busy(state, at));
	if (state.error !== void 0) {
		const cancelled = isCancelled(state.error);
		const said = {
			kind: "info",
			text: cancelled ? `cancelled after ${time}` : `failed after ${time}`
		};
		return cancelled ? [said] : [{
			kind: "data",
			lines: [cut(state.error, MAX_LINE)]
		}, said];
	}
	if (state.running !== void 0) return [{
		kind: "info",
		text: `not finished after ${time}`
	}];
	if (firstStart(state) === void 0) return [];
	return [{
		kind: "info",
		text: state.cached ? "cached" : `done ${time}`
	}];
}
/** The step was ended because another one failed or the run was cancelled. */
function isCancelled(error) {
	return /context canceled\s*$/i.test(error);
}
// src/build/progress/failure.ts
const MAX_MESSAGE = 2e3;
/** Words that every failure begins with and that say nothing. */
const PREFIX = /^(?:failed to build: |failed to solve: |rpc error: code = Unknown desc = )+/;
/** Why the build failed, from buildx's plain text and the steps' errors. `plain` holds its last lines that are no events. */
function readFailure(plain, steps, exitCode, map) {
	const said = readEpilogue(plain);
	const run = failedStep(steps, said.message);
	const raw = said.message ?? run?.error ?? `buildx ended with ${exitCode === null ? "no exit code" : `exit code ${exitCode}`} and gave no reason`;
	const step = run?.step ?? excerptStep(said, map);
	return {
		message: cut(raw.replace(PREFIX, ""), MAX_MESSAGE),
		exitCode,
		...run ? { run } : {},
		excerpt: said.excerpt,
		...step ? { step } : {}
	};
}
function failedStep(steps, message) {
	const failed = steps.filter((step) => step.error !== void 0 && !isCancelled(step.error));
	return failed.find((step) => message?.includes(step.error ?? "")) ?? failed[0];
}
function readEpilogue(plain) {
	const at = plain.findLastIndex((line) => line.startsWith("ERROR: "));
	const message = at < 0 ? void 0 : plain.slice(at).join(" ").slice(7).trim();
	const head = plain.findLastIndex((line, index) => /^\S.*:\d+$/.test(line) && /^-{8,}$/.test(plain[index + 1] ?? ""));
	if (head < 0) return {
		message,
		excerpt: [],
		file: void 0,
		line: void 0
	};
	const after = plain.slice(head + 2);
	const end = after.findIndex((line) => /^-{8,}$/.test(line));
	const [, file, line] = /^(.*):(\d+)$/.exec(plain[head] ?? "") ?? [];
	return {
		message,
		excerpt: end < 0 ? after : after.slice(0, end),
		file,
		line: Number(line)
	};
}
function excerptStep(said, map) {
	if (said.line === void 0) return void 0;
	const known = map?.at(said.line);
	if (known) return known;
	return {
		text: cut(said.excerpt.map((row) => /^\s*\d+ \| >>> ?(.*)$/.exec(row)?.[1]?.trim()).find((text) => text !== void 0) ?? "", 200),
		...(map?.file ?? said.file) === void 0 ? {} : { file: map?.file ?? said.file ?? "" },
		line: said.line
	};
}
// src/build/progress/running.ts
const RUN = /^\[[^\]]+\] RUN\b/;
function toRunning(state, started) {
	const { id, name, printed, internal } = state;
	return {
		id,
		name,
		started,
		printed,
		isRun: RUN.test(name),
		internal
	};
}
// src/build/progress/render.ts
/** Prints events on a log. Text of the build only ever goes through `data` and group titles. */
function renderTo(log) {
	return (events) => {
		for (const event of events) render(log, event);
	};
}
function render(log, event) {
	switch (event.kind) {
		case "open":
			log.open(event.title);
			break;
		case "close":
			log.close();
			break;
		case "data":
			log.data(event.lines);
			break;
		case "info":
			log.info(event.text);
			break;
		case "status": log.status(event.text);
	}
}
// src/build/progress/index.ts
/** Plain lines of buildx that are kept: its excerpt and error come last. */
const PLAIN_LINES = 200;
const STATUS_MS = 200;
const MAX_WARNINGS = 100;
/** Ended steps that wait to be taken. */
const MAX_ENDED = 1e3;
/** Turns `--progress=rawjson` of buildx into a live log and a timeline. Memory stays bounded however much the build prints. */
function createProgress(options) {
	const steps = /* @__PURE__ */ new Map();
	const warnings = /* @__PURE__ */ new Map();
	const plain = [];
	const ended = [];
	const out = [];
	const live = showLive((event) => out.push(event));
	const mask = options.mask ?? ((text) => text);
	let last = 0;
	let lastStatus = 0;
	let lines = 0;
	const takeVertex = (event) => {
		const state = steps.get(event.digest) ?? openStep(event, options.dockerfile, options.bake);
		steps.set(event.digest, state);
		renameStep(state, event, options.dockerfile, options.bake);
		const change = updateStep(state, {
			...event,
			error: mask(event.error)
		});
		if (change === "started") {
			state.seen = last;
			live.started(state);
		}
		if (change !== "completed") return;
		if (!state.cached && ended.length < MAX_ENDED) ended.push(toRunning(state, state.seen === 0 ? last : state.seen));
		showRest(state);
		live.completed(state, last);
	};
	const showRest = (state) => {
		const rest = [...state.readers.values()].flatMap((lines) => lines.rest());
		state.readers.clear();
		show(state, rest, last);
	};
	const show = (state, lines, at) => {
		if (lines.length === 0) return;
		state.printed = true;
		keepTail(state, lines);
		const stamp = elapsed(state, at);
		live.lines(state, lines.map((line) => stamp + line));
	};
	const tellTransfers = (state, lines) => {
		const stamp = elapsed(state, last);
		live.lines(state, lines.map((line) => stamp + cleanLine(line)));
	};
	const takeStatus = (event) => {
		const state = steps.get(event.vertex);
		if (!state) return;
		tellTransfers(state, [...state.transfers.update(event, last), ...state.transfers.report(last)]);
	};
	const takeLog = (chunk) => {
		const state = steps.get(chunk.vertex);
		if (state) show(state, reader(state, chunk.stream, mask).push(chunk.data, last), chunk.at ?? last);
	};
	const takeWarning = (event) => {
		const warning = toWarning(event, options.dockerfile?.file);
		const key = `${warning.file}:${warning.line}:${warning.message}`;
		if (warnings.has(key) || warnings.size >= MAX_WARNINGS) return;
		warnings.set(key, warning);
		const place = warning.line === void 0 ? "" : ` (${warning.file ?? "Dockerfile"}:${warning.line})`;
		live.say([`WARNING: ${warning.message.replace(/ \(line \d+\)$/, "")}${place}`]);
	};
	const takePlain = (text) => {
		const line = mask(cleanLine(text));
		plain.push(cut(line, 4e3));
		if (plain.length > PLAIN_LINES) plain.shift();
		if (/^WARN/i.test(line)) live.say([line]);
	};
	const take = (events) => {
		const lastOf = new Map(events.vertexes.map((event) => [event.digest, event]));
		const ends = (event) => event.completed !== void 0 && lastOf.get(event.digest) === event;
		for (const event of events.vertexes) if (!ends(event)) takeVertex(event);
		for (const event of events.statuses) takeStatus(event);
		for (const chunk of events.logs) takeLog(chunk);
		for (const event of events.warnings) takeWarning(event);
		for (const event of events.vertexes) if (ends(event)) takeVertex(event);
	};
	const drain = () => {
		if (last - lastStatus >= STATUS_MS) {
			lastStatus = last;
			const text = statusText([...steps.values()], last);
			if (text !== "") out.push({
				kind: "status",
				text
			});
		}
		return out.splice(0);
	};
	const runs = (states) => states.flatMap((state) => toRun(state, last) ?? []).sort((a, b) => a.started - b.started);
	return {
		line(text, at) {
			last = at;
			lines += 1;
			const events = readEvents(text);
			if (events) take(events);
			else if (text.trim() !== "" || plain.length > 0) takePlain(text);
			live.turn(at);
			return drain();
		},
		tick(at) {
			last = at;
			for (const state of steps.values()) if (state.running !== void 0) tellTransfers(state, state.transfers.report(at));
			live.turn(at);
			return drain();
		},
		finish(at) {
			last = at;
			for (const state of steps.values()) showRest(state);
			live.finish(at);
			return out.splice(0);
		},
		events: () => lines,
		running: () => [...steps.values()].flatMap((state) => state.running === void 0 ? [] : [toRunning(state, state.seen)]),
		takeEnded: () => ended.splice(0),
		timeline() {
			const all = runs([...steps.values()]);
			return {
				started: Math.min(...all.map((run) => run.started), all.length === 0 ? last : Number.POSITIVE_INFINITY),
				completed: Math.max(...all.map((run) => run.completed), all.length === 0 ? last : 0),
				steps: all,
				warnings: [...warnings.values()]
			};
		},
		failure: (exitCode) => exitCode === 0 ? void 0 : readFailure(plain, runs([...steps.values()]), exitCode, options.dockerfile)
	};
}
/** Seconds since the step's start, as a column in front of its lines. */
function elapsed(state, at) {
	return `${(Math.max(0, at - (firstStart(state) ?? at)) / 1e3).toFixed(1).padStart(6)} `;
}
/** BuildKit names the file by its base name; `file` is its path as the user gave it. */
function toWarning(event, file) {
	return {
		message: cut(cleanLine(event.short), 500),
		detail: event.detail.map((line) => cut(cleanLine(line), 500)),
		...event.url === "" ? {} : { url: event.url },
		...(file ?? event.file) === "" ? {} : { file: file ?? event.file },
		...event.line === void 0 ? {} : { line: event.line }
	};
}
/** `2 running, 5 of 9 done: [2/5] RUN pip install torch · Dockerfile:7 (12 s)`. */
function statusText(states, at) {
	const running = states.filter((state) => state.running !== void 0 && !state.internal);
	const first = running[0];
	if (!first) return "";
	const done = states.filter((state) => state.running === void 0 && state.spans.length > 0).length;
	const seconds = Math.round((at - (first.running ?? at)) / 1e3);
	const moving = first.transfers.now();
	return `${running.length} running, ${done} of ${states.length} done: ${title(first)} (${moving === "" ? "" : `${moving}, `}${Math.max(0, seconds)} s)`;
}
// src/build/tracked.ts
/** A program that is ended because nothing more can come of it (its builder is gone, its time is up) may not even hear the interrupt. */
const ENOUGH_MS = 1500;
/**
* Runs a program that must not outlive the run: ended when the run is cancelled or cannot go on, and written into the journal, so
* that the post step of a run that was killed ends it. Throws what cancelled the run. `enough` ends it too, and is no error.
*/
async function followTracked(world, journal, command, on, graceMs, enough) {
	if (world.cancelled.aborted) throw world.cancelled.reason;
	const child = world.stream(command, on);
	const stop = () => child.end(graceMs);
	world.cancelled.addEventListener("abort", stop);
	const finish = () => child.end(Math.min(graceMs, ENOUGH_MS));
	enough?.addEventListener("abort", finish);
	if (enough?.aborted) finish();
	let forget = async () => {};
	try {
		forget = await noteProcess(world, journal, child.pid);
		const end = await child.done;
		if (world.cancelled.aborted) throw world.cancelled.reason;
		return end;
	} catch (error) {
		stop();
		await child.done;
		throw error;
	} finally {
		world.cancelled.removeEventListener("abort", stop);
		enough?.removeEventListener("abort", finish);
		await forget();
	}
}
/** The same for a program of which only the end matters; keeps what it printed. */
async function runTracked(world, journal, argv, graceMs) {
	const out = [];
	const err = [];
	return {
		...await followTracked(world, journal, { argv }, {
			stdout: (line) => void out.push(line),
			stderr: (line) => void err.push(line)
		}, graceMs),
		stdout: out.join("\n"),
		stderr: err.join("\n")
	};
}
/** Writes a running process into the journal; gives what takes it out again. */
async function noteProcess(world, journal, pid) {
	const born = pid === void 0 ? void 0 : await startTime(world, pid);
	if (pid === void 0 || born === void 0) return async () => {};
	const undo = {
		kind: "end-process",
		pid,
		startTime: born
	};
	await journal.note(undo);
	return () => journal.forget(undo);
}
const DIALECTS = {
	"1": {
		use: [
			"memory.usage_in_bytes",
			"memory.memsw.usage_in_bytes",
			"memory.max_usage_in_bytes",
			"memory.memsw.max_usage_in_bytes",
			"memory.failcnt",
			"memory.oom_control"
		],
		limits: ["memory.limit_in_bytes", "memory.memsw.limit_in_bytes"],
		step: [
			"memory.usage_in_bytes",
			"memory.memsw.usage_in_bytes",
			"memory.max_usage_in_bytes",
			"memory.memsw.max_usage_in_bytes",
			"memory.oom_control",
			"cgroup.procs"
		],
		cpu: "cpuacct.usage",
		io: ["blkio.throttle.io_service_bytes_recursive", "blkio.throttle.io_service_bytes"],
		memory(files) {
			const [current, peak] = [number(files["memory.usage_in_bytes"]), number(files["memory.max_usage_in_bytes"])];
			const both = number(files["memory.memsw.usage_in_bytes"]);
			const highest = number(files["memory.memsw.max_usage_in_bytes"]);
			const [limit, sum] = [ceiling(files["memory.limit_in_bytes"]), ceiling(files["memory.memsw.limit_in_bytes"])];
			return defined({
				current,
				swap: difference(both, current),
				peak,
				swapPeak: difference(highest, peak),
				limit,
				swapLimit: sum === "unlimited" ? sum : limit === "unlimited" ? void 0 : difference(sum, limit),
				oomKills: field(files["memory.oom_control"], "oom_kill"),
				limitHits: number(files["memory.failcnt"])
			});
		},
		populated: (files) => /\d/.test(files["cgroup.procs"] ?? ""),
		cpuMs: (text) => scaled(number(text), 1e6),
		ioBytes: (text) => sum$1([...text.matchAll(/^\d+:\d+ (?:Read|Write) (\d+)$/gm)].map(([, bytes]) => Number(bytes)))
	},
	"2": {
		use: [
			"memory.current",
			"memory.swap.current",
			"memory.peak",
			"memory.swap.peak",
			"memory.events",
			"memory.pressure"
		],
		limits: ["memory.max", "memory.swap.max"],
		step: [
			"memory.current",
			"memory.swap.current",
			"memory.peak",
			"memory.swap.peak",
			"memory.events",
			"cgroup.events"
		],
		cpu: "cpu.stat",
		io: ["io.stat"],
		memory: (files) => defined({
			current: number(files["memory.current"]),
			swap: number(files["memory.swap.current"]),
			peak: number(files["memory.peak"]),
			swapPeak: number(files["memory.swap.peak"]),
			limit: ceiling(files["memory.max"]),
			swapLimit: ceiling(files["memory.swap.max"]),
			oomKills: field(files["memory.events"], "oom_kill"),
			limitHits: field(files["memory.events"], "max"),
			pressureUs: fullPressure(files["memory.pressure"])
		}),
		populated: (files) => field(files["cgroup.events"], "populated") === 1,
		cpuMs: (text) => scaled(field(text, "usage_usec"), 1e3),
		ioBytes: (text) => sum$1([...text.matchAll(/\b[rw]bytes=(\d+)/g)].map(([, bytes]) => Number(bytes)))
	}
};
/** The largest number of pages, in bytes: what v1 says when there is no limit; it depends on the size of a page. */
const UNLIMITED = 2 ** 62;
function ceiling(text) {
	if (text?.trim() === "max") return "unlimited";
	const bytes = number(text);
	return bytes !== void 0 && bytes >= UNLIMITED ? "unlimited" : bytes;
}
/** A file that holds one whole number. */
function number(text) {
	const found = /^(\d+)\s*$/.exec(text ?? "")?.[1];
	return found === void 0 ? void 0 : Number(found);
}
/** The number behind a word at the begin of a line: `oom_kill 3`. */
function field(text, name) {
	const found = new RegExp(`^${name} (\\d+)$`, "m").exec(text ?? "")?.[1];
	return found === void 0 ? void 0 : Number(found);
}
/** Microseconds in which all tasks waited: `full avg10=0.00 avg60=0.00 avg300=0.00 total=513875`. */
function fullPressure(text) {
	const found = /^full .*\btotal=(\d+)/m.exec(text ?? "")?.[1];
	return found === void 0 ? void 0 : Number(found);
}
function scaled(value, by) {
	return value === void 0 ? void 0 : value / by;
}
function difference(from, take) {
	return from === void 0 || take === void 0 ? void 0 : Math.max(0, from - take);
}
function sum$1(values) {
	return values.reduce((total, value) => total + value, 0);
}
/** The object without what is undefined. */
function defined(value) {
	return Object.fromEntries(Object.entries(value).filter(([, found]) => found !== void 0));
}
// src/build/watch/cgroup-source.ts
const CGROUP_ROOT = "/sys/fs/cgroup";
/** Steps looked at in one sample. */
const MAX_STEPS = 64;
/** Limits are read every so many samples: somebody may change them. */
const LIMITS_EVERY = 10;
/** A cgroup's folder in one of the hierarchies; v2 has a single one. */
function cgroupFolder(version, controller, path) {
	return version === "2" ? `${CGROUP_ROOT}${path}` : `${CGROUP_ROOT}/${controller}${path}`;
}
/** Counters read from files that everybody may read. */
function createCgroupSource(world, place) {
	const dialect = DIALECTS[place.version];
	const folder = (controller, path = place.path) => cgroupFolder(place.version, controller, path);
	const total = createReader(world, dialect.use);
	const limits = createReader(world, dialect.limits);
	const step = createReader(world, dialect.step);
	const cpu = createReader(world, [dialect.cpu]);
	const io = createReader(world, dialect.io);
	let count = 0;
	let ceilings = {};
	return { async sample() {
		if (count % LIMITS_EVERY === 0) ceilings = await limits(folder("memory"));
		count += 1;
		const [names, files, cpuText, ioText] = await Promise.all([
			world.files.list(folder("memory", place.steps)).catch(() => []),
			total(folder("memory")),
			cpu(folder("cpuacct")),
			io(folder("blkio"))
		]);
		if (Object.keys(files).length === 0) {
			count = 0;
			return;
		}
		const ids = names.filter((name) => STEP_ID.test(name)).slice(0, MAX_STEPS);
		const steps = await Promise.all(ids.map(async (id) => toStep(dialect, id, await step(folder("memory", `${place.steps}/${id}`)))));
		return toSample(dialect, {
			...files,
			...ceilings,
			...cpuText,
			...ioText
		}, steps);
	} };
}
/** BuildKit's names of its cgroups (`identity.NewID`): 25 characters of base 36. */
const STEP_ID = /^[0-9a-z]{25}$/;
function toStep(dialect, id, files) {
	const { limit: _limit, swapLimit: _swap, ...counters } = dialect.memory(files);
	return {
		id,
		counters,
		populated: dialect.populated(files)
	};
}
function toSample(dialect, files, steps) {
	const cpuText = files[dialect.cpu];
	const ioText = dialect.io.map((name) => files[name]).find((text) => text !== void 0);
	const cpuMs = cpuText === void 0 ? void 0 : dialect.cpuMs(cpuText);
	const ioBytes = ioText === void 0 ? void 0 : dialect.ioBytes(ioText);
	return {
		total: dialect.memory(files),
		steps,
		...cpuMs !== void 0 && { cpuMs },
		...ioBytes !== void 0 && { ioBytes }
	};
}
/**
* Reads the same files of one folder or another, all at once. A file that is missing where its neighbours are is one that this kernel does
* not have: it is not asked for again.
*/
function createReader({ files }, wanted) {
	let names = wanted;
	return async (folder) => {
		const texts = await Promise.all(names.map((name) => files.read(`${folder}/${name}`).catch(() => void 0)));
		const found = names.flatMap((name, index) => texts[index] === void 0 ? [] : [[name, texts[index]]]);
		if ((names[0]?.startsWith("memory.") ? texts[0] !== void 0 : found.length > 0) && found.length < names.length && await files.kind(folder) === "folder") names = found.map(([name]) => name);
		return Object.fromEntries(found);
	};
}
// src/build/watch/activity.ts
/** A closer look at what the builder does, too dear for every second. `onlyRuns`: the RUN steps' own processor time is known. Never throws. */
async function lookCloser(world, target, onlyRuns) {
	if (target.kind === "container") return containerActivity(world, target.container);
	if (target.kind === "none") return {};
	const [engine, runs, net] = await Promise.all([
		onlyRuns ? {} : engineProcesses(world),
		onlyRuns ? {} : engineRuns(world),
		bridgeTraffic(world)
	]);
	return {
		...engine,
		...runs,
		...net,
		...addCpu(engine, runs)
	};
}
function addCpu({ cpuMs: one }, { cpuMs: other }) {
	return one === void 0 && other === void 0 ? {} : { cpuMs: (one ?? 0) + (other ?? 0) };
}
async function containerActivity({ engine }, container) {
	if (!engine.direct) return {};
	const path = `/containers/${encodeURIComponent(container)}/stats?stream=false&one-shot=true`;
	const { status, text: answer } = await engine.call({
		path,
		timeoutMs: 5e3
	});
	return status === 200 ? readStats(answer) : {};
}
/** What a container used, by `GET /containers/{id}/stats`. With the host's network it has none of its own. */
function readStats(answer) {
	let stats;
	try {
		stats = JSON.parse(answer);
	} catch {
		return {};
	}
	const usage = below(stats, "cpu_stats", "cpu_usage")["total_usage"];
	const networks = below(stats)["networks"];
	const transfers = rows(below(stats, "blkio_stats"), "io_service_bytes_recursive").filter((row) => /^(?:read|write)$/i.test(text(row, "op")));
	return defined({
		cpuMs: typeof usage === "number" ? usage / 1e6 : void 0,
		ioBytes: transfers.length === 0 ? void 0 : sum(transfers.map((row) => count(row, "value"))),
		netBytes: isJson(networks) ? sum(Object.values(networks).map((net) => count(below(net), "rx_bytes") + count(below(net), "tx_bytes"))) : void 0
	});
}
/** Clock ticks of `/proc/<pid>/stat`: USER_HZ is 100 on all that Docker runs on. */
const TICK_MS$1 = 10;
const ENGINE_PROGRAMS = /* @__PURE__ */ new Set(["dockerd", "containerd"]);
/** All engines of this machine: which of them is ours cannot be told without root. */
async function engineProcesses({ files }) {
	const read = (path) => files.read(path).catch(() => void 0);
	const pids = (await files.list("/proc").catch(() => [])).filter((name) => /^\d+$/.test(name));
	const names = await Promise.all(pids.map((pid) => read(`/proc/${pid}/comm`)));
	const engines = pids.filter((_pid, index) => ENGINE_PROGRAMS.has(names[index]?.trim() ?? ""));
	const used = (await Promise.all(engines.map((pid) => read(`/proc/${pid}/stat`)))).flatMap((stat) => processMs(stat) ?? []);
	return used.length === 0 ? {} : { cpuMs: sum(used) };
}
/** Where the engine's own BuildKit puts RUN steps that are not told where: cgroupfs driver; systemd driver, one by one. */
const RUNS = "/docker/buildkit";
const SLICE = "/system.slice";
const SLICE_RUN = /^system\.slice:docker:/;
/** RUN steps of all builds of this machine's engines. They are no children of the engine's processes, and not of any cgroup of ours without a limit. */
async function engineRuns({ files }) {
	const inSlice = (await files.list(cgroupFolder("2", "cpuacct", SLICE)).catch(() => [])).filter((name) => SLICE_RUN.test(name)).map((name) => `${SLICE}/${name}`);
	const used = await Promise.all([readUse({ files }, "1", RUNS), ...[RUNS, ...inSlice].map((path) => readUse({ files }, "2", path))]);
	const cpu = used.flatMap(({ cpuMs }) => cpuMs ?? []);
	const io = used.flatMap(({ ioBytes }) => ioBytes ?? []);
	return {
		...cpu.length > 0 && { cpuMs: sum(cpu) },
		...io.length > 0 && { ioBytes: sum(io) }
	};
}
async function readUse({ files }, version, path) {
	const dialect = DIALECTS[version];
	const read = (controller, name) => files.read(`${cgroupFolder(version, controller, path)}/${name}`).catch(() => void 0);
	const [cpu, ...io] = await Promise.all([read("cpuacct", dialect.cpu), ...dialect.io.map((name) => read("blkio", name))]);
	const bytes = io.find((text) => text !== void 0);
	return defined({
		cpuMs: cpu === void 0 ? void 0 : dialect.cpuMs(cpu),
		ioBytes: bytes === void 0 ? void 0 : dialect.ioBytes(bytes)
	});
}
/** The bridge of the engine's default network, on which its RUN steps are. */
async function bridgeTraffic({ files }) {
	const folder = "/sys/class/net/docker0/statistics";
	const bytes = (await Promise.all(["rx_bytes", "tx_bytes"].map((name) => files.read(`${folder}/${name}`).catch(() => void 0)))).flatMap((text) => text === void 0 ? [] : [Number(text)]);
	return bytes.length === 2 ? { netBytes: sum(bytes) } : {};
}
/** Processor time of a process, user and system: fields 14 and 15, counted behind its name, which may hold anything. */
function processMs(stat) {
	const fields = stat?.slice(stat.lastIndexOf(")") + 2).split(" ") ?? [];
	const [user, system] = [Number(fields[11]), Number(fields[12])];
	return Number.isFinite(user) && Number.isFinite(system) ? (user + system) * TICK_MS$1 : void 0;
}
function sum(values) {
	return values.reduce((total, value) => total + value, 0);
}
// src/build/watch/container-state.ts
/** Reads the answer of the engine, or the list that `docker inspect` prints; nothing when it is neither. */
function readContainer(answer) {
	let parsed;
	try {
		parsed = JSON.parse(answer);
	} catch {
		return;
	}
	const container = Array.isArray(parsed) ? parsed[0] : parsed;
	const state = below(container, "State");
	const status = text(state, "Status");
	if (status === "") return void 0;
	const limit = readLimit(below(container, "HostConfig"));
	return {
		state: status === "running" || status === "paused" ? status : "exited",
		startedAt: text(state, "StartedAt"),
		restarts: count(below(container), "RestartCount"),
		exitCode: count(state, "ExitCode"),
		oomKilled: state["OOMKilled"] === true,
		error: text(state, "Error"),
		...limit && { limit }
	};
}
/** 0 is no limit; `MemorySwap` is memory plus swap, -1 as much as there is, 0 not known. */
function readLimit(config) {
	const [memory, both] = [count(config, "Memory"), count(config, "MemorySwap")];
	if (memory <= 0) return void 0;
	if (both === 0) return { memory };
	return {
		memory,
		swap: both < 0 ? "unlimited" : Math.max(0, both - memory)
	};
}
/** What became of it since it was seen first. */
function judgeContainer(what, first, now) {
	return {
		state: first !== void 0 && (now.startedAt !== first.startedAt || now.restarts > first.restarts) ? "restarted" : now.state,
		what,
		...now.state === "exited" && {
			exitCode: now.exitCode,
			oomKilled: now.oomKilled
		},
		...now.error !== "" && { detail: now.error.slice(0, 500) },
		...now.limit && { limit: now.limit }
	};
}
/** The engine's events of a container, one JSON object a line: the exit code of its last death, and whether the kernel killed for memory. */
function readDeath(answer) {
	const events = answer.split("\n").flatMap((line) => {
		try {
			return line.trim() === "" ? [] : [JSON.parse(line)];
		} catch {
			return [];
		}
	});
	const action = (event) => text(below(event), "Action") || text(below(event), "status");
	const died = events.findLast((event) => action(event) === "die");
	const code = text(below(died, "Actor", "Attributes"), "exitCode");
	const oomKilled = events.some((event) => action(event) === "oom");
	return {
		.../^\d+$/.test(code) && { exitCode: Number(code) },
		...died !== void 0 && { oomKilled }
	};
}
/** It builds no more what it was building. A paused one may go on. */
function isLost({ state }) {
	return state === "exited" || state === "restarted" || state === "gone" || state === "unreachable";
}
/** The lines of a log in the engine's frames: 8 bytes of head, the last four of them the length. */
function readLogFrames(bytes, clean, most) {
	const parts = [];
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	for (let at = 0; at + 8 <= bytes.length;) {
		if (!((bytes[at] ?? 9) <= 2 && bytes[at + 1] === 0 && bytes[at + 2] === 0 && bytes[at + 3] === 0)) return toLines(bytes, clean, most);
		const end = at + 8 + view.getUint32(at + 4);
		parts.push(bytes.subarray(at + 8, end));
		at = end;
	}
	return toLines(Buffer.concat(parts), clean, most);
}
function toLines(bytes, clean, most) {
	return new TextDecoder().decode(bytes).split("\n").map(clean).filter((line) => line !== "").slice(-most);
}
// src/build/watch/builder-questions.ts
const LOG_LINES = 20;
const LOG_BYTES = 262144;
const LOG_MS = 3e3;
async function inspect({ engine, run, log }, container, timeoutMs) {
	const say = (text) => cut(log.mask(cleanLine(text.trim())), 500);
	if (engine.direct) {
		const { status, text } = await engine.call({
			path: `/containers/${encodeURIComponent(container)}/json`,
			timeoutMs
		});
		if (status === 404) return {
			missing: true,
			detail: say(text)
		};
		const found = status === 200 ? readContainer(text) : void 0;
		return {
			missing: false,
			...found && { found },
			detail: say(status === 0 ? text : `${status}: ${text}`)
		};
	}
	const { code, stdout, stderr, error } = await run({
		argv: [
			"docker",
			"container",
			"inspect",
			container
		],
		timeoutMs
	});
	if (code !== 0 && /no such (?:container|object)/i.test(stderr)) return {
		missing: true,
		detail: say(stderr)
	};
	const found = code === 0 ? readContainer(stdout) : void 0;
	return {
		missing: false,
		...found && { found },
		detail: say(error ?? stderr)
	};
}
async function ping({ engine }, timeoutMs) {
	const { status, text } = await engine.call({
		path: "/_ping",
		timeoutMs
	});
	return {
		ok: status === 200,
		detail: cut(cleanLine(status === 0 ? text : `${status}: ${text}`), 500)
	};
}
async function version({ run }, timeoutMs) {
	const { code, stderr, error } = await run({
		argv: [
			"docker",
			"version",
			"--format",
			"{{.Server.Version}}"
		],
		timeoutMs
	});
	return {
		ok: code === 0,
		detail: cut(cleanLine(error ?? stderr.trim()), 500)
	};
}
function lifeBetween(first, next) {
	const [since, until] = [first, next].map(({ startedAt }) => Date.parse(startedAt) / 1e3);
	return Number.isFinite(since) && Number.isFinite(until) ? {
		since: String(since),
		until: String(until)
	} : void 0;
}
/** How a container that lives again had died: its state has forgotten that, the engine's events have not. */
async function lastDeath({ engine, run }, container, { since, until }) {
	if (!engine.direct) {
		const filters = [
			`container=${container}`,
			"event=die",
			"event=oom"
		].flatMap((filter) => ["--filter", filter]);
		return readDeath((await run({
			argv: [
				"docker",
				"events",
				...[
					"--since",
					since,
					"--until",
					until
				],
				...filters,
				"--format",
				"{{json .}}"
			],
			timeoutMs: LOG_MS
		})).stdout);
	}
	const path = `/events?since=${since}&until=${until}&filters=${encodeURIComponent(JSON.stringify({
		container: [container],
		event: ["die", "oom"]
	}))}`;
	const { status, text } = await engine.call({
		path,
		timeoutMs: LOG_MS
	});
	return status === 200 ? readDeath(text) : {};
}
/** `until`: what a later life printed is left out. */
async function lastLines({ engine, run, log }, container, until) {
	const clean = (line) => cut(log.mask(cleanLine(line)), 500);
	if (!engine.direct) {
		const { stdout, stderr } = await run({
			argv: [...[
				"docker",
				"logs",
				"--tail",
				String(LOG_LINES),
				...until === void 0 ? [] : ["--until", until]
			], container],
			timeoutMs: LOG_MS
		});
		return `${stdout}\n${stderr}`.split("\n").map(clean).filter((line) => line !== "").slice(-20);
	}
	const chunks = [];
	let size = 0;
	try {
		const path = `/containers/${encodeURIComponent(container)}/logs?stdout=1&stderr=1&tail=${LOG_LINES}${until === void 0 ? "" : `&until=${until}`}`;
		for await (const chunk of await engine.stream({
			path,
			timeoutMs: LOG_MS
		})) {
			chunks.push(chunk);
			size += chunk.length;
			if (size > LOG_BYTES) break;
		}
	} catch {}
	return readLogFrames(Buffer.concat(chunks), clean, LOG_LINES);
}
// src/build/watch/builder-watch.ts
/** The engine did not answer in so many tries, one right after the other: it is gone. */
const TRIES = 3;
/** A socket here answers slowly on a machine that swaps; one on the network that is silent is cut off. */
const SOCKET_PATIENCE_MS = 1e4;
const NETWORK_PATIENCE_MS = 2500;
/** So long after its connection broke a container may still be told to run, and one that ended to be removed or started again. */
const DYING_MS = {
	running: 2e3,
	exited: 750
};
const DYING_STEP_MS = 250;
function createBuilderWatch(world, target) {
	const { engine } = world;
	const timeoutMs = engine.endpoint.startsWith("unix://") ? SOCKET_PATIENCE_MS : NETWORK_PATIENCE_MS;
	let first;
	let latest;
	let misses = 0;
	const ask = (asked) => asked.kind === "container" ? askContainer(asked) : askEngine(asked.what, engine.direct);
	const askContainer = async ({ what, container }) => {
		const { missing, found, detail } = await inspect(world, container, timeoutMs);
		if (missing) return first ? {
			state: "gone",
			what,
			detail
		} : {
			state: "not-yet",
			detail
		};
		if (!found) return {
			state: "no-answer",
			detail
		};
		if (!first && found.state === "exited") return {
			state: "not-yet",
			detail: "it does not run yet"
		};
		first ??= found;
		latest = found;
		return judgeContainer(what, first, found);
	};
	const askEngine = async (what, direct) => {
		const { ok, detail } = direct ? await ping(world, timeoutMs) : await version(world, timeoutMs);
		return ok ? {
			state: "running",
			what
		} : {
			state: "no-answer",
			detail
		};
	};
	return {
		everyMs: engine.direct ? 2e3 : 1e4,
		async look() {
			if (target.kind === "none") return { state: "well" };
			const answer = await ask(target);
			if (answer.state === "not-yet") return { state: "unsure" };
			misses = answer.state === "no-answer" ? misses + 1 : 0;
			if (answer.state !== "no-answer") return isLost(answer) ? {
				state: "lost",
				fate: answer
			} : { state: "well" };
			if (misses < TRIES) return { state: "unsure" };
			return {
				state: "lost",
				fate: {
					state: "unreachable",
					what: target.what,
					detail: answer.detail
				}
			};
		},
		async fate(dying) {
			if (target.kind === "none") return void 0;
			let answer = await ask(target);
			for (let waited = 0; dying && waited < (DYING_MS[answer.state] ?? 0); waited += DYING_STEP_MS) {
				await new Promise((resolve) => setTimeout(resolve, DYING_STEP_MS));
				answer = await ask(target);
			}
			if (answer.state === "not-yet") return void 0;
			if (answer.state === "no-answer") return {
				state: "unreachable",
				what: target.what,
				detail: answer.detail
			};
			if (target.kind !== "container" || answer.state === "gone") return answer;
			const life = answer.state === "restarted" && first && latest ? lifeBetween(first, latest) : void 0;
			const [tail, death] = await Promise.all([lastLines(world, target.container, life?.until), life ? lastDeath(world, target.container, life) : {}]);
			return {
				...answer,
				...death,
				...tail.length > 0 && { tail }
			};
		}
	};
}
// src/build/watch/deadlines.ts
/** Processor time below that share of the window is nobody's work. */
const IDLE_SHARE = .01;
/** A bridge carries that much in a window without anybody's doing (address look-ups, announcements). */
const CHATTER_BYTES = 65536;
/** We are asked every second: after such a gap we were stopped ourselves, and so know nothing. */
const ASLEEP_MS = 3e4;
/**
* A build stalls when for the whole window no event came and the builder used less than 1 % of a processor, read or wrote nothing and
* sent or got nothing. What is dear to measure is asked for twice in a window: when half of it was quiet, and before the build is ended.
*/
function createClock({ buildMs, stallMs }, start) {
	const measured = /* @__PURE__ */ new Set();
	let quiet = {
		since: start,
		events: 0,
		cheap: {},
		deep: void 0,
		looked: start
	};
	let judged = start;
	const note = (activity) => {
		for (const key of [
			"cpuMs",
			"ioBytes",
			"netBytes"
		]) if (activity[key] !== void 0) measured.add(key);
	};
	const wake = (at, events, cheap) => {
		quiet = {
			since: at,
			events,
			cheap,
			deep: void 0,
			looked: at
		};
	};
	return {
		judge(at, events, cheap) {
			if (buildMs !== void 0 && at - start >= buildMs) return {
				kind: "over",
				by: "build-timeout",
				afterMs: buildMs
			};
			if (stallMs === void 0) return { kind: "go-on" };
			note(cheap);
			const asleep = at - judged > ASLEEP_MS;
			judged = at;
			if (asleep || events !== quiet.events || isActive(quiet.cheap, cheap, stallMs)) wake(at, events, cheap);
			else quiet = {
				...quiet,
				cheap: {
					...cheap,
					...quiet.cheap
				}
			};
			const silence = at - quiet.since;
			if (silence < stallMs / 2) return { kind: "go-on" };
			if (!quiet.deep || silence >= stallMs && quiet.looked - quiet.since < stallMs) return { kind: "look-closer" };
			return silence < stallMs ? { kind: "go-on" } : {
				kind: "over",
				by: "stall-timeout",
				afterMs: stallMs
			};
		},
		closer(at, deep) {
			note(deep);
			if (stallMs === void 0) return;
			if (quiet.deep && isActive(quiet.deep, deep, stallMs / 2)) wake(at, quiet.events, quiet.cheap);
			else quiet = {
				...quiet,
				deep: quiet.deep ?? deep,
				looked: at
			};
		},
		measured: () => [...measured]
	};
}
/** Whether somebody worked between the two within a window of that length. A counter that began anew is work. */
function isActive(before, now, windowMs) {
	const worked = (key, least) => {
		const [from, to] = [before[key], now[key]];
		return from !== void 0 && to !== void 0 && (to < from || to - from > least);
	};
	return worked("cpuMs", windowMs * IDLE_SHARE) || worked("ioBytes", 0) || worked("netBytes", CHATTER_BYTES);
}
// src/build/watch/series.ts
const MAX_POINTS = 120;
/**
* Keeps of each stretch of samples the one that matters: the highest (`max`), or the lowest (`min`), at its own moment. When there are too
* many stretches, neighbours become one.
*/
function createSeries(keep) {
	let points = [];
	/** Samples that one point stands for. */
	let stride = 1;
	/** Samples in the last point. */
	let filled = 0;
	const better = (a, b) => (keep === "max" ? b.value > a.value : b.value < a.value) ? b : a;
	return {
		add(at, value) {
			const point = {
				at,
				value
			};
			const last = points.at(-1);
			if (last && filled < stride) {
				points[points.length - 1] = better(last, point);
				filled += 1;
				return;
			}
			if (points.length === MAX_POINTS) {
				points = points.flatMap((left, index) => {
					const right = points[index + 1];
					return index % 2 === 1 ? [] : [right ? better(left, right) : left];
				});
				stride *= 2;
			}
			points.push(point);
			filled = 1;
		},
		points: () => [...points]
	};
}
// src/build/watch/disks.ts
/** Places on one device are one disk. */
function groupDisks(disks) {
	return [...Map.groupBy(disks, ({ device, path }) => device ?? path).values()].flatMap((places) => {
		const [first] = places;
		if (!first) return [];
		return [{
			roles: [...new Set(places.map(({ role }) => role))],
			path: first.path,
			...first.total !== void 0 && { total: first.total }
		}];
	});
}
/** `written`: index of the disk that the steps write to; negative when it cannot be seen. */
function createDiskUses(watched, written) {
	const accounts = watched.map(() => void 0);
	const done = /* @__PURE__ */ new Map();
	const open = /* @__PURE__ */ new Map();
	let before;
	const note = (account, at, { bytes, inodes }, tick) => {
		account.end = bytes;
		account.series.add(at, bytes);
		if (inodes !== void 0) account.lowestInodes = Math.min(inodes, account.lowestInodes ?? inodes);
		if (bytes >= account.lowest && account.lowestAt !== 0) return;
		account.lowest = bytes;
		account.lowestAt = at;
		account.lowestDuring = namesOf(tick);
	};
	const close = (id, end) => {
		const start = open.get(id);
		if (start === void 0) return;
		open.delete(id);
		const found = done.get(id) ?? {
			bytes: 0,
			shared: false
		};
		done.set(id, {
			...found,
			bytes: found.bytes + start - end
		});
	};
	const takeSteps = ({ running, ended }, free) => {
		const fresh = [...running, ...ended].filter(({ id }) => !open.has(id));
		const left = ended.filter(({ id }) => open.has(id)).length > 0;
		for (const { id } of fresh) open.set(id, left ? free : before ?? free);
		for (const together of [running, fresh]) {
			const real = together.filter(({ internal }) => !internal);
			if (real.length > 1) for (const { id } of real) done.set(id, {
				bytes: 0,
				...done.get(id),
				shared: true
			});
		}
		const on = new Set(running.map(({ id }) => id));
		for (const { id } of ended) if (!on.has(id)) close(id, free);
		before = free;
	};
	return {
		take(tick) {
			for (const [index, disk] of watched.entries()) {
				const free = tick.disks[index];
				if (!free) continue;
				const account = accounts[index] ?? openAccount(disk, free.bytes);
				accounts[index] = account;
				note(account, tick.at, free, tick);
			}
			const free = tick.disks[written];
			if (free) takeSteps(tick, free.bytes);
		},
		disks: () => accounts.flatMap((account) => account ? [toWatch(account)] : []),
		steps() {
			for (const id of [...open.keys()]) close(id, before ?? 0);
			return done;
		}
	};
}
function openAccount(disk, start) {
	return {
		disk,
		series: createSeries("min"),
		start,
		end: start,
		lowest: start,
		lowestAt: 0,
		lowestDuring: [],
		lowestInodes: void 0
	};
}
function toWatch({ disk, series, start, end, lowest, lowestAt, lowestDuring, lowestInodes }) {
	const inodes = lowestInodes === void 0 ? {} : { lowestInodes };
	return {
		...disk,
		start,
		end,
		lowest,
		lowestAt,
		lowestDuring,
		...inodes,
		series: series.points()
	};
}
/** The steps that ran, without bookkeeping unless there was nothing else. */
function namesOf({ running, ended }) {
	const steps = running.length > 0 ? running : ended;
	const real = steps.filter(({ internal }) => !internal);
	return [...new Set((real.length > 0 ? real : steps).map(({ name }) => name))];
}
// src/build/watch/exec-source.ts
/**
* Prints the files once a second, each line behind its file's name, and a line with a dot. Its standard input never says anything: its end
* is ours or that of the connection, and ends the loop. The first argument is a list of patterns, split and expanded by the shell.
*/
const SCRIPT = `steps=$1; shift
( while :; do grep -H "" "$@" $steps 2>/dev/null; echo .; sleep 1; done ) & loop=$!
cat >/dev/null; kill $loop`;
/** A sample whose container has been silent for so long says nothing about now. */
const STALE_MS = 5e3;
/** For the first sample. */
const PATIENCE_MS$1 = 3e3;
/** For the last one: the container prints once a second. */
const LAST_MS = 1500;
const MAX_LINES = 5e3;
const GRACE_MS$1 = 1e3;
/** The command that reads the counters inside a builder's container; `place` as it is seen in there. */
function execArgv(container, place) {
	const dialect = DIALECTS[place.version];
	const folder = (controller) => cgroupFolder(place.version, controller, place.path);
	const steps = cgroupFolder(place.version, "memory", place.steps);
	const patterns = dialect.step.map((name) => `${steps}/*/${name}`).join(" ");
	const files = [
		...[...dialect.use, ...dialect.limits].map((name) => `${folder("memory")}/${name}`),
		`${folder("cpuacct")}/${dialect.cpu}`,
		...dialect.io.map((name) => `${folder("blkio")}/${name}`)
	];
	return [
		"docker",
		"exec",
		"-i",
		container,
		"sh",
		"-c",
		SCRIPT,
		"mlbuild-counters",
		patterns,
		...files
	];
}
/** Reads the counters of a builder whose cgroup is not on this machine, by one long `docker exec`. */
function createExecSource(world, journal, container, place) {
	const dialect = DIALECTS[place.version];
	const steps = cgroupFolder(place.version, "memory", place.steps);
	const enough = new AbortController();
	let lines = [];
	let latest;
	let tell = () => {};
	/** Fires at the next sample. */
	const next = () => new Promise((resolve) => {
		const before = tell;
		tell = () => {
			before();
			resolve();
		};
	});
	const first = next();
	const take = (line) => {
		if (line !== ".") {
			if (lines.length < MAX_LINES) lines.push(line);
			return;
		}
		latest = {
			at: world.monotonic(),
			sample: parsePrinted(dialect, steps, lines)
		};
		lines = [];
		tell();
		tell = () => {};
	};
	const done = followTracked(world, journal, {
		argv: execArgv(container, place),
		holdInput: true
	}, { stdout: take }, GRACE_MS$1, enough.signal).then(() => tell(), () => tell());
	return {
		async sample(last) {
			if (!latest) await within(first, PATIENCE_MS$1);
			else if (last) await within(next(), LAST_MS);
			return latest && world.monotonic() - latest.at < STALE_MS ? latest.sample : void 0;
		},
		async stop() {
			enough.abort();
			await done;
		}
	};
}
/** One printed sample: lines `<path>:<line of the file>`. Nothing when the cgroup was not there. */
function parsePrinted(dialect, steps, lines) {
	const own = {};
	const groups = /* @__PURE__ */ new Map();
	for (const line of lines) {
		const colon = line.indexOf(":");
		const path = line.slice(0, colon);
		const name = path.slice(path.lastIndexOf("/") + 1);
		const folder = path.slice(0, Math.max(0, path.lastIndexOf("/")));
		const id = folder.slice(folder.lastIndexOf("/") + 1);
		const step = STEP_ID.test(id) && folder === `${steps}/${id}`;
		const files = step ? groups.get(id) ?? {} : own;
		if (step) groups.set(id, files);
		files[name] = `${files[name] ?? ""}${line.slice(colon + 1)}\n`;
	}
	if (own[dialect.use[0] ?? ""] === void 0) return void 0;
	return toSample(dialect, own, [...groups].map(([id, files]) => toStep(dialect, id, files)));
}
/** Waits for it, but not longer. */
function within(promise, ms) {
	let timer;
	const late = new Promise((resolve) => {
		timer = setTimeout(() => resolve(void 0), ms);
	});
	return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
// src/build/watch/ownership.ts
/** BuildKit's events may come that much later than what they tell of, milliseconds. */
const LAG_MS = 3e3;
const SETTLE_MS = 2 * LAG_MS;
/**
* A cgroup is one of the steps that run when it is first seen and have none yet. Where several fit, those are ruled out that end while it lives
* on, that live on when it is gone, and that turn out to be another cgroup's.
*/
function createOwnership() {
	const entries = /* @__PURE__ */ new Map();
	const taken = /* @__PURE__ */ new Set();
	let begun = false;
	const narrow = (entry, keep) => {
		const left = [...entry.owners].filter(keep);
		if (left.length > 0) entry.owners = new Set(left);
	};
	const tellApart = () => {
		for (let changed = true; changed;) {
			changed = false;
			for (const { owners } of entries.values()) {
				const [only] = owners;
				if (owners.size !== 1 || only === void 0 || taken.has(only)) continue;
				taken.add(only);
				changed = true;
				for (const other of entries.values()) if (other.owners.size > 1) narrow(other, (step) => step !== only);
			}
		}
	};
	return {
		take(at, groups, running, ended) {
			let kills = 0;
			const now = new Set(running);
			for (const group of groups) {
				const known = entries.get(group.id);
				if (!known && !group.populated) continue;
				const entry = known ?? open(group.id, begun || running.length > 0 ? at : Number.NEGATIVE_INFINITY);
				entries.set(group.id, entry);
				kills += read(entry, group);
				entry.gone = group.populated ? void 0 : entry.gone ?? at;
				if (entry.owners.size > 0) narrow(entry, (step) => !group.populated || now.has(step));
				else if (at - entry.born <= LAG_MS) entry.owners = new Set([...running, ...known ? [] : ended].filter((step) => !taken.has(step)));
			}
			const seen = new Set(groups.map(({ id }) => id));
			for (const entry of entries.values()) {
				if (!seen.has(entry.id)) entry.gone ??= at;
				if (entry.gone !== void 0 && at - entry.gone >= LAG_MS) narrow(entry, (step) => !now.has(step));
			}
			tellApart();
			begun = true;
			return kills;
		},
		holds: (step) => [...entries.values()].some(({ owners, gone }) => gone === void 0 && owners.size === 1 && owners.has(step)),
		settled(all) {
			const at = Math.max(0, ...[...entries.values()].map(({ gone, born }) => gone ?? born));
			const done = [...entries.values()].filter(({ gone }) => all || gone !== void 0 && at - gone >= SETTLE_MS);
			for (const { id } of done) entries.delete(id);
			return done;
		}
	};
}
function open(id, born) {
	return {
		id,
		born,
		owners: /* @__PURE__ */ new Set(),
		gone: void 0,
		peak: void 0,
		swapPeak: void 0,
		kills: 0
	};
}
/** Takes the counters in; gives the kills that are new. */
function read(entry, { counters }) {
	entry.peak = higher(entry.peak, counters.peak ?? counters.current);
	entry.swapPeak = higher(higher(entry.swapPeak, counters.swapPeak), counters.swap);
	const before = entry.kills;
	entry.kills = Math.max(before, counters.oomKills ?? 0);
	return entry.kills - before;
}
function higher(a, b) {
	return a === void 0 ? b : b === void 0 ? a : Math.max(a, b);
}
// src/build/watch/tick.ts
/** How far a counter has gone on. One that is lower than before was begun anew, by a new cgroup. */
function advance(from, to) {
	return to >= from ? to - from : to;
}
// src/build/watch/step-use.ts
/** A peak that near to the limit has pushed out what earlier steps left in the page cache. */
const NEAR = .99;
/**
* Joins the counters to the steps. Each step's own cgroup is the best witness, as last read; what happens between two looks is known from the
* sum of all: its peak has risen, or it counts a kill that no cgroup alive does. `killsAddUp`: the sum counts the kills of its children (v2).
*/
function createStepUses(killsAddUp) {
	const accounts = /* @__PURE__ */ new Map();
	const ownership = createOwnership();
	let last;
	/** RUN steps of the last look. */
	let before = /* @__PURE__ */ new Set();
	/** In the sum but of no step alive: what ended ones left in the page cache. */
	let idle = 0;
	let seen = false;
	/** Kills of the sum, and those of them that were given to a step. */
	const kills = {
		all: 0,
		given: 0
	};
	/** A rise that no step had begun for yet. */
	let waiting = {};
	const account = (id) => {
		const found = accounts.get(id) ?? {
			peak: {
				own: void 0,
				shared: void 0
			},
			swap: {
				own: void 0,
				shared: void 0
			},
			ownKills: 0,
			sharedKills: 0
		};
		accounts.set(id, found);
		return found;
	};
	const settle = ({ owners, peak, swapPeak, kills: counted }) => {
		const kind = owners.size === 1 ? "own" : "shared";
		for (const id of owners) {
			const to = account(id);
			to.peak[kind] = higher(to.peak[kind], peak);
			to.swap[kind] = higher(to.swap[kind], swapPeak);
			to[`${kind}Kills`] += counted;
		}
	};
	/** `steps` ran; those of them whose cgroup lives have what is theirs in it. */
	const takeRises = (total, steps, ended) => {
		const risen = (now, before) => now !== void 0 && now > (before ?? 0) && last !== void 0 ? now : void 0;
		waiting = {
			peak: atLimit(total, last) ?? risen(total.peak, last?.peak) ?? waiting.peak,
			swap: risen(total.swapPeak, last?.swapPeak) ?? waiting.swap
		};
		if (steps.length === 0) return;
		const full = typeof total.limit === "number" && (waiting.peak ?? 0) >= total.limit * NEAR;
		const peak = waiting.peak === void 0 || full ? waiting.peak : Math.max(0, waiting.peak - idle);
		const kind = steps.length === 1 ? "own" : "shared";
		for (const id of steps.filter((step) => ended.includes(step) || !ownership.holds(step))) {
			const to = account(id);
			to.peak[kind] = higher(to.peak[kind], peak);
			to.swap[kind] = higher(to.swap[kind], waiting.swap);
		}
		waiting = {};
	};
	const takeKills = (total, counted, steps) => {
		kills.all += last === void 0 ? 0 : advance(last.oomKills ?? 0, total.oomKills ?? 0);
		kills.given += counted;
		const rest = kills.all - kills.given;
		if (!killsAddUp || rest <= 0 || steps.length === 0) return;
		kills.given += rest;
		for (const id of steps) account(id)[steps.length === 1 ? "ownKills" : "sharedKills"] += rest;
	};
	return {
		take({ at, running, ended, group }) {
			const runs = running.filter(({ isRun }) => isRun).map(({ id }) => id);
			const over = ended.filter(({ isRun }) => isRun).map(({ id }) => id);
			for (const id of [...runs, ...over]) account(id);
			if (!group) {
				last ??= {};
				return;
			}
			seen = true;
			const counted = ownership.take(at, group.steps, runs, over);
			const older = [.../* @__PURE__ */ new Set([...runs.filter((id) => before.has(id)), ...over])];
			const steps = older.length > 0 ? older : runs;
			before = new Set(runs);
			takeRises(group.total, steps, over);
			takeKills(group.total, counted, steps);
			if (group.steps.every(({ counters }) => counters.current !== void 0)) {
				const theirs = group.steps.reduce((sum, { counters }) => sum + (counters.current ?? 0), 0);
				idle = Math.max(0, (group.total.current ?? 0) - theirs);
			}
			last = group.total;
			for (const record of ownership.settled(false)) settle(record);
		},
		holds: ownership.holds,
		result() {
			for (const record of ownership.settled(true)) settle(record);
			return Object.fromEntries([...accounts].map(([id, found]) => [id, toUse(found, killsAddUp && seen)]));
		}
	};
}
/** The limit, when it was hit since: that is the peak, whatever an older one hides. */
function atLimit(now, before) {
	return before?.limitHits !== void 0 && (now.limitHits ?? 0) > before.limitHits && typeof now.limit === "number" ? now.limit : void 0;
}
function toUse({ peak, swap, ownKills, sharedKills }, countsAll) {
	const peakMemory = peak.own ?? peak.shared;
	const peakSwap = swap.own ?? swap.shared;
	const oomKills = ownKills + sharedKills;
	const shared = peak.own === void 0 && peak.shared !== void 0 || sharedKills > 0;
	return {
		...peakMemory !== void 0 && { peakMemory },
		...peakSwap !== void 0 && { peakSwap },
		...(countsAll || oomKills > 0) && { oomKills },
		shared
	};
}
// src/build/watch/totals.ts
/** Counters that only rise, added up from look to look. */
function createRun() {
	let last;
	let total;
	return {
		take(value) {
			if (value === void 0) return;
			total = (total ?? 0) + (last === void 0 ? 0 : advance(last, value));
			last = value;
		},
		sum: () => total
	};
}
/** `scope`: what the source counts. Without any sample of it the machine is what is told of. */
function createTotals(scope, killsAddUp) {
	const group = createGroupTotals(killsAddUp);
	const machine = createMachineTotals();
	return {
		take(tick) {
			if (tick.group || !group.seen()) group.take(tick);
			machine.take(tick);
		},
		memory: () => group.seen() ? {
			scope,
			...group.result()
		} : machine.memory(),
		machine: machine.result
	};
}
function createGroupTotals(killsAddUp) {
	const [series, swapSeries] = [createSeries("max"), createSeries("max")];
	const [kills, pressure] = [createRun(), createRun()];
	/** Kills of steps by their own counters, where the sum does not know them (v1). */
	const own = /* @__PURE__ */ new Map();
	let ownGone = 0;
	let fresh = false;
	let first;
	let last = {};
	let from = 0;
	let to = 0;
	let peak;
	let swapPeak;
	let swapped = false;
	const takeOwn = (steps) => {
		for (const { id, counters } of steps) if (counters.oomKills) own.set(id, counters.oomKills);
		const alive = new Set(steps.map(({ id }) => id));
		for (const [id, count] of [...own]) {
			if (alive.has(id)) continue;
			ownGone += count;
			own.delete(id);
		}
	};
	/** A peak that is older than the build is not the build's; the highest that was seen is. */
	const ofBuild = (now, old, seen) => now !== void 0 && (fresh || now > (old ?? 0)) ? higher(now, seen) : seen;
	return {
		seen: () => first !== void 0,
		take({ at, group }) {
			if (!group) {
				fresh = true;
				kills.take(0);
				pressure.take(0);
				return;
			}
			const { total } = group;
			if (!first) from = at;
			first ??= total;
			to = at;
			peak = higher(peak, atLimit(total, last));
			last = {
				...last,
				...total
			};
			kills.take(total.oomKills);
			pressure.take(total.pressureUs);
			takeOwn(group.steps);
			peak = higher(peak, total.current);
			swapPeak = higher(swapPeak, total.swap);
			if (total.current !== void 0) series.add(at, total.current);
			if (total.swap !== void 0) swapSeries.add(at, total.swap);
			swapped ||= (total.swap ?? 0) > 0;
		},
		result() {
			const counted = killsAddUp ? kills.sum() : ownGone + [...own.values()].reduce((sum, count) => sum + count, 0);
			return {
				...defined({
					limit: last.limit,
					swapLimit: last.swapLimit,
					peak: ofBuild(last.peak, first?.peak, peak),
					swapPeak: ofBuild(last.swapPeak, first?.swapPeak, swapPeak),
					oomKills: killsAddUp || counted ? counted : void 0,
					pressure: share(last.pressureUs === void 0 ? void 0 : pressure.sum(), to - from)
				}),
				series: series.points(),
				swapSeries: swapped ? swapSeries.points() : []
			};
		}
	};
}
function createMachineTotals() {
	const [series, swapSeries] = [createSeries("max"), createSeries("max")];
	const [kills, pressure] = [createRun(), createRun()];
	let first;
	let lowestAvailable;
	let from = 0;
	let to = 0;
	let peak;
	let swapPeak;
	return {
		take({ at, machine }) {
			if (!first) from = at;
			first ??= machine;
			to = at;
			kills.take(machine.oomKills);
			pressure.take(machine.pressureUs);
			const { available, swapFree } = machine;
			if (available !== void 0) {
				lowestAvailable = Math.min(available, lowestAvailable ?? available);
				const used = Math.max(0, (machine.memory ?? available) - available);
				peak = higher(peak, used);
				series.add(at, used);
			}
			if (swapFree === void 0 || !machine.swap) return;
			const used = Math.max(0, machine.swap - swapFree);
			swapPeak = higher(swapPeak, used);
			swapSeries.add(at, used);
		},
		memory() {
			if (peak === void 0) return void 0;
			const numbers = {
				peak,
				swapPeak,
				oomKills: kills.sum(),
				pressure: share(pressure.sum(), to - from)
			};
			const swaps = (swapPeak ?? 0) > 0 ? swapSeries.points() : [];
			return {
				scope: "machine",
				...defined(numbers),
				series: series.points(),
				swapSeries: swaps
			};
		},
		result: () => defined({
			memory: first?.memory,
			swap: first?.swap,
			lowestAvailable,
			oomKills: kills.sum()
		})
	};
}
function share(waitedUs, ms) {
	return waitedUs === void 0 || ms <= 0 ? void 0 : Math.min(1, waitedUs / 1e3 / ms);
}
// src/build/watch/join.ts
function createJoin({ scope, killsAddUp, disks, written }) {
	const totals = createTotals(scope, killsAddUp);
	const memory = createStepUses(killsAddUp);
	const space = createDiskUses(disks, written);
	return {
		take(tick) {
			totals.take(tick);
			memory.take(tick);
			space.take(tick);
		},
		holds: memory.holds,
		result() {
			const found = totals.memory();
			return {
				...found && { memory: found },
				machine: totals.machine(),
				disks: space.disks(),
				steps: joinSteps(memory.result(), space.steps())
			};
		}
	};
}
function joinSteps(memory, space) {
	const steps = {};
	for (const id of /* @__PURE__ */ new Set([...Object.keys(memory), ...space.keys()])) {
		const disk = space.get(id);
		steps[id] = {
			shared: false,
			...memory[id],
			...disk && { diskBytes: disk.bytes },
			...disk?.shared && { diskShared: true }
		};
	}
	return steps;
}
// src/build/watch/machine.ts
/** Reads `/proc/meminfo`, `/proc/vmstat` (`oom_kill` since Linux 4.13) and `/proc/pressure/memory`. */
function parseMachine({ meminfo, vmstat, pressure }) {
	const line = (name) => {
		const kib = new RegExp(`^${name}:\\s+(\\d+) kB$`, "m").exec(meminfo ?? "")?.[1];
		return kib === void 0 ? void 0 : Number(kib) * 1024;
	};
	return defined({
		memory: line("MemTotal"),
		swap: line("SwapTotal"),
		available: line("MemAvailable"),
		swapFree: line("SwapFree"),
		oomKills: field(vmstat, "oom_kill"),
		pressureUs: fullPressure(pressure)
	});
}
/** `all`: also what only its change over the build matters of, and what costs the kernel more. */
async function readMachine({ files }, all) {
	const read = (path) => files.read(path).catch(() => void 0);
	const [meminfo, vmstat, pressure] = await Promise.all([
		read("/proc/meminfo"),
		all ? read("/proc/vmstat") : void 0,
		all ? read("/proc/pressure/memory") : void 0
	]);
	return parseMachine({
		meminfo,
		vmstat,
		pressure
	});
}
// src/build/watch/sighting.ts
/** A step that runs for so long has its cgroup, also when it prints nothing. */
const SETTLED_MS = 3e3;
/** A RUN step's cgroup is made at its start: one that appears later is somebody else's. */
const NEAR_MS = 2500;
const TWICE = 2;
/** `elsewhere`: folders in which the cgroups of this builder's RUN steps lie when they are not where they should be. */
function createSighting(world, version, elsewhere) {
	const seen = /* @__PURE__ */ new Map();
	const outside = /* @__PURE__ */ new Set();
	let strangers = /* @__PURE__ */ new Map();
	let looked = Number.NEGATIVE_INFINITY;
	let inside = 0;
	return {
		async take(tick, holds) {
			const { at, running, group } = tick;
			if (!group) return;
			const runs = running.filter(({ isRun }) => isRun);
			const on = new Set(runs.map(({ id }) => id));
			for (const id of seen.keys()) if (!on.has(id)) seen.delete(id);
			const alive = group.steps.filter(({ populated }) => populated).length;
			for (const { id } of runs) {
				const step = seen.get(id) ?? {
					since: at,
					inside: false,
					suspect: void 0,
					times: 0
				};
				seen.set(id, step);
				if (step.inside || !(holds(id) || alive >= runs.length)) continue;
				step.inside = true;
				inside += 1;
			}
			if (elsewhere.length === 0 || runs.length > 0 && runs.every(({ id }) => seen.get(id)?.inside)) return;
			const found = await listStrangers(world, version, elsewhere);
			strangers = keepBirths(strangers, found, at, at - looked <= NEAR_MS);
			looked = at;
			if (alive > 0) return;
			for (const step of runs) {
				const state = seen.get(step.id);
				if (!state || state.inside || !isSettled(step, state, at)) continue;
				const suspect = await populatedNear(world, version, strangers, state.since);
				state.times = suspect !== void 0 && suspect === state.suspect ? state.times + 1 : 1;
				state.suspect = suspect;
				if (suspect !== void 0 && state.times >= TWICE) outside.add(step.name);
			}
		},
		result: () => ({
			seenInside: inside,
			seenOutside: [...outside]
		})
	};
}
function isSettled({ printed }, { since }, at) {
	return printed || at - since >= SETTLED_MS;
}
/** When each of them appeared; `unbroken`: we looked just before, so a new one is really new. */
function keepBirths(before, found, at, unbroken) {
	const birth = unbroken ? at : Number.NEGATIVE_INFINITY;
	return new Map(found.map((path) => [path, before.get(path) ?? birth]));
}
/** Names that the engine gives the cgroups of its own BuildKit under the systemd driver. */
const SYSTEMD_NAME = /^system\.slice:docker:[0-9a-z]{25}$/;
async function listStrangers({ files }, version, elsewhere) {
	return (await Promise.all(elsewhere.map(async (path) => {
		const folder = cgroupFolder(version, "memory", path);
		return (await files.list(folder).catch(() => [])).filter((name) => STEP_ID.test(name) || SYSTEMD_NAME.test(name)).map((name) => `${folder}/${name}`);
	}))).flat();
}
/** One that appeared when the step started and has processes. Two of them: nobody knows whose they are. */
async function populatedNear({ files }, version, strangers, since) {
	const near = [...strangers].filter(([, born]) => Math.abs(born - since) <= NEAR_MS).map(([path]) => path);
	const [only] = near;
	if (near.length !== 1 || only === void 0) return void 0;
	const name = version === "2" ? "cgroup.events" : "cgroup.procs";
	const text = await files.read(`${only}/${name}`).catch(() => void 0);
	return DIALECTS[version].populated({ [name]: text }) ? only : void 0;
}
// src/build/watch/sampler.ts
/** The machine's slow counters are read every so many looks. */
const ALL_EVERY = 10;
/** For a look that hangs, milliseconds. */
const PATIENCE_MS = 2e3;
function createSampler(world, options, steps, source) {
	const { disks, group } = options;
	const watched = groupDisks(disks);
	const join = createJoin({
		scope: group?.scope ?? "steps",
		killsAddUp: group?.place.version === "2",
		disks: watched,
		written: watched.findIndex(({ roles }) => roles.includes("engine data"))
	});
	const sighting = createSighting(world, group?.place.version ?? "2", group?.elsewhere ?? []);
	const began = world.now() - world.monotonic();
	let count = 0;
	let busy;
	let latest;
	const look = async (all, last) => {
		const running = steps.running();
		const ended = steps.takeEnded();
		const [sample, machine, free] = await Promise.all([
			source?.sample(last),
			options.remote ? {} : readMachine(world, all),
			Promise.all(watched.map(({ path }) => world.files.free(path)))
		]);
		const tick = {
			at: Math.round(began + world.monotonic()),
			running,
			ended,
			machine,
			disks: free,
			...sample && { group: sample }
		};
		latest = sample;
		join.take(tick);
		await sighting.take(tick, join.holds);
	};
	const start = (all, last = false) => {
		busy = look(all, last).finally(() => {
			busy = void 0;
		});
		return busy;
	};
	return {
		async tick() {
			if (busy) return;
			count += 1;
			await start(count % ALL_EVERY === 1);
		},
		async finish() {
			if (busy) await within(busy, PATIENCE_MS);
			if (!busy) await within(start(true, true), PATIENCE_MS);
			return {
				watch: join.result(),
				...sighting.result()
			};
		},
		latest: () => latest
	};
}
// src/build/watch/index.ts
const SECOND = 1e3;
const FATE_MS = 8e3;
const UNMEASURED = "stall-timeout rests on buildx's progress alone: neither the processor time nor the disk or network use of this builder can be seen from here";
/** Begins to watch, before buildx is started. */
function startWatch(world, journal, options, steps) {
	const source = createSource(world, journal, options);
	const sampler = createSampler(world, options, steps, source);
	const builder = createBuilderWatch(world, options.builder);
	const clock = createClock(options.deadlines, world.monotonic());
	const over = new AbortController();
	let ended;
	let lost;
	/** It was quiet so long that what is dear to measure was asked for. */
	let looked = false;
	let wellAt = world.monotonic();
	/** Names of the steps that ran when any did: a builder that dies takes them along. */
	let ran = [];
	const end = (by, afterMs) => {
		if (ended) return;
		ended = {
			by,
			at: world.now(),
			afterMs: Math.round(afterMs),
			during: ran
		};
		over.abort();
	};
	const judge = async () => {
		const at = world.monotonic();
		const running = steps.running();
		if (running.length > 0) ran = namesOf({
			running,
			ended: []
		});
		const verdict = clock.judge(at, steps.events(), cheapActivity(sampler.latest()));
		if (verdict.kind === "over") end(verdict.by, verdict.afterMs);
		if (verdict.kind !== "look-closer") return;
		looked = true;
		clock.closer(at, await lookCloser(world, options.builder, onlyRuns(running, sampler.latest())));
	};
	const visit = async () => {
		const look = await builder.look();
		if (look.state === "well") wellAt = world.monotonic();
		if (look.state !== "lost") return;
		lost ??= look.fate;
		end("builder-lost", world.monotonic() - wellAt);
	};
	const rounds = [
		every(SECOND, sampler.tick),
		every(SECOND, judge),
		...options.builder.kind === "none" ? [] : [every(builder.everyMs, visit)]
	];
	return {
		over: over.signal,
		async stop(how) {
			for (const stop of rounds) stop();
			const asked = how !== "well" || lost ? within(builder.fate(how === "cut" || lost !== void 0), FATE_MS) : void 0;
			const [seen, fate] = await Promise.all([sampler.finish(), asked]);
			if (source?.stop) await within(source.stop(), SECOND * 2);
			const blind = looked && clock.measured().length === 0;
			const told = fate && isLost(fate) ? {
				...lost,
				...fate
			} : lost ? {
				...fate,
				...lost
			} : fate;
			return {
				...seen,
				...ended && how !== "well" && { ended },
				...told && { fate: told },
				unfinished: namesOf({
					running: steps.running(),
					ended: []
				}),
				notes: blind ? [UNMEASURED] : []
			};
		}
	};
}
function createSource(world, journal, { group }) {
	if (!group) return void 0;
	if (group.inside === void 0) return createCgroupSource(world, group.place);
	return createExecSource(world, journal, group.inside, group.place);
}
/** Nothing but RUN steps is at work, and their own cgroups tell of it: what else the engine does is for somebody else. */
function onlyRuns(running, sample) {
	const real = running.filter(({ internal }) => !internal);
	const alive = sample?.steps.filter(({ populated }) => populated).length ?? 0;
	return sample?.cpuMs !== void 0 && real.length > 0 && real.every(({ isRun }) => isRun) && alive >= real.length;
}
function cheapActivity(sample) {
	return {
		...sample?.cpuMs !== void 0 && { cpuMs: sample.cpuMs },
		...sample?.ioBytes !== void 0 && { ioBytes: sample.ioBytes }
	};
}
/** Does it now and again and again, never twice at a time; gives what stops it. A look that fails is followed by the next one. */
function every(ms, act) {
	let busy = false;
	const round = async () => {
		if (busy) return;
		busy = true;
		try {
			await act();
		} catch {} finally {
			busy = false;
		}
	};
	round();
	const timer = setInterval(() => void round(), ms);
	return () => clearInterval(timer);
}
// src/build/run-solve.ts
const TICK_MS = 500;
/** The runner kills 10 s after the first signal; the rest is for undoing. */
const GRACE_MS = 4e3;
/** Runs buildx, shows what it does, and ends it when the run is cancelled or the watch says so. */
async function runSolve(world, journal, solve) {
	const progress = createProgress({
		...solve.dockerfile && { dockerfile: solve.dockerfile },
		...solve.bake && { bake: solve.bake },
		mask: world.log.mask
	});
	if (solve.live) world.log.info(`$ ${printCommand(solve.argv)}`);
	const watch = solve.watch && startWatch(world, journal, solve.watch, progress);
	let code = null;
	try {
		const end = await follow(world, journal, solve, progress, watch?.over);
		code = watch?.over.aborted && end.code !== 0 ? null : end.code;
		const failure = progress.failure(code);
		const seen = await watch?.stop(!failure ? "well" : failure.run ? "failed" : "cut");
		return {
			timeline: withDisk(progress.timeline(), seen?.watch),
			...failure && { failure },
			ms: end.ms,
			...seen && { seen }
		};
	} catch (error) {
		await watch?.stop("well");
		throw error;
	}
}
async function follow(world, journal, solve, progress, over) {
	const show = solve.live ? renderTo(world.log) : () => {};
	const stdout = [];
	const ticker = setInterval(() => show(progress.tick(world.now())), TICK_MS);
	try {
		const { code, error, ms } = await followTracked(world, journal, {
			argv: solve.argv,
			env: solve.env
		}, {
			stderr: (line) => show(progress.line(line, world.now())),
			stdout: (line) => void (stdout.length < 1e3 && stdout.push(line))
		}, GRACE_MS, over);
		show(progress.finish(world.now()));
		if (solve.live && stdout.length > 0) world.log.data(stdout);
		if (error !== void 0) throw notStarted(error);
		return {
			code,
			ms
		};
	} finally {
		clearInterval(ticker);
	}
}
/** The steps with what each took of the disk. */
function withDisk(timeline, watch) {
	if (!watch) return timeline;
	const steps = timeline.steps.map((step) => {
		const diskBytes = watch.steps[step.id]?.diskBytes;
		return diskBytes === void 0 ? step : {
			...step,
			diskBytes
		};
	});
	return {
		...timeline,
		steps
	};
}
function notStarted(error) {
	return new UserError("engine", [{
		message: `docker could not be started: ${error}`,
		remedy: "install the Docker command line (package docker-ce-cli or docker.io) on this runner"
	}]);
}
export { rows as a, stepResources as c, parseSize as d, prettyBytes as f, isJson as i, MEMORY_FORMAT as l, runTracked as n, text as o, below as r, cleanLine as s, runSolve as t, SIZE_FORMAT as u };
