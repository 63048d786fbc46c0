import type { CgroupEdit, CgroupEdited } from "../../src/model/cgroup.ts";
import type { Command, CommandResult } from "../../src/model/command.ts";
import type { Life, ProcessName } from "../../src/model/process.ts";
import type { ReclaimEvent, ReclaimFinish, ReclaimFinished, ReclaimRequest } from "../../src/model/reclaim.ts";
import type { SwapEdit, SwapEdited } from "../../src/model/swap.ts";
import type { EngineReply, FoundPath, World } from "../../src/model/world.ts";

/** What a test says of the outside world; everything else is empty, missing or refused. */
export interface FakeParts {
	readonly env?: World["env"];
	readonly uid?: number;
	/** Text by path; writes and removals change it. */
	readonly files?: Record<string, string>;
	/** How a program answers: by its argv joined with blanks. */
	readonly run?: (line: string, command: Command) => Partial<CommandResult> | undefined;
	readonly reply?: (path: string) => EngineReply;
	readonly endpoint?: string;
	/** Docker's context; `default` when a test does not say. */
	readonly context?: string;
	/** How cgroups change; may write into the files. */
	readonly cgroup?: (edit: CgroupEdit, files: Map<string, string>) => CgroupEdited;
	/** How swap changes; may write into the files. */
	readonly swap?: (edit: SwapEdit, files: Map<string, string>) => SwapEdited;
	readonly kernelLog?: string;
	/** What {@link World.files} finds by a pattern. */
	readonly found?: readonly FoundPath[];
	/** The file system at a path; every other one is `1`, half full. */
	readonly disks?: Readonly<Record<string, { readonly free: number; readonly total: number; readonly device: string }>>;
	/** Where a path really leads; every other one to itself. */
	readonly real?: Readonly<Record<string, string>>;
	/** What a removal tells, all at once; and how the end of a killed one's goes. */
	readonly reclaim?: (request: ReclaimRequest) => readonly ReclaimEvent[];
	readonly finishReclaim?: (request: ReclaimFinish) => ReclaimFinished;
	/** What is known of other processes. */
	readonly lives?: (who: ProcessName) => Life;
}

/** The run of a test. */
export const SELF: ProcessName = { pid: 100, startTime: "7", pidNamespace: "1", boot: "b".repeat(32), machine: "m" };

/** A world in memory, and what was done to it. */
export interface FakeWorld {
	readonly world: World;
	readonly files: Map<string, string>;
	readonly ran: string[];
	readonly ended: number[];
	readonly warnings: string[];
	readonly edits: CgroupEdit[];
	/** Requests of removals, and what they were told: `hurry`, `finish`, `leave`. */
	readonly removals: (ReclaimRequest | ReclaimFinish | string)[];
	readonly swapEdits: SwapEdit[];
}

