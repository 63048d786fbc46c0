import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { zstdCompressSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { unpackKernel } from "../../scripts/machine/kernel.ts";
import { placesFor } from "../../scripts/machine/places.ts";
import { DEFAULT_HARDWARE, qemuCommand } from "../../scripts/machine/qemu.ts";
import { kernelDied } from "../../scripts/machine/run-job.ts";

describe("the machine's folder", () => {
	it.each([
		[{ HOME: "/home/ada" }, "/home/ada/.cache/ml-image-build/machine/images"],
		[{ HOME: "/home/ada", XDG_CACHE_HOME: "/big" }, "/big/ml-image-build/machine/images"],
		[{ HOME: "/home/ada", MLBUILD_MACHINE_DIR: "/disk/m" }, "/disk/m/images"],
	])("for %j is %s", (environment, images) => {
		expect(placesFor({ environment }).images).toBe(images);
	});
});

describe("QEMU's command line", () => {
	const disks = { kernel: "/k", root: "/a,b/root.img", job: "/j", out: "/o", keepRoot: false };
	const line = (change: object, files: object = {}) =>
		qemuCommand({ ...DEFAULT_HARDWARE, ...change }, { ...disks, ...files }).join(" ");

	it.each([
		[{ memoryMiB: 2048 }, {}, "-m 2048"],
		[{ cpus: 1 }, {}, "-smp 1"],
		[{ swapMiB: 512 }, {}, "machine.swap=512"],
		[{ cgroupDriver: "systemd" }, {}, "init=/usr/lib/systemd/systemd"],
		[{ cgroupDriver: "cgroupfs" }, {}, "init=/usr/local/sbin/init"],
		[{}, {}, "file=/a,,b/root.img,"],
		[{}, {}, "snapshot=on"],
		[{}, {}, "tcg,thread=single"],
		[{}, { keepRoot: true }, "snapshot=off"],
	])("%j %j has %s", (change, files, part) => {
		expect(line(change, files)).toContain(part);
	});
});

describe("a machine's end", () => {
	const boot = { console: "machine: the engine answers\n", seconds: 8, killed: undefined, stderr: "" } as const;
	const panic = "[ 5.0] Kernel panic - not syncing: Fatal exception in interrupt\n";

	it.each([
		["its kernel died", { status: undefined, boot: { ...boot, console: panic } }, true],
		["it was turned off without a word", { status: undefined, boot }, false],
		[
			"its time was over, whatever it said",
			{ status: undefined, boot: { ...boot, console: panic, killed: "timeout" } },
			false,
		],
		["the job came to its end and said such a thing", { status: 1, boot: { ...boot, console: panic } }, false],
	] as const)("%s: worth another start is %p", (_, end, again) => {
		expect(kernelDied(end)).toBe(again);
	});
});

describe("the kernel", () => {
	let folder = "";
	beforeAll(() => {
		folder = mkdtempSync(join(tmpdir(), "mlbuild-kernel-"));
	});
	afterAll(() => rmSync(folder, { recursive: true }));

	/** A file as the x86 boot protocol has it: one setup sector, then code with the payload and its size. */
	const bzImage = (payload: Buffer): string => {
		const image = Buffer.alloc(2 * 512 + 64 + payload.length + 4);
		image[0x1f1] = 1;
		image.write("HdrS", 0x202, "latin1");
		image.writeUInt32LE(64, 0x248);
		image.writeUInt32LE(payload.length + 4, 0x24c);
		payload.copy(image, 2 * 512 + 64);
		const file = join(folder, "vmlinuz");
		writeFileSync(file, image);
		return file;
	};
	const elf = Buffer.from("\x7fELF and the rest of a kernel");

	it("is unpacked from a bzImage", () => {
		expect(unpackKernel(bzImage(zstdCompressSync(elf)))).toEqual(elf);
	});

	it.each([
		["compressed otherwise", () => bzImage(Buffer.from("xz would be here")), "not compressed by zstd"],
		["no kernel inside", () => bzImage(zstdCompressSync(Buffer.from("text"))), "no ELF"],
	])("is refused when there is %s", (_, file, why) => {
		expect(() => unpackKernel(file())).toThrow(why);
	});

	it("is refused when the file is none", () => {
		const file = join(folder, "other");
		writeFileSync(file, Buffer.alloc(1024));
		expect(() => unpackKernel(file)).toThrow("no boot protocol header");
	});
});
