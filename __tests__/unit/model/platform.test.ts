import { expect, it } from "@jest/globals";
import { normalPlatform } from "../../../src/model/platform.ts";

it.each([
	["linux/amd64", "linux/amd64"],
	["amd64", "linux/amd64"],
	["Linux/X86_64", "linux/amd64"],
	["linux/amd64/v1", "linux/amd64"],
	["linux/amd64/v2", "linux/amd64/v2"],
	["aarch64", "linux/arm64"],
	["linux/arm64/v8", "linux/arm64"],
	["arm64/v8", "linux/arm64"],
	["linux/arm", "linux/arm/v7"],
	["linux/arm/6", "linux/arm/v6"],
	["armhf", "linux/arm/v7"],
	["i386", "linux/386"],
	["windows/amd64", "windows/amd64"],
	["local", "linux/arm64"],
	["Linux", "linux/arm64"],
])("the platform %s is BuildKit's %s", (given, normal) => {
	expect(normalPlatform(given, "linux/arm64")).toBe(normal);
});
