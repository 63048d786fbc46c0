import type { SwapReport } from "../model/space.ts";
import { memory } from "./format.ts";

/** What was done about swap, and how much of it was used, as plain sentences: `Swap: 4 GiB made at /mnt/…, peak 1.2 GiB`. */
export function swapSentences(swap: SwapReport): readonly string[] {
	const { swappiness } = swap;
	return [swapSentence(swap), ...(swappiness === undefined ? [] : [swappinessSentence(swappiness)])];
}

function swapSentence({ existing, wanted, made, path, peak, refused }: SwapReport): string {
	const there = existing === 0 ? "" : `${memory(existing)} there already`;
	const new_ = made === 0 ? "" : `${memory(made)} made at ${path}`;
	const found = [new_, there].filter((part) => part !== "").join(" beside ");
	const most = peak === undefined ? "" : `, peak ${memory(peak)}`;
	const lacking = refused === undefined ? "" : `; not all of ${memory(wanted)} could be made: ${refused}`;
	return `Swap: ${found === "" ? "none" : found}${most}${lacking}`;
}

function swappinessSentence(swappiness: NonNullable<SwapReport["swappiness"]>): string {
	return "why" in swappiness
		? `vm.swappiness is left alone: ${swappiness.why}`
		: `vm.swappiness was ${swappiness.to} during the run, ${swappiness.from} before and after it`;
}
