import { CancelledError } from "../model/errors.ts";

/**
 * A signal that fires once when the run is cancelled. GitHub sends SIGINT, 7.5 s later SIGTERM, 2.5 s later it kills:
 * https://docs.github.com/actions/reference/workflow-cancellation-reference
 */
export function cancelOnSignals(): AbortSignal {
	const controller = new AbortController();
	for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
		process.on(name, () => controller.abort(new CancelledError(name)));
	}
	return controller.signal;
}
