import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";
import { runStep } from "../support/action.ts";
import { docker, folderWith, HOST_NETWORK, BASE as REGISTRY_BASE } from "./support/docker.ts";
import { BASE_IMAGE } from "./support/engine.ts";

jest.setTimeout(300_000);

const STALL = "4s";
const TRICKLE_SECONDS = 10;
const BYTES_A_MS = 256;

let servers: readonly Server[] = [];

/**
 * `/trickle`: 256 kB a second for some seconds, which is more in the second between two looks than what a bridge carries by itself; `/held`: the first bytes, and then
 * never another.
 */
async function serve(address: string): Promise<Server> {
	const server = createServer((request, answer) => {
		answer.writeHead(200, { "content-type": "application/octet-stream" });
		answer.write(Buffer.alloc(16_000));
		if (request.url !== "/trickle") return;
		const began = performance.now();
		let sent = 0;
		const timer = setInterval(() => {
			// By the clock: a timer may come late.
			const due = BYTES_A_MS * Math.floor(performance.now() - began);
			answer.write(Buffer.alloc(due - sent));
			sent = due;
			if (sent < BYTES_A_MS * TRICKLE_SECONDS * 1000) return;
			clearInterval(timer);
			answer.end();
		}, 250);
		answer.on("close", () => clearInterval(timer));
	}).listen(0, address);
	await once(server, "listening");
	return server;
}

const at = (server: Server, path: string) => {
	const { address, port } = server.address() as AddressInfo;
	return `http://${address}:${port}/${path}`;
};

/** Reads it to its end without a word, into memory. */
const download = (url: string) =>
	`RUN python3 -c "import urllib.request as u; r = u.urlopen('${url}'); [0 for _ in iter(lambda: r.read(16000), b'')]"`;

afterAll(() => {
	for (const server of servers) {
		server.closeAllConnections();
		server.close();
	}
});

describe.each<[string, Readonly<Record<string, string>>]>([
	["docker, steps on its bridge", { driver: "docker" }],
	["docker-container, on the host's network", { driver: "docker-container", "driver-opts": HOST_NETWORK }],
])("stall-timeout and downloads, %s", (what, inputs) => {
	const base = inputs["driver"] === "docker" ? BASE_IMAGE : REGISTRY_BASE;
	let [ours, theirs]: (Server | undefined)[] = [];

	beforeAll(async () => {
		const gateway = docker("network", "inspect", "bridge", "--format", "{{(index .IPAM.Config 0).Gateway}}");
		ours = await serve("127.0.0.1");
		theirs = inputs["driver"] === "docker" ? await serve(gateway) : ours;
		servers = [...servers, ours, theirs];
	});

	const build = (...lines: readonly string[]) =>
		runStep({
			cwd: folderWith({ Dockerfile: [`FROM ${base}`, ...lines, ""].join("\n") }),
			inputs: { context: ".", "no-cache": "true", "stall-timeout": STALL, ...inputs },
		});

	it("a RUN: left alone while bytes come, ended when none do", async () => {
		const began = Date.now();
		const result = await build(download(at(theirs as Server, "trickle")), download(at(theirs as Server, "held")));
		process.stdout.write(`${what}, RUN: ${Date.now() - began} ms\n`);
		expect(result.outputs).toMatchObject({ "failure-kind": "timeout", "failure-line": "3" });
		expect(result.report.diagnoses[0]).toMatchObject({ id: "timeout", shape: "stall-timeout" });
		expect(result.left).toEqual([]);
	});

	it("an ADD by BuildKit itself: left alone while bytes come", async () => {
		const result = await build(`ADD ${at(ours as Server, "trickle")} /file`);
		expect(result.code).toBe(0);
	});

	// One of them is enough: it takes twenty seconds in a builder of ours.
	if (inputs["driver"] === "docker")
		it("an ADD by BuildKit itself: ended when none do", async () => {
			const began = Date.now();
			const result = await build(`ADD ${at(ours as Server, "held")} /file`);
			process.stdout.write(`${what}, ADD: ${Date.now() - began} ms\n`);
			expect(result.outputs).toMatchObject({ "failure-kind": "timeout" });
			expect(result.report.diagnoses[0]).toMatchObject({ id: "timeout", shape: "stall-timeout" });
			expect(result.summary).toContain("/held");
		});
});
