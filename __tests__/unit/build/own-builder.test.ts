import { describe, expect, it } from "@jest/globals";
import { createBuilder } from "../../../src/build/own-builder.ts";
import type { SecondDisk } from "../../../src/model/space.ts";
import type { World } from "../../../src/model/world.ts";
import { openJournal } from "../../../src/teardown.ts";
import { fakeWorld } from "../../support/fake-world.ts";

const SECOND: SecondDisk = {
	path: "/mnt",
	device: "2",
	free: 60e9,
	total: 70e9,
	state: "/mnt/ml-image-build-r1/state",
	temp: "/mnt/ml-image-build-r1/temp",
};

/** A builder whose state is to lie on a second disk; `works`: programs that do. What the journal held when each began. */
async function create(works: (line: string) => boolean) {
	const held: string[] = [];
	const fake = fakeWorld({
		run(line) {
			held.push([...fake.files.values()].join("\n"));
			return works(line) ? { code: 0 } : { code: 1, stderr: "read-only file system" };
		},
	});
	const done = Promise.resolve({ code: 0, stdout: "", stderr: "", ms: 1 });
	const world: World = { ...fake.world, stream: () => ({ done, pid: undefined, end() {} }) };
	const options = { driverOpts: [], limits: { swapGiven: false, policy: "require" } as const, second: SECOND };
	const builder = await createBuilder(world, openJournal(world, "/state"), "/tmp/run", options);
	return { ...fake, builder, held };
}

describe("a builder whose state goes to a second disk", () => {
	it("says where it keeps what it builds, and is in the journal before anything is made", async () => {
		const { builder, ran, held } = await create(() => true);
		expect(builder.store).toEqual({
			disk: { role: "builder data", path: "/mnt", device: "2", free: 60e9, total: 70e9 },
			temp: SECOND.temp,
		});
		expect(ran[0]).toBe(`sudo -n -- mkdir -p -m 0700 ${SECOND.state}`);
		expect(held[0]).toContain('"folder":"/mnt/ml-image-build-r1"');
	});

	it("is made beside the engine's data when the disk cannot take it, and says so", async () => {
		const { builder, warnings } = await create((line) => !line.includes("mkdir"));
		expect(builder.store).toBeUndefined();
		expect(warnings).toEqual([
			"the disk at /mnt cannot take the builder's state (read-only file system): it is kept beside the engine's data",
		]);
	});
});
