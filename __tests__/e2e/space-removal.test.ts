import { execFileSync } from "node:child_process";
import { linkSync, lstatSync, mkdirSync, statfsSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it, jest } from "@jest/globals";
import { TREES } from "../../scripts/replica/trees.ts";
import { createGuard } from "../../src/world/reclaim-guard.ts";
import { ALL, freedOf, isBelow, itemsOf, problemsOf, removeAll, skippedOf, startRemoval } from "./support/removal.ts";
import { DIST, NODE, openRoom, type Room } from "./support/replica.ts";

jest.setTimeout(120_000);

/** As root, who has no toolchains here. */
const refuse = createGuard("/root");
const REMOVABLE = TREES.map(({ path: at }) => at).filter((at) => refuse(at) === undefined);
const NEEDED = TREES.map(({ path: at }) => at).filter((at) => refuse(at) !== undefined);
const everything = [{ path: "/", free: ALL }];

/** Puts an entry into the room's tree. */
const make = (room: Room, name: string | Buffer, content = "x") =>
	writeFileSync(Buffer.concat([Buffer.from(room.root), Buffer.from(name)]), content);

it("all components of a runner: nothing else changes, and the bytes told are those the disk has more", async () => {
	const room = await openRoom();
	const before = room.list();
	const free = statfsSync(room.root);
	const events = await removeAll(room, "root", { run: "all", items: itemsOf(REMOVABLE), until: everything });
	const after = statfsSync(room.root);
	const gained = (after.bfree - free.bfree) * free.bsize;
	const told = freedOf(events).reduce((sum, { bytes }) => sum + bytes, 0);
	process.stdout.write(`freed ${told} bytes, the disk has ${gained} more\n`);
	expect(problemsOf(events)).toEqual([]);
	expect(skippedOf(events)).toEqual({});
	expect(freedOf(events).map(({ item }) => item)).toEqual(REMOVABLE);
	expect(Math.abs(told - gained)).toBeLessThan(gained / 1000);
	expect([...room.list().keys()]).toEqual([...before.keys()].filter((at) => !isBelow(REMOVABLE)(at)));
	const files = [...before].filter(([at, what]) => isBelow(REMOVABLE)(at) && !what.startsWith("d")).length;
	expect(freedOf(events).reduce((sum, one) => sum + one.files, 0)).toBe(files);
});

it("what is needed stays, though it is asked for", async () => {
	const room = await openRoom();
	const before = room.list();
	const asked = [
		...NEEDED,
		"/home/runner",
		"/usr",
		"/usr/lib",
		"/var/lib",
		"/home/runner/externals",
		"/home/runner/action",
	];
	const events = await removeAll(room, "root", { run: "never", items: itemsOf(asked), until: everything });
	expect(Object.keys(skippedOf(events)).toSorted()).toEqual(asked.toSorted());
	expect(room.list()).toEqual(before);
});

it("stops at the target: the item that reaches it is finished slowly, those after it stay", async () => {
	const room = await openRoom();
	const before = room.list();
	const target = room.free() + 60e6;
	const paths = ["/usr/share/swift", "/usr/local/.ghcup", "/usr/share/dotnet", "/opt/az"];
	const events = await removeAll(room, "root", {
		run: "target",
		items: itemsOf(paths),
		until: [{ path: "/", free: target }],
	});
	const enough = events.find((event) => event.kind === "enough");
	expect(enough?.free[0]).toBeGreaterThanOrEqual(target);
	expect(freedOf(events).map(({ item }) => item)).toEqual(["/usr/share/swift", "/usr/local/.ghcup"]);
	expect([...room.list().keys()]).toEqual([...before.keys()].filter((at) => !isBelow(paths.slice(0, 2))(at)));
	expect(room.trashes()).toEqual([]);
});

it("enough already: nothing is touched", async () => {
	const room = await openRoom();
	const before = room.list();
	const items = itemsOf(["/usr/share/swift"]);
	const events = await removeAll(room, "root", { run: "zero", items, until: [{ path: "/", free: 1 }] });
	expect(events.map(({ kind }) => kind)).toEqual(["started", "enough"]);
	expect(room.list()).toEqual(before);
});

