// src/model/docker-env.ts
/** Where `docker` keeps its configuration (https://docs.docker.com/reference/cli/docker/#environment-variables). */
function dockerFolder(env, home) {
	return env["DOCKER_CONFIG"] || `${home}/.docker`;
}
/** Nothing where it does not ask for TLS (https://docs.docker.com/engine/security/protect-access/). `folder`: {@link dockerFolder}. */
function environmentTls(env, folder) {
	const verify = Boolean(env["DOCKER_TLS_VERIFY"]);
	return verify || env["DOCKER_TLS"] ? {
		keys: env["DOCKER_CERT_PATH"] || folder,
		verify
	} : void 0;
}
export { environmentTls as n, dockerFolder as t };
