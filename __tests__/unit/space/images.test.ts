import { describe, expect, it } from "@jest/globals";
import { baseImages } from "../../../src/space/base-images.ts";
import { chooseImages, type EngineImage, type ImageUse } from "../../../src/space/used-images.ts";

const braced = (name: string) => `\${${name}}`;

describe("images of a Dockerfile", () => {
	const read = (text: string, args: string[] = [], contexts: string[] = []) => baseImages(text, args, contexts);

	it.each<[title: string, text: string, names: string[]]>([
		["one", "FROM python:3.12\nRUN true\n", ["python:3.12"]],
		["stages are none", "FROM python AS Build\nFROM build\nCOPY --from=build /a /b\nCOPY --from=0 /a /b\n", ["python"]],
		["scratch is none", "FROM scratch\nCOPY --from=busybox:1 /bin /bin\n", ["busybox:1"]],
		["platform flag", "FROM --platform=$BUILDPLATFORM golang:1.24 AS b\nFROM debian\n", ["golang:1.24", "debian"]],
		[
			"mounts",
			"FROM debian\nRUN --mount=type=bind,from=ghcr.io/astral-sh/uv:0.8,source=/uv,target=/uv uv sync\n",
			["debian", "ghcr.io/astral-sh/uv:0.8"],
		],
		[
			"arguments",
			`ARG V=12.4\nARG BASE=nvidia/cuda:${braced("V")}-runtime\nFROM $BASE\n`,
			["nvidia/cuda:12.4-runtime"],
		],
		["defaults", `FROM debian:${braced("TAG:-bookworm")}\n`, ["debian:bookworm"]],
		["lower case and comments", "# FROM no\nfrom debian as x\n", ["debian"]],
		["nothing at all", "", []],
	])("%s", (_, text, names) => {
		expect(read(text)).toMatchObject({ names });
	});

	it.each<[title: string, text: string, scratch: true | undefined, contexts: string[]]>([
		["scratch alone", "FROM scratch\nCOPY x /x\n", true, []],
		["a stage of it", "FROM scratch AS a\nFROM a\n", true, []],
		["another stage", "FROM debian AS a\nFROM scratch\nCOPY --from=a / /\n", undefined, []],
		["a folder in an image's place", "FROM base\n", undefined, ["base=./rootfs"]],
		["nobody knows", "FROM $BASE\n", undefined, []],
		["no stage", "", undefined, []],
	])("a Dockerfile that starts from nothing is known to: %s", (_, text, scratch, contexts) => {
		expect(read(text, [], contexts).scratch).toBe(scratch);
	});

	it("those for a platform of their own are marked, as they are called in the end", () => {
		const text =
			"FROM --platform=$BUILDPLATFORM golang AS b\nFROM --platform=linux/arm64 py\nFROM debian\nFROM --platform=x b\n";
		expect(read(text, [], ["py=docker-image://me/python:1"])).toEqual({
			names: ["golang", "me/python:1", "debian"],
			otherPlatform: ["golang", "me/python:1"],
		});
	});

	it("build arguments beat defaults, and only of arguments that are declared", () => {
		expect(read("ARG BASE=a\nFROM $BASE\n", ["BASE=b:1", "OTHER=c"])).toMatchObject({ names: ["b:1"] });
		expect(read("FROM $BASE\n", ["BASE=b:1"]).unsure).toMatch(/by a variable \(\$BASE\)/);
	});

	it("named contexts take an image's place", () => {
		const text = "FROM python:3.12\nCOPY --from=weights / /w\n";
		expect(read(text, [], ["python:3.12=docker-image://me/python:1", "weights=./weights"])).toMatchObject({
			names: ["me/python:1"],
		});
	});

	it("what cannot be told is told as such", () => {
		expect(read("ARG BASE\nFROM $BASE\nFROM debian\n")).toEqual({
			names: ["debian"],
			otherPlatform: [],
			unsure: "the Dockerfile names an image by a variable ($BASE)",
		});
		expect(read("FROM app:$TARGETARCH\n").unsure).toBeDefined();
	});
});

