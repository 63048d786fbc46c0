import { Readable } from "node:stream";
import zlib from "node:zlib";

/** Big chunks: with the default of 16 KiB most of the time goes into calls between threads. */
const CHUNK = { chunkSize: 1 << 20 } as const;

/** Decompresses a stream with Node's own zlib. */
export function unpack(
	stream: AsyncIterable<Uint8Array>,
	encoding: "gzip" | "zstd" | "none",
): AsyncIterable<Uint8Array> {
	if (encoding === "none") return stream;
	const transform = encoding === "gzip" ? zlib.createGunzip(CHUNK) : zlib.createZstdDecompress(CHUNK);
	const source = Readable.from(stream, { objectMode: false, highWaterMark: 1 << 20 });
	source.on("error", (error) => transform.destroy(error));
	return source.pipe(transform);
}
