import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, it } from "@jest/globals";

/** In a process of its own, which is set to use little memory: tells entries that leave garbage, and prints whether all of it was collected. */
const TELL = `
	import { spareMemory } from ${JSON.stringify(new URL("../../../src/world/little-memory.ts", import.meta.url).href)};
	const [, count] = process.argv.map(Number);
	let lately = [];
	const leave = () => {
		if (lately.length === 5000) lately = [];
		lately.push(Array(50).fill(0));
	};
	const sink = spareMemory({ entry: leave, file: leave });
	const garbage = new WeakRef({});
	await new Promise((resolve) => setTimeout(resolve));
	for (let i = 0; i < count; i++) sink.entry("a", "folder", 0);
	console.log(garbage.deref() === undefined);`;

async function isCollected(count: number): Promise<boolean> {
	const argv = ["--input-type=module", "--eval", TELL, String(count)];
	const { stdout } = await promisify(execFile)(process.execPath, argv);
	return JSON.parse(stdout);
}

it("has garbage collected when there is much of it, and spares an ordinary image the time", async () => {
	expect(await isCollected(500_000)).toBe(true);
	expect(await isCollected(2000)).toBe(false);
});
