/** Words of ours and digests: a secret that happens to be `fail` or `docker` must not change what the report means. */
const NEVER_MASKED: ReadonlySet<string> = new Set([
	...["conclusion", "kind", "status", "level", "id", "method", "store", "driver", "runner", "sudo", "version"],
	...["shape", "certainty", "policy", "way", "scope", "pages"],
	...[
		"digest",
		"diffId",
		"imageId",
		"platform",
		"environment",
		"key",
		"source",
		"cgroupVersion",
		"started",
		"completed",
	],
]);

/**
 * No secret may stand in anything that is written: every free text of the report is masked once, here. For what JSON can hold; what holds no
 * secret stays the same object.
 */
export function maskTexts<T>(value: T, mask: (text: string) => string): T {
	if (typeof value === "string") return mask(value) as T;
	if (typeof value !== "object" || value === null) return value;
	let copy: T | undefined;
	for (const key of Object.keys(value) as (keyof T & string)[]) {
		const before = value[key];
		const after = typeof before === "string" && NEVER_MASKED.has(key) ? before : maskTexts(before, mask);
		if (after === before) continue;
		copy ??= (Array.isArray(value) ? [...value] : { ...value }) as T;
		copy[key] = after;
	}
	return copy ?? value;
}
