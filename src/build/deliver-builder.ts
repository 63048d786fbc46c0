import type { ImageFacts } from "../model/facts.ts";
import { splitTag } from "../model/tag.ts";
import { writeFiles } from "./deliver-files.ts";
import { loadUnnamed } from "./deliver-load.ts";
import { comparePushed, moveTags, type Pushed, pushByDigest, repositories } from "./deliver-push.ts";
import type { Ledger } from "./delivery.ts";
import { tagImage } from "./engine-names.ts";
import { deliverySolve } from "./engines/solves.ts";
import { readMetadata, withNames } from "./metadata.ts";
import { sourcePolicy } from "./pinned.ts";
import { type Built, read, type Session } from "./session.ts";

/**
 * Builder with a store of its own: the same build once more, with every source pinned to what the judged build used and nothing
 * that could make it build again. Files are written beside their place, the image is loaded without a name and pushed by digest;
 * only when all of that is what was judged do names move. Gives the metadata that a build delivered in one go would have written.
 */
export async function deliverFromBuilder(
	session: Session,
	built: Built,
	judged: readonly ImageFacts[],
	ledger: Ledger,
): Promise<string> {
	const env = await sourcePolicy(session, built);
	const whole = deliverySolve(session.prepared.request, built.setup);
	const { push, load, engineTags, tags } = session.plan.delivery;
	const files = await writeFiles(session, whole, async () => env, judged);
	try {
		const loaded = load ? await loadUnnamed(session, built, whole, env, judged) : undefined;
		const pushed = push ? await pushAndCompare(session, built, env, judged, ledger) : undefined;
		await files?.finish();
		if (loaded) {
			ledger.note({ loaded: true });
			for (const tag of engineTags) await nameLoaded(session, loaded.id, tag, ledger);
		}
		if (pushed) await nameRemote(session, pushed, ledger);
		const last = pushed ?? loaded ?? files;
		await noteIds(session, last?.metadata ?? built.metadata, ledger);
		return last ? withNames(last.metadata, tags) : built.metadata;
	} finally {
		await files?.discard();
	}
}

async function pushAndCompare(
	session: Session,
	built: Built,
	env: Readonly<Record<string, string>>,
	judged: readonly ImageFacts[],
	ledger: Ledger,
): Promise<Pushed> {
	const pushed = await pushByDigest(session, built, env);
	ledger.note({ pushed: true });
	const ids = judged.map(({ id }) => id);
	for (const repo of repositories(session)) await comparePushed(session, repo, pushed.digest, ids);
	return pushed;
}

async function nameLoaded(session: Session, id: string, tag: string, ledger: Ledger): Promise<void> {
	await tagImage(session, id, tag);
	ledger.tagged(tag);
}

async function nameRemote(session: Session, { digest }: Pushed, ledger: Ledger): Promise<void> {
	const { pushTags } = session.plan.delivery;
	for (const repo of repositories(session)) {
		const tags = pushTags.filter((tag) => splitTag(tag).repo === repo);
		if (tags.length === 0) continue;
		await moveTags(session, repo, digest, tags);
		ledger.pushed(tags);
	}
}

async function noteIds(session: Session, metadata: string, ledger: Ledger): Promise<void> {
	const imageId = (await read(session, `${session.folder}/iid`))?.trim();
	const digest = readMetadata(metadata)?.digest;
	ledger.note({ ...(imageId && { imageId }), ...(digest && { digest }) });
}
