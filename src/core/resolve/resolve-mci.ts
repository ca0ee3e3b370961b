import type { Lifecycle } from "../component/lifecycle.ts";
import type { Architecture } from "../image/architecture.ts";
import { canonicalUid, sameUid } from "../image/canonical-uid.ts";
import type { Image, ImageIdentity } from "../image/image.ts";
import { sameImage } from "../image/image.ts";
import { canRun } from "../image/instance-type-architecture.ts";
import type { Setting } from "../image/setting.ts";
import { cloudsInstead } from "./clouds-instead.ts";
import type {
	Because,
	KnownImage,
	Reason,
	RequestedValues,
	Resolved,
	Unresolved,
	Verdict,
	Warning,
} from "./resolution.ts";
import {
	heldBackWarnings,
	imageWarnings,
	imageWithdrawal,
	revisionWarnings,
	revisionWithdrawal,
	type Withdrawal,
} from "./withdrawal.ts";

/** The input of resolving: one cloud of one revision. */
export interface MciCandidate {
	/** As users write it: `web@4`, `web@head`. */
	readonly ref: string;
	/** The reason for this revision: "newest commit", "revision 3 asked for" … */
	readonly revisionReason: string;
	readonly cloud: string;
	/** True = the revision maps the cloud, and the account does not have it: the setting is null. */
	readonly isDormant?: boolean;
	/** What this registry says of the revision. */
	readonly lifecycle: Lifecycle | null;
	/** Why the revision's publisher holds it back; null = it does not. */
	readonly heldBack: string | null;
	readonly setting: Setting | null;
	/** What the catalogue knows of the setting's image. */
	readonly image: Image | null;
	/** What this registry itself says of the setting's image. */
	readonly imageLifecycle: Lifecycle | null;
	/** Facts about the requested image; null if none is requested, or nothing is known. */
	readonly requestedImage: KnownImage | null;
	/** The architecture of an instance type in this cloud, null = unknown. Omit it if a template has chosen the MCI. */
	readonly instanceTypeArchitecture?: (instanceType: string) => Architecture | null;
	/** Clouds that have a setting: what is there instead. */
	readonly clouds: () => readonly string[];
	/** Numbers of other revisions that have a setting for the cloud, newest first. */
	readonly otherRevisions: () => readonly number[];
}

/**
 * Resolves the image for one cloud of one MCI revision, with the reason for each value, or a structured "no". A
 * requested value wins over the setting's. A revoked revision and a revoked or deleted image refuse, even when
 * requested; a deprecated one answers and warns. `now` (UTC ISO) decides which dates have passed.
 */
export function resolveMci(
	candidate: MciCandidate,
	requestedValues: RequestedValues,
	now: string,
): Resolved | Unresolved {
	const { setting } = candidate;
	const revoked = revisionWithdrawal("revision-revoked", candidate, now);
	if (revoked) return unresolved(candidate, "refused", revoked);
	const identity = imageToTake(candidate, requestedValues);
	if (identity === null) return unresolved(candidate, "absent", { ...absence(candidate), replacement: null });
	const known = knownOf(candidate, identity);
	const no =
		imageWithdrawal(identity.uid, known, now) ??
		architectureRefusal(identity, known, requestedValues) ??
		instanceTypeRefusal(candidate, identity, known, requestedValues);
	if (no) return unresolved(candidate, "refused", no);
	const isOverridden = identity !== setting?.image;
	return {
		kind: "resolved",
		image: identity,
		instanceType: requestedValues.instanceType ?? setting?.instanceType ?? null,
		kernel: requestedValues.kernel ?? setting?.kernel ?? null,
		ramdisk: requestedValues.ramdisk ?? setting?.ramdisk ?? null,
		userData: requestedValues.userData ?? setting?.userData ?? null,
		reasons: [{ property: "revision", text: candidate.revisionReason }, ...settingReasons(candidate, requestedValues)],
		warnings: [
			...(isOverridden ? [{ code: "image-overridden", text: overriddenText(candidate, identity.uid) } as const] : []),
			...revisionWarnings("revision-deprecated", candidate, now),
			...heldBackWarnings(candidate),
			// The revision's own warning says why.
			...imageWarnings(identity, known, now).filter(
				({ code }) => isOverridden || candidate.heldBack === null || code !== "image-held-back",
			),
			...architectureWarnings(identity, known, requestedValues),
		],
	};
}

/** The reason for a missing setting. */
function absence({ ref, cloud, isDormant }: MciCandidate): Because {
	if (isDormant) return { code: "cloud-dormant", text: `${ref} maps ${cloud}, and ${dormantText(cloud)}` };
	return { code: "no-setting", text: `${ref} has no setting for ${cloud}` };
}

/** Explains that a cloud came only with an import, and how to add it. */
export function dormantText(cloud: string): string {
	return `this account does not have that cloud yet (\`mci cloud add ${cloud}\`)`;
}

