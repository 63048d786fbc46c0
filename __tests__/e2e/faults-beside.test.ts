import { chmodSync } from "node:fs";
import { afterEach, beforeAll, beforeEach, describe, expect, it, jest } from "@jest/globals";
import { runStep, type StepResult } from "../support/action.ts";
import { docker, folderWith, HOST_NETWORK, REGISTRY, tracesOf, tryDocker } from "./support/docker.ts";
import { type EngineProxy, proxyEngine } from "./support/engine-proxy.ts";
import { schemaErrors } from "./support/schema.ts";
import { pushSmallBase, SMALL_BASE_PUSHED } from "./support/spare-images.ts";

/*
 * What is lost beside the build itself: while the builder is made, while the image is measured, while it is pushed.
 */

jest.setTimeout(60_000);

let proxy: EngineProxy;

beforeAll(pushSmallBase);
beforeEach(async () => {
	proxy = await proxyEngine(process.env["DOCKER_HOST"] ?? "unix:///var/run/docker.sock");
});
afterEach(() => proxy.close());

const CONTAINER = { driver: "docker-container", "driver-opts": HOST_NETWORK };

/** Runs the action through the wire; `restMs` is from the fault to its end. */
async function run(
	inputs: Readonly<Record<string, string>>,
	request: RegExp,
	fault: (container: string) => void,
	files: Readonly<Record<string, string>> = { Dockerfile: `FROM ${SMALL_BASE_PUSHED}\nRUN echo x > /x\n` },
) {
	let at = 0;
	proxy.when(request, ([, container = ""]) => {
		fault(container);
		at = Date.now();
	});
	const result = await runStep({
		cwd: folderWith(files),
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

/** What can be judged of an image in an engine elsewhere. */
const TORCH = {
	Dockerfile: "FROM scratch\nCOPY site /usr/local/lib/python3.12/site-packages\n",
	"site/torch/version.py": "__version__ = '2.6.0'\ncuda = '12.4'\n",
	"site/torch-2.6.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: torch\nVersion: 2.6.0\n",
};

/** A docker command line that removes the builder's container before it tries a step of ours, the only solve without a network. */
const REMOVES = `#!/bin/sh
PATH=$(echo "$PATH" | cut -d: -f2-)
case "$*" in *"--network none"*) docker rm --force "buildx_buildkit_$(echo "$*" | sed 's/.*--builder //; s/ .*//')0" >&2 ;; esac
exec docker "$@"
`;

/** A request for a file of the builder's container: only the image's facts are read so. */
const FACTS = /^GET \S*\/containers\/(buildx_buildkit_[^/]+)\/archive\?path=\S*content/m;
const remove = (container: string) => docker("rm", "--force", container);

describe("docker rm -f of the builder while the image is measured", () => {
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
	/** Three questions without an answer, and the clean-up asks once more. */
	const SOON_MS = 22_000;

	it("while the builder is made: ended, and told", async () => {
		const request = /^POST \S*\/containers\/create\?name=(buildx_buildkit_\S+)/m;
		let made = "";
		const result = await run(CONTAINER, request, (container) => {
			made = container;
			proxy.silence();
		});
		// It may have been made all the same, and cannot be removed over a wire that is cut: it stays noted for the next run.
		proxy.close();
		tryDocker("buildx", "rm", "--force", made.replace(/^buildx_buildkit_(.*)0$/, "$1"));
		tryDocker("rm", "--force", "--volumes", made);
		tryDocker("volume", "rm", `${made}_state`);
		expect(result.outputs).toMatchObject({ verdict: "fail", "failure-kind": "builder-lost" });
		expect(result.report.diagnoses[0].message).toMatch(/could no longer be reached while the builder was made/);
		expect(result.restMs).toBeLessThan(SOON_MS);
		expect(result.postCode).toBe(0);
	});

	it("while docker push runs: ended, and told", async () => {
		const tag = `${REGISTRY}/faults/beside:1`;
		const request = /^POST \S*\/images\/\S+\/push/m;
		const inputs = { driver: "docker", tags: tag, push: "true", "torch-version": "2.6" };
		const result = await run(inputs, request, () => proxy.silence(), TORCH);
		tryDocker("rmi", tag);
		expect(result.outputs).toMatchObject({ verdict: "fail", "failure-kind": "builder-lost" });
		expect(result.report.diagnoses[0].message).toMatch(/could no longer be reached while \S+beside:1 was pushed/);
		expect(result.report.delivered.pushed).toBe(false);
		expect(result.restMs).toBeLessThan(SOON_MS);
		expect(result.left).toEqual([]);
	});
});
