import { execFileSync } from "node:child_process";
import { describe, expect, it } from "@jest/globals";
import { cleanPath, firstFile, scanTar } from "../../../src/image/formats/tar.ts";
import { collectAll, createNotes, inPieces } from "./support.ts";

const WISH = { wanted: "(?:^|/)wanted\\.txt$", maxFileBytes: 20 };

/** An archive as Python's tarfile writes it; `members` is Python. */
function pythonTar(format: "USTAR" | "GNU" | "PAX", members: string): Buffer {
	const program = `
import tarfile, io, sys
out = io.BytesIO()
t = tarfile.open(fileobj=out, mode="w", format=tarfile.${format}_FORMAT)
def add(name, kind=tarfile.REGTYPE, data=b"", link=""):
    i = tarfile.TarInfo(name); i.type = kind; i.size = len(data); i.linkname = link
    t.addfile(i, io.BytesIO(data))
${members}
t.close()
sys.stdout.buffer.write(out.getvalue())
`;
	return execFileSync("python3", ["-c", program], { maxBuffer: 1 << 28 });
}

async function scan(bytes: Uint8Array, length = 65536) {
	const notes = createNotes();
	await scanTar(inPieces(bytes, length), notes.sink, WISH);
	return notes;
}

const LAYER = `
add("./", tarfile.DIRTYPE)
add("usr/", tarfile.DIRTYPE)
add("usr/a.bin", data=b"x" * 700)
add("usr/empty")
add("usr/b.bin", tarfile.LNKTYPE, link="usr/a.bin")
add("usr/link", tarfile.SYMTYPE, link="../etc/passwd")
add("usr/pipe", tarfile.FIFOTYPE)
add("usr/.wh.gone")
add("opt/", tarfile.DIRTYPE)
add("opt/.wh..wh..opq")
add(".wh..wh.plnk")
add("opt/wanted.txt", data=b"twenty characters and more")
add("opt/é.txt", data=b"12345")
`;

