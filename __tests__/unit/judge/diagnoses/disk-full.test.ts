import { describe, expect, it } from "@jest/globals";
import { diagnose, failureKind } from "../../../../src/judge/diagnoses/index.ts";
import type { Aftermath } from "../../../../src/model/diagnosis.ts";
import type { BuildFailure, StepRun } from "../../../../src/model/timeline.ts";
import { aftermath, disk, failure, HOSTED, run } from "./aftermaths.ts";

const PIP = run(4, "RUN pip install -r requirements.txt", 90, 300, {
	diskBytes: 7.7e9,
	tail: ["ERROR: [Errno 28] No space left on device"],
});
const TORCH = run(3, "RUN pip install torch", 10, 90, { diskBytes: 5.9e9 });
const FULL = disk({ lowest: 0, end: 5e9, lowestAt: PIP.completed, lowestDuring: [PIP.name] });

/** A vertex that is no step of the Dockerfile, failed with those words. */
function vertex(name: string, error: string): BuildFailure {
	const { step: _, ...bare } = run(9, "", 90, 300);
	const failed: StepRun = { ...bare, name, error };
	return { message: error, exitCode: 1, run: failed, excerpt: [] };
}

const told = (scene: Aftermath) =>
	diagnose(scene).map(({ id, shape, level, certainty }) => [id, shape, level, certainty].join(" "));
const NO_SPACE = "no space left on device";

it("what was emptied again between two looks: the engine's temporary folder, when that is apart", () => {
	const temp = disk({ roles: ["engine temp"], path: "/scratch", start: 33e6, lowest: 33e6, total: 34e6 });
	const failed = vertex("exporting to docker image format", `write /blobs/sha256/1: ${NO_SPACE}`);
	const [found] = diagnose(aftermath({ steps: [], failure: failed, disks: [disk(), temp] }));
	expect(found).toMatchObject({ id: "disk-full", shape: "load", certainty: "likely" });
	expect(found?.remedies.join()).toMatch(
		/free space at \/scratch, the engine's temporary folder, which had 33 MB free/,
	);
});

it.each([
	[
		"layers that are written a second time",
		"exporting to image",
		"mount callback failed on /x: failed to copy",
		"export",
	],
	["a base image", "[main 1/9] FROM docker.io/library/python", "failed to extract layer: write /x", "pull"],
	["the context", "[internal] load build context", "failed to copy to /var/lib/docker/tmp", "context"],
	["a file that is copied", "[main 2/9] COPY weights /weights", "failed to copy files: write /x", "run"],
])("what was emptied again between two looks: the builder's own disk, by %s", (_what, name, words, shape) => {
	const store = disk({ total: 284e6, start: 275e6, lowest: 86e6, end: 86e6 });
	const [found] = diagnose(aftermath({ steps: [], failure: vertex(name, `${words}: ${NO_SPACE}`), disks: [store] }));
	expect(found).toMatchObject({ id: "disk-full", shape, level: "failure", certainty: "likely" });
	expect(found?.message).toMatch(
		/ran out of disk.*: \/var\/lib\/docker, 275 MB free at the start, was not full at any look \(86 MB left\)/,
	);
	expect(found?.remedies.join()).toMatch(
		/free space at \/var\/lib\/docker before the build.*the 275 MB that this build could take were not enough/,
	);
	expect(found?.remedies.join()).not.toMatch(/none of the disks|tmpfs/);
});

it.each([
	["exporting to image", `write /x: ${NO_SPACE}`],
	["[main 2/9] COPY weights /weights", "failed to copy files: disk quota exceeded"],
])("a disk that always had room was not full between two looks: %s", (name, words) => {
	const store = disk({ start: 90e9, lowest: 60e9, end: 60e9 });
	const [found] = diagnose(aftermath({ steps: [], failure: vertex(name, words), disks: [store] }));
	expect(found).toMatchObject({ id: "disk-full", shape: "elsewhere", certainty: "likely" });
	expect(found?.remedies.join()).not.toMatch(/min-free|were not enough/);
});

