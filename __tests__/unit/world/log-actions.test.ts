import { expect, it } from "@jest/globals";
import { createActionsLog } from "../../../src/world/log-actions.ts";

/** What the runner reads of this, line by line. */
function printed(tell: (log: ReturnType<typeof createActionsLog>) => void): readonly string[] {
	const { write } = process.stdout;
	let text = "";
	process.stdout.write = (chunk: string | Uint8Array) => {
		text += chunk;
		return true;
	};
	try {
		tell(createActionsLog());
	} finally {
		process.stdout.write = write;
	}
	return text.trimEnd().split("\n");
}

it("the runner hides the telling lines of a secret, and not what is in every other text as well", () => {
	const key = '{\n  "id": 7,\n  "private_key": "-----BEGIN KEY-----"\n}\n';
	expect(printed(({ secret }) => secret(key))).toEqual([
		'::add-mask::"id": 7,',
		'::add-mask::"private_key": "-----BEGIN KEY-----"',
	]);
});

it("a secret of one line is hidden by the runner and in our own lines", () => {
	const tell = printed((log) => {
		log.secret("hunter2\n");
		log.info("the password is hunter2");
	});
	expect(tell).toEqual(["::add-mask::hunter2", "the password is ***"]);
});

it("our own lines hide a secret of several lines as a whole too", () => {
	const tell = printed((log) => {
		log.secret("first line\r\n}\r\nlast line");
		log.info("first line\r\n}\r\nlast line and first line");
	});
	expect(tell.slice(2)).toEqual(["*** and ***"]);
});
