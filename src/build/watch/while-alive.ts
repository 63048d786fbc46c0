import { BuilderLostError, UserError } from "../../model/errors.ts";
import type { BuilderFate } from "../../model/watch.ts";
import type { World } from "../../model/world.ts";
import { type BuilderWatch, createBuilderWatch } from "./builder-watch.ts";
import { isLost } from "./container-state.ts";
import { within } from "./exec-source.ts";
import type { BuilderTarget } from "./options.ts";
import { orAborted } from "./or-aborted.ts";
import { every } from "./rounds.ts";

/** What is done beside the user's build, and who is needed for it. */
export interface Errand {
	readonly target: BuilderTarget;
	/** As a sentence goes on after "while": `the image was measured`. */
	readonly meanwhile: string;
}

/** So long a command that is ended may take to go, and what was begun to be cleaned up. */
const SETTLE_MS = 3000;
const FATE_MS = 8000;

/**
 * Does something that needs the builder or the engine, and throws a {@link BuilderLostError} as soon as that is lost, whatever hangs on it.
 * The world that `act` gets ends with it: its commands and their children are ended, its requests broken off. An error, or a result that is
 * `doubtful`, is held to be the builder's end when it turns out to be away.
 */
export async function whileAlive<T>(
	world: World,
	{ target, meanwhile }: Errand,
	act: (world: World) => Promise<T>,
	doubtful: (result: T) => boolean = () => false,
): Promise<T> {
	if (target.kind === "none") return act(world);
	const builder = createBuilderWatch(world, target);
	const over = new AbortController();
	let wellAt = world.monotonic();
	const lost = (fate: BuilderFate, cause?: unknown) =>
		new BuilderLostError(
			{ fate, meanwhile, at: world.now(), afterMs: Math.round(world.monotonic() - wellAt) },
			{ cause },
		);
	let done = false;
	const visit = async (): Promise<void> => {
		const look = await builder.look();
		// Some of what was made keeps this world for longer (a limit that is held): what happens now is for others to see.
		if (done) return;
		if (look.state === "well") wellAt = world.monotonic();
		if (look.state === "lost") over.abort(lost(look.fate));
	};
	// By the command line a look is a process, and most errands are over before the second one.
	const stop = every(builder.everyMs, visit, world.engine.direct ? "now" : "later");
	const acting = act(worldUntil(world, over.signal));
	try {
		const result = await orAborted(acting, over.signal);
		if (!doubtful(result)) return result;
		const fate = await awayFate(builder, target);
		if (fate === undefined) return result;
		throw lost(fate);
	} catch (error) {
		if (over.signal.aborted) {
			await within(
				acting.catch(() => {}),
				SETTLE_MS,
			);
			throw await withLastWords(builder, over.signal.reason as BuilderLostError);
		}
		if (world.cancelled.aborted || error instanceof BuilderLostError || !isEngines(error)) throw error;
		const fate = await awayFate(builder, target);
		throw fate === undefined ? error : lost(fate, error);
	} finally {
		done = true;
		stop();
	}
}

/** The same world as long as the signal is quiet. */
export function worldUntil(world: World, over: AbortSignal): World {
	const { engine } = world;
	const enough = (own: AbortSignal | undefined) => (own ? AbortSignal.any([own, over]) : over);
	return {
		...world,
		cancelled: AbortSignal.any([world.cancelled, over]),
		run: (command) => world.run({ ...command, enough: enough(command.enough) }),
		engine: {
			...engine,
			call: (request) => engine.call({ ...request, enough: enough(request.enough) }),
			stream: (request) => engine.stream({ ...request, enough: enough(request.enough) }),
		},
	};
}

/** What was asked wrongly is wrong with every builder. */
function isEngines(error: unknown): boolean {
	return !(error instanceof UserError) || error.kind === "engine";
}

/** What became of it, when it is not there to answer. A container may need a moment to be known to have ended. */
async function awayFate(builder: BuilderWatch, target: BuilderTarget): Promise<BuilderFate | undefined> {
	const fate = await within(builder.fate(target.kind === "container"), FATE_MS);
	return fate && (isLost(fate) || fate.state === "paused") ? fate : undefined;
}

/** One that cannot be reached has none to tell. */
async function withLastWords(builder: BuilderWatch, error: BuilderLostError): Promise<BuilderLostError> {
	const { loss } = error;
	if (loss.fate.state === "unreachable") return error;
	const told = await within(builder.fate(true), FATE_MS);
	return told && isLost(told) ? new BuilderLostError({ ...loss, fate: { ...loss.fate, ...told } }) : error;
}
