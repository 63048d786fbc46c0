import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { CGROUP_DRIVERS, type CgroupDriver } from "../../scripts/machine/versions.ts";
import {
	GUEST_BASE_IMAGE,
	GUEST_BASE_TAR,
	hookLimit,
	type MachineCase,
	type MachineRun,
	runInMachine,
} from "./support/machine.ts";

const SWAP: Readonly<Record<CgroupDriver, number>> = { cgroupfs: 256, systemd: 0 };

const FACTS = `
cat /sys/fs/cgroup/cgroup.controllers > $OUT/controllers
stat -f -c %T /sys/fs/cgroup > $OUT/filesystem
docker info --format '{{.CgroupDriver}} {{.CgroupVersion}} {{.ServerVersion}}' > $OUT/engine
cat /proc/pressure/cpu /proc/pressure/io /proc/pressure/memory > $OUT/pressure
grep -E 'MemTotal|SwapTotal' /proc/meminfo > $OUT/memory
cat /proc/1/comm > $OUT/first-process
docker buildx version > $OUT/buildx
docker run --rm ${GUEST_BASE_IMAGE} hog 20 0
`;
/** The file of layers is the same on both drivers: no builder but the engine's own sees the engine's images. */
const onTar = (flags: string) => `
cp ${GUEST_BASE_TAR} base.tar
printf 'FROM scratch\\nADD base.tar /\\nRUN hog 20 0 && echo made > /made\\n' > Dockerfile
mlbuild build . ${flags}
`;
/** A hosted runner in little: software that a build does not need, and a target that is only reached without it. */
const ROOM = `
sudo mkdir -p /usr/local/.ghcup/bin /usr/share/swift/usr/bin
sudo fallocate -l 300M /usr/local/.ghcup/bin/ghc && sudo fallocate -l 300M /usr/share/swift/usr/bin/swift
sync
free=$(($(stat -f -c '%a * %S' /)))
export GITHUB_ACTIONS=true RUNNER_ENVIRONMENT=github-hosted ImageOS=ubuntu24
${onTar("--driver docker --min-free $((free + 200000000))B --remove swift --keep haskell --report-file $OUT/report.json")}
ls -d /usr/local/.ghcup /usr/share/swift /.ml-image-build-trash-* > $OUT/left 2>/dev/null; true
`;
/** What hangs on who makes cgroups, and what the cases themselves stand on: on both. */
const BOTH: Readonly<Record<string, MachineCase>> = {
	facts: { script: FACTS },
	"docker-root": {
		script: `printf 'FROM ${GUEST_BASE_IMAGE}\\nRUN hog 20 0 && echo made > /made\\n' > Dockerfile
mlbuild build . --driver docker --max-image-size 50MB --tags made:1 && docker run --rm made:1 cat /made`,
	},
	"container-root": { script: onTar("--driver docker-container --max-image-size 50MB") },
	"too-long": { script: "sleep 600", timeoutSeconds: 3 },
	"engine-stopped": { script: "machine-docker stop && ! docker version" },
	"engine-back": { script: "docker version --format '{{.Server.Version}}'" },
};
/** The rest, as all take their time, on one of them: that of hosted runners. */
const CASES: Readonly<Record<CgroupDriver, Readonly<Record<string, MachineCase>>>> = {
	cgroupfs: BOTH,
	systemd: {
		...BOTH,
		"dry-run": { script: `mlbuild build /work/docker-root --dry-run --max-image-size 50MB` },
		cached: { script: `mlbuild build /work/docker-root --driver docker` },
		"docker-runner": {
			user: "runner",
			script: `sudo -n id -u && ${onTar("--driver docker --max-image-size 50MB").trim()}`,
		},
		"container-runner": { user: "runner", script: onTar("--driver docker-container --max-image-size 50MB") },
		"container-plain": { user: "plain", script: `sudo -n true; echo sudo $?\n${onTar("--driver docker-container")}` },
		room: { user: "runner", script: ROOM },
	},
};

const machines = new Map<CgroupDriver, MachineRun>();

// One after the other: each computes all the time, and other tests run beside.
beforeAll(
	async () => {
		for (const cgroupDriver of CGROUP_DRIVERS)
			machines.set(
				cgroupDriver,
				await runInMachine({ cgroupDriver, swapMiB: SWAP[cgroupDriver], cases: CASES[cgroupDriver] }),
			);
	},
	hookLimit(CASES.cgroupfs, CASES.systemd),
);
afterAll(() => {
	for (const machine of machines.values()) machine.remove();
});