describe("scanTar", () => {
	it.each([
		["USTAR", 65536],
		["GNU", 511],
		["PAX", 1],
		["PAX", 513],
	] as const)("tells the entries of a %s archive in pieces of %d bytes", async (format, length) => {
		const { entries, files } = await scan(pythonTar(format, LAYER), length);
		expect(entries).toEqual([
			{ path: "usr", kind: "folder", bytes: 0 },
			{ path: "usr/a.bin", kind: "file", bytes: 700 },
			{ path: "usr/empty", kind: "file", bytes: 0 },
			{ path: "usr/b.bin", kind: "file", bytes: 0, link: "=usr/a.bin" },
			{ path: "usr/link", kind: "link", bytes: 0 },
			{ path: "usr/pipe", kind: "other", bytes: 0 },
			{ path: "usr/gone", kind: "whiteout", bytes: 0 },
			{ path: "opt", kind: "folder", bytes: 0 },
			{ path: "opt", kind: "opaque-folder", bytes: 0 },
			{ path: "opt/wanted.txt", kind: "file", bytes: 26 },
			{ path: "opt/é.txt", kind: "file", bytes: 5 },
		]);
		expect([...files]).toEqual([["opt/wanted.txt", "twenty characters an"]]);
	});

	it("knows a file whose short name is cut to its folder, as Go writes names that are no ASCII", async () => {
		const members = `
i = tarfile.TarInfo("data/"); i.size = 5; i.pax_headers = {"path": "data/файл"}
t.addfile(i, io.BytesIO(b"12345"))
add("next", data=b"1")
`;
		const { entries } = await scan(pythonTar("PAX", members));
		expect(entries).toEqual([
			{ path: "data/файл", kind: "file", bytes: 5 },
			{ path: "next", kind: "file", bytes: 1 },
		]);
	});

	it("tells small texts of hard links behind large files, and however often they were told", async () => {
		const program = `
for i in range(9): add(f"r{i}/wanted.txt", data=b"R" * (1 << 20))
add("c/wanted.txt", data=b"torch")
for i in range(2000): add(f"v{i}/wanted.txt", tarfile.LNKTYPE, link="c/wanted.txt")
add("l/wanted.txt", tarfile.LNKTYPE, link="r0/wanted.txt")
add("m/wanted.txt", tarfile.LNKTYPE, link="r8/wanted.txt")`;
		const notes = createNotes();
		await scanTar(inPieces(pythonTar("GNU", program), 1 << 16), notes.sink, { ...WISH, maxFileBytes: 1 << 22 });
		expect(notes.files.get("v1999/wanted.txt")).toBe("torch");
		expect(notes.files.get("l/wanted.txt")).toHaveLength(1 << 20);
		expect(notes.files.has("m/wanted.txt")).toBe(false);
	});

	it("tells long texts in pieces that end where a line does", async () => {
		const notes = createNotes();
		const archive = pythonTar("GNU", `add("wanted.txt", data=b"one line\\n" * 150000)`);
		await scanTar(inPieces(archive, 1 << 16), notes.sink, { ...WISH, maxFileBytes: 1 << 22 });
		expect(notes.files.get("wanted.txt")).toBe("one line\n".repeat(150_000));
		expect(notes.pieces).toHaveLength(3);
		for (const piece of notes.pieces) expect(piece.endsWith("one line\n")).toBe(true);
	});

	it("tells the text of a wanted hard link, as uv makes them from its cache", async () => {
		const { files } = await scan(
			pythonTar("GNU", `add("c/wanted.txt", data=b"text")\nadd("v/wanted.txt", tarfile.LNKTYPE, link="c/wanted.txt")`),
		);
		expect([...files]).toEqual([
			["c/wanted.txt", "text"],
			["v/wanted.txt", "text"],
		]);
	});

	it.each(["GNU", "PAX"] as const)("reads long names of a %s archive", async (format) => {
		const name = `${"folder/".repeat(40)}file`;
		const { entries } = await scan(
			pythonTar(format, `add("${name}", data=b"1")\nadd("x", tarfile.LNKTYPE, link="${name}")`),
			700,
		);
		expect(entries).toEqual([
			{ path: name, kind: "file", bytes: 1 },
			{ path: "x", kind: "file", bytes: 0, link: `=${name}` },
		]);
	});

	it.each(["GNU", "PAX"] as const)(
		"reads sizes beyond 8 GiB of a %s archive, and says that the archive is cut",
		async (format) => {
			const huge = `i = tarfile.TarInfo("huge"); i.size = 9 * 2**30\nout.write(i.tobuf(tarfile.${format}_FORMAT))`;
			const bytes = pythonTar(format, huge);
			const notes = createNotes();
			const cut = bytes.subarray(0, bytes.lastIndexOf(Buffer.from("ustar")) + 255);
			await expect(scanTar(inPieces(cut, 512), notes.sink, WISH)).rejects.toThrow("ends in the middle");
			expect(notes.entries).toEqual([{ path: "huge", kind: "file", bytes: 9 * 2 ** 30 }]);
		},
	);

	const good = () => Buffer.from(pythonTar("USTAR", `add("a", data=b"1" * 600)\nadd("b")`));
	it.each<[string, (bytes: Buffer) => Buffer, string]>([
		["a cut header", (bytes) => bytes.subarray(0, 300), "ends in the middle"],
		["cut contents", (bytes) => bytes.subarray(0, 700), "ends in the middle"],
		["cut padding", (bytes) => bytes.subarray(0, 512 + 700), "ends in the middle"],
		["a changed header", (bytes) => bytes.fill(0x41, 0, 4), "checksum"],
		["text instead of an archive", () => Buffer.alloc(2048, "hello "), "number that is none"],
		["an entry behind a block of zeros", (bytes) => Buffer.concat([Buffer.alloc(512), bytes]), "block of zeros"],
		["an unknown type", () => pythonTar("USTAR", `add("a", b"Z")`), 'type "Z"'],
		["a name that leaves the archive", () => pythonTar("USTAR", `add("a/../../etc/shadow")`), "leaves the archive"],
		[
			"a link that leaves the archive",
			() => pythonTar("USTAR", `add("a", tarfile.LNKTYPE, link="../b")`),
			"leaves the archive",
		],
		["a name of 2 MB", () => pythonTar("GNU", `add("a" * 2000000)`), "name or attribute"],
		[
			"a sparse file",
			() => pythonTar("PAX", `i = tarfile.TarInfo("s"); i.pax_headers = {"GNU.sparse.major": "1"}; t.addfile(i)`),
			"sparse",
		],
		[
			"a PAX size of nonsense",
			() => pythonTar("PAX", `i = tarfile.TarInfo("s"); i.pax_headers = {"size": "-5"}; t.addfile(i)`),
			"size",
		],
		[
			"a PAX record of a wrong length",
			() =>
				Buffer.from(
					pythonTar("PAX", `add("é")`)
						.toString("latin1")
						.replace(/\d+ path=/, "99 path="),
					"latin1",
				),
			"PAX record",
		],
	])("refuses %s", async (_name, change, message) => {
		await expect(scan(change(good()))).rejects.toThrow(message);
	});

	it("takes an archive without end marker, and ignores what follows the marker", async () => {
		const bytes = good();
		const { entries } = await scan(bytes.subarray(0, 512 * 4));
		expect(entries.map(({ path }) => path)).toEqual(["a", "b"]);
		expect((await scan(Buffer.concat([bytes, Buffer.alloc(3000, "junk")]))).entries).toHaveLength(2);
	});

	it("ends with an error or an answer on random damage, whatever it is", async () => {
		const bytes = pythonTar("PAX", LAYER);
		for (let at = 0; at < 4096; at += 7) {
			const damaged = Buffer.from(bytes);
			damaged[at] = (damaged[at] ?? 0) ^ (1 << (at % 8));
			await scan(damaged).catch((error: Error) => expect(error.name).toBe("TarError"));
		}
	});
});

describe("cleanPath", () => {
	it.each([
		["a/b", "a/b"],
		["./a/b/", "a/b"],
		["/a//b/./c", "a/b/c"],
		["./", ""],
		["..a/b..", "..a/b.."],
		["a/.b", "a/.b"],
	])("%s → %s", (given, path) => {
		expect(cleanPath(given)).toBe(path);
	});
});

describe("firstFile", () => {
	it.each([1, 1000, 1 << 20])("strips the archive around a file, in pieces of %d bytes", async (length) => {
		const bytes = pythonTar("PAX", `add("blob", data=bytes(range(256)) * 10)\nadd("other", data=b"no")`);
		const content = await collectAll(firstFile(inPieces(bytes, length)));
		expect(content.equals(Buffer.from(Array.from({ length: 2560 }, (_, i) => i % 256)))).toBe(true);
	});

	it.each([
		["no file", `add("a/", tarfile.DIRTYPE)`, 1 << 20, "holds no file"],
		["a cut file", `add("a", data=b"1" * 9000)`, 3000, "ends in the middle"],
	])("refuses an archive with %s", async (_name, members, length, message) => {
		const bytes = pythonTar("PAX", members).subarray(0, length);
		await expect(collectAll(firstFile(inPieces(bytes, 500)))).rejects.toThrow(message);
	});
});
