import { t as require_main } from "./main.js";
import { r as isLargeDockerfile } from "./dockerfile-place.js";
// src/space/base-images.ts
var import_main = require_main();
/** Variables that BuildKit sets itself (https://docs.docker.com/reference/dockerfile/#automatic-platform-args-in-the-global-scope). */
const PLATFORM_ARGS = /^(?:TARGET|BUILD)(?:PLATFORM|OS|ARCH|VARIANT)$/;
/**
* Reads which images a Dockerfile needs: `FROM`, `COPY --from` and `RUN --mount=…,from=` of images, not of stages. Values of `ARG` come
* from `buildArgs` (`NAME=value`), else from their defaults. `contexts` are named contexts (`name=docker-image://…`), which take an image's
* place.
*/
function baseImages(text, buildArgs, contexts) {
	if (isLargeDockerfile(text)) return {
		names: [],
		otherPlatform: [],
		unsure: "the Dockerfile is too large to be read"
	};
	const parsed = import_main.DockerfileParser.parse(text);
	const given = new Map(buildArgs.map(splitOnce));
	const args = /* @__PURE__ */ new Map();
	for (const arg of parsed.getInitialARGs()) {
		const property = arg.getProperty();
		const fallback = property?.getValue();
		const value = given.get(property?.getName() ?? "") ?? (fallback ? expand(fallback, args) : void 0);
		if (property && value !== void 0) args.set(property.getName(), value);
	}
	const replaced = new Map(contexts.map(splitOnce));
	const lines = text.split(/\r?\n/);
	const stages = /* @__PURE__ */ new Set();
	const names = /* @__PURE__ */ new Set();
	const otherPlatform = /* @__PURE__ */ new Set();
	const unsure = [];
	const starts = [];
	const add = (written) => {
		const name = expand(written, args);
		if (name === void 0) {
			unsure.push(written);
			return;
		}
		if (name === "" || name === "scratch" || stages.has(name.toLowerCase()) || /^\d+$/.test(name)) return void 0;
		const instead = replaced.get(name);
		if (instead !== void 0 && !instead.startsWith(IMAGE)) return void 0;
		const image = instead?.slice(IMAGE.length) ?? name;
		names.add(image);
		return image;
	};
	for (const instruction of parsed.getInstructions()) {
		const keyword = instruction.getKeyword();
		if (keyword === "FROM") {
			const written = instruction.getImage() ?? "";
			if (!stages.has(written.toLowerCase())) starts.push(written);
			const image = add(written);
			if (image !== void 0 && instruction.getPlatformFlag() !== null) otherPlatform.add(image);
			const stage = instruction.getBuildStage();
			if (stage) stages.add(stage.toLowerCase());
		} else if (keyword === "COPY") add(instruction.getFromFlag()?.getValue() ?? "");
		else if (keyword === "RUN") {
			const { start, end } = instruction.getRange();
			for (const from of mountSources(lines.slice(start.line, end.line + 1).join(" "))) add(from);
		}
	}
	const scratch = starts.length > 0 && starts.every((start) => start === "scratch" && !replaced.has(start));
	const found = {
		names: [...names],
		otherPlatform: [...otherPlatform],
		...scratch && { scratch: true }
	};
	if (unsure.length === 0) return found;
	return {
		...found,
		unsure: `the Dockerfile names an image by a variable (${unsure[0]})`
	};
}
const IMAGE = "docker-image://";
function mountSources(text) {
	return [...text.matchAll(/--mount=\S*?\bfrom=([^,\s]+)/g)].map((match) => match[1] ?? "");
}
/** `$NAME`, `${NAME}`, `${NAME:-default}`; nothing when a variable has no value here. */
function expand(text, args) {
	let known = true;
	const expanded = text.replaceAll(/\$\{(\w+)(?:(:?[-+])([^}]*))?\}|\$(\w+)/g, (_, braced, operator, word, bare) => {
		const name = braced ?? bare;
		const value = args.get(name);
		if (operator?.endsWith("+")) return value ? word : "";
		if (value !== void 0 && value !== "") return value;
		if (operator?.endsWith("-")) return word;
		if (value === void 0 || PLATFORM_ARGS.test(name)) known = false;
		return value ?? "";
	});
	return known && !expanded.includes("$") ? expanded.trim() : void 0;
}
function splitOnce(item) {
	const at = item.indexOf("=");
	return at < 0 ? [item, ""] : [item.slice(0, at), item.slice(at + 1)];
}
export { baseImages };
