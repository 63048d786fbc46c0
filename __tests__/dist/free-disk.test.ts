import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { ROOT } from "../support/action.ts";

let folder: string;
beforeAll(() => {
	folder = mkdtempSync(path.join(tmpdir(), "mlbuild-room-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const file = (name: string) => path.join(folder, name);

/** The sub-action as a runner starts it, on this machine; only ever with less asked for than is free. */
async function step(inputs: Readonly<Record<string, string>>, env: Readonly<Record<string, string>>) {
	for (const name of ["output", "state", "summary"]) writeFileSync(file(name), "");
	const given = Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]);
	const child = spawn(process.execPath, [path.join(ROOT, "dist/free-disk.js")], {
		env: {
			...process.env,
			GITHUB_ACTIONS: "true",
			RUNNER_ENVIRONMENT: "github-hosted",
			RUNNER_TEMP: folder,
			XDG_STATE_HOME: file("home"),
			GITHUB_OUTPUT: file("output"),
			GITHUB_STATE: file("state"),
			GITHUB_STEP_SUMMARY: file("summary"),
			...Object.fromEntries(given),
			...env,
		},
	});
	let log = "";
	for (const stream of [child.stdout, child.stderr])
		stream.on("data", (chunk) => {
			log += String(chunk);
		});
	const [code] = await once(child, "close");
	const values = [...readFileSync(file("output"), "utf8").matchAll(/^(.+?)<<(.+)\n(.*)\n\2$/gm)];
	return { code, log, outputs: Object.fromEntries(values.map(([, name, , value]) => [name, value])) };
}

test("where there is room enough no engine is asked and no program is started", async () => {
	const asked: string[] = [];
	const server = createServer((request, response) => {
		asked.push(request.url ?? "");
		response.end("{}");
	});
	server.listen(file("docker.sock"));
	await once(server, "listening");
	const bin = file("bin");
	mkdirSync(bin);
	for (const program of ["docker", "sudo", "df", "sh"]) {
		writeFileSync(
			path.join(bin, program),
			`#!${process.execPath}\nrequire("fs").appendFileSync("${file("ran")}", "${program}\\n")\n`,
		);
		chmodSync(path.join(bin, program), 0o755);
	}
	const { code, outputs, log } = await step(
		{ "min-free": "1MB" },
		{ DOCKER_HOST: `unix://${file("docker.sock")}`, PATH: bin },
	);
	server.close();
	expect({ code, log }).toMatchObject({ code: 0 });
	expect(outputs).toMatchObject({ "freed-bytes": "0", "swap-bytes": "0" });
	expect({ asked, ran: existsSync(file("ran")) }).toEqual({ asked: [], ran: false });
	expect(log).toMatch(/^The engine was not asked: its data is at \//m);
	expect(readFileSync(file("summary"), "utf8")).toMatch(/^## ✅ Room on the disk: [\d.]+ \wB free\n/);
});

test("all that is wrong is told at once, and nothing is done", async () => {
	const inputs = { "min-free": "30", keep: "dotnt", remove: "/usr/share/swift", swap: "8GB", summary: "ja" };
	const { code, log } = await step(inputs, {});
	expect(code).toBe(1);
	for (const name of Object.keys(inputs)) expect(log).toContain(`${name}: "`);
	expect(log.match(/fix:/g)).toHaveLength(5);
});

test("a temporary folder that cannot be had is the user's to mend, and no bug of ours", async () => {
	writeFileSync(file("plain"), "");
	const { code, log } = await step({}, { RUNNER_TEMP: file("plain/temp") });
	expect(code).toBe(1);
	expect(log).not.toContain("bug");
	expect(log).toMatch(/^\| RUNNER_TEMP: ".*plain\/temp" cannot be used for temporary files \(ENOTDIR\); /m);
});
