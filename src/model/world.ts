import type { Bytes } from "./bytes.ts";
import type { CgroupEdit, CgroupEdited } from "./cgroup.ts";
import type { Command, CommandResult } from "./command.ts";
import type { Life, ProcessName } from "./process.ts";
import type { ReclaimEvent, ReclaimFinish, ReclaimFinished, Reclaiming, ReclaimRequest } from "./reclaim.ts";
import type { Annotation } from "./report.ts";
import type { Outcome, ScanSink, TreeScan } from "./scan.ts";
import type { SwapEdit, SwapEdited } from "./swap.ts";

/** Where people read along: a workflow log or a terminal. Secrets are masked in whatever is printed. */
export interface Log {
	/** Escape codes for colours are understood. */
	readonly color: boolean;
	/** Text of ours. */
	info(text: string): void;
	/** Text of the build, an image or a pull request: printed so that it can never become a workflow command. */
	data(lines: readonly string[]): void;
	/** Opens a foldable group; groups do not nest. */
	open(title: string): void;
	close(): void;
	warning(text: string): void;
	error(text: string): void;
	annotate(annotation: Annotation): void;
	/** Replaces the status line of a terminal; nothing elsewhere. */
	status(text: string): void;
	/** From now on the value is printed as `***`, here and in {@link Log.mask}. */
	secret(value: string): void;
	/** The text with all secrets replaced. */
	mask(text: string): string;
}

/** A request to the engine's own HTTP interface. `path` without version: `/info`. */
export interface EngineRequest {
	readonly method?: "GET" | "POST" | "DELETE";
	readonly path: string;
	readonly body?: unknown;
	/** Nothing came for so long. */
	readonly timeoutMs?: number;
	/** Breaks the request off, and the answer too. */
	readonly enough?: AbortSignal;
}

/** Status 0: not reached, `text` says why. */
export interface EngineReply {
	readonly status: number;
	readonly text: string;
}

/** The engine at `endpoint`, through its socket. */
export interface EnginePort {
	/** `unix:///var/run/docker.sock`, `tcp://…`, `ssh://…`: from DOCKER_HOST, the current context, or the default. */
	readonly endpoint: string;
	/**
	 * The Docker context of that engine, and so the name of its own builder: buildx takes no other name for it
	 * (https://github.com/docker/buildx/blob/v0.38.2/builder/builder.go#L126).
	 */
	readonly context: string;
	/** Engine calls work on this kind of endpoint (unix sockets, tcp with and without TLS); else the command line must be used. */
	readonly direct: boolean;
	call(request: EngineRequest): Promise<EngineReply>;
	/** The body as a stream; throws an Error with status and text when the status is not 200. */
	stream(request: EngineRequest): Promise<AsyncIterable<Uint8Array>>;
}

/** What stands at a path; a link is not followed. */
export interface FoundPath {
	/** The pattern that it fits, as given. */
	readonly pattern: string;
	readonly path: string;
	readonly kind: "folder" | "file" | "link" | "other";
	/** Of the file system that it lies on, as {@link FilesPort.disk} names it. */
	readonly device: string;
	readonly uid: number;
	/** Epoch milliseconds. */
	readonly modifiedMs: number;
	/** The same path without links on the way to it; differs from `path` when there are some. */
	readonly real: string;
	/** Where a link ends, all links followed; where the chain breaks, what the link says. */
	readonly target?: string;
}

/** Files of this machine, as our own user. */
export interface FilesPort {
	/** Nothing when the file is not there; throws when it is and cannot be read. */
	read(path: string): Promise<string | undefined>;
	/** Creates folders as needed. `mode` defaults to 0600. Written whole: to a temporary name, then renamed. */
	write(path: string, text: string, mode?: number, encoding?: "utf8" | "base64"): Promise<void>;
	/** Removes a file or a folder of ours with all below it; nothing there is fine. */
	remove(path: string): Promise<void>;
	list(path: string): Promise<readonly string[]>;
	/** What is there, links followed; nothing when it is not there or cannot be looked at. */
	kind(path: string): Promise<"folder" | "file" | "other" | undefined>;
	/** The first bytes of a file, as Latin-1; nothing when it cannot be read. Links are followed. */
	head(path: string, bytes: number): Promise<string | undefined>;
	/** Everything that fits one of these absolute patterns, in their order; `*` stands for any characters of one name, hidden ones too. */
	findPaths(patterns: readonly string[]): Promise<readonly FoundPath[]>;
	/** Text of a regular file of our own user that nobody else may write, and that is no link; nothing of any other. */
	readOwn(path: string): Promise<string | undefined>;
	/** Makes a folder that is private (0700), with those above it; why not, when it cannot be made or written, or is not our own. */
	makePrivate(path: string): Promise<Error | undefined>;
	/** A new private folder (0700) below the temporary folder. `note` hears its path before it is made. */
	temporary(prefix: string, note?: (path: string) => Promise<void>): Promise<string>;
	/** Free and total bytes and the device of the file system that holds the nearest existing parent of `path`. */
	disk(path: string): Promise<{ readonly free: Bytes; readonly total: Bytes; readonly device: string } | undefined>;
	/** What is free by one cheap statfs, for samplers; nothing when the path is not reachable. No `inodes`: they are not counted there. */
	free(path: string): Promise<{ readonly bytes: Bytes; readonly inodes?: number } | undefined>;
	/** Absolute path, symbolic links followed. */
	resolve(path: string): Promise<string>;
	readonly temp: string;
	readonly home: string;
	readonly cwd: string;
}

