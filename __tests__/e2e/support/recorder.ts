import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { folderWith } from "./docker.ts";

/** A `docker` first on PATH that writes down how it was called and does what it was asked. */
export interface Recorder {
	readonly env: Readonly<Record<string, string>>;
	/** The calls so far, one argv each. */
	calls(): readonly (readonly string[])[];
	/** Calls that build: `buildx build` and `buildx bake`. */
	solves(): readonly (readonly string[])[];
}

export function recordDocker(): Recorder {
	const folder = folderWith({ calls: "" });
	const file = path.join(folder, "calls");
	const own = process.env["PATH"] ?? "";
	const wrapper = path.join(folder, "docker");
	// Arguments end with NUL, calls with a record separator: no text of an argument can look like either.
	writeFileSync(
		wrapper,
		`#!/bin/sh\n{ printf '%s\\0' "$@"; printf '\\036'; } >>'${file}'\nPATH='${own.replaceAll("'", `'\\''`)}' exec docker "$@"\n`,
	);
	chmodSync(wrapper, 0o755);
	const calls = () =>
		readFileSync(file, "utf8")
			.split("\u001e")
			.filter((call) => call !== "")
			.map((call) => call.split("\0").slice(0, -1));
	return {
		env: { PATH: `${folder}:${own}` },
		calls,
		solves: () => calls().filter(([first, second]) => first === "buildx" && (second === "build" || second === "bake")),
	};
}
