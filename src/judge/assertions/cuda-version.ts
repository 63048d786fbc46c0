import type { Distribution, ImageFacts, TorchFacts } from "../../model/facts.ts";
import type { Verdict } from "../../model/verdict.ts";
import { type CudaWish, indexName, isBuildFor, matchesCuda, parseCuda } from "../cuda.ts";
import { printSize } from "../sizes.ts";
import { type CopyJudgement, judgeTorch, type TorchQuestion } from "../torch.ts";
import { atOrBefore, keep, type TorchCause, undoSwitch } from "../torch-cause.ts";
import { readVersion } from "../version.ts";
import type { Assertion } from "./assertion.ts";

const ID = "cuda-version";
const TITLE = "CUDA of torch";
const SHOWN_DISTRIBUTIONS = 8;

/** For which CUDA the image's torch was built: `cuda` of torch/version.py. */
export const cudaVersion: Assertion = {
	id: ID,
	inputs: [ID],
	title: TITLE,
	arm(reader) {
		const text = reader.text(ID);
		if (text === "") return undefined;
		const parsed = parseCuda(text);
		if (!parsed.ok) {
			reader.problem({
				input: ID,
				value: text,
				message: parsed.why,
				remedy: parsed.remedy,
			});
			return undefined;
		}
		return {
			id: ID,
			needs: ["torch"],
			cuda: parsed.wish.kind === "none" ? "none" : "some",
			judge: (facts) => judge(parsed.wish, facts),
		};
	},
};

function judge(wish: CudaWish, facts: ImageFacts): Verdict {
	const verdict = judgeTorch(ask(wish), facts);
	return wish.kind === "none" ? withLibraries(verdict, facts) : verdict;
}

function ask(wish: CudaWish): TorchQuestion {
	return {
		id: ID,
		title: TITLE,
		expected: wish.text,
		actual: printBuild,
		judge: (torch) => judgeBuild(torch, wish),
		notes: () => [],
		remedy: (torch, cause) => advise(torch, wish, cause),
	};
}

/** `CUDA 12.4`, `ROCm 6.2`, `CPU build`. */
function printBuild({ cuda, hip }: TorchFacts): string {
	if (cuda) return `CUDA ${cuda}`;
	if (hip) return `ROCm ${hip}`;
	return cuda === undefined ? "unknown" : "CPU build";
}

function judgeBuild(torch: TorchFacts, wish: CudaWish): CopyJudgement {
	const build = printBuild(torch);
	if (build === "unknown")
		return {
			status: "unknown",
			detail: `torch/version.py could not be read in ${torch.site}, and only it says for which CUDA torch was built`,
		};
	if (wish.kind === "none")
		return build === "CPU build"
			? { status: "pass" }
			: {
					status: "fail",
					detail: `torch ${torch.version} is built for ${build}`,
				};
	if (!torch.cuda)
		return {
			status: "fail",
			detail: `torch ${torch.version} is a ${torch.hip ? "ROCm" : "CPU"} build`,
		};
	const result = matchesCuda(torch.cuda, wish);
	if (result === true) return { status: "pass" };
	return result === false
		? { status: "fail", detail: `torch ${torch.version} is built for ${build}` }
		: { status: "unknown", detail: `cannot be judged: ${result.invalid}` };
}

function advise(torch: TorchFacts, wish: CudaWish, cause: TorchCause): string {
	if (torch.cuda === undefined && !torch.hip)
		return `install torch as a wheel, whose torch/version.py is a plain file, or leave ${ID} out`;
	const index = indexName(wish);
	const change = `or change ${ID}`;
	if (cause.fromBase)
		return `torch comes with the base image: take a base image with ${wish.kind === "none" ? "a CPU build of torch" : `torch for CUDA ${numberOf(wish)}`}, ${change}`;
	const undo = undoSwitch(torch, cause);
	const first = undo === undefined ? "" : `${undo}; `;
	const kept = torch.replaced.find(({ version }) => isBuildFor(readVersion(version)?.local, wish));
	if (kept) return `${first}${keep(torch, kept, cause)}, ${change}`;
	const where = atOrBefore(torch, cause);
	if (index === undefined)
		return `${first}install a torch that is built for CUDA ${numberOf(wish)}${where} (\`pip install --index-url https://download.pytorch.org/whl/cu…\`), ${change}`;
	return `${first}install torch from PyTorch's own index for it${where}: \`pip install --index-url https://download.pytorch.org/whl/${index} torch\`, in a version that is there, ${change}`;
}

/** `12.4` of `cu124`; a range as it was written. */
function numberOf(wish: CudaWish): string {
	return wish.kind === "prefix" ? wish.number : wish.text;
}

/** For `none`: the nvidia wheels in the image are evidence, and beside a CPU build of torch a warning. */
function withLibraries(verdict: Verdict, facts: ImageFacts): Verdict {
	const installed = facts.distributions.known
		? facts.distributions.value.filter(({ key }) => key.startsWith("nvidia-"))
		: [];
	if (installed.length === 0 || verdict.status === "unknown") return verdict;
	const evidence = [...(verdict.evidence ?? []), ...describeLibraries(installed)];
	if (verdict.status !== "pass") return { ...verdict, evidence };
	return {
		...verdict,
		status: "warn",
		detail: `torch is a CPU build, but ${installed.length} nvidia distributions are installed${total(installed)}`,
		evidence,
		remedy:
			"uninstalling in a later step saves nothing: find who requires them and keep them out of the step that installs them",
	};
}

function describeLibraries(installed: readonly Distribution[]): readonly string[] {
	const sorted = [...installed].sort((one, other) => (other.bytes ?? 0) - (one.bytes ?? 0));
	const lines = sorted
		.slice(0, SHOWN_DISTRIBUTIONS)
		.map(({ name, version, bytes }) => `${name} ${version}${bytes === undefined ? "" : `: ${printSize(bytes)}`}`);
	const rest = sorted.slice(SHOWN_DISTRIBUTIONS);
	return rest.length > 0 ? [...lines, `and ${rest.length} more nvidia distributions${total(rest)}`] : lines;
}

function total(distributions: readonly Distribution[]): string {
	const bytes = distributions.reduce((sum, distribution) => sum + (distribution.bytes ?? 0), 0);
	return bytes > 0 ? ` (${printSize(bytes)})` : "";
}
