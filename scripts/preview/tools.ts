import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";

/** Versions of mermaid that are tried: GitHub does not say which one it runs. */
export const MERMAIDS = { "10": "10.9.3", "11": "11.17.2", "12": "12.3.0" } as const;
const MARKED = "18.2.1";

/** Where tools and pictures lie: outside the repository. */
export const CACHE = join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "ml-image-build", "preview");

/** Installs mermaid and marked into the cache, once. Returns the folder of their packages. */
export function installPackages(): string {
	const modules = join(CACHE, "node_modules");
	const dependencies = {
		marked: MARKED,
		...Object.fromEntries(
			Object.entries(MERMAIDS).map(([major, version]) => [`mermaid${major}`, `npm:mermaid@${version}`]),
		),
	};
	const wanted = `${JSON.stringify({ private: true, dependencies }, null, "\t")}\n`;
	const stamp = join(CACHE, "installed", Buffer.from(wanted).toString("base64url").slice(-40));
	if (existsSync(stamp)) return modules;
	mkdirSync(join(CACHE, "installed"), { recursive: true });
	writeFileSync(join(CACHE, "package.json"), wanted);
	execFileSync(
		"npm",
		["install", "--prefix", CACHE, "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
		{ stdio: "inherit" },
	);
	writeFileSync(stamp, "");
	return modules;
}

function findBrowser(): string | undefined {
	return ["chromium", "chromium-browser", "google-chrome"].find((name) => spawnSync(name, ["--version"]).status === 0);
}

/** A Chromium on PATH, installed by apt where that is possible. Throws an Error with the remedy elsewhere. */
export function installBrowser(): string {
	const found = findBrowser();
	if (found !== undefined) return found;
	if (process.getuid?.() === 0 && existsSync("/etc/debian_version")) {
		execFileSync("apt-get", ["update", "-qq"], { stdio: "inherit" });
		execFileSync("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-noto-color-emoji"], {
			stdio: "inherit",
			env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
		});
	}
	const installed = findBrowser();
	if (installed === undefined)
		throw new Error(
			"no chromium, chromium-browser or google-chrome on PATH; install one of them, the preview draws with it",
		);
	return installed;
}

const FLAGS = [
	"--headless",
	"--no-sandbox",
	"--disable-gpu",
	"--disable-quic",
	"--no-first-run",
	"--disable-background-networking",
	"--disable-component-update",
	"--disable-sync",
	"--hide-scrollbars",
	"--allow-file-access-from-files",
	"--virtual-time-budget=20000",
];

/** Runs the browser on one page with a fresh profile; returns what it printed. */
export function browse(browser: string, url: string, flags: readonly string[]): string {
	const profile = mkdtempSync(join(tmpdir(), "preview-profile-"));
	try {
		return execFileSync(browser, [...FLAGS, `--user-data-dir=${profile}`, ...flags, url], {
			encoding: "utf8",
			maxBuffer: 2 ** 28,
			stdio: ["ignore", "pipe", "ignore"],
			timeout: 120_000,
		});
	} finally {
		rmSync(profile, { recursive: true, force: true });
	}
}
