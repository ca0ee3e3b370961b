import type { MciContent } from "../../core/image/index.ts";
import type { StoredComponent, StoredImage, Transaction, WantedImage } from "../../storage/store.ts";
import { headNumber } from "../components/component-content.ts";
import { identityKey } from "./commit-releases.ts";

/** A line that is about to be committed, with its images in the catalog. */
export interface CommittedMap {
	readonly mci: StoredComponent | undefined;
	/** The map after the newest commit. */
	readonly content: MciContent;
	readonly cloudIds: ReadonlyMap<string, number>;
	readonly wanted: readonly WantedImage[];
	/** One for each wanted image. */
	readonly imageIds: readonly number[];
}

/**
 * What an import's report and commit say about architectures: images that the catalog knows to be for another
 * architecture than the list says, and places whose image is for another, or for an unknown one, than before.
 */
export async function architectureNotes(tx: Transaction, map: CommittedMap): Promise<string[]> {
	const ids = new Map(
		map.wanted.map((image, i) => [identityKey(image.cloudId, image), { image, id: map.imageIds[i] }]),
	);
	const listed = map.content.settings.flatMap(({ cloud, image }) => {
		const cloudId = map.cloudIds.get(cloud);
		const found = cloudId === undefined ? undefined : ids.get(identityKey(cloudId, image));
		return found?.id === undefined ? [] : [{ cloud, id: found.id, said: found.image.facts.architecture ?? null }];
	});
	const before = map.mci ? await tx.settings.listAt(map.mci.id, headNumber(map.mci)) : [];
	const images = await tx.images.listByIds([
		...new Set([...listed, ...before.map(({ imageId: id }) => ({ id }))].map(({ id }) => id)),
	]);
	const known = new Map(images.map((image) => [image.id, image]));
	const replaced = new Map(before.map(({ cloud, imageId }) => [cloud as string, known.get(imageId)]));
	const cells = listed.flatMap(({ cloud, id, said }): ArchitectureCell[] => {
		const image = known.get(id);
		return image ? [{ cloud, said, image, before: replaced.get(cloud) }] : [];
	});
	return [...contradictions(cells), ...changes(cells)];
}

interface ArchitectureCell {
	readonly cloud: string;
	/** The architecture as the list has it. */
	readonly said: string | null;
	readonly image: StoredImage;
	/** The image before in this place. */
	readonly before: StoredImage | undefined;
}

function contradictions(cells: readonly ArchitectureCell[]): string[] {
	const wrong = cells.filter(
		({ said, image }) => said !== null && image.architecture !== null && said !== image.architecture,
	);
	return grouped(
		wrong,
		({ said, image }) => `known as ${image.architecture}, and the list says ${said}`,
		(text, of) => `${of.length === 1 ? "this image is" : `${of.length} images are`} ${text}: ${names(of)}`,
	);
}

function changes(cells: readonly ArchitectureCell[]): string[] {
	const changed = cells.filter(
		({ image, before }) =>
			before !== undefined &&
			before.id !== image.id &&
			before.architecture !== null &&
			before.architecture !== image.architecture,
	);
	return grouped(
		changed,
		({ image, before }) =>
			image.architecture === null
				? `replaced ${before?.architecture} by images whose architecture the list does not say`
				: `changed from ${before?.architecture} to ${image.architecture}`,
		(text, of) => `${of.length === 1 ? "1 place" : `${of.length} places`} ${text}: ${names(of)}`,
	);
}

function grouped(
	cells: readonly ArchitectureCell[],
	textOf: (cell: ArchitectureCell) => string,
	sentence: (text: string, of: readonly ArchitectureCell[]) => string,
): string[] {
	return [...Map.groupBy(cells, textOf)].map(([text, of]) => sentence(text, of));
}

const shown = 5;

function names(cells: readonly ArchitectureCell[]): string {
	const some = cells.slice(0, shown).map(({ cloud, image }) => `${cloud} ${image.uid}`);
	return `${some.join(", ")}${cells.length > shown ? " …" : ""}`;
}
