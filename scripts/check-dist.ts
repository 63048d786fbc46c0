import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** Builds the bundle anew beside the committed one and compares them byte by byte. */
const root = path.resolve(import.meta.dirname, "..");
const keep = mkdtempSync(path.join(tmpdir(), "mlbuild-dist-"));
cpSync(path.join(root, "dist"), keep, { recursive: true });
try {
	execFileSync("npm", ["run", "--silent", "build"], { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
	const stale = differences(keep, path.join(root, "dist"));
	if (stale.length > 0) {
		process.stderr.write(
			`dist/ was not built from this source (${stale.join(", ")}): it is fresh now, commit it with the change of src/\n`,
		);
		process.exitCode = 1;
	}
} finally {
	rmSync(keep, { recursive: true, force: true });
}

function files(folder: string): readonly string[] {
	return readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
}

function differences(before: string, after: string): readonly string[] {
	const names = new Set([...files(before), ...files(after)]);
	const read = (folder: string, name: string) => {
		try {
			return readFileSync(path.join(folder, name), "utf8");
		} catch {
			return undefined;
		}
	};
	return [...names].filter((name) => read(before, name) !== read(after, name));
}
