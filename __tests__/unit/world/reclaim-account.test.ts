import { describe, expect, it } from "@jest/globals";
import { createBooks, newAccount, tell } from "../../../src/world/reclaim-account.ts";
import { newTally, type Tally, tellProblem } from "../../../src/world/reclaim-unlink.ts";

const tally = (part: Partial<Tally>): Tally => ({ ...newTally(), ...part });

describe("a file with more names", () => {
	const add = (...told: readonly (readonly number[])[]) => {
		const [books, account] = [createBooks(), newAccount(0)];
		for (const links of told) books.add(1, account, tally({ links: [...links] }));
		return account.bytes;
	};

	it("counts when its last name is gone", () => {
		expect(add([7, 2, 4096])).toBe(0);
		expect(add([7, 3, 4096], [7, 2, 4096])).toBe(0);
	});

	it("counts once when two threads unlinked at once and both saw two names", () => {
		expect(add([7, 2, 4096], [7, 2, 4096])).toBe(4096);
	});

	it("counts for the item whose name was the last", () => {
		const books = createBooks();
		const [first, second] = [newAccount(0), newAccount(0)];
		books.add(1, first, tally({ links: [7, 2, 4096] }));
		books.add(1, second, tally({ links: [7, 2, 4096] }));
		expect([first.bytes, second.bytes]).toEqual([0, 4096]);
	});

	it("is another one on another disk", () => {
		const [books, account] = [createBooks(), newAccount(0)];
		books.add(1, account, tally({ links: [7, 2, 4096] }));
		books.add(2, account, tally({ links: [7, 2, 4096] }));
		expect(account.bytes).toBe(0);
	});
});

it("a flood of problems is counted, its first are told", () => {
	const account = newAccount(0);
	const books = createBooks();
	for (let thread = 0; thread < 3; thread += 1) {
		const one = newTally();
		for (let at = 0; at < 1000; at += 1) tellProblem(one, `/x/${thread}/${at}: EPERM`);
		books.add(1, account, one);
	}
	const told = tell(account);
	expect(told).toHaveLength(21);
	expect(told[0]).toBe("/x/0/0: EPERM");
	expect(told.at(-1)).toBe("and 2980 more");
});
