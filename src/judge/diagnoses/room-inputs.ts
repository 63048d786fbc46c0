import type { Bytes } from "../../model/bytes.ts";
import type { Aftermath } from "../../model/diagnosis.ts";
import type { DiskWatch } from "../../model/watch.ts";
import { printSize } from "../sizes.ts";

/** Two digits. */
export function roundUp(bytes: Bytes): Bytes {
	const unit = 10 ** Math.max(6, Math.floor(Math.log10(Math.max(1, bytes))) - 1);
	return Math.ceil(bytes / unit) * unit;
}

/** As the size inputs take it: `12GB`, `500MB`. */
export function inputSize(bytes: Bytes): string {
	return printSize(roundUp(bytes)).replace(" ", "");
}

/** More than `least` bytes are needed at `path`, and by which inputs of ours that can be had. */
export function haveMore(aftermath: Aftermath, path: string, least: Bytes, disk: DiskWatch | undefined): string {
	const how = roomInputs(aftermath, least, disk);
	return `have more than ${printSize(roundUp(least))} free at ${path} before the build${how === undefined ? "" : `: ${how}`}`;
}

/** Of the disks on which a runner's software may lie. */
const ROLES = ["engine data", "workspace"];

/** The inputs that make more than `least` bytes of room on this disk. Nothing where they cannot. */
export function roomInputs(
	{ elsewhere, room }: Aftermath,
	least: Bytes,
	disk: DiskWatch | undefined,
): string | undefined {
	const { runner, asked, made, never } = room;
	const number = roundUp(Math.max(least, asked.minFree ?? 0) * 1.2);
	const fits = disk?.total === undefined || number < disk.total;
	if (elsewhere || never || !fits || !(disk?.roles ?? ROLES).some((role) => ROLES.includes(role))) return undefined;
	const before = asked.minFree === undefined ? "" : ` instead of ${inputSize(asked.minFree)}`;
	const minFree = `min-free: ${inputSize(number)}${before}`;
	const on = asked.freeDisk === "off" ? "leave out free-disk: off, and " : "";
	if (runner !== "github-hosted") {
		const allowed = asked.allowSelfHosted ? "" : "allow-self-hosted: true with ";
		return `${on}${allowed}${minFree} removes what remove names, and nothing else goes on this machine`;
	}
	if (made) return "what may go by itself is gone already, remove: names what else may go";
	const more = before === "" ? "" : "more ";
	return `${on}${minFree} frees ${more}software of the runner that the job does not use, remove: names what else may go`;
}
