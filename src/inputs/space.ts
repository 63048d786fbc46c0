import type { SpaceAsked } from "../model/space.ts";
import { COMPONENT_NAMES, COMPONENTS } from "../space/components/index.ts";
import { nearest } from "./nearest.ts";
import type { Reader } from "./reader.ts";

/** What both the action and its sub-action for disk space ask for. */
type RoomAsked = Omit<SpaceAsked, "freeDisk">;

/** Reads the inputs about room on the disk, with the switch that the whole action has. */
export function readSpace(reader: Reader): SpaceAsked {
	const freeDisk = reader.choice("free-disk", ["auto", "off"]);
	const room = readRoom(reader);
	if (freeDisk === "off") refuseBesideOff(reader, room);
	return { freeDisk, ...room };
}

/** Reads what the sub-action takes too. */
export function readRoom(reader: Reader): RoomAsked {
	const minFree = reader.bytes("min-free");
	const keep = readNames(reader, "keep");
	const remove = readNames(reader, "remove");
	for (const id of keep.filter((name) => remove.includes(name))) {
		reader.problem({
			input: "keep",
			value: id,
			message: "stands in remove too",
			remedy: "name it in one of the two",
		});
	}
	return {
		...(minFree !== undefined && { minFree }),
		keep,
		remove,
		allowSelfHosted: reader.flag("allow-self-hosted"),
	};
}

/** Names of components and groups, each once. What is none is refused: a typing error must not remove less or more than was meant. */
function readNames(reader: Reader, input: "keep" | "remove"): readonly string[] {
	const names = [...new Set(reader.list(input))];
	for (const name of names) {
		if (COMPONENT_NAMES.includes(name)) continue;
		const near = nearest(name, COMPONENT_NAMES) ?? partOf(name);
		const hint = near === undefined ? "" : `did you mean "${near}"? `;
		reader.problem({
			input,
			value: name,
			message: name.includes("/") ? "is a path, and only components can be named" : "is no component that is known",
			remedy: `${hint}${hint === "" ? "the" : "The"} list is in docs/components.md`,
		});
	}
	return names.filter((name) => COMPONENT_NAMES.includes(name));
}

/** What is written for a longer id (`aws`, `gcloud`), or for one of its paths. */
function partOf(name: string): string | undefined {
	const word = name.toLowerCase().replaceAll("_", "-");
	if (word.length < 3) return undefined;
	if (word.startsWith("/")) {
		const holds = (path: string) =>
			path.split("*")[0] === word || word.startsWith(`${path}/`) || path.startsWith(`${word}/`);
		return COMPONENTS.find(({ paths }) => paths.some(holds))?.id;
	}
	const titled = COMPONENTS.find(
		({ id, title, links }) =>
			id.split("-").includes(word) ||
			title.toLowerCase().split(/\W+/).includes(word) ||
			links.some((link) => link.endsWith(`/${word}`)),
	);
	return titled?.id;
}

function refuseBesideOff(reader: Reader, { minFree, remove }: RoomAsked): void {
	const refuse = (input: string, value: string) =>
		reader.problem({
			input,
			value,
			message: "asks for room, and free-disk: off makes none",
			remedy: `leave out ${input}, or free-disk: off`,
		});
	if (minFree !== undefined) refuse("min-free", reader.text("min-free"));
	if (remove.length > 0) refuse("remove", remove.join(", "));
}
