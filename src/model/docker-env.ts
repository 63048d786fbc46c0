type Env = Readonly<Record<string, string | undefined>>;

/** Where `docker` keeps its configuration (https://docs.docker.com/reference/cli/docker/#environment-variables). */
export function dockerFolder(env: Env, home: string): string {
	return env["DOCKER_CONFIG"] || `${home}/.docker`;
}

/** TLS as the environment asks for it. */
export interface EnvironmentTls {
	/** Holds those that there are of `ca.pem`, `cert.pem` and `key.pem`. */
	readonly keys: string;
	/** The engine has to prove who it is. */
	readonly verify: boolean;
}

/** Nothing where it does not ask for TLS (https://docs.docker.com/engine/security/protect-access/). `folder`: {@link dockerFolder}. */
export function environmentTls(env: Env, folder: string): EnvironmentTls | undefined {
	const verify = Boolean(env["DOCKER_TLS_VERIFY"]);
	return verify || env["DOCKER_TLS"] ? { keys: env["DOCKER_CERT_PATH"] || folder, verify } : undefined;
}
