import type { Solve } from "../../src/build/engines/solve.ts";
import type { BuildRequest } from "../../src/model/build-request.ts";

const EMPTY: BuildRequest = {
	addHosts: [],
	allow: [],
	annotations: [],
	attests: [],
	buildArgs: [],
	buildContexts: [],
	builder: "",
	cacheFrom: [],
	cacheTo: [],
	call: "",
	cgroupParent: "",
	context: ".",
	file: "",
	labels: [],
	load: false,
	network: "",
	noCache: false,
	noCacheFilters: [],
	outputs: [],
	platforms: [],
	provenance: "",
	pull: false,
	push: false,
	sbom: "",
	secrets: [],
	shmSize: "",
	ssh: [],
	tags: [],
	target: "",
	ulimit: [],
	gitContext: false,
};

/** A request with nothing but these inputs. */
export function buildRequest(given: Partial<BuildRequest> = {}): BuildRequest {
	return { ...EMPTY, ...given };
}

/** A solve that does nothing but build that request. */
export function plainSolve(given: Partial<BuildRequest> = {}, more: Partial<Solve> = {}): Solve {
	return {
		request: buildRequest(given),
		tags: [],
		outputs: [],
		push: false,
		load: false,
		attests: [],
		cacheTo: [],
		fresh: true,
		secretFiles: {},
		...more,
	};
}
