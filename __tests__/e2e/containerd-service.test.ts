import { beforeAll, describe, expect, it, jest } from "@jest/globals";
import { runStep, type StepResult } from "../support/action.ts";
import { folderWith } from "./support/docker.ts";
import { savedImage } from "./support/oracle.ts";
import { schemaErrors } from "./support/schema.ts";
import { makeSpareEngine } from "./support/spare-engine.ts";
import { SMALL_BASE } from "./support/spare-images.ts";

jest.setTimeout(300_000);

const SITE = "/usr/lib/python3/dist-packages";
const FILES = {
	Dockerfile: `FROM ${SMALL_BASE}
COPY torch ${SITE}/torch
RUN echo built >/built
`,
	"torch/version.py": "__version__ = '2.6.0+cu124'\ncuda = '12.4'\n",
};

/** As Docker's own packages install it: images lie in the service's folder, of which the engine tells no more than the address. */
describe("the containerd image store in a containerd of its own", () => {
	let result: StepResult;
	let host: string;

	beforeAll(async () => {
		const engine = await makeSpareEngine({ store: "service" });
		host = engine.host;
		const inputs = {
			context: ".",
			network: "none",
			tags: "service/app:1",
			"torch-version": "==2.6.*",
			"max-image-size": "1GB",
			"max-layer-size": "1GB",
			"max-compressed-size": "1GB",
		};
		result = await runStep({ cwd: folderWith(FILES), env: engine.env, inputs });
	});

	it("is green by the engine's own builder, all sizes known", () => {
		expect(result.log).toContain("2.6.0+cu124");
		expect(result).toMatchObject({ code: 0, postCode: 0, left: [] });
		expect(result.report.plan.driver.kind).toBe("docker");
		expect(result.report.host.engine).toMatchObject({
			store: "containerd",
			containerd: { root: expect.stringMatching(/\/disk\/images$/), here: true },
		});
		expect(result.report.images[0].unpackedBytes.method).toBe("containerd-snapshots");
		expect(result.report.images[0].compressedBytes.method).toBe("manifest");
		expect(schemaErrors(result.report)).toBeNull();
	});

	it("gives the bytes of Python's tarfile, layer by layer", () => {
		const oracle = savedImage("service/app:1", host);
		expect(result.outputs["unpacked-bytes"]).toBe(String(oracle.unpacked));
		const layers = result.report.images[0].layers.value as { unpackedBytes: number; files: number }[];
		expect(layers.map(({ unpackedBytes, files }) => ({ bytes: unpackedBytes, files }))).toEqual(oracle.layers);
	});
});
