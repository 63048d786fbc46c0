import { describe, expect, it } from "@jest/globals";
import type { EngineReply, EngineRequest, World } from "../../../src/model/world.ts";
import { pruneBuildCache, readStock, removeImages } from "../../../src/space/engine-images.ts";
import { fakeWorld } from "../../support/fake-world.ts";

const GB = 1e9;
const ok = (body: unknown): EngineReply => ({ status: 200, text: JSON.stringify(body) });
const refused = (status: number, message: string): EngineReply => ({ status, text: JSON.stringify({ message }) });
const CONFLICT = "conflict: unable to delete 1 (must be forced) - image is referenced in multiple repositories";

/** An engine that answers by method and path; free bytes grow with every image that goes. */
function engine(answer: (line: string) => EngineReply | undefined, cancelled?: AbortSignal) {
	const { world } = fakeWorld();
	const calls: string[] = [];
	let free = 10 * GB;
	const call = async ({ method = "GET", path }: EngineRequest) => {
		const line = `${method} ${decodeURIComponent(path)}`;
		calls.push(line);
		const reply = answer(line) ?? refused(404, "no such image");
		if (method !== "GET" && reply.status === 200) free += GB;
		return reply;
	};
	const with_: World = {
		...world,
		engine: { ...world.engine, call },
		files: { ...world.files, free: async () => ({ bytes: free }) },
		...(cancelled && { cancelled }),
	};
	return { world: with_, calls };
}

const image = (id: string, name = id) => ({ id: `sha256:${id}`, name });
const OPTIONS = "?force=false&noprune=false";

describe("images of the engine", () => {
	it("are listed with their names, and what is made of them", async () => {
		const { world } = engine((line) => {
			if (line === "GET /images/json")
				return ok([
					{ Id: "sha256:1", RepoTags: ["a:1", "b:1"] },
					{ Id: "sha256:2", RepoTags: null, RepoDigests: ["c@sha256:9"] },
					{ Id: "sha256:3", RepoTags: ["<none>:<none>"], RepoDigests: ["<none>@<none>"] },
				]);
			return line === "GET /containers/json?all=1"
				? ok([{ Id: "f00", Names: ["/db"], ImageID: "sha256:1" }])
				: undefined;
		});
		expect(await readStock(world)).toEqual({
			images: [
				{ id: "sha256:1", names: ["a:1", "b:1"] },
				{ id: "sha256:2", names: ["c@sha256:9"] },
				{ id: "sha256:3", names: [] },
			],
			containers: [{ name: "db", image: "sha256:1" }],
		});
	});

	it("an engine that does not say everything says nothing", async () => {
		for (const bad of [refused(500, "x"), { status: 200, text: "{" }, ok({})]) {
			const { world } = engine((line) => (line.startsWith("GET /images") ? ok([]) : bad));
			expect(await readStock(world)).toBeUndefined();
		}
	});

	it("go one by one, by id, never forced; bytes are the file system's", async () => {
		const { world, calls } = engine((line) => (line.startsWith("DELETE") ? ok([]) : undefined));
		const freed = await removeImages(world, "/var/lib/docker", [image("1"), image("2")]);
		expect(calls).toEqual([`DELETE /images/sha256:1${OPTIONS}`, `DELETE /images/sha256:2${OPTIONS}`]);
		expect(freed).toMatchObject({ bytes: 2 * GB, removed: [image("1"), image("2")], problems: [] });
	});

	it("one that a container is made of stays, and that is told", async () => {
		const { world } = engine((line) =>
			line.includes("sha256:1") ? refused(409, "conflict: container f00 is using it") : ok([]),
		);
		const freed = await removeImages(world, "/", [image("1", "redis:7"), image("2")]);
		expect(freed.removed).toEqual([image("2")]);
		expect(freed.problems).toEqual([
			"the image redis:7 stays: the engine answered 409 (conflict: container f00 is using it)",
		]);
	});

	it("one that is gone already is as it was wanted", async () => {
		const { world } = engine(() => undefined);
		expect(await removeImages(world, "/", [image("1")])).toMatchObject({
			removed: [image("1")],
			problems: [],
			bytes: 0,
		});
	});

	it("one with several names goes name by name, and never a name that has moved", async () => {
		const gone = new Set<string>();
		const { world, calls } = engine((line) => {
			if (line === `DELETE /images/sha256:1${OPTIONS}`) return refused(409, CONFLICT);
			if (line === "GET /images/sha256:1/json" && gone.has("a:1")) return undefined;
			if (line === "GET /images/sha256:1/json" || line === "GET /images/a:1/json")
				return ok({ Id: "sha256:1", RepoTags: ["a:1", "b:1"] });
			if (line === "GET /images/b:1/json") return ok({ Id: "sha256:2" });
			if (line === `DELETE /images/a:1${OPTIONS}`) {
				gone.add("a:1");
				return ok([]);
			}
			return undefined;
		});
		const freed = await removeImages(world, "/", [image("1")]);
		expect(freed.problems).toEqual([]);
		expect(calls.filter((line) => line.startsWith("DELETE"))).toEqual([
			`DELETE /images/sha256:1${OPTIONS}`,
			`DELETE /images/a:1${OPTIONS}`,
		]);
	});

	it("a cancelled run stops between two images", async () => {
		const abort = new AbortController();
		const { world } = engine((line) => {
			if (line.includes("sha256:1")) abort.abort();
			return ok([]);
		}, abort.signal);
		const images = ["1", "2", "3"].map((id) => image(id));
		expect(await removeImages(world, "/", images)).toMatchObject({
			removed: [image("1")],
			problems: ["2 images stay: the run was cancelled"],
		});
	});

	it("a run that is cancelled before the first one says that all stay", async () => {
		const { world, calls } = engine(() => ok([]), AbortSignal.abort());
		expect(await removeImages(world, "/", [image("1")])).toMatchObject({
			removed: [],
			problems: ["1 image stays: the run was cancelled"],
		});
		expect(calls).toEqual([]);
	});

	it("an engine that does not answer is told", async () => {
		const { world } = engine(() => ({ status: 0, text: "connect ENOENT" }));
		const { problems } = await removeImages(world, "/", [image("1")]);
		expect(problems).toEqual(["the image 1 stays: the engine answered nothing (connect ENOENT)"]);
	});
});

describe("build cache", () => {
	it("is emptied by the engine itself", async () => {
		const { world, calls } = engine((line) => (line.startsWith("POST") ? ok({ SpaceReclaimed: 99 }) : undefined));
		expect(await pruneBuildCache(world, "/")).toMatchObject({ bytes: GB, problems: [] });
		expect(calls).toEqual(["POST /build/prune?all=true"]);
	});

	it("stays when the engine refuses", async () => {
		const { world } = engine(() => refused(409, "a prune operation is already running"));
		expect((await pruneBuildCache(world, "/")).problems).toEqual([
			"the build cache stays: the engine answered 409 (a prune operation is already running)",
		]);
	});
});
