import { randomUUID } from "node:crypto";
import * as core from "@actions/core";
import type { Log } from "../model/world.ts";
import { createMask, tellingLines } from "./mask.ts";

/** What the runner could take for a workflow command: `::name::` at a line's start, `##[name]` anywhere. */
const COMMAND_LIKE = /::|##\[/;

const PRINT = { error: core.error, warning: core.warning, notice: core.notice } as const;

/** The log of a workflow step. */
export function createActionsLog(): Log {
	const mask = createMask();
	const token = randomUUID();
	let open = false;
	// Also our own lines: the commands that they show hold inputs, and an input may be the title of somebody's pull request.
	const info = (text: string) => {
		const masked = mask.apply(text);
		// https://docs.github.com/actions/reference/workflow-commands-for-github-actions#stopping-and-starting-workflow-commands
		core.info(COMMAND_LIKE.test(masked) ? `::stop-commands::${token}\n${masked}\n::${token}::` : masked);
	};
	const close = () => {
		if (open) core.endGroup();
		open = false;
	};
	return {
		// The log viewer of GitHub shows ANSI colours.
		color: true,
		info,
		data: (lines) => info(lines.join("\n")),
		open(title) {
			close();
			core.startGroup(mask.apply(title));
			open = true;
		},
		close,
		warning: (text) => core.warning(mask.apply(text)),
		error: (text) => core.error(mask.apply(text)),
		annotate({ level, title, message, file, line }) {
			const place = { title: mask.apply(title), ...(file && { file }), ...(file && line && { startLine: line }) };
			PRINT[level](mask.apply(message), place);
		},
		status() {},
		secret(value) {
			mask.add(value);
			for (const line of tellingLines(value)) core.setSecret(line);
		},
		mask: mask.apply,
	};
}
