import type { CgroupValues, CgroupVersion } from "../../model/cgroup.ts";
import type { World } from "../../model/world.ts";
import { CGROUP_ROOT, limitFiles } from "./files.ts";
import { valueFile } from "./values.ts";

/** Makes the cgroups of the files and writes them; ours, constant, and given nothing but numbers and names of ours. */
const WRITE = `cd "$1" && shift || exit 1
for pair; do
  file=\${pair%%=*}
  folder=\${file%/*}
  [ -d "$folder" ] || mkdir -p "$folder" || exit 1
done
failed=0
for pair; do echo "\${pair#*=}" > "\${pair%%=*}" || failed=1; done
[ $failed = 0 ] || for pair; do echo "\${pair#*=}" > "\${pair%%=*}" || exit 1; done`;

/** Prints \`name=value\` of the files that are there. */
const READ = `cd "$1" && shift || exit 1
for file; do [ -r "$file" ] && echo "\${file##*/}=$(cat "$file")"; done
exit 0`;

const STEPS = "/buildkit";
const TIMEOUT_MS = 20_000;

export type Ran = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly why: string };

/** Runs a script of ours in the builder's container; what it is given are its arguments. */
export async function runInside(
	world: World,
	container: string,
	script: string,
	args: readonly string[],
): Promise<Ran> {
	const argv = ["docker", "exec", container, "sh", "-c", script, "sh", ...args];
	const { code, stdout, stderr, error } = await world.run({ argv, timeoutMs: TIMEOUT_MS });
	const why = error ?? (stderr.trim().slice(-300) || `docker exec ended with ${code}`);
	return code === 0 ? { ok: true, text: stdout } : { ok: false, why };
}

/** Writes limits of the RUN steps' cgroup from inside of the builder's container. */
export async function writeInside(
	world: World,
	container: string,
	version: CgroupVersion,
	values: CgroupValues,
): Promise<{ readonly why: string } | undefined> {
	const pairs = Object.entries(values).map(([file, value]) => `.${valueFile(version, STEPS, file)}=${value}`);
	const done = await runInside(world, container, WRITE, [CGROUP_ROOT, ...pairs]);
	return done.ok ? undefined : { why: done.why };
}

/** Limits of the RUN steps' cgroup as they are inside of the builder's container. */
export async function readInside(
	world: World,
	container: string,
	version: CgroupVersion,
	cgroup: string = STEPS,
): Promise<Readonly<Record<string, string>> | { readonly why: string }> {
	const files = limitFiles(version).map((file) => `.${valueFile(version, cgroup, file)}`);
	const read = await runInside(world, container, READ, [CGROUP_ROOT, ...files]);
	if (!read.ok) return { why: read.why };
	const lines = read.text
		.split("\n")
		.map((line) => line.trim())
		.filter((line) => line.includes("="));
	return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]));
}
