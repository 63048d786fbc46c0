import type { InputContext } from "./git-context.ts";
import type { Reader } from "./reader.ts";

const TRUE = /^(1|t|T|true|TRUE|True)$/;
const FALSE = /^(0|f|F|false|FALSE|False)$/;

/** A switch of docker/build-push-action that is a variable and on by default (its README, "environment variables"). */
export function envFlag(reader: Reader, { env }: Pick<InputContext, "env">, name: string): boolean {
	const value = env[name] || "true";
	if (!TRUE.test(value) && !FALSE.test(value)) reader.note(`${name} is neither true nor false, so it is not heeded`);
	return !FALSE.test(value);
}
