import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "@jest/globals";
import { findEndpoint } from "../../../src/world/engine-endpoint.ts";
import { createEnginePort } from "../../../src/world/engine-socket.ts";

const home = mkdtempSync(path.join(tmpdir(), "mlbuild-endpoint-"));
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** A folder as `docker` keeps its configuration in, with contexts and keys. */
function configuration(files: Readonly<Record<string, string>>): string {
	const folder = mkdtempSync(path.join(home, "configuration-"));
	for (const [name, text] of Object.entries(files)) {
		mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
		writeFileSync(path.join(folder, name), text);
	}
	return folder;
}

const id = (name: string) => createHash("sha256").update(name).digest("hex");
const context = (name: string, docker: object) => ({
	[`contexts/meta/${id(name)}/meta.json`]: JSON.stringify({ Name: name, Endpoints: { docker } }),
});
const UNIX = { host: "unix:///var/run/docker.sock", context: "default" };

describe("where the engine is", () => {
	const away = context("away", { Host: "tcp://away:2376", SkipTLSVerify: false });
	const keys = { [`contexts/tls/${id("away")}/docker/ca.pem`]: "CA" };
	it.each<readonly [string, Readonly<Record<string, string>>, Readonly<Record<string, string>>, object]>([
		["the default", {}, {}, UNIX],
		["DOCKER_HOST", { DOCKER_HOST: "tcp://h:1" }, {}, { host: "tcp://h:1", context: "default" }],
		[
			"DOCKER_HOST before a context",
			{ DOCKER_HOST: "tcp://h:1", DOCKER_CONTEXT: "away" },
			away,
			{ host: "tcp://h:1", context: "default" },
		],
		["the context that is named", { DOCKER_CONTEXT: "away" }, away, { host: "tcp://away:2376", context: "away" }],
		[
			"the current context",
			{},
			{ ...away, "config.json": '{"currentContext":"away"}' },
			{ host: "tcp://away:2376", context: "away" },
		],
		["a context that is not there", { DOCKER_CONTEXT: "gone" }, {}, { ...UNIX, context: "gone" }],
		[
			"DOCKER_HOST before the current context",
			{ DOCKER_HOST: "tcp://h:1" },
			{ ...away, "config.json": '{"currentContext":"away"}' },
			{ host: "tcp://h:1", context: "default" },
		],
		[
			"the context that is named before the current one",
			{ DOCKER_CONTEXT: "default" },
			{ ...away, "config.json": '{"currentContext":"away"}' },
			UNIX,
		],
		["a configuration that is no JSON", {}, { "config.json": "{" }, UNIX],
		[
			"a context's own keys",
			{ DOCKER_CONTEXT: "away" },
			{ ...away, ...keys },
			{ host: "tcp://away:2376", context: "away", tls: { ca: "CA", verify: true } },
		],
		[
			"a context that does not verify",
			{ DOCKER_CONTEXT: "away" },
			{ ...context("away", { Host: "tcp://away:2376", SkipTLSVerify: true }) },
			{ host: "tcp://away:2376", context: "away", tls: { verify: false } },
		],
		[
			"the keys beside the configuration",
			{ DOCKER_HOST: "tcp://h:1", DOCKER_TLS_VERIFY: "1" },
			{ "ca.pem": "CA", "cert.pem": "CERT", "key.pem": "KEY" },
			{ host: "tcp://h:1", context: "default", tls: { ca: "CA", cert: "CERT", key: "KEY", verify: true } },
		],
		[
			"TLS without proof",
			{ DOCKER_HOST: "tcp://h:1", DOCKER_TLS: "1" },
			{},
			{ host: "tcp://h:1", context: "default", tls: { verify: false } },
		],
		[
			"an empty DOCKER_TLS_VERIFY asks for nothing",
			{ DOCKER_HOST: "tcp://h:1", DOCKER_TLS_VERIFY: "" },
			{},
			{ host: "tcp://h:1", context: "default" },
		],
	])("%s", async (_name, env, files, expected) => {
		expect(await findEndpoint(env, configuration(files))).toEqual(expected);
	});

	it("DOCKER_CERT_PATH has the keys", async () => {
		const folder = configuration({ "cert.pem": "CERT" });
		const env = { DOCKER_HOST: "tcp://h:1", DOCKER_TLS_VERIFY: "1", DOCKER_CERT_PATH: folder };
		expect(await findEndpoint(env, "/nowhere")).toEqual({
			host: "tcp://h:1",
			context: "default",
			tls: { cert: "CERT", verify: true },
		});
	});
});

describe("an engine that only docker can reach", () => {
	it.each(["ssh://somebody@host", "npipe:////./pipe/docker_engine", "tcp://:not a port"])("%s", async (host) => {
		const port = createEnginePort({ host, context: "default" });
		expect(port.direct).toBe(false);
		expect(await port.call({ path: "/_ping" })).toEqual({ status: 0, text: expect.stringContaining(host) });
	});
});
