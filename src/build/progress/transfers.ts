import type { Bytes } from "../../model/bytes.ts";
import { formatBytes, formatPart, formatTime } from "./amounts.ts";
import type { StatusEvent } from "./events.ts";

/** How often progress of one step is printed at most, milliseconds. */
const EVERY_MS = 5000;

/** Parts of a step (`exporting layers`) that took less are not worth a line, milliseconds. */
const WORTH_MS = 500;

interface Part {
	current: Bytes;
	total: Bytes;
}

/** Downloads, extractions and other timed work of one step. */
export interface Transfers {
	/** Takes one event in; a finished piece of work worth a line gives that line. */
	update(event: StatusEvent, at: number): readonly string[];
	/** The state in a line, when there is something to say and the last line is long enough ago. */
	report(at: number): readonly string[];
	/** Bytes downloaded. */
	pulled(): Bytes;
	/** Bytes of a context, or of the Dockerfile, that went to the builder. */
	sent(): Bytes;
	/** The state now, for a status line; empty when nothing moves. */
	now(): string;
}

/** Follows one step's status events. */
export function followTransfers(): Transfers {
	const layers = new Map<string, Part>();
	const extracting = new Set<string>();
	const told = new Set<string>();
	/** What goes to the builder (`transferring context:`) or comes from it (`sending tarball`). */
	let moving: Part | undefined;
	let sent: Bytes = 0;
	let last: { readonly at: number; readonly bytes: Bytes } | undefined;

	const sum = (): Part => {
		let current = 0;
		let total = 0;
		for (const part of layers.values()) {
			current += part.current;
			total += Math.max(part.total, part.current);
		}
		return { current, total };
	};
	const describe = (rate: number): string => {
		const { current, total } = sum();
		const speed = rate > 0 ? `, ${formatBytes(rate)}/s` : "";
		if (current < total) return `downloading ${formatPart(current, total)}${speed}`;
		if (extracting.size > 0) return `extracting ${extracting.size} of ${layers.size || extracting.size} layers`;
		return moving === undefined ? "" : `sending ${formatBytes(moving.current)}${speed}`;
	};
	const moved = (): Bytes => sum().current + (moving?.current ?? 0);
	return {
		update(event, at) {
			if (event.id.startsWith("sha256:")) {
				const known = layers.get(event.id);
				layers.set(event.id, {
					current: Math.max(known?.current ?? 0, event.current),
					total: Math.max(known?.total ?? 0, event.total),
				});
			} else if (event.id.startsWith("extracting ")) {
				if (event.completed === undefined) extracting.add(event.id);
				else extracting.delete(event.id);
			} else if (/^(transferring|sending) /.test(event.id)) {
				moving = { current: Math.max(moving?.current ?? 0, event.current), total: event.total };
				if (event.id.startsWith("transferring ")) sent = Math.max(sent, event.current);
			} else if (event.completed !== undefined && event.started !== undefined && !told.has(event.id)) {
				const ms = event.completed - event.started;
				told.add(event.id);
				return ms < WORTH_MS ? [] : [`${event.id}: ${formatTime(ms)}`];
			}
			last ??= { at, bytes: moved() };
			return [];
		},
		report(at) {
			if (last === undefined || at - last.at < EVERY_MS) return [];
			const bytes = moved();
			const line = describe(((bytes - last.bytes) * 1000) / (at - last.at));
			last = { at, bytes };
			return line === "" ? [] : [line];
		},
		pulled: () => sum().current,
		sent: () => sent,
		now: () => describe(0),
	};
}
