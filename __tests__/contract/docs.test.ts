import { describe, expect, it } from "@jest/globals";
import { refreshComponents, refreshReadme } from "../../scripts/docs.ts";
import { WAYS } from "../../src/image/ways/index.ts";
import { ASSERTIONS } from "../../src/judge/assertions/index.ts";
import { DIAGNOSES } from "../../src/judge/diagnoses/index.ts";
import { COMPONENT_NAMES, COMPONENTS } from "../../src/space/components/index.ts";
import { filesBelow, readAction, readProject } from "./project.ts";

const PAGES = [
	"README.md",
	"CONTRIBUTING.md",
	"SECURITY.md",
	"CHANGELOG.md",
	"examples/README.md",
	...filesBelow("docs").filter((path) => path.endsWith(".md")),
];

describe("README.md", () => {
	it("says what action.yml says (remedy: npm run docs)", () => {
		const readme = readProject("README.md");
		expect(refreshReadme(readme, readProject("action.yml"))).toBe(readme);
	});

	it("has a page of the sub-action that says what its action.yml says", () => {
		const page = readProject("docs/free-disk.md");
		expect(refreshReadme(page, readProject("free-disk/action.yml"))).toBe(page);
	});

	it("is noticed when it is stale", () => {
		const action = readProject("action.yml").replace("  push:\n", "  push-it:\n");
		expect(refreshReadme(readProject("README.md"), action)).toContain("| `push-it` |");
	});

	it("that lost a marker is refused", () => {
		const broken = readProject("README.md").replace("<!-- inputs:end -->", "");
		expect(() => refreshReadme(broken, readProject("action.yml"))).toThrow("markers <!-- inputs:begin -->");
	});
});

describe("docs/components.md", () => {
	const page = readProject("docs/components.md");

	it("says what the catalog says (remedy: npm run docs)", () => {
		expect(refreshComponents(page, COMPONENTS)).toBe(page);
	});

	it("is noticed when it is stale", () => {
		expect(refreshComponents(page, COMPONENTS.slice(1))).not.toBe(page);
	});

	it("has every name that keep and remove take", () => {
		expect(COMPONENT_NAMES.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
	});
});

describe("catalogs", () => {
	const pagesOf = (folder: string) =>
		filesBelow(`docs/${folder}`).map((path) => path.slice(path.lastIndexOf("/") + 1, -".md".length));

	it.each([
		["assertions", ASSERTIONS.map(({ id }) => id)],
		["ways", WAYS.map(({ id }) => id)],
	])("every entry of %s has its page, and every page its entry", (folder, ids) => {
		expect(pagesOf(folder).toSorted()).toEqual([...ids].toSorted());
	});
});

describe("docs/diagnoses", () => {
	/** Kinds as the published schema names them, which is compared with the model elsewhere. */
	const { $defs } = JSON.parse(readProject("docs/report-v1.schema.json")) as {
		readonly $defs: { readonly Failure: { readonly properties: { readonly kind: { readonly enum: string[] } } } };
	};
	const kinds = $defs.Failure.properties.kind.enum;

	it("has one page for every kind of failure", () => {
		const pages = filesBelow("docs/diagnoses").map((path) => path.slice("docs/diagnoses/".length, -".md".length));
		expect(pages.toSorted()).toEqual(kinds.toSorted());
	});

	it.each(DIAGNOSES.flatMap(({ id, shapes }) => shapes.map((shape) => [id, shape])))(
		"%s has the heading %s, where the summary links to",
		(id, shape) => {
			expect(readProject(`docs/diagnoses/${id}.md`).split("\n")).toContain(`## ${shape}`);
		},
	);

	it.each(DIAGNOSES.map(({ id, shapes }) => [id, shapes] as const))(
		"%s describes no shape that is not given",
		(id, shapes) => {
			const headings = [...readProject(`docs/diagnoses/${id}.md`).matchAll(/^## ([a-z-]+)$/gm)].map(([, name]) => name);
			expect(headings.toSorted()).toEqual(shapes.toSorted());
		},
	);
});

describe("pages", () => {
	const links = PAGES.flatMap((page) =>
		[...readProject(page).matchAll(/\]\((?!https?:|#)([^)#\s]+)[^)]*\)/g)].map((match) => ({
			page,
			to: match[1] ?? "",
		})),
	);

	it("link to files that are there", () => {
		const dead = links.filter(({ page, to }) => {
			const url = new URL(to, `file:///${page}`);
			return !FILES.has(decodeURIComponent(url.pathname).replace(/^\/|\/$/g, ""));
		});
		expect(links.length).toBeGreaterThan(0);
		expect(dead).toEqual([]);
	});

	it("name only scripts that package.json has", () => {
		const { scripts } = JSON.parse(readProject("package.json")) as {
			readonly scripts: Readonly<Record<string, string>>;
		};
		const named = PAGES.flatMap((page) =>
			[...readProject(page).matchAll(/npm run ([a-z][\w:-]*)/g)].map((match) => match[1] ?? ""),
		);
		expect(named).toContain("demo");
		expect([...new Set(named)].filter((name) => !(name in scripts))).toEqual([]);
	});

	it("quote errors that the program can say", () => {
		const table = readProject("README.md").split("## Troubleshooting")[1]?.split("\n## ")[0] ?? "";
		const quoted = [...table.matchAll(/^\| `([^`]+)` \|/gm)].map((match) => match[1] ?? "");
		const sources = filesBelow("src").map(readProject).join("\n");
		expect(quoted.length).toBeGreaterThan(5);
		expect(quoted.filter((text) => !sources.includes(text))).toEqual([]);
	});

	it("show only inputs and flags that exist", () => {
		const inputs = new Set(Object.keys(readAction().inputs));
		const flags = PAGES.flatMap((page) => shownFlags(readProject(page)));
		expect(flags.length).toBeGreaterThan(0);
		expect(flags.filter((flag) => !inputs.has(flag) && !CLI_ONLY.has(flag))).toEqual([]);
	});
});

const CLI_ONLY = new Set(["help", "summary-file", "report-file"]);
const TOP = ["docs", "examples", "scripts", "src", "__tests__", ".github"];
const ALL = TOP.flatMap((folder) => filesBelow(folder));
/** Files and their folders. */
const FILES = new Set([
	...["README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "LICENSE", "action.yml"],
	...ALL,
	...ALL.flatMap((path) => path.split("/").map((_, index, parts) => parts.slice(0, index).join("/"))),
]);

/** Flags in lines that call our command line. */
function shownFlags(text: string): readonly string[] {
	const calls = text.split("\n").filter((line) => /(dist\/cli\.js|ml-image-build) build /.test(line));
	return calls.flatMap((line) => [...line.matchAll(/--([a-z][a-z-]*)/g)].map((match) => match[1] ?? ""));
}
