import { describe, expect, it } from "@jest/globals";
import { createAnalysis } from "../../../src/image/analysis.ts";
import type { UnreadReason } from "../../../src/model/facts.ts";
import type { EntryKind } from "../../../src/model/scan.ts";

const metadata = (name: string, version: string) => `Name: ${name}\nVersion: ${version}\n`;
const torchFile = (version: string) => `__version__ = '${version}'\ncuda = '12.4'\n`;
const VENV = "opt/venv/lib/python3.12/site-packages";
const SYSTEM = "usr/local/lib/python3.12/site-packages";

/** Entries of one layer as a scan tells them: a text, or a kind without text. */
type Raw = Readonly<Record<string, string | { readonly kind: EntryKind; readonly link?: string }>>;

function scan(...layers: readonly Raw[]) {
	const { sink, finish } = createAnalysis();
	for (const [index, entries] of [...layers.entries()].reverse()) {
		sink.layer(index);
		for (const [path, content] of Object.entries(entries)) {
			if (typeof content !== "string") sink.entry(path, content.kind, 0, content.link);
			else {
				sink.entry(path, "file", content.length);
				sink.file(path, content);
			}
		}
	}
	return finish();
}

const LINK = { kind: "link" } as const;
const VERSION = `${SYSTEM}/torch/version.py`;
const INFO = `${SYSTEM}/torch-2.6.0.dist-info`;
const METADATA = `${INFO}/METADATA`;

describe("torch that is there and cannot be read", () => {
	it.each<[UnreadReason, Raw]>([
		["link", { [VERSION]: LINK, [METADATA]: LINK }],
		["no regular file", { [VERSION]: { kind: "other" } }],
		["unreadable", { [VERSION]: { kind: "file" } }],
		["no version", { [VERSION]: "" }],
	])("is told for what it is: %s", (reason, layer) => {
		expect(scan(layer).unreadTorch).toMatchObject([{ site: `/${SYSTEM}`, reason }]);
	});

	it.each<[string, Raw, string]>([
		["links only", { [VERSION]: LINK, [METADATA]: LINK }, `(/${VERSION}), but its version.py is a link`],
		["a linked METADATA only", { [METADATA]: LINK }, `(/${METADATA}), but its METADATA is a link`],
		["a linked folder", { [`${SYSTEM}/torch`]: LINK }, `(/${SYSTEM}/torch), but its folder is a link`],
		["a device", { [VERSION]: { kind: "other" } }, "but its version.py is no regular file"],
		["a file without text", { [VERSION]: { kind: "file" } }, "but its version.py cannot be read"],
		["a version.py without a version", { [VERSION]: "import os\n" }, "but its version.py names no version"],
		["a broken METADATA", { [METADATA]: "<html>" }, "but its METADATA names no version"],
		["--target", { "srv/torch-2.6.0.dist-info/METADATA": LINK }, "(/srv/torch-2.6.0.dist-info/METADATA)"],
	])("is not called no torch: %s", (_name, layer, why) => {
		const { torch, unreadTorch } = scan({}, layer);
		expect(torch).toEqual([]);
		expect(unreadTorch).toMatchObject([{ site: expect.any(String), why: expect.stringContaining(why) }]);
		expect(unreadTorch[0]?.why).toMatch(/^torch is there /);
	});

	it.each<[string, readonly Raw[]]>([
		["METADATA tells the version", [{ [VERSION]: LINK, [METADATA]: metadata("torch", "2.6.0") }]],
		["version.py tells the version", [{ [VERSION]: torchFile("2.6.0"), [METADATA]: LINK }]],
		[
			"only METADATA is a link, in a folder of --target",
			[{ "srv/torch/version.py": torchFile("2.6.0"), "srv/torch-2.6.0.dist-info/METADATA": LINK }],
		],
		["the folder it links to was read", [{ [`${VENV}/torch`]: LINK, [VERSION]: torchFile("2.6.0") }]],
		["a later layer deleted it", [{ [VERSION]: LINK }, { [`${SYSTEM}/torch`]: { kind: "whiteout" } }]],
		["it is somebody's own code", [{ "app/backends/torch/version.py": LINK, "app/torch": LINK }]],
		["it is in another package", [{ [`${SYSTEM}/keras/backend/torch/version.py`]: LINK }]],
		["it is in a cache", [{ "root/.cache/uv/archive-v0/x/torch-2.6.0.dist-info/METADATA": LINK }]],
		["it is another package", [{ [`${SYSTEM}/torch_geometric-2.0.dist-info/METADATA`]: LINK }]],
	])("is no doubt when %s", (_name, layers) => {
		expect(scan(...layers).unreadTorch).toEqual([]);
	});

	it("is a doubt beside a readable torch in another environment", () => {
		const { torch, unreadTorch } = scan({ [`${VENV}/torch/version.py`]: LINK, [VERSION]: torchFile("2.6.0") });
		expect(torch).toHaveLength(1);
		expect(unreadTorch).toMatchObject([{ site: `/${VENV}` }]);
	});
});

it("finds torch beside a linked METADATA in a folder of --target", () => {
	const { torch } = scan({ "srv/torch/version.py": torchFile("2.6.0"), "srv/torch-2.6.0.dist-info/METADATA": LINK });
	expect(torch).toMatchObject([{ version: "2.6.0", site: "/srv" }]);
});

describe("torch that a later layer deleted", () => {
	const torch = { [VERSION]: torchFile("2.6.0+cu124"), [METADATA]: metadata("torch", "2.6.0") };
	const gone = { [`${SYSTEM}/torch`]: { kind: "whiteout" }, [INFO]: { kind: "whiteout" } } as const;
	const told = { version: "2.6.0+cu124", site: `/${SYSTEM}`, layer: 1 };
	it.each<[string, readonly Raw[], readonly unknown[]]>([
		["by name", [{}, torch, {}, gone], [{ ...told, deletedIn: 3 }]],
		["with its environment", [{}, torch, { "usr/local": { kind: "whiteout" } }], [{ ...told, deletedIn: 2 }]],
		[
			"by an opaque folder",
			[{}, torch, { [SYSTEM]: { kind: "opaque-folder" }, [`${SYSTEM}/a.py`]: "1" }],
			[{ ...told, deletedIn: 2 }],
		],
		["after an older copy", [{ [VERSION]: torchFile("2.5.0") }, torch, gone], [{ ...told, deletedIn: 2 }]],
		["and another put there", [{}, torch, gone, { [VERSION]: torchFile("2.8.0") }], []],
		["and a link put there", [{}, torch, { [VERSION]: LINK, [INFO]: { kind: "whiteout" } }], []],
		["not at all", [{}, torch], []],
	])("is told %s", (_name, layers, deleted) => {
		expect(scan(...layers).deletedTorch).toEqual(deleted);
	});
});
