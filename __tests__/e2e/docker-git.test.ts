import { beforeAll, describe, expect, it, jest } from "@jest/globals";
import { runStep } from "../support/action.ts";
import { folderWith } from "./support/docker.ts";
import { BASE_ARG, TORCH, TORCH_VERSION } from "./support/dockerfiles.ts";
import { dockerAt } from "./support/engine.ts";
import { type GitServer, serveGit } from "./support/git-server.ts";
import { newRepository, registryTags } from "./support/manifests.ts";
import { heardCommands } from "./support/runner.ts";
import { schemaErrors } from "./support/schema.ts";
import { buildIn } from "./support/steps.ts";

jest.setTimeout(600_000);

const STAGES = `${TORCH.replace(/^FROM .*$/m, "$& AS torch")}
FROM torch AS train
ARG FLAVOUR=none
COPY train.py /app/
RUN echo "$FLAVOUR" >/app/flavour && head -c 5000000 /dev/zero >/app/train.bin

FROM train AS serve
ARG PORT
LABEL org.example.port=$PORT
RUN test -f /app/train.py && echo "$PORT" >/app/port
`;
const FILES = {
	"images/trainer/Dockerfile": STAGES,
	"images/trainer/train.py": "print('train')\n",
	"images/failing/Dockerfile": `${TORCH}RUN exit 5\n`,
};

describe.each([
	["a folder of the workspace", false],
	["this repository's commit, fetched by BuildKit", true],
])("several stages in %s", (_, remote) => {
	let server: GitServer;
	beforeAll(async () => {
		server = await serveGit(FILES);
	});
	const build = (inputs: Readonly<Record<string, string>>, name = "trainer") => {
		const place = { GITHUB_SERVER_URL: server.url, GITHUB_REPOSITORY: server.repository, GITHUB_SHA: server.sha };
		const given = { context: remote ? `{{defaultContext}}:images/${name}` : `images/${name}`, ...inputs };
		return runStep({ cwd: remote ? folderWith({}) : folderWith(FILES), env: place, inputs: given });
	};

	it("builds the stage that is the target, with arguments and labels", async () => {
		const { ref } = newRepository("stages");
		const result = await build({
			target: "train",
			tags: `${ref}:1`,
			"build-args": `${BASE_ARG}\nFLAVOUR=large, "quoted"`,
			labels: "org.example.team=vision\norg.example.note=a=b, c",
			"torch-version": ">=2.6,<2.8",
			"max-image-size": "3GB",
		});
		expect(result).toMatchObject({ code: 0, left: [], outputs: { verdict: "pass", "torch-version": TORCH_VERSION } });
		const [image] = JSON.parse(dockerAt(undefined, "image", "inspect", `${ref}:1`));
		expect(image.Id).toBe(result.outputs["imageid"]);
		expect(image.Config.Labels).toMatchObject({ "org.example.team": "vision", "org.example.note": "a=b, c" });
		expect(image.Config.Labels).not.toHaveProperty("org.example.port");
		expect(dockerAt(undefined, "run", "--rm", "--network=none", `${ref}:1`, "cat", "/app/flavour")).toBe(
			'large, "quoted"\n',
		);
	});

	it("names the line of the Dockerfile when torch is not what was asked", async () => {
		const { repo, ref } = newRepository("stages-red");
		const result = await build({
			tags: `${ref}:1`,
			push: "true",
			"build-args": `${BASE_ARG}\nPORT=8080`,
			"torch-version": "==2.7.*",
		});
		expect(result).toMatchObject({
			code: 1,
			left: [],
			outputs: { verdict: "fail", "failure-kind": "assertion", "failure-line": "3" },
		});
		expect(result.outputs["failure-step"]).toContain("RUN pip install --no-deps --no-cache-dir torch==2.6.0");
		const lines = result.report.images[0].layers.value.map(({ step }: { step?: { line: number } }) => step?.line);
		expect(lines).toEqual([undefined, 3, 7, 8, 13]);
		expect(result.report.verdicts[0].step).toMatchObject({ line: 3 });
		expect(result.report.verdicts[0].step.file ?? "Dockerfile").toMatch(/Dockerfile$/);
		expect(result.summary).toMatch(/Dockerfile:3/);
		expect(await registryTags(repo)).toEqual([]);
		expect(schemaErrors(result.report)).toBeNull();
	});

	it("names the line of the step that failed", async () => {
		const result = await build({ "build-args": BASE_ARG }, "failing");
		expect(result).toMatchObject({ code: 1, outputs: { "failure-kind": "build", "failure-line": "4" } });
		expect(result.summary).toMatch(/Dockerfile:4/);
		const [error] = heardCommands(result.log).filter(({ name }) => name === "error");
		expect(error?.properties).toMatch(/line=4/);
	});
});

it("builds this repository's commit when no context is given", async () => {
	const server = await serveGit({ Dockerfile: `${TORCH}COPY only-in-git.txt /\n`, "only-in-git.txt": "yes\n" });
	const env = { GITHUB_SERVER_URL: server.url, GITHUB_REPOSITORY: server.repository, GITHUB_SHA: server.sha };
	const result = await buildIn(
		folderWith({ Dockerfile: "FROM scratch\n" }),
		{ context: "", "torch-version": "==2.6.0" },
		{ env },
	);
	expect(result).toMatchObject({ code: 0, outputs: { verdict: "pass" } });
	expect(result.log).toContain(`${server.url}/${server.repository}.git#${server.sha}`);
});
