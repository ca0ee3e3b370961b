import { activeLifecycle, fault, type Lifecycle, type LifecycleState, lifecycleState } from "../core/index.ts";
import type { StoredImage } from "../storage/store.ts";
import { type Actor, assertMay } from "./actor.ts";
import type { Needs } from "./needs.ts";

export interface ImageLifecycleInput {
	readonly uid: string;
	/** Narrows to one cloud; absent = every image of that uid. */
	readonly cloud?: string | undefined;
	readonly state: LifecycleState;
	/** From when on, UTC ISO 8601; absent = now. */
	readonly at?: string | undefined;
	readonly reason?: string | undefined;
	/** Uid of what shall be used instead. */
	readonly replacement?: string | undefined;
}

export interface ImageLifecycleOutcome {
	readonly image: StoredImage;
	readonly lifecycle: Lifecycle;
	readonly state: LifecycleState;
}

/**
 * This registry's own word on an image, whatever its publisher says: a revoked one is refused through every revision that maps it, at
 * once. Throws `image-not-found`, and `lifecycle-invalid` without a reason.
 */
export async function setImageLifecycle(needs: Needs, actor: Actor, input: ImageLifecycleInput): Promise<ImageLifecycleOutcome[]> {
	assertMay(actor, "writer", "deprecate and revoke images");
	return needs.store.write(async (tx) => {
		const now = needs.now();
		const found = await tx.images.listByUid(actor.accountId, input.uid);
		const images = found.filter((image) => input.cloud === undefined || image.cloud === input.cloud);
		if (images.length === 0) throw fault("image-not-found", { uid: input.cloud === undefined ? input.uid : `${input.uid} in ${input.cloud}` });
		const lifecycle = lifecycleFrom(input, now);
		const before = await tx.lifecycles.listOfImages(images.map((image) => image.id));
		for (const image of images) {
			await tx.lifecycles.putOfImage(image.id, { lifecycle, at: now });
			tx.record({
				accountId: actor.accountId,
				at: now,
				actor: actor.name,
				act: `image.${input.state === "active" ? "reactivate" : input.state === "revoked" ? "revoke" : "deprecate"}`,
				subjectKind: "image",
				subjectId: image.id,
				subjectName: image.uid,
				headVersion: null,
				before: { cloud: image.cloud, ...(before.get(image.id) ?? activeLifecycle) },
				after: { cloud: image.cloud, ...lifecycle },
			});
		}
		return images.map((image) => ({ image, lifecycle, state: lifecycleState(lifecycle, now) }));
	});
}

function lifecycleFrom(input: ImageLifecycleInput, now: string): Lifecycle {
	if (input.state === "active") return activeLifecycle;
	const reason = input.reason?.trim() ?? "";
	if (reason === "")
		throw fault("lifecycle-invalid", { ref: input.uid, problem: "a reason is missing", cure: "Say why; it is what its users are told." });
	const at = input.at ?? now;
	const said = { reason, replacement: input.replacement ?? null };
	return input.state === "revoked" ? { deprecatedAt: null, revokedAt: at, ...said } : { deprecatedAt: at, revokedAt: null, ...said };
}
