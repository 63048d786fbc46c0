import { factsDockerfile, WANTED, WANTED_BYTES } from "../wanted.ts";
import type { Way } from "./way.ts";

/**
 * BuildKit copies the small files of the user's target into a folder, by a Dockerfile of ours. Works with every builder
 * and needs no rights; says nothing of sizes and layers.
 */
export const buildkitCopy: Way = {
	id: "buildkit-copy",
	title: "small files copied out by BuildKit",
	tells: "files",
	fits: (subject) => subject.copy !== undefined || "the build cannot be linked to a Dockerfile of ours",
	async look({ world, subject, platform, sink }) {
		if (!subject.copy) return { ok: false, why: "the build cannot be linked to a Dockerfile of ours" };
		const copied = await subject.copy(factsDockerfile());
		if (!copied.ok) return copied;
		const { folder } = copied;
		try {
			// Also a platform without any of the files has its folder: where it is missing, nothing is known.
			const several = subject.platforms.length > 1;
			const out = several ? `${folder}/${platform.replaceAll("/", "_")}` : folder;
			return await world.readTree(out, WANTED, WANTED_BYTES, sink);
		} finally {
			await world.files.remove(folder);
		}
	},
};
