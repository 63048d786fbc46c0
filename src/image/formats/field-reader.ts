/** Reads a stream field by field. Both calls throw when it ends too early or a field is too long. */
export interface FieldReader {
	/** The texts of the next fields, each ended by that character (ASCII). */
	fields(count: number, ended: "\0" | "\n"): Promise<readonly string[]>;
	/** The next bytes; valid until the next call. */
	bytes(length: number): Promise<Uint8Array>;
}

/** So many bytes of fields are held at once. */
const LONGEST = 8 * 2 ** 20;
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

export function createFieldReader(stream: AsyncIterable<Uint8Array>): FieldReader {
	const pieces = stream[Symbol.asyncIterator]();
	// One buffer that grows in place: copies would wait in memory for the garbage collector.
	let buffer = new ArrayBuffer(1 << 17);
	let start = 0;
	let end = 0;

	async function more(): Promise<void> {
		const next = await pieces.next();
		if (next.done) throw new Error("it ends too early");
		const held = end - start;
		const needed = held + next.value.length;
		if (end + next.value.length > buffer.byteLength) {
			new Uint8Array(buffer).copyWithin(0, start, end);
			if (needed > buffer.byteLength) buffer = buffer.transfer(Math.max(needed, buffer.byteLength * 2));
			start = 0;
			end = held;
		}
		new Uint8Array(buffer).set(next.value, end);
		end += next.value.length;
	}

	function take(length: number): Uint8Array {
		start += length;
		return new Uint8Array(buffer, start - length, length);
	}

	return {
		async fields(count, ended) {
			const code = ended.charCodeAt(0);
			let length = 0;
			let held = new Uint8Array(buffer, start, end - start);
			for (let found = 0; found < count; ) {
				const next = held.indexOf(code, length);
				if (next >= 0) {
					found++;
					length = next + 1;
					continue;
				}
				length = end - start;
				if (length > LONGEST) throw new Error("a field has no end");
				await more();
				held = new Uint8Array(buffer, start, end - start);
			}
			return ended === "\0" ? separate(take(length)) : decoder.decode(take(length)).slice(0, -1).split(ended);
		},
		async bytes(length) {
			if (length > LONGEST) throw new Error(`a content of ${length} bytes`);
			while (end - start < length) await more();
			return take(length);
		},
	};
}

/** Each a string of its own: one that is cut out of another keeps all of that in memory, and names are remembered. */
function separate(bytes: Uint8Array): string[] {
	const texts: string[] = [];
	for (let at = 0; at < bytes.length; ) {
		const end = bytes.indexOf(0, at);
		texts.push(decoder.decode(bytes.subarray(at, end)));
		at = end + 1;
	}
	return texts;
}
