import { t as fromText } from "./byte-paths.js";
import { n as walkTrees } from "./tree-walk.js";
// src/world/small-files.ts
/**
* Lists a folder that holds a few files of an image (an exported `type=local` output) and reads the wanted ones, as our
* own user. The folder was made by us; what is in it is not: no link is followed.
*/
async function readSmallFiles(folder, wanted, maxFileBytes, sink) {
	try {
		await walkTrees([{ root: fromText(folder) }], {
			wanted: new RegExp(wanted),
			maxFileBytes,
			encoding: "utf8",
			opaque: /* @__PURE__ */ new Set(),
			breathe: () => new Promise((resolve) => setImmediate(resolve))
		}, sink);
		return { ok: true };
	} catch (error) {
		return {
			ok: false,
			why: `${folder} cannot be read: ${error.message}`
		};
	}
}
export { readSmallFiles };
