import type { Aftermath } from "../../model/diagnosis.ts";
import type { StepRun } from "../../model/timeline.ts";
import type { DiskWatch, LowDisk } from "../../model/watch.ts";
import { printSize } from "../sizes.ts";
import { type DiskShape, fullBetweenLooks, takers } from "./disk-facts.ts";
import { haveMore, inputSize, roomInputs, roundUp } from "./room-inputs.ts";
import { tidyStep } from "./tidy.ts";
import { stepText } from "./words.ts";

/** What to do about a full disk, best first. How much more it would have needed nobody knows: what it took is said instead. */
export function diskRemedies(
	aftermath: Aftermath,
	shape: DiskShape,
	seen: DiskWatch | undefined,
	line: string,
): readonly string[] {
	const unseen = fullBetweenLooks(aftermath, shape);
	const disk = seen ?? (unseen && { ...unseen, lowest: 0 });
	if (disk === undefined && shape === "elsewhere") return elsewhere(aftermath, line);
	const general = [
		...roomier(aftermath, disk),
		...(disk ? freeBefore(aftermath, shape, disk) : freeSomewhere(aftermath, shape)),
	];
	return [...OWN[shape](aftermath, disk), ...general];
}

/** What to do when we ended the build before the disk was full. `taken`: what it had taken by then, which was not enough. */
export function stoppedRemedies(
	aftermath: Aftermath,
	low: LowDisk,
	disk: DiskWatch | undefined,
	run: StepRun | undefined,
): readonly string[] {
	const taken = Math.max(0, (disk?.start ?? low.free) - low.free);
	const least = roundUp(taken + low.below);
	return [
		...tidyStep(run),
		...largest(aftermath),
		haveMore(aftermath, low.path, least, disk),
		...roomier(aftermath, disk),
		`take a runner with a larger disk: the build took ${printSize(taken)} and was not done`,
		`let it go on for longer with stop-below: ${inputSize(low.below / 2)}, or without it: then a full disk ends the build`,
	];
}

type Remedy = (aftermath: Aftermath, disk: DiskWatch | undefined) => readonly string[];

const OWN: Readonly<Record<DiskShape, Remedy>> = {
	run: (aftermath) => [...tidyStep(aftermath.failure?.run), ...largest(aftermath)],
	pull: (aftermath) => [
		"take a smaller base image: it lies on the disk compressed and unpacked while it is pulled",
		...largest(aftermath),
	],
	export: (aftermath) => [
		"build with the engine's own builder, driver: docker, which keeps the layers where they are instead of writing them a second time",
		...largest(aftermath),
	],
	load: () => [
		"do not load: push instead (push: true, load: false), or build with driver: docker; a load writes the image as one tar file and unpacks it again, about three times its size",
	],
	output: () => [
		"write the result to a folder on a disk with more room (dest=… in outputs), or push it instead (push: true), which writes nothing here",
	],
	"cache-export": () => [
		"export the cache to a registry instead of a folder, cache-to: type=registry,ref=…, or leave intermediate stages out of it with mode=min",
	],
	"engine-temp": (aftermath) => largest(aftermath),
	context: () => [
		"send less: name data, weights, virtual environments and .git in .dockerignore; the whole context is copied to the builder first",
	],
	temp: () => ["point RUNNER_TEMP or TMPDIR to a folder on a disk with more room"],
	inodes: (aftermath) => [
		"write fewer files: delete package caches and sources in the same RUN that makes them (`pip install --no-cache-dir`, `conda clean -afy`, `npm cache clean --force`)",
		"put the engine's data root on a file system with more inodes (mkfs.ext4 -N, or xfs, which makes them as needed)",
		...largest(aftermath),
	],
	elsewhere: () => [],
};

/** No step that took less filled a disk. */
const WORTH = 100e6;

function largest(aftermath: Aftermath): readonly string[] {
	const [most] = takers(aftermath);
	if (most === undefined || most.bytes < WORTH) return [];
	const took = `${most.shared ? "up to " : ""}${printSize(most.bytes)}`;
	return [`make the largest step smaller: ${stepText(most.run)} took ${took}`];
}

/** Another disk of this machine that has more left than the whole of the full one had at the start. */
function roomier({ watch: { disks } }: Aftermath, full: DiskWatch | undefined): readonly string[] {
	if (full === undefined) return [];
	const [most] = disks
		.filter((disk) => disk !== full && disk.lowest > Math.max(full.start * 1.5, 5e9))
		.toSorted((one, other) => other.lowest - one.lowest);
	if (most === undefined) return [];
	const what = full.roles.includes("engine data")
		? "the engine's data root (data-root in /etc/docker/daemon.json)"
		: `what lies at ${full.path}`;
	return [`move ${what} to the disk of ${most.path}, which always had ${printSize(most.lowest)} free`];
}

function freeBefore(aftermath: Aftermath, shape: DiskShape, full: DiskWatch): readonly string[] {
	const taken = full.start - full.lowest;
	const took = taken > 1e6 ? `, the ${printSize(taken)} that this build could take were not enough` : "";
	// Inodes are not asked for in bytes, and a disk that was full all the time tells no number.
	const ours = shape === "inodes" || took === "" ? undefined : roomInputs(aftermath, full.start, full);
	const software =
		ours === undefined
			? ", old images (`docker system prune -af`) and software of the runner that the job does not use"
			: " and old images (`docker system prune -af`)";
	return [
		...(ours === undefined ? [] : [haveMore(aftermath, full.path, full.start, full)]),
		`free space at ${full.path} before the build: remove what earlier steps left${software}${took}; or take a runner with a larger disk`,
	];
}

/** It filled up and was emptied again between two looks, or it is not looked at. */
function freeSomewhere({ watch: { disks } }: Aftermath, shape: DiskShape): readonly string[] {
	const temp = disks.find(({ roles }) => roles.includes("engine temp"));
	if (temp && (shape === "load" || shape === "engine-temp"))
		return [
			`free space at ${temp.path}, the engine's temporary folder, which had ${printSize(temp.start)} free when the build began and takes all that is loaded; or point DOCKER_TMPDIR of the engine's service to a larger disk`,
		];
	return [
		"free space where it was written, which is none of the disks looked at: the engine's own temporary folder (DOCKER_TMPDIR of its service), the folder of the cache (dest=…), or another machine",
	];
}

/** The words speak of a full disk, and the disks that we look at have room. */
function elsewhere({ elsewhere: remote }: Aftermath, line: string): readonly string[] {
	return [
		...(remote ? ["look at the disk of the machine where the builder runs: it is not this one"] : []),
		...(/\/dev\/shm|shm_open|shared memory/i.test(line)
			? ["give the RUN steps more shared memory, for example shm-size: 2g (Docker's default is 64 MB)"]
			: []),
		...(/quota/i.test(line)
			? ["raise the quota of the user or project, or delete what fills it: the disk itself has room"]
			: []),
		"look whether the step writes to a tmpfs: /dev/shm (shm-size), or a --mount=type=tmpfs with a size; those live in memory",
		"look whether a single file was larger than what was free: then it fails at once, and the free bytes never go down",
		...(remote
			? []
			: ["look at the disk of the builder when it runs on another machine or in a container with a size of its own"]),
	];
}
