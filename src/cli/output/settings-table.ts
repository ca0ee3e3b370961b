import type { Revision, RevisionStatus, Setting } from "../../client/generated/registry.ts";
import { isArtifactPlace } from "../../core/image/index.ts";
import type { Output } from "./output.ts";

const extras = ["instanceType", "kernel", "ramdisk", "userData"] as const;
const headers = { instanceType: "instance type", kernel: "kernel", ramdisk: "ramdisk", userData: "user data" };

/** Prints settings, clouds first and artifacts last: cloud and image, and each other field that one of them has; with
 * the revision's status, the state of its images; with clouds that are behind, the release that they are still at. */
export function printSettings(
	output: Output,
	settings: readonly Setting[],
	status?: RevisionStatus,
	behind: Revision["behind"] = [],
): void {
	if (settings.length === 0) {
		output.line("No settings.");
		return;
	}
	const used = extras.filter((field) => settings.some((setting) => setting[field] !== null));
	const states = new Map(status?.images.map(({ cloud, state }) => [cloud, state === "active" ? "" : state]));
	const hasStates = [...states.values()].some((state) => state !== "");
	const releases = new Map(behind.map(({ cloud, release }) => [cloud, release]));
	const hasChecksum = settings.some((setting) => setting.image.checksum !== null);
	output.table(
		[
			"cloud",
			"image",
			...(hasStates ? ["state"] : []),
			...used.map((field) => headers[field]),
			...(hasChecksum ? ["checksum"] : []),
		],
		[
			...settings.filter(({ cloud }) => !isArtifactPlace(cloud)),
			...settings.filter(({ cloud }) => isArtifactPlace(cloud)),
		].map((setting) => [
			setting.cloud,
			setting.image.uid,
			...(hasStates ? [states.get(setting.cloud) ?? ""] : []),
			...(releases.size > 0 ? [releases.get(setting.cloud) ?? ""] : []),
			...used.map((field) => (field === "userData" ? sizeOf(setting.userData) : (setting[field] ?? ""))),
			...(hasChecksum ? [setting.image.checksum ?? ""] : []),
		]),
	);
}

function sizeOf(userData: string | null): string {
	return userData === null ? "" : `${userData.length} characters`;
}
