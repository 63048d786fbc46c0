import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import type { Context } from "./context.ts";
import type { DaemonLayout } from "./layout.ts";
import { attempt, run } from "./run.ts";

/**
 * The rules for an engine's addresses: out by masquerading, and back what belongs to it. Daemons that manage iptables themselves
 * flush each other's chains and leave theirs behind, so ours run with `--iptables=false` and these are added and removed for them.
 */
export const rulesFor = (subnet: string): readonly (readonly [table: string, chain: string, ...rule: string[]])[] => [
	["nat", "POSTROUTING", "-s", subnet, "!", "-d", subnet, "-j", "MASQUERADE"],
	["filter", "FORWARD", "-s", subnet, "-j", "ACCEPT"],
	["filter", "FORWARD", "-d", subnet, "-m", "conntrack", "--ctstate", "RELATED,ESTABLISHED", "-j", "ACCEPT"],
];

const iptables = (table: string, ...rest: readonly string[]): readonly string[] => [
	"iptables",
	"-w",
	"10",
	"-t",
	table,
	...rest,
];

/** Network for the engine's containers. Safe to repeat. */
const openRoute = async (context: Context, daemon: DaemonLayout): Promise<void> => {
	const forward = "/proc/sys/net/ipv4/ip_forward";
	if ((await readFile(forward, "utf8")).trim() !== "1") await writeFile(forward, "1");
	for (const [table, chain, ...rule] of rulesFor(daemon.subnet)) {
		const there = await attempt(context, iptables(table, "-C", chain, ...rule));
		if (there.code !== 0) await run(context, "bridge", iptables(table, "-I", chain, ...rule));
	}
};

/** A bridge per engine: a daemon without one of its own deletes or shares another's `docker0`. With network for its containers. */
export const raiseBridge = async (context: Context, daemon: DaemonLayout): Promise<void> => {
	const { bridge, gateway } = daemon;
	if (!existsSync(`/sys/class/net/${bridge}`))
		await run(context, "bridge", ["ip", "link", "add", bridge, "type", "bridge"]);
	await run(context, "bridge", ["ip", "addr", "replace", `${gateway}/24`, "dev", bridge]);
	await run(context, "bridge", ["ip", "link", "set", bridge, "up"]);
	await openRoute(context, daemon);
};

/** Takes away what {@link raiseBridge} made. */
export const removeBridge = async (context: Context, daemon: DaemonLayout): Promise<void> => {
	const hasIptables = existsSync("/usr/sbin/iptables");
	for (const [table, chain, ...rule] of hasIptables ? rulesFor(daemon.subnet) : [])
		await attempt(context, iptables(table, "-D", chain, ...rule));
	if (existsSync(`/sys/class/net/${daemon.bridge}`)) await attempt(context, ["ip", "link", "delete", daemon.bridge]);
};
