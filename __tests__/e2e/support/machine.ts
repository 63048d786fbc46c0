import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { tail } from "../../../scripts/engine/run.ts";
import { type Places, placesFor } from "../../../scripts/machine/places.ts";
import { DEFAULT_HARDWARE, type Hardware } from "../../../scripts/machine/qemu.ts";
import { type Job, type JobEnd, kernelDied, notEnded, runJob } from "../../../scripts/machine/run-job.ts";
import type { GuestUser } from "../../../scripts/machine/versions.ts";
import { ROOT } from "../../support/action.ts";

export { GUEST_BASE_IMAGE, GUEST_BASE_TAR } from "../../../scripts/machine/versions.ts";

/** For a case, on a host that has next to nothing left for the machine. */
const DEFAULT_TIMEOUT = 900;
/** So long one that does not obey may live on, as machine-cases.sh has it; and the engine may be started again. */
const END_SECONDS = 70;
/** For the start of the emulated machine itself, on a busy host. */
const START_SECONDS = 180;
/** Its disks are made before that, and read after it. */
const DISK_SECONDS = 120;
/** One start of the machine in all, three times what the most cases took: all of their limits added up would be hours. */
const MOST_SECONDS = 1800;

/**
 * One thing to try. Its script is run by `sh` in a writable folder of its own; `node` and `mlbuild` (our dist/cli.js) are on PATH, files of the
 * request are in /job/files, and what it puts into `$OUT` comes back.
 */
export interface MachineCase {
	readonly script: string;
	/** root, `runner` (engine and passwordless sudo, the default of hosted runners) or `plain` (engine only). Default: root. */
	readonly user?: GuestUser;
	/** Then it is ended, with status 124 (137 when it did not obey). Default: 900. */
	readonly timeoutSeconds?: number;
}

/** One start of the machine, as it takes half a minute: all cases run in it, one after the other, in their written order. */
export interface MachineRequest extends Partial<Hardware> {
	readonly cases: Readonly<Record<string, MachineCase>>;
	/** Text files below /job/files, read-only there. */
	readonly files?: Readonly<Record<string, string>>;
}

/** How a case ended. */
export interface CaseEnd {
	readonly status: number;
	readonly stdout: string;
	readonly stderr: string;
	/** By the machine's clock, which is real time. */
	readonly seconds: number;
	/** Host path of a file that the case put into `$OUT`. */
	readonly file: (name: string) => string;
	/** Its text. */
	readonly read: (name: string) => string;
}

/** What came back. */
export interface MachineRun {
	/** Throws with the end of the console for a case that the machine did not get to, or did not get through. */
	readonly end: (name: string) => CaseEnd;
	readonly console: string;
	/** Seconds from power on until the job started: kernel, first process, engine. */
	readonly readySeconds: number;
	/** The whole machine's life, by the host's clock. */
	readonly seconds: number;
	readonly kernelLog: string;
	readonly engineLog: string;
	/** Removes the files that came back. */
	readonly remove: () => void;
}

/** The image that `npm run e2e` made; throws with the reason why there is none. */
const imageToUse = (): string => {
	const { MLBUILD_MACHINE_IMAGE: image, MLBUILD_MACHINE_WHY_NOT: why } = process.env;
	if (image) return image;
	throw new Error(why ?? 'MLBUILD_MACHINE_IMAGE is not set: run these tests by "npm run e2e"');
};

const program = (file: string, text: string): void => {
	writeFileSync(file, text);
	chmodSync(file, 0o755);
};

/** Node and our bundle as they are in this repository, so that the machine's image is the same for every state of it. */
const addProgram = (folder: string): void => {
	const bin = path.join(folder, "bin");
	mkdirSync(bin);
	cpSync(process.execPath, path.join(bin, "node"));
	program(path.join(bin, "mlbuild"), '#!/bin/sh\nexec /job/bin/node /job/app/dist/cli.js "$@"\n');
	const app = path.join(folder, "app");
	cpSync(path.join(ROOT, "dist"), path.join(app, "dist"), { recursive: true });
	for (const file of ["package.json", "action.yml"]) cpSync(path.join(ROOT, file), path.join(app, file));
};

const addCases = (folder: string, cases: MachineRequest["cases"]): void => {
	for (const [index, [name, given]] of Object.entries(cases).entries()) {
		if (!/^[a-z][a-z0-9-]*$/.test(name)) throw new Error(`case "${name}": name it in lower case, with hyphens`);
		const at = path.join(folder, "cases", String(index).padStart(3, "0"));
		mkdirSync(at, { recursive: true });
		writeFileSync(
			path.join(at, "about"),
			`${name} ${given.user ?? "root"} ${given.timeoutSeconds ?? DEFAULT_TIMEOUT}\n`,
		);
		writeFileSync(path.join(at, "script"), given.script);
	}
};

