import { TREES } from "../../scripts/replica/trees.ts";
import { isWithin, namesOf, placeOf } from "../../src/model/paths.ts";
import type { PresentPath } from "../../src/model/space.ts";
import { atHome, COMPONENTS } from "../../src/space/components/index.ts";
import { planSpace } from "../../src/space/plan.ts";

/** What goes, in this order. */
export interface Order {
	readonly name: string;
	readonly items: readonly Item[];
}

export interface Item {
	readonly id: string;
	readonly paths: readonly string[];
}

/** As much more as the bench waits for, at scale 1, bytes. */
export const WANTED = 15e9;

const ANDROID = "/usr/local/lib/android";
const DOTNET = "/usr/share/dotnet";
const GHCUP = "/usr/local/.ghcup";
const CACHE = "/opt/hostedtoolcache";

/** What the fsync bench removes: most files for their bytes. */
export const MANY_FILES = [ANDROID, CACHE];

/**
 * Folders that the scripts of the most used actions remove, in their order, with all their inputs on. Without their packages and images:
 * there is no package manager and no engine in the replica, and these take minutes more, so that what is left out is to their advantage.
 */
const SCRIPTS: Readonly<Record<string, readonly string[]>> = {
	// https://github.com/jlumbroso/free-disk-space/blob/54081f138730dfa15788a46383842cd2f914a1be/action.yml
	"jlumbroso/free-disk-space": [ANDROID, DOTNET, "/opt/ghc", GHCUP, CACHE],
	// https://github.com/easimon/maximize-build-space/blob/c28619d8999a147d5e09c1199f84ff6af6ad5794/action.yml
	"easimon/maximize-build-space": [DOTNET, ANDROID, "/opt/ghc", `${CACHE}/CodeQL`],
	// https://github.com/insightsengineering/disk-space-reclaimer/blob/c3e131da643972e4c98c319aae4c9ccc178c3728/core.sh
	"insightsengineering/disk-space-reclaimer": [ANDROID, DOTNET, "/opt/ghc", CACHE],
	// https://github.com/ublue-os/remove-unwanted-software/blob/6bdddc50e67c21ebe9d3316539b3a025345fdc81/action.yml
	"ublue-os/remove-unwanted-software": [DOTNET, ANDROID, "/opt/ghc", GHCUP, `${CACHE}/CodeQL`, CACHE],
	// https://github.com/endersonmenezes/free-disk-space/blob/be6b1a4da67056805ee942c4c034f6fac68c303b/main.sh
	"endersonmenezes/free-disk-space": [ANDROID, DOTNET, "/opt/ghc", GHCUP, CACHE],
};

/** Ours: what the plan takes when that much is missing, and what it would take next. */
export function plannedOrder(): Order {
	const { items, spare } = planSpace({
		asked: { freeDisk: "auto", keep: [], remove: [], allowSelfHosted: false },
		host: { runner: "github-hosted", root: true, sudo: "untested" },
		place: "machine",
		need: { bytes: WANTED, how: "the bench asks for it", from: "min-free" },
		disks: [{ roles: [], path: "/", device: "replica", free: 0, total: 72e9, needed: WANTED }],
		present: presentPaths(),
		used: [],
	});
	return upTo({
		name: "the plan's order",
		items: [...items, ...spare].map(({ component, paths }) => ({ id: component, paths })),
	});
}

/** The same components as the catalog lists them. */
export function catalogOrder({ items }: Order): Order {
	const listed = COMPONENTS.flatMap(({ id }) => items.filter((item) => item.id === id));
	return { name: "the catalog's order", items: listed };
}

/** The scripts' orders up to the target; those that are the same up to there are one. */
export function scriptOrders(): readonly Order[] {
	const orders = new Map<string, Order>();
	for (const [name, paths] of Object.entries(SCRIPTS)) {
		const { items } = upTo({ name, items: paths.map((path) => ({ id: path, paths: [path] })) });
		const key = items.map(({ id }) => id).join();
		const same = orders.get(key);
		orders.set(key, { name: same ? `${same.name}, ${name}` : `the order of ${name}`, items });
	}
	return [...orders.values()];
}

/** What is there of the catalog, at the depth at which it names it. */
function presentPaths(): readonly PresentPath[] {
	return COMPONENTS.flatMap(({ id, paths }) =>
		paths.flatMap((path) => {
			const pattern = atHome(path, "/home/runner");
			const found = TREES.filter((tree) => ["at", "below"].includes(placeOf(tree.path, pattern) ?? ""));
			const tops = found.map((tree) => `/${namesOf(tree.path).slice(0, namesOf(pattern).length).join("/")}`);
			return [...new Set(tops)].map((top) => ({ component: id, path: top, device: "replica", own: false }));
		}),
	);
}

/** No more than is needed, with a tenth to spare: the replica's own bytes are known. */
function upTo({ name, items }: Order): Order {
	const bytes = ({ paths }: Item) =>
		TREES.filter((tree) => paths.some((path) => isWithin(tree.path, path))).reduce(
			(sum, { gigabytes }) => sum + gigabytes * 1e9,
			0,
		);
	let sum = 0;
	const needed = items.filter((item) => {
		if (sum >= WANTED * 1.1) return false;
		sum += bytes(item);
		return true;
	});
	return { name, items: needed };
}
