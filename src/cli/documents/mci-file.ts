import type { Node, Scalar } from "yaml";
import { parseComponentName } from "../../core/component/index.ts";
import {
	checkImageIdentity,
	checkSetting,
	type ImageIdentity,
	type ImageKind,
	imageKindOf,
	imageKinds,
	isArtifactPlace,
	type MciContent,
	mciContent,
	parseCloudSlug,
	type Setting,
} from "../../core/image/index.ts";
import { readYamlText, type YamlText } from "../yaml-text.ts";
import { atNode, documentText, textNode } from "./document-text.ts";

const otherFields = ["instanceType", "kernel", "ramdisk", "userData"] as const;

/** One MCI of a file. */
export interface MciFile {
	readonly content: MciContent;
	/** Clouds of its settings that a registry may not know: private ones, and new public ones. */
	readonly clouds: readonly ListedCloud[];
}

/** A cloud as a file lists it. */
export interface ListedCloud {
	readonly slug: string;
	readonly type: string;
	readonly region: string | null;
	readonly name: string;
}

/**
 * The YAML of one MCI, below a comment that names its origin. `parseMciFile` reads the same back, whatever text it
 * holds.
 */
export function renderMciFile(
	{ content, clouds }: MciFile,
	from: { readonly ref: string; readonly digest: string },
): string {
	return documentText(
		{
			mci: textNode(content.name),
			description: textNode(content.description),
			tags: content.tags.map(textNode),
			...(clouds.length === 0
				? {}
				: { clouds: new Map(clouds.map((cloud) => [textNode(cloud.slug), cloudNode(cloud)])) }),
			settings: new Map(content.settings.map((setting) => [textNode(setting.cloud), settingNode(setting)])),
		},
		from,
	);
}

function cloudNode({ type, region, name }: ListedCloud): Record<string, Scalar> {
	return { type: textNode(type), ...(region === null ? {} : { region: textNode(region) }), name: textNode(name) };
}

/** A setting as a map of its image and its other fields; its cloud stands outside. */
export function settingNode(setting: Setting): Record<string, unknown> {
	const node: Record<string, unknown> = { image: imageNode(setting) };
	for (const field of otherFields) {
		const text = setting[field];
		if (text !== null) node[field] = textNode(text);
	}
	return node;
}

/** An image as just its uid if the uid's form implies the rest, otherwise as a map. */
export function imageNode({ cloud, image }: Pick<Setting, "image"> & { readonly cloud: string }): unknown {
	if (image.checksum === null && image.kind === usualKind(cloud, image.uid)) return textNode(image.uid);
	return {
		uid: textNode(image.uid),
		kind: image.kind,
		...(image.checksum === null ? {} : { checksum: image.checksum }),
	};
}

function usualKind(cloud: string, uid: string): ImageKind {
	return isArtifactPlace(cloud) ? "artifact" : imageKindOf(uid);
}

/**
 * Reads the MCIs of a file, one a document. Every value is the literal text. Throws `document-invalid` with line and
 * column for unknown and repeated keys, wrong types, aliases, and values that no MCI can have.
 */
export function parseMciFile(file: string, text: string): MciFile[] {
	const yaml = readYamlText(file, text);
	return yaml.roots.map((root) => readMci(yaml, root));
}

/** Reads one document. */
export function readMci(yaml: YamlText, root: Node): MciFile {
	const members = yaml.members(root, "a MultiCloud Image", ["mci", "description", "tags", "clouds", "settings"]);
	const [mci, list, description, tags] = [
		members.get("mci"),
		members.get("settings"),
		members.get("description"),
		members.get("tags"),
	];
	if (!mci) throw yaml.refusal(root, "“mci”, its name, is missing");
	if (!list) throw yaml.refusal(root, "“settings” is missing; write {} for none");
	const name = atNode(yaml, mci.value, () => parseComponentName(yaml.text(mci.value, "mci")));
	const settings = [...yaml.members(list.value, "settings")].map(([cloud, { key, value }]) =>
		readSetting(yaml, { cloud, key, value }),
	);
	const clouds = members.get("clouds");
	const content = atNode(yaml, root, () =>
		mciContent({
			name,
			description: description ? yaml.text(description.value, "description") : "",
			tags: tags ? yaml.items(tags.value, "tags").map((tag) => yaml.text(tag, "a tag")) : [],
			settings,
		}),
	);
	const listed = clouds ? [...yaml.members(clouds.value, "clouds")] : [];
	return { content, clouds: listed.map(([slug, { key, value }]) => readCloud(yaml, { slug, key, value })) };
}

function readCloud(yaml: YamlText, { slug, key, value }: { slug: string; key: Node; value: Node }): ListedCloud {
	const members = yaml.members(value, `cloud ${slug}`, ["type", "region", "name"]);
	const [type, region, name] = [members.get("type"), members.get("region"), members.get("name")];
	if (!type) throw yaml.refusal(key, `cloud ${slug} has no type`);
	return {
		slug: atNode(yaml, key, () => parseCloudSlug(slug)),
		type: yaml.text(type.value, "type"),
		region: region ? yaml.text(region.value, "region") : null,
		name: name ? yaml.text(name.value, "name") : slug,
	};
}

/** Reads the output of `settingNode`. */
export function readSetting(yaml: YamlText, { cloud, key, value }: { cloud: string; key: Node; value: Node }): Setting {
	const members = yaml.members(value, `the setting of ${cloud}`, ["image", ...otherFields]);
	const image = members.get("image");
	if (!image) throw yaml.refusal(key, `${cloud} has no image`);
	const slug = atNode(yaml, key, () => parseCloudSlug(cloud));
	const identity = atNode(yaml, image.value, () => checkImageIdentity(cloud, readImage(yaml, cloud, image.value)));
	const field = (name: (typeof otherFields)[number]) => {
		const member = members.get(name);
		return member ? yaml.text(member.value, name) : null;
	};
	const setting = {
		cloud: slug,
		image: identity,
		instanceType: field("instanceType"),
		kernel: field("kernel"),
		ramdisk: field("ramdisk"),
		userData: field("userData"),
	};
	return atNode(yaml, key, () => checkSetting(setting));
}

/** Reads the output of `imageNode`. */
export function readImage(yaml: YamlText, cloud: string, node: Node): ImageIdentity {
	if (!yaml.isMap(node)) {
		const uid = yaml.text(node, "image");
		return { kind: usualKind(cloud, uid), uid, checksum: null };
	}
	const members = yaml.members(node, "image", ["uid", "kind", "checksum"]);
	const [uidPart, kindPart, checksumPart] = [members.get("uid"), members.get("kind"), members.get("checksum")];
	if (!uidPart) throw yaml.refusal(node, "the image has no uid");
	const uid = yaml.text(uidPart.value, "uid");
	const kind = kindPart ? yaml.text(kindPart.value, "kind") : usualKind(cloud, uid);
	if (!isKind(kind))
		throw yaml.refusal(kindPart?.value ?? node, `“${kind}” is not a kind of image; use ${imageKinds.join(", ")}`);
	return { kind, uid, checksum: checksumPart ? yaml.text(checksumPart.value, "checksum") : null };
}

function isKind(text: string): text is ImageKind {
	return (imageKinds as readonly string[]).includes(text);
}
