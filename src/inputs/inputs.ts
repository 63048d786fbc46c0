import { parseOutput } from "../build/engines/output.ts";
import type { BuildRequest, Compression } from "../model/build-request.ts";
import type { SpaceAsked } from "../model/space.ts";
import type { SwapAsked } from "../model/swap.ts";
import { readBuildRequest } from "./build-request.ts";
import { envFlag } from "./env-flag.ts";
import { refuseOptionForms } from "./forms.ts";
import type { InputContext } from "./git-context.ts";
import { type LimitInputs, readLimits, refuseLimits } from "./limits.ts";
import { isQuestion, makesImage } from "./outputs.ts";
import type { Reader } from "./reader.ts";
import { readSpace } from "./space.ts";
import { readStopBelow, type StopInputs } from "./stop-below.ts";
import { readSwapAsked } from "./swap.ts";

/** An assertion somebody asked for; its id is its input's name. */
interface Armed {
	readonly id: string;
}

/** All that was asked of one run. */
export interface Inputs<T extends Armed = Armed> extends LimitInputs, StopInputs {
	readonly swap: SwapAsked;
	readonly build: BuildRequest;
	/** How room may be made on the disk. */
	readonly space: SpaceAsked;
	readonly driver: "auto" | "docker" | "docker-container";
	/** As given, `key=value`; for buildx. */
	readonly driverOpts: readonly string[];
	readonly gate: "before-push" | "off";
	readonly compression: Compression;
	/** Write the job summary. */
	readonly summary: boolean;
	/** Put annotations beside the lines of code (not the OCI annotations of the image, which are `build.annotations`). */
	readonly logAnnotations: boolean;
	/** Those of build checks among them. */
	readonly checksAnnotations: boolean;
	/** Title of the report; empty: made from the first tag or the context. */
	readonly name: string;
	readonly dryRun: boolean;
	/** Assertions that are asked for. */
	readonly armed: readonly T[];
}

/**
 * Reads everything that was asked. `arm` reads the inputs of the assertions and gives those that were asked for. What is wrong
 * is collected in the reader: look there before anything is done.
 */
export function readInputs<T extends Armed>(
	reader: Reader,
	context: InputContext,
	arm: (reader: Reader) => readonly T[],
): Inputs<T> {
	const inputs: Inputs<T> = {
		...readLimits(reader),
		space: readSpace(reader),
		swap: readSwapAsked(reader),
		...readStopBelow(reader),
		build: readBuildRequest(reader, context),
		driver: readDriver(reader),
		driverOpts: reader.list("driver-opts", { ignoreComma: true, quote: false }),
		gate: reader.choice("gate", ["before-push", "off"]),
		compression: reader.choice<Compression>("compression", ["", "gzip", "zstd", "estargz", "uncompressed"]),
		summary: readSummary(reader, context),
		logAnnotations: reader.flag("log-annotations", true),
		checksAnnotations: envFlag(reader, context, "DOCKER_BUILD_CHECKS_ANNOTATIONS"),
		name: reader.text("name"),
		dryRun: reader.flag("dry-run"),
		armed: arm(reader),
	};
	refuseDriverOpts(reader, inputs);
	refuseOptionForms(reader, inputs.driverOpts);
	refuseCompression(reader, inputs);
	refuseAssertions(reader, inputs);
	refuseLimits(reader, inputs, inputs.build, inputs.driverOpts);
	return inputs;
}

const DRIVERS = ["auto", "docker", "docker-container"] as const;

/** Who asks for another engine is not helped by a list of words. */
function readDriver(reader: Reader): (typeof DRIVERS)[number] {
	const value = reader.text("driver");
	if (!/^(?:podman|buildah)$/i.test(value)) return reader.choice("driver", DRIVERS);
	reader.problem({
		input: "driver",
		value,
		message: "is not one of its values",
		remedy: `this action builds with Docker, which hosted runners have: write one of ${DRIVERS.join(", ")}`,
	});
	return "auto";
}

/** docker/build-push-action's variable for the same thing holds where the input is not given. A command line has no job summary. */
function readSummary(reader: Reader, context: InputContext): boolean {
	const wanted = context.cli || envFlag(reader, context, "DOCKER_BUILD_SUMMARY");
	if (!wanted && !reader.given("summary"))
		reader.note('DOCKER_BUILD_SUMMARY is false, so no job summary is written; "summary: true" writes it all the same');
	return reader.flag("summary", wanted);
}

function refuseDriverOpts(reader: Reader, { driver, driverOpts, build }: Inputs): void {
	if (driverOpts.length === 0) return;
	const value = driverOpts.join(", ");
	if (driver === "docker") {
		const message = "cannot stand beside driver: docker, which takes no options";
		reader.problem({
			input: "driver-opts",
			value,
			message,
			remedy: "write driver: docker-container, or leave them out",
		});
	}
	if (build.builder !== "") {
		const message = `cannot change the builder "${build.builder}", which is used as it is`;
		reader.problem({
			input: "driver-opts",
			value,
			message,
			remedy: "give them where that builder is made, or leave out builder",
		});
	}
}

function refuseCompression(reader: Reader, { compression, build }: Inputs): void {
	for (const item of build.outputs) {
		const other = parseOutput(item)?.attrs["compression"];
		if (compression === "" || other === undefined || other === compression) continue;
		const message = `differs from compression=${other} in outputs`;
		reader.problem({
			input: "compression",
			value: compression,
			message,
			remedy: "name the compression in one place",
		});
	}
}

/** An assertion needs an image to look at; one that could never be measured is refused before the build. */
function refuseAssertions(reader: Reader, { armed, build }: Inputs): void {
	const why = whyNoImage(build);
	if (why === undefined) return;
	for (const { id } of armed) {
		reader.problem({
			input: id,
			message: `there is no image to check, because ${why}`,
			remedy: `leave out ${id}, or build an image`,
		});
	}
}

function whyNoImage(build: BuildRequest): string | undefined {
	if (makesImage(build)) return undefined;
	const { call, outputs } = build;
	if (isQuestion(call)) return `call: ${call} builds none`;
	const parsed = outputs.flatMap((item) => parseOutput(item) ?? []);
	return `outputs has only ${[...new Set(parsed.map(({ type }) => `type=${type}`))].join(", ")}`;
}
