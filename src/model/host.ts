import type { Bytes } from "./bytes.ts";

export type RunnerKind = "github-hosted" | "self-hosted" | "none";
export type ImageStore = "overlay2" | "containerd" | "other";

/** A file system that matters to the run. */
export interface Disk {
	/** What it holds: `engine data`, `engine images`, `engine volumes`, `builder data`, `engine temp`, `workspace`, `temp`, `cache`, `output`. */
	readonly role: string;
	readonly path: string;
	readonly free?: Bytes;
	readonly total?: Bytes;
	/** Device id: equal ids are one disk. */
	readonly device?: string;
}

/** Which disk a build fills: that of a builder whose state was put on a disk of its own, else that of the engine's data. */
export function buildDisk<D extends { readonly roles: readonly string[] }>(disks: readonly D[]): D | undefined {
	const withRole = (role: string) => disks.find(({ roles }) => roles.includes(role));
	return withRole("builder data") ?? withRole("engine data");
}

/** The engine that answers, as `docker info` tells it. */
export interface Engine {
	readonly endpoint: string;
	readonly version: string;
	readonly id: string;
	readonly dataRoot: string;
	readonly store: ImageStore;
	readonly storageDriver: string;
	readonly cgroupVersion: "1" | "2" | "unknown";
	readonly cgroupDriver: string;
	readonly rootless: boolean;
	/** `linux/amd64`. */
	readonly platform: string;
	/** The endpoint is a socket on this machine. */
	readonly local: boolean;
	/** The folder `dataRoot` here is this engine's (its engine-id file says so); absent: could not be looked at. */
	readonly rootProven?: boolean;
	/**
	 * With the containerd store: the folder in which containerd keeps the images and what the engine's own builder makes. It is not in the data
	 * root where containerd is a service of its own; then `here` says whether there is such a folder on this machine.
	 */
	readonly containerd?: { readonly root: string; readonly here?: boolean };
}

/** The folder of a containerd that dockerd has started itself. */
export function ownContainerd(dataRoot: string): string {
	return `${dataRoot}/containerd/daemon`;
}

/** The buildx of this machine. */
export interface Buildx {
	readonly version: string;
	/** The plugin's path, where it may be called without Docker's own command line in between. */
	readonly plugin?: string;
}

/** A builder that is there already: named by `builder`, or made current by an earlier step. */
export interface Builder {
	readonly name: string;
	/** `docker-container`, `docker`, `kubernetes`, `remote`, `cloud`. */
	readonly driver: string;
	/** Names of its nodes; a docker-container node lives in the container `buildx_buildkit_<node>`. */
	readonly nodes: readonly string[];
	/** Where its containers are, when that is not the engine of this run. */
	readonly elsewhere?: string;
	/** Made with `default-load=true`: buildx loads what it builds when no output is named. */
	readonly defaultLoad?: true;
	/** Why it is the one: `input builder`, `BUILDX_BUILDER`, `current builder`. */
	readonly from: string;
	/** It was named and is not there: why. */
	readonly missing?: string;
}

/** One life of a container, by the engine's words: after a restart, or when it was made anew under its name, it is another. */
export interface ContainerLife {
	readonly startedAt: string;
	readonly restarts: number;
}

/** The builder that a run builds on. */
export interface UsedBuilder extends Builder {
	/** The life in which this run has made it. Absent: the user's, which nobody may have started yet. */
	readonly life?: ContainerLife;
	/** The disk that holds its state, when that does not lie beside the engine's data, and a folder there for temporary files. */
	readonly store?: { readonly disk: Disk; readonly temp: string };
}

/** Where we are. Unknown is absent. */
export interface Host {
	readonly runner: RunnerKind;
	readonly os: string;
	readonly arch: string;
	readonly cpus: number;
	readonly memory?: Bytes;
	readonly swap?: Bytes;
	readonly cgroup: { readonly version: "1" | "2" | "unknown"; readonly path?: string };
	readonly root: boolean;
	/** `sudo -n` works, or is not needed; `untested` where only the disks were looked at. */
	readonly sudo: "not-needed" | "passwordless" | "no" | "untested";
	readonly disks: readonly Disk[];
	readonly engine: Engine | { readonly missing: string };
	readonly buildx: Buildx | { readonly missing: string };
	readonly buildkit?: string;
	/** The builder buildx would use when it is not the engine's own. */
	readonly builder?: Builder;
}
