import type { Session } from "./build/session.ts";
import type { SpaceDecision } from "./space/request.ts";

/** What was decided before anything is done. */
export type Decided = Pick<Session, "asked" | "host" | "plan" | "repositoryPrivate"> & {
	/** Absent: there is room enough, or none is to be made. */
	readonly space?: SpaceDecision;
};
