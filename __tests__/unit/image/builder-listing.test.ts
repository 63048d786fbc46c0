import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "@jest/globals";
import { standardOutput } from "../../../src/image/exec.ts";
import { readListing } from "../../../src/image/formats/listing.ts";
import type { Outline } from "../../../src/image/outline.ts";
import type { BuilderImage } from "../../../src/image/subject.ts";
import { WANTED, WANTED_PATHS } from "../../../src/image/wanted.ts";
import { builderListing } from "../../../src/image/ways/builder-listing.ts";
import type { World } from "../../../src/model/world.ts";
import { collectAll, createNotes, inPieces } from "./support.ts";

const VERSION = "usr/lib/torch/version.py";
const FILE = "81a4 5 1 801:7 0:0";

/** As the listing command writes it. */
const names = (letter: string, ...all: string[]) =>
	`${letter}${all.length}\n${all.map((one) => `./${one}\0`).join("")}`;
const list = (letter: string, ...all: string[]) => `${letter}\n${all.map((one) => `./${one}\0`).join("")}\0`;
const entries = (all: Readonly<Record<string, string>>) =>
	names("E", ...Object.keys(all)) +
	Object.values(all)
		.map((line) => `${line}\n`)
		.join("");
const texts = (all: Readonly<Record<string, string>>) =>
	names("T", ...Object.keys(all)) +
	Object.values(all)
		.map((text) => `${Buffer.byteLength(text)}\n`)
		.join("") +
	Object.values(all).join("");

const read = async (text: string | Buffer, indexes: readonly number[], length = 7) => {
	const notes = createNotes();
	await readListing(inPieces(Buffer.from(text), length), indexes, notes.sink);
	return notes;
};

describe("readListing", () => {
	it("tells kinds, sizes and hard links, also of names with line breaks", async () => {
		const hostile = "a\n81a4 999 1 5:5 0:0\nE1\n";
		const text = `L0\n${entries({
			dir: "41ed 4096 2 801:1 0:0",
			file: FILE,
			"file 2": "89ed 12345678901 2 801:8 0:0",
			été: "81a4 0 2 801:8 0:0",
			link: "a1ff 7 1 801:9 0:0",
			gone: "2000 0 1 801:10 0:0",
			null: "21b6 0 1 801:11 1:3",
			pipe: "11a4 0 1 801:12 0:0",
			[hostile]: FILE,
		})}Z\n`;
		for (const length of [1, 50, 1 << 16]) {
			const { entries: told, layers } = await read(text, [0], length);
			expect(layers).toEqual([0]);
			expect(told).toEqual([
				{ path: "dir", kind: "folder", bytes: 0 },
				{ path: "file", kind: "file", bytes: 5 },
				{ path: "file 2", kind: "file", bytes: 12345678901, link: "801:8" },
				{ path: "été", kind: "file", bytes: 0, link: "801:8" },
				{ path: "link", kind: "link", bytes: 0 },
				{ path: "gone", kind: "whiteout", bytes: 0 },
				{ path: "null", kind: "other", bytes: 0 },
				{ path: "pipe", kind: "other", bytes: 0 },
				{ path: hostile, kind: "file", bytes: 5 },
			]);
		}
	});

	it("keeps what equals the lower layers out, and hides what opaque folders hide, layer by layer", async () => {
		const both = { d: "41ed 4096 2 801:1 0:0", [VERSION]: FILE };
		const python = { [VERSION]: "x=1\n" };
		const text = `L1\n${list("W", "hidden")}${list("U", VERSION)}${entries(both)}${texts(python)}L0\n${list("O", "d")}${entries(both)}${texts(python)}Z\n`;
		const { entries: told, files, layers } = await read(text, [1, 0]);
		expect(layers).toEqual([1, 0]);
		expect(told.map(({ path, kind }) => `${path} ${kind}`)).toEqual([
			"hidden whiteout",
			"d folder",
			"d opaque-folder",
			`${VERSION} file`,
		]);
		expect([...files]).toEqual([[VERSION, "x=1\n"]]);
	});

	it("hands over wanted texts whole, whatever is in them, and no others", async () => {
		const metadata = "a/x-1.dist-info/METADATA";
		const { files } = await read(
			`L0\n${texts({ [metadata]: "Name: é\nZ\nE1\n", ".dist-info/METADATA": "no name", [VERSION]: "" })}Z\n`,
			[0],
		);
		expect([...files]).toEqual([
			[metadata, "Name: é\nZ\nE1\n"],
			[VERSION, ""],
		]);
	});

	it.each<[string, string | Buffer, string]>([
		["a listing that ends early", `L0\n${entries({ a: FILE })}`, "ends too early"],
		["a listing without its layers", "Z\n", "unknown kind"],
		["layers in another order", "L1\nZ\n", "unknown kind"],
		["entries before a layer", `${entries({ a: FILE })}Z\n`, "unknown kind"],
		["an unknown record", "L0\nX1\n", "unknown kind"],
		["a count of nonsense", "L0\nE-1\n", "a count"],
		["a name from elsewhere", `L0\nE1\n/etc/passwd\0${FILE}\nZ\n`, "a name"],
		["an entry of nonsense", `L0\n${entries({ a: "81a4 five" })}Z\n`, "an entry"],
		["a text of no size", `L0\n${names("T", VERSION)}x\nZ\n`, "a size"],
		["doubtful names", Buffer.concat([Buffer.from("L0\nU\n./"), Buffer.from([0xff, 0, 0])]), "no UTF-8"],
	])("refuses %s", async (_name, text, why) => {
		await expect(read(text, [0])).rejects.toThrow(why);
	});
});

