// src/model/errors.ts
/** The problem in one line: `max-image-size: "10 GBB" is not a size; write for example "9.5GB" or "9GiB"`. */
function printProblem(problem) {
	return `${problem.input === void 0 ? "" : `${problem.input}: `}${problem.value === void 0 ? "" : `"${problem.value}" `}${problem.message}; ${problem.remedy}`;
}
/**
* A failure that is not a bug of ours: told without a stack. `input`: the user's mistake, all of them at once. `engine`: the
* machine has no working engine, builder or registry for what was asked. `build`: the user's build failed. `assertion`:
* the image is not what was asked for. `disk-full`: the room that was
* asked for cannot be had.
*/
var UserError = class extends Error {
	kind;
	problems;
	constructor(kind, problems, options) {
		super(problems.map(printProblem).join("\n"), options);
		this.name = "UserError";
		this.kind = kind;
		this.problems = problems;
	}
};
/** The run was cancelled from outside (SIGINT, SIGTERM): nobody's fault, cleaned up and red. */
var CancelledError = class extends Error {
	constructor(signal) {
		super(`cancelled by ${signal}`);
		this.name = "CancelledError";
	}
};
export { UserError as n, printProblem as r, CancelledError as t };
