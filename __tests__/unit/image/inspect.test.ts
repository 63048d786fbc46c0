import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import zlib from "node:zlib";
import { describe, expect, it } from "@jest/globals";
import { inspectImages } from "../../../src/image/inspect.ts";
import { createLayerCache } from "../../../src/image/layer-cache.ts";
import type { BuilderImage, EngineImage } from "../../../src/image/subject.ts";
import { waysFor } from "../../../src/image/ways/index.ts";
import { BuilderLostError } from "../../../src/model/errors.ts";
import type { Engine } from "../../../src/model/host.ts";
import type { Outcome, ScanSink, TreeScan } from "../../../src/model/scan.ts";
import type { FilesPort, World } from "../../../src/model/world.ts";
import { createNotes, inPieces } from "./support.ts";

const engine: Engine = {
	endpoint: "unix:///var/run/docker.sock",
	version: "28.5.2",
	id: "ID-1",
	dataRoot: "/var/lib/docker",
	store: "overlay2",
	storageDriver: "overlay2",
	cgroupVersion: "2",
	cgroupDriver: "systemd",
	rootless: false,
	platform: "linux/amd64",
	local: true,
};

const sha256 = (bytes: Uint8Array | string) => `sha256:${createHash("sha256").update(bytes).digest("hex")}`;

/** An archive with one file, as Python writes it. */
function tar(name: string, content: string): Buffer {
	const program =
		"import tarfile,io,sys;o=io.BytesIO();t=tarfile.open(fileobj=o,mode='w');i=tarfile.TarInfo(sys.argv[1]);d=sys.argv[2].encode();i.size=len(d);t.addfile(i,io.BytesIO(d));t.close();sys.stdout.buffer.write(o.getvalue())";
	return execFileSync("python3", ["-c", program, name, content], { maxBuffer: 1 << 26 });
}

const VERSION = "usr/local/lib/python3.12/site-packages/torch/version.py";
const layers = [tar("base.bin", "x".repeat(1000)), tar(VERSION, "__version__ = '2.6.0+cu124'\ncuda = '12.4'\n")];
const blobs = layers.map((bytes) => zlib.gzipSync(bytes));
const config = JSON.stringify({
	os: "linux",
	architecture: "amd64",
	rootfs: { diff_ids: layers.map(sha256) },
	history: [{ created_by: "base" }, { created_by: "ENV A=1", empty_layer: true }, { created_by: "RUN pip" }],
});
const manifest = JSON.stringify({
	config: { digest: sha256(config) },
	layers: blobs.map((bytes) => ({
		mediaType: "application/vnd.oci.image.layer.v1.tar+gzip",
		digest: sha256(bytes),
		size: bytes.length,
	})),
});
const store = new Map([...blobs, config, manifest].map((bytes) => [sha256(bytes), bytes]));
const step = { text: "RUN pip", line: 3 };
const stepsOf = (history: readonly unknown[]) => ({
	steps: history.map((_, index) => (index === 2 ? step : undefined)),
	base: 2,
});

interface Told {
	/** What the engine answers by path; everything else is 404. */
	readonly replies?: Readonly<Record<string, unknown>>;
	readonly scan?: (request: TreeScan, sink: ScanSink) => Outcome;
	readonly copied?: (sink: ScanSink, folder: string) => Outcome;
	/** Digests of blobs that the builder gave out. */
	readonly asked?: string[];
	readonly disk?: Map<string, string>;
}

