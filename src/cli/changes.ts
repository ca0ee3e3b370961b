import type { Change, ImageIdentity, Setting } from "../client/generated/registry.ts";
import type { Output, Style } from "./output.ts";
import { plainText } from "./plain-text.ts";

/** Changes in one phrase: `2 added, 1 changed, description`; “no change” for none. */
export function summarize(changes: readonly Change[]): string {
	const clouds = (kind: Change["kind"]) => new Set(changes.flatMap((change) => (change.kind === kind ? [change.cloud] : []))).size;
	const parts = [
		[clouds("setting-added"), "added"],
		[clouds("setting-changed"), "changed"],
		[clouds("setting-removed"), "removed"],
	] as const;
	const words = parts.flatMap(([count, word]) => (count === 0 ? [] : [`${count} ${word}`]));
	for (const change of changes) if (change.kind === "text-changed") words.push(`${change.field} changed`);
	if (changes.some((change) => change.kind === "tag-added" || change.kind === "tag-removed")) words.push("tags changed");
	return words.length === 0 ? "no change" : words.join(", ");
}

const signs = { "+": "green", "-": "red", "~": "yellow" } as const satisfies Record<string, Style>;

/** Prints changes, one a line: + added, - removed, ~ changed. */
export function printChanges(output: Output, changes: readonly Change[]): void {
	const rows = changes.map(rowOf);
	const widths = [1, 2].map((column) => Math.max(0, ...rows.map((row) => (row[column] ?? "").length)));
	for (const [sign, place, field, value] of rows) {
		const text = `  ${sign} ${place.padEnd(widths[0] ?? 0)}  ${field.padEnd(widths[1] ?? 0)}  ${value}`;
		output.line(output.style(signs[sign], text.trimEnd()));
	}
}

type Row = readonly [sign: keyof typeof signs, place: string, field: string, value: string];

function rowOf(change: Change): Row {
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
			return ["~", cloud, field, `${shown(before)} → ${shown(after)}`];
	}
}

function settingText(setting: Setting): string {
	const words = [setting.image.uid, setting.instanceType, setting.kernel, setting.ramdisk];
	return plainText([...words.filter((word) => word !== null), ...(setting.userData === null ? [] : ["with user data"])].join("  "));
}

const longest = 60;

function shown(value: Change["before"]): string {
	if (value === null || value === undefined) return "nothing";
	const text = typeof value === "string" ? JSON.stringify(value) : imageText(value as ImageIdentity);
	return plainText(text.length > longest ? `${text.slice(0, longest)}…` : text);
}

function imageText({ uid, kind, checksum }: ImageIdentity): string {
	return checksum === null ? `${uid} (${kind})` : `${uid} (${kind}, ${checksum.slice(0, 19)}…)`;
}
