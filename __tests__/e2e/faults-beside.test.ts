import { once } from "node:events";
import { chmodSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it, jest } from "@jest/globals";
import { runStep, type StepResult } from "../support/action.ts";
import { docker, folderWith, HOST_NETWORK, REGISTRY, tracesOf, tryDocker } from "./support/docker.ts";
import { BASE, BASE_ARG } from "./support/dockerfiles.ts";
import { type EngineProxy, proxyEngine } from "./support/engine-proxy.ts";
import { schemaErrors } from "./support/schema.ts";
import { SMALL_BASE_PUSHED } from "./support/spare-images.ts";

/*
 * What is lost beside the build itself: while the builder is made, while the image is measured, while it is pushed.
 */

jest.setTimeout(300_000);

let proxy: EngineProxy;

beforeEach(async () => {
	proxy = await proxyEngine(process.env["DOCKER_HOST"] ?? "unix:///var/run/docker.sock");
});
afterEach(() => proxy.close());

const Dockerfile = `FROM ${SMALL_BASE_PUSHED}\nRUN echo x > /x\n`;
const CONTAINER = { driver: "docker-container", "driver-opts": HOST_NETWORK };

/** Runs the action through the wire; `restMs` is from the fault to its end. */
async function run(inputs: Readonly<Record<string, string>>, request: RegExp, fault: (container: string) => void) {
	let at = 0;
	proxy.when(request, ([, container = ""]) => {
		fault(container);
		at = Date.now();
	});
	const result = await runStep({
		cwd: folderWith({ Dockerfile }),
		env: { DOCKER_HOST: proxy.host },
		inputs: { context: ".", ...inputs },
	});
	const restMs = Date.now() - at;
	if (at === 0) throw new Error(`nobody asked the engine for ${request}:\n${result.log}`);
	process.stdout.write(`${request}: the action had ended after ${restMs} ms, post included\n`);
	return { ...result, restMs };
}

function buildersOf({ log }: StepResult): readonly string[] {
	return [...new Set([...log.matchAll(/--builder (mlbuild-\S+)/g)].map(([, name]) => name ?? ""))];
}

/** A builder cannot be removed over a wire that is cut: it stays noted for the next run. */
function forget(container: string): void {
	tryDocker("buildx", "rm", "--force", container.replace(/^buildx_buildkit_(.*)0$/, "$1"));
	tryDocker("rm", "--force", "--volumes", container);
	tryDocker("volume", "rm", `${container}_state`);
}

/** A docker command line that removes the builder's container before it tries a step of ours, the only solve without a network. */
const REMOVES = `#!/bin/sh
PATH=$(echo "$PATH" | cut -d: -f2-)
case "$*" in *"--network none"*) docker rm --force "buildx_buildkit_$(echo "$*" | sed 's/.*--builder //; s/ .*//')0" >&2 ;; esac
exec docker "$@"
`;

/** A request for a file of the builder's container: only the image's facts are read so. */
const FACTS = /^GET \S*\/containers\/(buildx_buildkit_[^/]+)\/archive\?path=\S*content/m;
/** With its store: over that alone buildx would make another one in its place, and the image could be measured all the same. */
const remove = (container: string) => {
	docker("rm", "--force", container);
	docker("volume", "rm", `${container}_state`);
};

describe("docker rm -f of the builder and its volume while the image is measured", () => {
	it("is told as a lost builder, and no check is red for it", async () => {
		const result = await run({ ...CONTAINER, "max-image-size": "1GB", "retry-builder": "0" }, FACTS, remove);
		expect(result.code).toBe(1);
		expect(result.outputs).toMatchObject({ verdict: "fail", "failure-kind": "builder-lost" });
		expect(result.report.diagnoses[0]).toMatchObject({
			id: "builder-lost",
			shape: expect.stringMatching(/^(gone|restarted)$/),
			certainty: "certain",
		});
		expect(result.report.diagnoses[0].message).toMatch(/was (?:removed|restarted) while the image was measured: /);
		expect(result.report.verdicts).toEqual([]);
		expect(schemaErrors(result.report)).toBeNull();
		expect(result.restMs).toBeLessThan(15_000);
		for (const builder of buildersOf(result)) expect(tracesOf(builder)).toEqual([]);
		expect(result.left).toEqual([]);
	});

	it("is made good by a fresh builder", async () => {
		const result = await run({ ...CONTAINER, "max-image-size": "1GB" }, FACTS, remove);
		expect(result.code).toBe(0);
		expect(result.outputs).toMatchObject({ verdict: "pass", "failure-kind": "" });
		expect(result.report.notes.join()).toMatch(/a fresh builder is made and the build starts over/);
		expect(buildersOf(result)).toHaveLength(2);
		for (const builder of buildersOf(result)) expect(tracesOf(builder)).toEqual([]);
	});
});

