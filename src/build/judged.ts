import type { ImageFacts } from "../model/facts.ts";
import { undelivered } from "./delivery.ts";

export const NOT_REPEATABLE =
	"the build is not repeatable from its cache: look for a builder that is shared or collects garbage during the build";

/** Uncompressed digests of an image's layers, lowest first: the same files whatever the compression and the kind of manifest. */
export type DiffIds = readonly string[];

/** Holds images to those that were judged, by their layers; throws when one differs, is missing or cannot be read. */
export async function holdToJudged(
	what: string,
	judged: readonly ImageFacts[],
	read: () => Promise<readonly DiffIds[]>,
	all: boolean,
): Promise<void> {
	const wanted = judged.map(({ layers }) => {
		if (layers.known) return layers.value.map(({ diffId }) => diffId).join(" ");
		throw undelivered(
			`what was ${what} cannot be compared with what was judged: the judged layers are unknown (${layers.why})`,
			'mend what kept them from being read, or give "gate: off"',
		);
	});
	const found = (await reading(what, read)).map((ids) => ids.join(" "));
	const same = found.every((ids) => wanted.includes(ids)) && (!all || wanted.every((ids) => found.includes(ids)));
	if (found.length > 0 && same) return;
	throw undelivered(
		`what was ${what} is not what was judged (layers judged: ${wanted.join(" | ")}; ${what}: ${found.join(" | ") || "none"})`,
		NOT_REPEATABLE,
	);
}

async function reading<T>(what: string, read: () => Promise<T>): Promise<T> {
	try {
		return await read();
	} catch (error) {
		throw undelivered(
			`what was ${what} could not be compared with what was judged: ${(error as Error).message}`,
			"mend what the message says; until then no name is given",
		);
	}
}
