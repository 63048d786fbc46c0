import type { PlannedImage } from "../model/space.ts";
import { PREINSTALLED_IMAGES } from "./components/engine.ts";
import { parseImageName } from "./image-names.ts";

/** An image of the engine's store. */
export interface EngineImage {
	/** `sha256:…` */
	readonly id: string;
	/** `python:3.12`, `ghcr.io/me/app@sha256:…`; empty for one without a name. */
	readonly names: readonly string[];
}

/** A container that is there, running or not. */
export interface EngineContainer {
	readonly name: string;
	/** Id of its image. */
	readonly image: string;
}

/** Which images this job is known to use. */
export interface ImageUse {
	/** Of the Dockerfile, of tags, outputs, caches and contexts. */
	readonly names: readonly string[];
	/** Text of the workflow files; absent: they are not here. */
	readonly workflow?: string;
	readonly containers: readonly EngineContainer[];
	/** Why there may be more; then only images go that the runner came with. */
	readonly unsure?: string;
}

/** What may go and what stays. */
export interface ImageChoice {
	readonly removable: readonly PlannedImage[];
	readonly kept: readonly { readonly name: string; readonly why: string }[];
}

/**
 * Chooses among the engine's images. By itself (`all` false) only those go that the runner came with: every other one was brought by this
 * job. An image that is used stays in any case.
 */
export function chooseImages(images: readonly EngineImage[], use: ImageUse, all: boolean): ImageChoice {
	const removable: PlannedImage[] = [];
	const kept: { name: string; why: string }[] = [];
	for (const image of images) {
		const name = image.names[0] ?? shortId(image.id);
		const why = whyUsed(image, use) ?? whyNotOurs(image, use, all);
		if (why === undefined) removable.push({ id: image.id, name });
		else kept.push({ name, why });
	}
	return { removable, kept };
}

function whyNotOurs({ names }: EngineImage, { unsure, workflow }: ImageUse, all: boolean): string | undefined {
	const preinstalled =
		names.length > 0 && names.every((name) => PREINSTALLED_IMAGES.includes(parseImageName(name)?.repository ?? ""));
	if (preinstalled) return undefined;
	if (!all) return "the runner did not come with it, so this job brought it";
	if (unsure !== undefined) return `it may be used: ${unsure}`;
	return workflow === undefined ? "it may be used: the workflow's file is not in the workspace" : undefined;
}

/** The runner builds Docker actions under names of its own (github.com/actions/runner, `DockerCommandManager.DockerInstanceLabel`). */
const ACTION_IMAGE = /^[0-9a-f]{6}:[0-9a-f]{32}$/;

function whyUsed({ id, names }: EngineImage, { names: used, workflow = "", containers }: ImageUse): string | undefined {
	const container = containers.find(({ image }) => image === id);
	if (container) return `the container ${container.name} is made of it`;
	if (names.some((name) => ACTION_IMAGE.test(name))) return "an action of this job was built as this image";
	const parsed = names.flatMap((name) => parseImageName(name) ?? []);
	if (parsed.some(({ repository }) => repository === "docker.io/moby/buildkit")) return "builders are made of it";
	const repositories = new Set(used.flatMap((name) => parseImageName(name)?.repository ?? []));
	const named = parsed.find(({ repository }) => repositories.has(repository));
	if (named) return `the build names ${named.familiar}`;
	const mentioned = parsed.find(({ familiar }) => mentions(workflow, familiar));
	return mentioned && `the workflow names ${mentioned.familiar}`;
}

/**
 * The name stands in the text as a word of its own. Wider than the values of `image:` and `docker://` on purpose: an image may come from a
 * matrix, a variable or a `docker run`.
 */
function mentions(text: string, name: string): boolean {
	for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
		const before = text[at - 1] ?? " ";
		const after = text[at + name.length] ?? " ";
		const slash =
			before === "/" &&
			!/(?:docker:\/\/|(?:index\.)?docker\.io\/(?:library\/)?)$/.test(text.slice(Math.max(0, at - 40), at));
		if (!slash && !/[\w.-]/.test(before) && !/[\w/-]/.test(after)) return true;
	}
	return false;
}

function shortId(id: string): string {
	return id.replace(/^sha256:/, "").slice(0, 12);
}