it("in a hurry it takes the next items, until the new target holds", async () => {
	const room = await openRoom();
	const target = room.free() + 10e6;
	const paths = ["/usr/share/swift", "/usr/local/.ghcup", "/usr/share/dotnet", "/opt/az"];
	const removal = startRemoval(room, "root", {
		run: "hurry",
		items: itemsOf(paths),
		until: [{ path: "/", free: target }],
	});
	await removal.until("end");
	expect(freedOf(removal.events)).toHaveLength(1);
	removal.order({ order: "hurry", until: [{ path: "/", free: room.free() + 45e6 }] });
	while (freedOf(removal.events).length < 3) await new Promise((resolve) => setTimeout(resolve, 20));
	removal.order({ order: "finish" });
	expect((await removal.ended).code).toBe(0);
	expect(freedOf(removal.events).map(({ item }) => item)).toEqual(paths.slice(0, 3));
	expect(removal.events.filter(({ kind }) => kind === "enough")).toHaveLength(2);
});

describe("hostile trees", () => {
	let room: Room;
	const inRoom = (at: string) => path.join(room.root, at);

	beforeAll(async () => {
		room = await openRoom();
	});

	const removeOne = (at: string) =>
		removeAll(room, "root", { run: "hostile", items: itemsOf([at]), until: everything });

	it("a path that is a link to /", async () => {
		symlinkSync("/", inRoom("/usr/share/az_0.0.0"));
		const before = room.list();
		expect(skippedOf(await removeOne("/usr/share/az_0.0.0"))).toEqual({ "/usr/share/az_0.0.0": "it is a link" });
		expect(room.list()).toEqual(before);
	});

	it("a folder on the way that is a link", async () => {
		symlinkSync("/usr/share", inRoom("/opt/shared"));
		const before = room.list();
		const events = await removeOne("/opt/shared/swift");
		expect(skippedOf(events)["/opt/shared/swift"]).toMatch(/a folder on the way to it is a link/);
		expect(room.list()).toEqual(before);
	});

	it("links to / and names of any bytes inside", async () => {
		const top = "/usr/share/az_14.6.0";
		symlinkSync("/", inRoom(`${top}/root`));
		symlinkSync("../../..", inRoom(`${top}/up`));
		make(room, `${top}/new\nline`);
		make(room, Buffer.concat([Buffer.from(`${top}/no-utf8-`), Buffer.from([0xff, 0xfe])]));
		mkdirSync(inRoom(`${top}/read-only`));
		make(room, `${top}/read-only/file`);
		execFileSync("chmod", ["-R", "a-w", inRoom(`${top}/read-only`)]);
		const before = room.list();
		expect(problemsOf(await removeOne(top))).toEqual([]);
		expect([...room.list().keys()]).toEqual([...before.keys()].filter((at) => !isBelow([top])(at)));
	});

	it("an immutable file inside is told and stays in the trash, the rest goes; post tells again, and ends it when it can", async () => {
		const top = "/usr/local/aws-sam-cli";
		make(room, `${top}/p0/pinned`);
		execFileSync("chattr", ["+i", inRoom(`${top}/p0/pinned`)]);
		const events = await removeOne(top);
		expect(freedOf(events)[0]?.problems).toEqual([`${top}/p0/pinned: EPERM`]);
		expect(problemsOf(events)).toContain("/.ml-image-build-trash-hostile is not empty");
		const left = [...room.list().keys()].filter((at) => at.includes("trash"));
		expect(left.filter((at) => at.endsWith("/pinned"))).toHaveLength(1);
		// The trash and the folders above it, at most.
		expect(left.length).toBeLessThanOrEqual(4);
		const finish = JSON.stringify({ finish: "hostile", near: [top] });
		const again = room.run("root", [NODE, `${DIST}/reclaim.js`], `${finish}\n`);
		expect(again.stdout).toMatch(/pinned: EPERM/);
		execFileSync("chattr", ["-i", inRoom(left.find((at) => at.endsWith("pinned")) ?? "")]);
		const last = room.run("root", [NODE, `${DIST}/reclaim.js`], `${finish}\n`);
		expect(JSON.parse(last.stdout)).toMatchObject({ ok: true, files: 1 });
		expect(room.trashes()).toEqual([]);
	});

	it("an immutable folder is not moved, and the next path is", async () => {
		execFileSync("chattr", ["+i", inRoom("/usr/share/kotlinc")]);
		const items = [{ id: "build-tools", paths: ["/usr/share/kotlinc", "/usr/share/gradle-9.0.0"] }];
		const events = await removeAll(room, "root", { run: "hostile", items, until: everything });
		expect(skippedOf(events)["/usr/share/kotlinc"]).toMatch(/immutable \(EPERM\)/);
		expect(freedOf(events)).toHaveLength(1);
		execFileSync("chattr", ["-i", inRoom("/usr/share/kotlinc")]);
	});

	it("a busy file: gone at once, its bytes are back when it is closed", async () => {
		const top = "/opt/microsoft/msedge";
		const holder = room.start("root", [
			"bash",
			"-c",
			`cd ${top}/p0; exec 3<$(find . -name "big-*" | head -1); echo open; exec sleep 60`,
		]);
		await new Promise((resolve) => holder.stdout.once("data", resolve));
		expect(problemsOf(await removeOne(top))).toEqual([]);
		expect(lstatSync(inRoom(top), { throwIfNoEntry: false })).toBeUndefined();
		const pid = room.pidsOf(/^sleep 60/)[0] as number;
		const held = room.free();
		process.kill(pid, "SIGKILL");
		await new Promise((resolve) => holder.on("close", resolve));
		expect(room.free() - held).toBeGreaterThan(1e6);
	});

	it.each([
		["another file system", ["-t", "tmpfs", "tmpfs"]],
		["a bind mount of the same file system", ["--bind", "/var/lib/dpkg"]],
	])("%s mounted inside: the path stays as it is", async (_what, argv) => {
		const point = "/opt/pipx/p0/mounted";
		mkdirSync(inRoom(point), { recursive: true });
		expect(room.run("root", ["mount", ...argv, point])).toMatchObject({ code: 0 });
		const before = room.list();
		const events = await removeAll(room, "root", {
			run: "hostile",
			items: itemsOf(["/opt/pipx", point]),
			until: everything,
		});
		expect(skippedOf(events)).toEqual({
			"/opt/pipx": `${point} is mounted inside of it`,
			[point]: "it is a mount point",
		});
		expect(room.list()).toEqual(before);
		room.run("root", ["umount", point]);
	});

	it("a file that is a mount point stays", async () => {
		expect(room.run("root", ["mount", "--bind", "/etc/hosts", "/usr/local/bin/helm"])).toMatchObject({ code: 0 });
		const events = await removeOne("/usr/local/bin/helm");
		expect(skippedOf(events)["/usr/local/bin/helm"]).toBe("it is a mount point");
		room.run("root", ["umount", "/usr/local/bin/helm"]);
	});

	it("a disk mounted at a folder above gets a trash of its own", async () => {
		mkdirSync(inRoom("/opt/disk"));
		expect(room.run("root", ["mount", "-t", "tmpfs", "tmpfs", "/opt/disk"])).toMatchObject({ code: 0 });
		mkdirSync(inRoom("/opt/disk/opt/tool"), { recursive: true });
		make(room, "/opt/disk/opt/tool/file", "x".repeat(9000));
		const events = await removeOne("/opt/disk/opt/tool");
		expect(freedOf(events)).toMatchObject([{ files: 1, problems: [] }]);
		expect(lstatSync(inRoom("/opt/disk/opt/tool"), { throwIfNoEntry: false })).toBeUndefined();
		room.run("root", ["umount", "/opt/disk"]);
	});

	it("names of one file in two components count once, with the last", async () => {
		const [a, b] = ["/usr/lib/llvm-16", "/usr/lib/llvm-17"];
		make(room, `${a}/shared`, "x".repeat(5_000_000));
		linkSync(inRoom(`${a}/shared`), inRoom(`${b}/shared`));
		make(room, `${a}/outside`, "x".repeat(7_000_000));
		linkSync(inRoom(`${a}/outside`), inRoom("/usr/lib/llvm-outside"));
		execFileSync("sync", ["--file-system", room.root]);
		const free = room.free();
		const events = await removeAll(room, "root", { run: "hostile", items: itemsOf([a, b]), until: everything });
		const told = freedOf(events).reduce((sum, { bytes }) => sum + bytes, 0);
		expect(told).toBe(room.free() - free);
	});

	it("paths that are no plain paths", async () => {
		const before = room.list();
		const asked = [
			"/usr/share/../share/swift",
			"/usr//share/swift",
			"usr/share/swift",
			"/usr/share/swift/",
			"/usr/share/./swift",
			"/opt",
		];
		const events = await removeAll(room, "root", { run: "hostile", items: itemsOf(asked), until: everything });
		expect(Object.keys(skippedOf(events))).toEqual(asked);
		expect(room.list()).toEqual(before);
	});

	it("a trash that somebody else has made is not used: the next folder takes it", async () => {
		mkdirSync(inRoom("/.ml-image-build-trash-squat"), { mode: 0o777 });
		execFileSync("chown", ["1001:1001", inRoom("/.ml-image-build-trash-squat")]);
		const items = itemsOf(["/usr/share/swift"]);
		const events = await removeAll(room, "root", { run: "squat", items, until: everything });
		expect(skippedOf(events)).toEqual({});
		expect(freedOf(events)).toMatchObject([{ problems: [] }]);
		expect(room.trashes()).toEqual([".ml-image-build-trash-squat"]);
	});
});

