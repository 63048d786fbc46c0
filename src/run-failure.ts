import { CancelledError, UserError } from "./model/errors.ts";
import type { Failure } from "./model/report.ts";

/** Three kinds of failure kept apart: the user's input or machine (no stack), a cancelled run, and a bug of ours. */
export function explain(error: unknown): Failure {
	if (error instanceof UserError) {
		const { kind, problems } = error;
		const message =
			problems.length === 1 ? error.message : `${problems.length} problems, first: ${problems[0]?.message ?? ""}`;
		return { kind, message, problems };
	}
	const disk = ownFiles(error);
	if (disk) return { ...explain(disk), ...(isFull(error) && { kind: "disk-full" }) };
	if (error instanceof CancelledError) return { kind: "cancelled", message: error.message, problems: [] };
	const bug = error instanceof Error ? error : new Error(String(error));
	return { kind: "internal", message: bug.message, problems: [], ...(bug.stack && { stack: bug.stack }) };
}

const ELSEWHERE = "point RUNNER_TEMP or TMPDIR, HOME or XDG_STATE_HOME";

const FILE_ERRORS: Readonly<Record<string, string>> = {
	ENOSPC: "free disk space there, for example by removing what earlier steps left",
	EDQUOT: "free disk space there: the quota is used up",
	EROFS: `the file system is read-only: ${ELSEWHERE} to one that is not`,
	EACCES: `give this user the right to write there, or ${ELSEWHERE} elsewhere`,
	EPERM: "give this user the right to write there",
	ENOTDIR: "a file stands where a folder is needed: correct HOME, XDG_STATE_HOME, TMPDIR or RUNNER_TEMP",
};

function isFull(error: unknown): boolean {
	return /^(?:ENOSPC|EDQUOT)$/.test((error as NodeJS.ErrnoException).code ?? "");
}

/** Files of ours that the machine does not let us write are the machine's trouble, no bug of ours. */
function ownFiles(error: unknown): UserError | undefined {
	const { code, path, message, syscall } = error as NodeJS.ErrnoException;
	// What is missing is a bug of ours, unless its parent is there: below /proc the kernel makes no folder.
	const nowhere = code === "ENOENT" && syscall === "mkdir";
	const remedy = nowhere ? `no folder can be made there: ${ELSEWHERE} elsewhere` : FILE_ERRORS[code ?? ""];
	if (remedy === undefined || path === undefined) return undefined;
	return new UserError("engine", [{ message: `a file of this run could not be written (${message})`, remedy }], {
		cause: error,
	});
}
