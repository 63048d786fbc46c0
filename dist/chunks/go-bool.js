// src/model/go-bool.ts
/** Truth as Go reads it (`strconv.ParseBool`), and so buildx and BuildKit; nothing for what they refuse. */
function readBool(text) {
	if (/^(?:1|t|T|true|True|TRUE)$/.test(text)) return true;
	return /^(?:0|f|F|false|False|FALSE)$/.test(text) ? false : void 0;
}
function isTrue(text) {
	return readBool(text ?? "") === true;
}
function isBool(text) {
	return readBool(text) !== void 0;
}
export { isTrue as n, readBool as r, isBool as t };
