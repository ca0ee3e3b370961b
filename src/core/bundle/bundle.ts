import { compareText } from "../../base/compare-text.ts";
import type { ComponentKind } from "../component/component-kind.ts";
import type { Lifecycle } from "../component/lifecycle.ts";
import type { PackedRevision } from "./packed-revision.ts";

/** The signer: a publishing account, as others know it. */
export interface BundlePublisher {
	readonly name: string;
	/** Fingerprint of the public key: `sha256:` and 64 hex digits. */
	readonly key: string;
	/** A page about the publisher, or null. */
	readonly url: string | null;
}

/** The state of a publication for those who see it: active, hidden but still a dependency of others, or retracted. */
export const publishedStates = ["active", "deprecated", "retracted"] as const;
export type PublishedState = (typeof publishedStates)[number];

/** The published revision, by identifiers that are the same on every installation. */
export interface PublishedRevision {
	readonly kind: ComponentKind;
	readonly lineage: string;
	/** 0 = a shared HEAD. */
	readonly number: number;
	readonly name: string;
	readonly digest: string;
}

/** A published revision and its publisher's texts. */
export interface BundledPublication extends PublishedRevision {
	readonly state: PublishedState;
	readonly shortDescription: string;
	readonly longDescription: string;
	readonly releaseNotes: string;
	/** Sorted, each once. */
	readonly categories: readonly string[];
	/** UTC ISO time. */
	readonly publishedAt: string;
}

/** The publisher's lifecycle for a revision, whether or not the bundle contains it. */
export interface RevisionLifecycle extends Lifecycle {
	readonly lineage: string;
	readonly number: number;
}

/** The contents of one bundle file, from one publisher to anyone. */
export interface Bundle {
	readonly publisher: BundlePublisher;
	/** UTC ISO time. */
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

/** Limits for reading and writing. Sizes in bytes. */
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

/** The name of a bundle's file in a feed: derived from the SHA-256 (hex) of its bytes, never from text in it. */
export function bundleFileName(sha256Hex: string): string {
	return `${sha256Hex}.mcib`;
}

/** Orders revisions by kind, lineage and number. */
export function comparePublished(
	a: Pick<PublishedRevision, "kind" | "lineage" | "number">,
	b: Pick<PublishedRevision, "kind" | "lineage" | "number">,
): number {
	return compareText(a.kind, b.kind) || compareText(a.lineage, b.lineage) || a.number - b.number;
}

/** A revision's key, the same on every installation. */
export function revisionKey({ lineage, number }: { readonly lineage: string; readonly number: number }): string {
	return `${lineage}@${number}`;
}
