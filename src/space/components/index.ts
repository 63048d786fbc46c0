import type { Component, SpaceAsked } from "../../model/space.ts";
import { ANDROID } from "./android.ts";
import { BINARIES } from "./binaries.ts";
import { BROWSERS } from "./browsers.ts";
import { CLOUDS } from "./clouds.ts";
import { DATABASES } from "./databases.ts";
import { ENGINE } from "./engine.ts";
import { JAVA } from "./java.ts";
import { LANGUAGES } from "./languages.ts";
import { PACKAGES } from "./packages.ts";
import { POWERSHELL } from "./powershell.ts";
import { TOOL_CACHE } from "./tool-cache.ts";

/** Every component that may be removed, in no order that matters. */
export const COMPONENTS: readonly Component[] = [
	...LANGUAGES,
	...ANDROID,
	...TOOL_CACHE,
	...JAVA,
	...BROWSERS,
	...CLOUDS,
	...POWERSHELL,
	...PACKAGES,
	...BINARIES,
	...DATABASES,
	...ENGINE,
];

/** Names that `keep` and `remove` take: ids and groups, each once. */
export const COMPONENT_NAMES: readonly string[] = [
	...new Set(COMPONENTS.flatMap(({ id, group }) => (group === undefined ? [id] : [id, group]))),
];

/** What was said of a component. `by: "id"` is about it alone, `by: "group"` about it among others. */
export type Said = { readonly say: "keep" | "remove"; readonly by: "id" | "group" } | undefined;

/** What `keep` and `remove` say of a component. Its own id beats the name of its group. */
export function saidOf({ id, group = "" }: Component, { keep, remove }: Pick<SpaceAsked, "keep" | "remove">): Said {
	if (keep.includes(id)) return { say: "keep", by: "id" };
	if (remove.includes(id)) return { say: "remove", by: "id" };
	if (keep.includes(group)) return { say: "keep", by: "group" };
	return remove.includes(group) ? { say: "remove", by: "group" } : undefined;
}

/** A path or pattern of the catalog with `~` replaced by the runner's home. */
export function atHome(path: string, home: string): string {
	return path.startsWith("~/") ? `${home}${path.slice(1)}` : path;
}
