import { matches, overlap, parseSpecifier, type Specifier } from "./pep440.ts";

/** A distribution that needs torch, as {@link TorchFacts.requiredBy} tells it. */
interface Requirer {
	readonly name: string;
	readonly version: string;
	readonly requirement: string;
}

/** A requirer, and what its requirement means for the asked versions. */
export interface WeighedRequirer extends Requirer {
	/** Its requirement leaves none of the asked versions. */
	readonly excludes: boolean;
	/** The extra without which the requirement does not count; whether it was asked for cannot be seen. */
	readonly extra?: string;
}

/** `torch (>=2.0) ; python_version >= "3.9"` → specifier and marker; a URL requirement has no specifier. */
const REQUIREMENT = /^\s*[\w.-]+\s*(?:\[[^\]]*\])?\s*\(?(?<spec>[^;@()]*)\)?\s*(?:;(?<marker>.*))?$/s;
const ELSEWHERE = /\b(?:sys_platform|platform_system|os_name)\s*==\s*["'](?:darwin|win32|windows|nt)["']/i;
const EXTRA = /\bextra\s*==\s*["']([\w.-]+)["']/;

/** The requirers that count on Linux; first those that rule out what was asked, those behind an extra after the others. */
export function weighRequirers(
	requirers: readonly Requirer[],
	asked: Specifier | undefined,
): readonly WeighedRequirer[] {
	return requirers
		.filter(({ requirement }) => countsOnLinux(requirement))
		.map((requirer) => weigh(requirer, asked))
		.sort((one, other) => rank(one) - rank(other));
}

/** The first that certainly cannot live with that version of torch. */
export function findOpponent(requirers: readonly WeighedRequirer[], version: string): WeighedRequirer | undefined {
	return requirers.find(({ requirement, extra }) => {
		const parsed = parseSpecifier(REQUIREMENT.exec(requirement)?.groups?.["spec"] ?? "");
		return extra === undefined && parsed.ok && matches(version, parsed.spec) === false;
	});
}

function countsOnLinux(requirement: string): boolean {
	const { marker = "" } = REQUIREMENT.exec(requirement)?.groups ?? {};
	return !ELSEWHERE.test(marker) || /\bor\b/.test(marker);
}

function weigh(requirer: Requirer, asked: Specifier | undefined): WeighedRequirer {
	const { spec = "", marker = "" } = REQUIREMENT.exec(requirer.requirement)?.groups ?? {};
	const parsed = parseSpecifier(spec);
	const excludes = asked !== undefined && parsed.ok && !overlap(asked, parsed.spec);
	const extra = EXTRA.exec(marker)?.[1];
	return { ...requirer, excludes, ...(extra === undefined ? {} : { extra }) };
}

function rank({ excludes, extra }: WeighedRequirer): number {
	return (excludes ? 0 : 2) + (extra === undefined ? 0 : 1);
}
