import { UserError } from "./model/errors.ts";
import type { DiskRoom, SpaceReport } from "./model/space.ts";
import { size } from "./report/format.ts";

const REPAIR =
	"see to it that the program can run: as root, or by sudo without a password, and with nothing that stops Node.js";

/** The target given by hand is not reached. */
export function shortOf(
	{ path, after, needed }: DiskRoom,
	others: readonly DiskRoom[],
	{ need, items, refused, notStarted }: SpaceReport,
	remedy: string,
): UserError {
	const gone = items.filter(({ state }) => state !== "failed").map(({ component }) => component);
	const many = gone.length > 6 ? `${gone.slice(0, 5).join(", ")} and ${gone.length - 5} more` : gone.join(", ");
	const nothing =
		notStarted === undefined ? "and nothing more may be removed" : `the removal could not start: ${notStarted}`;
	const done = gone.length > 0 ? `after ${many} were removed` : (refused ?? nothing);
	const elsewhere = others.map((disk) => `, ${size(disk.after)} at ${disk.path}`).join("");
	// What a disk needs beyond min-free goes to the swap that is made on it.
	const beside = needed > need.bytes ? ` beside ${size(needed - need.bytes)} of swap` : "";
	return new UserError("disk-full", [
		{
			input: "min-free",
			value: size(need.bytes),
			message: `cannot be had at ${path}${beside}: ${size(after)} are free there${elsewhere}, ${done}`,
			remedy: notStarted === undefined ? remedy : REPAIR,
		},
	]);
}
