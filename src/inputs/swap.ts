import type { Problem } from "../model/errors.ts";
import type { SwapAsked } from "../model/swap.ts";
import { readMemory } from "./memory-size.ts";
import type { Reader } from "./reader.ts";

/** The kernel takes up to 200 since Linux 5.8 (https://docs.kernel.org/admin-guide/sysctl/vm.html#swappiness), 100 before that. */
const MOST_SWAPPINESS = 200;

/** Reads the inputs about swap. */
export function readSwapAsked(reader: Reader): SwapAsked {
	const swap = readSwapSize(reader);
	const swappiness = readSwappiness(reader);
	return { swap, ...(swappiness !== undefined && { swappiness }) };
}

/** How much swap there should be. */
export function readSwapSize(reader: Reader): SwapAsked["swap"] {
	const value = reader.text("swap");
	if (value === "" || value === "auto") return "auto";
	if (value === "off") return "off";
	const bytes = /^0[a-z]*$/i.test(value) ? NOTHING : readMemory("swap", value);
	if (typeof bytes === "number") return bytes;
	reader.problem({ ...bytes, input: "swap", value, remedy: `${bytes.remedy}, or "auto" or "off"` });
	return "auto";
}

const NOTHING: Problem = {
	message: "is no swap at all, and swap that is there is never switched off",
	remedy: 'write for example "8g"',
};

function readSwappiness(reader: Reader): number | undefined {
	const value = reader.text("swappiness");
	if (value === "") return undefined;
	const number = /^\d{1,3}$/.test(value) ? Number(value) : Number.NaN;
	if (number <= MOST_SWAPPINESS) return number;
	const remedy = "write a whole number from 0 (swap last) to 200, or leave it empty";
	reader.problem({ input: "swappiness", value, message: "is no value of vm.swappiness", remedy });
	return undefined;
}
