import { describe, expect, it } from "@jest/globals";
import type { ImageFacts, TorchFacts } from "../../../src/model/facts.ts";
import type { Verdict } from "../../../src/model/verdict.ts";
import { arm } from "../../support/arm.ts";
import { imageFacts, known, layerFacts, torchFacts } from "../../support/facts.ts";

const REQUIREMENTS = "pip install --no-cache-dir --ignore-installed blinker -r requirements.txt";

/** torch 2.6.0+cu124 of line 50, then `command` in line 57 with torch 2.8.0 of the default index over it. */
function replacedBy(command: string, overrides: Partial<TorchFacts> = {}): ImageFacts {
	const text = `RUN ${command}`;
	const step = { text: text.length > 200 ? `${text.slice(0, 199)}…` : text, file: "Dockerfile", line: 57 };
	const layer = layerFacts({ index: 2, createdBy: `RUN |1 PIP_RETRIES=5 /bin/sh -c ${command} # buildkit`, step });
	const torch = torchFacts({
		version: "2.8.0+cu128",
		metadataVersion: "2.8.0",
		cuda: "12.8",
		layer: 2,
		step,
		replaced: [{ version: "2.6.0+cu124", layer: 1, step: { text: "RUN pip install torch", line: 50 } }],
		...overrides,
	});
	return imageFacts({
		layers: known([layerFacts({ index: 0, base: true }), layerFacts({ index: 1 }), layer]),
		torch: known([torch]),
	});
}

function judge(inputs: Readonly<Record<string, string>>, facts: ImageFacts): Verdict {
	const { armed, problems } = arm(inputs);
	expect(problems).toEqual([]);
	return armed[0]?.judge(facts) as Verdict;
}

const torch = (facts: ImageFacts, asked = ">=2.6,<2.8") => judge({ "torch-version": asked }, facts);
const cuda = (facts: ImageFacts, asked = "12.4") => judge({ "cuda-version": asked }, facts);

const KEEP =
	'keep what Dockerfile:50 installed: "torch==2.6.0+cu124" in constraints.txt, and `pip install -c constraints.txt …` in Dockerfile:57';
const TAKE_OUT =
	"take --ignore-installed out of Dockerfile:57 (for blinker alone: `pip install --ignore-installed --no-deps blinker` in a RUN of its own)";

describe("requirements that were installed with --ignore-installed, over the torch of an earlier step", () => {
	const story = replacedBy(REQUIREMENTS, {
		leftBeside: ["2.6.0+cu124"],
		requiredBy: [{ name: "trainer", version: "1.0", requirement: "torch>=2.0" }],
	});

	it("torch-version: says what the switch did, and how to keep the build that was there", () => {
		expect(torch(story)).toMatchObject({
			status: "fail",
			evidence: [
				`torch 2.8.0+cu128 is in /usr/local/lib/python3.12/site-packages, from RUN ${REQUIREMENTS} (Dockerfile:57)`,
				"replaced 2.6.0+cu124 of Dockerfile:50",
				"METADATA of 2.6.0+cu124 still lies beside it: pip did not uninstall it",
				'--ignore-installed in Dockerfile:57 is a switch for all packages of that call, not for "blinker" alone: it installs torch anew over the one that is there',
				"torch/version.py says 2.8.0+cu128, METADATA says 2.8.0",
				"trainer 1.0 requires torch>=2.0",
			],
			remedy: `${TAKE_OUT}; ${KEEP}, so that pip keeps to it or says what stands against it`,
		});
	});

	it("of a history that was cut nothing is said: what counts may be in the rest", () => {
		const cut = replacedBy(`${REQUIREMENTS} && true …`);
		const layers = cut.layers.known
			? cut.layers.value.map((layer) => ({ ...layer, createdBy: layer.createdBy.replace(/…[^…]*$/, "…") }))
			: [];
		expect(torch(cut).evidence?.join("\n")).toContain("is a switch");
		expect(torch({ ...cut, layers: known(layers) }).evidence?.join("\n")).not.toContain("is a switch");
	});

	it("cuda-version: the step that took the right index is not told to take it", () => {
		const verdict = cuda(story);
		expect(verdict.evidence?.join("\n")).toContain("--ignore-installed in Dockerfile:57 is a switch");
		expect(verdict.remedy).toBe(`${TAKE_OUT}; ${KEEP}, or change cuda-version`);
	});

	it("a green torch-version tells what still lies beside it", () => {
		expect(torch(story, ">=2.6")).toMatchObject({
			status: "pass",
			evidence: expect.arrayContaining([expect.stringContaining("METADATA of 2.6.0+cu124 still lies beside it")]),
		});
	});
});

