import { type DiffLine, diffLines } from "../../base/diff-lines.ts";
import type { Change, ImageIdentity, InputDeclaration, Pin, Setting } from "../../client/generated/registry.ts";
import type { Output, Style } from "../output/output.ts";
import { plainText } from "../output/plain-text.ts";
import { withoutSharedStart } from "../output/shared-start.ts";
import { imageText, lineageText, placeText } from "./place-text.ts";

type Names = Readonly<Record<string, string>>;
type Sign = "+" | "-" | "~";

/** One line of a diff: what was added, removed or changed at a place. */
export interface ChangeRow {
	readonly sign: Sign;
	readonly place: string;
	readonly field: string;
	readonly before: string;
	readonly after: string;
}

const styles = { "+": "green", "-": "red", "~": "yellow" } as const satisfies Record<Sign, Style>;

/** Prints changes as a table of places with old and new values, then texts of several lines line by line. */
export function printChangeTable(output: Output, changes: readonly Change[], names: Names): void {
	const rows = changes.flatMap((change) => changeRows(change, names));
	output.table(
		["", "place", "field", "before", "after"],
		rows.map(({ sign, place, field, before, after }) => {
			const values = output.width === undefined ? [before, after] : withoutSharedStart(before, after);
			return [sign, place, field, ...values];
		}),
		rows.map(({ sign }) => styles[sign]),
	);
	for (const change of changes) {
		const text = longText(change);
		if (text) printLines(output, text);
	}
}

/** Prints the changed places, one a line, with the fields. */
export function printChangedPlaces(output: Output, changes: readonly Change[], names: Names): void {
	const places = Map.groupBy(
		changes.flatMap((change) => changeRows(change, names)),
		({ place }) => place,
	);
	const signs = [...places.values()].map((rows) =>
		new Set(rows.map(({ sign }) => sign)).size === 1 ? (rows[0]?.sign ?? "~") : "~",
	);
	output.table(
		["", "place", "fields"],
		[...places].map(([place, rows], i) => [
			signs[i] ?? "~",
			place,
			[...new Set(rows.map(({ field }) => field))].filter((field) => field !== "").join(", "),
		]),
		signs.map((sign) => styles[sign]),
	);
}

/** The lines of one change; an added or removed setting has one for each of its fields. */
export function changeRows(change: Change, names: Names): ChangeRow[] {
	const { kind, cloud = "", field = "", tag = "", before, after } = change;
	switch (kind) {
		case "text-changed":
			return row(
				"~",
				field,
				"",
				longText(change) ? [lineCount(before), lineCount(after)] : [placeText(before, names), placeText(after, names)],
			);
		case "tag-added":
			return row("+", "tags", "", ["", tag]);
		case "tag-removed":
			return row("-", "tags", "", [tag, ""]);
		case "setting-added":
			return settingFields(after as Setting).map(([of, text]) => ({
				sign: "+",
				place: cloud,
				field: of,
				before: "",
				after: text,
			}));
		case "setting-removed":
			return settingFields(before as Setting).map(([of, text]) => ({
				sign: "-",
				place: cloud,
				field: of,
				before: text,
				after: "",
			}));
		case "setting-changed":
			return row("~", cloud, field, settingValues(change, names));
		default:
			return partRows({ ...change, kind }, names);
	}
}

/** Kinds of changes of descriptions, tags and settings. */
type OwnKind = "text-changed" | "tag-added" | "tag-removed" | "setting-added" | "setting-removed" | "setting-changed";

type PartChange = Omit<Change, "kind"> & { readonly kind: Exclude<Change["kind"], OwnKind> };

