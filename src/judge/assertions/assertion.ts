import type { Reader } from "../../inputs/reader.ts";
import type { Bytes } from "../../model/bytes.ts";
import type { ImageFacts } from "../../model/facts.ts";
import type { Verdict } from "../../model/verdict.ts";
import type { AskedCuda } from "../cuda-wheels.ts";

/** A measurement that an assertion cannot do without. */
export type Need = "unpacked" | "compressed" | "layers" | "torch";

/** Something the user can ask of the image. */
export interface Assertion {
	/** Equal to its first input's name and to its page in docs/assertions. */
	readonly id: string;
	/** The inputs that it reads, all of them and nobody else. */
	readonly inputs: readonly string[];
	/** What is checked, for people: `Unpacked size`. */
	readonly title: string;
	/** Reads its inputs; nothing when the user did not ask, or asked for something wrong (then the reader has the problem). */
	arm(reader: Reader): ArmedAssertion | undefined;
}

/** An assertion that the user asked for. */
export interface ArmedAssertion {
	readonly id: string;
	readonly needs: readonly Need[];
	/** What was asked for, as given. */
	readonly value?: string;
	/** Of a budget: the most bytes that are allowed. */
	readonly limit?: Bytes;
	/** What it wants of CUDA, so that no other one advises against it. */
	readonly cuda?: AskedCuda;
	/** Pure. `cuda`: what all of them together want of it. An unknown fact gives status `unknown`, never `pass`. */
	judge(facts: ImageFacts, cuda?: AskedCuda): Verdict;
}
