import { describe, expect, it } from "@jest/globals";
import { createAnalysis } from "../../../src/image/analysis.ts";

const VERSION = "__version__ = '2.8.0+cu128'\ncuda = '12.8'\n";
const METADATA = "Name: torch\nVersion: 2.8.0\n";
const SITE = "lib/python3.12/site-packages";

/** torch as an installer leaves it in a folder of packages. */
const torchIn = (site: string) => [`${site}/torch/version.py`, `${site}/torch-2.8.0.dist-info/METADATA`];

/** An image with these files; layers lowest first, `-` before a path is a whiteout. */
function analyse(...layers: readonly (readonly string[])[]) {
	const { sink, finish } = createAnalysis();
	for (const [index, paths] of [...layers.entries()].toReversed()) {
		sink.layer(index);
		for (const path of paths) {
			const text = path.endsWith("version.py") ? VERSION : METADATA;
			if (path.startsWith("-")) sink.entry(path.slice(1), "whiteout", 0);
			else {
				sink.entry(path, "file", text.length);
				if (/version\.py$|METADATA$/.test(path)) sink.file(path, text);
			}
		}
	}
	return finish();
}

const sitesOf = (...paths: readonly string[]) => analyse(paths).torch.map(({ site }) => site);

describe("torch in an environment below a folder called cache or pkgs counts", () => {
	it.each([
		["Poetry's", "root/.cache/pypoetry/virtualenvs/app-x1-py3.12"],
		["Poetry's, in the home of a user", "home/me/.cache/pypoetry/virtualenvs/app-x1-py3.12"],
		["pipx's", "root/.local/share/pipx/venvs/tool"],
		["hatch's", "root/.cache/hatch/env/virtual/app/x/app"],
		["a virtualenvwrapper in a cache", "root/.cache/envs/app"],
		["uv's for a script", "root/.cache/uv/environments-v2/script-1"],
		["uv's for a tool that is run once", "root/.cache/uv/archive-v0/abc"],
		["one in a folder of packages of one's own", "srv/pkgs/app-1-0"],
		["one in an archive of one's own", "srv/archive-v2/app"],
	])("%s", (_name, prefix) => {
		const site = `${prefix}/${SITE}`;
		const listed = [`/${site}`];
		expect(sitesOf(...torchIn(site), `${prefix}/pyvenv.cfg`)).toEqual(listed);
		expect(sitesOf(`${prefix}/pyvenv.cfg`, ...torchIn(site))).toEqual(listed);
	});

	it.each([
		["pip install --prefix", `srv/pkgs/app-1-0/${SITE}`],
		["conda create -p", `root/.cache/envs/app/${SITE}`],
		["an archive of one's own", `srv/archive-v2/app/${SITE}`],
	])("without pyvenv.cfg: %s", (_name, site) => {
		expect(sitesOf(...torchIn(site))).toEqual([`/${site}`]);
	});

	it("beside the torch of the base environment, which is not the one that runs", () => {
		const poetry = `root/.cache/pypoetry/virtualenvs/app-x1-py3.12/${SITE}`;
		const base = `opt/conda/${SITE}`;
		expect(sitesOf(...torchIn(base), "opt/conda/conda-meta/python-3.12-0.json", ...torchIn(poetry))).toEqual([
			`/${base}`,
			`/${poetry}`,
		]);
	});

	it("as a doubt, where it cannot be read", () => {
		const { sink, finish } = createAnalysis();
		const site = `root/.cache/pypoetry/virtualenvs/app/${SITE}`;
		sink.layer(0);
		sink.entry(`${site}/torch/version.py`, "link", 0);
		expect(finish().unreadTorch).toMatchObject([{ site: `/${site}` }]);
	});
});

describe("torch in a package cache does not count", () => {
	const inConda = (pkgs: string) => [
		`${pkgs}/pytorch-2.8.0-py3.12_0/info/index.json`,
		...torchIn(`${pkgs}/pytorch-2.8.0-py3.12_0/${SITE}`),
	];
	it.each<[string, readonly string[]]>([
		["uv's wheels", torchIn("root/.cache/uv/archive-v0/abc")],
		["uv's wheels elsewhere", torchIn("opt/uv-cache/archive-v0/abc")],
		["uv's sources", torchIn("root/.cache/uv/sdists-v9/pypi/torch/2.8.0/abc/src")],
		["uv's, below an environment", ["app/pyvenv.cfg", ...torchIn("app/.cache/uv/archive-v0/abc")]],
		["conda's", inConda("opt/conda/pkgs")],
		["conda's of a user", inConda("root/.conda/pkgs")],
		["conda's noarch", ["opt/conda/pkgs/a-1-0/info/index.json", ...torchIn("opt/conda/pkgs/a-1-0/site-packages")]],
		["pixi's", inConda("root/.cache/rattler/cache/pkgs")],
		["pixi's wheels", torchIn("root/.cache/rattler/cache/uv-cache/archive-v0/abc")],
		["what virtualenv seeds with", torchIn("root/.local/share/virtualenv/wheel/3.12/image/1/CopyPipInstall/torch")],
	])("%s", (_name, paths) => {
		const first = analyse(paths);
		expect([first.torch, first.unreadTorch, first.distributions]).toEqual([[], [], []]);
		const second = analyse(paths.toReversed());
		expect([second.torch, second.unreadTorch, second.distributions]).toEqual([[], [], []]);
	});

	it("nor one that a later step emptied", () => {
		expect(analyse(inConda("opt/conda/pkgs"), ["-opt/conda/pkgs"]).deletedTorch).toEqual([]);
	});
});