it("tells three of very many versions that lie beside it, and counts the others", () => {
	const leftBeside = Array.from({ length: 900 }, (_, i) => `2.5.${i}`);
	const facts = imageFacts({ torch: known([torchFacts({ leftBeside })]) });
	expect(torch(facts, ">=2.6").evidence?.slice(-2)).toEqual([
		"METADATA of 2.5.2 still lies beside it: pip did not uninstall it",
		"and that of 897 more",
	]);
});

describe("a switch is blamed", () => {
	it.each([
		[
			"for no one package",
			"pip install -I -r requirements.txt",
			"-I in Dockerfile:57 is a switch for all packages of that call, not for one package",
			"take -I out of Dockerfile:57 (for one package: `pip install -I --no-deps NAME` in a RUN of its own)",
		],
		[
			"not for one of two",
			"pip install --force-reinstall a b",
			"not for one package: it installs torch anew",
			"take --force-reinstall out of",
		],
		[
			"with pip of a path, behind other calls",
			"/opt/venv/bin/pip install -U pip wheel && python3 -m pip install --force-reinstall trainer",
			'not for "trainer" alone',
			"take --force-reinstall out of",
		],
		[
			"when it is eager",
			"pip install -U --upgrade-strategy=eager -r r.txt",
			"--upgrade-strategy eager in Dockerfile:57 is a switch",
			"take --upgrade-strategy eager out of Dockerfile:57;",
		],
		[
			"with torch named",
			'pip install --upgrade "torch>=2.6" trainer',
			"--upgrade in Dockerfile:57 takes the newest torch that fits",
			"take --upgrade or the name torch out of that call in Dockerfile:57;",
		],
		[
			"in one word with other short ones",
			"pip install -qU torch",
			"-U in Dockerfile:57 takes the newest torch that fits",
			"take -U or the name torch out of that call in Dockerfile:57;",
		],
		[
			"in one word with -r, whose file is no package",
			"pip install -qIr requirements.txt",
			"-I in Dockerfile:57 is a switch for all packages of that call, not for one package",
			"take -I out of Dockerfile:57 (for one package:",
		],
		[
			"before -r in one word with its file",
			"pip install -I -rrequirements.txt",
			"-I in Dockerfile:57 is a switch for all packages of that call, not for one package",
			"take -I out of Dockerfile:57 (for one package:",
		],
		[
			"in a here-document",
			"set -e\npip install -r a.txt --no-deps torchvision \\\n  --ignore-installed\necho done",
			"--ignore-installed in Dockerfile:57 is a switch",
			"take --ignore-installed out of",
		],
		[
			"in a text longer than the report's",
			`pip install ${"--find-links /wheels ".repeat(12)}--ignore-installed -r r.txt`,
			"--ignore-installed in Dockerfile:57 is a switch",
			"take --ignore-installed out of",
		],
	])("%s", (_name, command, evidence, remedy) => {
		const verdict = torch(replacedBy(command));
		expect(verdict.evidence?.join("\n")).toContain(evidence);
		expect(verdict.remedy).toContain(remedy);
		expect(verdict.remedy).toContain(KEEP);
	});

	it("in one of several calls, when what pip left behind proves it", () => {
		const command = "pip install numpy && pip install --ignore-installed -r r.txt";
		expect(torch(replacedBy(command)).remedy).not.toContain("take");
		expect(torch(replacedBy(command, { leftBeside: ["2.6.0+cu124"] })).remedy).toContain("take --ignore-installed");
	});
});

describe("no switch is blamed", () => {
	it.each([
		["-U without torch's name: pip keeps what fits", "pip install -U -r r.txt"],
		["a strategy without --upgrade", "pip install --upgrade-strategy eager -r r.txt"],
		["one package without what it needs", "pip install -I --no-deps blinker && pip install -r r.txt"],
		["another torch that is asked for by name", "pip install -U torch==2.8.0"],
		["a torch that a variable names", 'pip install --ignore-installed "torch==$TORCH"'],
		["another program's option", "apt-get install -I x && pip install -r r.txt"],
		["uv, which has other switches", "uv pip install -U torch"],
		["uv with options of its own", "uv --no-cache pip install -U torch"],
		["-U in one word with -r", "pip install -Ur requirements.txt"],
		["letters of a value", "pip install -rUI.txt --global-option -IU torch"],
		["a switch that is a value", "pip install -r r.txt --find-links -I"],
		["a comment", "pip install -r r.txt # not --ignore-installed"],
		["pip download", "pip download -r r.txt --force-reinstall install"],
	])("%s", (_name, command) => {
		const verdict = torch(replacedBy(command));
		expect(verdict.evidence?.join("\n")).not.toMatch(/switch|newest/);
		expect(verdict.remedy).toBe(`${KEEP}, so that pip keeps to it or says what stands against it`);
	});

	it("nothing was replaced", () => {
		expect(torch(replacedBy(REQUIREMENTS, { replaced: [] })).remedy).toMatch(
			/^write "torch>=2.6,<2.8" into constraints/,
		);
	});

	it("the text is cut before a switch could be seen, and the history does not have it", () => {
		const { layers, ...facts } = replacedBy(`pip install ${"--find-links /wheels ".repeat(12)}--ignore-installed x`);
		expect(torch({ ...facts, layers: { known: false, why: "no way" } }).remedy).toMatch(/^keep what Dockerfile:50/);
		expect(layers.known).toBe(true);
	});
});

