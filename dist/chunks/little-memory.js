// src/world/little-memory.ts
/**
* Imported first by every entry: Node uses memory as if it had a server to itself, and we stand beside a build that needs
* it. V8 reads these flags whenever it decides, so that they work in a running program; the times stay the same, measured.
*
* Listing a million files makes garbage only, for which V8 would enlarge its space for young objects from 1 to 16 MB.
* https://v8.dev/blog/trash-talk
*
* While V8 marks little by little beside the program, even young garbage waits: all at once takes some milliseconds.
* https://v8.dev/blog/concurrent-marking
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
setFlagsFromString("--no-incremental-marking");
setTimeout(() => setFlagsFromString("--optimize-for-size"), 1e3).unref();
setFlagsFromString("--no-turbofan");
/** Calls between two looks at the memory. */
const STRIDE = 256;
/** A text after which memory is looked at. */
const LONG = 65536;
/** Bytes by which the heap may grow; that of an ordinary image grows less. */
const MOST_GROWTH = 4e6;
/** Tells on, and keeps memory small where there is very much to tell. */
function spareMemory(sink) {
	let calls = 0;
	let least = usedHeap();
	function look() {
		if (++calls < STRIDE) return;
		calls = 0;
		if (usedHeap() < least + MOST_GROWTH) return;
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
			if (text.length > LONG) calls = 255;
			look();
		}
	};
}
function usedHeap() {
	return getHeapStatistics().used_heap_size;
}
let collect;
/** https://nodejs.org/api/cli.html#--expose-gc */
function collectGarbage() {
	if (!collect) {
		setFlagsFromString("--expose-gc");
		collect = process.getBuiltinModule("node:vm").runInNewContext("gc");
	}
	collect();
}
export { spareMemory as t };
