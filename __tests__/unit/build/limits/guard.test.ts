import { describe, expect, it } from "@jest/globals";
import { holdLimits } from "../../../../src/build/limit-guard.ts";
import { type LimitUndo, restoreLimits } from "../../../../src/build/limit-restore.ts";
import type { LimitSite } from "../../../../src/build/limits/way.ts";
import type { CgroupEdit, CgroupEdited } from "../../../../src/model/cgroup.ts";
import type { Command } from "../../../../src/model/command.ts";
import { CancelledError, UserError } from "../../../../src/model/errors.ts";
import type { Engine, Host } from "../../../../src/model/host.ts";
import type { LimitsAsked } from "../../../../src/model/limits.ts";
import type { Undo } from "../../../../src/model/plan.ts";
import { type FakeParts, fakeWorld } from "../../../support/fake-world.ts";

const ROOT = "/sys/fs/cgroup";
const ID = "f".repeat(64);
const GIB = 2 ** 30;
const engine = {
	endpoint: "unix:///var/run/docker.sock",
	version: "28.5.2",
	dataRoot: "/var/lib/docker",
	cgroupVersion: "2",
	local: true,
	rootless: false,
	rootProven: true,
} as Engine;
const host = { cgroup: { version: "2" }, sudo: "passwordless", engine } as Host;
const own: LimitSite = { host, ours: false };
const ours: LimitSite = { host, ours: true, builder: { name: "b", driver: "docker-container", nodes: ["b0"] } };
const HOLDER = `7-9-1-${"0".repeat(32)}-1`;
const asked: LimitsAsked = { memory: GIB, memorySwap: GIB, swapGiven: true, policy: "require" };
const written = { "memory.max": String(GIB), "memory.swap.max": "0" };

/** A kernel that takes what is written. */
function kernel(edit: CgroupEdit, files: Map<string, string>, path: string): CgroupEdited {
	if (edit.act !== "release") {
		for (const [name, value] of Object.entries(edit.values)) files.set(`${ROOT}${path}/${name}`, `${value}\n`);
	}
	return { ok: true, path };
}

const inspected = (path: string) =>
	path === "/containers/buildx_buildkit_b0/json"
		? { status: 200, text: JSON.stringify({ Id: ID, State: { Pid: 42 } }) }
		: { status: 404, text: "" };
const SCOPE = `/system.slice/docker-${ID}.scope`;

function arrange(parts: FakeParts) {
	const fake = fakeWorld({
		...parts,
		files: {
			[`${ROOT}/system.slice/memory.swap.max`]: "max",
			[`${ROOT}${SCOPE}/memory.swap.max`]: "max",
			...parts.files,
		},
	});
	const noted: Undo[] = [];
	const forgotten: Undo[] = [];
	const notes = {
		note: async (undo: Undo) => void noted.push(undo),
		forget: async (undo: Undo) => void forgotten.push(undo),
	};
	return {
		...fake,
		noted,
		forgotten,
		hold: (site: LimitSite, limits = asked) => holdLimits(fake.world, notes, HOLDER, site, limits),
	};
}

