import { matches, overlap, parseSpecifier, type Specifier } from "./pep440.ts";

/** A distribution that needs torch, as {@link TorchFacts.requiredBy} tells it. */
interface Requirer {
	readonly name: string;
	readonly version: string;
	readonly requirement: string;
}

/** What a requirement means for the asked versions. */
interface Weight {
	/** Its requirement leaves none of the asked versions. */
	readonly excludes: boolean;
	/** The extra without which the requirement does not count; whether it was asked for cannot be seen. */
	readonly extra?: string;
}

/** A requirer, and what its requirement means. */
export type WeighedRequirer = Requirer & Weight;

/** `torch (>=2.0) ; python_version >= "3.9"` → specifier and marker; a URL requirement has no specifier. */
const REQUIREMENT = /^\s*[\w.-]+\s*(?:\[[^\]]*\])?\s*\(?(?<spec>[^;@()]*)\)?\s*(?:;(?<marker>.*))?$/s;
const ELSEWHERE = /\b(?:sys_platform|platform_system|os_name)\s*==\s*["'](?:darwin|win32|windows|nt)["']/i;
const EXTRA = /\bextra\s*==\s*["']([\w.-]+)["']/;

/** The requirers that count on Linux; first those that rule out what was asked, those behind an extra after the others. */
export function weighRequirers(
	requirers: readonly Requirer[],
	asked: Specifier | undefined,
): readonly WeighedRequirer[] {
	const weighed = once((requirement) => weigh(requirement, asked));
	return requirers
		.filter(({ requirement }) => countsOnLinux(requirement))
		.map((requirer) => ({ ...requirer, ...weighed(requirer.requirement) }))
		.sort((one, other) => rank(one) - rank(other));
}

/** The first that certainly cannot live with that version of torch. */
export function findOpponent(requirers: readonly WeighedRequirer[], version: string): WeighedRequirer | undefined {
	const refuses = once((requirement) => {
		const parsed = parseSpecifier(REQUIREMENT.exec(requirement)?.groups?.["spec"] ?? "");
		return parsed.ok && matches(version, parsed.spec) === false;
	});
	return requirers.find(({ requirement, extra }) => extra === undefined && refuses(requirement));
}

/** Many distributions write the same: a text is read once. */
function once<T>(read: (text: string) => T): (text: string) => T {
	const known = new Map<string, { readonly value: T }>();
	return (text) => {
		const found = known.get(text) ?? { value: read(text) };
		known.set(text, found);
		return found.value;
	};
}

function countsOnLinux(requirement: string): boolean {
	const { marker = "" } = REQUIREMENT.exec(requirement)?.groups ?? {};
	return !ELSEWHERE.test(marker) || /\bor\b/.test(marker);
}

function weigh(requirement: string, asked: Specifier | undefined): Weight {
	const { spec = "", marker = "" } = REQUIREMENT.exec(requirement)?.groups ?? {};
	const parsed = parseSpecifier(spec);
	const excludes = asked !== undefined && parsed.ok && !overlap(asked, parsed.spec);
	const extra = EXTRA.exec(marker)?.[1];
	return { excludes, ...(extra === undefined ? {} : { extra }) };
}

function rank({ excludes, extra }: WeighedRequirer): number {
	return (excludes ? 0 : 2) + (extra === undefined ? 0 : 1);
}
