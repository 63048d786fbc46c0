import { chmodSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { folderWith } from "./docker.ts";

/** A `docker` first on PATH that writes down how it was called and does what it was asked. */
export interface Recorder {
	readonly env: Readonly<Record<string, string>>;
	/** The calls so far, one argv each. */
	calls(): readonly (readonly string[])[];
	/** Calls that build: `buildx build` and `buildx bake`. */
	solves(): readonly (readonly string[])[];
	/** When it sent the signal, epoch milliseconds. Throws when it did not. */
	signalledAt(): number;
}

/** `signal`: sent to who calls it with `buildx create`, a tenth of a second later. */
export function recordDocker(signal?: NodeJS.Signals): Recorder {
	const folder = folderWith({ calls: "" });
	const file = path.join(folder, "calls");
	const own = process.env["PATH"] ?? "";
	const wrapper = path.join(folder, "docker");
	const [sent, name] = [path.join(folder, "sent"), signal?.slice("SIG".length)];
	const strike = `case "$1 $2" in 'buildx create') (sleep 0.1; : >'${sent}'; kill -${name} $PPID) </dev/null >/dev/null 2>&1 & ;; esac\n`;
	// Arguments end with NUL, calls with a record separator: no text of an argument can look like either.
	writeFileSync(
		wrapper,
		`#!/bin/sh\n{ printf '%s\\0' "$@"; printf '\\036'; } >>'${file}'\n${signal ? strike : ""}PATH='${own.replaceAll("'", `'\\''`)}' exec docker "$@"\n`,
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
		signalledAt: () => statSync(sent).mtimeMs,
	};
}
