import { parseArchitecture, readImageName } from "../../core/image/index.ts";
import { knownFacts } from "../listing/known-facts.ts";
import { withoutArchitecture } from "../listing/without-architecture.ts";
import { type Members, textOf } from "../reading/values.ts";
import { type AzureImage, generationOf } from "./azure-image.ts";

/** True for an entry of `az vm image list`. */
export function isMarketplaceRow(row: Members): boolean {
	return (
		["publisher", "offer", "sku", "version"].every((key) => textOf(row, key) !== null) &&
		(textOf(row, "urn") ?? "::").includes(":")
	);
}

/** The offer's version, or why it can't be used. The marketplace ignores case, so the line's key is in lowercase. */
export function readMarketplaceImage(row: Members): AzureImage | string {
	const [publisher, offer, sku, version] = ["publisher", "offer", "sku", "version"].map((key) => textOf(row, key));
	if (!publisher || !offer || !sku || !version) return "the entry has no publisher, offer, sku or version";
	if (version === "latest") return "the version “latest” points to another one; az vm image list --all shows that";
	const urn = textOf(row, "urn") ?? [publisher, offer, sku, version].join(":");
	if (!/^[^:\s]+:[^:\s]+:[^:\s]+:[^:\s]+$/.test(urn))
		return `${urn.slice(0, 120)} is not a URN of publisher:offer:sku:version`;
	const product = `${offer}-${sku}`;
	const read = readImageName(product);
	const published = textOf(row, "architecture") ?? read.publishedArchitecture;
	const architecture = published === null ? null : (parseArchitecture(published) ?? null);
	const key = [publisher, offer, sku].join(":").toLowerCase();
	return {
		line: architecture === null ? key : `${key}/${architecture}`,
		words: withoutArchitecture(`${publisher}-${product}`, architecture),
		description: `${offer} ${sku} of ${publisher} in Azure's marketplace`,
		tie: "marketplace",
		architecture,
		version,
		releasedAt: null,
		isOwnRelease: false,
		name: urn,
		regions: [null],
		identity: { kind: "urn", uid: urn, checksum: null },
		facts: knownFacts({
			name: product,
			os: read.os,
			osVersion: osVersionOf(version, read.os, read.osVersion),
			architecture,
			publishedArchitecture: published,
			variant: generationOf(sku),
			owner: publisher,
			visibility: "public",
			release: version,
		}),
	};
}

/** `7.7.2020110316` has a better OS version than the SKU `77-gen2`, whose digits have no dot. */
function osVersionOf(version: string, os: string | null, read: string | null): string | null {
	const dated = /^(\d+\.\d+)\.20\d{6,}$/.exec(version)?.[1];
	if (dated) return dated;
	const joined =
		os !== null && /^(?:rhel|centos|almalinux|rocky|oracle-?linux)$/.test(os) ? /^([5-9])(\d)$/.exec(read ?? "") : null;
	return joined ? `${joined[1]}.${joined[2]}` : read;
}
