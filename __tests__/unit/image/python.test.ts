import { describe, expect, it } from "@jest/globals";
import { readCondaName, readCoreMetadata, readRecord, readTorchVersion } from "../../../src/image/python-files.ts";
import { WANTED } from "../../../src/image/wanted.ts";
import { analyse, type Files, metadata, SYSTEM, torchFile, VENV } from "./support.ts";

function rowsOf(text: string): (readonly [group: string, bytes: number])[] {
	const rows: (readonly [string, number])[] = [];
	readRecord(text, (group, bytes) => rows.push([group, bytes]));
	return rows;
}

describe("readTorchVersion", () => {
	it.each([
		[
			"typed",
			"from typing import Optional\n__all__ = ['__version__']\n__version__ = '2.6.0+cu124'\ndebug = False\ncuda: Optional[str] = '12.4'\nhip: Optional[str] = None\n",
			"2.6.0+cu124",
			"12.4",
			null,
		],
		["untyped", "__version__ = '1.13.0a0'\ncuda = None\n", "1.13.0a0", null, undefined],
		["double quotes and CRLF", '__version__ = "2.8.0+cu128"\r\ncuda = "12.8"\r\n', "2.8.0+cu128", "12.8", undefined],
		[
			"ROCm",
			"__version__ = '2.6.0+rocm6.2.4'\ncuda: Optional[str] = None\nhip: Optional[str] = '6.2.41134'\n",
			"2.6.0+rocm6.2.4",
			null,
			"6.2.41134",
		],
		["cut before cuda", "__version__ = '2.6.0'\n", "2.6.0", undefined, undefined],
	])("reads a file that is %s", (_name, text, version, cuda, hip) => {
		expect(readTorchVersion(text)).toEqual({ version, cuda, hip });
	});

	it.each(["", "version = get()", "# __version__ = '1'", "__version__ = None"])("finds no version in %j", (text) => {
		expect(readTorchVersion(text)).toBeUndefined();
	});
});

describe("small files", () => {
	it("reads the head of METADATA, not its description", () => {
		const text =
			"Metadata-Version: 2.1\nName: Some_Pkg\nVersion: 1.0\nRequires-Dist: torch>=2.0\nLicense: a\n b\nrequires-dist: numpy\n\nVersion: 9\nRequires-Dist: no";
		expect(readCoreMetadata(text)).toMatchObject({
			name: "Some_Pkg",
			version: "1.0",
			requires: ["torch>=2.0", "numpy"],
		});
	});

	it("keeps a field with a NUL in it to itself", () => {
		expect(
			readCoreMetadata("Name: x\0bad\nVersion: 1\nRequires-Dist: torch\0>=2\nRequires-Dist: numpy\n"),
		).toMatchObject({
			name: "x\0bad",
			version: "1",
			requires: ["torch\0>=2", "numpy"],
		});
		expect(rowsOf("a\0b/c.py,,\n")).toEqual([["a\0b/*", 0]]);
	});

	it.each(["", "Name: a\n", "<html>"])("takes %j for no METADATA", (text) => {
		expect(readCoreMetadata(text)).toBeUndefined();
	});

	it("groups RECORD's rows by two components with their bytes, without what lies outside", () => {
		const rows = [
			"six.py,sha256=x,1",
			"torch/__init__.py,,",
			"torch/lib/a.so,sha256=x,20",
			"torch/lib/b/c.so,sha256=y,300",
			'"torch/inc,lude/x.h",sha256=z,4',
			"../../../bin/torchrun,,7",
			"/abs,,7",
			"nocomma",
		];
		expect(rowsOf(rows.join("\n"))).toEqual([
			["six.py", 1],
			["torch/*", 0],
			["torch/lib", 320],
			["torch/inc,lude", 4],
		]);
	});

	it.each([
		["opt/conda/conda-meta/numpy-2.1.0-py312h_0.json", { name: "numpy", version: "2.1.0" }],
		["conda-meta/cuda-nvcc-dev_linux-64-12.4.131-0.json", { name: "cuda-nvcc-dev_linux-64", version: "12.4.131" }],
		["conda-meta/history", undefined],
	])("reads conda's %s", (path, found) => {
		expect(readCondaName(path)).toEqual(found);
	});

	it.each([
		["opt/venv/lib/python3.12/site-packages/torch/version.py", true],
		["a/torch-2.6.0.dist-info/METADATA", true],
		["a/torch-2.6.0.dist-info/RECORD", true],
		["usr/lib/python3/dist-packages/x.egg-info/PKG-INFO", true],
		["usr/lib/python3/dist-packages/x-1.egg-info", true],
		["a/mytorch/version.py", false],
		["a/torch/version.pyc", false],
		["METADATA", false],
	])("wants %s: %s", (path, wanted) => {
		expect(new RegExp(WANTED).test(path)).toBe(wanted);
	});
});

