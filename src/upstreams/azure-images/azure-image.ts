import type { Architecture, ImageFacts, ImageIdentity } from "../../core/image/index.ts";

/** One image of any of Azure's lists. */
export interface AzureImage {
	/** Key of the product line. */
	readonly line: string;
	readonly words: string;
	readonly description: string;
	readonly tie: string;
	readonly architecture: Architecture | null;
	readonly version: string | null;
	readonly releasedAt: string | null;
	/** True if only the image's name contains its release, so that two images can appear to be the same release. */
	readonly isOwnRelease: boolean;
	readonly name: string;
	/** Where it is; null for the marketplace, which is one place. */
	readonly regions: readonly (string | null)[];
	/** Regions in which its publisher holds it back, with the reason. */
	readonly heldIn?: ReadonlyMap<string | null, string>;
	readonly identity: ImageIdentity;
	readonly facts: Partial<ImageFacts>;
}

/** Azure's two generations of virtual machines as the lists write them: `V2`, `-gen2`, `Gen2`. */
export function generationOf(text: string | null): string | null {
	const digit = text === null ? undefined : (/gen-?([12])(?!\d)/i.exec(text)?.[1] ?? /^V([12])$/i.exec(text)?.[1]);
	return digit === undefined ? null : `gen${digit}`;
}
