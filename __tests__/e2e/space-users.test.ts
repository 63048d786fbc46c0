import { beforeAll, describe, expect, it, jest } from "@jest/globals";
import { ALL, DRIVER, installDriver, isBelow, itemsOf } from "./support/removal.ts";
import { NODE, openRoom, type Room, type Who } from "./support/replica.ts";

jest.setTimeout(120_000);

/** On hosted machines everybody may write to /opt and /usr/share. */
const MINE = ["/home/runner/.rustup", "/opt/hostedtoolcache/go", "/usr/share/swift"];
const ROOTS = ["/usr/lib/llvm-18", "/usr/local/.ghcup"];
const request = (run: string) =>
	JSON.stringify({ run, items: itemsOf([...MINE, ...ROOTS]), until: [{ path: "/", free: ALL }] });

let room: Room;
let before: ReadonlyMap<string, string>;

function remove(who: Who, run: string) {
	const { stdout } = room.run(who, [NODE, `${DRIVER}/driver.ts`, "finish", request(run)]);
	const lines = stdout
		.trim()
		.split("\n")
		.map((line) => JSON.parse(line));
	const kinds = (kind: string) => lines.filter((line) => line.kind === kind);
	return { lines, kinds, skipped: Object.fromEntries(kinds("skipped").map(({ path: at, why }) => [at, why])) };
}

function gone(): readonly string[] {
	const now = room.list();
	return [...before.keys()].filter((at) => !now.has(at));
}

beforeAll(async () => {
	room = await openRoom();
	installDriver(room);
	before = room.list();
});

describe("an ordinary user", () => {
	it("without sudo removes what their own rights allow, and hears what not", () => {
		room.allowSudo(false);
		const { kinds, skipped, lines } = remove("runner", "plain");
		expect(kinds("started")).toMatchObject([{ root: false }]);
		expect(Object.keys(skipped)).toEqual(ROOTS);
		expect(Object.values(skipped).join()).toMatch(/that needs root \(EACCES\)/);
		expect(lines.find(({ waited }) => waited)?.waited.why).toBe("all that may be removed is gone");
		expect(gone().filter((at) => !isBelow(MINE)(at))).toEqual([]);
		expect(gone()).toEqual(expect.arrayContaining(MINE));
		expect([...room.list().keys()].filter((at) => at.includes(".ml-image-build-trash-"))).toEqual([]);
	});

	it("with passwordless sudo removes the rest", () => {
		room.allowSudo(true);
		const { kinds, skipped } = remove("runner", "sudo");
		expect(kinds("started")).toMatchObject([{ root: true }]);
		expect(skipped).toEqual(Object.fromEntries(MINE.map((at) => [at, "it is not there"])));
		expect(kinds("freed").map(({ item }) => item)).toEqual(ROOTS);
		expect(gone().filter((at) => !isBelow([...MINE, ...ROOTS])(at))).toEqual([]);
		expect(room.trashes()).toEqual([]);
	});
});
