import type { Change, ImageIdentity, InputDeclaration, Pin, Setting } from "../../client/generated/registry.ts";
import { revisionWord } from "../../core/revision/index.ts";
import type { Output, Style } from "./output.ts";
import { plainText } from "./plain-text.ts";
import { withoutSharedStart } from "./shared-start.ts";

/** Changes in one phrase: `2 added, 1 changed, description`; “no change” for none. */
export function summarize(changes: readonly Change[]): string {
	const clouds = (kind: Change["kind"]) =>
		new Set(changes.flatMap((change) => (change.kind === kind ? [change.cloud] : []))).size;
	const parts = [
		[clouds("setting-added"), "added"],
		[clouds("setting-changed"), "changed"],
		[clouds("setting-removed"), "removed"],
	] as const;
	const words = parts.flatMap(([count, word]) => (count === 0 ? [] : [`${count} ${word}`]));
	for (const change of changes) if (change.kind === "text-changed") words.push(`${change.field} changed`);
	if (changes.some((change) => change.kind === "tag-added" || change.kind === "tag-removed"))
		words.push("tags changed");
	const count = (...kinds: readonly Change["kind"][]) => changes.filter((change) => kinds.includes(change.kind)).length;
	const mcis = count("mci-added", "mci-removed", "mci-changed");
	if (mcis > 0) words.push(`${mcis} MCI${mcis === 1 ? "" : "s"} changed`);
	if (changes.some(isOtherOrder)) words.push("order changed");
	if (count("default-changed") > 0) words.push("default changed");
	if (count("scripts-changed") > 0) words.push("scripts changed");
	if (count("input-changed", "script-input-added", "script-input-removed", "script-input-changed") > 0)
		words.push("inputs changed");
	return words.length === 0 ? "no change" : words.join(", ");
}

const signs = { "+": "green", "-": "red", "~": "yellow" } as const satisfies Record<string, Style>;

/** Prints changes, one a line: + added, - removed, ~ changed. `names` has the lineages in a template's changes. */
export function printChanges(
	output: Output,
	changes: readonly Change[],
	names: ReadonlyMap<string, string> = new Map(),
): void {
	const rows = changes
		.filter((change) => change.kind !== "mcis-reordered" || isOtherOrder(change))
		.map((change) => rowOf(change, names));
	const widths = [1, 2].map((column) => Math.max(0, ...rows.map((row) => (row[column] ?? "").length)));
	for (const [sign, place, field, value] of rows) {
		const text = `  ${sign} ${place.padEnd(widths[0] ?? 0)}  ${field.padEnd(widths[1] ?? 0)}  ${value}`;
		output.line(output.style(signs[sign], text.trimEnd()));
	}
}

/** True if MCIs in both lists changed places; additions and removals have changes of their own. */
function isOtherOrder({ kind, before, after }: Change): boolean {
	if (kind !== "mcis-reordered") return false;
	const [had, has] = [before as readonly string[], after as readonly string[]];
	const [left, right] = [had.filter((one) => has.includes(one)), has.filter((one) => had.includes(one))];
	return left.some((one, i) => one !== right[i]);
}

type Row = readonly [sign: keyof typeof signs, place: string, field: string, value: string];

function rowOf(change: Change, names: ReadonlyMap<string, string>): Row {
	const { kind, cloud = "", field = "", tag = "", before, after } = change;
	switch (kind) {
		case "text-changed":
			return ["~", field, "", `${shown(before)} → ${shown(after)}`];
		case "tag-added":
			return ["+", "tag", "", plainText(tag)];
		case "tag-removed":
			return ["-", "tag", "", plainText(tag)];
		case "setting-added":
			return ["+", cloud, "", settingText(after as Setting)];
		case "setting-removed":
			return ["-", cloud, "", settingText(before as Setting)];
		case "setting-changed":
			return ["~", cloud, field, shownPair(before, after)];
		default:
			return partRow({ ...change, kind }, names);
	}
}

