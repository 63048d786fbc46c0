import type { TorchFacts } from "../../model/facts.ts";
import { matches, parseSpecifier, type Specifier } from "../pep440.ts";
import { type CopyJudgement, judgeTorch, type TorchQuestion } from "../torch.ts";
import { at, atAllSince, atOrBefore, keep, pinOf, pinRequirer, type TorchCause, undoSwitch } from "../torch-cause.ts";
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
		remedy: (torch, cause) => advise(torch, cause, asked),
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

function advise(torch: TorchFacts, cause: TorchCause, asked: Specifier): string {
	const { fromBase, requirers } = cause;
	const version = readVersion(torch.version);
	const local = localOf(asked);
	const kept = fromBase ? undefined : torch.replaced.find((copy) => matches(copy.version, asked) === true);
	if (!kept && version?.prerelease && matches(version.base, asked) === true) {
		return `if this build is meant, name it: ${ID}: "==${version.public}"; else install the final ${version.base}${at(torch)}`;
	}
	if (!kept && version?.postrelease && matches(version.base, asked) === true) {
		return `if this build is meant, write ${ID}: "==${version.base}.*"; else install the plain ${version.base}${at(torch)}`;
	}
	const undo = undoSwitch(torch, cause);
	const first = undo === undefined ? "" : `${undo}; `;
	if (!kept && local !== undefined && isBuild(local) && onlyLocalDiffers(torch.version, asked)) {
		return `${first}install that build from PyTorch's own index${atOrBefore(torch, cause)}: \`pip install --index-url https://download.pytorch.org/whl/${local} torch==${version?.public ?? ""}\``;
	}
	if (fromBase) return `torch comes with the base image: take a base image with torch ${asked.text}, or change ${ID}`;
	const culprit = requirers.find(({ excludes }) => excludes);
	const pin = kept ? pinOf(kept) : `torch${asked.text}`;
	const where = kept ? atAllSince(torch, kept) : at(torch);
	const constrain = `write "${pin}" into constraints.txt and install with \`pip install -c constraints.txt …\`${where}`;
	if (culprit) {
		const last = undo === undefined ? "" : `; and ${undo}`;
		return `${pinRequirer(culprit, asked.text)}; to have pip find it, ${constrain}${last}`;
	}
	return `${first}${kept ? keep(torch, kept, cause) : constrain}, so that pip keeps to it or says what stands against it`;
}

function isBuild(local: string): boolean {
	return /^(cu\d+|cpu|rocm[\d.]+|xpu)$/.test(local);
}