describe("distributions", () => {
	it("belong to their environments, with the bytes that are theirs alone", () => {
		const { distributions } = analyse([
			{
				"opt/venv/pyvenv.cfg": "home = /usr/bin",
				[`${VENV}/nvidia_a-1.dist-info/METADATA`]: metadata("nvidia_a", "1"),
				[`${VENV}/nvidia_a-1.dist-info/RECORD`]: "nvidia/__init__.py,,\nnvidia/a/lib/x.so,,\n",
				[`${VENV}/nvidia.b-1.dist-info/METADATA`]: metadata("nvidia.b", "1"),
				[`${VENV}/nvidia.b-1.dist-info/RECORD`]: "nvidia/__init__.py,,\nnvidia/b/y.so,,\n",
				[`${VENV}/nvidia/__init__.py`]: 7,
				[`${VENV}/nvidia/a/lib/x.so`]: 1000,
				[`${VENV}/nvidia/a/lib/__pycache__/x.pyc`]: 10,
				[`${VENV}/nvidia/b/y.so`]: 500,
			},
			{ [`${SYSTEM}/six-1.dist-info/METADATA`]: metadata("six", "1") },
		]);
		expect(distributions).toEqual([
			{
				name: "nvidia_a",
				key: "nvidia-a",
				version: "1",
				requires: [],
				site: `/${VENV}`,
				environment: "venv",
				prefix: "/opt/venv",
				bytes: 1010,
				layer: 0,
			},
			{
				name: "nvidia.b",
				key: "nvidia-b",
				version: "1",
				requires: [],
				site: `/${VENV}`,
				environment: "venv",
				prefix: "/opt/venv",
				bytes: 500,
				layer: 0,
			},
			{
				name: "six",
				key: "six",
				version: "1",
				requires: [],
				site: `/${SYSTEM}`,
				environment: "system",
				prefix: "/usr/local",
				layer: 1,
			},
		]);
	});

	it.each<[string, Files, readonly string[]]>([
		[
			"conda",
			{
				"opt/conda/conda-meta/mkl-2024.0-h1_0.json": 9,
				"opt/conda/lib/python3.12/site-packages/a-1.dist-info/METADATA": metadata("a", "1"),
			},
			["mkl 2024.0 conda", "a 1 conda"],
		],
		[
			"conda's record of a Python package",
			{
				"opt/conda/conda-meta/a-1-py_0.json": 9,
				"opt/conda/lib/python3.12/site-packages/a-1.dist-info/METADATA": metadata("a", "1"),
			},
			["a 1 conda"],
		],
		["Debian's egg-info file", { "usr/lib/python3/dist-packages/a-1.egg-info": metadata("a", "1") }, ["a 1 system"]],
		["pip install --target", { "srv/libs/a-1.dist-info/METADATA": metadata("a", "1") }, ["a 1 other"]],
		[
			"what setuptools carries along",
			{ [`${SYSTEM}/setuptools/_vendor/a-1.dist-info/METADATA`]: metadata("a", "1") },
			[],
		],
		["uv's cache", { "root/.cache/uv/archive-v0/x/a-1.dist-info/METADATA": metadata("a", "1") }, []],
		[
			"conda's cache",
			{
				"opt/conda/pkgs/a-1-0/info/index.json": 9,
				"opt/conda/pkgs/a-1-0/lib/python3.12/site-packages/a-1.dist-info/METADATA": metadata("a", "1"),
			},
			[],
		],
	])("are told from %s", (_name, files, listed) => {
		const { distributions } = analyse([files]);
		expect(distributions.map(({ key, version, environment }) => `${key} ${version} ${environment}`)).toEqual(listed);
	});

	it.each([
		["is empty", ""],
		["names only what lies outside", "../../../bin/x,,\n/etc/x,,\n"],
		["names only what is not there", "gone/a.py,,\n"],
	])("have no size when RECORD %s", (_name, record) => {
		const info = `${SYSTEM}/a-1.dist-info`;
		const { distributions } = analyse([
			{ [`${info}/METADATA`]: metadata("a", "1"), [`${info}/RECORD`]: record, [`${SYSTEM}/a/x.py`]: 10 },
		]);
		expect(distributions).toHaveLength(1);
		expect(distributions[0]?.bytes).toBeUndefined();
	});

	it.each([
		["by what their RECORDs say", 1200, [700, 400]],
		["not when not all of it is there", 1099, [undefined, undefined]],
	])("share a folder, as CUDA 13's wheels do, %s", (_how, there, expected) => {
		const wheel = (name: string, bytes: number) => ({
			[`${VENV}/${name}-13.dist-info/METADATA`]: metadata(name, "13"),
			[`${VENV}/${name}-13.dist-info/RECORD`]: `nvidia/cu13/lib/${name}.so,sha256=x,${bytes}\n`,
		});
		const { distributions } = analyse([
			{ ...wheel("nvidia-a", 700), ...wheel("nvidia-b", 400), [`${VENV}/nvidia/cu13/lib/all.so`]: there },
		]);
		expect(distributions.map(({ bytes }) => bytes)).toEqual(expected);
	});

	it("that are hidden do not count", () => {
		const info = `${SYSTEM}/a-1.dist-info`;
		const { distributions } = analyse([{ [`${info}/METADATA`]: metadata("a", "1") }, { [info]: -1 }]);
		expect(distributions).toEqual([]);
	});
});