/** Kinds of changes of descriptions, tags and settings. */
type OwnKind = "text-changed" | "tag-added" | "tag-removed" | "setting-added" | "setting-removed" | "setting-changed";

type PartChange = Omit<Change, "kind"> & { readonly kind: Exclude<Change["kind"], OwnKind> };

/** The row of a change of a template's MCIs, scripts and inputs, or of a script's inputs. */
function partRow(change: PartChange, names: ReadonlyMap<string, string>): Row {
	const { kind, lineage = "", sequence = "", name = "", before, after } = change;
	switch (kind) {
		case "mci-added":
			return ["+", "mci", named(lineage), revisionText(after as Pin)];
		case "mci-removed":
			return ["-", "mci", named(lineage), revisionText(before as Pin)];
		case "mci-changed":
			return ["~", "mci", named(lineage), `${revisionText(before as Pin)} → ${revisionText(after as Pin)}`];
		case "mcis-reordered":
			return ["~", "mcis", "order", (after as string[]).map(named).join(", ")];
		case "default-changed":
			return [
				"~",
				"default",
				"",
				`${before == null ? "nothing" : named(String(before))} → ${after == null ? "nothing" : named(String(after))}`,
			];
		case "scripts-changed":
			return ["~", `${sequence} scripts`, "", `${pinList(before as Pin[])} → ${pinList(after as Pin[])}`];
		case "input-changed":
			return [before === null ? "+" : after === null ? "-" : "~", "input", name, `${shown(before)} → ${shown(after)}`];
		case "script-input-added":
			return ["+", "input", name, inputText(after as InputDeclaration)];
		case "script-input-removed":
			return ["-", "input", name, inputText(before as InputDeclaration)];
		case "script-input-changed":
			return ["~", "input", name, `${inputText(before as InputDeclaration)} → ${inputText(after as InputDeclaration)}`];
	}

	function named(one: string): string {
		return plainText(names.get(one) ?? one);
	}

	function pinList(pins: readonly Pin[]): string {
		return pins.length === 0
			? "none"
			: pins.map((pin) => `${named(pin.lineage)}@${revisionWord(pin.revision)}`).join(", ");
	}
}

function revisionText({ revision }: Pin): string {
	return revision === 0 ? "head" : `revision ${revision}`;
}

function inputText({ default: value, required, description }: InputDeclaration): string {
	const words = [
		value === null ? "no default" : `default ${JSON.stringify(value)}`,
		...(required ? ["required"] : []),
		description,
	];
	return plainText(words.filter((word) => word !== "").join(", "));
}

function settingText(setting: Setting): string {
	const words = [setting.image.uid, setting.instanceType, setting.kernel, setting.ramdisk];
	return plainText(
		[...words.filter((word) => word !== null), ...(setting.userData === null ? [] : ["with user data"])].join("  "),
	);
}

const longest = 60;

/** If one is too long to show, both without their common start. */
function shownPair(before: Change["before"], after: Change["after"]): string {
	const values = [before, after].map(valueText);
	const [first = "", second = ""] = values.some(({ length }) => length > longest)
		? withoutSharedStart(values[0] ?? "", values[1] ?? "")
		: values;
	return `${cut(first)} → ${cut(second)}`;
}

function shown(value: Change["before"]): string {
	return cut(valueText(value));
}

function cut(text: string): string {
	return plainText(text.length > longest ? `${text.slice(0, longest)}…` : text);
}

function valueText(value: Change["before"]): string {
	if (value === null || value === undefined) return "nothing";
	return typeof value === "string" ? JSON.stringify(value) : imageText(value as ImageIdentity);
}

function imageText({ uid, kind, checksum }: ImageIdentity): string {
	return checksum === null ? `${uid} (${kind})` : `${uid} (${kind}, ${checksum.slice(0, 19)}…)`;
}
