import { type AuditEntry, type Change, ChangeKind } from "../../../client/generated/registry.ts";
import { printChanges, summarize } from "../../output/changes.ts";
import type { Output, Style } from "../../output/output.ts";
import { plainText } from "../../output/plain-text.ts";
import { shortDigest } from "../../output/short-digest.ts";

type Told = Pick<AuditEntry, "before" | "after">;

/** An entry's changes in one phrase: `1 changed`, `revision 1 → 2, message First build`; empty if there are none. */
export function summarizeEntry(entry: Told): string {
	const { changes, rest } = partsOf(entry);
	if (!changes && Array.isArray(rest.after)) return countOf(rest.after.length);
	const words = fieldsOf(rest)
		.map(({ field, before, after }) => [
			field,
			...(before === "" || after === "" ? [cut(before + after)] : [cut(before), "→", cut(after)]),
		])
		.map((field) => field.filter((word) => word !== "").join(" "));
	return [...words, ...(changes ? [summarize(changes)] : [])].join(", ");
}

function countOf(changes: number): string {
	return changes === 0 ? "no change" : `${changes} change${changes === 1 ? "" : "s"}`;
}

const longest = 60;

function cut(text: string): string {
	return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

const signs = { "+": "green", "-": "red", "~": "yellow" } as const satisfies Record<string, Style>;

/** Prints an entry's changes, one a line: + added, - removed, ~ before → after. */
export function printEntryChanges(output: Output, entry: Told): void {
	const { changes, rest } = partsOf(entry);
	const fields = fieldsOf(rest);
	const width = Math.max(0, ...fields.map(({ field }) => field.length));
	for (const { field, before, after } of fields) {
		const sign = before === "" ? "+" : after === "" ? "-" : "~";
		const value = sign === "~" ? `${before} → ${after}` : `${before}${after}`;
		output.line(output.style(signs[sign], `  ${sign} ${field.padEnd(width)}  ${plainText(value)}`));
	}
	if (changes) printChanges(output, changes);
}

/** The changes of HEAD in an entry, and its other values. */
function partsOf(entry: Told): { readonly changes?: readonly Change[]; readonly rest: Told } {
	const { before, after } = entry;
	if (isChanges(after)) return { changes: after, rest: { before, after: null } };
	if (typeof after !== "object" || after === null || !("changes" in after) || !isChanges(after.changes))
		return { rest: entry };
	const { changes, ...told } = after;
	return { changes: after.changes, rest: { before, after: told } };
}

interface Field {
	readonly field: string;
	/** Empty = nothing. */
	readonly before: string;
	readonly after: string;
}

/** The differences by field; a value that is not an object is a field without a name. */
function fieldsOf({ before, after }: Told): Field[] {
	const [had, has] = [membersOf(before), membersOf(after)];
	return [...new Set([...had.keys(), ...has.keys()])]
		.map((field) => ({ field: plainText(field), before: textOf(had.get(field)), after: textOf(has.get(field)) }))
		.filter((field) => field.before !== field.after);
}

function membersOf(value: unknown): ReadonlyMap<string, unknown> {
	if (value === null || value === undefined) return new Map();
	if (typeof value !== "object") return new Map([["", value]]);
	return new Map(Array.isArray(value) ? value.map((item, i) => [String(i + 1), item]) : Object.entries(value));
}

function textOf(value: unknown): string {
	if (value === null || value === undefined) return "";
	if (typeof value !== "string") return isEmpty(value) ? "" : JSON.stringify(value);
	return /^sha256:[0-9a-f]{64}$/.test(value) ? shortDigest(value) : value;
}

function isEmpty(value: unknown): boolean {
	return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}

/** Changes of a kind that only a newer registry knows are shown as they are. */
function isChanges(value: unknown): value is readonly Change[] {
	return (
		Array.isArray(value) &&
		value.length > 0 &&
		value.every((one: { kind?: unknown } | null) => Object.hasOwn(ChangeKind, String(one?.kind)))
	);
}
