import { describe, expect, it } from "@jest/globals";
import type { Asked } from "../../src/asked.ts";
import type { Host } from "../../src/model/host.ts";
import type { SwapPlan } from "../../src/model/swap.ts";
import { openStory } from "../../src/run-story.ts";
import { decideSwap, makeSwap } from "../../src/run-swap.ts";
import { openJournal, teardown } from "../../src/teardown.ts";
import { type FakeParts, fakeWorld, SELF } from "../support/fake-world.ts";

const GIB = 2 ** 30;
const EMPTY = "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n";
const FILE = `${EMPTY}/swapfile                               file\t\t4194300\t\t0\t\t-2\n`;
const asked = (
	swapInput: Asked["swap"],
	swapGiven: boolean,
	policy: "require" | "best-effort" = "require",
	call = "",
) =>
	({
		swap: swapInput,
		build: { call },
		limits: { memory: 12 * GIB, memorySwap: 20 * GIB, swapGiven, policy },
	}) as unknown as Asked;
const host = { runner: "github-hosted", root: true, disks: [], engine: { local: true } } as unknown as Host;
const MACHINE: Record<string, string> = {
	"/proc/swaps": FILE,
	"/proc/self/mountinfo": "25 1 8:1 / / rw - ext4 /dev/root rw\n",
	"/proc/sys/vm/swappiness": "60\n",
};
const terms = { consent: false, freeAfter: GIB, journals: ["/state", "/temp"] };

describe("deciding", () => {
	const decide = (wish: Asked, files = MACHINE, at: Host = host) =>
		decideSwap(fakeWorld({ files }).world, wish, at, terms);

	it("looks at nothing when nothing was asked, or when nothing is run", async () => {
		expect(await decide(asked({ swap: "auto" }, false))).toBeUndefined();
		expect(await decide(asked({ swap: "off" }, true))).toBeUndefined();
		expect(await decide(asked({ swap: "auto" }, true, "require", "check"))).toBeUndefined();
	});

	it("makes the rest of what memory-swap needs", async () => {
		expect((await decide(asked({ swap: "auto" }, true)))?.make).toEqual({ folder: "/", bytes: 4 * GIB + 2 ** 20 });
	});

	it("is content with what is there, whatever machine it is", async () => {
		const elsewhere = { ...host, runner: "self-hosted" } as Host;
		expect(await decide(asked({ swap: 4 * GIB }, false), MACHINE, elsewhere)).toEqual({
			existing: 4194300 * 1024,
			wanted: 4 * GIB,
		});
	});

	it.each([
		["an earlier step made for the whole job", 50, undefined],
		["another run made for itself", 51, 8 * GIB],
	])("counts what %s as long as it lasts", async (_whose, owner, bytes) => {
		const made = "/.ml-image-build-7-8.swap";
		const files = {
			...MACHINE,
			"/proc/swaps": `${EMPTY}${made}  file\t\t${8 * 2 ** 20}\t\t0\t\t-2\n`,
			"/temp/run-7-8.journal": [
				{ ...SELF, pid: owner },
				{ kind: "remove-swap", path: made },
			]
				.map((line) => JSON.stringify(line))
				.join("\n"),
		};
		const plan = await decide(asked({ swap: 8 * GIB }, false), files);
		expect(plan?.make?.bytes).toBe(bytes);
		expect(plan?.existing).toBe(bytes === undefined ? 8 * GIB : 0);
	});

	it("says so where the kernel knows no swap", async () => {
		const { "/proc/swaps": _, ...files } = MACHINE;
		expect((await decide(asked({ swap: 4 * GIB }, false), files))?.short?.why).toMatch(/no \/proc\/swaps/);
	});

	it("leaves a machine alone whose builder is elsewhere", async () => {
		const away = { ...host, builder: { name: "k", driver: "kubernetes", nodes: [], from: "" } };
		expect((await decide(asked({ swap: "auto" }, true), MACHINE, away))?.short?.why).toMatch(/not on this machine/);
	});
});

