import { finished } from "node:stream";
// src/world/stream-pieces.ts
/**
* The pieces of a stream as they come. Reading it by `for await` joins those that wait into a new one, and leaves them to the
* garbage collector: tens of MB when the other side is fast. Ended early, the stream is destroyed.
*/
async function* piecesOf(stream) {
	const waiting = [];
	let ended = false;
	let failure;
	let wake = () => {};
	stream.on("data", (piece) => {
		waiting.push(piece);
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
			else await new Promise((resolve) => {
				wake = resolve;
				stream.resume();
			});
		}
	} finally {
		stream.destroy();
	}
}
export { piecesOf as t };
