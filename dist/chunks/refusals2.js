// src/space/refusals.ts
/** As one sentence. */
function printRefusal({ why, remedy }) {
	return remedy === void 0 ? why : `${why}: ${remedy}`;
}
/** Why nothing is removed, whatever is there; nothing when removing is allowed. */
function whyNothing({ asked, host, place }) {
	if (asked.freeDisk === "off") return { why: "free-disk is off" };
	if (place === "container-job") return {
		why: "this job runs in a container, where the runner's own software is not to be seen",
		remedy: "make room in a job without container"
	};
	if (place === "slim") return {
		why: "this is ubuntu-slim, a container without software to remove",
		remedy: "use ubuntu-latest, which also has an engine"
	};
	if (place === "container") return { why: "this runner is a container itself, so nothing of a hosted runner is there to remove" };
	if (host.runner === "github-hosted") return void 0;
	const machine = host.runner === "none" ? "this is no runner of GitHub's" : "this machine is not one of GitHub's own";
	if (!asked.allowSelfHosted) return {
		why: `${machine}, and it is not changed unasked`,
		remedy: "give allow-self-hosted: true and name in remove what may go"
	};
	if (asked.remove.length > 0) return void 0;
	return {
		why: `${machine}, where only what remove names may go, and it names nothing`,
		remedy: "name in remove what may go"
	};
}
export { whyNothing as n, printRefusal as t };
