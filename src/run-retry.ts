import type { Deadlines } from "./model/limits.ts";
import type { World } from "./model/world.ts";
import type { Story } from "./run-story.ts";

/**
 * The builder went, and the user's build was not to blame: another one may do better. Gives what happened. Once a tag was moved in a registry
 * nothing is tried again: a second build is another image, and others may have the first one already.
 */
export function lostByAccident({
	diagnoses,
	delivered,
	saidDiskFull,
}: Pick<Story, "diagnoses" | "delivered" | "saidDiskFull">): string | undefined {
	if ((delivered.pushedTags ?? []).length > 0) return undefined;
	const cause = diagnoses.find(({ level }) => level === "failure");
	const hopeless = cause?.shape === "paused" || cause?.shape === "unreachable";
	// The same build fills the same disk once more.
	const full = saidDiskFull === true || diagnoses.some(({ id }) => id === "disk-full");
	return cause?.id === "builder-lost" && !hopeless && !full ? cause.message : undefined;
}

/** The time limits of a build that starts over: its tries share the time that the user gave. Nothing: that is up. */
export function againWithin(deadlines: Deadlines, { phases }: Pick<Story, "phases">): Deadlines | undefined {
	const { buildMs } = deadlines;
	if (buildMs === undefined) return deadlines;
	const took = phases
		.filter(({ id }) => id === "build")
		.reduce((sum, { started, completed }) => sum + Math.max(0, completed - started), 0);
	if (took >= buildMs) return undefined;
	return took === 0 ? deadlines : { ...deadlines, spentMs: took };
}

/** The builder was lost and nobody's build was to blame: told, and forgotten with all that the first try has found out. */
export function startOver(world: Pick<World, "log">, story: Story, lost: string): void {
	const text = `${lost}: a fresh builder is made and the build starts over`;
	world.log.warning(text);
	story.notes.push(text);
	const { tags } = story.delivered;
	if (tags.length > 0) {
		const names = `${tags.slice(0, 5).join(", ")}${tags.length > 5 ? ` and ${tags.length - 5} more` : ""}`;
		story.notes.push(
			`before that it had been delivered as ${names}: where the build that started over ends badly, they stay`,
		);
	}
	delete story.failure;
	delete story.saidDiskFull;
	story.diagnoses = [];
	story.images = [];
	story.verdicts = [];
	story.metadata = "";
}
