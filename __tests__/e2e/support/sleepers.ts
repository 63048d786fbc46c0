import { setTimeout as sleep } from "node:timers/promises";
import { hogCommand } from "./hogs.ts";
import { processIds, sendSignal } from "./processes.ts";

/** A RUN step that lasts until it is woken. */
export interface Sleeper {
	readonly line: string;
	/** Names it among all processes of the machine. */
	readonly marker: string;
	/** Only its output has this, not its command. */
	readonly says: string;
	/** Ends its sleep. Does nothing when it does not run. */
	wake(): Promise<void>;
}

/** The step goes on when it was woken, and fails by whatever else ends it. */
export const OR_WOKEN = "|| [ $? = 143 ]";

/** A RUN line that sleeps. It fails when it is woken, unless {@link OR_WOKEN} follows. */
export function sleepingRun(atMost?: number): Sleeper {
	const marker = `sleep ${secondsOfOurs(atMost)}`;
	return {
		line: `RUN echo now-it-$((1))-sleeps && ${marker}`,
		marker,
		says: "now-it-1-sleeps",
		wake: () => wake(marker),
	};
}

/** One that holds that many MiB of memory, and goes on when it is woken. */
export function sleepingHog(mebibytes: number): Sleeper {
	const seconds = secondsOfOurs();
	const marker = `time.sleep(${seconds})`;
	const line = `RUN ${hogCommand(mebibytes, seconds)} ${OR_WOKEN}`;
	return { line, marker, says: `held ${mebibytes} MiB`, wake: () => wake(marker) };
}

/** Tells when a log has the text. */
export function hear(text: string): { readonly heard: Promise<void>; readonly onLog: (log: string) => void } {
	const { promise: heard, resolve } = Promise.withResolvers<void>();
	return { heard, onLog: (log) => void (log.includes(text) && resolve()) };
}

/** A number that nobody else has. Not for ever: a step that nobody wakes ends before its test does. */
function secondsOfOurs(atMost = 280): number {
	return atMost + Math.random();
}

async function wake(marker: string): Promise<void> {
	while (wakeNow(marker)) await sleep(50);
}

/** Whether somebody slept. The shell around it is the first process of its container: such a signal does not end it. */
export function wakeNow(marker: string): boolean {
	const ids = processIds(marker);
	for (const id of ids) sendSignal(id, "SIGTERM");
	return ids.length > 0;
}
