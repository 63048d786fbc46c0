import { describe, expect, it } from "@jest/globals";
import { commandLine } from "../../src/command-line.ts";
import { stepJournals, terminalJournals, usableFolder } from "../../src/journal-folder.ts";
import { explain } from "../../src/run-failure.ts";
import { fakeWorld } from "../support/fake-world.ts";

const refused = (code: string, path: string) =>
	Object.assign(new Error(`${code}: refused, mkdir '${path}'`), { code, path, syscall: "mkdir" });

/** A machine on which these folders cannot be private ones. */
function machine(refusals: Readonly<Record<string, string>>, lives: "dead" | "alive" = "dead") {
	const fake = fakeWorld({ lives: () => lives });
	const makePrivate = async (path: string) => {
		const code = refusals[path];
		return code === undefined ? undefined : refused(code, path);
	};
	return { ...fake, world: { ...fake.world, files: { ...fake.world.files, makePrivate } } };
}

const STATE = "/home/me/.local/state/ml-image-build";
const OWN = "/tmp/ml-image-build-1001";

describe("where the journal lies", () => {
	it.each([
		["the home", {}, STATE],
		["a read-only home: a folder of the user's among the temporary files", { [STATE]: "EROFS" }, OWN],
	])("on the command line: %s", async (_, refusals, folder) => {
		const { world } = machine(refusals);
		expect(await usableFolder(world, { journals: terminalJournals(world), cli: true })).toBe(folder);
	});

	it("in a step: the runner's temporary folder where the home takes none", async () => {
		const { world } = machine({ [STATE]: "EACCES" });
		expect(await usableFolder(world, { journals: stepJournals(world), cli: false })).toBe("/tmp/ml-image-build");
	});

	it("in a step: the runner's temporary folder as it is, where nothing is private", async () => {
		const { world } = machine({ [STATE]: "EACCES", "/tmp/ml-image-build": "EACCES" });
		expect(await usableFolder(world, { journals: stepJournals(world), cli: false })).toBe("/tmp/ml-image-build");
	});

	it.each([
		["EACCES", "engine"],
		["ENOENT", "engine"],
		["ENOSPC", "disk-full"],
	])("nowhere, for %s: the machine's trouble, no bug of ours", async (code, kind) => {
		const { world } = machine({ [STATE]: "EROFS", [OWN]: code });
		const error = await usableFolder(world, { journals: terminalJournals(world), cli: true }).catch((why) => why);
		const told = explain(error);
		expect(told).toMatchObject({ kind, message: expect.stringContaining(OWN) });
		expect(told.problems[0]?.remedy).toMatch(/TMPDIR|free disk space/);
	});

	it("a file of ours that is missing stays a bug of ours", () => {
		expect(explain(Object.assign(refused("ENOENT", "/x"), { syscall: "open" })).kind).toBe("internal");
	});
});

it.each([STATE, OWN])("cleanup finds what a killed run left in %s", async (folder) => {
	const { world, files } = machine({});
	const journal = [
		{ pid: 7, started: 1, boot: "b" },
		{ kind: "remove-path", path: "/tmp/left" },
	];
	files.set(`${folder}/run-7-1.journal`, journal.map((line) => JSON.stringify(line)).join("\n"));
	files.set("/tmp/left/secret", "x");
	let printed = "";
	await commandLine(world, ["cleanup"], (text) => {
		printed += text;
	});
	expect({ printed, files: [...files.keys()] }).toEqual({ printed: "1 left-over runs undone\n", files: [] });
});
