import { beforeAll, expect, it, jest } from "@jest/globals";
import { ENVIRONMENT, FILES, LINKS, TREES } from "../../scripts/replica/trees.ts";
import { NODE, openRoom, type Room } from "./support/replica.ts";
import { runStepIn } from "./support/room-step.ts";

jest.setTimeout(120_000);

let room: Room;

beforeAll(async () => {
	room = await openRoom();
});

it("has a runner's paths, links and variables", () => {
	const all = room.list();
	const missing = [...TREES.map(({ path }) => path), ...Object.keys(FILES), ...Object.keys(LINKS)].filter(
		(at) => !all.has(at),
	);
	expect(missing).toEqual([]);
	expect(all.size).toBeGreaterThan(10_000);
	const { stdout } = room.run("runner", ["cat", "/etc/environment"]);
	expect(stdout).toContain(`JAVA_HOME=${ENVIRONMENT["JAVA_HOME"]}\n`);
});

it("has processes of its own, which die with it", async () => {
	const { stdout } = room.run("runner", [NODE, "-p", "[process.pid, process.getuid(), process.version].join(' ')"]);
	expect(stdout).toMatch(/^\d{1,3} 1001 v24\./);
});

it("gives sudo and takes it away", () => {
	room.allowSudo(true);
	expect(room.run("runner", ["sudo", "-n", "id", "-u"])).toMatchObject({ code: 0, stdout: "0\n" });
	room.allowSudo(false);
	expect(room.run("runner", ["sudo", "-n", "id", "-u"]).stderr).toMatch(/a password is required/);
});

it("runs the action as a runner would; there is no engine", () => {
	const { code, log, outputs, summary } = runStepIn(room, "runner", "main.js", { context: "." });
	expect(code).toBe(1);
	expect(log).toMatch(/docker/i);
	expect(outputs["verdict"]).toBe("fail");
	expect(summary).not.toBe("");
	expect(runStepIn(room, "runner", "post.js").code).toBe(0);
});
