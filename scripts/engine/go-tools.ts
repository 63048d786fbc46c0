import { cp, mkdir, rename } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import type { Context } from "./context.ts";
import { EngineFailure } from "./failure.ts";
import { VERSIONS } from "./layout.ts";
import { prepareGo } from "./packages.ts";
import { attempt, run } from "./run.ts";
import { makeOnce, readStamp } from "./stamp.ts";

const NETWORK = "make the Go module proxy reachable (GOPROXY, network) and start again: finished parts are kept";
/** From this version on Go fetches the toolchain a module asks for by itself. */
const OLDEST_GO = [1, 21] as const;

/** "go version go1.26.8 linux/amd64" → [1, 26]. */
export const parseGoVersion = (text: string): readonly [number, number] | undefined => {
	const match = /\bgo(\d+)\.(\d+)/.exec(text);
	return match ? [Number(match[1]), Number(match[2])] : undefined;
};

const isRecent = ([major, minor]: readonly [number, number]): boolean =>
	major > OLDEST_GO[0] || (major === OLDEST_GO[0] && minor >= OLDEST_GO[1]);

const findGo = async (context: Context): Promise<string> => {
	for (const go of ["go", "/usr/local/go/bin/go", "/usr/lib/go/bin/go"]) {
		const outcome = await attempt(context, [go, "version"]).catch(() => undefined);
		const version = outcome?.code === 0 ? parseGoVersion(outcome.stdout) : undefined;
		if (version && isRecent(version)) return go;
	}
	return prepareGo(context);
};

const goEnvironment = (context: Context, extra: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({
	HOME: homedir(),
	...context.environment,
	CGO_ENABLED: "0",
	GOTOOLCHAIN: "auto",
	GOFLAGS: "-buildvcs=false",
	...extra,
});

const buildBuildx = (context: Context, go: string, folder: string): Promise<string> => {
	const flags = `-s -w -X github.com/docker/buildx/version.Version=${VERSIONS.buildx}`;
	const argv = [go, "install", "-ldflags", flags, `github.com/docker/buildx/cmd/buildx@${VERSIONS.buildx}`];
	return run(context, "go-buildx", argv, { env: goEnvironment(context, { GOBIN: folder }), remedy: NETWORK });
};

const moduleFolder = async (context: Context, go: string, version: string): Promise<string> => {
	const argv = [go, "mod", "download", "-json", `github.com/moby/buildkit@${version}`];
	const env = goEnvironment(context, {});
	const answer = JSON.parse(
		await run(context, "go-buildkit", argv, { env, cwd: context.layout.temporary, remedy: NETWORK }),
	) as { readonly Dir?: string };
	if (answer.Dir) return answer.Dir;
	throw new EngineFailure("BuildKit's source cannot be had", `${argv.join(" ")} named no folder`, NETWORK);
};

const writableModule = async (context: Context, go: string, version: string, folder: string): Promise<string> => {
	const source = join(folder, "source");
	await cp(await moduleFolder(context, go, version), source, { recursive: true });
	await run(context, "go-buildkit", ["chmod", "-R", "u+w", source]);
	return source;
};

/** `go install` refuses BuildKit for the exclude directives in its go.mod: built in a writable copy of the module instead. */
const buildBuildkit = async (context: Context, go: string, folder: string): Promise<void> => {
	const source = await writableModule(context, go, VERSIONS.buildkit, folder);
	const flags = `-s -w -X github.com/moby/buildkit/version.Version=${VERSIONS.buildkit}`;
	const argv = [go, "build", "-ldflags", flags, "-o", `${folder}/`, "./cmd/buildkitd", "./cmd/buildctl"];
	const env = goEnvironment(context, { GOFLAGS: "-mod=mod -buildvcs=false" });
	await run(context, "go-buildkit", argv, { env, cwd: source, remedy: NETWORK });
	await mkdir(join(folder, "hack"));
	for (const script of ["buildkitd-entrypoint", "with-cgroupfs-remount"])
		await rename(join(source, "hack", script), join(folder, "hack", script));
	await run(context, "go-buildkit", ["rm", "-rf", source]);
};

/** Where the finished programs lie. */
export const buildxFolder = (context: Context): string => join(context.layout.cache, "tools", "buildx");
export const buildkitFolder = (context: Context): string => join(context.layout.cache, "tools", "buildkit");

/** Step 3: buildx and BuildKit from source, one after the other: they share most packages, and Go uses all cores by itself. */
export const prepareGoTools = async (context: Context): Promise<void> => {
	const hasBuildx = (await readStamp(buildxFolder(context))) === VERSIONS.buildx;
	const hasBuildkit = (await readStamp(buildkitFolder(context))) === VERSIONS.buildkit;
	if (hasBuildx && hasBuildkit) return;
	const go = await findGo(context);
	context.say(`building buildx ${VERSIONS.buildx} and BuildKit ${VERSIONS.buildkit} (minutes on a small machine)`);
	const buildx = await makeOnce(
		context,
		buildxFolder(context),
		VERSIONS.buildx,
		async (folder) => void (await buildBuildx(context, go, folder)),
	);
	if (buildx) context.say(`built buildx ${VERSIONS.buildx}`);
	const buildkit = await makeOnce(context, buildkitFolder(context), VERSIONS.buildkit, (folder) =>
		buildBuildkit(context, go, folder),
	);
	if (buildkit) context.say(`built BuildKit ${VERSIONS.buildkit}`);
};

/**
 * The Dockerfile frontend of a BuildKit version, as it is in the images docker/dockerfile, built once; gives the program's path. BuildKit 0.8 is
 * that of docker/dockerfile 1.2.
 */
export const prepareFrontend = async (context: Context, version: string): Promise<string> => {
	const folder = join(context.layout.cache, "tools", `frontend-${version}`);
	await makeOnce(context, folder, version, async (temporary) => {
		await mkdir(context.layout.logs, { recursive: true });
		const go = await findGo(context);
		const source = await writableModule(context, go, version, temporary);
		const argv = [
			go,
			"build",
			"-ldflags",
			"-s -w",
			"-o",
			`${temporary}/`,
			"./frontend/dockerfile/cmd/dockerfile-frontend",
		];
		const env = goEnvironment(context, { GOFLAGS: "-mod=mod -buildvcs=false" });
		await run(context, "go-frontend", argv, { env, cwd: source, remedy: NETWORK });
		await run(context, "go-frontend", ["rm", "-rf", source]);
	});
	return join(folder, "dockerfile-frontend");
};
