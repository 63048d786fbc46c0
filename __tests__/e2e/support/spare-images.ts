import path from "node:path";
import { docker, folderWith, REGISTRY } from "./docker.ts";
import { BASE_IMAGE, dockerAt } from "./engine.ts";

/** The base image in a spare engine: a shell and some tools, 5 MB. */
export const SMALL_BASE = "spare/base:1";
const BUILDKIT_IMAGE = "moby/buildkit:buildx-stable-1";

/** Each program with the libraries that it is linked with; /bin and /lib are links, as in Debian. */
const COLLECT = `RUN for part in bin sbin lib lib64; do mkdir -p /out/usr/$part && ln -s usr/$part /out/$part; done; collect() { for program; do at=$(command -v "$program"); cp --parents -L "$at" $(ldd "$at" 2>&1 | grep -o '/[^ )]*') /out; done; }; mkdir -p /out/tmp && `;

const DOCKERFILE = `ARG BASE
FROM \${BASE} AS base-files
${COLLECT}collect sh dd sleep head yes cat true false mkdir rm
FROM ${BUILDKIT_IMAGE} AS buildkit-files
${COLLECT}collect sh cut unshare mount buildkitd buildctl buildkit-runc && cp --parents /usr/bin/buildkitd-entrypoint /usr/bin/with-cgroupfs-remount /etc/ssl/certs/ca-certificates.crt /out && mkdir -p /out/var/lib
FROM scratch AS base
COPY --from=base-files /out /
FROM scratch AS buildkit
COPY --from=buildkit-files /out /
`;

const IMAGES = {
	base: { name: SMALL_BASE, changes: ["ENV PATH=/usr/bin:/bin", 'CMD ["sh"]'] },
	buildkit: {
		name: BUILDKIT_IMAGE,
		changes: [
			"ENV PATH=/usr/sbin:/usr/bin:/sbin:/bin",
			"ENV BUILDKIT_SETUP_CGROUPV2_ROOT=1",
			"VOLUME /var/lib/buildkit",
			'ENTRYPOINT ["/usr/bin/buildkitd-entrypoint"]',
		],
	},
} as const;

/** The base image in the local registry, where a docker-container builder can reach it. */
export const SMALL_BASE_PUSHED = `${REGISTRY}/spare-base:1`;

export function pushSmallBase(): void {
	importInto(undefined, "base", SMALL_BASE_PUSHED);
	docker("push", "--quiet", SMALL_BASE_PUSHED);
}

/** Makes an image in the tests' engine, from what it has, and imports it into another, or into the same when `host` is not given. */
export function importInto(host: string | undefined, image: keyof typeof IMAGES, as?: string): void {
	const context = folderWith({ Dockerfile: DOCKERFILE });
	const tar = path.join(context, `${image}.tar`);
	const to = ["--target", image, "--output", `type=tar,dest=${tar}`];
	docker("buildx", "build", "--builder", "default", "--build-arg", `BASE=${BASE_IMAGE}`, ...to, context);
	const { name, changes } = IMAGES[image];
	dockerAt(host, "import", ...changes.flatMap((change) => ["--change", change]), tar, as ?? name);
}
