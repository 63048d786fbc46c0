/** A workflow command as the runner would have obeyed it. */
export interface HeardCommand {
	readonly name: string;
	readonly properties: string;
	readonly value: string;
}

/**
 * Reads a step's log as GitHub's runner does: `::name properties::value` at a line's start (after blanks), `##[name]value` anywhere in it, nothing
 * between `::stop-commands::TOKEN` and `::TOKEN::`: https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
 */
export function heardCommands(log: string): readonly HeardCommand[] {
	const heard: HeardCommand[] = [];
	let stopped: string | undefined;
	for (const line of log.split(/\r\n|\r|\n/)) {
		const command = readCommand(line);
		if (!command) continue;
		if (stopped !== undefined) {
			if (command.name === stopped) stopped = undefined;
			continue;
		}
		if (command.name === "stop-commands") stopped = command.value;
		else heard.push(command);
	}
	return heard;
}

function readCommand(line: string): HeardCommand | undefined {
	const [, first, rest] = /^\s*::([^\s:]+)( .*?)?::/.exec(line) ?? [];
	if (first !== undefined) {
		return { name: first, properties: rest?.trim() ?? "", value: line.trimStart().replace(/^::[^\s:]+( .*?)?::/, "") };
	}
	const [, name, properties, value] = /##\[([^\s\]]+)( [^\]]*)?\](.*)$/.exec(line) ?? [];
	return name === undefined ? undefined : { name, properties: properties?.trim() ?? "", value: value ?? "" };
}
