import { type Problem, UserError } from "../model/errors.ts";
import type { DiskNeed, OutOfReach, SpaceNeed, SpacePlan } from "../model/space.ts";
import { memory, size } from "../report/format.ts";
import { remedyOf } from "./remedy.ts";

/** What was asked for by hand. An estimate is none: it gets what room there is. */
export interface Targets {
	readonly need: SpaceNeed;
	readonly disks: readonly DiskNeed[];
	/** Swap that was asked for by its size, and the device that is to hold it. `bytes`: what is missing of what was `asked`. */
	readonly swap?: { readonly device: string; readonly bytes: number; readonly asked: number };
}

/** What the runner itself needs of a disk that swap is made on. */
const RUNNER_NEEDS = 1e9;

/** The first target that a disk cannot have with `most` bytes free; nothing when all may be had. */
export function outOfReach(
	{ need, disks, swap }: Targets,
	limit: OutOfReach["limit"],
	most: (disk: DiskNeed) => number,
): OutOfReach | undefined {
	const minFree = need.from === "min-free" ? need.bytes : 0;
	for (const disk of disks) {
		const at = { path: disk.path, most: most(disk), limit };
		if (minFree > at.most) return { input: "min-free", value: minFree, ...at };
		const beside = Math.max(minFree, RUNNER_NEEDS);
		if (swap?.device === disk.device && swap.bytes + beside > at.most)
			return { input: "swap", value: swap.asked, beside, ...at };
	}
	return undefined;
}

/** Why nothing goes for it: goes on after "not done". */
export function whyBeyond({ limit, path, most }: OutOfReach): string {
	return limit === "disk"
		? `the whole disk at ${path} has ${size(most)}`
		: `at most about ${size(most)} could be free at ${path}, with all that may go`;
}

/** The run's end: it is told before anything is removed, as that would be for nothing. */
export function refuseBeyond(beyond: OutOfReach, kept: SpacePlan["kept"]): UserError {
	const told = `${whyBeyond(beyond)}; nothing was removed`;
	const what: Pick<Problem, "value" | "message"> =
		beyond.input === "swap"
			? {
					value: memory(beyond.value),
					message: `cannot be made beside the ${size(beyond.beside)} that must stay free: ${told}`,
				}
			: { value: size(beyond.value), message: `cannot be had: ${told}` };
	const remedy = remedyOf({ kept: beyond.limit === "disk" ? [] : kept });
	return new UserError("disk-full", [{ input: beyond.input, ...what, remedy }]);
}
