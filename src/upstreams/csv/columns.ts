/** Fields that a column can hold. */
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
	name: ["name", "product", "imagename", "title", "mci", "family", "aminame"],
	release: [
		"release",
		"version",
		"build",
		"buildid",
		"buildnumber",
		"serial",
		"productversion",
		"releaseversion",
		"imageversion",
	],
	region: ["region", "location", "datacenter", "regionname", "awsregion", "regionid"],
	image: [
		"image",
		"imageid",
		"ami",
		"amiid",
		"id",
		"uid",
		"imageuid",
		"urn",
		"reference",
		"imageurn",
		"imageref",
		"imageuri",
		"selflink",
		"ocid",
		"imageocid",
	],
	architecture: ["architecture", "arch", "cpu", "cpuarchitecture", "cpuarch"],
	cloud: ["cloud", "provider", "platform", "cloudtype", "cloudprovider", "csp"],
	os: ["os", "distribution", "distro", "operatingsystem", "osname"],
	osVersion: ["osversion", "distroversion", "distributionversion", "osrelease", "operatingsystemversion"],
	variant: [
		"variant",
		"flavor",
		"flavour",
		"type",
		"virtualization",
		"virtualisation",
		"edition",
		"virtualizationtype",
	],
	date: [
		"date",
		"created",
		"createdat",
		"creationdate",
		"releasedat",
		"releasedate",
		"published",
		"createdon",
		"creationtime",
		"creationtimestamp",
		"builddate",
		"buildtime",
		"builtat",
		"publishedat",
		"publishedon",
		"timestamp",
	],
	state: ["state", "status"],
	owner: ["owner", "account", "project", "publisher", "ownerid", "accountid"],
	checksum: ["checksum", "sha256", "sha512"],
};

/** Words that name a field only where no other column does: each has a more common meaning. */
const weakWords: ReadonlyMap<string, Field> = new Map<string, Field>([
	["tag", "name"],
	["zone", "region"],
]);

/** Words for the image column that yield to any other word, because lists also number their rows as `id`. */
const weakIds: ReadonlySet<string> = new Set(["id", "uid", "reference"]);

function keyOf(word: string): string {
	return word.toLowerCase().replace(/[^a-z0-9]/g, "");
}

/** The field that a word of a header means, or undefined. `Image ID`, `image_id` and `imageId` are one word. */
export function fieldOf(word: string): Field | undefined {
	const key = keyOf(word);
	return fields.find((field) => words[field].includes(key) || field.toLowerCase() === key) ?? weakWords.get(key);
}

/**
 * The columns that a header's words name, in any order; of two for one field the first. `tag` is the name and `zone`
 * the region where no other column is.
 */
export function columnsOf(header: readonly string[]): Columns {
	const columns = new Map<Field, number>();
	for (const isWeak of [false, true]) {
		header.forEach((cell, i) => {
			const key = keyOf(cell);
			const field = fieldOf(cell);
			if (field === undefined || columns.has(field)) return;
			if (isWeak === (weakWords.has(key) || (field === "image" && weakIds.has(key)))) columns.set(field, i);
		});
	}
	return columns;
}
