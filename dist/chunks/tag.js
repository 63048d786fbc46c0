import { i as prettyBytes, t as MEMORY_FORMAT } from "./bytes.js";
import { t as readMemory } from "./memory-size.js";
import { h as attribute, i as isQuestion, m as readOutput } from "./outputs.js";
import { r as readBool } from "./go-bool.js";
// src/inputs/duration.ts
const UNITS = {
	h: 36e5,
	m: 6e4,
	s: 1e3
};
const DURATION = /^(?:(\d+(?:\.\d+)?)h)?\s*(?:(\d+(?:\.\d+)?)m)?\s*(?:(\d+(?:\.\d+)?)s)?$/;
/** Node's timers count in 31 bits; longer than this is no limit anyway. */
const LONGEST_MS = 20736e5;
/** Reads `90m`, `1h30m` or `45s` as milliseconds; `0` is 0, no limit. */
function readDuration(input, value) {
	if (/^0[hms]?$/.test(value)) return 0;
	const match = DURATION.exec(value);
	const parts = match?.slice(1) ?? [];
	const ms = [
		"h",
		"m",
		"s"
	].reduce((sum, unit, index) => sum + Number(parts[index] ?? 0) * (UNITS[unit] ?? 0), 0);
	const problem = (message) => {
		return {
			input,
			value,
			message,
			remedy: `write for example "${/^\d+(\.\d+)?$/.test(value) ? value : "90"}m" or "1h30m"`
		};
	};
	if (/^\d+(\.\d+)?$/.test(value)) return problem("is a number without a unit");
	if (!match || parts.every((part) => part === void 0)) return problem("is no duration");
	if (ms < 1e3) return problem("is less than a second");
	return Math.min(Math.round(ms), LONGEST_MS);
}
// src/inputs/limits.ts
const MOST_RETRIES = 3;
const MOST_STEPS = 1e3;
const MIB = 2 ** 20;
const GIB = 2 ** 30;
/** Reads the inputs about limits and time. */
function readLimits(reader) {
	const memory = readWith(reader, "memory", readMemory);
	const swap = readSwap(reader, memory);
	const stepMemory = readWith(reader, "step-memory", readMemory);
	const cpus = readWith(reader, "cpus", readCpus);
	const maxParallelism = readWith(reader, "max-parallelism", (input, value) => readCount(input, value, 1, MOST_STEPS));
	const buildMs = readWith(reader, "build-timeout", readDuration);
	const stallMs = readWith(reader, "stall-timeout", readDuration);
	return {
		limits: {
			...memory !== void 0 && {
				memory,
				memorySwap: swap ?? 2 * memory
			},
			swapGiven: swap !== void 0,
			...stepMemory !== void 0 && { stepMemory },
			...cpus !== void 0 && { cpus },
			...maxParallelism !== void 0 && { maxParallelism },
			policy: reader.choice("limits", ["require", "best-effort"])
		},
		deadlines: {
			...buildMs ? { buildMs } : {},
			...stallMs ? { stallMs } : {}
		},
		retryBuilder: readWith(reader, "retry-builder", (input, value) => readCount(input, value, 0, MOST_RETRIES)) ?? 1
	};
}
/** Something is to be held that the kernel counts for all RUN steps together. */
function limitsSteps({ memory, cpus }) {
	return memory !== void 0 || cpus !== void 0;
}
function readWith(reader, input, read) {
	const value = reader.text(input);
	if (value === "") return void 0;
	const found = read(input, value);
	if (!isProblem(found)) return found;
	reader.problem(found);
}
function isProblem(found) {
	return typeof found === "object" && found !== null && "remedy" in found;
}
/** Memory plus swap; nothing for Docker's default (empty or 0). */
function readSwap(reader, memory) {
	const value = reader.text("memory-swap");
	if (value === "" || value === "0") return void 0;
	if (!reader.given("memory")) {
		reader.problem({
			input: "memory-swap",
			value,
			message: "limits memory plus swap, so it needs memory beside it",
			remedy: `add memory, for example ${memoryBeside(value)}`
		});
		return;
	}
	if (value === "-1") return "unlimited";
	const total = readMemory("memory-swap", value);
	if (isProblem(total)) {
		reader.problem(total);
		return;
	}
	if (memory === void 0 || total >= memory) return total;
	const given = reader.text("memory");
	const message = `is memory plus swap, as in Docker, and less than memory (${given})`;
	reader.problem({
		input: "memory-swap",
		value,
		message,
		remedy: `give the sum: "${given}" for no swap, more for the rest in swap, or "-1" for all the swap there is`
	});
}
/** A part for memory and the rest for swap; the same for both would mean no swap at all. */
function memoryBeside(total) {
	if (total === "-1") return "\"memory: 12g\" with all the swap there is";
	const both = readMemory("memory-swap", total);
	if (isProblem(both) || both < 16 * MIB) return "\"memory: 12g\"";
	const unit = both >= 2 * GIB ? GIB : MIB;
	const memory = Math.floor(both * .8 / unit) * unit;
	return `"memory: ${memory / unit}${unit === GIB ? "g" : "m"}" with ${prettyBytes(both - memory, MEMORY_FORMAT)} of swap`;
}
function readCpus(input, value) {
	const cpus = /^\d+(\.\d+)?$/.test(value) ? Number(value) : NaN;
	if (cpus >= .01) return cpus;
	return {
		input,
		value,
		message: "is no number of processors",
		remedy: "write for example \"2\" or \"1.5\""
	};
}
function readCount(input, value, least, most) {
	const count = /^\d+$/.test(value) ? Number(value) : NaN;
	if (count >= least && count <= most) return count;
	return {
		input,
		value,
		message: "is not such a number",
		remedy: `write a whole number from ${least} to ${most}`
	};
}
/** The limit lives in a cgroup of ours; a parent of the user's own would take the steps out of it. */
function refuseLimits(reader, { limits }, { cgroupParent, call }, driverOpts) {
	if (cgroupParent !== "" && limitsSteps(limits)) reader.problem({
		input: "cgroup-parent",
		value: cgroupParent,
		message: "would take the RUN steps out of the cgroup that holds memory and cpus",
		remedy: "leave out cgroup-parent, or set the limits on that cgroup yourself and leave out memory and cpus"
	});
	const whole = driverOpts.find((option) => /^memory(-swap)?=/.test(option.trim()));
	if (limits.memory !== void 0 && whole !== void 0) reader.problem({
		input: "driver-opts",
		value: whole,
		message: "limits the whole builder, BuildKit with it, beside memory, which limits its RUN steps",
		remedy: "give one of both: memory sets the limit of the builder too, 1 GiB above its own"
	});
	if (limits.stepMemory !== void 0 && limits.memory !== void 0 && limits.stepMemory > limits.memory) reader.problem({
		input: "step-memory",
		value: reader.text("step-memory"),
		message: "is more for one step than memory gives to all of them together",
		remedy: "give less than memory, or leave it out"
	});
	if (isQuestion(call) && limitsSteps(limits)) reader.note(`call: ${call} runs no step, so nothing is limited`);
}
// src/build/engines/attestations.ts
/** The `builder-id` that docker/build-push-action writes: the page of this attempt of the run. */
function builderId(place) {
	return `${place.serverUrl}/${place.repository}/actions/runs/${place.runId}/attempts/${place.attempt || "1"}`;
}
/** The input with which the user asks for an attestation, and how: `attests`, `provenance` or `sbom`. Nothing: none is asked for. */
function attestationAsked(request) {
	const on = (value) => value !== "" && readBool(value) !== false;
	const enabled = (attest) => readBool(attribute(attest, "disabled") ?? "false") !== true;
	const own = request.attests.filter((attest) => !overruled(attest, request) && enabled(attest));
	if (own.length > 0) return {
		input: "attests",
		value: own.join(" ")
	};
	if (on(request.provenance)) return {
		input: "provenance",
		value: request.provenance
	};
	return on(request.sbom) ? {
		input: "sbom",
		value: request.sbom
	} : void 0;
}
/**
* All values for `--attest`: what the user gave, and docker/build-push-action's default provenance (`mode=max`, for private
* repositories `mode=min,inline-only=true`) where nothing was said, the builder can do it and nothing is loaded into an engine.
*/
function attestations(request, context) {
	const own = request.attests.filter((attest) => !overruled(attest, request));
	return [
		...provenanceInput(request, context),
		...request.sbom === "" ? [] : [switches(`type=sbom,${request.sbom}`)],
		...own.map((attest) => isType(attest, "provenance") ? withBuilderId(attest, context) : isType(attest, "sbom") ? attest : switches(attest))
	];
}
function provenanceInput(request, context) {
	const given = request.provenance;
	if (given !== "") return [switches(`type=provenance,${provenanceValue(given, context)}`)];
	if (request.attests.some((attest) => isType(attest, "provenance"))) return [];
	if (!context.builderSupports || readBool(context.noDefault ?? "") === true) return [];
	if (request.load || request.outputs.some((output) => readOutput(output).type === "docker")) return [];
	return [`type=provenance,${withBuilderId(context.repositoryPrivate ? "mode=min,inline-only=true" : "mode=max", context)}`];
}
function provenanceValue(given, context) {
	if (/^(true|True|TRUE)$/.test(given)) return context.builderId === void 0 ? given : `builder-id=${context.builderId}`;
	if (/^(false|False|FALSE)$/.test(given)) return "false";
	return withBuilderId(given, context);
}
function withBuilderId(attrs, context) {
	if (context.builderId === void 0 || attribute(attrs, "builder-id") !== void 0) return attrs;
	return `${attrs},builder-id=${context.builderId}`;
}
/** What is asked for of attestations, each with its input, its value, and the text as buildx will get it but for a `builder-id`. */
function writtenAttests(request) {
	const alone = ["provenance", "sbom"].flatMap((input) => {
		const value = request[input];
		return value === "" ? [] : [{
			input,
			value,
			text: switches(`type=${input},${value}`)
		}];
	});
	const own = request.attests.filter((attest) => !overruled(attest, request));
	const asIs = (attest) => isType(attest, "provenance") || isType(attest, "sbom");
	return [...alone, ...own.map((value) => ({
		input: "attests",
		value,
		text: asIs(value) ? value : switches(value)
	}))];
}
/** Inputs `provenance` and `sbom` win over the same type in `attests`. */
function overruled(attest, request) {
	return request.provenance !== "" && isType(attest, "provenance") || request.sbom !== "" && isType(attest, "sbom");
}
function isType(attest, type) {
	return attribute(attest, "type") === type;
}
/** A bare `true` or `false` among the attributes becomes `disabled=…`, which is what the command line understands. */
function switches(attrs) {
	return attrs.split(",").map((field) => {
		const on = readBool(field.trim());
		return on === void 0 ? field : `disabled=${!on}`;
	}).join(",");
}
// src/model/tag.ts
/** `ghcr.io:443/me/app:v1` → repository and tag; the tag is empty where there is none, which to an engine means `latest`. */
function splitTag(name) {
	const at = name.lastIndexOf(":");
	return at > name.lastIndexOf("/") ? {
		repo: name.slice(0, at),
		tag: name.slice(at + 1)
	} : {
		repo: name,
		tag: ""
	};
}
export { writtenAttests as a, refuseLimits as c, builderId as i, attestationAsked as n, limitsSteps as o, attestations as r, readLimits as s, splitTag as t };
