import { type BuildRequest, isFetched } from "../model/build-request.ts";
import { findDockerfile, readDockerfile } from "../model/dockerfile-place.ts";
import type { World } from "../model/world.ts";
import { type DockerfileMap, mapDockerfile } from "./dockerfile.ts";
import type { Solve } from "./engines/solve.ts";

/** What all solves of one run share. */
export interface Prepared {
	/** The request with only those secrets that are there. */
	readonly request: BuildRequest;
	readonly secretFiles: Solve["secretFiles"];
	readonly gitToken?: NonNullable<Solve["gitToken"]>;
	/** Absent when it is not on this machine (Git and HTTP contexts, standard input). */
	readonly dockerfile?: DockerfileMap;
	/** What could not be learned from the Dockerfile. */
	readonly notes: readonly string[];
}

/** Writes secrets into private files, so that they are in no argv, masks them in the log, and reads the Dockerfile. */
export async function prepareBuild(world: World, request: BuildRequest, folder: string): Promise<Prepared> {
	const secrets = await presentSecrets(world, request);
	const secretFiles: Record<string, string> = {};
	for (const [index, secret] of secrets.entries()) {
		world.log.secret(await secretValue(world, secret));
		if (secret.kind !== "value") continue;
		const path = `${folder}/secret-${index}`;
		await world.files.write(path, secret.value);
		secretFiles[secret.id] = path;
	}
	const gitToken = await writeGitToken(world, request, folder);
	const { dockerfile, notes = [] } = await lookAtDockerfile(world, request);
	return {
		request: { ...request, secrets },
		secretFiles,
		...(gitToken && { gitToken }),
		...(dockerfile && { dockerfile }),
		notes,
	};
}

async function secretValue(world: World, secret: BuildRequest["secrets"][number]): Promise<string> {
	if (secret.kind === "value") return secret.value;
	if (secret.kind === "env") return world.env[secret.variable] ?? "";
	return (await world.files.read(secret.path)) ?? "";
}

async function writeGitToken(world: World, request: BuildRequest, folder: string): Promise<Prepared["gitToken"]> {
	const { gitToken } = request;
	if (!gitToken) return undefined;
	world.log.secret(gitToken.value);
	const path = `${folder}/git-token`;
	await world.files.write(path, gitToken.value);
	return { id: gitToken.id, path };
}

/** A secret file that is not there is left out with a warning, as docker/build-push-action does. */
async function presentSecrets(world: World, request: BuildRequest): Promise<BuildRequest["secrets"]> {
	const present: BuildRequest["secrets"][number][] = [];
	for (const secret of request.secrets) {
		if (secret.kind !== "file" || (await isReadable(world, secret.path))) present.push(secret);
		else
			world.log.warning(
				`secret-files: the file "${secret.path}" of the secret "${secret.id}" is not there or cannot be read; the secret is left out`,
			);
	}
	return present;
}

async function isReadable(world: World, path: string): Promise<boolean> {
	try {
		return (await world.files.read(path)) !== undefined;
	} catch {
		return false;
	}
}

/** A context on this machine is a plain path; `file` is then relative to where we are, as for `docker build`. */
async function lookAtDockerfile(
	world: World,
	request: BuildRequest,
): Promise<{ readonly dockerfile?: DockerfileMap; readonly notes?: readonly string[] }> {
	if (isFetched(request)) return {};
	const path = await findDockerfile(world, request);
	const text = path === undefined ? undefined : await readDockerfile(world, path);
	if (path === undefined || text === undefined) return {};
	const file = path.replace(/^\.\//, "");
	const dockerfile = mapDockerfile(text, file);
	return dockerfile.large ? { dockerfile, notes: [noLines(file)] } : { dockerfile };
}

function noLines(file: string): string {
	return `${file} has more than 256 KiB: which of its lines made a step or a layer is not told, nor which layers its base image brought`;
}
