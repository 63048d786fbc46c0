import { release } from "../model/release.ts";
import type { World } from "../model/world.ts";

/** What the command says on its standard error that is kept. */
const MOST_SAID = 2000;
/** Longer frames are none: the engine copies 32 KiB at a time. */
const LONGEST_FRAME = 1 << 24;
/** A cold disk may be silent for long. */
const SILENCE_MS = 120_000;

/**
 * Runs a program of a container in it, through the engine: arguments in, standard output handed over as it comes. Throws
 * an Error when it cannot be run, ends with another code than 0, or says anything on its standard error.
 * https://docs.docker.com/reference/api/engine/version/v1.48/#tag/Exec
 */
export async function execIn(
	{ engine }: Pick<World, "engine">,
	container: string,
	argv: readonly string[],
	read: (stdout: AsyncIterable<Uint8Array>) => Promise<void>,
): Promise<void> {
	const made = await engine.call({
		method: "POST",
		path: `/containers/${encodeURIComponent(container)}/exec`,
		body: { AttachStdout: true, AttachStderr: true, Cmd: argv, Env: ["LC_ALL=C", "TZ=UTC0"] },
	});
	if (made.status !== 201) throw new Error(`nothing can be run in ${container} (${made.status}: ${brief(made.text)})`);
	const id = encodeURIComponent(String((JSON.parse(made.text) as { readonly Id?: unknown }).Id));
	const body = { Detach: false, Tty: false };
	const frames = await engine.stream({ method: "POST", path: `/exec/${id}/start`, body, timeoutMs: SILENCE_MS });
	let said = "";
	let failure: Error | undefined;
	const decoder = new TextDecoder();
	const stdout = standardOutput(frames, (bytes) => {
		said = (said + decoder.decode(bytes)).slice(0, MOST_SAID);
	});
	try {
		await read(stdout);
		for await (const _ of stdout) throw new Error("it goes on behind its end");
	} catch (error) {
		failure = error as Error;
	} finally {
		await stdout.return(undefined);
	}
	const ended = await engine.call({ path: `/exec/${id}/json` });
	const code = ended.status === 200 ? (JSON.parse(ended.text) as { readonly ExitCode?: unknown }).ExitCode : undefined;
	if (said !== "" || (failure === undefined && code !== 0))
		throw new Error(`${argv[0]} in ${container} ended with ${String(code)}: ${brief(said)}`);
	if (failure) throw new Error(`what ${argv[0]} in ${container} wrote cannot be read: ${failure.message}`);
}

function brief(text: string): string {
	return text.trim().slice(0, 300);
}

/**
 * The standard output out of the engine's frames: a byte that names the stream, three of nothing, four of length.
 * Standard error goes to `heard`. A part is valid until the next one is asked for: its memory is then given back.
 */
export async function* standardOutput(
	frames: AsyncIterable<Uint8Array>,
	heard: (bytes: Uint8Array) => void,
): AsyncGenerator<Uint8Array> {
	const header = new Uint8Array(8);
	let filled = 0;
	let left = 0;
	for await (const piece of frames) {
		for (let at = 0; at < piece.length; ) {
			if (left === 0) {
				header[filled++] = piece[at++] ?? 0;
				if (filled < header.length) continue;
				filled = 0;
				left = new DataView(header.buffer).getUint32(4);
				if ((header[0] ?? 0) > 2 || left > LONGEST_FRAME) throw new Error("the engine sends something unexpected");
				continue;
			}
			const part = piece.subarray(at, Math.min(piece.length, at + left));
			at += part.length;
			left -= part.length;
			if (header[0] === 2) heard(part);
			else yield part;
		}
		release(piece);
	}
	if (left > 0 || filled > 0) throw new Error("the engine's answer is cut");
}
