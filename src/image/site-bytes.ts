import type { Bytes } from "../model/bytes.ts";
import type { SitePlace } from "./site-place.ts";

/** Bytes of the visible files in site-packages folders, by groups of at most two path components. */
export interface SiteBytes {
	add(place: SitePlace, name: string, bytes: Bytes): void;
	/** Groups of one site-packages folder. */
	of(site: string): ReadonlyMap<string, Bytes>;
}

/** Beyond that many groups, bytes belong to nobody: a real environment has a few thousand. */
const MOST_GROUPS = 100_000;

export function createSiteBytes(): SiteBytes {
	const sites = new Map<string, Map<string, Bytes>>();
	let groups = 0;

	function groupsOf(site: string): Map<string, Bytes> {
		const known = sites.get(site);
		if (known) return known;
		const made = new Map<string, Bytes>();
		sites.set(site, made);
		return made;
	}

	return {
		add(place, name, bytes) {
			const all = groupsOf(place.site);
			const group = place.depth === 0 ? name : place.group;
			const before = all.get(group);
			if (before === undefined && ++groups > MOST_GROUPS) return;
			all.set(group, (before ?? 0) + bytes);
		},
		of: (site) => sites.get(site) ?? new Map(),
	};
}
