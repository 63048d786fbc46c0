import { describe, expect, it } from "@jest/globals";
import type { Asked } from "../../src/asked.ts";
import type { ArmedAssertion, Need } from "../../src/judge/assertions/assertion.ts";
import type { BuildRequest } from "../../src/model/build-request.ts";
import { printProblem } from "../../src/model/errors.ts";
import type { Builder, Engine, Host } from "../../src/model/host.ts";
import { makePlan } from "../../src/plan.ts";
import { renderPlan } from "../../src/report/plan-text.ts";
import { buildRequest } from "../support/build-request.ts";

const overlay: Engine = {
	endpoint: "unix:///var/run/docker.sock",
	version: "28.0.4",
	id: "one",
	dataRoot: "/var/lib/docker",
	store: "overlay2",
	storageDriver: "overlay2",
	cgroupVersion: "2",
	cgroupDriver: "systemd",
	rootless: false,
	platform: "linux/amd64",
	local: true,
	rootProven: true,
};
const containerd: Engine = { ...overlay, version: "29.4.2", store: "containerd", storageDriver: "overlayfs" };

function host(engine: Host["engine"], more: Partial<Host> = {}): Host {
	return {
		runner: "github-hosted",
		os: "Ubuntu 24.04",
		arch: "x64",
		cpus: 4,
		cgroup: { version: "2" },
		root: false,
		sudo: "passwordless",
		disks: [],
		engine,
		buildx: { version: "0.36.1" },
		...more,
	};
}

function asked(build: Partial<BuildRequest> = {}, more: Partial<Asked> = {}): Asked {
	return {
		build: buildRequest(build),
		driver: "auto",
		driverOpts: [],
		gate: "before-push",
		compression: "",
		summary: true,
		logAnnotations: true,
		checksAnnotations: true,
		name: "",
		dryRun: false,
		armed: [],
		limits: { swapGiven: false, policy: "require" },
		deadlines: {},
		space: { freeDisk: "auto", keep: [], remove: [], allowSelfHosted: false },
		retryBuilder: 1,
		swap: { swap: "auto" },
		...more,
	};
}

const armed = (id: string, ...needs: readonly Need[]): ArmedAssertion => ({
	id,
	needs,
	judge: () => {
		throw new Error("a plan judges nothing");
	},
});
const budget = armed("max-image-size", "unpacked");
const factsOn = (engine: Engine) => {
	const planned = makePlan(asked({}, { driver: "docker", armed: [armed("torch-version", "torch")] }), host(engine));
	return planned.ok ? planned.plan.steps.find(({ id }) => id === "facts")?.title : undefined;
};

it("promises small files copied by the engine's own builder only where it can copy them", () => {
	expect(factsOn(overlay)).toMatch(/\(overlay2-folders\)$/);
	expect(factsOn({ ...overlay, version: "29.1.0" })).toMatch(/\(overlay2-folders, then buildkit-copy\)$/);
	expect(factsOn(containerd)).toMatch(/\(containerd-snapshots, then buildkit-copy\)$/);
});

const compressed = armed("max-compressed-size", "compressed");

function driverOf(what: Asked, where: Host): string {
	const planned = makePlan(what, where);
	return planned.ok ? planned.plan.driver.kind : `refused: ${planned.problems.map(({ input }) => input).join(",")}`;
}

