import { type ImageIdentity, sameImage } from "../image/image.ts";
import type { Resolved } from "./resolution.ts";
import type { ResolvedMci } from "./resolve-template.ts";

/** The part of an answer that a server stores, to compare it with a later answer. */
export interface RecordedResolution
	extends Pick<Resolved, "image" | "instanceType" | "kernel" | "ramdisk" | "userData"> {
	readonly mci: ResolvedMci | null;
}

/** One property with a different value in a fresh answer. */
export type ResolutionDifference =
	| { readonly property: "image"; readonly before: ImageIdentity; readonly after: ImageIdentity }
	| { readonly property: "mci"; readonly before: ResolvedMci | null; readonly after: ResolvedMci | null }
	| { readonly property: TextProperty; readonly before: string | null; readonly after: string | null };

const textProperties = ["instanceType", "kernel", "ramdisk", "userData"] as const;
type TextProperty = (typeof textProperties)[number];

/**
 * The changes if a server took the fresh answer: image first, then the rest of the setting, then the MCI revision.
 * Empty exactly if nothing would change. Both answers are of the same question, including the server's own
 * overrides, so an override is not a difference.
 */
export function compareResolution(recorded: RecordedResolution, fresh: RecordedResolution): ResolutionDifference[] {
	const differences: ResolutionDifference[] = [];
	if (!sameImage(recorded.image, fresh.image))
		differences.push({ property: "image", before: recorded.image, after: fresh.image });
	for (const property of textProperties) {
		if (recorded[property] !== fresh[property])
			differences.push({ property, before: recorded[property], after: fresh[property] });
	}
	const [before, after] = [recorded.mci, fresh.mci];
	if (before?.lineage !== after?.lineage || before?.revision !== after?.revision)
		differences.push({ property: "mci", before, after });
	return differences;
}

/** The differences as text after "update available:", such as `img1 → img3, A@4 → A@5`. Null if there are none. */
export function updateAvailable(differences: readonly ResolutionDifference[]): string | null {
	return differences.length === 0 ? null : differences.map(describe).join(", ");
}

function describe(difference: ResolutionDifference): string {
	switch (difference.property) {
		case "image":
			return `${difference.before.uid} → ${difference.after.uid}`;
		case "mci":
			return `${difference.before?.ref ?? "no MCI"} → ${difference.after?.ref ?? "no MCI"}`;
		case "instanceType":
			return `instance type ${difference.before ?? "none"} → ${difference.after ?? "none"}`;
		case "kernel":
		case "ramdisk":
			return `${difference.property} ${difference.before ?? "cloud default"} → ${difference.after ?? "cloud default"}`;
		case "userData":
			// Too long for a sentence.
			return "other user data";
	}
}
