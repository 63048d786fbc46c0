import type { BuildRequest } from "./model/build-request.ts";
import type { Engine } from "./model/host.ts";
import { normalPlatform } from "./model/platform.ts";

/** What a machine unpacks besides its own kind, where the image is for nothing else. */
const ALSO: Readonly<Record<string, RegExp>> = { "linux/amd64": /^linux\/386$/, "linux/arm64": /^linux\/arm\// };

/**
 * Why the layers of some platforms cannot be listed in an engine with the containerd store, or nothing. Its BuildKit unpacks an image for the
 * machine's own platform: https://github.com/moby/buildkit/blob/master/exporter/containerimage/export.go (`unpackImage`)
 */
export function layersPacked({ platforms }: Pick<BuildRequest, "platforms">, engine: Engine): string | undefined {
	if (engine.store !== "containerd") return undefined;
	const foreign = [...new Set(platforms.map((one) => normalPlatform(one, engine.platform)))].filter(
		(platform) => platform !== engine.platform,
	);
	const [only] = foreign;
	if (only === undefined || (platforms.length === 1 && ALSO[engine.platform]?.test(only))) return undefined;
	return `the containerd image store unpacks the layers of ${engine.platform} alone, so those of ${foreign.join(" and ")} cannot be measured`;
}
