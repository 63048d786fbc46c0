/** `ghcr.io:443/me/app:v1` → repository and tag; the tag is empty where there is none, which to an engine means `latest`. */
export function splitTag(name: string): { readonly repo: string; readonly tag: string } {
	const at = name.lastIndexOf(":");
	return at > name.lastIndexOf("/") ? { repo: name.slice(0, at), tag: name.slice(at + 1) } : { repo: name, tag: "" };
}
