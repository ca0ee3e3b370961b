import { z } from "zod";
import { offerStates } from "../../../core/bundle/index.ts";
import { componentKinds, lifecycleStates } from "../../../core/component/index.ts";
import { Moment } from "../../schema.ts";

const Kind = z.enum(componentKinds);
const Fingerprint = z.string().meta({
	description: "sha256: and the hex SHA-256 of the public key's 32 bytes.",
	example: `sha256:${"0f".repeat(32)}`,
});
const RevisionNumber = z
	.int()
	.min(0)
	.max(2 ** 31 - 1);

export const SigningKey = z
	.object({
		fingerprint: Fingerprint,
		publicKey: z.string().meta({ description: "Base64 of the 32 bytes of an Ed25519 key." }),
		createdAt: Moment,
	})
	.meta({ id: "SigningKey", description: "What others must know of the key that the account signs with." });

export const BundlePublication = z
	.object({
		kind: Kind,
		lineage: z.string(),
		number: z.int().meta({ description: "0 = a shared HEAD." }),
		name: z.string(),
		digest: z.string(),
		state: z.enum(offerStates),
		shortDescription: z.string(),
		publishedAt: Moment,
	})
	.meta({ id: "BundlePublication", description: "A revision that a publisher offers to other installations." });

export const NewBundle = z
	.object({
		publications: z
			.array(
				z.object({
					kind: Kind,
					name: z.string().min(1).max(200).meta({ example: "web" }),
					number: RevisionNumber.optional().meta({
						description: "Absent = the newest commit of it that is not retracted; 0 = the shared HEAD.",
					}),
				}),
			)
			.min(1)
			.max(1000)
			.optional()
			.meta({ description: "Absent = all that the account has published to everyone." }),
	})
	.meta({ id: "NewBundle" });

export const ExportedBundle = z
	.object({
		digest: z.string().meta({ description: "SHA-256 of the file, hex." }),
		size: z.int().meta({ description: "Bytes of the file." }),
		key: Fingerprint,
		publications: z.array(BundlePublication),
		bundle: z
			.string()
			.meta({ description: "The file's text, to be kept as it is: UTF-8, without a line break at its end." }),
	})
	.meta({ id: "ExportedBundle" });

export const BundleImport = z
	.object({
		bundle: z.string().min(1).meta({ description: "The file's text as it is." }),
		key: z.string().max(200).optional().meta({
			description:
				"Fingerprint of the publisher's key, got another way than the file; trusts it from then on. Absent = it is trusted already.",
		}),
		names: z
			.record(z.string().min(1).max(200), z.string().min(1).max(200))
			.optional()
			.meta({ description: "Other names than the publisher's: published name → name here." }),
		dryRun: z.boolean().default(false).meta({ description: "Tell what would come of it, and keep nothing." }),
	})
	.meta({ id: "BundleImport" });

const TakenRevision = z.object({
	kind: Kind,
	lineage: z.string(),
	name: z.string().meta({ description: "Its name here." }),
	publishedName: z.string().meta({ description: "Its publisher's name of it." }),
	number: z.int().meta({ description: "0 = a shared HEAD." }),
	digest: z.string(),
});

export const TakenRevisions = z
	.object({
		imported: z.array(TakenRevision),
		alreadyThere: z.array(TakenRevision),
		dormantClouds: z.array(z.string()).meta({ description: "Clouds among them that the account does not have." }),
		renamed: z.array(z.object({ kind: Kind, lineage: z.string(), name: z.string(), publishedName: z.string() })),
		warnings: z.array(z.object({ code: z.string(), text: z.string() })),
	})
	.meta({ id: "TakenRevisions", description: "What was taken over from another installation." });

export const LifecycleNews = z
	.object({
		kind: Kind,
		name: z.string(),
		number: z.int(),
		state: z.enum(lifecycleStates),
		deprecatedAt: Moment.nullable(),
		revokedAt: Moment.nullable(),
		reason: z.string().nullable(),
		replacement: z.string().nullable(),
		applied: z.boolean().meta({ description: "true = it holds here from now on; false = it is only told." }),
	})
	.meta({ id: "LifecycleNews", description: "What a publisher says of an imported revision that did not hold here." });

export const BundleImported = z
	.object({
		digest: z.string(),
		publisher: z.object({ name: z.string(), key: Fingerprint, url: z.string().nullable() }),
		createdAt: Moment,
		isNewKey: z.boolean().meta({ description: "The key was not trusted before." }),
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
			.meta({ description: "Publications that are not imported by themselves." }),
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
		trustedAt: Moment,
	})
	.meta({ id: "PublisherKey", description: "A publisher's key that the account trusts." });

export const RotatedKey = SigningKey.extend({ replaces: Fingerprint }).meta({
	id: "RotatedKey",
	description: "The account's new key, and the fingerprint of the one that it takes the place of.",
});

export const KeyReplacement = z
	.object({
		key: z
			.string()
			.max(200)
			.meta({ description: "Fingerprint of the publisher's new key, got another way than their files." }),
	})
	.meta({ id: "KeyReplacement" });

export const ReplacedKey = z
	.object({
		fingerprint: Fingerprint,
		publisher: z.string(),
		revisions: z.int().meta({ description: "Imported revisions that the new key continues." }),
		feeds: z.int().meta({ description: "Feeds that it signs from now on." }),
	})
	.meta({ id: "ReplacedKey" });

export const PublisherKeyPath = z.object({ fingerprint: Fingerprint });
