import { readFileSync } from "node:fs";
import { afterEach, describe, expect, it, jest } from "@jest/globals";
import { type FileSystem, type MountPlace, makeMountPlace } from "./support/file-systems.ts";

jest.setTimeout(120_000);

const MIB = 2 ** 20;
const path = "/mnt/.ml-image-build-4711-1700000000000.swap";
const make = { swap: { act: "make", path, bytes: 256 * MIB } };
const drop = { swap: { act: "drop", path } };
const swaps = () => readFileSync("/proc/swaps", "utf8");

const before = swaps();
let place: MountPlace | undefined;
const on = async (kind: FileSystem, mebibytes?: number): Promise<MountPlace> => {
	place = await makeMountPlace({ kind, ...(mebibytes !== undefined && { mebibytes }) });
	return place;
};
afterEach(() => {
	place?.run(["umount", "/proc/swaps"]);
	place?.run(["swapoff", path]);
	place?.remove();
	place = undefined;
	expect(swaps()).toBe(before);
});

describe("the root program makes swap on a real file system", () => {
	it.each<FileSystem>(["ext4", "ext3", "xfs", "btrfs"])("%s: on, only root's, and off again", async (kind) => {
		const { elevated, run } = await on(kind);
		expect(elevated(make)).toEqual({ ok: true, bytes: 256 * MIB });
		expect(swaps()).toMatch(/\.ml-image-build-4711-1700000000000\.swap\s+file\s+262144\s/);
		expect(run(["stat", "-c", "%U %a %F", path]).stdout.trim()).toBe("root 600 regular file");
		expect(elevated(drop)).toEqual({ ok: true, bytes: 256 * MIB });
		expect(run(["ls", "-A", "/mnt"]).stdout).not.toContain("ml-image-build");
	});

	it("tmpfs: refused by the kernel, and nothing is left of it", async () => {
		const { elevated, run } = await on("tmpfs");
		expect(elevated(make)).toEqual({ ok: false, why: expect.stringMatching(/^swapon failed: /) });
		expect(run(["ls", "-A", "/mnt"]).stdout).toBe("");
	});

	it("a disk without room: refused before a byte is written", async () => {
		const { elevated, run } = await on("ext4", 300);
		expect(elevated(make)).toEqual({ ok: false, why: expect.stringMatching(/^\/mnt has only \d+ bytes free/) });
		expect(run(["ls", "-A", "/mnt"]).stdout).not.toContain("ml-image-build");
	});

	it("swapon that says nothing and does nothing is no swap", async () => {
		const { elevated, pretend, run } = await on("ext4");
		pretend("/proc/swaps", "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n");
		expect(elevated(make)).toEqual({ ok: false, why: expect.stringMatching(/is not in \/proc\/swaps$/) });
		expect(run(["ls", "-A", "/mnt"]).stdout).not.toContain("ml-image-build");
		expect(swaps()).toBe(before);
	});
});

describe("the root program leaves alone", () => {
	it("what stands in the file's place, and where a link points to", async () => {
		const { elevated, run } = await on("ext4");
		run(["tee", "/mnt/precious"], "precious");
		run(["ln", "-s", "/mnt/precious", path]);
		expect(elevated(make)).toEqual({ ok: false, why: expect.stringMatching(/EEXIST/) });
		expect(elevated(drop)).toEqual({ ok: false, why: expect.stringMatching(/is left alone/) });
		expect(run(["cat", "/mnt/precious"]).stdout).toBe("precious");
		expect(run(["readlink", path]).stdout.trim()).toBe("/mnt/precious");
	});

	it.each<[title: string, argv: readonly string[]]>([
		["of another user", ["chown", "54321", path]],
		["with a second name", ["ln", path, "/mnt/second"]],
	])("a file %s", async (_title, argv) => {
		const { elevated, run } = await on("ext4");
		run(["tee", path], "precious");
		run(argv);
		expect(elevated(drop)).toEqual({ ok: false, why: expect.stringMatching(/is left alone/) });
		expect(run(["cat", path]).stdout).toBe("precious");
	});

	it("a folder that others may write to", async () => {
		const { elevated, run } = await on("ext4");
		run(["chmod", "1777", "/mnt"]);
		expect(elevated(make)).toEqual({ ok: false, why: "/mnt is no folder that only root may write to" });
	});

	it("swap whose content the machine has no memory for", async () => {
		const { elevated, pretend, run } = await on("ext4");
		expect(elevated(make)).toMatchObject({ ok: true });
		pretend("/proc/meminfo", "MemTotal:  8000000 kB\nMemAvailable:  204800 kB\n");
		expect(elevated(drop)).toEqual({
			ok: false,
			why: "0 MiB lie in it and the machine has 200 MiB of memory to take them",
		});
		expect(swaps()).toContain(".ml-image-build-4711");
		run(["umount", "/proc/meminfo"]);
		expect(elevated(drop)).toEqual({ ok: true, bytes: 256 * MIB });
	});

	it("swap when the kernel does not say what memory there is", async () => {
		const { elevated, pretend, run } = await on("ext4");
		expect(elevated(make)).toMatchObject({ ok: true });
		pretend("/proc/meminfo", "MemTotal:  8000000 kB\n");
		expect(elevated(drop)).toMatchObject({ ok: false, why: expect.stringContaining("does not say") });
		run(["umount", "/proc/meminfo"]);
		expect(elevated(drop)).toMatchObject({ ok: true });
	});
});
