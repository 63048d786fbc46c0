import type { BakeTargets } from "../../src/build/progress/index.ts";

/** One run of a real buildx, as `scripts/record.ts` writes it. */
export interface Recording {
	readonly name: string;
	readonly driver: "docker" | "docker-container";
	readonly versions: { readonly engine: string; readonly buildx: string; readonly buildkit: string };
	readonly argv: readonly string[];
	readonly dockerfile: string;
	readonly bake?: BakeTargets;
	readonly exitCode: number | null;
	/** Epoch milliseconds of its start. */
	readonly started: number;
	/** Milliseconds since the start, and the line of the error stream. */
	readonly lines: readonly (readonly [number, string])[];
	/** The metadata file, after a success. */
	readonly metadata?: Readonly<Record<string, unknown>>;
}
