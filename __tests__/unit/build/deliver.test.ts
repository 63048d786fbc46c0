import { describe, expect, it } from "@jest/globals";
import { archiveLayers } from "../../../src/build/archive.ts";
import { deliver } from "../../../src/build/deliver.ts";
import { holdToJudged } from "../../../src/build/judged.ts";
import type { Built, Session } from "../../../src/build/session.ts";
import { CancelledError } from "../../../src/model/errors.ts";
import type { ImageFacts } from "../../../src/model/facts.ts";
import type { Delivered } from "../../../src/model/report.ts";
import type { World } from "../../../src/model/world.ts";
import { buildRequest } from "../../support/build-request.ts";
import { fakeWorld } from "../../support/fake-world.ts";

const digest = (text: string) => `sha256:${text.padEnd(64, "0")}`;
const ID = digest("1d");
const LAYERS = [digest("aa"), digest("bb")];

function image(layers: readonly string[] | undefined): ImageFacts {
	const measured = layers
		? { known: true, value: layers.map((diffId) => ({ diffId })) }
		: { known: false, why: "no way in" };
	return { id: ID, platform: "linux/amd64", layers: measured } as unknown as ImageFacts;
}

/** An engine whose `docker push` of each tag gives that digest, and which knows these digests of the judged image. */
function engineWith(pushes: Readonly<Record<string, string | undefined>>, known: readonly string[]) {
	const cancel = new AbortController();
	const commands: string[] = [];
	const { world } = fakeWorld({
		reply: (path) =>
			path.includes("/tag?")
				? { status: 201, text: "" }
				: { status: 200, text: JSON.stringify({ RepoDigests: known.map((one) => `r/app@${one}`) }) },
	});
	const stream: World["stream"] = ({ argv }, on) => {
		commands.push(argv.join(" "));
		const given = pushes[argv.at(-1) ?? ""];
		if (given !== undefined) on.stdout?.(`1: digest: ${given} size: 500`);
		if (given === digest("ca")) cancel.abort(new CancelledError("SIGTERM"));
		const code = given === undefined ? 1 : 0;
		return { pid: undefined, end() {}, done: Promise.resolve({ code, stdout: "", stderr: "", ms: 1 }) };
	};
	return { world: { ...world, stream, cancelled: cancel.signal }, commands };
}

async function push(tags: readonly string[], engine: ReturnType<typeof engineWith>) {
	const delivery = { push: true, load: false, tags, pushTags: tags, digestRepos: [], engineTags: tags };
	const journal = { path: "", note: async () => {}, forget: async () => {}, undo: async () => {} };
	const session = {
		world: engine.world,
		journal,
		folder: "/tmp/run",
		asked: { deadlines: {} },
		plan: { driver: { kind: "docker", why: "" }, delivery },
		prepared: { request: buildRequest({ tags: [...tags], push: true }), secretFiles: {} },
		host: { engine: { missing: "" } },
	} as unknown as Session;
	const delivered: Delivered = { tags: [], pushed: false, loaded: false };
	const built = { metadata: "{}", imageId: ID, delivered, setup: { compression: "", attests: [] } } as unknown as Built;
	let told = delivered;
	const failure = await deliver(session, built, [image(LAYERS)], (now) => {
		told = now;
	}).then(
		() => undefined,
		(error: Error) => error,
	);
	return { told, failure };
}

describe("the docker driver's push", () => {
	const good = digest("90");

	it("tells each tag as it is pushed", async () => {
		const { told, failure } = await push(
			["r/app:1", "r/app:2"],
			engineWith({ "r/app:1": good, "r/app:2": good }, [good]),
		);
		expect(failure).toBeUndefined();
		expect(told).toMatchObject({ tags: ["r/app:1", "r/app:2"], pushedTags: ["r/app:1", "r/app:2"], digest: good });
	});

	it("keeps what was pushed before another push failed", async () => {
		const { told, failure } = await push(["r/app:1", "r/app:2"], engineWith({ "r/app:1": good }, [good]));
		expect(failure?.message).toContain("r/app:2 could not be pushed");
		expect(told).toMatchObject({ tags: ["r/app:1", "r/app:2"], pushed: true, pushedTags: ["r/app:1"] });
	});

	it("names judged and pushed when the tag was moved by somebody else meanwhile", async () => {
		const other = digest("07");
		const { told, failure } = await push(["r/app:1"], engineWith({ "r/app:1": other }, [good]));
		expect(failure?.message).toContain(
			`what was pushed as r/app:1 is not what was judged (judged ${ID}, pushed ${other})`,
		);
		expect(told.pushedTags).toEqual([]);
	});

	it("stops between two tags when the run is cancelled", async () => {
		const engine = engineWith({ "r/app:1": digest("ca"), "r/app:2": good }, [good, digest("ca")]);
		const { failure } = await push(["r/app:1", "r/app:2"], engine);
		expect(failure).toBeInstanceOf(CancelledError);
		expect(engine.commands).toEqual(["docker push r/app:1"]);
	});
});

describe("an image is held to what was judged", () => {
	const one = [LAYERS];
	const two = [LAYERS, [digest("cc")]];
	it.each<
		[title: string, judged: readonly (readonly string[] | undefined)[], found: string[][], all: boolean, said: string]
	>([
		["the same layers", one, [LAYERS], true, ""],
		["one platform of two, loaded", two, [LAYERS], false, ""],
		["one platform of two, written", two, [LAYERS], true, "is not what was judged"],
		["another layer", one, [[digest("aa"), digest("cc")]], false, "is not what was judged"],
		["one layer less", one, [[digest("aa")]], false, "is not what was judged"],
		["nothing found", one, [], false, "is not what was judged"],
		["judged layers unknown", [undefined], [LAYERS], false, "the judged layers are unknown (no way in)"],
	])("%s", async (_, judged, found, all, said) => {
		const held = holdToJudged("loaded", judged.map(image), async () => found, all);
		if (said === "") await expect(held).resolves.toBeUndefined();
		else await expect(held).rejects.toThrow(said);
	});

	it("what cannot be read is no pass", async () => {
		const held = holdToJudged("written", [image(LAYERS)], () => Promise.reject(new Error("tar: broken")), true);
		await expect(held).rejects.toThrow("what was written could not be compared with what was judged: tar: broken");
	});
});

describe("an archive's layers", () => {
	const blob = (name: string) => `blobs/sha256/${digest(name).slice(7)}`;
	const files: Readonly<Record<string, unknown>> = {
		"index.json": { manifests: [{ digest: digest("0a") }] },
		[blob("0a")]: {
			manifests: [
				{ digest: digest("0b") },
				{ digest: digest("0e"), annotations: { "vnd.docker.reference.type": "attestation-manifest" } },
			],
		},
		[blob("0b")]: { config: { digest: digest("0c") }, layers: [] },
		[blob("0c")]: { rootfs: { diff_ids: LAYERS } },
	};

	it("are read through index and manifest, attestations left out", async () => {
		const { world } = fakeWorld({
			run: (_line, { argv }) => ({ code: 0, stdout: JSON.stringify(files[argv.at(-1) ?? ""]) }),
		});
		expect(await archiveLayers(world, "/a/image.tar")).toEqual([LAYERS]);
	});

	it("a name that is no digest is not looked up", async () => {
		const stdout = JSON.stringify({ manifests: [{ digest: "sha256:../../etc/passwd" }] });
		const { world } = fakeWorld({ run: () => ({ code: 0, stdout }) });
		await expect(archiveLayers(world, "/a/image.tar")).rejects.toThrow("the archive names a blob");
	});
});
