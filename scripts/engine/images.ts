import { chmod, copyFile, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { imageLabel } from "./api.ts";
import { baseTar } from "./base-image.ts";
import type { Context } from "./context.ts";
import { buildkitFolder } from "./go-tools.ts";
import { BASE_IMAGE, BUILDKIT_IMAGE, type DaemonLayout, VERSIONS } from "./layout.ts";
import { run } from "./run.ts";

const LABEL = "ml-image-build.recipe";
const RECIPES = { [BASE_IMAGE]: `${VERSIONS.debianOfBase}-1`, [BUILDKIT_IMAGE]: `${VERSIONS.buildkit}-1` } as const;
type ImageName = keyof typeof RECIPES;

const BUILDKIT_DOCKERFILE = `FROM ${BASE_IMAGE}
RUN apt-get update && apt-get install -y --no-install-recommends git openssh-client pigz xz-utils iptables runc && rm -rf /var/lib/apt/lists/* && ln -s /usr/sbin/runc /usr/bin/buildkit-runc
COPY bin/ /usr/bin/
ENV BUILDKIT_SETUP_CGROUPV2_ROOT=1
VOLUME /var/lib/buildkit
ENTRYPOINT ["/usr/bin/buildkitd-entrypoint"]
`;

const clientEnvironment = (context: Context, daemon: DaemonLayout): NodeJS.ProcessEnv => ({
	...context.environment,
	DOCKER_HOST: daemon.host,
	DOCKER_CONTEXT: undefined,
	BUILDX_BUILDER: undefined,
	DOCKER_CONFIG: context.layout.dockerConfig,
});

const docker = (context: Context): string => join(context.layout.client, "docker");

const has = async (daemon: DaemonLayout, image: ImageName): Promise<boolean> =>
	(await imageLabel(daemon.socket, image, LABEL)) === RECIPES[image];

/** Are both images in this engine, made by the present recipe? */
export const hasImages = async (daemon: DaemonLayout): Promise<boolean> =>
	(await Promise.all([has(daemon, BASE_IMAGE), has(daemon, BUILDKIT_IMAGE)])).every(Boolean);

/** Imports the base image under its honest name. */
export const importBase = async (context: Context, daemon: DaemonLayout): Promise<void> => {
	if (await has(daemon, BASE_IMAGE)) return;
	const searchPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
	const changes = [`ENV PATH=${searchPath}`, 'CMD ["bash"]', `LABEL ${LABEL}=${RECIPES[BASE_IMAGE]}`].flatMap(
		(line): readonly string[] => ["--change", line],
	);
	const env = clientEnvironment(context, daemon);
	await run(context, "images", [docker(context), "import", ...changes, baseTar(context), BASE_IMAGE], { env });
	context.say(`${BASE_IMAGE} is in the ${daemon.name} engine`);
};

const fillBuildContext = async (context: Context, folder: string): Promise<void> => {
	const bin = join(folder, "bin");
	await mkdir(bin, { recursive: true });
	const tools = buildkitFolder(context);
	for (const file of ["buildkitd", "buildctl", "hack/buildkitd-entrypoint", "hack/with-cgroupfs-remount"]) {
		const target = join(bin, file.replace("hack/", ""));
		await copyFile(join(tools, file), target);
		await chmod(target, 0o755);
	}
	await writeFile(join(folder, "Dockerfile"), BUILDKIT_DOCKERFILE);
};

/** Builds the image of the docker-container driver under the name buildx looks for: buildx falls back to a local one when it cannot pull. */
export const buildBuildkitImage = async (context: Context, daemon: DaemonLayout): Promise<void> => {
	if (await has(daemon, BUILDKIT_IMAGE)) return;
	context.say(`building ${BUILDKIT_IMAGE} in the ${daemon.name} engine`);
	await mkdir(context.layout.temporary, { recursive: true });
	const folder = await mkdtemp(join(context.layout.temporary, "buildkit-"));
	await fillBuildContext(context, folder);
	const label = `${LABEL}=${RECIPES[BUILDKIT_IMAGE]}`;
	const argv = [
		docker(context),
		"buildx",
		"build",
		"--builder",
		"default",
		"--provenance=false",
		"--label",
		label,
		"-t",
		BUILDKIT_IMAGE,
		folder,
	];
	await run(context, "images", argv, { env: clientEnvironment(context, daemon) });
	await rm(folder, { recursive: true, force: true });
	context.say(`${BUILDKIT_IMAGE} is in the ${daemon.name} engine`);
};

/** Copies both images from one engine to another. */
export const copyImages = async (context: Context, from: DaemonLayout, to: DaemonLayout): Promise<void> => {
	if (await hasImages(to)) return;
	await mkdir(context.layout.temporary, { recursive: true });
	const folder = await mkdtemp(join(context.layout.temporary, "images-"));
	const tar = join(folder, "images.tar");
	await run(context, "images", [docker(context), "save", "-o", tar, BASE_IMAGE, BUILDKIT_IMAGE], {
		env: clientEnvironment(context, from),
	});
	await run(context, "images", [docker(context), "load", "-i", tar], { env: clientEnvironment(context, to) });
	await rm(folder, { recursive: true, force: true });
	context.say(`${BASE_IMAGE} and ${BUILDKIT_IMAGE} are in the ${to.name} engine`);
};
