// src/space/image-names.ts
/** Takes `ghcr.io/me/app:1@sha256:…` apart; nothing when it is no name (empty, `<none>:<none>`, with a variable in it). */
function parseImageName(text) {
	const [name = "", digest] = text.trim().split("@");
	const colon = name.lastIndexOf(":");
	const tagged = colon > name.lastIndexOf("/");
	const path = tagged ? name.slice(0, colon) : name;
	if (!/^[a-z0-9][\w.-]*(?::\d+)?(?:\/[a-z0-9][\w.-]*)*$/i.test(path)) return void 0;
	const [first = "", ...rest] = path.split("/");
	const hosted = rest.length > 0 && (/[.:]/.test(first) || first === "localhost");
	const host = hosted ? first.replace(/^(?:index|registry-1)\.docker\.io$/, "docker.io") : "docker.io";
	const inside = hosted ? rest.join("/") : path;
	const full = host === "docker.io" && !inside.includes("/") ? `library/${inside}` : inside;
	return {
		host,
		repository: `${host}/${full}`,
		familiar: host === "docker.io" ? full.replace(/^library\//, "") : `${host}/${full}`,
		...tagged && { tag: name.slice(colon + 1) },
		...digest !== void 0 && { digest }
	};
}
export { parseImageName as t };
