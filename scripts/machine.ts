import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { describeFailure, EngineFailure } from "./engine/failure.ts";
import { cleanMachine, ensureMachine, findImage } from "./machine/image.ts";
import { placesFor } from "./machine/places.ts";
import { DEFAULT_HARDWARE, type Hardware } from "./machine/qemu.ts";
import { notEnded, runJob } from "./machine/run-job.ts";
import { CGROUP_DRIVERS, type CgroupDriver } from "./machine/versions.ts";

const USAGE = `node scripts/machine.ts build | run FOLDER [options] | status | clean

An emulated machine with cgroup v2, PSI and Docker Engine (QEMU without acceleration; needs root on Debian, x86-64).

build    makes its disk image, unless it is there
run      starts it with FOLDER as /job, runs the program /job/job in it, and exits with its status
           --cgroup-driver cgroupfs|systemd   how the engine makes cgroups (default: cgroupfs)
           --out FOLDER                       receives what the job left in /out, and .machine with the logs
           --memory MIB, --swap MIB           memory (4096) and size of a swap file (0: none)
           --timeout SECONDS                  ends the machine (default: 900)
status   where the image is; exit code 3 when there is none
clean    removes the images and what they are made of

MLBUILD_MACHINE_DIR   folder of all this (default: ml-image-build/machine in the cache folder)`;

const NONE = 3;
const NOT_ENDED = 125;

const places = placesFor();

const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: {
		"cgroup-driver": { type: "string", default: DEFAULT_HARDWARE.cgroupDriver },
		out: { type: "string" },
		memory: { type: "string", default: String(DEFAULT_HARDWARE.memoryMiB) },
		swap: { type: "string", default: "0" },
		timeout: { type: "string", default: "900" },
	},
});

const count = (option: "memory" | "swap" | "timeout"): number => {
	const text = values[option];
	if (!/^\d{1,6}$/.test(text)) throw new TypeError(`--${option} ${text}: write a whole number`);
	return Number(text);
};

const hardware = (): Hardware => {
	const driver = values["cgroup-driver"];
	if (!CGROUP_DRIVERS.includes(driver as CgroupDriver))
		throw new TypeError(`--cgroup-driver ${driver}: there are ${CGROUP_DRIVERS.join(" and ")}`);
	return {
		...DEFAULT_HARDWARE,
		cgroupDriver: driver as CgroupDriver,
		memoryMiB: count("memory"),
		swapMiB: count("swap"),
	};
};

const run = async (given: string): Promise<number> => {
	const folder = resolve(given);
	if (!existsSync(join(folder, "job"))) throw new TypeError(`${folder} has no program named job`);
	const wanted = { folder, hardware: hardware(), timeoutSeconds: count("timeout") };
	const image = await ensureMachine(places);
	const out = values.out === undefined ? mkdtempSync(join(tmpdir(), "mlbuild-out-")) : resolve(values.out);
	const end = await runJob(places, image, { ...wanted, out, onConsole: (text) => process.stdout.write(text) });
	if (values.out === undefined) rmSync(out, { recursive: true });
	places.own.say(`the machine ran ${end.boot.seconds.toFixed(1)} s`);
	if (end.status !== undefined) return end.status;
	console.error(describeFailure(notEnded(end), "machine"));
	return NOT_ENDED;
};

const status = async (): Promise<number> => {
	const image = await findImage(places);
	console.log(
		image
			? `image      ${basename(image)}\nfolder     ${image}`
			: "no image: `node scripts/machine.ts build` makes one",
	);
	return image ? 0 : NONE;
};

const main = async (): Promise<number> => {
	const [verb = "", argument, ...more] = positionals;
	if (more.length > 0) throw new TypeError(USAGE);
	switch (verb) {
		case "build":
			console.log(await ensureMachine(places));
			return 0;
		case "run":
			if (argument === undefined) throw new TypeError(USAGE);
			return run(argument);
		case "status":
			return status();
		case "clean":
			console.log((await cleanMachine(places)) ? "the machine's images are removed" : "there was nothing to remove");
			return 0;
		default:
			console.error(USAGE);
			return 2;
	}
};

try {
	process.exitCode = await main();
} catch (error) {
	const usage = error instanceof TypeError && !(error instanceof EngineFailure);
	console.error(usage ? error.message : describeFailure(error, "machine"));
	process.exitCode = usage ? 2 : 1;
}
