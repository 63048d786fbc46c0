import { isSiteFolder } from "./site-place.ts";
import type { ExplainedTorch, TorchCopy } from "./torch.ts";

/** The copies of torch whose version could be read, up to a bound. */
export interface TorchCopies {
	add(copy: TorchCopy): void;
	/** Those that are installed, among the counting ones: `hasMetadata` tells of METADATA that may not have been read. */
	installed(counts: (copy: TorchCopy) => boolean, hasMetadata: (site: string) => boolean): TorchCopy[];
	/** What is said instead of all others when there are too many to keep them. */
	unread(): readonly ExplainedTorch[] | undefined;
}

/** Files of torch that tell its version. An image with ten environments has some twenty. */
const MOST = 2000;

export function createTorchCopies(): TorchCopies {
	const copies: TorchCopy[] = [];
	let crowded = false;
	return {
		add(copy) {
			if (copies.length < MOST) copies.push(copy);
			else crowded = true;
		},
		installed(counts, hasMetadata) {
			const told = new Set(copies.flatMap(({ site, metadata }) => (metadata === undefined ? [] : [site])));
			// Somebody's own `torch/version.py` elsewhere counts only beside torch's METADATA (`pip install --target`, a checkout).
			return copies.filter(
				(copy) => counts(copy) && (isSiteFolder(copy.site) || told.has(copy.site) || hasMetadata(copy.site)),
			);
		},
		unread: () => (crowded ? [tooMany(MOST)] : undefined),
	};
}

/** Said of the image as a whole. */
export function tooMany(most: number): ExplainedTorch {
	return { site: "/", reason: "too many", why: `more than ${most} files of torch are in the image` };
}
