import { canonicalUid } from "./canonical-uid.ts";
import type { Cloud, CloudType } from "./cloud.ts";
import type { ImageIdentity, ImageKind } from "./image.ts";

/** What the ids of one cloud type look like. */
interface ImageForms {
	/** Forms of each kind; a kind that is not listed is accepted as it is. */
	readonly forms: Partial<Readonly<Record<ImageKind, RegExp>>>;
	/** The forms in words: “an AMI id (ami- and 8 or 17 hex digits)”. */
	readonly expected: string;
	/** Names that mean another image tomorrow. */
	readonly moving: RegExp;
}

const none = /^(?!)/;
const googleName = /^[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?$/;

/**
 * One entry per cloud type whose ids have a form of their own.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/resource-ids.html
 * https://cloud.google.com/compute/docs/naming-resources
 * https://learn.microsoft.com/azure/virtual-machines/linux/cli-ps-findimage
 * https://docs.oracle.com/iaas/Content/General/Concepts/identifiers.htm
 */
const formsOf: Readonly<Record<CloudType, ImageForms>> = {
	aws: {
		forms: { id: /^ami-[0-9a-f]{8,17}$/, path: none, urn: none },
		expected: "an AMI id (ami- and 8 to 17 hex digits)",
		moving: /^(?:\{\{)?\s*(?:resolve:)?ssm(?:-secure)?:|^\/aws\/service\/|^arn:aws[a-z-]*:ssm:/i,
	},
	gcp: {
		forms: { path: /^projects\/[^/\s]+\/global\/images\/[^/\s]+$/, name: /\S/, id: googleName, urn: none },
		expected: "a path (projects/PROJECT/global/images/NAME) or an image name",
		moving: /(?:^|\/)(?:images\/family|family|imageFamilyViews)\//i,
	},
	azure: {
		forms: {
			path: /^\/(?:subscriptions\/[^/\s]+\/resourceGroups\/[^/\s]+\/providers\/Microsoft\.Compute\/(?:images\/[^/\s]+|galleries\/[^/\s]+\/images\/[^/\s]+\/versions\/[^/\s]+)|(?:CommunityGalleries|SharedGalleries)\/[^/\s]+\/images\/[^/\s]+\/versions\/[^/\s]+)$/i,
			urn: /^[^:/\s]+:[^:/\s]+:[^:/\s]+:[^:/\s]+$/,
			id: none,
		},
		expected: "a URN (publisher:offer:sku:version) or a resource id (/subscriptions/…/versions/VERSION)",
		moving: /^[^:/\s]+:[^:/\s]+:[^:/\s]+:latest$|\/galleries\/[^/\s]+\/images\/[^/\s]+(?:\/versions\/latest)?\/?$/i,
	},
	oracle: {
		forms: { id: /^ocid1\.image\.[a-z0-9]+\.[a-z0-9-]*\.[a-z0-9]+$/i },
		expected: "an OCID (ocid1.image.…)",
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
	const elsewhere = arnRegion(uid);
	if (type === "aws" && elsewhere !== undefined && region !== null && elsewhere !== region)
		return { problem: `${shown} is an image of ${elsewhere}, not of ${region}`, isMoving: false };
	const form = forms?.forms[kind];
	if (!forms || !form || form.test(canonicalUid(uid))) return undefined;
	return { problem: `${shown} is not ${forms.expected}`, isMoving: false };
}

/** The region in the ARN of an AMI; undefined without one. */
function arnRegion(uid: string): string | undefined {
	return /^arn:aws[a-z-]*:ec2:([a-z0-9-]+):/i.exec(uid)?.[1];
}
