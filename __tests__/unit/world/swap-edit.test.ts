import { existsSync, readFileSync, statfsSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import type { SwapEdit } from "../../../src/model/swap.ts";
import { editSwap } from "../../../src/world/swap-edit.ts";

const path = "/.ml-image-build-1-2.swap";
const bytes = 64 * 2 ** 20;
const state = () =>
	["/proc/swaps", "/proc/sys/vm/swappiness"].map((file) => (existsSync(file) ? readFileSync(file, "utf8") : ""));

describe("the program that may be root refuses", () => {
	it.each<[title: string, edit: unknown]>([
		["nothing", null],
		["an unknown verb", { act: "swapoff", path }],
		["the system's swap file", { act: "drop", path: "/swapfile" }],
		["a partition", { act: "drop", path: "/dev/sda2" }],
		["a file elsewhere", { act: "drop", path: "/home/.ml-image-build-1-2.swap" }],
		["a way out of the folder", { act: "drop", path: "/mnt/../etc/.ml-image-build-1-2.swap" }],
		["a path with a line break", { act: "drop", path: `${path}\n` }],
		["a path that is no text", { act: "drop", path: [path] }],
		["to make the system's swap file", { act: "make", path: "/swapfile", bytes }],
		["no size", { act: "make", path }],
		["a size that is no number", { act: "make", path, bytes: "64M" }],
		["a size of nothing", { act: "make", path, bytes: 0 }],
		["a size below zero", { act: "make", path, bytes: -bytes }],
		["a broken size", { act: "make", path, bytes: bytes + 0.5 }],
		["an endless size", { act: "make", path, bytes: Number.POSITIVE_INFINITY }],
		["more than a disk", { act: "make", path, bytes: 2 ** 41 }],
		["a priority below zero", { act: "make", path, bytes, priority: -2 }],
		["a priority that is an option", { act: "make", path, bytes, priority: "5 -a" }],
		["no swappiness", { act: "swappiness" }],
		["a swappiness below zero", { act: "swappiness", value: -1 }],
		["a swappiness that is a text", { act: "swappiness", value: "10\n" }],
		["too much swappiness", { act: "swappiness", value: 201 }],
	])("%s", async (_title, edit) => {
		const before = state();
		expect(await editSwap(edit as SwapEdit)).toMatchObject({ ok: false, why: expect.any(String) });
		expect(state()).toEqual(before);
	});

	it("to fill the disk", async () => {
		const { bavail, bsize } = statfsSync("/");
		const all = bavail * bsize;
		const edited = await editSwap({ act: "make", path, bytes: all });
		expect(edited).toMatchObject({ ok: false, why: expect.stringMatching(/bytes free|may write to|denied|1 TiB/) });
		expect(existsSync(path)).toBe(false);
	});
});

it("a file of ours that is gone needs no removing", async () => {
	expect(await editSwap({ act: "drop", path })).toEqual({ ok: true, bytes: 0 });
});
