import { readdirSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";
import { runStep, type StepOptions, type StepResult } from "../support/action.ts";
import { deadSlots } from "./support/cgroups.ts";
import { folderWith, HOST_NETWORK, REGISTRY, tracesOf, unique } from "./support/docker.ts";
import { processesWith, remaining } from "./support/processes.ts";
import { recordDocker } from "./support/recorder.ts";
import { sleepingRun } from "./support/sleepers.ts";
import { SMALL_BASE_PUSHED } from "./support/spare-images.ts";

jest.setTimeout(300_000);

const MIB = 2 ** 20;
const DRIVERS = {
	docker: { driver: "docker" },
	"docker-container": { driver: "docker-container", "driver-opts": HOST_NETWORK },
} as const;
type Signal = NonNullable<StepOptions["signal"]>;
const SIGNALS = ["SIGINT", "SIGTERM", "SIGKILL"] as const;

/** From the first moment of a run to its last. */
const MOMENTS: readonly (readonly [string, Omit<Signal, "name">])[] = [
	["before anything", { afterMs: 0 }],
	["in the survey", { afterMs: 150 }],
	["while builder and limits are made", { when: /^::endgroup::/m, afterMs: 100 }],
	["when the limits were just set", { when: /read back/ }],
	["when the build begins", { when: /^\$ docker buildx build/m }],
	["in a RUN", { when: /one-1/, afterMs: 300 }],
	["between two RUNs", { when: /two-2/ }],
	["in the export", { when: /exporting to image/ }],
	["while the image is measured", { when: /exporting to image(?:: done|[\s\S]*^done)/m, afterMs: 10 }],
	["in the push", { when: /^::group::Push/m, afterMs: 100 }],
	["while the report is written", { when: /checks? passed/ }],
];

/** A run beside all of them with another limit, which nobody touches. */
let beside: Promise<StepResult>;
const asleep = sleepingRun(3600);

beforeAll(async () => {
	const cwd = folderWith({ Dockerfile: `FROM ${SMALL_BASE_PUSHED}\n${asleep.line} || echo awake-$((1))\n` });
	beside = runStep({ cwd, inputs: { context: ".", driver: "docker", "no-cache": "true", memory: "300m" } });
	const began = Date.now();
	while (processesWith(asleep.marker).length === 0 && Date.now() - began < 30_000) {
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
});

afterAll(async () => {
	await asleep.wake();
	await beside;
});

async function cancelled(driver: keyof typeof DRIVERS, more: Partial<StepOptions>, mark = unique("moment")) {
	const recorder = recordDocker();
	const cwd = folderWith({
		Dockerfile: [
			`FROM ${SMALL_BASE_PUSHED}`,
			"RUN echo one-$((1)) && sleep 1",
			"RUN echo two-$((2))",
			`RUN head -c ${40 * MIB} /dev/urandom > /big`,
			"",
		].join("\n"),
	});
	const inputs = {
		context: ".",
		"no-cache": "true",
		...DRIVERS[driver],
		memory: "256m",
		labels: `mark=${mark}`,
		"max-image-size": "1GB",
		push: "true",
		tags: `${REGISTRY}/e2e/${mark}:1`,
	};
	const result = await runStep({ cwd, inputs, ...more, env: { ...recorder.env, ...more.env } });
	const created = recorder.calls().filter((argv) => argv[1] === "create");
	return { result, mark, builders: created.map((argv) => argv[argv.indexOf("--name") + 1] ?? "none") };
}

async function expectNothingLeft({ mark, builders }: Awaited<ReturnType<typeof cancelled>>): Promise<void> {
	expect(await remaining(() => processesWith(mark))).toEqual([]);
	expect(await remaining(deadSlots)).toEqual([]);
	for (const builder of builders) expect(await remaining(() => tracesOf(builder), 5)).toEqual([]);
}

describe.each(Object.keys(DRIVERS) as (keyof typeof DRIVERS)[])(
	"a run under a limit that is cancelled, %s",
	(driver) => {
		it.each(
			MOMENTS.map(([moment, when], index) => {
				const name = SIGNALS[(index + (driver === "docker" ? 0 : 1)) % SIGNALS.length] ?? "SIGTERM";
				return [moment, name, when] as const;
			}),
		)("%s, %s: nothing is left after post", async (moment, name, when) => {
			const run = await cancelled(driver, { signal: { name, ...when } });
			const late = moment === "while the report is written";
			if (!late) expect(run.result.code).not.toBe(0);
			// A run that is not begun yet has no report.
			if (!late && run.result.code !== null) expect(run.result.outputs["failure-kind"]).toBe("cancelled");
			expect(run.result.postCode).toBe(0);
			expect(run.result.left).toEqual([]);
			await expectNothingLeft(run);
		});

		it.each(["SIGTERM", "SIGKILL"] as const)("in post, %s: the next run does the rest", async (name) => {
			const state = folderWith({});
			// The temporary folder is a new one in each run, as a runner empties it before each job.
			const env = { XDG_STATE_HOME: state };
			const signal = { name: "SIGKILL", when: /one-1/ } as const;
			const run = await cancelled(driver, { env, signal, postSignal: { name, afterMs: 150 } });
			await cancelled(driver, { env });
			await expectNothingLeft(run);
			expect(readdirSync(path.join(state, "ml-image-build"))).toEqual([]);
		});
	},
);

it("the run beside them kept its own limit until its end", async () => {
	expect(processesWith(asleep.marker)).not.toEqual([]);
	await asleep.wake();
	const result = await beside;
	expect(result.log).toContain("awake-1");
	expect(result.code).toBe(0);
	expect(result.report.limits).toMatchObject({
		held: { memory: 300 * MIB },
		atEnd: { memory: 300 * MIB },
		seenOutside: [],
		problems: [],
	});
});
