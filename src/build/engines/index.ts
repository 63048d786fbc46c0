import { solveArgv } from "./buildx.ts";
import type { Solve } from "./solve.ts";

/** A program that builds images from a Dockerfile. */
export type EngineName = "buildx";

/** How one of them is told what to build. */
export interface BuildEngine {
	readonly name: EngineName;
	/** The command that does this solve. */
	argv(solve: Solve): readonly string[];
}

/** Catalog of engines. */
export const ENGINES: Readonly<Record<EngineName, BuildEngine>> = {
	buildx: { name: "buildx", argv: solveArgv },
};
