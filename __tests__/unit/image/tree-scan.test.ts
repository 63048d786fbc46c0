import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { createAnalysis } from "../../../src/image/analysis.ts";
import type { ScanSink, TreeScan } from "../../../src/model/scan.ts";
import { readSmallFiles } from "../../../src/world/small-files.ts";
import { createRecordWriter } from "../../../src/world/tree-records.ts";

import { decodeRecords, scanTreesHere } from "../../../src/world/tree-scan.ts";
import { createNotes, inPieces } from "./support.ts";

const WANTED = "(?:^|/)version\\.py$";
let home = "";
const at = (...parts: string[]) => path.join(home, ...parts);
const put = (file: string, text = "") => {
	fs.mkdirSync(path.dirname(at(file)), { recursive: true });
	fs.writeFileSync(at(file), text);
};

beforeAll(() => {
	home = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "trees-")));
	put("engine-id", "ID-1\n");
});
afterAll(() => fs.rmSync(home, { recursive: true, force: true }));

function request(trees: readonly string[], more: Partial<TreeScan> = {}): TreeScan {
	return {
		proof: { path: at("engine-id"), text: "ID-1" },
		trees: trees.map((tree, i) => ({ index: trees.length - 1 - i, path: at(tree) })),
		wanted: WANTED,
		maxFileBytes: 10,
		...more,
	};
}

function compared(trees: readonly string[]): TreeScan {
	return request([], { trees: request(trees).trees.map((tree) => ({ ...tree, skipUnchanged: true })) });
}

/** What the part that runs as root writes. */
async function recordsOf(asked: TreeScan): Promise<Buffer> {
	const written: Buffer[] = [];
	const writer = createRecordWriter(async (bytes) => void written.push(bytes), asked.encoding ?? "utf8");
	await writer.finish(await scanTreesHere(asked, writer.sink, writer.flush));
	return Buffer.concat(written);
}

