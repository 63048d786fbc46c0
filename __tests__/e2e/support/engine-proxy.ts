import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { createServer as createTlsServer, type TlsOptions } from "node:tls";

/** The tests' engine as if it were on another machine: by TCP, through a wire that can be cut. */
export interface EngineProxy {
	/** Its DOCKER_HOST. */
	readonly host: string;
	/** Breaks all connections (RST), and refuses new ones. */
	reset(): void;
	/** Lets nothing through any more, and says nothing about it; new connections are taken and left without an answer. */
	silence(): void;
	/** Does something once, when a request is seen that fits (`POST /v1.51/images/…`), before the engine hears of it. */
	when(request: RegExp, act: (found: RegExpExecArray) => void): void;
	close(): void;
}

/** `engine`: a `unix://` address. `tls`: only who has the keys may talk. */
export async function proxyEngine(engine: string, tls?: TlsOptions): Promise<EngineProxy> {
	const path = engine.replace(/^unix:\/\//, "");
	const sockets = new Set<Socket>();
	const nearOnes = new WeakSet<Socket>();
	let silent = false;
	let waiting: { readonly request: RegExp; readonly act: (found: RegExpExecArray) => void } | undefined;
	const listen = (chunk: Buffer): void => {
		const found = waiting?.request.exec(chunk.toString("latin1"));
		const act = waiting?.act;
		if (!found || !act) return;
		waiting = undefined;
		act(found);
	};
	const take = (near: Socket) => {
		keep(near);
		if (silent) return;
		const far = keep(connect({ path, allowHalfOpen: true }));
		nearOnes.add(near);
		near.on("data", listen);
		near.pipe(far);
		far.pipe(near);
	};
	const keep = (socket: Socket): Socket => {
		sockets.add(socket);
		return socket.on("error", () => {}).on("close", () => sockets.delete(socket));
	};
	const server = tls
		? createTlsServer({ ...tls, requestCert: true, rejectUnauthorized: true }, take)
		: createServer({ allowHalfOpen: true }, take);
	server.listen(0, "127.0.0.1");
	await once(server, "listening");
	return {
		host: `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`,
		reset() {
			server.close();
			for (const socket of sockets) nearOnes.has(socket) ? socket.resetAndDestroy() : socket.destroy();
		},
		silence() {
			silent = true;
			for (const socket of sockets) socket.unpipe().pause();
		},
		when(request, act) {
			waiting = { request, act };
		},
		close() {
			server.close();
			for (const socket of sockets) socket.destroy();
		},
	};
}
