import { isFault } from "../../core/errors.ts";
import {
	type AwsPartition,
	awsPartition,
	parseArchitecture,
	parseCloudSlug,
	readImageName,
} from "../../core/image/index.ts";
import type { DocumentPath, ListDocument, Syntax } from "../document.ts";
import { isAwsRegion, regionIn, splitRegion } from "../listing/aws-region.ts";
import { idProblem } from "../listing/id-problem.ts";
import { cloudTypeOfId, imageReference } from "../listing/image-reference.ts";
import { factsOfName, knownFacts } from "../listing/known-facts.ts";
import { type Cell, type LineCollector, lineCollector } from "../listing/line-collector.ts";
import { lineName } from "../listing/line-name.ts";

import { fileStem, mapName, undatedStem, versionFolder } from "../listing/meaningful-name.ts";
import { type PathArchitecture, pathArchitecture, withoutArchitectureParts } from "../listing/path-architecture.ts";
import { isMembers, type Members, membersAt, plainText } from "../reading/values.ts";

import type { Listing, Scope, SourceOptions } from "../source.ts";
import { type CloudMap, findCloudMaps, readCloudMap } from "./cloud-map.ts";
import { findMaps, isPlainImages, type NamedMap } from "./find-maps.ts";

/** Main keys of other formats. */
const foreignKeys = [
	"architectures",
	"builds",
	"last_run_uuid",
	"images",
	"products",
	"apiVersion",
	"spec",
	"buildid",
	"baseURI",
];
/** Texts in a map: how deep, and how many are looked at to recognize one. */
const depth = 4;
const sample = 200;

const syntaxes: readonly Syntax[] = ["json", "yaml", "hcl", "env"];

/** True when the document's maps go by region to image ids. */
export function isRegionMap(document: ListDocument): boolean {
	const { value, syntax } = document;
	if (!isMembers(value) || !syntaxes.includes(syntax)) return false;
	if (findCloudMaps(document).length > 0) return true;
	if (foreignKeys.some((key) => Object.hasOwn(value, key) && !(key === "images" && isPlainImages(value)))) return false;
	return findMaps(value).some((map) =>
		leavesOf(map, sample).some((leaf) => cloudTypeOfId(leaf.text) !== null && (map.name !== null || isShallow(leaf))),
	);
}

/**
 * Below a document without a template's frame, regions stand first or second: deeper ones are of formats with more
 * levels.
 */
function isShallow(leaf: Leaf): boolean {
	return leaf.keys.slice(0, 2).some((key) => isAwsRegion(key) || splitRegion(key) !== undefined);
}

/**
 * Every variant of a map is a line, a map from clouds is one line, and the document is its current state. Maps without
 * a region or an id (instance types, sizes) are not lists of images and are ignored; unusable rows of an image map are
 * skipped with their reason.
 */
export function parseRegionMap(document: ListDocument, options: SourceOptions): Listing {
	const collector = lineCollector(document);
	const root = membersAt(document, [], document.value);
	const option = (name: string) => (Object.hasOwn(options, name) ? plainText(options[name]) : null);
	const cloud = option("cloud");
	const version = option("version") ?? versionFolder(document);
	const cloudMaps = findCloudMaps(document);
	for (const map of cloudMaps) {
		const words = cloudMapWords(document, map, option("name"));
		for (const cell of readCloudMap(map, { words, version })) {
			if ("why" in cell) collector.skip(cell.path, cell.why);
			else collector.add(cell);
		}
	}
	const maps = regionMaps(document, root, { cloud, cloudMaps });
	addRegionMaps(collector, maps, { document, cloud, version, base: option("name") });
	const used = [...cloudMaps, ...maps.map(({ map }) => map)];
	for (const { path, why } of document.unread ?? [])
		if (used.some((map) => map.path.every((step, i) => path[i] === step))) collector.skip(path, why);
	return collector.listing();
}

/** An exported MCI keeps its name; of several maps each adds its own to that of the file. */
function cloudMapWords(document: ListDocument, map: CloudMap, named: string | null): string {
	if (map.isExact && named === null && map.name !== null) return map.name;
	const own = map.isExact ? null : map.name;
	const base = named ?? mapName(document) ?? (own === null ? fileStem(document) : null);
	return [base, own].filter((word) => word !== null).join(" ");
}

interface RegionMap {
	readonly map: NamedMap;
	readonly leaves: readonly Leaf[];
}

