import { type AwsPartition, awsPartition } from "./aws-partition.ts";
import { canonicalUid } from "./canonical-uid.ts";
import type { Cloud, CloudType } from "./cloud.ts";
import type { ImageIdentity, ImageKind } from "./image.ts";

/** What the ids of one cloud type look like. */
interface ImageForms {
	/** The vendor in a message. */
	readonly vendor: string;
	/** Forms of each kind; a kind that is not listed is accepted as it is. */
	readonly forms: Partial<Readonly<Record<ImageKind, RegExp>>>;
	/** The forms in words: “an AMI id (ami- and 8 to 17 hex digits)”. */
	readonly expected: string;
	/** Ids that belong to this cloud type, and to no other of the table. */
	readonly own: RegExp;
	/** Names that mean another image tomorrow. */
	readonly moving: RegExp;
}

const none = /^(?!)/;
const word = /^[^\s/:]+$/;
const galleryPath = String.raw`galleries\/[^/\s]+\/images\/[^/\s]+`;
const versionPath = String.raw`${galleryPath}\/versions\/[^/\s]+`;
const computePath = String.raw`subscriptions\/[^/\s]+\/resourceGroups\/[^/\s]+\/providers\/Microsoft\.Compute`;
const azurePath = new RegExp(
	String.raw`^\/(?:${computePath}\/(?:images\/[^/\s]+|${versionPath})|(?:Community|Shared)${versionPath})$`,
	"i",
);

/**
 * One entry for each cloud type whose ids have a form of their own.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/resource-ids.html
 * https://cloud.google.com/compute/docs/naming-resources
 * https://learn.microsoft.com/azure/virtual-machines/linux/cli-ps-findimage
 * https://docs.oracle.com/iaas/Content/General/Concepts/identifiers.htm
 */
const formsOf: Readonly<Record<CloudType, ImageForms>> = {
	aws: {
		vendor: "AWS",
		forms: { id: /^ami-[0-9a-f]{8,17}$/, name: /^(?!ami-)\S/i, path: none, urn: none },
		expected: "an AMI id (ami- and 8 to 17 hex digits)",
		own: /^ami-[0-9a-f]{8,17}$/,
		moving: /^(?:\{\{)?\s*(?:resolve:)?ssm(?:-secure)?:|^\/aws\/service\/|^arn:aws[a-z-]*:ssm:/i,
	},
	gcp: {
		vendor: "Google Cloud",
		forms: { path: /^projects\/[^/\s]+\/global\/images\/[^/\s]+$/, urn: none },
		expected: "a path (projects/PROJECT/global/images/NAME) or an image name",
		own: /^projects\/[^/\s]+\/global\/images\//,
		moving: /(?:^|\/)(?:images\/family|family|imageFamilyViews)\//i,
	},
	azure: {
		vendor: "Azure",
		forms: { path: azurePath, id: word },
		expected: "a URN (publisher:offer:sku:version), an image name or a resource id with a version",
		own: /^\/(?:subscriptions|communitygalleries|sharedgalleries)\/|^[^:/\s]+:[^:/\s]+:[^:/\s]+:[^:/\s]+$/i,
		moving: new RegExp(
			String.raw`^[^:/\s]+:[^:/\s]+:[^:/\s]+:latest$|\/(?:\w+)?${galleryPath}(?:\/versions\/latest)?\/?$`,
			"i",
		),
	},
	oracle: {
		vendor: "Oracle Cloud",
		forms: { id: /^ocid1\.[a-z]+\.\S+$/i, path: none, urn: none },
		expected: "an OCID (ocid1.image.…)",
		own: /^ocid1\./i,
		moving: none,
	},
};

/** Why an image can't be one of its cloud, and whether that is because its name moves. */
export interface ImageProblem {
	/** A clause: `“ami-123” is not an AMI id (…)`. */
	readonly problem: string;
	readonly isMoving: boolean;
}

/**
 * Checks the form of an image's id against its cloud type. Undefined if it can be right; ids of cloud types without an
 * entry always can. Artifacts are not checked.
 */
export function imageProblem(
	{ type, region }: Pick<Cloud, "type" | "region">,
	{ kind, uid }: Pick<ImageIdentity, "kind" | "uid">,
): ImageProblem | undefined {
	if (kind === "artifact") return undefined;
	const forms = Object.hasOwn(formsOf, type) ? formsOf[type] : undefined;
	const shown = `“${uid.length > 80 ? `${uid.slice(0, 80)}…` : uid}”`;
	if (forms?.moving.test(uid)) return { problem: `${shown} moves: it names another image tomorrow`, isMoving: true };
	const arn = type === "aws" ? arnProblem(uid, region) : undefined;
	if (arn !== undefined) return { problem: `${shown} ${arn}`, isMoving: false };
	if (!forms) return undefined;
	const canonical = canonicalUid(uid);
	const other = Object.entries(formsOf).find(([one, { own }]) => one !== type && own.test(canonical))?.[1];
	if (other) return { problem: `${shown} is an id of ${other.vendor}, not of ${forms.vendor}`, isMoving: false };
	const form = forms.forms[kind];
	if (!form || form.test(canonical)) return undefined;
	return { problem: `${shown} is not ${forms.expected}`, isMoving: false };
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
const arnPartitions: Readonly<Record<AwsPartition, string>> = {
	commercial: "aws",
	"us-gov": "aws-us-gov",
	cn: "aws-cn",
	"us-iso": "aws-iso",
	"us-isob": "aws-iso-b",
	"us-isof": "aws-iso-f",
	"eu-isoe": "aws-iso-e",
	eusc: "aws-eusc",
};

/** Why an ARN is not that of an image in this region, as the end of a clause; undefined for other texts. */
function arnProblem(uid: string, region: string | null): string | undefined {
	const elsewhere = arnRegion(uid);
	if (elsewhere === undefined) return undefined;
	if (region !== null && elsewhere !== region) return `is an image of ${elsewhere}, not of ${region}`;
	return isArnOfPartition(uid, elsewhere) ? undefined : `names another partition than that of ${elsewhere}`;
}

function isArnOfPartition(arn: string, region: string): boolean {
	return arn.split(":")[1]?.toLowerCase() === arnPartitions[awsPartition(region)];
}

/** The region in the ARN of an AMI; undefined without one. */
function arnRegion(uid: string): string | undefined {
	return /^arn:aws[a-z-]*:ec2:([a-z0-9-]+):/i.exec(uid)?.[1];
}
