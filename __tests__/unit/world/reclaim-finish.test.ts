import {
	chmodSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	realpathSync,
	rmdirSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { finishTrash } from "../../../src/world/reclaim-finish.ts";
import { createHere } from "../../../src/world/reclaim-lanes.ts";
import { createMover, trashName } from "../../../src/world/reclaim-trash.ts";

const RUN = `finish-${process.pid}`;
let top: string;
const at = (name: string) => path.join(top, name);

/** A folder with the trash's name, with one file in it. */
function putTrash(folder: string, mode: number): string {
	const trash = path.join(folder, trashName(RUN));
	mkdirSync(trash, { recursive: true });
	writeFileSync(path.join(trash, "file"), "x");
	chmodSync(trash, mode);
	return trash;
}

beforeEach(() => {
	top = realpathSync(mkdtempSync(path.join(tmpdir(), "mlbuild-finish-")));
	mkdirSync(at("opt/tool"), { recursive: true });
	mkdirSync(at("srv"));
});
afterEach(() => rmSync(top, { recursive: true, force: true }));

describe("what a killed run has left", () => {
	it("is unlinked in every folder above its paths", async () => {
		const trashes = [putTrash(top, 0o700), putTrash(at("opt"), 0o700)];
		expect(await finishTrash({ finish: RUN, near: [at("opt/tool/x")] }, createHere)).toMatchObject({
			ok: true,
			files: 2,
		});
		expect(trashes.filter((trash) => existsSync(trash))).toEqual([]);
	});

	it.each<[what: string, squat: (name: string) => void]>([
		["a folder that others may write", () => putTrash(at("opt"), 0o755)],
		["a link", (name) => symlinkSync(at("srv"), name)],
		["a file", (name) => writeFileSync(name, "x")],
	])("is unlinked also where %s has that name elsewhere, which is told and left alone", async (_what, squat) => {
		const foreign = path.join(at("opt"), trashName(RUN));
		writeFileSync(at("srv/file"), "x");
		squat(foreign);
		const ours = [putTrash(top, 0o700), putTrash(at("opt/tool"), 0o700)];
		const finished = await finishTrash({ finish: RUN, near: [at("opt/tool/x")] }, createHere);
		expect(finished).toEqual({ ok: false, why: `${foreign} is there and not ours` });
		expect(ours.filter((trash) => existsSync(trash))).toEqual([]);
		expect([existsSync(foreign), existsSync(at("srv/file"))]).toEqual([true, true]);
	});
});

it("a removal takes the next folder below where somebody else has made one of that name", () => {
	const trashFolder = (run: string) => {
		mkdirSync(at("opt/tool/here"));
		const mover = createMover(run);
		const moved = mover.move(at("opt/tool/here"));
		if ("why" in moved) throw new Error(moved.why);
		rmdirSync(path.join(moved.trash.path, moved.name));
		expect(mover.clear()).toEqual([]);
		return path.dirname(moved.trash.path);
	};
	const usual = trashFolder(RUN);
	const squat = path.join(usual, trashName(`${RUN}-b`));
	mkdirSync(squat, { mode: 0o755 });
	try {
		const other = trashFolder(`${RUN}-b`);
		expect(other.length).toBeGreaterThan(usual.length);
		expect(top.startsWith(other) || other.startsWith(top)).toBe(true);
		expect(existsSync(squat)).toBe(true);
	} finally {
		rmdirSync(squat);
	}
});
