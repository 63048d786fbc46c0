import "./little-memory.ts";
import { once } from "node:events";
import type { CgroupEdit } from "../model/cgroup.ts";
import type { TreeScan } from "../model/scan.ts";
import type { SwapEdit } from "../model/swap.ts";
import { editCgroup } from "./cgroup-edit.ts";
import { spareMemory } from "./little-memory.ts";
import { editSwap } from "./swap-edit.ts";
import { createRecordWriter } from "./tree-records.ts";
import { scanTreesHere } from "./tree-scan.ts";

/**
 * The one program of ours that runs as root (`sudo -n node dist/elevated.js`): reads a request as JSON from standard
 * input. It lists and reads what it may and writes records to standard output, or it sets limits of the cgroups of a build, or makes
 * or removes a swap file of ours, and writes one line of JSON. It takes no arguments, writes no other file, starts nothing but `tar` to
 * read attributes and the system's programs for swap, and knows nothing else.
 */
async function main(): Promise<void> {
	const request = JSON.parse(await readAll()) as
		| TreeScan
		| { readonly cgroup: CgroupEdit }
		| { readonly swap: SwapEdit };
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

async function readAll(): Promise<string> {
	let text = "";
	for await (const chunk of process.stdin.setEncoding("utf8")) {
		text += chunk;
		if (text.length > LONGEST_REQUEST) throw new Error("the request is too long");
	}
	return text;
}

async function write(bytes: Buffer): Promise<void> {
	if (!process.stdout.write(bytes)) await once(process.stdout, "drain");
}

process.stdout.on("error", () => process.exit(1));
main().catch((error: Error) => {
	process.stderr.write(`${error.message}\n`);
	process.exitCode = 1;
});
