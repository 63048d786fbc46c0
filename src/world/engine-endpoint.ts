import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { environmentTls } from "../model/docker-env.ts";

type Env = Readonly<Record<string, string | undefined>>;

/** How to talk to an engine behind TLS; files that are not there are left out, as `docker` leaves them out. */
export interface EngineTls {
	readonly ca?: string;
	readonly cert?: string;
	readonly key?: string;
	/** The engine has to prove who it is. */
	readonly verify: boolean;
}

/** Where the engine is. */
export interface Endpoint {
	/** `unix:///var/run/docker.sock`, `tcp://…`, `ssh://…` */
	readonly host: string;
	/** The context that `docker` uses; `default` when DOCKER_HOST or nothing says where. */
	readonly context: string;
	readonly tls?: EngineTls;
}

const SOCKET = "unix:///var/run/docker.sock";

/**
 * Where `docker` itself would connect: DOCKER_HOST, then DOCKER_CONTEXT, then the current context, then the default. With what
 * keys: those in DOCKER_CERT_PATH (or the folder of the configuration) when DOCKER_TLS_VERIFY or DOCKER_TLS asks for it, or the
 * context's own (https://docs.docker.com/reference/cli/docker/#environment-variables,
 * https://docs.docker.com/engine/security/protect-access/).
 */
export async function findEndpoint(env: Env, configDir: string): Promise<Endpoint> {
	const { DOCKER_HOST: named } = env;
	if (named) {
		const tls = environmentTls(env, configDir);
		return {
			host: named,
			context: "default",
			...(tls && { tls: { ...(await readKeys(tls.keys)), verify: tls.verify } }),
		};
	}
	const context = env["DOCKER_CONTEXT"] || (await currentContext(configDir)) || "default";
	if (context === "default") return { host: SOCKET, context };
	const id = createHash("sha256").update(context).digest("hex");
	const meta = (await readJson(path.join(configDir, "contexts", "meta", id, "meta.json"))) as
		| { Endpoints?: { docker?: { Host?: string; SkipTLSVerify?: boolean } } }
		| undefined;
	const { Host: host, SkipTLSVerify: skip } = meta?.Endpoints?.docker ?? {};
	if (!host) return { host: SOCKET, context };
	const keys = await readKeys(path.join(configDir, "contexts", "tls", id, "docker"));
	const secured = Object.keys(keys).length > 0 || skip === true;
	return { host, context, ...(secured && { tls: { ...keys, verify: skip !== true } }) };
}

async function readKeys(folder: string): Promise<Omit<EngineTls, "verify">> {
	const read = (name: string) => readFile(path.join(folder, name), "utf8").catch(() => undefined);
	const [ca, cert, key] = await Promise.all([read("ca.pem"), read("cert.pem"), read("key.pem")]);
	return { ...(ca && { ca }), ...(cert && { cert }), ...(key && { key }) };
}

async function currentContext(configDir: string): Promise<string | undefined> {
	const config = await readJson(path.join(configDir, "config.json"));
	return (config as { currentContext?: string } | undefined)?.currentContext;
}

async function readJson(file: string): Promise<unknown> {
	try {
		return JSON.parse(await readFile(file, "utf8"));
	} catch {
		return undefined;
	}
}
