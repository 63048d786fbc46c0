import { expect, it } from "@jest/globals";
import { commandLine } from "../../src/command-line.ts";
import { knownInputs } from "../../src/inputs/create-reader.ts";
import { readFreeDisk } from "../../src/inputs/free-disk.ts";
import { fakeWorld } from "../support/fake-world.ts";

it("free-disk --help has a line for every flag, and does nothing else", async () => {
	let printed = "";
	const { world, ran, removals } = fakeWorld();
	const code = await commandLine(world, ["free-disk", "--help"], (text) => {
		printed += text;
	});
	expect({ code, ran, removals }).toEqual({ code: 0, ran: [], removals: [] });
	const flags = knownInputs((reader) => readFreeDisk(reader, true)).map(({ name }) => name);
	expect(flags).toContain("min-free");
	for (const name of [...flags, "help"])
		expect(printed).toMatch(new RegExp(`^  --${name}( [A-Z]+|=false)?  +\\S.*$`, "m"));
	expect(printed).toContain("nothing of it can be undone");
});
