import type { Bytes } from "../model/bytes.ts";
import type { Host } from "../model/host.ts";
import type {
	Component,
	DiskNeed,
	Kept,
	PlannedItem,
	PresentPath,
	SecondDisk,
	SpaceAsked,
	SpacePlan,
} from "../model/space.ts";
import { COMPONENTS, type Said, saidOf } from "./components/index.ts";
import { deficitOf } from "./disk-needs.ts";
import type { JobPlace } from "./job-place.ts";
import { outOfReach, type Targets, whyBeyond } from "./out-of-reach.ts";
import { printRefusal, whyNothing } from "./refusals.ts";
import { NEEDS_ROOT } from "./remedy.ts";
import type { ImageChoice } from "./used-images.ts";

/** All that the plan is made of. */
export interface PlanFacts extends Targets {
	readonly asked: SpaceAsked;
	readonly host: Pick<Host, "runner" | "root" | "sudo">;
	readonly place: JobPlace;
	/** What of the catalog is there, and may be removed as far as paths go. */
	readonly present: readonly PresentPath[];
	/** What is seen to be used, and paths that are links. */
	readonly used: readonly Kept[];
	/** The engine's images, and the device that they lie on. */
	readonly engine?: { readonly device: string; readonly images: ImageChoice };
	readonly second?: SecondDisk;
}

/** Planned a little larger than what is missing: the catalog's sizes are those of another day. */
const MARGIN = 1.1;

/** And other images carry more than the one whose sizes they are: what is refused must be out of reach on those too. */
const AT_MOST = 1.25;

/** Every component costs something to be missed: small ones are not taken for the sake of a few bytes. Seconds. */
const FIXED_SECONDS = 0.3;

/** Decides what goes, in which order, and what stays. Pure. */
export function planSpace(facts: PlanFacts): SpacePlan {
	const { need, disks, second } = facts;
	const base = { need, disks, ...(second && { second }) };
	const short = disks.filter((disk) => deficitOf(disk) > 0);
	const nothing = { ...base, items: [], spare: [], lacking: [] };
	if (short.length === 0) return { ...nothing, kept: [] };
	const lacking = (gained: ReadonlyMap<string, Bytes>) =>
		short.flatMap((disk) => {
			const bytes = deficitOf(disk) - Math.min(gained.get(disk.device) ?? 0, disk.total - disk.free);
			return bytes > 0 ? [{ path: disk.path, bytes }] : [];
		});
	const tooLarge = outOfReach(facts, "disk", ({ total }) => total);
	if (tooLarge)
		return { ...nothing, kept: [], refused: whyBeyond(tooLarge), beyond: tooLarge, lacking: lacking(new Map()) };
	const refused = whyNothing(facts);
	if (refused) {
		const { remedy } = refused;
		const because = { refused: printRefusal(refused), ...(remedy !== undefined && { remedy }) };
		return { ...nothing, ...because, kept: [], lacking: lacking(new Map()) };
	}

	const devices = new Set(short.map(({ device }) => device));
	const looked = COMPONENTS.map((component) => consider(component, facts, devices));
	const kept = looked.flatMap((each) => each.kept ?? []);
	const candidates = looked.flatMap((each) => each.candidate ?? []).toSorted(inOrder);
	if (candidates.length === 0) return { ...nothing, kept, refused: whyNoCandidate(kept), lacking: lacking(new Map()) };
	const { items, spare, gained } = take(candidates, short);
	const most = ({ device, free, total }: DiskNeed) => Math.min(total, free + (gained.get(device) ?? 0) * AT_MOST);
	// What is not short has room enough, whatever could be gained there.
	const beyond = isSized(facts, candidates) ? outOfReach({ ...facts, disks: short }, "catalog", most) : undefined;
	if (beyond) return { ...nothing, kept, refused: whyBeyond(beyond), beyond, lacking: lacking(gained) };
	return { ...base, items, spare, kept, lacking: lacking(gained) };
}

interface Candidate {
	readonly item: PlannedItem;
	readonly first: boolean;
	readonly cost: number;
	/** Expected bytes on each device that is short. */
	readonly gains: ReadonlyMap<string, Bytes>;
}

interface Considered {
	readonly kept?: Kept;
	readonly candidate?: Candidate;
}

