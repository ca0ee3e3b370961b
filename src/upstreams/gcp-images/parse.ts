import {
	type Architecture,
	cloudOf,
	type ImageFacts,
	type ImageState,
	parseArchitecture,
	readImageName,
} from "../../core/image/index.ts";
import type { DocumentPath, ListDocument } from "../document.ts";
import { distinctNames } from "../listing/distinct-names.ts";
import { distinctVersions } from "../listing/distinct-versions.ts";
import { knownFacts } from "../listing/known-facts.ts";
import { lineCollector } from "../listing/line-collector.ts";
import { lineName } from "../listing/line-name.ts";
import { withoutArchitecture } from "../listing/without-architecture.ts";
import { readTime } from "../reading/read-time.ts";
import { isMembers, type Members, membersOf, textOf } from "../reading/values.ts";
import type { Listing } from "../source.ts";

/** True for a list of image resources, as gcloud prints it or as the API answers it (`items`). */
export function isGcpImages(value: unknown): boolean {
	const images = imagesOf(value);
	if (images === undefined) return false;
	if (images.length === 0) return isMembers(value) && textOf(value, "kind") === "compute#imageList";
	return images
		.slice(0, 5)
		.every((image) => isMembers(image) && (textOf(image, "kind") === "compute#image" || pathOf(image) !== undefined));
}

/**
 * Reads image resources: one line per project, family (or name without release) and architecture; each image is a
 * release.
 */
export function parseGcpImages(document: ListDocument): Listing {
	const images = imagesOf(document.value);
	if (images === undefined) throw document.malformed([], "there is no list of images");
	const lines = lineCollector(document);
	const base: DocumentPath = Array.isArray(document.value) ? [] : ["items"];
	const usable = images.flatMap((image, i) => {
		const read = readImage(image, [...base, i]);
		if (typeof read === "string") lines.skip([...base, i], read);
		return typeof read === "string" ? [] : [read];
	});
	const versions = distinctVersions(usable);
	const names = distinctNames(
		usable.map(({ line, lineWords, architecture, project }) => ({
			key: line,
			name: lineName(lineWords, architecture),
			tie: project,
		})),
	);
	usable.forEach((image, i) => {
		lines.add({
			path: image.path,
			line: {
				key: image.line,
				name: names.get(image.line) ?? image.name,
				description: `${image.family === null ? image.lineWords : `Image family ${image.family}`} of project ${image.project}`,
				tags: [],
				scope: { kind: "cloud-type", type: "gcp" },
			},
			release: { version: versions[i] ?? null, releasedAt: image.releasedAt },
			place: () => cloudOf("gcp", null),
			image: { kind: "path", uid: image.uid, checksum: null },
			facts: image.facts,
			heldBack: image.heldBack,
		});
	});
	return lines.listing();
}

interface ReadImage {
	readonly path: DocumentPath;
	readonly line: string;
	readonly lineWords: string;
	readonly family: string | null;
	readonly architecture: Architecture | null;
	readonly version: string | null;
	readonly releasedAt: string | null;
	readonly name: string;
	readonly project: string;
	readonly uid: string;
	readonly facts: Partial<ImageFacts>;
	readonly heldBack: string | null;
}

/** The image, or why it can't be used. */
function readImage(value: unknown, path: DocumentPath): ReadImage | string {
	if (!isMembers(value)) return "the entry is not an image";
	const found = pathOf(value);
	if (found === undefined) return "the image has no selfLink of the form projects/<project>/global/images/<name>";
	const status = textOf(value, "status");
	if (status === "FAILED" || status === "DELETING") return `the image's status is ${status}`;
	const { project, name, uid } = found;
	const family = textOf(value, "family");
	const read = readImageName(name);
	const published = architectureWord(value);
	const architecture =
		published === null
			? (read.architecture ?? (family === null ? null : readImageName(family).architecture))
			: (parseArchitecture(published) ?? null);
	const lineWords = withoutArchitecture(family ?? read.line, architecture);
	const deprecation = membersOf(Object.hasOwn(value, "deprecated") ? value.deprecated : undefined);
	const createdAt = readTime(textOf(value, "creationTimestamp"));
	const replacement = textOf(deprecation, "replacement");
	return {
		path,
		line: [project, lineWords, architecture].filter((part) => part !== null).join("/"),
		lineWords,
		family,
		architecture,
		// Images of a family without a number in their names are distinguished by their names.
		version: read.release ?? (family === null ? null : name),
		releasedAt: createdAt,
		name,
		project,
		uid,
		heldBack: heldBackOf(status, textOf(deprecation, "state")),
		facts: knownFacts({
			name,
			os: read.os,
			osVersion: read.osVersion,
			architecture,
			publishedArchitecture: published ?? read.publishedArchitecture,
			owner: project,
			state: stateOf(status, textOf(deprecation, "state")),
			release: read.release,
			createdAt,
			deprecatedAt: readTime(textOf(deprecation, "deprecated")),
			deletedAt: readTime(textOf(deprecation, "deleted")),
			endOfLifeAt: readTime(textOf(deprecation, "obsolete")),
			replacement: replacement === null ? null : (imagePath(replacement)?.uid ?? replacement),
		}),
	};
}

function imagesOf(value: unknown): readonly unknown[] | undefined {
	if (Array.isArray(value)) return value;
	const items = isMembers(value) && Object.hasOwn(value, "items") ? value.items : undefined;
	return Array.isArray(items) ? items : undefined;
}

function pathOf(image: Members): ReturnType<typeof imagePath> {
	const link = textOf(image, "selfLink");
	return link === null ? undefined : imagePath(link);
}

/** The path within Compute Engine, whatever host and API version the link names. */
function imagePath(link: string): { project: string; name: string; uid: string } | undefined {
	const [, project, name] = /(?:^|\/)projects\/([^/\s]+)\/global\/images\/([^/\s?#]+)$/.exec(link) ?? [];
	return project && name ? { project, name, uid: `projects/${project}/global/images/${name}` } : undefined;
}

function architectureWord(image: Members): string | null {
	const word = textOf(image, "architecture");
	return word === "ARCHITECTURE_UNSPECIFIED" ? null : word;
}

/** https://cloud.google.com/compute/docs/images/deprecate-custom: an obsolete image can't be used for new disks. */
function stateOf(status: string | null, deprecation: string | null): ImageState {
	switch (deprecation) {
		case "DEPRECATED":
			return "deprecated";
		case "OBSOLETE":
			return "obsolete";
		case "DELETED":
			return "deleted";
		default:
			return status === null || status === "READY" ? "active" : "held";
	}
}

/** A family never points to an image that is deprecated in any way, or not ready; a deprecated one is still offered. */
function heldBackOf(status: string | null, deprecation: string | null): string | null {
	if (deprecation === "OBSOLETE" || deprecation === "DELETED") return deprecation.toLowerCase();
	return status === null || status === "READY" ? null : status.toLowerCase();
}
