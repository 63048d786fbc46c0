import { expect, it } from "@jest/globals";
import { pushRemedy } from "../../../src/build/push-remedy.ts";
import type { DriverChoice } from "../../../src/model/plan.ts";

const refused = (address: string) =>
	`failed to do request: Head "http://${address}/v2/app/blobs/sha256:ab": dial tcp ${address}: connect: connection refused`;
const OURS: DriverChoice = { kind: "docker-container", why: "" };
const named = (driver: string): DriverChoice => ({
	kind: "builder",
	why: "",
	builder: { name: "b", driver, nodes: [], from: "input builder" },
});

it.each<[string, string, DriverChoice, readonly string[], readonly string[], readonly string[]]>([
	[
		"a builder of ours has a loopback of its own, and is gone with the run",
		refused("127.0.0.1:5000"),
		OURS,
		[],
		["127.0.0.1 is the builder's own there", "driver-opts: network=host", "builds anew"],
		["everything is cached"],
	],
	["its loopback by name", refused("[::1]:5000"), OURS, ["memory=2g"], ["driver-opts: network=host"], []],
	[
		"it has the machine's network already",
		refused("127.0.0.1:5000"),
		OURS,
		["network=host"],
		["check the registry's address", "builds anew"],
		["driver-opts", "everything is cached"],
	],
	["a registry elsewhere", refused("10.0.0.7:5000"), OURS, [], ["check the registry's address"], ["network=host"]],
	[
		"a container builder of the user's stays",
		refused("localhost:5000"),
		named("docker-container"),
		[],
		["docker buildx create --driver-opt network=host", "from its cache"],
		["driver-opts:"],
	],
	[
		"a builder in a cluster",
		refused("127.0.0.1:5000"),
		named("kubernetes"),
		[],
		["check the registry's address"],
		["network=host"],
	],
	[
		"the engine's own",
		refused("127.0.0.1:5000"),
		{ kind: "docker", why: "" },
		[],
		["everything is cached"],
		["network=host"],
	],
	["a certificate", "x509: certificate signed by unknown authority", OURS, [], ["trust"], ["network=host"]],
	["no right to push", "401 Unauthorized", OURS, [], ["log in"], ["network=host"]],
])("%s", (_, why, driver, driverOpts, says, never) => {
	const remedy = pushRemedy(why, { driver, driverOpts });
	for (const words of says) expect(remedy).toContain(words);
	for (const words of never) expect(remedy).not.toContain(words);
});
