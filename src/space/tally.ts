import type { Bytes } from "../model/bytes.ts";
import type { ReclaimEvent } from "../model/reclaim.ts";
import type { PlannedItem, ReclaimedItem } from "../model/space.ts";

interface Entry {
	readonly item: PlannedItem;
	moved: boolean;
	freed:
		| { readonly bytes: Bytes; readonly files: number; readonly seconds: number; readonly later: boolean }
		| undefined;
	readonly why: string[];
}

/** What came of a component in the engine's store. */
export interface EngineRemoval {
	/** Something of it went. */
	readonly gone: boolean;
	/** What stays, and why. */
	readonly problems: readonly string[];
}

/** Keeps what became of each component. */
export interface Tally {
	take(event: ReclaimEvent): void;
	engine(component: string, bytes: Bytes, seconds: number, removal: EngineRemoval): void;
	/** From now on what is freed is freed while the build runs. */
	enough(): void;
	isGone(component: string): boolean;
	/** In the order of the plan; what was not touched is left out. */
	items(): readonly ReclaimedItem[];
}

/** Of these components, in their order. */
export function createTally(planned: readonly PlannedItem[]): Tally {
	const entries = new Map(
		planned.map((item) => [item.component, { item, moved: false, freed: undefined, why: [] } as Entry]),
	);
	let later = false;
	return {
		take(event) {
			if (!("item" in event)) return;
			const entry = entries.get(event.item);
			if (!entry) return;
			if (event.kind === "moved") entry.moved = true;
			if (event.kind === "skipped") entry.why.push(`${event.path}: ${event.why}`);
			if (event.kind === "part") entry.freed = { bytes: event.bytes, files: 0, seconds: 0, later: true };
			if (event.kind !== "freed") return;
			const { bytes, files, seconds, problems } = event;
			entry.freed = { bytes, files, seconds, later };
			entry.why.push(...problems);
		},
		engine(component, bytes, seconds, { gone, problems }) {
			const entry = entries.get(component);
			if (!entry) return;
			entry.why.push(...problems);
			if (!gone) return;
			entry.moved = true;
			entry.freed = { bytes, files: 0, seconds, later: false };
		},
		enough() {
			later = true;
		},
		isGone: (component) => entries.get(component)?.moved === true,
		items: () =>
			[...entries.values()].flatMap((entry) => {
				const untouched = !entry.moved && entry.why.length === 0 && entry.freed === undefined;
				return untouched ? [] : [itemOf(entry)];
			}),
	};
}

const MOST_REASONS = 3;

function itemOf({ item: { component, title }, moved, freed, why }: Entry): ReclaimedItem {
	const { bytes = 0, files = 0, seconds = 0, later = true } = freed ?? {};
	const whole = later ? "later" : "freed";
	const state = !moved ? "failed" : why.length > 0 ? "in-part" : whole;
	const more = why.length > MOST_REASONS ? [`and ${why.length - MOST_REASONS} more`] : [];
	const reasons = [...why.slice(0, MOST_REASONS), ...more].join("; ");
	return { component, title, state, bytes, files, seconds, ...(reasons !== "" && { why: reasons }) };
}
