import { type Lifecycle, lifecycleState } from "../component/lifecycle.ts";
import type { Image, ImageIdentity } from "../image/image.ts";
import type { Because, KnownImage, Warning } from "./resolution.ts";

/** A reason to refuse, and the replacement if there is one. */
export interface Withdrawal extends Because {
	readonly replacement: string | null;
}

/** The refusal of a revoked revision, with `code` for its kind; undefined if it may be used. */
export function revisionWithdrawal(
	code: "revision-revoked" | "template-revoked",
	{ ref, lifecycle }: { readonly ref: string; readonly lifecycle: Lifecycle | null },
	now: string,
): Withdrawal | undefined {
	if (!lifecycle || lifecycleState(lifecycle, now) !== "revoked") return undefined;
	return {
		code,
		text: `${ref} is revoked${sinceAndWhy(lifecycle.revokedAt, lifecycle)}`,
		replacement: lifecycle.replacement,
	};
}

/** The warning about a deprecated revision, as a list of none or one. */
export function revisionWarnings(
	code: "revision-deprecated" | "template-deprecated",
	{ ref, lifecycle }: { readonly ref: string; readonly lifecycle: Lifecycle | null },
	now: string,
): Warning[] {
	if (!lifecycle || lifecycleState(lifecycle, now) !== "deprecated") return [];
	return [{ code, text: `${ref} is deprecated${sinceAndWhy(lifecycle.deprecatedAt, lifecycle)}` }];
}

/** The warning about a revision that its publisher holds back, as a list of none or one. */
export function heldBackWarnings({
	ref,
	heldBack,
}: {
	readonly ref: string;
	readonly heldBack: string | null;
}): Warning[] {
	if (heldBack === null) return [];
	return [{ code: "revision-held-back", text: `${ref} is held back by its publisher: ${heldBack}` }];
}

/**
 * The refusal of an image that this registry revoked, or its publisher or cloud deleted; undefined if it may be
 * used.
 */
export function imageWithdrawal(uid: string, { image, lifecycle }: KnownImage, now: string): Withdrawal | undefined {
	if (lifecycle && lifecycleState(lifecycle, now) === "revoked") {
		const replacement = lifecycle.replacement ?? image?.replacement ?? null;
		return {
			code: "image-revoked",
			text: `image ${uid} is revoked${sinceAndWhy(lifecycle.revokedAt, lifecycle)}`,
			replacement,
		};
	}
	if (image?.state === "obsolete") {
		return {
			code: "image-obsolete",
			text: `image ${uid} is obsolete${since(image.endOfLifeAt)}: no server can be started from it`,
			replacement: lifecycle?.replacement ?? image.replacement,
		};
	}
	if (!image || !isDeleted(image, now)) return undefined;
	const when = image.deletedAt ? ` on ${day(image.deletedAt)}` : "";
	return {
		code: "image-deleted",
		text: `image ${uid} was withdrawn${when}`,
		replacement: lifecycle?.replacement ?? image.replacement,
	};
}

/**
 * The warnings about an image in an answer. This registry's own deprecation replaces the publisher's, because it
 * has a user's reason.
 */
export function imageWarnings(identity: ImageIdentity, { image, lifecycle }: KnownImage, now: string): Warning[] {
	const warnings: Warning[] = [];
	const { uid } = identity;
	if (identity.kind === "artifact")
		warnings.push({ code: "artifact-needs-upload", text: `${uid} is a file to upload, not an image id` });
	const isDeprecatedHere = lifecycle !== null && lifecycleState(lifecycle, now) === "deprecated";
	if (isDeprecatedHere) {
		const replacement = lifecycle.replacement ?? image?.replacement ?? null;
		warnings.push({
			code: "image-deprecated",
			text: `image ${uid} is deprecated${sinceAndWhy(lifecycle.deprecatedAt, { ...lifecycle, replacement })}`,
		});
	}
	if (!image) return warnings;
	const instead = replacedBy(image.replacement);
	const isPast = image.deprecatedAt !== null && image.deprecatedAt <= now;
	if (image.state === "inactive") {
		warnings.push({
			code: "image-inactive",
			text: `image ${uid} is inactive: its publisher has a newer one${instead}`,
		});
	} else if (image.state === "held") {
		warnings.push({ code: "image-held-back", text: `image ${uid} is held back by its publisher${instead}` });
	} else if (!isDeprecatedHere && (image.state === "deprecated" || isPast)) {
		warnings.push({
			code: "image-deprecated",
			text: `image ${uid} is deprecated${since(image.deprecatedAt)}${instead}`,
		});
	}
	if (image.endOfLifeAt !== null && image.endOfLifeAt <= now) {
		warnings.push({
			code: "end-of-life",
			text: `image ${uid} reached its end of life on ${day(image.endOfLifeAt)}${instead}`,
		});
	}
	return warnings;
}

function isDeleted(image: Image, now: string): boolean {
	return image.state === "deleted" || (image.deletedAt !== null && image.deletedAt <= now);
}

function sinceAndWhy(at: string | null, { reason, replacement }: Pick<Lifecycle, "reason" | "replacement">): string {
	return `${since(at)}${reason ? `: ${reason}` : ""}${replacedBy(replacement)}`;
}

function since(at: string | null): string {
	return at === null ? "" : ` since ${day(at)}`;
}

function replacedBy(replacement: string | null): string {
	return replacement === null ? "" : `; it is replaced by ${replacement}`;
}

function day(at: string): string {
	return at.slice(0, 10);
}