/** The rows of a change of a template's MCIs, scripts and inputs, or of a script's inputs. */
function partRows(change: PartChange, names: Names): ChangeRow[] {
	const { kind, lineage = "", sequence = "", name = "", before, after } = change;
	switch (kind) {
		case "mci-added":
			return row("+", "mcis", lineageText(lineage, names), ["", pinned(after)]);
		case "mci-removed":
			return row("-", "mcis", lineageText(lineage, names), [pinned(before), ""]);
		case "mci-changed":
			return row("~", "mcis", lineageText(lineage, names), [pinned(before), pinned(after)]);
		case "mcis-reordered":
			return row("~", "mcis", "order", [placeText(before, names), placeText(after, names)]);
		case "default-changed":
			return row("~", "default", "", [placeText(before, names), placeText(after, names)]);
		case "scripts-changed":
			return row("~", `scripts.${sequence}`, "", [placeText(before, names), placeText(after, names)]);
		case "input-changed":
			return row(before === null ? "+" : after === null ? "-" : "~", "inputs", name, [
				placeText(before, {}),
				placeText(after, {}),
			]);
		case "script-input-added":
			return row("+", "inputs", name, ["", placeText(after as InputDeclaration, {})]);
		case "script-input-removed":
			return row("-", "inputs", name, [placeText(before as InputDeclaration, {}), ""]);
		case "script-input-changed":
			return row("~", "inputs", name, [
				placeText(before as InputDeclaration, {}),
				placeText(after as InputDeclaration, {}),
			]);
	}
}

function row(sign: Sign, place: string, field: string, [before, after]: readonly [string, string]): ChangeRow[] {
	return [{ sign, place, field, before, after }];
}

function settingFields(setting: Setting): (readonly [string, string])[] {
	const others = (["instanceType", "kernel", "ramdisk", "userData"] as const).flatMap((field) => {
		const value = setting[field];
		return value === null ? [] : [[field, value.includes("\n") ? lineCount(value) : value] as const];
	});
	return [["image", imageText(setting.image)], ...others];
}

function settingValues(change: Change, names: Names): readonly [string, string] {
	const { before, after } = change;
	if (longText(change)) return [lineCount(before), lineCount(after)];
	if (change.field !== "image") return [placeText(before, names), placeText(after, names)];
	const [was, is] = [before as ImageIdentity, after as ImageIdentity];
	// One id read in two ways differs in a part that the id does not show.
	const text = (image: ImageIdentity) =>
		was.uid === is.uid ? `${imageText(image)} [${image.kind}]` : imageText(image);
	return [text(was), text(is)];
}

function pinned(value: Change["before"]): string {
	const { revision } = value as Pin;
	return revision === 0 ? "@head" : `@${revision}`;
}

interface LongText {
	readonly place: string;
	readonly before: string;
	readonly after: string;
}

/** A changed text of several lines, which does not fit into a table. */
function longText({ kind, cloud, field, before, after }: Change): LongText | undefined {
	if (kind !== "text-changed" && kind !== "setting-changed") return undefined;
	if (typeof (before ?? "") !== "string" || typeof (after ?? "") !== "string") return undefined;
	const [was, is] = [String(before ?? ""), String(after ?? "")];
	if (!was.includes("\n") && !is.includes("\n")) return undefined;
	return { place: [cloud, field].filter((word) => word !== undefined).join(" "), before: was, after: is };
}

function lineCount(value: Change["before"]): string {
	if (value === null || value === undefined || value === "") return "";
	const count = String(value).replace(/\n$/, "").split("\n").length;
	return count === 1 ? "1 line" : `${count} lines`;
}

const context = 2;

/** Prints the differences with the lines around them. */
function printLines(output: Output, { place, before, after }: LongText): void {
	output.line();
	output.line(output.style("bold", plainText(place)));
	const lines = diffLines(before, after);
	const isNear = (i: number) => lines.slice(Math.max(0, i - context), i + context + 1).some(({ sign }) => sign !== " ");
	let isGap = false;
	lines.forEach((line, i) => {
		if (isNear(i)) output.line(lineText(output, line));
		else if (!isGap) output.line(output.style("dim", "  …"));
		isGap = !isNear(i);
	});
}

function lineText(output: Output, { sign, line }: DiffLine): string {
	const text = `  ${sign} ${plainText(line)}`.trimEnd();
	return sign === " " ? text : output.style(styles[sign], text);
}