function regionMaps(
	document: ListDocument,
	root: Members,
	{ cloud, cloudMaps }: { readonly cloud: string | null; readonly cloudMaps: readonly CloudMap[] },
): RegionMap[] {
	return findMaps(root).flatMap((map) => {
		const whole = map.name === null;
		if (cloudMaps.some((one) => whole || one.value === map.value)) return [];
		const leaves = leavesOf(map, Number.POSITIVE_INFINITY);
		if (whole && Object.keys(root).length > 0 && !leaves.some((leaf) => regionOf(leaf.keys, cloud) !== undefined)) {
			throw document.malformed([], "no map from regions to image ids");
		}
		return whole || leaves.some((leaf) => isImageLeaf(leaf, cloud)) ? [{ map, leaves }] : [];
	});
}

interface MapsReading {
	readonly document: ListDocument;
	readonly cloud: string | null;
	readonly version: string | null;
	/** The product's name of the option. */
	readonly base: string | null;
}

function addRegionMaps(
	collector: LineCollector,
	maps: readonly RegionMap[],
	{ document, cloud, version, base: named }: MapsReading,
): void {
	const said = pathArchitecture(document);
	const base = named ?? mapName(withoutArchitectureParts(document)) ?? (undatedStem(document) || fileStem(document));
	const partitions = partitionsOf(
		maps.flatMap(({ leaves }) => leaves),
		cloud,
	);
	for (const { map, leaves } of maps) {
		const variants = new Set(leaves.filter((leaf) => isImageLeaf(leaf, cloud)).map((leaf) => variantOf(leaf, cloud)));
		for (const leaf of leaves) {
			const cell = readLeaf(leaf, {
				document,
				cloud,
				version,
				words: wordsOf(base, map, maps.length),
				only: variants.size === 1,
				partitions,
				said,
			});
			if (typeof cell === "string") collector.skip(leaf.path, cell);
			else collector.add(cell);
		}
	}
}

interface Leaf {
	readonly path: DocumentPath;
	readonly keys: readonly string[];
	readonly text: string;
}

function leavesOf(map: NamedMap, limit: number): Leaf[] {
	const leaves: Leaf[] = [];
	const walk = (path: DocumentPath, keys: readonly string[], value: unknown): void => {
		if (leaves.length >= limit) return;
		if (typeof value === "string") leaves.push({ path, keys, text: value.trim() });
		else if (isMembers(value) && keys.length < depth)
			for (const [key, one] of Object.entries(value)) walk([...path, key], [...keys, key], one);
	};
	walk(map.path, [], map.value);
	return leaves;
}

/**
 * The region among a leaf's keys, and the rest of them. With a cloud of the option, whose regions have any form, the
 * first key is it.
 */
function regionOf(
	keys: readonly string[],
	cloud: string | null = null,
): { region: string; rest: readonly string[] } | undefined {
	const at = keys.findIndex((key) => isAwsRegion(key));
	if (at >= 0) return { region: keys[at] ?? "", rest: keys.toSpliced(at, 1) };
	for (const [i, key] of keys.entries()) {
		const split = splitRegion(key);
		if (split) return { region: split.region, rest: keys.with(i, split.rest) };
	}
	const first = keys[0];
	return cloud !== null && first !== undefined ? { region: first, rest: keys.slice(1) } : undefined;
}

function isImageLeaf(leaf: Leaf, cloud: string | null): boolean {
	return (
		regionOf(leaf.keys, cloud) !== undefined &&
		(cloudTypeOfId(leaf.text) !== null || (cloud !== null && idProblem(cloud, leaf.text) === undefined))
	);
}

function variantOf(leaf: Leaf, cloud: string | null): string {
	return (regionOf(leaf.keys, cloud)?.rest ?? leaf.keys).join(" ");
}

interface LeafPlace {
	readonly document: ListDocument;
	readonly cloud: string | null;
	readonly version: string | null;
	readonly words: string;
	/** True if the map has only one variant, whose word may be insignificant. */
	readonly only: boolean;
	/** AWS partitions that the document has regions of. */
	readonly partitions: readonly AwsPartition[];
	/** The architecture in the document's path, for leaves that name none. */
	readonly said: PathArchitecture | null;
}

const plainVariant = /^(?:ami|amis|amiid|ami_id|image|imageid|image_id|id|default|name)$/i;

