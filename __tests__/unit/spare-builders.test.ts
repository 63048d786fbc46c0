import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it } from "@jest/globals";
import { forgetBuilders } from "../e2e/support/spare-builders.ts";

it("the builders of a spare engine that was stopped are forgotten, and no others", () => {
	const config = mkdtempSync(path.join(tmpdir(), "mlbuild-spare-"));
	const at = (...names: string[]) => path.join(config, "buildx", ...names);
	for (const kind of ["instances", "activity"]) mkdirSync(at(kind), { recursive: true });
	const builders = {
		"mlbuild-1-a": "unix:///var/tmp/mlbspare-1-1/run/s",
		"mlbuild-1-b": "unix:///var/tmp/mlbspare-1-12/run/s",
		"mlbuild-1-c": "default",
		theirs: "unix:///var/tmp/mlbspare-1-1/run/s",
	};
	for (const [name, Endpoint] of Object.entries(builders)) {
		writeFileSync(at("instances", name), JSON.stringify({ Name: name, Nodes: [{ Name: `${name}0`, Endpoint }] }));
		writeFileSync(at("activity", name), "");
	}
	writeFileSync(at("instances", "mlbuild-1-d"), "{");
	forgetBuilders(config, (socket) => socket.startsWith("/var/tmp/mlbspare-1-1/"));
	expect(readdirSync(at("instances")).sort()).toEqual(["mlbuild-1-b", "mlbuild-1-c", "mlbuild-1-d", "theirs"]);
	expect(readdirSync(at("activity")).sort()).toEqual(["mlbuild-1-b", "mlbuild-1-c", "theirs"]);
	forgetBuilders(path.join(config, "none"), () => true);
	rmSync(config, { recursive: true });
});
