import { describe, expect, it } from "@jest/globals";
import { renderAnnotations } from "../../../src/report/annotations.ts";
import { block, cell, code, fence, logLine, mermaidLabel, prose, row } from "../../../src/report/escape.ts";
import { renderJson } from "../../../src/report/json.ts";
import { renderOutputs } from "../../../src/report/outputs.ts";
import { renderSummary } from "../../../src/report/summary.ts";
import { renderTerminal } from "../../../src/report/terminal.ts";
import "../../support/golden.ts";
import { conflict } from "./failures.ts";
import { hostile, NASTY } from "./hostile.ts";

/** Markdown with everything inside code and our own link addresses taken out: what is left can act. */
function outsideCode(markdown: string): string {
	const unfenced = markdown.replace(/^(`{3,})[a-z]*\n[\s\S]*?\n\1$/gm, "");
	const unlinked = unfenced.replace(/\]\(https:\/\/github\.com\/acme\/trainer\/[\w%./-]+#L\d+\)/g, "]");
	return unlinked.replace(/(?<!`)(`+)(?!`)[^\n]*?(?<!`)\1(?!`)/g, "");
}

const ACTIVE =
	/<(?!\/?(?:details|summary|b|sub|br)\b)|&(?!#)|@|https?:(?!\/\/docs\.docker\.com\/)|www\.|!\[|javascript:|:\w+:|\$|~~|__/;

describe.each(NASTY.map((text) => [JSON.stringify(text).slice(0, 60), text]))("%s", (_, text) => {
	it("is only text in prose, code and table cells", () => {
		const around = [`@a ${text} @b`, `@a (${text}):, @b`, `@a${text}@b ${text}\u00a0${text}`];
		const within = around.map((sentence) => prose(sentence, 600, [text]));
		for (const markdown of [prose(text), code(text), row([prose(text), code(text)]), ...within]) {
			expect(outsideCode(markdown)).not.toMatch(ACTIVE);
			expect(markdown).not.toMatch(/[\n\r\p{Cf}]/u);
		}
	});

	it("stays in its table cell", () => {
		expect(row([prose(text), code(text), "end"]).match(/(?<!\\)\|/g)).toHaveLength(4);
		expect(cell(code(text))).not.toMatch(/\\\\\|/);
	});

	it("cannot end a fenced block", () => {
		const [first = "", ...lines] = fence(["before", text, "after"]).split("\n");
		const ticks = /^`+/.exec(first)?.[0] ?? "";
		expect(lines.filter((line) => line.trim().startsWith(ticks))).toEqual([ticks]);
	});

	it("is a label in mermaid", () => {
		expect(mermaidLabel(text)).toMatch(/^[A-Za-z0-9 ._/+-]{1,60}$/);
		expect(mermaidLabel(text)).not.toMatch(/^(section|title|click|end)\b/);
	});

	it("is no workflow command and holds no control character in a log line", () => {
		expect(logLine(text)).not.toMatch(/^\s*::|##\[|[\p{Cc}\p{Cf}]/u);
	});
});

it("never becomes anything but text, whatever touches what", () => {
	const pieces = [
		"`",
		"``",
		"@a",
		" ",
		" ",
		"(",
		")",
		":",
		"x",
		"RUN",
		"RUN a",
		"R `b`",
		// biome-ignore lint/suspicious/noTemplateCurlyInString: what people write in workflows.
		"${{ x }}",
		"<b>",
		"\u00a0",
		"|",
		"'",
	];
	let seed = 1;
	const next = (below: number): number => {
		seed = (seed * 48271) % 2147483647;
		return seed % below;
	};
	for (let round = 0; round < 20_000; round++) {
		const text = Array.from({ length: 2 + next(9) }, () => pieces[next(pieces.length)]).join("");
		for (const markdown of [prose(text), prose(text, 600, ["RUN a", "R `b`", "@a x", "`"])])
			expect([text, outsideCode(markdown)]).toEqual([text, expect.not.stringMatching(ACTIVE)]);
	}
});

it.each(NASTY.map((text) => [JSON.stringify(text).slice(0, 60), text]))(
	"an error of the log is only quoted: %s",
	(_, text) => {
		const { failure } = conflict;
		const build = failure?.build;
		if (failure === undefined || build?.run === undefined) throw new Error("the sample has failed");
		const told = {
			...conflict,
			failure: { ...failure, build: { ...build, run: { ...build.run, tail: [`ERROR: ${text} _`, text] } } },
		};
		const summary = renderSummary(told, { maxBytes: 900 * 1024 });
		const bold = /^\*\*(.*)\*\*$/.exec(summary.split("\n")[2] ?? "")?.[1] ?? "";
		expect(bold).toMatch(/^(`+) ?ERROR:.*\1$/);
		expect(outsideCode(bold)).toBe("");
		expect(renderTerminal(told, { color: false })).not.toMatch(/^\s*::|##\[|[\p{Cf}\u001b]/mu);
		expect(renderAnnotations(told)[0]?.message).not.toMatch(/[\u0000\u001b\u202e]/);
	},
);

describe("a report in which every text is hostile", () => {
	const summary = renderSummary(hostile, { maxBytes: 900 * 1024 });

	it("becomes a summary of harmless Markdown, drawn by the preview in a browser", () => {
		expect(summary).toMatchGolden("hostile.md");
		expect(outsideCode(summary.replace(/^> \[!NOTE\]$/m, ""))).not.toMatch(ACTIVE);
		expect(block(summary)).toBe(summary);
	});

	it("becomes terminal text without commands or codes of its own", () => {
		const text = renderTerminal(hostile, { color: false });
		for (const line of text.split("\n")) expect(line).not.toMatch(/^\s*::|##\[|[\p{Cc}\p{Cf}]/u);
	});

	it("becomes JSON without ANSI codes", () => {
		expect(renderJson(hostile)).not.toMatch(/\\u001b|\\u202e|\\u0000/);
	});

	it("becomes at most ten annotations of a level, in plain text", () => {
		const annotations = renderAnnotations(hostile);
		for (const level of ["error", "warning", "notice"])
			expect(annotations.filter((one) => one.level === level).length).toBeLessThanOrEqual(10);
		for (const { title, message } of annotations) {
			expect(title).not.toMatch(/[\p{Cc}\p{Cf}]/u);
			expect(message).not.toMatch(/[\u0000\u001b\u202e]/);
		}
	});

	it("becomes outputs of one line each", () => {
		const { metadata, ...rest } = renderOutputs(hostile, { metadata: '{\n"a": 1\n}', reportJson: "/tmp/r.json" });
		expect(metadata).toBe('{\n"a": 1\n}');
		expect(Object.values(rest).filter((value) => /[\n\r\p{Cc}]/u.test(value))).toEqual([]);
	});
});
