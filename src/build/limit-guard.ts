import type { Problem } from "../model/errors.ts";
import { UserError } from "../model/errors.ts";
import type { HeldLimit, LimitsAsked, LimitsReport } from "../model/limits.ts";
import type { Undo } from "../model/plan.ts";
import type { World } from "../model/world.ts";
import { waysAt } from "./limits/index.ts";
import { shortfall } from "./limits/values.ts";
import type { Hold, LimitSite } from "./limits/way.ts";
import { worldUntil } from "./watch/while-alive.ts";

/** Limits that are held over a build. */
export interface Guard {
	readonly hold?: Hold;
	/** What was read back, and what could not be enforced. */
	readonly report: Pick<LimitsReport, "held" | "problems">;
	/** Reads once more; writes again what something took away, when that is still `wanted` then. Gives what was lost, or nothing. */
	check(wanted?: () => boolean): Promise<{ readonly what: string; readonly again: boolean } | undefined>;
	/** The last look. */
	atEnd(): Promise<HeldLimit | undefined>;
	/** After the last look: one that is still under way is ended, for the program would wait for it. */
	giveUp(): void;
	release(): Promise<void>;
}

/** The journal, as far as limits need it. */
interface Notes {
	note(undo: Undo): Promise<void>;
	forget(undo: Undo): Promise<void>;
}

/**
 * Holds the limits by the first way that works and reads them back. What cannot be enforced ends the run under `require`, with
 * everything undone, and is told under `best-effort`.
 */
export async function holdLimits(
	world: World,
	notes: Notes,
	holder: string,
	site: LimitSite,
	asked: LimitsAsked,
): Promise<Guard> {
	const { ways, obstacles } = waysAt(site);
	const reasons: string[] = ways.length === 0 ? [...obstacles] : [];
	const looks = new AbortController();
	const looking = worldUntil(world, looks.signal);
	for (const way of ways) {
		const noted: Undo[] = [];
		const note = async (undo: Undo) => {
			await notes.note(undo);
			noted.push(undo);
		};
		const forget = async (undo: Undo) => {
			noted.splice(noted.indexOf(undo), 1);
			await notes.forget(undo);
		};
		const hold = await way.hold(looking, { site, asked, holder, note, forget });
		const held = "why" in hold ? hold : await provenHold(hold, asked);
		const swapless =
			!("why" in hold) && !hold.countsSwap && asked.swapGiven && asked.policy === "require" && site.host.swap !== 0;
		if (swapless) reasons.push(NO_SWAP_COUNT);
		else if (!("why" in hold) && !("why" in held)) return guardOf(world, notes, { hold, held, noted, asked, looks });
		if (!swapless) reasons.push("why" in held ? held.why : "");
		if ("why" in hold && hold.untaken) for (const undo of [...noted]) await forget(undo);
		else await undoNoted(world, notes, noted);
		if (!("why" in hold) || !hold.held) continue;
		if (asked.policy === "require") throw new UserError("engine", [taken(asked, reasons)]);
		break;
	}
	if (asked.policy === "require") throw new UserError("engine", [notEnforced(asked, reasons)]);
	return unguarded(reasons);
}

async function provenHold(hold: Hold, asked: LimitsAsked): Promise<HeldLimit | { readonly why: string }> {
	const held = await hold.readBack();
	if ("why" in held) return { why: `the limit could not be read back (${held.why})` };
	const missing = shortfall(asked, held, hold.countsSwap);
	return missing.length === 0 ? onlyAsked(held, asked) : { why: `read back at ${held.where}: ${missing.join(", ")}` };
}

/** In what the limit at the end falls short of what was asked; swap that could not be counted at the start is not missed. */
export function missingAtEnd(asked: LimitsAsked, held: HeldLimit, atEnd: HeldLimit): readonly string[] {
	return shortfall(asked, atEnd, held.memorySwap !== undefined);
}

/** A report tells of the limits that somebody asked for. */
export function onlyAsked({ way, where, memory, memorySwap, cpus }: HeldLimit, asked: LimitsAsked): HeldLimit {
	return {
		way,
		where,
		...(asked.memory !== undefined && memory !== undefined && { memory }),
		...(asked.memory !== undefined && memorySwap !== undefined && { memorySwap }),
		...(asked.cpus !== undefined && cpus !== undefined && { cpus }),
	};
}

interface Held {
	readonly hold: Hold;
	readonly held: HeldLimit;
	readonly noted: readonly Undo[];
	readonly asked: LimitsAsked;
	readonly looks: AbortController;
}

function guardOf(world: World, notes: Notes, { hold, held, noted, asked, looks }: Held): Guard {
	const problems = hold.countsSwap || asked.memory === undefined ? [] : [NO_SWAP_COUNT];
	return {
		hold,
		report: { held, problems },
		async check(wanted = () => true) {
			const now = await hold.readBack();
			const lost = "why" in now ? [] : shortfall(asked, now, hold.countsSwap);
			if (lost.length === 0 || !wanted()) return undefined;
			return { what: lost.join(", "), again: await hold.renew() };
		},
		async atEnd() {
			const now = await hold.readBack();
			return "why" in now ? undefined : onlyAsked(now, asked);
		},
		giveUp: () => looks.abort(),
		async release() {
			await undoNoted(world, notes, noted);
		},
	};
}

const NO_SWAP_COUNT =
	"this kernel does not count swap for cgroups (on cgroup v1: boot with swapaccount=1), so memory-swap is not enforced";

async function undoNoted(world: World, notes: Notes, undos: readonly Undo[]): Promise<void> {
	const { isLimitUndo, restoreLimits } = await import("./limit-restore.ts");
	for (const undo of undos.toReversed()) {
		if (!isLimitUndo(undo)) continue;
		try {
			await restoreLimits(world, undo);
			await notes.forget(undo);
		} catch (error) {
			world.log.warning(`limits could not be taken back yet: ${(error as Error).message}`);
		}
	}
}

function unguarded(reasons: readonly string[]): Guard {
	return {
		report: { problems: reasons.map((reason) => `not enforced: ${reason}`) },
		check: async () => undefined,
		atEnd: async () => undefined,
		giveUp() {},
		release: async () => {},
	};
}

/** Another run rules the builder, and its limits are not ours to join: both builds together would have what each asked for alone. */
function taken(asked: LimitsAsked, reasons: readonly string[]): Problem {
	return {
		...notEnforced(asked, reasons),
		remedy:
			'let runs with limits use this builder one after the other; or leave builder empty and write "driver: docker-container", which makes one for this run alone; or write "limits: best-effort" to build under the limits of the other run',
	};
}

/** Why the limits cannot be enforced, as something the user can change. */
export function notEnforced(asked: LimitsAsked, reasons: readonly string[]): Problem {
	const input = asked.memory === undefined ? "cpus" : "memory";
	return {
		input,
		message: `cannot be enforced here: ${[...new Set(reasons)].join("; ")}`,
		remedy:
			'give this user passwordless sudo or access to a docker-container builder ("driver: auto"), or write "limits: best-effort" to build without',
	};
}
