import { readFields } from "../build/engines/attributes.ts";
import { isArchive, parseOutput } from "../build/engines/output.ts";
import { isPushed } from "../inputs/outputs.ts";
import type { BuildRequest } from "../model/build-request.ts";
import type { Host } from "../model/host.ts";
import type { Plan } from "../model/plan.ts";
import type { BuildShape } from "./estimate.ts";

/** How often the image will lie on this machine's disk, from what was asked and what was decided about builder and delivery. */
export function buildShape(
	build: BuildRequest,
	{ engine }: Pick<Host, "engine">,
	built: Pick<Plan, "driver" | "delivery"> | undefined,
): BuildShape {
	const outputs = build.outputs.flatMap((item) => parseOutput(item) ?? []);
	const kind = built?.driver.kind ?? "docker";
	const builder = built?.driver.builder;
	const away =
		builder !== undefined && (["kubernetes", "remote", "cloud"].includes(builder.driver) || builder.elsewhere);
	// Where nothing is built yet, it will be built here.
	const local = built === undefined || (!("missing" in engine) && engine.local);
	const ownStore = kind === "docker-container" || builder?.driver === "docker-container";
	return {
		builds: away || !local ? "elsewhere" : ownStore ? "builder" : "engine",
		store: "missing" in engine ? "other" : engine.store,
		load: built?.delivery.load ?? build.load,
		push: built?.delivery.push ?? (build.push || outputs.some(isPushed)),
		archives: outputs.filter(isArchive).length,
		localCaches: build.cacheTo.filter((item) => readFields(item)?.includes("type=local")).length,
	};
}
