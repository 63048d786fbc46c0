import type { GroupSample } from "../../model/watch.ts";
import type { World } from "../../model/world.ts";
import type { Journal } from "../../teardown.ts";
import { followTracked } from "../tracked.ts";
import { type CgroupPlace, type CounterSource, cgroupFolder, STEP_ID, toSample, toStep } from "./cgroup-source.ts";
import { type CgroupDialect, type CgroupFiles, DIALECTS } from "./counters.ts";

/**
 * Prints the files once a second, each line behind its file's name, and a line with a dot. Its standard input never says anything: its end
 * is ours or that of the connection, and ends the loop. The first argument is a list of patterns, split and expanded by the shell.
 */
const SCRIPT = `steps=$1; shift
( while :; do grep -H "" "$@" $steps 2>/dev/null; echo .; sleep 1; done ) & loop=$!
cat >/dev/null; kill $loop`;

/** A sample whose container has been silent for so long says nothing about now. */
const STALE_MS = 5000;
/** For the first sample. */
const PATIENCE_MS = 3000;
/** For the last one: the container prints once a second, on a busy machine or far away a little later. */
const LAST_MS = 5000;
const MAX_LINES = 5000;
const GRACE_MS = 1000;

/** The command that reads the counters inside a builder's container; `place` as it is seen in there. */
export function execArgv(container: string, place: CgroupPlace): readonly string[] {
	const dialect = DIALECTS[place.version];
	const folder = (controller: "memory" | "cpuacct" | "blkio") => cgroupFolder(place.version, controller, place.path);
	const steps = cgroupFolder(place.version, "memory", place.steps);
	const patterns = dialect.step.map((name) => `${steps}/*/${name}`).join(" ");
	const files = [
		...[...dialect.use, ...dialect.limits].map((name) => `${folder("memory")}/${name}`),
		...[...new Set([dialect.cpu, dialect.user])].map((name) => `${folder("cpuacct")}/${name}`),
		...dialect.io.map((name) => `${folder("blkio")}/${name}`),
	];
	return ["docker", "exec", "-i", container, "sh", "-c", SCRIPT, "mlbuild-counters", patterns, ...files];
}

/** Reads the counters of a builder whose cgroup is not on this machine, by one long `docker exec`. */
export function createExecSource(
	world: World,
	journal: Journal,
	container: string,
	place: CgroupPlace,
): Required<CounterSource> {
	const dialect = DIALECTS[place.version];
	const steps = cgroupFolder(place.version, "memory", place.steps);
	const enough = new AbortController();
	let lines: string[] = [];
	let latest: { readonly at: number; readonly sample: GroupSample | undefined } | undefined;
	let tell = () => {};
	/** Fires at the next sample. */
	const next = () =>
		new Promise<void>((resolve) => {
			const before = tell;
			tell = () => {
				before();
				resolve();
			};
		});
	const first = next();
	const take = (line: string): void => {
		if (line !== ".") {
			if (lines.length < MAX_LINES) lines.push(line);
			return;
		}
		latest = { at: world.monotonic(), sample: parsePrinted(dialect, steps, lines) };
		lines = [];
		tell();
		tell = () => {};
	};
	const command = { argv: execArgv(container, place), holdInput: true } as const;
	let over = false;
	const ended = (): void => {
		over = true;
		tell();
	};
	const done = followTracked(world, journal, command, { stdout: take }, GRACE_MS, enough.signal).then(ended, ended);
	return {
		async sample(last) {
			if (!latest) await within(first, PATIENCE_MS);
			else if (last && !over) await within(next(), LAST_MS);
			return latest && world.monotonic() - latest.at < STALE_MS ? latest.sample : undefined;
		},
		async stop() {
			enough.abort();
			await done;
		},
	};
}

/** One printed sample: lines `<path>:<line of the file>`. Nothing when the cgroup was not there. */
export function parsePrinted(dialect: CgroupDialect, steps: string, lines: readonly string[]): GroupSample | undefined {
	const own: Record<string, string> = {};
	const groups = new Map<string, Record<string, string>>();
	for (const line of lines) {
		const colon = line.indexOf(":");
		const path = line.slice(0, colon);
		const name = path.slice(path.lastIndexOf("/") + 1);
		const folder = path.slice(0, Math.max(0, path.lastIndexOf("/")));
		const id = folder.slice(folder.lastIndexOf("/") + 1);
		const step = STEP_ID.test(id) && folder === `${steps}/${id}`;
		const files = step ? (groups.get(id) ?? {}) : own;
		if (step) groups.set(id, files);
		files[name] = `${files[name] ?? ""}${line.slice(colon + 1)}\n`;
	}
	if (own[dialect.use[0] ?? ""] === undefined) return undefined;
	return toSample(
		dialect,
		own,
		[...groups].map(([id, files]: [string, CgroupFiles]) => toStep(dialect, id, files)),
	);
}

/** Waits for it, but not longer. */
export function within<T>(promise: Promise<T>, ms: number): Promise<T | undefined> {
	let timer: ReturnType<typeof setTimeout> | undefined;
	const late = new Promise<undefined>((resolve) => {
		timer = setTimeout(() => resolve(undefined), ms);
	});
	return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
