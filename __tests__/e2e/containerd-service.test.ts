import { chmodSync, chownSync } from "node:fs";
import { beforeAll, describe, expect, it, jest } from "@jest/globals";
import { runStep, type StepResult } from "../support/action.ts";
import { folderWith } from "./support/docker.ts";
import { savedImage } from "./support/oracle.ts";
import { schemaErrors } from "./support/schema.ts";
import { makeSpareEngine, type SpareEngine } from "./support/spare-engine.ts";
import { SMALL_BASE } from "./support/spare-images.ts";
import { allowSudo, CAN_MAKE_USERS, makeUser, makeUserPlace, openSocket, removeUser, USER } from "./support/users.ts";

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
	let engine: SpareEngine;
	const inputs = {
		context: ".",
		network: "none",
		tags: "service/app:1",
		"torch-version": "==2.6.*",
		"max-image-size": "1GB",
		"max-layer-size": "1GB",
		"max-compressed-size": "1GB",
	};

	beforeAll(async () => {
		engine = await makeSpareEngine({ store: "service" });
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
		const oracle = savedImage("service/app:1", engine.host);
		expect(result.outputs["unpacked-bytes"]).toBe(String(oracle.unpacked));
		const layers = result.report.images[0].layers.value as { unpackedBytes: number; files: number }[];
		expect(layers.map(({ unpackedBytes, files }) => ({ bytes: unpackedBytes, files }))).toEqual(oracle.layers);
	});

	it("gives an ordinary user with passwordless sudo the same, as on a hosted runner", async () => {
		if (!CAN_MAKE_USERS)
			throw new Error("making users and sudo rules takes root on a Debian: run the e2e tests as root");
		makeUser();
		const closeSocket = openSocket(engine.host);
		try {
			allowSudo(true);
			const { env, program } = makeUserPlace(folderWith({}));
			const cwd = folderWith(FILES);
			chownSync(cwd, USER.uid, USER.gid);
			chmodSync(cwd, 0o755);
			const user = { uid: USER.uid, gid: USER.gid };
			const theirs = await runStep({ cwd, env: { ...engine.env, ...env }, user, program, inputs });
			expect(theirs).toMatchObject({ code: 0, postCode: 0, left: [] });
			expect(theirs.report.host.engine.containerd).toEqual(result.report.host.engine.containerd);
			expect(theirs.outputs["unpacked-bytes"]).toBe(result.outputs["unpacked-bytes"]);
			expect(theirs.report.images[0].unpackedBytes.method).toBe("containerd-snapshots");
		} finally {
			closeSocket();
			removeUser();
		}
	});
});
