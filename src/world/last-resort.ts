import { UserError } from "../model/errors.ts";

const WHERE = "This is a bug of ml-image-build: please report it with this text.";

/** What the last-resort handler is told once there is a world: how secrets are masked. */
export interface LastResort {
	maskWith(mask: (text: string) => string): void;
}

/**
 * For what nobody caught: says it is our bug, with the stack, and fails the step. In the post step (`warn`) it only warns: a step
 * that was green stays green. The text may hold anything: no line of it can become a workflow command.
 */
export function lastResort(severity: "fail" | "warn" = "fail"): LastResort {
	let mask = (text: string) => text;
	const tell = (reason: unknown) => {
		// Before there is a run, what stands in its way is told here too.
		const users = reason instanceof UserError;
		const text = !(reason instanceof Error)
			? String(reason)
			: users
				? reason.message
				: (reason.stack ?? reason.message);
		const lines = mask(text).split(/\r?\n|\r/);
		process.stderr.write(
			`${users ? "" : `${WHERE}\n`}${lines.map((line) => `| ${line.replaceAll("##[", "## [")}`).join("\n")}\n`,
		);
		process.exit(severity === "fail" ? 1 : 0);
	};
	process.on("uncaughtException", tell);
	process.on("unhandledRejection", tell);
	return {
		maskWith(next) {
			mask = next;
		},
	};
}
