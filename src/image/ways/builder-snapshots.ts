import { isJson, rows } from "../../model/json.ts";
import type { TreeScan } from "../../model/scan.ts";
import type { World } from "../../model/world.ts";
import { engineProof } from "../blobs.ts";
import { BUILDER_SNAPSHOTS, BUILDER_STATE, findLayerFolders } from "../builder-state.ts";
import { WANTED_TEXTS } from "../wanted.ts";
import type { Way } from "./way.ts";

/**
 * The layers' snapshot folders in the state volume of a docker-container builder, listed as root. Which folder is which
 * layer is proven by the builder's own databases: they name the content digest of each.
 */
export const builderSnapshots: Way = {
	id: "builder-snapshots",
	title: "snapshots in the builder's state volume",
	tells: "layers",
	fits(subject) {
		if (subject.kind !== "builder-image") return "the image is in the engine, not in a builder";
		if (subject.container === undefined) return "the builder is no container of this engine";
		return subject.engine.local || "the engine is not on this machine";
	},
	async look({ world, subject, outline, sink }) {
		if (subject.kind !== "builder-image" || subject.container === undefined || !outline) {
			return { ok: false, why: "the image's manifest cannot be read" };
		}
		const { container } = subject;
		const [volume, found] = await Promise.all([
			stateVolume(world, container),
			findLayerFolders(world, container, outline.diffIds),
		]);
		if (volume === undefined) return { ok: false, why: `${container} has no volume for ${BUILDER_STATE}` };
		if (!found.ok) return found;
		const trees = found.folders.map(({ number, compared }, index) => ({
			index,
			path: `${volume}/${BUILDER_SNAPSHOTS}/${number}/fs`,
			skipUnchanged: compared,
		}));
		const request: TreeScan = {
			proof: engineProof(subject.engine),
			trees: trees.toReversed(),
			...WANTED_TEXTS,
		};
		return world.scanTrees(request, sink);
	},
};

/** The folder on this machine that is mounted at the builder's state. */
async function stateVolume(world: World, container: string): Promise<string | undefined> {
	const reply = await world.engine.call({ path: `/containers/${encodeURIComponent(container)}/json` });
	if (reply.status !== 200) return undefined;
	const json: unknown = JSON.parse(reply.text);
	const mounts = isJson(json) ? rows(json, "Mounts") : [];
	const mount = mounts.find((one) => one["Destination"] === BUILDER_STATE);
	const source = mount?.["Source"];
	return typeof source === "string" ? source : undefined;
}
