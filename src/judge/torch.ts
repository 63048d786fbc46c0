import type { DeletedTorch, ImageFacts, ReplacedTorch, TorchFacts, UnreadReason, UnreadTorch } from "../model/facts.ts";
import type { Verdict } from "../model/verdict.ts";
import type { Specifier } from "./pep440.ts";
import { printPlace, printStep } from "./places.ts";
import { type WeighedRequirer, weighRequirers } from "./requirement.ts";
import { describeSwitch, findCause, type TorchCause } from "./torch-cause.ts";

const SHOWN_REQUIRERS = 8;
const SHOWN_LEFT = 3;

/** How one copy of torch stands to what was asked. `unknown` says why it cannot be judged. */
export type CopyJudgement =
	| { readonly status: "pass" }
	| { readonly status: "fail" | "unknown"; readonly detail: string };

/** What a torch assertion says about itself, and how it looks at one copy. */
export interface TorchQuestion {
	readonly id: string;
	readonly title: string;
	readonly expected: string;
	/** Set when the asked torch versions are known: requirements that rule them out are the culprits. */
	readonly asked?: Specifier;
	/** What a copy has of what was asked: `2.6.0+cu124`, `CUDA 12.4`. */
	actual(torch: TorchFacts): string;
	judge(torch: TorchFacts): CopyJudgement;
	/** More evidence about a red or green copy. */
	notes(torch: TorchFacts): readonly string[];
	remedy(torch: TorchFacts, cause: TorchCause): string;
}

/** Judges every visible copy of torch: all must be what was asked. */
export function judgeTorch(question: TorchQuestion, facts: ImageFacts): Verdict {
	const { id, title, expected } = question;
	const blank = { id, title, expected };
	if (!facts.torch.known) {
		return {
			...blank,
			status: "unknown",
			actual: "unknown",
			detail: `could not be read: ${facts.torch.why}`,
			remedy: `${adviseUnread(facts.unreadTorch)}, or leave ${id} out`,
		};
	}
	const copies = facts.torch.value;
	if (copies.length > 0) return judgeCopies(question, facts, copies);
	return {
		...blank,
		status: "fail",
		actual: "no torch",
		detail: `no torch in the image (${facts.torch.method} looked through all its Python environments)`,
		...adviseAbsent(id, facts),
	};
}

/** A torch that plain `python` does not find in the image: its environment is not in PATH, and no other copy's is. */
export function noteOffPath(images: readonly ImageFacts[]): readonly string[] {
	const notes = images.flatMap(({ torch }) => {
		const prefixes = torch.known ? torch.value.map(({ offPath }) => offPath) : [];
		return prefixes.includes(undefined) ? [] : prefixes.map((prefix) => [prefix, `${prefix}/bin`] as const);
	});
	const told = notes.map(
		([prefix, bin]) => `torch is in ${prefix}, and the image's PATH has no ${bin}: "python" will not find it`,
	);
	return [...new Set(told)];
}

const READABLE: Readonly<Record<UnreadReason, string>> = {
	link: "have the files of torch copied, not linked (with uv: UV_LINK_MODE=copy in the step that installs it)",
	"no regular file": "install torch as a wheel, whose version.py and METADATA are plain files",
	unreadable: "make the image's files readable (docs/ways has what each way needs)",
	"too many": "build the image with fewer copies of torch",
	"no version": "install torch as a wheel, whose version.py and METADATA name its version",
};

/** The first that is not read stands for the others. */
function adviseUnread([first]: readonly UnreadTorch[] = []): string {
	return READABLE[first?.reason ?? "unreadable"];
}

/** What to do without torch: another thing when a later step deletes it. */
function adviseAbsent(id: string, facts: ImageFacts): Pick<Verdict, "evidence" | "remedy" | "step"> {
	const deleted = facts.deletedTorch ?? [];
	const [first] = deleted;
	if (!first) return { remedy: `install torch in the stage that is built, or leave ${id} out` };
	const place = first.deletedBy && printPlace(first.deletedBy);
	const where =
		place === undefined ? "a later step deletes torch: keep it there" : `keep it in ${place}, which deletes torch`;
	return {
		evidence: deleted.map((copy) => describeDeletion(facts, copy)),
		remedy: `${where}, or leave ${id} out`,
		...(first.deletedBy && { step: first.deletedBy }),
	};
}

