// src/world/little-memory.ts
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
setTimeout(optimiseForSize, 1e3).unref();
setFlagsFromString("--no-turbofan");
/** From now on, without waiting whether the run is a short one. */
function optimiseForSize() {
	setFlagsFromString("--optimize-for-size");
}
export { optimiseForSize as t };
