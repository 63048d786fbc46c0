import { describe, expect, it } from "@jest/globals";
import { findBuilder } from "../../../src/host/builder.ts";
import { callPlugin } from "../../../src/host/buildx.ts";
import { survey } from "../../../src/host/survey.ts";
import { type FakeParts, fakeWorld } from "../../support/fake-world.ts";

const info = {
	ID: "one",
	ServerVersion: "28.0.4",
	DockerRootDir: "/var/lib/docker",
	Driver: "overlay2",
	DriverStatus: [["Backing Filesystem", "extfs"]],
	CgroupVersion: "2",
	CgroupDriver: "systemd",
	SecurityOptions: ["name=seccomp,profile=builtin"],
	OSType: "linux",
	Architecture: "x86_64",
};
const answering = (more: object = {}): NonNullable<FakeParts["reply"]> => {
	return () => ({ status: 200, text: JSON.stringify({ ...info, ...more }) });
};
const machine = {
	"/etc/os-release": 'PRETTY_NAME="Ubuntu 24.04.3 LTS"\n',
	"/proc/meminfo": "MemTotal:       16373944 kB\nSwapTotal:       4194300 kB\n",
	"/proc/self/cgroup": "0::/system.slice/runner.service\n",
	"/sys/fs/cgroup/cgroup.controllers": "cpuset cpu io memory pids",
};
const sudo: NonNullable<FakeParts["run"]> = (line) => {
	if (line === "sudo -n -- cat /var/lib/docker/engine-id") return { code: 0, stdout: "one" };
	if (line === "docker buildx version") return { code: 0, stdout: "github.com/docker/buildx v0.36.1 28cb" };
	return undefined;
};

