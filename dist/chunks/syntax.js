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
	for (const [, line = ""] of text.matchAll(/([^\n]*?)\r?(?:\n|$)/g)) {
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
export { syntaxOf as n, syntaxArgument as t };
