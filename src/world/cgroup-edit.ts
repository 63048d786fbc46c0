import type { CgroupEdit, CgroupEdited, CgroupValues, CgroupVersion } from "../model/cgroup.ts";
import { readHolder } from "../model/process.ts";
import { writeCgroup } from "./cgroup-files.ts";
import { giveBuilder, hasBuilder, lease, release, renew, takeBuilder } from "./cgroup-slots.ts";

/**
 * Changes cgroups. May run as root for a user who is not, so it knows only two places: cgroups called `mlbuild…` at the top, and
 * the `buildkit` cgroup inside of a container's; and only values that limit memory and processor time.
 */
export async function editCgroup(edit: CgroupEdit): Promise<CgroupEdited> {
	const problem = checkEdit(edit);
	if (problem !== undefined) return { ok: false, why: problem };
	try {
		if (edit.act === "lease") return lease(edit);
		if (edit.act === "renew") return renew(edit);
		if (edit.act === "release") return await release(edit.version, edit.holder);
		const { version, path, values, hold } = edit;
		const taken = hold?.act === "take" ? takeBuilder(version, path, hold.holder) : undefined;
		if (taken && "why" in taken) return { ok: false, why: taken.why, held: true };
		// What stands there now may be the limit of another run.
		if (hold?.act === "give" && !hasBuilder(version, path, hold.holder)) return { ok: true, path };
		writeCgroup(version, path, values);
		if (hold?.act === "give") giveBuilder(version, path, hold.holder);
		return { ok: true, path: edit.path, ...(taken?.tookOver && { tookOver: true }) };
	} catch (error) {
		return { ok: false, why: (error as Error).message };
	}
}

const VALUES: Readonly<Record<CgroupVersion, Readonly<Record<string, RegExp>>>> = {
	"1": {
		"memory.limit_in_bytes": /^(-1|\d{1,19})$/,
		"memory.memsw.limit_in_bytes": /^(-1|\d{1,19})$/,
		"cpu.cfs_quota_us": /^(-1|\d{1,12})$/,
	},
	"2": {
		"memory.max": /^(max|\d{1,19})$/,
		"memory.swap.max": /^(max|\d{1,19})$/,
		"cpu.max": /^(max|\d{1,12})( \d{1,7})?$/,
	},
};
/** The RUN steps of a builder: below the cgroup of its container, which has the container's id in its name. No segment is `..`. */
const BUILDER = /^(?:\/[\w.:@\\-]*[\w:@\\-][\w.:@\\-]*)*\/(?:docker-)?[0-9a-f]{64}(?:\.scope)?\/buildkit$/;

/** What is wrong with a request, which may come from a process with fewer rights than ours. */
function checkEdit(edit: CgroupEdit): string | undefined {
	if (edit?.version !== "1" && edit?.version !== "2") return "the cgroup version must be 1 or 2";
	if (edit.act === "write") {
		const known = typeof edit.path === "string" && edit.path.length < 1000 && BUILDER.test(edit.path);
		if (!known) return "only the cgroup of a builder's steps is written";
		const { hold } = edit;
		if (hold !== undefined && hold.act !== "take" && hold.act !== "give")
			return "what to do with the builder is not known";
		if (hold !== undefined && !isHolder(hold.holder)) return NO_HOLDER;
		return checkValues(edit);
	}
	if (edit.act !== "lease" && edit.act !== "renew" && edit.act !== "release")
		return "what to do with the cgroup is not known";
	if (!isHolder(edit.holder)) return NO_HOLDER;
	return edit.act === "release" ? undefined : checkValues(edit);
}

const NO_HOLDER = "a holder is a process by its number, start, PID namespace and boot";

function isHolder(holder: unknown): boolean {
	return typeof holder === "string" && readHolder(holder) !== undefined;
}

function checkValues({ version, values }: { version: CgroupVersion; values: CgroupValues }): string | undefined {
	if (typeof values !== "object" || values === null) return "values must be names and texts";
	for (const [name, value] of Object.entries(values)) {
		const allowed = Object.hasOwn(VALUES[version], name) ? VALUES[version][name] : undefined;
		if (typeof value !== "string" || !allowed?.test(value)) return `${name} is no limit that may be written`;
	}
	return undefined;
}
