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
import { isMembers, type Members, textOf } from "../reading/values.ts";
import type { Listing, SourceOptions } from "../source.ts";
import { regionOf } from "./region.ts";

/** True for `{"Images": […]}` and for the bare list, the output of `--query Images`. */
export function isAwsImages(value: unknown): boolean {
	const images = imagesOf(value);
	if (images === undefined) return false;
	if (images.length === 0) return isMembers(value);
	return images.slice(0, 5).every((image) => isMembers(image) && isAwsImage(image));
}

/** AWS answers for one region and never names it, so rows with a region come from a user's own table. */
function isAwsImage(image: Members): boolean {
	if (!/^a[mkr]i-/.test(textOf(image, "ImageId") ?? "")) return false;
	const isTable = Object.keys(image).some((key) => /^region(?:name)?$/i.test(key));
	return !isTable || ["OwnerId", "VirtualizationType", "State"].some((key) => Object.hasOwn(image, key));
}

/**
 * Reads the images of one region: one line per owner, name without release, and architecture; each image is a release.
 */
export function parseAwsImages(document: ListDocument, options: SourceOptions): Listing {
	const images = imagesOf(document.value);
	if (images === undefined) throw document.malformed(["Images"], "Images is not a list of images");
	const region = regionOf(document, options);
	const lines = lineCollector(document);
	const base: DocumentPath = Array.isArray(document.value) ? [] : ["Images"];
	const usable = images.flatMap((image, i) => {
		const read = readImage(image, [...base, i]);
		if (typeof read === "string") lines.skip([...base, i], read);
		return typeof read === "string" ? [] : [read];
	});
	const versions = distinctVersions(usable);
	const names = distinctNames(
		usable.map(({ line, name, owner, lineWords, architecture }) => ({
			key: line,
			name: lineName(lineWords, architecture),
			tie: owner ?? name,
		})),
	);
	usable.forEach((image, i) => {
		lines.add({
			path: image.path,
			line: {
				key: image.line,
				name: names.get(image.line) ?? image.name,
				description: `${image.lineWords}${image.architecture ? ` for ${image.architecture}` : ""}${image.owner ? ` of AWS account ${image.owner}` : ""}`,
				tags: [],
				scope: { kind: "clouds", clouds: [cloudOf("aws", region).slug] },
			},
			release: { version: versions[i] ?? null, releasedAt: image.releasedAt },
			place: () => cloudOf("aws", region),
			image: { kind: "id", uid: image.id, checksum: null },
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
	readonly architecture: Architecture | null;
	readonly version: string | null;
	readonly releasedAt: string | null;
	readonly name: string;
	readonly owner: string | null;
	readonly id: string;
	readonly facts: Partial<ImageFacts>;
	readonly heldBack: string | null;
}

/** The image, or why it can't be used. */
function readImage(value: unknown, path: DocumentPath): ReadImage | string {
	if (!isMembers(value)) return "the entry is not an image";
	const id = textOf(value, "ImageId");
	if (id === null) return "the image has no ImageId";
	if (!/^ami-[0-9a-f]{8,17}$/.test(id)) return `${id.slice(0, 80)} is not an AMI id (ami- and 8 to 17 hex digits)`;
	const name = textOf(value, "Name") ?? textOf(value, "ImageLocation");
	if (name === null) return "the image has no Name";
	const state = textOf(value, "State");
	if (state !== null && /^(?:invalid|failed|error)$/.test(state)) return `the image is ${state}`;
	const read = readImageName(name);
	const published = textOf(value, "Architecture") ?? read.publishedArchitecture;
	// Images for EC2's Macs have x86_64_mac and arm64_mac.
	const architecture = published === null ? null : (parseArchitecture(published.replace(/_mac$/, "")) ?? null);
	const isMac = published?.endsWith("_mac") === true;
	const variant = variantOf(value, name);
	const words = withoutArchitecture(read.line, architecture);
	const lineWords = [
		words,
		isMac && !/mac/i.test(words) ? "mac" : "",
		variant === "pv" && !/(?:^|[^a-z])(?:pv|paravirtual)/i.test(name) ? "pv" : "",
	]
		.filter((part) => part !== "")
		.join("-");
	const owner = textOf(value, "OwnerId");
	const createdAt = readTime(textOf(value, "CreationDate"));
	return {
		path,
		line: [owner, lineWords, architecture].filter((part) => part !== null).join("/"),
		lineWords,
		architecture,
		version: read.release,
		releasedAt: dateIn(read.release) ?? createdAt,
		name,
		owner,
		id,
		heldBack: heldBackOf(state),
		facts: knownFacts({
			name,
			os: read.os ?? osOf(textOf(value, "PlatformDetails")),
			osVersion: read.osVersion,
			architecture,
			publishedArchitecture: published,
			variant,
			owner,
			visibility: visibilityOf(value),
			state: stateOf(state),
			release: read.release,
			createdAt,
			deprecatedAt: readTime(textOf(value, "DeprecationTime")),
		}),
	};
}

function imagesOf(value: unknown): readonly unknown[] | undefined {
	if (Array.isArray(value)) return value;
	const images = isMembers(value) && Object.hasOwn(value, "Images") ? value.Images : undefined;
	return Array.isArray(images) ? images : undefined;
}

/** `hvm` or `pv`. */
function variantOf(image: Members, name: string): string | null {
	const type = textOf(image, "VirtualizationType");
	if (type === null) return /(?<![a-z])(hvm|pv)(?![a-z])/i.exec(name)?.[1]?.toLowerCase() ?? null;
	return type === "paravirtual" ? "pv" : type;
}

function osOf(platform: string | null): string | null {
	if (platform === null) return null;
	if (/^windows/i.test(platform)) return "windows";
	if (/^red hat/i.test(platform)) return "rhel";
	if (/^suse/i.test(platform)) return "sles";
	return null;
}

function visibilityOf(image: Members): ImageFacts["visibility"] {
	const open = textOf(image, "Public");
	return open === "true" ? "public" : open === "false" ? "private" : null;
}

function heldBackOf(state: string | null): string | null {
	return stateOf(state) === "held" ? state : null;
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Image.html */
function stateOf(state: string | null): ImageState {
	switch (state) {
		case "available":
			return "active";
		case "deregistered":
			return "deleted";
		case "pending":
		case "transient":
		case "disabled":
			return "held";
		default:
			return "unknown";
	}
}

/**
 * The day in a release (`20221101-0`, `2023.3.20240108.0`, `2023.10.11`): the same in each region, unlike an image's
 * creation.
 */
function dateIn(release: string | null): string | null {
	const day = release === null ? null : /(?<!\d)(20\d\d)([.-]?)(\d\d)\2(\d\d)(?!\d)/.exec(release);
	return day ? readTime(`${day[1]}-${day[3]}-${day[4]}`) : null;
}
