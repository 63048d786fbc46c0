import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, describe, expect, it, jest } from "@jest/globals";
import type { World } from "../../src/model/world.ts";
import { readStock, removeImages } from "../../src/space/engine-images.ts";
import { chooseImages } from "../../src/space/used-images.ts";
import { createEnginePort } from "../../src/world/engine-socket.ts";
import { fakeWorld } from "../support/fake-world.ts";
import { folderWith, unique } from "./support/docker.ts";
import { dockerAt, imageId, needsContainerd } from "./support/engine.ts";

jest.setTimeout(120_000);

const OURS = unique("mlbuild-space");
const made: (() => void)[] = [];
afterAll(() => {
	for (const undo of made) undo();
});

/** A tiny image under these names, in the engine at `host`. */
function importImage(host: string | undefined, ...names: readonly string[]): string {
	const folder = folderWith({});
	writeFileSync(path.join(folder, "file"), `${names.join()}\n`);
	const tar = path.join(folder, "image.tar");
	execFileSync("tar", ["-cf", tar, "-C", folder, "file"]);
	const [first = "", ...more] = names;
	dockerAt(host, "import", tar, first);
	for (const name of more) dockerAt(host, "tag", first, name);
	made.push(() => {
		for (const name of names) if (imageId(name, host)) dockerAt(host, "rmi", name);
	});
	const id = imageId(first, host);
	if (id === undefined) throw new Error(`${first} was not imported`);
	return id;
}

/** Our code with a real engine; free bytes are those of this machine. */
function worldAt(host: string | undefined): World {
	const { world } = fakeWorld();
	const endpoint = host ?? process.env["DOCKER_HOST"] ?? "unix:///var/run/docker.sock";
	return { ...world, engine: createEnginePort({ host: endpoint, context: "default" }) };
}

/** Of a real engine only our own images are looked at: nothing of others may go. */
async function stockOfOurs(world: World) {
	const stock = await readStock(world);
	if (!stock) throw new Error("the engine does not tell its images");
	return {
		...stock,
		images: stock.images.filter(({ names }) => names.length > 0 && names.every((name) => name.includes(OURS))),
	};
}

describe.each<[store: string, host: () => string | undefined]>([
	["the tests' engine", () => undefined],
	["the containerd store", needsContainerd],
])("images in %s", (store, hostOf) => {
	const name = (text: string) => `${OURS}/${text}-${store.length}`;

	it("go one by one; what a container is made of, and what the workflow names, stays", async () => {
		const host = hostOf();
		const world = worldAt(host);
		importImage(host, `${name("plain")}:1`);
		importImage(host, `${name("two")}:1`, `${name("two")}:2`, `${name("other")}:1`);
		importImage(host, `${name("named")}:1`);
		importImage(host, `${name("contained")}:1`);
		const container = unique("mlbuild-space-c");
		dockerAt(host, "create", "--name", container, `${name("contained")}:1`, "/file");
		made.unshift(() => void dockerAt(host, "rm", container));

		const { images, containers } = await stockOfOurs(world);
		expect(images).toHaveLength(4);
		const use = { names: [], workflow: `image: ${name("named")}:1`, containers };
		const { removable, kept } = chooseImages(images, use, true);
		expect(kept.map(({ why }) => why).toSorted()).toEqual([
			`the container ${container} is made of it`,
			`the workflow names ${name("named")}`,
		]);

		const freed = await removeImages(world, "/", removable);
		expect(freed.problems).toEqual([]);
		expect(freed.removed).toHaveLength(2);
		for (const gone of ["plain", "two", "other"]) expect(imageId(`${name(gone)}:1`, host)).toBeUndefined();
		expect(imageId(`${name("two")}:2`, host)).toBeUndefined();
		for (const left of ["named", "contained"]) expect(imageId(`${name(left)}:1`, host)).toBeDefined();
	});

	it("the engine itself refuses one that a container came to be made of meanwhile", async () => {
		const host = hostOf();
		const world = worldAt(host);
		const id = importImage(host, `${name("late")}:1`);
		const container = unique("mlbuild-space-late");
		dockerAt(host, "create", "--name", container, `${name("late")}:1`, "/file");
		made.unshift(() => void dockerAt(host, "rm", container));
		const freed = await removeImages(world, "/", [{ id, name: "late" }]);
		expect(freed.removed).toEqual([]);
		expect(freed.problems).toEqual([expect.stringMatching(/^the image late stays: the engine answered 409/)]);
		expect(imageId(`${name("late")}:1`, host)).toBe(id);
	});
});
