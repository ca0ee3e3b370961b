import { trimCharacters } from "../../base/trim-characters.ts";
import { fault } from "../errors.ts";
import { regionOfText } from "./region-spellings.ts";

/** A provider's kind of cloud. The list is open: private and future clouds add their own. */
export type CloudType = string;

/** The name of one place with image ids of its own: `aws-us-east-1`, `gcp`, `acme-regionone`. */
export type CloudSlug = string & { readonly __brand: "CloudSlug" };

/** One place with its own image ids. `region` is null where a cloud is one place as a whole (GCP's global images). */
export interface Cloud {
	readonly slug: CloudSlug;
	readonly type: CloudType;
	readonly region: string | null;
	readonly name: string;
}

/** Places named `artifact-…` hold files to upload, never images that a cloud already has. */
export const artifactPrefix = "artifact-";

const typeSpellings: Readonly<Record<string, CloudType>> = {
	aws: "aws",
	amazon: "aws",
	ec2: "aws",
	"amazon-ebs": "aws",
	"legacy-aws-provisioner-v1": "aws",
	azure: "azure",
	azure_rm: "azure",
	azure2: "azure",
	azure_trusted: "azure",
	microsoft: "azure",
	gcp: "gcp",
	gce: "gcp",
	google: "gcp",
	alibaba: "alibaba",
	alicloud: "alibaba",
	aliyun: "alibaba",
	ibm: "ibm",
	ibmcloud: "ibm",
	oracle: "oracle",
	oraclecloud: "oracle",
	oci: "oracle",
	openstack: "openstack",
	open_stack_v3: "openstack",
	digitalocean: "digitalocean",
	do: "digitalocean",
};

/** The canonical word for a cloud type: `ec2`, `amazon` → `aws`. An unknown word stays as it is, in lower case. */
export function cloudType(text: string): CloudType {
	const key = text.trim().toLowerCase();
	return Object.hasOwn(typeSpellings, key) ? (typeSpellings[key] as CloudType) : slugPart(key);
}

/** True if a publisher's word names a known cloud type (`azure_rm`) and not, for example, a setting. */
export function isKnownCloudType(text: string): boolean {
	return Object.hasOwn(typeSpellings, text.trim().toLowerCase());
}

/**
 * The cloud of a type and region as a publisher writes them. The spellings that a vendor has for one region
 * become one (“West Europe” → `westeurope`, `us-east-1a` → `us-east-1`, Oracle's `iad` → `us-ashburn-1`); every other
 * region only becomes fit for a slug, misspellings included: what the vendor published is what a person must find.
 */
export function cloudOf(type: string, region: string | null): Cloud {
	const kind = cloudType(type);
	const place = region === null ? null : regionOfText(kind, region);
	const slug = place === null ? kind : `${kind}-${slugPart(place)}`;
	return { slug: parseCloudSlug(slug), type: kind, region: place, name: displayName(kind, place) };
}

/** The place where an artifact for `platform` in `format` (`qcow2.xz`, `pxe.kernel`) is listed. */
export function artifactPlace(platform: string, format: string): Cloud {
	const kind = cloudType(platform);
	const slug = `${artifactPrefix}${slugPart(platform)}-${slugPart(format)}`;
	return { slug: parseCloudSlug(slug), type: kind, region: null, name: `${platform} ${format} artifact` };
}

/** True for a place that holds files to upload, where no server runs. */
export function isArtifactPlace(slug: string): boolean {
	return slug.startsWith(artifactPrefix);
}

const slugPattern = /^[a-z0-9][a-z0-9._-]{0,99}$/;

/**
 * Checks a cloud's slug: lowercase letters, digits, dots, dashes and underscores, 1 to 100 of them. Throws
 * `cloud-slug-invalid`.
 */
export function parseCloudSlug(text: string): CloudSlug {
	if (!slugPattern.test(text)) throw fault("cloud-slug-invalid", { cloud: text.slice(0, 120) });
	return text as CloudSlug;
}

function slugPart(text: string): string {
	return trimCharacters(text.toLowerCase().replace(/[^a-z0-9._]+/g, "-"), "-");
}

function displayName(type: CloudType, region: string | null): string {
	const brand: Readonly<Record<string, string>> = {
		aws: "AWS",
		azure: "Azure",
		gcp: "Google Cloud",
		openstack: "OpenStack",
		alibaba: "Alibaba Cloud",
		ibm: "IBM Cloud",
		oracle: "Oracle Cloud",
		digitalocean: "DigitalOcean",
		proxmox: "Proxmox",
		vsphere: "vSphere",
		nutanix: "Nutanix",
	};
	const label = Object.hasOwn(brand, type) ? brand[type] : type;
	return region === null ? `${label}` : `${label} ${region}`;
}
