import { describe, expect, it, jest } from "@jest/globals";
import { folderWith } from "./support/docker.ts";
import { BASE } from "./support/dockerfiles.ts";
import { dockerAt, imageId } from "./support/engine.ts";
import { newRepository, registryImages, registryTags } from "./support/manifests.ts";
import { recordDocker } from "./support/recorder.ts";
import { buildIn } from "./support/steps.ts";

jest.setTimeout(300_000);

const SMALL = `${BASE}RUN head -c 3000000 /dev/zero >/weights.bin\n`;

describe("nothing is checked before the push", () => {
	it.each([
		["nothing is asserted", {}],
		["the gate is off", { gate: "off", "max-image-size": "3GB" }],
	])("one solve does it all when %s", async (_, inputs) => {
		const { repo, ref } = newRepository("one-solve");
		const recorder = recordDocker();
		const given = { ...inputs, tags: `${ref}:a\n${ref}:b`, push: "true", labels: "org.example.x=1" };
		const result = await buildIn(folderWith({ Dockerfile: SMALL }), given, { env: recorder.env });
		expect(result).toMatchObject({ code: 0, left: [], outputs: { verdict: "pass", "failure-kind": "" } });
		expect(recorder.solves()).toHaveLength(1);
		expect(recorder.solves()[0]).toEqual(
			expect.arrayContaining(["--push", "--tag", `${ref}:a`, `${ref}:b`, "--label"]),
		);
		expect(
			recorder.calls().filter(([command]) => ["push", "tag", "save", "load", "run", "create"].includes(command ?? "")),
		).toEqual([]);
		expect([...(await registryTags(repo))].sort()).toEqual(["a", "b"]);
		const [manifest] = await registryImages(repo, "a");
		expect(manifest?.config?.digest).toBe(result.outputs["imageid"]);
		expect(result.outputs["digest"]).toBe(manifest?.digest);
		expect(JSON.parse(result.outputs["metadata"] ?? "")).toMatchObject({ "containerimage.digest": manifest?.digest });
	});

	it("the verdict of a check comes after the push when the gate is off", async () => {
		const { repo, ref } = newRepository("late");
		const given = { gate: "off", "max-image-size": "1MB", tags: `${ref}:1`, push: "true" };
		const result = await buildIn(folderWith({ Dockerfile: SMALL }), given);
		expect(result).toMatchObject({ code: 1, outputs: { verdict: "fail", "failure-kind": "assertion" } });
		expect(await registryTags(repo)).toEqual(["1"]);
		expect(result.summary).not.toMatch(/nothing was pushed|not pushed/i);
	});

	it("loads and tags without a push, as docker/build-push-action does", async () => {
		const { ref } = newRepository("local");
		const recorder = recordDocker();
		const result = await buildIn(
			folderWith({ Dockerfile: SMALL }),
			{ tags: `${ref}:1`, load: "true" },
			{ env: recorder.env },
		);
		expect(result.code).toBe(0);
		expect(recorder.solves()).toHaveLength(1);
		expect(imageId(`${ref}:1`)).toBe(result.outputs["imageid"]);
	});
});

describe("dry-run", () => {
	it("prints the survey and the plan, and does nothing", async () => {
		const { repo, ref } = newRepository("dry");
		const recorder = recordDocker();
		const mark = `e2e.dry=${repo.replace("/", ".")}`;
		const given = { "dry-run": "true", tags: `${ref}:1`, push: "true", "max-image-size": "3GB", labels: mark };
		const result = await buildIn(folderWith({ Dockerfile: SMALL }), given, { env: recorder.env });
		expect(result).toMatchObject({
			code: 0,
			postCode: 0,
			left: [],
			outputs: { verdict: "", imageid: "", "failure-kind": "" },
		});
		expect(result.log).toMatch(/overlay2/);
		expect(result.log).toMatch(/push/);
		expect(result.log).toContain(`${ref}:1`);
		expect(result.summary).toMatch(/dry run/i);
		expect(recorder.solves()).toEqual([]);
		expect(await registryTags(repo)).toEqual([]);
		expect(dockerAt(undefined, "images", "--all", "--quiet", "--filter", `label=${mark}`)).toBe("");
	});
});
