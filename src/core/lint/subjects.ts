import type { Lifecycle } from "../component/lifecycle.ts";
import type { Pin } from "../component/pin.ts";
import type { CloudType } from "../image/cloud.ts";
import type { ImageFacts } from "../image/image.ts";
import type { MciContent } from "../image/mci.ts";
import type { ScriptContent } from "../script/script-content.ts";
import type { TemplateContent } from "../template/template-content.ts";

/** An MCI revision and the known facts about its images. */
export interface MciSubject {
	readonly content: MciContent;
	/** 0 is HEAD. */
	readonly revision: number;
	/** What the catalogue knows of each setting's image, by cloud. Absent or null = nothing. */
	readonly images: ReadonlyMap<string, ImageFacts | null>;
	/** What this registry has said of the images, by cloud. */
	readonly imageLifecycles?: ReadonlyMap<string, Lifecycle>;
	/** A newer release of the MCI's upstream; absent or null = none, or no upstream. */
	readonly newerUpstream?: NewerRelease | null;
	/** Why the revision's publisher holds it back; absent or null = it does not. */
	readonly heldBack?: string | null;
	/** Clouds that the revision before maps and this one does not; absent = none. */
	readonly lostClouds?: readonly string[];
	/** Clouds that are still at an earlier release than the revision's; absent = none. */
	readonly behind?: readonly { readonly cloud: string; readonly release: string }[];
}

/** An upstream release newer than the one that the MCI maps. */
export interface NewerRelease {
	readonly release: string;
	/** The commit that maps it; null = not imported yet. */
	readonly revision: number | null;
}

/** A ServerTemplate revision and what it pins. */
export interface TemplateSubject {
	readonly content: TemplateContent;
	/** 0 is HEAD. */
	readonly revision: number;
	/** In any order; pins of the content that are not here are not checked. */
	readonly mcis: readonly PinnedMci[];
	readonly scripts: readonly PinnedScript[];
}

interface Pinned {
	readonly pin: Pin;
	/** The newest commit of its lineage; null = none. */
	readonly newestCommit: number | null;
	/** Of the pinned revision; null = nobody has said anything. */
	readonly lifecycle: Lifecycle | null;
}

export interface PinnedMci extends Pinned {
	readonly name: string;
	/** Clouds that the pinned revision maps. */
	readonly clouds: readonly string[];
}

export interface PinnedScript extends Pinned {
	readonly content: ScriptContent;
}

/** One revision of a script. */
export interface ScriptSubject {
	readonly content: ScriptContent;
	/** 0 is HEAD. */
	readonly revision: number;
}

/** Facts that lint needs in addition to its subject. */
export interface LintFacts {
	/** UTC ISO 8601: decides what is past its date. */
	readonly now: string;
	/** The type of a cloud by its slug; null = a cloud nobody knows. */
	cloudTypeOf(cloud: string): CloudType | null;
	/** Clouds that every MCI of the account has to map. */
	readonly requiredClouds: readonly string[];
	/** Owners whose images the account may use, as catalogues write them; empty = every owner. */
	readonly trustedOwners: readonly string[];
	/**
	 * The account's own names as an owner (AWS account ids, GCP projects …), who is always trusted; empty = not known.
	 */
	readonly ownNames: readonly string[];
	/** True for what is published, or in a channel that production uses. */
	readonly isProduction: boolean;
}

/** Default facts, which require nothing and trust everyone; spread the known ones over them. */
export function plainLintFacts(now: string): LintFacts {
	return { now, cloudTypeOf: () => null, requiredClouds: [], trustedOwners: [], ownNames: [], isProduction: false };
}
