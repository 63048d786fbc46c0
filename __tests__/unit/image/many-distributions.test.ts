import { expect, it } from "@jest/globals";
import { type AnalysisResult, createAnalysis } from "../../../src/image/analysis.ts";
import { listDistributions } from "../../../src/image/distributions.ts";
import { analyse, type Files, metadata, SYSTEM, torchFile, VENV } from "./support.ts";

const range = (length: number) => Array.from({ length }, (_, i) => i);
const info = (name: string, version = "1.0", site = SYSTEM) => `${site}/${name}-${version}.dist-info/METADATA`;
const TORCH = { [`${SYSTEM}/torch/version.py`]: torchFile("2.6.0+cu124") };
const linesOf = ({ distributions }: AnalysisResult) => distributions.flatMap(({ requires }) => requires).length;

it("keeps what an ordinary large image has", () => {
	const requires = range(700).map((i) => `extra-${i}; extra == "x${i}"`);
	const { distributions, distributionsLeftOut } = analyse([
		{ [info("airflow")]: metadata("airflow", "1.0", ...requires) },
	]);
	expect(distributions[0]).toMatchObject({ name: "airflow", requires });
	expect(distributions[0]).not.toHaveProperty("requiresLeftOut");
	expect(distributionsLeftOut).toBe(0);
});

it("keeps torch's requirement among very many others, and counts what it does not keep", () => {
	const requires = [...range(5000).map((i) => `package-${i}`), "torch==2.8.0"];
	const { distributions, torch } = analyse([{ ...TORCH, [info("vision")]: metadata("vision", "1.0", ...requires) }]);
	expect(distributions[0]?.requires).toHaveLength(1000);
	expect(distributions[0]?.requiresLeftOut).toBe(4001);
	expect(torch[0]?.requiredBy).toEqual([{ name: "vision", version: "1.0", requirement: "torch==2.8.0" }]);
	expect(torch[0]).not.toHaveProperty("requiredByLeftOut");
});

it("takes little of an image that is made of metadata, and says how much it left out", () => {
	const requires = range(200).map((i) => `torch (>=1.${i})`);
	const files = range(6000).map((i) => [info(`p${i}`), metadata(`p${i}`, "1.0", ...requires)] as const);
	const nvidia = { [info("nvidia_cudnn", "9.1")]: metadata("nvidia_cudnn", "9.1") };
	const result = analyse([{ ...TORCH, ...Object.fromEntries(files), ...nvidia }]);
	expect(result.distributions).toHaveLength(1001);
	expect(result.distributions.map(({ key }) => key)).toContain("nvidia-cudnn");
	expect(result.distributionsLeftOut).toBe(5000);
	expect(linesOf(result)).toBeLessThan(50_000);
	const [torch] = result.torch;
	expect((torch?.requiredBy.length ?? 0) + (torch?.requiredByLeftOut ?? 0)).toBe(6000 * 200);
	expect(torch?.requiredBy).toHaveLength(500);
});

it("keeps no line of nonsense length", () => {
	const long = `torch>=2.0,${"!=1.0,".repeat(100_000)}`;
	const { distributions, torch } = analyse([{ ...TORCH, [info("x")]: metadata("x".repeat(1e6), "1.0", long) }]);
	expect(JSON.stringify([distributions, torch]).length).toBeLessThan(2000);
	expect(torch[0]?.requiredByLeftOut).toBe(1);
});

it("keeps the sizes of files that a long RECORD claims, piece by piece", () => {
	const row = (i: number) => `own/part${Math.floor(i / 10)}/file${i}.py,,\n`;
	const rows = (from: number, to: number) =>
		range(to - from)
			.map((i) => row(from + i))
			.join("");
	const { sink, finish } = createAnalysis();
	sink.layer(0);
	for (const i of range(40)) sink.entry(`${SYSTEM}/own/part${Math.floor(i / 10)}/file${i}.py`, "file", 1);
	sink.entry(info("own"), "file", 1);
	sink.file(info("own"), metadata("own", "1.0"));
	sink.file(info("own"), "Name: another\nVersion: 2\n", true);
	const record = `${SYSTEM}/own-1.0.dist-info/RECORD`;
	sink.entry(record, "file", 1);
	sink.file(record, rows(0, 15));
	sink.file(record, rows(15, 25), true);
	sink.file(record, rows(25, 30), true);
	expect(finish().distributions).toMatchObject([{ name: "own", version: "1.0", bytes: 30 }]);
});

