import { isTrue } from "../model/go-bool.ts";
/** What inputs are read beside their own values. Plain data; secrets in `env` are only read by name. */
export interface InputContext {
	readonly env: Readonly<Record<string, string | undefined>>;
	/** The command line: the default context is `.`, not the repository. */
	readonly cli: boolean;
	/** `pull_request.head.sha` of the event, when there is one. */
	readonly pullRequestHead?: string;
}

/**
 * The build context when none is given: this commit of this repository as a Git URL, `https://…/OWNER/NAME.git#SHA`, as
 * `docker/build-push-action` 7 makes it (`Build.gitContext` in docker/actions-toolkit 0.92), or `.` on the command line.
 * Nothing when the run does not belong to a repository.
 */
export function defaultContext(context: InputContext): string | undefined {
	if (context.cli) return ".";
	const { env } = context;
	const repository = env["GITHUB_REPOSITORY"];
	const ref = pinnedRef(context);
	if (!repository || ref === undefined) return undefined;
	const url = `${env["GITHUB_SERVER_URL"] || "https://github.com"}/${repository}.git`;
	// build-push-action's query form (BUILDX_SEND_GIT_QUERY_AS_INPUT) names the same commit, and older BuildKits do not know it.
	return `${url}#${ref}`;
}

/** The commit of the event. Pull requests build the merge commit, or on wish the head of their branch. */
function pinnedRef({ env, pullRequestHead }: InputContext): string | undefined {
	const given = fullRef(env["GITHUB_REF"]);
	const isPullRequest = given?.startsWith("refs/pull/") === true;
	const wantsHead = isTrue(env["DOCKER_DEFAULT_GIT_CONTEXT_PR_HEAD_REF"]);
	const ref = isPullRequest && wantsHead ? given.replace(/\/merge$/, "/head") : given;
	if (isPullRequest && ref?.endsWith("/head")) return pullRequestHead || ref;
	return env["GITHUB_SHA"] || ref;
}

function fullRef(ref: string | undefined): string | undefined {
	if (!ref) return undefined;
	return ref.startsWith("refs/") ? ref : `refs/heads/${ref}`;
}

const PLACEHOLDER = /\{\{\{?\s*defaultContext\s*\}?\}\}(?::([^\s&]+))?/g;

/**
 * Replaces `{{defaultContext}}`, and `{{defaultContext}}:folder` by that folder of it in whichever form the context has. Unlike
 * in `docker/build-push-action` nothing is HTML-escaped on the way.
 */
export function expandContext(text: string, base: string): string {
	return text.replaceAll(PLACEHOLDER, (_, folder: string | undefined) =>
		folder === undefined ? base : inFolder(base, folder),
	);
}

function inFolder(base: string, folder: string): string {
	if (!isGitContext(base)) return `${base}/${folder}`;
	return base.includes("?") ? `${base}&subdir=${folder}` : `${base}:${folder}`;
}

/** Whatever else is written as a placeholder: a misspelling, as there is but one. */
export function strayPlaceholder(text: string): string | undefined {
	return /\{\{[^{}]*\}\}/.exec(text)?.[0];
}

const GIT_FORMS = [/^(git|ssh):\/\//i, /^https?:\/\/[^?#]+\.git([?#]|$)/i, /^github\.com\//, /^[\w-]+@[a-zA-Z0-9.-]+:/];

/** The context is a Git repository as BuildKit tells it apart (`dfgitutil.ParseGitRef`), not a path, a tarball's URL or `-`. */
export function isGitContext(context: string): boolean {
	return GIT_FORMS.some((form) => form.test(context));
}
