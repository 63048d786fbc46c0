import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import {
	chmodSync,
	chownSync,
	copyFileSync,
	mkdirSync,
	mkdtempSync,
	openSync,
	readFileSync,
	rmSync,
	statSync,
	writeFileSync,
} from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { engineAnswers } from "../../../scripts/engine/api.ts";
import { openOwnSuite, requireDebianRoot, unpackPackages } from "../../../scripts/engine/apt.ts";
import { makeContext } from "../../../scripts/engine/ensure.ts";
import { daemonPath } from "../../../scripts/engine/packages.ts";
import { makeOnce } from "../../../scripts/engine/stamp.ts";
import { importInto } from "./spare-images.ts";
import { makeUser, removeUser, USER } from "./users.ts";

/** Debian's parts of a rootless engine; they are unpacked, nothing is installed. */
const PACKAGES = ["rootlesskit", "uidmap", "slirp4netns", "libslirp0", "libsubid4"];
const PROGRAMS = ["dockerd", "containerd", "containerd-shim-runc-v2", "runc"];
const SETUID = ["newuidmap", "newgidmap"];
/** Where there is no udev only root may open it. */
const TUN = "/dev/net/tun";
const PATIENCE_MS = 120_000;

/** The private engine's programs, run by an ordinary user in a user namespace. */
export interface RootlessEngine {
	/** Its DOCKER_HOST. */
	readonly host: string;
	stop(): Promise<void>;
}

/** Fails with the reason where there can be none: not Debian, or not root, who makes the user. */
export async function makeRootlessEngine(): Promise<RootlessEngine> {
	await requireDebianRoot();
	makeUser();
	const home = mkdtempSync("/var/tmp/mlbrootless-");
	const tunMode = statSync(TUN).mode & 0o777;
	chmodSync(TUN, 0o666);
	await fill(home);
	const log = path.join(home, "log");
	const child = start(home, log);
	const stop = async () => {
		const ended = child.exitCode === null ? new Promise((resolve) => child.once("exit", resolve)) : undefined;
		child.kill("SIGTERM");
		await ended;
		chmodSync(TUN, tunMode);
		rmSync(home, { recursive: true, force: true });
		removeUser();
	};
	const socket = path.join(home, "run/s");
	for (const until = Date.now() + PATIENCE_MS; !(await engineAnswers(socket)); await sleep(100)) {
		if (child.exitCode === null && Date.now() < until) continue;
		const said = readFileSync(log, "utf8").slice(-3000);
		await stop();
		throw new Error(`the rootless engine does not answer:\n${said}`);
	}
	const host = `unix://${socket}`;
	importInto(host, "base");
	return { host, stop };
}

/** The programs in a place that the user can read, and the one that is run in the namespace. */
async function fill(home: string): Promise<void> {
	const context = makeContext({ quiet: true });
	const parts = path.join(context.layout.packages, "rootless");
	await makeOnce(context, parts, PACKAGES.join(" "), async (temporary) =>
		unpackPackages(context, await openOwnSuite(context), PACKAGES, temporary),
	);
	const env = { PATH: `${parts}/usr/bin:${daemonPath(context)}` };
	for (const name of ["bin", "run", "data"]) mkdirSync(path.join(home, name));
	for (const name of [...PROGRAMS, ...SETUID, "rootlesskit", "slirp4netns"]) {
		const from = execFileSync("sh", ["-c", 'command -v "$1"', "sh", name], { env, encoding: "utf8" }).trim();
		const to = path.join(home, "bin", name);
		copyFileSync(from, to);
		chmodSync(to, SETUID.includes(name) ? 0o4755 : 0o755);
	}
	for (const name of ["libslirp.so.0", "libsubid.so.4"]) {
		const found = execFileSync("find", [parts, "-name", `${name}*`, "-type", "f"], { encoding: "utf8" }).trim();
		copyFileSync(found, path.join(home, "bin", name));
	}
	const dockerd = ["dockerd", "--rootless", "--data-root", `${home}/data`, "--exec-root", `${home}/run/x`];
	const more = ["--pidfile", `${home}/run/pid`, "--host", `unix://${home}/run/s`, "--bridge", "none"];
	const none = ["--iptables=false", "--ip6tables=false", "--userland-proxy=false"];
	// Links to folders of the machine's own engine would be in the way.
	const script = `rm -f /run/docker /run/containerd /run/xtables.lock\nexec ${[...dockerd, ...more, ...none].join(" ")}\n`;
	writeFileSync(path.join(home, "child.sh"), script);
	for (const name of ["", "run", "data"]) chownSync(path.join(home, name), USER.uid, USER.gid);
	chmodSync(home, 0o755);
}

function start(home: string, log: string): ChildProcess {
	const to = openSync(log, "w");
	const options = ["--net=slirp4netns", "--disable-host-loopback", "--copy-up=/etc", "--copy-up=/run"];
	return spawn(`${home}/bin/rootlesskit`, [...options, `--state-dir=${home}/run/kit`, "sh", `${home}/child.sh`], {
		cwd: "/",
		uid: USER.uid,
		gid: USER.gid,
		env: {
			PATH: `${home}/bin:/usr/sbin:/usr/bin:/sbin:/bin`,
			HOME: home,
			XDG_RUNTIME_DIR: `${home}/run`,
			LD_LIBRARY_PATH: `${home}/bin`,
		},
		stdio: ["ignore", to, to],
	});
}
