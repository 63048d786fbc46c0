import { readFields } from "../build/engines/attributes.ts";
import type { BuildRequest } from "../model/build-request.ts";

/** What stands before the host of a URL. In the name of an image the colon is before a tag, and the `@` before a digest. */
const USERINFO = /(?<![a-z\d+.-])((?!(?:docker-image|oci-layout):)[a-z][a-z\d+.-]*:\/\/)([^\s/?#]*)@/gi;
/** A shorter name before a host is a user's; a longer one is a token that needs none (`https://ghp_…@github.com`). */
const TOKEN = 20;

/** Attributes of BuildKit's cache backends that are keys (cache/remotecache: s3, azblob, gha). */
const KEYS: ReadonlyMap<string, readonly string[]> = new Map([
	["s3", ["access_key_id", "secret_access_key", "session_token"]],
	["azblob", ["secret_access_key"]],
	["gha", ["token"]],
]);

/**
 * Credentials that stand in inputs which are no secrets, in each way in which they may be printed: passwords in URLs, and keys of caches. Build
 * arguments are left: they stand in the image's history for everybody.
 */
export function credentialsIn({
	build,
	driverOpts,
}: {
	readonly build: BuildRequest;
	readonly driverOpts: readonly string[];
}): readonly string[] {
	const { context, file, buildContexts, cacheFrom, cacheTo, outputs } = build;
	const caches = [...cacheFrom, ...cacheTo];
	const texts = [context, file, ...buildContexts, ...caches, ...outputs, ...driverOpts];
	const found = [...texts.flatMap(passwords), ...caches.flatMap(cacheKeys)];
	return [...new Set(found.filter((value) => value !== "").flatMap(spellings))];
}

/** The text without passwords, for what is told of it before they are known everywhere. */
export function withoutPasswords(text: string): string {
	return text.replace(USERINFO, (all: string, scheme: string, info: string) => {
		const at = info.indexOf(":");
		if (at >= 0) return `${scheme}${info.slice(0, at)}:***@`;
		return info.length < TOKEN ? all : `${scheme}***@`;
	});
}

function passwords(text: string): readonly string[] {
	return [...text.matchAll(USERINFO)].flatMap(([, , info = ""]) => {
		const at = info.indexOf(":");
		if (at < 0) return info.length < TOKEN ? [] : [info];
		const longest = info.slice(at + 1);
		// An `@` belongs to the password, or it is of what follows in a list.
		return [longest, longest.split("@", 1)[0] ?? ""];
	});
}

function cacheKeys(item: string): readonly string[] {
	// Shown, too, where a quote makes it none.
	const fields = (readFields(item) ?? item.split(",")).map((field) => {
		const at = field.indexOf("=");
		return { key: field.slice(0, Math.max(at, 0)).trim().toLowerCase(), value: field.slice(at + 1) };
	});
	const type = fields.findLast(({ key }) => key === "type")?.value ?? "";
	const secret = KEYS.get(type) ?? [];
	return fields.filter(({ key }) => secret.includes(key)).map(({ value }) => value);
}

/** As it is, decoded, as a quoted field of a list, and in a command that can be pasted. */
function spellings(value: string): readonly string[] {
	return [value, decoded(value), value.replaceAll('"', '""'), value.replaceAll("'", "'\\''")];
}

function decoded(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}
