import type { CsvRow } from "../document.ts";
import { isAwsRegion } from "../listing/aws-region.ts";
import { cloudTypeOfId } from "../listing/image-reference.ts";

/** What a column can hold. */
export const fields = [
	"name",
	"release",
	"region",
	"image",
	"architecture",
	"cloud",
	"os",
	"osVersion",
	"variant",
	"date",
	"state",
	"owner",
	"checksum",
] as const;
export type Field = (typeof fields)[number];

/** Column numbers by field. */
export type Columns = ReadonlyMap<Field, number>;

const words: Readonly<Record<Field, readonly string[]>> = {
	name: ["name", "product", "imagename", "title", "mci", "family"],
	release: ["release", "version", "build", "buildid", "serial", "productversion"],
	region: ["region", "location", "zone", "datacenter"],
	image: ["image", "imageid", "ami", "amiid", "id", "uid", "imageuid", "urn", "reference"],
	architecture: ["architecture", "arch", "cpu"],
	cloud: ["cloud", "provider", "platform", "cloudtype", "cloudprovider"],
	os: ["os", "distribution", "distro", "operatingsystem"],
	osVersion: ["osversion", "distroversion"],
	variant: ["variant", "flavor", "flavour", "type", "virtualization", "virtualisation", "edition"],
	date: ["date", "created", "createdat", "creationdate", "releasedat", "releasedate", "published"],
	state: ["state", "status"],
	owner: ["owner", "account", "project", "publisher"],
	checksum: ["checksum", "sha256", "sha512"],
};

/** The field that a header's or option's word means, or undefined. */
export function fieldOf(word: string): Field | undefined {
	const key = word.toLowerCase().replace(/[^a-z0-9]/g, "");
	return fields.find((field) => words[field].includes(key) || field.toLowerCase() === key);
}

/** The columns of a header row; undefined if it has no image column, or only that. */
export function headerColumns(row: CsvRow): Columns | undefined {
	const columns = new Map<Field, number>();
	row.cells.forEach((cell, i) => {
		const field = fieldOf(cell);
		if (field !== undefined && !columns.has(field)) columns.set(field, i);
	});
	return columns.has("image") && columns.size > 1 ? columns : undefined;
}

/** AlmaLinux's form: product, release, region, AMI, architecture, without a header. */
export function isAlmaLinuxForm(row: CsvRow): boolean {
	const [, , region = "", image = ""] = row.cells;
	return row.cells.length === 5 && isAwsRegion(region) && cloudTypeOfId(image) === "aws";
}

/** The columns of AlmaLinux's form. */
export const almaLinuxColumns: Columns = new Map<Field, number>([
	["name", 0],
	["release", 1],
	["region", 2],
	["image", 3],
	["architecture", 4],
]);