describe("the survey", () => {
	it("of a hosted runner", async () => {
		const env = { GITHUB_ACTIONS: "true", RUNNER_ENVIRONMENT: "github-hosted" };
		const { world } = fakeWorld({ env, files: machine, reply: answering(), run: sudo });
		expect(await survey(world, { builder: "" })).toMatchObject({
			runner: "github-hosted",
			os: "Ubuntu 24.04.3 LTS",
			memory: 16373944 * 1024,
			swap: 4194300 * 1024,
			cgroup: { version: "2", path: "/system.slice/runner.service" },
			root: false,
			sudo: "passwordless",
			buildx: { version: "0.36.1" },
			engine: { version: "28.0.4", store: "overlay2", platform: "linux/amd64", local: true, rootProven: true },
		});
	});

	describe("the buildx plugin", () => {
		const plugin = "/usr/libexec/docker/cli-plugins/docker-buildx";
		const PATH = { PATH: "/opt/bin:/usr/bin:" };
		const answerOf =
			(version: string): NonNullable<FakeParts["run"]> =>
			(line) =>
				line.endsWith("docker-cli-plugin-metadata") ? { code: 0, stdout: `{"Version":"${version}"}` } : undefined;
		const run = answerOf("v0.29.1");
		const look = async (parts: FakeParts) => {
			const { world, ran } = fakeWorld({ run, env: PATH, ...parts });
			return { ran, buildx: (await survey(world, { builder: "" })).buildx };
		};
		const ELF = "\x7fELF and so on";
		const DOCKER = { "/usr/bin/docker": ELF };

		it("is asked itself where it lies in a usual place, and called so", async () => {
			const { ran, buildx } = await look({ files: { [plugin]: ELF, ...DOCKER } });
			expect(buildx).toEqual({ version: "0.29.1", plugin });
			expect(ran).not.toContain("docker buildx version");
		});

		it("is the one in a folder that Docker's configuration names, as Docker has it", async () => {
			const other = "/opt/plugins/docker-buildx";
			const config = JSON.stringify({ cliPluginsExtraDirs: ["/opt/plugins"] });
			const files = { [plugin]: ELF, [other]: ELF, "/home/me/.docker/config.json": config, ...DOCKER };
			expect((await look({ files })).buildx).toEqual({ version: "0.29.1", plugin: other });
		});

		it("that does not answer is not passed by: Docker goes no further either", async () => {
			const files = { [plugin]: ELF, "/home/me/.docker/cli-plugins/docker-buildx": "", ...DOCKER };
			const { buildx } = await look({
				files,
				run: (line, command) => (line.startsWith(plugin) ? run(line, command) : undefined),
			});
			expect(buildx).toEqual({ missing: "not found" });
		});

		it("is not looked for where everybody may write, for want of a home", async () => {
			const { world } = fakeWorld({ run, files: { "/tmp/.docker/cli-plugins/docker-buildx": ELF, ...DOCKER } });
			const homeless = { ...world, files: { ...world.files, home: "/tmp" } };
			expect((await survey(homeless, { builder: "" })).buildx).toEqual({ missing: "not found" });
		});

		it.each<[title: string, parts: FakeParts]>([
			["docker is a script", { files: { "/opt/bin/docker": "#!/bin/sh\nexec sudo docker", ...DOCKER } }],
			[
				"docker is a link to another",
				{ files: { "/opt/bin/docker": ELF }, real: { "/opt/bin/docker": "/usr/bin/snap" } },
			],
			["docker is perhaps in the working folder", { env: { PATH: ".:/usr/bin" }, files: DOCKER }],
			["docker is not there", {}],
			["the plugin is a script", { files: { [plugin]: "#!/bin/sh\n", ...DOCKER } }],
			["the plugin is a link to another", { files: DOCKER, real: { [plugin]: "/opt/vendor" } }],
			[
				"the plugin has been replaced",
				{ files: { "/usr/libexec/docker/cli-plugins/original-docker-buildx": ELF, ...DOCKER } },
			],
			[
				"Docker has started us as a plugin's",
				{ env: { ...PATH, DOCKER_CLI_PLUGIN_ORIGINAL_CLI_COMMAND: "x" }, files: DOCKER },
			],
			["it is too old to heed DOCKER_TLS_VERIFY", { files: DOCKER, run: answerOf("v0.22.0") }],
		])("is not called by itself where %s", async (_, parts) => {
			const { buildx } = await look({ ...parts, files: { [plugin]: ELF, ...parts.files } });
			expect(buildx).toEqual({ version: parts.run ? "0.22.0" : "0.29.1" });
		});

		it("takes the place of docker buildx, and of nothing else", async () => {
			const { world, ran } = fakeWorld({});
			const direct = callPlugin(world, { version: "0.29.1", plugin });
			await direct.run({ argv: ["docker", "buildx", "rm", "one"] });
			await direct.run({ argv: ["docker", "push", "buildx"] });
			expect(ran).toEqual([`${plugin} rm one`, "docker push buildx"]);
			expect(callPlugin(world, { version: "0.29.1" })).toBe(world);
			expect(callPlugin(world, { missing: "none" })).toBe(world);
		});
	});

	it.each<[title: string, more: object, expected: object]>([
		[
			"containerd image store",
			{ Driver: "overlayfs", DriverStatus: [["driver-type", "io.containerd.snapshotter.v1"]] },
			{ store: "containerd" },
		],
		["another storage driver", { Driver: "btrfs" }, { store: "other" }],
		["rootless", { SecurityOptions: ["name=rootless"] }, { rootless: true }],
		["another engine's data root here", { ID: "two" }, { rootProven: false }],
		["arm", { Architecture: "aarch64" }, { platform: "linux/arm64" }],
	])("%s", async (_, more, expected) => {
		const { world } = fakeWorld({ files: machine, reply: answering(more), run: sudo });
		expect((await survey(world, { builder: "" })).engine).toMatchObject(expected);
	});

	it("no sudo, no engine: told, nothing thrown", async () => {
		const found = await survey(fakeWorld({ reply: answering() }).world, { builder: "" });
		expect(found.sudo).toBe("no");
		const alone = await survey(fakeWorld().world, { builder: "" });
		expect(alone.engine).toEqual({ missing: expect.stringContaining("unix:///var/run/docker.sock") });
	});

	it.each([
		[
			{ DOCKER_CONTEXT: "nosuch" },
			'Docker\'s context "nosuch" (DOCKER_CONTEXT) is not there; "docker context ls" lists them',
		],
		[{}, 'Docker\'s context "nosuch" (the current one) is not there; "docker context ls" lists them'],
	])(
		"says that Docker's context is not there, whatever answers at the socket that is then looked at: %j",
		async (env, missing) => {
			const reply = () => ({ status: 200, text: JSON.stringify({ ServerVersion: "28.0.4" }) });
			const { world } = fakeWorld({ env, context: "nosuch", reply });
			expect((await survey(world, { builder: "" })).engine).toEqual({ missing });
		},
	);

	it.each<[title: string, parts: FakeParts, expected: string]>([
		["works", { run: (line) => (line === "sudo -n true" ? { code: 0 } : undefined) }, "passwordless"],
		["asks for a password", { run: (line) => (line === "sudo -n true" ? { code: 1 } : undefined) }, "no"],
		["is not there", {}, "no"],
		["is not needed", { uid: 0 }, "not-needed"],
	])("without an engine sudo is tried all the same: it %s", async (_, parts, expected) => {
		expect((await survey(fakeWorld(parts).world, { builder: "" })).sudo).toBe(expected);
	});

	it("cgroup v1", async () => {
		const files = { "/proc/self/cgroup": "9:cpu,cpuacct:/x\n4:memory:/user.slice\n" };
		expect((await survey(fakeWorld({ files }).world, { builder: "" })).cgroup).toEqual({
			version: "1",
			path: "/user.slice",
		});
	});
});

