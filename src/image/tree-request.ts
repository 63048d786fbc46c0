import type { TreeScan } from "../model/scan.ts";

/** A scan with what single ways need besides trees. */
export interface TreeRequest extends TreeScan {
	/** Single files, told under their absolute path. */
	readonly files?: readonly string[];
	/** An entry that equals the lower layers' is left out, as BuildKit leaves it out of a layer. */
	readonly skipUnchanged?: boolean;
}
