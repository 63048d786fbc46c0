import type { Asked } from "../asked.ts";
import { limitsSteps } from "../inputs/limits.ts";
import type { Builder, Host } from "../model/host.ts";
import type { Plan } from "../model/plan.ts";
import { attestations, builderId } from "./engines/attestations.ts";
import { solveArgv } from "./engines/buildx.ts";
import { stepResources } from "./engines/resources.ts";
import type { Solve } from "./engines/solve.ts";
import { askedSolve, heldSolve, type SolveSetup } from "./engines/solves.ts";

/** What decides how the first solve is put to buildx. */
export interface SetupParts {
	readonly asked: Asked;
	readonly host: Host;
	readonly plan: Plan;
	readonly env: Readonly<Record<string, string | undefined>>;
	/** Docker's context: the name of the engine's own builder. */
	readonly context: string;
	/** Private folder of the run. */
	readonly folder: string;
	readonly repositoryPrivate: boolean;
	/** Absent: the engine's own BuildKit. */
	readonly builder?: Builder;
	readonly secretFiles: Solve["secretFiles"];
	readonly gitToken?: NonNullable<Solve["gitToken"]>;
	/** False: single steps cannot be limited here, and the build goes on without. */
	readonly limitsStep?: boolean;
}

/** The cgroup that limits the engine's own BuildKit, unless another run has it. */
const ENGINE_CGROUP = "mlbuild";

/** The engine's own BuildKit builds. */
export function usesEngine({ plan }: Pick<SetupParts, "plan">): boolean {
	return plan.driver.kind === "docker" || plan.driver.builder?.driver === "docker";
}

export function solveSetup(parts: SetupParts): SolveSetup {
	const { asked, env, folder, builder } = parts;
	const place = {
		serverUrl: env["GITHUB_SERVER_URL"] ?? "",
		repository: env["GITHUB_REPOSITORY"] ?? "",
		runId: env["GITHUB_RUN_ID"] ?? "",
		attempt: env["GITHUB_RUN_ATTEMPT"] ?? "",
	};
	const noDefault = env["BUILDX_NO_DEFAULT_ATTESTATIONS"];
	return {
		builder: builder?.name ?? parts.context,
		compression: asked.compression,
		ownEngine: usesEngine(parts),
		secretFiles: parts.secretFiles,
		...(parts.gitToken && { gitToken: parts.gitToken }),
		...(parts.limitsStep !== false && { resources: stepResources(asked.limits) }),
		attests: attestations(asked.build, {
			repositoryPrivate: parts.repositoryPrivate,
			builderSupports: canAttest(parts),
			...(noDefault !== undefined && { noDefault }),
			...(place.repository !== "" && { builderId: builderId(place) }),
		}),
		iidFile: `${folder}/iid`,
		metadataFile: `${folder}/metadata.json`,
	};
}

function canAttest(parts: SetupParts): boolean {
	const { engine } = parts.host;
	return !usesEngine(parts) || (!("missing" in engine) && engine.store === "containerd");
}

/** The first solve: into the builder's own store when something is judged before it may leave, else everything in one go. */
export function firstSolve(asked: Asked, plan: Plan, request: Asked["build"], setup: SolveSetup): Solve {
	const { push, load } = plan.delivery;
	// Not gated but asserted, and nothing would come out that could be measured: the image stays in the builder's store.
	const apart = !setup.ownEngine && asked.armed.length > 0 && !push && !load && asked.build.outputs.length === 0;
	return plan.gated || apart ? heldSolve(request, setup) : askedSolve(request, setup);
}

/** The plan with the command of the build in it, as it will be run; names of private files stand for their contents. */
export function withCommands(parts: Omit<SetupParts, "secretFiles" | "folder">): Plan {
	const { asked, plan } = parts;
	const folder = "PRIVATE_FOLDER";
	const secretFiles = Object.fromEntries(asked.build.secrets.map(({ id }, index) => [id, `${folder}/secret-${index}`]));
	const limited = usesEngine(parts) && limitsSteps(asked.limits);
	const request = limited ? { ...asked.build, cgroupParent: ENGINE_CGROUP } : asked.build;
	const solve = firstSolve(asked, plan, request, solveSetup({ ...parts, folder, secretFiles }));
	const { builder: _ours, ...made } = solve;
	const argv = solveArgv(plan.driver.kind === "docker-container" ? { ...made, builder: "OUR_BUILDER" } : solve);
	return { ...plan, steps: plan.steps.map((step) => (step.id === "build" ? { ...step, commands: [argv] } : step)) };
}
