import { readBool } from "../model/go-bool.ts";
import type { InputContext } from "./git-context.ts";
import type { Reader } from "./reader.ts";

/** A switch of docker/build-push-action that is a variable and on by default (its README, "environment variables"). */
export function envFlag(reader: Reader, { env }: Pick<InputContext, "env">, name: string): boolean {
	const value = env[name] || "true";
	const given = readBool(value);
	if (given === undefined) reader.note(`${name} is neither true nor false, so it is not heeded`);
	return given ?? true;
}
