import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { IncomingMessage, RequestOptions } from "node:http";
import path from "node:path";
import type { EnginePort, EngineReply, EngineRequest } from "../model/world.ts";
import { piecesOf } from "./stream-pieces.ts";

type Env = Readonly<Record<string, string | undefined>>;

const DEFAULT_ENDPOINT = "unix:///var/run/docker.sock";

/** Where `docker` itself would connect: DOCKER_HOST, then DOCKER_CONTEXT, then the current context, then the default. */
export async function findEndpoint(env: Env, configDir: string): Promise<string> {
	if (env["DOCKER_HOST"]) return env["DOCKER_HOST"];
	const name = env["DOCKER_CONTEXT"] || (await currentContext(configDir));
	if (!name || name === "default") return DEFAULT_ENDPOINT;
	const id = createHash("sha256").update(name).digest("hex");
	const meta = await readJson(path.join(configDir, "contexts", "meta", id, "meta.json"));
	const host = (meta as { Endpoints?: { docker?: { Host?: string } } })?.Endpoints?.docker?.Host;
	return host ?? DEFAULT_ENDPOINT;
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

function target(endpoint: string, env: Env): RequestOptions | undefined {
	if (endpoint.startsWith("unix://")) return { socketPath: endpoint.slice("unix://".length) };
	if (!endpoint.startsWith("tcp://") || env["DOCKER_TLS_VERIFY"]) return undefined;
	const url = new URL(endpoint.replace("tcp://", "http://"));
	return { host: url.hostname, port: url.port || 2375 };
}

/** The engine's HTTP interface (https://docs.docker.com/reference/api/engine/), unversioned paths: the engine's own version. */
export function createEnginePort(endpoint: string, env: Env): EnginePort {
	const where = target(endpoint, env);

	async function send(request: EngineRequest): Promise<IncomingMessage> {
		// Late: a run without an engine, and the post step, do not pay for it. Not `import`: an ES module's names are all read at
		// once, and Node's own WebSocket among them loads undici, 13 MB of memory that nothing here needs.
		const http = process.getBuiltinModule("node:http");
		const body = request.body === undefined ? undefined : JSON.stringify(request.body);
		const headers =
			body === undefined ? {} : { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
		return new Promise((resolve, reject) => {
			const call = http.request(
				{
					...where,
					host: where?.host ?? "docker",
					path: request.path,
					method: request.method ?? "GET",
					headers,
					...(request.enough && { signal: request.enough }),
				},
				resolve,
			);
			call.on("error", reject);
			call.setTimeout(request.timeoutMs ?? 20_000, () => call.destroy(new Error("no answer from the engine")));
			call.end(body);
		});
	}

	async function call(request: EngineRequest): Promise<EngineReply> {
		if (!where) return { status: 0, text: `${endpoint} is not a plain socket` };
		try {
			const reply = await send(request);
			const chunks: Buffer[] = [];
			for await (const chunk of reply) chunks.push(chunk as Buffer);
			return { status: reply.statusCode ?? 0, text: Buffer.concat(chunks).toString("utf8") };
		} catch (error) {
			return { status: 0, text: (error as Error).message };
		}
	}

	async function stream(request: EngineRequest): Promise<AsyncIterable<Uint8Array>> {
		if (!where) throw new Error(`${endpoint} is not a plain socket`);
		const reply = await send(request);
		if (reply.statusCode === 200) return piecesOf(reply);
		const chunks: Buffer[] = [];
		for await (const chunk of reply) chunks.push(chunk as Buffer);
		throw new Error(`the engine answered ${reply.statusCode}: ${Buffer.concat(chunks).toString("utf8").slice(0, 300)}`);
	}

	return { endpoint, direct: where !== undefined, call, stream };
}
