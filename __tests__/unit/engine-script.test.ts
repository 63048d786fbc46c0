import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import {
	findDebianMirror,
	isDebianLike,
	parseDeb822Sources,
	parseOneLineSources,
} from "../../scripts/engine/apt-sources.ts";
import { rulesFor } from "../../scripts/engine/bridge.ts";
import { makeContext } from "../../scripts/engine/ensure.ts";
import { exportLines, machineEnv, privateEnv, quote } from "../../scripts/engine/facts.ts";
import { describeFailure, EngineFailure } from "../../scripts/engine/failure.ts";
import { parseGoVersion } from "../../scripts/engine/go-tools.ts";
import { launch, type Service } from "../../scripts/engine/launch.ts";
import { layoutFor } from "../../scripts/engine/layout.ts";
import { mountsIn, worksIn } from "../../scripts/engine/leftovers.ts";
import { withLock } from "../../scripts/engine/lock.ts";
import {
	endStarted,
	findStarted,
	isSameProcess,
	parseProcessFile,
	startTicksOf,
} from "../../scripts/engine/process-file.ts";

describe("the machine's package sources", () => {
	const deb822 = `Types: deb
# snapshot of a day
URIs: http://mirror.example/debian-security
Suites: bookworm-security
Components: main

Types: deb deb-src
URIs: http://mirror.example/debian/
Suites: bookworm bookworm-updates
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

Enabled: no
Types: deb
URIs: http://off.example/debian
Suites: sid

Types: deb-src
URIs: http://src.example/debian
Suites: bookworm
`;

	it("reads deb822 stanzas and leaves out disabled and source-only ones", () => {
		expect(parseDeb822Sources(deb822)).toEqual([
			{ uri: "http://mirror.example/debian-security", suites: ["bookworm-security"], components: ["main"] },
			{
				uri: "http://mirror.example/debian/",
				suites: ["bookworm", "bookworm-updates"],
				components: ["main"],
				signedBy: "/usr/share/keyrings/debian-archive-keyring.gpg",
			},
		]);
	});

	it("takes an inline key for no path", () => {
		const text =
			"Types: deb\nURIs: http://a.example/debian\nSuites: sid\nComponents: main\nSigned-By:\n -----BEGIN PGP PUBLIC KEY BLOCK-----\n .\n abc\n";
		expect(parseDeb822Sources(text)).toEqual([
			{ uri: "http://a.example/debian", suites: ["sid"], components: ["main"] },
		]);
	});

	it.each([
		[
			"deb http://a.example/debian bookworm main",
			[{ uri: "http://a.example/debian", suites: ["bookworm"], components: ["main"] }],
		],
		[
			"deb [arch=amd64 signed-by=/k.gpg] https://a.example/debian bookworm main contrib",
			[{ uri: "https://a.example/debian", suites: ["bookworm"], components: ["main", "contrib"], signedBy: "/k.gpg" }],
		],
		["deb-src http://a.example/debian bookworm main", []],
		["# deb http://a.example/debian bookworm main", []],
		["", []],
	])("reads the line %j", (line, expected) => {
		expect(parseOneLineSources(line)).toEqual(expected);
	});

	it.each([
		[["http://m.example/debian-security", "http://m.example/debian/"], "http://m.example/debian"],
		[
			["http://snapshot.example/archive/debian/20250520T000000Z"],
			"http://snapshot.example/archive/debian/20250520T000000Z",
		],
		[["https://download.docker.com/linux/debian-x", "http://archive.ubuntu.com/ubuntu"], undefined],
		[["cdrom:[x]/debian"], undefined],
	])("finds the Debian archive in %j", (uris, expected) => {
		expect(findDebianMirror(uris.map((uri) => ({ uri, suites: ["bookworm"], components: ["main"] })))).toBe(expected);
	});

	it("passes by another vendor's archive that also ends in /debian", () => {
		const sources = parseOneLineSources(
			"deb https://download.docker.com/linux/debian bookworm stable\ndeb http://deb.debian.org/debian bookworm main\n",
		);
		expect(findDebianMirror(sources)).toBe("http://deb.debian.org/debian");
	});

	it.each([
		["ID=debian\n", true],
		['ID=ubuntu\nID_LIKE="debian"\n', true],
		['ID=linuxmint\nID_LIKE="ubuntu debian"\n', true],
		['ID="fedora"\n', false],
		["VERSION_ID=debian\n", false],
		["", false],
	])("tells Debian-like machines by os-release %j", (text, expected) => {
		expect(isDebianLike(text)).toBe(expected);
	});
});

