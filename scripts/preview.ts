/**
 * Shows the golden summaries as GitHub would: Markdown and mermaid drawn by a real browser, light and dark, one picture a
 * golden. Fails when a diagram does not draw in any of three mermaid versions, when labels overlap, or when HTML was injected.
 *
 *     node scripts/preview.ts [name …]      pictures of all goldens, or of the named ones
 *     node scripts/preview.ts --check       no pictures
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { type PageResult, readResult, renderPage } from "./preview/page.ts";
import { browse, CACHE, installBrowser, installPackages, MERMAIDS } from "./preview/tools.ts";

type Theme = "light" | "dark";
const GOLDEN = join(import.meta.dirname, "..", "__tests__", "golden");
const THEMES: readonly Theme[] = ["light", "dark"];

async function articles(modules: string) {
	const { marked } = (await import(pathToFileURL(join(modules, "marked", "lib", "marked.esm.js")).href)) as {
		marked: { parse(text: string, options: object): string };
	};
	const files = readdirSync(GOLDEN)
		.filter((file) => file.endsWith(".md"))
		.sort();
	return files.map((file) => ({
		name: basename(file, ".md"),
		html: asAlert(marked.parse(readFileSync(join(GOLDEN, file), "utf8"), { gfm: true })),
	}));
}

/** GitHub's notes, which marked does not know. */
function asAlert(html: string): string {
	return html.replace(/<p>\[!NOTE\]\s*/g, "<p><strong>Note</strong><br>");
}

async function main(args: readonly string[]): Promise<number> {
	const modules = installPackages();
	const browser = installBrowser();
	const all = await articles(modules);
	const pictures = join(CACHE, "pictures");
	mkdirSync(pictures, { recursive: true });
	const problems: string[] = [];
	for (const major of Object.keys(MERMAIDS)) {
		for (const theme of THEMES) {
			const page = join(CACHE, `page-${major}-${theme}.html`);
			writeFileSync(
				page,
				renderPage({
					articles: all,
					theme,
					mermaid: pathToFileURL(join(modules, `mermaid${major}`, "dist", "mermaid.min.js")).href,
				}),
			);
			const result = readResult(browse(browser, pathToFileURL(page).href, ["--window-size=900,2000", "--dump-dom"]));
			console.log(
				`mermaid ${MERMAIDS[major as keyof typeof MERMAIDS]} ${theme}: ${result.diagrams} diagrams, ${result.problems.length} problems (${page})`,
			);
			problems.push(...result.problems.map((problem) => `mermaid ${major} ${theme}: ${problem}`));
			if (major === "11" && !args.includes("--check")) shoot(browser, page, theme, result, pictures, args);
		}
	}
	for (const problem of problems) console.error(problem);
	return problems.length === 0 ? 0 : 1;
}

function shoot(
	browser: string,
	page: string,
	theme: Theme,
	result: PageResult,
	folder: string,
	names: readonly string[],
): void {
	for (const [name, height] of Object.entries(result.heights)) {
		if (names.length > 0 && !names.includes(name)) continue;
		const picture = join(folder, `${name}-${theme}.png`);
		browse(browser, `${pathToFileURL(page).href}?only=${name}`, [
			`--window-size=900,${Math.max(200, Math.min(height + 8, 16000))}`,
			`--screenshot=${picture}`,
		]);
		console.log(`  ${picture}`);
	}
}

process.exitCode = await main(process.argv.slice(2));
