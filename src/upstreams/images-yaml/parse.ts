import { parseNewName } from "../../core/component/index.ts";
import { isFault } from "../../core/errors.ts";
import {
	cloudType,
	hasRegionForm,
	type ImageIdentity,
	isKnownCloudType,
	regionOfText,
	sameImage,
} from "../../core/image/index.ts";
import type { DocumentPath, ListDocument } from "../document.ts";
import { isAwsRegion } from "../listing/aws-region.ts";
import { idProblem } from "../listing/id-problem.ts";
import { imageReference } from "../listing/image-reference.ts";
import { factsOfName, knownFacts } from "../listing/known-facts.ts";
import { type Cell, type LineCollector, type LineHead, lineCollector } from "../listing/line-collector.ts";
import { lineName } from "../listing/line-name.ts";
import { isMembers, type Members, memberOf, membersAt, plainText, textOf } from "../reading/values.ts";
import type { Listing, SourceOptions } from "../source.ts";
import { type Provider, readProvider } from "./provider.ts";

/** Keys of a set that do not contain image places. */
const settings: ReadonlySet<string> = new Set([
	"workerimplementation",
	"workerconfig",
	"description",
	"tags",
	"owner",
	"maintainer",
	"name",
	"os",
	"version",
]);
/** Keys next to the regions of a cloud that belong to its image. */
const imageKeys: ReadonlySet<string> = new Set(["deployment_id", "resource_group", "name", "version"]);
/** Keys below which a cloud's regions may stand. */
const mapKeys: readonly string[] = ["amis", "images", "regions"];
/** Main keys of other formats, which also contain names and clouds. */
const foreignKeys = [
	"architectures",
	"builds",
	"last_run_uuid",
	"Mappings",
	"variable",
	"locals",
	"products",
	"apiVersion",
	"kind",
	"spec",
	"baseURI",
	"amis",
	"mci",
];
/** Cloud types whose image ids are numbers. */
const numberIds: ReadonlySet<string> = new Set(["hetzner", "hcloud", "digitalocean", "linode", "vultr", "softlayer"]);

/**
 * True for `images: {name: {cloud: …}}`, and for a bare `name: {cloud: …}` in which most sets have a known cloud type.
 */
export function isImageSets({ value, syntax }: ListDocument): boolean {
	if ((syntax !== "json" && syntax !== "yaml") || !isMembers(value)) return false;
	if (foreignKeys.some((key) => Object.hasOwn(value, key))) return false;
	const images = memberOf(value, "images");
	if (isMembers(images)) return looksLikeSets(images, true);
	return images === undefined && looksLikeSets(value, false);
}

function looksLikeSets(sets: Members, open: boolean): boolean {
	const members = Object.values(sets).filter(isMembers);
	const withCloud = members.filter((set) =>
		Object.entries(set).some(([key, one]) => {
			const provider = readProvider(key, open && numberIds.has(key.toLowerCase()));
			return provider !== undefined && holdsIds(one, numberIds.has(provider.type));
		}),
	);
	if (withCloud.length > 0) return withCloud.length * 2 >= members.length || withCloud.length > 5;
	return (
		open &&
		members.length > 0 &&
		members.every((set) => Object.values(set).some((one) => holdsIds(one, false))) &&
		!Object.keys(sets).some((key) => isKnownCloudType(key) || isAwsRegion(key))
	);
}

/** True for an id, or a map of them. A number is only an id with `numbers`: elsewhere it is a size or a count. */
function holdsIds(value: unknown, numbers: boolean): boolean {
	const isId = (one: unknown) => typeof one === "string" || (numbers && typeof one === "number");
	if (isId(value)) return value !== "";
	if (!isMembers(value)) return false;
	return Object.entries(value).some(
		([key, one]) => isId(one) || (isMembers(one) && (mapKeys.includes(key) || memberOf(one, "image") !== undefined)),
	);
}

