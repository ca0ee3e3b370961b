import { type Cloud, cloudOf, isKnownCloudType } from "../../core/image/index.ts";
import type { DocumentPath, ListDocument } from "../document.ts";
import { imageReference } from "../listing/image-reference.ts";
import { factsOfName, knownFacts } from "../listing/known-facts.ts";
import { type LineCollector, lineCollector } from "../listing/line-collector.ts";
import { lineName } from "../listing/line-name.ts";
import { isMembers, type Members, memberOf, membersAt, membersOf, plainText } from "../reading/values.ts";
import type { Listing } from "../source.ts";

const list = "MultiCloudImages";

/** True for a ServerTemplate file: it lists MultiCloud Images next to the template's other parts. */
export function isServerTemplateFile(value: unknown): boolean {
	const root = membersOf(value);
	return (
		Array.isArray(memberOf(root, list)) && ["Name", "RightScripts", "Inputs"].some((key) => Object.hasOwn(root, key))
	);
}

/**
 * Reads the MultiCloud Images that the file describes itself, with `Settings`. Those that it only refers to, by name,
 * revision or href, are skipped: their settings are in RightScale.
 */
export function parseServerTemplateFile(document: ListDocument): Listing {
	const collector = lineCollector(document);
	const root = membersAt(document, [], document.value);
	const images = memberOf(root, list);
	for (const [i, value] of (Array.isArray(images) ? images : []).entries()) {
		const at = [list, i];
		if (isMembers(value)) readImage(collector, at, value);
		else collector.skip(at, "not a MultiCloud Image");
	}
	return collector.listing();
}

function readImage(collector: LineCollector, at: DocumentPath, value: Members): void {
	const name = text(value, "Name");
	const settings = memberOf(value, "Settings");
	if (name === null) collector.skip(at, "a MultiCloud Image without a name, which only refers to one in RightScale");
	else if (!Array.isArray(settings))
		collector.skip(at, `${name} has no settings here: it only refers to one in RightScale`);
	else
		for (const [i, setting] of settings.entries()) {
			const path = [...at, "Settings", i];
			if (isMembers(setting)) readSetting(collector, path, { name, description: text(value, "Description"), setting });
			else collector.skip(path, "not a setting");
		}
}

function readSetting(
	collector: LineCollector,
	path: DocumentPath,
	of: { readonly name: string; readonly description: string | null; readonly setting: Members },
): void {
	const { name, description, setting } = of;
	const [cloud, uid] = [text(setting, "Cloud"), text(setting, "Image")];
	if (cloud === null || uid === null) {
		collector.skip(path, cloud === null ? "the setting has no cloud" : "the setting has no image");
		return;
	}
	const place = () => cloudNamed(cloud);
	const [instanceType, userData] = [text(setting, "Instance Type"), text(setting, "User Data")];
	collector.add({
		path,
		line: {
			key: name,
			name: lineName(name, null),
			description: description ?? "",
			tags: [],
			scope: { kind: "all" },
		},
		release: { version: null, releasedAt: null },
		...imageReference(cloudNamed(cloud).type, null, uid),
		place,
		facts: knownFacts(factsOfName(name)),
		defaults: { instanceType, userData },
	});
}

/** `EC2 us-east-1`, `AzureRM East US`, `Google`: the vendor's word, then the region. */
function cloudNamed(name: string): Cloud {
	const [, word = "", region = ""] = /^(\S+)\s*(.*)$/.exec(name.trim()) ?? [];
	const type = word.toLowerCase() === "azurerm" ? "azure" : word;
	if (!isKnownCloudType(type)) return cloudOf(name, null);
	return cloudOf(type, region === "" || cloudOf(type, null).type === "gcp" ? null : region);
}

function text(value: Members, key: string): string | null {
	const found = plainText(memberOf(value, key));
	return found === null || found.trim() === "" ? null : found;
}
