import type { ImageFacts, ReplacedTorch, TorchFacts } from "../model/facts.ts";
import { isCut } from "../model/kept-text.ts";
import { matches, parseSpecifier } from "./pep440.ts";
import {
	installsMore,
	mayBringTorch,
	namedTorch,
	type PipCall,
	type PipSwitch,
	pipCalls,
	switchOf,
} from "./pip-calls.ts";
import { printPlace } from "./places.ts";
import { findOpponent, type WeighedRequirer } from "./requirement.ts";

/** How the wrong copy came into the image, as far as that is known. */
export interface TorchCause {
	readonly requirers: readonly WeighedRequirer[];
	/** A layer of the base image holds that copy. */
	readonly fromBase: boolean;
	/** What made pip install it over another one. */
	readonly switched?: PipSwitch;
	/** The step that installed it installs other things too. */
	readonly among: boolean;
	/** Who installed a copy that it replaced: `Dockerfile:5`, `the base image`, `layer 3`. */
	originOf(copy: ReplacedTorch): string;
}

/** Reads the step that holds that copy: from the image's history, else as far as the report has it; a cut history may lack what counts. */
export function findCause(
	facts: ImageFacts,
	torch: TorchFacts,
	told: Pick<TorchCause, "requirers" | "fromBase" | "originOf">,
): TorchCause {
	const layer = facts.layers.known ? facts.layers.value.find(({ index }) => index === torch.layer) : undefined;
	const command = layer?.createdBy ?? "";
	const texts = isCut(command) ? [] : [command, torch.step?.text ?? ""];
	const calls = texts.map((text) => pipCalls(text).filter(({ uv }) => !uv)).find((found) => found.length > 0) ?? [];
	const switched = torch.step === undefined || told.fromBase ? undefined : findSwitch(calls, torch);
	return { ...told, among: isCut(command) || calls.some(installsMore), ...(switched && { switched }) };
}

/** Only when it is certain: every call that can have brought torch has such a switch, or what it left behind says so. */
function findSwitch(calls: readonly PipCall[], torch: TorchFacts): PipSwitch | undefined {
	const [before] = torch.replaced;
	if (!before) return undefined;
	const bringing = calls.filter(mayBringTorch);
	const found = bringing.map((call) => (asksAnother(call, before) ? undefined : switchOf(call)));
	const left = torch.leftBeside !== undefined && found.find((one) => one !== undefined && leavesBehind(one));
	return left || (found.includes(undefined) ? undefined : found[0]);
}

/** It names a torch that the one which was there is not: then pip replaces it in any case. */
function asksAnother(call: PipCall, before: ReplacedTorch): boolean {
	const requirement = namedTorch(call);
	if (requirement === undefined) return false;
	const parsed = parseSpecifier(requirement.replace(/^torch\s*(?:\[[^\]]*\])?/i, ""));
	return !parsed.ok || matches(before.metadataVersion ?? before.version, parsed.spec) !== true;
}

function leavesBehind({ word }: PipSwitch): boolean {
	return word === "--ignore-installed" || word === "-I";
}

/** Evidence: what the switch did. */
export function describeSwitch(torch: TorchFacts, { switched }: TorchCause): readonly string[] {
	if (!switched) return [];
	const { word, kind, meant } = switched;
	const here = `${word}${at(torch)}`;
	if (kind === "named") return [`${here} takes the newest torch that fits, not the one that is there`];
	const alone = meant === undefined ? "one package" : `"${meant}" alone`;
	const does = kind === "anew" ? "installs torch anew over the one that is there" : "takes the newest torch that fits";
	return [`${here} is a switch for all packages of that call, not for ${alone}: it ${does}`];
}

/** What to do about the switch; nothing without one. */
export function undoSwitch(torch: TorchFacts, { switched }: TorchCause): string | undefined {
	if (!switched) return undefined;
	const { word, kind, meant } = switched;
	if (kind === "named") return `take ${word} or the name torch out of that call${at(torch)}`;
	const take = `take ${word} out of ${placeOf(torch)}`;
	if (kind === "eager") return take;
	return `${take} (for ${meant ?? "one package"}${meant === undefined ? "" : " alone"}: \`pip install ${word} --no-deps ${meant ?? "NAME"}\` in a RUN of its own)`;
}

/** pip compares with METADATA, where a wheel of the default index has no local part. */
export function pinOf(copy: ReplacedTorch): string {
	return `torch==${copy.metadataVersion ?? copy.version}`;
}

/** How what one step installed is kept from a later one: by a constraints file, and by a requirer that accepts it. */
export function keep(torch: TorchFacts, copy: ReplacedTorch, { originOf, requirers }: TorchCause): string {
	const origin = originOf(copy);
	const what = origin === "the base image" ? "what the base image has" : `what ${origin} installed`;
	const kept = `keep ${what}: "${pinOf(copy)}" in constraints.txt, and \`pip install -c constraints.txt …\`${atAllSince(torch, copy)}`;
	const opponent = findOpponent(requirers, copy.version);
	return opponent ? `${pinRequirer(opponent, copy.version)}; to have pip find it, ${kept}` : kept;
}

/** `pin torchvision to a release that accepts torch >=2.6,<2.8 (torchvision 0.23.0 requires torch==2.8.0)`. */
export function pinRequirer({ name, version, requirement }: WeighedRequirer, accepts: string): string {
	return `pin ${name} to a release that accepts torch ${accepts} (${name} ${version} requires ${requirement})`;
}

/** ` in Dockerfile:9`; of all steps that put another torch over that copy. */
export function atAllSince(torch: TorchFacts, copy: ReplacedTorch): string {
	const over = torch.replaced.filter(({ layer }) => layer > copy.layer).toReversed();
	const places = [...over, torch].flatMap(({ step }) => (step && printPlace(step)) ?? []);
	return places.length === 0 ? "" : ` in ${[...new Set(places)].join(" and ")}`;
}

/** ` in Dockerfile:9`; nothing when the place is not known. */
export function at(torch: TorchFacts): string {
	const place = torch.step && printPlace(torch.step);
	return place === undefined ? "" : ` in ${place}`;
}

/** Where to install torch alone from an index of its own: other packages are not on it. */
export function atOrBefore(torch: TorchFacts, { among }: TorchCause): string {
	const place = torch.step && printPlace(torch.step);
	if (place === undefined) return "";
	return among ? ` in a RUN before ${place}` : ` in ${place}`;
}

function placeOf(torch: TorchFacts): string {
	return (torch.step && printPlace(torch.step)) ?? "that step";
}
