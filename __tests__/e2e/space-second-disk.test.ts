import { existsSync, mkdirSync, readdirSync } from "node:fs";
import path from "node:path";
import { afterEach, expect, it, jest } from "@jest/globals";
import { secondDiskCommands } from "../../src/space/second-disk.ts";
import { docker, folderWith, tryDocker, unique } from "./support/docker.ts";

jest.setTimeout(120_000);

const name = unique("mlbuild-second");
afterEach(() => {
	tryDocker("buildx", "rm", "--force", name);
	tryDocker("volume", "rm", "--force", `buildx_buildkit_${name}0_state`);
});

it("a builder keeps its state where the commands put it, and gives the volume back when it goes", () => {
	const folder = folderWith({ "context/Dockerfile": "FROM scratch\nCOPY Dockerfile /\n" });
	const disk = path.join(folder, "disk");
	mkdirSync(disk);
	const second = {
		path: disk,
		device: "1",
		free: 1e12,
		total: 1e12,
		state: `${disk}/run/state`,
		temp: `${disk}/run/temp`,
	};
	for (const [program = "", ...args] of secondDiskCommands(second, `${name}0`, true)) {
		if (program === "docker") docker(...args);
		else mkdirSync(args.at(-1) ?? "", { recursive: true });
	}
	docker("buildx", "create", "--name", name, "--driver", "docker-container", "--bootstrap");
	docker("buildx", "build", "--builder", name, "--output", "type=cacheonly", path.join(folder, "context"));
	expect(readdirSync(second.state)).toEqual(expect.arrayContaining(["cache.db", "runc-overlayfs"]));
	docker("buildx", "rm", name);
	expect(docker("volume", "ls", "--quiet")).not.toContain(name);
	// The volume's folder is not the engine's, so it stays: the run removes it.
	expect(existsSync(second.state)).toBe(true);
});
