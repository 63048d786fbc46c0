import { readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import { runLong, runShort } from "../../../src/world/shell.ts";

/** Prints the number of a child of its own, and waits for it. */
const PARENT = ["/bin/sh", "-c", "sleep 61 & echo $!; wait"];

/** One that has ended may be kept as a zombie by a machine whose init does not ask for it. */
function runs(pid: number): boolean {
	try {
		return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
	} catch {
		return false;
	}
}

describe("a short program", () => {
	it("is ended with its children when nobody can answer it any more", async () => {
		const enough = new AbortController();
		setTimeout(() => enough.abort(), 200);
		const { code, error, stdout, ms } = await runShort({ argv: PARENT, enough: enough.signal }, process.env);
		expect({ code, error }).toEqual({ code: null, error: "nobody can answer any more" });
		expect(ms).toBeLessThan(5000);
		expect(Number(stdout)).toBeGreaterThan(1);
		expect(runs(Number(stdout))).toBe(false);
	});

	it("is not even begun for long when that was so before", async () => {
		const { code, ms } = await runShort({ argv: ["sleep", "60"], enough: AbortSignal.abort() }, process.env);
		expect(code).toBeNull();
		expect(ms).toBeLessThan(5000);
	});

	it("ends as it does when nothing comes between", async () => {
		const command = { argv: ["/bin/sh", "-c", "echo out; echo err >&2; exit 3"], enough: new AbortController().signal };
		expect(await runShort(command, process.env)).toMatchObject({ code: 3, stdout: "out", stderr: "err" });
	});
});

describe("a long program", () => {
	it("hands over its lines whole, long and empty ones and one without an end", async () => {
		const script = `process.stdout.write("a\\n\\n" + "é".repeat(3e6) + "\\nb\\nlast")`;
		const lines: string[] = [];
		const { done } = runLong({ argv: [process.execPath, "-e", script] }, process.env, {
			stdout: (line) => lines.push(line),
		});
		expect(await done).toMatchObject({ code: 0 });
		expect(lines.map((line) => (line.length > 10 ? line.length : line))).toEqual(["a", "", 3e6, "b", "last"]);
	});
});
