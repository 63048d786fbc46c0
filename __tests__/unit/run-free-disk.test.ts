import { describe, expect, it } from "@jest/globals";
import { readDataRoot } from "../../src/host/data-root.ts";
import type { ReclaimRequest } from "../../src/model/reclaim.ts";
import { swapPath } from "../../src/model/swap.ts";
import type { FoundPath, World } from "../../src/model/world.ts";
import { freeDisk } from "../../src/run-free-disk.ts";
import { fakeWorld } from "../support/fake-world.ts";

const GB = 1e9;
const GIB = 2 ** 30;
const HOSTED = { GITHUB_ACTIONS: "true", RUNNER_ENVIRONMENT: "github-hosted", GITHUB_WORKSPACE: "/work" };
const SELF_HOSTED = { ...HOSTED, RUNNER_ENVIRONMENT: "self-hosted" };
const MACHINE = {
	"/proc/swaps": "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n",
	"/proc/self/mountinfo": "25 1 8:1 / / rw - ext4 /dev/root rw\n",
};
const SWIFT: FoundPath = {
	pattern: "/usr/share/swift",
	path: "/usr/share/swift",
	real: "/usr/share/swift",
	kind: "folder",
	device: "1",
	uid: 0,
	modifiedMs: 0,
};

interface Step {
	readonly inputs: Readonly<Record<string, string>>;
	readonly env?: World["env"];
	/** Free bytes before anything is done. */
	readonly free: number;
	/** Text of `/etc/docker/daemon.json`. */
	readonly daemon?: string;
	/** Free bytes at a path that lies on another disk. */
	readonly other?: Readonly<Record<string, number>>;
}

/** One step on a machine with one disk: a component of 20 GB may go, swap takes what it takes. */
async function step({ inputs, env = HOSTED, free, daemon, other = {} }: Step) {
	let left = free;
	let engineCalls = 0;
	const fake = fakeWorld({
		env,
		files: { ...MACHINE, ...(daemon !== undefined && { "/etc/docker/daemon.json": daemon }) },
		found: [SWIFT],
		run: (line) => (line.startsWith("sudo -n true") ? { code: 0 } : undefined),
		reply() {
			engineCalls += 1;
			return { status: 0, text: "connect ENOENT" };
		},
		reclaim() {
			left += 20 * GB;
			return [
				{ kind: "moved", item: "swift" },
				{ kind: "freed", item: "swift", bytes: 20 * GB, files: 1, seconds: 1, problems: [] },
				{ kind: "enough", free: [left] },
				{ kind: "end", free: [left], problems: [], left: [] },
			];
		},
		swap(edit) {
			if (edit.act !== "make") return { ok: true, bytes: 0 };
			left -= edit.bytes;
			return { ok: true, bytes: edit.bytes };
		},
	});
	const outputs: Record<string, string> = {};
	const printed: string[] = [];
	const world: World = {
		...fake.world,
		log: { ...fake.world.log, info: (text) => void printed.push(text), data: (lines) => void printed.push(...lines) },
		files: {
			...fake.world.files,
			disk: async (path) => ({ free: other[path] ?? left, total: 100 * GB, device: path in other ? path : "1" }),
			free: async (path) => ({ bytes: other[path] ?? left }),
		},
		setOutput: (name, value) => {
			outputs[name] = value;
		},
	};
	const given = Object.keys(inputs);
	const code = await freeDisk(world, {
		raw: (name) => inputs[name],
		given,
		problems: [],
		cli: false,
		journals: ["/state"],
	});
	const until = (fake.removals[0] as ReclaimRequest | undefined)?.until;
	return { ...fake, code, outputs, log: printed.join("\n"), until, asked: engineCalls + fake.ran.length };
}