describe("scanTreesHere", () => {
	it("lists a layer's folder, and reads wanted files up to the limit", async () => {
		put("plain/usr/lib/a.bin", "12345");
		put("plain/usr/torch/version.py", "__version__ = '2.6.0'");
		put("plain/é/ü", "1");
		fs.linkSync(at("plain/usr/lib/a.bin"), at("plain/usr/b.bin"));
		fs.symlinkSync("lib/a.bin", at("plain/usr/link"));
		const { sink, entries, files, layers } = createNotes();
		expect(await scanTreesHere(request(["plain"]), sink)).toEqual({ ok: true });
		const link = expect.stringMatching(/^\d+:\d+$/);
		expect(layers).toEqual([0]);
		expect(entries).toHaveLength(9);
		expect(entries).toEqual(
			expect.arrayContaining([
				{ path: "usr", kind: "folder", bytes: 0 },
				{ path: "usr/lib/a.bin", kind: "file", bytes: 5, link },
				{ path: "usr/b.bin", kind: "file", bytes: 5, link },
				{ path: "usr/link", kind: "link", bytes: 0 },
				{ path: "é/ü", kind: "file", bytes: 1 },
			]),
		);
		expect([...files]).toEqual([["usr/torch/version.py", "__version_"]]);
	});

	it("follows no link: neither the file's nor its folder's", async () => {
		put("outside/version.py", "secret");
		fs.mkdirSync(at("links/torch"), { recursive: true });
		fs.symlinkSync(at("outside/version.py"), at("links/torch/version.py"));
		fs.symlinkSync(at("outside"), at("links/folder"));
		const { sink, entries, files } = createNotes();
		expect(await scanTreesHere(request(["links"]), sink)).toEqual({ ok: true });
		expect([...files]).toEqual([]);
		expect(entries.map(({ path: name, kind }) => [name, kind])).toEqual([
			["folder", "link"],
			["torch", "folder"],
			["torch/version.py", "link"],
		]);
	});

	it("takes a file without data for an empty one, not for a doubt about the image", async () => {
		put("upper/zz-1.0/version.py", "\0");
		put("upper/yy-1.0/version.py", "\0 and");
		put("upper/sparse/version.py");
		fs.truncateSync(at("upper/sparse/version.py"), 5000);
		put("lower/zz-1.0/version.py", "1");
		for (const trees of [["upper", "lower"], ["upper"]]) {
			const { sink, files, doubts } = createNotes();
			expect(await scanTreesHere(request(trees), sink)).toEqual({ ok: true });
			expect(files.get("sparse/version.py")).toBe("");
			expect(files.get("yy-1.0/version.py")).toBe("\0 and");
			expect(doubts).toEqual(process.getuid?.() === 0 || trees.length === 1 ? [] : [expect.stringContaining("CAP_")]);
		}
		const { sink, files, doubts } = createNotes();
		expect(await readSmallFiles(at("upper"), WANTED, 100, sink)).toEqual({ ok: true });
		expect([files.get("zz-1.0/version.py"), doubts]).toEqual(["", []]);
	});

	it("reads single files, not through links", async () => {
		put("db/meta.db", "\u0080\u00ff");
		put("db/secret", "secret");
		fs.symlinkSync(at("db/secret"), at("db/link"));
		const { sink, files } = createNotes();
		const outcome = await scanTreesHere(
			request([], { files: [at("db/meta.db"), at("db/link"), at("none")], encoding: "latin1" }),
			sink,
		);
		expect(outcome).toEqual({ ok: true });
		expect([...files]).toEqual([[at("db/meta.db"), "\u00c2\u0080\u00c3\u00bf"]]);
	});

	it("reads in the folder of the engine's containerd besides, when it is one, and nowhere else", async () => {
		const store = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "store-")));
		const database = path.join(store, "io.containerd.metadata.v1.bolt", "meta.db");
		const tree = path.join(store, "snapshots/1/fs");
		fs.mkdirSync(tree, { recursive: true });
		fs.writeFileSync(path.join(tree, "version.py"), "2.6.0");
		const ask = async (more: Partial<TreeScan>) => {
			const notes = createNotes();
			const outcome = await scanTreesHere(
				request([], { trees: [{ index: 0, path: tree }], files: [database, "/etc/hostname"], ...more }),
				notes.sink,
			);
			return { outcome, files: [...notes.files.keys()] };
		};
		const refused = (why: string) => ({ outcome: { ok: false, why: expect.stringContaining(why) }, files: [] });
		expect(await ask({ store })).toEqual(refused("it is no folder of containerd"));
		fs.mkdirSync(path.dirname(database));
		fs.writeFileSync(database, "db");
		expect(await ask({})).toEqual(refused("is not inside"));
		expect(await ask({ store: `${store}/none` })).toEqual(refused("is not there"));
		expect(await ask({ store: "here" })).toEqual(refused("absolute path"));
		expect(await ask({ store, proof: { path: at("engine-id"), text: "ID-2" } })).toEqual(refused("another engine"));
		expect(await ask({ store })).toEqual({ outcome: { ok: true }, files: [database, "version.py"] });
		fs.rmSync(store, { recursive: true });
	});

	it.each<[string, () => Partial<TreeScan>, string]>([
		["another engine's proof", () => ({ proof: { path: at("engine-id"), text: "ID-2" } }), "another engine"],
		["no proof file", () => ({ proof: { path: at("none/engine-id"), text: "ID-1" } }), "is not there"],
		["a proof that is no engine's id", () => ({ proof: { path: "/etc/hostname", text: os.hostname() } }), "engine-id"],
		["an empty proof", () => ({ proof: { path: at("engine-id"), text: "" } }), "no proof"],
		["a proof that is a link", () => ({ proof: { path: at("linked/engine-id"), text: "ID-1" } }), "no regular file"],
		["a tree outside the proof's folder", () => ({ trees: [{ index: 0, path: os.tmpdir() }] }), "is not inside"],
		["a tree that is not there", () => ({ trees: [{ index: 0, path: at("none") }] }), "is not there"],
		["a tree that is a file", () => ({ trees: [{ index: 0, path: at("engine-id") }] }), "is no folder"],
		["a path with dots", () => ({ trees: [{ index: 0, path: `${home}/plain/../..` }] }), "absolute path"],
		["a relative path", () => ({ trees: [{ index: 0, path: "plain" }] }), "absolute path"],
		["a broken pattern", () => ({ wanted: "(" }), "wanted is no pattern"],
		["another broken pattern", () => ({ whole: "(" }), "whole is no pattern"],
		["a limit of nonsense", () => ({ maxFileBytes: -1 }), "out of range"],
	])("refuses %s, and tells nothing", async (_name, change, why) => {
		fs.mkdirSync(at("linked"), { recursive: true });
		if (!fs.existsSync(at("linked/engine-id"))) fs.symlinkSync(at("engine-id"), at("linked/engine-id"));
		const { sink, entries, files } = createNotes();
		const outcome = await scanTreesHere(request(["plain"], change()), sink);
		expect(outcome).toEqual({ ok: false, why: expect.stringContaining(why) });
		expect([entries, [...files]]).toEqual([[], []]);
	});

	it("refuses layers that may differ in what it cannot read: the capabilities of a program", async () => {
		for (const tree of ["caps0", "caps1"]) {
			put(`${tree}/server`, "\x7fELF and more");
			fs.chmodSync(at(tree, "server"), 0o755);
			fs.utimesSync(at(tree, "server"), 1, 1);
		}
		const outcome = await scanTreesHere(compared(["caps1", "caps0"]), createNotes().sink);
		expect(outcome).toEqual({ ok: false, why: expect.stringContaining("capabilities") });
	});

	it("tells a long text in pieces that end where a line does, as far as it is wanted", async () => {
		const row = `${"é".repeat(40)}\n`;
		const text = row.repeat(20_000);
		put("long/version.py", text);
		const { sink, files, pieces } = createNotes();
		const asked = request(["long"], { whole: WANTED, maxFileBytes: 1_300_000 });
		expect(await scanTreesHere(asked, sink)).toEqual({ ok: true });
		expect(files.get("version.py")).toBe(Buffer.from(text).subarray(0, 1_300_000).toString());
		expect(pieces).toHaveLength(3);
		for (const piece of pieces.slice(0, -1)) expect(piece.endsWith(row)).toBe(true);
		const first = createNotes();
		expect(await scanTreesHere(request(["long"], { maxFileBytes: 1_300_000 }), first.sink)).toEqual({ ok: true });
		expect([first.pieces.length, first.pieces[0] === pieces[0]]).toEqual([1, true]);
	});

	it.each(["x", "é", "한", "🐍"])("cuts a line of %s without an end between two characters", async (character) => {
		const line = `.${character.repeat(500_000)}`;
		put("line/version.py", line);
		const { sink, files, pieces } = createNotes();
		const asked = request(["line"], { whole: WANTED, maxFileBytes: 1 << 22 });
		expect(await scanTreesHere(asked, sink)).toEqual({ ok: true });
		expect(files.get("version.py")).toBe(line);
		expect(pieces).toHaveLength(Math.ceil(Buffer.byteLength(line) / (1 << 19)));
	});

	it("tells what begins with zeros and holds something else as it is", async () => {
		const text = `${"\0".repeat(1 << 19)}__version__ = '2.6.0'`;
		put("zeros/version.py", text);
		put("zeros/nothing/version.py", "\0".repeat(1 << 20));
		const { sink, files } = createNotes();
		const asked = request(["zeros"], { whole: WANTED, maxFileBytes: 1 << 22 });
		expect(await scanTreesHere(asked, sink)).toEqual({ ok: true });
		expect(files.get("version.py")).toBe(text);
		expect(files.get("nothing/version.py")).toBe("");
	});

	it("reads a whole database, however long it is", async () => {
		const bytes = Buffer.alloc(9 << 20, Buffer.from(Array.from({ length: 251 }, (_, byte) => byte + 5)));
		put("large/meta.db");
		fs.writeFileSync(at("large/meta.db"), bytes);
		const asked = request([], { files: [at("large/meta.db")], encoding: "latin1", maxFileBytes: 32 << 20 });
		const { sink, pieces } = createNotes();
		expect(await decodeRecords(inPieces(await recordsOf(asked), 1 << 16), sink)).toEqual({ ok: true });
		expect(pieces).toHaveLength(1);
		expect(bytes.equals(Buffer.from(pieces[0] ?? "", "latin1"))).toBe(true);
	});

	it("lets little text wait until it is written, in one folder too", async () => {
		for (let i = 0; i < 8; i++) {
			put(`many/a/${i}.egg-info`, `Name: a${i}\n`.repeat(200_000));
			put(`many/a/${i}.dist-info/RECORD`, `a${i}/__init__.py,,\n`.repeat(200_000));
		}
		let waiting = 0;
		let most = 0;
		const writer = createRecordWriter(async ({ length }) => {
			waiting -= length;
		}, "utf8");
		const told: ScanSink = {
			...writer.sink,
			file(name, text, rest) {
				writer.sink.file(name, text, rest);
				waiting += text.length;
				most = Math.max(most, waiting);
			},
		};
		const asked = request(["many"], { wanted: "egg-info$|RECORD$", whole: "/RECORD$", maxFileBytes: 1 << 22 });
		expect(await scanTreesHere(asked, told, writer.flush)).toEqual({ ok: true });
		expect(most).toBeGreaterThan(1 << 18);
		expect(most).toBeLessThanOrEqual(1 << 20);
	});

	it("passes on all it tells through records", async () => {
		put("told/a/version.py", "12");
		put("told/a b/c\nd/é", "x");
		put("told/long/version.py", "a line\n".repeat(100_000));
		const direct = createNotes();
		const asked = request(["told", "plain"], { whole: WANTED, maxFileBytes: 1 << 20 });
		await scanTreesHere(asked, direct.sink);
		expect(direct.pieces.length).toBeGreaterThan(3);
		const written = await recordsOf(asked);
		for (const length of [7, 1000, 1 << 20]) {
			const decoded = createNotes();
			expect(await decodeRecords(inPieces(written, length), decoded.sink)).toEqual({ ok: true });
			expect({ ...decoded, sink: 0 }).toEqual({ ...direct, sink: 0 });
		}
	});
});