describe("torch", () => {
	it("that was replaced by a later step is told with what it replaced and who required it", () => {
		const { torch } = analyse([
			{},
			{
				[`${SYSTEM}/torch/version.py`]: torchFile("2.6.0+cu124"),
				[`${SYSTEM}/torch-2.6.0.dist-info/METADATA`]: metadata("torch", "2.6.0"),
			},
			{
				[`${SYSTEM}/torch/version.py`]: torchFile("2.8.0+cu128", "12.8"),
				[`${SYSTEM}/torch-2.6.0.dist-info`]: -1,
				[`${SYSTEM}/torch-2.8.0.dist-info/METADATA`]: metadata("torch", "2.8.0"),
				[`${SYSTEM}/x-1.dist-info/METADATA`]: metadata(
					"x",
					"1",
					"torch==2.8.0",
					"torchvision",
					"torch>=1; extra == 'all'",
				),
				[`${VENV}/y-1.dist-info/METADATA`]: metadata("y", "1", "torch"),
			},
		]);
		expect(torch).toEqual([
			{
				version: "2.8.0+cu128",
				source: "torch/version.py",
				metadataVersion: "2.8.0",
				cuda: "12.8",
				site: `/${SYSTEM}`,
				layer: 2,
				replaced: [{ version: "2.6.0+cu124", metadataVersion: "2.6.0", layer: 1 }],
				requiredBy: [{ name: "x", version: "1", requirement: "torch==2.8.0" }],
			},
		]);
	});

	const both = {
		"opt/venv/pyvenv.cfg": "",
		[`${VENV}/torch/version.py`]: torchFile("2.6.0"),
		[`${SYSTEM}/torch/version.py`]: torchFile("2.8.0"),
	};
	it.each([
		["/opt/venv/bin:/usr/local/bin", ["2.6.0", "2.8.0"]],
		["/usr/local/bin:/opt/venv/bin/", ["2.8.0", "2.6.0"]],
		[undefined, ["2.8.0", "2.6.0"]],
	])("comes in the order of PATH %s", (path, versions) => {
		expect(analyse([both], path).torch.map(({ version }) => version)).toEqual(versions);
	});

	it.each<[string, Files, readonly string[]]>([
		[
			"without version.py",
			{ [`${SYSTEM}/torch-2.6.0.dist-info/METADATA`]: metadata("torch", "2.6.0") },
			["2.6.0 METADATA"],
		],
		[
			"beside METADATA elsewhere",
			{ "srv/torch/version.py": torchFile("2.6.0"), "srv/torch-2.6.0.dist-info/METADATA": metadata("torch", "2.6.0") },
			["2.6.0 torch/version.py"],
		],
		["in somebody's own code", { "app/backends/torch/version.py": torchFile("0.1") }, []],
		["in another package", { [`${SYSTEM}/keras/backend/torch/version.py`]: torchFile("0.1") }, []],
		[
			"in a cache",
			{
				"root/.cache/uv/archive-v0/x/torch/version.py": torchFile("2.6.0"),
				"root/.cache/uv/archive-v0/x/torch-2.6.0.dist-info/METADATA": metadata("torch", "2.6.0"),
			},
			[],
		],
	])("is told %s", (_name, files, listed) => {
		expect(analyse([files]).torch.map(({ version, source }) => `${version} ${source}`)).toEqual(listed);
	});
});
