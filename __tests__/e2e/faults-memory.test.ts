import { expect, it, jest } from "@jest/globals";
import { runStep } from "../support/action.ts";
import { folderWith, HOST_NETWORK, ownBuilder, tracesOf } from "./support/docker.ts";
import { schemaErrors } from "./support/schema.ts";
import { SMALL_BASE_PUSHED } from "./support/spare-images.ts";

jest.setTimeout(300_000);

/** Files in memory belong to no process: at the limit of the container the kernel kills its largest process, and that is BuildKit. */
const FILL = "RUN --mount=type=tmpfs,target=/t dd if=/dev/zero of=/t/x bs=1M count=600";

it("BuildKit itself is killed at the limit of its container: told as out of memory, once, with the limit and what to do", async () => {
	const cwd = folderWith({ Dockerfile: `FROM ${SMALL_BASE_PUSHED}\nRUN true\n${FILL}\n` });
	const opts = [HOST_NETWORK, "memory=200m", "memory-swap=200m"].join("\n");
	const result = await runStep({ cwd, inputs: { context: ".", driver: "docker-container", "driver-opts": opts } });
	if (result.outputs["failure-kind"] !== "out-of-memory") process.stdout.write(result.log);
	expect(result.code).toBe(1);
	expect(result.outputs).toMatchObject({ verdict: "fail", "failure-kind": "out-of-memory", "failure-line": "3" });
	const [found] = result.report.diagnoses;
	expect(found).toMatchObject({ id: "out-of-memory", shape: "builder-killed", certainty: "certain" });
	expect(found.message).toMatch(/while step 3\/3 ran \(Dockerfile:3\): its container is limited to 200 MiB, no swap$/);
	expect(found.remedies[0]).toMatch(/^limit the RUN steps and not the whole builder, memory: 200m/);
	expect(found.remedies.join("\n")).toMatch(/what it writes to a tmpfs .* is memory/);
	// It was the build's doing: another builder would die of it too.
	expect(result.log.match(/^\$ docker buildx build/gm)).toHaveLength(1);
	expect(result.report.notes.join()).not.toMatch(/starts over/);
	expect(schemaErrors(result.report)).toBeNull();
	expect(tracesOf(ownBuilder(result.log))).toEqual([]);
	expect(result.left).toEqual([]);
});
