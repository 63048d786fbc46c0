/** As Go reads truth (`strconv.ParseBool`), and so buildx and BuildKit. */
export function isTrue(text: string | undefined): boolean {
	return /^(1|t|true)$/i.test(text ?? "");
}

/** What Go reads as a truth or its contrary; anything else it refuses. */
export function isBool(text: string): boolean {
	return /^(?:[01tTfF]|true|True|TRUE|false|False|FALSE)$/.test(text);
}
