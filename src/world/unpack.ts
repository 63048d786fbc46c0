import zlib from "node:zlib";

/** Big chunks: with the default of 16 KiB most of the time goes into calls between threads. */
const CHUNK = { chunkSize: 1 << 18 } as const;

/**
 * Decompresses a stream with Node's own zlib. A piece is valid until the next one is asked for: its memory is then given
 * back at once, because waiting for the garbage collector costs 70 MB.
 */
export function unpack(
	stream: AsyncIterable<Uint8Array>,
	encoding: "gzip" | "zstd" | "none",
): AsyncIterable<Uint8Array> {
	return encoding === "none" ? stream : inflate(stream, encoding);
}

async function* inflate(stream: AsyncIterable<Uint8Array>, encoding: "gzip" | "zstd"): AsyncGenerator<Uint8Array> {
	const transform = encoding === "gzip" ? zlib.createGunzip(CHUNK) : zlib.createZstdDecompress(CHUNK);
	const fed = feed(stream, transform).catch((error: Error) => void transform.destroy(error));
	for await (const piece of transform) {
		yield piece;
		release(piece);
	}
	await fed;
}

async function feed(stream: AsyncIterable<Uint8Array>, transform: zlib.Gunzip): Promise<void> {
	for await (const piece of stream) {
		await new Promise<void>((resolve, reject) => {
			transform.write(piece, (error) => (error ? reject(error) : resolve()));
		});
		release(piece, 0);
	}
	transform.end();
}

/** Gives back the memory of a piece that ends its buffer: nothing else is in use there any more. */
function release({ buffer, byteOffset, byteLength }: Uint8Array, start = byteOffset): void {
	const ends = byteOffset === start && byteOffset + byteLength === buffer.byteLength;
	if (ends && buffer instanceof ArrayBuffer) buffer.transfer(0);
}
