import { UserError } from "../model/errors.ts";
import type { Delivered } from "../model/report.ts";

/** What the delivery of a judged image did. */
export interface Delivery {
	readonly delivered: Delivered;
	/** The metadata that a build delivered in one go would have written. */
	readonly metadata: string;
}

/** The image could not be delivered: nothing of the user's image is wrong, so it is a failure of engine or registry. */
export function undelivered(message: string, remedy: string): UserError {
	return new UserError("engine", [{ message, remedy }]);
}