const addFiles = (folder: string, files: NonNullable<MachineRequest["files"]>): void => {
	for (const [name, text] of Object.entries(files)) {
		const file = path.join(folder, "files", name);
		mkdirSync(path.dirname(file), { recursive: true });
		writeFileSync(file, text);
	}
};

const fillJob = (folder: string, request: MachineRequest): void => {
	mkdirSync(folder);
	program(path.join(folder, "job"), readFileSync(path.join(import.meta.dirname, "machine-cases.sh"), "utf8"));
	addProgram(folder);
	addCases(folder, request.cases);
	addFiles(folder, request.files ?? {});
	chmodSync(folder, 0o755);
};

const readOr = (file: string): string => (existsSync(file) ? readFileSync(file, "utf8") : "");

const endOf = (folder: string): CaseEnd | undefined => {
	const times = readOr(path.join(folder, "times")).trim().split(" ").map(Number);
	const [began, ended] = times;
	if (began === undefined || ended === undefined) return undefined;
	const file = (name: string) => path.join(folder, "files", name);
	return {
		status: Number(readOr(path.join(folder, "status"))),
		stdout: readOr(path.join(folder, "stdout")),
		stderr: readOr(path.join(folder, "stderr")),
		seconds: ended - began,
		file,
		read: (name) => readFileSync(file(name), "utf8"),
	};
};

const runOf = (home: string, out: string, { boot }: JobEnd): MachineRun => {
	const log = (name: string) => readOr(path.join(out, ".machine", name));
	return {
		end: (name) => {
			const end = endOf(path.join(out, name));
			if (end) return end;
			throw new Error(
				`case "${name}" did not come to an end in the machine. Its console ended with\n${tail(boot.console, 25)}`,
			);
		},
		console: boot.console,
		readySeconds: Number(log("ready")),
		seconds: boot.seconds,
		kernelLog: log("dmesg"),
		engineLog: log("engine.log"),
		remove: () => rmSync(home, { recursive: true, force: true }),
	};
};

const timeoutOf = (cases: MachineRequest["cases"]): number => {
	const limits = Object.values(cases).map(({ timeoutSeconds = DEFAULT_TIMEOUT }) => timeoutSeconds + END_SECONDS);
	return Math.min(MOST_SECONDS, START_SECONDS + limits.reduce((sum, seconds) => sum + seconds, 0));
};

/** For the `beforeAll` that runs all those cases, each group in a machine of its own: milliseconds after which each has been ended. */
export const hookLimit = (...groups: readonly MachineRequest["cases"][]): number =>
	groups.reduce((sum, cases) => sum + timeoutOf(cases) + DISK_SECONDS, 0) * 1000;

/** A machine whose kernel dies is started again, from the first case on: later ones may need what earlier ones left. */
const MOST_STARTS = 3;

const runToItsEnd = async (places: Places, image: string, job: Job): Promise<JobEnd> => {
	for (let start = 1; ; start += 1) {
		rmSync(job.out, { recursive: true, force: true });
		const end = await runJob(places, image, job);
		if (!kernelDied(end) || start === MOST_STARTS) return end;
		console.warn(`the emulated machine's kernel died after ${Math.round(end.boot.seconds)} s; it is started again`);
	}
};

/**
 * Runs cases in an emulated machine with cgroup v2 and brings their results back. Call it once for many cases, in `beforeAll`.
 * Throws when there is no machine, or when it ended before its first case did.
 */
export const runInMachine = async (request: MachineRequest): Promise<MachineRun> => {
	const image = imageToUse();
	const places: Places = placesFor({ quiet: true });
	const home = mkdtempSync(path.join(tmpdir(), "mlbuild-machine-"));
	const [folder, out] = [path.join(home, "job"), path.join(home, "out")];
	fillJob(folder, request);
	const { cases, files, ...hardware } = request;
	const timeoutSeconds = timeoutOf(request.cases);
	const end = await runToItsEnd(places, image, {
		folder,
		out,
		hardware: { ...DEFAULT_HARDWARE, ...hardware },
		timeoutSeconds,
	});
	rmSync(folder, { recursive: true });
	const run = runOf(home, out, end);
	if (end.status === undefined && !Object.keys(cases).some((name) => existsSync(path.join(out, name, "times")))) {
		run.remove();
		throw notEnded(end);
	}
	tellTimes(request, run);
	return run;
};

/** Most of the time of these tests is spent in there: it should be seen where. */
const tellTimes = ({ cgroupDriver, cases }: MachineRequest, run: MachineRun): void => {
	const times = Object.keys(cases).map((name) => {
		try {
			return `${name} ${run.end(name).seconds.toFixed(1)}`;
		} catch {
			return `${name} not ended`;
		}
	});
	const from = `ready after ${run.readySeconds.toFixed(1)} s, off after ${run.seconds.toFixed(1)} s`;
	process.stdout.write(`machine with ${cgroupDriver ?? DEFAULT_HARDWARE.cgroupDriver}: ${from}; ${times.join(", ")}\n`);
};
