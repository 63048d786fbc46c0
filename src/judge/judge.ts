import type { ImageFacts } from "../model/facts.ts";
import type { Conclusion, Verdict } from "../model/verdict.ts";
import type { ArmedAssertion } from "./assertions/assertion.ts";

/** All verdicts, image by image in the order of the assertions. Asked for and no image: every verdict is `unknown`. */
export function judgeImages(armed: readonly ArmedAssertion[], images: readonly ImageFacts[]): readonly Verdict[] {
	const judged = images.length > 0 ? images : [noImage("the build made no image that could be looked at")];
	const cuda = armed.find((one) => one.cuda !== undefined)?.cuda;
	return judged.flatMap((facts) =>
		armed.map((assertion) => {
			const verdict = assertion.judge(facts, cuda);
			return images.length > 1 ? { ...verdict, platform: facts.platform } : verdict;
		}),
	);
}

/** Red as soon as one verdict is: what was asked for and is unknown counts as failed. */
export function conclude(verdicts: readonly Verdict[]): Conclusion {
	if (verdicts.some(isRed)) return "fail";
	return verdicts.some(({ status }) => status === "warn") ? "warn" : "pass";
}

/** Fails the run. What was asked for and could not be measured is red too. */
export function isRed({ status }: Verdict): boolean {
	return status === "fail" || status === "unknown";
}

/** An image of which nothing is known. */
function noImage(why: string): ImageFacts {
	const unknown = { known: false, why } as const;
	return {
		id: "",
		platform: "",
		unpackedBytes: unknown,
		compressedBytes: unknown,
		rootfsBytes: unknown,
		layers: unknown,
		distributions: unknown,
		torch: unknown,
	};
}
