import type { Bytes } from "../model/bytes.ts";
import { detach } from "../model/kept-text.ts";
import { groupOf } from "./site-place.ts";

/** The head of a METADATA or PKG-INFO file. */
export interface CoreMetadata {
	readonly name: string;
	readonly version: string;
	/** Requires-Dist, as far as that many lines of such lengths are kept. */
	readonly requires: readonly string[];
	readonly requiresLeftOut: number;
	/** Those on torch itself that hold without an extra, kept apart: others must not crowd them out. */
	readonly torch: readonly string[];
	readonly torchLeftOut: number;
}

/** The longest list seen, of a package with very many extras, has 700 lines. */
const MOST_REQUIRES = 1000;
const MOST_ON_TORCH = 10;
const LONGEST_LINE = 1000;
const LONGEST_NAME = 200;

/** `torch>=2.8`, `torch (==2.0) ; python_version…`. */
const REQUIRES_TORCH = /^torch\s*(?:$|[[(;@<>=!~])/i;
const ONLY_WITH_EXTRA = /;.*\bextra\s*==/;

/**
 * Reads the header fields of core metadata, up to the first empty line.
 * https://packaging.python.org/en/latest/specifications/core-metadata/
 */
export function readCoreMetadata(text: string): CoreMetadata | undefined {
	let name = "";
	let version = "";
	const requires = createLines(MOST_REQUIRES);
	const torch = createLines(MOST_ON_TORCH);
	for (const line of linesOf(text)) {
		if (line === "") break;
		const colon = line.indexOf(":");
		if (colon < 0 || line.startsWith(" ") || line.startsWith("\t")) continue;
		const field = line.slice(0, colon).toLowerCase();
		const value = line.slice(colon + 1).trim();
		if (field === "name") name ||= value;
		else if (field === "version") version ||= value;
		else if (field === "requires-dist") {
			requires.add(value);
			if (REQUIRES_TORCH.test(value) && !ONLY_WITH_EXTRA.test(value)) torch.add(value);
		}
	}
	if (name === "" || version === "") return undefined;
	const [ownName = "", ownVersion = ""] = detach([name.slice(0, LONGEST_NAME), version.slice(0, LONGEST_NAME)]);
	return {
		name: ownName,
		version: ownVersion,
		requires: detach(requires.kept),
		requiresLeftOut: requires.leftOut(),
		torch: detach(torch.kept),
		torchLeftOut: torch.leftOut(),
	};
}

/** Keeps so many lines, none of them too long, and counts the others. */
function createLines(most: number) {
	const kept: string[] = [];
	let leftOut = 0;
	return {
		kept,
		leftOut: () => leftOut,
		add(line: string) {
			if (kept.length < most && line.length <= LONGEST_LINE) kept.push(line);
			else leftOut++;
		},
	};
}

/** PEP 503. */
export function normaliseName(name: string): string {
	return name.replaceAll(/[-_.]+/g, "-").toLowerCase();
}

/** What torch/version.py says. `undefined`: the line is not there. */
export interface TorchVersionFile {
	readonly version: string;
	readonly cuda: string | null | undefined;
	readonly hip: string | null | undefined;
}

/** Lines of the generated file, with and without a type: `cuda: Optional[str] = '12.4'`, `cuda = None`. */
const ASSIGNMENT = /^(\w+)(?:\s*:\s*[^=]+)?\s*=\s*(?:(None)|'([^']*)'|"([^"]*)")/;

/** Reads `torch/version.py`; nothing when no version is assigned in it. */
export function readTorchVersion(text: string): TorchVersionFile | undefined {
	const values = new Map<string, string | null>();
	for (const line of linesOf(text)) {
		const match = ASSIGNMENT.exec(line);
		if (match?.[1] !== undefined) values.set(match[1], match[2] ? null : (match[3] ?? match[4] ?? ""));
	}
	const version = values.get("__version__") ?? values.get("version");
	if (!version) return undefined;
	return { version, cuda: values.get("cuda"), hip: values.get("hip") };
}

/**
 * Tells the groups of the files that a RECORD claims (see {@link groupOf}) and the bytes it says they have, rows of one group that follow
 * each other at once; without paths that leave the folder (`../../bin/x`).
 * https://packaging.python.org/en/latest/specifications/recording-installed-packages/
 */
export function readRecord(text: string, tell: (group: string, bytes: Bytes) => void): void {
	let group = "";
	let sum = 0;
	for (const line of linesOf(text)) {
		const path = recordPath(line);
		if (path === "" || path.startsWith("../") || path.startsWith("/")) continue;
		const next = groupOf(path);
		if (next !== group && group !== "") tell(group, sum);
		sum = (next === group ? sum : 0) + recordBytes(line);
		group = next;
	}
	if (group !== "") tell(group, sum);
}

/** The last CSV field of a RECORD row; 0 where none is given. */
function recordBytes(line: string): Bytes {
	const comma = line.lastIndexOf(",");
	let bytes = 0;
	for (let at = comma + 1; at < line.length; at++) {
		const digit = line.charCodeAt(at) - ZERO;
		if (digit < 0 || digit > 9) return 0;
		bytes = 10 * bytes + digit;
	}
	return comma >= 0 && line.length - comma <= LONGEST_SIZE ? bytes : 0;
}

const ZERO = "0".charCodeAt(0);
/** With its comma. */
const LONGEST_SIZE = 16;

/** The first CSV field of a RECORD row. */
function recordPath(line: string): string {
	if (line.startsWith('"')) return line.slice(1, Math.max(1, line.indexOf('",'))).replaceAll('""', '"');
	const comma = line.indexOf(",");
	return comma < 0 ? "" : line.slice(0, comma);
}

/** Name and version of a conda package from its record's file name: `numpy-2.1.0-py312h_0.json`. */
export function readCondaName(path: string): { readonly name: string; readonly version: string } | undefined {
	const match = /(?:^|\/)([^/]+)-([^-/]+)-[^-/]+\.json$/.exec(path);
	return match?.[1] && match[2] ? { name: match[1], version: match[2] } : undefined;
}

function* linesOf(text: string): Generator<string> {
	let from = 0;
	while (from < text.length) {
		const end = text.indexOf("\n", from);
		const stop = end < 0 ? text.length : end;
		yield text.slice(from, text.charCodeAt(stop - 1) === 13 && stop > from ? stop - 1 : stop);
		from = stop + 1;
	}
}
