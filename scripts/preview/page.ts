/** What one page shows: rendered Markdown by name, in one theme and one mermaid version. */
export interface Page {
	readonly articles: readonly { readonly name: string; readonly html: string }[];
	readonly theme: "light" | "dark";
	/** `file:` address of `mermaid.min.js`. */
	readonly mermaid: string;
}

/** What the page found out about itself. */
export interface PageResult {
	readonly problems: readonly string[];
	readonly diagrams: number;
	/** Height of each article in CSS pixels, with everything unfolded. */
	readonly heights: Readonly<Record<string, number>>;
}

const COLORS = {
	light: "--text:#1f2328;--back:#ffffff;--soft:#f6f8fa;--line:#d1d9e0;--link:#0969da;--muted:#59636e;--note:#0969da",
	dark: "--text:#f0f6fc;--back:#0d1117;--soft:#151b23;--line:#3d444d;--link:#4493f8;--muted:#9198a1;--note:#1f6feb",
} as const;

const STYLE = `
body{margin:0;background:var(--back);color:var(--text);font:14px/1.5 -apple-system,"Segoe UI","Noto Sans",Helvetica,Arial,sans-serif}
article{padding:16px 24px;width:852px;border-bottom:4px double var(--line)}
h2{font-size:1.5em;padding-bottom:.3em;border-bottom:1px solid var(--line);margin:8px 0 16px} h3{font-size:1.25em;margin:16px 0 8px}
p,ul,table,pre,details,blockquote{margin:0 0 16px} a{color:var(--link)} ul{padding-left:2em}
table{border-collapse:collapse;display:block;width:max-content;max-width:100%;overflow:auto}
td,th{border:1px solid var(--line);padding:6px 13px} th{font-weight:600} tr:nth-child(2n) td{background:var(--soft)}
code,pre{font:85%/1.45 ui-monospace,"Liberation Mono","DejaVu Sans Mono",monospace} code{background:color-mix(in srgb,var(--muted) 20%,transparent);padding:.2em .4em;border-radius:6px}
pre{background:var(--soft);padding:16px;border-radius:6px;overflow:auto} pre code{background:none;padding:0;font-size:100%}
blockquote{border-left:.25em solid var(--note);padding:0 1em} sub{font-size:75%;line-height:1.6} .mermaid{text-align:center;margin-bottom:16px}`;

/** Tags that our Markdown may become; anything else means that something was injected. */
const TAGS =
	"A B BLOCKQUOTE BR CODE DEL DETAILS DIV EM H2 H3 LI OL P PRE STRONG SUB SUMMARY TABLE TBODY TD TH THEAD TR UL";

/** Runs in the browser: draws every diagram, looks for broken ones, for labels that overlap or leave the picture. */
const SCRIPT = `
const problems = [];
const allowed = new Set("${TAGS}".split(" "));
const only = new URLSearchParams(location.search).get("only");
function overlap(a, b) { return Math.min(a.right, b.right) - Math.max(a.left, b.left) > 3 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 3; }
function inspect(name, svg) {
	const frame = svg.getBoundingClientRect();
	const labels = [...svg.querySelectorAll("text")].filter((text) => text.textContent.trim() !== "").map((text) => ({ text: text.textContent, box: text.getBoundingClientRect() }));
	for (const [index, label] of labels.entries()) {
		if (label.box.left < frame.left - 2 || label.box.right > frame.right + 2) problems.push(name + ": label leaves the picture: " + label.text);
		for (const other of labels.slice(index + 1)) if (overlap(label.box, other.box)) problems.push(name + ": labels overlap: " + label.text + " / " + other.text);
	}
}
async function draw(name, code, id) {
	try {
		const { svg } = await mermaid.render(id, code.textContent);
		const holder = document.createElement("div");
		holder.className = "mermaid";
		holder.innerHTML = svg;
		code.parentElement.replaceWith(holder);
		if (/Syntax error/i.test(svg)) problems.push(name + ": mermaid drew its error picture");
		inspect(name, holder.querySelector("svg"));
	} catch (error) { problems.push(name + ": " + String(error && error.message || error)); }
}
async function run() {
	const heights = {};
	let diagrams = 0;
	mermaid.initialize({ startOnLoad: false, securityLevel: "strict", theme: document.body.dataset.theme === "dark" ? "dark" : "default" });
	for (const article of document.querySelectorAll("article")) {
		const name = article.id;
		if (only && only !== name) { article.remove(); continue; }
		for (const element of article.querySelectorAll("*")) {
			if (!allowed.has(element.tagName)) problems.push(name + ": unexpected <" + element.tagName + ">");
			for (const attribute of element.attributes) if (!["class", "href", "align", "open"].includes(attribute.name)) problems.push(name + ": unexpected attribute " + attribute.name);
		}
		for (const link of article.querySelectorAll("a")) if (!/^https:\\/\\/(github\\.com\\/acme\\/trainer|docs\\.docker\\.com)\\//.test(link.href)) problems.push(name + ": unexpected link " + link.href);
		for (const fold of article.querySelectorAll("details")) fold.open = true;
		for (const code of article.querySelectorAll("code.language-mermaid")) await draw(name, code, "diagram" + ++diagrams);
		heights[name] = Math.ceil(article.getBoundingClientRect().height);
	}
	const result = document.createElement("script");
	result.type = "application/json";
	result.id = "result";
	result.textContent = btoa(encodeURIComponent(JSON.stringify({ problems, diagrams, heights })));
	document.body.append(result);
}
run();`;

/** The page as HTML. */
export function renderPage(page: Page): string {
	const articles = page.articles.map(({ name, html }) => `<article id="${name}">\n${html}\n</article>`).join("\n");
	return `<!doctype html><html><head><meta charset="utf-8"><title>preview</title><style>:root{${COLORS[page.theme]}}${STYLE}</style></head>
<body data-theme="${page.theme}">${articles}<script src="${page.mermaid}"></script><script>${SCRIPT}</script></body></html>`;
}

/** Reads the result out of the page's DOM as the browser printed it. */
export function readResult(dom: string): PageResult {
	const encoded = /<script type="application\/json" id="result">([^<]+)</.exec(dom)?.[1];
	if (encoded === undefined) throw new Error("the page did not finish: no result in its DOM");
	return JSON.parse(decodeURIComponent(Buffer.from(encoded, "base64").toString("latin1"))) as PageResult;
}