function describeDeletion(facts: ImageFacts, copy: DeletedTorch): string {
	const { version, site, deletedIn, deletedBy } = copy;
	const layer = deletedIn === undefined ? undefined : `layer ${deletedIn + 1}`;
	const place = (deletedBy && printPlace(deletedBy)) ?? layer;
	const by = place === undefined ? "" : ` (${place})`;
	return `${version} of ${replacedOrigin(facts, copy)} was deleted by a later step${by}: it was in ${site}`;
}

function judgeCopies(question: TorchQuestion, facts: ImageFacts, copies: readonly TorchFacts[]): Verdict {
	const { id, title, expected } = question;
	const actual = [...new Set(copies.map(question.actual))].join(" and ");
	const judged = copies.map((torch) => ({
		torch,
		judgement: question.judge(torch),
	}));
	const red =
		judged.find(({ judgement }) => judgement.status === "fail") ??
		judged.find(({ judgement }) => judgement.status === "unknown");
	if (!red || red.judgement.status === "pass") {
		const evidence = copies.flatMap((torch) => [
			...(copies.length > 1 ? [`${question.actual(torch)} in ${torch.site}`] : []),
			...describeLeftBeside(torch),
			...question.notes(torch),
		]);
		return {
			id,
			title,
			expected,
			actual,
			status: "pass",
			...(evidence.length > 0 ? { evidence } : {}),
		};
	}
	const { torch, judgement } = red;
	const requirers = weighRequirers(torch.requiredBy, question.asked);
	const cause = findCause(facts, torch, {
		requirers,
		fromBase: isBase(facts, torch.layer),
		originOf: (copy) => replacedOrigin(facts, copy),
	});
	const which = copies.length > 1 ? ` (in ${torch.site})` : "";
	return {
		id,
		title,
		expected,
		actual,
		status: judgement.status,
		detail: `${judgement.detail}${which}`,
		evidence: [
			...copies.flatMap((copy) => whereabouts(question, facts, copy)),
			...describeSwitch(torch, cause),
			...question.notes(torch),
			...describeRequirers(requirers, expected, torch.requiredByLeftOut),
		],
		remedy: question.remedy(torch, cause),
		...(torch.step ? { step: torch.step } : {}),
	};
}

/** Where a copy is, who put it there, and what it replaced. */
function whereabouts(question: TorchQuestion, facts: ImageFacts, torch: TorchFacts): readonly string[] {
	const origin = torch.step ? printStep(torch.step) : isBase(facts, torch.layer) ? "the base image" : undefined;
	const place = `torch ${torch.version} is in ${torch.site}`;
	const actual = question.actual(torch);
	const what = actual === torch.version ? place : `${place} (${actual})`;
	return [
		origin === undefined ? what : `${what}, from ${origin}`,
		...torch.replaced.map((copy) => `replaced ${copy.version} of ${replacedOrigin(facts, copy)}`),
		...describeLeftBeside(torch),
	];
}

function describeLeftBeside({ leftBeside = [] }: TorchFacts): readonly string[] {
	const shown = leftBeside.slice(0, SHOWN_LEFT);
	const more = leftBeside.length - shown.length;
	return [
		...shown.map((version) => `METADATA of ${version} still lies beside it: pip did not uninstall it`),
		...(more > 0 ? [`and that of ${more} more`] : []),
	];
}

function replacedOrigin(facts: ImageFacts, { step, layer }: ReplacedTorch): string {
	if (step) return printPlace(step) ?? step.text;
	return isBase(facts, layer) ? "the base image" : `layer ${layer + 1}`;
}

function isBase(facts: ImageFacts, index: number | undefined): boolean {
	return facts.layers.known && facts.layers.value.some((layer) => layer.index === index && layer.base);
}

function describeRequirers(
	requirers: readonly WeighedRequirer[],
	expected: string,
	leftOut: number | undefined,
): readonly string[] {
	const lines = requirers.slice(0, SHOWN_REQUIRERS).map(({ name, version, requirement, excludes, extra }) => {
		const culprit = excludes ? `, which rules out ${expected}` : "";
		const maybe = extra === undefined ? "" : ` (only when it was asked for as ${name}[${extra}])`;
		return `${name} ${version} requires ${requirement}${culprit}${maybe}`;
	});
	const more = requirers.length - lines.length;
	return [
		...lines,
		...(more > 0 ? [`and ${more} more require torch`] : []),
		...(leftOut === undefined ? [] : [`${leftOut} more requirements on torch in the image were not looked at`]),
	];
}
