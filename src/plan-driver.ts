import type { Asked } from "./asked.ts";
import { attestationAsked } from "./build/engines/attestations.ts";
import { isArchive, type Output } from "./build/engines/output.ts";
import { isByDigest } from "./inputs/outputs.ts";
import type { Problem } from "./model/errors.ts";
import type { Builder, Engine, Host } from "./model/host.ts";
import type { DriverChoice } from "./model/plan.ts";
import { leftOut } from "./plan-left-out.ts";
import { builderLimitObstacles, engineLimitObstacles, type LimitObstacle, ownLimitObstacles } from "./plan-limits.ts";
import { layersPacked } from "./plan-platforms.ts";

/** Something the engine's own BuildKit cannot do here: which input asks for it, and what it is. */
export interface Obstacle {
	readonly input: string;
	/** Absent: the input alone says it. */
	readonly value?: string | undefined;
	readonly what: string;
	/** The user allows the build to go on without it. */
	readonly soft?: boolean;
	/** Perhaps it can: only who set the engine up knows. */
	readonly unsure?: boolean;
}

/** github.com/moby/moby, daemon/config/builder.go; nothing in its API says it. */
const UNTOLD =
	"the engine's own BuildKit gives security.insecure only where its configuration allows it (builder.entitlements in daemon.json), which it does not tell";

const OWN_BUILDER = "made and removed by this action";

interface DriverPlan {
	readonly driver?: DriverChoice;
	readonly problems: readonly Problem[];
	readonly notes: readonly string[];
	/** A builder of our own is made for the checks alone. */
	readonly forChecks?: boolean;
}

/** `driver: auto` by capability: a builder that is there, else the engine's own, else one made by us. */
export function choosePlanDriver(asked: Asked, host: Host, outputs: readonly Output[]): DriverPlan {
	const { builder, engine } = host;
	if (builder) return useBuilder(asked, host, builder, outputs);
	if ("missing" in engine) return { problems: [], notes: [] };
	const unlimited = softened(asked, ownLimitObstacles(asked, host));
	const hopeless = new Set(unlimited.map(({ input }) => input));
	const obstacles = engineObstacles(asked, host, engine, outputs);
	const refuse = (obstacle: Obstacle) =>
		hopeless.has(obstacle.input) ? refuseEngine(obstacle) : refuseDocker(obstacle);
	if (asked.driver === "docker") {
		return { driver: { kind: "docker", why: "as asked" }, ...tell(sure(obstacles), refuse) };
	}
	if (asked.driver === "docker-container") {
		const driver = { kind: "docker-container", why: `as asked, ${OWN_BUILDER}` } as const;
		return { driver, ...tell(unlimited, refuseEngine) };
	}
	// What another builder could not do either is no reason to make one.
	const [first, ...more] = obstacles.filter(({ input }) => !hopeless.has(input));
	if (!first) {
		const rest = unlimited.length > 0 ? "the rest of " : "";
		const why = `the engine's own BuildKit can do ${rest}what was asked (${engine.store} image store)`;
		return { driver: { kind: "docker", why }, ...tell(obstacles, refuse) };
	}
	const rest = more.length > 0 ? ` (and ${more.map(({ input }) => input).join(", ")})` : "";
	const why = `${OWN_BUILDER}, because ${first.input}${rest}: ${first.what}`;
	const checks = new Set(asked.armed.map(({ id }) => id));
	const forChecks = obstacles.every(({ input }) => checks.has(input));
	return { driver: { kind: "docker-container", why }, ...tell(unlimited, refuseEngine), forChecks };
}

/** Who names the engine's own BuildKit is not refused what it may be able to do. */
function sure(obstacles: readonly Obstacle[]): readonly Obstacle[] {
	return obstacles.filter(({ unsure }) => !unsure);
}

/** Obstacles as problems; those the user allows as notes. */
function tell(obstacles: readonly Obstacle[], refuse: (obstacle: Obstacle) => Problem) {
	return {
		problems: obstacles.filter(({ soft }) => !soft).map(refuse),
		notes: obstacles.filter(({ soft }) => soft).map(({ input, what }) => `${input} is not enforced: ${what}`),
	};
}

function useBuilder(
	asked: Asked,
	host: Host,
	builder: NonNullable<Host["builder"]>,
	outputs: readonly Output[],
): DriverPlan {
	const problems: Problem[] = [];
	if (asked.driver !== "auto" && asked.driver !== builder.driver) {
		problems.push({
			input: "driver",
			value: asked.driver,
			message: `contradicts the builder "${builder.name}" (${builder.from}), whose driver is ${builder.driver}`,
			remedy: 'leave driver empty, or give "builder: default" to build with the engine itself',
		});
	}
	if (asked.driverOpts.length > 0) {
		problems.push({
			input: "driver-opts",
			value: asked.driverOpts.join(","),
			message: `cannot change the builder "${builder.name}" (${builder.from}), which is used as it is`,
			remedy: "give the options where that builder is made",
		});
	}
	if (["kubernetes", "remote", "cloud"].includes(builder.driver))
		problems.push(...remoteProblems(asked, host, builder));
	const own = builder.driver === "docker" && !("missing" in host.engine);
	const told = own
		? tell(sure(engineObstacles(asked, host, host.engine, outputs)), refuseDocker)
		: tell(softened(asked, builderLimitObstacles(asked, host, builder)), (obstacle) => refuseLimit(obstacle, builder));
	const why = `used as it is (${builder.from})`;
	return {
		driver: { kind: "builder", builder, why },
		problems: [...problems, ...told.problems],
		notes: told.notes,
	};
}

