import type { Layout } from "./layout.ts";

/** What every part needs: where things lie, how to tell progress, and when to give up because another part failed. */
export interface Context {
	readonly layout: Layout;
	readonly environment: NodeJS.ProcessEnv;
	readonly say: (line: string) => void;
	readonly signal: AbortSignal;
}

/** Progress lines with the seconds since the start, on stderr so that stdout stays machine-readable. */
export const makeTeller = (quiet: boolean): ((line: string) => void) => {
	const began = performance.now();
	return (line) => {
		if (!quiet) process.stderr.write(`[${((performance.now() - began) / 1000).toFixed(1).padStart(6)} s] ${line}\n`);
	};
};
