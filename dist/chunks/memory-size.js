// src/inputs/memory-size.ts
const POWERS = {
	b: 1,
	k: 1024,
	m: 2 ** 20,
	g: 2 ** 30,
	t: 2 ** 40
};
/** Docker starts no container below this (https://docs.docker.com/engine/containers/resource_constraints/). */
const LEAST = 6 * 2 ** 20;
const MEMORY = /^(\d+(?:\.\d+)?)\s*([bkmgt]?)(i?b)?$/i;
/**
* Reads memory as `docker run --memory` does: `16g` and `16GiB` are 2³⁰ each, a bare number counts bytes. `16GB` is refused: Docker reads
* it as 2³⁰ and everybody else as 10⁹, also the size inputs of this action.
*/
function readMemory(input, value) {
	const [, digits = "", unit = "", tail = ""] = MEMORY.exec(value) ?? [];
	const problem = (message, remedy) => ({
		input,
		value,
		message,
		remedy
	});
	const power = POWERS[unit === "" ? "b" : unit.toLowerCase()] ?? 1;
	if (digits === "" || unit === "" && tail.toLowerCase() === "ib") return problem("is no amount of memory", "write for example \"16g\" (16 GiB, as Docker reads it) or \"512m\"");
	if (tail.toLowerCase() === "b" && unit !== "" && unit.toLowerCase() !== "b") return problem("can be read as 1000 or as 1024 bytes to the unit", `write "${`${digits}${unit.toLowerCase()}`}", which is ${digits} ${unit.toUpperCase()}iB here as in Docker`);
	const bytes = Math.round(Number(digits) * power);
	if (!Number.isSafeInteger(bytes)) return problem("is more than any machine has", "write for example \"16g\"");
	if (bytes >= LEAST) return bytes;
	const least = "is less than Docker's least, 6 MiB";
	if (bytes === 0) return problem(least, "leave it empty for no limit, or write for example \"16g\"");
	return problem(`${least}${unit === "" ? ` (${bytes} bytes: did you mean "${digits}g"?)` : ""}`, `write for example "${digits}g"`);
}
export { readMemory as t };