describe("driver: auto decides by what the engine can do", () => {
	it.each<[title: string, what: Asked, overlay2: string, containerd: string]>([
		["a plain build", asked(), "docker", "docker"],
		["a push", asked({ push: true, tags: ["a/b"] }), "docker", "docker"],
		["a budget", asked({}, { armed: [budget] }), "docker", "docker"],
		["attests", asked({ attests: ["type=sbom"] }), "docker-container", "docker"],
		["provenance: mode=max", asked({ provenance: "mode=max" }), "docker-container", "docker"],
		["provenance: false", asked({ provenance: "false" }), "docker", "docker"],
		[
			"provenance: false, which overrules attests",
			asked({ provenance: "false", attests: ["type=provenance,mode=max"] }),
			"docker",
			"docker",
		],
		["sbom: true", asked({ sbom: "true" }), "docker-container", "docker"],
		["a cache to a registry", asked({ cacheTo: ["type=registry,ref=a/b:cache"] }), "docker-container", "docker"],
		["an inline cache", asked({ cacheTo: ["type=inline"] }), "docker", "docker"],
		["two platforms", asked({ platforms: ["linux/amd64", "linux/arm64"] }), "docker-container", "docker"],
		["one platform", asked({ platforms: ["linux/amd64"] }), "docker", "docker"],
		["a budget for one platform", asked({ platforms: ["amd64"] }, { armed: [budget] }), "docker", "docker"],
		[
			"a budget for two platforms",
			asked({ platforms: ["linux/amd64", "linux/arm64"] }, { armed: [budget] }),
			"docker-container",
			"docker-container",
		],
		[
			"a budget for another platform",
			asked({ platforms: ["linux/arm64"] }, { armed: [budget] }),
			"docker",
			"docker-container",
		],
		[
			"a budget for the 32 bits of the same processor",
			asked({ platforms: ["linux/386"] }, { armed: [budget] }),
			"docker",
			"docker",
		],
		[
			"a compressed budget for two platforms",
			asked({ platforms: ["linux/amd64", "linux/arm64"] }, { armed: [compressed] }),
			"docker-container",
			"docker",
		],
		["an OCI archive", asked({ outputs: ["type=oci,dest=x.tar"] }), "docker-container", "docker"],
		["a compressed budget", asked({}, { armed: [compressed] }), "docker-container", "docker"],
		["zstd", asked({}, { compression: "zstd" }), "docker-container", "docker"],
		[
			"a push by digest",
			asked({ outputs: ["type=image,name=r/app,push-by-digest=true,name-canonical=true,push=true"] }),
			"docker-container",
			"docker-container",
		],
		["driver options", asked({}, { driverOpts: ["network=host"] }), "docker-container", "docker-container"],
	])("%s", (_, what, onOverlay, onContainerd) => {
		expect(driverOf(what, host(overlay))).toBe(onOverlay);
		expect(driverOf(what, host(containerd))).toBe(onContainerd);
	});
});

describe("a privilege that the engine's own BuildKit may not give", () => {
	const insecure = (driver: Asked["driver"]) => asked({ allow: ["network.host", "security.insecure"] }, { driver });

	it("is the reason for a builder of our own, in words", () => {
		const planned = makePlan(insecure("auto"), host(containerd));
		expect(planned).toMatchObject({ ok: true, plan: { driver: { kind: "docker-container" } } });
		if (planned.ok) expect(planned.plan.driver.why).toMatch(/because allow: .*builder\.entitlements in daemon\.json/);
	});

	it("is left to who insists on the docker driver, and may know", () => {
		expect(driverOf(insecure("docker"), host(overlay))).toBe("docker");
	});

	it("is only that one: the network of the host the engine gives", () => {
		expect(driverOf(asked({ allow: ["network.host"] }), host(overlay))).toBe("docker");
	});
});

describe("an assertion goes where the layers can be read", () => {
	it.each<[title: string, where: Host, driver: string]>([
		["sudo without a password", host(overlay), "docker"],
		["root", host(overlay, { root: true, sudo: "not-needed" }), "docker"],
		["no sudo", host(overlay, { sudo: "no" }), "docker-container"],
		["rootless engine", host({ ...overlay, rootless: true }), "docker-container"],
		["engine elsewhere", host({ ...overlay, local: false }), "docker-container"],
		["engine in a container", host({ ...overlay, rootProven: false }), "docker-container"],
		[
			"a containerd whose folder is not here",
			host({ ...containerd, containerd: { root: "/var/lib/containerd", here: false } }),
			"docker-container",
		],
		["another storage driver", host({ ...overlay, store: "other", storageDriver: "btrfs" }), "docker-container"],
	])("%s", (_, where, driver) => {
		expect(driverOf(asked({}, { armed: [budget] }), where)).toBe(driver);
		expect(driverOf(asked(), where)).toBe("docker");
	});

	it("driver: docker is then refused before the build, with what to write instead", () => {
		const planned = makePlan(asked({}, { armed: [budget], driver: "docker" }), host(overlay, { sudo: "no" }));
		expect(planned.ok).toBe(false);
		if (planned.ok) return;
		expect(planned.kind).toBe("input");
		expect(planned.problems[0]).toMatchObject({
			input: "max-image-size",
			remedy: expect.stringContaining("docker-container"),
		});
	});
});

