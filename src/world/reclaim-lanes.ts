import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import {
	createPace,
	createShared,
	fed,
	freedBytes,
	isHungry,
	nextName,
	type Shared,
	setHungry,
	setPaced,
} from "./reclaim-pace.ts";
import { type Job, newTally, type Tally, unlinkTree } from "./reclaim-unlink.ts";

/** Where trees are unlinked: in threads, or for tests here. */
export interface Lanes {
	start(job: Job): void;
	/** Bytes of files with one name that went so far, also those of jobs that are not done. */
	freed(): number;
	setPaced(paced: boolean): void;
	/** For now there is no work: gives back the memory of threads that wait. */
	trim(): void;
	close(): Promise<void>;
}

/** What lanes tell. For every started job, and every one that was cut off, there is one `done` in the end. */
export interface LaneEars {
	/** A job was split: there is one more. */
	cut(job: Job): void;
	done(job: Job, tally: Tally): void;
	/** A thread is no more. */
	broken(why: string): void;
}

type Told = { readonly cut: Job } | { readonly done: Job; readonly tally: Tally };

/** What a thread does: one job after the other. */
export function workAsLane(): void {
	if (isMainThread || parentPort === null) return;
	const port = parentPort;
	const shared = (workerData as { readonly shared: Shared }).shared;
	const pace = createPace(shared);
	port.on("message", (job: Job) => {
		const tally = newTally();
		unlinkTree(job, tally, pace, {
			wants: () => isHungry(shared),
			take(cut) {
				fed(shared);
				port.postMessage({ cut } satisfies Told);
			},
			name: () => `cut-${process.pid}-${nextName(shared)}`,
		});
		pace.rest();
		port.postMessage({ done: job, tally } satisfies Told);
	});
}

/** A descriptor that one thread opened is closed by it too: Node needs to know of none. */
const THREAD = {
	trackUnmanagedFds: false,
	resourceLimits: { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 2 },
};

/** `program` is a module that calls {@link workAsLane}. Threads start when there is work for them. */
export function createThreads(program: URL, most: number, ears: LaneEars): Lanes {
	const shared = createShared();
	const waiting: Job[] = [];
	const idle: Worker[] = [];
	const all = new Set<Worker>();

	const assign = () => {
		while (waiting.length > 0) {
			const worker = idle.pop() ?? (all.size < most ? startThread() : undefined);
			if (worker === undefined) break;
			worker.postMessage(waiting.shift());
		}
		setHungry(shared, most - all.size + idle.length - waiting.length);
	};

	const startThread = (): Worker => {
		const worker = new Worker(program, { ...THREAD, workerData: { shared } });
		all.add(worker);
		worker.on("message", (told: Told) => {
			if ("cut" in told) {
				waiting.push(told.cut);
				ears.cut(told.cut);
			} else {
				idle.push(worker);
				ears.done(told.done, told.tally);
			}
			assign();
		});
		worker.on("error", (error: Error) => ears.broken(error.message));
		return worker;
	};

	return {
		start(job) {
			waiting.push(job);
			assign();
		},
		freed: () => freedBytes(shared),
		setPaced: (paced) => setPaced(shared, paced),
		trim() {
			for (const worker of idle.splice(0)) {
				all.delete(worker);
				void worker.terminate();
			}
		},
		async close() {
			await Promise.all([...all].map((worker) => worker.terminate()));
		},
	};
}

/** One job after the other in this thread, without a pace. */
export function createHere(ears: LaneEars): Lanes {
	const waiting: Job[] = [];
	let names = 0;
	let freed = 0;
	let working = false;
	const work = async () => {
		working = true;
		for (let job = waiting.shift(); job; job = waiting.shift()) {
			const tally = newTally();
			unlinkTree(
				job,
				tally,
				{
					beat(bytes) {
						freed += bytes;
					},
					rest() {},
				},
				{
					wants: () => false,
					take(cut) {
						waiting.push(cut);
						ears.cut(cut);
					},
					name: () => `cut-${process.pid}-${names++}`,
				},
			);
			await Promise.resolve();
			ears.done(job, tally);
		}
		working = false;
	};
	return {
		start(job) {
			waiting.push(job);
			if (!working) void work();
		},
		freed: () => freed,
		setPaced() {},
		trim() {},
		async close() {},
	};
}
