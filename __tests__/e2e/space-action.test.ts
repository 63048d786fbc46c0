import { once } from "node:events";
import { chownSync, existsSync, mkdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it, jest } from "@jest/globals";
import { RUNNER } from "../../scripts/replica/fill.ts";
import { sendSignal } from "./support/processes.ts";
import { isBelow } from "./support/removal.ts";
import { DIST, NODE, openRoom, type Room, type Who } from "./support/replica.ts";

jest.setTimeout(240_000);

const WORK = "/home/runner/work";
const MB = 1e6;

let room: Room;
let before: ReadonlyMap<string, string>;

beforeEach(async () => {
	room = await openRoom();
	room.allowSudo(true);
	for (const folder of ["", "_temp", "trainer", "trainer/trainer"]) {
		const at = path.join(room.root, WORK, folder);
		mkdirSync(at, { recursive: true });
		chownSync(at, RUNNER.uid, RUNNER.gid);
	}
	before = room.list();
});
afterEach(() => room.close());

/** How a step ended, and what a runner then has of it. */
interface Step {
	readonly code: number | null;
	readonly log: string;
	readonly summary: string;
	readonly outputs: Readonly<Record<string, string>>;
	readonly seconds: number;
	/** Runs its post step. */
	post(): Promise<{ readonly code: number | null; readonly log: string }>;
}

interface Given {
	readonly who?: Who;
	readonly inputs?: Readonly<Record<string, string>>;
	readonly env?: Readonly<Record<string, string>>;
	/** Done to the running step, with its pids as they are outside. */
	readonly meanwhile?: (pids: () => readonly number[]) => Promise<void>;
}

/** A line of a runner's file commands: `name<<delimiter`, value, delimiter. */
function commandsIn(file: string): Readonly<Record<string, string>> {
	const text = existsSync(file) ? readFileSync(file, "utf8") : "";
	return Object.fromEntries([...text.matchAll(/^(.+?)<<(.+)\n(.*)\n\2$/gm)].map(([, name, , value]) => [name, value]));
}

async function inside(
	who: Who,
	program: string,
	env: Readonly<Record<string, string>>,
	meanwhile?: Given["meanwhile"],
) {
	const child = room.start(who, [NODE, `${DIST}/${program}`], env);
	let log = "";
	for (const stream of [child.stdout, child.stderr])
		stream.on("data", (chunk) => {
			log += String(chunk);
		});
	const closed = once(child, "close");
	await meanwhile?.(() => room.pidsOf(new RegExp(`dist/${program}`)));
	const [code] = await closed;
	return { code: code as number | null, log };
}

async function step({ who = "runner", inputs = {}, env = {}, meanwhile }: Given): Promise<Step> {
	const file = (name: string) => `${WORK}/_temp/${name}`;
	const outside = (name: string) => path.join(room.root, file(name));
	for (const name of ["output", "state", "summary"]) {
		writeFileSync(outside(name), "");
		chownSync(outside(name), RUNNER.uid, RUNNER.gid);
	}
	const given = Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]);
	const all = {
		GITHUB_ACTIONS: "true",
		RUNNER_ENVIRONMENT: "github-hosted",
		ImageOS: "ubuntu24",
		RUNNER_TEMP: `${WORK}/_temp`,
		GITHUB_WORKSPACE: `${WORK}/trainer/trainer`,
		GITHUB_OUTPUT: file("output"),
		GITHUB_STATE: file("state"),
		GITHUB_STEP_SUMMARY: file("summary"),
		...Object.fromEntries(given),
		...env,
	};
	const began = performance.now();
	const { code, log } = await inside(who, "free-disk.js", all, meanwhile);
	return {
		code,
		log,
		seconds: (performance.now() - began) / 1000,
		summary: readFileSync(outside("summary"), "utf8"),
		outputs: commandsIn(outside("output")),
		post: () => inside(who, "post.js", { ...all, STATE_journal: commandsIn(outside("state"))["journal"] ?? "" }),
	};
}

/** What is gone, but for files that a runner or we ourselves put and take. */
function gone(): readonly string[] {
	const now = room.list();
	return [...before.keys()].filter((at) => !now.has(at));
}

/** Free bytes that are so much more than now. */
const more = (bytes: number) => `${room.free() + bytes}B`;

