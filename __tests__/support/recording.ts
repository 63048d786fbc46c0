import { readFileSync } from "node:fs";
import { join } from "node:path";
import { mapDockerfile } from "../../src/build/dockerfile.ts";
import { type BakeTargets, createProgress, type LogEvent, type Progress } from "../../src/build/progress/index.ts";

/** One run of a real buildx, as `scripts/record.ts` writes it. */
export interface Recording {
	readonly name: string;
	readonly driver: "docker" | "docker-container";
	readonly versions: { readonly engine: string; readonly buildx: string; readonly buildkit: string };
	readonly argv: readonly string[];
	readonly dockerfile: string;
	readonly bake?: BakeTargets;
	readonly exitCode: number | null;
	/** Epoch milliseconds of its start. */
	readonly started: number;
	/** Milliseconds since the start, and the line of the error stream. */
	readonly lines: readonly (readonly [number, string])[];
	/** The metadata file, after a success. */
	readonly metadata?: Readonly<Record<string, unknown>>;
}

export function readRecording(name: string): Recording {
	return JSON.parse(readFileSync(join(import.meta.dirname, "../scenarios", `${name}.json`), "utf8")) as Recording;
}

/** Plays a recording through the progress, with a tick per second of silence, as a run does. */
export function replay(recording: Recording): { readonly progress: Progress; readonly events: readonly LogEvent[] } {
	const progress = createProgress({
		dockerfile: mapDockerfile(recording.dockerfile, "Dockerfile"),
		...(recording.bake ? { bake: recording.bake } : {}),
	});
	const events: LogEvent[] = [];
	let last = 0;
	for (const [ms, line] of recording.lines) {
		for (let tick = last + 1000; tick < ms; tick += 1000) events.push(...progress.tick(recording.started + tick));
		events.push(...progress.line(line, recording.started + ms));
		last = ms;
	}
	events.push(...progress.finish(recording.started + last));
	return { progress, events };
}

/** The live log as text, times replaced by `#`, status lines left out. */
export function logText(events: readonly LogEvent[]): string {
	const lines = events.flatMap((event): readonly string[] => {
		if (event.kind === "open") return [`> ${event.title}`];
		if (event.kind === "close") return ["<"];
		if (event.kind === "data") return event.lines;
		return event.kind === "info" ? [event.text] : [];
	});
	return lines
		.map((line) =>
			line
				.replace(/^ *\d+\.\d /, "# ")
				.replace(/\b\d+\.\d s\b/g, "# s")
				.replace(/[\d.]+ [kMG]?B\/s/g, "# MB/s"),
		)
		.join("\n");
}
