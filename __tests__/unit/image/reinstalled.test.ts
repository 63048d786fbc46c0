import { describe, expect, it } from "@jest/globals";
import { createAnalysis } from "../../../src/image/analysis.ts";
import { noteOffPath } from "../../../src/judge/torch.ts";
import { imageFacts, known } from "../../support/facts.ts";
import { analyse, type Files, metadata, SYSTEM, torchFile, VENV } from "./support.ts";

const OLD: Files = {
	[`${SYSTEM}/torch/version.py`]: torchFile("2.6.0+cu124"),
	[`${SYSTEM}/torch/lib/a.so`]: 700,
	[`${SYSTEM}/torch-2.6.0+cu124.dist-info/METADATA`]: metadata("torch", "2.6.0+cu124"),
	[`${SYSTEM}/torch-2.6.0+cu124.dist-info/RECORD`]: "torch/version.py,,\ntorch/lib/a.so,,\ntorch/old/b.so,,\n",
};
const NEW: Files = {
	[`${SYSTEM}/torch/version.py`]: torchFile("2.8.0+cu128", "12.8"),
	[`${SYSTEM}/torch/lib/a.so`]: 900,
	[`${SYSTEM}/torch-2.8.0.dist-info/METADATA`]: metadata("torch", "2.8.0"),
	[`${SYSTEM}/torch-2.8.0.dist-info/RECORD`]: "torch/version.py,,\ntorch/lib/a.so,,\n",
};
const sizes = (layers: readonly Files[]) =>
	Object.fromEntries(analyse(layers).distributions.map(({ name, version, bytes }) => [`${name} ${version}`, bytes]));
const versionBytes = String(NEW[`${SYSTEM}/torch/version.py`]).length;

describe("torch that was put over another one without uninstalling it", () => {
	it("is told with the METADATA that is its own, what it replaced, and what lies beside it", () => {
		expect(analyse([{}, OLD, NEW]).torch).toMatchObject([
			{
				version: "2.8.0+cu128",
				metadataVersion: "2.8.0",
				layer: 2,
				leftBeside: ["2.6.0+cu124"],
				replaced: [{ version: "2.6.0+cu124", layer: 1 }],
			},
		]);
	});

	it.each([
		[OLD, NEW],
		[NEW, OLD],
	])("is told with its own METADATA in one layer too, whatever the order of its files", (first, second) => {
		const files = { ...first, ...second, [`${SYSTEM}/torch/version.py`]: torchFile("2.8.0+cu128", "12.8") };
		expect(analyse([files]).torch).toMatchObject([{ metadataVersion: "2.8.0", leftBeside: ["2.6.0+cu124"] }]);
	});

	it("owns the files that both claim, the old one what only it claims", () => {
		const layers = [{ ...OLD, [`${SYSTEM}/torch/old/b.so`]: 30 }, NEW];
		expect(sizes(layers)).toEqual({ "torch 2.6.0+cu124": 30, "torch 2.8.0": 900 + versionBytes });
	});

	it("owns them where an older version was put over a newer one", () => {
		expect(sizes([NEW, OLD])).toEqual({ "torch 2.6.0+cu124": 700 + versionBytes, "torch 2.8.0": undefined });
	});

	it("shares with another distribution as before: those files are nobody's", () => {
		const other = {
			[`${SYSTEM}/x-1.dist-info/METADATA`]: metadata("x", "1"),
			[`${SYSTEM}/x-1.dist-info/RECORD`]: "torch/lib/a.so,,\n",
		};
		for (const layers of [
			[OLD, other, NEW],
			[other, OLD, NEW],
			[OLD, NEW, other],
		])
			expect(sizes(layers)).toEqual({ "torch 2.6.0+cu124": undefined, "torch 2.8.0": versionBytes, "x 1": undefined });
	});
});

it("a torch of the default index that was replaced is told with the version that pip knows", () => {
	const old = {
		[`${SYSTEM}/torch/version.py`]: torchFile("2.6.0+cu124"),
		[`${SYSTEM}/torch-2.6.0.dist-info/METADATA`]: metadata("torch", "2.6.0"),
	};
	const replaced = [{ version: "2.6.0+cu124", metadataVersion: "2.6.0", layer: 0 }];
	const { torch } = analyse([old, { ...NEW, [`${SYSTEM}/torch-2.6.0.dist-info`]: -1 }]);
	expect(torch).toMatchObject([{ version: "2.8.0+cu128", replaced }]);
	expect(torch[0]?.leftBeside).toBeUndefined();
	const gone = analyse([old, { [`${SYSTEM}/torch`]: -1, [`${SYSTEM}/torch-2.6.0.dist-info`]: -1 }]);
	expect(gone.deletedTorch).toEqual([{ version: "2.6.0+cu124", site: `/${SYSTEM}`, layer: 0, deletedIn: 1 }]);
});

describe("a torch that plain python does not find", () => {
	const CONDA = "opt/conda/envs/x/lib/python3.12/site-packages";
	const DEFAULT = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
	const venv = { "opt/venv/pyvenv.cfg": "", [`${VENV}/torch/version.py`]: torchFile("2.6.0") };
	const conda = {
		"opt/conda/envs/x/conda-meta/numpy-2.1.0-py312h_0.json": 9,
		[`${CONDA}/torch/version.py`]: torchFile("2.6.0"),
	};
	const system = { [`${SYSTEM}/torch/version.py`]: torchFile("2.6.0") };
	const notesOf = (files: Files, path: string | undefined) =>
		noteOffPath([imageFacts({ torch: known(analyse([files], path).torch) })]);

	it.each<[string, Files, string, string]>([
		["a venv", venv, DEFAULT, "/opt/venv"],
		["a conda environment", conda, `/opt/conda/bin:${DEFAULT}`, "/opt/conda/envs/x"],
		["a venv, with the usual link of /bin", { ...venv, bin: -2 }, DEFAULT, "/opt/venv"],
	])("in %s is noted", (_name, files, path, prefix) => {
		expect(notesOf(files, path)).toEqual([
			`torch is in ${prefix}, and the image's PATH has no ${prefix}/bin: "python" will not find it`,
		]);
	});

	it.each<[string, Files, string | undefined]>([
		["in PATH", venv, `/opt/venv/bin/:${DEFAULT}`],
		["in PATH, of conda", conda, `/opt/conda/envs/x/bin:${DEFAULT}`],
		["in PATH by another name", { ...venv, venv: -2 }, `/venv/bin:${DEFAULT}`],
		["beside one that is found", { ...venv, ...system }, DEFAULT],
		["of the system", system, "/nowhere"],
		[
			"elsewhere",
			{ "srv/torch/version.py": torchFile("2"), "srv/torch-2.dist-info/METADATA": metadata("torch", "2") },
			DEFAULT,
		],
		["with a PATH that is not known", venv, undefined],
	])("is not noted: %s", (_name, files, path) => {
		expect(notesOf(files, path)).toEqual([]);
	});

	it("is told once for all platforms", () => {
		const image = imageFacts({ torch: known(analyse([venv], DEFAULT).torch) });
		expect(noteOffPath([image, image])).toHaveLength(1);
		expect(noteOffPath([imageFacts({ torch: known(createAnalysis().finish(DEFAULT).torch) })])).toEqual([]);
	});
});