describe("a folder that is swapped for a link, again and again, leads no deletion astray", () => {
	const victim = "/home/runner/work/repo/repo";
	const race = "/opt/hostedtoolcache/race";
	const SUBS = Array.from({ length: 20 }, (_, at) => `sub-${at}`);
	let room: Room;

	/** Runs as the runner in that folder, which it goes on reaching wherever the folder is moved to. */
	const swap = (names: readonly string[]) =>
		`const fs = require("node:fs"); process.chdir("${race}"); const names = ${JSON.stringify(names)};
		const all = (act) => { for (const name of names) try { act(name); } catch {} };
		for (;;) { all((name) => fs.mkdirSync(name + "-real/p0", { recursive: true })); all((name) => fs.renameSync(name + "-real", name));
			all((name) => fs.renameSync(name, name + "-real")); all((name) => fs.symlinkSync("${victim}", name)); all((name) => fs.unlinkSync(name)); }`;

	/** Gives the victim before; removes some rounds of paths while the swapper runs. */
	const attack = async (names: readonly string[], asked: readonly string[], rounds: number) => {
		const list = () => [...room.list()].filter(([at]) => isBelow([victim])(at));
		const before = list();
		const events = [];
		for (let round = 0; round < rounds; round += 1) {
			mkdirSync(path.join(room.root, race), { recursive: true });
			for (let at = 0; at < 2000; at += 1) make(room, `${race}/file-${at}`);
			execFileSync("chown", ["1001:1001", path.join(room.root, race)]);
			const child = room.start("runner", [NODE, "-e", swap(names)]);
			while (lstatSync(path.join(room.root, race, names[0] ?? ""), { throwIfNoEntry: false }) === undefined);
			events.push(...(await removeAll(room, "root", { run: "race", items: itemsOf(asked), until: everything })));
			for (const pid of room.pidsOf(/ -e /)) process.kill(pid, "SIGKILL");
			await new Promise((resolve) => child.on("close", resolve));
			// What the swapper has put into the trash after its end is ended by post.
			room.run("root", [NODE, `${DIST}/reclaim.js`], `${JSON.stringify({ finish: "race", near: [race] })}\n`);
		}
		expect(list()).toEqual(before);
		expect(room.trashes()).toEqual([]);
		return events;
	};

	beforeAll(async () => {
		room = await openRoom();
		execFileSync("chown", ["1001:1001", path.join(room.root, "opt/hostedtoolcache")]);
	});

	it("on the way to a path", async () => {
		const asked = Array.from({ length: 1000 }, () => `${race}/tool/p0`);
		const events = await attack(["tool"], asked, 4);
		expect(freedOf(events).length).toBeGreaterThan(0);
		expect(Object.values(skippedOf(events)).join()).not.toBe("");
	});

	it("inside of what is moved already, by who stands in it", async () => {
		const events = await attack(SUBS, [race], 6);
		expect(freedOf(events)).toHaveLength(6);
	});
});