/** What this machine is. */
export interface MachineFacts {
	readonly os: string;
	readonly arch: string;
	readonly cpus: number;
	readonly uid: number;
	readonly pid: number;
	/** This process. */
	readonly process: ProcessName;
	/** Who started this process: in a workflow the runner's worker, which lives as long as the job. */
	readonly parent: ProcessName;
	readonly node: string;
}

/** How a long program ended, and how to end it before that. */
export interface Streamed {
	readonly done: Promise<CommandResult>;
	readonly pid: number | undefined;
	/** Interrupts it and its children, after `graceMs` kills them. */
	end(graceMs: number): void;
}

/** The outside world. Everything that acts or looks goes through it, so that a test can pass in a recorded one. */
export interface World {
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly machine: MachineFacts;
	readonly log: Log;
	readonly engine: EnginePort;
	readonly files: FilesPort;
	/** Epoch milliseconds. */
	now(): number;
	/** Milliseconds since some moment; never goes back, whoever sets the clock. */
	monotonic(): number;
	/** Aborted when the run is cancelled. */
	readonly cancelled: AbortSignal;
	/** Runs a short program and keeps its output. Never throws: a program that cannot start has code null and `error`. */
	run(command: Command): Promise<CommandResult>;
	/** Runs a long program; its lines are handed over as they come, `stdout`/`stderr` of the result stay empty. */
	stream(
		command: Command,
		on: { readonly stdout?: (line: string) => void; readonly stderr?: (line: string) => void },
	): Streamed;
	/** Whether a process still runs, as far as that can be told from here. Never throws. */
	lives(who: ProcessName): Life;
	/** Ends a process group of an earlier run: interrupt, then kill. */
	endProcess(pid: number): Promise<void>;
	/** A sink that tells on, and keeps our memory small where an image has very much to tell. */
	spareMemory(sink: ScanSink): ScanSink;
	/** Lists trees and reads small files in them, as root when that is allowed (`sudo -n`), without following links. */
	scanTrees(request: TreeScan, sink: ScanSink): Promise<Outcome>;
	/** Sets limits of a build's cgroups, as root when that is allowed (`sudo -n`). Never throws. */
	editCgroup(edit: CgroupEdit): Promise<CgroupEdited>;
	/**
	 * Removes trees, as root when that is allowed (`sudo -n`), in a process that outlives us. Write `finish-reclaim` into the journal
	 * before. Never throws.
	 */
	reclaim(request: ReclaimRequest, on: (event: ReclaimEvent) => void): Reclaiming;
	/** Unlinks what a killed run has left half-way. Never throws. */
	finishReclaim(request: ReclaimFinish): Promise<ReclaimFinished>;
	/** Makes or removes a swap file of ours, as root when that is allowed (`sudo -n`). Never throws. */
	editSwap(edit: SwapEdit): Promise<SwapEdited>;
	/**
	 * Makes a private file (0600) that takes so many bytes of its disk, blocks and no hole. Gives the bytes that it takes; 0, and no file: it
	 * cannot be made there. Never throws, and never touches a file that is there already.
	 */
	reserve(path: string, bytes: Bytes): Promise<Bytes>;
	/** The kernel's log since boot, as root when that is allowed; nothing when it cannot be read. */
	readKernelLog(): Promise<string | undefined>;
	/** Lists a folder of our own and reads the first piece of the wanted files in it, as our own user, without following links. */
	readTree(folder: string, wanted: string, maxFileBytes: Bytes, sink: ScanSink): Promise<Outcome>;
	/** Decompresses a stream. */
	unpack(stream: AsyncIterable<Uint8Array>, encoding: "gzip" | "zstd" | "none"): AsyncIterable<Uint8Array>;
	/** Saves a text for the post step of this action (nothing on the command line). */
	saveState(name: string, value: string): void;
	setOutput(name: string, value: string): void;
	/** Appends Markdown to the job summary; false when there is none. */
	appendSummary(markdown: string): Promise<boolean>;
	/** Bytes that earlier writers of this step have put into the job summary. */
	summaryBytes(): Promise<Bytes>;
}
