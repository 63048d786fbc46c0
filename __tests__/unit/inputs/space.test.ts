import { describe, expect, it } from "@jest/globals";
import { createReader, knownInputs } from "../../../src/inputs/create-reader.ts";
import { readRoom, readSpace } from "../../../src/inputs/space.ts";
import { printProblem } from "../../../src/model/errors.ts";

function read(values: Readonly<Record<string, string>>) {
	const reader = createReader((name) => values[name]);
	const space = readSpace(reader);
	return { space, problems: reader.problems().map(printProblem) };
}

describe("room on the disk", () => {
	it("is made when it is needed, unless something else is said", () => {
		expect(read({})).toEqual({
			space: { freeDisk: "auto", keep: [], remove: [], allowSelfHosted: false },
			problems: [],
		});
	});

	it("takes a target, names of components and of groups", () => {
		const { space, problems } = read({
			"min-free": "20GB",
			keep: "jdk, dotnet\nbrowsers,jdk",
			remove: "android",
			"allow-self-hosted": "true",
		});
		expect(problems).toEqual([]);
		expect(space).toEqual({
			freeDisk: "auto",
			minFree: 20e9,
			keep: ["jdk", "dotnet", "browsers"],
			remove: ["android"],
			allowSelfHosted: true,
		});
	});

	it.each<[values: Record<string, string>, problem: RegExp]>([
		[{ remove: "haskel" }, /^remove: "haskel" is no component that is known; did you mean "haskell"\? The list is in/],
		[{ keep: "aws" }, /keep: "aws" .*did you mean "aws-cli"/],
		[{ keep: "gcloud" }, /did you mean "google-cloud-cli"/],
		[{ keep: "nothing-like-it" }, /is no component that is known; the list is in docs\/components.md/],
		[{ remove: "/usr/share/dotnet" }, /"\/usr\/share\/dotnet" is a path.*did you mean "dotnet"/],
		[{ remove: "/usr/local/lib/android" }, /is a path.*did you mean "android-ndk"/],
		[{ remove: "/srv/data" }, /is a path, and only components can be named; the list is in/],
		[{ keep: "jdk", remove: "jdk" }, /keep: "jdk" stands in remove too/],
		[{ keep: "android", remove: "android" }, /keep: "android" stands in remove too/],
		[{ "free-disk": "off", "min-free": "9GB" }, /min-free: "9GB" asks for room, and free-disk: off makes none/],
		[{ "free-disk": "off", remove: "jdk" }, /remove: "jdk" asks for room/],
		[{ "free-disk": "on" }, /free-disk: "on" is not one of its values.*auto, off/],
		[{ "min-free": "20" }, /min-free: "20" is a number without a unit/],
		[{ "min-free": "20Gb" }, /a small b means bits/],
		[{ "min-free": "0GB" }, /size of zero/],
		[{ "allow-self-hosted": "yes" }, /neither true nor false/],
	])("%j is refused", (values, problem) => {
		expect(read(values).problems).toEqual([expect.stringMatching(problem)]);
	});

	it("lets a group stay and one of it go", () => {
		expect(read({ keep: "android", remove: "android-ndk" }).problems).toEqual([]);
	});

	it("keep beside off is harmless", () => {
		expect(read({ "free-disk": "off", keep: "jdk" }).problems).toEqual([]);
	});

	it("a name that is not known removes nothing", () => {
		expect(read({ remove: "haskel,swift" }).space.remove).toEqual(["swift"]);
	});

	it("the sub-action reads the same without the switch", () => {
		expect(knownInputs(readRoom).map(({ name }) => name)).toEqual(["min-free", "keep", "remove", "allow-self-hosted"]);
	});
});
