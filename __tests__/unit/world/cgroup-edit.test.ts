import { describe, expect, it } from "@jest/globals";
import type { CgroupEdit } from "../../../src/model/cgroup.ts";
import { editCgroup } from "../../../src/world/cgroup-edit.ts";

const ID = "a".repeat(64);
const holder = `1-1-1-${"0".repeat(32)}-1`;
const values = { "memory.max": "1" };

describe("the program that may be root refuses", () => {
	it.each<[title: string, edit: unknown]>([
		["nothing", null],
		["an unknown verb", { act: "chmod", version: "2", holder, values }],
		["an unknown version", { act: "lease", version: "3", holder, values }],
		["a file that is no limit", { act: "lease", version: "2", holder, values: { "cgroup.procs": "1" } }],
		["a file of another version", { act: "lease", version: "2", holder, values: { "memory.limit_in_bytes": "1" } }],
		["a file elsewhere", { act: "lease", version: "2", holder, values: { "memory.max/../../../../etc/passwd": "1" } }],
		["an inherited name", { act: "lease", version: "2", holder, values: { toString: "1" } }],
		["a value that is no number", { act: "lease", version: "2", holder, values: { "memory.max": "1\n2" } }],
		["a value that is no text", { act: "lease", version: "2", holder, values: { "memory.max": 1 } }],
		["values that are none", { act: "lease", version: "2", holder, values: null }],
		["a holder that names no boot", { act: "lease", version: "2", holder: "1-1", values }],
		["a holder with a path", { act: "release", version: "2", holder: "../x" }],
		["a cgroup of somebody else", { act: "write", version: "2", path: "/system.slice", values }],
		["a container's own cgroup", { act: "write", version: "2", path: `/docker/${ID}`, values }],
		[
			"a way out of a container's",
			{ act: "write", version: "2", path: `/docker/${ID}/../../system.slice/buildkit`, values },
		],
		["a way out before it", { act: "write", version: "2", path: `/../../etc/${ID}/buildkit`, values }],
		["something below it", { act: "write", version: "2", path: `/docker/${ID}/buildkit/x`, values }],
		["a path with a line break", { act: "write", version: "2", path: `/docker/${ID}/buildkit\n`, values }],
		[
			"a mark of nobody",
			{ act: "write", version: "2", path: `/docker/${ID}/buildkit`, values, hold: { act: "take", holder: "../x" } },
		],
		[
			"an unknown mark",
			{ act: "write", version: "2", path: `/docker/${ID}/buildkit`, values, hold: { act: "x", holder } },
		],
		["a renewal of what is not held", { act: "renew", version: "2", holder, path: "/system.slice", values }],
	])("%s", async (_title, edit) => {
		expect(await editCgroup(edit as CgroupEdit)).toMatchObject({ ok: false, why: expect.any(String) });
	});

	it("a builder that is not there", async () => {
		const path = `/docker/buildx/${ID}/buildkit`;
		const edited = await editCgroup({ act: "write", version: "1", path, values: { "memory.limit_in_bytes": "-1" } });
		expect(edited).toMatchObject({ ok: false, why: expect.stringContaining("ENOENT") });
	});

	it("the mark of a builder that is just gone, and does not speak of another run", async () => {
		const path = `/docker/buildx/${ID}/buildkit`;
		const edited = await editCgroup({ act: "write", version: "1", path, values: {}, hold: { act: "take", holder } });
		expect(edited).toEqual({
			ok: false,
			why: `the builder's container is gone: it has no cgroup /docker/buildx/${ID}`,
		});
	});
});
