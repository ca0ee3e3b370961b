import { nearestText } from "../../base/nearest-text.ts";
import { isArtifactPlace } from "../image/cloud.ts";
import type { Image, ImageIdentity } from "../image/image.ts";
import { sameImage } from "../image/image.ts";
import type { Setting } from "../image/setting.ts";

/** What a person may wish instead of what the map says. */
export interface Wishes {
	readonly instanceType?: string;
	/** The id of an image in the same cloud. */
	readonly image?: string;
	readonly architecture?: string;
}

/** What resolving looks at. `image` is what the catalogue knows of the setting's image. */
export interface MciCandidate {
	/** As people write it: `web@4`, `web@head`. */
	readonly ref: string;
	/** Why this revision: "newest commit", "revision 3 asked for" … */
	readonly revisionReason: string;
	readonly cloud: string;
	readonly setting: Setting | null;
	readonly image: Image | null;
	/** Clouds that have a setting: what is there instead. */
	readonly clouds: () => readonly string[];
	/** Numbers of other revisions that have a setting for the cloud, newest first. */
	readonly otherRevisions: () => readonly number[];
}

/** A sentence and a code per property: why this value. */
export interface Reason {
	readonly property: "revision" | "image" | "instanceType";
	readonly text: string;
}

export interface Warning {
	readonly code: "image-deprecated" | "image-inactive" | "image-overridden" | "artifact-needs-upload" | "instance-type-missing" | "end-of-life";
	readonly text: string;
}

export interface Resolved {
	readonly kind: "resolved";
	readonly image: ImageIdentity;
	readonly instanceType: string | null;
	readonly kernel: string | null;
	readonly ramdisk: string | null;
	readonly userData: string | null;
	readonly reasons: readonly Reason[];
	readonly warnings: readonly Warning[];
}

/** No answer: why, and what is there instead. */
export interface Unresolved {
	readonly kind: "unresolved";
	/** `absent`: the map has nothing there. `refused`: it has something that must not be used. */
	readonly verdict: "absent" | "refused";
	readonly because: readonly { readonly code: "no-setting" | "image-deleted" | "architecture-differs"; readonly text: string }[];
	readonly instead: Instead;
}

export interface Instead {
	/** Clouds that this revision maps, near names first. */
	readonly clouds: readonly string[];
	/** Revisions of the same MCI that map the cloud. */
	readonly revisions: readonly number[];
	/** Name or id of the image that replaces a withdrawn one. */
	readonly replacement: string | null;
}

/**
 * The image for one cloud of one MCI revision, with the reason of each value, or a structured "no". An image wished for wins over
 * the setting's; a deleted image refuses; a deprecated one answers and warns. `now` (UTC ISO) decides what is past its date.
 */
export function resolveMci(candidate: MciCandidate, wishes: Wishes, now: string): Resolved | Unresolved {
	const { setting } = candidate;
	const isOwnWish = wishes.image !== undefined && wishes.image === setting?.image.uid;
	if (wishes.image !== undefined && !isOwnWish) return overridden(candidate, wishes, wishes.image);
	if (!setting) return unresolved(candidate, "absent", "no-setting", `${candidate.ref} has no setting for ${candidate.cloud}`);
	const image = candidate.image && sameImage(candidate.image, setting.image) ? candidate.image : null;
	if (image && isDeleted(image, now)) {
		const when = image.deletedAt ? ` on ${image.deletedAt.slice(0, 10)}` : "";
		return unresolved(candidate, "refused", "image-deleted", `image ${setting.image.uid} was withdrawn${when}`, image.replacement);
	}
	const architecture = image?.architecture ?? null;
	if (wishes.architecture !== undefined && architecture !== null && architecture !== wishes.architecture) {
		const text = `image ${setting.image.uid} is for ${architecture}, not ${wishes.architecture}`;
		return unresolved(candidate, "refused", "architecture-differs", text);
	}
	return {
		kind: "resolved",
		image: setting.image,
		instanceType: wishes.instanceType ?? setting.instanceType,
		kernel: setting.kernel,
		ramdisk: setting.ramdisk,
		userData: setting.userData,
		reasons: reasonsOf(candidate, wishes, `${isOwnWish ? "wished for, and the " : ""}setting of ${candidate.ref} for ${candidate.cloud}`),
		warnings: image ? lifeCycleWarnings(setting, image, now) : artifactWarning(setting),
	};
}

