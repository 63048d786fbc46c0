import type { Bytes } from "../model/bytes.ts";
import type { Problem } from "../model/errors.ts";

const POWERS: Readonly<Record<string, number>> = { b: 1, k: 2 ** 10, m: 2 ** 20, g: 2 ** 30, t: 2 ** 40 };

/** Docker starts no container below this (https://docs.docker.com/engine/containers/resource_constraints/). */
const LEAST = 6 * 2 ** 20;

const MEMORY = /^(\d+(?:\.\d+)?)\s*([bkmgt]?)(i?b)?$/i;

/**
 * Reads memory as `docker run --memory` does: `16g` and `16GiB` are 2³⁰ each, a bare number counts bytes. `16GB` is refused: Docker reads
 * it as 2³⁰ and everybody else as 10⁹, also the size inputs of this action.
 */
export function readMemory(input: string, value: string): Bytes | Problem {
	const [, digits = "", unit = "", tail = ""] = MEMORY.exec(value) ?? [];
	const problem = (message: string, remedy: string): Problem => ({ input, value, message, remedy });
	const power = POWERS[unit === "" ? "b" : unit.toLowerCase()] ?? 1;
	if (digits === "" || (unit === "" && tail.toLowerCase() === "ib"))
		return problem("is no amount of memory", 'write for example "16g" (16 GiB, as Docker reads it) or "512m"');
	const ambiguous = tail.toLowerCase() === "b" && unit !== "" && unit.toLowerCase() !== "b";
	if (ambiguous) {
		const meant = `${digits}${unit.toLowerCase()}`;
		return problem(
			"can be read as 1000 or as 1024 bytes to the unit",
			`write "${meant}", which is ${digits} ${unit.toUpperCase()}iB here as in Docker`,
		);
	}
	const bytes = Math.round(Number(digits) * power);
	if (!Number.isSafeInteger(bytes)) return problem("is more than any machine has", 'write for example "16g"');
	if (bytes >= LEAST) return bytes;
	const least = "is less than Docker's least, 6 MiB";
	if (bytes === 0) return problem(least, 'leave it empty for no limit, or write for example "16g"');
	const hint = unit === "" ? ` (${bytes} bytes: did you mean "${digits}g"?)` : "";
	return problem(`${least}${hint}`, `write for example "${digits}g"`);
}
