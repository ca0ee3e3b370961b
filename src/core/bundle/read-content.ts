import { assertNever } from "../../base/assert-never.ts";
import type { ComponentKind } from "../component/component-kind.ts";
import type { ComponentContent } from "../component/content.ts";
import type { Pin } from "../component/pin.ts";
import { architectures } from "../image/architecture.ts";
import { type Cloud, type CloudSlug, parseCloudSlug } from "../image/cloud.ts";
import { checkImageIdentity, type Image, type ImageIdentity, imageKinds, imageStates } from "../image/image.ts";
import { mciContent } from "../image/mci.ts";
import { type Setting, settingFields, userDataLimit } from "../image/setting.ts";
import { inputValueLimit, type ScriptInput, scriptContent, scriptSourceLimit } from "../script/script-content.ts";
import { templateContent } from "../template/template-content.ts";
import {
	builtAt,
	digestAt,
	entriesAt,
	foreignFault,
	lineageAt,
	listAt,
	memberPlace,
	membersAt,
	nullOr,
	patternAt,
	revisionNumberAt,
	textAt,
	timeAt,
	truthAt,
	wordAt,
} from "./foreign-value.ts";

/** Above any real number of clouds; the object's size limits the total. */
const settingLimit = 5000;
const pinLimit = 200;
const inputLimit = 1000;
const tagLimit = 1000;
const longText = 64 * 1024;
const shortText = 2048;

const settingKeys = ["cloud", ...settingFields] as const;
const cloudKeys = ["slug", "type", "region", "name"] as const;
const wordKeys = ["name", "description", "tags"] as const;

/**
 * Parses an untrusted content and builds it again with its kind's own constructor. Throws `bundle-invalid` with the
 * place.
 */
export function readContent(place: string, kind: ComponentKind, value: unknown): ComponentContent {
	switch (kind) {
		case "mci":
			return readMci(place, value);
		case "template":
			return readTemplate(place, value);
		case "script":
			return readScript(place, value);
		default:
			return assertNever(kind);
	}
}

function readMci(place: string, value: unknown): ComponentContent {
	const members = membersAt(place, value, [...wordKeys, "settings"]);
	const settings = listAt(memberPlace(place, "settings"), members.settings, { limit: settingLimit, read: readSetting });
	const words = readFields(place, members);
	return builtAt(place, () => mciContent({ ...words, settings }));
}

function readTemplate(place: string, value: unknown): ComponentContent {
	const members = membersAt(place, value, [...wordKeys, "mcis", "defaultMci", "scripts", "inputs"]);
	const at = (key: string) => memberPlace(place, key);
	const scripts = membersAt(at("scripts"), members.scripts, ["boot", "operational", "decommission"]);
	const pins = (where: string, list: unknown) => listAt(where, list, { limit: pinLimit, read: readPin });
	const inputs = entriesAt(at("inputs"), members.inputs);
	if (inputs.length > inputLimit)
		throw foreignFault(at("inputs"), `has ${inputs.length} members, and at most ${inputLimit} are allowed`);
	const parts = {
		...readFields(place, members),
		mcis: pins(at("mcis"), members.mcis),
		defaultMci: nullOr(at("defaultMci"), members.defaultMci, lineageAt),
		scripts: {
			boot: pins(at("scripts.boot"), scripts.boot),
			operational: pins(at("scripts.operational"), scripts.operational),
			decommission: pins(at("scripts.decommission"), scripts.decommission),
		},
		inputs: Object.fromEntries(inputs.map(([name, given]) => [name, textAt(at("inputs"), given, inputValueLimit)])),
	};
	return builtAt(place, () => templateContent(parts));
}

function readScript(place: string, value: unknown): ComponentContent {
	const members = membersAt(place, value, [...wordKeys, "source", "inputs"]);
	const parts = {
		...readFields(place, members),
		source: textAt(memberPlace(place, "source"), members.source, scriptSourceLimit),
		inputs: listAt(memberPlace(place, "inputs"), members.inputs, { limit: inputLimit, read: readInput }),
	};
	return builtAt(place, () => scriptContent(parts));
}

function readFields(place: string, members: Readonly<Record<(typeof wordKeys)[number], unknown>>) {
	return {
		name: textAt(memberPlace(place, "name"), members.name, shortText),
		description: textAt(memberPlace(place, "description"), members.description, longText),
		tags: listAt(memberPlace(place, "tags"), members.tags, {
			limit: tagLimit,
			read: (where, tag) => textAt(where, tag, shortText),
		}),
	};
}

