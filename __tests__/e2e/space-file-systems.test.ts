import path from "node:path";
import { afterEach, describe, expect, it, jest } from "@jest/globals";
import type { ReclaimEvent, ReclaimRequest } from "../../src/model/reclaim.ts";
import { ROOT } from "../support/action.ts";
import { type FileSystem, type MountPlace, makeMountPlace } from "./support/file-systems.ts";
import { ALL, allEvents, freedOf, itemsOf, problemsOf, sendRemoval, skippedOf } from "./support/removal.ts";

jest.setTimeout(120_000);

const MIB = 2 ** 20;
let place: MountPlace | undefined;
afterEach(() => {
	place?.remove();
	place = undefined;
});

/** A fresh file system at /opt, where software may lie. */
async function openOpt(kind: FileSystem): Promise<MountPlace> {
	place = await makeMountPlace({ kind });
	shell(place, "mount --bind /mnt /opt");
	return place;
}

function shell({ run }: MountPlace, script: string): string {
	const { status, stdout } = run(["sh", "-euc", script]);
	if (status !== 0) throw new Error(`${script}: ${stdout}`);
	return stdout;
}

/** A thousand small files and some big ones, 80 MiB; one of them has two names. */
function grow({ run }: MountPlace, ...names: readonly string[]): void {
	const script = `
		const { mkdirSync, writeFileSync, linkSync } = require("node:fs");
		const write = (file, size) => writeFileSync(file, require("node:crypto").randomBytes(size));
		for (const name of process.argv.slice(1)) {
			const top = "/opt/" + name;
			for (let at = 0; at < 10; at += 1) {
				const folder = top + "/" + (at % 2) + "/" + at;
				mkdirSync(folder, { recursive: true });
				for (let file = 0; file < 99; file += 1) write(folder + "/" + file, 4096);
			}
			for (let at = 0; at < 7; at += 1) write(top + "/big-" + at, ${10 * MIB});
			write(top + "/0/first", ${6 * MIB});
			linkSync(top + "/0/first", top + "/1/second");
		}`;
	const { status, stdout } = run([process.execPath, "-e", script, ...names]);
	if (status !== 0) throw new Error(stdout);
}

function remove({ start }: MountPlace, request: ReclaimRequest): Promise<readonly ReclaimEvent[]> {
	return allEvents(sendRemoval(start([process.execPath, path.join(ROOT, "dist/reclaim.js")]), request));
}

/** Bytes, after all that was unlinked is given back. */
function freeOf(at: MountPlace): number {
	const [blocks, size] = shell(at, "sync --file-system /opt; stat --file-system --format='%a %S' /opt").split(" ");
	return Number(blocks) * Number(size);
}

const namesIn = (at: MountPlace) =>
	shell(at, "ls -A /opt")
		.trim()
		.split("\n")
		.filter((name) => name !== "lost+found");

describe.each<FileSystem>(["ext4", "xfs", "btrfs"])("on %s", (kind) => {
	it("a tool goes whole, and the bytes told are those the disk has more", async () => {
		const at = await openOpt(kind);
		grow(at, "tool", "other");
		const before = freeOf(at);
		const events = await remove(at, { run: "fs", items: itemsOf(["/opt/tool"]), until: [{ path: "/opt", free: ALL }] });
		const gained = freeOf(at) - before;
		expect({ problems: problemsOf(events), skipped: skippedOf(events) }).toEqual({ problems: [], skipped: {} });
		const [freed] = freedOf(events);
		process.stdout.write(`${kind}: freed ${freed?.bytes} bytes, the disk has ${gained} more\n`);
		expect(freed?.files).toBe(10 * 99 + 7 + 2);
		expect(Math.abs((freed?.bytes ?? 0) - gained)).toBeLessThan(gained / 50);
		expect(namesIn(at)).toEqual(["other"]);
	});

	// Bytes of big files come back late on btrfs: to ask the disk too early takes the next tool for nothing.
	it("no more goes than is needed", async () => {
		const at = await openOpt(kind);
		const names = ["one", "two", "three", "four"];
		for (const name of names) shell(at, `mkdir /opt/${name}; head -c 80M /dev/urandom >/opt/${name}/big`);
		const until = [{ path: "/opt", free: freeOf(at) + 120 * MIB }];
		const events = await remove(at, { run: "fs", items: itemsOf(names.map((name) => `/opt/${name}`)), until });
		expect(freedOf(events).map(({ item }) => item)).toEqual(["/opt/one", "/opt/two"]);
		expect(events.map((event) => event.kind)).toContain("enough");
		expect(namesIn(at)).toEqual(["four", "three"]);
	});
});

describe("subvolumes of btrfs", () => {
	const removeTool = (at: MountPlace, tool: string) =>
		remove(at, { run: "fs", items: itemsOf([tool]), until: [{ path: "/opt", free: ALL }] });

	it("a tool in one goes", async () => {
		const at = await openOpt("btrfs");
		shell(at, "btrfs subvolume create /opt/local");
		grow(at, "local/tool");
		const events = await removeTool(at, "/opt/local/tool");
		expect({ problems: problemsOf(events), skipped: skippedOf(events) }).toEqual({ problems: [], skipped: {} });
		expect(shell(at, "find /opt").trim().split("\n")).toEqual(["/opt", "/opt/local"]);
	});

	it("one in the place of a tool stays where it is", async () => {
		const at = await openOpt("btrfs");
		shell(at, "btrfs subvolume create /opt/tool; echo precious >/opt/tool/file");
		expect(skippedOf(await removeTool(at, "/opt/tool"))).toEqual({ "/opt/tool": "it is a subvolume" });
		expect(shell(at, "cat /opt/tool/file")).toBe("precious\n");
		expect(namesIn(at)).toEqual(["tool"]);
	});

	it("what lies in one inside of a tool stays, and where it is now is told", async () => {
		const at = await openOpt("btrfs");
		grow(at, "tool");
		shell(at, "btrfs subvolume create /opt/tool/1/sub; echo precious >/opt/tool/1/sub/file");
		expect(problemsOf(await removeTool(at, "/opt/tool"))).toEqual([
			"/opt/tool/1/sub: something is mounted there",
			"/opt/.ml-image-build-trash-fs is not empty",
		]);
		expect(shell(at, "cat /opt/.ml-image-build-trash-fs/*/1/sub/file")).toBe("precious\n");
	});
});
