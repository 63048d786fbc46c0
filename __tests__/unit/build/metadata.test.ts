import { describe, expect, it } from "@jest/globals";
import { readMetadata } from "../../../src/build/metadata.ts";
import { pinsFromProvenance } from "../../../src/build/pins.ts";

const material = (uri: string, digest: Readonly<Record<string, string>>) => ({ materials: [{ uri, digest }] });
const rules = (provenance: Readonly<Record<string, unknown>>) =>
	JSON.parse(pinsFromProvenance([provenance]).policy ?? '{"rules":[]}').rules;

describe("pins of a build's sources", () => {
	it.each([
		["pkg:docker/python@3.12?platform=linux%2Famd64", "docker-image://docker.io/library/python:3.12"],
		["pkg:docker/docker/dockerfile@1", "docker-image://docker.io/docker/dockerfile:1"],
		["pkg:docker/nvcr.io/nvidia/cuda@12.4?platform=x", "docker-image://nvcr.io/nvidia/cuda:12.4"],
		["pkg:docker/127.0.0.1:5000/base@1", "docker-image://127.0.0.1:5000/base:1"],
		["pkg:docker/localhost/base", "docker-image://localhost/base:latest"],
	])("%s", (uri, source) => {
		expect(rules(material(uri, { sha256: "ab" }))).toEqual([
			{
				action: "CONVERT",
				selector: { identifier: source, matchType: "EXACT" },
				updates: { identifier: `${source}@sha256:ab` },
			},
		]);
	});

	it.each([
		[
			"https://github.com/o/r.git#refs/heads/main",
			"git://github.com/o/r.git#refs/heads/main",
			"git://github.com/o/r.git#c0ffee",
		],
		["https://github.com/o/r.git", "git://github.com/o/r.git", "git://github.com/o/r.git#c0ffee"],
		[
			"https://github.com/o/r.git#main:docker",
			"git://github.com/o/r.git#main:docker",
			"git://github.com/o/r.git#c0ffee:docker",
		],
	])("%s", (uri, source, pinned) => {
		expect(rules(material(uri, { sha1: "c0ffee" }))).toMatchObject([
			{ selector: { identifier: source }, updates: { identifier: pinned } },
		]);
	});

	it("holds a download to its checksum", () => {
		expect(rules(material("https://x/y.bin?a=*", { sha256: "ab" }))).toMatchObject([
			{
				selector: { identifier: "https://x/y.bin?a=*", matchType: "EXACT" },
				updates: { attrs: { "http.checksum": "sha256:ab" } },
			},
		]);
	});

	it.each([
		["an image named by its digest", "pkg:docker/python@3.12?digest=sha256%3Aab&platform=x", { sha256: "ab" }],
		["a Git source at its commit", "https://github.com/o/r.git#c0ffee", { sha1: "c0ffee" }],
		["something unknown", "pkg:oci/x@1", { sha256: "ab" }],
		["a material without digest", "pkg:docker/python@3.12", {}],
	])("leaves alone %s", (_name, uri, digest) => {
		expect(pinsFromProvenance([material(uri, digest)])).toEqual({ pins: [] });
	});

	it("says a source of several platforms once", () => {
		const one = material("pkg:docker/python@3.12?platform=linux%2Famd64", { sha256: "ab" });
		const two = material("pkg:docker/python@3.12?platform=linux%2Farm64", { sha256: "ab" });
		expect(pinsFromProvenance([one, two]).pins).toHaveLength(1);
	});
});

describe("a metadata file", () => {
	it("has a provenance per platform", () => {
		const text = JSON.stringify({
			"buildx.build.provenance/linux/amd64": { a: 1 },
			"buildx.build.provenance/linux/arm64": { b: 1 },
		});
		expect(readMetadata(text)?.provenances).toEqual([{ a: 1 }, { b: 1 }]);
	});

	it.each(["", "null", "[1]", "{"])("is not %j", (text) => {
		expect(readMetadata(text)).toBeUndefined();
	});
});
