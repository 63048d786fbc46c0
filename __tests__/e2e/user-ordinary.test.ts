import { chmodSync, chownSync } from "node:fs";
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { runStep } from "../support/action.ts";
import { folderWith, ownBuilder, tracesOf, tryDocker, unique } from "./support/docker.ts";
import { savedImage } from "./support/oracle.ts";
import {
	allowSudo,
	CAN_MAKE_USERS,
	makeUser,
	makeUserPlace,
	openSocket,
	removeUser,
	USER,
	type UserPlace,
} from "./support/users.ts";

jest.setTimeout(300_000);

describe("an ordinary user with access to the engine's socket", () => {
	let place: UserPlace;
	let closeSocket = () => {};
	const tags: string[] = [];

	beforeAll(() => {
		if (!CAN_MAKE_USERS)
			throw new Error("making users and sudo rules takes root on a Debian: run the e2e tests as root");
		makeUser();
		place = makeUserPlace(folderWith({}));
		closeSocket = openSocket();
	});
	afterAll(() => {
		closeSocket();
		removeUser();
		tryDocker("rmi", "--force", ...tags);
	});

	/** An image with a torch of two small files and a secret-looking owner: only root may read all of its layers' folders. */
	const context = () => {
		const folder = folderWith({
			Dockerfile: `FROM scratch
COPY version.py /usr/lib/python3/dist-packages/torch/version.py
COPY --chmod=600 METADATA /usr/lib/python3/dist-packages/torch-2.6.0.dist-info/METADATA
COPY --chmod=700 Dockerfile /root/${unique("x")}
`,
			"version.py": "__version__ = '2.6.0+cu124'\ncuda = '12.4'\nhip = None\n",
			METADATA: "Metadata-Version: 2.1\nName: torch\nVersion: 2.6.0\n",
		});
		chownSync(folder, USER.uid, USER.gid);
		chmodSync(folder, 0o755);
		return folder;
	};
	const run = (inputs: Record<string, string>) =>
		runStep({ cwd: context(), inputs: { context: ".", ...inputs }, user: { uid: USER.uid, gid: USER.gid }, ...place });
	const asked = { "max-image-size": "1MB", "torch-version": "==2.6.*" };
	const newTag = () => {
		const tag = `${unique("user")}:1`;
		tags.push(tag);
		return tag;
	};

	describe("with passwordless sudo, as on hosted runners", () => {
		beforeEach(() => allowSudo(true));

		test("the engine's own builder builds, and root reads the layers", async () => {
			const tag = newTag();
			const result = await run({ ...asked, tags: tag });
			expect(result.log).toContain("sudo without password");
			expect(result.log).toMatch(/Driver\s+docker: /);
			expect(result.code).toBe(0);
			expect(result.outputs["torch-version"]).toBe("2.6.0+cu124");
			expect(Number(result.outputs["unpacked-bytes"])).toBe(savedImage(tag).unpacked);
			expect(result.left).toEqual([]);
		});

		test("a builder of our own is measured as well", async () => {
			const result = await run({ ...asked, "max-compressed-size": "1MB" });
			expect(result.code).toBe(0);
			expect(result.outputs["torch-version"]).toBe("2.6.0+cu124");
			expect(Number(result.outputs["compressed-bytes"])).toBeGreaterThan(0);
			expect(tracesOf(ownBuilder(result.log))).toEqual([]);
		});
	});

	describe("without sudo", () => {
		beforeEach(() => allowSudo(false));

		test("auto ends green by a builder of our own, and says why", async () => {
			const result = await run(asked);
			expect(result.log).toMatch(/Driver\s+docker-container: .*needs root, and sudo without a password does not work/);
			expect(result.code).toBe(0);
			expect(result.report.verdicts.map(({ status }: { status: string }) => status)).toEqual(["pass", "pass"]);
			expect(tracesOf(ownBuilder(result.log))).toEqual([]);
			expect(result.left).toEqual([]);
		});

		test("the sizes are those that root finds", async () => {
			const tag = newTag();
			const result = await run({ ...asked, load: "true", tags: tag });
			expect(result.code).toBe(0);
			expect(Number(result.outputs["unpacked-bytes"])).toBe(savedImage(tag).unpacked);
		});

		test("an explicit driver: docker with a size assertion is refused with the remedy", async () => {
			const result = await run({ ...asked, driver: "docker" });
			expect(result.code).toBe(1);
			expect(result.outputs["failure-kind"]).toBe("input");
			expect(result.log).toContain("max-image-size");
			expect(result.log).toContain('use "driver: auto" or "driver: docker-container"');
			expect(result.log).not.toContain("$ docker buildx build");
		});

		test("nothing asserted: the engine builds, and the report says what could not be measured", async () => {
			const tag = newTag();
			const result = await run({ tags: tag });
			expect(result.code).toBe(0);
			expect(result.log).toMatch(/Driver\s+docker: /);
			expect(result.report.images[0].unpackedBytes).toMatchObject({
				known: false,
				why: expect.stringMatching(/root|sudo/),
			});
		});
	});
});
