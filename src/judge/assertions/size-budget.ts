import type { ImageFacts } from "../../model/facts.ts";
import type { Verdict } from "../../model/verdict.ts";
import type { Budget } from "../budget.ts";
import type { Assertion, Need } from "./assertion.ts";

/** What distinguishes one assertion on a size from another. */
export interface SizeBudget {
	/** Also the name of its one input. */
	readonly id: string;
	readonly title: string;
	readonly need: Need;
	judge(budget: Budget, facts: ImageFacts): Verdict;
}

/** An assertion with one input, the largest size allowed; not armed when none is given. */
export function sizeBudget({ id, title, need, judge }: SizeBudget): Assertion {
	return {
		id,
		inputs: [id],
		title,
		arm(reader) {
			const limit = reader.bytes(id);
			if (limit === undefined) return undefined;
			return {
				id,
				needs: [need],
				limit,
				judge: (facts, cuda) => judge({ id, title, limit, ...(cuda && { cuda }) }, facts),
			};
		},
	};
}
