import type { Asked } from "./asked.ts";
import { attestationAsked } from "./build/engines/attestations.ts";
import { readFields } from "./build/engines/attributes.ts";
import { isArchive, isImage, isLoad, type Output, printOutput } from "./build/engines/output.ts";
import { isFolder } from "./inputs/forms.ts";
import { isByDigest, isQuestion, isStored, makesImage, namesOf, pushedImages } from "./inputs/outputs.ts";
import type { Problem } from "./model/errors.ts";
import { isTrue } from "./model/go-bool.ts";
import type { Host } from "./model/host.ts";
import type { Delivery, DriverChoice, Instead } from "./model/plan.ts";
import { splitTag } from "./model/tag.ts";

/**
 * Which names the image gets where, as buildx reads them (`build.toSolveOpt` of 0.23 to 0.38): the tags, and an output's own `name` only where
 * there are none; `push` pushes every image output, or one of its own when there is none; `load` adds a docker output when there is none.
 */
export function planDelivery(asked: Asked, outputs: readonly Output[], engineBuilds: boolean): Delivery {
	const { push, load, tags } = asked.build;
	const named = (output: Output) => (tags.length > 0 ? tags : namesOf(output));
	const images = outputs.filter(isStored);
	const pushed = pushedImages(asked.build, outputs);
	const loads = outputs.filter(isLoad);
	const ownPush = push && images.length === 0 ? tags : [];
	const ownLoad = load && loads.length === 0 ? tags : [];
	const pushTags = unique([...pushed.filter((output) => !isByDigest(output)).flatMap(named), ...ownPush]);
	const plain = outputs.length === 0 && makesImage(asked.build) ? tags : [];
	const inStore = engineBuilds ? [...images.flatMap(named), ...ownPush, ...plain] : [];
	const engineTags = unique([...loads.flatMap(named), ...ownLoad, ...inStore]);
	return {
		push: push || pushed.length > 0,
		load: load || loads.length > 0,
		tags: unique([...engineTags, ...pushTags]),
		pushTags,
		digestRepos: unique(
			pushed
				.filter(isByDigest)
				.flatMap(named)
				.map((name) => splitTag(name).repo),
		),
		engineTags,
	};
}

/** What comes out where no image does. */
export function planInstead({ build }: Asked, outputs: readonly Output[]): Instead | undefined {
	if (isQuestion(build.call)) return { call: build.call };
	return makesImage(build) ? undefined : { outputs: outputs.map(printOutput) };
}

/** Named, and neither pushed nor loaded: in the engine's own store it would be found under its name, in a builder it is not. */
function staysBehind({ build }: Asked): boolean {
	const { call, tags, push, load, outputs } = build;
	return !isQuestion(call) && tags.length > 0 && !push && !load && outputs.length === 0;
}

interface Chosen {
	readonly driver?: DriverChoice;
	/** A builder of our own is made for the checks alone. */
	readonly forChecks?: boolean;
}

/**
 * As asked, with `load` where buildx would load by itself, but for the checks: a builder that only they need is made for it, or a solve that
 * names its output keeps buildx from heeding the builder's own `default-load`.
 */
export function withLoad(asked: Asked, { driver, forChecks }: Chosen): Asked {
	const loads = (forChecks && staysBehind(asked)) || loadsByDefault(asked, driver);
	return loads ? { ...asked, build: { ...asked.build, load: true } } : asked;
}

/** Nobody said where the image goes, and the builder was made to load it then: `default-load`, buildx's `build.toSolveOpt`. */
function loadsByDefault({ build, driverOpts }: Asked, driver: DriverChoice | undefined): boolean {
	if (build.push || build.outputs.length > 0 || !makesImage(build)) return false;
	if (driver?.kind !== "docker-container") return driver?.builder?.defaultLoad === true;
	const given = driverOpts
		.flatMap((item) => readFields(item) ?? [])
		.findLast((item) => item.startsWith("default-load="));
	return isTrue(given?.slice("default-load=".length));
}

/** The image lands nowhere, which is told: buildx warns of it only where nothing is checked. */
export function leftBehind(asked: Asked, { kind, builder }: DriverChoice, { engine }: Pick<Host, "engine">): string[] {
	if (!staysBehind(asked) || kind === "docker" || builder?.driver === "docker") return [];
	const given = "tags are given, but neither push nor load: the image stays in the builder";
	if (builder === undefined) return [`${given} and goes with it. Give push: true or load: true.`];
	// A cloud's builder may load by itself where nothing is checked, and nothing tells here whether it does.
	if (builder.driver === "cloud" && asked.armed.length === 0) return [];
	const away = builder.from === "current builder" ? "leave out setup-buildx-action" : "build with builder: default";
	const give = "missing" in engine ? "Give push: true" : `Give load: true or push: true, or ${away}`;
	return [`${given} "${builder.name}", and docker images will not show it. ${give}.`];
}

