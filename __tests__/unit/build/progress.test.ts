import { describe, expect, it } from "@jest/globals";
import { formatPart, formatTime } from "../../../src/build/progress/amounts.ts";
import { cleanLine } from "../../../src/build/progress/clean.ts";
import { withoutSources } from "../../../src/build/progress/events.ts";
import { createProgress, type LogEvent } from "../../../src/build/progress/index.ts";
import { cut } from "../../../src/model/kept-text.ts";
import { logText } from "../../support/recording.ts";

const START = Date.parse("2026-01-01T00:00:00Z");
const at = (seconds: number): string => new Date(START + seconds * 1000).toISOString();

/** Plays events given as `[second, event]`. */
function play(events: readonly (readonly [number, object])[], options: Parameters<typeof createProgress>[0] = {}) {
	const progress = createProgress(options);
	const out: LogEvent[] = [];
	for (const [second, event] of events) out.push(...progress.line(JSON.stringify(event), START + second * 1000));
	return { progress, out, text: () => logText([...out, ...progress.finish(START + (events.at(-1)?.[0] ?? 0) * 1000)]) };
}

const begin = (id: string, second: number, name = `[${id}] RUN x`) => ({
	vertexes: [{ digest: id, name, started: at(second) }],
});
const end = (id: string, from: number, to: number, more = {}) => ({
	vertexes: [{ digest: id, name: `[${id}] RUN x`, started: at(from), completed: at(to), ...more }],
});
const says = (id: string, second: number, data: string | Buffer) => ({
	logs: [{ vertex: id, stream: 1, data: Buffer.from(data).toString("base64"), timestamp: at(second) }],
});

describe("text of the build", () => {
	it.each([
		["colours", "\u001b[1;31mred\u001b[0m", "red"],
		["a title and a link", "\u001b]0;title\u0007\u001b]8;;http://x\u001b\\link", "link"],
		["a progress bar", " 10%\r 50%\r100%", "100%"],
		["a bar that ends with a return", "50%\r100%\r", "100%"],
		["NUL and backspace", "a\u0000b\bc", "abc"],
		["hidden direction", "a\u202eb\u2066c", "abc"],
		["line ends", "a\nb\u2028c", "a bc"],
		["tabs stay", "a\tb", "a\tb"],
	])("is cleaned of %s", (_name, given, expected) => {
		expect(cleanLine(given)).toBe(expected);
	});

	it("is never cut inside a character", () => {
		expect(cut("ab😀cd", 4)).toBe("ab…");
	});

	it("keeps characters that are split over events", () => {
		const bytes = Buffer.from("größer\n");
		const { text } = play([
			[0, begin("a", 0)],
			[1, says("a", 1, bytes.subarray(0, 3))],
			[1, says("a", 1, bytes.subarray(3))],
		]);
		expect(text()).toContain("# größer");
	});

	it("is shown at most every 5 s while a line is drawn again and again", () => {
		const bars = Array.from({ length: 100 }, (_, index) => [10 + index / 10, says("a", 10, `\r${index}%`)] as const);
		const { text } = play([[10, begin("a", 10)], ...bars]);
		expect(text().match(/\d+%/g)?.length).toBeLessThanOrEqual(4);
	});

	it("is only ever given to data and titles", () => {
		const evil = "::error::x\n##[error]y\n";
		const { out, progress } = play([
			[0, begin("a", 0, "[a] RUN ::set-env::")],
			[3, says("a", 3, evil)],
			[4, end("a", 0, 4, { error: "::error::z" })],
		]);
		const ours = [...out, ...progress.finish(START)].filter((event) => event.kind === "info");
		expect(ours.length).toBeGreaterThan(0);
		expect(JSON.stringify(ours)).not.toContain("::");
	});
});

