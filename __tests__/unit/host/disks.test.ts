import { describe, expect, it } from "@jest/globals";
import { surveyDisks } from "../../../src/host/disks.ts";
import { foldersWritten } from "../../../src/inputs/outputs.ts";
import type { Engine } from "../../../src/model/host.ts";
import { fakeWorld } from "../../support/fake-world.ts";

const ENGINE: Engine = {
	endpoint: "unix:///x",
	version: "28.0.4",
	id: "one",
	dataRoot: "/data",
	store: "overlay2",
	storageDriver: "overlay2",
	cgroupVersion: "2",
	cgroupDriver: "systemd",
	rootless: false,
	platform: "linux/amd64",
	local: true,
	rootProven: true,
};

const dockerd = (pid: number, words: readonly string[], temp?: string) => ({
	[`/proc/${pid}/comm`]: "dockerd\n",
	[`/proc/${pid}/cmdline`]: words.join("\0"),
	[`/proc/${pid}/environ`]: `PATH=/bin\0${temp === undefined ? "" : `DOCKER_TMPDIR=${temp}\0`}`,
});

/** Roles and paths, on a machine where everything below a folder at the top is a file system of its own. */
async function seen(
	files: Readonly<Record<string, string>>,
	engine = ENGINE,
	uid = 0,
	outputs: readonly string[] = [],
) {
	const { world } = fakeWorld({ files });
	const disk = async (path: string) => ({ free: 5, total: 9, device: path.split("/")[1] ?? "" });
	const here = { ...world, machine: { ...world.machine, uid }, files: { ...world.files, disk } };
	const writes = foldersWritten({
		cacheTo: ["type=local,dest=/cache/a", "type=gha,dest=/no", "user/app:cache"],
		outputs,
	});
	return (await surveyDisks(here, engine, writes)).map(({ role, path }) => `${role} ${path}`);
}

const ALWAYS = ["engine data /data", "workspace /work", "temp /tmp"];

describe("the disks that are looked at", () => {
	it.each<readonly [string, Readonly<Record<string, string>>, string]>([
		["of its own environment", dockerd(7, ["dockerd", "-H", "fd://"], "/scratch/d"), "engine temp /scratch/d"],
		[
			"of that engine, among several",
			{
				...dockerd(7, ["dockerd"], "/other"),
				...dockerd(8, ["dockerd", "--data-root", "/data"], "/scratch/d"),
			},
			"engine temp /scratch/d",
		],
	])("the engine's temporary folder %s", async (_what, files, expected) => {
		expect(await seen(files)).toEqual([...ALWAYS, expected, "cache /cache/a"]);
	});

	it.each<readonly [string, Readonly<Record<string, string>>, Engine, number]>([
		[
			"nobody knows which engine is ours",
			{ ...dockerd(7, ["dockerd"], "/a"), ...dockerd(8, ["dockerd"], "/b") },
			ENGINE,
			0,
		],
		["we are not root", dockerd(7, ["dockerd"], "/scratch/d"), ENGINE, 1000],
		["the data root is not this machine's", dockerd(7, ["dockerd"], "/a"), { ...ENGINE, rootProven: false }, 0],
		["it has none of its own", dockerd(7, ["dockerd"]), ENGINE, 0],
	])("the engine's temporary folder is taken to be in its data root when %s", async (_why, files, engine, uid) => {
		expect(await seen(files, engine, uid)).toEqual([...ALWAYS, "cache /cache/a"]);
	});

	it("the engine's images, where they do not lie in its data root", async () => {
		const engine = (root: string): Engine => ({ ...ENGINE, store: "containerd", containerd: { root } });
		expect(await seen({}, engine("/data/containerd/daemon"))).toEqual([...ALWAYS, "cache /cache/a"]);
		expect(await seen({}, engine("/images/containerd"))).toEqual([
			...ALWAYS,
			"engine images /images/containerd",
			"cache /cache/a",
		]);
	});

	it("what is written to, unless it lies on one of the others or on another machine", async () => {
		const outputs = ["type=local,dest=/far/out", "type=oci,dest=dist/image.tar", "-", "/tmp/x", "type=image,name=a"];
		expect(await seen({}, { ...ENGINE, local: false }, 0, outputs)).toEqual([
			"workspace /work",
			"temp /tmp",
			"cache /cache/a",
			"output /far/out",
		]);
	});
});
