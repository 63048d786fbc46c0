import type { BuildRequest } from "../model/build-request.ts";

const DIRECTIVE = /^([a-zA-Z][a-zA-Z0-9]*)\s*=\s*(.+?)\s*$/;
const KNOWN: ReadonlySet<string> = new Set(["syntax", "escape", "check"]);

/**
 * The frontend that a Dockerfile asks for, as BuildKit finds it: `# syntax=` or `// syntax=` in the directives at its top, behind a `#!` line, or
 * a key in JSON (`DetectSyntax` in github.com/moby/buildkit, frontend/dockerfile/parser/directives.go).
 */
export function syntaxOf(text: string): string | undefined {
	const body = text.replace(/^\uFEFF/, "").replace(/^#!.*(?:\n|$)/, "");
	return fromComments(body, "#") ?? fromComments(body, "//") ?? fromJson(body);
}

function fromComments(text: string, comment: string): string | undefined {
	for (const [, line = ""] of text.matchAll(/([^\n]*?)\r?(?:\n|$)/g)) {
		if (!line.startsWith(comment)) return undefined;
		const [, name = "", value = ""] = DIRECTIVE.exec(line.slice(comment.length).trimStart()) ?? [];
		const key = name.toLowerCase();
		if (!KNOWN.has(key)) return undefined;
		if (key === "syntax") return firstWord(value);
	}
	return undefined;
}

function fromJson(text: string): string | undefined {
	if (!text.trimStart().startsWith("{")) return undefined;
	try {
		const { syntax } = JSON.parse(text) as { readonly syntax?: unknown };
		return typeof syntax === "string" ? firstWord(syntax) : undefined;
	} catch {
		return undefined;
	}
}

/** What follows is for the frontend. */
function firstWord(value: string): string {
	return value.trim().split(/\s/)[0] ?? "";
}

const ARGUMENT = "BUILDKIT_SYNTAX";

/** The frontend that is asked for beside the Dockerfile, which then does not count. buildx takes what has no value from its environment. */
export function syntaxArgument(
	{ buildArgs }: Pick<BuildRequest, "buildArgs">,
	env: Readonly<Record<string, string | undefined>>,
): string | undefined {
	const given = buildArgs.findLast((item) => item === ARGUMENT || item.startsWith(`${ARGUMENT}=`));
	if (given === undefined) return undefined;
	const value = given === ARGUMENT ? env[ARGUMENT] : given.slice(ARGUMENT.length + 1);
	return value === undefined ? undefined : firstWord(value);
}
