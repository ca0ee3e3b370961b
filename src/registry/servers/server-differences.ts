import {
	compareResolution,
	type RecordedResolution,
	type ResolutionDifference,
	updateAvailable,
} from "../../core/resolve/index.ts";
import type { WholeServer } from "../../storage/store.ts";
import { refOf } from "../resolve/resolve-template.ts";

/** A server's current state compared with another one. */
export interface ServerDifferences {
	/** The template's revision as a reference, before and after; null if equal. */
	readonly template: { readonly before: string; readonly after: string } | null;
	/** The differences for the server; user data is the complete text that the cloud gets. */
	readonly differences: readonly ResolutionDifference[];
	/** A short summary: `img1 → img3, A@4 → A@5`; null if nothing differs. */
	readonly summary: string | null;
}

/** The parts of a server that are compared. */
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

/** The template revision that a server was resolved from: `web@2`. */
export function templateRef({ template }: Pick<WholeServer, "template">): string {
	return refOf({ component: template, number: template.number });
}

/** A server's MCI revision as text; null if it has none. */
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
