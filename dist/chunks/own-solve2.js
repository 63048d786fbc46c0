import { t as BuilderLostError } from "./errors.js";
import { i as isLost, n as builderTarget } from "./options.js";
const SHORT = { stallMs: 3e5 };
/**
* What a solve of our own is watched for, besides the user's build: that its builder is still there, for below one that is gone buildx waits for
* ever. What it takes of memory and disks is nobody's business.
*/
function ownWatch({ engine }, builder, deadlines) {
	return {
		remote: true,
		disks: [],
		builder: builderTarget(builder, engine.endpoint),
		deadlines
	};
}
/**
* Why it did not end well: buildx's words, or what we ended it for. Nothing when it did. Throws a {@link BuilderLostError} when its builder is
* gone: buildx would make another one under the same name, empty and without limits, for whatever comes next.
*/
function whyFailed({ failure, seen, timeline }, meanwhile) {
	const { ended, fate } = seen;
	if (failure !== void 0 && fate && isLost(fate)) throw new BuilderLostError({
		fate,
		meanwhile,
		at: ended?.at ?? timeline.completed,
		afterMs: ended?.afterMs ?? 0
	});
	if (failure === void 0 || ended === void 0) return failure?.message;
	return `nothing had moved for ${Math.round(ended.afterMs / 6e4)} min`;
}
export { ownWatch as n, whyFailed as r, SHORT as t };
