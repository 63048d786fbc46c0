import prettyBytes from "pretty-bytes";
import type { Asked } from "./asked.ts";
import { parseOutput } from "./build/engines/output.ts";
import { type Bytes, SIZE_FORMAT } from "./model/bytes.ts";
import type { Problem } from "./model/errors.ts";
import type { Disk } from "./model/host.ts";

/**
 * Roles of the disks of this machine that the build writes to. `elsewhere`: the engine or its builder is on another machine. A builder with
 * a disk of its own writes nothing beside the engine's data.
 */
export function writtenRoles(
	{ build }: Pick<Asked, "build">,
	elsewhere: boolean,
	disks: readonly Pick<Disk, "role">[],
): readonly string[] {
	const store = disks.some(({ role }) => role === "builder data") ? "builder data" : "engine data";
	const toFiles = [...build.outputs, ...build.cacheTo].some((item) => parseOutput(item)?.attrs["dest"] !== undefined);
	return [...(elsewhere ? [] : [store]), ...(toFiles ? ["workspace", "temp", "cache", "output"] : [])];
}

/** Why a build with that `stop-below` could never run here; nothing when it can. */
export function stopProblem(below: Bytes, disks: readonly Disk[], roles: readonly string[]): Problem | undefined {
	const input = "stop-below";
	const value = inputSize(below);
	const written = disks.filter(
		(disk): disk is Disk & { free: Bytes } => roles.includes(disk.role) && disk.free !== undefined,
	);
	if (written.length === 0) {
		const message = "cannot be watched: the build writes to no disk that can be seen from here";
		return { input, value, message, remedy: "leave it out; the engine or its builder is on another machine" };
	}
	const [fullest] = written.toSorted((one, other) => one.free - other.free);
	if (fullest === undefined || fullest.free > below) return undefined;
	return {
		input,
		value,
		message: `is no less than what is free before the build: ${print(fullest.free)} at ${fullest.path} (${fullest.role})`,
		remedy: `free more than ${print(below)} there before this step, or write less than is free, for example "${inputSize(lower(fullest.free))}"`,
	};
}

/** What will be watched, for the printed plan. */
export function stopTitle(below: Bytes): string {
	return `watch that ${print(below)} of disk stay free, and end the build when they do not`;
}

/** A tenth of what is free: some room to build in, and enough for a runner. */
function lower(free: Bytes): Bytes {
	const unit = free >= 10e9 ? 1e9 : free >= 1e9 ? 1e8 : 1e6;
	return Math.max(1e6, Math.floor(free / 10 / unit) * unit);
}

/** As the size inputs take it: `1GB`, `500MB`. */
function inputSize(bytes: Bytes): string {
	return print(bytes).replace(" ", "").replace("kB", "KB");
}

function print(bytes: Bytes): string {
	return prettyBytes(bytes, SIZE_FORMAT);
}
