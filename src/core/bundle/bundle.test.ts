import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bundles, check, newPublisher, publicationOf, sampleBundle, sampleRevisions } from "../../../test/bundles.ts";
import { faultCaught } from "../../../test/fault-caught.ts";
import { lineageOf, packedOf, sha256Hex } from "../../../test/packed-revisions.ts";
import { base64 } from "../../base/base64.ts";
import { canonicalJson } from "../../base/canonical-json.ts";
import { utf8Bytes } from "../../base/utf8.ts";
import { utf8Text } from "../../base/utf8-text.ts";
import { scriptContent } from "../script/script-content.ts";
import { templateContent } from "../template/template-content.ts";
import { type Bundle, bundlePayloadType, comparePublished } from "./bundle.ts";
import { preAuthentication, signPayload } from "./envelope.ts";
import { makeBundle } from "./make-bundle.ts";
import { openBundle, readBundle } from "./open-bundle.ts";
import { packedForm } from "./packed-revision.ts";

const acme = newPublisher();
const signing = { key: acme.key, sha256Hex };
const open = (text: string, trusted = acme.publisher.key) => openBundle(readBundle(text, sha256Hex), trusted, check);
const sample = makeBundle(sampleBundle(acme.publisher), signing);

describe("a bundle", () => {
	it("returns exactly its contents to a reader who trusts its key", () => {
		fc.assert(
			fc.property(bundles(acme.publisher), (bundle) => {
				const back = open(makeBundle(bundle, signing).text);
				expect(back).toEqual({
					...bundle,
					publications: [...bundle.publications].sort(comparePublished),
					revisions: [...bundle.revisions].sort(comparePublished),
				});
			}),
		);
	});

	it("is the same file for any order of its parts", () => {
		const shuffled = <T>(list: readonly T[]) => fc.shuffledSubarray([...list], { minLength: list.length });
		fc.assert(
			fc.property(
				bundles(acme.publisher).chain((bundle) =>
					fc.tuple(
						fc.constant(bundle),
						shuffled(bundle.publications),
						shuffled(bundle.revisions),
						shuffled(bundle.lifecycles),
					),
				),
				([bundle, publications, revisions, lifecycles]) => {
					expect(makeBundle({ ...bundle, publications, revisions, lifecycles }, signing)).toEqual(
						makeBundle(bundle, signing),
					);
				},
			),
		);
	});

	it("is refused with any byte changed", () => {
		const small = makeBundle(
			{
				...sampleBundle(acme.publisher),
				publications: [publicationOf(sampleRevisions.boot)],
				revisions: [sampleRevisions.boot],
			},
			signing,
		);
		const bytes = utf8Bytes(small.text);
		for (const [i, byte] of bytes.entries()) expectRefused(bytes, i, byte ^ (1 << (i % 8)));
	});

	it("is refused with any byte changed to any other", () => {
		const bytes = utf8Bytes(sample.text);
		fc.assert(
			fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (i, difference) => {
				expectRefused(bytes, i, (bytes[i] ?? 0) ^ difference);
			}),
			{ numRuns: 500 },
		);
	});

	function expectRefused(bytes: Uint8Array, at: number, byte: number): void {
		const text = utf8Text(bytes.with(at, byte));
		// Bytes that are not UTF-8 are not a text that could be opened.
		if (text === undefined) return;
		const { code } = faultCaught(() => open(text));
		expect(["bundle-invalid", "bundle-tampered", "bundle-key-unknown"], `byte ${at}`).toContain(code);
	}

	it("is refused with its signature in another encoding", () => {
		const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
		const { envelope } = JSON.parse(sample.text) as { envelope: { signatures: [{ sig: string }] } };
		const [{ sig }] = envelope.signatures;
		const last = digits.indexOf(sig.charAt(85));
		for (const spare of Array.from({ length: 16 }, (_, i) => (last & 0b110000) | i).filter((digit) => digit !== last)) {
			const other = `${sig.slice(0, 85)}${digits.charAt(spare)}==`;
			expect(Buffer.from(other, "base64")).toEqual(Buffer.from(sig, "base64"));
			expect(faultCaught(() => open(sample.text.replace(sig, other)))).toMatchObject({
				details: { place: "envelope.signatures[0].sig" },
			});
		}
	});

	it("is refused when it is cut off anywhere", () => {
		fc.assert(
			fc.property(fc.nat(sample.text.length - 1), (length) => {
				expect(faultCaught(() => open(sample.text.slice(0, length))).code).toBe("bundle-invalid");
			}),
		);
	});

	it("is refused under another publisher's key, with the fingerprint of its own key", () => {
		const other = newPublisher("Other");
		expect(faultCaught(() => open(sample.text, other.publisher.key))).toMatchObject({
			code: "bundle-key-unknown",
			details: { key: acme.publisher.key, trusted: other.publisher.key },
		});
	});

	it("is refused when another key signed it, although it names this one", () => {
		const other = newPublisher("Other");
		const forged = makeBundle(sampleBundle(acme.publisher), {
			key: { ...other.key, publicKey: acme.key.publicKey },
			sha256Hex,
		});
		expect(faultCaught(() => open(forged.text))).toMatchObject({
			code: "bundle-tampered",
			details: { key: acme.publisher.key },
		});
	});

	it("is refused when its payload was signed under another type", () => {
		const parts = JSON.parse(sample.text) as { envelope: { payload: string }; objects: unknown };
		const statement = utf8Text(Buffer.from(parts.envelope.payload, "base64")) ?? "";
		const signed = signPayload("application/vnd.multicloud-images.feed+json", statement, signing);
		const text = canonicalJson({ ...signed, objects: parts.objects });
		expect(faultCaught(() => open(text))).toMatchObject({
			code: "bundle-invalid",
			details: { place: "envelope.payloadType" },
		});
		const relabelled = canonicalJson({
			...signed,
			envelope: { ...signed.envelope, payloadType: bundlePayloadType },
			objects: parts.objects,
		});
		expect(faultCaught(() => open(relabelled)).code).toBe("bundle-tampered");
	});

	it("signs what DSSE says: its version, the type, the payload, each with its length in bytes", () => {
		// The vector of https://github.com/secure-systems-lab/dsse/blob/v1.0.2/protocol.md
		const bytes = preAuthentication("http://example.com/HelloWorld", utf8Bytes("hello world"));
		expect(utf8Text(bytes)).toBe("DSSEv1 29 http://example.com/HelloWorld 11 hello world");
		expect(utf8Text(preAuthentication("ä", utf8Bytes("€")))).toBe("DSSEv1 2 ä 3 €");
	});

	it("of a retracted publication contains no revision", () => {
		const bundle = {
			...sampleBundle(acme.publisher),
			publications: [publicationOf(sampleRevisions.web, { state: "retracted" })],
			revisions: [],
		};
		expect(open(makeBundle(bundle, signing).text)).toEqual(bundle);
	});
});

