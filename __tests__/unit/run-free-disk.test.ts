import { describe, expect, it } from "@jest/globals";
import { readDataRoot } from "../../src/host/data-root.ts";
import { CancelledError } from "../../src/model/errors.ts";
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
	/** sudo works without a password. */
	readonly sudo?: boolean;
	/** The run is cancelled while it removes; what was moved by then gives 5 GB more when that is finished. */
	readonly cancelled?: boolean;
}

/** One step on a machine with one disk: a component of 20 GB may go, swap takes what it takes. */
async function step({ inputs, env = HOSTED, free, daemon, other = {}, sudo = true, cancelled = false }: Step) {
	let left = free;
	let engineCalls = 0;
	const cancel = new AbortController();
	const fake = fakeWorld({
		env,
		files: { ...MACHINE, ...(daemon !== undefined && { "/etc/docker/daemon.json": daemon }) },
		found: [SWIFT],
		run: (line) => (sudo && line.startsWith("sudo -n true") ? { code: 0 } : undefined),
		reply() {
			engineCalls += 1;
			return { status: 0, text: "connect ENOENT" };
		},
		reclaim() {
			if (cancelled) {
				cancel.abort(new CancelledError("SIGINT"));
				return [{ kind: "moved", item: "swift" }];
			}
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
		cancelled: cancel.signal,
		reclaim(request, on) {
			const reclaiming = fake.world.reclaim(request, on);
			const finish = () => {
				left += cancelled ? 5 * GB : 0;
				reclaiming.finish();
			};
			return { ...reclaiming, finish };
		},
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

	it.each(["/data/docker", "/var/lib/docker"])(
		"an engine that does not answer makes no disk that is short a good one (%s)",
		async (at) => {
			const daemon = at === "/data/docker" ? { daemon: moved } : {};
			const { code, asked, log } = await step({ inputs, free: 40 * GB, ...daemon, other: { [at]: GB } });
			expect(asked).toBeGreaterThan(0);
			expect({ code, log }).toMatchObject({
				code: 1,
				log: expect.stringMatching(`cannot be had at ${at}: 1 GB are free`),
			});
			expect(log).toContain(`The engine does not answer: its data is at ${at}, `);
		},
	);

	it("is where the image will be, whether the engine answers or not", async () => {
		const { code, log, until } = await step({ inputs: {}, free: 4.65 * GB });
		expect({ code, log }).toMatchObject({
			code: 0,
			log: expect.stringMatching(/^About 14 GB of disk are needed .*, 24\.65 GB are free now$/m),
		});
		expect(until).toEqual([{ path: "/var/lib/docker", free: 14 * GB }]);
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

it("without sudo plans nothing that needs root, and says what would help", async () => {
	const { code, log, removals } = await step({ inputs: { "min-free": "30GB" }, free: 28 * GB, sudo: false });
	expect({ code, removals }).toEqual({ code: 1, removals: [] });
	expect(log).not.toMatch(/for good/);
	expect(log).toMatch(
		/cannot be had at \S+: 28 GB are free there, .*\n +fix: allow this user sudo without a password, /,
	);
});

describe("room and swap together", () => {
	it("room is made for the swap too, so that min-free is there when the step ends", async () => {
		const inputs = { "min-free": "30GB", swap: "8g" };
		const { code, log, until, outputs } = await step({ inputs, free: 36 * GB });
		expect({ code, log }).toMatchObject({ code: 0 });
		expect(until).toEqual([{ path: "/var/lib/docker", free: 30 * GB + 8 * GIB }]);
		expect(outputs).toEqual({
			"freed-bytes": String(20 * GB),
			"free-bytes": String(56 * GB - 8 * GIB),
			"lowest-free-bytes": String(36 * GB),
			"swap-bytes": String(8 * GIB),
		});
		expect(log).toMatch(/make room: 38\.58 GB at .* \(min-free asks for 30 GB, and 8\.58 GB for swap\)/);
		expect(log).not.toMatch(/only/);
	});

	it("says what swap has to do with it when both cannot be had", async () => {
		const inputs = { "min-free": "30GB", swap: "20g", "allow-self-hosted": "true", remove: "swift" };
		const { code, log, swapEdits } = await step({ inputs, env: SELF_HOSTED, free: 19 * GB });
		expect({ code, swapEdits }).toEqual({ code: 1, swapEdits: [] });
		expect(log).toMatch(/min-free: "30 GB" cannot be had at \S+ beside 21\.47 GB of swap: 39 GB are free there/);
	});

	it.each<[title: string, inputs: Step["inputs"], free: number, why: string]>([
		[
			"min-free that the disk cannot hold",
			{ "min-free": "500GB" },
			40,
			'✖ min-free: "500 GB" cannot be had: the whole disk at \\S+ has 100 GB; nothing was removed',
		],
		[
			"min-free that is more than what may go",
			{ "min-free": "30GB" },
			19,
			'✖ min-free: "30 GB" cannot be had: at most about 23.25 GB could be free at ',
		],
		[
			"swap that the disk cannot hold",
			{ swap: "128g" },
			40,
			'✖ swap: "128 GiB" cannot be made beside the 1 GB that must stay free: the whole disk at \\S+ has 100 GB',
		],
		[
			"swap beside min-free",
			{ "min-free": "30GB", swap: "20g" },
			29,
			'✖ swap: "20 GiB" cannot be made beside the 30 GB that must stay free: at most about 33.25 GB ',
		],
	])("%s ends the step before anything goes", async (_, inputs, free, why) => {
		const { code, log, removals, swapEdits } = await step({ inputs, free: free * GB });
		expect({ code, removals, swapEdits }).toEqual({ code: 1, removals: [], swapEdits: [] });
		expect(log).toMatch(new RegExp(`${why}.*\\n +fix: ask for less, or take a runner with a larger disk`));
		expect(log).not.toMatch(/for good|^\d+\. make .* of swap/m);
	});

	it("a dry run says what swap cannot be made, and why", async () => {
		const { code, log } = await step({ inputs: { swap: "64m", "dry-run": "true" }, free: 40 * GB, sudo: false });
		expect(code).toBe(0);
		expect(log).toMatch(
			/^1\. make no swap, though 64 MiB are wanted: that needs root, .* does not work \(to fix: allow this user sudo/m,
		);
		expect(log).not.toContain("nothing would be removed");
	});

	it("a cancelled step tells what is free when it ends, and not before what went was unlinked", async () => {
		const { code, log, outputs } = await step({ inputs: { "min-free": "30GB" }, free: 28 * GB, cancelled: true });
		expect({ code, free: outputs["free-bytes"] }).toEqual({ code: 1, free: String(33 * GB) });
		expect(log.match(/cancelled by SIGINT/g)).toHaveLength(1);
	});

	it.each([
		["1MB", "1 MB"],
		["1075.43MB", "1.07 GB"],
	])("what min-free asks for is told as it was given (%s)", async (given, told) => {
		const { log } = await step({ inputs: { "min-free": given }, free: 40 * GB });
		expect(log).toContain(`About ${told} of disk are needed (min-free asks for ${told}): 40 GB were free`);
	});

	it.each<[title: string, inputs: Step["inputs"], fix: string]>([
		["unasked", {}, "give allow-self-hosted: true and name in remove what may go, or ask for less"],
		["with nothing named", { "allow-self-hosted": "true" }, "name in remove what may go, or ask for less"],
	])("where nothing may be removed (%s) the fix is what allows it", async (_, more, fix) => {
		const { code, log } = await step({ inputs: { "min-free": "30GB", ...more }, env: SELF_HOSTED, free: 9 * GB });
		expect({ code, log }).toMatchObject({
			code: 1,
			log: expect.stringContaining(`
      fix: ${fix}`),
		});
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
