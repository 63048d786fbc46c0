import { isPlainPath } from "../model/paths.ts";
import type { FreeTarget, ReclaimFinish, ReclaimItem, ReclaimOrder, ReclaimRequest } from "../model/reclaim.ts";

const RUN = /^[A-Za-z0-9-]{1,64}$/;
const MOST = 10_000;

/** Reads a line of what the program and who started it say to each other. One that was cut off, or comes from somebody else, says nothing. */
export function parseLine(line: string): object | undefined {
	try {
		const said: unknown = JSON.parse(line);
		return typeof said === "object" && said !== null ? said : undefined;
	} catch {
		return undefined;
	}
}

/** What is wrong with a request, which comes from a process with fewer rights than ours. Its paths are judged one by one later. */
export function checkRequest(request: ReclaimRequest): string | undefined {
	if (typeof request !== "object" || request === null) return "the request must be an object";
	const { run, items, until, keep = [] } = request;
	if (typeof run !== "string" || !RUN.test(run)) return NO_RUN;
	if (!isList(items, isItem)) return "items must be a list of an id and paths";
	if (!isList(until, isTarget)) return NO_TARGET;
	return isList(keep, isPlainPath) ? undefined : "keep must be a list of absolute paths";
}

export function checkOrder(order: unknown): string | undefined {
	if (typeof order !== "object" || order === null) return "an order must be an object";
	const { order: what, until = [] } = order as Extract<ReclaimOrder, { order: "hurry" }>;
	if (![what].some((one) => one === "hurry" || one === "finish")) return "an order is hurry or finish";
	return isList(until, isTarget) ? undefined : NO_TARGET;
}

export function checkFinish({ finish, near }: ReclaimFinish): string | undefined {
	if (typeof finish !== "string" || !RUN.test(finish)) return NO_RUN;
	return isList(near, isPlainPath) ? undefined : "near must be a list of absolute paths";
}

const NO_RUN = "a run is named by letters, digits and hyphens";
const NO_TARGET = "a target is an absolute path and a number of bytes";

function isList<T>(value: unknown, is: (one: unknown) => one is T): value is readonly T[] {
	return Array.isArray(value) && value.length <= MOST && value.every(is);
}

function isItem(value: unknown): value is ReclaimItem {
	const { id, paths, frees = [] } = (value ?? {}) as Partial<ReclaimItem>;
	const isText = (path: unknown): path is string => typeof path === "string";
	return typeof id === "string" && isList(paths, isText) && isList(frees, isPlainPath);
}

function isTarget(value: unknown): value is FreeTarget {
	const { path, free } = (value ?? {}) as Partial<FreeTarget>;
	return isPlainPath(path) && typeof free === "number" && free >= 0;
}
