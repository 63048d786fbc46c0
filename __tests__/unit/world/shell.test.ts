import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it } from "@jest/globals";
import { runLong, runShort } from "../../../src/world/shell.ts";

/** Prints the number of a child of its own, makes the file, and waits for the child. */
const PARENT = ["/bin/sh", "-c", 'sleep 61 & echo $!; : > "$1"; wait', "sh"];
/** Less than the programs would take, also on a machine that has much else to do. */
const SOON_MS = 20_000;

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
		const folder = mkdtempSync(path.join(tmpdir(), "mlbuild-shell-"));
		const file = path.join(folder, "begun");
		const enough = new AbortController();
		const look = setInterval(() => existsSync(file) && enough.abort(), 20);
		const command = { argv: [...PARENT, file], enough: enough.signal };
		const { code, error, stdout, ms } = await runShort(command, process.env);
		clearInterval(look);
		rmSync(folder, { recursive: true });
		expect({ code, error }).toEqual({ code: null, error: "nobody can answer any more" });
		expect(ms).toBeLessThan(SOON_MS);
		expect(Number(stdout)).toBeGreaterThan(1);
		expect(runs(Number(stdout))).toBe(false);
	});

	it("is not even begun for long when that was so before", async () => {
		const { code, ms } = await runShort({ argv: ["sleep", "60"], enough: AbortSignal.abort() }, process.env);
		expect(code).toBeNull();
		expect(ms).toBeLessThan(SOON_MS);
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
