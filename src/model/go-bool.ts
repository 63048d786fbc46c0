/** As Go reads truth (`strconv.ParseBool`), and so buildx and BuildKit. */
export function isTrue(text: string | undefined): boolean {
	return /^(1|t|true)$/i.test(text ?? "");
}
