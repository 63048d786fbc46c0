import type { Delivery } from "./delivery.ts";
import type { Built, Session } from "./session.ts";
import { usesEngine } from "./setup.ts";

/** Gives the judged image its names, and pushes or loads it: nothing else than what was judged (ids of the judged images). */
export async function deliver(session: Session, built: Built, judged: readonly string[]): Promise<Delivery> {
	if (usesEngine(session)) {
		const { deliverFromEngine } = await import("./deliver-engine.ts");
		return deliverFromEngine(session, built);
	}
	const { deliverFromBuilder } = await import("./deliver-builder.ts");
	return deliverFromBuilder(session, built, judged);
}
