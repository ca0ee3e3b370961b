const googleLink =
	/^(?:https?:)?\/\/(?:[a-z0-9.-]+\.)?googleapis\.com\/(?:compute\/)?(?:[a-z0-9_]+\/)?(projects\/\S+)$/i;
const amazonId = /^ami-[0-9a-f]+$/i;
const amazonArn = /^arn:aws[a-z-]*:ec2:[a-z0-9-]*:\d*:image\/(ami-[0-9a-f]+)$/i;

/** The fixed parts of an Azure resource id, as Azure writes them. */
const azureWords = new Map(
	["subscriptions", "resourceGroups", "providers", "Microsoft.Compute", "galleries", "images", "versions"].map(
		(word) => [word.toLowerCase(), word] as const,
	),
);

/**
 * The one spelling of an image id that has several. A Google self link becomes its path `projects/…`, whatever host and
 * API version it names (https://cloud.google.com/compute/docs/naming-resources, “partial and full URLs”). The ARN of an
 * AMI, and one in capitals, becomes `ami-…`. The fixed words of an Azure resource id, whose case does not matter, get
 * Azure's own case; the names keep theirs. Everything else stays as it is.
 */
export function canonicalUid(uid: string): string {
	if (amazonId.test(uid)) return uid.toLowerCase();
	const path = googleLink.exec(uid)?.[1];
	if (path !== undefined) return path;
	const ami = amazonArn.exec(uid)?.[1];
	if (ami !== undefined) return ami.toLowerCase();
	return /^\/subscriptions\//i.test(uid) ? withAzureWords(uid) : uid;
}

/**
 * The key that all spellings of an image share: equal keys in one cloud are one image. Azure compares resource ids and
 * URNs without regard to case:
 * https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules
 */
export function imageKey({ uid, checksum }: { readonly uid: string; readonly checksum: string | null }): string {
	const canonical = canonicalUid(uid);
	const key = isAzureId(canonical) || isUrn(canonical) ? canonical.toLowerCase() : canonical;
	return checksum === null ? key : `${key} ${checksum}`;
}

/** True if both are spellings of one image's id. */
export function sameUid(a: string, b: string): boolean {
	return a === b || imageKey({ uid: a, checksum: null }) === imageKey({ uid: b, checksum: null });
}

/**
 * The end that every stored spelling with a path before the id has: `image/ami-…` of an ARN, `/projects/…` of a link.
 * Null for ids that have no such spellings.
 */
export function spellingEnd(uid: string): string | null {
	const canonical = canonicalUid(uid);
	if (amazonId.test(canonical)) return `image/${canonical}`;
	return /^projects\/[^/]+\/global\/images\//.test(canonical) ? `/${canonical}` : null;
}

/** Spellings without a path before them, the canonical one first. Azure's differ in case only: see `ignoresCase`. */
export function plainSpellings(uid: string): string[] {
	const canonical = canonicalUid(uid);
	const capitals = amazonId.test(canonical) ? [canonical.toUpperCase(), canonical.replace("ami-", "AMI-")] : [];
	return [...new Set([canonical, uid, ...capitals])];
}

/** True for an id that may be stored in several spellings. */
export function hasSpellings(uid: string): boolean {
	return ignoresCase(uid) || spellingEnd(uid) !== null;
}

/** True for ids that compare without regard to case. */
export function ignoresCase(uid: string): boolean {
	return isAzureId(uid) || isUrn(uid);
}

function isAzureId(uid: string): boolean {
	return /^\/(?:subscriptions|communitygalleries|sharedgalleries)\//i.test(uid);
}

function isUrn(uid: string): boolean {
	return /^[^:/\s]+:[^:/\s]+:[^:/\s]+:[^:/\s]+$/.test(uid);
}

/** Every second part of the path is a fixed word, and so is the provider's name. */
function withAzureWords(uid: string): string {
	return uid
		.split("/")
		.map((part, i, parts) => {
			const isWord = i % 2 === 1 || parts[i - 1]?.toLowerCase() === "providers";
			return isWord ? (azureWords.get(part.toLowerCase()) ?? part) : part;
		})
		.join("/");
}