it("driver: docker says which platforms' layers the containerd image store does not unpack", () => {
	const what = asked({ platforms: ["linux/amd64", "arm64"] }, { armed: [budget], driver: "docker" });
	const planned = makePlan(what, host(containerd));
	expect(planned.ok ? [] : planned.problems).toMatchObject([
		{
			input: "max-image-size",
			message:
				"cannot be done by the docker driver here: the containerd image store unpacks the layers of linux/amd64 alone, so those of linux/arm64 cannot be measured",
		},
	]);
});

it.each([
	["its value", { ...compressed, value: "1MB" }, 'max-compressed-size: "1MB" cannot be done by the docker driver here'],
	["no value where none is known", compressed, "max-compressed-size: cannot be done by the docker driver here"],
])("driver: docker tells a budget that it cannot hold with %s", (_, budgeted, text) => {
	const planned = makePlan(asked({}, { armed: [budgeted], driver: "docker" }), host(overlay));
	expect(planned.ok ? [] : planned.problems.map(printProblem)).toEqual([expect.stringContaining(text)]);
});

describe("a builder that is there is used as it is", () => {
	const builder: Builder = { name: "mine", driver: "docker-container", nodes: ["mine0"], from: "current builder" };

	it("also for a plain build", () => {
		const planned = makePlan(asked(), host(overlay, { builder }));
		expect(planned).toMatchObject({ ok: true, plan: { driver: { kind: "builder", builder } } });
	});

	it("a driver that contradicts it, and options for it, are refused together", () => {
		const planned = makePlan(asked({}, { driver: "docker", driverOpts: ["memory=1g"] }), host(overlay, { builder }));
		expect(planned).toMatchObject({ ok: false, problems: [{ input: "driver" }, { input: "driver-opts" }] });
	});

	it("needs no engine when it is elsewhere", () => {
		const remote = { ...builder, driver: "remote" };
		expect(makePlan(asked(), host({ missing: "no socket" }, { builder: remote })).ok).toBe(true);
		expect(makePlan(asked(), host({ missing: "no socket" }, { builder }))).toMatchObject({ ok: false, kind: "engine" });
	});

	it("named and not there: refused with the name", () => {
		const missing = { ...builder, missing: "no builder found" };
		expect(makePlan(asked(), host(overlay, { builder: missing }))).toMatchObject({
			ok: false,
			problems: [{ input: "builder", value: "mine" }],
		});
	});
});

