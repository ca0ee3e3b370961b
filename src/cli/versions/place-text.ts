import type {
	Change,
	Conflict,
	ImageIdentity,
	InputDeclaration,
	Pin,
	Setting,
} from "../../client/generated/registry.ts";
import { revisionWord } from "../../core/revision/index.ts";

type Names = Readonly<Record<string, string>>;

/** The name of a lineage, if it is known. */
export function lineageText(lineage: string, names: Names): string {
	return Object.hasOwn(names, lineage) ? (names[lineage] ?? lineage) : lineage;
}

/** The value at a place of a content, on one line; empty for none. `names` has the lineages in it. */
export function placeText(value: NonNullable<Change["before"]> | Conflict["ours"] | undefined, names: Names): string {
	if (value === null || value === undefined) return "";
	if (typeof value === "string") return value === "" ? '""' : lineageText(value, names);
	if (typeof value === "boolean") return String(value);
	if (Array.isArray(value)) {
		const items = (value as readonly (string | Pin)[]).map((item) =>
			typeof item === "string" ? lineageText(item, names) : pinText(item, names),
		);
		return items.length === 0 ? "none" : items.join(", ");
	}
	if ("uid" in value) return imageText(value);
	if ("cloud" in value) return settingText(value);
	if ("lineage" in value) return pinText(value, names);
	return inputText(value);
}

/** An image as text. */
export function imageText({ uid, kind, checksum }: ImageIdentity): string {
	return checksum === null ? uid : `${uid} (${kind}, ${checksum.slice(0, 19)}…)`;
}

function settingText(setting: Setting): string {
	const words = [imageText(setting.image), setting.instanceType, setting.kernel, setting.ramdisk].filter(
		(word) => word !== null,
	);
	return [...words, ...(setting.userData === null ? [] : ["with user data"])].join("  ");
}

function pinText({ lineage, revision }: Pin, names: Names): string {
	return `${lineageText(lineage, names)}@${revisionWord(revision)}`;
}

function inputText({ default: value, required, description }: InputDeclaration): string {
	return [value === null ? "no default" : `default ${value}`, ...(required ? ["required"] : []), description]
		.filter((word) => word !== "")
		.join(", ");
}
