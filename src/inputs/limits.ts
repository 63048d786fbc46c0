import prettyBytes from "pretty-bytes";
import type { BuildRequest } from "../model/build-request.ts";
import { type Bytes, MEMORY_FORMAT } from "../model/bytes.ts";
import type { Problem } from "../model/errors.ts";
import type { Ceiling, Deadlines, LimitsAsked } from "../model/limits.ts";
import { readDuration } from "./duration.ts";
import { readMemory } from "./memory-size.ts";
import { isQuestion } from "./outputs.ts";
import type { Reader } from "./reader.ts";

/** How the build is bounded. */
export interface LimitInputs {
	readonly limits: LimitsAsked;
	readonly deadlines: Deadlines;
	/** Times a builder of ours that was lost is made anew. */
	readonly retryBuilder: number;
}

const MOST_RETRIES = 3;
const MOST_STEPS = 1000;
const MIB = 2 ** 20;
const GIB = 2 ** 30;

/** Reads the inputs about limits and time. */
export function readLimits(reader: Reader): LimitInputs {
	const memory = readWith(reader, "memory", readMemory);
	const swap = readSwap(reader, memory);
	const stepMemory = readWith(reader, "step-memory", readMemory);
	const cpus = readWith(reader, "cpus", readCpus);
	const maxParallelism = readWith(reader, "max-parallelism", (input, value) => readCount(input, value, 1, MOST_STEPS));
	const buildMs = readWith(reader, "build-timeout", readDuration);
	const stallMs = readWith(reader, "stall-timeout", readDuration);
	return {
		limits: {
			...(memory !== undefined && { memory, memorySwap: swap ?? 2 * memory }),
			swapGiven: swap !== undefined,
			...(stepMemory !== undefined && { stepMemory }),
			...(cpus !== undefined && { cpus }),
			...(maxParallelism !== undefined && { maxParallelism }),
			policy: reader.choice("limits", ["require", "best-effort"]),
		},
		deadlines: { ...(buildMs ? { buildMs } : {}), ...(stallMs ? { stallMs } : {}) },
		retryBuilder: readWith(reader, "retry-builder", (input, value) => readCount(input, value, 0, MOST_RETRIES)) ?? 1,
	};
}

/** Something is to be held that the kernel counts for all RUN steps together. */
export function limitsSteps({ memory, cpus }: LimitsAsked): boolean {
	return memory !== undefined || cpus !== undefined;
}

type Read<T> = (input: string, value: string) => T | Problem;

function readWith<T>(reader: Reader, input: string, read: Read<T>): T | undefined {
	const value = reader.text(input);
	if (value === "") return undefined;
	const found = read(input, value);
	if (!isProblem(found)) return found;
	reader.problem(found);
	return undefined;
}

function isProblem(found: unknown): found is Problem {
	return typeof found === "object" && found !== null && "remedy" in found;
}

/** Memory plus swap; nothing for Docker's default (empty or 0). */
function readSwap(reader: Reader, memory: Bytes | undefined): Ceiling | undefined {
	const value = reader.text("memory-swap");
	if (value === "" || value === "0") return undefined;
	if (!reader.given("memory")) {
		const message = "limits memory plus swap, so it needs memory beside it";
		reader.problem({
			input: "memory-swap",
			value,
			message,
			remedy: `add memory, for example ${memoryBeside(value)}`,
		});
		return undefined;
	}
	if (value === "-1") return "unlimited";
	const total = readMemory("memory-swap", value);
	if (isProblem(total)) {
		reader.problem(total);
		return undefined;
	}
	if (memory === undefined || total >= memory) return total;
	const given = reader.text("memory");
	const message = `is memory plus swap, as in Docker, and less than memory (${given})`;
	reader.problem({
		input: "memory-swap",
		value,
		message,
		remedy: `give the sum: "${given}" for no swap, more for the rest in swap, or "-1" for all the swap there is`,
	});
	return undefined;
}

/** A part for memory and the rest for swap; the same for both would mean no swap at all. */
function memoryBeside(total: string): string {
	if (total === "-1") return '"memory: 12g" with all the swap there is';
	const both = readMemory("memory-swap", total);
	if (isProblem(both) || both < 16 * MIB) return '"memory: 12g"';
	const unit = both >= 2 * GIB ? GIB : MIB;
	const memory = Math.floor((both * 0.8) / unit) * unit;
	return `"memory: ${memory / unit}${unit === GIB ? "g" : "m"}" with ${prettyBytes(both - memory, MEMORY_FORMAT)} of swap`;
}

function readCpus(input: string, value: string): number | Problem {
	const cpus = /^\d+(\.\d+)?$/.test(value) ? Number(value) : Number.NaN;
	if (cpus >= 0.01) return cpus;
	return { input, value, message: "is no number of processors", remedy: 'write for example "2" or "1.5"' };
}

function readCount(input: string, value: string, least: number, most: number): number | Problem {
	const count = /^\d+$/.test(value) ? Number(value) : Number.NaN;
	if (count >= least && count <= most) return count;
	const remedy = `write a whole number from ${least} to ${most}`;
	return { input, value, message: "is not such a number", remedy };
}

/** The limit lives in a cgroup of ours; a parent of the user's own would take the steps out of it. */
export function refuseLimits(
	reader: Reader,
	{ limits }: LimitInputs,
	{ cgroupParent, call }: BuildRequest,
	driverOpts: readonly string[],
): void {
	if (cgroupParent !== "" && limitsSteps(limits)) {
		const message = "would take the RUN steps out of the cgroup that holds memory and cpus";
		const remedy = "leave out cgroup-parent, or set the limits on that cgroup yourself and leave out memory and cpus";
		reader.problem({ input: "cgroup-parent", value: cgroupParent, message, remedy });
	}
	const whole = driverOpts.find((option) => /^memory(-swap)?=/.test(option.trim()));
	if (limits.memory !== undefined && whole !== undefined) {
		const message = "limits the whole builder, BuildKit with it, beside memory, which limits its RUN steps";
		const remedy = "give one of both: memory sets the limit of the builder too, 1 GiB above its own";
		reader.problem({ input: "driver-opts", value: whole, message, remedy });
	}
	if (limits.stepMemory !== undefined && limits.memory !== undefined && limits.stepMemory > limits.memory) {
		const message = "is more for one step than memory gives to all of them together";
		reader.problem({
			input: "step-memory",
			value: reader.text("step-memory"),
			message,
			remedy: "give less than memory, or leave it out",
		});
	}
	if (isQuestion(call) && limitsSteps(limits)) reader.note(`call: ${call} runs no step, so nothing is limited`);
}
