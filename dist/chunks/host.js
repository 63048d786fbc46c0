// src/model/host.ts
/** Which disk a build fills: that of a builder whose state was put on a disk of its own, else that of the engine's data. */
function buildDisk(disks) {
	const withRole = (role) => disks.find(({ roles }) => roles.includes(role));
	return withRole("builder data") ?? withRole("engine data");
}
/** The folder of a containerd that dockerd has started itself. */
function ownContainerd(dataRoot) {
	return `${dataRoot}/containerd/daemon`;
}
export { ownContainerd as n, buildDisk as t };