/**
 * Every set is a line, and the document is its current state. If two providers of one cloud type have different images
 * for one place (trust levels), each provider is a separate line, named after the set and the provider. An alias
 * (`web-current: web-2024-06`) is a line with the images of the set that it stands for, so that its name resolves too.
 */
export function parseImageSets(document: ListDocument, options: SourceOptions): Listing {
	const collector = lineCollector(document);
	const root = membersAt(document, [], document.value);
	const images = memberOf(root, "images");
	const path = images === undefined ? [] : ["images"];
	const version = Object.hasOwn(options, "version") ? plainText(options.version) : null;
	const sets = images === undefined ? root : membersAt(document, ["images"], images);
	for (const [name, set] of Object.entries(sets)) readSet([...path, name], name, set);
	return collector.listing();

	function readSet(at: DocumentPath, name: string, set: unknown): void {
		if (typeof set === "string" && set !== "") {
			const target = aliasTarget(sets, set);
			if (target === undefined) {
				collector.skip(at, `an alias of ${JSON.stringify(set.slice(0, 200))}, which is not a set`);
				return;
			}
			const { key, members } = target;
			// What the set itself skips is reported with the set.
			addSet({ at: [...path, key], name, factsName: key, members, skip: () => undefined });
			return;
		}
		if (!isMembers(set)) {
			collector.skip(at, set === null || set === "" ? "a set without any image" : "not an image set");
			return;
		}
		addSet({ at, name, factsName: name, members: set, skip: collector.skip });
	}

	function addSet(set: ImageSet): void {
		const clouds = readClouds(set, images !== undefined);
		const description = textOf(set.members, "description") ?? "";
		const apart = clashing(clouds);
		for (const [key, list] of clouds) {
			const variant = apart.has(key) ? key : null;
			const head = headOf(set.name, variant, description);
			const facts = knownFacts({ ...factsOfName(set.factsName), variant, release: version });
			for (const { release, ...cell } of list) {
				const more = release === null ? {} : { release };
				collector.add({
					...cell,
					line: head,
					release: { version, releasedAt: null },
					facts: { ...facts, ...more, ...cell.facts },
				});
			}
		}
	}
}

interface ImageSet {
	readonly at: DocumentPath;
	/** The set's key, or the alias that stands for it. */
	readonly name: string;
	/** The key that tells the OS and the architecture. */
	readonly factsName: string;
	readonly members: Members;
	readonly skip: LineCollector["skip"];
}

/** The images of a set by the key of their cloud; with `open`, every key with ids names a cloud. */
function readClouds({ at, members, skip }: ImageSet, open: boolean): Map<string, readonly Found[]> {
	const clouds = new Map<string, readonly Found[]>();
	const entries = Object.entries(members).filter(([key]) => !settings.has(key.toLowerCase()));
	const rows = entries.filter(([, value]) => holdsIds(value, true));
	if (rows.length === 0) {
		skip(at, "a set without any image");
		return clouds;
	}
	for (const [key, value] of entries) {
		const provider = readProvider(key, open);
		if (!holdsIds(value, true)) {
			if (readProvider(key, false)) skip([...at, key], "no image id");
		} else if (provider === undefined) skip([...at, key], `${JSON.stringify(key)} names no cloud`);
		else clouds.set(key, readCloud({ path: [...at, key], provider, value, skip }));
	}
	return clouds;
}

/** The set that an alias leads to, maybe through other aliases; undefined if it leads to none. */
function aliasTarget(sets: Members, alias: string): { readonly key: string; readonly members: Members } | undefined {
	const seen = new Set<string>();
	for (let key = alias.trim(); !seen.has(key); ) {
		seen.add(key);
		const set = memberOf(sets, key);
		if (isMembers(set)) return { key, members: set };
		if (typeof set === "string") key = set.trim();
	}
	return undefined;
}

interface Found extends Omit<Cell, "line" | "release"> {
	readonly release: string | null;
}

interface CloudEntry {
	readonly path: DocumentPath;
	readonly provider: Provider;
	readonly value: unknown;
	readonly skip: (path: DocumentPath, why: string) => void;
}

