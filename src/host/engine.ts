import type { Engine, Host, ImageStore } from "../model/host.ts";
import type { World } from "../model/world.ts";
import { findContainerdRoot } from "./containerd.ts";
import { findContext } from "./docker-context.ts";

/** The fields of `GET /info` that matter here: https://docs.docker.com/reference/api/engine/ (SystemInfo). */
interface Info {
	readonly ID?: string;
	readonly ServerVersion?: string;
	readonly DockerRootDir?: string;
	readonly Driver?: string;
	readonly DriverStatus?: readonly (readonly [string, string])[];
	readonly CgroupVersion?: string;
	readonly CgroupDriver?: string;
	readonly SecurityOptions?: readonly string[];
	readonly Containerd?: { readonly Address?: string };
	readonly OSType?: string;
	readonly Architecture?: string;
}

const ARCHITECTURES: Readonly<Record<string, string>> = { x86_64: "amd64", aarch64: "arm64", armv7l: "arm/v7" };

/** Asks the engine who it is: through its socket, or by the command line where the endpoint is not a plain one. */
export async function surveyEngine(world: World): Promise<Host["engine"]> {
	const { endpoint, context } = world.engine;
	// The socket that is looked at without one may be another engine's, and buildx ends here.
	if (context !== "default" && (await findContext(world, context)) === undefined) {
		const from = world.env["DOCKER_CONTEXT"] ? "DOCKER_CONTEXT" : "the current one";
		return { missing: `Docker's context "${context}" (${from}) is not there; "docker context ls" lists them` };
	}
	const answer = await askInfo(world);
	if ("missing" in answer) return { missing: `${endpoint}: ${answer.missing}` };
	const { info } = answer;
	const cgroup = info.CgroupVersion;
	const [store, local] = [imageStore(info), endpoint.startsWith("unix://")];
	const dataRoot = info.DockerRootDir ?? "";
	const containerd = store === "containerd" && local ? await findContainerd(world, dataRoot, info) : undefined;
	return {
		endpoint,
		version: info.ServerVersion ?? "",
		id: info.ID ?? "",
		dataRoot,
		store,
		storageDriver: info.Driver ?? "",
		cgroupVersion: cgroup === "1" || cgroup === "2" ? cgroup : "unknown",
		cgroupDriver: info.CgroupDriver ?? "",
		rootless: info.SecurityOptions?.some((option) => option.includes("rootless")) ?? false,
		platform: `${info.OSType ?? "linux"}/${ARCHITECTURES[info.Architecture ?? ""] ?? info.Architecture ?? "amd64"}`,
		local,
		...(containerd && { containerd }),
	} satisfies Engine;
}

async function findContainerd(world: World, dataRoot: string, { Containerd }: Info): Promise<Engine["containerd"]> {
	const root = await findContainerdRoot(world, { address: Containerd?.Address, dataRoot });
	// The data root's own folders only root may look into; it has a proof of its own.
	if (root.startsWith(`${dataRoot}/`)) return { root };
	return { root, here: (await world.files.kind(root)) === "folder" };
}

async function askInfo(world: World): Promise<{ info: Info } | { missing: string }> {
	const reply = world.engine.direct ? await world.engine.call({ path: "/info" }) : await askByCommand(world);
	if (reply.status !== 200) return { missing: reply.text.trim().slice(0, 300) || `status ${reply.status}` };
	try {
		const info = JSON.parse(reply.text) as Info & { ServerErrors?: readonly string[] };
		if (!info.ServerVersion) return { missing: info.ServerErrors?.join("; ") || "no Docker Engine answers there" };
		return { info };
	} catch {
		return { missing: "the answer to /info is not JSON: is that a Docker Engine?" };
	}
}

async function askByCommand(world: World) {
	const { code, stdout, stderr, error } = await world.run({
		argv: ["docker", "info", "--format", "{{json .}}"],
		timeoutMs: 30_000,
	});
	return code === 0 ? { status: 200, text: stdout } : { status: 0, text: error ?? stderr };
}

/** buildx itself tells the containerd store by this driver status. */
function imageStore(info: Info): ImageStore {
	const containerd = info.DriverStatus?.some(([, value]) => value.includes("io.containerd.snapshotter.v1"));
	if (containerd) return "containerd";
	return info.Driver === "overlay2" ? "overlay2" : "other";
}
