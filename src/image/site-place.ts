/** Where a folder stands in a site-packages folder. Bytes are grouped by it while the image is read. */
export interface SitePlace {
	/** Path of the site-packages folder in the image. */
	readonly site: string;
	/** First component below it; empty for the folder itself. */
	readonly first: string;
	/** Group of the files that stand directly in this folder; empty in the site-packages folder: each file is its own. */
	readonly group: string;
	readonly depth: 0 | 1 | 2;
}

const SITE_NAME = /^(?:site|dist)-packages$/;

/** The place of the folder `path`, whose name starts at `nameStart`, inside a folder at `parent`. */
export function siteBelow(parent: SitePlace | undefined, path: string, nameStart: number): SitePlace | undefined {
	if (parent?.depth === 2) return parent;
	const name = path.slice(nameStart);
	if (!parent) return SITE_NAME.test(name) ? { site: path, first: "", group: "", depth: 0 } : undefined;
	if (parent.depth === 0) return { site: parent.site, first: name, group: `${name}/*`, depth: 1 };
	return { site: parent.site, first: parent.first, group: `${parent.first}/${name}`, depth: 2 };
}

/** The group of a path relative to its site-packages folder, the same as a walk would give it. */
export function groupOf(relative: string): string {
	const cut = relative.indexOf("/");
	if (cut < 0) return relative;
	const next = relative.indexOf("/", cut + 1);
	return next < 0 ? `${relative.slice(0, cut)}/*` : relative.slice(0, next);
}

/** True for a site-packages folder itself; false for a folder inside one (vendored code) and for any other folder. */
export function isSiteFolder(path: string): boolean {
	return SITE_NAME.test(path.slice(path.lastIndexOf("/") + 1)) && !isVendored(path);
}

/** Inside another distribution's folder, as setuptools carries its own dependencies. */
export function isVendored(site: string): boolean {
	return /(?:^|\/)(?:site|dist)-packages\//.test(site);
}
