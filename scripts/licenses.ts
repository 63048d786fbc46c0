import { writeFileSync } from "node:fs";
import path from "node:path";
import { getProjectLicenses, type ILicense } from "generate-license-file";

/** Writes dist/licenses.txt: every third-party package whose code may be in the bundle, with its licence text. */
const root = path.resolve(import.meta.dirname, "..");
const licenses = await getProjectLicenses(path.join(root, "package.json"));
const blocks = licenses.map(printLicense).sort();
writeFileSync(path.join(root, "dist", "licenses.txt"), `${blocks.join(`\n${"-".repeat(80)}\n\n`)}\n`);

function printLicense({ dependencies, content }: ILicense): string {
	const names = dependencies.filter((name) => !name.startsWith("node-"));
	return `${[...names].sort().join("\n")}\n\n${content.trim().replaceAll("\r\n", "\n")}\n`;
}