it("names torch with its own METADATA among many, and all that lie beside", () => {
	const own = { [info("torch", "2.6.0")]: metadata("torch", "2.6.0") };
	const all = range(1500).map((i) => [info("torch", `2.5.${i}`), metadata("torch", `2.5.${i}`)] as const);
	const [torch] = analyse([{ ...Object.fromEntries(all), ...own, ...TORCH }]).torch;
	expect(torch).toMatchObject({ version: "2.6.0+cu124", metadataVersion: "2.6.0" });
	expect(torch?.leftBeside).toHaveLength(1500);
});

it.each<[string, (i: number) => Files]>([
	["in folders of their own", (i) => ({ [`opt/${i}/site-packages/torch/version.py`]: torchFile("2.5.0") })],
	["in one folder", (i) => ({ [info("torch", `2.5.${i}`)]: metadata("torch", `2.5.${i}`) })],
	["that cannot be read", (i) => ({ [`opt/${i}/site-packages/torch/version.py`]: 100 })],
])("does not say what torch is where very many copies are in the image, %s", (_, copy) => {
	const copies = range(6000).map(copy);
	const { unreadTorch } = analyse([{ ...TORCH, ...Object.assign({}, ...copies) }]);
	expect(unreadTorch).toMatchObject([{ reason: "too many" }]);
});

it("knows no sizes where not all groups of files can be told apart", () => {
	const claims = { each: (_: string, tell: (group: number, bytes: number) => void) => tell(0, 5) };
	const one = { name: "a", version: "1", requires: [], requiresLeftOut: 0, site: SYSTEM, info: "i", layer: 0 };
	const none = { has: () => false };
	const marks = { venvs: none, condas: none, links: none };
	const bytes = (full: boolean) =>
		listDistributions(
			[{ ...one, source: "dist-info" }],
			{ claims, groups: { count: () => 1, isFull: () => full }, bytesOf: () => 5 },
			marks,
		)[0]?.bytes;
	expect([bytes(false), bytes(true)]).toEqual([5, undefined]);
});

it("counts what it leaves out in very many folders, without those that are only stored", () => {
	const site = (i: number) => (i % 2 === 0 ? `opt/${i}/site-packages` : `.cache/uv/wheels-v5/pypi/${i}/lib`);
	const of = (from: number) =>
		range(2000).map((i) => [info(`p${from + i}`, "1.0", site(from + i)), metadata(`p${from + i}`, "1.0")] as const);
	const { distributions, distributionsLeftOut } = analyse([Object.fromEntries([...of(0)])]);
	expect(distributions.length + distributionsLeftOut).toBe(1000);
});

it("counts nothing that is only stored", () => {
	const stored = ".cache/uv/wheels-v5/pypi/p/lib";
	const requires = range(20).map((i) => `torch>=1.${i}`);
	const { torch } = analyse([{ ...TORCH, [info("p", "1.0", stored)]: metadata("p", "1.0", ...requires) }]);
	expect(torch).toMatchObject([{ requiredBy: [] }]);
	expect(torch[0]).not.toHaveProperty("requiredByLeftOut");
});

it("knows no sizes of distributions where RECORDs claim too much", () => {
	const rows = (count: number) =>
		range(count)
			.map((i) => `a${i}/x.py,,1\n`)
			.join("");
	const files = {
		[info("a")]: metadata("a", "1.0"),
		[`${SYSTEM}/a-1.0.dist-info/RECORD`]: "own/x.py,,1\n",
		[info("b")]: metadata("b", "1.0"),
		[`${SYSTEM}/b-1.0.dist-info/RECORD`]: rows(100_000),
		[info("c", "1.0", VENV)]: metadata("c", "1.0"),
		[`${VENV}/c-1.0.dist-info/RECORD`]: rows(10),
		[`${SYSTEM}/own/x.py`]: 1,
	};
	expect(analyse([files]).distributions.map(({ bytes }) => bytes)).toEqual([undefined, undefined, undefined]);
});
