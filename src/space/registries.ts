import { readFields } from "../build/engines/attributes.ts";
import { parseOutput } from "../build/engines/output.ts";
import { namesOf } from "../inputs/outputs.ts";
import type { BuildRequest } from "../model/build-request.ts";
import { parseImageName } from "./image-names.ts";

type Cloud = "aws" | "azure" | "google";

const HOSTS: readonly (readonly [cloud: Cloud, host: RegExp])[] = [
	// https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html and its endpoints of other partitions and IPv6
	[
		"aws",
		/^(?:public\.ecr\.aws|ecr-public\.aws\.com|\d+\.dkr[.-]ecr(?:-fips)?\.[\w-]+\.(?:amazonaws\.com(?:\.cn)?|on\.aws))$/,
	],
	["azure", /\.azurecr\.(?:io|cn|us)$/],
	["google", /(?:^|\.)gcr\.io$|\.pkg\.dev$/],
];

/** The cloud whose command line logs in to this registry. */
export function cloudOf(host: string): Cloud | undefined {
	return HOSTS.find(([, pattern]) => pattern.test(host.toLowerCase()))?.[0];
}

/** Names of images that a build request itself holds: tags, outputs, caches, named contexts. */
export function requestedImages({ tags, outputs, cacheFrom, cacheTo, buildContexts }: BuildRequest): readonly string[] {
	const caches = [...cacheFrom, ...cacheTo].flatMap(cacheReference);
	const contexts = buildContexts.flatMap((item) => /=docker-image:\/\/(.+)$/.exec(item)?.[1] ?? []);
	const named = outputs.flatMap((item) => {
		const output = parseOutput(item);
		return output ? namesOf(output) : [];
	});
	return [...tags, ...named, ...caches, ...contexts];
}

/** `type=registry,ref=user/app:cache`, or a lone reference (buildx, `ParseCacheEntry`). */
function cacheReference(item: string): readonly string[] {
	const fields = readFields(item) ?? [];
	if (fields.length === 1 && !item.includes("=")) return [item];
	return fields.flatMap((field) => (/^ref=/i.test(field) ? [field.slice("ref=".length)] : []));
}

/** What the Docker configuration says of logins: its registries and credential helpers. A text that is no JSON says nothing. */
export function readDockerConfig(text: string): {
	readonly registries: readonly string[];
	readonly helpers: readonly string[];
} {
	try {
		const { auths, credHelpers, credsStore } = JSON.parse(text) as {
			readonly auths?: Readonly<Record<string, unknown>>;
			readonly credHelpers?: Readonly<Record<string, string>>;
			readonly credsStore?: string;
		};
		const registries = [...Object.keys(auths ?? {}), ...Object.keys(credHelpers ?? {})];
		return {
			registries: registries.map((key) => key.replace(/^https?:\/\//, "").replace(/\/.*$/, "")),
			helpers: [...Object.values(credHelpers ?? {}), ...(credsStore ? [credsStore] : [])],
		};
	} catch {
		return { registries: [], helpers: [] };
	}
}

/** Hosts of these images, each once. */
export function hostsOf(images: readonly string[]): readonly string[] {
	return [...new Set(images.flatMap((image) => parseImageName(image)?.host ?? []))];
}
