/**
 * Gives the memory of a piece of a stream back at once: a stream of 30 MB would else wait in memory for the garbage
 * collector. Only of a piece that has its memory for itself; nothing may use it afterwards.
 */
export function release({ buffer, byteLength }: Uint8Array): void {
	if (buffer instanceof ArrayBuffer && !buffer.detached && buffer.byteLength === byteLength) buffer.transfer(0);
}
