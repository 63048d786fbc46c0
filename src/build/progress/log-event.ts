/** What the live log shows next, as data. */
export type LogEvent =
	/** Begins a foldable group. The title holds names from the build: one clean line. */
	| { readonly kind: "open"; readonly title: string }
	| { readonly kind: "close" }
	/** Text of the build: clean lines that must be printed as data. */
	| { readonly kind: "data"; readonly lines: readonly string[] }
	/** A sentence of ours, without any text of the build. */
	| { readonly kind: "info"; readonly text: string }
	/** The status line of a terminal. */
	| { readonly kind: "status"; readonly text: string };
