import type { FailureKind } from "../model/errors.ts";

/**
 * Where the project's pages are on GitHub at the version that runs, by the runner's own variables: `https://github.com/OWNER/REPO/blob/REF`.
 * Nothing on the command line and for an action in the workflow's own repository (`uses: ./`), where the runner names none.
 * https://docs.github.com/actions/reference/workflows-and-actions/variables
 */
export function pagesAddress(env: Readonly<Record<string, string | undefined>>): string | undefined {
	const server = env["GITHUB_SERVER_URL"] ?? "";
	const repository = env["GITHUB_ACTION_REPOSITORY"] ?? "";
	const ref = env["GITHUB_ACTION_REF"] ?? "";
	const address = `${server}/${repository}/blob/${ref}`;
	return isPagesAddress(address) ? address : undefined;
}

/** Checked where it is used as well: a report can come from anywhere. */
function isPagesAddress(address: string): boolean {
	return /^https:\/\/[\w.:-]+\/[\w.-]+\/[\w.-]+\/blob\/[\w./-]+$/.test(address) && !address.includes("..");
}

/** The page of a failure kind as Markdown, at the heading of a shape: a link, or its path where nobody knows its address. */
export function pageLink(
	title: string,
	kind: FailureKind,
	shape: string | undefined,
	pages: string | undefined,
): string {
	const heading = shape !== undefined && /^[a-z-]+$/.test(shape) ? `#${shape}` : "";
	const path = `docs/diagnoses/${kind}.md`;
	if (pages === undefined || !isPagesAddress(pages)) return `${title}: \`${path}\` of ml-image-build`;
	return `[${title}](${pages}/${path}${heading})`;
}
