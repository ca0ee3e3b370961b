import type { PackedRevision } from "../../core/bundle/index.ts";
import type { ComponentContent } from "../../core/component/index.ts";
import type { Reads } from "../../storage/store.ts";
import { digestOf, headContent, headNumber, revisionContent } from "../components/component-content.ts";
import type { RevisionOf } from "../components/pinned-content.ts";
import { allPins } from "../components/template-pins.ts";
import type { Needs } from "../needs.ts";

/**
 * Packs one revision for transport; number 0 packs HEAD as it is now. Undefined if the component has no such revision.
 * The caller checks who may see it.
 */
export async function packRevision(
	needs: Pick<Needs, "sha256">,
	reads: Reads,
	{ component, number }: RevisionOf,
): Promise<PackedRevision | undefined> {
	const { kind, lineage } = component;
	if (number === 0) {
		const content = await headContent(reads, kind, component);
		const places = await packPlaces(reads, { component, number: headNumber(component) }, content);
		return { kind, lineage, number, digest: digestOf(needs, content), content, commit: null, ...places };
	}
	const revision = await reads.revisions.find(component.id, number);
	if (!revision) return undefined;
	const { digest, message, author, createdAt, heldBack } = revision;
	const content = await revisionContent(reads, kind, revision);
	const places = await packPlaces(reads, { component, number }, content);
	const commit = { message, author, at: createdAt, ...(heldBack === null ? {} : { heldBack }) };
	return { kind, lineage, number, digest, content, commit, ...places };
}

/**
 * Packs a revision with everything it pins, each once: pinned revisions before those that pin them, the revision itself
 * last. Undefined if the component has no such revision. A pinned revision can't be deleted, so all of them are there.
 */
export async function packWithDependencies(
	needs: Pick<Needs, "sha256">,
	reads: Reads,
	asked: RevisionOf,
): Promise<PackedRevision[] | undefined> {
	const packed = await packRevision(needs, reads, asked);
	if (!packed) return undefined;
	if (!("mcis" in packed.content)) return [packed];
	const pins = allPins(packed.content).map(({ pin }) => pin);
	const components = await reads.components.listByLineages(asked.component.accountId, [
		...new Set(pins.map((pin) => pin.lineage)),
	]);
	const byLineage = new Map(components.map((component) => [component.lineage, component]));
	const wanted = new Map(pins.map((pin) => [`${pin.lineage}@${pin.revision}`, pin]));
	const found: PackedRevision[] = [];
	for (const { lineage, revision } of wanted.values()) {
		const component = byLineage.get(lineage);
		const dependency = component && (await packRevision(needs, reads, { component, number: revision }));
		if (dependency) found.push(dependency);
	}
	return [...found, packed];
}

/** The clouds of an MCI's settings and the account's facts about their images; empty for other kinds. */
async function packPlaces(
	reads: Reads,
	{ component, number }: RevisionOf,
	content: ComponentContent,
): Promise<Pick<PackedRevision, "clouds" | "images">> {
	if (!("settings" in content)) return { clouds: [], images: [] };
	const rows = new Map((await reads.settings.listAt(component.id, number)).map((row) => [row.cloud, row.imageId]));
	const clouds = await reads.clouds.listBySlugs(component.accountId, [...rows.keys()]);
	const images = await reads.images.listByIds([...new Set(rows.values())]);
	const cloudOf = new Map(clouds.map((cloud) => [cloud.slug, cloud]));
	const imageOf = new Map(images.map((image) => [image.id, image]));
	return {
		clouds: content.settings.flatMap(({ cloud }) => {
			const found = cloudOf.get(cloud);
			return found ? [{ slug: cloud, type: found.type, region: found.region, name: found.name }] : [];
		}),
		images: content.settings.flatMap(({ cloud }) => {
			const found = imageOf.get(rows.get(cloud) ?? 0);
			if (!found) return [];
			const { id: _id, ...image } = found;
			return [image];
		}),
	};
}