/** Names that outputs ask for and that buildx does not give, because there are tags. */
export function deliveryNotes({ build: { tags } }: Asked, outputs: readonly Output[]): readonly string[] {
	const others = outputs.filter(isImage).flatMap(namesOf);
	const lost = tags.length === 0 ? [] : unique(others).filter((name) => !tags.includes(name));
	return lost.map((name) => `the name ${name} in outputs is not given: where there are tags, buildx gives those alone`);
}

/**
 * What buildx refuses to load or to write, which behind a gate would be after everything was built and judged (`build.toSolveOpt`). `loadedBy`: what
 * makes it load, where no output does.
 */
export function formatProblems(
	{ build }: Asked,
	{ engine, builder }: Host,
	outputs: readonly Output[],
	loadedBy: Pick<Problem, "input" | "value">,
): Problem[] {
	// A builder of several nodes may build one platform on each.
	const several = build.platforms.length > 1 && (builder?.nodes.length ?? 0) < 2;
	const list = several
		? { input: "platforms", what: "an image of several platforms" }
		: { input: attestationAsked(build)?.input, what: "an attestation" };
	if (list.input === undefined) return [];
	const problems: Problem[] = outputs
		.filter((output) => output.type === "docker" && isArchive(output))
		.map((output) => ({
			input: "outputs",
			value: printOutput(output),
			message: `cannot hold ${list.what}`,
			remedy: `write type=oci instead of type=docker, or leave out ${list.input}`,
		}));
	// Another engine, named by its context, may be able to.
	const loads = outputs.filter(isLoad);
	const here = loads.length > 0 ? loads.some(({ attrs }) => attrs["context"] === undefined) : build.load;
	if (!here || "missing" in engine || engine.store === "containerd") return problems;
	return [
		...problems,
		{
			...(loads.length > 0 ? { input: "outputs" } : loadedBy),
			message: `cannot bring ${list.what} into this engine, which has ${engine.storageDriver} and not the containerd image store`,
			remedy: `push instead, leave out ${list.input}, or turn that store on (https://docs.docker.com/engine/storage/containerd/)`,
		},
	];
}

/** What a gated run cannot deliver as it was judged. */
export function deliveryProblems(asked: Asked, outputs: readonly Output[], engineBuilds: boolean): Problem[] {
	const problems: Problem[] = [];
	const refuse = (message: string, remedy: string, value?: string) =>
		void problems.push({ input: "outputs", ...(value !== undefined && { value }), message, remedy });
	if (new Set(pushedImages(asked.build, outputs).map(form)).size > 1)
		refuse(
			"push images that differ, and one image is judged",
			'give them the same attributes (names may differ), build them in two steps, or give "gate: off"',
		);
	for (const output of outputs.filter(isArchive)) {
		const dest = output.attrs["dest"] ?? "-";
		if (dest !== "-" && dest !== "" && !dest.startsWith("/dev/") && !isFolder(output)) continue;
		refuse(
			"cannot be compared with what was judged before it is written there",
			'write a file, for example "type=oci,dest=image.tar", or give "gate: off"',
			printOutput(output),
		);
	}
	const stargz = [asked.compression, ...outputs.map(({ attrs }) => attrs["compression"])];
	if (!engineBuilds && stargz.includes("estargz") && (asked.build.load || outputs.some(isLoad)))
		problems.push({
			input: "compression",
			value: "estargz",
			message: "writes layers of its own, so an image that is loaded cannot be compared with the judged one",
			remedy: 'leave out load, take "compression: zstd", or give "gate: off"',
		});
	return problems;
}

const PUBLISHING: ReadonlySet<string> = new Set([
	"name",
	"push",
	"push-by-digest",
	"name-canonical",
	"dangling-name-prefix",
	"unpack",
]);

/** Everything of an output that changes the image. */
function form({ attrs }: Output): string {
	return JSON.stringify(
		Object.entries(attrs)
			.filter(([key]) => !PUBLISHING.has(key))
			.sort(),
	);
}

function unique(names: readonly string[]): readonly string[] {
	return [...new Set(names)];
}
