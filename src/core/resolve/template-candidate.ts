import type { Lifecycle } from "../component/lifecycle.ts";
import type { Architecture } from "../image/architecture.ts";
import type { KnownImage } from "./resolution.ts";
import type { MciCandidate } from "./resolve-mci.ts";

/** One MCI revision that a template can use for a server, with its setting for the requested cloud. */
export interface TemplateMci extends Omit<MciCandidate, "cloud" | "requestedImage" | "isDormant"> {
	readonly lineage: string;
	/** 0 is HEAD. */
	readonly revision: number;
	/** True of exactly one MCI of a template that has any. */
	readonly isDefault: boolean;
}

/** The input of resolving: one cloud of one template revision. */
export interface TemplateCandidate {
	/** As users write it: `web@2`, `web@head`. */
	readonly ref: string;
	/** What this registry says of the template's revision. */
	readonly lifecycle: Lifecycle | null;
	readonly cloud: string;
	/** Null for a cloud that nobody added: types are then known by evidence only. */
	readonly cloudType: string | null;
	/** True = some of its MCIs map the cloud, and the account does not have it: their settings are null. */
	readonly isDormant?: boolean;
	/** In the template's order. */
	readonly mcis: readonly TemplateMci[];
	/**
	 * The MCI requested, which need not be on the template. A plain name means the revision that the template has, if it
	 * has one: that one was tested.
	 */
	readonly requestedMci: TemplateMci | null;
	/** Facts about the requested image; null if none is requested, or nothing is known. */
	readonly requestedImage: KnownImage | null;
	/** MCIs that are not on the template and map the requested image in this cloud, as references. */
	readonly imageUsers?: readonly string[];
	/** The architecture of a cloud type's instance type; null when it is unknown. */
	readonly instanceTypeArchitecture: (cloudType: string, instanceType: string) => Architecture | null;
}
