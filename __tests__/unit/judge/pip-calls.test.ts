import { describe, expect, it } from "@jest/globals";
import { pipCalls } from "../../../src/judge/pip-calls.ts";

describe("short options in one word", () => {
	it.each<[string, readonly string[], readonly string[], boolean]>([
		["pip install -qU torch", ["-q", "-U", "torch"], ["torch"], false],
		["pip install -Ur requirements.txt", ["-U", "-r"], [], true],
		["pip install -Urrequirements.txt torch", ["-U", "-r", "torch"], ["torch"], true],
		["pip install -qqe . torch", ["-q", "-q", "-e", "torch"], ["torch"], true],
		["pip install -Uc constraints.txt torch", ["-U", "-c", "torch"], ["torch"], false],
		["pip install -cUr.txt torch", ["-c", "torch"], ["torch"], false],
		["pip install -it torch", ["-i", "torch"], ["torch"], false],
		["pip install --global-option -Ur torch", ["--global-option", "torch"], ["torch"], false],
		["pip install --requirement=r.txt", ["--requirement=r.txt"], [], true],
	])("%s", (text, words, named, listed) => {
		expect(pipCalls(text)).toMatchObject([{ words, named, listed }]);
	});
});
