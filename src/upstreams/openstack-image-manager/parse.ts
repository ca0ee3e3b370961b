import { artifactPlace, type ImageFacts, parseArchitecture, readImageName } from "../../core/image/index.ts";
import type { DocumentPath, ListDocument } from "../document.ts";
import { knownFacts } from "../listing/known-facts.ts";
import { type LineCollector, type LineHead, lineCollector } from "../listing/line-collector.ts";
import { lineName } from "../listing/line-name.ts";
import { withoutArchitecture } from "../listing/without-architecture.ts";
import { readTime } from "../reading/read-time.ts";
import { elementsAt, isMembers, type Members, memberOf, membersAt, membersOf, textOf } from "../reading/values.ts";
import type { Listing } from "../source.ts";

/** What all versions of one image share. */
interface Definition {
	readonly line: LineHead;
	readonly format: string;
	readonly disabled: boolean;
	readonly facts: Partial<ImageFacts>;
}

/** True for `images[]` with `versions[]` and a short name or disk format each. */
export function isImageManager(value: unknown): boolean {
	const images = memberOf(membersOf(value), "images");
	if (!Array.isArray(images)) return false;
	return images.some((image) => {
		const fields = membersOf(image);
		return (
			Array.isArray(memberOf(fields, "versions")) &&
			["shortname", "format", "min_disk"].some((key) => Object.hasOwn(fields, key))
		);
	});
}

/** Reads `images[].versions[]`: one line per image, one release per version, one artifact each. */
export function parseImageManager(document: ListDocument): Listing {
	const root = membersAt(document, [], document.value);
	const lines = lineCollector(document);
	elementsAt(document, ["images"], memberOf(root, "images")).forEach((image, i) => {
		addImage(document, lines, image, ["images", i]);
	});
	return lines.listing();
}

function addImage(document: ListDocument, lines: LineCollector, value: unknown, path: DocumentPath): void {
	if (!isMembers(value)) {
		lines.skip(path, "the entry is not an image's definition");
		return;
	}
	const definition = definitionOf(value);
	if (!definition) {
		lines.skip(path, "the image has neither shortname nor name");
		return;
	}
	const versions = elementsAt(document, [...path, "versions"], memberOf(value, "versions") ?? []);
	if (versions.length === 0) lines.skip(path, "the image has no versions");
	versions.forEach((version, i) => {
		addVersion(lines, definition, version, [...path, "versions", i]);
	});
}

function definitionOf(image: Members): Definition | undefined {
	const title = textOf(image, "name") ?? textOf(image, "shortname");
	if (title === null) return undefined;
	const shortName = textOf(image, "shortname") ?? title;
	const meta = membersOf(memberOf(image, "meta"));
	const published = textOf(meta, "architecture");
	const architecture = published === null ? null : (parseArchitecture(published) ?? null);
	const platform = architecture ?? published;
	const disabled = textOf(image, "enable") === "false";
	return {
		line: {
			key: platform === null ? shortName : `${shortName}/${platform}`,
			name: lineName(withoutArchitecture(shortName, architecture), platform),
			description: `${title}, as the OpenStack Image Manager uploads it`,
			tags: [],
			scope: { kind: "all" },
		},
		format: textOf(image, "format") ?? "qcow2",
		disabled,
		facts: {
			...factsOf(title, image, meta),
			...(architecture && { architecture }),
			...(published !== null && { publishedArchitecture: published }),
			state: disabled || textOf(image, "status") === "deactivated" ? "inactive" : "active",
		},
	};
}

function factsOf(title: string, image: Members, meta: Members) {
	const visibility = textOf(image, "visibility");
	return {
		name: title,
		...knownFacts({
			os: readImageName(title).os ?? textOf(meta, "os_distro"),
			osVersion: textOf(meta, "os_version"),
			visibility: visibility === "public" || visibility === "private" || visibility === "shared" ? visibility : null,
			endOfLifeAt: readTime(textOf(meta, "provided_until")),
		}),
	};
}

function addVersion(
	lines: LineCollector,
	{ line, format, disabled, facts }: Definition,
	value: unknown,
	path: DocumentPath,
): void {
	const fields = membersOf(value);
	const mirror = textOf(fields, "mirror_url");
	const url = textOf(fields, "url") ?? textOf(fields, "source") ?? mirror;
	const checksum = checksumOf(textOf(fields, "checksum"));
	if (url === null || checksum === undefined) {
		lines.skip(
			path,
			url === null ? "the version has no url" : "the checksum is not of the form sha256:<hex> or sha512:<hex>",
		);
		return;
	}
	const version = textOf(fields, "version");
	const builtAt = readTime(textOf(fields, "build_date"));
	lines.add({
		path,
		line,
		release: { version, releasedAt: builtAt },
		place: () => artifactPlace("openstack", format),
		image: { kind: "artifact", uid: url, checksum },
		facts: {
			...facts,
			...(version !== null && { release: version }),
			...(builtAt !== null && { createdAt: builtAt }),
			...(mirror !== null && mirror !== url && { url: mirror }),
		},
	});
	if (disabled) lines.note(line.key, version, "the publisher has switched this image off (enable: false)");
}

/** The checksum in the registry's form; null if there is none, undefined if it is not a valid checksum. */
function checksumOf(published: string | null): string | null | undefined {
	if (published === null) return null;
	const text = published.toLowerCase();
	if (/^(sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128}|sha1:[0-9a-f]{40}|md5:[0-9a-f]{32})$/.test(text)) return text;
	if (/^[0-9a-f]{64}$/.test(text)) return `sha256:${text}`;
	return /^[0-9a-f]{128}$/.test(text) ? `sha512:${text}` : undefined;
}
