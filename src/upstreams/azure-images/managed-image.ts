import { parseArchitecture, readImageName } from "../../core/image/index.ts";
import { knownFacts } from "../listing/known-facts.ts";
import { withoutArchitecture } from "../listing/without-architecture.ts";
import { readTime } from "../reading/read-time.ts";
import { type Members, textOf } from "../reading/values.ts";
import { type AzureImage, generationOf } from "./azure-image.ts";

const managedPattern =
	/^\/subscriptions\/[^/]+\/resourceGroups\/([^/]+)\/providers\/Microsoft\.Compute\/images\/([^/]+)$/i;

/** True for the id of a managed image. */
export function isManagedId(id: string): boolean {
	return managedPattern.test(id);
}

/** An entry of `az image list`, or why it can't be used. */
export function readManagedImage(row: Members, id: string): AzureImage | string {
	const [, group, name] = managedPattern.exec(id) ?? [];
	if (!group || !name) return `${id.slice(0, 120)} is not a managed image's id`;
	const location = textOf(row, "location");
	if (location === null) return "the image has no location";
	const state = textOf(row, "provisioningState");
	if (state !== null && state !== "Succeeded") return `the image's provisioning state is ${state}`;
	const read = readImageName(name);
	const published = textOf(row, "architecture") ?? read.publishedArchitecture;
	const architecture = published === null ? null : (parseArchitecture(published) ?? null);
	const words = withoutArchitecture(read.line, architecture);
	return {
		line: [group, words, architecture]
			.filter((part) => part !== null)
			.join("/")
			.toLowerCase(),
		words,
		description: `${words}, managed images in the resource group ${group}`,
		tie: group,
		architecture,
		version: read.release,
		releasedAt: dayIn(read.release),
		isOwnRelease: true,
		name,
		regions: [location],
		identity: { kind: "path", uid: id, checksum: null },
		facts: knownFacts({
			name,
			os: read.os,
			osVersion: read.osVersion,
			architecture,
			publishedArchitecture: published,
			variant: generationOf(textOf(row, "hyperVGeneration")),
			visibility: "private",
			state: state === null ? undefined : "active",
			release: read.release,
		}),
	};
}

function dayIn(release: string | null): string | null {
	const day = release === null ? null : /(?<!\d)(20\d\d)([.-]?)(\d\d)\2(\d\d)(?!\d)/.exec(release);
	return day ? readTime(`${day[1]}-${day[3]}-${day[4]}`) : null;
}
