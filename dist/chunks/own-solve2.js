import { n as builderTarget } from "./options.js";
const SHORT = { stallMs: 3e5 };
/**
* What a solve of our own is watched for, besides the user's build: that its builder is still there, for below one that is gone buildx waits for
* ever. What it takes of memory and disks is nobody's business.
*/
function ownWatch({ engine }, { host, builder }, deadlines) {
	const endpoint = "missing" in host.engine ? engine.endpoint : host.engine.endpoint;
	return {
		remote: true,
		disks: [],
		builder: builderTarget(builder, endpoint),
		deadlines
	};
}
/** Why it did not end well: buildx's words, or what we ended it for. Nothing when it did. */
function whyFailed({ failure, seen }) {
	const { ended, fate } = seen;
	if (failure === void 0 || ended === void 0) return failure?.message;
	if (ended.by === "builder-lost") return `${fate?.what ?? "the builder"} was lost meanwhile: ${fate?.state ?? "no answer"}`;
	return `nothing had moved for ${Math.round(ended.afterMs / 6e4)} min`;
}
export { ownWatch as n, whyFailed as r, SHORT as t };
