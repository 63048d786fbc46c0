/** Does it now (or first after `ms`) and again and again, never twice at a time; gives what stops it. A look that fails is followed by the next one. */
export function every(ms: number, act: () => Promise<void>, first: "now" | "later" = "now"): () => void {
	let busy = false;
	const round = async (): Promise<void> => {
		if (busy) return;
		busy = true;
		try {
			await act();
		} catch {
			// Watching must never be what makes a build fail.
		} finally {
			busy = false;
		}
	};
	if (first === "now") void round();
	const timer = setInterval(() => void round(), ms);
	return () => clearInterval(timer);
}
