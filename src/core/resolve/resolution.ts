import type { Lifecycle } from "../component/lifecycle.ts";
import type { Image, ImageIdentity } from "../image/image.ts";

/** What is known of one image: its publisher's facts, and this registry's own word. Null = nothing was said. */
export interface KnownImage {
	readonly image: Image | null;
	readonly lifecycle: Lifecycle | null;
}

/** What a person may wish instead of what the map says. */
export interface Wishes {
	readonly instanceType?: string;
	/** The id of an image in the same cloud. */
	readonly image?: string;
	readonly architecture?: string;
	readonly kernel?: string;
	readonly ramdisk?: string;
	readonly userData?: string;
}

/** A sentence per property: why this value. A property without a value has no reason: a kernel is then the cloud's default. */
export interface Reason {
	readonly property: "mci" | "revision" | "image" | "instanceType" | "kernel" | "ramdisk" | "userData";
	readonly text: string;
}

/** An answer is given in spite of it. */
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
	| "image-inactive"
	| "image-overridden"
	| "instance-type-architecture"
	| "instance-type-missing"
	| "mci-ambiguous"
	| "mci-not-on-template"
	| "mci-unsuitable"
	| "name-former"
	| "no-mci-for-cloud"
	| "revision-deprecated"
	| "template-deprecated";

/** The image and the rest of the setting. Null = nobody said: a kernel or ramdisk is then the cloud's default. */
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

/** Why there is no answer. */
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
	| "image-revoked"
	| "mci-ambiguous"
	| "mci-unsuitable"
	| "name-former"
	| "no-setting"
	| "revision-revoked"
	| "template-revoked";

/** `absent`: the map has nothing there. `refused`: it has something that must not be used, or that must be chosen by name. */
export type Verdict = "absent" | "refused";

/** No answer of an MCI: why, and what is there instead. */
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
