import { z } from "zod";
import { publishedStates } from "../../../core/bundle/index.ts";
import { componentKinds, lifecycleStates } from "../../../core/component/index.ts";
import { Timestamp } from "../../schema.ts";

const Kind = z.enum(componentKinds);
const Fingerprint = z.string().meta({
	description: "`sha256:` and the hex SHA-256 of the public key's 32 bytes.",
	example: "sha256:0f4c7b1d2e3a4b5c8d9e0f1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e",
});
const RevisionNumber = z
	.int()
	.min(0)
	.max(2 ** 31 - 1);

export const SigningKey = z
	.object({
		fingerprint: Fingerprint,
		publicKey: z.string().meta({
			description: "Base64 of the 32 bytes of an Ed25519 key.",
			example: "Gb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=",
		}),
		createdAt: Timestamp,
	})
	.meta({ id: "SigningKey", description: "The public part of the account's signing key." });

export const BundlePublication = z
	.object({
		kind: Kind,
		lineage: z.string(),
		number: z.int().meta({ description: "0 is a shared HEAD." }),
		name: z.string(),
		digest: z.string(),
		state: z.enum(publishedStates),
		shortDescription: z.string(),
		publishedAt: Timestamp,
	})
	.meta({ id: "BundlePublication", description: "A revision published to other installations." });

export const NewBundle = z
	.object({
		publications: z
			.array(
				z.object({
					kind: Kind,
					name: z.string().min(1).max(200).meta({ example: "web-server" }),
					number: RevisionNumber.optional().meta({
						description: "Omit it for the newest commit that is not retracted; 0 is the shared HEAD.",
					}),
				}),
			)
			.min(1)
			.max(1000)
			.optional()
			.meta({
				description: "Omit it for everything the account publishes to everyone.",
				example: [{ kind: "template", name: "web-server" }],
			}),
	})
	.meta({ id: "NewBundle" });

export const ExportedBundle = z
	.object({
		digest: z.string().meta({ description: "SHA-256 of the file, hex." }),
		size: z.int().meta({ description: "Size of the file in bytes." }),
		key: Fingerprint,
		publications: z.array(BundlePublication),
		bundle: z
			.string()
			.meta({ description: "The text of the file. Save it unchanged, as UTF-8 without a trailing line break." }),
	})
	.meta({ id: "ExportedBundle" });

export const BundleImport = z
	.object({
		bundle: z.string().min(1).meta({ description: "The unchanged text of the file." }),
		key: z
			.string()
			.max(200)
			.optional()
			.meta({
				description:
					"Fingerprint of the publisher's key, received over another channel than the file. The key is trusted " +
					"from then " +
					"on. Omit it if the key is trusted already.",
			}),
		names: z
			.record(z.string().min(1).max(200), z.string().min(1).max(200))
			.optional()
			.meta({ description: "Local names: published name → name here." }),
		dryRun: z.boolean().default(false).meta({ description: "Dry run: report what would change, and save nothing." }),
	})
	.meta({ id: "BundleImport" });

const TakenRevision = z.object({
	kind: Kind,
	lineage: z.string(),
	name: z.string().meta({ description: "Its name in this account." }),
	publishedName: z.string().meta({ description: "Its name at the publisher." }),
	number: z.int().meta({ description: "0 is a shared HEAD." }),
	digest: z.string(),
});

export const TakenRevisions = z
	.object({
		imported: z.array(TakenRevision),
		alreadyThere: z.array(TakenRevision),
		dormantClouds: z
			.array(z.string())
			.meta({ description: "Clouds of these revisions that the account does not have." }),
		renamed: z.array(z.object({ kind: Kind, lineage: z.string(), name: z.string(), publishedName: z.string() })),
		warnings: z.array(z.object({ code: z.string(), text: z.string() })),
	})
	.meta({ id: "TakenRevisions", description: "Revisions imported from another installation." });

export const LifecycleNews = z
	.object({
		kind: Kind,
		name: z.string(),
		number: z.int(),
		state: z.enum(lifecycleStates),
		deprecatedAt: Timestamp.nullable(),
		revokedAt: Timestamp.nullable(),
		reason: z.string().nullable(),
		replacement: z.string().nullable(),
		applied: z.boolean().meta({ description: "True if it applies here now; false if it is only reported." }),
	})
	.meta({
		id: "LifecycleNews",
		description: "A publisher's lifecycle of an imported revision that differed from the local one.",
	});

export const BundleImported = z
	.object({
		digest: z.string(),
		publisher: z.object({
			name: z.string().meta({ example: "Acme Images" }),
			key: Fingerprint,
			url: z.string().nullable(),
		}),
		createdAt: Timestamp,
		isNewKey: z.boolean().meta({ description: "True if the key was not trusted before." }),
		publications: z.array(BundlePublication),
		leftOut: z
			.array(
				z.object({
					name: z.string(),
					number: z.int(),
					why: z.enum(["deprecated", "retracted", "revoked"]),
					reason: z.string().nullable(),
				}),
			)
			.meta({ description: "Publications that were not imported automatically." }),
		report: TakenRevisions,
		lifecycles: z.array(LifecycleNews),
	})
	.meta({ id: "BundleImported" });

export const PublisherKey = z
	.object({
		fingerprint: Fingerprint,
		publisher: z.string(),
		url: z.string().nullable(),
		trustedBy: z.string(),
		trustedAt: Timestamp,
	})
	.meta({ id: "PublisherKey", description: "A publisher's key that the account trusts." });

export const RotatedKey = SigningKey.extend({
	replaces: Fingerprint.meta({
		example: "sha256:5d4c3b2a1908f7e6d5c4b3a291807f6e5d4c3b2a1908f7e6d5c4b3a291807f6e",
	}),
}).meta({
	id: "RotatedKey",
	description: "The account's new key, and the fingerprint of the key it replaces.",
});

export const KeyReplacement = z
	.object({
		key: z
			.string()
			.max(200)
			.meta({ description: "Fingerprint of the publisher's new key, received over another channel than the files." }),
	})
	.meta({ id: "KeyReplacement" });

export const ReplacedKey = z
	.object({
		fingerprint: Fingerprint,
		publisher: z.string(),
		revisions: z.int().meta({ description: "Number of imported revisions that the new key continues." }),
		feeds: z.int().meta({ description: "Number of feeds that it signs from now on." }),
	})
	.meta({ id: "ReplacedKey" });

export const PublisherKeyPath = z.object({ fingerprint: Fingerprint });