it("docker rm -f of the builder while a step of our own is tried: told as a lost builder, not as limits that cannot be held", async () => {
	const folder = folderWith({ docker: REMOVES });
	chmodSync(`${folder}/docker`, 0o755);
	const result = await runStep({
		cwd: folderWith({ Dockerfile: `FROM ${SMALL_BASE_PUSHED}\nRUN true\n` }),
		env: { PATH: `${folder}:${process.env["PATH"]}` },
		inputs: { context: ".", ...CONTAINER, "step-memory": "100m", "retry-builder": "0" },
	});
	expect(result.outputs).toMatchObject({ verdict: "fail", "failure-kind": "builder-lost" });
	expect(result.report.diagnoses[0].message).toMatch(/^builder \S+ was (?:removed|restarted)/);
	expect(result.log).not.toMatch(/step-memory.*cannot be enforced/);
	expect(result.left).toEqual([]);
});

describe("the wire to an engine elsewhere falls silent", () => {
	/** Three questions without an answer, and the clean-up asks once more: 14 to 18 s. A call that nobody breaks off waits for a minute. */
	const SOON_MS = 40_000;

	it("while the builder is made: ended, and told", async () => {
		const request = /^POST \S*\/containers\/create\?name=(buildx_buildkit_\S+)/m;
		let made = "";
		const result = await run(CONTAINER, request, (container) => {
			made = container;
			proxy.silence();
		});
		proxy.close();
		forget(made);
		expect(result.outputs).toMatchObject({ verdict: "fail", "failure-kind": "builder-lost" });
		expect(result.report.diagnoses[0].message).toMatch(/could no longer be reached while the builder was made/);
		expect(result.restMs).toBeLessThan(SOON_MS);
		expect(result.postCode).toBe(0);
	});

	it("while what was judged is pushed: ended, and told", async () => {
		const tag = `${REGISTRY}/faults/beside:1`;
		let at = 0;
		const result = await runStep({
			cwd: folderWith({ Dockerfile }),
			env: { DOCKER_HOST: proxy.host },
			inputs: { context: ".", ...CONTAINER, tags: tag, push: "true", "max-image-size": "1GB" },
			onLog: (log) => {
				if (at > 0 || !log.includes("Push what was judged")) return;
				proxy.silence();
				at = Date.now();
			},
		});
		const restMs = Date.now() - at;
		proxy.close();
		for (const builder of buildersOf(result)) forget(`buildx_buildkit_${builder}0`);
		process.stdout.write(`silence of the wire in the push: the action had ended after ${restMs} ms, post included\n`);
		expect(result.outputs).toMatchObject({ verdict: "fail", "failure-kind": "builder-lost" });
		expect(result.report.diagnoses[0]).toMatchObject({ id: "builder-lost", shape: "unreachable" });
		expect(result.report.delivered.pushed).toBe(false);
		expect(result.report.notes.join()).not.toMatch(/starts over/);
		expect(restMs).toBeLessThan(SOON_MS);
	});
});

it("a registry that falls mute: docker push is ended after stall-timeout", async () => {
	// By itself docker gives up the first answer after 15 s; for those about layers it waits.
	const mute = createServer(({ url }, answer) => void (url === "/v2/" && answer.end()));
	mute.listen(0, "127.0.0.1");
	await once(mute, "listening");
	const tag = `127.0.0.1:${(mute.address() as AddressInfo).port}/faults/beside:1`;
	try {
		const began = Date.now();
		const result = await runStep({
			cwd: folderWith({ Dockerfile: `${BASE}RUN echo x > /x\n` }),
			inputs: {
				...{ context: ".", driver: "docker", "build-args": BASE_ARG, tags: tag, push: "true" },
				...{ "max-image-size": "1GB", "stall-timeout": "5s" },
			},
		});
		process.stdout.write(`a mute registry: the action had ended after ${Date.now() - began} ms\n`);
		expect(result.outputs).toMatchObject({ verdict: "fail", "failure-kind": "engine" });
		expect(result.log).toMatch(/beside:1 could not be pushed: nothing had moved for 5 s/);
		expect(result.report.delivered.pushed).toBe(false);
		expect(result.left).toEqual([]);
	} finally {
		mute.closeAllConnections();
		mute.close();
		tryDocker("rmi", tag);
	}
});
