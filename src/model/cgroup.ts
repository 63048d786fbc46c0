/** Values of cgroup files by their names (`memory.max`, `memory.limit_in_bytes`), as the kernel takes them. */
export type CgroupValues = Readonly<Record<string, string>>;

export type CgroupVersion = "1" | "2";

/** Takes a cgroup of ours for one run: the first of `mlbuild`, `mlbuild-2`, … that nobody holds. */
export interface CgroupLease {
	readonly act: "lease";
	readonly version: CgroupVersion;
	/** The run that holds it, as `printHolder` writes it. */
	readonly holder: string;
	readonly values: CgroupValues;
}

/** Writes the limits of a leased cgroup once more. */
export interface CgroupRenew {
	readonly act: "renew";
	readonly version: CgroupVersion;
	readonly holder: string;
	readonly path: string;
	readonly values: CgroupValues;
}

/** Gives back whatever this holder has, with all below it. */
export interface CgroupRelease {
	readonly act: "release";
	readonly version: CgroupVersion;
	readonly holder: string;
}

/** Writes limits of the RUN steps' cgroup of a builder; makes it when it is not there yet. */
export interface CgroupWrite {
	readonly act: "write";
	readonly version: CgroupVersion;
	/** Below the cgroup root: `/docker/buildx/<container id>/buildkit`. */
	readonly path: string;
	readonly values: CgroupValues;
	/** `take`: fails when another run that may live has limits there; `give`: writes only when this run still has it, and takes that mark away again. Absent: nobody else can have it. */
	readonly hold?: { readonly act: "take" | "give"; readonly holder: string };
}

/** What needs root: the only changes that are ever made with it. */
export type CgroupEdit = CgroupLease | CgroupRenew | CgroupRelease | CgroupWrite;

/** `path` is the cgroup that was leased or written. `tookOver`: from a run that is dead, whose limits may stand there. `held`: by another run that may live. */
export type CgroupEdited =
	| { readonly ok: true; readonly path: string; readonly tookOver?: true }
	| { readonly ok: false; readonly why: string; readonly held?: true };
