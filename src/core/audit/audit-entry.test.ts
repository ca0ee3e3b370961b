import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { auditEntryDigest, auditEntryForm, chainBeginning, type NumberedEntry } from "./audit-entry.ts";

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

const first: NumberedEntry = {
	seq: 1,
	accountId: 1,
	at: "2026-01-01T00:00:00.000Z",
	actor: "local",
	act: "account.create",
	subjectKind: "account",
	subjectId: 1,
	subjectName: "default",
	headVersion: null,
	before: null,
	after: { name: "default" },
};
const second: NumberedEntry = {
	seq: 2,
	accountId: 1,
	at: "2026-01-02T03:04:05.678Z",
	actor: "Zoë",
	act: "mci.put-setting",
	subjectKind: "mci",
	subjectId: 7,
	subjectName: 'web "base"',
	headVersion: 3,
	before: { revision: 1 },
	after: [{ kind: "setting-changed", cloud: "gcp", field: "instanceType", before: null, after: "n2" }],
};

describe("the canonical form of an audit", () => {
	// The texts and digests were computed with Python's json and hashlib. A digest that changes here breaks the chain of
	// every registry.
	it.each<readonly [string, NumberedEntry, string, string, string]>([
		[
			"the first one",
			first,
			chainBeginning,
			'{"accountId":1,"act":"account.create","actor":"local","after":{"name":"default"},"at":"2026-01-01T00:00:00.000Z","format":"audit/1","previousDigest":"0000000000000000000000000000000000000000000000000000000000000000","seq":1,"subjectId":1,"subjectKind":"account","subjectName":"default"}',
			"9710760e44565ff938fd5cd1923c2e0eb905861efc1e7d1b03243313e96128ea",
		],
		[
			"one with everything",
			second,
			"9710760e44565ff938fd5cd1923c2e0eb905861efc1e7d1b03243313e96128ea",
			'{"accountId":1,"act":"mci.put-setting","actor":"Zoë","after":[{"after":"n2","before":null,"cloud":"gcp","field":"instanceType","kind":"setting-changed"}],"at":"2026-01-02T03:04:05.678Z","before":{"revision":1},"format":"audit/1","headVersion":3,"previousDigest":"9710760e44565ff938fd5cd1923c2e0eb905861efc1e7d1b03243313e96128ea","seq":2,"subjectId":7,"subjectKind":"mci","subjectName":"web \\"base\\""}',
			"484e390a9d978cade2302fd2e13c141877f0358515384b15e3e6e528bdd33a39",
		],
	])("of %s is the expected text, and has the expected digest", (_what, entry, previous, text, digest) => {
		expect(auditEntryForm(entry, previous)).toBe(text);
		expect(auditEntryDigest(entry, previous, sha256)).toBe(digest);
	});

	it.each(Object.keys(first) as (keyof NumberedEntry)[])("differs when its %s differs", (field) => {
		const others = [7, "x", { x: 1 }].map((value) => auditEntryForm({ ...second, [field]: value }, chainBeginning));
		expect(new Set([auditEntryForm({ ...second, seq: 3 }, chainBeginning), ...others]).size).toBeGreaterThanOrEqual(3);
	});

	it("distinguishes a present value from a missing one, and one previous entry from another", () => {
		fc.assert(
			fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
				const form = (before: unknown, after: unknown) => auditEntryForm({ ...first, before, after }, chainBeginning);
				const isSame = JSON.stringify(a) === JSON.stringify(b);
				expect(form(a, b) === form(b, a)).toBe(isSame || form(a, null) === form(b, null));
			}),
		);
		expect(auditEntryForm(first, "a".repeat(64))).not.toBe(auditEntryForm(first, chainBeginning));
	});
});
