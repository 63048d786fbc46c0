import { writtenAttests } from "../build/engines/attestations.ts";
import { readFields } from "../build/engines/attributes.ts";
import { type Output, parseOutput } from "../build/engines/output.ts";
import type { BuildRequest } from "../model/build-request.ts";
import { isBool, isTrue } from "../model/go-bool.ts";
import { nearest } from "./nearest.ts";
import type { Reader } from "./reader.ts";
import { refuseUlimits } from "./ulimits.ts";

/** Reports values whose form buildx 0.36 refuses, whatever the machine and the Dockerfile are. What a newer one may come to know is left to it. */
export function refuseForms(reader: Reader, request: BuildRequest): void {
	refuseUlimits(reader, request.ulimit);
	refuseNetwork(reader, request);
	refuseAnnotations(reader, request);
	refuseAttests(reader, request);
	refuseAllow(reader, request);
	refuseFolders(reader, request);
	refuseQuestion(reader, request);
}

/** buildx, `csvToMap` in builder/builder.go. Which keys there are is the driver's own matter. */
export function refuseOptionForms(reader: Reader, driverOpts: readonly string[]): void {
	for (const value of driverOpts) {
		const bare = bareField(value);
		if (bare === undefined) continue;
		const remedy = 'write key=value, for example "network=host"';
		reader.problem({ input: "driver-opts", value, message: `holds "${bare}", which is no key=value`, remedy });
	}
}

/** The first field of a CSV line that is no `key=value`. */
function bareField(line: string): string | undefined {
	return readFields(line)?.find((field) => !field.includes("="));
}

/** Three words beside nothing: buildx, `toSolveOpt` in build/opt.go. */
function refuseNetwork(reader: Reader, { network }: BuildRequest): void {
	if (["", "default", "none", "host"].includes(network)) return;
	const remedy = `write default, none or host; a network of the engine is given to a builder, as driver-opts: "network=${network}"`;
	reader.problem({ input: "network", value: network, message: "is no network of a build", remedy });
}

/** BuildKit, exporter/containerimage/exptypes. */
const ANNOTATED = ["index", "index-descriptor", "manifest", "manifest-descriptor"] as const;

/** `[type[platform],…:]key=value`: buildx, `ParseAnnotations` in util/buildflags/export.go. */
function refuseAnnotations(reader: Reader, { annotations }: BuildRequest): void {
	for (const value of annotations) {
		const problem = (message: string, remedy: string) =>
			reader.problem({ input: "annotations", value, message, remedy });
		const [name = ""] = value.split("=", 1);
		if (name === value) {
			problem("has no value", 'write key=value, for example "org.opencontainers.image.title=app"');
			continue;
		}
		const at = name.indexOf(":");
		const types = at < 0 ? [] : name.slice(0, at).split(",");
		const strange = types.find((type) => !isAnnotated(type));
		if (strange === undefined) continue;
		problem(`has the unknown type "${strange}"`, hint(strange, ANNOTATED));
	}
}

function isAnnotated(text: string): boolean {
	const [, type] = /^([a-z-]+)(?:\[[A-Za-z0-9_/-]+\])?$/.exec(text) ?? [];
	return ANNOTATED.some((known) => known === type);
}

/** The nearest of them, and all. */
function hint(word: string, known: readonly string[]): string {
	const near = nearest(word, known);
	const all = known.join(", ");
	return near === undefined ? `there are ${all}` : `did you mean "${near}"? There are ${all}`;
}

/**
 * buildx reads the form (`Attest.UnmarshalText` in util/buildflags/attests.go), BuildKit the types of what is not switched off, for all frontends
 * (`attestations.Validate` in frontend/attestations/parse.go).
 */
function refuseAttests(reader: Reader, request: BuildRequest): void {
	for (const { input, value, text } of writtenAttests(request)) {
		const why = whyNoAttest(text);
		if (why === undefined) continue;
		const remedy =
			input === "attests"
				? 'write for example "type=sbom" or "type=provenance,mode=max"'
				: `write true, false, or for example "${input === "sbom" ? "generator=docker/buildkit-syft-scanner" : "mode=max"}"`;
		reader.problem({ input, value, message: why, remedy });
	}
}

function whyNoAttest(text: string): string | undefined {
	const fields = readFields(text);
	if (fields === undefined) return undefined;
	const bare = bareField(text);
	if (bare !== undefined) return `holds "${bare}", which is no key=value`;
	const last = (key: string) =>
		fields.findLast((field) => keyOf(field).trim().toLowerCase() === key)?.replace(/^[^=]*=/, "");
	const off = last("disabled") ?? "false";
	if (!isBool(off)) return "is neither on nor off";
	const type = last("type") ?? "";
	if (type === "") return "has no type";
	return isTrue(off) || /^(?:sbom|provenance)$/i.test(type) ? undefined : "is of an unknown type";
}

function keyOf(field: string): string {
	return field.split("=", 1)[0] ?? "";
}

const ALLOWED = ["security.insecure", "network.host", "device", "buildx.local.delete"];

/** buildx, `ParseEntitlements` in util/buildflags; BuildKit, util/entitlements: a device alone has a value, a name and perhaps `alias=…`. */
function refuseAllow(reader: Reader, { allow }: BuildRequest): void {
	for (const value of allow) {
		const key = keyOf(value);
		const known = ALLOWED.includes(key);
		if (known && (key === value || key === "device")) continue;
		const message = known ? "takes no value" : "is nothing that can be allowed";
		reader.problem({ input: "allow", value, message, remedy: known ? `write "${key}"` : hint(value, ALLOWED) });
	}
}

/** buildx, `CreateExports` in build/opt.go: what is written as a folder has a place. */
function refuseFolders(reader: Reader, { outputs }: BuildRequest): void {
	for (const value of outputs) {
		const output = parseOutput(value);
		if (!output || !isFolder(output)) continue;
		const dest = output.attrs["dest"] ?? "";
		if (dest !== "" && dest !== "-") continue;
		const message =
			dest === "" ? "has no dest, the folder to write to" : "is a folder, which cannot go to the standard output";
		const rest = value.replace(/,dest=-?(?=,|$)/, "");
		const example = rest.startsWith("type=") ? `${rest},dest=out` : "type=local,dest=out";
		reader.problem({ input: "outputs", value, message, remedy: `write for example "${example}"` });
	}
}

/** It is written as a folder, not as one file. */
export function isFolder({ type, attrs }: Output): boolean {
	const tar = attrs["tar"] ?? "";
	return type === "local" || (["oci", "docker"].includes(type) && isBool(tar) && !isTrue(tar));
}

/** buildx, `ParseCallFunc` in util/buildflags: one name, `format=…`, `ignorestatus=…`. What a frontend answers is its own matter. */
function refuseQuestion(reader: Reader, { call }: BuildRequest): void {
	const fields = call === "" ? [] : (readFields(call) ?? []);
	const names = fields.filter((field) => !field.includes("="));
	const strange = fields.some((field) => {
		const value = field.slice(keyOf(field).length + 1);
		return field.includes("=") && keyOf(field) !== "format" && !(keyOf(field) === "ignorestatus" && isBool(value));
	});
	if (names.length <= 1 && !strange) return;
	const message = "is not a question to the Dockerfile";
	reader.problem({ input: "call", value: call, message, remedy: 'write for example "check", "outline" or "targets"' });
}
