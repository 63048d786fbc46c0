/** Waits for it until the signal fires, and throws its reason then; the signal may be one that lasts for the whole run. */
export function orAborted<T>(acting: Promise<T>, signal: AbortSignal): Promise<T> {
	return new Promise<T>((resolve, reject) => {
		const give = () => reject(signal.reason);
		if (signal.aborted) give();
		signal.addEventListener("abort", give, { once: true });
		acting.then(resolve, reject).finally(() => signal.removeEventListener("abort", give));
	});
}
