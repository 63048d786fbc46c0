import type { TreeScan } from "../model/scan.ts";

/** A scan with what single ways need besides plain trees. */
export interface TreeRequest extends TreeScan {
	/** `skipUnchanged`: an entry that equals the lower trees' is left out, as BuildKit leaves it out of a layer. */
	readonly trees: readonly (TreeScan["trees"][number] & { readonly skipUnchanged?: boolean })[];
	/** Single files, told under their absolute path. */
	readonly files?: readonly string[];
}
