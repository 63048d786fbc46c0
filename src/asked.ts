import type { Inputs } from "./inputs/inputs.ts";
import type { ArmedAssertion } from "./judge/assertions/assertion.ts";

/** What the inputs ask for, with the assertions that are armed. */
export type Asked = Inputs<ArmedAssertion>;
