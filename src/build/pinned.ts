import { readMetadata } from "./metadata.ts";
import { pinsFromProvenance } from "./pins.ts";
import type { Built, Session } from "./session.ts";

const VARIABLE = "EXPERIMENTAL_BUILDKIT_SOURCE_POLICY";

/**
 * A source policy that pins images, Git commits and URLs to what the first solve used, so that a tag or a branch that moves
 * between judging and pushing changes nothing: https://docs.docker.com/build/building/variables/#experimental_buildkit_source_policy
 */
export async function sourcePolicy(session: Session, built: Built): Promise<Readonly<Record<string, string>>> {
	const { world, folder } = session;
	const { policy } = pinsFromProvenance(readMetadata(built.metadata)?.provenances ?? []);
	if (policy === undefined) return {};
	const { rules } = JSON.parse(policy) as { rules: readonly unknown[] };
	const own = world.env[VARIABLE];
	const before = own
		? ((JSON.parse((await world.files.read(own)) ?? "{}") as { rules?: readonly unknown[] }).rules ?? [])
		: [];
	const path = `${folder}/source-policy.json`;
	await world.files.write(path, JSON.stringify({ version: 1, rules: [...before, ...rules] }));
	return { [VARIABLE]: path };
}
