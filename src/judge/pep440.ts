import { repair } from "./pep440-repairs.ts";
import { comparePublic, readVersion, type Version } from "./version.ts";

type Comparison = "~=" | "==" | "!=" | "<=" | ">=" | "<" | ">";

/** One condition of a specifier set. `===` compares texts and reads no version. */
type Clause =
	| { readonly operator: "==="; readonly text: string }
	| {
			readonly operator: Comparison;
			readonly version: Version;
			readonly wildcard: boolean;
	  };

/** A PEP 440 specifier set such as `>=2.6,<2.8`: all clauses must hold; none at all matches every version. */
export interface Specifier {
	/** As given, trimmed. */
	readonly text: string;
	readonly clauses: readonly Clause[];
}

type ParsedSpecifier =
	| { readonly ok: true; readonly spec: Specifier }
	| { readonly ok: false; readonly why: string; readonly remedy: string };

const CLAUSE = /^(===|~=|==|!=|<=|>=|<|>)\s*(.*)$/s;
const EXAMPLES = 'write for example ">=2.6,<2.8", "==2.6.*" or "==2.6.0+cu124"';
const MOST_REPAIRS = 6;

/** Reads a specifier set. What is refused comes with what to write instead, where that can be guessed. */
export function parseSpecifier(text: string): ParsedSpecifier {
	const items = split(text);
	const bad = firstBad(items);
	if (bad === undefined)
		return {
			ok: true,
			spec: {
				text: text.trim(),
				clauses: items.flatMap((item) => readClause(item) ?? []),
			},
		};
	const why = repair(bad)?.why ?? "is not a PEP 440 specifier";
	const better = suggest(text);
	return {
		ok: false,
		why,
		remedy: better === undefined ? EXAMPLES : `write "${better}"`,
	};
}

/**
 * Whether a version fulfils the set, pre-releases included: exactly one version is installed, so nothing can be preferred to it.
 * `invalid` says why when the version is none in PEP 440's sense and a clause needs it to be one.
 */
export function matches(version: string, spec: Specifier): boolean | { readonly invalid: string } {
	const candidate = readVersion(version);
	if (candidate === undefined && spec.clauses.some((clause) => clause.operator !== "===")) {
		return { invalid: `"${version}" is not a PEP 440 version` };
	}
	return spec.clauses.every((clause) => fulfils(version, candidate, clause));
}

/** Whether some version can fulfil both sets. Tried at and just beside every version that the sets name. */
export function overlap(one: Specifier, other: Specifier): boolean {
	const candidates = ["0", ...[...one.clauses, ...other.clauses].flatMap(neighbours)];
	return candidates.some((candidate) => matches(candidate, one) === true && matches(candidate, other) === true);
}

function split(text: string): readonly string[] {
	return text
		.split(",")
		.map((item) => item.trim())
		.filter((item) => item !== "");
}

function firstBad(items: readonly string[]): string | undefined {
	return items.find((item) => readClause(item) === undefined);
}

function readClause(item: string): Clause | undefined {
	const [, operator = "", rest = ""] = CLAUSE.exec(item) ?? [];
	if (operator === "") return undefined;
	if (operator === "===") return /^[^\s;)]+$/.test(rest) ? { operator, text: rest } : undefined;
	const wildcard = rest.endsWith(".*");
	const version = readVersion(wildcard ? rest.slice(0, -2) : rest);
	if (version === undefined || !allowed(operator as Comparison, version, wildcard)) return undefined;
	return { operator: operator as Comparison, version, wildcard };
}

/** What PEP 440 allows after an operator: local parts and `.*` only for equality, and for `~=` at least two components. */
function allowed(operator: Comparison, version: Version, wildcard: boolean): boolean {
	const equality = operator === "==" || operator === "!=";
	if (wildcard && (!equality || version.public !== version.base || version.local !== undefined)) return false;
	if (version.local !== undefined && !equality) return false;
	return operator !== "~=" || version.release.length >= 2;
}

function suggest(text: string): string | undefined {
	let better = text.trim();
	for (let round = 0; round < MOST_REPAIRS; round++) {
		const bad = firstBad(split(better));
		if (bad === undefined) return better;
		const fixed = repair(bad)?.fixed;
		if (fixed === undefined) return undefined;
		better = better.replace(bad, () => fixed);
	}
	return undefined;
}

function fulfils(text: string, candidate: Version | undefined, clause: Clause): boolean {
	if (clause.operator === "===") return text.toLowerCase() === clause.text.toLowerCase();
	if (candidate === undefined) return false;
	if (clause.wildcard)
		return hasPrefix(candidate, clause.version.epoch, clause.version.release) === (clause.operator === "==");
	return COMPARISONS[clause.operator](candidate, clause.version);
}

const COMPARISONS: Readonly<Record<Comparison, (candidate: Version, wanted: Version) => boolean>> = {
	"==": equals,
	"!=": (candidate, wanted) => !equals(candidate, wanted),
	">=": (candidate, wanted) => comparePublic(candidate.public, wanted.public) >= 0,
	"<=": (candidate, wanted) => comparePublic(candidate.public, wanted.public) <= 0,
	"<": isBelow,
	">": isAbove,
	"~=": (candidate, wanted) =>
		comparePublic(candidate.public, wanted.public) >= 0 &&
		hasPrefix(candidate, wanted.epoch, wanted.release.slice(0, -1)),
};

function equals(candidate: Version, wanted: Version): boolean {
	if (comparePublic(candidate.public, wanted.public) !== 0) return false;
	return wanted.local === undefined || wanted.local === candidate.local;
}

/** `<2.8` leaves out the pre-releases of 2.8, unless a pre-release was named. */
function isBelow(candidate: Version, wanted: Version): boolean {
	if (comparePublic(candidate.public, wanted.public) >= 0) return false;
	if (wanted.prerelease || !candidate.prerelease) return true;
	return comparePublic(candidate.public, `${wanted.public}.dev0`) < 0;
}

/** `>2.6` leaves out the post-releases of 2.6, unless a post-release was named. */
function isAbove(candidate: Version, wanted: Version): boolean {
	if (comparePublic(candidate.public, wanted.public) <= 0) return false;
	if (wanted.postrelease || !candidate.postrelease) return true;
	return comparePublic(candidate.withoutPost, wanted.public) !== 0;
}

function hasPrefix(candidate: Version, epoch: number, prefix: readonly number[]): boolean {
	return candidate.epoch === epoch && prefix.every((component, index) => (candidate.release[index] ?? 0) === component);
}

/** The version itself, one just above it, and the first that no longer begins with it. */
function neighbours(clause: Clause): readonly string[] {
	if (clause.operator === "===") return [clause.text];
	const { version } = clause;
	const local = version.local === undefined ? [] : [`${version.public}+${version.local}`];
	return [version.public, ...local, `${version.base}.0.0.1`, nextPrefix(version)];
}

function nextPrefix({ epoch, release }: Version): string {
	return `${epoch}!${[...release.slice(0, -1), (release.at(-1) ?? 0) + 1].join(".")}`;
}