describe("the engine's own BuildKit", () => {
	it("gets a leased cgroup, written into the journal first, read back, and given back", async () => {
		const { hold, noted, forgotten, edits } = arrange({ cgroup: (edit, files) => kernel(edit, files, "/mlbuild-2") });
		const guard = await hold(own);
		expect(noted).toEqual([{ kind: "release-cgroup", version: "2", holder: HOLDER }]);
		expect(guard.hold?.cgroupParent).toBe("mlbuild-2");
		expect(guard.report).toEqual({
			held: { way: "engine-cgroup", where: `${ROOT}/mlbuild-2`, memory: GIB, memorySwap: GIB },
			problems: [],
		});
		await guard.release();
		expect(edits.at(-1)).toEqual({ act: "release", version: "2", holder: HOLDER });
		expect(forgotten).toEqual(noted);
	});

	it.each<[title: string, parts: FakeParts, why: RegExp]>([
		["sudo fails", { cgroup: () => ({ ok: false, why: "sudo -n ended with 1" }) }, /sudo -n ended with 1/],
		["nothing can be read back", { cgroup: () => ({ ok: true, path: "/mlbuild" }) }, /could not be read back/],
		[
			"another value is read back",
			{
				cgroup: (_edit, files) => {
					files.set(`${ROOT}/mlbuild/memory.max`, "max");
					return { ok: true, path: "/mlbuild" };
				},
			},
			/memory is unlimited where 1073741824 was written/,
		],
	] as [string, FakeParts, RegExp][])(
		"fails before the build when %s, and leaves nothing",
		async (_title, parts, why) => {
			const { hold, edits, noted, forgotten } = arrange(parts);
			const failed = await hold(own).catch((error: unknown) => error);
			expect(failed).toBeInstanceOf(UserError);
			expect((failed as UserError).kind).toBe("engine");
			expect((failed as UserError).message).toMatch(why);
			expect((failed as UserError).message).toMatch(/limits: best-effort/);
			expect(edits.at(-1)?.act).toBe("release");
			if (parts.cgroup?.({ act: "release", version: "2", holder: HOLDER }, new Map()).ok)
				expect(forgotten).toEqual(noted);
		},
	);

	it("goes on under best-effort, and says why there is no limit", async () => {
		const { hold } = arrange({ cgroup: () => ({ ok: false, why: "read-only file system" }) });
		const guard = await hold(own, { ...asked, policy: "best-effort" });
		expect(guard.hold).toBeUndefined();
		expect(guard.report.problems).toEqual([expect.stringMatching(/^not enforced: .*read-only file system/)]);
	});

	it("limits memory alone where the kernel does not count swap, and says so", async () => {
		const fake = fakeWorld({
			cgroup: (edit, files) => kernel(edit, files, "/mlbuild"),
			files: { [`${ROOT}/system.slice/x`]: "" },
		});
		const notes = { note: async () => {}, forget: async () => {} };
		const guard = await holdLimits(fake.world, notes, HOLDER, own, { ...asked, swapGiven: false });
		await expect(holdLimits(fake.world, notes, HOLDER, own, asked)).rejects.toThrow(/does not count swap/);
		expect(guard.report.held).toMatchObject({ memory: GIB });
		expect(guard.report.problems).toEqual([expect.stringMatching(/does not count swap/)]);
	});

	it("notices a limit that was taken away, and writes it again", async () => {
		const { hold, files } = arrange({ cgroup: (edit, all) => kernel(edit, all, "/mlbuild") });
		const guard = await hold(own);
		expect(await guard.check()).toBeUndefined();
		files.set(`${ROOT}/mlbuild/memory.swap.max`, "max\n");
		expect(await guard.check(() => false)).toBeUndefined();
		expect(files.get(`${ROOT}/mlbuild/memory.swap.max`)).toBe("max\n");
		expect(await guard.check()).toEqual({
			what: expect.stringMatching(/memory plus swap is unlimited/),
			again: true,
		});
		expect(await guard.check()).toBeUndefined();
	});
});

