import type { Bytes } from "../model/bytes.ts";
import type { Distribution, ImageFacts, LayerFacts } from "../model/facts.ts";
import { isCut } from "../model/kept-text.ts";
import { distributionsOf, ownerOf, sumOf } from "./owners.ts";
import { mayBringTorch, pipCalls } from "./pip-calls.ts";
import type { Installer } from "./pip-installer.ts";
import { printPlace } from "./places.ts";
import { printSize } from "./sizes.ts";

/** What else was asked of the image, as far as it bears on CUDA: a build of torch for some CUDA, or one for none. */
export type AskedCuda = "some" | "none";

/** The nvidia wheels that came with a CUDA build of torch into one layer of the user's own, largest first; none elsewhere. */
function wheelsWithTorch(layer: LayerFacts, facts: ImageFacts): readonly Distribution[] {
	const torch = facts.torch.known && facts.torch.value.some((one) => one.layer === layer.index && one.cuda);
	if (!torch || layer.base) return [];
	return distributionsOf(layer, facts)
		.filter((one) => ownerOf(one) === "nvidia wheels")
		.toSorted((one, other) => (other.bytes ?? 0) - (one.bytes ?? 0));
}

/** Share of the excess from which on another build is worth the work. */
const MEANINGFUL = 0.1;

/** Where CUDA may be saved: own layers are looked at in this order, `over` is what is too much, `unit` what a size of wheels is. */
interface Saving {
	readonly layers: readonly LayerFacts[];
	readonly over: Bytes;
	readonly unit?: "unpacked";
	readonly asked?: AskedCuda | undefined;
}

/** How to get rid of CUDA where no GPU is; nothing where it was asked for or would save little. */
export function adviseCpuBuild(facts: ImageFacts, { layers, over, unit, asked }: Saving): string | undefined {
	if (asked === "some") return undefined;
	for (const layer of layers) {
		const saved = sumOf(wheelsWithTorch(layer, facts));
		if (saved === 0 || saved < over * MEANINGFUL) continue;
		const size = `${printSize(saved)}${unit === undefined ? "" : ` (${unit})`}`;
		const keep = asked === "none" ? "" : ", and cuda-version: none to keep it so";
		return `no GPU where it runs? A CPU build saves the ${size} of nvidia wheels: ${howToTakeCpu(layer, facts)}${keep}`;
	}
	return undefined;
}

const INDEX = "https://download.pytorch.org/whl/cpu";

/** Before a step of pip; a lock file, a script and what comes from another stage do not look at what is there. */
function howToTakeCpu(layer: LayerFacts, facts: ImageFacts): string {
	const installer = findInstaller(layer);
	if (installer === undefined) return `have torch installed from ${INDEX}`;
	const place = (layer.step && printPlace(layer.step)) ?? "that step";
	return `\`${installer.command} --index-url ${INDEX} ${torchAsInstalled(layer, facts).join(" ")}\` in a RUN before ${place}`;
}

/** What is built for one CUDA or for none, and has to fit together. */
const BUILT: ReadonlySet<string> = new Set(["torchvision", "torchaudio"]);

/** `torch==2.6.0 torchvision==0.21.0`: the later step takes what is there only where it is the version that it would install. */
function torchAsInstalled({ index }: LayerFacts, facts: ImageFacts): readonly string[] {
	const copy = facts.torch.known ? facts.torch.value.find(({ layer }) => layer === index) : undefined;
	const others = facts.distributions.known
		? facts.distributions.value.filter(({ key, layer }) => BUILT.has(key) && layer === index)
		: [];
	return [{ key: "torch", version: copy?.version ?? "" }, ...others].map(({ key, version }) => {
		const release = /^\d+(?:\.\d+)+(?=\+|$)/.exec(version)?.[0];
		return release === undefined ? key : `${key}==${release}`;
	});
}

/** Options with which a step does not take what is installed already. */
const ELSEWHERE =
	/^(?:--target|-t|--prefix|--root|--user|--force-reinstall|--ignore-installed|-I|--no-deps|--upgrade-strategy|--reinstall)(?:=|$)/;
/** Smaller wheels are not worth a name in the command. */
const WORTH = 10e6;
const NAME = /^nvidia-[a-z0-9-]{1,60}$/;
const VERSION = /^\d[\w.!+-]{0,40}$/;

/** Who installs in a step of pip, or of uv like pip, that takes what is there: only the same one puts it there. */
function findInstaller({ step, createdBy }: LayerFacts): Installer | undefined {
	if (!step || !/^RUN\b/i.test(step.text)) return undefined;
	// The report's text may be cut; the image's history has it behind the shell and build arguments.
	const text = isCut(step.text) ? createdBy.replace(/^(?:RUN )?.*?\s-c\s/s, "") : step.text;
	if (isCut(text)) return undefined;
	const calls = pipCalls(text).filter(mayBringTorch);
	const [first, ...others] = calls.map(({ installer }) => installer);
	if (calls.some(({ words }) => words.some((word) => ELSEWHERE.test(word)))) return undefined;
	return others.every((other) => other?.command === first?.command) ? first : undefined;
}

/**
 * How to part a layer in which one pip installed torch and the nvidia wheels: the largest of these in a step before it, as long as they fit
 * into a layer themselves. `--no-deps`, since pip would else resolve what they require without knowing torch's pins. The names come from the
 * image and stand in a command that people paste: only plain ones.
 */
export function adviseEarlierWheels(layer: LayerFacts, facts: ImageFacts, limit: Bytes): string | undefined {
	const installer = findInstaller(layer);
	if (installer === undefined) return undefined;
	const moved: Distribution[] = [];
	for (const wheel of wheelsWithTorch(layer, facts)) {
		if ((layer.unpackedBytes ?? 0) - sumOf(moved) <= limit) break;
		const fits = sumOf(moved) + (wheel.bytes ?? 0) <= limit;
		if ((wheel.bytes ?? 0) < WORTH) break;
		if (fits && NAME.test(wheel.key) && VERSION.test(wheel.version)) moved.push(wheel);
	}
	if (moved.length === 0) return undefined;
	const names = moved.map(({ key, version }) => `${key}==${version}`).join(" ");
	const rest = (layer.unpackedBytes ?? 0) - sumOf(moved);
	const takes = `${installer.uv ? "uv" : "pip"} takes what is there`;
	return `\`${installer.command} --no-deps ${names}\` in a RUN before it leaves ${printSize(rest)} in it, since ${takes}`;
}
