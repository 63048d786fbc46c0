import type { RawInputs } from "./reader.ts";

type Env = Readonly<Record<string, string | undefined>>;

const PREFIX = "INPUT_";

/**
 * Inputs as a runner hands them to an action: `INPUT_<NAME>`, in upper case, blanks replaced by `_`, hyphens kept
 * (https://docs.github.com/en/actions/reference/workflows-and-actions/metadata-syntax#inputs). Values are not trimmed.
 */
export function rawFromEnv(env: Env): RawInputs {
	return (name) => env[`${PREFIX}${name.replaceAll(" ", "_").toUpperCase()}`];
}

/** Names of the inputs a runner handed over, in lower case; also of those that action.yml does not have. */
export function namesFromEnv(env: Env): readonly string[] {
	return Object.keys(env)
		.filter((key) => key.startsWith(PREFIX) && key.length > PREFIX.length)
		.map((key) => key.slice(PREFIX.length).toLowerCase());
}