/** A world with a builder that holds the image above. */
function createWorld({ replies = {}, scan, copied, asked = [], disk = new Map() }: Told): World {
	const files = {
		home: "/home/me",
		read: async (path: string) => disk.get(path),
		write: async (path: string, text: string) => void disk.set(path, text),
		list: async () => [...disk.keys()],
		remove: async (path: string) => void disk.delete(path),
		temporary: async () => "/tmp/private",
	} as unknown as FilesPort;
	let clock = 0;
	return {
		env: {},
		files,
		now: () => (clock += 250),
		engine: {
			call: async ({ path }: { path: string }) =>
				path in replies ? { status: 200, text: JSON.stringify(replies[path]) } : { status: 404, text: "no such thing" },
			stream: async ({ path }: { path: string }) => {
				const digest = `sha256:${path.slice(-64)}`;
				const bytes = path.includes("var%2Flib%2Fbuildkit") ? store.get(digest) : undefined;
				if (!bytes) throw new Error("the engine answered 404: no such file");
				asked.push(digest);
				return inPieces(tarOf(digest, Buffer.from(bytes)), 1000);
			},
		},
		spareMemory: (sink: ScanSink) => sink,
		scanTrees: async (request: TreeScan, sink: ScanSink) =>
			scan?.(request, sink) ?? { ok: false, why: "sudo -n ended with 1" },
		readTree: async (folder: string, _wanted: string, _most: number, sink: ScanSink) =>
			copied?.(sink, folder) ?? { ok: false, why: "nothing" },
		unpack: (stream: AsyncIterable<Uint8Array>, encoding: string) => gunzip(stream, encoding),
	} as unknown as World;
}

function tarOf(name: string, content: Buffer): Buffer {
	const header = Buffer.alloc(512);
	header.write(name.slice(0, 90), 0);
	header.write(content.length.toString(8).padStart(11, "0"), 124);
	header.write("0", 156);
	header.write("        ", 148);
	header.write(
		`${header
			.reduce((sum, byte) => sum + byte, 0)
			.toString(8)
			.padStart(6, "0")}\0 `,
		148,
	);
	return Buffer.concat([header, content, Buffer.alloc((512 - (content.length % 512)) % 512), Buffer.alloc(1024)]);
}

async function* gunzip(stream: AsyncIterable<Uint8Array>, encoding: string): AsyncGenerator<Uint8Array> {
	const pieces: Uint8Array[] = [];
	for await (const piece of stream) pieces.push(Buffer.from(piece));
	yield encoding === "gzip" ? zlib.gunzipSync(Buffer.concat(pieces)) : Buffer.concat(pieces);
}

const built: BuilderImage = {
	kind: "builder-image",
	digest: sha256(manifest),
	engine,
	container: "buildx_buildkit_x0",
	platforms: [],
};
const loaded: EngineImage = { kind: "engine-image", id: "sha256:1", engine, platforms: [] };

