import { createHash } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Context } from "./context.ts";
import type { EngineEnv } from "./facts.ts";
import { BUILDKIT_IMAGE, VERSIONS } from "./layout.ts";
import { run } from "./run.ts";
import { makeOnce } from "./stamp.ts";

/** Each program with the libraries that it is linked with; /bin and /lib are links, as in Debian. */
const COLLECT = `RUN for part in bin sbin lib lib64; do mkdir -p /out/usr/$part && ln -s usr/$part /out/$part; done; collect() { for program; do at=$(command -v "$program"); cp --parents -L "$at" $(ldd "$at" 2>&1 | grep -o '/[^ )]*') /out; done; }; mkdir -p /out/tmp && `;

const DOCKERFILE = `ARG BASE
FROM \${BASE} AS base-files
${COLLECT}collect sh dd sleep head yes cat true false mkdir rm
FROM ${BUILDKIT_IMAGE} AS buildkit-files
${COLLECT}collect sh cut unshare mount buildkitd buildctl buildkit-runc && cp --parents /usr/bin/buildkitd-entrypoint /usr/bin/with-cgroupfs-remount /etc/ssl/certs/ca-certificates.crt /out && mkdir -p /out/var/lib
FROM \${BASE} AS lean-files
${COLLECT}collect $(dpkg -L bash coreutils dash grep | grep '/bin/.') python3 && modules=$(python3 -c 'import os; print(os.path.dirname(os.__file__))') && cp -a --parents "$modules"/*.py "$modules"/__pycache__ "$modules"/lib-dynload /out && for part in collections email encodings http importlib json re urllib; do cp -a --parents "$modules/$part" /out; done
FROM scratch AS base
COPY --from=base-files /out /
FROM scratch AS lean
COPY --from=lean-files /out /
FROM scratch AS buildkit
COPY --from=buildkit-files /out /
`;

/**
 * Small images, as a new builder or engine takes up to ten seconds to unpack the base image: a shell with some tools; the same with all of
 * coreutils and Python; BuildKit. Their names in an engine that a test makes for itself, their file systems, and what `docker import` adds.
 */
export const SPARE_IMAGES = {
	base: { name: "spare/base:1", file: "base.tar", changes: ["ENV PATH=/usr/bin:/bin", 'CMD ["sh"]'] },
	lean: {
		name: "spare/lean:1",
		file: "lean.tar",
		changes: ["ENV PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", 'CMD ["bash"]'],
	},
	buildkit: {
		name: BUILDKIT_IMAGE,
		file: "buildkit.tar",
		changes: [
			"ENV PATH=/usr/sbin:/usr/bin:/sbin:/bin",
			"ENV BUILDKIT_SETUP_CGROUPV2_ROOT=1",
			"VOLUME /var/lib/buildkit",
			'ENTRYPOINT ["/usr/bin/buildkitd-entrypoint"]',
		],
	},
} as const;

/** The words of `docker import` for one of them. */
export const importWords = (folder: string, image: keyof typeof SPARE_IMAGES, as?: string): readonly string[] => {
	const { name, file, changes } = SPARE_IMAGES[image];
	return ["import", ...changes.flatMap((change) => ["--change", change]), join(folder, file), as ?? name];
};

/** Makes their file systems, once, from what the engine has, and pushes all bases where there is a registry. Gives their folder. */
export const makeSpareImages = async (context: Context, engine: EngineEnv): Promise<string> => {
	const folder = join(context.layout.cache, "spare");
	const env = { ...context.environment, ...engine.env };
	const docker = (...words: readonly string[]) => run(context, "spare", ["docker", ...words], { env });
	const stamp = createHash("sha256")
		.update(JSON.stringify([VERSIONS, engine.baseImage, DOCKERFILE]))
		.digest("hex");
	await mkdir(context.layout.logs, { recursive: true });
	await makeOnce(context, folder, stamp, async (fresh) => {
		for (const [image, { file }] of Object.entries(SPARE_IMAGES)) {
			const output = ["--target", image, "--output", `type=tar,dest=${join(fresh, file)}`];
			await writeFile(join(fresh, "Dockerfile"), DOCKERFILE);
			await docker(
				"buildx",
				"build",
				"--builder",
				"default",
				"--build-arg",
				`BASE=${engine.baseImage}`,
				...output,
				fresh,
			);
		}
	});
	const { registry } = engine;
	if (registry === undefined) return folder;
	const pushed = pushedBases(registry);
	await docker(...importWords(folder, "base", pushed.small));
	await docker(...importWords(folder, "lean", pushed.lean));
	await docker("tag", engine.baseImage, pushed.full);
	for (const name of Object.values(pushed)) await docker("push", "--quiet", name);
	return folder;
};

/** The bases in a registry, where a docker-container builder can reach them. */
export const pushedBases = (registry: string) => ({
	small: `${registry}/spare-base:1`,
	lean: `${registry}/lean-base:1`,
	full: `${registry}/base:bookworm`,
});
