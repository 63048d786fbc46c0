// src/model/release.ts
/**
* Gives the memory of a piece of a stream back at once: a stream of 30 MB would else wait in memory for the garbage
* collector. Only of a piece that has its memory for itself; nothing may use it afterwards.
*/
function release({ buffer, byteLength }) {
	if (buffer instanceof ArrayBuffer && !buffer.detached && buffer.byteLength === byteLength) buffer.transfer(0);
}
export { release as t };
