import type { SeriesPoint } from "../../model/watch.ts";

const MAX_POINTS = 120;

/** Points of a chart, in order, never more than 120 however long it takes. */
export interface Series {
	add(at: number, value: number): void;
	points(): readonly SeriesPoint[];
}

/**
 * Keeps of each stretch of samples the one that matters: the highest (`max`), or the lowest (`min`), at its own moment. When there are too
 * many stretches, neighbours become one.
 */
export function createSeries(keep: "max" | "min"): Series {
	let points: SeriesPoint[] = [];
	/** Samples that one point stands for. */
	let stride = 1;
	/** Samples in the last point. */
	let filled = 0;
	const better = (a: SeriesPoint, b: SeriesPoint): SeriesPoint =>
		(keep === "max" ? b.value > a.value : b.value < a.value) ? b : a;
	return {
		add(at, value) {
			const point = { at, value };
			const last = points.at(-1);
			if (last && filled < stride) {
				points[points.length - 1] = better(last, point);
				filled += 1;
				return;
			}
			if (points.length === MAX_POINTS) {
				points = points.flatMap((left, index) => {
					const right = points[index + 1];
					return index % 2 === 1 ? [] : [right ? better(left, right) : left];
				});
				stride *= 2;
			}
			points.push(point);
			filled = 1;
		},
		points: () => [...points],
	};
}