it("the result's own folder, also when the exporter does not say so", () => {
	const name = "exporting to client directory";
	const out = disk({ roles: ["output"], path: "/out", start: 30e6, lowest: 0, total: 30e6, lowestDuring: [name] });
	const scene = aftermath({ steps: [], failure: vertex(name, "error from sender: EOF"), disks: [out] });
	expect(told(scene)).toEqual(["disk-full output failure certain"]);
});

it.each([
	["exporting to client directory", "error from receiver: write /out/big"],
	["exporting to oci image format", "sending tarball: write /out/image.tar"],
])("the place the result is written to, %s", (name, words) => {
	const out = disk({ roles: ["output"], path: "/out", start: 30e6, lowest: 0, total: 30e6, lowestDuring: [name] });
	const [found] = diagnose(aftermath({ steps: [], failure: vertex(name, `${words}: ${NO_SPACE}`), disks: [out] }));
	expect(found).toMatchObject({ id: "disk-full", shape: "output", certainty: "certain" });
	expect(found?.remedies.join()).toMatch(/dest=… in outputs.*free space at \/out/);
});

describe("a disk that was full", () => {
	it.each<[string, BuildFailure, string]>([
		["pip in a RUN", failure(PIP, "exit code: 1"), "run"],
		[
			"a layer written by BuildKit",
			vertex("exporting to image", `write /var/lib/buildkit/content/ingest/1/data: ${NO_SPACE}`),
			"export",
		],
		[
			"a base image",
			vertex(
				"[main 1/9] FROM docker.io/library/python",
				`failed to register layer: write /usr/lib/libmkl.so: ${NO_SPACE}`,
			),
			"pull",
		],
		[
			"a base image in the builder",
			vertex(
				"[main 1/9] FROM docker.io/library/python",
				`write /var/lib/buildkit/runc-overlayfs/snapshots/1/fs/x: ${NO_SPACE}`,
			),
			"pull",
		],
		["loading", vertex("exporting to docker image format", `sending tarball: write /tmp/x: ${NO_SPACE}`), "load"],
		["importing", vertex("importing to docker", NO_SPACE), "load"],
		[
			"a local cache",
			vertex(
				"exporting cache to client directory",
				`error writing layer blob: failed to copy: write /cache/ingest/2/data: ${NO_SPACE}`,
			),
			"cache-export",
		],
		[
			"the context",
			vertex("[internal] load build context", `failed to copy to /var/lib/docker/tmp: ${NO_SPACE}`),
			"context",
		],
		[
			"the engine's temporary files",
			vertex("resolve image config", `write /var/lib/docker/tmp/GetX: ${NO_SPACE}`),
			"engine-temp",
		],
	])("%s", (_name, broken, shape) => {
		const scene = aftermath({ steps: [TORCH, PIP], failure: broken, disks: [FULL] });
		expect(told(scene)).toEqual([`disk-full ${shape} failure certain`]);
	});

	it("is told with what was left, and who took it", () => {
		const [found] = diagnose(aftermath({ steps: [TORCH, PIP], failure: failure(PIP, "exit code: 1"), disks: [FULL] }));
		expect(found?.message).toBe(
			"step 4/9 ran out of disk (Dockerfile:23): 0 B of 77.85 GB left at /var/lib/docker, 51 GB at the start",
		);
		expect(found?.evidence.slice(-2)).toEqual([
			"7.7 GB taken while RUN pip install -r requirements.txt (Dockerfile:23) ran",
			"5.9 GB taken while RUN pip install torch (Dockerfile:22) ran",
		]);
		expect(found?.remedies[0]).toContain("--no-cache-dir");
	});

	it("tells of other jobs on the machine: what was taken while a step ran is not all its own", () => {
		const uses = { [PIP.id]: { diskBytes: 11.42e6, diskShared: true, shared: false } };
		const scene = { steps: [PIP], failure: failure(PIP, "exit code: 1"), disks: [FULL], uses };
		const [found] = diagnose(aftermath(scene));
		expect(found?.evidence).toContain(
			"at most 11.42 MB taken while RUN pip install -r requirements.txt (Dockerfile:23) ran",
		);
		expect(found?.remedies.join("\n")).not.toContain("the largest step");
	});

	it("is one of the step also when its command speaks of loading", () => {
		const load = { ...run(4, "RUN docker load -i models.tar", 90, 300), tail: PIP.tail };
		const scene = aftermath({ steps: [load], failure: failure(load, "exit code: 1"), disks: [FULL] });
		expect(told(scene)).toEqual(["disk-full run failure certain"]);
	});

	it("may be the temporary folder's", () => {
		const temp = disk({ roles: ["temp"], path: "/mnt/tmp", start: 2e9, lowest: 0, lowestAt: PIP.completed });
		const broken = {
			message: `failed to write metadata: write /mnt/tmp/meta.json: ${NO_SPACE}`,
			exitCode: 1,
			excerpt: [],
		};
		expect(told(aftermath({ steps: [], failure: broken, disks: [disk(), temp] }))).toEqual([
			"disk-full temp failure certain",
		]);
	});

	it("may have bytes and no inodes", () => {
		const [found] = diagnose(
			aftermath({ steps: [PIP], failure: failure(PIP, "exit code: 1"), disks: [disk({ lowestInodes: 0 })] }),
		);
		expect(found).toMatchObject({ id: "disk-full", shape: "inodes", certainty: "certain" });
		expect(found?.message).toContain("0 free inodes");
	});

	it("is only likely by its free bytes without words", () => {
		const silent = { ...PIP, tail: ["internal error"] };
		expect(told(aftermath({ steps: [silent], failure: failure(silent, "exit code: 1"), disks: [FULL] }))).toEqual([
			"disk-full run failure likely",
		]);
	});

	it("is not blamed when it was full all the time and nothing speaks of it", () => {
		const other = run(4, "RUN pytest", 90, 300);
		const always = disk({ roles: ["workspace"], start: 10e6, lowest: 9e6, end: 10e6 });
		expect(
			told(aftermath({ steps: [other], failure: failure(other, "exit code: 1"), disks: [disk(), always] })),
		).toEqual([]);
	});

	it("is none when it is small and its words are of another one's", () => {
		const small = disk({ total: 600e6, start: 490e6, lowest: 359e6, end: 359e6, lowestDuring: [PIP.name] });
		const broken = vertex("exporting cache to client directory", `failed to copy: ${NO_SPACE}`);
		const [found] = diagnose(aftermath({ steps: [PIP], failure: broken, disks: [small] }));
		expect(found).toMatchObject({ id: "disk-full", shape: "cache-export", certainty: "likely" });
		expect(found?.message).toContain("the fullest, /var/lib/docker, had 359 MB left at its lowest");
		expect(found?.remedies.join()).toContain("dest=");
	});

	it("is found in the words of the vertex that failed beside the one that buildx names", () => {
		const broken = vertex("exporting to docker image format", "failed to copy to tar: io: read/write on closed pipe");
		const importing = { ...vertex("importing to docker", `write /blobs/sha256/1: ${NO_SPACE}`).run } as StepRun;
		expect(told(aftermath({ steps: [importing], failure: broken }))).toEqual(["disk-full load failure likely"]);
	});

	it("is no memory that ran out, though buildx ends with the same code", () => {
		const broken = {
			...vertex("exporting to image", `write /var/lib/buildkit/ingest/1/data: ${NO_SPACE}`),
			exitCode: 102,
		};
		expect(told(aftermath({ steps: [TORCH], failure: broken, disks: [FULL] }))).toEqual([
			"disk-full export failure certain",
		]);
	});

	it("is not blamed after a green build", () => {
		expect(told(aftermath({ steps: [PIP], disks: [FULL] }))).toEqual([]);
	});
});

