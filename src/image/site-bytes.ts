import type { Bytes } from "../model/bytes.ts";
import { createNumberList } from "./number-list.ts";
import type { PathNumbers } from "./path-numbers.ts";
import type { SitePlace } from "./site-place.ts";

/** Bytes of the visible files in site-packages folders, by groups of at most two path components. */
export interface SiteBytes {
	add(place: SitePlace, name: string, bytes: Bytes): void;
	/** The bytes of the group with that number. */
	of(group: number): Bytes;
}

export function createSiteBytes(groups: PathNumbers): SiteBytes {
	const sums = createNumberList();
	return {
		add(place, name, bytes) {
			const group = groups.number(place.site, place.depth === 0 ? name : place.group);
			if (group !== undefined) sums.set(group, sums.at(group) + bytes);
		},
		of: sums.at,
	};
}
