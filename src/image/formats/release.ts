/**
 * Gives the memory of a piece of a stream back at once: waiting for the garbage collector would cost tens of MB. Only of a
 * piece that has its memory for itself; nothing may use it afterwards.
 */
export function release({ buffer, byteLength }: Uint8Array): void {
	if (buffer instanceof ArrayBuffer && !buffer.detached && buffer.byteLength === byteLength) buffer.transfer(0);
}
