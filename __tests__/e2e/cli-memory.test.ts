import { expect, jest, test } from "@jest/globals";
import { commandLine, makePlace } from "./support/command-line.ts";
import { BASE_ARG, TORCH, TORCH_VERSION } from "./support/dockerfiles.ts";
import { recordPeakMemory } from "./support/peak-memory.ts";

jest.setTimeout(600_000);

test("a torch image on the engine's own builder: our process stays under 100 MB", async () => {
	const memory = recordPeakMemory();
	const place = makePlace({ Dockerfile: TORCH });
	const flags = ["--build-args", BASE_ARG, "--torch-version", ">=2.6,<2.8", "--max-image-size", "2.5GB"];
	const end = await commandLine({ ...place, env: { ...place.env, ...memory.env } }, ["build", ...flags]);
	expect(end.stderr).toContain(TORCH_VERSION);
	expect(end.code).toBe(0);
	process.stdout.write(`peak memory, docker, torch: ${(memory.peak() / 1e6).toFixed(1)} MB\n`);
	expect(memory.peak()).toBeLessThan(100e6);
});
