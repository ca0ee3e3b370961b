import { Document, type Node, type Scalar } from "yaml";
import type {
	Change,
	ImageIdentity,
	InputDeclaration,
	Pin,
	RevisionDiff,
	Setting,
} from "../../client/generated/registry.ts";
import { type ComponentKind, componentKinds } from "../../core/component/index.ts";
import type { Setting as CoreSetting } from "../../core/image/index.ts";
import { revisionWord } from "../../core/revision/index.ts";
import { plainText } from "../output/plain-text.ts";
import type { YamlText } from "../yaml-text.ts";
import { textNode } from "./document-text.ts";
import { imageNode, readImage, readSetting, settingNode } from "./mci-file.ts";

/** A patch as a document describes it. */
export interface PatchFile {
	readonly kind: ComponentKind;
	readonly name: string;
	readonly changes: readonly Change[];
}

/** The form of a value in a document. */
type Form = "text" | "image" | "setting" | "pin" | "pins" | "texts" | "input";

/** Each kind of change: the words that name its place, and the form of its values. */
const forms = {
	"text-changed": { place: ["field"], values: ["before", "after"], form: "text" },
	"tag-added": { place: ["tag"], values: [], form: "text" },
	"tag-removed": { place: ["tag"], values: [], form: "text" },
	"setting-added": { place: ["cloud"], values: ["after"], form: "setting" },
	"setting-removed": { place: ["cloud"], values: ["before"], form: "setting" },
	"setting-changed": { place: ["cloud", "field"], values: ["before", "after"], form: "text" },
	"mci-added": { place: ["lineage"], values: ["after"], form: "pin" },
	"mci-removed": { place: ["lineage"], values: ["before"], form: "pin" },
	"mci-changed": { place: ["lineage"], values: ["before", "after"], form: "pin" },
	"mcis-reordered": { place: [], values: ["before", "after"], form: "texts" },
	"default-changed": { place: [], values: ["before", "after"], form: "text" },
	"scripts-changed": { place: ["sequence"], values: ["before", "after"], form: "pins" },
	"input-changed": { place: ["name"], values: ["before", "after"], form: "text" },
	"script-input-added": { place: ["name"], values: ["after"], form: "input" },
	"script-input-removed": { place: ["name"], values: ["before"], form: "input" },
	"script-input-changed": { place: ["name"], values: ["before", "after"], form: "input" },
} as const satisfies Record<
	Change["kind"],
	{
		readonly place: readonly ("field" | "tag" | "cloud" | "lineage" | "sequence" | "name")[];
		readonly values: readonly ("before" | "after")[];
		readonly form: Form;
	}
>;

/** Changes whose values may be nothing, which a document expresses by leaving them out. */
const mayBeAbsent: readonly Change["kind"][] = ["setting-changed", "default-changed", "input-changed"];

/**
 * A diff as a YAML document, below a comment that names both sides. `readPatch` reads the changes back, except that of
 * the name: HEAD keeps its own.
 */
export function renderPatchFile(kind: ComponentKind, { from, to, changes }: RevisionDiff): string {
	const name = (from ?? to).name;
	const document = new Document(
		{
			patch: kind,
			name: textNode(name),
			changes: changes.filter((change) => !(change.kind === "text-changed" && change.field === "name")).map(changeNode),
		},
		{ version: "1.2", schema: "core", compat: "yaml-1.1", aliasDuplicateObjects: false },
	);
	const side = (revision: RevisionDiff["from"]) =>
		revision ? `${revision.name}@${revisionWord(revision.number)} ${revision.digest}` : "nothing";
	document.commentBefore = ` from ${plainText(side(from))}\n to   ${plainText(side(to))}`;
	return document.toString({ lineWidth: 0, doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER });
}

function changeNode(change: Change): Record<string, unknown> {
	const { place, values } = forms[change.kind];
	const node: Record<string, unknown> = { change: change.kind };
	for (const word of place) node[word] = textNode(change[word] ?? "");
	for (const side of values) {
		const value = change[side];
		if (value !== null && value !== undefined) node[side] = valueNode(change, value);
	}
	return node;
}

function valueNode(change: Change, value: NonNullable<Change["before"]>): unknown {
	switch (formOf(change)) {
		case "text":
			return textNode(String(value));
		case "image":
			return imageNode({ cloud: change.cloud ?? "", image: value as ImageIdentity });
		case "setting":
			return settingNode(value as CoreSetting);
		case "pin":
			return pinNode(value as Pin, { withLineage: false });
		case "pins":
			return (value as Pin[]).map((pin) => pinNode(pin, { withLineage: true }));
		case "texts":
			return (value as string[]).map(textNode);
		case "input":
			return inputNode(value as InputDeclaration);
	}
}

function pinNode(
	{ lineage, revision, digest }: Pin,
	options: { readonly withLineage: boolean },
): Record<string, unknown> {
	return {
		...(options.withLineage ? { lineage: textNode(lineage) } : {}),
		revision,
		...(digest === null ? {} : { digest: textNode(digest) }),
	};
}

