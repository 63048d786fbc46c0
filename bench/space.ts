import path from "node:path";
import { parseArgs } from "node:util";
import { ensureImage } from "../scripts/replica/image.ts";
import { TREES } from "../scripts/replica/trees.ts";
import { openDisks, requireRoom } from "./space/disk.ts";
import { measureFsync } from "./space/fsync.ts";
import { print } from "./space/numbers.ts";
import { catalogOrder, plannedOrder, scriptOrders, WANTED } from "./space/orders.ts";
import { compareWays } from "./space/until-free.ts";
import { measureZeroWork } from "./space/zero.ts";

/**
 * How long it takes until a hosted runner's disk has 15 GB more, against `rm -rf` of the same components and of what the most used actions
 * remove; what the part in the background does to the fsync of a build; and what the sub-action takes where there is enough. On a replica at
 * a scale (files and bytes; the 15 GB too), in pairs: each round has every way once, on a fresh copy with cold caches, and ratios are those
 * of a round. Prints; judges nothing. Needs root and a loop device; the disk of /tmp needs 14 GB times the scale, and 10 GB more.
 *
 *   node bench/space.ts [--scale 0.2] [--rounds 5] [--only time,fsync,zero] [--dist FOLDER]
 */
const { values } = parseArgs({
	options: {
		scale: { type: "string", default: "0.2" },
		rounds: { type: "string", default: "5" },
		only: { type: "string", default: "time,fsync,zero" },
		dist: { type: "string", default: path.resolve(import.meta.dirname, "../dist") },
	},
});
const [scale, rounds] = [Number(values.scale), Number(values.rounds)];
const parts = values.only.split(",");
const program = path.join(values.dist, "reclaim.js");
const more = WANTED * scale;
const sum = (of: "gigabytes" | "kiloFiles") => TREES.reduce((total, tree) => total + tree[of] * scale, 0);

if (parts.includes("time") || parts.includes("fsync")) {
	requireRoom(scale);
	const files = `${sum("kiloFiles").toFixed(0)} thousand files, ${sum("gigabytes").toFixed(1)} GB`;
	print(`a runner's disk at scale ${scale} (${files}); ${rounds} rounds, medians and each`);
	const disks = openDisks(await ensureImage(scale));
	try {
		if (parts.includes("time")) {
			const planned = plannedOrder();
			print(`until ${(more / 1e9).toFixed(2)} GB more are free`);
			print(`the plan's order: ${planned.items.map(({ id }) => id).join(", ")}`);
			const others = [...scriptOrders(), catalogOrder(planned)];
			await compareWays(disks, program, { planned, others }, { more, rounds });
		}
		if (parts.includes("fsync")) await measureFsync(disks, program, rounds);
	} finally {
		disks.remove();
	}
}
if (parts.includes("zero")) await measureZeroWork(path.join(values.dist, "free-disk.js"), rounds * 4);
