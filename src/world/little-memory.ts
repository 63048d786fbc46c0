import type { ScanSink } from "../model/scan.ts";

/**
 * Imported first by every entry: Node uses memory as if it had a server to itself, and we stand beside a build that needs
 * it. V8 reads these flags whenever it decides, so that they work in a running program; the times stay the same, measured.
 *
 * Listing a million files makes garbage only, for which V8 would enlarge its space for young objects from 1 to 16 MB.
 * https://v8.dev/blog/trash-talk
 *
 * Garbage that lived a little longer would wait until there are 30 MB of it: optimising for size, V8 looks earlier. That makes the listing of
 * an image slower by a fifth, so a run that is over in a moment, with everything cached, does without.
 * https://v8.dev/blog/optimizing-v8-memory
 *
 * The last compiler tier alone takes 8 MB, and a run of a few seconds is over before it pays; the tiers below it stay on.
 * https://v8.dev/blog/maglev
 */
const { getHeapStatistics, setFlagsFromString } = process.getBuiltinModule("node:v8");
setFlagsFromString("--semi-space-growth-factor=1");
setTimeout(() => setFlagsFromString("--optimize-for-size"), 1000).unref();
setFlagsFromString("--no-turbofan");

/** Calls between two looks at the memory. */
const STRIDE = 256;
/** A file after whose text memory is looked at, in letters. */
const LONG = 1 << 14;
/** Bytes by which the heap may grow; that of an ordinary image grows less. */
const MOST_GROWTH = 4e6;

/** Tells on, and keeps memory small where there is very much to tell. */
export function spareMemory(sink: ScanSink): ScanSink {
	let calls = 0;
	least = usedHeap();

	function look(): void {
		if (++calls < STRIDE) return;
		calls = 0;
		lookAtMemory();
	}

	return {
		...sink,
		entry(path, kind, bytes, link) {
			sink.entry(path, kind, bytes, link);
			look();
		},
		file(path, text, rest) {
			sink.file(path, text, rest);
			if (text.length > LONG) calls = STRIDE;
			look();
		},
	};
}

/** Letters between two looks, of texts from outside. An ordinary run has fewer of them. */
const MANY_LETTERS = 1 << 19;
let letters = 0;

/** To be told of each text from outside, of the engine and of programs: what is made of long ones may be much. */
export function textCame({ length }: string): void {
	letters += length;
	if (letters < MANY_LETTERS) return;
	letters = 0;
	lookAtMemory();
}

/** Bytes of the heap when it was last known to be small. */
let least = usedHeap();

function usedHeap(): number {
	return getHeapStatistics().used_heap_size;
}

/**
 * To be called often where much is done without a pause: collects garbage when the heap has grown. While V8 marks little by little, even
 * young garbage waits for the end of it. It must be allowed to (`--no-incremental-marking` ended in a deadlock when a run that was cancelled
 * exited: a thread that compiled waited for a collection, and the main thread for the thread). https://v8.dev/blog/concurrent-marking
 */
export function lookAtMemory(): void {
	if (usedHeap() < least + MOST_GROWTH) return;
	collectGarbage();
	least = usedHeap();
}

let collect: (() => void) | undefined;

/** https://nodejs.org/api/cli.html#--expose-gc */
function collectGarbage(): void {
	if (!collect) {
		setFlagsFromString("--expose-gc");
		collect = process.getBuiltinModule("node:vm").runInNewContext("gc") as () => void;
	}
	collect();
}