/** The order in which clouds are offered instead: names near to what was asked, then the other clouds, artifacts last. */
export function cloudsInstead(asked: string, clouds: readonly string[], most = 50): string[] {
	const near = nearestText(asked, clouds, 3);
	const rest = clouds.filter((cloud) => !near.includes(cloud));
	return [...near, ...rest.filter((cloud) => !isArtifactPlace(cloud)), ...rest.filter(isArtifactPlace)].slice(0, most);
}

function overridden(candidate: MciCandidate, wishes: Wishes, uid: string): Resolved {
	const kind = candidate.setting?.image.kind ?? "id";
	return {
		kind: "resolved",
		image: { kind: kind === "artifact" ? "id" : kind, uid, checksum: null },
		instanceType: wishes.instanceType ?? candidate.setting?.instanceType ?? null,
		kernel: candidate.setting?.kernel ?? null,
		ramdisk: candidate.setting?.ramdisk ?? null,
		userData: candidate.setting?.userData ?? null,
		reasons: reasonsOf(candidate, wishes, "wished for"),
		warnings: [{ code: "image-overridden", text: `image ${uid} was wished for; ${candidate.ref} does not map it for ${candidate.cloud}` }],
	};
}

function reasonsOf(candidate: MciCandidate, wishes: Wishes, imageReason: string): Reason[] {
	const reasons: Reason[] = [
		{ property: "revision", text: candidate.revisionReason },
		{ property: "image", text: imageReason },
	];
	if (wishes.instanceType !== undefined) reasons.push({ property: "instanceType", text: "wished for" });
	else if (candidate.setting?.instanceType) reasons.push({ property: "instanceType", text: `setting of ${candidate.ref} for ${candidate.cloud}` });
	return reasons;
}

function lifeCycleWarnings(setting: Setting, image: Image, now: string): Warning[] {
	const warnings = artifactWarning(setting);
	const instead = image.replacement ? `; it is replaced by ${image.replacement}` : "";
	const past = image.deprecatedAt !== null && image.deprecatedAt <= now;
	if (image.state === "deprecated" || (past && image.state !== "inactive")) {
		const since = image.deprecatedAt ? ` since ${image.deprecatedAt.slice(0, 10)}` : "";
		warnings.push({ code: "image-deprecated", text: `image ${image.uid} is deprecated${since}${instead}` });
	} else if (image.state === "inactive") {
		warnings.push({ code: "image-inactive", text: `image ${image.uid} is inactive: its publisher has a newer one${instead}` });
	}
	if (image.endOfLifeAt !== null && image.endOfLifeAt <= now) {
		warnings.push({ code: "end-of-life", text: `image ${image.uid} reached its end of life on ${image.endOfLifeAt.slice(0, 10)}${instead}` });
	}
	return warnings;
}

function artifactWarning(setting: Setting): Warning[] {
	if (setting.image.kind !== "artifact") return [];
	return [{ code: "artifact-needs-upload", text: `${setting.image.uid} is a file to upload, not an image id` }];
}

function isDeleted(image: Image, now: string): boolean {
	return image.state === "deleted" || (image.deletedAt !== null && image.deletedAt <= now);
}

function unresolved(
	candidate: MciCandidate,
	verdict: Unresolved["verdict"],
	code: Unresolved["because"][number]["code"],
	text: string,
	replacement: string | null = null,
): Unresolved {
	const instead = { clouds: cloudsInstead(candidate.cloud, candidate.clouds()), revisions: candidate.otherRevisions(), replacement };
	return { kind: "unresolved", verdict, because: [{ code, text }], instead };
}
