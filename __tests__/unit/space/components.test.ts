import { describe, expect, it } from "@jest/globals";
import { NEVER } from "../../../src/model/never.ts";
import { atHome, COMPONENT_NAMES, COMPONENTS, saidOf } from "../../../src/space/components/index.ts";
import { whyNotPlanned } from "../../../src/space/never.ts";
import { createGuard } from "../../../src/world/reclaim-guard.ts";

const HOME = "/home/runner";
const paths = COMPONENTS.flatMap(({ id, paths }) => paths.map((path) => ({ id, path: atHome(path, HOME) })));
/** A name that a pattern stands for. */
const example = (pattern: string) => pattern.replaceAll("*", "1.2");

describe("the catalog", () => {
	it("has every id once, written as ids are", () => {
		const ids = COMPONENTS.map(({ id }) => id);
		expect(new Set(ids).size).toBe(ids.length);
		expect(COMPONENT_NAMES.filter((name) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name))).toEqual([]);
	});

	it.each(COMPONENTS.map((component) => [component.id, component] as const))("%s is told in full", (_, component) => {
		const { title, breaks, source, expected, engine, paths } = component;
		expect(title).not.toBe("");
		expect(breaks).not.toBe("");
		expect(source).toMatch(/^https:\/\/github\.com\/actions\/runner-images\//);
		expect(expected.bytes).toBeGreaterThanOrEqual(0);
		expect(expected.bytes).toBeLessThan(20e9);
		expect(paths.length > 0).toBe(engine === undefined);
		expect(component.images.length * component.architectures.length).toBeGreaterThan(0);
	});

	it.each(paths.map(({ id, path }) => [id, path]))("%s: %s may be removed", (_, path) => {
		expect(whyNotPlanned(example(path), [HOME])).toBeUndefined();
	});

	it.each(paths.map(({ id, path }) => [id, path]))("%s: root lets %s pass", (_, path) => {
		expect(createGuard(HOME)(example(path))).toBeUndefined();
	});

	it("has no path inside of another component's, so that each may stay or go for itself", () => {
		const nested = paths.filter(({ id, path }) =>
			paths.some((other) => other.id !== id && example(path).startsWith(`${example(other.path)}/`)),
		);
		const twice = paths.filter(({ id, path }) => paths.some((other) => other.id !== id && other.path === path));
		expect([...nested, ...twice]).toEqual([]);
	});

	it("has patterns of single names only", () => {
		const odd = COMPONENTS.flatMap(({ paths, links }) => [...paths, ...links]).filter(
			(path) => !/^(~|)(\/[\w.+*-]+)+$/.test(path) || path.includes("**") || path.split("/").includes(".."),
		);
		expect(odd).toEqual([]);
	});

	it("gives what logins, pushes, setup actions and npm need only when asked", () => {
		const asked = COMPONENTS.filter(({ onlyAsked }) => onlyAsked).map(({ id }) => id);
		expect(asked).toEqual(
			expect.arrayContaining([
				...["aws-cli", "azure-cli", "google-cloud-cli", "powershell", "node-modules"],
				...["tool-cache-python", "tool-cache-node", "build-cache", "apt-lists"],
			]),
		);
		expect(asked).not.toContain("haskell");
	});
});

describe("keep and remove", () => {
	const of = (id: string) => {
		const found = COMPONENTS.find((component) => component.id === id);
		if (!found) throw new Error(id);
		return found;
	};

	it.each<[id: string, keep: string[], remove: string[], expected: ReturnType<typeof saidOf>]>([
		["haskell", [], [], undefined],
		["haskell", ["haskell"], [], { say: "keep", by: "id" }],
		["haskell", [], ["haskell"], { say: "remove", by: "id" }],
		["chrome", ["browsers"], [], { say: "keep", by: "group" }],
		["chrome", ["browsers"], ["chrome"], { say: "remove", by: "id" }],
		["chrome", ["chrome"], ["browsers"], { say: "keep", by: "id" }],
		["edge", ["chrome"], ["browsers"], { say: "remove", by: "group" }],
		["android-ndk", [], ["android"], { say: "remove", by: "group" }],
		["android-ndk", ["android"], ["android-ndk"], { say: "remove", by: "id" }],
		["android", ["android"], ["android-ndk"], { say: "keep", by: "id" }],
		["android", ["android-ndk"], ["android"], { say: "remove", by: "id" }],
	])("%s with keep %j and remove %j", (id, keep, remove, expected) => {
		expect(saidOf(of(id), { keep, remove })).toEqual(expected);
	});
});

describe("never removed", () => {
	it.each(NEVER.map(({ path }) => [example(path)]))("%s", (path) => {
		expect(whyNotPlanned(path, [HOME])).toBeDefined();
	});

	it.each([
		["/", "top"],
		["", "plain"],
		["usr/share/dotnet", "plain"],
		["/usr/share/../../etc", "plain"],
		["/usr/share/./dotnet", "plain"],
		["/usr//share/dotnet", "plain"],
		["/usr/share/dotnet/", "plain"],
		["/usr/share/dot\nnet", "plain"],
		["/usr/share/az_*", "plain"],
		["/usr", "top"],
		["/data", "top"],
		["/opt", "top"],
		["/usr/lib/x86_64-linux-gnu", "system"],
		["/usr/lib/aarch64-linux-gnu/libc.so.6", "system"],
		["/usr/lib/python3", "system"],
		["/usr/lib/python3.12/site.py", "system"],
		["/usr/share/man/man1", "system"],
		["/usr/bin/git", "system"],
		["/usr/share", "more than one"],
		["/etc/skel", "more than one"],
		["/opt/hostedtoolcache", "more than one"],
		["/opt/runner-cache", "runner"],
		["/opt/runner/bin", "runner"],
		["/opt/post-generation", "runner"],
		["/home/runner", "runner"],
		["/home/runner/work/app/app", "runner"],
		["/home/runner/runners/2.330.0", "runner"],
		["/home/runner/notes", "home"],
		["/home/runner/.docker", "runner"],
		["/home/runner/.aws", "home"],
		["/home", "top"],
		["/home/me", "home"],
		["/root/data", "home"],
		["/etc/skel/.bashrc", "configuration"],
		["/var/lib/docker", "engine"],
		["/var/lib/docker/overlay2/x", "engine"],
		["/var/lib/containerd/io", "engine"],
		["/opt/containerd", "engine"],
		["/usr/libexec/docker/cli-plugins", "engine"],
		["/usr/local/bin/dockerd", "engine"],
		["/usr/local/bin/node", "runner"],
		["/proc/1/root", "system"],
	])("%j: %s", (path, why) => {
		expect(whyNotPlanned(path, [HOME, "/home/me"])).toMatch(why);
	});

	it.each(["/home/runner/.cargo", "/etc/skel/.rustup", "/usr/share/dotnet", "/usr/lib/llvm-18", "/var/lib/mysql"])(
		"%s may go",
		(path) => {
			expect(whyNotPlanned(path, [HOME])).toBeUndefined();
		},
	);
});
