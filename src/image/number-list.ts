/** A list of numbers that grows; what was never set is 0. */
export interface NumberList {
	at(index: number): number;
	set(index: number, value: number): void;
}

const FIRST_LENGTH = 1 << 10;

export function createNumberList(): NumberList {
	let values = new Float64Array(FIRST_LENGTH);
	return {
		at: (index) => values[index] ?? 0,
		set(index, value) {
			if (index >= values.length) {
				const more = new Float64Array(Math.max(index + 1, 2 * values.length));
				more.set(values);
				values = more;
			}
			values[index] = value;
		},
	};
}