describe("WANTED_PATHS", () => {
	it("finds all that is wanted", () => {
		const patterns = WANTED_PATHS.map(
			(path) => new RegExp(`^${path.replaceAll(".", "\\.").replaceAll("*", ".*")}$`, "s"),
		);
		for (const path of [
			VERSION,
			"torch/version.py",
			"a\nb/x.dist-info/METADATA",
			"x.dist-info/RECORD",
			"a/x.egg-info/PKG-INFO",
			"a/x.egg-info",
		]) {
			expect(path).toMatch(new RegExp(WANTED));
			expect(patterns.some((pattern) => pattern.test(`./${path}`))).toBe(true);
		}
	});
});

/** A frame of the engine: 1 is standard output, 2 standard error. */
function frame(stream: number, text: string): Buffer {
	const header = Buffer.alloc(8);
	header[0] = stream;
	header.writeUInt32BE(Buffer.byteLength(text), 4);
	return Buffer.concat([header, Buffer.from(text)]);
}

describe("standardOutput", () => {
	it.each([1, 5, 1000])("joins frames that come in pieces of %d bytes", async (length) => {
		const said: string[] = [];
		const frames = Buffer.concat([frame(1, "ab"), frame(2, "oh"), frame(1, ""), frame(1, "c")]);
		const out = standardOutput(inPieces(frames, length), (bytes) => said.push(Buffer.from(bytes).toString()));
		expect((await collectAll(out)).toString()).toBe("abc");
		expect(said.join("")).toBe("oh");
	});

	it.each([
		["a cut frame", frame(1, "abc").subarray(0, 10), "cut"],
		["a cut header", frame(1, "abc").subarray(0, 5), "cut"],
		["something else", Buffer.from("HTTP/1.1 200 OK\r\n"), "unexpected"],
	])("refuses %s", async (_name, frames, why) => {
		await expect(collectAll(standardOutput(inPieces(frames, 3), () => {}))).rejects.toThrow(why);
	});
});

/** Databases of a real builder, and the layers of an image in it. */
const load = (name: string) => gunzipSync(readFileSync(new URL(`fixtures/${name}.db.gz`, import.meta.url)));
const DATABASES: Readonly<Record<string, Buffer>> = {
	"metadata_v2.db": load("buildkit-0.34.2-records"),
	"snapshots/metadata.db": load("buildkit-0.34.2-snapshots"),
};
const DIFF_IDS = [
	"sha256:2e9aecddb167579d5308e2e56cb572965e302deed9b1016a868503f1b5d4e909",
	"sha256:79175a5e9e5bf6ba430f14212098e6ab3d65c0ec7cbed1b6831d55034d3fa9e7",
];

