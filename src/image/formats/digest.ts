/** SHA-256 of a text as `sha256:…`. */
async function sha256(text: string): Promise<string> {
	const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
	return `sha256:${[...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

/**
 * Identities of the layers with everything below them, lowest first.
 * https://github.com/opencontainers/image-spec/blob/main/config.md#layer-chainid
 */
export async function chainIds(diffIds: readonly string[]): Promise<string[]> {
	const chains: string[] = [];
	for (const diffId of diffIds) {
		const below = chains.at(-1);
		chains.push(below === undefined ? diffId : await sha256(`${below} ${diffId}`));
	}
	return chains;
}
