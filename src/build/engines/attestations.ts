import type { BuildRequest } from "../../model/build-request.ts";
import { readBool } from "../../model/go-bool.ts";
import { attribute } from "./attributes.ts";
import { readOutput } from "./output.ts";

/** What decides about attestations that nobody asked for. */
export interface AttestationContext {
	/** The repository is private: its provenance says less. */
	readonly repositoryPrivate: boolean;
	/**
	 * The builder can write attestations: all but the engine's own on overlay2. BuildKit below 0.11 (of January 2023) cannot either, says so, and is
	 * helped by `provenance: false`; its version is not asked for beforehand.
	 */
	readonly builderSupports: boolean;
	/** Value of BUILDX_NO_DEFAULT_ATTESTATIONS, if it is set. */
	readonly noDefault?: string;
	/** URL of this run's attempt, written into provenance as `builder-id`; absent outside of GitHub. */
	readonly builderId?: string;
}

/** Where the run is, as GitHub's variables say. */
export interface RunPlace {
	readonly serverUrl: string;
	readonly repository: string;
	readonly runId: string;
	readonly attempt: string;
}

/** The `builder-id` that docker/build-push-action writes: the page of this attempt of the run. */
export function builderId(place: RunPlace): string {
	return `${place.serverUrl}/${place.repository}/actions/runs/${place.runId}/attempts/${place.attempt || "1"}`;
}

/** The input with which the user asks for an attestation, and how: `attests`, `provenance` or `sbom`. Nothing: none is asked for. */
export function attestationAsked(
	request: BuildRequest,
): { readonly input: "attests" | "provenance" | "sbom"; readonly value: string } | undefined {
	const on = (value: string): boolean => value !== "" && readBool(value) !== false;
	const enabled = (attest: string): boolean => readBool(attribute(attest, "disabled") ?? "false") !== true;
	const own = request.attests.filter((attest) => !overruled(attest, request) && enabled(attest));
	if (own.length > 0) return { input: "attests", value: own.join(" ") };
	if (on(request.provenance)) return { input: "provenance", value: request.provenance };
	return on(request.sbom) ? { input: "sbom", value: request.sbom } : undefined;
}

/**
 * All values for `--attest`: what the user gave, and docker/build-push-action's default provenance (`mode=max`, for private
 * repositories `mode=min,inline-only=true`) where nothing was said, the builder can do it and nothing is loaded into an engine.
 */
export function attestations(request: BuildRequest, context: AttestationContext): readonly string[] {
	const own = request.attests.filter((attest) => !overruled(attest, request));
	return [
		...provenanceInput(request, context),
		...(request.sbom === "" ? [] : [switches(`type=sbom,${request.sbom}`)]),
		...own.map((attest) =>
			isType(attest, "provenance")
				? withBuilderId(attest, context)
				: isType(attest, "sbom")
					? attest
					: switches(attest),
		),
	];
}

function provenanceInput(request: BuildRequest, context: AttestationContext): readonly string[] {
	const given = request.provenance;
	if (given !== "") return [switches(`type=provenance,${provenanceValue(given, context)}`)];
	if (request.attests.some((attest) => isType(attest, "provenance"))) return [];
	if (!context.builderSupports || readBool(context.noDefault ?? "") === true) return [];
	if (request.load || request.outputs.some((output) => readOutput(output).type === "docker")) return [];
	const mode = context.repositoryPrivate ? "mode=min,inline-only=true" : "mode=max";
	return [`type=provenance,${withBuilderId(mode, context)}`];
}

function provenanceValue(given: string, context: AttestationContext): string {
	if (/^(true|True|TRUE)$/.test(given))
		return context.builderId === undefined ? given : `builder-id=${context.builderId}`;
	if (/^(false|False|FALSE)$/.test(given)) return "false";
	return withBuilderId(given, context);
}

function withBuilderId(attrs: string, context: AttestationContext): string {
	if (context.builderId === undefined || attribute(attrs, "builder-id") !== undefined) return attrs;
	return `${attrs},builder-id=${context.builderId}`;
}

/** What is asked for of attestations, each with its input, its value, and the text as buildx will get it but for a `builder-id`. */
export function writtenAttests(
	request: BuildRequest,
): readonly { readonly input: "attests" | "provenance" | "sbom"; readonly value: string; readonly text: string }[] {
	const alone = (["provenance", "sbom"] as const).flatMap((input) => {
		const value = request[input];
		return value === "" ? [] : [{ input, value, text: switches(`type=${input},${value}`) }];
	});
	const own = request.attests.filter((attest) => !overruled(attest, request));
	const asIs = (attest: string) => isType(attest, "provenance") || isType(attest, "sbom");
	return [
		...alone,
		...own.map((value) => ({ input: "attests" as const, value, text: asIs(value) ? value : switches(value) })),
	];
}

/** Inputs `provenance` and `sbom` win over the same type in `attests`. */
function overruled(attest: string, request: BuildRequest): boolean {
	return (request.provenance !== "" && isType(attest, "provenance")) || (request.sbom !== "" && isType(attest, "sbom"));
}

function isType(attest: string, type: string): boolean {
	return attribute(attest, "type") === type;
}

/** A bare `true` or `false` among the attributes becomes `disabled=…`, which is what the command line understands. */
function switches(attrs: string): string {
	return attrs
		.split(",")
		.map((field) => {
			const on = readBool(field.trim());
			return on === undefined ? field : `disabled=${!on}`;
		})
		.join(",");
}