describe("making", () => {
	const make = async (swap: SwapPlan, parts: FakeParts, wish = asked({ swap: "auto" }, true)) => {
		const fake = fakeWorld({ files: { ...MACHINE }, ...parts });
		const story = openStory(fake.world);
		const journal = openJournal(fake.world, "/state");
		let failure: Error | undefined;
		const decided = { asked: wish, host: { ...host, swap: swap.existing }, plan: { swap } };
		const now = await makeSwap(fake.world, story, journal, decided).catch((error) => {
			failure = error;
		});
		return { ...fake, story, journal, failure, now };
	};
	const PLAN: SwapPlan = { existing: 4 * GIB, wanted: 8 * GIB, make: { folder: "/", bytes: 4 * GIB, priority: 5 } };
	const PATH = "/.ml-image-build-100-1000000.swap";

	it("writes down its undo before it does anything", async () => {
		let noted = "";
		const { story, journal, swapEdits, now } = await make(PLAN, {
			swap(edit, files) {
				noted = [...files].find(([path]) => path.endsWith(".journal"))?.[1] ?? "";
				return { ok: true, bytes: edit.act === "make" ? edit.bytes : 0 };
			},
		});
		expect(noted).toContain(`{"kind":"remove-swap","path":"${PATH}"}`);
		expect(swapEdits).toEqual([{ act: "make", path: PATH, bytes: 4 * GIB, priority: 5 }]);
		expect(now?.swap).toBe(8 * GIB);
		expect(story.swap).toEqual({ existing: 4 * GIB, wanted: 8 * GIB, made: 4 * GIB, path: PATH });
		await journal.undo();
		expect(swapEdits.at(-1)).toEqual({ act: "drop", path: PATH });
	});

	it("that fails ends the run when memory-swap is required", async () => {
		const { failure, story } = await make(PLAN, { swap: () => ({ ok: false, why: "swapon failed: holes" }) });
		expect(failure).toMatchObject({ name: "UserError", kind: "engine" });
		expect(failure?.message).toMatch(
			/needs 4 GiB more swap than there is, and it could not be made: swapon failed: holes/,
		);
		expect(story.swap).toMatchObject({ made: 0, refused: "swapon failed: holes" });
	});

	it.each([
		["best-effort", asked({ swap: "auto" }, true, "best-effort")],
		["no memory-swap", asked({ swap: 8 * GIB }, false)],
	])("that fails is told and nothing more with %s", async (_title, wish) => {
		const { failure, warnings, files } = await make(PLAN, { swap: () => ({ ok: false, why: "no" }) }, wish);
		expect(failure).toBeUndefined();
		expect(warnings).toEqual([expect.stringMatching(/4 GiB there already; not all of 8 GiB could be made: no/)]);
		expect([...files.keys()].filter((path) => path.endsWith(".journal"))).toEqual([]);
	});

	it("that fails in the middle stays in the journal as long as the file is there", async () => {
		const { files } = await make(PLAN, {
			swap(_edit, all) {
				all.set(PATH, "half");
				return { ok: false, why: "killed" };
			},
		});
		expect([...files.values()].join()).toContain("remove-swap");
	});

	it("puts swappiness back, unless somebody has changed it since", async () => {
		const plan: SwapPlan = { existing: 0, wanted: 0, swappiness: { from: 60, to: 10 } };
		const set: FakeParts["swap"] = (edit, files) => {
			if (edit.act === "swappiness") files.set("/proc/sys/vm/swappiness", String(edit.value));
			return { ok: true, bytes: 0 };
		};
		const wish = asked({ swap: "auto", swappiness: 10 }, false);
		const ours = await make(plan, { swap: set }, wish);
		expect(ours.story.swap?.swappiness).toEqual({ from: 60, to: 10 });
		expect(ours.files.get("/proc/sys/vm/swappiness")).toBe("10");
		await ours.journal.undo();
		expect(ours.files.get("/proc/sys/vm/swappiness")).toBe("60");
		const theirs = await make(plan, { swap: set }, wish);
		theirs.files.set("/proc/sys/vm/swappiness", "1");
		await theirs.journal.undo();
		expect(theirs.files.get("/proc/sys/vm/swappiness")).toBe("1");
	});

	it("leaves a file whose content the machine cannot take, with a warning, and tries again the next time", async () => {
		let why = "900 MiB lie in it and the machine has 300 MiB";
		const { world, journal, warnings, files } = await make(PLAN, {
			swap: (edit) => (edit.act === "drop" && why ? { ok: false, why } : { ok: true, bytes: 4 * GIB }),
		});
		await journal.undo();
		expect(warnings).toEqual([expect.stringMatching(/the swap file .* stays: 900 MiB lie in it/)]);
		expect(files.has(journal.path)).toBe(true);
		why = "";
		await teardown(world, journal.path);
		expect(files.has(journal.path)).toBe(false);
	});
});
