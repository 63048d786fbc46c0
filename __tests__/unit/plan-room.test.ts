import { describe, expect, it } from "@jest/globals";
import { printProblem } from "../../src/model/errors.ts";
import type { Disk, Host } from "../../src/model/host.ts";
import { stopProblem, stopTitle, writtenRoles } from "../../src/plan-room.ts";
import { withEngineData } from "../../src/run-room.ts";
import { buildRequest } from "../support/build-request.ts";

const GB = 1e9;
const DISKS: readonly Disk[] = [
	{ role: "engine data", path: "/var/lib/docker", device: "1", free: 14.3 * GB, total: 72 * GB },
	{ role: "temp", path: "/mnt/tmp", device: "2", free: 3 * GB, total: 15 * GB },
];

/** Roles under which folders of caches and results may lie on a disk. */
const WRITTEN = ["workspace", "temp", "cache", "output"];

describe("stop-below counts on the disks that the build writes to", () => {
	it("that of a builder's own state, where it has one", () => {
		const disks = [...DISKS, { role: "builder data" }];
		expect(writtenRoles({ build: buildRequest({}) }, false, disks)).toEqual(["builder data"]);
	});

	it.each<readonly [string, Parameters<typeof buildRequest>[0], boolean, readonly string[]]>([
		["the engine's", {}, false, ["engine data"]],
		["no disk of this machine when it is built elsewhere", {}, true, []],
		["those of an output's folder", { outputs: ["type=local,dest=out"] }, true, WRITTEN],
		["those of a cache's folder", { cacheTo: ["type=local,dest=cache"] }, false, ["engine data", ...WRITTEN]],
		["not those of a cache in a registry", { cacheTo: ["type=registry,ref=r.example/c"] }, false, ["engine data"]],
	])("%s", (_name, inputs, elsewhere, roles) => {
		expect(writtenRoles({ build: buildRequest(inputs) }, elsewhere, DISKS)).toEqual(roles);
	});
});

describe("stop-below", () => {
	const engine = ["engine data"];
	it.each([
		["less than what is free", 5 * GB, engine, DISKS],
		["of a disk that is not written to", 5 * GB, engine, DISKS],
	])("%s is fine", (_name, below, roles, disks) => {
		expect(stopProblem(below, disks, roles)).toBeUndefined();
	});

	it.each<readonly [string, number, readonly string[], readonly Disk[], RegExp]>([
		[
			"more than is free",
			20 * GB,
			engine,
			DISKS,
			/^stop-below: "20GB" is no less than what is free before the build: 14\.3 GB at \/var\/lib\/docker \(engine data\); free more than 20 GB there before this step, or write less than is free, for example "1GB"$/,
		],
		["more than is free on one of the disks", 4 * GB, [...engine, "temp"], DISKS, /3 GB at \/mnt\/tmp .* "300MB"$/],
		["that nobody can watch", GB, [], DISKS, /^stop-below: "1GB" cannot be watched: .*; leave it out/],
		["of disks that do not answer", GB, engine, [{ role: "engine data", path: "/data" }], /cannot be watched/],
	])("%s is refused", (_name, below, roles, disks, text) => {
		const problem = stopProblem(below, disks, roles);
		expect(problem && printProblem(problem)).toMatch(text);
	});

	it("stands in the plan", () => {
		expect(stopTitle(2 * GB)).toBe("watch that 2 GB of disk stay free, and end the build when they do not");
	});
});

describe("the disk that a build fills where the engine's images are not in its data root", () => {
	const images = { role: "engine images", path: "/var/lib/containerd", device: "3" };
	const machine = { disks: [...DISKS, images] } as unknown as Host;
	const roles = ({ disks }: Host) => disks.map(({ role, path }) => `${role} ${path}`);

	it("is that of the images for the engine's own builder", () => {
		expect(roles(withEngineData(machine, true))).toEqual([
			"engine volumes /var/lib/docker",
			"temp /mnt/tmp",
			"engine data /var/lib/containerd",
		]);
	});

	it("is that of the data root for other builders, whose state is a volume", () => {
		expect(roles(withEngineData(machine, false))).toEqual(roles(machine));
	});
});
