import { describe, expect, it } from "@jest/globals";
import { ownWatch, SHORT } from "../../../src/build/own-solve.ts";
import { probeStep } from "../../../src/build/step-probe.ts";
import type { CommandResult } from "../../../src/model/command.ts";
import type { UsedBuilder } from "../../../src/model/host.ts";
import type { World } from "../../../src/model/world.ts";
import { openJournal } from "../../../src/teardown.ts";
import { fakeWorld } from "../../support/fake-world.ts";

const builder: UsedBuilder = {
	name: "b",
	driver: "docker-container",
	nodes: ["b0"],
	from: "made for this run",
	life: { startedAt: "2026-01-01T00:00:00Z", restarts: 0 },
};

/** buildx that waits until it is ended, as it does below a builder that is gone. */
function hanging(world: World): { readonly world: World; ended(): boolean } {
	let ended = false;
	const stream: World["stream"] = () => {
		let end = () => {};
		const done = new Promise<CommandResult>((resolve) => {
			end = () => {
				ended = true;
				resolve({ code: null, signal: "SIGKILL", stdout: "", stderr: "", ms: 1 });
			};
		});
		return { done, pid: undefined, end };
	};
	return { world: { ...world, stream }, ended: () => ended };
}

describe("a solve of our own", () => {
	it("does not wait for a builder that is gone, and says so", async () => {
		let asked = 0;
		const running = { State: { Status: "running", StartedAt: "2026-01-01T00:00:00Z" } };
		const fake = fakeWorld({
			reply: (path) => {
				if (!path.startsWith("/containers/buildx_buildkit_b0/json")) return { status: 404, text: "" };
				asked += 1;
				return asked === 1
					? { status: 200, text: JSON.stringify(running) }
					: { status: 404, text: '{"message":"No such container: buildx_buildkit_b0"}' };
			},
		});
		const { world, ended } = hanging(fake.world);
		const probed = probeStep(world, openJournal(world, "/state"), {
			builder: "b",
			folder: "/tmp/run",
			resources: [],
			watch: ownWatch(world, builder, SHORT),
		});
		await expect(probed).rejects.toMatchObject({
			name: "BuilderLostError",
			message: "builder b was lost while a step of our own was tried: gone",
		});
		expect(ended()).toBe(true);
	}, 10_000);
});