/** A file in an archive, as the engine sends it. */
function archived(content: Buffer): Buffer {
	const header = Buffer.alloc(512);
	header.write("file", 0);
	header.write(content.length.toString(8).padStart(11, "0"), 124);
	header.write("0", 156);
	header.fill(" ", 148, 156);
	const sum = header.reduce((all, byte) => all + byte, 0);
	header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
	return Buffer.concat([header, content, Buffer.alloc((512 - (content.length % 512)) % 512), Buffer.alloc(1024)]);
}

/** An engine with that builder; its container answers with those frames and that code. */
function createWorld(frames: Buffer, code: number) {
	const asked: { Cmd?: readonly string[] }[] = [];
	const engine = {
		call: async ({ path, body }: { path: string; body?: { Cmd?: readonly string[] } }) => {
			if (body) asked.push(body);
			if (path === "/containers/builder-0/exec") return { status: 201, text: '{"Id":"e1"}' };
			return path === "/exec/e1/json" ? { status: 200, text: `{"ExitCode":${code}}` } : { status: 404, text: "no" };
		},
		stream: async ({ path }: { path: string }) => {
			if (path === "/exec/e1/start") return inPieces(frames, 100);
			const [name = ""] = Object.keys(DATABASES).filter((one) => path.endsWith(encodeURIComponent(`overlayfs/${one}`)));
			const database = DATABASES[name];
			if (!database) throw new Error("the engine answered 404");
			return inPieces(archived(database), 1 << 16);
		},
	};
	return { world: { engine } as unknown as World, asked };
}

const subject = {
	kind: "builder-image",
	digest: DIFF_IDS[0],
	container: "builder-0",
	platforms: [],
} as unknown as BuilderImage;
const outline = { diffIds: DIFF_IDS } as unknown as Outline;

describe("builder-listing", () => {
	const look = async (frames: Buffer, code: number, diffIds = DIFF_IDS) => {
		const { world, asked } = createWorld(frames, code);
		const { sink, entries: told } = createNotes();
		const outcome = await builderListing.look({
			world,
			subject,
			outline: { ...outline, diffIds },
			platform: "linux/amd64",
			ownLayers: new Set(),
			sink,
		});
		return { outcome, told, asked };
	};
	const good = frame(1, `L1\n${entries({ a: FILE })}L0\n${entries({ b: FILE })}Z\n`);

	it("lists the folders that the databases prove to be the layers, highest first", async () => {
		const { outcome, told, asked } = await look(good, 0);
		expect(outcome).toEqual({ ok: true });
		expect(told.map(({ path }) => path)).toEqual(["a", "b"]);
		const [{ Cmd = [] } = {}] = asked;
		expect(Cmd.slice(-2)).toEqual(["1:6:compared", "0:5:whole"]);
	});

	it("gives the builder's shell one and the same program, whatever the image", async () => {
		const commands: (readonly string[])[] = [];
		for (const _ of [1, 2]) commands.push((await look(good, 0)).asked[0]?.Cmd ?? []);
		const [one = [], two = []] = commands;
		expect(one.slice(0, 7)).toEqual(two.slice(0, 7));
		expect(one[7]).toMatch(/^[\w.-]+$/);
	});

	it("runs nothing when a layer is in no database", async () => {
		const { outcome, asked } = await look(good, 0, [`sha256:${"0".repeat(64)}`]);
		expect(outcome).toMatchObject({ ok: false });
		expect(asked).toEqual([]);
	});

	it.each<[string, Buffer, number, string]>([
		["a code", good, 1, "ended with 1"],
		[
			"a complaint",
			Buffer.concat([good, frame(2, "find: ./x: Permission denied\n")]),
			0,
			"find: ./x: Permission denied",
		],
		["a listing that ends early", good.subarray(0, 8 + 3), 0, "cannot be read"],
		["more behind the end", Buffer.concat([good, frame(1, "L0\n"), frame(1, "Z\n".repeat(100))]), 0, "behind its end"],
	])("takes %s for a failure, though entries were told", async (_name, frames, code, why) => {
		await expect(look(frames, code)).rejects.toThrow(why);
	});
});
