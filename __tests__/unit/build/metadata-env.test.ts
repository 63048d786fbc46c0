import { describe, expect, it } from "@jest/globals";
import { metadataEnv, publicMetadata } from "../../../src/build/metadata-env.ts";

describe("what buildx is told to write into its metadata", () => {
	it("is what the checks found, as docker/build-push-action has it", () => {
		expect(metadataEnv({}, {}, false)).toEqual({ BUILDX_METADATA_WARNINGS: "true" });
	});

	it("is not what the checks found in a very large Dockerfile, which would come with it", () => {
		expect(metadataEnv({}, { large: true }, false)).toEqual({});
	});

	it.each(["false", "1", ""])("is what the user's own variable says: %j", (given) => {
		expect(metadataEnv({ BUILDX_METADATA_WARNINGS: given }, {}, false)).toEqual({});
	});

	it.each<[title: string, given: string, here: boolean, gated: boolean, expected: string | undefined]>([
		["a Dockerfile that is not here", "", false, false, "max"],
		["provenance switched off, and something to hold the delivery to", "disabled", true, true, "min"],
		["provenance switched off", "0", true, false, undefined],
		["nothing special", "", true, true, undefined],
	])("has the provenance that a run needs: %s", (_, given, here, gated, expected) => {
		const env = metadataEnv({ BUILDX_METADATA_PROVENANCE: given }, here ? {} : undefined, gated);
		expect(env["BUILDX_METADATA_PROVENANCE"]).toBe(expected);
	});
});

describe("the output metadata", () => {
	const all = {
		"buildx.build.provenance": { buildType: "t", buildConfig: {}, metadata: {} },
		"buildx.build.warnings": [{ short: "eA==" }],
	};
	it.each([
		["", { ...all, "buildx.build.provenance": { buildType: "t" } }],
		["max", all],
		["false", { "buildx.build.warnings": all["buildx.build.warnings"] }],
	])("has of the provenance what the user asked for, and all warnings: %j", (given, expected) => {
		const text = publicMetadata(JSON.stringify(all), { BUILDX_METADATA_PROVENANCE: given });
		expect(JSON.parse(text)).toEqual(expected);
	});
});