export function fakeWorld(parts: FakeParts = {}): FakeWorld {
	const files = new Map(Object.entries(parts.files ?? {}));
	const ran: string[] = [];
	const ended: number[] = [];
	const warnings: string[] = [];
	const edits: CgroupEdit[] = [];
	const removals: FakeWorld["removals"] = [];
	const swapEdits: SwapEdit[] = [];
	const refuse = () => {
		throw new Error("a test did not say how the world answers this");
	};
	const endpoint = parts.endpoint ?? "unix:///var/run/docker.sock";
	const world: World = {
		env: parts.env ?? {},
		machine: {
			os: "linux",
			arch: "x64",
			cpus: 4,
			uid: parts.uid ?? 1001,
			pid: 100,
			process: SELF,
			parent: { ...SELF, pid: 50 },
			node: "24.21.0",
		},
		log: {
			color: false,
			info() {},
			data() {},
			open() {},
			close() {},
			warning: (text) => void warnings.push(text),
			error() {},
			annotate() {},
			status() {},
			secret() {},
			mask: (text) => text,
		},
		engine: {
			endpoint,
			context: parts.context ?? "default",
			direct: true,
			call: async ({ path }) => parts.reply?.(path) ?? { status: 0, text: "connect ENOENT" },
			stream: refuse,
		},
		files: {
			temp: "/tmp",
			home: "/home/me",
			cwd: "/work",
			read: async (path) => files.get(path),
			write: async (path, text) => void files.set(path, text),
			async remove(path) {
				for (const name of [...files.keys()]) if (name === path || name.startsWith(`${path}/`)) files.delete(name);
			},
			list: async (folder) => [
				...new Set(
					[...files.keys()]
						.filter((name) => name.startsWith(`${folder}/`))
						.map((name) => name.slice(folder.length + 1).split("/")[0] ?? ""),
				),
			],
			async kind(path) {
				if (files.has(path)) return "file";
				return path === "." || [...files.keys()].some((name) => name.startsWith(`${path}/`)) ? "folder" : undefined;
			},
			head: async (path, bytes) => files.get(path)?.slice(0, bytes),
			findPaths: async (patterns) =>
				patterns.flatMap((pattern) => (parts.found ?? []).filter((found) => found.pattern === pattern)),
			readOwn: async (path) => files.get(path),
			makePrivate: async () => undefined,
			async temporary(prefix, note) {
				await note?.(`/tmp/${prefix}-1`);
				return `/tmp/${prefix}-1`;
			},
			disk: async (path) => parts.disks?.[path] ?? { free: 50e9, total: 100e9, device: "1" },
			free: async () => ({ bytes: 50e9 }),
			resolve: async (path) => parts.real?.[path] ?? path,
		},
		now: () => 1_000_000,
		monotonic: () => 5000,
		cancelled: new AbortController().signal,
		async run(command) {
			const line = command.argv.join(" ");
			ran.push(line);
			const missing = { code: null, error: "not found" } as const;
			return { stdout: "", stderr: "", ms: 1, ...(parts.run?.(line, command) ?? missing) } as CommandResult;
		},
		stream: () => ({
			done: Promise.resolve({ code: 1, stdout: "", stderr: "", ms: 1 }),
			pid: undefined,
			end() {},
		}),
		async editCgroup(edit) {
			edits.push(edit);
			return parts.cgroup?.(edit, files) ?? { ok: false, why: "a test did not say how cgroups answer" };
		},
		async editSwap(edit) {
			swapEdits.push(edit);
			return parts.swap?.(edit, files) ?? { ok: false, why: "a test did not say how swap answers" };
		},
		async reserve(path, bytes) {
			files.set(path, `${bytes} bytes`);
			return bytes;
		},
		readKernelLog: async () => parts.kernelLog,
		reclaim(request, on) {
			removals.push(request);
			const events = parts.reclaim?.(request) ?? [];
			for (const event of events) on(event);
			const enough = events.find(({ kind }) => kind === "enough");
			const end = events.findLast(({ kind }) => kind === "end");
			const why = "a test did not say how removals go";
			return {
				enough: Promise.resolve(enough?.kind === "enough" ? { free: enough.free } : { free: [], why }),
				done: Promise.resolve(
					end?.kind === "end"
						? { problems: end.problems, unfinished: end.left.length > 0 }
						: { problems: [], unfinished: false },
				),
				pid: 7000,
				hurry: () => void removals.push("hurry"),
				finish: () => void removals.push("finish"),
				leave: () => void removals.push("leave"),
			};
		},
		async finishReclaim(request) {
			removals.push(request);
			return parts.finishReclaim?.(request) ?? { ok: true, bytes: 0, files: 0 };
		},
		lives: (who) => (JSON.stringify(who) === JSON.stringify(SELF) ? "alive" : (parts.lives?.(who) ?? "unknown")),
		endProcess: async (pid) => void ended.push(pid),
		spareMemory: (sink) => sink,
		scanTrees: refuse,
		readTree: refuse,
		unpack: refuse,
		saveState() {},
		setOutput() {},
		appendSummary: async () => false,
		summaryBytes: async () => 0,
	};
	return { world, files, ran, ended, warnings, edits, removals, swapEdits };
}
