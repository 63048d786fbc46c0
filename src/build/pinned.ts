import { UserError } from "../model/errors.ts";
import { readMetadata } from "./metadata.ts";
import { pinsFromProvenance } from "./pins.ts";
import type { Built, Session } from "./session.ts";
import { usesEngine } from "./setup.ts";

interface Rule {
	readonly selector: { readonly identifier: string };
}

const IMAGE = "docker-image://";

const VARIABLE = "EXPERIMENTAL_BUILDKIT_SOURCE_POLICY";

/**
 * A source policy that pins images, Git commits and URLs to what the first solve used, so that a tag or a branch that moves
 * between judging and pushing changes nothing: https://docs.docker.com/build/building/variables/#experimental_buildkit_source_policy
 */
export async function sourcePolicy(session: Session, built: Built): Promise<Readonly<Record<string, string>>> {
	const { world, folder } = session;
	const { policy } = pinsFromProvenance(readMetadata(built.metadata)?.provenances ?? []);
	if (policy === undefined) return {};
	const rules = await pinnable(session, (JSON.parse(policy) as { rules: readonly Rule[] }).rules);
	if (rules.length === 0) return {};
	const before = await ownRules(session);
	const path = `${folder}/source-policy.json`;
	await world.files.write(path, JSON.stringify({ version: 1, rules: [...before, ...rules] }));
	return { [VARIABLE]: path };
}

/**
 * An engine on overlay2 takes a base image that it has under that name as it is, without asking a registry, and says a digest of it
 * that no registry knows: such an image cannot be pinned, and it does not move either.
 */
async function pinnable(session: Session, rules: readonly Rule[]): Promise<readonly Rule[]> {
	const { world, host, prepared } = session;
	const own = usesEngine(session) && !("missing" in host.engine) && host.engine.store !== "containerd";
	if (!own || prepared.request.pull) return rules;
	const isLocal = async ({ selector: { identifier } }: Rule) => {
		if (!identifier.startsWith(IMAGE)) return false;
		const argv = ["docker", "image", "inspect", "--format", "{{.Id}}", identifier.slice(IMAGE.length)];
		return (await world.run({ argv, timeoutMs: 60_000 })).code === 0;
	};
	const local = await Promise.all(rules.map(isLocal));
	return rules.filter((_, index) => local[index] === false);
}

/** The rules of a policy of the user's own, which stay in force. */
async function ownRules({ world }: Session): Promise<readonly unknown[]> {
	const own = world.env[VARIABLE];
	if (!own) return [];
	try {
		return (JSON.parse((await world.files.read(own)) ?? "") as { rules?: readonly unknown[] }).rules ?? [];
	} catch (error) {
		const message = `${VARIABLE} names "${own}", which is no source policy (${(error as Error).message})`;
		throw new UserError("input", [{ message, remedy: "correct that JSON file, or unset the variable" }]);
	}
}
