import type { TorchFacts } from "../../model/facts.ts";
import { matches, parseSpecifier, type Specifier } from "../pep440.ts";
import { printPlace } from "../places.ts";
import type { WeighedRequirer } from "../requirement.ts";
import { type CopyJudgement, judgeTorch, type TorchQuestion } from "../torch.ts";
import { readVersion } from "../version.ts";
import type { Assertion } from "./assertion.ts";

const ID = "torch-version";
const TITLE = "torch version";

/** `==2.6.0+cu124`: only a CUDA build is that. */
const CUDA_BUILD = /==[^,]*\+cu\d/;

/** Which torch is in the image: a PEP 440 specifier, held against `__version__` of torch/version.py. */
export const torchVersion: Assertion = {
	id: ID,
	inputs: [ID],
	title: TITLE,
	arm(reader) {
		const text = reader.text(ID);
		if (text === "") return undefined;
		const parsed = parseSpecifier(text);
		if (parsed.ok && parsed.spec.clauses.length > 0) {
			const question = ask(parsed.spec);
			return {
				id: ID,
				needs: ["torch"],
				...(CUDA_BUILD.test(text) && { cuda: "some" }),
				judge: (facts) => judgeTorch(question, facts),
			};
		}
		const refused = parsed.ok
			? {
					why: "asks nothing",
					remedy: 'write for example ">=2.6,<2.8", or leave the input out',
				}
			: parsed;
		reader.problem({
			input: ID,
			value: text,
			message: refused.why,
			remedy: refused.remedy,
		});
		return undefined;
	},
};

function ask(asked: Specifier): TorchQuestion {
	return {
		id: ID,
		title: TITLE,
		expected: asked.text,
		asked,
		actual: ({ version }) => version,
		judge: (torch) => judgeVersion(torch.version, asked),
		notes: ({ version, source, metadataVersion }) =>
			metadataVersion === undefined || metadataVersion === version
				? []
				: [`${source} says ${version}, METADATA says ${metadataVersion}`],
		remedy: (torch, requirers, fromBase) => advise(torch, requirers, asked, fromBase),
	};
}

function judgeVersion(text: string, asked: Specifier): CopyJudgement {
	const result = matches(text, asked);
	if (result === true) return { status: "pass" };
	if (result !== false) return { status: "unknown", detail: `cannot be judged: ${result.invalid}` };
	return { status: "fail", detail: explainMiss(text, asked) };
}

/** Says what surprises people: a version that looks right and is a pre-release, a post-release or another build. */
function explainMiss(text: string, asked: Specifier): string {
	const version = readVersion(text);
	const miss = `${text} is not ${asked.text}`;
	if (!version) return miss;
	if (version.local !== undefined && onlyLocalDiffers(text, asked))
		return `${miss}: the local part +${version.local} differs`;
	if (version.local === undefined && onlyLocalDiffers(text, asked)) return `${miss}: it has no local part`;
	if (matches(version.base, asked) !== true) return miss;
	if (version.prerelease) return `${miss}: it is a pre-release, which sorts before ${version.base}`;
	return version.postrelease ? `${miss}: it is a post-release, which sorts after ${version.base}` : miss;
}

/** The same set without local parts would have matched. */
function onlyLocalDiffers(text: string, asked: Specifier): boolean {
	return localOf(asked) !== undefined && matches(text, withoutLocals(asked)) === true;
}

function withoutLocals(asked: Specifier): Specifier {
	const clauses = asked.clauses.flatMap((clause) => {
		if (clause.operator === "===" || clause.version.local === undefined) return [clause];
		return clause.operator === "==" ? [{ ...clause, version: { ...clause.version, local: undefined } }] : [];
	});
	return { text: asked.text, clauses };
}

function localOf(asked: Specifier): string | undefined {
	return asked.clauses
		.flatMap((clause) => (clause.operator === "==" ? [clause.version.local] : []))
		.find((local) => local !== undefined);
}

function advise(torch: TorchFacts, requirers: readonly WeighedRequirer[], asked: Specifier, fromBase: boolean): string {
	const version = readVersion(torch.version);
	const local = localOf(asked);
	if (local !== undefined && /^(cu\d+|cpu|rocm[\d.]+|xpu)$/.test(local) && onlyLocalDiffers(torch.version, asked)) {
		return `install that build from PyTorch's own index${at(torch)}: pip install --index-url https://download.pytorch.org/whl/${local} torch==${version?.public ?? ""}`;
	}
	if (version?.prerelease && matches(version.base, asked) === true) {
		return `if this build is meant, name it: ${ID}: "==${version.public}"; else install the final ${version.base}${at(torch)}`;
	}
	if (version?.postrelease && matches(version.base, asked) === true) {
		return `if this build is meant, write ${ID}: "==${version.base}.*"; else install the plain ${version.base}${at(torch)}`;
	}
	if (fromBase) return `torch comes with the base image: take a base image with torch ${asked.text}, or change ${ID}`;
	const culprit = requirers.find(({ excludes }) => excludes);
	const constrain = `write "torch${asked.text}" into constraints.txt and install with pip install -c constraints.txt …${at(torch)}`;
	if (!culprit) return `${constrain}, so that pip keeps to it or says what stands against it`;
	return `pin ${culprit.name} to a release that accepts torch ${asked.text} (${culprit.name} ${culprit.version} requires ${culprit.requirement}); to have pip find it, ${constrain}`;
}

function at(torch: TorchFacts): string {
	const place = torch.step ? printPlace(torch.step) : undefined;
	return place === undefined ? "" : ` in ${place}`;
}
