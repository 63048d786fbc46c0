import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { openOwnSuite, requireDebianRoot, unpackPackages } from "../../../scripts/engine/apt.ts";
import { makeContext } from "../../../scripts/engine/ensure.ts";
import { makeOnce } from "../../../scripts/engine/stamp.ts";
import { processesUnder } from "./processes.ts";

/** The tests' engine by `ssh://`, through a server of our own on loopback. */
export interface SshEngine {
	/** DOCKER_HOST, and a PATH with an `ssh` that has the key. */
	readonly env: Readonly<Record<string, string>>;
	/** Ends the server and all its sessions. */
	cut(): void;
	stop(): void;
}

const PACKAGES = ["openssh-server", "libwrap0"];
/** Name of the user under which sshd parses what strangers send; built into it. */
const USER = "sshd";
const PATIENCE_MS = 120_000;

/** Debian's sshd, unpacked, with a configuration, a port and keys of its own: no service is installed. */
export async function serveEngineBySsh(): Promise<SshEngine> {
	await requireDebianRoot();
	const context = makeContext({ quiet: true });
	const parts = path.join(context.layout.packages, "ssh");
	await makeOnce(context, parts, PACKAGES.join(" "), async (temporary) =>
		unpackPackages(context, await openOwnSuite(context), PACKAGES, temporary),
	);
	const made =
		spawnSync("useradd", ["--system", "--no-create-home", "--shell", "/usr/sbin/nologin", USER]).status === 0;
	const home = mkdtempSync("/var/tmp/mlbssh-");
	const at = (name: string) => path.join(home, name);
	for (const name of ["host", "key"]) execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", at(name)]);
	const docker = execFileSync("sh", ["-c", "command -v docker"], { encoding: "utf8" }).trim();
	const engine = process.env["DOCKER_HOST"] ?? "unix:///var/run/docker.sock";
	const key = readFileSync(at("key.pub"), "utf8");
	writeFileSync(at("keys"), `restrict,command="DOCKER_HOST=${engine} exec ${docker} system dial-stdio" ${key}`);
	const port = await freePort();
	const lines = [
		`Port ${port}`,
		"ListenAddress 127.0.0.1",
		`HostKey ${at("host")}`,
		`AuthorizedKeysFile ${at("keys")}`,
	];
	const more = ["PidFile none", "StrictModes no", "UsePAM no", "PasswordAuthentication no", "PermitRootLogin yes"];
	writeFileSync(at("config"), `${[...lines, ...more].join("\n")}\n`);
	mkdirSync("/run/sshd", { recursive: true });
	mkdirSync(at("bin"));
	const known = "-o IdentitiesOnly=yes -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR";
	const ssh = execFileSync("sh", ["-c", "command -v ssh"], { encoding: "utf8" }).trim();
	writeFileSync(at("bin/ssh"), `#!/bin/sh\nexec ${ssh} -F /dev/null -i ${at("key")} ${known} "$@"\n`);
	chmodSync(at("bin/ssh"), 0o755);
	const libraries = ["usr/lib", "lib"].map((name) => `${parts}/${name}/x86_64-linux-gnu`).join(":");
	const server = spawn(`${parts}/usr/sbin/sshd`, ["-D", "-e", "-f", at("config")], {
		env: { ...process.env, LD_LIBRARY_PATH: libraries },
		stdio: "ignore",
	});
	const cut = () => endWithSessions(server);
	for (const until = Date.now() + PATIENCE_MS; !(await greets(port)); await sleep(50)) {
		if (server.exitCode === null && Date.now() < until) continue;
		cut();
		throw new Error(`sshd does not answer, its exit code is ${server.exitCode}`);
	}
	return {
		env: { DOCKER_HOST: `ssh://root@127.0.0.1:${port}`, PATH: `${at("bin")}:${process.env["PATH"]}` },
		cut,
		stop() {
			cut();
			rmSync(home, { recursive: true, force: true });
			if (made) spawnSync("userdel", [USER]);
		},
	};
}

function endWithSessions({ pid }: ChildProcess): void {
	for (const session of pid === undefined ? [] : [...processesUnder(pid), pid]) {
		try {
			process.kill(session, "SIGKILL");
		} catch {
			// It has ended by itself.
		}
	}
}

/** A server of ssh speaks first. */
function greets(port: number): Promise<boolean> {
	return new Promise((resolve) => {
		const socket = connect(port, "127.0.0.1");
		const end = (greeted: boolean) => {
			socket.destroy();
			resolve(greeted);
		};
		socket
			.once("data", () => end(true))
			.once("error", () => end(false))
			.once("close", () => end(false));
	});
}

function freePort(): Promise<number> {
	return new Promise((resolve) => {
		const server = createServer().listen(0, "127.0.0.1", () => {
			const address = server.address();
			server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
		});
	});
}