describe("an image in a builder", () => {
	it("without rights on the host is measured by its blobs", async () => {
		const [facts] = await inspectImages(createWorld({}), built, { stepsOf });
		expect(facts).toMatchObject({
			id: sha256(manifest),
			platform: "linux/amd64",
			unpackedBytes: { known: true, value: 1042, method: "layer-blobs" },
			rootfsBytes: { known: true, value: 1042 },
			compressedBytes: { known: true, value: blobs.reduce((sum, { length }) => sum + length, 0), method: "manifest" },
			layers: {
				value: [
					{ index: 0, base: true, unpackedBytes: 1000, files: 1, createdBy: "base", compressedBytes: blobs[0]?.length },
					{ index: 1, base: false, unpackedBytes: 42, step, createdBy: "RUN pip" },
				],
			},
			torch: { known: true, value: [{ version: "2.6.0+cu124", cuda: "12.4", layer: 1, step }] },
		});
	});

	it("has its torch from the copied files first, and its layer from the blobs", async () => {
		const copied = (sink: ScanSink): Outcome => {
			sink.entry(VERSION, "file", 42);
			sink.file(VERSION, "__version__ = '2.6.0+cu124'\ncuda = '12.4'\n");
			return { ok: true };
		};
		const subject = { ...built, copy: async () => ({ ok: true, folder: "/private/facts/out" }) as const };
		const [facts] = await inspectImages(createWorld({ copied }), subject, { stepsOf });
		expect(facts?.torch).toMatchObject({
			known: true,
			method: "buildkit-copy, layer-blobs",
			value: [{ version: "2.6.0+cu124", layer: 1, step }],
		});
		const [only] = await inspectImages(createWorld({ copied }), subject, { stepsOf, ways: ["buildkit-copy"] });
		expect(only?.torch).toMatchObject({ known: true, method: "buildkit-copy", value: [{ version: "2.6.0+cu124" }] });
		expect(only?.unpackedBytes).toEqual({ known: false, why: "buildkit-copy: sees no sizes" });
	});

	it("is looked at no further once its builder was lost: another one in its place is not the one that built it", async () => {
		const asked: string[] = [];
		const fate = { state: "gone", what: "builder x" } as const;
		const lost = new BuilderLostError({ fate, meanwhile: "the image was measured", at: 0, afterMs: 0 });
		const subject = { ...built, copy: () => Promise.reject(lost) };
		await expect(inspectImages(createWorld({ asked }), subject, { stepsOf })).rejects.toBe(lost);
		expect(asked).not.toContain(sha256(blobs[0] ?? ""));
	});

	it("has base layers remembered, its own read anew", async () => {
		const disk = new Map<string, string>();
		const asked: string[] = [];
		const first = await inspectImages(createWorld({ disk }), built, { stepsOf, ways: ["layer-blobs"] });
		const second = await inspectImages(createWorld({ disk, asked }), built, { stepsOf, ways: ["layer-blobs"] });
		expect(asked).toEqual([sha256(manifest), sha256(config), sha256(blobs[1] ?? "")]);
		expect(second).toEqual(first);
	});

	it("whose history fits no Dockerfile has no base layers: nobody is blamed wrongly", async () => {
		const unmatched = (history: readonly unknown[]) => ({ steps: history.map(() => undefined), base: 0 });
		const [facts] = await inspectImages(createWorld({}), built, { stepsOf: unmatched, ways: ["layer-blobs"] });
		expect(facts?.layers).toMatchObject({
			value: [
				{ index: 0, base: false, createdBy: "base" },
				{ index: 1, base: false, createdBy: "RUN pip" },
			],
		});
	});

	it("that is not there is unknown, with the reason", async () => {
		const [facts] = await inspectImages(createWorld({}), { ...built, digest: sha256("other") }, { stepsOf });
		const why = expect.stringContaining("cannot be read");
		for (const fact of [facts?.unpackedBytes, facts?.compressedBytes, facts?.layers, facts?.torch])
			expect(fact).toEqual({ known: false, why });
	});

	it("of a remote builder still has its compressed size, from the build's record", async () => {
		const { container: _, ...remote } = {
			...built,
			attachment: async (digest: string) => store.get(digest)?.toString(),
		};
		const [facts] = await inspectImages(createWorld({}), remote, { stepsOf });
		expect(facts?.compressedBytes).toMatchObject({ known: true, method: "manifest" });
		expect(facts?.unpackedBytes).toEqual({
			known: false,
			why: expect.stringContaining("layer-blobs: the builder is no container"),
		});
	});
});

