import type { CgroupDriver } from "./versions.ts";

/** One start of the machine. Sizes in MiB; `cpus` are emulated ones, which take turns. */
export interface Hardware {
	readonly cgroupDriver: CgroupDriver;
	readonly memoryMiB: number;
	/** A swap file of that size is made and switched on before the job; 0 is none. */
	readonly swapMiB: number;
	readonly cpus: number;
}

/** Files of one start. */
export interface Disks {
	readonly kernel: string;
	readonly root: string;
	readonly job: string;
	readonly out: string;
	/** What the machine writes to its root disk stays (only when the image is made). */
	readonly keepRoot: boolean;
}

const FIRST_PROCESS: Readonly<Record<CgroupDriver, readonly string[]>> = {
	cgroupfs: ["init=/usr/local/sbin/init"],
	systemd: ["init=/usr/lib/systemd/systemd", "systemd.unit=multi-user.target", "systemd.show_status=0", "TERM=dumb"],
};

const kernelWords = ({ cgroupDriver, swapMiB }: Hardware): string =>
	[
		"console=ttyS0 quiet loglevel=3 panic=-1",
		"root=/dev/nvme0n1 rootfstype=ext4 rw",
		"psi=1 apparmor=0 mitigations=off",
		`machine.swap=${swapMiB}`,
		...FIRST_PROCESS[cgroupDriver],
	].join(" ");

/**
 * QEMU's command line: software emulation, as /dev/kvm is absent or of no use on most machines that are themselves virtual.
 * - `-cx16`: the cmpxchg16b of QEMU 7.2 spoils the flags now and then, and the kernel dies of a double fault.
 * - `thread=single`: one host thread runs all emulated processors in turn. A thread for each is no faster when two machines share two
 *   cores, and the kernel died in kmem_cache_free once in some hundred starts.
 * - The root disk is the only NVMe disk: several are named in the order in which they answer.
 * - No network: nothing in the machine can depend on one, and no boot ROM is loaded for a card.
 */
export const qemuCommand = (hardware: Hardware, disks: Disks): readonly string[] => {
	const drive = (name: string, file: string, options: string) => [
		"-drive",
		`file=${file.replaceAll(",", ",,")},format=raw,if=none,id=${name},cache=unsafe,${options}`,
	];
	const virtio = (name: string, file: string, options: string) => [
		...drive(name, file, options),
		...["-device", `virtio-blk-pci,drive=${name},serial=${name}`],
	];
	return [
		...["qemu-system-x86_64", "-nodefaults", "-no-user-config", "-display", "none", "-serial", "stdio"],
		...["-accel", "tcg,thread=single", "-cpu", "max,-cx16,-la57"],
		...["-m", String(hardware.memoryMiB), "-smp", String(hardware.cpus), "-nic", "none", "-no-reboot"],
		...["-kernel", disks.kernel, "-append", kernelWords(hardware)],
		...drive("root", disks.root, `snapshot=${disks.keepRoot ? "off" : "on"}`),
		...["-device", "nvme,serial=root,drive=root"],
		...virtio("job", disks.job, "readonly=on"),
		...virtio("out", disks.out, "readonly=off"),
	];
};

/** What a job gets that asks for nothing else. */
export const DEFAULT_HARDWARE: Hardware = { cgroupDriver: "cgroupfs", memoryMiB: 4096, swapMiB: 0, cpus: 2 };
