import type { ListDocument } from "../document.ts";
import { regionIn } from "./aws-region.ts";

const genericWords: ReadonlySet<string> = new Set(
	(
		"packer manifest manifests build builds history multi cloud multicloud image images ami amis list lists map maps mapping mappings region regions " +
		"cached index latest current main variable variables vars locals template templates data output outputs out dist artifact artifacts file files " +
		"tmp temp home root work workspace src repo repository fixture fixtures sample samples terraform tf cloudformation cfn aws azure gcp google " +
		"openstack base production all json yaml yml"
	).split(" "),
);
const version = /^v?\d+(?:[-.+_][0-9a-z]+)*$/i;

/**
 * The file's stem, or the nearest folder above it, that is more than a word such as `manifest` or a version; null when
 * none is.
 */
export function meaningfulName(document: ListDocument): string | null {
	const stem = undatedStem(document);
	return [stem, ...document.folders.toReversed()].find((name) => !isGeneric(name) && !version.test(name)) ?? null;
}

/** The file's name without its endings. */
export function fileStem(document: ListDocument): string {
	return document.fileName.replace(
		/(?:\.(?:tf|json|ya?ml|template|csv|txt|(?:auto\.)?tfvars|hcl|md|markdown|jsonl|ndjson|env))+$/i,
		"",
	);
}

/**
 * The file's name without its endings, the date that begins it, and the commit hash of such a file: `amis` for
 * `2022-02-03_66acd770_amis.yaml`. Files of one list that are named after their dates have one name.
 */
export function undatedStem(document: ListDocument): string {
	const stem = fileStem(document);
	const [date] = /^\d{4}-\d{2}-\d{2}(?:T\d{4,6}Z?)?(?=[^\dA-Za-z]|$)/.exec(stem) ?? [];
	if (date === undefined) return stem;
	return stem
		.slice(date.length)
		.split(/[_ ]+/)
		.filter((word) => word !== "" && !/^[0-9a-f]{7,40}$/.test(word))
		.join("_")
		.replace(/^[-.]+/, "");
}

function isGeneric(name: string): boolean {
	return name
		.toLowerCase()
		.split(/[-_. ]+/)
		.every((word) => word === "" || genericWords.has(word));
}

/**
 * The significant parts of the whole path, for lists whose product is only in their path:
 * `centos/7.5/aws/docker-18.09/build_history.json` → `centos-7.5-docker-18.09`. Two files of one product keep their
 * folders; two products never share a name. Null if no part is significant.
 */
export function pathName(document: ListDocument): string | null {
	const stem = undatedStem(document);
	const telling = [...document.folders, stem].filter((name) => !isGeneric(name));
	return (
		telling
			.join("-")
			.toLowerCase()
			.replace(/[^a-z0-9._-]+/g, "-") || null
	);
}

/**
 * The product of a map of regions: the significant words of its file's name, after those of the product's folder and of
 * the folders between them if one is named like a version (`f5/16.0.1/cached-byol-region-map.json` → `f5 byol`);
 * otherwise those of the nearest folder that has any. Null if no word is significant.
 */
export function mapName(document: ListDocument): string | null {
	const stem = undatedStem(document);
	const own = tellingWords(stem.replace(regionIn(stem) ?? "", ""));
	const folders = document.folders.toReversed();
	const at = folders.findIndex((name) => isVersionName(name));
	const between = at < 0 ? [] : folders.slice(0, at).filter((name) => !isGeneric(name));
	const above = folders
		.slice(at + 1)
		.map(tellingWords)
		.find((words) => words !== "");
	if (own !== "" && at < 0) return own;
	return [above ?? "", ...between.toReversed(), own].filter((words) => words !== "").join(" ") || null;
}

/** The significant words of a name; `x86_64` is one of them. */
function tellingWords(name: string): string {
	return name
		.split(/(?<!x86(?=[-_]64(?![a-z0-9])))[-_. ]+/i)
		.filter((word) => !genericWords.has(word.toLowerCase()) && !/^v?\d+$|^[a-f]*\d[0-9a-f]{6,}$/i.test(word))
		.join(" ");
}

function isVersionName(name: string): boolean {
	return version.test(name) && name.includes(".");
}

/** The nearest folder above the file that looks like a version (`16.0.1.1-006`, `v1.2`), or null. */
export function versionFolder(document: ListDocument): string | null {
	return document.folders.toReversed().find(isVersionName) ?? null;
}
