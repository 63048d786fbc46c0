import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { afterEach, beforeEach, expect, it } from "@jest/globals";
import { createEnginePort } from "../../../src/world/engine-socket.ts";

/** Takes connections and lets them wait; to a log it sends one piece, and then nothing. */
let server: ReturnType<typeof createServer>;
const sockets = new Set<Socket>();

beforeEach(async () => {
	server = createServer((socket) => {
		sockets.add(socket);
		socket.on("error", () => {});
		socket.on("data", (data) => {
			if (data.includes("/logs")) socket.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n");
		});
	});
	server.listen(0, "127.0.0.1");
	await once(server, "listening");
});
afterEach(() => {
	for (const socket of sockets) socket.destroy();
	server.close();
});

const engine = () =>
	createEnginePort({ host: `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`, context: "default" });

it("breaks off a question that nobody can answer any more", async () => {
	const enough = AbortSignal.timeout(100);
	const { status, text } = await engine().call({ path: "/_ping", enough });
	expect({ status, text }).toEqual({ status: 0, text: expect.stringMatching(/abort/i) });
});

it("breaks off an answer that does not go on", async () => {
	const enough = AbortSignal.timeout(200);
	const read = async () => {
		let all = "";
		for await (const piece of await engine().stream({ path: "/containers/x/logs", enough })) all += String(piece);
		return all;
	};
	await expect(read()).rejects.toThrow(/abort/i);
});
