import { z } from "zod";
import { parseChainLink } from "../../../core/audit/index.ts";
import { Moment, PageQuery } from "../../schema.ts";

const Digest = z.string().meta({ example: "9710760e44565ff938fd5cd1923c2e0eb905861efc1e7d1b03243313e96128ea" });

export const AuditEntry = z
	.object({
		seq: z.int().meta({ description: "1, 2, 3 … over all accounts, without a gap." }),
		accountId: z.int(),
		at: Moment,
		actor: z
			.string()
			.meta({ description: "Name of the token; “local” for the command line on a data directory.", example: "ci" }),
		act: z.string().meta({ example: "mci.put-setting" }),
		subjectKind: z.string().meta({ example: "mci" }),
		subjectId: z.int().nullable(),
		subjectName: z.string().meta({ example: "web-base" }),
		headVersion: z.int().nullable().meta({ description: "HEAD's version after the act." }),
		before: z.unknown().meta({
			description: "What was there; null for nothing, and where `after` is a list of changes that tell it themselves.",
		}),
		after: z.unknown().meta({ description: "What came instead, or the list of changes." }),
		previousDigest: Digest.meta({ description: "Digest of the entry before it in the registry." }),
		digest: Digest.meta({
			description:
				'SHA-256, hex, of this object as canonical JSON (RFC 8785), with `"format":"audit/1"`, without `digest` and without those of its members that are null.',
		}),
	})
	.meta({ id: "AuditEntry", description: "Who did what to what, when, and what it changed." });

const PastMoment = z.iso.datetime({ offset: true }).transform((text) => new Date(text).toISOString());

export const SearchAuditQuery = z.object({
	actor: z.string().max(200).optional().meta({ description: "Who did it, by the exact name.", example: "local" }),
	act: z
		.string()
		.max(100)
		.refine(
			(act) => !act.replace(/\.\*$/, "").includes("*"),
			"is one act, such as mci.commit, or a beginning and .*, such as mci.*",
		)
		.optional()
		.meta({ description: "One act, or all of one beginning: `mci.*`.", example: "mci.*" }),
	kind: z.string().max(40).optional().meta({ description: "What it was done to.", example: "mci" }),
	name: z.string().max(1000).optional().meta({ description: "Its exact name.", example: "almalinux-os-9-x86_64" }),
	since: PastMoment.optional().meta({ description: "From this moment on.", example: "2026-01-01T00:00:00Z" }),
	until: PastMoment.optional().meta({ description: "Before this moment." }),
	text: z
		.string()
		.min(1)
		.max(200)
		.optional()
		.meta({ description: "Part of the name, or of what was changed, such as an image id." }),
	sort: z.enum(["newest", "oldest"]).default("newest"),
	limit: PageQuery.limit
		.unwrap()
		.optional()
		.meta({ description: "Entries on a page, 1 to 500; absent = 50, and all of them as JSON lines." }),
	cursor: PageQuery.cursor,
});

export const VerifyAuditQuery = z.object({
	expect: z
		.string()
		.max(100)
		.refine((text) => parseChainLink(text) !== undefined, "is not a seal as it is told: <seq>:<digest>")
		.optional()
		.meta({ description: "A seal that was told before, `<seq>:<digest>`: the audit must still hold it." }),
});

export const AuditVerdict = z
	.object({
		ok: z.boolean(),
		entries: z.int().meta({ description: "Entries that the chain holds for, from the first on." }),
		seal: z.string().meta({
			description: "`<seq>:<digest>` of the last of them: note it elsewhere.",
			example: `0:${"0".repeat(64)}`,
		}),
		broken: z
			.object({
				seq: z.int().meta({ description: "The first entry that is not as it was written." }),
				as: z.enum(["changed", "missing", "moved", "rewritten", "cut-off", "added"]),
				problem: z.string(),
			})
			.nullable()
			.meta({ description: "Null = nothing is." }),
	})
	.meta({ id: "AuditVerdict", description: "What came of following the chain." });
