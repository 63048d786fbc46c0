import type { World } from "./model/world.ts";

/** What matters of the event that started the workflow: https://docs.github.com/webhooks/webhook-events-and-payloads */
export interface Event {
	readonly pullRequestHead?: string;
	readonly repositoryPrivate: boolean;
}

interface Payload {
	readonly pull_request?: { readonly head?: { readonly sha?: string } };
	readonly repository?: { readonly private?: boolean };
}

/** Reads the event. Without one, or when it cannot be read, the repository counts as private: its provenance then says less. */
export async function readEvent(world: World): Promise<Event> {
	const path = world.env["GITHUB_EVENT_PATH"];
	if (!path) return { repositoryPrivate: true };
	try {
		const { pull_request, repository } = JSON.parse((await world.files.read(path)) ?? "{}") as Payload;
		const sha = pull_request?.head?.sha;
		return { ...(sha && { pullRequestHead: sha }), repositoryPrivate: repository?.private ?? true };
	} catch {
		return { repositoryPrivate: true };
	}
}
