import { UserError } from "../model/errors.ts";
import type { Builder } from "../model/host.ts";
import type { World } from "../model/world.ts";
import type { Journal } from "../teardown.ts";
import { lastError } from "./last-error.ts";
import { runTracked } from "./tracked.ts";

/**
 * BuildKit collects garbage one second after each solve once the disk is 80 % full, also between our build and our push:
 * then the push would have to build again. The builder lives for one run, so nothing is gained by collecting.
 */
const CONFIG = "[worker.oci]\n  gc = false\n\n[worker.containerd]\n  gc = false\n";

/** A first builder on a machine pulls its image: a cancelled run does not wait for that. */
const GRACE_MS = 2000;

/** Makes and starts a docker-container builder of our own. It is written into the journal first. */
export async function createBuilder(
	world: World,
	journal: Journal,
	folder: string,
	driverOpts: readonly string[],
): Promise<Builder> {
	const name = `mlbuild-${world.machine.pid}-${world.now().toString(36)}`;
	await journal.note({ kind: "remove-builder", name });
	const config = `${folder}/buildkitd.toml`;
	await world.files.write(config, CONFIG);
	const options = driverOpts.flatMap((option) => ["--driver-opt", option]);
	const argv = [
		"docker",
		"buildx",
		"create",
		"--name",
		name,
		"--driver",
		"docker-container",
		"--buildkitd-config",
		config,
		...options,
		"--bootstrap",
	];
	const { code, stderr, error } = await runTracked(world, journal, argv, GRACE_MS);
	if (code !== 0) {
		throw new UserError("engine", [
			{
				...(driverOpts.length > 0 && { input: "driver-opts", value: driverOpts.join(",") }),
				message: `the docker-container builder could not be made: ${error ?? lastError(stderr)}`,
				remedy: "check driver-opts, and that the engine can pull and start moby/buildkit:buildx-stable-1",
			},
		]);
	}
	return { name, driver: "docker-container", nodes: [`${name}0`], from: "made for this run" };
}

/** Removes it with its state. Only warns: the post step tries again. */
export async function removeBuilder(world: World, journal: Journal, name: string): Promise<void> {
	const { code, stderr, error } = await world.run({
		argv: ["docker", "buildx", "rm", "--force", name],
		timeoutMs: 60_000,
	});
	if (code === 0) await journal.forget({ kind: "remove-builder", name });
	else world.log.warning(`the builder ${name} could not be removed yet: ${error ?? lastError(stderr)}`);
}
