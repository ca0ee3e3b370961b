import type { PackedRevision } from "../../core/bundle/index.ts";
import {
	type CloudSlug,
	findKnownCloud,
	type Image,
	isArtifactPlace,
	type Setting,
	sameImage,
} from "../../core/image/index.ts";
import type { SettingToPut, Transaction } from "../../storage/store.ts";
import type { Actor } from "../actor.ts";
import type { Needs } from "../needs.ts";

/** A warning about an import. */
export interface ImportWarning {
	readonly code: "cloud-type-differs";
	readonly text: string;
}

/** The clouds and images of imported maps, as rows of the account. */
export interface ImportPlaces {
	/** An MCI's settings with their rows. */
	settingsOf(packed: PackedRevision): SettingToPut[];
	readonly warnings: readonly ImportWarning[];
}

/**
 * Adds the clouds and images of these revisions to the account. A cloud that the account lacks and that is not public
 * becomes dormant. Known facts of an image stay: a publisher can't change them.
 */
export async function importPlaces(
	needs: Pick<Needs, "now">,
	tx: Transaction,
	actor: Actor,
	packed: readonly PackedRevision[],
): Promise<ImportPlaces> {
	const told = new Map(packed.flatMap(({ clouds }) => clouds.map((cloud) => [cloud.slug, cloud] as const)));
	const here = new Map(
		(await tx.clouds.listBySlugs(actor.accountId, [...told.keys()])).map((cloud) => [cloud.slug, cloud]),
	);
	const missing = [...told.values()].filter(({ slug }) => !here.has(slug));
	const made = await tx.clouds.ensure(
		actor.accountId,
		missing.map((cloud) => findKnownCloud(cloud.slug) ?? { ...cloud, isDormant: !isArtifactPlace(cloud.slug) }),
		needs.now(),
	);
	const cloudId = (slug: CloudSlug) => here.get(slug)?.id ?? made.get(slug) ?? 0;
	const all = packed.flatMap((one) =>
		"settings" in one.content ? one.content.settings.map((setting) => ({ setting, images: one.images })) : [],
	);
	const { ids } = await tx.images.ensure(
		actor.accountId,
		all.map(({ setting, images }) => ({
			...setting.image,
			cloudId: cloudId(setting.cloud),
			facts: factsOf(setting, images),
		})),
		{ refresh: false },
	);
	const imageIds = new Map(all.map(({ setting }, i) => [imageKey(setting), ids[i] ?? 0]));
	return {
		settingsOf: ({ content }) =>
			"settings" in content
				? content.settings.map((setting) => ({
						setting,
						cloudId: cloudId(setting.cloud),
						imageId: imageIds.get(imageKey(setting)) ?? 0,
					}))
				: [],
		warnings: [...told.values()].flatMap(({ slug, type }) => {
			const cloud = here.get(slug);
			if (!cloud || cloud.type === type) return [];
			const text = `cloud ${slug} is of type ${cloud.type} here, and of type ${type} to its publisher: it may be another cloud`;
			return [{ code: "cloud-type-differs" as const, text }];
		}),
	};
}

function imageKey({ cloud, image }: Setting): string {
	return `${cloud} ${image.kind} ${image.checksum ?? ""} ${image.uid}`;
}

/** The publisher's facts about a setting's image. */
function factsOf(setting: Setting, images: readonly Image[]): Partial<Image> {
	const found = images.find((image) => image.cloud === setting.cloud && sameImage(image, setting.image));
	if (!found) return {};
	const { cloud: _cloud, kind: _kind, uid: _uid, checksum: _checksum, ...facts } = found;
	return facts;
}