describe("a bundle is not created", () => {
	const { web, boot, template } = sampleRevisions;
	const bundle = sampleBundle(acme.publisher);
	const another = packedOf(scriptContent({ name: "boot", source: "#!/bin/bash\n" }), boot.lineage, 1);

	it.each<readonly [string, Partial<Bundle>, string, RegExp]>([
		["without what a template pins", { revisions: [web, template] }, "object", /pins .*@1, which is missing/],
		[
			"with another content of what a template pins",
			{ revisions: [web, another, template] },
			"object",
			/pins .*@1 with a different digest/,
		],
		["without the revision that is offered", { revisions: [web, boot] }, "publications[0]", /no object/],
		[
			"with a revision that nothing needs",
			{ revisions: [web, boot, template, packedOf(web.content, web.lineage, 4)] },
			"object",
			/no publication/,
		],
		["with a revision twice", { revisions: [web, web, boot, template] }, "objects", /twice/],
		[
			"with a publication twice",
			{ publications: [publicationOf(template), publicationOf(template)] },
			"publications",
			/twice/,
		],
		[
			"with another name than the revision's",
			{ publications: [publicationOf(template, { name: "other" })] },
			"publications[0]",
			/differs/,
		],
		["with a lifecycle twice", { lifecycles: [...bundle.lifecycles, ...bundle.lifecycles] }, "lifecycles", /twice/],
	])("%s", (_what, parts, place, problem) => {
		const fault = faultCaught(() => makeBundle({ ...bundle, ...parts }, signing));
		expect(fault).toMatchObject({
			code: "bundle-invalid",
			details: { place: expect.stringContaining(place), problem: expect.stringMatching(problem) },
		});
	});
});