describe("the sub-action on a hosted runner's disk", () => {
	it("touches nothing where there is enough", async () => {
		const { code, log, outputs, summary, post } = await step({ inputs: { "min-free": "1MB" } });
		expect({ code, log }).toMatchObject({ code: 0, log: expect.stringMatching(/nothing had to be removed/) });
		expect(outputs).toMatchObject({ "freed-bytes": "0", "swap-bytes": "0" });
		expect(Number(outputs["free-bytes"])).toBeGreaterThan(MB);
		expect(summary).toMatch(/^## ✅ Room on the disk: /);
		expect((await post()).code).toBe(0);
		expect(gone()).toEqual([]);
	});

	it("removes the cheapest first, stops when there is enough, and tells it", async () => {
		const target = more(60 * MB);
		const { code, log, outputs, summary, post } = await step({ inputs: { "min-free": target } });
		expect({ code, log }).toMatchObject({ code: 0 });
		await post();
		expect(room.free()).toBeGreaterThanOrEqual(Number(target.slice(0, -1)));
		expect(Number(outputs["free-bytes"])).toBeGreaterThanOrEqual(Number(target.slice(0, -1)));
		expect(Number(outputs["freed-bytes"])).toBeGreaterThan(50 * MB);
		const tops = new Set(gone().map((at) => at.split("/").slice(0, 5).join("/")));
		expect([...tops].some((at) => isBelow(["/usr/local/.ghcup", "/usr/share/swift"])(at))).toBe(true);
		expect(
			gone().filter(isBelow(["/opt/hostedtoolcache/Python", "/usr/local/lib/android", "/usr/local/aws-cli"])),
		).toEqual([]);
		expect(summary).toMatch(/\| Haskell.*`haskell` \| .* \| removed/);
		expect(log).toMatch(/remove .*haskell.*for good; without it: /);
		expect(room.trashes()).toEqual([]);
	});

	it("keeps what an earlier step set up, what keep names, and what runs", async () => {
		const env = { JAVA_HOME: "/usr/lib/jvm/temurin-21-jdk-amd64", GHCUP_INSTALL_BASE_PREFIX: "/usr/local" };
		const inputs = { "min-free": more(500 * MB), keep: "dotnet, swift", remove: "haskell" };
		const { summary, post, log } = await step({ inputs, env });
		await post();
		expect({ log, left: gone().filter(isBelow(["/usr/share/dotnet", "/usr/share/swift"])) }).toMatchObject({
			left: [],
		});
		expect(gone().filter(isBelow([env.JAVA_HOME]))).toEqual([]);
		expect(gone()).toContain("/usr/local/.ghcup");
		expect(summary).toMatch(/`dotnet` \| keep names it/);
	});

	it.each([
		{ inputs: { "min-free": "500GB", remove: "haskell" }, why: 'min-free: "500 GB" cannot be had: the whole disk at ' },
		{
			inputs: { swap: "500g" },
			why: 'swap: "500 GiB" cannot be made beside the 1 GB that must stay free: the whole disk at ',
		},
	])("ends red before anything goes when it cannot be had (%j)", async ({ inputs, why }) => {
		const { code, log, summary, outputs, post } = await step({ inputs });
		await post();
		expect({ code, log }).toMatchObject({ code: 1, log: expect.stringContaining(why) });
		expect(summary).toMatch(/\*\*To fix:\*\* .*larger disk/);
		expect(outputs).toMatchObject({ "freed-bytes": "0", "swap-bytes": "0" });
		expect(gone()).toEqual([]);
	});

	it("ends red when min-free was not reached in the end, with what is left to try", async () => {
		// The disk is larger, and the catalog's sizes are those of a whole runner.
		const { blocks, bsize } = statfsSync(room.root);
		const { code, log, summary, outputs } = await step({
			inputs: { "min-free": `${blocks * bsize - 50 * MB}B`, remove: "haskell" },
		});
		expect(code).toBe(1);
		expect(log).toMatch(/min-free: "\S+ MB" cannot be had at \/.*after haskell, .* more were removed/);
		expect(summary).toMatch(/\*\*To fix:\*\* .*larger disk/);
		expect(Number(outputs["freed-bytes"])).toBeGreaterThan(0);
	});

	it("counts the part of a component that is gone when the step ends", async () => {
		const { code, log, outputs, post } = await step({ inputs: { "min-free": more(2 * MB) } });
		await post();
		expect({ code, log }).toMatchObject({ code: 0, log: expect.not.stringMatching(/ 0 B of /) });
		expect(Number(outputs["freed-bytes"])).toBeGreaterThanOrEqual(MB);
	});

	it("removes nothing where a second disk cannot have it", async () => {
		const workspace = `${WORK}/trainer/trainer`;
		room.run("root", ["mount", "-t", "tmpfs", "-o", "size=20m,mode=777", "none", workspace]);
		const { code, log, post } = await step({ inputs: { "min-free": more(2 * MB) } });
		await post();
		const why = `cannot be had: the whole disk at ${workspace} has `;
		expect({ code, log }).toMatchObject({ code: 1, log: expect.stringContaining(why) });
		expect(gone()).toEqual([]);
	});

	it("changes nothing in a dry run, and says what it would", async () => {
		const { code, log, outputs } = await step({ inputs: { "min-free": more(60 * MB), "dry-run": "true" } });
		expect({ code, log }).toMatchObject({ code: 0 });
		expect(log).toMatch(/1\. make room: .*\n2\. remove .* about .* for good; without it:/);
		expect(outputs["freed-bytes"]).toBe("0");
		expect(gone()).toEqual([]);
	});

	it("refuses what it does not know, all at once", async () => {
		const inputs = { "min-free": "30", keep: "dotnt", remove: "/usr/share/swift" };
		const { code, log } = await step({ inputs });
		expect(code).toBe(1);
		expect(log).toMatch(
			/min-free: "30" .*\n.*\n.*keep: "dotnt" .*\n.*did you mean "dotnet".*\n.*remove: "\/usr\/share\/swift"/,
		);
		expect(gone()).toEqual([]);
	});
});

describe("a machine that is not GitHub's own", () => {
	const env = { RUNNER_ENVIRONMENT: "self-hosted" };

	it("is not touched unasked", async () => {
		const { code, log } = await step({ env, inputs: { "min-free": more(60 * MB), remove: "haskell" } });
		expect(code).toBe(1);
		expect(log).toMatch(/not one of GitHub's own.*allow-self-hosted: true/);
		expect(gone()).toEqual([]);
	});

	it("loses only what remove names", async () => {
		const inputs = { "min-free": more(500 * MB), remove: "haskell", "allow-self-hosted": "true" };
		const { log, post } = await step({ env, inputs });
		await post();
		expect({ log, others: gone().filter((at) => !isBelow(["/usr/local/.ghcup"])(at)) }).toMatchObject({ others: [] });
		expect(gone()).toContain("/usr/local/.ghcup");
	});
});

describe("rights", () => {
	it("as root", async () => {
		const { code, log, post } = await step({ who: "root", inputs: { "min-free": more(30 * MB) } });
		await post();
		expect({ code, log }).toMatchObject({ code: 0 });
		expect(gone().length).toBeGreaterThan(100);
	});

	it("without sudo removes what is the user's own, and says what needs more", async () => {
		room.allowSudo(false);
		const { log, summary } = await step({ inputs: { "min-free": more(500 * MB), remove: "haskell, rust" } });
		expect(gone().filter(isBelow(["/usr/local/.ghcup"]))).toEqual([]);
		expect(log + summary).toMatch(/haskell.*needs root/s);
	});
});

describe("ended in the middle", () => {
	const inputs = () => ({ "min-free": more(500 * MB) });
	const removing = async (pids: () => readonly number[]) => {
		for (let look = 0; look < 2000 && room.trashes().length === 0; look += 1)
			await new Promise((resolve) => setTimeout(resolve, 5));
		if (room.trashes().length === 0) throw new Error("nothing was removed, so nothing can be ended in the middle");
		return pids();
	};

	it.each(["SIGTERM", "SIGKILL"] as const)("by %s, then post: no half-removed component, no trash", async (signal) => {
		const { post } = await step({
			inputs: inputs(),
			meanwhile: async (pids) => {
				for (const pid of await removing(pids)) sendSignal(pid, signal);
			},
		});
		const { code, log } = await post();
		expect({ code, log }).toMatchObject({ code: 0 });
		for (let look = 0; look < 200 && room.trashes().length > 0; look += 1)
			await new Promise((resolve) => setTimeout(resolve, 50));
		expect(room.trashes()).toEqual([]);
		rmSync(path.join(room.root, WORK, "_temp"), { recursive: true });
		const now = room.list();
		const halves = ["/usr/local/.ghcup", "/usr/share/swift", "/usr/share/dotnet", "/usr/share/miniconda"].filter(
			(at) => now.has(at) && [...before.keys()].some((name) => isBelow([at])(name) && !now.has(name)),
		);
		expect(halves).toEqual([]);
	});
});