/** The identity of an image requested by id only: the catalog's, else with the kind of `like`. */
export function requestedIdentity(uid: string, known: KnownImage | null, like: ImageIdentity | null): ImageIdentity {
	if (known?.image && sameUid(known.image.uid, uid))
		return { kind: known.image.kind, uid: known.image.uid, checksum: known.image.checksum };
	const kind = like?.kind ?? "id";
	return { kind: kind === "artifact" ? "id" : kind, uid: canonicalUid(uid), checksum: null };
}

/** Facts about the requested image; nothing if `known` describes another image. */
export function knownRequested(known: KnownImage | null, uid: string): KnownImage {
	return known && (known.image === null || sameUid(known.image.uid, uid)) ? known : unknown;
}

const unknown: KnownImage = { image: null, lifecycle: null };

/** The refusal of an image whose known architecture is not the requested one. */
export function architectureRefusal(
	{ uid }: ImageIdentity,
	{ image }: KnownImage,
	requestedValues: RequestedValues,
): Withdrawal | undefined {
	const architecture = image?.architecture ?? null;
	if (
		requestedValues.architecture === undefined ||
		architecture === null ||
		architecture === requestedValues.architecture
	)
		return undefined;
	return {
		code: "architecture-differs",
		text: `image ${uid} is for ${architecture}, not ${requestedValues.architecture}`,
		replacement: null,
	};
}

/** The refusal of a requested instance type whose processors can't run the image, where both are known. */
function instanceTypeRefusal(
	{ instanceTypeArchitecture }: MciCandidate,
	{ uid }: ImageIdentity,
	{ image }: KnownImage,
	{ instanceType }: RequestedValues,
): Withdrawal | undefined {
	const has = instanceType === undefined ? null : (instanceTypeArchitecture?.(instanceType) ?? null);
	if (has === null || !image?.architecture || canRun(has, image.architecture)) return undefined;
	return {
		code: "instance-type-architecture",
		text: `instance type ${instanceType} has ${has} processors, which can't run image ${uid} for ${image.architecture}`,
		replacement: null,
	};
}

/** The warning about an image that may not have the requested architecture, as a list of none or one. */
export function architectureWarnings(
	{ uid }: ImageIdentity,
	{ image }: KnownImage,
	requestedValues: RequestedValues,
): Warning[] {
	if (requestedValues.architecture === undefined || image?.architecture) return [];
	return [
		{
			code: "architecture-unknown",
			text: `the architecture of image ${uid} is unknown; ${requestedValues.architecture} was requested`,
		},
	];
}

function imageToTake(
	{ setting, requestedImage }: MciCandidate,
	requestedValues: RequestedValues,
): ImageIdentity | null {
	if (isMapped(setting, requestedValues)) return setting?.image ?? null;
	return requestedIdentity(requestedValues.image ?? "", requestedImage, setting?.image ?? null);
}

/** True if no image is requested, or the setting's own, in whatever spelling. */
function isMapped(setting: Setting | null, { image }: RequestedValues): boolean {
	return image === undefined || (setting !== null && sameUid(image, setting.image.uid));
}

/** Facts about exactly this image. Facts of another image, or of the same URL with other bytes, don't count. */
function knownOf(
	{ setting, image, imageLifecycle, requestedImage }: MciCandidate,
	identity: ImageIdentity,
): KnownImage {
	const requested = knownRequested(requestedImage, identity.uid);
	if (identity !== setting?.image) return requested;
	return {
		image: image && sameImage(image, identity) ? image : null,
		lifecycle: imageLifecycle ?? requested.lifecycle,
	};
}

function settingReasons({ ref, cloud, setting }: MciCandidate, requestedValues: RequestedValues): Reason[] {
	const mapped = `setting of ${ref} for ${cloud}`;
	const imageReason = isMapped(setting, requestedValues)
		? `${requestedValues.image === undefined ? "" : "requested, and the "}${mapped}`
		: "requested";
	const reasons: Reason[] = [{ property: "image", text: imageReason }];
	for (const property of ["instanceType", "kernel", "ramdisk", "userData"] as const) {
		if (requestedValues[property] !== undefined) reasons.push({ property, text: "requested" });
		else if (setting && setting[property] !== null) reasons.push({ property, text: mapped });
	}
	return reasons;
}

function overriddenText({ ref, cloud }: MciCandidate, uid: string): string {
	return `image ${uid} was requested; ${ref} does not map it for ${cloud}`;
}

function unresolved(candidate: MciCandidate, verdict: Verdict, { code, text, replacement }: Withdrawal): Unresolved {
	const instead = {
		clouds: cloudsInstead(candidate.cloud, candidate.clouds()),
		revisions: candidate.otherRevisions(),
		replacement,
	};
	return { kind: "unresolved", verdict, because: [{ code, text }], instead };
}
