import { randomBytes } from "node:crypto";
import { beforeAll, describe, expect, it, jest } from "@jest/globals";
import type { StepResult } from "../support/action.ts";
import { folderWith } from "./support/docker.ts";
import { BASE, BASE_ARG } from "./support/dockerfiles.ts";
import { type Recorder, recordDocker } from "./support/recorder.ts";
import { heardCommands } from "./support/runner.ts";
import { buildIn, everythingTold, UNWARNED, withoutMasks } from "./support/steps.ts";

jest.setTimeout(300_000);

/** What a hostile or careless build may print; each line once before and once after a flood. */
const HOSTILE = String.raw`::set-output name=imageid::sha256:evil
::set-env name=PATH::/evil
::save-state name=journal::/etc
::add-mask::Dockerfile
::add-path::/evil
::error file=Dockerfile,line=1::not ours
::stop-commands::evil
::debug::x
   ::warning::indented
##[error]not ours
text ##[set-output name=verdict]pass
plain\r::notice::after a carriage return
\033[31m::error::coloured\033[0m
nul \000 ::error::and nul \000
\342\200\250::error::after a line separator
\302\205::error::after a next line
\013::error::after a vertical tab
<img src=x onerror=alert(1)> @everyone [click](https://evil.example) |
`;

const TOKEN = `tok"en'$(id)\\w0rd`;
const KEY = "-----BEGIN KEY-----\nc2VjcmV0LWxpbmUtb25l\nc2VjcmV0LWxpbmUtdHdv\n-----END KEY-----";
const FROM_ENV = "environment-secret-4711";
const SECRETS = [TOKEN, "c2VjcmV0LWxpbmUtb25l", "c2VjcmV0LWxpbmUtdHdv", FROM_ENV];

const MOUNTS = "--mount=type=secret,id=token --mount=type=secret,id=key --mount=type=secret,id=fromenv";
const REVEAL = "for s in token key fromenv; do cat /run/secrets/$s; echo; done";
const dockerfile = (end: string) => `${BASE}COPY hostile.txt /
RUN ${MOUNTS} printf "$(cat /hostile.txt)\\n"; ${REVEAL}; cd /run/secrets && ls
RUN ${MOUNTS} seq 1 100000; : '::set-output name=a::b ##[error]x'
RUN ${MOUNTS} printf "$(cat /hostile.txt)\\n"; ${REVEAL}; ${end}
`;

describe.each([
	["a build that fails", "exit 3", 1],
	["a build that succeeds", "true", 0],
])("a log full of workflow commands and secrets, of %s", (_, end, code) => {
	let result: StepResult;
	let recorder: Recorder;

	beforeAll(async () => {
		recorder = recordDocker();
		const inputs = {
			secrets: `"token=${TOKEN.replaceAll('"', '""')}"\n"key=${KEY}"`,
			"secret-envs": "fromenv=MY_SECRET",
			"no-cache": "true",
			...UNWARNED,
		};
		const env = { ...recorder.env, MY_SECRET: FROM_ENV };
		result = await buildIn(folderWith({ Dockerfile: dockerfile(end), "hostile.txt": HOSTILE }), inputs, { env });
	});

	it("ends as the build did", () => {
		expect([result.code, result.postCode]).toEqual([code, 0]);
		expect(result.outputs["failure-line"]).toBe(code === 0 ? "" : "6");
		expect(result.left).toEqual([]);
	});

	it("commands nothing but what the action itself says", () => {
		const heard = heardCommands(`${result.log}\n${result.postLog}`);
		const ours = new Set(["group", "endgroup", "add-mask", "error", "warning"]);
		expect(heard.filter(({ name }) => !ours.has(name))).toEqual([]);
		const loud = heard.filter(({ name }) => name === "error" || name === "warning");
		expect(loud.filter(({ properties }) => !properties.startsWith("title="))).toEqual([]);
		expect(loud.filter(({ name }) => name === "error")).toHaveLength(code);
		const masks = heard.filter(({ name }) => name === "add-mask").map(({ value }) => value);
		expect(masks).not.toContain("Dockerfile");
		expect(heard.at(-1)?.name).not.toBe("stop-commands");
	});

	it("was shown, the flood too", () => {
		expect(result.log).toContain("not ours");
		expect(result.log.match(/^.{0,12}\b\d{1,6}$/gm)?.length).toBeGreaterThan(1000);
		expect(result.log).not.toContain("\0");
	});

	it("tells no secret", () => {
		const told = withoutMasks(everythingTold(result));
		for (const secret of SECRETS)
			expect(told.includes(secret) || told.includes(JSON.stringify(secret).slice(1, -1))).toBe(false);
		const argv = JSON.stringify(recorder.calls());
		expect(recorder.solves()).toHaveLength(1);
		for (const secret of SECRETS) expect(argv).not.toContain(JSON.stringify(secret).slice(1, -1));
	});

	it("keeps the summary free of its markup", () => {
		const outsideOfCode = result.summary.replace(/^```.*?^```/gms, "").replace(/`[^`\n]+`/g, "");
		expect(outsideOfCode).not.toContain("<img");
		expect(outsideOfCode).not.toContain("evil.example");
		expect(result.outputs["imageid"]).not.toContain("evil");
	});
});

it("obeys nothing that stands in inputs either, as a pull request's title may", async () => {
	const title = "fix ##[set-output name=digest]evil\n::set-output name=imageid::evil\r::add-path::/evil";
	const folder = folderWith({ Dockerfile: `${BASE}ARG TITLE\nRUN echo "$TITLE"\n` });
	const inputs = {
		labels: `"title=${title}"`,
		"build-args": `${BASE_ARG}\n"TITLE=${title}"`,
		"max-image-size": "3GB",
		...UNWARNED,
	};
	for (const dry of ["true", "false"]) {
		const result = await buildIn(folder, { ...inputs, "dry-run": dry });
		expect(result.code).toBe(0);
		expect(result.log).toContain("[set-output name=digest]evil");
		const heard = heardCommands(`${result.log}\n${result.postLog}`).map(({ name }) => name);
		expect(heard.filter((name) => !["group", "endgroup"].includes(name))).toEqual([]);
	}
});

it("tells no part of a long secret, wherever a long line of the log is cut", async () => {
	const long = randomBytes(2400).toString("base64");
	const filler = (length: number) => `head -c ${length} /dev/zero | tr '\\0' x`;
	const print = [490, 1900, 6000, 8100]
		.map((length) => `${filler(length)}; cat /run/secrets/long; ${filler(length)}; echo;`)
		.join(" ");
	const folder = folderWith({
		Dockerfile: `${BASE}RUN --mount=type=secret,id=long ${print} printf '\\033[31m%s\\033[0m' "$(cat /run/secrets/long)"; exit 3\n`,
	});
	const result = await buildIn(folder, { secrets: `long=${long}` });
	expect(result.outputs["failure-kind"]).toBe("build");
	expect(result.log).toContain("***");
	const told = withoutMasks(everythingTold(result));
	const parts = Array.from({ length: long.length - 16 }, (_, at) => long.slice(at, at + 16));
	expect(parts.filter((part) => told.includes(part))).toEqual([]);
});
