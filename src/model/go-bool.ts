/** Truth as Go reads it (`strconv.ParseBool`), and so buildx and BuildKit; nothing for what they refuse. */
export function readBool(text: string): boolean | undefined {
	if (/^(?:1|t|T|true|True|TRUE)$/.test(text)) return true;
	return /^(?:0|f|F|false|False|FALSE)$/.test(text) ? false : undefined;
}

export function isTrue(text: string | undefined): boolean {
	return readBool(text ?? "") === true;
}

export function isBool(text: string): boolean {
	return readBool(text) !== undefined;
}
