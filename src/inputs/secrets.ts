import type { SecretSource } from "../model/build-request.ts";
import type { InputContext } from "./git-context.ts";
import type { Reader } from "./reader.ts";

/** All three kinds of secrets, checked. What is no secret is left out with a note, as `docker/build-push-action` does it. */
export function readSecrets(reader: Reader, { env }: InputContext): readonly SecretSource[] {
	const values = pairs(reader, "secrets", reader.list("secrets", { ignoreComma: true, trim: false }));
	const envs = pairs(reader, "secret-envs", reader.list("secret-envs"));
	const files = pairs(reader, "secret-files", reader.list("secret-files", { ignoreComma: true }));
	for (const { id, rest } of envs) {
		if (env[rest] === undefined)
			reader.note(`secret-envs: the variable ${rest} is not set, so the secret "${id}" is empty`);
	}
	return [
		...values.map(({ id, rest }): SecretSource => ({ kind: "value", id, value: rest })),
		...envs.map(({ id, rest }): SecretSource => ({ kind: "env", id, variable: rest })),
		...files.map(({ id, rest }): SecretSource => ({ kind: "file", id, path: rest })),
	];
}

interface Pair {
	readonly id: string;
	readonly rest: string;
}

function pairs(reader: Reader, input: string, items: readonly string[]): readonly Pair[] {
	return items.flatMap((item, index) => {
		const place = items.length === 1 ? input : `${input}, item ${index + 1} of ${items.length}`;
		const pair = splitPair(item);
		if (pair !== undefined && !/[\s,"]/.test(pair.id)) return [pair];
		reader.note(`${place}: ${whyNot(item)}, so it was left out`);
		return [];
	});
}

function splitPair(item: string): Pair | undefined {
	const at = item.indexOf("=");
	const id = item.slice(0, Math.max(at, 0)).trimStart();
	const rest = item.slice(at + 1);
	return id === "" || rest === "" ? undefined : { id, rest };
}

/** Never shows the item nor its id: a line of an unquoted key of several lines looks like an item of its own. */
function whyNot(item: string): string {
	const at = item.indexOf("=");
	if (at < 0) return 'it is not written as "id=value" (quote a value of several lines as a whole: "id=line 1⏎line 2")';
	if (item.slice(0, at).trim() === "") return 'it has no id before "="';
	if (item.slice(at + 1) === "")
		return 'it is empty after "=" (a secret of the repository that this run may not see is empty)';
	return "its id holds a blank, a comma or a quote";
}
