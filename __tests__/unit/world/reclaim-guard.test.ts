import { describe, expect, it } from "@jest/globals";
import { NEVER } from "../../../src/model/never.ts";
import { isPlainPath } from "../../../src/model/paths.ts";
import { createGuard, homeOf } from "../../../src/world/reclaim-guard.ts";

/** The user who asks has that home. */
const refuse = createGuard("/home/runner");

describe("the guard lets pass what the catalog may name", () => {
	it.each([
		"/usr/local/.ghcup",
		"/usr/local/lib/android/sdk/ndk/27.2.12479018",
		"/usr/local/lib/android",
		"/usr/local/lib/node_modules",
		"/usr/local/share/powershell",
		"/usr/local/julia1.12.0",
		"/usr/local/bin/pulumi-language-go",
		"/usr/local/bin/stack",
		"/usr/local/aws-cli",
		"/usr/share/dotnet",
		"/usr/share/swift",
		"/usr/share/az_14.6.0",
		"/usr/share/miniconda",
		"/usr/share/gradle-9.0.0",
		"/usr/share/java/selenium-server.jar",
		"/usr/share/man/man1/gcloud_auth.1.gz",
		"/usr/lib/llvm-18",
		"/usr/lib/jvm/temurin-21-jdk-amd64",
		"/usr/lib/google-cloud-sdk",
		"/usr/lib/firefox",
		"/usr/lib/mono",
		"/usr/lib/php/20230831",
		"/usr/lib/postgresql",
		"/opt/hostedtoolcache/CodeQL",
		"/opt/hostedtoolcache",
		"/opt/az",
		"/opt/microsoft/powershell",
		"/opt/google/chrome",
		"/opt/actionarchivecache",
		"/etc/skel/.rustup",
		"/etc/skel/.nvm/versions",
		"/home/runner/.rustup",
		"/home/runner/.cargo",
		"/home/runner/.dotnet",
		"/home/linuxbrew",
		"/home/linuxbrew/.linuxbrew/Cellar",
		"/home/packer",
		"/var/lib/apt/lists",
		"/var/lib/mysql",
		"/var/cache/apt",
	])("%s", (path) => {
		expect(refuse(path)).toBeUndefined();
	});
});

