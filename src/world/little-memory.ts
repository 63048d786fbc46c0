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
const { setFlagsFromString } = process.getBuiltinModule("node:v8");
setFlagsFromString("--semi-space-growth-factor=1");
setTimeout(optimiseForSize, 1000).unref();
setFlagsFromString("--no-turbofan");

/** From now on, without waiting whether the run is a short one. */
function optimiseForSize(): void {
	setFlagsFromString("--optimize-for-size");
}

/** An ordinary image has some ten thousand entries, and a few hundred small files whose text is wanted. */
const MANY = { entries: 100_000, texts: 2000 } as const;
/** That many letters may wait for the garbage collector; a large image has one or two times as many. */
const MANY_LETTERS = 4e6;

/**
 * Tells on, and keeps memory small where there is very much to tell: V8 collects garbage little by little beside the program, and what comes
 * without a pause outruns it. All at once takes a few milliseconds each time.
 */
export function spareMemory(sink: ScanSink): ScanSink {
	let entries = 0;
	let texts = 0;
	let letters = 0;
	return {
		...sink,
		entry(path, kind, bytes, link) {
			if (++entries === MANY.entries) collectAtOnce();
			sink.entry(path, kind, bytes, link);
		},
		file(path, text, rest) {
			if (++texts === MANY.texts) collectAtOnce();
			sink.file(path, text, rest);
			letters += text.length;
			if (letters < MANY_LETTERS) return;
			letters = 0;
			collectAtOnce();
			collectGarbage();
		},
	};
}

/** From now on, as soon as V8 thinks that there is enough garbage. */
function collectAtOnce(): void {
	optimiseForSize();
	setFlagsFromString("--no-incremental-marking");
}

let collect: (() => void) | undefined;

/** V8 does not think so for the sake of texts alone. https://nodejs.org/api/cli.html#--expose-gc */
function collectGarbage(): void {
	if (!collect) {
		setFlagsFromString("--expose-gc");
		collect = process.getBuiltinModule("node:vm").runInNewContext("gc") as () => void;
	}
	collect();
}
