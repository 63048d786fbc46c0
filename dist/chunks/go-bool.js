// src/model/go-bool.ts
/** As Go reads truth (`strconv.ParseBool`), and so buildx and BuildKit. */
function isTrue(text) {
	return /^(1|t|true)$/i.test(text ?? "");
}
/** What Go reads as a truth or its contrary; anything else it refuses. */
function isBool(text) {
	return /^(?:[01tTfF]|true|True|TRUE|false|False|FALSE)$/.test(text);
}
export { isTrue as n, isBool as t };
