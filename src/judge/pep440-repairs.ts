import { readVersion } from "./version.ts";

/** Why a clause is refused (a predicate: "is …"), and the clause or clauses that were probably meant. */
interface Repair {
	readonly why: string;
	readonly fixed?: string;
}

type Groups = Readonly<Partial<Record<string, string>>>;

interface Habit {
	readonly pattern: RegExp;
	readonly why: string;
	/** What was probably meant, from the match's groups and `all`, the clause itself. */
	readonly fix?: (groups: Groups) => string | undefined;
}

const NOT = "is not a PEP 440 specifier:";

/** Writing habits from elsewhere, the more telling first. */
const HABITS: readonly Habit[] = [
	{
		pattern: /^(?<quote>["'])(?<inner>.*)\k<quote>$/s,
		why: `${NOT} it has quotes inside the value`,
		fix: ({ inner }) => inner,
	},
	{
		pattern: /;/,
		why: `${NOT} it has a marker (after ";"), which belongs into requirements`,
	},
	{
		pattern: /\||\bor\b/i,
		why: `${NOT} there is no "or"; all conditions must hold`,
	},
	{
		pattern: /^[a-z][\w.-]*(\[[^\]]*\])?\s*(?=[<>=!~^(])(?<rest>.*)$/is,
		why: "names the package, but only its version is asked here",
		fix: ({ rest }) => rest,
	},
	{
		pattern: /^(?:\((?<inner>[^()]*)\)?|(?<tail>[^()]*)\))$/,
		why: `${NOT} it is in parentheses`,
		fix: ({ inner, tail }) => inner ?? tail,
	},
	{
		pattern: /[≤≥≠]/,
		why: `${NOT} it has a mathematical sign`,
		fix: ({ all }) => all?.replace("≤", "<=").replace("≥", ">=").replace("≠", "!="),
	},
	{
		pattern: /^\^\s*(?<version>\d+(\.\d+)*)$/,
		why: `${NOT} "^" is npm and Poetry syntax`,
		fix: ({ version }) => caret(version),
	},
	{
		pattern: /^~\s*(?<version>\d+(\.\d+)*)$/,
		why: `${NOT} "~" is npm and Poetry syntax`,
		fix: ({ version }) => tilde(version),
	},
	{
		pattern: /^=(?<sign>[<>])(?<rest>.*)$/s,
		why: `${NOT} the operator is written the wrong way round`,
		fix: ({ rest, sign }) => `${sign}=${rest}`,
	},
	{
		pattern: /^=(?<rest>[^=].*)$/s,
		why: `${NOT} equality is written with two "="`,
		fix: ({ rest }) => `==${rest?.trim()}`,
	},
	{
		pattern: /^(?<first>[<>=!~]{1,3}\s*[\w.*+!-]*[\w*])\s*(?<second>[<>=!~^].*)$/s,
		why: `${NOT} a comma is missing between its conditions`,
		fix: ({ first, second }) => `${first},${second}`,
	},
	{ pattern: /^[<>=!~]{1,3}$/, why: `${NOT} the operator has no version` },
	{
		pattern: /^(?<head>.*\d)(\.x)+$/is,
		why: `${NOT} "any number" is written "*"`,
		fix: ({ head }) => `${head}.*`,
	},
	{
		pattern: /^(?<version>v?\d+(\.\d+)*)\.\*$/,
		why: `${NOT} the operator is missing`,
		fix: ({ version }) => `==${version}.*`,
	},
	{
		pattern: /^(?<head>[=!]=\s*v?\d+(\.\d+)*\.\*)\+[\w.]+$/,
		why: `${NOT} a local part (after "+") cannot follow ".*"`,
		fix: ({ head }) => head,
	},
	{
		pattern: /^~=\s*(?<version>\d+(\.\d+)*)(\.\*)$/,
		why: `${NOT} only == and != allow ".*"`,
		fix: ({ version }) => `==${version}.*`,
	},
	{
		pattern: /^(?<operator>[<>]=?)\s*(?<version>\d+(\.\d+)*)(\.\*)+$/,
		why: `${NOT} only == and != allow ".*"`,
		fix: ({ operator, version }) => plainBound(operator, version),
	},
	{
		pattern: /^~=\s*(?<version>v?\d+)$/,
		why: `${NOT} "~=" needs at least two components`,
		fix: ({ version }) => `==${version}.*`,
	},
	{
		pattern: /^(?<head>(?:~=|[<>]=?)\s*[^+]+)\+.+$/,
		why: `${NOT} a local part (after "+") can be asked only with ==, != or ===`,
		fix: ({ head }) => head,
	},
];

/** The first habit that explains a clause; nothing when none does. */
export function repair(clause: string): Repair | undefined {
	for (const { pattern, why, fix } of HABITS) {
		const match = pattern.exec(clause);
		if (!match) continue;
		const fixed = fix?.({ ...match.groups, all: clause })?.trim();
		return fixed === undefined || fixed === "" ? { why } : { why, fixed };
	}
	return bare(clause);
}

/** `2.6` means any 2.6, `2.6.0` just that one. */
function bare(clause: string): Repair | undefined {
	const version = readVersion(clause);
	if (version === undefined) return undefined;
	const short = version.release.length < 3 && version.local === undefined && version.public === version.base;
	return {
		why: "is a version without an operator",
		fixed: short ? `==${clause}.*` : `==${clause}`,
	};
}

function caret(version = ""): string {
	const components = version.split(".").map(Number);
	const first = Math.max(
		0,
		components.findIndex((component) => component !== 0),
	);
	return `>=${version},<${bump(components.slice(0, first + 1))}`;
}

function tilde(version = ""): string {
	const components = version.split(".");
	return components.length < 3 ? `==${version}.*` : `~=${version}`;
}

/** `<=2.6.*` is `<2.7`, `>2.6.*` is `>=2.7`; the other two just lose the star. */
function plainBound(operator = "", version = ""): string {
	const next = bump(version.split(".").map(Number));
	const bounds: Readonly<Record<string, string>> = {
		"<=": `<${next}`,
		">": `>=${next}`,
	};
	return bounds[operator] ?? `${operator}${version}`;
}

function bump(components: readonly number[]): string {
	return [...components.slice(0, -1), (components.at(-1) ?? 0) + 1].join(".");
}
