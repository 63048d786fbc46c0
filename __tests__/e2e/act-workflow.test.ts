import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { type ActEnd, actionRepository, findAct, runAct } from "./support/act.ts";
import { tracesOf, tryDocker, unique } from "./support/docker.ts";
import { imageId } from "./support/engine.ts";

jest.setTimeout(300_000);

const tag = `${unique("act")}:1`;
const WORKFLOW = `on: push
jobs:
  green:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: ./
        id: image
        with:
          context: app
          tags: ${tag}
          max-image-size: 1MB
          torch-version: ">=2.6,<2.8"
      - run: echo "outputs are \${{ steps.image.outputs.verdict }} \${{ steps.image.outputs.torch-version }} \${{ steps.image.outputs.unpacked-bytes }}"
  container:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: ./
        with:
          context: app
          driver: docker-container
          max-compressed-size: 1MB
  red:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: ./
        id: image
        continue-on-error: true
        with:
          context: app
          max-image-size: 1B
      - run: echo "outputs are \${{ steps.image.outputs.verdict }} \${{ steps.image.outputs.failure-kind }} \${{ steps.image.outcome }}"
`;

let repository: string;

beforeAll(() => {
	findAct();
	repository = actionRepository({
		".github/workflows/ci.yml": WORKFLOW,
		"app/Dockerfile": "FROM scratch\nCOPY version.py /usr/lib/python3/dist-packages/torch/version.py\n",
		"app/version.py": "__version__ = '2.6.0+cu124'\ncuda = '12.4'\nhip = None\n",
	});
});
afterAll(() => void tryDocker("rmi", tag));

const run = (job: string) => runAct(repository, ".github/workflows/ci.yml", job);
const summary = ({ lines }: ActEnd) =>
	lines
		.filter(({ command }) => command === "summary")
		.map(({ content }) => content ?? "")
		.join("\n");
/** The post step of the action, by its result. */
const postResult = ({ lines }: ActEnd) =>
	lines.find(({ stage, step, stepResult }) => stage === "Post" && step?.includes("./") && stepResult !== undefined)
		?.stepResult;

describe("a workflow with uses: ./", () => {
	test("green: outputs reach the next step, the summary is written, post runs", async () => {
		const end = await run("green");
		expect(end.log).toContain("outputs are pass 2.6.0+cu124 ");
		expect(end.code).toBe(0);
		expect(summary(end)).toContain("torch");
		expect(summary(end)).toContain("Unpacked size");
		expect(postResult(end)).toBe("success");
		expect(imageId(tag)).toMatch(/^sha256:/);
	});

	test("a builder of our own is removed", async () => {
		const end = await run("container");
		expect(end.code).toBe(0);
		expect(postResult(end)).toBe("success");
		const builder = /--builder (mlbuild-[\w-]+)/.exec(end.log)?.[1] ?? "no builder in the log";
		expect(tracesOf(builder)).toEqual([]);
		expect(builder).toMatch(/^mlbuild-/);
	});

	test("red: the step fails, the workflow may look at why", async () => {
		const end = await run("red");
		expect(end.log).toContain("outputs are fail assertion failure");
		expect(summary(end)).toContain("over");
		expect(postResult(end)).toBe("success");
	});
});