describe("names go where they were asked for", () => {
	const own: Builder = { name: "mine", driver: "docker-container", nodes: ["mine0"], from: "current builder" };
	const two = ["r/a:1", "r/b:2"];
	it.each<[title: string, build: Partial<BuildRequest>, pushed: string[], byDigest: string[], engine: string[]]>([
		["tags, pushed", { push: true, tags: two }, two, [], []],
		["tags, loaded", { load: true, tags: two }, [], [], two],
		["tags, pushed and loaded", { push: true, load: true, tags: two }, two, [], two],
		["an image output takes the tags", { push: true, tags: two, outputs: ["type=image"] }, two, [], []],
		["tags win over its own name", { tags: two, outputs: ["type=image,name=r/c:1,push=true"] }, two, [], []],
		["tags win over a loaded name", { tags: two, outputs: ["type=docker,name=l:dev"] }, [], [], two],
		[
			"its own names, without tags",
			{ outputs: ['type=image,"name=r/c:1,r/d:1",push=true', "type=docker,name=l:dev"] },
			["r/c:1", "r/d:1"],
			[],
			["l:dev"],
		],
		["only what is pushed", { outputs: ["type=registry,name=r/c:1", "type=image,name=r/d:1"] }, ["r/c:1"], [], []],
		["an archive's name goes nowhere", { outputs: ["type=docker,dest=x.tar,name=l:dev"] }, [], [], []],
		[
			"by digest, under the tags",
			{ tags: ["r/a"], outputs: ["type=image,push=true,push-by-digest=true"] },
			[],
			["r/a"],
			[],
		],
		[
			"by digest beside a tag",
			{ outputs: ["type=registry,name=r/a:1", "type=image,name=r:5000/c,push=true,push-by-digest=true"] },
			["r/a:1"],
			["r:5000/c"],
			[],
		],
	])("a builder of its own: %s", (_, build, pushTags, digestRepos, engineTags) => {
		const planned = makePlan(asked(build), host(overlay, { builder: own }));
		expect(planned).toMatchObject({ ok: true, plan: { delivery: { pushTags, digestRepos, engineTags } } });
	});

	it.each<[title: string, build: Partial<BuildRequest>, pushed: string[], engine: string[]]>([
		["tags", { tags: two }, [], two],
		["tags, pushed", { push: true, tags: two }, two, two],
		["a local name beside tags", { push: true, tags: two, outputs: ["type=docker,name=l:dev"] }, two, two],
		["an image with a name of its own", { outputs: ["type=image,name=l:dev"] }, [], ["l:dev"]],
	])("the engine: %s", (_, build, pushTags, engineTags) => {
		expect(makePlan(asked(build), host(overlay))).toMatchObject({
			ok: true,
			plan: { driver: { kind: "docker" }, delivery: { pushTags, engineTags } },
		});
	});

	it("tells that a name in outputs is not given where tags are", () => {
		const outputs = ["type=image,name=r/c:1,push=true", "type=docker,name=r/a:1", "type=tar,name=x,dest=x.tar"];
		const notes = (build: Partial<BuildRequest>) => {
			const planned = makePlan(asked(build), host(overlay, { builder: own }));
			return planned.ok ? planned.notes : [];
		};
		expect(notes({ tags: two, outputs })).toEqual([expect.stringMatching(/^the name r\/c:1 in outputs is not given/)]);
		expect(notes({ outputs })).toEqual([]);
	});

	const refused = (build: Partial<BuildRequest>, more: Partial<Asked> = {}) => {
		const planned = makePlan(asked(build, { armed: [budget], ...more }), host(overlay, { builder: own }));
		return planned.ok ? [] : planned.problems.map(({ input }) => input);
	};

	it.each<[title: string, outputs: string[], refused: boolean]>([
		["two pushed images that differ", ["type=image,name=a,push=true", "type=registry,name=b,compression=zstd"], true],
		["two pushed images of one form", ["type=image,name=a,push=true", "type=registry,name=b"], false],
		["an image that differs and is not pushed", ["type=image,name=a,push=true", "type=image,compression=zstd"], false],
		["an image and an archive", ["type=image,name=a,push=true", "type=oci,dest=x.tar,compression=zstd"], false],
		["an archive to standard output", ["type=oci"], true],
		["an archive to a device", ["type=docker,dest=/dev/null"], true],
		["an archive as a folder", ["type=oci,dest=x,tar=false"], true],
	])("with a gate, only what can be compared: %s", (_, outputs, red) => {
		expect(refused({ outputs })).toEqual(red ? ["outputs"] : []);
		expect(refused({ outputs }, { gate: "off" })).toEqual([]);
	});

	it("estargz cannot be loaded behind a gate", () => {
		expect(refused({ load: true }, { compression: "estargz" })).toEqual(["compression"]);
		expect(refused({ load: true }, { compression: "zstd" })).toEqual([]);
	});

	it("a builder of the docker driver is refused what the engine cannot do, outputs too", () => {
		const builder = { ...own, driver: "docker" };
		const outputs = ["type=image,name=r/a,push=true,push-by-digest=true"];
		expect(makePlan(asked({ outputs }), host(containerd, { builder }))).toMatchObject({
			ok: false,
			problems: [{ input: "outputs", value: "push-by-digest=true" }],
		});
	});
});

describe("the gate", () => {
	it.each<[title: string, what: Asked, gated: boolean]>([
		["something is asserted", asked({}, { armed: [budget] }), true],
		["nothing is asserted", asked(), false],
		["gate: off", asked({}, { armed: [budget], gate: "off" }), false],
		["no image comes out", asked({ outputs: ["type=local,dest=out"] }), false],
		["call", asked({ call: "check" }), false],
	])("%s", (_, what, gated) => {
		expect(makePlan(what, host(overlay))).toMatchObject({ ok: true, plan: { gated } });
	});

	it.each<[title: string, build: Partial<BuildRequest>]>([
		["files beside a push", { outputs: ["type=local,dest=out"], push: true, tags: ["a/b:1"] }],
		["a tar beside a push", { outputs: ["type=tar,dest=out.tar"], push: true, tags: ["a/b:1"] }],
		["cacheonly beside load", { outputs: ["type=cacheonly"], load: true, tags: ["a/b:1"] }],
	])("holds the image that push or load adds to other outputs: %s", (_, build) => {
		const planned = makePlan(asked(build, { armed: [budget] }), host(overlay));
		expect(planned).toMatchObject({ ok: true, plan: { gated: true, delivery: { tags: ["a/b:1"] } } });
		expect(planned.ok && planned.plan.ways).not.toEqual([]);
	});
});

