import { beforeAll, describe, expect, it, jest } from "@jest/globals";
import type { StepResult } from "../support/action.ts";
import { folderWith } from "./support/docker.ts";
import { CONTAINERD_HOST, needsContainerd } from "./support/engine.ts";
import { buildIn } from "./support/steps.ts";

jest.setTimeout(300_000);

const SITE = "usr/local/lib/python3.12/site-packages/torch";
const FILES = {
	Dockerfile: ["FROM scratch", "ARG TARGETARCH", "COPY $" + "{TARGETARCH} /", ""].join("\n"),
	[`amd64/${SITE}/version.py`]: "__version__ = '2.6.0'\n",
	"arm64/app.py": "print('hello')\n",
};

/** Files of two platforms, of which the engine's BuildKit unpacks one. Nothing of either runs. */
describe("two platforms on the containerd image store", () => {
	let result: StepResult;

	beforeAll(async () => {
		needsContainerd();
		result = await buildIn(
			folderWith(FILES),
			{ platforms: "linux/amd64,linux/arm64", "max-image-size": "1GB", "torch-version": "==2.6.*", "build-args": "" },
			{ env: { DOCKER_HOST: CONTAINERD_HOST } },
		);
	});

	it("are measured by a builder of our own, for the engine keeps one of them packed", () => {
		expect(result.report.plan.driver).toMatchObject({
			kind: "docker-container",
			why: expect.stringContaining(
				"max-image-size: the containerd image store unpacks the layers of linux/amd64 alone",
			),
		});
		const sizes = result.report.images.map((image: { platform: string; unpackedBytes: object }) => [
			image.platform,
			image.unpackedBytes,
		]);
		expect(sizes).toMatchObject([
			["linux/amd64", { known: true, value: 22 }],
			["linux/arm64", { known: true, value: 15 }],
		]);
	});

	it("are judged each by its own torch", () => {
		const torch = result.report.images.map((image: { torch: { value: { version: string }[] } }) =>
			image.torch.value.map(({ version }) => version),
		);
		expect(torch).toEqual([["2.6.0"], []]);
		expect(result).toMatchObject({ code: 1, left: [], outputs: { "failure-kind": "assertion", verdict: "fail" } });
		expect(result.log).toContain("torch version (linux/arm64)");
	});
});
