import fs from "node:fs";
import { type BytePath, listFolders } from "./byte-paths.ts";
import { readOverlayAttributes } from "./overlay-attributes.ts";
import { type MergedFolder, type PackedNames, packNames, walkMerged } from "./tree-merge.ts";

/** Folders that hide the lower layers' folder of the same path, and why that may be incomplete. */
export interface OpaqueFolders {
	/** Absolute. */
	readonly folders: ReadonlySet<BytePath>;
	readonly unsure?: string;
}

/**
 * Finds the opaque folders of overlayfs layers (highest first). Only a folder that a lower layer has too can hide
 * something, so only those are asked for their attributes.
 */
export async function findOpaqueFolders(roots: readonly BytePath[]): Promise<OpaqueFolders> {
	if (roots.length < 2) return { folders: new Set() };
	const attributes = await readOverlayAttributes(askedFolders(roots));
	if (!attributes.ok) return { folders: new Set(), unsure: attributes.why };
	return {
		folders: attributes.opaque,
		...(attributes.redirected && { unsure: "a layer renames folders of lower layers (overlayfs redirect_dir)" }),
	};
}

/**
 * Why the layers cannot be trusted when a file without data (absolute path → path in the image) only notes new rights for that of a lower
 * layer, which still has the data (overlayfs metacopy). Any other such file just holds nothing.
 */
export async function doubtMetacopies(hollow: ReadonlyMap<BytePath, string>): Promise<string | undefined> {
	if (hollow.size === 0) return undefined;
	const attributes = await readOverlayAttributes(hollow.keys());
	if (!attributes.ok) return attributes.why;
	const [first] = attributes.metacopies;
	return first && `${hollow.get(first) ?? first} has no data in its layer (overlayfs metacopy)`;
}

/** The folders that one of the lower trees has too, and all when folders may be renamed; those of the lowest tree never. */
function* askedFolders(roots: readonly BytePath[]): Generator<BytePath> {
	const every = mayRenameFolders();
	const lowest = roots.at(-1);
	let found: BytePath[] = [];
	function* list({ path, having }: MergedFolder<BytePath>): Generator<void, readonly PackedNames[]> {
		const asked = every ? having.filter((root) => root !== lowest) : having.slice(0, -1);
		found = asked.map((root) => (path === "" ? root : `${root}/${path}`));
		return asked.length > 0 ? having.map((root) => packNames(listFolders(`${root}/${path}`))) : [];
	}
	for (const _ of walkMerged(roots, list)) {
		yield* found;
		found = [];
	}
}

/** A renamed folder stands where no lower layer has one: with that kernel setting, every folder must be asked. */
function mayRenameFolders(): boolean {
	try {
		return fs.readFileSync("/sys/module/overlay/parameters/redirect_dir", "utf8").trim() === "Y";
	} catch {
		return false;
	}
}
