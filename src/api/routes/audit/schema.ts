import { z } from "zod";
import { type Act, acts, parseChainLink } from "../../../core/audit/index.ts";
import { PageQuery, Timestamp } from "../../schema.ts";

const Digest = z.string().meta({ example: "9710760e44565ff938fd5cd1923c2e0eb905861efc1e7d1b03243313e96128ea" });

const AuditAct = z.enum([...acts.keys()] as [Act, ...Act[]]).meta({
	id: "AuditAct",
	description: "The acts of this version: the kind of the subject and what was done. docs/audit.md explains each.",
	example: "mci.commit",
});

export const AuditEntry = z
	.object({
		seq: z.int().meta({ description: "1, 2, 3, … across all accounts, without gaps.", example: 42 }),
		accountId: z.int(),
		at: Timestamp,
		actor: z.string().meta({
			description: "Name of the user or token; “local” for the command line on a data directory.",
			example: "ci",
		}),
		act: z
			.union([AuditAct, z.string()])
			.meta({ description: "What was done. Another version may have written other acts.", example: "mci.commit" }),
		subjectKind: z.string().meta({ example: "mci" }),
		subjectId: z.int().nullable(),
		subjectName: z.string().meta({ example: "almalinux-os-9-x86_64" }),
		headVersion: z.int().nullable().meta({ description: "Version of HEAD after the act." }),
		before: z.unknown().meta({
			description: "The previous value. Null if there was none, or if `after` is a list of changes.",
			examples: [null],
		}),
		after: z.unknown().meta({ description: "The new value, or the list of changes.", example: [] }),
		previousDigest: Digest.meta({
			description: "Digest of the previous entry in the registry.",
			example: "5f1d7a84db00d2fce00b31a7fc73224f45e36f8fe0f2b1e2c1a6a1f3c5b9d7e0",
		}),
		digest: Digest.meta({
			description:
				'SHA-256, hex, of this object as canonical JSON (RFC 8785), with `"format":"audit/1"` added and ' +
				"without `digest` and members that are null.",
		}),
	})
	.meta({ id: "AuditEntry", description: "A recorded act: who did what, when, and what it changed." });

const PastTime = z.iso.datetime({ offset: true }).transform((text) => new Date(text).toISOString());

export const SearchAuditQuery = z.object({
	actor: z.string().max(200).optional().meta({ description: "Exact name of the user or token.", example: "local" }),
	act: z
		.string()
		.max(100)
		.refine(
			(act) => !act.replace(/\.\*$/, "").includes("*"),
			"must be an act, such as mci.commit, or a prefix with .*, such as mci.*",
		)
		.optional()
		.meta({ description: "An act, or a prefix with `.*`.", example: "mci.*" }),
	kind: z.string().max(40).optional().meta({ description: "Kind of the subject.", example: "mci" }),
	name: z
		.string()
		.max(1000)
		.optional()
		.meta({ description: "Exact name of the subject.", example: "almalinux-os-9-x86_64" }),
	since: PastTime.optional().meta({ description: "From this time on.", example: "2026-01-01T00:00:00Z" }),
	until: PastTime.optional().meta({ description: "Before this time." }),
	text: z
		.string()
		.min(1)
		.max(200)
		.optional()
		.meta({ description: "Part of the name or of the change, such as an image id." }),
	sort: z.enum(["newest", "oldest"]).default("newest"),
	limit: PageQuery.limit
		.unwrap()
		.optional()
		.meta({ description: "Entries per page, 1 to 500. The default is 50; JSON lines have no limit." }),
	cursor: PageQuery.cursor,
});

export const VerifyAuditQuery = z.object({
	expect: z
		.string()
		.max(100)
		.refine((text) => parseChainLink(text) !== undefined, "must be a seal: <seq>:<digest>")
		.optional()
		.meta({ description: "A seal from an earlier answer, `<seq>:<digest>`. The audit must still contain it." }),
});

export const AuditVerdict = z
	.object({
		ok: z.boolean(),
		entries: z.int().meta({ description: "Number of intact entries, counted from the first.", example: 42 }),
		seal: z.string().meta({
			description: "`<seq>:<digest>` of the last intact entry. Keep it outside the registry.",
			example: "42:9710760e44565ff938fd5cd1923c2e0eb905861efc1e7d1b03243313e96128ea",
		}),
		broken: z
			.object({
				seq: z.int().meta({ description: "The first entry that is not intact." }),
				as: z.enum(["changed", "missing", "moved", "rewritten", "cut-off", "added"]),
				problem: z.string(),
			})
			.nullable()
			.meta({ description: "The first damage; null if the chain is intact.", examples: [null] }),
	})
	.meta({ id: "AuditVerdict", description: "The result of checking the chain." });
