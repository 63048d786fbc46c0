import { dirname, join, resolve } from "node:path";
import type { Context } from "../engine/context.ts";
import { type EnsureOptions, makeContext } from "../engine/ensure.ts";

/** Where the machine's parts lie, all below one folder beside the private engine's. */
export interface Places {
	/** Contexts of the helpers shared with the private engine: `own` writes below our folder, `engine` holds its built programs. */
	readonly own: Context;
	readonly engine: Context;
	/** One folder per recipe digest: `root.img` and `vmlinux`. */
	readonly images: string;
	/** The bootstrapped system and the kernel, from which images are made. */
	readonly stages: string;
	/** One folder per machine that runs now. */
	readonly runs: string;
	readonly lock: string;
}

/** The places that belong to an environment; `MLBUILD_MACHINE_DIR` names the folder itself. */
export const placesFor = (options: EnsureOptions = {}): Places => {
	const engine = makeContext(options);
	const folder = resolve(engine.environment["MLBUILD_MACHINE_DIR"] || join(dirname(engine.layout.cache), "machine"));
	const layout = { ...engine.layout, cache: folder, temporary: join(folder, "tmp"), logs: join(folder, "logs") };
	return {
		engine,
		own: { ...engine, layout },
		images: join(folder, "images"),
		stages: join(folder, "stages"),
		runs: join(folder, "runs"),
		lock: join(folder, "lock"),
	};
};
