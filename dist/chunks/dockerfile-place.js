import { t as readIf } from "./read-if.js";
// src/model/dockerfile-place.ts
/** Larger ones are not parsed, which takes many times their size; BuildKit takes them. What people write has some ten thousand letters. */
const MOST_LETTERS = 262144;
const ASCII = /^[\0-\x7f]*$/;
/** It is too large for its instructions to be known. */
function isLargeDockerfile(text) {
	return text.length > MOST_LETTERS;
}
/** Where the Dockerfile is to be; relative to where we are when it is named, as for `docker build`. */
function dockerfilePath({ file, context }) {
	return file || `${context.replace(/\/+$/, "")}/Dockerfile`;
}
/** Its text, of one that is too large its head only; nothing when it cannot be read. */
async function readDockerfile({ files }, path) {
	const head = await files.head(path, 262145);
	if (head !== void 0 && (isLargeDockerfile(head) || ASCII.test(head))) return head;
	return readIf({ files }, path);
}
/** Where it is; nothing when it is not there. buildx takes `dockerfile` for `Dockerfile` (`handleLowercaseDockerfile` in build/dockerfile.go). */
async function findDockerfile({ files }, asked) {
	const path = dockerfilePath(asked);
	const lower = path.replace(/(^|\/)Dockerfile$/, "$1dockerfile");
	const kinds = await Promise.all([path, lower].map((each) => files.kind(each)));
	return [path, lower][kinds.findIndex((kind) => kind !== void 0)];
}
export { readDockerfile as i, findDockerfile as n, isLargeDockerfile as r, dockerfilePath as t };
