import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
	type BrokenLink,
	chainStart,
	checkEnd,
	checkNoted,
	followChain,
	parseChainLink,
	renderChainLink,
} from "./audit-chain.ts";
import { auditEntryDigest, type ChainedEntry, chainBeginning } from "./audit-entry.ts";

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

function chainOf(length: number): ChainedEntry[] {
	const entries: ChainedEntry[] = [];
	for (let seq = 1; seq <= length; seq++) {
		const previousDigest = entries.at(-1)?.digest ?? chainBeginning;
		const fields = {
			seq,
			accountId: 1,
			at: `2026-01-01T00:00:00.00${seq % 10}Z`,
			actor: "a",
			act: "test.act",
			subjectKind: "mci",
			subjectId: seq,
		};
		const entry = { ...fields, subjectName: "web", headVersion: null, before: null, after: { seq } };
		entries.push({ ...entry, previousDigest, digest: auditEntryDigest(entry, previousDigest, sha256) });
	}
	return entries;
}

/** An entry as an attacker who knows how digests are computed would write it. */
function rewritten(entry: ChainedEntry, change: Partial<ChainedEntry>): ChainedEntry {
	const changed = { ...entry, ...change };
	return { ...changed, digest: auditEntryDigest(changed, changed.previousDigest, sha256) };
}

const whole = chainOf(9);
const at = (seq: number) => whole[seq - 1] as ChainedEntry;

describe("the chain of audit entries", () => {
	it("verifies from start to end, in pages of any size", () => {
		fc.assert(
			fc.property(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 1, max: 5 }), (length, size) => {
				const entries = chainOf(length);
				let link = chainStart;
				for (let i = 0; i < length; i += size) {
					const next = followChain(link, entries.slice(i, i + size), sha256);
					expect(next.broken).toBeUndefined();
					link = next.reached;
				}
				expect(link).toEqual({ seq: length, digest: entries.at(-1)?.digest ?? chainBeginning });
				expect(checkEnd(link, { ...link, newest: length === 0 ? null : length })).toBeUndefined();
			}),
		);
	});

	it.each<readonly [string, readonly ChainedEntry[], Pick<BrokenLink, "seq" | "as">]>([
		["a changed field", whole.with(4, { ...at(5), actor: "b" }), { seq: 5, as: "changed" }],
		["a changed value", whole.with(4, { ...at(5), after: { seq: 6 } }), { seq: 5, as: "changed" }],
		["a changed digest", whole.with(4, { ...at(5), digest: "f".repeat(64) }), { seq: 5, as: "changed" }],
		["a deleted one", whole.toSpliced(4, 1), { seq: 5, as: "missing" }],
		["the first deleted", whole.slice(2), { seq: 1, as: "missing" }],
		[
			"two neighbours swapped",
			whole.with(4, { ...at(6), seq: 5 }).with(5, { ...at(5), seq: 6 }),
			{ seq: 5, as: "moved" },
		],
		["two swapped", whole.with(1, { ...at(8), seq: 2 }).with(7, { ...at(2), seq: 8 }), { seq: 2, as: "moved" }],
		[
			"one deleted and the others moved up",
			[...whole.slice(0, 4), ...whole.slice(5).map((e) => ({ ...e, seq: e.seq - 1 }))],
			{ seq: 5, as: "moved" },
		],
		["one before the first", [{ ...at(1), seq: 0 }, ...whole], { seq: 0, as: "added" }],
		["one with a new digest to fit", whole.with(4, rewritten(at(5), { actor: "b" })), { seq: 5, as: "rewritten" }],
		[
			"the first with another one before it",
			whole.with(0, rewritten(at(1), { previousDigest: "1".repeat(64) })),
			{ seq: 1, as: "rewritten" },
		],
	])("detects %s", (_what, entries, broken) => {
		expect(followChain(chainStart, entries, sha256).broken).toMatchObject(broken);
	});

	it("detects any change of any field of any entry", () => {
		const fields = Object.keys(at(1)) as (keyof ChainedEntry)[];
		fc.assert(
			fc.property(fc.integer({ min: 0, max: 8 }), fc.constantFrom(...fields), fc.jsonValue(), (index, field, value) => {
				const entry = whole[index] as ChainedEntry;
				fc.pre(
					JSON.stringify(entry[field]) !== JSON.stringify(value) &&
						!(typeof value === "number" && Object.is(value, -0)),
				);
				fc.pre(field !== "seq");
				const { reached, broken } = followChain(chainStart, whole.with(index, { ...entry, [field]: value }), sha256);
				expect([reached.seq, broken?.seq]).toEqual([index, index + 1]);
			}),
		);
	});

	const end = { seq: 9, digest: at(9).digest, newest: 9 };
	it.each([
		["a cut end", { seq: 7, digest: at(7).digest }, { ...end, newest: 7 }, { seq: 8, as: "cut-off" }],
		["a whole log deleted", chainStart, { ...end, newest: null }, { seq: 1, as: "cut-off" }],
		["one added behind the end", at(9), { ...end, newest: 10 }, { seq: 10, as: "added" }],
		["a last one rewritten", { seq: 9, digest: "f".repeat(64) }, end, { seq: 9, as: "rewritten" }],
	] as const)("is compared with the head that the registry stores: %s", (_what, last, note, broken) => {
		expect(checkEnd(last, note)).toMatchObject(broken);
	});

	it("is compared with a seal that was recorded elsewhere", () => {
		const noted = { seq: 5, digest: at(5).digest };
		expect(checkNoted(noted, noted)).toBeUndefined();
		expect(checkNoted(noted, undefined)).toMatchObject({ seq: 5, as: "cut-off" });
		expect(checkNoted(noted, { seq: 5, digest: at(4).digest })).toMatchObject({ seq: 5, as: "rewritten" });
	});

	it("has positions that are written and read as seq:digest", () => {
		for (const link of [chainStart, { seq: 5, digest: at(5).digest }])
			expect(parseChainLink(` ${renderChainLink(link)}\n`)).toEqual(link);
		const digest = "a".repeat(64);
		for (const text of [
			"",
			"5",
			`5:${digest.slice(1)}`,
			`05:${digest}`,
			`-1:${digest}`,
			`5:${digest.toUpperCase()}`,
			`1234567890123456:${digest}`,
		]) {
			expect(parseChainLink(text)).toBeUndefined();
		}
	});
});
