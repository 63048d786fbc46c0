import { a as placeOf, i as namesOf, t as isPlainPath } from "./paths.js";
// src/model/never.ts
/** Folders of toolchains that installers put into a home. */
const TOOLCHAINS = ".rustup .cargo .dotnet .ghcup .cabal .nvm .julia .conda .sdkman .swiftly".split(" ");
const inHome = (home) => TOOLCHAINS.map((name) => `${home}/${name}`);
const at = (folder, names) => names.split(" ").map((name) => `${folder}/${name}`);
const rules = (why, ...paths) => paths.map((path) => ({
	path,
	why
}));
/**
* What is never removed, whatever the catalog, an input or a request says, so that a mistake or an odd machine cannot take the system, the runner or the
* engine along. The plan keeps to it, and once more the program that has the power to remove, which has it built in.
*/
const NEVER = [
	...rules("the system runs from it", ...at("", "bin sbin lib lib32 lib64 libx32 boot dev proc sys run snap")),
	...rules("the system runs from it", ...at("/var", "run lock log spool mail snap")),
	...rules("the runner needs it", ...at("/home/runner", "work runners actions-runner _diag externals")),
	...rules("the runner needs it", ...at("/home/runner", ".docker .ssh .config")),
	...rules("the runner needs it", ...at("/opt", "runner* actions-runner post-generation")),
	...rules("the runner needs it", "/actions-runner", "/__w", "/__e", "/usr/local/bin/node"),
	{
		path: "/etc",
		except: inHome("/etc/skel"),
		why: "it is the machine's configuration"
	},
	{
		path: "/root",
		except: inHome("/root"),
		why: "it is a home folder"
	},
	{
		path: "/home/*",
		except: [
			"/home/linuxbrew",
			"/home/packer",
			...inHome("/home/*")
		],
		why: "it is a home folder"
	},
	{
		path: "/var/lib",
		except: [
			"/var/lib/apt/lists",
			"/var/lib/mysql",
			"/var/lib/postgresql"
		],
		why: "the engine, packages and services keep their data in it"
	},
	...rules("packages are set up with it", "/var/cache/debconf", ...at("/usr/lib", "apt dpkg")),
	...rules("packages are set up with it", ...at("/usr/share", "dpkg debconf keyrings")),
	...rules("the engine needs it", "/usr/lib/docker", ...at("/usr/local", "lib/docker libexec/docker")),
	...rules("the engine needs it", "/usr/libexec/docker", "/usr/lib/cni", ...at("/opt", "containerd cni")),
	...rules("the engine needs it", ...at("/usr/local/bin", "docker* containerd* runc buildx* buildctl* buildkit*")),
	...rules("the engine needs it", ...at("/usr/local/bin", "crun podman")),
	...rules("the system's programs are in it", ...at("/usr", "bin sbin libexec src")),
	...rules("git and sudo need it", "/usr/lib/git-core", "/usr/share/git-core", "/usr/local/bin/git*"),
	...rules("git and sudo need it", "/usr/lib/sudo", "/usr/local/bin/sudo*", ...at("/usr", "share/perl* lib/perl*")),
	...rules("the system's Python is in it", ...at("/usr", "lib/python3* share/python3*")),
	...rules("the system's libraries are in it", ...at("/usr/lib", "*-linux-gnu* systemd modules firmware")),
	...rules("the system's libraries are in it", ...at("/usr/lib", "ssl locale gcc*"), ...at("/usr", "lib32 lib64 libx32")),
	...rules("the system starts, logs in or updates with it", ...at("/usr/lib", "ld-* ld.* os-release init udev pam.d security openssh grub* dbus-1.0 snapd netplan sysusers.d tmpfiles.d"), ...at("/usr/lib", "sysctl.d modprobe.d modules-load.d binfmt.d environment.d linux linux-* kernel initramfs-tools"), ...at("/usr/lib", "networkd-dispatcher NetworkManager policykit-1 polkit-1 rsyslog cryptsetup cloud-init"), ...at("/usr/share", "polkit-1 dbus-1 pam* terminfo initramfs-tools grub"), ...at("/usr/local", "sbin etc")),
	{
		path: "/usr/local/bin",
		except: ["/usr/local/bin/*"],
		why: "it is shared by many programs"
	},
	...rules("it is shared by many programs", "/usr/include", "/usr/local/share/ca-certificates"),
	...rules("it is shared by many programs", ...at("/usr/share", "ca-certificates zoneinfo locale")),
	{
		path: "/usr/share/man",
		except: ["/usr/share/man/man*/gcloud*"],
		why: "it is a part of the system"
	}
];
/** Why a path is never removed, as a short clause, or nothing when it may be. It is a real path, not a pattern, and may come from anybody. */
function whyNever(path) {
	if (!isPlainPath(path)) return "it is no plain absolute path";
	if (namesOf(path).length < 2) return "it is the top of the file system or right below it";
	for (const { path: never, except = [], why } of NEVER) {
		const place = placeOf(path, never);
		if (place === void 0) continue;
		if (place === "above") return `${never} is inside of it: ${why}`;
		if (!except.some((free) => isInside(path, free))) return why;
	}
}
/** At a pattern or below it. */
function isInside(path, pattern) {
	const place = placeOf(path, pattern);
	return place === "at" || place === "below";
}
export { isInside as n, whyNever as r, TOOLCHAINS as t };