describe("an image in an engine", () => {
	const image = {
		Os: "linux",
		Architecture: "amd64",
		RootFS: { Layers: layers.map(sha256) },
		GraphDriver: { Name: "overlay2", Data: { UpperDir: "/d/2/diff", LowerDir: "/d/1/diff" } },
	};
	const history = [
		{ CreatedBy: "RUN pip", Size: 42 },
		{ CreatedBy: "ENV A=1", Size: 0 },
		{ CreatedBy: "base", Size: 1000 },
	];
	const replies = { "/images/sha256%3A1/json": image, "/images/sha256%3A1/history": history };

	it("of a hundred layers by very long commands: these are compared whole, and kept cut", async () => {
		const commands = Array.from({ length: 100 }, (_, index) => `RUN ${"x".repeat(30_000)} ${index}`);
		const seen: number[] = [];
		const told = {
			"/images/sha256%3A1/json": { ...image, RootFS: { Layers: commands.map(sha256) } },
			"/images/sha256%3A1/history": commands.map((CreatedBy) => ({ CreatedBy, Size: 42 })).toReversed(),
		};
		const [facts] = await inspectImages(createWorld({ replies: told }), loaded, {
			stepsOf: (history) => {
				seen.push(...history.map(({ createdBy }) => createdBy.length));
				return { steps: history.map(() => undefined), base: 0 };
			},
		});
		expect(Math.min(...seen)).toBeGreaterThan(30_000);
		const kept = facts?.layers.known ? facts.layers.value.map(({ createdBy }) => createdBy) : [];
		expect(kept).toHaveLength(100);
		expect(kept.at(-1)).toBe(commands.at(-1));
		expect(kept.join("").length).toBeLessThan(400_000);
	});

	it("is measured by its layers' folders, after the proof that they are this engine's", async () => {
		const requests: TreeScan[] = [];
		const scan = (request: TreeScan, sink: ScanSink): Outcome => {
			requests.push(request);
			sink.layer(1);
			sink.entry(VERSION, "file", 42);
			sink.file(VERSION, "__version__ = '2.6.0'\n");
			sink.layer(0);
			sink.entry("base.bin", "file", 1000);
			return { ok: true };
		};
		const [facts] = await inspectImages(createWorld({ replies, scan }), loaded, { stepsOf });
		expect(facts).toMatchObject({
			unpackedBytes: { known: true, value: 1042, method: "overlay2-folders" },
			compressedBytes: { known: false, why: "the engine's store keeps no compressed layers" },
			torch: { value: [{ version: "2.6.0", layer: 1, step }] },
		});
		expect(requests).toMatchObject([
			{
				proof: { path: "/var/lib/docker/engine-id", text: "ID-1" },
				trees: [
					{ index: 1, path: "/d/2/diff" },
					{ index: 0, path: "/d/1/diff" },
				],
			},
		]);
	});

	it.each<[string, Partial<Engine>, Readonly<Record<string, unknown>>, string]>([
		["without sudo", {}, replies, "overlay2-folders: sudo -n ended with 1; buildkit-copy: the build cannot be linked"],
		["on a remote engine", { local: false }, replies, "overlay2-folders: the engine is not on this machine"],
		["with another store", { storageDriver: "btrfs", store: "other" }, replies, "the engine's store is btrfs"],
		["that the engine does not know", {}, {}, "the engine does not know sha256:1 (404"],
		[
			"with folders missing",
			{},
			{ ...replies, "/images/sha256%3A1/json": { ...image, GraphDriver: null } },
			"names 0 folders for 2 layers",
		],
	])("%s is unknown, with the reason", async (_name, change, told, why) => {
		const world = createWorld({ replies: told });
		const [facts] = await inspectImages(world, { ...loaded, engine: { ...engine, ...change } }, { stepsOf });
		expect(facts?.unpackedBytes).toEqual({ known: false, why: expect.stringContaining(why) });
		expect(facts?.torch).toEqual({ known: false, why: expect.stringContaining(why) });
	});

	it("whose torch is a link is unknown by its layers, and known once a copy could be read", async () => {
		const scan = (_request: TreeScan, sink: ScanSink): Outcome => {
			sink.layer(1);
			sink.entry(VERSION, "link", 0);
			sink.layer(0);
			sink.entry("base.bin", "file", 1000);
			return { ok: true };
		};
		const [facts] = await inspectImages(createWorld({ replies, scan }), loaded, { stepsOf });
		expect(facts?.unpackedBytes).toMatchObject({ known: true, value: 1000 });
		expect(facts?.torch).toEqual({
			known: false,
			why: `overlay2-folders: torch is there (/${VERSION}), but its version.py is a link`,
		});
		expect(facts?.unreadTorch).toMatchObject([{ reason: "link" }]);
		const copied = (sink: ScanSink): Outcome => {
			sink.entry(VERSION, "file", 42);
			sink.file(VERSION, "__version__ = '2.6.0+cu124'\n");
			return { ok: true };
		};
		const subject = { ...loaded, copy: async () => ({ ok: true, folder: "/private/facts/out" }) as const };
		const ways = ["buildkit-copy", "overlay2-folders"] as const;
		const [both] = await inspectImages(createWorld({ replies, scan, copied }), subject, { stepsOf, ways });
		expect(both?.torch).toMatchObject({ known: true, method: "buildkit-copy", value: [{ version: "2.6.0+cu124" }] });
		expect(both).not.toHaveProperty("unreadTorch");
	});

	it("whose torch a later step deleted tells which step brought it", async () => {
		const scan = (_request: TreeScan, sink: ScanSink): Outcome => {
			sink.layer(1);
			sink.entry(VERSION.slice(0, VERSION.lastIndexOf("/")), "whiteout", 0);
			sink.layer(0);
			sink.entry(VERSION, "file", 42);
			sink.file(VERSION, "__version__ = '2.6.0+cu124'\n");
			return { ok: true };
		};
		const [facts] = await inspectImages(createWorld({ replies, scan }), loaded, { stepsOf });
		expect(facts?.torch).toMatchObject({ known: true, value: [] });
		expect(facts?.deletedTorch).toEqual([
			{
				version: "2.6.0+cu124",
				site: "/usr/local/lib/python3.12/site-packages",
				layer: 0,
				deletedIn: 1,
				deletedBy: step,
			},
		]);
	});

	it("whose merged view is doubtful has layers, but no torch", async () => {
		const scan = (_request: TreeScan, sink: ScanSink): Outcome => {
			sink.layer(1);
			sink.entry("a", "file", 1);
			sink.layer(0);
			sink.unsure("attributes not readable");
			return { ok: true };
		};
		const [facts] = await inspectImages(createWorld({ replies, scan }), loaded, { stepsOf });
		expect(facts?.unpackedBytes).toMatchObject({ known: true, value: 1 });
		const why = expect.stringContaining("overlay2-folders: attributes not readable");
		expect([facts?.rootfsBytes, facts?.torch]).toEqual([
			{ known: false, why },
			{ known: false, why },
		]);
	});
});

