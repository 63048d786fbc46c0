import type { ScanSink } from "../model/scan.ts";

/**
 * Imported first by every entry: Node uses memory as if it had a server to itself, and we stand beside a build that needs
 * it. V8 reads these flags whenever it decides, so that they work in a running program; the times stay the same, measured.
 *
 * Listing a million files makes garbage only, for which V8 would enlarge its space for young objects from 1 to 16 MB.
 * https://v8.dev/blog/trash-talk
 *
 * Garbage that lived a little longer would wait until there are 30 MB of it: optimising for size, V8 looks earlier. That makes the listing of
 * an image slower by a fifth, so a run that is over in a moment, with everything cached, does without, unless its image is an unusual one.
 * https://v8.dev/blog/optimizing-v8-memory
 *
 * The last compiler tier alone takes 8 MB, and a run of a few seconds is over before it pays; the tiers below it stay on.
 * https://v8.dev/blog/maglev
 */
const { getHeapStatistics, setFlagsFromString } = process.getBuiltinModule("node:v8");
setFlagsFromString("--semi-space-growth-factor=1");
setTimeout(optimiseForSize, 1000).unref();
setFlagsFromString("--no-turbofan");
setFlagsFromString("--no-incremental-marking");

/** From now on, without waiting whether the run is a short one. */
function optimiseForSize(): void {
	setFlagsFromString("--optimize-for-size");
}

/** Calls between two looks at the memory. */
const STRIDE = 256;
/** A text after which memory is looked at. */
const LONG = 1 << 16;
/** Bytes that what was let go of may take; an ordinary image comes to less. */
const MOST_GARBAGE = 4e6;

/**
 * Tells on, and keeps memory small where there is very much to tell: V8 collects garbage little by little beside the program, and what comes
 * without a pause outruns it. All at once takes a few milliseconds each time.
 */
export function spareMemory(sink: ScanSink): ScanSink {
	let calls = 0;
	let least = usedHeap();

	function look(): void {
		if (++calls < STRIDE) return;
		calls = 0;
		if (usedHeap() < least + MOST_GARBAGE) return;
		collectGarbage();
		least = usedHeap();
	}

	return {
		...sink,
		entry(path, kind, bytes, link) {
			sink.entry(path, kind, bytes, link);
			look();
		},
		file(path, text, rest) {
			sink.file(path, text, rest);
			if (text.length > LONG) calls = STRIDE - 1;
			look();
		},
	};
}

function usedHeap(): number {
	return getHeapStatistics().used_heap_size;
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