describe("words without a full disk", () => {
	it.each([
		["OSError: [Errno 28] No space left on device: '/dev/shm/torch_1'", "shm-size"],
		["cp: error writing 'x': Disk quota exceeded", "quota"],
		["fallocate: fallocate failed: No space left on device", "a single file was larger"],
	])("%s", (line, remedy) => {
		const step = { ...PIP, tail: [line] };
		const [found] = diagnose(aftermath({ steps: [step], failure: failure(step, "exit code: 1") }));
		expect(found).toMatchObject({ id: "disk-full", shape: "elsewhere", certainty: "likely" });
		expect(found?.remedies.join("\n")).toContain(remedy);
		expect(found?.message).toContain("the fullest, /var/lib/docker, had 28 GB left at its lowest");
	});

	it("are only a hint when the step ended by itself: its log says many things", () => {
		const scene = aftermath({ steps: [PIP], failure: failure(PIP, "exit code: 1") });
		const [found] = diagnose(scene);
		expect(told(scene)).toEqual(["disk-full elsewhere warning likely"]);
		expect(failureKind(diagnose(scene))).toBe("build");
		expect(found?.message).toMatch(/^step 4\/9 speaks of a full disk, and every disk looked at had room/);
	});

	it("are not told beside what the build failed of", () => {
		const scene = aftermath({ steps: [PIP], failure: failure(PIP, "cannot allocate memory", 102) });
		expect(told(scene)).toEqual(["out-of-memory step-killed failure certain"]);
	});

	it("in the command and not in the log are none", () => {
		const hint = run(4, 'RUN test -n "$NOPE" || exit 1; echo "hint: maybe no space left on device"', 90, 91);
		const raw = failure(hint, "exit code: 1");
		const quoted = {
			...raw,
			message: `failed to solve: process ${JSON.stringify(hint.name)} did not complete successfully: exit code: 1`,
		};
		expect(told(aftermath({ steps: [hint], failure: raw }))).toEqual([]);
		expect(told(aftermath({ steps: [hint], failure: quoted }))).toEqual([]);
	});

	it("on another machine are likely a full disk there", () => {
		const [found] = diagnose(
			aftermath({ steps: [PIP], failure: vertex("exporting to image", `write /x: ${NO_SPACE}`), elsewhere: true }),
		);
		expect(found).toMatchObject({ shape: "elsewhere", level: "failure" });
		expect(found?.remedies[0]).toBe("look at the disk of the machine where the builder runs: it is not this one");
	});

	it("of a builder on a disk that is not looked at tell of that disk", () => {
		const workspace = disk({ roles: ["workspace", "temp"], path: "/home/runner/work" });
		const failed = vertex("exporting to image", `write /x: ${NO_SPACE}`);
		expect(told(aftermath({ steps: [PIP], failure: failed, disks: [workspace] }))).toEqual([
			"disk-full elsewhere failure likely",
		]);
	});

	it("with no disk to look at are likely a full disk of the builder's machine", () => {
		expect(told(aftermath({ steps: [PIP], failure: failure(PIP, "exit code: 1"), disks: [] }))).toEqual([
			"disk-full run failure likely",
		]);
	});
});

