import type { World } from "../model/world.ts";

/** Milliseconds. `mostMs` counts the pauses, and what each try takes as well. */
interface Rhythm {
	readonly everyMs: number;
	readonly mostMs: number;
}

/** Tries again and again until it gives true, or the time is up. */
export async function untilDone(
	{ monotonic }: Pick<World, "monotonic">,
	{ everyMs, mostMs }: Rhythm,
	attempt: () => Promise<boolean>,
): Promise<void> {
	const began = monotonic();
	for (let paused = 0; !(await attempt()); ) {
		paused += everyMs;
		if (Math.max(paused, monotonic() - began) >= mostMs) return;
		await new Promise((resolve) => setTimeout(resolve, everyMs));
	}
}
