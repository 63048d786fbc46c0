import type { ImageFacts } from "../model/facts.ts";
import { below } from "../model/json.ts";
import { engineImage } from "./engine-names.ts";
import { isLoad, printOutput, readOutput } from "./engines/output.ts";
import type { Solve } from "./engines/solve.ts";
import { holdToJudged } from "./judged.ts";
import { type Built, read, type Session } from "./session.ts";
import { solveAgain } from "./solve-again.ts";

/** An image in the engine that has no name yet. */
export interface Loaded {
	readonly id: string;
	readonly metadata: string;
}

/** Loads the image without a name, and compares what the engine then has with what was judged. */
export async function loadUnnamed(
	session: Session,
	built: Built,
	whole: Solve,
	env: Readonly<Record<string, string>>,
	judged: readonly ImageFacts[],
): Promise<Loaded> {
	const given = whole.outputs.map(readOutput).find(isLoad);
	const { name: _name, ...attrs } = given?.attrs ?? {};
	const { iidFile } = built.setup;
	const solve = {
		...whole,
		...(iidFile !== undefined && { iidFile }),
		tags: [],
		push: false,
		load: given === undefined,
		outputs: given ? [printOutput({ ...given, attrs })] : [],
	};
	const metadata = await solveAgain(session, solve, env, "Load");
	const id = (await read(session, iidFile))?.trim() ?? "";
	await holdToJudged("loaded", judged, async () => [layersOf(await engineImage(session, id))], false);
	return { id, metadata };
}

function layersOf(image: Readonly<Record<string, unknown>>): readonly string[] {
	const layers = below(image, "RootFS")["Layers"];
	return Array.isArray(layers) ? layers.map(String) : [];
}
