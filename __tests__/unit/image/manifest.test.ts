import { describe, expect, it } from "@jest/globals";
import { readEngineHistory, readEngineImage } from "../../../src/image/formats/engine-image.ts";
import { layerHistory, readConfig, readManifest } from "../../../src/image/formats/manifest.ts";

const digest = (letter: string) => `sha256:${letter.repeat(64)}`;
const layer = (letter: string, size: number, mediaType: string) => ({ mediaType, digest: digest(letter), size });

describe("readManifest", () => {
	it("reads layers of OCI and Docker types", () => {
		const text = JSON.stringify({
			config: { digest: digest("c") },
			layers: [
				layer("1", 10, "application/vnd.oci.image.layer.v1.tar+gzip"),
				layer("2", 20, "application/vnd.docker.image.rootfs.diff.tar.gzip"),
				layer("3", 30, "application/vnd.oci.image.layer.v1.tar+zstd"),
				layer("4", 40, "application/vnd.oci.image.layer.v1.tar"),
			],
		});
		expect(readManifest(text)).toEqual({
			config: digest("c"),
			layers: [
				{ digest: digest("1"), bytes: 10, encoding: "gzip" },
				{ digest: digest("2"), bytes: 20, encoding: "gzip" },
				{ digest: digest("3"), bytes: 30, encoding: "zstd" },
				{ digest: digest("4"), bytes: 40, encoding: "none" },
			],
		});
	});

	it("lists an index's platforms without attestations", () => {
		const text = JSON.stringify({
			manifests: [
				{ digest: digest("a"), platform: { os: "linux", architecture: "amd64" } },
				{ digest: digest("b"), platform: { os: "linux", architecture: "arm", variant: "v7" } },
				{ digest: digest("d"), platform: { os: "linux", architecture: "arm64", variant: "v8" } },
				{ digest: digest("e"), platform: { os: "unknown", architecture: "unknown" } },
				{ digest: digest("f"), annotations: { "vnd.docker.reference.type": "attestation-manifest" } },
			],
		});
		expect(readManifest(text)).toEqual({
			manifests: [
				{ digest: digest("a"), platform: "linux/amd64" },
				{ digest: digest("b"), platform: "linux/arm/v7" },
				{ digest: digest("d"), platform: "linux/arm64" },
			],
		});
	});

	it.each([
		["no JSON", "{", "no JSON"],
		["a list", "[]", "no object"],
		["no layers", JSON.stringify({ config: { digest: digest("c") } }), "names no config or no layers"],
		["a path for a digest", JSON.stringify({ config: { digest: "sha256:../../etc" }, layers: [] }), "names no config"],
		[
			"a layer without size",
			JSON.stringify({ config: { digest: digest("c") }, layers: [{ digest: digest("1") }] }),
			"without digest or size",
		],
	])("refuses %s", (_name, text, message) => {
		expect(() => readManifest(text)).toThrow(message);
	});
});

describe("readConfig", () => {
	it("reads layers, history and PATH", () => {
		const config = readConfig(
			JSON.stringify({
				os: "linux",
				architecture: "amd64",
				config: { Env: ["A=1", "PATH=/opt/venv/bin:/bin"] },
				rootfs: { diff_ids: [digest("1"), digest("2")] },
				history: [{ created_by: "base" }, { created_by: "ENV A=1", empty_layer: true }, { created_by: "RUN x" }],
			}),
		);
		expect(config).toMatchObject({
			platform: "linux/amd64",
			path: "/opt/venv/bin:/bin",
			diffIds: [digest("1"), digest("2")],
		});
		expect(layerHistory(config.history, 2)).toEqual([0, 2]);
		expect(layerHistory(config.history, 3)).toBeUndefined();
	});
});

describe("what the engine tells", () => {
	it("names the layers' folders, highest first", () => {
		const image = readEngineImage(
			JSON.stringify({
				Os: "linux",
				Architecture: "amd64",
				RootFS: { Layers: [digest("1"), digest("2"), digest("3")] },
				Config: { Env: ["PATH=/bin"] },
				GraphDriver: { Name: "overlay2", Data: { UpperDir: "/d/3/diff", LowerDir: "/d/2/diff:/d/1/diff" } },
			}),
		);
		expect(image).toMatchObject({
			folders: ["/d/3/diff", "/d/2/diff", "/d/1/diff"],
			path: "/bin",
			platform: "linux/amd64",
		});
	});

	it.each([
		["the containerd store", null],
		["another driver", { Name: "btrfs", Data: { UpperDir: "/x" } }],
	])("names no folders on %s", (_name, GraphDriver) => {
		expect(readEngineImage(JSON.stringify({ Os: "linux", GraphDriver })).folders).toEqual([]);
	});

	const entry = (CreatedBy: string, Size: number) => ({ CreatedBy, Size });
	it.each([
		["all layers have bytes", 2, [entry("RUN b", 2), entry("ENV A=1", 0), entry("ADD a", 1)], [false, true, false]],
		[
			"a RUN that wrote nothing",
			2,
			[entry("RUN true", 0), entry("ENV A=1", 0), entry("ADD a", 1)],
			[false, true, false],
		],
		[
			"the classic builder",
			2,
			[entry("/bin/sh -c true", 0), entry("/bin/sh -c #(nop)  CMD [x]", 0), entry("ADD a", 1)],
			[false, true, false],
		],
	])("tells which entries made layers: %s", (_name, layers, newestFirst, empty) => {
		const history = readEngineHistory(JSON.stringify(newestFirst), layers);
		expect(history.map((one) => one.empty)).toEqual(empty);
		expect(layerHistory(history, layers)).toEqual([0, 2]);
	});
});
