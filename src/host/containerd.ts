import { ownContainerd } from "../model/host.ts";
import { readIf } from "../model/read-if.ts";
import type { World } from "../model/world.ts";
import { findPrograms } from "./programs.ts";

/** containerd as packages install it: https://github.com/containerd/containerd/blob/main/docs/man/containerd-config.toml.5.md */
const SERVICE = {
	address: "/run/containerd/containerd.sock",
	root: "/var/lib/containerd",
	configuration: "/etc/containerd/config.toml",
};

/** Where an engine's containerd listens (`Containerd.Address` of `/info`, since API 1.46), and the engine's data root. */
interface Asked {
	readonly address: string | undefined;
	readonly dataRoot: string;
}

/**
 * The folder in which the containerd of an engine keeps images. dockerd starts one of its own, with its folder in the data root, unless it is
 * given the address of another (github.com/moby/moby, `libcontainerd/supervisor`): Docker's packages give it the service's.
 */
export async function findContainerdRoot(world: World, { address, dataRoot }: Asked): Promise<string> {
	const own = ownContainerd(dataRoot);
	if (address === undefined) return own;
	const asked = inRun(address);
	for (const { words } of await findPrograms(world, "containerd")) {
		const file = flag(words, "--config", "-c");
		// Of one that dockerd started; only root may read what that file says.
		if (file !== undefined && file === `${address.slice(0, address.lastIndexOf("/"))}/containerd.toml`) return own;
		const configuration = parse(await readIf(world, file ?? SERVICE.configuration));
		const listens = flag(words, "--address", "-a") ?? configuration.address ?? SERVICE.address;
		if (inRun(listens) !== asked) continue;
		return flag(words, "--root") ?? configuration.root ?? SERVICE.root;
	}
	if (asked !== SERVICE.address) return own;
	return parse(await readIf(world, SERVICE.configuration)).root ?? SERVICE.root;
}

/** /var/run is another name of /run. */
function inRun(path: string): string {
	return path.replace(/^\/var\/run\//, "/run/");
}

/** `--name value` or `--name=value`. */
function flag(words: readonly string[], ...names: readonly string[]): string | undefined {
	for (const [index, word] of words.entries()) {
		if (names.includes(word)) return words[index + 1];
		const name = names.find((each) => word.startsWith(`${each}=`));
		if (name !== undefined) return word.slice(name.length + 1);
	}
	return undefined;
}

/** The two settings of containerd's TOML that matter: `root` before all tables, `address` in the table `grpc`. */
function parse(toml = ""): { readonly root: string | undefined; readonly address: string | undefined } {
	const [top = "", ...tables] = toml.split(/^\s*(?=\[)/m);
	const grpc = tables.find((table) => /^\[grpc\]/.test(table)) ?? "";
	return { root: setting(top, "root"), address: setting(grpc, "address") };
}

function setting(text: string, name: string): string | undefined {
	return new RegExp(`^[ \\t]*${name}[ \\t]*=[ \\t]*(["'])(.+?)\\1`, "m").exec(text)?.[2];
}
