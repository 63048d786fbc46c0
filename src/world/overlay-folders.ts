import fs from "node:fs";
import { readOverlayAttributes } from "./overlay-attributes.ts";
import { type BytePath, isFolder, listFolder } from "./tree-walk.ts";

/** Folders that hide the lower layers' folder of the same path, and why that may be incomplete. */
export interface OpaqueFolders {
	/** Absolute. */
	readonly folders: ReadonlySet<BytePath>;
	readonly unsure?: string;
}

const MOST_FOLDERS = 200_000;

/**
 * Finds the opaque folders of overlayfs layers (highest first). Only a folder that a lower layer has too can hide
 * something, so only those are asked for their attributes.
 */
export async function findOpaqueFolders(roots: readonly BytePath[]): Promise<OpaqueFolders> {
	const renames = mayRenameFolders();
	const asked: BytePath[] = [];
	roots.forEach((root, i) => {
		const lower = roots.slice(i + 1);
		if (lower.length > 0) collect(root, lower, renames, asked);
	});
	if (asked.length > MOST_FOLDERS)
		return { folders: new Set(), unsure: `more than ${MOST_FOLDERS} folders are in several layers` };
	const attributes = await readOverlayAttributes(asked);
	if (!attributes.ok) return { folders: new Set(), unsure: attributes.why };
	return {
		folders: attributes.opaque,
		...(attributes.redirected && { unsure: "a layer renames folders of lower layers (overlayfs redirect_dir)" }),
	};
}

/** Collects the folders below `root` that one of the lower trees has too; `every`: all folders. */
function collect(root: BytePath, lower: readonly BytePath[], every: boolean, asked: BytePath[]): void {
	const waiting: { below: BytePath; lower: readonly BytePath[] }[] = [{ below: "", lower }];
	for (let next = waiting.pop(); next && asked.length <= MOST_FOLDERS; next = waiting.pop()) {
		const { below, lower: seen } = next;
		asked.push(root + below);
		for (const entry of listFolder(root + below)) {
			if (!entry.isDirectory()) continue;
			const path = `${below}/${entry.name}`;
			const shared = seen.filter((tree) => isFolder(tree + path));
			if (every || shared.length > 0) waiting.push({ below: path, lower: shared });
		}
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
