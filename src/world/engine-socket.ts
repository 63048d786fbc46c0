import type { IncomingMessage } from "node:http";
import type { RequestOptions } from "node:https";
import type { EnginePort, EngineReply, EngineRequest } from "../model/world.ts";
import type { Endpoint } from "./engine-endpoint.ts";
import { textCame } from "./little-memory.ts";
import { piecesOf } from "./stream-pieces.ts";

interface Target extends RequestOptions {
	readonly secured: boolean;
}

/** Nothing for what only `docker` itself can reach (ssh, named pipes). */
function target({ host, tls }: Endpoint): Target | undefined {
	if (host.startsWith("unix://")) return { secured: false, socketPath: host.slice("unix://".length) };
	if (!host.startsWith("tcp://") || !URL.canParse(host.replace("tcp://", "http://"))) return undefined;
	const { hostname, port } = new URL(host.replace("tcp://", "http://"));
	const name = hostname.replace(/^\[(.*)\]$/, "$1");
	if (!tls) return { secured: false, host: name, port: port || 2375 };
	const { verify, ...keys } = tls;
	return { secured: true, host: name, port: port || 2376, rejectUnauthorized: verify, ...keys };
}

/** The engine's HTTP interface (https://docs.docker.com/reference/api/engine/), unversioned paths: the engine's own version. */
export function createEnginePort(endpoint: Endpoint): EnginePort {
	const where = target(endpoint);

	async function send(request: EngineRequest): Promise<IncomingMessage> {
		// Late: a run without an engine, and the post step, do not pay for it. Not `import`: an ES module's names are all read at
		// once, and Node's own WebSocket among them loads undici, 13 MB of memory that nothing here needs.
		const secured = where?.secured === true;
		const http = secured ? process.getBuiltinModule("node:https") : process.getBuiltinModule("node:http");
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
		if (!where) return { status: 0, text: `${endpoint.host} is not a socket` };
		try {
			const reply = await send(request);
			// As text at once: joined as bytes first, an answer of megabytes would be here three times.
			reply.setEncoding("utf8");
			let text = "";
			for await (const chunk of reply) text += chunk;
			textCame(text);
			return { status: reply.statusCode ?? 0, text };
		} catch (error) {
			return { status: 0, text: (error as Error).message };
		}
	}

	async function stream(request: EngineRequest): Promise<AsyncIterable<Uint8Array>> {
		if (!where) throw new Error(`${endpoint.host} is not a socket`);
		const reply = await send(request);
		if (reply.statusCode === 200) return piecesOf(reply);
		const chunks: Buffer[] = [];
		for await (const chunk of reply) chunks.push(chunk as Buffer);
		throw new Error(`the engine answered ${reply.statusCode}: ${Buffer.concat(chunks).toString("utf8").slice(0, 300)}`);
	}

	return { endpoint: endpoint.host, context: endpoint.context, direct: where !== undefined, call, stream };
}