function readLeaf(leaf: Leaf, place: LeafPlace): Cell | string {
	const { document, cloud, version, only, partitions } = place;
	const found = regionOf(leaf.keys, cloud);
	if (found === undefined) return `no region in ${leaf.keys.map((key) => JSON.stringify(key.slice(0, 80))).join(", ")}`;
	const type = cloudTypeOfId(leaf.text) ?? cloud ?? "aws";
	const problem = idProblem(type, leaf.text);
	if (problem !== undefined) return problem;
	const reference = imageReference(type, found.region, leaf.text);
	try {
		reference.place();
	} catch (error) {
		if (isFault(error)) return error.message;
		throw error;
	}
	const whole = found.rest.join(" ");
	const variant = only && plainVariant.test(whole) ? "" : whole;
	const read = readVariant(variant, place);
	const architecture = read.facts.architecture ?? null;
	const line = {
		key: [lineName(read.words, null), ...(read.isKeyed && architecture ? [architecture] : [])].join("/"),
		name: lineName(withoutWord(read.words, read.facts.publishedArchitecture ?? null), architecture),
		description: "",
		tags: [],
		scope: scopeOf(document, type, partitions),
	};
	const facts = knownFacts({ ...read.facts, variant: read.variant === "" ? null : read.variant, release: version });
	return { path: leaf.path, line, release: { version, releasedAt: null }, ...reference, facts };
}

/**
 * A line's words and facts. Its key needs the architecture of the path where no word has it: the lists of two
 * architectures often have one name, in a folder each.
 */
function readVariant(variant: string, { words, said }: LeafPlace) {
	const ubuntu = ubuntuImage(variant);
	if (ubuntu) return { ...ubuntu, isKeyed: true };
	const facts = factsOfName(variant === "" ? words : variant);
	const all = [words, variant].filter((word) => word !== "").join(" ");
	if (facts.architecture !== undefined || said === null) return { words: all, variant, facts, isKeyed: false };
	return {
		words: all,
		variant,
		facts: { ...facts, architecture: said.architecture, publishedArchitecture: said.published },
		isKeyed: readImageName(all).architecture === null,
	};
}

/** `trusty-amd64-hvm-ebs-ssd`: code name, architecture, virtualisation, storage. */
function ubuntuImage(variant: string) {
	const match = /^([a-z]+)-([a-z0-9_]+)-(hvm|pv)-([a-z0-9-]+)$/.exec(variant);
	const [, codeName = "", published = "", virtualisation = "", storage = ""] = match ?? [];
	const architecture = parseArchitecture(published);
	const { os, osVersion } = readImageName(codeName);
	if (os === null || architecture === undefined) return undefined;
	const kind = `${virtualisation}-${storage}`;
	return {
		words: `${os}-${codeName}-${kind}`,
		variant: kind,
		facts: knownFacts({ os, osVersion, architecture, publishedArchitecture: published }),
	};
}

/**
 * A file named after one region covers that region; one of AWS covers the partitions of its regions; any other covers
 * its cloud type.
 */
function scopeOf(document: ListDocument, type: string, partitions: readonly AwsPartition[]): Scope {
	if (type !== "aws") return { kind: "cloud-type", type };
	const region = regionIn(document.fileName);
	if (region !== null)
		return { kind: "clouds", clouds: [parseCloudSlug(`aws-${region.toLowerCase().replaceAll("_", "-")}`)] };
	const scopes = partitions.map((partition): Scope => ({ kind: "aws-partition", partition }));
	return scopes.length === 1 && scopes[0] ? scopes[0] : { kind: "any-of", scopes };
}

function partitionsOf(leaves: readonly Leaf[], cloud: string | null): AwsPartition[] {
	const regions = leaves
		.filter((leaf) => isImageLeaf(leaf, cloud))
		.map((leaf) => regionOf(leaf.keys, cloud)?.region.toLowerCase().replaceAll("_", "-") ?? "");
	return [...new Set(regions.map(awsPartition))].sort();
}

const plainMap =
	/^(?:aws)?(?:region|regions)?(?:arch)?(?:to|2)?(?:ami|amis|image|images)?(?:map|maps|config|mapping)?s?$/i;

/** Several maps of images in one template are distinguished by their names. */
function wordsOf(base: string | null, { name }: NamedMap, maps: number): string {
	const own = name === null || (maps === 1 && (base !== null || plainMap.test(name))) ? null : name;
	return [base, own].filter((word) => word !== null).join(" ") || "image";
}

function withoutWord(words: string, word: string | null): string {
	const at = word === null ? -1 : words.indexOf(word);
	return word === null || at < 0 ? words : `${words.slice(0, at)} ${words.slice(at + word.length)}`;
}
