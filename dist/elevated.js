import { n as spareMemory } from "./chunks/little-memory.js";
import { t as editCgroup } from "./chunks/cgroup-edit.js";
import { t as editSwap } from "./chunks/swap-edit.js";
import { n as createRecordWriter, t as scanTreesHere } from "./chunks/tree-scan.js";
import { once } from "node:events";
// src/world/elevated.ts
/**
* The one program of ours that runs as root (`sudo -n node dist/elevated.js`): reads a request as JSON from standard
* input. It lists and reads what it may and writes records to standard output, or it sets limits of the cgroups of a build, or makes
* or removes a swap file of ours, and writes one line of JSON. It takes no arguments, writes no other file, starts nothing but `tar` to
* read attributes and the system's programs for swap, and knows nothing else.
*/
async function main() {
	const request = JSON.parse(await readAll());
	if (request !== null && "cgroup" in request) {
		process.stdout.write(`${JSON.stringify(await editCgroup(request.cgroup))}\n`);
		return;
	}
	if (request !== null && "swap" in request) {
		process.stdout.write(`${JSON.stringify(await editSwap(request.swap))}\n`);
		return;
	}
	const writer = createRecordWriter(write, request?.encoding === "latin1" ? "latin1" : "utf8");
	await writer.finish(await scanTreesHere(request, spareMemory(writer.sink), writer.flush));
}
const LONGEST_REQUEST = 1 << 20;
async function readAll() {
	let text = "";
	for await (const chunk of process.stdin.setEncoding("utf8")) {
		text += chunk;
		if (text.length > LONGEST_REQUEST) throw new Error("the request is too long");
	}
	return text;
}
async function write(bytes) {
	if (!process.stdout.write(bytes)) await once(process.stdout, "drain");
}
process.stdout.on("error", () => process.exit(1));
main().catch((error) => {
	process.stderr.write(`${error.message}\n`);
	process.exitCode = 1;
});
export {};
