/** Replaces known secrets in text that leaves the process. */
export interface Mask {
	add(value: string): void;
	apply(text: string): string;
}

/** Values shorter than this are not masked: they would turn every log into stars and tell more than they hide. */
const SHORTEST = 4;

/**
 * What the runner is told to hide of a value. It hides each line of it by itself, in all of the job and whatever its length: a key in JSON
 * would hide every brace, and a job output that holds a hidden text is not handed on (github.com/actions/runner, AddMaskCommandExtension).
 */
export function tellingLines(value: string): readonly string[] {
	const lines = value.split(/[\r\n]+/).map((line) => line.trim());
	return [...new Set(lines)].filter((line) => line.length >= SHORTEST);
}

export function createMask(): Mask {
	let values: string[] = [];
	return {
		add(value) {
			const parts = [value, ...value.split(/\r?\n/)].map((part) => part.trim());
			const fresh = parts.filter((part) => part.length >= SHORTEST && !values.includes(part));
			// Longest first: a secret that contains another must not leave its rest behind.
			values = [...values, ...fresh].sort((a, b) => b.length - a.length);
		},
		apply(text) {
			let masked = text;
			for (const value of values) if (masked.includes(value)) masked = masked.replaceAll(value, "***");
			return masked;
		},
	};
}
