import { readDockerfile } from "../model/dockerfile-place.ts";
import type { World } from "../model/world.ts";
import type { Journal } from "../teardown.ts";
import { whyFailed } from "./own-solve.ts";
import type { Prepared } from "./prepare.ts";
import { runSolve } from "./run-solve.ts";
import { syntaxArgument, syntaxOf } from "./syntax.ts";
import type { WatchOptions } from "./watch/options.ts";

/** What turns the Dockerfile into steps. */
export type Frontend =
	/** The one in BuildKit. */
	| { readonly kind: "own" }
	/** An image, by the name under which it is asked for. */
	| { readonly kind: "image"; readonly syntax: string }
	/** The Dockerfile cannot be read before the build. */
	| { readonly kind: "unknown"; readonly why: string };

interface Where {
	readonly builder: string;
	/** Private folder of the run. */
	readonly folder: string;
	readonly prepared: Prepared;
	readonly watch: WatchOptions;
}

/** Which frontend the build will take. A Dockerfile that is not here is fetched by BuildKit, which has it for the build then. */
export async function findFrontend(world: World, journal: Journal, where: Where): Promise<Frontend> {
	const { request, dockerfile } = where.prepared;
	const argument = syntaxArgument(request, world.env);
	if (argument !== undefined) return argument === "" ? { kind: "own" } : { kind: "image", syntax: argument };
	const text = dockerfile ? await readDockerfile(world, dockerfile.file) : await fetchDockerfile(world, journal, where);
	if (typeof text === "object") return { kind: "unknown", why: text.why };
	const syntax = syntaxOf(text ?? "");
	return syntax === undefined ? { kind: "own" } : { kind: "image", syntax };
}

const NAME = "mlbuild-context";

/** The Dockerfile of a Git context, copied out by a build of ours. */
async function fetchDockerfile(
	world: World,
	journal: Journal,
	{ builder, folder, prepared, watch }: Where,
): Promise<string | { readonly why: string }> {
	const { request, secretFiles, gitToken } = prepared;
	const file = request.file || "Dockerfile";
	if (!request.gitContext || file === "-" || /^[a-z]+:\/\//i.test(file))
		return { why: "it is neither on this machine nor in a Git repository" };
	const context = `${folder}/fetch`;
	const copy = `COPY --from=${NAME} ${JSON.stringify([file, "/Dockerfile"])}`;
	await world.files.write(`${context}/Dockerfile`, ["FROM scratch", copy, ""].join("\n"));
	const secrets = [
		...Object.entries(secretFiles).filter(([id]) => /^GIT_AUTH_/.test(id)),
		...(gitToken ? [[gitToken.id, gitToken.path] as const] : []),
	];
	const argv = [
		...["docker", "buildx", "build", "--builder", builder, "--build-context", `${NAME}=${request.context}`],
		...secrets.flatMap(([id, path]) => ["--secret", `id=${id},src=${path}`]),
		...request.ssh.flatMap((value) => ["--ssh", value]),
		...["--output", `type=local,dest=${context}/out`, "--progress=rawjson", context],
	];
	const why = whyFailed(
		await runSolve(world, journal, { argv, env: {}, watch, live: false }),
		"the Dockerfile was read",
	);
	if (why !== undefined) return { why };
	const text = await world.files.read(`${context}/out/Dockerfile`);
	return text ?? { why: "BuildKit did not copy it" };
}
