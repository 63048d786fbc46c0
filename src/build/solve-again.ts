import { UndeliveredError } from "./delivery.ts";
import type { Solve } from "./engines/solve.ts";
import { pusherOf, pushRemedy } from "./push-remedy.ts";
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
		throw new UndeliveredError(
			`${what.toLowerCase()} failed after the checks were green: ${end.failure.message}`,
			pushRemedy(end.failure.message, pusherOf(session)),
			end,
		);
	}
	return (await read(session, solve.metadataFile)) ?? "";
}
