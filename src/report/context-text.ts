import type { Report } from "../model/report.ts";
import { size } from "./format.ts";

/** Contexts below that are not worth a word. */
const WORTH = 100e6;

/** `512 MB`: what went to the builder as build contexts; nothing when it was little. */
export function contextText({ timeline }: Report): string | undefined {
	const sent = (timeline?.steps ?? []).reduce((sum, { sentBytes = 0 }) => sum + sentBytes, 0);
	return sent < WORTH ? undefined : size(sent);
}
