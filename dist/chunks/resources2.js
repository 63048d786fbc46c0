// src/build/engines/resources.ts
/**
* Values of `--resource` (buildx 0.35, BuildKit 0.31): memory of each RUN step, and the same again of swap, for memory alone would
* leave swap unlimited.
*/
function stepResources({ stepMemory }) {
	return stepMemory === void 0 ? [] : [`memory=${stepMemory}`, `memory-swap=${2 * stepMemory}`];
}
export { stepResources as t };
