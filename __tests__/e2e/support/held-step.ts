import { setTimeout as sleep } from "node:timers/promises";
import { afterAll } from "@jest/globals";
import { processIds } from "./processes.ts";
import { sleepingRun, wakeNow } from "./sleepers.ts";

/** A step that lasts until the test ends it, and then succeeds. */
export interface HeldStep {
	/** Its RUN line: does what comes before, prints `held-1` and sleeps. */
	readonly line: string;
	/** Waits until it sleeps. Throws when the run ends before. */
	asleep(run: Promise<unknown>): Promise<void>;
	/** Ends it, also when it does not sleep yet. */
	end(): void;
}

/** What a {@link HeldStep} prints when it is about to sleep. */
export const HELD = /held-1/;

const POLL_MS = 100;
const timers: NodeJS.Timeout[] = [];
const markers: string[] = [];

/** `before`: a command whose failure is that of the step. */
export function heldStep(before = "true"): HeldStep {
	const { marker } = sleepingRun();
	markers.push(marker);
	return {
		line: `RUN ${before} && echo held-$((1)) && { ${marker} || true; }`,
		async asleep(run) {
			let over = false;
			const ended = () => {
				over = true;
			};
			run.then(ended, ended);
			while (processIds(marker).length === 0) {
				if (over) throw new Error("the run ended before its step slept");
				await sleep(POLL_MS);
			}
		},
		end: () => void timers.push(setInterval(wakeNow, POLL_MS, marker)),
	};
}

afterAll(() => {
	for (const timer of timers) clearInterval(timer);
	for (const marker of markers) wakeNow(marker);
});
