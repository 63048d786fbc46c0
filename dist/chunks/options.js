// src/build/watch/options.ts
/** Where the engine's own BuildKit puts RUN steps without `--cgroup-parent`: cgroupfs and systemd driver. */
const ENGINE_ELSEWHERE = [
	"/docker/buildkit",
	"/buildkit",
	"/system.slice"
];
/** How a builder is looked after; none: the engine's own BuildKit. Several nodes cannot be told apart: they are not looked after. */
function builderTarget(builder, endpoint) {
	if (!builder || builder.driver === "docker") return {
		kind: "engine",
		what: `Docker Engine at ${endpoint}`
	};
	const [node, ...more] = builder.nodes;
	if (builder.driver !== "docker-container" || builder.elsewhere !== void 0 || node === void 0 || more.length > 0) return { kind: "none" };
	return {
		kind: "container",
		what: `builder ${builder.name}`,
		container: `buildx_buildkit_${node}`
	};
}
export { builderTarget as n, ENGINE_ELSEWHERE as t };
