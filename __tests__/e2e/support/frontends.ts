import { copyFileSync } from "node:fs";
import path from "node:path";
import { makeContext } from "../../../scripts/engine/ensure.ts";
import { prepareFrontend } from "../../../scripts/engine/go-tools.ts";
import { VERSIONS } from "../../../scripts/engine/layout.ts";
import { docker, folderWith, REGISTRY } from "./docker.ts";

/** A frontend that knows nothing of `cgroup-parent`, that of docker/dockerfile 1.2, and one that does as it is told. */
const FRONTENDS = { old: "v0.8.3", new: VERSIONS.buildkit } as const;

/** As the images docker/dockerfile are made. */
const DOCKERFILE = `FROM scratch
LABEL moby.buildkit.frontend.network.none="true"
LABEL moby.buildkit.frontend.caps="moby.buildkit.frontend.inputs,moby.buildkit.frontend.subrequests"
COPY dockerfile-frontend /bin/dockerfile-frontend
ENTRYPOINT ["/bin/dockerfile-frontend"]
`;

/** Puts a frontend into the local registry; gives what is written behind `# syntax=`. */
export async function pushFrontend(which: keyof typeof FRONTENDS): Promise<string> {
	const program = await prepareFrontend(makeContext({ quiet: true }), FRONTENDS[which]);
	const context = folderWith({ Dockerfile: DOCKERFILE });
	copyFileSync(program, path.join(context, "dockerfile-frontend"));
	const image = `${REGISTRY}/e2e/dockerfile:${which}`;
	docker("buildx", "build", "--builder", "default", "--quiet", "--load", "--tag", image, context);
	docker("push", "--quiet", image);
	return image;
}