describe("a replaced copy that is what was asked for", () => {
	const replaced = (version: string, layer: number, line: number, metadataVersion?: string) => ({
		version,
		layer,
		step: { text: "RUN", line },
		...(metadataVersion !== undefined && { metadataVersion }),
	});
	const PLAIN = "pip install -r requirements.txt";

	it("of the default index is pinned as pip knows it: without the local part", () => {
		const facts = replacedBy(PLAIN, { replaced: [replaced("2.6.0+cu124", 1, 50, "2.6.0")] });
		expect(torch(facts).remedy).toContain('"torch==2.6.0" in constraints.txt');
		expect(cuda(facts).remedy).toContain('"torch==2.6.0" in constraints.txt');
	});

	it("is kept in every step that put another one over it", () => {
		const facts = replacedBy(PLAIN, { replaced: [replaced("2.9.0", 2, 53), replaced("2.6.0+cu124", 1, 50)], layer: 3 });
		expect(torch(facts).remedy).toContain("-c constraints.txt …` in Dockerfile:53 and Dockerfile:57");
	});

	it("of the base image is kept too", () => {
		const facts = replacedBy(PLAIN, { replaced: [{ version: "2.6.0", layer: 0 }] });
		expect(torch(facts).remedy).toContain('keep what the base image has: "torch==2.6.0" in constraints.txt');
	});

	it("is kept as well where the wrong build of the right release took its place", () => {
		const facts = replacedBy(PLAIN, { version: "2.6.0" });
		expect(torch(facts, "==2.6.0+cu124").remedy).toContain(KEEP);
	});

	const requiredBy = [{ name: "torchvision", version: "0.23.0", requirement: "torch (==2.8.0)" }];

	it("with a requirement that rules out all that was asked: first that one, then the exact copy, then the switch", () => {
		expect(torch(replacedBy(REQUIREMENTS, { requiredBy })).remedy).toBe(
			`pin torchvision to a release that accepts torch >=2.6,<2.8 (torchvision 0.23.0 requires torch (==2.8.0)); to have pip find it, write "torch==2.6.0+cu124" into constraints.txt and install with \`pip install -c constraints.txt …\` in Dockerfile:57; and ${TAKE_OUT}`,
		);
	});

	it.each([
		["cuda-version", "12.4"],
		["torch-version", "==2.6.0"],
	])("%s: with a requirement that rules out that copy, says so", (input, asked) => {
		const remedy = judge({ [input]: asked }, replacedBy(PLAIN, { requiredBy })).remedy;
		expect(remedy).toMatch(/^pin torchvision to a release that accepts torch /);
		expect(remedy).toContain("torch==2.6.0+cu124");
	});

	it.each(["12.4.*", ">=12.1,<12.6", "cu124"])("cuda-version %s takes a build for 12.4", (asked) => {
		expect(cuda(replacedBy(PLAIN), asked).remedy).toBe(`${KEEP}, or change cuda-version`);
	});
});

describe("a build from PyTorch's own index, which has little else", () => {
	it.each([
		[
			"before a step that installs more",
			"pip install -r requirements.txt",
			"in a RUN before Dockerfile:57: `pip install",
		],
		["in a step that installs torch", "pip3 install torch torchvision==0.23.0", "in Dockerfile:57: `pip install"],
	])("%s", (_name, command, place) => {
		const facts = replacedBy(command, { replaced: [] });
		expect(cuda(facts).remedy).toContain(`install torch from PyTorch's own index for it ${place}`);
		expect(cuda(facts, "12.4.*").remedy).toContain("https://download.pytorch.org/whl/cu124 torch");
		expect(torch(facts, "==2.8.0+cu126").remedy).toContain(`install that build from PyTorch's own index ${place}`);
	});

	it("none: a CPU build that was replaced is kept", () => {
		const facts = replacedBy("pip install -r r.txt", { replaced: [{ version: "2.6.0+cpu", layer: 1 }] });
		expect(cuda(facts, "none").remedy).toContain('"torch==2.6.0+cpu" in constraints.txt');
	});
});
