import { execFileSync, spawnSync } from "node:child_process";
import {
	chmodSync,
	chownSync,
	cpSync,
	existsSync,
	mkdirSync,
	rmSync,
	statSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import path from "node:path";
import { ROOT } from "../../support/action.ts";

/** An ordinary user as on a hosted runner: may use the engine's socket, is not root. */
export const USER = { uid: 54321, gid: 54321, name: "mlbuild-e2e" } as const;

const RULE = "/etc/sudoers.d/mlbuild-e2e";

/** Only root can make a user and change what sudo allows. */
export const CAN_MAKE_USERS = process.getuid?.() === 0 && existsSync("/etc/debian_version");

/** Makes the user, and installs Debian's sudo where there is none. */
export function makeUser(): void {
	removeUser();
	execFileSync("groupadd", ["--gid", String(USER.gid), USER.name]);
	execFileSync("useradd", [
		"--uid",
		String(USER.uid),
		"--gid",
		String(USER.gid),
		"--no-create-home",
		"--shell",
		"/bin/sh",
		USER.name,
	]);
	if (spawnSync("sudo", ["--version"]).status === 0) return;
	const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
	const apt = (...args: string[]) => spawnSync("apt-get", args, { env, encoding: "utf8" });
	const install = () => apt("install", "--yes", "--no-install-recommends", "sudo");
	if (install().status === 0) return;
	apt("update");
	const { status, stderr } = install();
	if (status !== 0) throw new Error(`sudo cannot be installed: ${stderr}`);
}

/** Removes user and rule; sudo stays. */
export function removeUser(): void {
	rmSync(RULE, { force: true });
	spawnSync("userdel", [USER.name]);
	spawnSync("groupdel", [USER.name]);
}

/** Passwordless sudo, as on hosted runners, or none. */
export function allowSudo(allowed: boolean): void {
	rmSync(RULE, { force: true });
	if (!allowed) return;
	writeFileSync(RULE, `${USER.name} ALL=(ALL) NOPASSWD:ALL\n`);
	chmodSync(RULE, 0o440);
}

/** What that user needs of ours in places it can read: Node and the bundle, a docker configuration with the buildx plugin. */
export interface UserPlace {
	readonly program: { readonly node: string; readonly dist: string };
	readonly env: Readonly<Record<string, string>>;
}

export function makeUserPlace(root: string): UserPlace {
	chmodSync(root, 0o755);
	const bin = path.join(root, "bin");
	const plugins = path.join(root, "docker", "cli-plugins");
	const [dist, home] = [path.join(root, "dist"), path.join(root, "home")];
	for (const folder of [bin, plugins, home]) mkdirSync(folder, { recursive: true });
	cpSync(process.execPath, path.join(bin, "node"));
	cpSync(path.join(ROOT, "dist"), dist, { recursive: true });
	cpSync(path.join(ROOT, "package.json"), path.join(root, "package.json"));
	const plugin = process.env["MLBUILD_BUILDX_PLUGIN"];
	if (plugin) symlinkSync(plugin, path.join(plugins, "docker-buildx"));
	for (const folder of [home, path.dirname(plugins)]) chownSync(folder, USER.uid, USER.gid);
	const config = { DOCKER_CONFIG: path.dirname(plugins), HOME: home };
	return { program: { node: path.join(bin, "node"), dist }, env: config };
}

/** Lets the user reach an engine's socket, and gives back what undoes it. */
export function openSocket(host = process.env["DOCKER_HOST"] ?? "unix:///var/run/docker.sock"): () => void {
	const socket = /^unix:\/\/(.*)$/.exec(host)?.[1] ?? "";
	const { mode } = statSync(socket);
	chmodSync(socket, mode | 0o006);
	return () => chmodSync(socket, mode & 0o777);
}