/** An id, `{image: id}`, `{amis | images | regions: {region: id}}` or `{region: id}`. */
function readCloud(entry: CloudEntry): Found[] {
	const { path, provider, value } = entry;
	const id = plainText(value);
	if (id !== null) return found(entry, path, provider.region, id);
	if (!isMembers(value)) return [];
	const gallery = galleryImage(value);
	if (gallery !== null) {
		const { uid, release } = gallery;
		return [
			{
				path,
				...imageReference(provider.type, null, "x"),
				image: { kind: "name", uid, checksum: null },
				facts: {},
				release,
			},
		];
	}
	const suffix = textOf(value, "deployment_id");
	const key = mapKeys.find((one) => isMembers(memberOf(value, one)));
	const inner = key === undefined ? undefined : memberOf(value, key);
	const regions = isMembers(inner) ? inner : value;
	return Object.entries(regions).flatMap(([region, one]) => {
		if (key === undefined && imageKeys.has(region)) return [];
		const at = key === undefined ? [...path, region] : [...path, key, region];
		const uid = isMembers(one) ? (textOf(one, "image") ?? textOf(one, "id")) : plainText(one);
		if (uid === null) {
			entry.skip(at, isMembers(one) || Array.isArray(one) ? "not an image id" : "the image id is empty");
			return [];
		}
		const place = region === "image" ? provider.region : region;
		if (suffix === null) return found(entry, at, place, uid);
		return found(entry, at, place, `${uid}-${suffix}`).map(
			(one): Found => ({ ...one, image: { ...one.image, kind: "name" }, release: suffix }),
		);
	});
}

/** Firefox CI's newer Azure form: an image of a gallery by resource group, name and version. */
function galleryImage(value: Members): { uid: string; release: string } | null {
	const [group, name, version] = ["resource_group", "name", "version"].map((key) => textOf(value, key));
	return group && name && version ? { uid: `${group}/${name}/${version}`, release: version } : null;
}

function found({ provider, skip }: CloudEntry, path: DocumentPath, region: string | null, uid: string): Found[] {
	const reference = provider.place
		? { place: provider.place, image: { kind: "artifact", uid, checksum: null } as const }
		: imageReference(provider.type, region, uid);
	const problem = idProblem(reference.image.kind === "id" ? provider.type : "", uid);
	if (problem !== undefined) {
		skip(path, problem);
		return [];
	}
	const type = cloudType(provider.type);
	if (region !== null && type === "azure" && !hasRegionForm(type, regionOfText(type, region))) {
		skip(path, `“${region.slice(0, 80)}” is not a region of Azure`);
		return [];
	}
	try {
		reference.place();
	} catch (error) {
		if (!isFault(error)) throw error;
		skip(path, error.message);
		return [];
	}
	return [{ path, ...reference, facts: {}, release: null }];
}

/** Keys of providers that have another image than a sibling for the same place. */
function clashing(clouds: ReadonlyMap<string, readonly Found[]>): ReadonlySet<string> {
	const keys = new Set<string>();
	const seen = new Map<string, { key: string; image: ImageIdentity }>();
	for (const [key, list] of clouds) {
		for (const { place, image } of list) {
			const { slug } = place();
			const before = seen.get(slug);
			if (before && before.key !== key && !sameImage(before.image, image)) {
				keys.add(before.key);
				keys.add(key);
			}
			if (!before) seen.set(slug, { key, image });
		}
	}
	return keys;
}

function headOf(set: string, variant: string | null, description: string): LineHead {
	const key = variant === null ? set : `${set}/${variant}`;
	return {
		key,
		name: validName(variant === null ? set : `${set}-${variant}`),
		description,
		tags: [],
		scope: { kind: "all" },
	};
}

/** A set's name, or the valid part of it. */
function validName(name: string): string {
	try {
		return parseNewName(name);
	} catch (error) {
		if (isFault(error)) return lineName(name, null);
		throw error;
	}
}
