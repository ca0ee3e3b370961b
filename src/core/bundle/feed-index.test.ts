import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { check, newPublisher, publicationOf, sampleRevisions } from "../../../test/bundles.ts";
import { faultCaught } from "../../../test/fault-caught.ts";
import { sha256Hex } from "../../../test/packed-revisions.ts";
import { canonicalJson } from "../../base/canonical-json.ts";
import { utf8Bytes } from "../../base/utf8.ts";
import { utf8Text } from "../../base/utf8-text.ts";
import { bundleFileName } from "./bundle.ts";
import { signPayload } from "./envelope.ts";
import {
	checkFeedTime,
	type FeedIndex,
	type FeedPublication,
	feedIndexKey,
	feedPayloadType,
	makeFeedIndex,
	openFeedIndex,
} from "./feed-index.ts";

const acme = newPublisher();
const signing = { key: acme.key, sha256Hex };
const { web, boot, template } = sampleRevisions;
const [first, second] = ["1".repeat(64), "2".repeat(64)];
const listed = (packed: typeof web, more: Partial<FeedPublication> = {}): FeedPublication => {
	const { kind, lineage, number, name, digest, state, shortDescription, publishedAt } = publicationOf(packed);
	return { kind, lineage, number, name, digest, state, shortDescription, publishedAt, bundle: first, ...more };
};
const index: FeedIndex = {
	publisher: acme.publisher,
	sequence: 7,
	created: "2026-02-01T00:00:00.000Z",
	expires: "2026-03-01T00:00:00.000Z",
	publications: [
		listed(web),
		listed(boot, { state: "retracted", bundle: null }),
		listed(template, { state: "deprecated", bundle: second }),
	].sort((a, b) => (a.kind < b.kind ? -1 : 1)),
	lifecycles: [
		{
			lineage: web.lineage,
			number: 2,
			deprecatedAt: "2026-01-01T00:00:00.000Z",
			revokedAt: null,
			reason: "old",
			replacement: null,
		},
	],
	bundles: [
		{ digest: first, size: 10 },
		{ digest: second, size: 20 },
	],
};
const made = makeFeedIndex(index, signing);
const open = (text: string) => openFeedIndex(text, acme.publisher.key, check);

describe("a feed's index", () => {
	it("returns its contents, in any order", () => {
		expect(open(made.text)).toEqual(index);
		expect(feedIndexKey(made.text, sha256Hex)).toBe(acme.publisher.key);
		const reversed = {
			...index,
			publications: [...index.publications].reverse(),
			bundles: [...index.bundles].reverse(),
		};
		expect(makeFeedIndex(reversed, signing)).toEqual(made);
	});

	it("is refused with any byte changed", () => {
		const bytes = utf8Bytes(made.text);
		fc.assert(
			fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (i, difference) => {
				const text = utf8Text(bytes.with(i, (bytes[i] ?? 0) ^ difference));
				if (text !== undefined) expect(faultCaught(() => open(text)).code).toMatch(/^bundle-/);
			}),
			{ numRuns: 500 },
		);
	});

	it("is refused under another key", () => {
		expect(faultCaught(() => openFeedIndex(made.text, newPublisher().publisher.key, check)).code).toBe(
			"bundle-key-unknown",
		);
	});

	it.each<readonly [string, Partial<FeedIndex>, string]>([
		["an offer without a bundle", { publications: [listed(web, { bundle: null })] }, "publications[0].bundle"],
		[
			"a bundle of what is retracted",
			{ publications: [listed(web, { state: "retracted" })] },
			"publications[0].bundle",
		],
		[
			"a bundle that is not told",
			{ publications: [listed(web, { bundle: "3".repeat(64) })] },
			"publications[0].bundle",
		],
		["a bundle that nothing names", { bundles: [...index.bundles, { digest: "3".repeat(64), size: 1 }] }, "bundles"],
		["a bundle told twice", { bundles: [...index.bundles, { digest: first, size: 11 }] }, "bundles"],
		["a revision listed twice", { publications: [listed(web), listed(web, { bundle: second })] }, "publications"],
		["an end before its beginning", { expires: index.created }, "expires"],
	])("is not created with %s", (_what, parts, place) => {
		expect(faultCaught(() => makeFeedIndex({ ...index, ...parts }, signing))).toMatchObject({
			code: "bundle-invalid",
			details: { place },
		});
	});

	it.each([
		["a path as a bundle's name", "../../etc/passwd"],
		["an address as a bundle's name", "https://evil.example/x"],
		["a digest in capital letters", "A".repeat(64)],
		["a digest with a line break", `${"1".repeat(64)}\n`],
	])("is still refused with a valid signature and %s", (_what, name) => {
		const statement = JSON.parse(
			Buffer.from((JSON.parse(made.text) as { envelope: { payload: string } }).envelope.payload, "base64").toString(),
		);
		statement.publications[1].bundle = name;
		statement.bundles[0].digest = name;
		const text = canonicalJson(signPayload(feedPayloadType, canonicalJson(statement), signing));
		expect(faultCaught(() => open(text))).toMatchObject({
			code: "bundle-invalid",
			details: { place: "publications[1].bundle" },
		});
	});

	it("names bundles by their digests", () => {
		expect(bundleFileName(first)).toBe(`${first}.mcib`);
	});
});

describe("the validity of an index", () => {
	const memory = { now: "2026-02-10T00:00:00.000Z", sequence: 6, digest: "6".repeat(64) };

	it.each([
		["the first one", { ...memory, sequence: 0, digest: null }],
		["a newer one", memory],
		["the same one again", { ...memory, sequence: 7, digest: made.digest }],
	])("accepts one that is %s", (_what, seen) => {
		expect(() => checkFeedTime(index, made.digest, seen)).not.toThrow();
	});

	it.each<readonly [string, typeof memory, string]>([
		["older than one that was seen", { ...memory, sequence: 8 }, "feed-replayed"],
		["another one of the same number", { ...memory, sequence: 7 }, "feed-replayed"],
		["past its end", { ...memory, now: index.expires }, "feed-expired"],
	])("refuses one that is %s", (_what, seen, code) => {
		expect(faultCaught(() => checkFeedTime(index, made.digest, seen)).code).toBe(code);
	});
});
