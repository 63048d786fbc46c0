import type { World } from "../../model/world.ts";
import type { RunningStep } from "../progress/index.ts";
import { cgroupFolder, STEP_ID } from "./cgroup-source.ts";

type Files = Pick<World, "files">;

/** Folders whose own folders, or those `only`, are the cgroups of RUN steps. */
type StepFolders = readonly { readonly version: "1" | "2"; readonly path: string; readonly only?: RegExp }[];

/** A step that brings something from a server by BuildKit itself, which tells nothing of how it gets on: `ADD https://…`. */
const FETCHES = /\bhttps?:\/\//;

/** The first process of every RUN step there is. */
async function firstProcesses({ files }: Files, folders: StepFolders): Promise<readonly string[]> {
	const found = await Promise.all(
		folders.map(async ({ version, path, only = STEP_ID }) => {
			const top = cgroupFolder(version, "memory", path);
			const names = (await files.list(top).catch(() => [])).filter((name) => only.test(name));
			const texts = names.map((name) => files.read(`${top}/${name}/cgroup.procs`).catch(() => undefined));
			return (await Promise.all(texts)).flatMap((text) => text?.split("\n")[0] || []);
		}),
	);
	return found.flat();
}

/**
 * Bytes that went to and from the running steps since any moment. A RUN step mostly has a network of its own; where it has the machine's, or
 * BuildKit itself fetches, all that the machine sent and got is counted. Nothing: no step that runs could have used it unseen.
 */
export async function networkBytes(
	world: Files,
	running: readonly RunningStep[],
	folders: StepFolders,
): Promise<number | undefined> {
	const read = (path: string) => world.files.read(path).catch(() => undefined);
	const [machine, pids] = await Promise.all([
		read("/proc/net/dev").then(parseDevices),
		running.some(({ isRun }) => isRun) ? firstProcesses(world, folders) : [],
	]);
	const devices = await Promise.all(pids.map((pid) => read(`/proc/${pid}/net/dev`).then(parseDevices)));
	const own = devices.filter(({ names }) => names !== "" && names !== machine.names);
	const shared = devices.some(({ names }) => names === machine.names);
	const fetched = running.some(({ isRun, name }) => !isRun && FETCHES.test(name));
	if (shared || fetched) return machine.names === "" ? undefined : machine.bytes;
	return own.length === 0 ? undefined : own.reduce((sum, { bytes }) => sum + bytes, 0);
}

interface Devices {
	/** Equal names: the same network, as far as anybody but root can tell. */
	readonly names: string;
	readonly bytes: number;
}

/** `/proc/net/dev`: a line for each device, its 1st number is bytes received, its 9th bytes sent. */
export function parseDevices(text: string | undefined): Devices {
	const lines = [...(text ?? "").matchAll(/^\s*(\S+):\s*(\d+)(?:\s+\d+){7}\s+(\d+)/gm)];
	return {
		names: lines.map(([, name]) => name).join(" "),
		bytes: lines.reduce((sum, [, , received, sent]) => sum + Number(received) + Number(sent), 0),
	};
}
