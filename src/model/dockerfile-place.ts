import type { BuildRequest } from "./build-request.ts";
import { readIf } from "./read-if.ts";
import type { World } from "./world.ts";

/** Larger ones are not parsed, which takes many times their size; BuildKit takes them. What people write has some ten thousand letters. */
const MOST_LETTERS = 256 * 1024;

const ASCII = /^[\0-\x7f]*$/;

/** It is too large for its instructions to be known. */
export function isLargeDockerfile(text: string): boolean {
	return text.length > MOST_LETTERS;
}

type Asked = Pick<BuildRequest, "file" | "context">;

/** Where the Dockerfile is to be; relative to where we are when it is named, as for `docker build`. */
export function dockerfilePath({ file, context }: Asked): string {
	return file || `${context.replace(/\/+$/, "")}/Dockerfile`;
}

/** Its text, of one that is too large its head only; nothing when it cannot be read. */
export async function readDockerfile({ files }: Pick<World, "files">, path: string): Promise<string | undefined> {
	const head = await files.head(path, MOST_LETTERS + 1);
	// The same in Latin-1 and UTF-8, and whole.
	if (head !== undefined && (isLargeDockerfile(head) || ASCII.test(head))) return head;
	return readIf({ files }, path);
}

/** Where it is; nothing when it is not there. buildx takes `dockerfile` for `Dockerfile` (`handleLowercaseDockerfile` in build/dockerfile.go). */
export async function findDockerfile({ files }: Pick<World, "files">, asked: Asked): Promise<string | undefined> {
	const path = dockerfilePath(asked);
	const lower = path.replace(/(^|\/)Dockerfile$/, "$1dockerfile");
	const kinds = await Promise.all([path, lower].map((each) => files.kind(each)));
	return [path, lower][kinds.findIndex((kind) => kind !== undefined)];
}
