import { fault, type MciChange } from "../core/index.ts";
import type { StoredRevision } from "../storage/store.ts";
import { type Actor, assertMay } from "./actor.ts";
import { type ExpectedHead, takeHead } from "./edit-head.ts";
import { uncommittedChanges } from "./get-mci.ts";
import { digestOf, headContent, headNumber } from "./mci-content.ts";
import type { Needs } from "./needs.ts";

const messageLimit = 10_000;

/**
 * Freezes HEAD as the next revision. Throws `message-missing`, `nothing-to-commit` when HEAD equals the newest commit, and
 * `head-stale` when HEAD is not the expected one.
 */
export async function commitRevision(
	needs: Needs,
	actor: Actor,
	input: { readonly name: string; readonly expected: ExpectedHead; readonly message: string },
): Promise<{ readonly revision: StoredRevision; readonly changes: readonly MciChange[] }> {
	assertMay(actor, "writer", "commit MultiCloud Images");
	const message = checkMessage(input.message);
	return needs.store.write(async (tx) => {
		const mci = await takeHead(needs, tx, actor, input);
		const content = await headContent(tx, mci);
		const digest = digestOf(needs, content);
		const newest = mci.latest === 0 ? undefined : await tx.revisions.find(mci.id, mci.latest);
		if (newest?.digest === digest) throw fault("nothing-to-commit", { name: mci.name, revision: mci.latest });
		const changes = await uncommittedChanges(tx, mci, content);
		const at = needs.now();
		const revision: StoredRevision = {
			mciId: mci.id,
			number: headNumber(mci),
			name: content.name,
			description: content.description,
			tags: content.tags,
			digest,
			message,
			author: actor.name,
			createdAt: at,
			settingsCount: content.settings.length,
			changesCount: changes.length,
			release: null,
		};
		await tx.revisions.insert(revision);
		await tx.mcis.setLatest(mci.id, revision.number, null);
		tx.record({
			accountId: actor.accountId,
			at,
			actor: actor.name,
			act: "revision.commit",
			subjectKind: "mci",
			subjectId: mci.id,
			subjectName: mci.name,
			headVersion: mci.headVersion,
			before: mci.latest === 0 ? null : { revision: mci.latest },
			after: { revision: revision.number, digest, message },
		});
		return { revision, changes };
	});
}

function checkMessage(text: string): string {
	const message = text.trim();
	if (message === "") throw fault("message-missing");
	if (message.length > messageLimit) throw fault("message-invalid", { problem: `is longer than ${messageLimit} characters` });
	return message;
}
