import type { Assertion } from "./assertion.ts";
import { cudaVersion } from "./cuda-version.ts";
import { maxCompressedSize } from "./max-compressed-size.ts";
import { maxImageSize } from "./max-image-size.ts";
import { maxLayerSize } from "./max-layer-size.ts";
import { torchVersion } from "./torch-version.ts";

/** Every assertion, in the order in which verdicts are shown. */
export const ASSERTIONS: readonly Assertion[] = [
	maxImageSize,
	maxCompressedSize,
	maxLayerSize,
	torchVersion,
	cudaVersion,
];
