import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";
import { folderWith } from "./support/docker.ts";
import { BASE } from "./support/dockerfiles.ts";
import { buildIn, everythingTold } from "./support/steps.ts";

jest.setTimeout(300_000);

/** Where only root may look, on the machine that builds. */
const PRIVATE = mkdtempSync(path.join(process.getuid?.() === 0 ? "/root" : "/tmp", "mlbuild-e2e-private-"));
const STOLEN = "4.4.4+stolen";
const HOST_TORCH = `__version__ = '${STOLEN}'\ncuda = '66.6'\nroot_only = 'do-not-tell-4711'\n`;

beforeAll(() => {
	mkdirSync(path.join(PRIVATE, "torch"), { recursive: true });
	mkdirSync(path.join(PRIVATE, "torch-4.4.4.dist-info"));
	writeFileSync(path.join(PRIVATE, "torch/version.py"), HOST_TORCH, { mode: 0o600 });
	writeFileSync(
		path.join(PRIVATE, "torch-4.4.4.dist-info/METADATA"),
		"Metadata-Version: 2.1\nName: torch\nVersion: 4.4.4\nSummary: do-not-tell-4711\n",
		{ mode: 0o600 },
	);
	chmodSync(PRIVATE, 0o700);
});
afterAll(() => rmSync(PRIVATE, { recursive: true, force: true }));

const SITE = "/usr/lib/python3/dist-packages";
const UP = "../".repeat(24);
const METADATA = `mkdir -p ${SITE}/torch-2.6.0.dist-info && printf 'Metadata-Version: 2.1\\nName: torch\\nVersion: 2.6.0\\n' >${SITE}/torch-2.6.0.dist-info/METADATA`;

describe("links in the image that lead to files of this machine", () => {
	it.each([
		[
			"version.py is a link",
			`mkdir ${SITE}/torch && ln -s ${PRIVATE}/torch/version.py ${SITE}/torch/version.py && ${METADATA}`,
			"2.6.0",
		],
		[
			"version.py is a relative link",
			`mkdir ${SITE}/torch && ln -s ${UP}${PRIVATE.slice(1)}/torch/version.py ${SITE}/torch/version.py && ${METADATA}`,
			"2.6.0",
		],
		["the folder torch is a link", `ln -s ${PRIVATE}/torch ${SITE}/torch && ${METADATA}`, "2.6.0"],
		[
			"the folder torch is a relative link",
			`ln -s ${UP}${PRIVATE.slice(1)}/torch ${SITE}/torch && ${METADATA}`,
			"2.6.0",
		],
		[
			"METADATA is a link",
			`mkdir ${SITE}/torch-4.4.4.dist-info && ln -s ${PRIVATE}/torch-4.4.4.dist-info/METADATA ${SITE}/torch-4.4.4.dist-info/METADATA`,
			"",
		],
		[
			"site-packages is a link",
			`mkdir -p /opt/venv/lib/python3.11 && touch /opt/venv/pyvenv.cfg && ln -s ${PRIVATE} /opt/venv/lib/python3.11/site-packages`,
			"",
		],
	])("%s: nothing of them is read", async (_, make, version) => {
		const folder = folderWith({ Dockerfile: `${BASE}RUN ${make}\n` });
		const result = await buildIn(folder, { "torch-version": "==4.4.4", "cuda-version": "66.6" });
		expect(result).toMatchObject({
			code: 1,
			left: [],
			outputs: { verdict: "fail", "failure-kind": "assertion", "torch-version": version, "cuda-version": "" },
		});
		const told = everythingTold(result);
		for (const text of [STOLEN, "do-not-tell-4711", "root_only"]) expect(told).not.toContain(text);
		for (const { status } of result.report.verdicts) expect(["fail", "unknown"]).toContain(status);
	});
});

it("follows a link that stays inside the image", async () => {
	const folder = folderWith({
		Dockerfile: `${BASE}RUN ${METADATA} && mkdir ${SITE}/torch && ln -s real.py ${SITE}/torch/version.py && printf "__version__ = '2.6.0+cu124'\\ncuda: str = '12.4'\\n" >${SITE}/torch/real.py\n`,
	});
	const result = await buildIn(folder, { "torch-version": ">=2.6" });
	expect(result.code).toBe(0);
	// A link inside the image may be followed or not, but what is said must be true.
	expect(["2.6.0+cu124", "2.6.0"]).toContain(result.outputs["torch-version"]);
});

it("says what helps when the files of torch are links into a cache of the image", async () => {
	const cache = "/root/.cache/uv/archive-v0/abc";
	const make = `mkdir -p ${cache}/torch ${SITE}/torch && printf "__version__ = '2.6.0'\\n" >${cache}/torch/version.py && ln -s ${cache}/torch/version.py ${SITE}/torch/`;
	const folder = folderWith({ Dockerfile: `${BASE}RUN ${make}\n` });
	const { code, report } = await buildIn(folder, { "torch-version": ">=2.6" });
	expect(code).toBe(1);
	const remedy = expect.stringContaining("UV_LINK_MODE=copy");
	expect(report.verdicts).toMatchObject([{ status: "unknown", remedy }]);
});

it("passes over a METADATA without data", async () => {
	const make = `mkdir -p ${SITE}/torch ${SITE}/a-1.dist-info ${SITE}/b-1.dist-info && printf "__version__ = '2.6.0'\\n" >${SITE}/torch/version.py && printf '\\0' >${SITE}/a-1.dist-info/METADATA && truncate -s 5000 ${SITE}/b-1.dist-info/METADATA`;
	const result = await buildIn(folderWith({ Dockerfile: `${BASE}RUN ${make}\n` }), { "torch-version": ">=2.6" });
	expect(result).toMatchObject({ code: 0, outputs: { "torch-version": "2.6.0" } });
});
