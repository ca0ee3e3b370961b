import {
	artifactPrefix,
	type Cloud,
	cloudOf,
	findKnownCloud,
	type ImageIdentity,
	type ImageKind,
	imageKindOf,
	imageKinds,
	isArtifactPlace,
	isKnownCloudType,
	knownCloudSlugs,
	parseCloudSlug,
} from "../../core/image/index.ts";
import type { DocumentPath, ListDocument } from "../document.ts";
import { idProblem } from "../listing/id-problem.ts";
import { cloudTypeOfId, imageReference } from "../listing/image-reference.ts";
import { factsOfName, knownFacts } from "../listing/known-facts.ts";
import type { Cell } from "../listing/line-collector.ts";
import { lineName } from "../listing/line-name.ts";
import { isMembers, type Members, memberOf, plainText, textOf } from "../reading/values.ts";
import type { Scope } from "../source.ts";
import { findMaps, type NamedMap } from "./find-maps.ts";

/** A map from this registry's names of clouds to image ids: what `mci resolve --all-clouds` and `mci export` print. */
export interface CloudMap extends NamedMap {
	/** True for an exported MCI, whose images state their kind. */
	readonly isExact: boolean;
}

const variablePrefix = "MCI_";
/** Names of maps that do not tell the product. */
const plainNames: ReadonlySet<string> = new Set(["images", "image_ids", "amis"]);

/** The cloud maps of a document: the document itself, its `images`, Terraform's variables, or an exported MCI. */
export function findCloudMaps({ value, syntax }: ListDocument): CloudMap[] {
	if (!isMembers(value)) return [];
	const mci = textOf(value, "mci");
	const settings = memberOf(value, "settings");
	if (mci !== null && isMembers(settings)) return [{ path: ["settings"], name: mci, value: settings, isExact: true }];
	const members = Object.entries(value).flatMap(([name, one]): NamedMap[] =>
		isMembers(one) && (syntax === "hcl" || name === "images") ? [{ path: [name], name, value: one }] : [],
	);
	const maps = [...findMaps(value), ...members].filter((map) => isCloudMap(map.value));
	return [...new Map(maps.map((map) => [map.value, map])).values()].map((map) => ({
		...map,
		name: plainNames.has(map.name ?? "") ? null : map.name,
		isExact: false,
	}));
}

/** Most keys are clouds and all values ids, and a region or an id has a form that nothing else has. */
function isCloudMap(map: Members): boolean {
	const entries = Object.entries(map);
	const clouds = entries.filter(([key]) => slugOf(key) !== undefined);
	return (
		clouds.length * 2 > entries.length &&
		entries.every(([, one]) => one === null || plainText(one) !== null || one === "") &&
		clouds.some(([key, one]) => {
			const slug = slugOf(key) ?? "";
			return findKnownCloud(slug)?.region != null || cloudTypeOfId(plainText(one) ?? "") !== null;
		})
	);
}

/** The slug of a key that names a known cloud, one of a known type, or the variable of one (`MCI_AWS_US_EAST_1`). */
function slugOf(key: string): string | undefined {
	if (key.startsWith(variablePrefix)) return slugOfVariable(key.slice(variablePrefix.length));
	const [type = ""] = key.split("-", 1);
	return isKnownCloudType(type) || key.startsWith(artifactPrefix) || findKnownCloud(key) ? key : undefined;
}

/** Several clouds could have one variable; the registry prints no such map. */
function slugOfVariable(name: string): string {
	const known = knownCloudSlugs().find((slug) => slug.toUpperCase().replace(/[^A-Z0-9]/g, "_") === name);
	return known ?? name.toLowerCase().replaceAll("_", "-");
}

/** The cells of a map, one line for all its clouds, or the reason why a key can't be used. */
export function readCloudMap(
	map: CloudMap,
	{ words, version }: { readonly words: string; readonly version: string | null },
): (Cell | { readonly path: DocumentPath; readonly why: string })[] {
	const clouds = Object.keys(map.value).map(cloudOfKey);
	const types = [...new Set(clouds.flatMap((cloud) => (typeof cloud === "string" ? [] : [cloud.type])))].sort();
	const scopes = types.map((type): Scope => ({ kind: "cloud-type", type }));
	const line = {
		key: lineName(words, null),
		name: lineName(words, null),
		description: "",
		tags: [],
		scope: scopes.length === 1 && scopes[0] ? scopes[0] : ({ kind: "any-of", scopes } as const),
	};
	const facts = knownFacts({ ...factsOfName(words), release: version });
	return Object.entries(map.value).map(([key, value]) => {
		const path = [...map.path, key];
		const cloud = cloudOfKey(key);
		if (typeof cloud === "string") return { path, why: cloud };
		const image = map.isExact ? exactImage(cloud, value) : listedImage(cloud, value);
		if (typeof image === "string") return { path, why: image };
		return { path, line, release: { version, releasedAt: null }, place: () => cloud, image, facts };
	});
}

function cloudOfKey(key: string): Cloud | string {
	const slug = slugOf(key) ?? key;
	if (!/^[a-z0-9][a-z0-9._-]{0,99}$/.test(slug)) return `${JSON.stringify(key.slice(0, 80))} names no cloud`;
	const known = findKnownCloud(slug);
	if (known) return known;
	const [type = ""] = slug.split("-", 1);
	if (isKnownCloudType(type))
		return { ...cloudOf(type, slug === type ? null : slug.slice(type.length + 1)), slug: parseCloudSlug(slug) };
	if (isArtifactPlace(slug)) return { ...cloudOf("artifact", null), slug: parseCloudSlug(slug), name: slug };
	return cloudOf(slug, null);
}

function listedImage(cloud: Cloud, value: unknown): ImageIdentity | string {
	const uid = plainText(value);
	if (uid === null) return value === null || value === "" ? "the image id is empty" : "not an image id";
	if (isArtifactPlace(cloud.slug)) return { kind: "artifact", uid, checksum: null };
	const { image } = imageReference(cloud.type, cloud.region, uid);
	return idProblem(image.kind === "id" ? cloud.type : "", uid) ?? image;
}

/** An image of an exported MCI: an id, or `{uid, kind, checksum}` where the id's form does not tell the kind. */
function exactImage(cloud: Cloud, value: unknown): ImageIdentity | string {
	const image = isMembers(value) ? memberOf(value, "image") : value;
	const uid = isMembers(image) ? textOf(image, "uid") : plainText(image);
	if (uid === null) return "no image";
	const kind = isMembers(image) ? textOf(image, "kind") : null;
	const usual: ImageKind = isArtifactPlace(cloud.slug) ? "artifact" : imageKindOf(uid);
	return {
		kind: imageKinds.find((one) => one === kind) ?? usual,
		uid,
		checksum: isMembers(image) ? textOf(image, "checksum") : null,
	};
}
