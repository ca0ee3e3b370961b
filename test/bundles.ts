import fc from "fast-check";
import {
	type Bundle,
	type BundledPublication,
	type BundlePublisher,
	keyFingerprint,
	type PackedRevision,
	publishedStates,
	type SignatureCheck,
	type SigningKey,
} from "../src/core/bundle/index.ts";
import { lifecycleStates } from "../src/core/component/index.ts";
import { mciContent, parseCloudSlug, plainSetting } from "../src/core/image/index.ts";
import { scriptContent } from "../src/core/script/index.ts";
import { templateContent } from "../src/core/template/index.ts";
import { signing } from "../src/main/signing.ts";
import { contentsOf } from "./arbitraries.ts";
import { lineageOf, packedOf, sha256Hex } from "./packed-revisions.ts";

/** Real Ed25519 and SHA-256. */
export const check: SignatureCheck = { sha256Hex, verify: signing.verify };

/** A publisher with a new key. */
export function newPublisher(name = "Acme"): { readonly key: SigningKey; readonly publisher: BundlePublisher } {
	const { publicKey, secretKey } = signing.newKey();
	const key = { publicKey, sign: (bytes: Uint8Array) => signing.sign(secretKey, bytes) };
	return { key, publisher: { name, key: keyFingerprint(publicKey, sha256Hex), url: "https://images.example.org/" } };
}

/** The publication of a packed revision. */
export function publicationOf(
	{ kind, lineage, number, digest, content }: PackedRevision,
	more: Partial<BundledPublication> = {},
): BundledPublication {
	const words = { shortDescription: "short", longDescription: "", releaseNotes: "", categories: ["Linux"] };
	return {
		kind,
		lineage,
		number,
		digest,
		name: content.name,
		state: "active",
		publishedAt: "2026-01-02T00:00:00.000Z",
		...words,
		...more,
	};
}

/** An MCI, a script, and a template that pins both. */
export const sampleRevisions = sample();

function sample(): { readonly web: PackedRevision; readonly boot: PackedRevision; readonly template: PackedRevision } {
	const settings = [
		plainSetting(parseCloudSlug("aws-us-east-1"), { kind: "id", uid: "ami-1", checksum: null }),
		{
			...plainSetting(parseCloudSlug("gcp"), { kind: "path", uid: "projects/p/global/images/i", checksum: null }),
			userData: '#!/bin/sh\necho "ünï"\n',
		},
	];
	const web = packedOf(mciContent({ name: "web", settings }), lineageOf("web"), 3, {
		os: "ubuntu",
		osVersion: "24.04",
		state: "active",
	});
	const boot = packedOf(scriptContent({ name: "boot", source: "#!/bin/sh\n" }), lineageOf("boot"), 1);
	const pin = ({ lineage, number, digest }: PackedRevision) => ({ lineage, revision: number, digest });
	const content = templateContent({
		name: "stack",
		mcis: [pin(web)],
		defaultMci: web.lineage,
		scripts: { boot: [pin(boot), pin(boot)] },
	});
	return { web, boot, template: packedOf(content, lineageOf("stack"), 2) };
}

/** The bundle of a template and its dependencies. */
export function sampleBundle(publisher: BundlePublisher): Bundle {
	const { web, boot, template } = sampleRevisions;
	return {
		publisher,
		created: "2026-01-03T00:00:00.000Z",
		publications: [publicationOf(template)],
		lifecycles: [
			{
				lineage: web.lineage,
				number: 2,
				deprecatedAt: null,
				revokedAt: "2026-01-01T00:00:00.000Z",
				reason: "CVE",
				replacement: "web@3",
			},
		],
		revisions: [web, boot, template].sort((a, b) => (a.kind < b.kind ? -1 : 1)),
	};
}

const leaves = fc.uniqueArray(
	fc
		.tuple(fc.oneof(contentsOf.mci.one, contentsOf.script.one), fc.nat(5), fc.nat(2))
		.map(([content, word, number]) =>
			packedOf(content, lineageOf(`${"settings" in content ? "m" : "s"}${word}`), number),
		),
	{ selector: ({ lineage, number }) => `${lineage}@${number}`, maxLength: 6 },
);

/** Bundles with any MCIs and scripts of a publisher, and a template over all of them; each publication in any state. */
export function bundles(publisher: BundlePublisher): fc.Arbitrary<Bundle> {
	const states = fc.array(fc.constantFrom(...publishedStates), { minLength: 7, maxLength: 7 });
	const life = fc.constantFrom(...lifecycleStates);
	return fc
		.tuple(leaves, contentsOf.template.one, states, life)
		.map(([parts, words, [ofTemplate = "active", ...ofParts], state]) => {
			const pins = parts.map(({ kind, lineage, number, digest }) => ({
				kind,
				pin: { lineage, revision: number, digest: number === 0 ? null : digest },
			}));
			const seen = new Set<string>();
			const mcis = pins
				.filter(({ kind, pin }) => kind === "mci" && !seen.has(pin.lineage) && seen.add(pin.lineage))
				.map(({ pin }) => pin);
			const content = templateContent({
				...words,
				mcis,
				defaultMci: mcis[0]?.lineage ?? null,
				scripts: { boot: pins.filter(({ kind }) => kind === "script").map(({ pin }) => pin) },
			});
			const template = packedOf(content, lineageOf("t"), 4);
			const needed = new Set(
				ofTemplate === "retracted"
					? []
					: [...mcis, ...content.scripts.boot].map((pin) => `${pin.lineage}@${pin.revision}`),
			);
			const publications = [
				publicationOf(template, { state: ofTemplate }),
				...parts.map((part, i) => publicationOf(part, { state: ofParts[i] ?? "active" })),
			];
			const isHeld = ({ lineage, number, state: offer }: BundledPublication) =>
				offer !== "retracted" || needed.has(`${lineage}@${number}`);
			const held = new Set(publications.filter(isHeld).map(({ lineage, number }) => `${lineage}@${number}`));
			const at = state === "active" ? null : "2026-01-01T00:00:00.000Z";
			return {
				publisher,
				created: "2026-01-03T00:00:00.000Z",
				publications,
				lifecycles: [
					{
						lineage: lineageOf("t"),
						number: 3,
						deprecatedAt: at,
						revokedAt: state === "revoked" ? at : null,
						reason: null,
						replacement: null,
					},
				],
				revisions: [template, ...parts].filter(({ lineage, number }) => held.has(`${lineage}@${number}`)),
			};
		});
}