describe("the printed plan where no image comes out", () => {
	it.each<[title: string, build: Partial<BuildRequest>, says: string]>([
		["a folder", { outputs: ["type=local,dest=out"] }, "Delivery no image, but type=local,dest=out"],
		[
			"two outputs, and a tag for nothing",
			{ outputs: ["out", "-"], tags: ["a/b:1"] },
			"no image, but type=local,dest=out and type=tar",
		],
		["a question", { call: "outline" }, "Delivery no image, but the answer to call: outline"],
		[
			"a question beside push",
			{ call: "check", push: true, tags: ["a/b:1"] },
			"no image, but the answer to call: check",
		],
		["the gate of a question", { call: "check" }, "Gate     off: call: check builds no image"],
		["an image", {}, "Delivery an image without a name in the engine"],
	])("%s", (_, build, says) => {
		const planned = makePlan(asked(build), host(overlay));
		expect(planned.ok && renderPlan(planned.plan).join("\n")).toContain(says);
	});
});

describe("an engine without the containerd store takes one image and no attestation", () => {
	const two = ["linux/amd64", "linux/arm64"];
	it.each<[title: string, build: Partial<BuildRequest>, input: string, remedy: string]>([
		["several platforms", { load: true, platforms: two }, "load", "platforms"],
		["sbom", { load: true, sbom: "true" }, "load", "sbom"],
		["provenance", { load: true, provenance: "mode=max" }, "load", "provenance"],
		["attests", { load: true, attests: ["type=sbom"] }, "load", "attests"],
		["attests in an output that loads", { outputs: ["type=docker"], attests: ["type=sbom"] }, "outputs", "attests"],
	])("refused before anything is built: %s", (_, build, input, remedy) => {
		for (const armedWith of [[budget], []]) {
			const planned = makePlan(asked(build, { armed: armedWith }), host(overlay));
			expect(planned).toMatchObject({ ok: false, kind: "input", problems: [{ input }] });
			const [problem] = planned.ok ? [] : planned.problems;
			expect(problem?.message).toContain("overlay2");
			expect(problem?.remedy).toMatch(new RegExp(`${remedy}.*containerd`));
		}
		expect(makePlan(asked(build), host(containerd)).ok).toBe(true);
	});

	it.each<[title: string, build: Partial<BuildRequest>]>([
		["provenance that nobody asked for", { load: true }],
		["provenance that is off", { load: true, provenance: "false", attests: ["type=provenance,mode=max"] }],
		["one platform", { load: true, platforms: ["linux/amd64"] }],
		["a push", { push: true, tags: ["a/b"], platforms: two, sbom: "true" }],
		["another engine", { outputs: ["type=docker,context=other"], sbom: "true" }],
	])("takes %s", (_, build) => {
		expect(makePlan(asked(build), host(overlay)).ok).toBe(true);
	});

	it("an archive of docker's takes neither, on any engine", () => {
		const build = { outputs: ["type=docker,dest=x.tar"], platforms: two };
		expect(makePlan(asked(build), host(containerd))).toMatchObject({
			ok: false,
			problems: [{ input: "outputs", remedy: expect.stringContaining("type=oci") }],
		});
	});
});

