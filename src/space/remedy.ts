import type { SpacePlan } from "../model/space.ts";

/** Why a component stays that only root may remove. */
export const NEEDS_ROOT = "removing it needs root, and sudo without a password does not work";

/** What helps where a target given by hand is not reached: first what stands in the way. */
export function remedyOf({ kept, remedy }: Pick<SpacePlan, "kept" | "remedy">): string {
	if (remedy !== undefined) return `${remedy}, or ask for less`;
	const others = kept.filter(({ why }) => why !== NEEDS_ROOT).map(({ component }) => component);
	return [
		...(others.length < kept.length ? ["allow this user sudo without a password"] : []),
		...(others.length > 0 ? [`name more in remove (kept: ${others.slice(0, 5).join(", ")})`] : []),
		"ask for less, or take a runner with a larger disk",
	].join(", ");
}
