import { i as readDockerfile } from "./dockerfile-place.js";
import { r as whyFailed } from "./own-solve2.js";
import { t as runSolve } from "./run-solve.js";
import { n as syntaxOf, t as syntaxArgument } from "./syntax.js";
// src/build/frontend.ts
/** Which frontend the build will take. A Dockerfile that is not here is fetched by BuildKit, which has it for the build then. */
async function findFrontend(world, journal, where) {
	const { request, dockerfile } = where.prepared;
	const argument = syntaxArgument(request, world.env);
	if (argument !== void 0) return argument === "" ? { kind: "own" } : {
		kind: "image",
		syntax: argument
	};
	const text = dockerfile ? await readDockerfile(world, dockerfile.file) : await fetchDockerfile(world, journal, where);
	if (typeof text === "object") return {
		kind: "unknown",
		why: text.why
	};
	const syntax = syntaxOf(text ?? "");
	return syntax === void 0 ? { kind: "own" } : {
		kind: "image",
		syntax
	};
}
const NAME = "mlbuild-context";
/** The Dockerfile of a Git context, copied out by a build of ours. */
async function fetchDockerfile(world, journal, { builder, folder, prepared, watch }) {
	const { request, secretFiles, gitToken } = prepared;
	const file = request.file || "Dockerfile";
	if (!request.gitContext || file === "-" || /^[a-z]+:\/\//i.test(file)) return { why: "it is neither on this machine nor in a Git repository" };
	const context = `${folder}/fetch`;
	const copy = `COPY --from=${NAME} ${JSON.stringify([file, "/Dockerfile"])}`;
	await world.files.write(`${context}/Dockerfile`, [
		"FROM scratch",
		copy,
		""
	].join("\n"));
	const secrets = [...Object.entries(secretFiles).filter(([id]) => /^GIT_AUTH_/.test(id)), ...gitToken ? [[gitToken.id, gitToken.path]] : []];
	const argv = [
		...[
			"docker",
			"buildx",
			"build",
			"--builder",
			builder,
			"--build-context",
			`${NAME}=${request.context}`
		],
		...secrets.flatMap(([id, path]) => ["--secret", `id=${id},src=${path}`]),
		...request.ssh.flatMap((value) => ["--ssh", value]),
		...[
			"--output",
			`type=local,dest=${context}/out`,
			"--progress=rawjson",
			context
		]
	];
	const why = whyFailed(await runSolve(world, journal, {
		argv,
		env: {},
		watch,
		live: false
	}), "the Dockerfile was read");
	if (why !== void 0) return { why };
	return await world.files.read(`${context}/out/Dockerfile`) ?? { why: "BuildKit did not copy it" };
}
export { findFrontend };