/** A builder elsewhere gives small files and its manifest; the bytes of its layers cannot be had without pulling them. */
function remoteProblems(asked: Asked, host: Host, builder: Builder): readonly Problem[] {
	const blind = "missing" in host.engine;
	return asked.armed
		.filter(({ needs }) => blind || needs.includes("unpacked") || needs.includes("layers"))
		.map(({ id, value }) => ({
			input: id,
			...(value !== undefined && { value }),
			message: `cannot be measured on the builder "${builder.name}" (${builder.driver})${blind ? " without a Docker Engine here" : ""}`,
			remedy: 'use "max-compressed-size" or "torch-version" there, or build with "builder: default"',
		}));
}

function refuseDocker({ input, value, what }: Obstacle): Problem {
	return {
		input,
		...(value !== undefined && { value }),
		message: `cannot be done by the docker driver here: ${what}`,
		remedy: 'use "driver: auto" or "driver: docker-container"',
	};
}

/** No builder on this engine can. */
function refuseEngine({ input, value, what }: Obstacle): Problem {
	return {
		input,
		...(value !== undefined && { value }),
		message: `cannot be enforced on this engine: ${what}`,
		remedy:
			'use an engine that may limit (Docker as root; rootless it takes cgroup v2 and systemd: https://docs.docker.com/engine/security/rootless/tips/), or write "limits: best-effort" to build without',
	};
}

function refuseLimit({ input, value, what }: Obstacle, builder: Builder): Problem {
	return {
		input,
		...(value !== undefined && { value }),
		message: `cannot be enforced on the builder "${builder.name}" (${builder.driver}): ${what}`,
		remedy:
			'set it where that builder is made, build with "builder: default", or write "limits: best-effort" to build without',
	};
}

/** Under `best-effort` a limit that cannot be held is told and does not stop the build. */
function softened({ limits }: Asked, obstacles: readonly LimitObstacle[]): readonly Obstacle[] {
	return obstacles.map((obstacle) => ({ ...obstacle, soft: limits.policy === "best-effort" }));
}

/** Everything asked for explicitly that the engine's own BuildKit cannot do. Default attestations are never among it. */
export function engineObstacles(asked: Asked, host: Host, engine: Engine, outputs: readonly Output[]): Obstacle[] {
	const found: Obstacle[] = [];
	const obstacle: Add = (input, value, what) => void found.push({ input, value, what });
	if (asked.driverOpts.length > 0)
		obstacle("driver-opts", asked.driverOpts.join(","), "the engine's own BuildKit takes no driver options");
	if (asked.build.allow.includes("security.insecure"))
		found.push({ input: "allow", value: "security.insecure", what: UNTOLD, unsure: true });
	if (outputs.some(isByDigest))
		obstacle("outputs", "push-by-digest=true", "the engine pushes names only, and would move a tag");
	if (engine.store !== "containerd") addStoreObstacles(asked, engine, outputs, obstacle);
	found.push(...softened(asked, engineLimitObstacles(asked, host, engine)));
	const blind = layersUnreadable(host, engine);
	if (blind)
		for (const { id, value } of asked.armed) obstacle(id, value, `the image's layers cannot be read: ${blind}`);
	const packed = blind ? undefined : layersPacked(asked.build, engine);
	if (packed)
		for (const { id, needs, value } of asked.armed)
			if (needs.includes("unpacked") || needs.includes("layers")) obstacle(id, value, packed);
	return found;
}

type Add = (input: string, value: string | undefined, what: string) => void;

function addStoreObstacles(asked: Asked, engine: Engine, outputs: readonly Output[], add: Add): void {
	const { build } = asked;
	const needs = `needs the containerd image store, and this engine has ${engine.storageDriver}`;
	const attestation = attestationAsked(build);
	if (attestation) add(attestation.input, attestation.value, `an attestation ${needs}`);
	const caches = build.cacheTo.filter((cache) => !/(^|,)type=inline(,|$)/.test(cache));
	if (caches.length > 0) add("cache-to", caches.join(" "), `cache export ${needs}`);
	if (build.platforms.length > 1) add("platforms", build.platforms.join(","), `an image of several platforms ${needs}`);
	for (const output of outputs) {
		if (isArchive(output)) add("outputs", `type=${output.type}`, `an archive of the image ${needs}`);
	}
	for (const { input, value, what } of leftOut(build, outputs)) add(input, value, `${what} ${needs}`);
	if (asked.compression !== "") add("compression", asked.compression, `choosing the compression ${needs}`);
	for (const { id, needs: facts, value } of asked.armed) {
		if (facts.includes("compressed"))
			add(
				id,
				value,
				`this engine (${engine.storageDriver}) does not compress before it pushes, so there is nothing to measure`,
			);
	}
}

/** Why the layers of the engine's images cannot be read from here, or nothing. */
export function layersUnreadable(host: Host, engine: Engine): string | undefined {
	if (!engine.local) return `the engine is not on this machine (${engine.endpoint})`;
	if (engine.rootless) return "the engine is rootless";
	if (engine.store === "other") return `the storage driver is ${engine.storageDriver}`;
	if (host.sudo === "no") return "that needs root, and sudo without a password does not work";
	if (engine.rootProven === false)
		return `its data root ${engine.dataRoot} is not the one on this machine (engine in a container?)`;
	if (engine.containerd?.here === false)
		return `the folder of its containerd, ${engine.containerd.root}, is not on this machine (engine in a container?)`;
	return undefined;
}