describe("images of the engine", () => {
	const image = (name: string, id = `sha256:${name}`): EngineImage => ({ id, names: name === "" ? [] : [name] });
	const PREINSTALLED = "ghcr.io/github/gh-aw-firewall/agent:latest";
	const use = (change: Partial<ImageUse> = {}): ImageUse => ({ names: [], workflow: "", containers: [], ...change });
	const goes = (name: string, change: Partial<ImageUse> = {}, all = true) =>
		chooseImages([image(name)], use(change), all).kept[0]?.why;

	it("by itself only those go that the runner came with", () => {
		const images = [image(PREINSTALLED), image("redis:7"), image("")];
		const { removable, kept } = chooseImages(images, use(), false);
		expect(removable.map(({ name }) => name)).toEqual([PREINSTALLED]);
		expect(kept.map(({ why }) => why)).toEqual([
			"the runner did not come with it, so this job brought it",
			"the runner did not come with it, so this job brought it",
		]);
	});

	it("when asked, all go that are not used", () => {
		const { removable } = chooseImages([image("redis:7"), image("", "sha256:0123456789abcdef")], use(), true);
		expect(removable.map(({ name }) => name)).toEqual(["redis:7", "0123456789ab"]);
	});

	it.each<[name: string, change: Partial<ImageUse>, why: string]>([
		["redis:7", { containers: [{ name: "cache", image: "sha256:redis:7" }] }, "the container cache is made of it"],
		["a1b2c3:0123456789abcdef0123456789abcdef", {}, "an action of this job was built as this image"],
		["moby/buildkit:buildx-stable-1", {}, "builders are made of it"],
		["python:3.12", { names: ["docker.io/library/python:3.11"] }, "the build names python"],
		["ghcr.io/me/app:old", { names: ["ghcr.io/me/app:new"] }, "the build names ghcr.io/me/app"],
		["redis:7", { workflow: "services:\n  cache:\n    image: redis:7\n" }, "the workflow names redis"],
		["redis:7", { workflow: "uses: docker://redis" }, "the workflow names redis"],
		["redis:7", { workflow: "image: docker.io/library/redis" }, "the workflow names redis"],
		["redis:7", { workflow: "matrix: { image: ['redis:6', 'redis:7'] }" }, "the workflow names redis"],
		["ghcr.io/me/db:1", { workflow: "run: docker run ghcr.io/me/db:1" }, "the workflow names ghcr.io/me/db"],
		["redis:7", { unsure: "the Dockerfile is elsewhere" }, "it may be used: the Dockerfile is elsewhere"],
	])("%s stays with %j", (name, change, why) => {
		expect(goes(name, change)).toBe(why);
	});

	it.each([
		"image: redislabs/redis-stack",
		"image: my-redis",
		"image: me/redis",
		"image: ghcr.io/me/redis",
		"redisinsight",
		"",
	])("%j does not name redis", (workflow) => {
		expect(goes("redis:7", { workflow })).toBeUndefined();
	});

	it("a workflow that cannot be read keeps all but the runner's own", () => {
		const { workflow: _, ...unread } = use();
		const { removable, kept } = chooseImages([image(PREINSTALLED), image("redis:7")], unread, true);
		expect(removable.map(({ name }) => name)).toEqual([PREINSTALLED]);
		expect(kept[0]?.why).toMatch(/the workflow's file is not in the workspace/);
	});

	it("one of the runner's own that also has another name is the job's", () => {
		const both = { id: "sha256:x", names: [PREINSTALLED, "me/agent:1"] };
		expect(chooseImages([both], use(), false).removable).toEqual([]);
	});

	it("one of the runner's own stays when it is used", () => {
		expect(goes(PREINSTALLED, { workflow: `image: ${PREINSTALLED}` }, false)).toMatch(/the workflow names/);
	});
});