function consider(component: Component, facts: PlanFacts, devices: ReadonlySet<string>): Considered {
	const there = component.engine === undefined ? onPaths(component, facts) : inEngine(component, facts);
	const gains = new Map([...there.gains].filter(([device]) => devices.has(device)));
	const used = facts.used.find((each) => each.component === component.id);
	if (gains.size === 0 && !used) return {};
	const said = saidOf(component, facts.asked);
	const why = whyKept(component, said, used, facts);
	if (why !== undefined) return { kept: { component: component.id, ...why } };
	if (gains.size === 0) return {};
	if (facts.host.runner !== "github-hosted" && said?.say !== "remove") return {};
	const paths = there.paths.filter(({ device }) => devices.has(device));
	const mine = mayRemove(facts.host) ? paths : paths.filter(({ own }) => own);
	if (component.engine === undefined && mine.length === 0)
		return {
			kept: { component: component.id, why: NEEDS_ROOT },
		};
	const { id, title, expected, breaks } = component;
	return {
		candidate: {
			item: {
				component: id,
				title,
				paths: mine.map(({ path }) => path),
				devices: there.engine ? [...gains.keys()] : [...new Set(mine.map(({ device }) => device))],
				...(there.engine && { engine: there.engine }),
				expected,
				breaks,
			},
			first: said?.say === "remove",
			cost: (expected.seconds + FIXED_SECONDS) / Math.max(1, expected.bytes),
			gains,
		},
	};
}

interface There {
	readonly paths: readonly PresentPath[];
	readonly gains: ReadonlyMap<string, Bytes>;
	readonly engine?: NonNullable<PlannedItem["engine"]>;
}

function onPaths({ id, expected }: Component, { present }: PlanFacts): There {
	const paths = present.filter(({ component }) => component === id);
	const share = expected.bytes / Math.max(1, paths.length);
	const gains = new Map<string, Bytes>();
	for (const { device } of paths) gains.set(device, (gains.get(device) ?? 0) + share);
	return { paths, gains };
}

function inEngine({ engine: kind, expected }: Component, { engine }: PlanFacts): There {
	if (!engine || kind === undefined) return { paths: [], gains: new Map() };
	const gains = new Map([[engine.device, expected.bytes]]);
	if (kind === "build-cache") return { paths: [], gains, engine: { kind } };
	const { removable, kept } = engine.images;
	if (removable.length > 0) return { paths: [], gains, engine: { kind, images: removable } };
	return { paths: [], gains: kept.length > 0 ? gains : new Map(), engine: { kind, images: [] } };
}

/** An own id in `remove` beats what is only likely, never what is certain. */
function whyKept(
	component: Component,
	said: Said,
	used: Kept | undefined,
	{ engine }: PlanFacts,
): Omit<Kept, "component"> | undefined {
	if (said?.say === "keep") return { why: "keep names it" };
	const named = said?.say === "remove" && said.by === "id";
	if (used && (used.firm || !named)) return { why: used.why, ...(used.firm && { firm: true }) };
	if (component.onlyAsked && said?.say !== "remove") return { why: "it goes only when remove names it" };
	if (component.engine === "images" && engine && engine.images.removable.length === 0) {
		const [first] = engine.images.kept;
		if (first) return { why: `every image is in use or not the runner's own, for example ${first.name}: ${first.why}` };
	}
	return undefined;
}

/** Root, or sudo that was seen to work. */
function mayRemove({ root, sudo }: PlanFacts["host"]): boolean {
	return root || sudo === "passwordless";
}

/** What was asked for first, then the cheapest bytes; by name where they are equal, so that a plan is the same each time. */
function inOrder(one: Candidate, other: Candidate): number {
	if (one.first !== other.first) return one.first ? -1 : 1;
	return one.cost - other.cost || one.item.component.localeCompare(other.item.component);
}

function take(candidates: readonly Candidate[], short: readonly DiskNeed[]) {
	const wanted = new Map(short.map((disk) => [disk.device, deficitOf(disk) * MARGIN]));
	const gained = new Map<string, Bytes>();
	const items: PlannedItem[] = [];
	const spare: PlannedItem[] = [];
	for (const { item, gains } of candidates) {
		const helps = [...gains.keys()].some((device) => (gained.get(device) ?? 0) < (wanted.get(device) ?? 0));
		(helps ? items : spare).push(item);
		if (helps) for (const [device, bytes] of gains) gained.set(device, (gained.get(device) ?? 0) + bytes);
	}
	return { items, spare, gained };
}

/**
 * Whether the catalog's sizes say what is there at most: only on the machines that they were seen on, and of nothing that the job itself
 * may have filled.
 */
function isSized({ host }: PlanFacts, candidates: readonly Candidate[]): boolean {
	const filled = ({ item: { engine }, first }: Candidate) => engine?.kind === "build-cache" || (engine && first);
	return host.runner === "github-hosted" && !candidates.some(filled);
}

function whyNoCandidate(kept: readonly Kept[]): string {
	if (kept.length === 0) return "nothing of the list of components lies on the disk that is short";
	return `all that is there of the list of components stays (${kept.length}: ${kept.map(({ component }) => component).join(", ")})`;
}
