import type { Component, RunnerImage } from "../../model/space.ts";

/** A component as the catalog's files write it: what most of them share is left out. */
export interface Row {
	readonly id: string;
	readonly group?: string;
	readonly title: string;
	readonly paths?: readonly string[];
	readonly links?: readonly string[];
	readonly variables?: readonly string[];
	/** Left out: all of them. */
	readonly images?: readonly RunnerImage[];
	/** Left out: both. */
	readonly architectures?: Component["architectures"];
	readonly breaks: string;
	readonly onlyAsked?: true;
	readonly engine?: NonNullable<Component["engine"]>;
	/** Expected size in GB (10⁹ bytes) and seconds that a plain `rm` takes on a runner's disk. */
	readonly gb: number;
	readonly seconds: number;
	/** Installer in github.com/actions/runner-images, images/ubuntu/scripts/build. */
	readonly script: string;
}

const SCRIPTS = "https://github.com/actions/runner-images/blob/main/images/ubuntu/scripts/build";

export const X64 = ["x64"] as const;

/** Makes a component of its row. */
export function component({
	gb,
	seconds,
	script,
	paths,
	links,
	variables,
	images,
	architectures,
	...row
}: Row): Component {
	return {
		...row,
		paths: paths ?? [],
		links: links ?? [],
		variables: variables ?? [],
		images: images ?? ["ubuntu22", "ubuntu24", "ubuntu26"],
		architectures: architectures ?? ["x64", "arm64"],
		expected: { bytes: Math.round(gb * 1e9), seconds },
		source: `${SCRIPTS}/${script}`,
	};
}