describe("an image of several platforms", () => {
	const both = ["linux/amd64", "linux/arm64"];
	const OUT = "/private/facts/out";
	/** What BuildKit copied: torch is in the image of one platform only. */
	const copied = (sink: ScanSink, folder: string): Outcome => {
		if (folder === OUT) {
			for (const platform of both) sink.entry(platform.replace("/", "_"), "folder", 0);
			sink.entry(`linux_amd64/${VERSION}`, "file", 42);
			sink.file(`linux_amd64/${VERSION}`, "__version__ = '2.6.0+cu124'\n");
		} else if (folder === `${OUT}/linux_amd64`) {
			sink.entry(VERSION, "file", 42);
			sink.file(VERSION, "__version__ = '2.6.0+cu124'\n");
		} else if (folder !== `${OUT}/linux_arm64`) return { ok: false, why: `${folder} is not there` };
		return { ok: true };
	};
	const copy = async () => ({ ok: true, folder: OUT }) as const;
	const versions = (all: Awaited<ReturnType<typeof inspectImages>>) =>
		all.map(({ platform, torch }) => [platform, torch.known ? torch.value.map(({ version }) => version) : torch.why]);

	const configOf = (architecture: string) => JSON.stringify({ ...JSON.parse(config), architecture });
	const manifestOf = (text: string) => JSON.stringify({ ...JSON.parse(manifest), config: { digest: sha256(text) } });
	const texts = ["amd64", "arm64"].flatMap((one) => [configOf(one), manifestOf(configOf(one))]);
	const index = JSON.stringify({
		manifests: texts.flatMap((text, i) => (i % 2 === 1 ? [{ digest: sha256(text) }] : [])),
	});
	const content = new Map([...texts, index].map((text) => [sha256(text), text]));
	/** The engine's content folder; its snapshots are not there. */
	const scan = ({ files = [] }: TreeScan, sink: ScanSink): Outcome => {
		for (const file of files) {
			const text = content.get(`sha256:${file.slice(-64)}`);
			if (text !== undefined) sink.file(file, text);
		}
		return files.length > 0 ? { ok: true } : { ok: false, why: "no snapshots" };
	};
	const kept = { ...engine, store: "containerd", storageDriver: "overlayfs" } as const;
	const inEngine: EngineImage = { kind: "engine-image", id: sha256(index), engine: kept, platforms: both, copy };

	it("in an engine has each platform's own torch", async () => {
		expect(versions(await inspectImages(createWorld({ scan, copied }), inEngine, { stepsOf }))).toEqual([
			["linux/amd64", ["2.6.0+cu124"]],
			["linux/arm64", []],
		]);
	});

	it("is unknown for a platform that was not copied", async () => {
		const some = (sink: ScanSink, folder: string) =>
			folder.endsWith("arm64") ? { ok: false as const, why: "is not there" } : copied(sink, folder);
		expect(versions(await inspectImages(createWorld({ scan, copied: some }), inEngine, { stepsOf }))).toEqual([
			["linux/amd64", ["2.6.0+cu124"]],
			["linux/arm64", expect.stringContaining("buildkit-copy: is not there")],
		]);
	});

	it.each([
		["an engine", inEngine],
		["a builder", { ...built, digest: sha256("other"), platforms: ["amd64", "linux/arm64/v8"], copy }],
	])("in %s is told for each of them, also where its index cannot be read", async (_name, subject) => {
		const path = `/images/${encodeURIComponent(inEngine.id)}/json`;
		const replies = { [path]: { Os: "linux", Architecture: "amd64", RootFS: { Layers: [] } } };
		const world = createWorld({ copied, replies });
		expect(versions(await inspectImages(world, subject, { stepsOf }))).toEqual([
			["linux/amd64", ["2.6.0+cu124"]],
			["linux/arm64", []],
		]);
	});
});

