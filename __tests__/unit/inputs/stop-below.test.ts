import { expect, it } from "@jest/globals";
import { createReader } from "../../../src/inputs/create-reader.ts";
import { readStopBelow } from "../../../src/inputs/stop-below.ts";
import { printProblem } from "../../../src/model/errors.ts";

it.each([
	["", {}, []],
	["2GB", { stopBelow: 2e9 }, []],
	["512MiB", { stopBelow: 512 * 2 ** 20 }, []],
	["2g", {}, [expect.stringMatching(/^stop-below: "2g" is not a size/)]],
	["0GB", {}, [expect.stringMatching(/leave it empty/)]],
])("stop-below: %p", (value, read, problems) => {
	const reader = createReader((name) => (name === "stop-below" ? value : undefined));
	expect(readStopBelow(reader)).toEqual(read);
	expect(reader.problems().map(printProblem)).toEqual(problems);
});
