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

it.each([
	[["--foo"], "--foo is not a flag; --help lists the flags"],
	[["--hepl"], "--hepl is not a flag; did you mean --help?"],
	[["some", "where"], '"some where" is no flag, and cleanup takes no words; leave it out'],
	[["somewhere"], '"somewhere" is no flag, and cleanup takes no words; leave it out'],
])("cleanup %j is refused, and nothing is undone", async (argv, text) => {
	let printed = "";
	const { world, files, ran } = fakeWorld();
	const before = [...files];
	const code = await commandLine(world, ["cleanup", ...argv], (more) => {
		printed += more;
	});
	expect({ code, ran, files: [...files] }).toEqual({ code: 2, ran: [], files: before });
	expect(printed).toBe(`${text}\n`);
});

it("cleanup --help tells what it does and undoes nothing", async () => {
	let printed = "";
	const code = await commandLine(fakeWorld().world, ["cleanup", "--help"], (more) => {
		printed += more;
	});
	expect(code).toBe(0);
	expect(printed).toContain("undoes what runs left that were killed");
});
