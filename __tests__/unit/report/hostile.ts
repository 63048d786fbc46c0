import type { StepRef } from "../../../src/model/facts.ts";
import { compose } from "../../../src/report/compose.ts";
import { distribution, IMAGE, LAYERS, TORCH } from "./images.ts";
import { green } from "./reports.ts";
import { step, TIMELINE } from "./runs.ts";

/** Texts that try to be something else than text: in tables, code, HTML, mermaid, logs and terminals. */
export const NASTY: readonly string[] = [
	"a | b || c \\| d",
	"`tick` ``two`` ```three",
	"<img src=x onerror=alert(1)><script>alert(1)</script>",
	"</details></summary></table><h1>owned</h1>",
	"@everyone @org/team #1 GH-1 :tada: $x^2$",
	"::error file=x::owned",
	"##[error]owned",
	"line one\n\n# heading\n::set-output name=x::y\r\n- list",
	"[link](javascript:alert(1)) ![img](https://evil.example/x.png)",
	"https://evil.example www.evil.example mail@evil.example",
	"\u001b[31mred\u001b[0m \u001b]8;;https://evil.example\u0007link\u001b]8;;\u0007",
	"nul\u0000 bell\u0007 bidi\u202egnp.exe\u2066 zero\u200bwidth \u{e0041}tag",
	'; %% click A href "javascript:alert(1)" }%%{init: {"securityLevel": "loose"}}%%',
	"section owned : crit, 0, 1",
	'title end #quot; " : ; , ``` ~~~ --- ===',
	"𝕏𝕏𝕏 漢字 🚀🚀 \ud800 lone",
	"~~~~ **bold** __under__ ~~strike~~ <!-- comment --> &lt;b&gt; &#64;",
	"x".repeat(5000),
	"`".repeat(400),
	"",
	"- [ ] task",
];

const nasty = (index: number): string => NASTY[index % NASTY.length] ?? "";
const all = NASTY.join(" ");
const place: StepRef = { text: all, file: "evil/](x) `|<b>\n.Dockerfile", line: 3, name: nasty(5) };

const HOSTILE_SERIES = { series: [1, 2, 3, 4, 5, 6].map((value) => ({ at: green.started + value * 1e4, value })) };

/** Every text of a report is hostile. */
export const hostile = compose({
	...green,
	name: all,
	notes: NASTY,
	diagnoses: NASTY.map((text, index) => ({
		id: "out-of-memory",
		shape: text,
		level: index === 0 ? "failure" : "warning",
		certainty: "likely",
		message: text,
		evidence: NASTY,
		remedies: NASTY,
		step: place,
		stepId: text,
	})),
	limits: {
		asked: { memory: 1e10, swapGiven: true, policy: "require" },
		held: { way: "engine-cgroup", where: all, memory: 1e10 },
		problems: NASTY,
		seenInside: 0,
		seenOutside: NASTY,
	},
	swap: { existing: 1, wanted: 3, made: 1, path: all, refused: all, swappiness: { why: all } },
	watch: {
		memory: { ...HOSTILE_SERIES, scope: "steps", swapSeries: [], peak: 4 },
		disks: NASTY.map((text, index) => ({
			...HOSTILE_SERIES,
			roles: NASTY,
			path: text,
			start: 9,
			end: 9,
			lowest: index,
			lowestAt: green.started,
			lowestDuring: NASTY,
		})),
		steps: {},
		reserves: NASTY.slice(0, 3).map((path) => ({ path, bytes: 9, givenBackAt: 1, givenBackDuring: NASTY })),
		thrash: { method: "pressure", at: 1, ms: 1, during: NASTY },
		places: NASTY.flatMap((where) => [
			{ kind: "layers", where, bytes: 9, newBytes: 1 },
			{ kind: "temp", where: `/${where}`, bytes: 9 },
		]),
	},
	pages: "https://github.com/a/b/blob/v1)](javascript:alert(1))",
	delivered: { tags: NASTY, pushed: true, loaded: false, digest: all, imageId: all },
	verdicts: NASTY.map((text, index) => ({
		id: text,
		title: nasty(index + 1),
		status: index % 2 === 0 ? "fail" : "warn",
		expected: nasty(index + 2),
		actual: nasty(index + 3),
		detail: nasty(index + 4),
		evidence: NASTY,
		remedy: text,
		step: place,
		platform: nasty(index + 5),
	})),
	phases: NASTY.map((text, index) => ({
		id: text,
		title: text,
		started: green.started + index * 1e4,
		completed: green.started + index * 1e4 + 9e3,
	})),
	timeline: {
		...TIMELINE,
		steps: NASTY.flatMap((text, index) => [
			step(text, index * 20, index * 20 + 19, { step: place, tail: NASTY }),
			step(`[${text} ${index}/9] ${text}`, index * 20, index * 20 + 18, { step: place }),
		]),
		warnings: NASTY.map((text) => ({ message: text, detail: NASTY, url: text, file: text, line: 1 })),
	},
	images: [
		{
			...IMAGE,
			id: all,
			layers: {
				known: true,
				method: all,
				seconds: 1,
				value: LAYERS.map((layer, index) => ({ ...layer, createdBy: nasty(index), step: place })),
			},
			distributions: {
				known: true,
				method: all,
				seconds: 1,
				value: NASTY.map((text, index) => ({
					...distribution("x", nasty(index + 1), 1_000_000 * index),
					name: text,
					key: text,
					prefix: nasty(index + 2),
				})),
			},
			torch: {
				known: true,
				method: all,
				seconds: 1,
				value: NASTY.map((text) => ({ ...TORCH, version: text, cuda: text, hip: text, site: text })),
			},
		},
	],
	space: {
		need: { bytes: 2, how: all, from: "default" },
		disks: [{ roles: NASTY, path: all, device: all, free: 1, total: 3, needed: 2, after: 1 }],
		items: NASTY.map((text, index) => ({
			component: text,
			title: nasty(index + 1),
			state: index % 2 === 0 ? ("in-part" as const) : ("failed" as const),
			bytes: 1,
			files: 1,
			seconds: 1,
			why: nasty(index + 2),
		})),
		kept: NASTY.map((text, index) => ({ component: text, why: nasty(index + 1) })),
		refused: all,
		freedBytes: 1,
		blockedMs: 1,
		dangling: NASTY,
	},
	failure: {
		kind: "build",
		message: all,
		problems: NASTY.map((text, index) => ({
			input: text,
			value: nasty(index + 1),
			message: nasty(index + 2),
			remedy: nasty(index + 3),
		})),
		step: place,
		build: {
			message: all,
			exitCode: 1,
			run: step(all, 1, 2, { error: all, tail: NASTY }),
			excerpt: NASTY,
			step: place,
		},
		stack: NASTY.join("\n"),
	},
	source: { server: "https://github.com", repository: "acme/trainer", sha: "9f8e7d6c", runUrl: "javascript:alert(1)" },
});
