import {
	compareResolution,
	type RecordedResolution,
	type ResolutionDifference,
	updateAvailable,
} from "../../core/resolve/index.ts";
import type { WholeServer } from "../../storage/store.ts";
import { refOf } from "../resolve/resolve-template.ts";

/** What a server has, and what it would have instead. */
export interface ServerDifferences {
	/** The template's revision as a reference, before and after; null = the same. */
	readonly template: { readonly before: string; readonly after: string } | null;
	/** What it changes for the server; user data is the whole that the cloud is sent. */
	readonly differences: readonly ResolutionDifference[];
	/** In a few words: `img1 → img3, A@4 → A@5`; null when nothing differs. */
	readonly summary: string | null;
}

/** What of a server an answer is compared by. */
export type Comparable = Pick<
	WholeServer,
	"template" | "mci" | "image" | "instanceType" | "kernel" | "ramdisk" | "sentUserData"
>;

/** The differences between two states of a server. */
export function compareServers(before: Comparable, after: Comparable): ServerDifferences {
	const differences = compareResolution(recordedOf(before), recordedOf(after));
	const isSame = before.template.id === after.template.id && before.template.number === after.template.number;
	const template = isSame ? null : { before: templateRef(before), after: templateRef(after) };
	return {
		template,
		differences,
		summary: updateAvailable(differences) ?? (template && `${template.before} → ${template.after}`),
	};
}

/** The template's revision that a server was resolved by, as people write it: `web@2`. */
export function templateRef({ template }: Pick<WholeServer, "template">): string {
	return refOf({ component: template, number: template.number });
}

/** The MCI revision that a server was given, as people write it; null for none. */
export function mciRef({ mci }: Pick<WholeServer, "mci">): string | null {
	return mci && refOf({ component: mci, number: mci.number });
}

function recordedOf({ image, instanceType, kernel, ramdisk, sentUserData, mci }: Comparable): RecordedResolution {
	const { kind, uid, checksum } = image;
	return {
		image: { kind, uid, checksum },
		instanceType,
		kernel,
		ramdisk,
		userData: sentUserData,
		mci: mci && { ref: refOf({ component: mci, number: mci.number }), lineage: mci.lineage, revision: mci.number },
	};
}
