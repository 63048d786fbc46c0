/** A JSON object of somebody else: nothing about it is certain. */
export type Json = Readonly<Record<string, unknown>>;

export function isJson(value: unknown): value is Json {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The object below those keys; an empty one where there is none. */
export function below(value: unknown, ...keys: readonly string[]): Json {
	let at: unknown = value;
	for (const key of keys) at = isJson(at) ? at[key] : undefined;
	return isJson(at) ? at : {};
}

/** The objects of a list. */
export function objects(list: unknown): readonly Json[] {
	return Array.isArray(list) ? list.filter(isJson) : [];
}

/** The objects of the list under that key. */
export function rows(value: Json, key: string): readonly Json[] {
	return objects(value[key]);
}

/** A text, empty where there is none. */
export function text(value: Json, key: string): string {
	const found = value[key];
	return typeof found === "string" ? found : "";
}

/** A number, 0 where there is none. */
export function count(value: Json, key: string): number {
	const found = value[key];
	return typeof found === "number" && Number.isFinite(found) ? found : 0;
}
