import type { Bytes } from "../../model/bytes.ts";
import type { Report } from "../../model/report.ts";
import type { SpaceReport } from "../../model/space.ts";
import type { DiskWatch } from "../../model/watch.ts";
import { code, prose } from "../escape.ts";
import { duration, size } from "../format.ts";
import { table } from "./details.ts";

/** What making room did to a disk. */
export type FreedDisk = Pick<SpaceReport["disks"][number], "roles" | "path" | "free" | "after">;

/** Free space of each file system: before, after freeing when something was freed, lowest and when, at the end. */
export function diskTable({ watch, timeline }: Report, freed: readonly FreedDisk[] = []): string {
	const disks = watch?.disks ?? [];
	if (disks.length === 0) return "";
	const rows = disks.map((disk) => ({ disk, made: freed.find((other) => isSame(disk, other)) }));
	const columns = COLUMNS.filter(({ when }) => when?.(rows) ?? true);
	return table(
		columns,
		rows.map((row) => columns.map(({ text }) => text(row, timeline?.started))),
	).join("\n");
}

/** Paths of one disk may differ from look to look: then its roles tell. */
function isSame(disk: DiskWatch, { path, roles }: FreedDisk): boolean {
	return disk.path === path || roles.some((role) => disk.roles.includes(role));
}

interface Row {
	readonly disk: DiskWatch;
	readonly made: FreedDisk | undefined;
}

interface DiskColumn {
	readonly title: string;
	readonly align?: "right";
	/** Shown then only. */
	readonly when?: (rows: readonly Row[]) => boolean;
	text(row: Row, began: number | undefined): string;
}

const wasFreed = (rows: readonly Row[]): boolean =>
	rows.some(({ made }) => made !== undefined && made.after !== made.free);

const COLUMNS: readonly DiskColumn[] = [
	{ title: "Free disk of", text: ({ disk }) => `${prose(disk.roles.join(", "))} ${code(disk.path)}` },
	{ title: "Size", align: "right", text: ({ disk }) => optional(disk.total) },
	{ title: "Before", align: "right", text: ({ disk, made }) => size(made?.free ?? disk.start) },
	{ title: "After freeing", align: "right", when: wasFreed, text: ({ made }) => optional(made?.after) },
	{ title: "Lowest", align: "right", text: ({ disk }) => `**${size(disk.lowest)}**` },
	{ title: "When, in which step", text: ({ disk }, began) => lowestMoment(disk, began) },
	{ title: "At the end", align: "right", text: ({ disk }) => size(disk.end) },
];

function optional(bytes: Bytes | undefined): string {
	return bytes === undefined ? "" : size(bytes);
}

function lowestMoment({ lowestAt, lowestDuring }: DiskWatch, began: number | undefined): string {
	const after = began === undefined ? "" : `after ${duration(lowestAt - began)}`;
	const [step, ...more] = lowestDuring;
	if (step === undefined) return after;
	return `${after}${after === "" ? "" : ", "}${code(step, 100)}${more.length === 0 ? "" : ` and ${more.length} more`}`;
}