describe("a docker-container builder", () => {
	const PATH = `${SCOPE}/buildkit`;
	const files = { "/proc/42/cgroup": `0::${SCOPE}/init\n` };

	it("of ours is limited from this machine, where its steps are and BuildKit is not", async () => {
		const { hold, noted, edits } = arrange({ files, reply: inspected, cgroup: (edit, all) => kernel(edit, all, PATH) });
		const guard = await hold(ours);
		expect(edits).toEqual([{ act: "write", version: "2", path: PATH, values: written }]);
		expect(noted).toEqual([]);
		expect(guard.report.held).toMatchObject({ way: "builder-cgroup", where: `${ROOT}${PATH}`, memory: GIB });
	});

	it("of the user gets its old limits back", async () => {
		const before = { [`${ROOT}${PATH}/memory.max`]: "5000000000\n", [`${ROOT}${PATH}/memory.swap.max`]: "max\n" };
		const { hold, noted, forgotten, edits, world } = arrange({
			files: { ...files, ...before },
			reply: inspected,
			cgroup: (edit, all) => kernel(edit, all, PATH),
		});
		await (await hold({ ...ours, ours: false })).release();
		const old = { "memory.max": "5000000000", "memory.swap.max": "max" };
		const target = { by: "cgroup", version: "2", path: PATH, holder: HOLDER } as const;
		expect(noted).toEqual([
			{ kind: "restore-limits", target, values: {} },
			{ kind: "restore-limits", target, values: old },
		]);
		expect(forgotten).toEqual(noted);
		const mark = (act: "take" | "give") => ({ act, holder: HOLDER });
		expect(edits[0]).toEqual({ act: "write", version: "2", path: PATH, values: {}, hold: mark("take") });
		expect(edits.at(-1)).toEqual({ act: "write", version: "2", path: PATH, values: old, hold: mark("give") });
		await expect(
			restoreLimits(world, { kind: "release-cgroup", version: "2", holder: HOLDER }),
		).resolves.toBeUndefined();
	});

	it("of the user is marked only when that is noted: a run that is killed then leaves no mark for good", async () => {
		const noted: Undo[] = [];
		const notes = { note: async (undo: Undo) => void noted.push(undo), forget: async () => {} };
		const atTaking: number[] = [];
		const fake = fakeWorld({
			files: { ...files, [`${ROOT}${SCOPE}/memory.swap.max`]: "max" },
			reply: inspected,
			cgroup(edit, all) {
				if (edit.act === "write" && edit.hold?.act === "take") atTaking.push(noted.length);
				return kernel(edit, all, PATH);
			},
		});
		await holdLimits(fake.world, notes, HOLDER, { ...ours, ours: false }, asked);
		expect(atTaking).toEqual([1]);
		const [mark] = noted;
		await restoreLimits(fake.world, mark as LimitUndo);
		expect(fake.edits.at(-1)).toMatchObject({ values: {}, hold: { act: "give", holder: HOLDER } });
	});

	it("of the user that another run has limited is refused, by no other way either", async () => {
		const { hold, noted, forgotten, ran } = arrange({
			files,
			reply: inspected,
			cgroup: () => ({ ok: false, why: "another run (process 5) has limits on this builder", held: true }),
		});
		await expect(hold({ ...ours, ours: false })).rejects.toThrow(/another run \(process 5\)/);
		expect(forgotten).toEqual(noted);
		expect(ran).toEqual([]);
	});

	const left = { "memory.max": String(333 * 2 ** 20), "memory.swap.max": "max" };

	it("of the user that a dead run had limited is taken, and what stands there is told", async () => {
		const cgroup = (all: Map<string, string>, edit: CgroupEdit) => {
			const done = kernel(edit, all, PATH);
			return edit.act === "write" && edit.hold?.act === "take" ? { ...done, tookOver: true as const } : done;
		};
		const before = Object.entries(left).map(([name, value]) => [`${ROOT}${PATH}/${name}`, `${value}\n`]);
		const from = (more: object) => ({
			files: { ...files, ...more },
			reply: inspected,
			cgroup: (edit: CgroupEdit, all: Map<string, string>) => cgroup(all, edit),
		});
		const { hold, noted } = arrange(from(Object.fromEntries(before)));
		const guard = await hold({ ...ours, ours: false });
		expect(guard.hold?.remark).toMatch(/a run that died .* memory 333 MiB\. .*restart the builder/);
		expect(noted.at(-1)).toMatchObject({ values: left });
		const clean = arrange(from({}));
		expect((await clean.hold({ ...ours, ours: false })).hold?.remark).toBeUndefined();
	});

	it("of the user that a dead run had limited is taken from inside too, and what stands there is told", async () => {
		const dead = `5-9-1-${"c".repeat(32)}-1`;
		const inside = new Map<string, string>(Object.entries(left));
		let mark = dead;
		const { hold } = arrange({
			reply: inspected,
			lives: () => "dead",
			run: (line, { argv }) => {
				if (line.includes("mkdir mlbuild-lease")) {
					if (argv.includes(mark)) mark = "";
					return { code: 0, stdout: mark === "" ? "taken\n" : `${mark}\n` };
				}
				if (argv[1] !== "exec") return { code: 0 };
				for (const arg of argv.slice(argv.indexOf("/sys/fs/cgroup") + 1).filter((text) => text.includes("="))) {
					const [file = "", value = ""] = arg.split("=");
					inside.set(file.split("/").at(-1) ?? "", value);
				}
				return { code: 0, stdout: [...inside].map(([name, value]) => `${name}=${value}\n`).join("") };
			},
		});
		const guard = await hold({ ...ours, ours: false });
		expect(guard.report.held).toMatchObject({ way: "builder-exec", memory: GIB });
		expect(guard.hold?.remark).toMatch(/a run that died .* memory 333 MiB\./);
	});

	it.each<[title: string, cgroup: string]>([
		["its cgroup is not named after it", "0::/user.slice/session-1.scope\n"],
		["its cgroup lies outside of what we see", `0::/../../docker-${ID}.scope/init\n`],
		["its process is not ours to see", ""],
	])("is limited from inside when %s", async (_title, cgroup) => {
		const inside = new Map<string, string>();
		const { hold, ran } = arrange({
			files: { "/proc/42/cgroup": cgroup },
			reply: inspected,
			run: (_line, { argv }) => {
				const args = argv.slice(argv.indexOf("/sys/fs/cgroup") + 1);
				for (const arg of args.filter((text) => text.includes("="))) {
					const [file = "", value = ""] = arg.split("=");
					inside.set(file.split("/").at(-1) ?? "", value);
				}
				return { code: 0, stdout: [...inside].map(([name, value]) => `${name}=${value}\n`).join("") };
			},
		});
		const guard = await hold(ours);
		expect(guard.report.held).toMatchObject({ way: "builder-exec", memory: GIB, memorySwap: GIB });
		expect(ran.every((line) => line.startsWith("docker exec buildx_buildkit_b0 sh -c "))).toBe(true);
	});

	it("of the user whose cgroup cannot be written from this machine, as sudo allows other programs only, is tried from inside", async () => {
		const { hold, ran } = arrange({
			files,
			reply: inspected,
			run: () => ({ code: 126, stderr: "no sh" }),
			cgroup: () => ({ ok: false, why: "sudo -n ended with 1: a password is required" }),
		});
		await expect(hold({ ...ours, ours: false })).rejects.toThrow(/a password is required.*no sh/s);
		expect(ran.some((line) => line.startsWith("docker exec buildx_buildkit_b0 sh -c "))).toBe(true);
	});

	it("without a shell and without root is limited as a whole by the engine", async () => {
		const { hold, ran } = arrange({
			files: { ...files, [`${ROOT}${SCOPE}/memory.max`]: String(GIB), [`${ROOT}${SCOPE}/memory.swap.max`]: "0" },
			reply: inspected,
			run: (line) => (line.startsWith("docker container update") ? { code: 0 } : { code: 126, stderr: "no sh" }),
			cgroup: () => ({ ok: false, why: "no sudo" }),
		});
		const guard = await hold(ours);
		expect(guard.report.held).toMatchObject({ way: "builder-container", memory: GIB });
		expect(ran.at(-1)).toBe(`docker container update --memory=${GIB} --memory-swap=${GIB} buildx_buildkit_b0`);
	});
});

