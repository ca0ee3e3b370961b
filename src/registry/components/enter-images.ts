import { fault } from "../../core/errors.ts";
import {
	type Cloud,
	canonicalUid,
	findKnownCloud,
	type ImageIdentity,
	imageKindOf,
	imageProblem,
	type MciContent,
	mciContent,
	sameImage,
} from "../../core/image/index.ts";
import type { Reads } from "../../storage/store.ts";
import type { Actor } from "../actor.ts";

/**
 * An image as a user enters it for a cloud, in its one spelling. Throws `image-invalid` for an id that can't be one of
 * that cloud, and `image-moving` for a name that means another image tomorrow.
 */
export function enteredImage(cloud: Cloud, image: ImageIdentity): ImageIdentity {
	const problem = imageProblem(cloud, image);
	if (problem) {
		const details = { cloud: cloud.slug, uid: image.uid.slice(0, 200), problem: problem.problem };
		throw fault(problem.isMoving ? "image-moving" : "image-invalid", details);
	}
	return { ...image, uid: canonicalUid(image.uid) };
}

/**
 * Checks the id of an image that a user requests in a public cloud, as `enteredImage` does. Other clouds are not
 * checked: their ids have any form.
 */
export function checkRequestedImage(cloud: string, uid: string | undefined): void {
	const known = uid === undefined ? undefined : findKnownCloud(cloud);
	if (uid !== undefined && known) enteredImage(known, { kind: imageKindOf(canonicalUid(uid)), uid, checksum: null });
}

/**
 * The content with the images that are new in it checked and in their one spelling. An image that `before` has under
 * another spelling stays as it is there. Images that were there before are not checked: what is stored stays usable.
 */
export async function enterImages(
	reads: Reads,
	actor: Actor,
	{ before, after }: { readonly before: MciContent; readonly after: MciContent },
): Promise<MciContent> {
	const had = new Map(before.settings.map((setting) => [setting.cloud as string, setting.image]));
	const settings = [];
	for (const setting of after.settings) {
		const known = had.get(setting.cloud);
		if (known && known.uid === setting.image.uid && sameImage(known, setting.image)) {
			settings.push(setting);
			continue;
		}
		const cloud = (await reads.clouds.find(actor.accountId, setting.cloud)) ?? findKnownCloud(setting.cloud);
		// A cloud that is not there is refused when it is stored.
		const image = cloud ? enteredImage(cloud, setting.image) : setting.image;
		settings.push({ ...setting, image: known && sameImage(known, image) ? known : image });
	}
	return mciContent({ ...after, settings });
}
