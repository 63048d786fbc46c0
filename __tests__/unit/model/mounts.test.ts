import { describe, expect, it } from "@jest/globals";
import { type Mount, mountAt, mountOf, mountWithin, parseMounts } from "../../../src/model/mounts.ts";

const root: Mount = {
	path: "/",
	device: "8:1",
	root: "/",
	fileSystem: "ext4",
	source: "/dev/root",
	readOnly: false,
};

describe("a line of mountinfo", () => {
	it.each<[title: string, line: string, mount: Partial<Mount>]>([
		["without optional fields", "22 1 8:1 / / rw,relatime - ext4 /dev/root rw,discard", {}],
		["with one", "22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/root rw", {}],
		["with several", "22 1 8:1 / / rw shared:1 master:2 propagate_from:3 - ext4 /dev/root rw", {}],
		["without the whole system's options", "22 1 8:1 / / rw - ext4 /dev/root", {}],
		["of a folder", "32 22 8:1 /data /mnt/bind rw - ext4 /dev/root rw", { root: "/data", path: "/mnt/bind" }],
		[
			"with blanks, tabs, line breaks and backslashes",
			"31 22 8:1 /c\\012d /a\\040b\\011\\134040 rw - ext4 //server/my\\040share rw",
			{ root: "/c\nd", path: "/a b\t\\040", source: "//server/my share" },
		],
		["with a path of hyphens", "31 22 8:1 /- /- rw - ext4 - rw", { root: "/-", path: "/-", source: "-" }],
		["with an empty source", "31 22 8:1 / / rw - ext4  rw", { source: "" }],
		["mounted read-only", "22 1 8:1 / / ro,relatime - ext4 /dev/root rw", { readOnly: true }],
		["on a read-only file system", "22 1 8:1 / / rw - ext4 /dev/root ro", { readOnly: true }],
		["with options that only look so", "22 1 8:1 / / rw - ext4 /dev/root rw,errors=remount-ro", {}],
		[
			"of a subvolume",
			"22 1 0:40 /@ / rw - btrfs /dev/sda2 rw,subvol=/@",
			{ device: "0:40", root: "/@", fileSystem: "btrfs", source: "/dev/sda2" },
		],
	])("%s", (_title, line, mount) => {
		expect(parseMounts(`${line}\n`)).toEqual([{ ...root, ...mount }]);
	});

	it.each([
		"",
		"nonsense",
		"22 1 8:1 / / rw",
		"22 1 8:1 / relative rw - ext4 /dev/root rw",
		"22 1 8:1 / / rw shared:1 ext4 x rw",
		"22 1 8:1 / / rw -  x",
	])("%j is none", (line) => {
		expect(parseMounts(line)).toEqual([]);
	});
});

describe("mounts", () => {
	const mounts = parseMounts(`22 1 8:1 / / rw - ext4 /dev/root rw
30 22 8:17 / /mnt rw - ext4 /dev/sdb1 rw
31 22 8:33 / /mnt/a\\040b rw - ext4 /dev/sdc1 rw
40 30 0:50 / /mnt rw - tmpfs tmpfs rw
`);

	it("at one path: the last is on top", () => {
		expect(mountAt(mounts, "/mnt")?.fileSystem).toBe("tmpfs");
		expect(mountAt(mounts, "/home")).toBeUndefined();
	});

	it.each([
		["/", "8:1"],
		["/home/me", "8:1"],
		["/mntx", "8:1"],
		["/mnt/c", "0:50"],
		["/mnt/a b/c/d", "8:33"],
	])("%s lies on %s", (path, device) => {
		expect(mountOf(mounts, path)?.device).toBe(device);
	});

	it("a path that is not absolute lies on none", () => {
		expect(mountOf(mounts, "home")).toBeUndefined();
		expect(mountOf([], "/home")).toBeUndefined();
	});

	it.each([
		["/mnt/a b", "/mnt/a b"],
		["/mnt/a", undefined],
		["/mnt", "/mnt"],
		["/mnt/a b/c", undefined],
		["/", "/"],
	])("at or below %s: %s", (path, point) => {
		expect(mountWithin(mounts, path)?.path).toBe(point);
	});
});
