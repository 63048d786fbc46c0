import { describe, expect, it } from "@jest/globals";
import { parseImageName } from "../../../src/space/image-names.ts";
import { hostsOf, readDockerConfig, requestedImages } from "../../../src/space/registries.ts";
import { buildRequest } from "../../support/build-request.ts";

describe("names of images", () => {
	it.each<[name: string, repository: string, familiar: string, rest: object]>([
		["python", "docker.io/library/python", "python", {}],
		["python:3.12", "docker.io/library/python", "python", { tag: "3.12" }],
		["docker.io/library/python", "docker.io/library/python", "python", {}],
		["index.docker.io/me/app:1", "docker.io/me/app", "me/app", { tag: "1" }],
		[
			"nvidia/cuda:12.4.1-runtime@sha256:ab",
			"docker.io/nvidia/cuda",
			"nvidia/cuda",
			{ tag: "12.4.1-runtime", digest: "sha256:ab" },
		],
		["localhost:5000/app", "localhost:5000/app", "localhost:5000/app", {}],
		["localhost/app:2", "localhost/app", "localhost/app", { tag: "2" }],
		["ghcr.io/me/app:v1", "ghcr.io/me/app", "ghcr.io/me/app", { tag: "v1" }],
	])("%s", (name, repository, familiar, rest) => {
		const { host, ...parsed } = parseImageName(name) ?? {};
		expect(parsed).toEqual({ repository, familiar, ...rest });
		expect(repository.startsWith(`${host}/`)).toBe(true);
	});

	it.each(["", "<none>:<none>", "$BASE", "a b", "$X/y", "/x"])("%j is none", (name) => {
		expect(parseImageName(name)).toBeUndefined();
	});
});

it("a request names images in tags, outputs, caches and contexts", () => {
	const request = buildRequest({
		tags: ["ghcr.io/me/app:1"],
		outputs: ["type=image,name=eu.gcr.io/p/app,push=true", "type=local,dest=out"],
		cacheFrom: ["type=registry,ref=acme.azurecr.io/cache:1", "quay.io/me/app", "type=gha"],
		cacheTo: ["type=registry,mode=max,ref=public.ecr.aws/x/cache"],
		buildContexts: ["base=docker-image://python:3.12", "src=./src"],
	});
	const images = requestedImages(request);
	expect(images).toEqual([
		...["ghcr.io/me/app:1", "eu.gcr.io/p/app", "acme.azurecr.io/cache:1", "quay.io/me/app"],
		...["public.ecr.aws/x/cache", "python:3.12"],
	]);
	expect(hostsOf(images)).toEqual([
		"ghcr.io",
		"eu.gcr.io",
		"acme.azurecr.io",
		"quay.io",
		"public.ecr.aws",
		"docker.io",
	]);
});

it("the Docker configuration tells logins and helpers", () => {
	const text = JSON.stringify({
		auths: { "https://index.docker.io/v1/": {}, "ghcr.io": { auth: "c2VjcmV0" } },
		credHelpers: { "eu.gcr.io": "gcloud" },
		credsStore: "ecr-login",
	});
	expect(readDockerConfig(text)).toEqual({
		registries: ["index.docker.io", "ghcr.io", "eu.gcr.io"],
		helpers: ["gcloud", "ecr-login"],
	});
	for (const broken of ["", "[", "null", "3"])
		expect(readDockerConfig(broken)).toEqual({ registries: [], helpers: [] });
});
