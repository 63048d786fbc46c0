/**
 * What a run is called in headlines: the input `name`, else the last part of the first tag's repository
 * (`ghcr.io/acme/trainer:1.2` → `trainer`), else the last folder of the context, else `image`.
 */
export function imageName(name: string, tags: readonly string[], context: string): string {
	if (name.trim() !== "") return name.trim();
	return fromTag(tags[0] ?? "") || fromContext(context) || "image";
}

function fromTag(tag: string): string {
	const repository = tag.split("@")[0] ?? "";
	const last = repository.split("/").at(-1) ?? "";
	return last.split(":")[0] ?? "";
}

function fromContext(context: string): string {
	const [address = "", fragment = ""] = context.split("#");
	const folder = fragment.split(":")[1] || address;
	const last = folder.replace(/\/+$/, "").split(/[/\\]/).at(-1) ?? "";
	const bare = last.replace(/\.git$/, "");
	return /^[.-]*$/.test(bare) ? "" : bare;
}