describe("several steps at once", () => {
	it("streams one and shows the others when it has ended, in the order of their ends", () => {
		const { text } = play([
			[0, begin("a", 0)],
			[0, begin("b", 0)],
			[0, begin("c", 0)],
			[1, says("a", 1, "a1\n")],
			[1, says("b", 1, "b1\n")],
			[1, says("c", 1, "c1\n")],
			[2, end("c", 0, 2)],
			[3, end("b", 0, 3)],
			[4, says("a", 4, "a2\n")],
			[5, end("a", 0, 5)],
		]);
		const group = (id: string, ...lines: string[]) => [
			`> [${id}] RUN x`,
			...lines.map((line) => `# ${line}`),
			"done # s",
			"<",
		];
		expect(text().split("\n")).toEqual([...group("a", "a1", "a2"), ...group("c", "c1"), ...group("b", "b1")]);
	});

	it("says how many lines of a waiting step were left out, and keeps the last", () => {
		const flood = Array.from({ length: 1000 }, (_, index) => `line ${index}\n`).join("");
		const { text } = play([
			[0, begin("a", 0)],
			[1, says("a", 1, "a\n")],
			[1, begin("b", 1)],
			[2, says("b", 2, flood)],
			[3, end("b", 1, 3)],
			[4, end("a", 0, 4)],
		]);
		expect(text()).toContain("(600 earlier lines left out)\n# line 600\n");
		expect(text()).not.toContain("line 599");
	});

	it("hides quick bookkeeping, shows it when it is slow or fails", () => {
		const name = "[internal] load build context";
		const quick = play([
			[0, begin("a", 0, name)],
			[1, end("a", 0, 1, { name })],
		]);
		const slow = play([
			[0, begin("a", 0, name)],
			[3, end("a", 0, 3, { name })],
		]);
		const failed = play([
			[0, begin("a", 0, name)],
			[1, end("a", 0, 1, { name, error: "no such folder" })],
		]);
		expect([quick.text(), slow.text(), failed.text()]).toEqual([
			"",
			expect.stringContaining(name),
			expect.stringContaining("no such folder\nfailed after"),
		]);
	});

	it("shows a step that BuildKit tries again, and that fails again of the same, once", () => {
		const name = "[internal] load git source https://git.example/x.git#main:none";
		const fails = (from: number, error: string) =>
			[
				[from, begin("g", from, name)],
				[from + 0.1, { vertexes: [{ digest: "g", name, started: at(from), completed: at(from + 0.1), error }] }],
			] as const;
		const { text } = play([
			...fails(0, "invalid subdir /none"),
			...fails(1, "invalid subdir /none"),
			...fails(2, "invalid subdir /none"),
			...fails(3, "remote hung up"),
			[4, begin("g", 4, name)],
			[4.1, says("g", 4.1, "fatal: no\n")],
			[4.2, { vertexes: [{ digest: "g", name, started: at(4), completed: at(4.2), error: "remote hung up" }] }],
		]);
		expect(text().match(/invalid subdir|remote hung up|fatal: no/g)).toEqual([
			"invalid subdir",
			"remote hung up",
			"fatal: no",
			"remote hung up",
		]);
	});

	it("opens the group of a step that says nothing after 2 s", () => {
		const progress = createProgress({});
		progress.line(JSON.stringify(begin("a", 0)), START);
		const titles = (second: number) => logText(progress.tick(START + second * 1000));
		expect([titles(1), titles(2.5), titles(3)]).toEqual(["", "> [a] RUN x", ""]);
	});

	it("shows what comes of a step behind its end, and goes on with the others then", () => {
		const { text } = play([
			[0, begin("a", 0)],
			[1, says("a", 1, "first\n")],
			[2, end("a", 0, 2)],
			[2, begin("b", 2)],
			[2, says("a", 1, "second\n")],
			[2, says("a", 1, "third\n")],
			[2, says("b", 2, "other\n")],
			[3, end("b", 2, 3)],
			[3, says("a", 1, "fourth\n")],
		]);
		expect(text().match(/first|second|third|other|fourth|done/g)).toEqual([
			"first",
			"done",
			"second",
			"third",
			"other",
			"done",
			"fourth",
		]);
	});

	it("closes a group that is open when the build is cut off", () => {
		const { text } = play([
			[0, begin("a", 0)],
			[1, says("a", 1, "half a line")],
		]);
		expect(text()).toBe("> [a] RUN x\n# half a line\nnot finished after # s\n<");
	});
});

describe("progress of transfers", () => {
	it("is one line per 5 s with the sum over all layers", () => {
		const status = (second: number, id: string, current: number) => ({
			statuses: [{ id: `sha256:${id}`, vertex: "a", current, total: 2e9, started: at(0), timestamp: at(second) }],
		});
		const events = Array.from(
			{ length: 12 },
			(_, second) => [second, status(second, second % 2 ? "x" : "y", second * 1e8)] as const,
		);
		const { text, progress } = play([[0, begin("a", 0)], ...events]);
		expect(text().match(/downloading .*/g)).toEqual([
			"downloading 900 MB of 4 GB, # MB/s",
			"downloading 1.9 of 4 GB, # MB/s",
		]);
		expect(progress.timeline().steps[0]?.pulledBytes).toBe(2.1e9);
	});

	it("tells what went to the builder from what came from it", () => {
		const status = (second: number, id: string, vertex: string, current: number) => ({
			statuses: [{ id, vertex, current, started: at(0), timestamp: at(second) }],
		});
		const { text, progress } = play([
			[0, begin("a", 0, "[internal] load build context")],
			[0, begin("b", 0, "exporting to docker image format")],
			[1, status(1, "transferring context:", "a", 4e8)],
			[1, status(1, "sending tarball", "b", 9e8)],
			[7, status(7, "transferring context:", "a", 5e8)],
			[7, status(7, "transferring context:", "a", 1e8)],
		]);
		expect(progress.timeline().steps.map(({ sentBytes }) => sentBytes)).toEqual([5e8, undefined]);
		expect(text()).toContain("sending 500 MB");
	});

	it.each([
		[1.2e9, 3.4e9, "1.2 of 3.4 GB"],
		[9e8, 3.4e9, "900 MB of 3.4 GB"],
		[0, 5, "0 of 5 B"],
	])("%d of %d", (part, whole, expected) => {
		expect(formatPart(part, whole)).toBe(expected);
	});

	it.each([
		[50, "0.1 s"],
		[99_900, "99.9 s"],
		[125_000, "2 min 05 s"],
		[3_725_000, "1 h 02 min"],
	])("%d ms are %s", (ms, expected) => {
		expect(formatTime(ms)).toBe(expected);
	});
});