describe("old limits of a builder of the user's", () => {
	const target = { by: "exec", version: "2", container: "buildx_buildkit_b0", holder: HOLDER } as const;
	const undos: readonly LimitUndo[] = [
		{ kind: "restore-limits", target, values: { "memory.max": "5000000000" } },
		{ kind: "return-builder", container: ID, holder: HOLDER },
	];
	const reply = () => ({ status: 200, text: "OK" });
	const answer = (stderr: string) => fakeWorld({ run: () => ({ code: 1, stderr }), reply }).world;

	it("are not waited for over a wire that is cut: they stay noted", async () => {
		const { world, ran } = fakeWorld({ reply: () => ({ status: 0, text: "no answer" }), run: () => ({ code: 0 }) });
		for (const undo of undos) await expect(restoreLimits(world, undo)).rejects.toThrow(/docker\.sock: no answer/);
		expect(ran).toEqual([]);
	});

	it("get seconds in a cancelled run: the post step has more time", async () => {
		const times: (number | undefined)[] = [];
		const run = (_line: string, { timeoutMs }: Command) => {
			times.push(timeoutMs);
			return { code: null, error: `no answer within ${timeoutMs} ms` };
		};
		const { world } = fakeWorld({ reply, run });
		const cancelled = AbortSignal.abort(new CancelledError("SIGINT"));
		for (const undo of undos) await expect(restoreLimits({ ...world, cancelled }, undo)).rejects.toThrow(/no answer/);
		expect(times).toHaveLength(undos.length);
		for (const ms of times) expect(ms).toBeLessThan(5000);
	});

	it.each([
		"Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?",
		"failed to connect to the docker API at unix:///var/run/docker.sock; check if the path is correct and if the daemon is running: dial unix /var/run/docker.sock: connect: no such file or directory",
		'error during connect: Get "http://far:2375/v1.50/containers/x/json": dial tcp: lookup far: no such host',
	])("are still to be put back when no engine answers: %s", async (stderr) => {
		for (const undo of undos) await expect(restoreLimits(answer(stderr), undo)).rejects.toThrow(stderr.slice(-40));
	});

	it("are nobody's when it is gone", async () => {
		const gone = answer("Error response from daemon: No such container: buildx_buildkit_b0");
		for (const undo of undos) await expect(restoreLimits(gone, undo)).resolves.toBeUndefined();
	});
});
