import { t as isPlainPath } from "./paths.js";
// src/world/reclaim-request.ts
const RUN = /^[A-Za-z0-9-]{1,64}$/;
const MOST = 1e4;
/** Reads a line of what the program and who started it say to each other. One that was cut off, or comes from somebody else, says nothing. */
function parseLine(line) {
	try {
		const said = JSON.parse(line);
		return typeof said === "object" && said !== null ? said : void 0;
	} catch {
		return;
	}
}
/** What is wrong with a request, which comes from a process with fewer rights than ours. Its paths are judged one by one later. */
function checkRequest(request) {
	if (typeof request !== "object" || request === null) return "the request must be an object";
	const { run, items, until, keep = [] } = request;
	if (typeof run !== "string" || !RUN.test(run)) return NO_RUN;
	if (!isList(items, isItem)) return "items must be a list of an id and paths";
	if (!isList(until, isTarget)) return NO_TARGET;
	return isList(keep, isPlainPath) ? void 0 : "keep must be a list of absolute paths";
}
function checkOrder(order) {
	if (typeof order !== "object" || order === null) return "an order must be an object";
	const { order: what, until = [] } = order;
	if (![what].some((one) => one === "hurry" || one === "finish")) return "an order is hurry or finish";
	return isList(until, isTarget) ? void 0 : NO_TARGET;
}
function checkFinish({ finish, near }) {
	if (typeof finish !== "string" || !RUN.test(finish)) return NO_RUN;
	return isList(near, isPlainPath) ? void 0 : "near must be a list of absolute paths";
}
const NO_RUN = "a run is named by letters, digits and hyphens";
const NO_TARGET = "a target is an absolute path and a number of bytes";
function isList(value, is) {
	return Array.isArray(value) && value.length <= MOST && value.every(is);
}
function isItem(value) {
	const { id, paths, frees = [] } = value ?? {};
	const isText = (path) => typeof path === "string";
	return typeof id === "string" && isList(paths, isText) && isList(frees, isPlainPath);
}
function isTarget(value) {
	const { path, free } = value ?? {};
	return isPlainPath(path) && typeof free === "number" && free >= 0;
}
export { parseLine as i, checkOrder as n, checkRequest as r, checkFinish as t };
