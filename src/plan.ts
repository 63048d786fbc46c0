import type { Asked } from "./asked.ts";
import { parseOutput } from "./build/engines/output.ts";
import { waysFor } from "./image/ways/index.ts";
import { limitsSteps } from "./inputs/limits.ts";
import { isQuestion, makesImage } from "./inputs/outputs.ts";
import type { FailureKind, Problem } from "./model/errors.ts";
import type { Host } from "./model/host.ts";
import type { Delivery, DriverChoice, Plan, PlanStep } from "./model/plan.ts";
import type { SwapPlan } from "./model/swap.ts";
import {
	deliveryNotes,
	deliveryProblems,
	formatProblems,
	leftBehind,
	planDelivery,
	planInstead,
	withLoad,
} from "./plan-delivery.ts";
import { choosePlanDriver } from "./plan-driver.ts";
import { chosenParallelism, limitNotes, limitProblems, limitTitle } from "./plan-limits.ts";
import { stopTitle } from "./plan-room.ts";
import { swapTitle } from "./space/swap-plan.ts";

export type Planned =
	| {
			readonly ok: true;
			readonly plan: Plan;
			/** As asked, with `load` where buildx would load by itself, or the image be lost with a builder that only the checks needed. */
			readonly asked: Asked;
			/** What the user should know of it. */
			readonly notes: readonly string[];
	  }
	| {
			readonly ok: false;
			readonly kind: Extract<FailureKind, "input" | "engine">;
			readonly problems: readonly Problem[];
	  };

/** Decides which builder builds, whether there is a gate, and in which order things are done. `swap`: what will be done about it. Pure. */
export function makePlan(given: Asked, host: Host, swap?: SwapPlan): Planned {
	const missing = missingTools(host);
	if (missing.length > 0) return { ok: false, kind: "engine", problems: missing };
	const outputs = given.build.outputs.flatMap((item) => parseOutput(item) ?? []);
	const choice = choosePlanDriver(given, host, outputs);
	const asked = withLoad(given, choice);
	const { driver } = choice;
	const engineBuilds = driver?.kind === "docker" || driver?.builder?.driver === "docker";
	const { gated, whyGate } = planGate(asked);
	const undeliverable = gated ? deliveryProblems(asked, outputs, engineBuilds) : [];
	const problems = [
		...choice.problems,
		...formatProblems(asked, host, outputs, loadedBy(given, host)),
		...undeliverable,
		...limitProblems(asked, host, swap),
	];
	if (!driver || problems.length > 0) return { ok: false, kind: "input", problems };
	const delivery = planDelivery(asked, outputs, engineBuilds);
	const instead = planInstead(asked, outputs);
	const parallelism = driver.kind === "docker-container" ? chosenParallelism(asked.limits) : undefined;
	const ways = makesImage(asked.build) ? planWays(engineBuilds, host) : [];
	return {
		ok: true,
		asked,
		notes: [
			...choice.notes,
			...deliveryNotes(asked, outputs),
			...limitNotes(asked, host, swap),
			...leftBehind(asked, driver, host),
		],
		plan: {
			driver,
			gated,
			whyGate,
			delivery,
			...(instead && { instead }),
			ways,
			...(parallelism !== undefined && { parallelism }),
			...(swap && { swap }),
			steps: planSteps({ asked, driver, gated, to: delivery, ways, ...(swap && { swap }) }),
		},
	};
}

/** What the user has to change where loading is what cannot be done. */
function loadedBy({ build }: Asked, { builder }: Host): Pick<Problem, "input" | "value"> {
	if (build.load) return { input: "load" };
	return builder ? { input: "builder", value: builder.name } : { input: "driver-opts", value: "default-load=true" };
}