describe("what the engine's exporter leaves out on overlay2", () => {
	const image = (attributes: string) => [`type=image,push=true,${attributes}`];
	it.each<[title: string, build: Partial<BuildRequest>, driver: string]>([
		["annotations, pushed", { push: true, annotations: ["a=b"] }, "docker-container"],
		["annotations of an index", { annotations: ["index,manifest:a=b"] }, "docker-container"],
		["annotations that nothing can hold", { annotations: ["a=b"] }, "docker"],
		["compression", { outputs: image("compression=zstd") }, "docker-container"],
		["compression, with push", { push: true, outputs: ["type=image,compression=zstd"] }, "docker-container"],
		["compression of what is not pushed", { outputs: ["type=image,compression=zstd"] }, "docker"],
		["force-compression", { outputs: image("force-compression=true") }, "docker-container"],
		["oci-mediatypes", { outputs: image("oci-mediatypes=true") }, "docker-container"],
		["oci-mediatypes that are off", { outputs: image("oci-mediatypes=false") }, "docker"],
		["rewrite-timestamp", { outputs: image("rewrite-timestamp=true") }, "docker-container"],
		["an annotation in outputs", { outputs: image("annotation-manifest.a=b") }, "docker-container"],
		["a plain push", { outputs: image("unpack=false") }, "docker"],
	])("makes a builder where it counts: %s", (_, build, driver) => {
		const what = asked({ tags: ["r/a:1"], ...build });
		expect(driverOf(what, host(overlay))).toBe(driver);
		expect(driverOf(what, host(containerd))).toBe("docker");
	});

	it("is refused where the docker driver was asked for", () => {
		const build = { tags: ["r/a:1"], push: true, annotations: ["a=b"] };
		expect(driverOf(asked(build, { driver: "docker" }), host(overlay))).toBe("refused: annotations");
	});
});

describe("a builder that loads by default", () => {
	const loading: Builder = {
		name: "mine",
		driver: "docker-container",
		nodes: ["mine0"],
		from: "current builder",
		defaultLoad: true,
	};
	const tags = ["a/b:1"];
	const loaded = { ok: true, asked: { build: { load: true } }, plan: { delivery: { load: true, engineTags: tags } } };

	it.each([[[budget]], [[]]])("loads as if it were asked for, whatever is asserted", (armedWith) => {
		const what = (more: Partial<Asked>) => asked({ tags }, { armed: armedWith, ...more });
		expect(makePlan(what({}), host(overlay, { builder: loading }))).toMatchObject(loaded);
		expect(makePlan(what({ driverOpts: ["network=host,default-load=true"] }), host(overlay))).toMatchObject(loaded);
	});

	it.each<[title: string, build: Partial<BuildRequest>]>([
		["it is pushed", { push: true }],
		["it has outputs", { outputs: ["type=cacheonly"] }],
		["it is a question", { call: "check" }],
	])("does not when %s", (_, build) => {
		expect(makePlan(asked({ tags, ...build }), host(overlay, { builder: loading }))).toMatchObject({
			asked: { build: { load: false } },
		});
	});

	it("is what is named where the engine cannot take it", () => {
		const several = { tags, platforms: ["linux/amd64", "linux/arm64"] };
		const problems = (what: Asked, where: Host) => {
			const planned = makePlan(what, where);
			return planned.ok ? [] : planned.problems.map(({ input, value }) => [input, value]);
		};
		expect(problems(asked(several), host(overlay, { builder: loading }))).toEqual([["builder", "mine"]]);
		const made = asked(several, { driverOpts: ["default-load=true"] });
		expect(problems(made, host(overlay))).toEqual([["driver-opts", "default-load=true"]]);
		expect(makePlan(asked({ tags }), host(overlay, { builder: loading })).ok).toBe(true);
	});

	it("does not when that is switched off", () => {
		const what = asked({ tags }, { driverOpts: ["default-load=false"] });
		expect(makePlan(what, host(overlay))).toMatchObject({ asked: { build: { load: false } } });
	});
});

describe("a named image that is neither pushed nor loaded", () => {
	const tagged = asked({ tags: ["a/b:1"] }, { armed: [compressed] });

	it("is loaded when only the checks took it out of the engine", () => {
		expect(makePlan(tagged, host(overlay))).toMatchObject({
			ok: true,
			asked: { build: { load: true } },
			plan: { driver: { kind: "docker-container" }, delivery: { load: true, tags: ["a/b:1"] } },
		});
	});

	it.each<[title: string, what: Asked]>([
		["the builder was asked for", { ...tagged, driver: "docker-container" }],
		["something else needs the builder too", { ...tagged, build: { ...tagged.build, cacheTo: ["type=gha"] } }],
		["it is pushed", { ...tagged, build: { ...tagged.build, push: true } }],
		["it has no name", { ...tagged, build: { ...tagged.build, tags: [] } }],
	])("is as asked when %s", (_, what) => {
		expect(makePlan(what, host(overlay))).toMatchObject({ ok: true, asked: { build: { load: false } } });
	});
});

