import { readImageName } from "../../core/image/index.ts";
import type { DocumentPath, ListDocument } from "../document.ts";
import { knownFacts } from "../listing/known-facts.ts";
import { type LineCollector, lineCollector } from "../listing/line-collector.ts";
import { lineName } from "../listing/line-name.ts";
import { isMembers, type Members, textOf } from "../reading/values.ts";
import type { Listing } from "../source.ts";
import { type Flavor, flavorsOf } from "./flavors.ts";
import { imagesOf } from "./image-ids.ts";
import { list, type Profile, readProfile } from "./profile.ts";

/**
 * Reads `providerConfig.machineImages[].versions[]`: one line per image, architecture and variant, one release per
 * version.
 */
export function parseCloudProfile(document: ListDocument): Listing {
	const profile = readProfile(document);
	const lines = lineCollector(document);
	profile.images.forEach((image, i) => {
		const path = [...profile.path, i];
		const name = isMembers(image) ? textOf(image, "name") : null;
		if (!isMembers(image) || name === null) lines.skip(path, "the entry is not an image with a name");
		else {
			list(image, "versions").forEach((version, j) => {
				if (isMembers(version)) addVersion(lines, profile, name, version, [...path, "versions", j]);
				else lines.skip([...path, "versions", j], "the entry is not a version");
			});
		}
	});
	return lines.listing();
}

function addVersion(lines: LineCollector, profile: Profile, name: string, version: Members, path: DocumentPath): void {
	const number = textOf(version, "version");
	if (number === null) {
		lines.skip(path, "the version has no number");
		return;
	}
	for (const flavor of flavorsOf(version, path)) {
		if ("why" in flavor) {
			lines.skip(flavor.path, flavor.why);
			continue;
		}
		for (const found of imagesOf(profile.type, flavor)) {
			if ("why" in found) lines.skip(found.path, found.why);
			else lines.add({ ...cellOf(profile, name, number, found.flavor), place: found.place, image: found.image });
		}
	}
}

function cellOf(profile: Profile, name: string, number: string, { path, architecture, published, variant }: Flavor) {
	// Azure's two generations of virtual machines need two images; operators number the second one `<version>-gen2`.
	const [, plain = number, generation] = /^(.+)-(gen\d)$/i.exec(number) ?? [];
	const variants = [generation?.toLowerCase(), variant].filter((word) => word !== undefined && word !== null);
	const { facts, heldBack } = profile.lifeCycle(name, number);
	const whole = [name, ...variants].join("-");
	return {
		path,
		line: {
			key: [name, architecture, ...variants].join("/"),
			name: lineName(whole, architecture),
			description: `${whole} for ${architecture}, as Gardener's CloudProfiles list it`,
			tags: [],
			scope: { kind: "cloud-type" as const, type: profile.type },
		},
		release: { version: plain, releasedAt: null },
		heldBack,
		facts: knownFacts({
			name,
			...osOf(name, plain),
			architecture,
			publishedArchitecture: published,
			variant: variants.join("-") || null,
			release: number,
			...facts,
		}),
	};
}

/** Gardener's versions are semantic: 18.04 is written 18.4, 15 SP3 is 15.3. */
function osOf(name: string, version: string): { os: string; osVersion: string | null } {
	const os = readImageName(name).os ?? name.toLowerCase();
	const [, major, minor] = /^(\d+)\.(\d+)(?:\.|$)/.exec(version) ?? [];
	if (os === "ubuntu")
		return { os, osVersion: major?.length === 2 && minor ? `${major}.${minor.padStart(2, "0")}` : null };
	if (/^(?:suse|sles)/.test(os))
		return { os: "sles", osVersion: major && minor ? (minor === "0" ? major : `${major}-sp${minor}`) : null };
	return { os, osVersion: version };
}
