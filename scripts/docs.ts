import { readFileSync, writeFileSync } from "node:fs";
import { isMap, isScalar, type Pair, parseDocument, type YAMLMap } from "yaml";
import type { Component } from "../src/model/space.ts";
import { COMPONENTS } from "../src/space/components/index.ts";

/** Where the tables stand in README.md: between `<!-- NAME:begin … -->` and `<!-- NAME:end -->`. */
const SECTIONS = ["inputs", "outputs"] as const;
const STALE = "does not say what its source says; run: npm run docs";

interface Row {
	readonly name: string;
	readonly description: string;
	readonly fallback: string;
}

/** Entries of action.yml that stand under one comment line. */
interface Group {
	readonly title: string;
	readonly rows: readonly Row[];
}

/** The README's text with its tables made anew from action.yml. Throws when the README has lost a marker. */
export function refreshReadme(readme: string, action: string): string {
	const document = parseDocument(action);
	return SECTIONS.reduce((text, section) => {
		const map = document.get(section);
		if (!isMap(map)) throw new Error(`action.yml has no ${section}`);
		return replaceBetween(
			text,
			section,
			readGroups(map)
				.map(section === "inputs" ? inputTable : outputTable)
				.join("\n\n"),
		);
	}, readme);
}

/** The text of docs/components.md with its table made anew from the catalog. */
export function refreshComponents(page: string, components: readonly Component[]): string {
	const head = [
		"| Id | What | Expected | Goes by itself | Without it | Where |",
		"| --- | --- | --- | --- | --- | --- |",
	];
	const sorted = components.toSorted((one, other) => (one.group ?? one.id).localeCompare(other.group ?? other.id));
	return replaceBetween(page, "components", [...head, ...sorted.map(componentRow)].join("\n"));
}

function componentRow({
	id,
	group,
	title,
	paths,
	images,
	architectures,
	breaks,
	onlyAsked,
	expected,
}: Component): string {
	const names = [id, ...(group === undefined || group === id ? [] : [group])].map((name) => `\`${name}\``);
	const size =
		expected.bytes < 1e9 ? `${Math.round(expected.bytes / 1e6)} MB` : `${(expected.bytes / 1e9).toFixed(1)} GB`;
	const where = [images.map((image) => image.replace("ubuntu", "")).join(", "), architectures.join(", ")].join("; ");
	const places = paths.length === 0 ? "" : `<br>${joinPaths(paths)}`;
	const cells = [
		names.join(", part of "),
		`${title}${places}`,
		`${size}, ${expected.seconds} s`,
		onlyAsked ? "no" : "yes",
		breaks,
		where,
	];
	return `| ${cells.join(" | ")} |`;
}

/** Paths that share a folder are written as a shell would take them: `/opt/{a,b}`. */
function joinPaths(paths: readonly string[]): string {
	const byFolder = Map.groupBy(paths, (path) => path.slice(0, path.lastIndexOf("/") + 1));
	const joined = [...byFolder].map(([folder, inside]) => {
		const names = inside.map((path) => path.slice(folder.length));
		return names.length === 1 ? `${folder}${names[0]}` : `${folder}{${names.join(",")}}`;
	});
	return joined.map((path) => `\`${path}\``).join(" ");
}

/** A comment line above an entry opens a group; the comment above the first entry belongs to the map itself. */
function readGroups(map: YAMLMap): readonly Group[] {
	const groups: { title: string; rows: Row[] }[] = [];
	map.items.forEach((pair, index) => {
		const title = commentOf(pair) ?? (index === 0 ? map.commentBefore?.trim() : undefined);
		if (title !== undefined || index === 0) groups.push({ title: title ?? "", rows: [] });
		groups.at(-1)?.rows.push(readRow(pair));
	});
	return groups;
}

function commentOf({ key }: Pair): string | undefined {
	return isScalar(key) ? key.commentBefore?.trim() : undefined;
}

function readRow({ key, value }: Pair): Row {
	const field = (name: string): string => String((isMap(value) ? value.get(name) : undefined) ?? "");
	return {
		name: String(isScalar(key) ? key.value : key),
		description: field("description"),
		fallback: field("default"),
	};
}

function inputTable({ title, rows }: Group): string {
	const head = ["| Input | Default | What |", "| --- | --- | --- |"];
	const body = rows.map(
		(row) => `| \`${row.name}\` | ${row.fallback === "" ? "" : `\`${row.fallback}\``} | ${prose(row.description)} |`,
	);
	return [...(title === "" ? [] : [`**${title}**`, ""]), ...head, ...body].join("\n");
}

function outputTable({ rows }: Group): string {
	return [
		"| Output | What |",
		"| --- | --- |",
		...rows.map((row) => `| \`${row.name}\` | ${prose(row.description)} |`),
	].join("\n");
}

/** Values in quotes become code; the dash that stands for a colon (which YAML would misread) becomes one again. */
function prose(text: string): string {
	return text
		.trim()
		.replaceAll(/"([^"]+)"/g, (quoted, value: string) => `\`${value.includes("⏎") ? quoted : value}\``)
		.replaceAll(" - ", ": ")
		.replaceAll("|", "\\|");
}

/** `section` names the markers. */
function replaceBetween(text: string, section: string, content: string): string {
	const begin = new RegExp(`<!-- ${section}:begin[^>]*-->`).exec(text);
	const end = text.indexOf(`<!-- ${section}:end -->`);
	if (!begin || end < begin.index)
		throw new Error(`README.md has no markers <!-- ${section}:begin --> and <!-- ${section}:end -->`);
	return `${text.slice(0, begin.index + begin[0].length)}\n\n${content}\n\n${text.slice(end)}`;
}

function main(check: boolean): number {
	const file = (name: string) => new URL(`../${name}`, import.meta.url);
	const read = (name: string) => readFileSync(file(name), "utf8");
	const room = refreshReadme(read("docs/free-disk.md"), read("free-disk/action.yml"));
	const pages = [
		{ name: "docs/free-disk.md", fresh: room },
		{ name: "README.md", fresh: refreshReadme(read("README.md"), read("action.yml")) },
		{ name: "docs/components.md", fresh: refreshComponents(read("docs/components.md"), COMPONENTS) },
	];
	const stale = pages.filter(({ name, fresh }) => fresh !== read(name));
	for (const { name, fresh } of stale) {
		if (!check) writeFileSync(file(name), fresh);
		console.log(check ? `${name} ${STALE}` : `${name} is written anew`);
	}
	return check && stale.length > 0 ? 1 : 0;
}

if (import.meta.main) process.exitCode = main(process.argv.includes("--check"));