/**
 * The sample with a signed statement and objects that the key's owner could create, but that this program would not.
 */
function signedByHand(change: (statement: Record<string, unknown>, objects: Record<string, string>) => void): string {
	const { envelope, objects } = JSON.parse(sample.text) as {
		envelope: { payload: string };
		objects: Record<string, string>;
	};
	const statement = JSON.parse(Buffer.from(envelope.payload, "base64").toString()) as Record<string, unknown>;
	change(statement, objects);
	return canonicalJson({ ...signPayload(bundlePayloadType, canonicalJson(statement), signing), objects });
}

const idOf = (name: "web" | "boot" | "template") => sha256Hex(packedForm(sampleRevisions[name]));

describe("a bundle with a valid signature is still", () => {
	it.each<readonly [string, (statement: Record<string, unknown>, objects: Record<string, string>) => void, string]>([
		["in a version of tomorrow", (statement) => Object.assign(statement, { version: 2 }), "the statement"],
		[
			"in another format",
			(statement) => Object.assign(statement, { format: "multicloud-images/feed" }),
			"the statement",
		],
		["with a member that is unknown", (statement) => Object.assign(statement, { account: "acme" }), "the statement"],
		[
			"by a publisher of another key",
			(statement) => Object.assign(statement, { publisher: { name: "x", key: `sha256:${"0".repeat(64)}`, url: null } }),
			"publisher.key",
		],
		[
			"with an address that runs",
			(statement) => Object.assign(statement, { publisher: { ...acme.publisher, url: "javascript:alert(1)" } }),
			"publisher.url",
		],
		["with a missing object", (_statement, objects) => delete objects[idOf("boot")], "objects"],
		[
			"with an object that the statement does not name",
			(_statement, objects) => Object.assign(objects, { ["0".repeat(64)]: "{}" }),
			"objects",
		],
		[
			"with an object under another's name",
			(_statement, objects) => Object.assign(objects, { [idOf("boot")]: objects[idOf("web")] }),
			`object ${idOf("boot")}`,
		],
		[
			"with another size of an object",
			(statement) => Object.assign(statement, { objects: { ...(statement.objects as object), [idOf("web")]: 3 } }),
			`object ${idOf("web")}`,
		],
		[
			"with an object beyond the limit",
			(statement) =>
				Object.assign(statement, { objects: { ...(statement.objects as object), [idOf("web")]: 2 ** 30 } }),
			`object ${idOf("web")}`,
		],
		[
			"with dependencies left out",
			(statement) => Object.assign((statement.publications as object[])[0] ?? {}, { requires: [] }),
			"the statement",
		],
		[
			"with publications out of order",
			(statement) => (statement.publications as unknown[]).push(...(statement.publications as unknown[])),
			"publications",
		],
	])("%s", (_what, change, place) => {
		expect(faultCaught(() => open(signedByHand(change)))).toMatchObject({ code: "bundle-invalid", details: { place } });
	});

	it("with an object whose content does not match its digest", () => {
		const wrong = packedForm({ ...sampleRevisions.web, digest: `sha256:${"0".repeat(64)}` });
		const text = withObject(wrong);
		expect(faultCaught(() => open(text)).details).toMatchObject({
			problem: "has content that does not match its digest",
		});
	});

	it.each([
		["white space", packedForm(sampleRevisions.web).replace(":", ": ")],
		["a key twice", packedForm(sampleRevisions.web).replace('{"clouds"', '{"kind":"mci","clouds"')],
		["settings out of order", packedForm(templateFreeSettingsReversed())],
	])("with an object that has %s", (_what, form) => {
		expect(faultCaught(() => open(withObject(form))).code).toBe("bundle-invalid");
	});

	it("with a statement that repeats a key", () => {
		const { envelope, objects } = JSON.parse(sample.text) as { envelope: { payload: string }; objects: unknown };
		const statement = Buffer.from(envelope.payload, "base64").toString();
		const text = canonicalJson({
			...signPayload(bundlePayloadType, statement.replace("{", '{"version":1,'), signing),
			objects,
		});
		expect(faultCaught(() => open(text))).toMatchObject({
			code: "bundle-invalid",
			details: { place: "the statement" },
		});
	});

	it("with a payload that is not UTF-8", () => {
		const payload = Uint8Array.of(0xff);
		const sig = acme.key.sign(preAuthentication(bundlePayloadType, payload));
		const envelope = {
			payloadType: bundlePayloadType,
			payload: base64(payload),
			signatures: [{ keyid: acme.publisher.key, sig }],
		};
		const text = canonicalJson({ envelope, publicKey: acme.key.publicKey, objects: {} });
		expect(faultCaught(() => open(text))).toMatchObject({
			code: "bundle-invalid",
			details: { place: "envelope.payload" },
		});
	});

	function withObject(form: string): string {
		return signedByHand((statement, objects) => {
			const sizes = { ...(statement.objects as Record<string, number>) };
			delete sizes[idOf("web")];
			delete objects[idOf("web")];
			const id = sha256Hex(form);
			Object.assign(statement, { objects: { ...sizes, [id]: utf8Bytes(form).length } });
			objects[id] = form;
		});
	}
});

