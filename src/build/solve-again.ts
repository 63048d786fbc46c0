import { undelivered } from "./delivery.ts";
import { printOutput, readOutput } from "./engines/output.ts";
import type { Solve } from "./engines/solve.ts";
import { read, type Session, solveOnce } from "./session.ts";

/** Does the judged build once more, from its cache, to bring it somewhere. Gives buildx's metadata. */
export async function solveAgain(
	session: Session,
	solve: Solve,
	env: Readonly<Record<string, string>>,
	what: string,
): Promise<string> {
	session.world.log.open(`${what} what was judged`);
	const end = await solveOnce(session, solve, true, env);
	session.world.log.close();
	if (end.failure) {
		throw undelivered(
			`${what.toLowerCase()} failed after the checks were green: ${end.failure.message}`,
			"log in to the registry before this step (docker/login-action), check its permissions and free space",
		);
	}
	return (await read(session, solve.metadataFile)) ?? "";
}

/** The outputs beside the store and the registry: archives, and files that are asked for together with an image. */
export function besideImage(whole: Solve): Solve {
	const outputs = whole.outputs.map(readOutput).filter(({ type }) => type !== "image");
	return { ...whole, push: false, outputs: outputs.map(printOutput) };
}

/** The outputs that are written to this machine's disk; the engine's own store has the rest already. */
export function intoFiles(whole: Solve): Solve | undefined {
	const outputs = whole.outputs.map(readOutput).filter(({ attrs }) => attrs["dest"] !== undefined);
	if (outputs.length === 0) return undefined;
	return { ...whole, push: false, load: false, outputs: outputs.map(printOutput) };
}
