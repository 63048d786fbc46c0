import { execFileSync, spawnSync } from "node:child_process";
import {
	chmodSync,
	copyFileSync,
	cpSync,
	existsSync,
	lstatSync,
	mkdirSync,
	readdirSync,
	realpathSync,
	statSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import path from "node:path";
import { RUNNER } from "./fill.ts";

/** What runs inside, from this machine: a shell, what tests look with, and sudo. */
const PROGRAMS =
	"bash sh env cat ls rm cp mv ln mkdir stat find df id sleep true false touch dd chmod chown sync mount umount chattr lsattr sudo head tail tr sort wc kill mkswap swapon swapoff fallocate truncate uname readlink".split(
		" ",
	);
const PLACES = ["/usr/bin", "/bin", "/usr/sbin", "/sbin", "/usr/local/bin"];

/** Copies those programs with their libraries into a root folder, and makes its users. */
export function installSystem(root: string): void {
	for (const folder of [
		"proc",
		"sys",
		"dev",
		"run",
		"tmp",
		"mnt",
		"root",
		"home/runner",
		"usr/bin",
		"usr/sbin",
		"usr/lib",
		"usr/lib64",
		"var/log",
		"etc/sudoers.d",
	])
		mkdirSync(path.join(root, folder), { recursive: true });
	for (const name of ["bin", "sbin", "lib", "lib64"]) symlinkSync(`usr/${name}`, path.join(root, name));
	chmodSync(path.join(root, "tmp"), 0o1777);
	const programs = PROGRAMS.map((name) => ({ name, from: findProgram(name) }));
	for (const { name, from } of programs) copy(root, from, `/usr/bin/${name}`);
	const modules = [...sudoModules(), ...pamModules()];
	for (const module of modules) copy(root, module, module);
	const libraries = librariesOf([process.execPath, ...programs.map(({ from }) => from), ...modules]);
	for (const library of libraries) copy(root, library, library);
	for (const folder of ["/etc/pam.d", "/etc/security"]) cpSync(folder, path.join(root, folder), { recursive: true });
	chmodSync(path.join(root, "usr/bin/sudo"), 0o4755);
	writeEtc(root);
}

function findProgram(name: string): string {
	const found = PLACES.map((place) => path.join(place, name)).find((one) => existsSync(one));
	if (found) return realpathSync(found);
	throw new Error(
		`${name} is not on this machine: the replica needs it (Debian's packages util-linux, e2fsprogs, sudo)`,
	);
}

const sudoModules = () =>
	["/usr/libexec/sudo", "/usr/lib/sudo"]
		.filter((folder) => existsSync(folder))
		.flatMap(filesIn)
		.filter((file) => /\.so(\.|$)/.test(file));

function pamModules(): readonly string[] {
	const libraries = readdirSync("/usr/lib").filter((name) => name.endsWith("-linux-gnu"));
	return libraries
		.map((name) => `/usr/lib/${name}/security`)
		.filter((folder) => existsSync(folder))
		.flatMap(filesIn);
}

const filesIn = (folder: string): readonly string[] =>
	readdirSync(folder)
		.map((name) => path.join(folder, name))
		.filter((file) => statSync(file).isFile());

/** Libraries that the dynamic loader would load, by their absolute names. */
function librariesOf(programs: readonly string[]): readonly string[] {
	const { stdout } = spawnSync("ldd", [...programs], { encoding: "utf8" });
	return [...new Set([...stdout.matchAll(/(?:=> |^\s+)(\/\S+) \(0x/gm)].map(([, file = ""]) => file))];
}

/** To the same place, merged into /usr as on every current Debian and Ubuntu. Links become what they lead to. */
function copy(root: string, from: string, to: string): void {
	const at = path.join(root, to.replace(/^\/(bin|sbin|lib|lib64)\//, "/usr/$1/"));
	if (lstatSync(at, { throwIfNoEntry: false })) return;
	mkdirSync(path.dirname(at), { recursive: true });
	copyFileSync(realpathSync(from), at);
}

function writeEtc(root: string): void {
	const write = (name: string, text: string, mode = 0o644) =>
		writeFileSync(path.join(root, "etc", name), text, { mode });
	write(
		"passwd",
		`root:x:0:0:root:/root:/bin/bash\nrunner:x:${RUNNER.uid}:${RUNNER.gid}:runner:/home/runner:/bin/bash\n`,
	);
	write("group", `root:x:0:\nrunner:x:${RUNNER.gid}:\n`);
	write("shadow", "root:*:20000:0:99999:7:::\nrunner:*:20000:0:99999:7:::\n", 0o640);
	write("hosts", "127.0.0.1 localhost\n");
	write("hostname", "runner\n");
	write("nsswitch.conf", "passwd: files\ngroup: files\nshadow: files\nhosts: files\n");
	write("sudoers", "Defaults env_reset\nroot ALL=(ALL:ALL) ALL\n@includedir /etc/sudoers.d\n", 0o440);
	write("os-release", 'ID=ubuntu\nVERSION_ID="24.04"\nPRETTY_NAME="Ubuntu 24.04 LTS"\n');
	execFileSync("chown", [`${RUNNER.uid}:${RUNNER.gid}`, path.join(root, "home/runner")]);
}