function missingTools(host: Host): Problem[] {
	const problems: Problem[] = [];
	const { engine, buildx, builder } = host;
	const elsewhere = builder !== undefined && ["kubernetes", "remote", "cloud"].includes(builder.driver);
	if ("missing" in engine && !elsewhere) {
		problems.push({
			message: `no Docker Engine answers (${engine.missing})`,
			remedy: "start Docker on this runner, or point DOCKER_HOST to an engine that this user may reach",
		});
	}
	if ("missing" in buildx) {
		problems.push({
			message: `docker buildx is not installed or does not work (${buildx.missing})`,
			remedy: "install the docker-buildx-plugin package, or run docker/setup-buildx-action before this step",
		});
	}
	if (builder?.missing !== undefined) {
		problems.push({
			input: "builder",
			value: builder.name,
			message: `is not a builder of this machine (${builder.missing})`,
			remedy: 'create it before this step ("docker buildx create --name …"), or leave the input empty',
		});
	}
	return problems;
}

function planGate(asked: Asked): { gated: boolean; whyGate: string } {
	if (isQuestion(asked.build.call)) return { gated: false, whyGate: `call: ${asked.build.call} builds no image` };
	if (!makesImage(asked.build)) return { gated: false, whyGate: "the outputs are no image" };
	if (asked.gate === "off") return { gated: false, whyGate: "gate is off; one solve, checks follow" };
	if (asked.armed.length === 0)
		return { gated: false, whyGate: "nothing is asserted; one solve, as docker/build-push-action does it" };
	const ids = asked.armed.map(({ id }) => id).join(", ");
	return { gated: true, whyGate: ids };
}

/** Ways into the image's file system, best first. */
function planWays(engineBuilds: boolean, host: Host): readonly string[] {
	const engine = "missing" in host.engine ? ({ store: "other", version: "unknown" } as const) : host.engine;
	return waysFor(engineBuilds ? { kind: "engine-image", copier: "engine", engine } : { kind: "builder-image", engine });
}

interface Decided {
	readonly asked: Asked;
	readonly driver: DriverChoice;
	readonly gated: boolean;
	readonly to: Delivery;
	readonly ways: readonly string[];
	readonly swap?: SwapPlan;
}

function planSteps({ asked, driver, gated, to, ways, swap }: Decided): PlanStep[] {
	const steps: PlanStep[] = [];
	const add = (id: string, title: string, commands: PlanStep["commands"] = []) => steps.push({ id, title, commands });
	const parallelism = chosenParallelism(asked.limits);
	const most =
		parallelism === undefined ? "" : `, at most ${parallelism} ${parallelism === 1 ? "step" : "steps"} at once`;
	const forSwap = swap && swapTitle(swap);
	if (forSwap !== undefined) add("swap", forSwap);
	if (driver.kind === "docker-container") add("builder", `make a builder of our own (removed again at the end)${most}`);
	if (limitsSteps(asked.limits)) add("limits", limitTitle(asked.limits));
	if (asked.limits.stepMemory !== undefined) add("probe", "try the limit of single steps on a step of our own");
	if (asked.stopBelow !== undefined) add("stop-below", stopTitle(asked.stopBelow));
	add("build", `build ${asked.build.context}${gated ? " without tags, not pushed, not loaded" : ""}`);
	if (ways.length > 0)
		add("facts", `measure the image without running, saving or loading it (${ways.join(", then ")})`);
	for (const { id } of asked.armed) add(`judge-${id}`, `judge ${id}`);
	if (gated) add("gate", "stop here when a verdict is red");
	if (gated) for (const [id, title] of deliverySteps(to)) add(id, title);
	if (asked.build.cacheTo.length > 0) add("cache", "export the build cache (also when a verdict is red)");
	add("report", "job summary, annotations, outputs, JSON");
	return steps;
}

function deliverySteps({ push, load, pushTags, digestRepos, engineTags }: Delivery): [id: string, title: string][] {
	const steps: [string, string][] = [];
	const names = engineTags.length > 0 ? ` ${engineTags.join(", ")}` : "";
	if (load) steps.push(["load", `load into the engine as${names || " an image without a name"}`]);
	else if (names) steps.push(["tag", `tag${names}`]);
	if (push && digestRepos.length > 0) steps.push(["push-digest", `push by digest to ${digestRepos.join(", ")}`]);
	if (pushTags.length > 0) steps.push(["push", `push what was judged, then move the tags: ${pushTags.join(", ")}`]);
	return steps;
}