describe("decodeRecords", () => {
	it.each([
		["a refusal", "Rnot allowed\0", "not allowed"],
		["a stream that ends early", "L0\0Ca/\0", "ended before its end"],
		["an unknown record", "Qx\0", "unknown kind"],
		["a broken entry", "Enonsense\0", "unknown form"],
		["a text of nonsense", "Tx/name\0", "unknown length"],
		["an endless record", "L".repeat(70_000), "without an end"],
	])("takes %s for a failure", async (_name, text, why) => {
		const outcome = await decodeRecords(inPieces(Buffer.from(text), 100), createNotes().sink);
		expect(outcome).toEqual({ ok: false, why: expect.stringContaining(why) });
	});
});

describe("readSmallFiles", () => {
	it("reads an exported folder with the same rules", async () => {
		const { sink, files, layers } = createNotes();
		expect(await readSmallFiles(at("plain"), WANTED, 100, sink)).toEqual({ ok: true });
		expect([...files.keys()]).toEqual(["usr/torch/version.py"]);
		expect(layers).toEqual([]);
		expect(await readSmallFiles(at("none"), WANTED, 100, sink)).toEqual({
			ok: false,
			why: expect.stringContaining("cannot be read"),
		});
	});
});

/** Real overlayfs as the oracle: layers made by the kernel, the merged view measured by `find`. Needs the right to mount. */
const mounts = mayMount();
(mounts ? describe : describe.skip)(
	`layers made by overlayfs${mounts ? "" : " (not run: mounting takes root)"}`,
	() => {
		const steps = [
			"mkdir -p a/b keep old link && echo 12345 > a/b/x && echo 1 > a/y && echo 22 > keep/z && echo 4444 > old/file && echo 5 > chowned",
			"rm -r a && mkdir a && echo 333 > a/new && rm keep/z && ln old/file link/one",
			"rm -r old && echo 66 > old && chown $(id -u) chowned && touch keep/w && rm a/new && mkdir a/new && echo 7777777 > a/new/f",
			"cp -a link copy && rm -r link && mv copy link && echo 88888888 > link/two && rm keep/w",
		];
		const all = [3, 2, 1, 0];
		const layer = (index: number) => `ov/l${index}`;

		beforeAll(() => {
			for (const [index, script] of steps.entries()) overlay(index, `(cd merged && ${script})`);
		});

		function overlay(index: number, script: string): string {
			const lower = Array.from({ length: index }, (_, i) => at(layer(index - 1 - i)));
			const folders = [at(layer(index)), at(`ov/w${index}`), at("ov/empty"), at("ov/merged")];
			for (const folder of folders) fs.mkdirSync(folder, { recursive: true });
			const options = `lowerdir=${[...lower, at("ov/empty")].join(":")},upperdir=${folders[0]},workdir=${folders[1]}`;
			const text = `set -e; mount -t overlay overlay -o "$0" merged; trap 'umount merged' EXIT; ${script}`;
			return execFileSync("sh", ["-c", text, options], { cwd: at("ov"), encoding: "utf8" });
		}

		it("doubts layers in which a file only notes its new rights", async () => {
			const script = "mkdir -p ml mu mw mm ml/torch && echo 2.6.0 > ml/torch/version.py && touch ml/torch/none";
			const mount = "mount -t overlay overlay -o metacopy=on,lowerdir=ml,upperdir=mu,workdir=mw mm";
			const change = "chmod 600 mm/torch/version.py; umount mm";
			execFileSync("sh", ["-ec", `${script}; ${mount}; ${change}`], { cwd: at("ov") });
			const { sink, doubts } = createNotes();
			expect(await scanTreesHere(request(["ov/mu", "ov/ml"]), sink)).toEqual({ ok: true });
			expect(doubts).toEqual(["torch/version.py has no data in its layer (overlayfs metacopy)"]);
		});

		function mergedBytes(): number {
			const files = overlay(steps.length, "find merged -type f -printf '%i %s\\n' | sort -u").trim().split("\n");
			return files.reduce((sum, line) => sum + Number(line.split(" ")[1]), 0);
		}

		it("gives the kernel's merged view and the layers' own bytes", async () => {
			const { sink, finish } = createAnalysis();
			const outcome = await scanTreesHere(request(all.map(layer)), sink);
			const result = finish();
			expect([outcome, result.unsure]).toEqual([{ ok: true }, []]);
			expect(result.rootfsBytes).toBe(mergedBytes());
			expect(result.layers.map((one) => one?.unpackedBytes)).toEqual([18, 9, 13, 14]);
		});

		it("leaves out what was copied unchanged, also into a new folder of the old name, when asked", async () => {
			const { sink, finish } = createAnalysis();
			expect(await scanTreesHere(compared(all.map(layer)), sink)).toEqual({ ok: true });
			const { layers, rootfsBytes } = finish();
			expect(layers.map((one) => one?.unpackedBytes)).toEqual([18, 9, 11, 9]);
			expect(rootfsBytes).toBe(mergedBytes());
		});
	},
);

function mayMount(): boolean {
	const folder = fs.mkdtempSync(path.join(os.tmpdir(), "mount-"));
	try {
		const script = "mkdir l u w m && mount -t overlay overlay -o lowerdir=l,upperdir=u,workdir=w m && umount m";
		execFileSync("sh", ["-c", script], { cwd: folder, stdio: "ignore" });
		return true;
	} catch {
		return false;
	} finally {
		fs.rmSync(folder, { recursive: true, force: true });
	}
}
