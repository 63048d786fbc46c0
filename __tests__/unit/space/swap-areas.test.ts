import { describe, expect, it } from "@jest/globals";
import { isSwapOfOurs, parseSwaps, swapPath } from "../../../src/model/swap.ts";

/** As Linux 6.18 writes it; columns are tabs or blanks, by the length of the path. */
const HEAD = "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n";
const row = (path: string, kind: string, size: number, used: number, priority: number) =>
	`${path.padEnd(40)}${kind}\t\t${size}\t\t${used}\t\t${priority}\n`;

describe("/proc/swaps", () => {
	it("without any swap has no areas", () => {
		expect(parseSwaps(HEAD)).toEqual([]);
		expect(parseSwaps("")).toEqual([]);
	});

	it("tells files, partitions and zram apart, in bytes", () => {
		const text =
			HEAD +
			row("/swapfile", "file", 4194300, 1024, -2) +
			row("/dev/sda2", "partition", 8388604, 0, 5) +
			row("/dev/zram0", "partition", 2097148, 100, 100);
		expect(parseSwaps(text)).toEqual([
			{ path: "/swapfile", kind: "file", bytes: 4194300 * 1024, used: 2 ** 20, priority: -2, deleted: false },
			{ path: "/dev/sda2", kind: "partition", bytes: 8388604 * 1024, used: 0, priority: 5, deleted: false },
			{ path: "/dev/zram0", kind: "zram", bytes: 2097148 * 1024, used: 102400, priority: 100, deleted: false },
		]);
	});

	it("has blanks, tabs, line breaks and backslashes of a path in octal", () => {
		const [area] = parseSwaps(HEAD + row("/my\\040disk/a\\011b\\012c\\134d", "file", 1024, 0, -2));
		expect(area?.path).toBe("/my disk/a\tb\nc\\d");
	});

	it("marks a file that was unlinked while it was on", () => {
		const [area] = parseSwaps(HEAD + row("/mnt/swapfile\\040(deleted)", "file", 1024, 0, -3));
		expect(area).toMatchObject({ path: "/mnt/swapfile", deleted: true });
	});

	it("is left out line by line where it cannot be understood", () => {
		expect(parseSwaps(`${HEAD}nonsense\n${row("/swapfile", "file", 1024, 0, -2)}/x file 12\n`)).toHaveLength(1);
	});
});

describe("the name of a swap file of ours", () => {
	it.each(["/", "/mnt"] as const)("is known again below %s", (folder) => {
		expect(isSwapOfOurs(swapPath(folder, 4711, 1_700_000_000_000))).toBe(true);
	});

	it.each([
		"/swapfile",
		"/mnt/swapfile",
		"/home/.ml-image-build-1-2.swap",
		"/mnt/../.ml-image-build-1-2.swap",
		"/mnt//.ml-image-build-1-2.swap",
		"/.ml-image-build-1-2.swap/x",
		"/.ml-image-build-1-2.swap\n",
		"/.ml-image-build-.swap",
		".ml-image-build-1-2.swap",
		"/dev/sda2",
	])("is not %j", (path) => {
		expect(isSwapOfOurs(path)).toBe(false);
	});
});