describe("a named image that stays in a builder", () => {
	const tagged = asked({ tags: ["a/b:1"] }, { armed: [compressed] });
	const withBuild = (what: Asked, build: Partial<BuildRequest>): Asked => ({
		...what,
		build: { ...what.build, ...build },
	});
	const mine: Builder = { name: "mine", driver: "docker-container", nodes: ["mine0"], from: "current builder" };
	const notes = (what: Asked, builder?: Builder, engine: Host["engine"] = overlay) => {
		const planned = makePlan(what, host(engine, builder && { builder }));
		return planned.ok ? planned.notes : planned.problems.map(({ message }) => `refused: ${message}`);
	};
	const STAYS = "tags are given, but neither push nor load: the image stays in the builder";

	it.each<[string, Asked, Builder | undefined, Host["engine"], string]>([
		[
			"one of setup-buildx-action",
			tagged,
			mine,
			overlay,
			`${STAYS} "mine", and docker images will not show it. Give load: true or push: true, or leave out setup-buildx-action.`,
		],
		[
			"one that was named, and nothing is checked",
			asked({ tags: ["a/b:1"] }),
			{ ...mine, from: "input builder" },
			overlay,
			`${STAYS} "mine", and docker images will not show it. Give load: true or push: true, or build with builder: default.`,
		],
		[
			"one elsewhere, with no engine to load into",
			asked({ tags: ["a/b:1"] }),
			{ ...mine, driver: "remote" },
			{ missing: "no socket" },
			`${STAYS} "mine", and docker images will not show it. Give push: true.`,
		],
		[
			"one of ours",
			{ ...tagged, driver: "docker-container" },
			undefined,
			overlay,
			`${STAYS} and goes with it. Give push: true or load: true.`,
		],
	])("is told: %s", (_, what, builder, engine, expected) => {
		expect(notes(what, builder, engine)).toEqual([expected]);
	});

	it.each<[string, Asked, Builder | undefined]>([
		["it is pushed", withBuild(tagged, { push: true }), mine],
		["it is loaded", withBuild(tagged, { load: true }), mine],
		["it goes into a file", withBuild(tagged, { outputs: ["type=oci,dest=image.tar"] }), mine],
		["it has no name", withBuild(tagged, { tags: [] }), mine],
		["nothing is built", asked({ tags: ["a/b:1"], call: "check" }), mine],
		["the builder is the engine's own", asked({ tags: ["a/b:1"] }), { ...mine, driver: "docker" }],
		["a cloud's builder may load it", asked({ tags: ["a/b:1"] }), { ...mine, driver: "cloud" }],
		["the builder was made to load", tagged, { ...mine, defaultLoad: true }],
	])("is not told when %s", (_, what, builder) => {
		expect(notes(what, builder)).toEqual([]);
	});

	it("is loaded by a builder that was made to load, although it is checked before", () => {
		const loaded = { ok: true, asked: { build: { load: true } }, plan: { gated: true, delivery: { load: true } } };
		expect(makePlan(tagged, host(overlay, { builder: { ...mine, defaultLoad: true } }))).toMatchObject(loaded);
		const driverOpts = ["default-load=true"];
		expect(makePlan({ ...tagged, driver: "docker-container", driverOpts }, host(overlay))).toMatchObject(loaded);
	});
});

describe("a builder elsewhere", () => {
	const remote: Builder = { name: "far", driver: "remote", nodes: [], from: "input builder" };
	const torch = armed("torch-version", "torch");

	it("is asked no sizes that cannot be had from there", () => {
		const planned = makePlan(asked({}, { armed: [budget, compressed, torch] }), host(overlay, { builder: remote }));
		expect(planned).toMatchObject({ ok: false, kind: "input", problems: [{ input: "max-image-size" }] });
	});

	it("without an engine here nothing can be checked", () => {
		const planned = makePlan(asked({}, { armed: [torch] }), host({ missing: "no socket" }, { builder: remote }));
		expect(planned).toMatchObject({ ok: false, problems: [{ input: "torch-version" }] });
	});
});

it("no buildx and no engine are told together", () => {
	const planned = makePlan(asked(), host({ missing: "no socket" }, { buildx: { missing: "not a docker command" } }));
	expect(planned).toMatchObject({ ok: false, kind: "engine" });
	expect(planned.ok ? [] : planned.problems).toHaveLength(2);
});
