import type { StepRef } from "../model/facts.ts";
import type { Report } from "../model/report.ts";
import { code } from "./escape.ts";

/** `docker/Dockerfile:23` as plain text, `line 23` without a file, empty when nothing is known. */
export function placeOf(step: Pick<StepRef, "file" | "line"> | undefined): string {
	if (step?.line === undefined) return "";
	return step.file === undefined ? `line ${step.line}` : `${step.file}:${step.line}`;
}

/** The place as Markdown: a link to the commit's line when the run has a source and the file lies in the repository. */
export function placeLink(step: Pick<StepRef, "file" | "line"> | undefined, source: Report["source"]): string {
	const place = placeOf(step);
	if (place === "") return "";
	const address = lineUrl(step, source);
	return address === undefined ? code(place) : `[${code(place)}](${address})`;
}

function lineUrl(step: Pick<StepRef, "file" | "line"> | undefined, source: Report["source"]): string | undefined {
	const path = repositoryPath(step?.file);
	if (source === undefined || path === undefined || step?.line === undefined) return undefined;
	if (
		!/^https:\/\/[\w.:-]+$/.test(source.server) ||
		!/^[\w.-]+\/[\w.-]+$/.test(source.repository) ||
		!/^[0-9a-f]{7,64}$/.test(source.sha)
	)
		return undefined;
	return `${source.server}/${source.repository}/blob/${source.sha}/${path}#L${step.line}`;
}

/** The path relative to the repository, percent-encoded; nothing when it is absolute, leaves the repository or is a URL. */
function repositoryPath(file: string | undefined): string | undefined {
	if (file === undefined || file.startsWith("/") || /^[a-z]+:/i.test(file)) return undefined;
	const parts = file.split("/").filter((part) => part !== "" && part !== ".");
	if (parts.length === 0 || parts.includes("..")) return undefined;
	return parts.map((part) => encodeURIComponent(part.toWellFormed()).replace(/[()'*!~]/g, percent)).join("/");
}

function percent(character: string): string {
	return `%${character.charCodeAt(0).toString(16)}`;
}
