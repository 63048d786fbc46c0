import { once } from "node:events";
import type { TreeScan } from "../model/scan.ts";
import { createRecordWriter } from "./tree-records.ts";
import { scanTreesHere } from "./tree-scan.ts";

/**
 * The one program of ours that runs as root (`sudo -n node dist/elevated.js`): reads a request as JSON from standard
 * input, lists and reads what it may, writes records to standard output. It takes no arguments, writes no file, starts
 * nothing but `tar` to read attributes, and knows nothing else.
 */
async function main(): Promise<void> {
	const request = JSON.parse(await readAll()) as TreeScan;
	const writer = createRecordWriter(write, request?.encoding === "latin1" ? "latin1" : "utf8");
	await writer.finish(await scanTreesHere(request, writer.sink, writer.flush));
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
