import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, describe, expect, it, jest } from "@jest/globals";
import { ROOT } from "../support/action.ts";
import { folderWith } from "./support/docker.ts";
import { BASE } from "./support/dockerfiles.ts";
import { type Disk, type MountPlace, makeRootPlace } from "./support/file-systems.ts";
import { buildIn } from "./support/steps.ts";

jest.setTimeout(300_000);

const MIB = 2 ** 20;
const swaps = () => readFileSync("/proc/swaps", "utf8");
const before = swaps();
let place: MountPlace | undefined;

const build = (node: string, inputs: Readonly<Record<string, string>>) =>
	buildIn(
		folderWith({ Dockerfile: `${BASE}RUN echo one moment && sleep 1\n` }),
		{ driver: "docker", "no-cache": "true", ...inputs },
		{ env: { RUNNER_ENVIRONMENT: "github-hosted" }, program: { node, dist: path.join(ROOT, "dist") } },
	);
const on = async (root: Disk, second?: Disk): Promise<MountPlace> => {
	place = await makeRootPlace(root, second);
	return place;
};
const ours = ({ run }: MountPlace) => run(["find", "/", "/mnt", "-maxdepth", "1", "-name", ".ml-image-build*"]).stdout;

afterEach(() => {
	place?.remove();
	place = undefined;
	expect(swaps()).toBe(before);
});

describe("a whole run makes swap", () => {
	it.each<[title: string, root: Disk, second: Disk | undefined, path: RegExp]>([
		["on a root of xfs", { kind: "xfs", mebibytes: 2000 }, undefined, /^\/\.ml-/],
		["on a root of btrfs", { kind: "btrfs", mebibytes: 2000 }, undefined, /^\/\.ml-/],
		["on a second disk first", { kind: "ext4", mebibytes: 2000 }, { kind: "ext4", mebibytes: 2000 }, /^\/mnt\/\.ml-/],
		["on the root where the second disk is small", { kind: "ext4", mebibytes: 2000 }, { kind: "ext4" }, /^\/\.ml-/],
		["on the root where /mnt is tmpfs", { kind: "ext4", mebibytes: 2000 }, { kind: "tmpfs" }, /^\/\.ml-/],
		["on a second disk in a container", { kind: "overlay" }, { kind: "ext4", mebibytes: 2000 }, /^\/mnt\/\.ml-/],
	])("%s", async (_title, root, second, where) => {
		const here = await on(root, second);
		const result = await build(here.node, { swap: "256m" });
		expect(result.code).toBe(0);
		expect(result.report.swap).toMatchObject({ made: 256 * MIB, path: expect.stringMatching(where) });
		expect(ours(here)).toBe("");
	});

	it("smaller where the disk has no room for all of it, and says so", async () => {
		const { node } = await on({ kind: "ext4", mebibytes: 1300 });
		const result = await build(node, { swap: "1g" });
		expect(result.code).toBe(0);
		expect(result.report.swap.made).toBeGreaterThan(64 * MIB);
		expect(result.report.swap.made).toBeLessThan(400 * MIB);
		expect(result.summary).toMatch(
			/not all of 1 GiB could be made: \/ has \S+ GB free, of which the runner needs 1 GB/,
		);
	});
});

describe("a run that needs swap is refused before the build", () => {
	const limits = { memory: "200m", "memory-swap": "600m" };

	it.each<[title: string, root: Disk, why: RegExp]>([
		[
			"in a container",
			{ kind: "overlay" },
			/\/ is overlay, which holds no swap file; run this step outside of the cont/,
		],
		["on a tmpfs", { kind: "tmpfs" }, /\/ is tmpfs, which holds no swap file; make swap of another kind/],
		["on a full disk", { kind: "ext4", mebibytes: 700 }, /MB free, of which the runner needs 1 GB; free disk space/],
	])("%s", async (_title, root, why) => {
		const here = await on(root);
		const refused = await build(here.node, limits);
		expect(refused.outputs).toMatchObject({ "failure-kind": "input", "swap-bytes": "0" });
		expect(refused.log).toMatch(why);
		expect(refused.log).not.toContain("$ docker buildx build");
		expect(ours(here)).toBe("");
	});

	it("in a container without CAP_SYS_ADMIN", async () => {
		const node = path.join(folderWith({}), "node");
		writeFileSync(node, `#!/bin/bash\nexec setpriv --bounding-set -sys_admin ${process.execPath} "$@"\n`);
		chmodSync(node, 0o755);
		const refused = await build(node, limits);
		expect(refused.outputs["failure-kind"]).toBe("input");
		expect(refused.log).toMatch(/container without CAP_SYS_ADMIN, which may not switch swap on; run this step outside/);
	});
});
