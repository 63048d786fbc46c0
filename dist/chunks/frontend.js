import { r as whyFailed } from "./own-solve2.js";
import { t as runSolve } from "./run-solve.js";
// src/build/syntax.ts
const DIRECTIVE = /^([a-zA-Z][a-zA-Z0-9]*)\s*=\s*(.+?)\s*$/;
const KNOWN = /* @__PURE__ */ new Set([
	"syntax",
	"escape",
	"check"
]);
/**
* The frontend that a Dockerfile asks for, as BuildKit finds it: `# syntax=` or `// syntax=` in the directives at its top, behind a `#!` line, or
* a key in JSON (`DetectSyntax` in github.com/moby/buildkit, frontend/dockerfile/parser/directives.go).
*/
function syntaxOf(text) {
	const body = text.replace(/^\uFEFF/, "").replace(/^#!.*(?:\n|$)/, "");
	return fromComments(body, "#") ?? fromComments(body, "//") ?? fromJson(body);
}
function fromComments(text, comment) {
	for (const line of text.split(/\r?\n/)) {
		if (!line.startsWith(comment)) return void 0;
		const [, name = "", value = ""] = DIRECTIVE.exec(line.slice(comment.length).trimStart()) ?? [];
		const key = name.toLowerCase();
		if (!KNOWN.has(key)) return void 0;
		if (key === "syntax") return firstWord(value);
	}
}
function fromJson(text) {
	if (!text.trimStart().startsWith("{")) return void 0;
	try {
		const { syntax } = JSON.parse(text);
		return typeof syntax === "string" ? firstWord(syntax) : void 0;
	} catch {
		return;
	}
}
/** What follows is for the frontend. */
function firstWord(value) {
	return value.trim().split(/\s/)[0] ?? "";
}
const ARGUMENT = "BUILDKIT_SYNTAX";
/** The frontend that is asked for beside the Dockerfile, which then does not count. buildx takes what has no value from its environment. */
function syntaxArgument({ buildArgs }, env) {
	const given = buildArgs.findLast((item) => item === ARGUMENT || item.startsWith(`${ARGUMENT}=`));
	if (given === void 0) return void 0;
	const value = given === ARGUMENT ? env[ARGUMENT] : given.slice(16);
	return value === void 0 ? void 0 : firstWord(value);
}
// src/build/frontend.ts
/** Which frontend the build will take. A Dockerfile that is not here is fetched by BuildKit, which has it for the build then. */
async function findFrontend(world, journal, where) {
	const { request, dockerfile } = where.prepared;
	const argument = syntaxArgument(request, world.env);
	if (argument !== void 0) return argument === "" ? { kind: "own" } : {
		kind: "image",
		syntax: argument
	};
	const text = dockerfile ? await world.files.read(dockerfile.file) : await fetchDockerfile(world, journal, where);
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
