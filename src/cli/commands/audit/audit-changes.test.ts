import { describe, expect, it } from "vitest";
import type { Output } from "../../output/output.ts";
import { printEntryChanges, summarizeEntry } from "./audit-changes.ts";

const image = (uid: string) => ({ kind: "id", uid, checksum: null });
const changed = [{ kind: "setting-changed", cloud: "gcp", field: "image", before: image("a"), after: image("b") }];
const unknown = [{ kind: "mci-folded", mci: "web", before: 1, after: 2 }];
const digest = `sha256:${"ab".repeat(32)}`;

const cases: readonly (readonly [string, unknown, unknown, string, readonly string[]])[] = [
	["a list of changes", null, changed, "1 changed", ["  ~ gcp  image  a (id) → b (id)"]],
	[
		"changes of a kind not known here",
		null,
		unknown,
		"1 change",
		['  + 1  {"kind":"mci-folded","mci":"web","before":1,"after":2}'],
	],
	[
		"changes with what made them",
		null,
		{ from: 3, changes: changed },
		"from 3, 1 changed",
		["  + from  3", "  ~ gcp  image  a (id) → b (id)"],
	],
	["no changes", null, [], "no change", []],
	[
		"a commit",
		{ revision: 1 },
		{ revision: 2, digest, message: "Second" },
		"revision 1 → 2, digest abababababab, message Second",
		["  ~ revision  1 → 2", "  + digest    abababababab", "  + message   Second"],
	],
	["something made", null, { name: "web", description: "", tags: [], region: null }, "name web", ["  + name  web"]],
	["something forgotten", { url: "https://h/a" }, null, "url https://h/a", ["  - url  https://h/a"]],
	[
		"something that stays",
		{ a: 1, b: { c: 2 } },
		{ a: 1, b: { c: 3 } },
		'b {"c":2} → {"c":3}',
		['  ~ b  {"c":2} → {"c":3}'],
	],
	["nothing told", null, null, "", []],
	["a bare value", null, "text", "text", ["  +   text"]],
	[
		"what would steer a terminal",
		null,
		{ "a\u001b": "b\u001b[2J" },
		"a\\u001b b\u001b[2J",
		["  + a\\u001b  b\\u001b[2J"],
	],
];

describe("the changes of an audit entry", () => {
	it.each(cases)("are shown as a phrase and line by line: %s", (_what, before, after, phrase, lines) => {
		const told: string[] = [];
		const output = {
			line: (text: string) => void told.push(text),
			style: (_style: string, text: string) => text,
		} as unknown as Output;
		printEntryChanges(output, { before, after });
		expect([summarizeEntry({ before, after }), told]).toEqual([phrase, lines]);
	});
});
