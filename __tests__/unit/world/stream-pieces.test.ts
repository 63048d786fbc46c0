import { PassThrough, Readable } from "node:stream";
import { expect, test } from "@jest/globals";
import { piecesOf } from "../../../src/world/stream-pieces.ts";

async function collect(stream: Readable): Promise<string[]> {
	const found: string[] = [];
	for await (const piece of piecesOf(stream)) {
		found.push(String(piece));
		await new Promise((resolve) => setImmediate(resolve));
	}
	return found;
}

test("pieces come as they were written, not joined", async () => {
	const stream = new PassThrough();
	for (const piece of ["one", "two", "three"]) stream.write(piece);
	stream.end();
	expect(await collect(stream)).toEqual(["one", "two", "three"]);
});

test("an empty stream has none", async () => {
	expect(await collect(Readable.from([]))).toEqual([]);
});

test("a failure of the stream comes behind what came before it", async () => {
	const stream = new PassThrough();
	stream.write("one");
	const found: string[] = [];
	const read = async () => {
		for await (const piece of piecesOf(stream)) {
			found.push(String(piece));
			stream.destroy(new Error("no answer"));
		}
	};
	await expect(read()).rejects.toThrow("no answer");
	expect(found).toEqual(["one"]);
});

test("a stream cut off is a failure", async () => {
	const stream = new PassThrough();
	setImmediate(() => stream.destroy());
	await expect(collect(stream)).rejects.toThrow(/premature/i);
});

test("who stops reading ends the stream", async () => {
	const stream = new PassThrough();
	stream.write("one");
	for await (const _ of piecesOf(stream)) break;
	expect(stream.destroyed).toBe(true);
});