describe("the guard refuses", () => {
	it.each([
		[
			"what is no plain absolute path",
			[
				"",
				"opt/x",
				"/opt//x",
				"/opt/x/",
				"/opt/./x",
				"/opt/x/..",
				"/opt/../etc/skel/.rustup",
				"/opt/x\0y",
				"/".padEnd(5000, "x"),
			],
		],
		["what is no text", [undefined, null, 7, ["/opt/x"], {}]],
		["the top and what is right below it", ["/", "/opt", "/home", "/usr", "/mnt", "/var", "/tmp", "/swapfile"]],
		[
			"homes, and what is in them besides toolchains",
			[
				"/home/runner",
				"/home/runner/work",
				"/home/runner/work/a/a",
				"/home/runner/actions-runner",
				"/home/runner/.docker",
				"/home/runner/.ssh",
				"/home/runner/.cargos",
				"/home/me",
				"/root/work",
				"/root/.ssh",
				"/root/.rustup",
				"/home/alice/.cargo",
				"/home/runner2/.cargo/bin",
			],
		],
		[
			"what is no software",
			[
				"/data/db/.cargo/x",
				"/mnt/big/.dotnet/y",
				"/var/backups/a/.nvm",
				"/data/home/me/.cargo",
				"/srv/db/data",
				"/data/models",
				"/mnt/backup/x",
				"/media/disk/x",
				"/tmp/other/x",
				"/var/www/html",
				"/work/a/b",
			],
		],
		[
			"the runner",
			[
				"/opt/runner",
				"/opt/runner-cache",
				"/opt/runner/externals",
				"/opt/post-generation",
				"/opt/post-generation/x.sh",
				"/opt/actions-runner/bin",
				"/usr/local/bin/node",
			],
		],
		[
			"the engine",
			[
				"/usr/libexec/docker",
				"/usr/libexec/docker/cli-plugins/docker-buildx",
				"/usr/libexec",
				"/opt/containerd",
				"/opt/cni/bin",
				"/usr/bin/docker",
				"/usr/bin/dockerd",
				"/usr/bin/containerd-shim-runc-v2",
				"/usr/sbin/runc",
				"/usr/local/bin/docker-compose",
				"/usr/local/bin/buildctl",
				"/usr/local/lib/docker/cli-plugins",
				"/usr/local/bin/podman",
				"/usr/local/bin/crun",
			],
		],
		[
			"data of the engine and of the system",
			[
				"/var/lib/docker",
				"/var/lib/docker/overlay2",
				"/var/lib/containerd",
				"/var/lib",
				"/var/lib/apt",
				"/var/lib/dpkg",
				"/var/log/syslog",
				"/var/run",
			],
		],
		[
			"libraries and programs",
			[
				"/usr/lib/x86_64-linux-gnu",
				"/usr/lib/x86_64-linux-gnu/libc.so.6",
				"/usr/lib/aarch64-linux-gnu",
				"/usr/lib/python3",
				"/usr/lib/python3.12/os.py",
				"/usr/bin/git",
				"/usr/bin/sudo",
				"/usr/bin/python3",
				"/usr/lib/git-core",
				"/bin/sh",
				"/sbin/init",
				"/lib/systemd",
				"/usr/lib/gcc",
				"/usr/sbin/useradd",
				"/usr/lib/ld-linux.so.2",
				"/usr/lib/os-release",
				...["udev/rules.d", "pam.d", "security", "openssh", "grub", "dbus-1.0"].map((name) => `/usr/lib/${name}`),
				...["snapd", "netplan", "sysusers.d", "tmpfiles.d", "linux", "init"].map((name) => `/usr/lib/${name}`),
				...["polkit-1", "dbus-1", "pam", "pam-configs", "terminfo/x"].map((name) => `/usr/share/${name}`),
				"/usr/local/sbin",
				"/usr/local/etc/x",
			],
		],
		[
			"folders that hold much of the above",
			[
				"/usr/lib",
				"/usr/bin",
				"/usr/share",
				"/usr/local",
				"/usr/local/lib",
				"/usr/local/bin",
				"/usr/local/share",
				"/usr/share/man",
				"/usr/share/man/man1",
				"/usr/include",
				"/etc/skel",
				"/usr/lib/apt",
				"/usr/src",
				"/usr/share/keyrings/docker.gpg",
			],
		],
		[
			"configuration, devices, kernel",
			[
				"/etc/passwd",
				"/etc/skel/.bashrc",
				"/etc/skel/.cargos",
				"/boot/vmlinuz",
				"/dev/sda",
				"/proc/1",
				"/sys/fs",
				"/run/docker.sock",
			],
		],
	])("%s", (_what, paths) => {
		expect(paths.filter((path) => refuse(path) === undefined)).toEqual([]);
	});

	it("what this job needs: that, what is in it, what holds it; nothing beside it", () => {
		const keep = ["/opt/work/repo", "/opt/hostedtoolcache/node/24.1.0/x64/bin/node"];
		expect(refuse("/opt/work/repo", keep)).toBe("this job needs /opt/work/repo");
		expect(refuse("/opt/work/repo/src", keep)).toMatch("/opt/work/repo");
		expect(refuse("/opt/work", keep)).toMatch("/opt/work/repo");
		expect(refuse("/opt/hostedtoolcache/node", keep)).toMatch("bin/node");
		expect(refuse("/opt/work/repo2", keep)).toBeUndefined();
		expect(refuse("/opt/hostedtoolcache/Python", keep)).toBeUndefined();
	});

	it("with a reason that names the rule", () => {
		expect(refuse("/home/me/data")).toBe("it is a home folder");
		expect(refuse("/home/runner/work")).toBe("the runner needs it");
		expect(refuse("/usr/libexec")).toBe("/usr/libexec/docker is inside of it: the engine needs it");
	});
});

it("a name of the job is no pattern", () => {
	expect(refuse("/opt/a/b", ["/opt/*"])).toBeUndefined();
});

it("every rule refuses itself, what is in it and what holds it", () => {
	const free = NEVER.flatMap(({ path }) => {
		const real = path.replaceAll("*", "x");
		return [real, `${real}/inside`].filter((one) => refuse(one) === undefined);
	});
	expect(free).toEqual(["/usr/local/bin/inside"]);
	expect(
		NEVER.filter(
			({ path, except = [] }) => !isPlainPath(path) || !except.every((one) => one.startsWith(path.split("*")[0] ?? "")),
		),
	).toEqual([]);
});

it.each<[home: string | undefined, path: string, may: boolean]>([
	["/data/home/me", "/data/home/me/.cargo", true],
	["/data/home/me", "/data/home/me/.cargo/bin", true],
	["/data/home/me", "/data/home/me/data", false],
	["/data/home/me", "/data/home/me/x/.cargo", false],
	["/root", "/root/.rustup", true],
	["/", "/.cargo/bin", false],
	[undefined, "/home/runner/.cargo", false],
	[undefined, "/home/linuxbrew/.linuxbrew", true],
])("toolchains go with the home of who asks: from %s %s", (home, path, may) => {
	expect(createGuard(home)(path) === undefined).toBe(may);
});

describe("who asks", () => {
	const users = "root:x:0:0:root:/root:/bin/bash\nrunner:x:1001:1001::/home/runner:/bin/sh\nodd:x:1002\n";

	it.each<[what: string, uid: number, sudo: string | undefined, home: string | undefined]>([
		["root itself", 0, undefined, "/root"],
		["whom sudo made root", 0, "1001", "/home/runner"],
		["somebody who only says so", 1001, "0", "/home/runner"],
		["one without a home", 0, "1002", undefined],
		["one who is not known", 0, "7", undefined],
		["an odd name", 0, "x", undefined],
	])("%s", (_what, uid, sudo, home) => {
		expect(homeOf(users, uid, sudo)).toBe(home);
	});
});
