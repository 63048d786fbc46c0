// src/model/go-bool.ts
/** As Go reads truth (`strconv.ParseBool`), and so buildx and BuildKit. */
function isTrue(text) {
	return /^(1|t|true)$/i.test(text ?? "");
}
export { isTrue as t };
