import { finished, type Readable } from "node:stream";

/**
 * The pieces of a stream as they come. Reading it by `for await` joins those that wait into a new one, and leaves them to the
 * garbage collector: tens of MB when the other side is fast. Ended early, the stream is destroyed.
 */
export async function* piecesOf(stream: Readable): AsyncGenerator<Buffer> {
	const waiting: Buffer[] = [];
	let ended = false;
	let failure: Error | null | undefined;
	let wake = () => {};
	stream.on("data", (piece: Buffer) => {
		waiting.push(piece);
		// Only while it flows the stream hands over its pieces one by one.
		stream.pause();
		wake();
	});
	finished(stream, { writable: false }, (error) => {
		ended = true;
		failure = error;
		wake();
	});
	try {
		for (;;) {
			const piece = waiting.shift();
			if (piece) yield piece;
			else if (failure) throw failure;
			else if (ended) return;
			else
				await new Promise<void>((resolve) => {
					wake = resolve;
					stream.resume();
				});
		}
	} finally {
		stream.destroy();
	}
}
