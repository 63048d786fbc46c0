import type { LimitsAsked } from "../../model/limits.ts";

/**
 * Values of `--resource` (buildx 0.35, BuildKit 0.31): memory of each RUN step, and the same again of swap, for memory alone would
 * leave swap unlimited.
 */
export function stepResources({ stepMemory }: LimitsAsked): readonly string[] {
	return stepMemory === undefined ? [] : [`memory=${stepMemory}`, `memory-swap=${2 * stepMemory}`];
}
