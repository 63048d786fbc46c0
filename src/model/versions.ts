/** `v0.22.1` is older than 0.23. What is no version (`unknown`, a commit) is taken for a new one. */
export function isOlder(version: string, [major, minor]: readonly [number, number]): boolean {
	const [, first, second] = /^v?(\d+)\.(\d+)/.exec(version) ?? [];
	if (first === undefined) return false;
	return Number(first) < major || (Number(first) === major && Number(second) < minor);
}