describe("processes we started", () => {
	const stat = (name: string, state: string, ticks: string): string =>
		`42 (${name}) ${state} 1 42 42 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 11 0 ${ticks} 999 1 2`;

	it.each([
		["12 345\n", { pid: 12, startTicks: "345" }],
		["12 345", { pid: 12, startTicks: "345" }],
		["12", undefined],
		["0 345", undefined],
		["-1 345", undefined],
		["", undefined],
		["12 345; rm", undefined],
	])("reads the record %j", (text, expected) => {
		expect(parseProcessFile(text)).toEqual(expected);
	});

	it.each(["dockerd", "a) b", "(x (y)"])("finds the start time behind the name %j", (name) => {
		expect(startTicksOf(stat(name, "S", "777"))).toBe("777");
	});

	it.each([
		["same start, our path", stat("dockerd", "S", "777"), "dockerd\0--data-root\0/ours\0", true],
		["another start time: the id was given away", stat("dockerd", "S", "778"), "dockerd\0--data-root\0/ours\0", false],
		["somebody else's program", stat("vim", "S", "777"), "vim\0/ours/file\0", false],
		["a zombie", stat("dockerd", "Z", "777"), "dockerd\0--data-root\0/ours\0", false],
		["gone", "", "", false],
	])("%s", (_, statText, cmdline, expected) => {
		expect(isSameProcess({ pid: 42, startTicks: "777" }, statText, cmdline, "/ours")).toBe(expected);
	});

	it.each([
		["containerd\0--config\0/run/x/exec/containerd/containerd.toml\0", true],
		["dockerd\0--exec-root=/run/x/exec/y\0", true],
		["ls\0/run/x/executive\0", false],
		["", false],
	])("knows what works in our folder: %j", (cmdline, expected) => {
		expect(worksIn(cmdline, "/run/x/exec")).toBe(expected);
	});

	it("lists mounts of a folder, innermost first, and no others", () => {
		const line = (point: string) => `98 27 254:0 / ${point} rw - ext4 /dev/vda rw`;
		const text = ["/a/data", "/a/data/overlay2/x\\040y/merged", "/a/data-of-another", "/"].map(line).join("\n");
		expect(mountsIn(text, "/a/data")).toEqual(["/a/data/overlay2/x y/merged", "/a/data"]);
	});
});

const onLinux = existsSync("/proc/self/stat") ? describe : describe.skip;

onLinux("on real processes", () => {
	let folder = "";
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), "engine-script-"));
	});
	afterEach(() => rmSync(folder, { recursive: true, force: true }));

	const sleeper = () => spawn("sleep", ["987"], { stdio: "ignore" });
	const ticksOf = (pid: number | undefined): string => startTicksOf(readFileSync(`/proc/${pid}/stat`, "utf8")) ?? "";

	it("ends the recorded process, and only when start time and arguments agree", async () => {
		const child = sleeper();
		const file = join(folder, "started");
		writeFileSync(file, `${child.pid} 1\n`);
		expect(await endStarted(file, "987")).toBe(false);
		writeFileSync(file, `${child.pid} ${ticksOf(child.pid)}\n`);
		expect(await findStarted(file, "/another/mark")).toBeUndefined();
		expect(child.exitCode ?? child.signalCode).toBeNull();
		expect(await endStarted(file, "987")).toBe(true);
		expect(existsSync(file)).toBe(false);
	});

	const launchIn = (script: string, more: Partial<Service>): Promise<boolean> => {
		const files = { pidFile: join(folder, "started"), log: join(folder, "log") };
		const argv = ["sh", "-c", script, "sh", folder];
		const rest = { name: "a service", env: process.env, mark: folder, ready: async () => false, patience: 60_000 };
		return launch(makeContext({ quiet: true }), { ...rest, ...files, argv, ...more });
	};

	it("waits for one that is slow to write its record", async () => {
		writeFileSync(join(folder, "cut"), `#!/bin/sh\nsleep 1.5\nPATH='${process.env["PATH"]}' exec cut "$@"\n`, {
			mode: 0o755,
		});
		const env = { ...process.env, PATH: `${folder}:${process.env["PATH"]}` };
		const ready = async () => existsSync(join(folder, "ready"));
		try {
			expect(await launchIn('mkfifo "$1/wait"; : >"$1/ready"; read -r _ <"$1/wait"', { env, ready })).toBe(true);
		} finally {
			expect(await endStarted(join(folder, "started"), folder)).toBe(true);
		}
	});

	it("says at once that one has ended, and what it wrote", async () => {
		const failure = { what: "a service ended at once", evidence: expect.stringContaining("no such disk") };
		await expect(launchIn("echo no such disk; exit 3", {})).rejects.toMatchObject(failure);
	});

	it("lets one at a time through a lock", async () => {
		const lock = join(folder, "lock");
		const seen: string[] = [];
		const script = `import { withLock } from "${new URL("../../scripts/engine/lock.ts", import.meta.url)}";
      await withLock(${JSON.stringify(lock)}, (owner) => console.log("waits for " + owner), async () => console.log("second in"));`;
		const second = () =>
			spawn(process.execPath, ["--input-type=module", "-e", script], { stdio: ["ignore", "pipe", "inherit"] });
		const child = await withLock(
			lock,
			() => undefined,
			async () => {
				const started = second();
				started.stdout.on("data", (chunk: Buffer) => seen.push(chunk.toString().trim()));
				await new Promise((done) => started.stdout.once("data", done));
				seen.push("first out");
				return started;
			},
		);
		await new Promise((done) => child.once("close", done));
		expect(seen).toEqual([`waits for ${process.pid}`, "first out", "second in"]);
	});

	it.each(["4194303 1\n", "garbage", `${process.pid} 1\n`])(
		"takes over the lock %j of a process that is gone",
		async (content) => {
			const lock = join(folder, "lock");
			writeFileSync(lock, content);
			const said: string[] = [];
			expect(
				await withLock(
					lock,
					(owner) => said.push(owner),
					async () => "done",
				),
			).toBe("done");
			expect(said).toEqual([]);
			expect(existsSync(lock)).toBe(false);
		},
	);

	it("quotes words so that a shell gives them back", () => {
		for (const word of ["plain", "/a/b:c", "it's", '$(touch x) `y` "z"', "", "two\nlines"])
			expect(execFileSync("/bin/sh", ["-c", `printf %s ${quote(word)}`], { encoding: "utf8" })).toBe(word);
	});
});

