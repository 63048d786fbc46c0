import { compare, explain } from "@renovatebot/pep440";

/** A version as PEP 440 reads it. */
export interface Version {
	readonly epoch: number;
	readonly release: readonly number[];
	/** Without the local part, normalised: `2.6.0rc1`. */
	readonly public: string;
	/** The release it leads up to or follows: `2.6.0` of `2.6.0rc1.post2`. */
	readonly base: string;
	/** Without its post and dev parts: `2.6.0rc1` of `2.6.0rc1.post2`. */
	readonly withoutPost: string;
	/** Local part, normalised (`nv25.01` is `nv25.1`); nothing when there is none. */
	readonly local: string | undefined;
	/** An alpha, beta, release candidate or development version. */
	readonly prerelease: boolean;
	readonly postrelease: boolean;
}

/** Reads a version; nothing when the text is none (`unknown`, `2.6.x`). */
export function readVersion(text: string): Version | undefined {
	const trimmed = text.trim();
	const parts = explain(trimmed);
	if (!parts) return undefined;
	// The library's typings leave out that absent parts are null.
	const pre = parts.pre as readonly (string | number)[] | null;
	return {
		epoch: parts.epoch,
		release: parts.release,
		public: parts.public,
		base: parts.base_version,
		withoutPost: `${parts.base_version}${pre?.join("") ?? ""}`,
		local: normalizeLocal(trimmed),
		prerelease: parts.is_prerelease,
		postrelease: parts.is_postrelease,
	};
}

/** Order of two public versions (local parts left out): negative, 0 or positive. */
export function comparePublic(one: string, other: string): number {
	return compare(one, other);
}

/** The library reads a segment such as `1e5` as a number, so local parts are normalised here. */
function normalizeLocal(text: string): string | undefined {
	const plus = text.indexOf("+");
	if (plus < 0) return undefined;
	return text
		.slice(plus + 1)
		.toLowerCase()
		.split(/[-_.]/)
		.map((segment) => (/^\d+$/.test(segment) ? segment.replace(/^0+(?=\d)/, "") : segment))
		.join(".");
}
