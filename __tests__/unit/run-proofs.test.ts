import { describe, expect, it } from "@jest/globals";
import type { Guard } from "../../src/build/limit-guard.ts";
import type { Prepared } from "../../src/build/prepare.ts";
import { UserError } from "../../src/model/errors.ts";
import type { LimitsAsked, LimitsReport } from "../../src/model/limits.ts";
import type { Decided } from "../../src/run-decided.ts";
import { proveLimits } from "../../src/run-proofs.ts";
import { openStory } from "../../src/run-story.ts";
import { openJournal } from "../../src/teardown.ts";
import { buildRequest } from "../support/build-request.ts";
import { fakeWorld } from "../support/fake-world.ts";

const GIB = 2 ** 30;
const held = { way: "engine-cgroup", where: "/sys/fs/cgroup/mlbuild", memory: GIB } as const;
const guard = {
	hold: {
		way: "engine-cgroup",
		counters: { by: "files", version: "2", path: "/mlbuild", steps: "/buildkit" },
		countsSwap: true,
		cgroupParent: "mlbuild",
		readBack: async () => held,
		renew: async () => true,
	},
	report: { held, problems: [] },
	check: async () => undefined,
	atEnd: async () => held,
	giveUp() {},
	release: async () => {},
} as const satisfies Guard;

/** A world in which buildx fails, so nothing can be tried. */
async function prove(policy: LimitsAsked["policy"], request: Parameters<typeof buildRequest>[0], text?: string) {
	const reply = () => ({ status: 200, text: "OK" });
	const { world, warnings } = fakeWorld({ reply, ...(text !== undefined && { files: { Dockerfile: text } }) });
	const story = openStory(world);
	const asked: LimitsAsked = { memory: GIB, memorySwap: GIB, swapGiven: true, policy };
	story.limits = { asked, held, problems: [], seenInside: 0, seenOutside: [] } satisfies LimitsReport;
	const prepared: Prepared = {
		request: buildRequest(request),
		secretFiles: {},
		notes: [],
		...(text !== undefined && { dockerfile: { file: "Dockerfile" } as NonNullable<Prepared["dockerfile"]> }),
	};
	const decided = { asked: { limits: asked }, host: { engine: { missing: "" } } } as unknown as Decided;
	const place = { builder: undefined, folder: "/tmp/run", prepared, guard };
	const proven = await proveLimits(world, story, openJournal(world, "/state"), decided, place).catch(
		(error: unknown) => error,
	);
	return { proven, limits: story.limits, warnings };
}

describe("that RUN steps lie under their limit", () => {
	it("needs no proof with BuildKit's own frontend", async () => {
		const { proven, limits } = await prove("require", {}, "FROM x\n");
		expect(proven).toEqual({ step: true, parent: true });
		expect(limits.problems).toEqual([]);
	});

	it.each([
		[
			"a frontend that cannot be tried",
			{},
			"# syntax=a/b\nFROM x\n",
			/the frontend a\/b .* could not be run through it/,
		],
		[
			"a Dockerfile that cannot be read",
			{ context: "https://x/y.tar.gz" },
			undefined,
			/could not be read before the build/,
		],
		[
			"one that BuildKit cannot fetch",
			{ context: "https://x/y.git", gitContext: true },
			undefined,
			/could not be read before the build/,
		],
	])("is not taken for granted with %s", async (_title, request, text, why) => {
		const refused = await prove("require", request, text);
		expect(refused.proven).toBeInstanceOf(UserError);
		expect(refused.limits.held).toBeUndefined();
		expect((refused.proven as UserError).problems).toEqual([
			expect.objectContaining({ input: "memory", message: expect.stringMatching(why) }),
		]);
		const told = await prove("best-effort", request, text);
		expect(told.proven).toEqual({ step: true, parent: true });
		expect(told.limits).toMatchObject({ held, unproven: true });
		expect(told.limits.problems).toEqual([expect.stringMatching(/^it is not proven that RUN steps are limited: /)]);
		expect(told.warnings).toEqual(told.limits.problems);
	});
});
