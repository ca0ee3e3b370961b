import { cloudType, type ImageFacts, type ImageState } from "../../core/image/index.ts";
import type { DocumentPath, ListDocument } from "../document.ts";
import { knownFacts } from "../listing/known-facts.ts";
import { readTime } from "../reading/read-time.ts";
import { isMembers, type Members, membersOf, textOf } from "../reading/values.ts";

/** The images of a CloudProfile: the cloud, the ids, and the life cycle of each version. */
export interface Profile {
	readonly type: string;
	readonly images: readonly unknown[];
	/** Path of `images`. */
	readonly path: DocumentPath;
	/** Life cycle of an image's version, from `machineImages` of the profile. */
	readonly lifeCycle: (image: string, version: string) => LifeCycle;
}

/** Facts that a profile states about a version. */
export interface LifeCycle {
	readonly facts: Partial<ImageFacts>;
	/** The classification that keeps the version from being a default; null if none does. */
	readonly heldBack: string | null;
}

const configVersion = /^([a-z0-9-]+)\.provider\.extensions\.gardener\.cloud\//;

/** True for a CloudProfile, complete or as its operators' templates, and for its provider's part. */
export function isCloudProfile(value: unknown): boolean {
	const found = isMembers(value) ? configOf(value) : undefined;
	return (
		found !== undefined &&
		(configVersion.test(textOf(found.config, "apiVersion") ?? "") ||
			textOf(found.config, "kind") === "CloudProfileConfig")
	);
}

/**
 * Reads the profile's frame. Throws `upstream-file-malformed` where the provider's part, its list of images or the
 * cloud's name is missing.
 */
export function readProfile(document: ListDocument): Profile {
	const root = membersOf(document.value);
	const found = configOf(root);
	if (!found) throw document.malformed(["providerConfig"], "there is no providerConfig");
	const { config, frame, path } = found;
	const images = member(config, "machineImages");
	const imagesPath = [...path, "machineImages"];
	if (!Array.isArray(images) && !isNothing(images)) throw document.malformed(imagesPath, "machineImages is not a list");
	const type = textOf(frame, "type") ?? configVersion.exec(textOf(config, "apiVersion") ?? "")?.[1];
	if (!type || !/^[\w.-]{1,40}$/.test(type))
		throw document.malformed(
			[...path, "apiVersion"],
			"neither type nor apiVersion says which cloud the profile is for",
		);
	return {
		type: cloudType(type),
		images: Array.isArray(images) ? images : [],
		path: imagesPath,
		lifeCycle: lifeCycleOf(frame === config ? {} : frame),
	};
}

/** The provider's part, and the part with the images' life cycle (`spec` of the resource; the root in templates). */
function configOf(root: Members): { config: Members; frame: Members; path: DocumentPath } | undefined {
	const spec = member(root, "spec");
	const [frame, path]: [Members, DocumentPath] = isMembers(spec) ? [spec, ["spec"]] : [root, []];
	const config = member(frame, "providerConfig");
	if (isMembers(config)) return { config, frame, path: [...path, "providerConfig"] };
	return textOf(root, "kind") === "CloudProfileConfig" ? { config: root, frame: root, path: [] } : undefined;
}

function lifeCycleOf(frame: Members): Profile["lifeCycle"] {
	const known = new Map<string, LifeCycle>();
	for (const image of list(frame, "machineImages")) {
		const name = isMembers(image) ? textOf(image, "name") : null;
		if (!isMembers(image) || name === null) continue;
		for (const version of list(image, "versions")) {
			const number = isMembers(version) ? textOf(version, "version") : null;
			if (isMembers(version) && number !== null) known.set(JSON.stringify([name, number]), readLifeCycle(version));
		}
	}
	return (image, version) => known.get(JSON.stringify([image, version])) ?? { facts: {}, heldBack: null };
}

function readLifeCycle(version: Members): LifeCycle {
	const starts = new Map<string, string | null>();
	for (const stage of list(version, "lifecycle")) {
		if (isMembers(stage)) starts.set(textOf(stage, "classification") ?? "", readTime(textOf(stage, "startTime")));
	}
	const classification = textOf(version, "classification");
	const state = stateOf(classification);
	return {
		facts: knownFacts({
			state,
			deprecatedAt: starts.get("deprecated"),
			endOfLifeAt: readTime(textOf(version, "expirationDate")) ?? starts.get("expired"),
		}),
		heldBack: state === "held" ? classification : null,
	};
}

/** https://gardener.cloud/docs/gardener/usage/shoot-operations/shoot_versions/#version-classifications */
function stateOf(classification: string | null): ImageState | undefined {
	switch (classification) {
		case "preview":
		case "unavailable":
			return "held";
		case "supported":
			return "active";
		case "deprecated":
			return "deprecated";
		case "expired":
			return "inactive";
		default:
			return undefined;
	}
}

/** The list under a key; empty if it is missing, empty or something else, such as `machineImages: {}` in templates. */
export function list(members: Members, key: string): readonly unknown[] {
	const value = member(members, key);
	return Array.isArray(value) ? value : [];
}

function member(members: Members, key: string): unknown {
	return Object.hasOwn(members, key) ? members[key] : undefined;
}

function isNothing(value: unknown): boolean {
	return value === null || value === "" || (isMembers(value) && Object.keys(value).length === 0);
}
