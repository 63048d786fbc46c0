// src/model/json.ts
function isJson(value) {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
/** The object below those keys; an empty one where there is none. */
function below(value, ...keys) {
	let at = value;
	for (const key of keys) at = isJson(at) ? at[key] : void 0;
	return isJson(at) ? at : {};
}
/** The objects of a list. */
function objects(list) {
	return Array.isArray(list) ? list.filter(isJson) : [];
}
/** The objects of the list under that key. */
function rows(value, key) {
	return objects(value[key]);
}
/** A text, empty where there is none. */
function text(value, key) {
	const found = value[key];
	return typeof found === "string" ? found : "";
}
/** A number, 0 where there is none. */
function count(value, key) {
	const found = value[key];
	return typeof found === "number" && Number.isFinite(found) ? found : 0;
}
export { rows as a, objects as i, count as n, text as o, isJson as r, below as t };