function readSetting(place: string, value: unknown): Setting {
	const members = membersAt(place, value, settingKeys);
	const at = (key: string) => memberPlace(place, key);
	const short = (key: "instanceType" | "kernel" | "ramdisk") => nullOr(at(key), members[key], readShort);
	const cloud = readSlug(at("cloud"), members.cloud);
	return {
		cloud,
		image: readIdentity(at("image"), cloud, membersAt(at("image"), members.image, ["kind", "uid", "checksum"])),
		instanceType: short("instanceType"),
		kernel: short("kernel"),
		ramdisk: short("ramdisk"),
		userData: nullOr(at("userData"), members.userData, (where, text) => textAt(where, text, userDataLimit)),
	};
}

function readIdentity(
	place: string,
	cloud: CloudSlug,
	members: Readonly<Record<"kind" | "uid" | "checksum", unknown>>,
): ImageIdentity {
	const identity = {
		kind: wordAt(memberPlace(place, "kind"), members.kind, imageKinds),
		uid: textAt(memberPlace(place, "uid"), members.uid, shortText),
		checksum: nullOr(memberPlace(place, "checksum"), members.checksum, readShort),
	};
	return builtAt(place, () => checkImageIdentity(cloud, identity));
}

/** A cloud in the facts that accompany an MCI's settings. */
export function readCloud(place: string, value: unknown): Cloud {
	const { slug, type, region, name } = membersAt(place, value, cloudKeys);
	return {
		slug: readSlug(memberPlace(place, "slug"), slug),
		type: patternAt(memberPlace(place, "type"), type, {
			pattern: /^[a-z0-9][a-z0-9._-]{0,99}$/,
			form: "a cloud type of lowercase letters, digits, dots and dashes",
		}),
		region: nullOr(memberPlace(place, "region"), region, (where, text) => textAt(where, text, 255)),
		name: textAt(memberPlace(place, "name"), name, 255),
	};
}

/** The image facts that accompany an MCI's settings. */
export function readImage(place: string, value: unknown): Image {
	const members = membersAt(place, value, imageKeys);
	const at = (key: string) => memberPlace(place, key);
	const short = (key: (typeof textFacts)[number]) => nullOr(at(key), members[key], readShort);
	const timeOf = (key: (typeof timeFacts)[number]) => nullOr(at(key), members[key], timeAt);
	const cloud = readSlug(at("cloud"), members.cloud);
	return {
		cloud,
		...readIdentity(place, cloud, members),
		name: short("name"),
		os: short("os"),
		osVersion: short("osVersion"),
		architecture: nullOr(at("architecture"), members.architecture, (where, word) => wordAt(where, word, architectures)),
		publishedArchitecture: short("publishedArchitecture"),
		variant: short("variant"),
		owner: short("owner"),
		visibility: nullOr(at("visibility"), members.visibility, (where, word) =>
			wordAt(where, word, ["public", "private", "shared"]),
		),
		state: wordAt(at("state"), members.state, imageStates),
		release: short("release"),
		createdAt: timeOf("createdAt"),
		deprecatedAt: timeOf("deprecatedAt"),
		deletedAt: timeOf("deletedAt"),
		endOfLifeAt: timeOf("endOfLifeAt"),
		replacement: short("replacement"),
		url: short("url"),
	};
}

const textFacts = [
	"name",
	"os",
	"osVersion",
	"publishedArchitecture",
	"variant",
	"owner",
	"release",
	"replacement",
	"url",
] as const;
const timeFacts = ["createdAt", "deprecatedAt", "deletedAt", "endOfLifeAt"] as const;
/** The facts of an image: every member of `Image`, and nothing that a store adds. */
const imageKeys = [
	"cloud",
	"kind",
	"uid",
	"checksum",
	...textFacts,
	...timeFacts,
	"architecture",
	"visibility",
	"state",
] as const;

function readPin(place: string, value: unknown): Pin {
	const { lineage, revision, digest } = membersAt(place, value, ["lineage", "revision", "digest"]);
	const pin = {
		lineage: lineageAt(memberPlace(place, "lineage"), lineage),
		revision: revisionNumberAt(memberPlace(place, "revision"), revision),
		digest: nullOr(memberPlace(place, "digest"), digest, digestAt),
	};
	if ((pin.revision === 0) !== (pin.digest === null))
		throw foreignFault(place, "must have a digest if, and only if, it pins a commit");
	return pin;
}

function readInput(place: string, value: unknown): ScriptInput {
	const {
		name,
		description,
		default: usual,
		required,
	} = membersAt(place, value, ["name", "description", "default", "required"]);
	return {
		name: textAt(memberPlace(place, "name"), name, shortText),
		description: textAt(memberPlace(place, "description"), description, longText),
		default: nullOr(memberPlace(place, "default"), usual, (where, text) => textAt(where, text, inputValueLimit)),
		required: truthAt(memberPlace(place, "required"), required),
	};
}

function readSlug(place: string, value: unknown): CloudSlug {
	const text = textAt(place, value, shortText);
	return builtAt(place, () => parseCloudSlug(text));
}

function readShort(place: string, value: unknown): string {
	return textAt(place, value, shortText);
}
