/** A failure a user can act on: what happened, the evidence, the remedy. */
export class EngineFailure extends Error {
	override readonly name = "EngineFailure";
	readonly what: string;
	readonly evidence: string;
	readonly remedy: string;

	constructor(what: string, evidence: string, remedy: string) {
		super(`${what}: ${evidence}`);
		this.what = what;
		this.evidence = evidence;
		this.remedy = remedy;
	}
}

/** The one block a person sees when the engine (or another `part`) cannot be had. */
export const describeFailure = (error: unknown, part = "engine"): string => {
	if (!(error instanceof EngineFailure)) return error instanceof Error ? (error.stack ?? error.message) : String(error);
	const evidence = error.evidence.trim().split("\n").join("\n            ");
	return `${part}: ${error.what}\n  evidence: ${evidence}\n  remedy:   ${error.remedy}`;
};
