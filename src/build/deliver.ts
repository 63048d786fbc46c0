import type { ImageFacts } from "../model/facts.ts";
import type { Delivered } from "../model/report.ts";
import { openLedger } from "./delivery.ts";
import type { Built, Session } from "./session.ts";
import { usesEngine } from "./setup.ts";

/**
 * Gives the judged image its names, and pushes or loads it: nothing else than what was judged. `tell` hears what was really done,
 * as it is done. Gives the metadata that a build delivered in one go would have written.
 */
export async function deliver(
	session: Session,
	built: Built,
	judged: readonly ImageFacts[],
	tell: (delivered: Delivered) => void,
): Promise<string> {
	const ledger = openLedger(built.delivered, tell);
	if (usesEngine(session)) {
		const { deliverFromEngine } = await import("./deliver-engine.ts");
		return deliverFromEngine(session, built, judged, ledger);
	}
	const { deliverFromBuilder } = await import("./deliver-builder.ts");
	return deliverFromBuilder(session, built, judged, ledger);
}