describe("waysFor", () => {
	it.each([
		["engine-image", "overlay2", "overlay2-folders"],
		["engine-image", "containerd", "containerd-snapshots"],
		["builder-image", "overlay2", "builder-snapshots"],
	] as const)("an %s on %s is first looked at by %s", (kind, kept, way) => {
		expect(waysFor({ kind, engine: { store: kept, version: "29.4.2" } })[0]).toBe(way);
	});

	it.each([
		["28.5.2+dfsg4", "engine", false],
		["29.0.4", "engine", false],
		["29.1.0", "engine", true],
		["unknown", "engine", true],
		["28.5.2", undefined, true],
	] as const)("the builder of engine %s, copying by %s, copies small files: %s", (version, copier, copies) => {
		const ways = waysFor({ kind: "engine-image", engine: { store: "overlay2", version }, ...(copier && { copier }) });
		expect(ways.includes("buildkit-copy")).toBe(copies);
		const own = waysFor({ kind: "builder-image", engine: { store: "overlay2", version }, ...(copier && { copier }) });
		expect(own).toContain("buildkit-copy");
	});
});

describe("createLayerCache", () => {
	const remember = async (disk: Map<string, string>) => {
		const world = createWorld({ disk });
		const { sink, keep } = createLayerCache(world).record(createNotes().sink);
		sink.entry("a\nb", "file", 5, "=c");
		sink.entry("d", "whiteout", 0);
		sink.file("a\nb", "text\n");
		sink.file("a\nb", "more\n", true);
		await keep("sha256:1");
		return createLayerCache(world);
	};

	it("replays what was told", async () => {
		const { sink, entries, files } = createNotes();
		expect(await (await remember(new Map())).replay("sha256:1", sink)).toBe(true);
		expect(entries).toEqual([
			{ path: "a\nb", kind: "file", bytes: 5, link: "=c" },
			{ path: "d", kind: "whiteout", bytes: 0 },
		]);
		expect([...files]).toEqual([["a\nb", "text\nmore\n"]]);
	});

	it.each<[string, (text: string) => string]>([
		["cut", (text) => text.slice(0, -10)],
		["without a line", (text) => text.split("\n").toSpliced(1, 1).join("\n")],
		["of another layer", (text) => text.replace("sha256:1", "sha256:2")],
		["with an unknown kind", (text) => text.replace("whiteout", "blackout")],
		["of text", () => "hello"],
	])("tells nothing from a note %s", async (_name, change) => {
		const disk = new Map<string, string>();
		const cache = await remember(disk);
		for (const [path, text] of disk) disk.set(path, change(text));
		const { sink, entries } = createNotes();
		expect(await cache.replay("sha256:1", sink)).toBe(false);
		expect(entries).toEqual([]);
	});
});