describe("the builder that buildx would use", () => {
	const folder = "/home/me/.docker/buildx";
	const instance = JSON.stringify({ Name: "mine", Driver: "docker-container", Nodes: [{ Name: "mine0" }] });
	const LOADS = instance.replace('"mine0"', '"mine0","DriverOpts":{"default-load":"true"}');
	const files = (current: object) => ({
		[`${folder}/current`]: JSON.stringify(current),
		[`${folder}/instances/mine`]: instance,
	});
	const here = "unix:///var/run/docker.sock";
	const at = (endpoint: string, name = "mine") => ({
		[`${folder}/instances/${name}`]: instance.replace('"mine0"', `"mine0","Endpoint":"${endpoint}"`),
	});
	const contextAt = (name: string, Host: string) => ({
		[`/home/me/.docker/contexts/meta/1${name}/meta.json`]: JSON.stringify({
			Name: name,
			Endpoints: { docker: { Host } },
		}),
	});

	it.each<[title: string, parts: FakeParts, asked: string, expected: object | undefined]>([
		["none", {}, "", undefined],
		[
			"made current for this engine",
			{ files: files({ Key: here, Name: "mine" }) },
			"",
			{ name: "mine", driver: "docker-container", nodes: ["mine0"] },
		],
		["made current for another engine", { files: files({ Key: "tcp://other", Name: "mine" }) }, "", undefined],
		[
			"made current for all",
			{ files: files({ Key: "tcp://other", Name: "mine", Global: true }) },
			"",
			{ name: "mine" },
		],
		["named by the input", { files: files({}) }, "mine", { name: "mine", from: "input builder" }],
		["named by BUILDX_BUILDER", { files: files({}), env: { BUILDX_BUILDER: "mine" } }, "", { from: "BUILDX_BUILDER" }],
		["default means the engine's own", { files: files({ Key: here, Name: "mine" }) }, "default", undefined],
		["named with capitals, which buildx's files do not have", { files: files({}) }, "MINE", { nodes: ["mine0"] }],
		[
			"on another engine",
			{ files: { [`${folder}/instances/far`]: instance.replace('"mine0"', '"mine0","Endpoint":"ssh://me@far"') } },
			"far",
			{ elsewhere: "ssh://me@far" },
		],
		[
			"made to load what it builds",
			{ files: { [`${folder}/instances/mine`]: LOADS } },
			"mine",
			{ name: "mine", defaultLoad: true },
		],
		[
			"made current in the context that Docker uses",
			{ context: "team", files: { ...files({ Key: "team", Name: "mine" }), ...at("team") } },
			"",
			{ name: "mine", from: "current builder", elsewhere: undefined },
		],
		[
			"made current for this engine, but in another context",
			{ context: "team", files: files({ Key: here, Name: "mine" }) },
			"",
			undefined,
		],
		[
			"made current in a context that DOCKER_HOST puts out of use",
			{ env: { DOCKER_HOST: here, DOCKER_CONTEXT: "team" }, files: files({ Key: "team", Name: "mine" }) },
			"",
			undefined,
		],
		[
			"named, in the context that Docker uses",
			{ context: "team", files: at("team") },
			"mine",
			{ from: "input builder", elsewhere: undefined },
		],
		[
			"named, in another context of the same engine",
			{ files: { ...at("team"), ...contextAt("other", "tcp://other"), ...contextAt("team", here) } },
			"mine",
			{ elsewhere: undefined },
		],
		[
			"named, in a context of another engine",
			{ context: "team", files: { ...at("other"), ...contextAt("other", "tcp://other") } },
			"mine",
			{ elsewhere: "other" },
		],
		["default means the engine's own in every context", { context: "team" }, "default", undefined],
		["the name of the context means the engine's own", { context: "team" }, "team", undefined],
		[
			"one that has the name of the context goes first, as for buildx",
			{ context: "mine", files: files({}) },
			"",
			{ name: "mine", driver: "docker-container" },
		],
		[
			"named, and it is a context that Docker does not use",
			{ context: "team", run: () => ({ code: 0, stdout: "Name: other\nDriver: docker\n" }) },
			"other",
			{ missing: expect.stringContaining('"other" is a Docker context') },
		],
		[
			"named and not there",
			{ run: () => ({ code: 1, stderr: "ERROR: no builder found" }) },
			"gone",
			{ missing: "ERROR: no builder found" },
		],
		[
			"named as no builder can be, and nobody is asked: it would be a flag",
			{ run: () => ({ code: 0, stdout: "Usage: docker buildx inspect" }) },
			"--help",
			{ missing: "the name of none begins with a dash" },
		],
		[
			"named, and nothing is told of it",
			{ run: () => ({ code: 0, stdout: "" }) },
			"odd",
			{ missing: "docker buildx inspect tells no driver of it" },
		],
		[
			"a name that is a path is no file to read",
			{ files: { "/home/me/.docker/secret": instance }, run: () => ({ code: 1, stderr: "bad" }) },
			"../../secret",
			{ missing: "bad" },
		],
	])("%s", async (_, parts, asked, expected) => {
		const found = await findBuilder(fakeWorld(parts).world, asked);
		if (expected === undefined) expect(found).toBeUndefined();
		else expect({ elsewhere: undefined, ...found }).toMatchObject(expected);
	});

	it.each<[string, FakeParts]>([
		[
			"the job wants none of it",
			{ files: { [`${folder}/instances/mine`]: LOADS }, env: { BUILDX_NO_DEFAULT_LOAD: "1" } },
		],
		["it was not made so", { files: files({}) }],
	])("loads nothing by itself when %s", async (_, parts) => {
		expect(await findBuilder(fakeWorld(parts).world, "mine")).not.toHaveProperty("defaultLoad");
	});
});
