import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { VERSIONS } from "../engine/layout.ts";
import { MACHINE, PACKAGES } from "./versions.ts";

/** Files that go into the machine as they are. */
export const GUEST = join(import.meta.dirname, "guest");

const digestOf = (parts: readonly string[]): string => {
	const hash = createHash("sha256");
	for (const part of parts) hash.update(`${Buffer.byteLength(part)}\n${part}`);
	return hash.digest("hex").slice(0, 16);
};

/** Names the bootstrapped system and kernel: suites and packages. */
export const systemDigest = (): string =>
	digestOf([MACHINE.system, MACHINE.kernel, MACHINE.kernelPackage, ...PACKAGES]);

/** Our own files that decide what is on the disk, besides `guest/`. */
const DECIDING = ["fill-disk.ts", "image.ts", "kernel.ts", "system.ts", "versions.ts"] as const;

/** Names the whole disk: the system, what we put into it and how, and the tools in it. Any change makes a new one. */
export const imageDigest = (): string => {
	const guest = readdirSync(GUEST)
		.sort()
		.map((name) => join("guest", name));
	const files = [...guest, ...DECIDING].flatMap((name) => [
		name,
		readFileSync(join(import.meta.dirname, name), "utf8"),
	]);
	return digestOf([systemDigest(), VERSIONS.buildx, VERSIONS.buildkit, ...files]);
};