function templateFreeSettingsReversed() {
	const { web } = sampleRevisions;
	if (!("settings" in web.content)) throw new Error("the sample is an MCI");
	return { ...web, content: { ...web.content, settings: [...web.content.settings].reverse() } };
}

describe("a file is refused before the key is checked", () => {
	const parts = JSON.parse(sample.text) as Record<string, unknown>;
	const envelope = parts.envelope as Record<string, unknown>;
	const [signature] = envelope.signatures as Record<string, unknown>[];
	const nested = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;

	it.each<readonly [string, string]>([
		["nothing", ""],
		["no JSON", "PK\u0003\u0004"],
		["JSON of something else", "{}"],
		["a byte order mark", `\ufeff${sample.text}`],
		["white space around it", `${sample.text}\n`],
		["lists in lists", nested],
		["lists in lists where objects should be", canonicalJson({ ...parts, objects: "@" }).replace('"@"', nested)],
		["more values than a bundle has", `[${"0,".repeat(50_000)}0]`],
		["a key twice", sample.text.replace("{", `{"publicKey":${JSON.stringify(parts.publicKey)},`)],
		["a member of JavaScript's own", sample.text.replace("{", '{"__proto__":{"objects":{}},')],
		["an object that is not text", canonicalJson({ ...parts, objects: { [idOf("web")]: {} } })],
		["two signatures", canonicalJson({ ...parts, envelope: { ...envelope, signatures: [signature, signature] } })],
		["no signature", canonicalJson({ ...parts, envelope: { ...envelope, signatures: [] } })],
		["a fingerprint that is not its key's", canonicalJson({ ...parts, publicKey: newPublisher().key.publicKey })],
		["a key of another length", canonicalJson({ ...parts, publicKey: "AAAA" })],
		["a payload that is not base64", canonicalJson({ ...parts, envelope: { ...envelope, payload: "!" } })],
	])("with %s", (_what, text) => {
		expect(faultCaught(() => readBundle(text, sha256Hex)).code).toBe("bundle-invalid");
		expect(({} as Record<string, unknown>).objects).toBeUndefined();
	});
});

it("a template without MCIs and scripts needs no other objects", () => {
	const template = packedOf(templateContent({ name: "empty" }), lineageOf("empty"), 1);
	const bundle = { ...sampleBundle(acme.publisher), publications: [publicationOf(template)], revisions: [template] };
	expect(open(makeBundle(bundle, signing).text).revisions).toEqual([template]);
});
