import { BuilderLostError, UserError } from "../model/errors.ts";
import type { World } from "../model/world.ts";
import { lastError } from "./last-error.ts";
import { inspect } from "./watch/builder-questions.ts";

const ANSWER_MS = 10_000;

/** A builder of ours that was not made. */
interface Unmade {
	readonly name: string;
	readonly container: string;
	/** As the user gave them. */
	readonly driverOpts: readonly string[];
	readonly stderr: string;
	/** Why there is no exit code. */
	readonly error?: string | undefined;
	/** What was done, as a sentence goes on after "while". */
	readonly meanwhile: string;
	/** When it was begun, monotonic milliseconds. */
	readonly began: number;
}

/** Why: somebody took its container away meanwhile, so that another one may do better; else the engine's words, and what to change. */
export async function whyUnmade(world: World, unmade: Unmade): Promise<UserError | BuilderLostError> {
	const { name, container, driverOpts, stderr, error, meanwhile, began } = unmade;
	const words = error ?? lastError(stderr);
	if (missesOwn(stderr, container, driverOpts)) {
		const { missing } = await inspect(world, container, ANSWER_MS);
		const fate = { state: "gone", what: `builder ${name}`, detail: words } as const;
		const afterMs = Math.round(world.monotonic() - began);
		if (missing) return new BuilderLostError({ fate, meanwhile, at: world.now(), afterMs });
	}
	const blamed = isAboutOptions(words, driverOpts);
	return new UserError("engine", [
		{
			...(blamed && { input: "driver-opts", value: driverOpts.join(",") }),
			message: `${blamed ? "let no docker-container builder be made" : "the docker-container builder could not be made"}: ${words}`,
			remedy: `check ${blamed ? "driver-opts, and " : ""}that the engine can pull and start moby/buildkit:buildx-stable-1`,
		},
	]);
}

/** The engine misses a container, and not one that the user named (`network=container:db`). */
function missesOwn(stderr: string, container: string, driverOpts: readonly string[]): boolean {
	const [, missed = ""] = /no such container:?\s+([\w.-]+)/i.exec(stderr) ?? [];
	if (missed === container) return true;
	return /^[0-9a-f]{12,64}$/.test(missed) && !driverOpts.some((option) => option.includes(missed));
}

/** Every engine and network has these, so words that mention them need not be about the option. */
const COMMON = /^(?:host|bridge|none|default|container|true|false|\d*)$/;

/** The words are about an option, or mention what one was set to. */
function isAboutOptions(words: string, driverOpts: readonly string[]): boolean {
	if (driverOpts.length === 0) return false;
	if (/\b(?:driver[ -]opt(?:ion)?s?|invalid|unknown|unsupported|minimum|maximum)\b/i.test(words)) return true;
	// Parts, for an image is told without its tag, and `network=container:db` as `db`.
	const parts = driverOpts.flatMap((option) =>
		option
			.slice(option.indexOf("=") + 1)
			.replaceAll('"', "")
			.split(":"),
	);
	const said = new Set(words.split(/[^\w./-]+/));
	return parts.some((part) => !COMMON.test(part) && said.has(part));
}
