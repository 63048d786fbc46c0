import path from "node:path";
import { parseArgs } from "node:util";
import { makeImage } from "./replica/image.ts";

const USAGE = `node scripts/replica.ts make FOLDER [--scale NUMBER]

The file tree of a GitHub-hosted runner (ubuntu-24.04), on an ext4 file system in FOLDER/replica.img. Needs root and a loop device.

--scale   share of its million files and 72 GB: 1 takes minutes and 7 GB, 0.01 (the default) seconds. Files of more than
          a mebibyte are allocated, not written.
`;

const { positionals, values } = parseArgs({
	allowPositionals: true,
	options: { scale: { type: "string", default: "0.01" } },
});
const [command, folder] = positionals;
const scale = Number(values.scale);
if (command !== "make" || folder === undefined || !(scale > 0 && scale <= 1)) {
	process.stderr.write(USAGE);
	process.exitCode = 2;
} else {
	const image = path.resolve(folder, "replica.img");
	const started = Date.now();
	await makeImage(image, scale);
	process.stdout.write(`${image} at scale ${scale}, in ${((Date.now() - started) / 1000).toFixed(1)} s\n`);
}