function inputNode({ description, default: value, required }: InputDeclaration): Record<string, Scalar | boolean> {
	return { description: textNode(description), ...(value === null ? {} : { default: textNode(value) }), required };
}

function formOf({ kind, field }: Pick<Change, "kind" | "field">): Form {
	return kind === "setting-changed" && field === "image" ? "image" : forms[kind].form;
}

/** True for a document that is a patch, valid or not. */
export function isPatch(yaml: YamlText, root: Node): boolean {
	return yaml.isMap(root) && yaml.members(root, "the document").has("patch");
}

/**
 * Reads the output of `renderPatchFile`. Every value is the literal text. Throws `document-invalid` with line and
 * column.
 */
export function readPatch(yaml: YamlText, root: Node): PatchFile {
	const members = yaml.members(root, "a patch", ["patch", "name", "changes"]);
	const need = (key: "patch" | "name" | "changes") => {
		const member = members.get(key);
		if (!member) throw yaml.refusal(root, `“${key}” is missing`);
		return member.value;
	};
	const kind = oneOf(yaml, need("patch"), { what: "patch", known: componentKinds });
	return {
		kind,
		name: yaml.text(need("name"), "name"),
		changes: yaml.items(need("changes"), "changes").map((node) => readChange(yaml, node)),
	};
}

const changeKinds = Object.keys(forms) as Change["kind"][];

function readChange(yaml: YamlText, node: Node): Change {
	const named = yaml.members(node, "a change").get("change");
	if (!named) throw yaml.refusal(node, "“change”, the kind of the change, is missing");
	const kind = oneOf(yaml, named.value, { what: "change", known: changeKinds });
	const { place, values } = forms[kind];
	const members = yaml.members(node, kind, ["change", ...place, ...values]);
	const change: { -readonly [K in keyof Change]: Change[K] } = { kind };
	for (const word of place) {
		const member = members.get(word);
		if (!member) throw yaml.refusal(node, `${kind} has no “${word}”`);
		Object.assign(change, { [word]: yaml.text(member.value, word) });
	}
	for (const side of values) {
		const member = members.get(side);
		if (!member && (!mayBeAbsent.includes(kind) || formOf(change) === "image"))
			throw yaml.refusal(node, `${kind} has no “${side}”`);
		change[side] = member ? readValue(yaml, member.value, change) : null;
	}
	return change;
}

function readValue(yaml: YamlText, node: Node, change: Change): NonNullable<Change["before"]> {
	switch (formOf(change)) {
		case "text":
			return yaml.text(node, "the value");
		case "image":
			return readImage(yaml, change.cloud ?? "", node);
		case "setting":
			return readSetting(yaml, { cloud: change.cloud ?? "", key: node, value: node }) as Setting;
		case "pin":
			return readPin(yaml, node, change.lineage ?? "");
		case "pins":
			return yaml.items(node, "scripts").map((item) => readPin(yaml, item, undefined));
		case "texts":
			return yaml.items(node, "the order").map((item) => yaml.text(item, "a lineage"));
		case "input":
			return readInput(yaml, node, change.name ?? "");
	}
}

function readPin(yaml: YamlText, node: Node, known: string | undefined): Pin {
	const members = yaml.members(node, "a pin", [...(known === undefined ? ["lineage"] : []), "revision", "digest"]);
	const [lineage, revision, digest] = [members.get("lineage"), members.get("revision"), members.get("digest")];
	if (!revision) throw yaml.refusal(node, "the pin has no revision");
	if (!lineage && known === undefined) throw yaml.refusal(node, "the pin has no lineage");
	const number = yaml.text(revision.value, "revision");
	if (!/^\d{1,9}$/.test(number)) throw yaml.refusal(revision.value, `“${number}” is not a revision's number`);
	return {
		lineage: lineage ? yaml.text(lineage.value, "lineage") : (known ?? ""),
		revision: Number(number),
		digest: digest ? yaml.text(digest.value, "digest") : null,
	};
}

function readInput(yaml: YamlText, node: Node, name: string): InputDeclaration {
	const members = yaml.members(node, "an input", ["description", "default", "required"]);
	const [description, value, required] = [members.get("description"), members.get("default"), members.get("required")];
	return {
		name,
		description: description ? yaml.text(description.value, "description") : "",
		default: value ? yaml.text(value.value, "default") : null,
		required: required ? oneOf(yaml, required.value, { what: "required", known: ["true", "false"] }) === "true" : false,
	};
}

function oneOf<T extends string>(
	yaml: YamlText,
	node: Node,
	asked: { readonly what: string; readonly known: readonly T[] },
): T {
	const text = yaml.text(node, asked.what);
	const found = asked.known.find((one) => one === text);
	if (found === undefined)
		throw yaml.refusal(node, `${asked.what} must be one of ${asked.known.join(", ")}, not “${text}”`);
	return found;
}