describe("advice", () => {
	const advise = (scene: Parameters<typeof aftermath>[0]) => diagnose(aftermath(scene))[0]?.remedies.join("\n") ?? "";

	it("names another disk only when it has more room", () => {
		const mnt = disk({ roles: ["temp"], path: "/mnt", start: 140e9, lowest: 140e9, end: 140e9 });
		const scene = { steps: [PIP], failure: failure(PIP, "exit code: 1") };
		expect(advise({ ...scene, disks: [FULL, mnt] })).toContain("to the disk of /mnt, which always had 140 GB free");
		expect(advise({ ...scene, disks: [FULL, { ...mnt, lowest: 20e9 }] })).not.toContain("/mnt");
	});

	type Room = Omit<Partial<Aftermath["room"]>, "asked"> & { readonly asked?: Partial<Aftermath["room"]["asked"]> };
	const room = ({ asked, ...more }: Room): Aftermath["room"] => ({
		...HOSTED,
		...more,
		asked: { ...HOSTED.asked, ...asked },
	});
	const MORE = "have more than 51 GB free at /var/lib/docker before the build: ";
	const FREES = "software of the runner that the job does not use, remove: names what else may go";
	const NAMED = "removes what remove names, and nothing else goes on this machine";
	it.each<[string, Room, string]>([
		["a hosted runner", {}, `min-free: 62GB frees ${FREES}`],
		["more than was asked for", { asked: { minFree: 40e9 } }, `min-free: 62GB instead of 40GB frees more ${FREES}`],
		[
			"it was switched off",
			{ asked: { freeDisk: "off" } },
			`leave out free-disk: off, and min-free: 62GB frees ${FREES}`,
		],
		["all of it went already", { made: true }, "what may go by itself is gone already, remove: names what else may go"],
		["a runner of one's own", { runner: "self-hosted" }, `allow-self-hosted: true with min-free: 62GB ${NAMED}`],
		[
			"a machine of one's own that may be changed",
			{ runner: "none", asked: { allowSelfHosted: true, remove: ["android"] } },
			`min-free: 62GB ${NAMED}`,
		],
	])("names our own inputs for room: %s", (_name, tried, expected) => {
		const scene = { steps: [PIP], failure: failure(PIP, "exit code: 1"), disks: [FULL], room: room(tried) };
		const told = advise(scene).split("\n");
		expect(told).toContain(`${MORE}${expected}`);
		expect(told.join("\n")).toContain(
			"remove what earlier steps left and old images (`docker system prune -af`), the 51 GB",
		);
	});

	it.each<[string, Partial<Parameters<typeof aftermath>[0]>]>([
		["the engine is elsewhere", { elsewhere: true }],
		["nothing may go, as in a job in a container", { room: room({ never: true }) }],
		["the disk is not as large", { disks: [{ ...FULL, total: 60e9 }] }],
		["it was full all the time", { disks: [{ ...FULL, start: 0 }] }],
		["inodes ran out and not bytes", { disks: [disk({ lowestInodes: 0 })] }],
		["no software lies on it", { disks: [{ ...FULL, roles: ["output"] }] }],
	])("names none of them where they do not help: %s", (_name, more) => {
		const told = advise({ steps: [PIP], failure: failure(PIP, "exit code: 1"), disks: [FULL], ...more });
		expect(told).toContain("free space at /var/lib/docker before the build: ");
		expect(told).not.toMatch(/min-free|remove: names/);
	});

	const PIPS = "`pip install --no-cache-dir`: else";
	const UVS = "UV_NO_CACHE=1: else";
	it.each<[string, string, readonly string[]]>([
		["pip", "RUN pip install torch", [PIPS]],
		[
			"pip beside apt's cache",
			"RUN --mount=type=cache,target=/var/cache/apt apt-get install git && pip install torch",
			[PIPS],
		],
		["uv, which knows no option of pip's", "RUN uv pip install torch", [`\`uv pip install --no-cache\`, or ${UVS}`]],
		["uv with an option", "RUN uv --quiet pip install torch", [`\`uv pip install --no-cache\`, or ${UVS}`]],
		["uv sync", "RUN uv sync --locked", [`uv with --no-cache, or ${UVS}`]],
		["uv that keeps nothing", "RUN uv pip install --no-cache torch", []],
		["pip that keeps nothing", "RUN pip install --no-cache-dir torch", []],
		["pip whose cache is deleted", "RUN pip install torch && rm -rf /tmp/* /root/.cache/pip", []],
		["pip, and all caches are deleted", "RUN pip install torch && rm -rf ~/.cache", []],
		["uv whose cache is deleted", "RUN uv pip install torch; rm -r -f /root/.cache/uv/*", []],
		["pip, and uv's cache is deleted", "RUN pip install uv torch && rm -rf /root/.cache/uv", [PIPS]],
		["pip with a mount for it", "RUN --mount=type=cache,target=/root/.cache/pip pip install torch", []],
		["pip with a mount of its own", "RUN --mount=type=cache,target=/p PIP_CACHE_DIR=/p pip install torch", []],
		["apt with a mount for it", "RUN --mount=target=/var/lib/apt,type=cache apt-get install git", []],
	])("is what the step does not do yet: %s", (_name, text, expected) => {
		const step = { ...run(4, text, 90, 300), tail: PIP.tail };
		const told = advise({ steps: [step], failure: failure(step, "exit code: 1"), disks: [FULL] }).split("\n");
		const tidy = told.filter((remedy) => /cache|no-install-recommends/.test(remedy));
		expect(tidy).toEqual(expected.map((part) => expect.stringContaining(part)));
	});
});
