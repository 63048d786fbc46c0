/** What the machine's disk is made of. Changing one of these, or a file in `guest/`, makes a new disk. */
export const MACHINE = {
	/** Docker Engine, containerd, runc and systemd as new as on hosted runners. */
	system: "forky",
	/** Its cloud kernel has NVMe, ext4 and cgroup v2 built in: no initial file system is needed. */
	kernel: "trixie",
	kernelPackage: "linux-image-cloud-amd64",
	/** Sparse; what a run writes beyond the image lies in a temporary file. */
	diskBytes: 16 * 2 ** 30,
} as const;

/** Packages of the system. `mount` is a package of its own there; libstdc++6 is what Node needs beside the C library. */
export const PACKAGES = [
	"busybox-static",
	"dbus",
	"docker-cli",
	"docker.io",
	"e2fsprogs",
	"kmod",
	"libstdc++6",
	"mount",
	"passwd",
	"procps",
	"sudo",
	"systemd",
] as const;

/** An image of busybox and `hog` in the machine's engine. */
export const GUEST_BASE_IMAGE = "base:v2";
/** The same files for `ADD`: a docker-container builder cannot see the engine's images, and there is no registry. */
export const GUEST_BASE_TAR = "/opt/base.tar";

/** Which of the two ways the engine makes cgroups: by writing files under an init of ours, or through systemd as on hosted runners. */
export type CgroupDriver = "cgroupfs" | "systemd";
export const CGROUP_DRIVERS: readonly CgroupDriver[] = ["cgroupfs", "systemd"];

/** Users of the machine besides root: both may use the engine, only the first may become root (without a password). */
export const GUEST_USERS = { runner: 1001, plain: 1002 } as const;
export type GuestUser = "root" | keyof typeof GUEST_USERS;
