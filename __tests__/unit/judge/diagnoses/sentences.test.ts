import { describe, expect, it } from "@jest/globals";
import { diagnose } from "../../../../src/judge/diagnoses/index.ts";
import type { Aftermath } from "../../../../src/model/diagnosis.ts";
import { aftermath, failure, GIB, MIB, memory, run } from "./aftermaths.ts";

const FLASH = run(4, "RUN pip install flash-attn --no-build-isolation", 90, 900);
const HOG = run(4, "RUN hog 600", 90, 120);

describe("the sentence", () => {
	it.each<[string, Aftermath, string]>([
		[
			"with swap",
			aftermath({
				steps: [FLASH],
				failure: failure(FLASH, "cannot allocate memory", 102),
				memory: memory({ peak: 12 * GIB, swapLimit: 8 * GIB, swapPeak: 8 * GIB, oomKills: 3 }),
			}),
			"step 4/9 ran out of memory (Dockerfile:23): peak 12.0 of 12 GiB + 8.0 of 8 GiB swap, 3 OOM kills",
		],
		[
			"of a small limit, with a step that hides its end",
			aftermath({
				steps: [HOG],
				failure: failure(HOG, "exit code: 3"),
				memory: memory({ limit: 200 * MIB, peak: 200 * MIB, oomKills: 1 }),
			}),
			"step 4/9 ran out of memory (Dockerfile:23): peak 200 of 200 MiB, no swap, 1 OOM kill; the step itself ended with exit code 3",
		],
		[
			"when nothing was measured",
			aftermath({ steps: [HOG], failure: failure(HOG, "cannot allocate memory", 102) }),
			"step 4/9 ran out of memory (Dockerfile:23)",
		],
		[
			"by Docker's default of the same again in swap, on a machine without any",
			aftermath({
				steps: [HOG],
				failure: failure(HOG, "cannot allocate memory", 102),
				memory: memory({ peak: 12 * GIB, swapLimit: 12 * GIB, oomKills: 1 }),
			}),
			"step 4/9 ran out of memory (Dockerfile:23): peak 12.0 of 12 GiB, no swap, 1 OOM kill",
		],
		[
			"with several stages",
			aftermath({
				steps: [run(1, "FROM scratch", 1, 2, { name: "[stage-1 1/2] FROM scratch" }), HOG],
				failure: failure(HOG, "cannot allocate memory", 102),
			}),
			"step 4/9 of main ran out of memory (Dockerfile:23)",
		],
		[
			"with several platforms",
			aftermath({
				steps: [
					{ ...HOG, id: "sha256:5", name: "[linux/amd64 2/2] RUN hog 600" },
					{ ...HOG, name: "[linux/arm64 2/2] RUN hog 600" },
				],
				failure: failure({ ...HOG, name: "[linux/arm64 2/2] RUN hog 600" }, "cannot allocate memory", 102),
			}),
			"step 2/2 of linux/arm64 ran out of memory (Dockerfile:23)",
		],
		[
			"of a limit of the single step",
			aftermath({
				steps: [HOG],
				failure: failure(HOG, "cannot allocate memory", 102),
				memory: memory({ peak: 6 * GIB, oomKills: 1 }),
				asked: { memory: 12 * GIB, stepMemory: 4 * GIB, swapGiven: false, policy: "require" },
				uses: { [HOG.id]: { peakMemory: 4 * GIB, oomKills: 1, shared: false } },
			}),
			"step 4/9 ran out of memory (Dockerfile:23): peak 4.0 of 4 GiB, no swap, 1 OOM kill",
		],
	])("%s", (_name, scene, expected) => {
		expect(diagnose(scene)[0]?.message).toBe(expected);
	});
});
