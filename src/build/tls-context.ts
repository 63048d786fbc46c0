import { dockerFolder, type EnvironmentTls, environmentTls } from "../model/docker-env.ts";
import type { World } from "../model/world.ts";
import type { Journal } from "../teardown.ts";
import { tlsContextOf } from "./drop-builder.ts";
import { lastError } from "./last-error.ts";

const PATIENCE_MS = 20_000;

/**
 * The name of a context with the keys that the environment tells of, made for a builder of ours and noted for its removal; nothing where
 * none is needed. buildx refuses to make a builder from them: it would not know them later
 * (https://github.com/docker/buildx/blob/v0.38.2/builder/builder.go#L574).
 */
export async function makeTlsContext(world: World, journal: Journal, builder: string): Promise<string | undefined> {
	const { env, files } = world;
	const { DOCKER_HOST: host } = env;
	const tls = environmentTls(env, dockerFolder(env, files.home));
	if (!host?.startsWith("tcp://") || !tls) return undefined;
	const name = tlsContextOf(builder);
	await journal.note({ kind: "remove-context", name });
	const argv = ["docker", "context", "create", "--docker", await endpoint(world, host, tls), name];
	const { code, stderr, error } = await world.run({ argv, timeoutMs: PATIENCE_MS });
	if (code === 0) return name;
	world.log.warning(`the keys of ${host} cannot be handed to buildx: ${error ?? lastError(stderr)}`);
	return undefined;
}

/** What `--docker` wants: one line of CSV. */
async function endpoint({ files }: World, host: string, { keys, verify }: EnvironmentTls): Promise<string> {
	const fields = [`host=${host}`];
	for (const key of ["ca", "cert", "key"]) {
		const file = `${keys}/${key}.pem`;
		if ((await files.kind(file)) === "file") fields.push(`${key}=${file}`);
	}
	if (!verify) fields.push("skip-tls-verify=true");
	return fields.map((field) => `"${field.replaceAll('"', '""')}"`).join(",");
}

/** Gives why it could not; what is not there is as it was wanted. */
export async function dropTlsContext({ run }: Pick<World, "run">, name: string): Promise<string | undefined> {
	const { code, stderr, error } = await run({
		argv: ["docker", "context", "rm", "--force", name],
		timeoutMs: PATIENCE_MS,
	});
	return code === 0 || /not found|does not exist/i.test(stderr) ? undefined : (error ?? lastError(stderr));
}
