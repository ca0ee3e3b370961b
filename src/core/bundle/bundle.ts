import { compareText } from "../../base/compare-text.ts";
import type { ComponentKind } from "../component/component-kind.ts";
import type { Lifecycle } from "../component/lifecycle.ts";
import type { PackedRevision } from "./packed-revision.ts";

/** Who signs: an account that publishes, as others know it. */
export interface BundlePublisher {
	readonly name: string;
	/** Fingerprint of the public key: `sha256:` and 64 hex digits. */
	readonly key: string;
	/** A page about the publisher, or null. */
	readonly url: string | null;
}

/** What a publication is to those who see it: offered, hidden but still a dependency of others, or taken back. */
export const offerStates = ["active", "deprecated", "retracted"] as const;
export type OfferState = (typeof offerStates)[number];

/** Which revision is offered: what is the same on every installation. */
export interface OfferedRevision {
	readonly kind: ComponentKind;
	readonly lineage: string;
	/** 0 = a shared HEAD. */
	readonly number: number;
	readonly name: string;
	readonly digest: string;
}

/** A revision that its publisher offers, and what the publisher says of it. */
export interface BundledPublication extends OfferedRevision {
	readonly state: OfferState;
	readonly shortDescription: string;
	readonly longDescription: string;
	readonly releaseNotes: string;
	/** Sorted, each once. */
	readonly categories: readonly string[];
	/** UTC ISO moment. */
	readonly publishedAt: string;
}

/** What the publisher says of a revision's life, whether the bundle holds the revision or not. */
export interface RevisionLifecycle extends Lifecycle {
	readonly lineage: string;
	readonly number: number;
}

/** What one file carries from one publisher to anybody. */
export interface Bundle {
	readonly publisher: BundlePublisher;
	/** UTC ISO moment. */
	readonly created: string;
	/** By kind, lineage and number, each revision once. */
	readonly publications: readonly BundledPublication[];
	/** By lineage and number, each revision once; those that are not told are active. */
	readonly lifecycles: readonly RevisionLifecycle[];
	/** Revisions of publications that are not retracted, and all that those pin; by kind, lineage and number. */
	readonly revisions: readonly PackedRevision[];
}

export const bundlePayloadType = "application/vnd.multicloud-images.bundle+json";
export const bundleFormat = { format: "multicloud-images/bundle", version: 1 } as const;

/** Nothing larger is read or made. Sizes in bytes. */
export const bundleLimits = {
	file: 64 * 1024 * 1024,
	statement: 8 * 1024 * 1024,
	object: 16 * 1024 * 1024,
	objects: 20_000,
	publications: 10_000,
	/** JSON values of one object. */
	values: 500_000,
	depth: 12,
} as const;

/** The name of a bundle's file in a feed: made of the SHA-256 (hex) of its bytes, never of what somebody says. */
export function bundleFileName(sha256Hex: string): string {
	return `${sha256Hex}.mcib`;
}

/** Orders revisions by kind, lineage and number. */
export function compareOffered(
	a: Pick<OfferedRevision, "kind" | "lineage" | "number">,
	b: Pick<OfferedRevision, "kind" | "lineage" | "number">,
): number {
	return compareText(a.kind, b.kind) || compareText(a.lineage, b.lineage) || a.number - b.number;
}

/** One word per revision, the same on every installation. */
export function revisionKey({ lineage, number }: { readonly lineage: string; readonly number: number }): string {
	return `${lineage}@${number}`;
}
