import { cloudOf } from "../../core/image/index.ts";
import type { ListDocument } from "../document.ts";
import { distinctNames } from "../listing/distinct-names.ts";
import { distinctVersions } from "../listing/distinct-versions.ts";
import { lineCollector } from "../listing/line-collector.ts";
import { lineName } from "../listing/line-name.ts";
import { isMembers, type Members, textOf } from "../reading/values.ts";
import type { Listing } from "../source.ts";
import type { AzureImage } from "./azure-image.ts";
import { galleryParts, readGalleryVersion } from "./gallery-version.ts";
import { isManagedId, readManagedImage } from "./managed-image.ts";
import { isMarketplaceRow, readMarketplaceImage } from "./marketplace-image.ts";

/** True for a list of marketplace offers, of managed images, or of versions in a gallery. */
export function isAzureImages(value: unknown): boolean {
	if (!Array.isArray(value) || value.length === 0) return false;
	return value.slice(0, 5).every((row) => {
		if (!isMembers(row)) return false;
		const id = textOf(row, "id") ?? "";
		return isMarketplaceRow(row) || galleryParts(id) !== undefined || isManagedId(id);
	});
}

/**
 * Reads any of Azure's lists: one line per SKU, image name or gallery definition, and architecture; one release per
 * version.
 */
export function parseAzureImages(document: ListDocument): Listing {
	if (!Array.isArray(document.value)) throw document.malformed([], "there is no list of images");
	const lines = lineCollector(document);
	const usable = document.value.flatMap((row: unknown, i) => {
		const image = isMembers(row) ? readImage(row) : "the entry is not an image";
		if (typeof image === "string") lines.skip([i], image);
		return typeof image === "string" ? [] : [{ ...image, path: [i] }];
	});
	const managed = usable.filter(({ isOwnRelease }) => isOwnRelease);
	const versions = new Map(
		distinctVersions(managed.map((image) => ({ ...image, line: `${image.line} ${image.regions.join(" ")}` }))).map(
			(version, i) => [managed[i], version],
		),
	);
	const names = distinctNames(
		usable.map(({ line, words, architecture, tie }) => ({ key: line, name: lineName(words, architecture), tie })),
	);
	for (const image of usable) {
		const { path, line, words, architecture, regions, releasedAt, identity, facts, description } = image;
		const name = names.get(line) ?? lineName(words, architecture);
		const version = versions.get(image) ?? image.version;
		for (const region of regions) {
			const heldBack = image.heldIn?.get(region);
			lines.add({
				path,
				line: { key: line, name, description, tags: [], scope: { kind: "cloud-type", type: "azure" } },
				release: { version, releasedAt },
				place: () => cloudOf("azure", region),
				image: identity,
				facts: heldBack === undefined ? facts : { ...facts, state: "held" },
				heldBack,
			});
		}
	}
	return lines.listing();
}

function readImage(row: Members): AzureImage | string {
	const id = textOf(row, "id") ?? "";
	if (galleryParts(id)) return readGalleryVersion(row, id);
	if (isManagedId(id)) return readManagedImage(row, id);
	return readMarketplaceImage(row);
}
