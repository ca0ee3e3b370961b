import type { Lifecycle } from "../component/lifecycle.ts";
import type { Image, ImageIdentity } from "../image/image.ts";

/** The known facts of one image: its publisher's, and its status in this registry. Null = unknown. */
export interface KnownImage {
	readonly image: Image | null;
	readonly lifecycle: Lifecycle | null;
}

/** The values that a user can request instead of the map's. */
export interface RequestedValues {
	readonly instanceType?: string;
	/** The id of an image in the same cloud. */
	readonly image?: string;
	readonly architecture?: string;
	readonly kernel?: string;
	readonly ramdisk?: string;
	readonly userData?: string;
}

/**
 * One sentence per property with the reason for its value. A property without a value has no reason: a kernel is
 * then the cloud's default.
 */
export interface Reason {
	readonly property: "mci" | "revision" | "image" | "instanceType" | "kernel" | "ramdisk" | "userData";
	readonly text: string;
}

/** A problem that does not prevent an answer. */
export interface Warning {
	readonly code: WarningCode;
	readonly text: string;
}

export type WarningCode =
	| "architecture-unknown"
	| "artifact-needs-upload"
	| "default-lacks-cloud"
	| "end-of-life"
	| "image-deprecated"
	| "image-held-back"
	| "image-inactive"
	| "image-overridden"
	| "instance-type-architecture"
	| "instance-type-missing"
	| "mci-ambiguous"
	| "mci-not-on-template"
	| "mci-unsuitable"
	| "name-former"
	| "no-mci-for-cloud"
	| "release-behind"
	| "revision-deprecated"
	| "revision-held-back"
	| "template-deprecated";

/** The image and the rest of the setting. Null = no value: a kernel or ramdisk is then the cloud's default. */
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

/** The reason for a missing answer. */
export interface Because {
	readonly code: RefusalCode;
	readonly text: string;
}

export type RefusalCode =
	| "architecture-differs"
	| "cloud-dormant"
	| "cloud-not-eligible"
	| "default-lacks-cloud"
	| "image-deleted"
	| "image-obsolete"
	| "image-revoked"
	| "instance-type-architecture"
	| "mci-ambiguous"
	| "mci-unsuitable"
	| "name-former"
	| "no-setting"
	| "revision-revoked"
	| "template-revoked";

/**
 * `absent`: the map has nothing there. `refused`: the map has something that must not be used, or that must be
 * chosen by name.
 */
export type Verdict = "absent" | "refused";

/** The reason why an MCI has no answer, and what can be used instead. */
export interface Unresolved {
	readonly kind: "unresolved";
	readonly verdict: Verdict;
	readonly because: readonly Because[];
	readonly instead: Instead;
}

export interface Instead {
	/** Clouds that this revision maps, near names first. */
	readonly clouds: readonly string[];
	/** Revisions of the same MCI that map the cloud. */
	readonly revisions: readonly number[];
	/** What replaces a withdrawn image (its name or id) or a revoked revision (a reference). */
	readonly replacement: string | null;
}
