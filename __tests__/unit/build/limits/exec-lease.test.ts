import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { restoreLimits } from "../../../../src/build/limit-restore.ts";
import { takeInside } from "../../../../src/build/limits/exec-lease.ts";
import { type Life, printHolder } from "../../../../src/model/process.ts";
import { fakeWorld, SELF } from "../../../support/fake-world.ts";

/** Stands for the cgroups that a builder's container sees; its shell is this machine's. */
let cgroups = "";
beforeEach(() => {
	cgroups = mkdtempSync(path.join(tmpdir(), "mlbuild-lease-"));
});
afterEach(() => rmSync(cgroups, { recursive: true }));

const inContainer = (argv: readonly string[]) => {
	const [, ...rest] = argv.slice(argv.indexOf("sh")).map((arg) => arg.replace("/sys/fs/cgroup", cgroups));
	const { status, stdout, stderr } = spawnSync("sh", rest, { encoding: "utf8" });
	return { code: status, stdout, stderr };
};
const fake = (life: Life = "unknown") =>
	fakeWorld({
		run: (_line, { argv }) => inContainer(argv),
		reply: () => ({ status: 200, text: "OK" }),
		lives: () => life,
	}).world;
const mine = printHolder(SELF, 1_795_742_846_000);
const other = printHolder({ ...SELF, pid: 5, boot: "c".repeat(32) }, 1_795_742_000_000);
const mark = () => path.join(cgroups, "mlbuild-lease");
const leave = (...holders: readonly string[]) => {
	for (const name of ["", ...holders]) mkdirSync(path.join(mark(), name), { recursive: true });
};

describe("a builder of the user's, marked from inside of its container", () => {
	it("is taken by the first and kept from the second", async () => {
		expect(await takeInside(fake(), "c", "2", mine)).toEqual({ tookOver: false });
		expect(readdirSync(mark())).toEqual([mine]);
		const refused = await takeInside(fake(), "c", "2", other);
		expect(refused).toMatchObject({
			held: true,
			why: expect.stringContaining("another run (process 100, since 2026-11-27T"),
		});
	});

	it.each<Life>(["alive", "unknown"])(
		"that a run has which is %s stays with it, and says how it would be freed",
		async (life) => {
			leave(other);
			const refused = await takeInside(fake(life), "c", "2", mine);
			expect(refused).toMatchObject({ held: true, why: expect.stringContaining(`boot id ${"c".repeat(32)}`) });
			expect("why" in refused && refused.why).toContain(
				`docker exec c rmdir /sys/fs/cgroup/mlbuild-lease/${other} /sys/fs/cgroup/mlbuild-lease`,
			);
			expect(readdirSync(mark())).toEqual([other]);
		},
	);

	it.each<[title: string, holders: readonly string[], tookOver: boolean]>([
		["that is proven dead, which may have left limits", [other], true],
		["that ended before it had signed", [], false],
	])("is taken over from one %s", async (_title, holders, tookOver) => {
		leave(...holders);
		expect(await takeInside(fake("dead"), "c", "2", mine)).toEqual({ tookOver });
		expect(readdirSync(mark())).toEqual([mine]);
	});

	it("stays with a holder whose name is not understood", async () => {
		leave("somebody");
		expect(await takeInside(fake("dead"), "c", "2", mine)).toMatchObject({ held: true });
	});

	it("whose holder is named like a command gives none that would run in the reader's shell", async () => {
		leave("$(touch x);y");
		const failed = await takeInside(fake("dead"), "c", "2", mine);
		expect("why" in failed && failed.why).toMatch(/rmdir '[^']*\/\$\(touch x\);y' /);
	});

	it("without cgroups that can be written is no reason to give up the other ways", async () => {
		rmSync(cgroups, { recursive: true });
		const failed = await takeInside(fake(), "c", "2", mine);
		mkdirSync(cgroups);
		expect(failed).toMatchObject({ held: false, why: expect.stringMatching(/\S/) });
	});

	it("gets its old limits back only from the run that has it", async () => {
		const file = path.join(cgroups, "buildkit", "memory.max");
		mkdirSync(path.dirname(file));
		writeFileSync(file, "limited\n");
		const undo = (holder: string) =>
			restoreLimits(fake(), {
				kind: "restore-limits",
				target: { by: "exec", version: "2", container: "c", holder },
				values: { "memory.max": "max" },
			});
		leave(other);
		await undo(mine);
		expect(readFileSync(file, "utf8")).toBe("limited\n");
		await undo(other);
		expect(readFileSync(file, "utf8")).toBe("max\n");
		expect(existsSync(mark())).toBe(false);
	});
});
