import type { Asked } from "./asked.ts";
import { missingSources } from "./build/local-sources.ts";
import { createReader } from "./inputs/create-reader.ts";
import { credentialsIn } from "./inputs/credentials.ts";
import type { InputContext } from "./inputs/git-context.ts";
import { readInputs } from "./inputs/inputs.ts";
import type { RawInputs } from "./inputs/reader.ts";
import { printUnknown, unknownInputs } from "./inputs/unknown.ts";
import { ASSERTIONS } from "./judge/assertions/index.ts";
import { type Problem, UserError } from "./model/errors.ts";
import type { World } from "./model/world.ts";
import type { Event } from "./run-event.ts";
import type { Story } from "./run-story.ts";

/** How a run is started: by a workflow step or from a command line. */
export interface RunRequest {
	readonly raw: RawInputs;
	/** Names that were given, also unknown ones. */
	readonly given: readonly string[];
	/** Problems that reading the command line found already. */
	readonly problems: readonly Problem[];
	readonly cli: boolean;
	/** Folders for the undo journals: the first that can be private is taken, all are swept. */
	readonly journals: readonly string[];
	/** Where the report's JSON goes. */
	readonly reportFile: string;
	/** Where the summary goes besides the job summary. */
	readonly summaryFile?: string;
}

/** Reads all inputs, or throws everything that is wrong with them and with what they name on this machine. */
export async function readAsked(
	world: World,
	request: RunRequest,
	story: Story,
	{ pullRequestHead }: Event,
): Promise<Asked> {
	const reader = createReader(request.raw);
	const context: InputContext = {
		env: world.env,
		cli: request.cli,
		...(pullRequestHead !== undefined && { pullRequestHead }),
	};
	const asked = readInputs(reader, context, armAll);
	// Before anything is told: the plan shows the command of the build.
	for (const value of credentialsIn(asked)) world.log.secret(value);
	story.asked = asked;
	story.notes.push(...reader.notes());
	warnUnknown(request, reader.asked(), story);
	const told = [...request.problems, ...reader.problems()];
	// Of a context that is none nothing can be said.
	const sources = told.some(({ input }) => input === "context") ? [] : await missingSources(world, asked.build);
	const problems = [...told, ...sources];
	if (problems.length > 0) throw new UserError("input", problems);
	return asked;
}

/** Arms what was asked for, in the catalog's order. */
export function armAll(reader: Parameters<(typeof ASSERTIONS)[number]["arm"]>[0]) {
	return ASSERTIONS.flatMap((assertion) => {
		const armed = assertion.arm(reader);
		return armed ? { ...armed, value: reader.text(assertion.id) } : [];
	});
}

function warnUnknown(request: RunRequest, known: readonly string[], story: Story): void {
	story.notes.push(...unknownInputs(request.given, known).map(printUnknown));
}
