import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "@jest/globals";
import { openBolt } from "../../../src/image/formats/bolt.ts";
import { pagesOf, readPages } from "../../../src/image/formats/bolt-pages.ts";
import { chainIds } from "../../../src/image/formats/digest.ts";
import { builderSnapshots, engineSnapshots } from "../../../src/image/formats/snapshots.ts";
import { inPieces } from "./support.ts";

/** Databases of real stores: `FROM base`, `RUN`, `COPY --link`, `RUN` in a builder; a torch image in an engine. */
const load = (name: string) => gunzipSync(readFileSync(new URL(`fixtures/${name}.db.gz`, import.meta.url)));
const records = load("buildkit-0.34.2-records");
const snapshots = load("buildkit-0.34.2-snapshots");
const engine = load("engine-28.5.2-snapshots");

const BASE = "sha256:2e9aecddb167579d5308e2e56cb572965e302deed9b1016a868503f1b5d4e909";
const FIRST_RUN = "sha256:79175a5e9e5bf6ba430f14212098e6ab3d65c0ec7cbed1b6831d55034d3fa9e7";
const LINKED = "sha256:34a734c0aded09855471a77bc56ea82bf6e888b36f39a749790ab45cb0517f31";
const LAST_RUN = "sha256:042795566495aa9aafe665ed23f321a337c5574ec95e0a9fa09ddcc796ff4b73";
const ENGINE_RUN = "sha256:f7deb7fdda6851e0807591c0d87055ada7c326cb6a71a726167787dcd6e091eb";

describe("builderSnapshots", () => {
	it("finds the folder of each layer, and how its blob was made", () => {
		const found = builderSnapshots(openBolt(pagesOf(records)), openBolt(pagesOf(snapshots)), [
			BASE,
			FIRST_RUN,
			LINKED,
			LAST_RUN,
		]);
		expect(found).toEqual({
			ok: true,
			folders: [
				{ number: 5, compared: false },
				{ number: 6, compared: true },
				{ number: 4, compared: false },
				{ number: 9, compared: true },
			],
		});
	});

	it.each([
		["another order", [BASE, LINKED, FIRST_RUN, LAST_RUN]],
		["a layer left out", [BASE, FIRST_RUN, LAST_RUN]],
		["a layer of another image", [BASE, ENGINE_RUN]],
		["no base", [FIRST_RUN]],
	])("proves nothing for %s", (_name, diffIds) => {
		expect(builderSnapshots(openBolt(pagesOf(records)), openBolt(pagesOf(snapshots)), diffIds)).toMatchObject({
			ok: false,
		});
	});
});

describe("engineSnapshots", () => {
	it.each([
		[
			"an image",
			[BASE, ENGINE_RUN],
			{
				ok: true,
				folders: [
					{ number: 1, compared: false },
					{ number: 60, compared: false },
				],
			},
		],
		["another image", [BASE, FIRST_RUN], { ok: false, why: "layer 1 has no snapshot that can be proven to be it" }],
	])("looks for %s", async (_name, diffIds, found) => {
		expect(engineSnapshots(openBolt(pagesOf(engine)), await chainIds(diffIds))).toEqual(found);
	});
});

describe("containerdSnapshots", () => {
	const source = (file: string) => JSON.stringify(new URL(`../../../src/${file}`, import.meta.url).href);
	/** In a process of its own, as entries are: prints the folders that it asks for, and by how many bytes its peak grew. */
	const LOOK = `
		import { readFileSync } from "node:fs";
		import { gunzipSync } from "node:zlib";
		import ${source("world/little-memory.ts")};
		import { containerdSnapshots } from ${source("image/ways/containerd-snapshots.ts")};
		const peak = () => Number(/VmHWM:\\s+(\\d+)/.exec(readFileSync("/proc/self/status", "utf8"))[1]) * 1024;
		const bytes = Buffer.alloc(16 << 20);
		gunzipSync(readFileSync(new URL(process.argv[1]))).copy(bytes);
		const text = bytes.toString("latin1");
		let folders = [];
		const scanTrees = async ({ files, trees }, sink) => {
			if (files) sink.file(files[0], text);
			else folders = trees.map(({ path }) => path);
			return { ok: true };
		};
		const subject = { engine: { id: "ID", dataRoot: "/data", containerd: { root: "/store" } } };
		const outline = { diffIds: process.argv.slice(2) };
		const before = peak();
		const outcome = await containerdSnapshots.look({ world: { scanTrees }, subject, outline, sink: {} });
		console.log(JSON.stringify({ outcome, folders, grown: peak() - before }));`;

	it("reads a large database in little memory", async () => {
		const fixture = new URL("fixtures/engine-28.5.2-snapshots.db.gz", import.meta.url).href;
		const argv = ["--input-type=module", "--eval", LOOK, fixture, BASE, ENGINE_RUN];
		const { stdout } = await promisify(execFile)(process.execPath, argv);
		const { outcome, folders, grown } = JSON.parse(stdout);
		const folder = "/store/io.containerd.snapshotter.v1.overlayfs/snapshots";
		expect([outcome, folders]).toEqual([{ ok: true }, [`${folder}/60/fs`, `${folder}/1/fs`]]);
		expect(grown).toBeLessThan(48e6);
	});
});

describe("readPages", () => {
	const image = [BASE, FIRST_RUN, LINKED, LAST_RUN];
	/** What BuildKit keeps in big values: here 8 MB behind the pages that matter. */
	const big = Buffer.concat([records, randomBytes(8e6 - (8e6 % 4096))]);
	const other = openBolt(pagesOf(snapshots));

	it.each([1000, 4096, 32768, 9e6])(
		"keeps what a database is made of, not its big values, in pieces of %d bytes",
		async (length) => {
			const pages = await readPages(inPieces(big, length), 1e6);
			expect(builderSnapshots(openBolt(pages), other, image)).toEqual(
				builderSnapshots(openBolt(pagesOf(records)), other, image),
			);
		},
	);

	it("refuses a database with too much to keep", async () => {
		await expect(readPages(inPieces(big, 32768), 8192)).rejects.toThrow("longer than 8192 bytes");
	});

	it.each([0, 100, 8192])("refuses one that ends after %d bytes", async (length) => {
		const pages = await readPages(inPieces(records.subarray(0, length), 1000), 1e6);
		expect(() => builderSnapshots(openBolt(pages), other, image)).toThrow();
	});
});

describe("openBolt", () => {
	it.each([
		["no database", Buffer.alloc(8192)],
		["an empty file", Buffer.alloc(0)],
		["a database cut behind its head", records.subarray(0, 8192)],
	])("refuses %s", (_name, bytes) => {
		expect(() => builderSnapshots(openBolt(pagesOf(bytes)), openBolt(pagesOf(snapshots)), [BASE])).toThrow();
	});

	it("ends on random damage, and never names another folder", () => {
		const image = [BASE, FIRST_RUN, LINKED, LAST_RUN];
		for (let at = 0; at < records.length; at += 211) {
			const damaged = Buffer.from(records);
			damaged[at] = (damaged[at] ?? 0) ^ (1 << (at % 8));
			let numbers: unknown = "refused";
			try {
				const found = builderSnapshots(openBolt(pagesOf(damaged)), openBolt(pagesOf(snapshots)), image);
				if (found.ok) numbers = found.folders.map(({ number }) => number);
			} catch (error) {
				expect((error as Error).name).toMatch(/BoltError|RangeError/);
			}
			expect(["refused", [5, 6, 4, 9]]).toContainEqual(numbers);
		}
	});
});
