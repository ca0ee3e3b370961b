import type { ListDocument } from "../document.ts";
import { elementsAt, isMembers, memberOf, membersAt, membersOf } from "../reading/values.ts";
import type { Listing } from "../source.ts";
import { parseFirstVersion } from "./parse-first-version.ts";
import { type Entry, readEntry } from "./read-entry.ts";
import { stackLine } from "./stack-line.ts";

/** True for `images.{base-images, …}[]` and for the `cloudbreak[].ambari` of the first version. */
export function isCloudbreakCatalog(value: unknown): boolean {
	const root = membersOf(value);
	const images = membersOf(memberOf(root, "images"));
	if (Object.entries(images).some(([key, list]) => key.endsWith("-images") && Array.isArray(list))) return true;
	const first = memberOf(root, "cloudbreak");
	return Array.isArray(first) && first.some((entry) => isMembers(memberOf(membersOf(entry), "ambari")));
}

/** Reads a catalog of any version: `images.<kind>[]` since the second, `cloudbreak[].ambari` in the first. */
export function parseCloudbreakCatalog(document: ListDocument): Listing {
	const root = membersAt(document, [], document.value);
	return Object.hasOwn(root, "images") ? parseKinds(document) : parseFirstVersion(document);
}

function parseKinds(document: ListDocument): Listing {
	const root = membersAt(document, [], document.value);
	const kinds = membersAt(document, ["images"], memberOf(root, "images"));
	const defaults = defaultsOf(root);
	const skipped: Listing["skipped"][number][] = [];
	const lines = new Map<string, Entry[]>();
	for (const [kind, list] of Object.entries(kinds)) {
		elementsAt(document, ["images", kind], list).forEach((value, i) => {
			const entry = readEntry(document, { kind, value, path: ["images", kind, i] });
			skipped.push(...entry.skipped);
			if (entry.parts.length === 0) return;
			const entries = lines.get(entry.key) ?? [];
			lines.set(entry.key, entries);
			entries.push(entry);
		});
	}
	return { lines: [...lines.values()].map((entries) => stackLine(entries, defaults)), skipped };
}

/** The images that `versions.cloudbreak[].defaults` points to. */
function defaultsOf(root: ReturnType<typeof membersOf>): ReadonlySet<string> {
	const versions = memberOf(membersOf(memberOf(root, "versions")), "cloudbreak");
	const lists = Array.isArray(versions) ? versions.map((version) => memberOf(membersOf(version), "defaults")) : [];
	return new Set(lists.flatMap((list) => (Array.isArray(list) ? list : [])).filter((uuid) => typeof uuid === "string"));
}
