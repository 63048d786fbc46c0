const WHERE = "This is a bug of ml-image-build: please report it with this text.";

/**
 * For what nobody caught: says it is our bug, with the stack, and fails the step. In the post step (`warn`) it only warns: a step
 * that was green stays green. Says in one sentence when Node is too old to run this at all.
 */
export function lastResort(severity: "fail" | "warn" = "fail"): void {
	const tell = (reason: unknown) => {
		const text = reason instanceof Error ? (reason.stack ?? reason.message) : String(reason);
		process.stderr.write(`${WHERE}\n${text}\n`);
		process.exit(severity === "fail" ? 1 : 0);
	};
	process.on("uncaughtException", tell);
	process.on("unhandledRejection", tell);
}