describe.each(CGROUP_DRIVERS)("the emulated machine, cgroup driver %s", (cgroupDriver) => {
	const machine = {
		end: (name: string) => {
			const run = machines.get(cgroupDriver);
			if (!run) throw new Error(`the machine with ${cgroupDriver} did not start`);
			return run.end(name);
		},
	};

	/** A case that went well; the log is in the message when it did not. */
	const built = (name: string) => {
		const end = machine.end(name);
		expect({ name, status: end.status, log: end.status === 0 ? "" : end.stderr }).toMatchObject({ status: 0, log: "" });
		return end;
	};

	test("has cgroup v2 with the controllers that limits take", () => {
		const facts = machine.end("facts");
		expect(facts.status).toBe(0);
		expect(facts.read("filesystem").trim()).toBe("cgroup2fs");
		expect(facts.read("controllers").trim().split(" ")).toEqual(expect.arrayContaining(["cpu", "io", "memory"]));
	});

	test("its engine uses the driver that was asked for", () => {
		expect(machine.end("facts").read("engine")).toMatch(new RegExp(`^${cgroupDriver} 2 \\d+\\.\\d+`));
		expect(machine.end("facts").read("first-process").trim()).toBe(cgroupDriver === "systemd" ? "systemd" : "init");
	});

	test("tells pressure", () => {
		expect(
			machine
				.end("facts")
				.read("pressure")
				.match(/^(some|full) avg10=/gm)?.length,
		).toBeGreaterThanOrEqual(5);
	});

	test("has the memory and the swap that were asked for", () => {
		const [, memory, swap] =
			/MemTotal: +(\d+) kB\s+SwapTotal: +(\d+) kB/.exec(machine.end("facts").read("memory")) ?? [];
		expect(Number(memory) / 1024).toBeGreaterThan(3800);
		expect(Math.round(Number(swap) / 1024)).toBe(SWAP[cgroupDriver]);
	});

	test("has the buildx and the hog that tests build with", () => {
		expect(machine.end("facts").read("buildx")).toContain(" v0.");
		expect(machine.end("facts").stdout).toContain("20 MiB held");
	});

	test("our program builds on the engine's own builder, and the image works", () => {
		expect(built("docker-root").stdout).toMatch(/^made$/m);
		expect(built("docker-root").stderr).toContain("1 check passed");
	});

	test("our program builds and judges on a builder of its own", () => {
		expect(built("container-root").stderr).toContain("1 check passed");
	});

	if (cgroupDriver === "systemd") {
		test("what was built is planned, and cached", () => {
			expect(built("dry-run").stderr).toContain("judge max-image-size");
			expect(built("cached").stderr).toMatch(/RUN hog .*: cached/);
		});

		test.each(["docker-runner", "container-runner"])("our program builds and judges: %s", (name) => {
			expect(built(name).stderr).toContain("1 check passed");
		});

		test("our program builds without sudo on a builder of its own", () => {
			expect(built("container-plain").stdout).toMatch(/^sudo 1$/m);
		});

		test("our program makes room before it builds: what is named, and no more than is missing", () => {
			const end = built("room");
			const { space } = JSON.parse(end.read("report.json"));
			expect(end.stderr).toMatch(/1\. make room: .*\n\s*2\. remove Swift \(swift\), about .* for good; without it: /);
			const [swift, ...more] = space.items;
			expect(more).toEqual([]);
			expect(swift).toMatchObject({ component: "swift", files: 1 });
			// statfs may say that there is enough before the last bytes of the file are given back.
			expect(["freed", "later"]).toContain(swift.state);
			expect(swift.bytes).toBeGreaterThanOrEqual(300 * 2 ** 20);
			expect(space.kept).toContainEqual({ component: "haskell", why: "keep names it" });
			for (const { after, needed } of space.disks) expect(after).toBeGreaterThanOrEqual(needed);
			expect(end.read("left").trim()).toBe("/usr/local/.ghcup");
		});
	}

	test("a case that takes too long is ended, and does not stop the others", () => {
		expect(machine.end("too-long")).toMatchObject({ status: 124 });
	});

	test("an engine that a case stopped is back for the next one", () => {
		expect(machine.end("engine-stopped").status).toBe(0);
		expect(machine.end("engine-back")).toMatchObject({ status: 0, stdout: expect.stringMatching(/^\d+\./) });
	});
});
