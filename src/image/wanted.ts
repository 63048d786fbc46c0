/**
 * Source of the regular expression on paths in the image (no leading slash): the small files whose text is wanted.
 * conda's records are not: their names say it all.
 */
export const WANTED =
	"(?:^|/)(?:torch/version\\.py|[^/]+\\.dist-info/(?:METADATA|RECORD)|[^/]+\\.egg-info/PKG-INFO|[^/]+\\.egg-info)$";

/** The same files as `find -path` patterns; they may match a few more. */
export const WANTED_PATHS = [
	"*/torch/version.py",
	"*.dist-info/METADATA",
	"*.dist-info/RECORD",
	"*.egg-info/PKG-INFO",
	"*.egg-info",
];

/**
 * Longer files are cut. The longest RECORD seen (torch with its headers) has 1.5 MB. Of the others only the first piece is used, half a megabyte
 * at most: what lists trees on this machine does not read on.
 */
export const WANTED_BYTES = 4 * 2 ** 20;
const WANTED_WHOLE = "/RECORD$";

/** What is asked of trees. */
export const WANTED_TEXTS = { wanted: WANTED, whole: WANTED_WHOLE, maxFileBytes: WANTED_BYTES } as const;

/** As globs of a Dockerfile's `COPY --parents`, for the way that copies small files out of the builder. */
const WANTED_GLOBS = [
	"/**/torch/version.py",
	"/**/*.dist-info/METADATA",
	"/**/*.egg-info/PKG-INFO",
	"/**/*.egg-info",
	"/**/conda-meta/*.json",
	"/**/pyvenv.cfg",
	"/**/pkgs/**/info/index.json",
];

/**
 * A Dockerfile of our own that copies nothing but the small files out of the image. `img` is a named context that the
 * caller binds to the user's target. No `# syntax` line: the builder's own frontend is used. It must know `--parents`,
 * stable since frontend 1.20 (https://docs.docker.com/reference/dockerfile/#copy---parents).
 */
export function factsDockerfile(): string {
	return ["FROM scratch", `COPY --from=img --parents ${WANTED_GLOBS.join(" ")} /`, ""].join("\n");
}
