import { lifecycleVerbs } from "../../core/audit/index.ts";
import { activeLifecycle, type Lifecycle, type LifecycleState, lifecycleState } from "../../core/component/index.ts";
import { fault } from "../../core/errors.ts";
import type { StoredImage, Transaction } from "../../storage/store.ts";
import { type Actor, assertMay } from "../actor.ts";
import { auditEntry } from "../audit/audit-entry.ts";
import { type LifecycleFields, lifecycleAfter, sameLifecycle } from "../lifecycles/lifecycle-fields.ts";
import type { Needs } from "../needs.ts";
import { findWhereUsed, type WhereUsed } from "../where-used/where-used.ts";

export interface ImageLifecycleInput extends LifecycleFields {
	readonly uid: string;
	/** Limits the change to one cloud; omit for every image of that uid. */
	readonly cloud?: string | undefined;
	/** Dry run: report what uses the images, and save nothing. */
	readonly dryRun?: boolean | undefined;
}

export interface ImageLifecycleOutcome {
	readonly images: readonly {
		readonly image: StoredImage;
		readonly lifecycle: Lifecycle;
		readonly state: LifecycleState;
	}[];
	/** Everything that maps one of the images, or pins something that does. */
	readonly used: WhereUsed;
}

const replacementLimit = 2048;

/**
 * Sets this registry's own lifecycle of an image, whatever its publisher's is: a revoked image is refused at once
 * through every revision that maps it. Throws `image-not-found`, and `lifecycle-invalid` without a reason.
 */
export async function setImageLifecycle(
	needs: Needs,
	actor: Actor,
	input: ImageLifecycleInput,
): Promise<ImageLifecycleOutcome> {
	assertMay(actor, "lifecycles.set");
	const { uid, cloud, dryRun, ...words } = input;
	return needs.store.write(
		async (tx) => {
			await tx.accounts.lock(actor.accountId);
			const now = needs.now();
			const found = await tx.images.listByUid(actor.accountId, uid);
			const images = found.filter((image) => cloud === undefined || image.cloud === cloud);
			if (images.length === 0)
				throw fault("image-not-found", { uid: cloud === undefined ? uid : `${uid} in ${cloud}` });
			const replacement = replacementOf(uid, words.replacement);
			const before = await tx.lifecycles.listOfImages(images.map((image) => image.id));
			const outcomes = [];
			let isChanged = false;
			for (const image of images) {
				const had = before.get(image.id) ?? activeLifecycle;
				const lifecycle = lifecycleAfter(had, { ...words, replacement }, { ref: `image ${uid}`, now });
				outcomes.push({ image, lifecycle, state: lifecycleState(lifecycle, now) });
				if (sameLifecycle(had, lifecycle)) continue;
				isChanged = true;
				await write(tx, actor, { image, state: words.state, before: had, after: lifecycle, now });
			}
			const outcome = { images: outcomes, used: await findWhereUsed(tx, actor, { images }) };
			return isChanged ? outcome : tx.undo(outcome);
		},
		{ dryRun },
	);
}

async function write(
	tx: Transaction,
	actor: Actor,
	change: {
		readonly image: StoredImage;
		readonly state: LifecycleState;
		readonly before: Lifecycle;
		readonly after: Lifecycle;
		readonly now: string;
	},
): Promise<void> {
	const { image, state, before, after, now } = change;
	await tx.lifecycles.putOfImage(image.id, { lifecycle: after, at: now });
	tx.record(
		auditEntry(
			actor,
			`image.${lifecycleVerbs[state]}`,
			{ id: image.id, name: image.uid },
			{ at: now, before: { cloud: image.cloud, ...before }, after: { cloud: image.cloud, ...after } },
		),
	);
}

function replacementOf(uid: string, replacement: string | null | undefined): string | null | undefined {
	if (replacement === undefined || replacement === null) return replacement;
	const wrong = (problem: string) =>
		fault("lifecycle-invalid", { ref: `image ${uid}`, problem, cure: "Name the image to use instead." });
	if (replacement.trim() === "" || replacement.length > replacementLimit)
		throw wrong("its replacement is not an image id");
	if (replacement === uid) throw wrong("it can't replace itself");
	return replacement;
}