describe("what callers get", () => {
	const layout = layoutFor({ MLBUILD_ENGINE_DIR: "/c" });

	it.each([
		[{ MLBUILD_ENGINE_DIR: "/e", XDG_CACHE_HOME: "/x", HOME: "/h" }, "/e"],
		[{ XDG_CACHE_HOME: "/x", HOME: "/h" }, "/x/ml-image-build/engine"],
		[{ HOME: "/h" }, "/h/.cache/ml-image-build/engine"],
	])("puts the cache of %j where expected", (environment, cache) => {
		expect(layoutFor(environment).cache).toBe(cache);
	});

	it("keeps Linux's limits for sockets and network names, however long the folder's name is", () => {
		for (const daemon of Object.values(layoutFor({ MLBUILD_ENGINE_DIR: `/${"long".repeat(60)}` }).daemons)) {
			expect(daemon.socket.length).toBeLessThan(108);
			expect(daemon.bridge.length).toBeLessThanOrEqual(15);
		}
	});

	it("shares no folder, bridge or addresses between two engines", () => {
		const { main, containerd } = layout.daemons;
		for (const key of ["dataRoot", "execRoot", "socket", "bridge", "gateway", "subnet"] as const)
			expect(main[key]).not.toBe(containerd[key]);
		expect(rulesFor(main.subnet)).not.toEqual(rulesFor(containerd.subnet));
	});

	it("exports the private engine with its client first on PATH, once", () => {
		const once = privateEnv(layout, { PATH: "/usr/bin" }, { version: "28.5.2", port: 5117, containerd: true });
		const twice = privateEnv(layout, { PATH: once.env["PATH"] }, { version: "28.5.2", port: 5117, containerd: true });
		expect(twice.env["PATH"]).toBe(`${layout.client}:/usr/bin`);
		expect(exportLines(twice)).toEqual([
			`export DOCKER_HOST=${layout.daemons.main.host}`,
			"export DOCKER_CONFIG=/c/docker-config",
			`export PATH=${layout.client}:/usr/bin`,
			"export MLBUILD_BASE_IMAGE=ml-image-build/base:bookworm",
			"export MLBUILD_REGISTRY=127.0.0.1:5117",
			`export MLBUILD_CONTAINERD_HOST=${layout.daemons.containerd.host}`,
			`export MLBUILD_BUILDX_PLUGIN=${layout.buildx}`,
		]);
	});

	it("changes nothing for the machine's own engine, and names a registry only when told one", () => {
		expect(exportLines(machineEnv({}, "29.1.0"))).toEqual(["export MLBUILD_BASE_IMAGE=python:3.12-slim"]);
		expect(machineEnv({ MLBUILD_REGISTRY: "127.0.0.1:5000" }, "29.1.0").registry).toBe("127.0.0.1:5000");
	});

	it.each([
		["go version go1.26.8 linux/amd64", [1, 26]],
		["go version go1.19 linux/amd64", [1, 19]],
		["go version devel", undefined],
	])("reads %j", (text, expected) => {
		expect(parseGoVersion(text)).toEqual(expected);
	});

	it("says what happened, the evidence and the remedy in one block", () => {
		expect(describeFailure(new EngineFailure("no disk", "line 1\nline 2\n", "make room"))).toBe(
			"engine: no disk\n  evidence: line 1\n            line 2\n  remedy:   make room",
		);
	});
});