describe("the timeline", () => {
	it("counts overlapping runs of a step once", () => {
		const { progress } = play([
			[1, end("a", 0, 1)],
			[5, end("a", 3, 5)],
			[5, end("a", 4, 5)],
		]);
		expect(progress.timeline().steps).toMatchObject([{ ms: 3000, started: START, completed: START + 5000 }]);
	});

	it("tells which steps run now, and which have ended since it was asked last", () => {
		const { progress } = play([
			[0, begin("a", 0)],
			[1, begin("b", 1, "[linux/amd64 main 2/3] COPY . .")],
			[2, begin("c", 2, "[internal] load build context")],
			[3, says("a", 3, "hello\n")],
			[4, end("b", 1, 4)],
			[5, end("d", 5, 5, { cached: true })],
			[5, end("e", 4.9, 5)],
		]);
		expect(progress.running()).toEqual([
			{ id: "a", name: "[a] RUN x", started: START, printed: true, isRun: true, internal: false },
			{
				id: "c",
				name: "[internal] load build context",
				started: START + 2000,
				printed: false,
				isRun: false,
				internal: true,
			},
		]);
		expect(progress.takeEnded().map(({ id }) => id)).toEqual(["b", "e"]);
		expect(progress.takeEnded()).toEqual([]);
		expect(progress.events()).toBe(7);
	});

	it("keeps 50 lines of a step, each at most 500 characters", () => {
		const flood = Array.from({ length: 200 }, (_, index) => `${index} ${"x".repeat(1000)}\n`).join("");
		const { progress } = play([
			[0, begin("a", 0)],
			[1, says("a", 1, flood)],
		]);
		const tail = progress.timeline().steps[0]?.tail ?? [];
		expect([tail.length, tail[0]?.startsWith("150 "), Math.max(...tail.map((line) => line.length))]).toEqual([
			50,
			true,
			500,
		]);
	});

	it("gives a reason even when buildx gives none", () => {
		expect(createProgress({}).failure(null)?.message).toContain("no exit code");
	});

	it("reads a warning that comes with a very large Dockerfile", () => {
		const short = Buffer.from("LegacyKeyValueFormat").toString("base64");
		const data = Buffer.alloc(2e6, "ENV A b\n").toString("base64");
		const event = {
			warnings: [{ short, sourceInfo: { filename: "Dockerfile", data }, range: [{ start: { line: 7 } }] }],
		};
		const { warnings } = play([[1, event]]).progress.timeline();
		expect(warnings).toEqual([{ message: "LegacyKeyValueFormat", detail: [], file: "Dockerfile", line: 7 }]);
		expect(withoutSources(JSON.stringify(event)).length).toBeLessThan(1000);
	});

	it("keeps names of steps within bounds, however long their commands are", () => {
		const progress = createProgress({});
		for (let index = 0; index < 100; index++) {
			const name = `[stage-0 ${index}/100] RUN ${"x".repeat(30_000)}`;
			const vertex = { digest: `${index}`, name, started: at(1), completed: at(2) };
			progress.line(JSON.stringify({ vertexes: [vertex] }), 0);
		}
		const names = progress.timeline().steps.map(({ name }) => name);
		expect(names).toHaveLength(100);
		expect(names.join("").length).toBeLessThan(400_000);
		expect(names.at(-1)).toMatch(/^\[stage-0 99\/100\] RUN x+…$/);
	});

	it.each(["{broken", '{"vertexes":null}', "[]", '{"logs":[{"vertex":1}]}', ""])("survives the line %j", (line) => {
		const progress = createProgress({});
		expect(() => progress.line(line, START)).not.toThrow();
		expect(progress.timeline().steps).toEqual([]);
	});

	it("stays small while a build prints 40 MB", () => {
		const progress = createProgress({});
		const block = JSON.stringify(says("b", 1, `${"y".repeat(99)}\n`.repeat(1000)));
		progress.line(JSON.stringify(begin("a", 0)), START);
		progress.line(JSON.stringify(says("a", 1, "first\n")), START);
		progress.line(JSON.stringify(begin("b", 0)), START);
		let events = 0;
		for (let index = 0; index < 400; index += 1) events += progress.line(block, START + index).length;
		const held = progress.finish(START + 9000).flatMap((event) => (event.kind === "data" ? event.lines : []));
		expect(events).toBeLessThan(50);
		expect(held.join("").length).toBeLessThan(100_000);
	});
});
