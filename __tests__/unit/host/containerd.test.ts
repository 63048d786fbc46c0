import { describe, expect, it } from "@jest/globals";
import { findContainerdRoot } from "../../../src/host/containerd.ts";
import { fakeWorld } from "../../support/fake-world.ts";

const SERVICE = "/run/containerd/containerd.sock";
const OWN = "/var/lib/docker/containerd/daemon";
const running = (pid: number, ...words: readonly string[]) => ({
	[`/proc/${pid}/comm`]: "containerd\n",
	[`/proc/${pid}/cmdline`]: ["/usr/bin/containerd", ...words].join("\0"),
});
const started = running(7, "--config", "/var/run/docker/containerd/containerd.toml");

describe("where the containerd of an engine keeps images", () => {
	it.each<[string, string | undefined, Readonly<Record<string, string>>, string]>([
		["an engine that does not tell its address: in the data root", undefined, running(7), OWN],
		["one that dockerd has started: in the data root", "/var/run/docker/containerd/containerd.sock", started, OWN],
		[
			"one that dockerd has started, beside the service",
			"/var/run/docker/containerd/containerd.sock",
			{ ...running(6), ...started },
			OWN,
		],
		["an address that nobody seen listens on: in the data root", "/elsewhere/c.sock", running(7), OWN],
		["the service as it is installed", SERVICE, running(7), "/var/lib/containerd"],
		["the service, which this user may not see", SERVICE, {}, "/var/lib/containerd"],
		[
			"the service under the old name of /run",
			"/var/run/containerd/containerd.sock",
			running(7),
			"/var/lib/containerd",
		],
		[
			"the service with a root of its own in its usual configuration",
			SERVICE,
			{ ...running(7), "/etc/containerd/config.toml": 'version = 3\nroot = "/mnt/images"\n[grpc]\n  address = ""\n' },
			"/mnt/images",
		],
		[
			"no other setting of that name",
			SERVICE,
			{ ...running(7), "/etc/containerd/config.toml": '#root = "/a"\n[plugins]\n  [plugins."x"]\n    root = "/b"\n' },
			"/var/lib/containerd",
		],
		["by a flag", SERVICE, running(7, "--root=/mnt/images"), "/mnt/images"],
		["another's address by a flag", "/c.sock", { ...running(6), ...running(7, "-a", "/c.sock", "--root", "/c") }, "/c"],
		[
			"another's address by its configuration",
			"/c.sock",
			{
				...running(7, "-c", "/c.toml"),
				"/c.toml": "root = '/c'\n[debug]\naddress = '/d'\n[grpc]\naddress = '/c.sock'\n",
			},
			"/c",
		],
	])("%s", async (_what, address, files, root) => {
		const { world } = fakeWorld({ files });
		expect(await findContainerdRoot(world, { address, dataRoot: "/var/lib/docker" })).toBe(root);
	});
});