describe("where there is enough", () => {
	it.each([{}, { swap: "off" }])("neither the engine nor a program is asked (%j)", async (more) => {
		const { code, asked, removals, outputs } = await step({ inputs: { "min-free": "30GB", ...more }, free: 40 * GB });
		expect({ code, asked, removals }).toEqual({ code: 0, asked: 0, removals: [] });
		expect(outputs).toMatchObject({ "freed-bytes": "0", "free-bytes": String(40 * GB), "swap-bytes": "0" });
	});

	it("swap takes no more than a look at sudo", async () => {
		const { code, ran, removals, swapEdits } = await step({
			inputs: { "min-free": "30GB", swap: "8g" },
			free: 60 * GB,
		});
		expect({ code, ran, removals }).toEqual({ code: 0, ran: ["sudo -n true"], removals: [] });
		expect(swapEdits).toEqual([{ act: "make", path: swapPath("/", 100, 1_000_000), bytes: 8 * GIB }]);
	});
});

describe("where the engine keeps its data", () => {
	const inputs = { "min-free": "30GB" };
	const moved = JSON.stringify({ debug: true, "data-root": "/data/docker" });

	it("is read from its configuration, and the log says what was looked at", async () => {
		const { code, asked, log } = await step({
			...{ inputs, free: 40 * GB, daemon: moved },
			other: { "/var/lib/docker": GB, "/data/docker": 35 * GB },
		});
		expect({ code, asked }).toEqual({ code: 0, asked: 0 });
		expect(log).toMatch(/^Disk +35 GB free of 100 GB: engine data \/data\/docker$/m);
		expect(log).toMatch(/^Disk +40 GB free of 100 GB: workspace \/work, temp \/tmp$/m);
		expect(log).toContain("The engine was not asked: its data is at /data/docker, as /etc/docker/daemon.json says");
	});

	it("is short there: the engine is asked", async () => {
		const { asked } = await step({ inputs, free: 40 * GB, daemon: moved, other: { "/data/docker": GB } });
		expect(asked).toBeGreaterThan(0);
	});

	it("is not read from what is no file: a pipe would never end", async () => {
		const { world } = fakeWorld({ files: { "/etc/docker/daemon.json": '{"data-root": "/data"}' } });
		const files = { ...world.files, kind: async () => "other" as const };
		expect(await readDataRoot({ files })).toEqual({ path: "/var/lib/docker" });
	});

	it.each([undefined, "", "{", "[]", "null", '{"data-root": 7}', '{"data-root": "data"}'])(
		"is where it usually is when the configuration says nothing (%j)",
		async (daemon) => {
			const { code, asked, log } = await step({ inputs, free: 40 * GB, ...(daemon !== undefined && { daemon }) });
			expect({ code, asked }).toEqual({ code: 0, asked: 0 });
			expect(log).toContain("The engine was not asked: its data is at /var/lib/docker, as is usual");
		},
	);
});

describe("room and swap together", () => {
	it("room is made for the swap too, so that min-free is there when the step ends", async () => {
		const inputs = { "min-free": "30GB", swap: "8g" };
		const { code, log, until, outputs } = await step({ inputs, free: 19 * GB });
		expect({ code, log }).toMatchObject({ code: 0 });
		expect(until).toEqual([{ path: "/work", free: 30 * GB + 8 * GIB }]);
		expect(outputs).toEqual({
			"freed-bytes": String(20 * GB),
			"free-bytes": String(39 * GB - 8 * GIB),
			"lowest-free-bytes": String(19 * GB),
			"swap-bytes": String(8 * GIB),
		});
		expect(log).toMatch(/make room: 38\.58 GB at .* \(min-free asks for 30 GB, and 8\.58 GB for swap\)/);
		expect(log).not.toMatch(/only/);
	});

	it("says what swap has to do with it when both cannot be had", async () => {
		const { code, log, swapEdits } = await step({ inputs: { "min-free": "30GB", swap: "20g" }, free: 19 * GB });
		expect({ code, swapEdits }).toEqual({ code: 1, swapEdits: [] });
		expect(log).toMatch(/min-free: "30 GB" cannot be had at \S+ beside 21\.47 GB of swap: 39 GB are free there/);
	});

	it("swap is made where nothing may be removed", async () => {
		const inputs = { swap: "1g", "allow-self-hosted": "true" };
		const { code, log, swapEdits } = await step({ inputs, env: SELF_HOSTED, free: 9 * GB });
		expect({ code, log }).toMatchObject({
			code: 0,
			log: expect.stringMatching(/Nothing was removed: .*names nothing/),
		});
		expect(swapEdits).toHaveLength(1);
	});
});
