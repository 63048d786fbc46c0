import { CancelledError } from "../model/errors.ts";

/**
 * A signal that fires once when the run is cancelled. GitHub sends SIGINT, 7.5 s later SIGTERM, 2.5 s later it kills:
 * https://docs.github.com/actions/reference/workflow-cancellation-reference
 */
export function cancelOnSignals(): AbortSignal {
	const controller = new AbortController();
	let interrupts = 0;
	// Who presses Ctrl-C twice wants to be out at once: what is left is in the journal.
	process.on("SIGINT", () => {
		interrupts += 1;
		if (interrupts > 1) process.exit(130);
	});
	for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
		process.on(name, () => controller.abort(new CancelledError(name)));
	}
	return controller.signal;
}
